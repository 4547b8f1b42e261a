#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvdetect on copied /proc and /sys trees: every source, every gap, and hostile files. nvdetect.py NVDETECT"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted

NVDETECT = sys.argv.pop(1)
OPEN = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (user@host)  Sun Jul 27\nGCC version:\n"
CLOSED = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.57.02  Tue Jul 13 16:14:05 UTC 2021\nGCC version:  gcc 12\n"
INFORMATION = ("Model: \t\t {name}\nIRQ:   \t\t 42\nGPU UUID: \t {uuid}\nVideo BIOS: \t ??.??.??.??.??\nBus Type: \t PCIe\n"
               "Bus Location: \t {bus}\nDevice Minor: \t 3\nGPU Excluded:\t No\n")
UUID = "GPU-12345678-1234-1234-1234-123456789abc"


class Tree:
    def __init__(self):
        self.directory = tempfile.TemporaryDirectory()
        self.root = Path(self.directory.name)

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def gpu(self, bus, name, uuid):
        self.put(f"proc/driver/nvidia/gpus/{bus}/information", INFORMATION.format(name=name, uuid=uuid, bus=bus))

    def pci(self, bus, device, subvendor="0x10de", subdevice="0x0000", klass="0x030200", vendor="0x10de"):
        for name, value in (("vendor", vendor), ("device", device), ("subsystem_vendor", subvendor),
                            ("subsystem_device", subdevice), ("class", klass)):
            self.put(f"sys/bus/pci/devices/{bus}/{name}", value + "\n")

    def run(self, *arguments):
        done = subprocess.run([NVDETECT, "--root", str(self.root), *arguments], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def json(self):
        status, output = self.run("--json")
        return status, json.loads(output)


class Nvdetect(unittest.TestCase):
    def test_all_from_files(self):
        tree = Tree()
        tree.put("proc/driver/nvidia/version", OPEN)
        tree.gpu("0000:18:00.0", "NVIDIA H100 80GB HBM3", UUID)
        tree.pci("0000:18:00.0", "0x2330", subdevice="0x16c1")
        status, found = tree.json()
        self.assertEqual(status, 0)
        self.assertEqual(found["schema"], 1)
        self.assertEqual(found["driver"], {"value": "580.65.06", "source": "procfs"})
        self.assertEqual(found["flavour"]["value"], "open")
        self.assertEqual(found["cuda"], {"value": "13.0", "source": "table", "newer_than_table": False})
        gpu, = found["gpus"]
        self.assertEqual(gpu["bus_id"], "00000000:18:00.0")
        self.assertEqual(gpu["name"], {"value": "NVIDIA H100 80GB HBM3", "source": "procfs"})
        self.assertEqual(gpu["uuid"], {"value": UUID, "source": "procfs"})
        self.assertEqual(gpu["chip"]["value"], "GH100")
        self.assertEqual(gpu["compute_capability"], {"value": "9.0", "source": "table"})
        self.assertIsNone(gpu["usable"])

    def test_proprietary_module_and_uuid_not_yet_known(self):
        tree = Tree()
        tree.put("proc/driver/nvidia/version", CLOSED)
        tree.gpu("0000:01:00.0", "Tesla T4", "GPU-????????-????-????-????-????????????")
        status, found = tree.json()
        self.assertEqual((status, found["driver"]["value"], found["flavour"]["value"]), (0, "470.57.02", "proprietary"))
        self.assertEqual(found["cuda"]["value"], "11.4")
        self.assertIsNone(found["gpus"][0]["uuid"])
        self.assertIsNone(found["gpus"][0]["pci"])

    def test_no_driver_only_pci(self):
        tree = Tree()
        tree.pci("10000:e1:00.0", "0x20b0", subdevice="0x1450", klass="0x030200")
        tree.pci("0000:e1:00.1", "0x10fa", klass="0x040300")
        tree.pci("0000:e2:00.0", "0x2330", klass="0x068000")
        tree.pci("0000:00:02.0", "0x4680", klass="0x030000", vendor="0x8086")
        status, found = tree.json()
        self.assertEqual(status, 0)
        self.assertIsNone(found["driver"])
        self.assertIsNone(found["cuda"])
        gpu, = found["gpus"]
        self.assertEqual(gpu["bus_id"], "00010000:E1:00.0")
        self.assertEqual(gpu["name"]["source"], "table")
        self.assertEqual(gpu["compute_capability"]["value"], "8.0")

    def test_procfs_hides_what_was_not_granted(self):
        tree = Tree()
        tree.put("proc/driver/nvidia/version", OPEN)
        tree.gpu("0000:18:00.0", "NVIDIA H100 80GB HBM3", UUID)
        tree.pci("0000:18:00.0", "0x2330")
        tree.pci("0000:19:00.0", "0x2330")
        self.assertEqual(len(tree.json()[1]["gpus"]), 1)

    def test_newer_driver_than_the_table(self):
        tree = Tree()
        tree.put("sys/module/nvidia/version", "999.10.01\n")
        _, found = tree.json()
        self.assertEqual(found["driver"], {"value": "999.10.01", "source": "sysfs"})
        self.assertTrue(found["cuda"]["newer_than_table"])

    def test_gpus_are_ordered_by_bus(self):
        tree = Tree()
        for bus in ("0000:c1:00.0", "0000:01:00.0", "0000:81:00.0"):
            tree.pci(bus, "0x2684")
        buses = [gpu["bus_id"] for gpu in tree.json()[1]["gpus"]]
        self.assertEqual(buses, sorted(buses))
        self.assertEqual(len(buses), 3)

    def test_nothing(self):
        status, found = Tree().json()
        self.assertEqual((status, found["gpus"], found["driver"]), (1, [], None))

    def test_hostile_files(self):
        tree = Tree()
        tree.put("proc/driver/nvidia/version", b"Kernel Module" + b"9" * 5000 + b"\0\xff")
        tree.put("proc/driver/nvidia/gpus/0000:01:00.0/information", b"Model:\t\"\\\x01\xff" + b"x" * 9000)
        tree.put("proc/driver/nvidia/gpus/nonsense/information", "Model: x\n")
        for i in range(200):
            tree.pci(f"0000:{i:02x}:00.0", "0x" + "f" * 300)
        status, found = tree.json()
        self.assertEqual((status, len(found["gpus"])), (0, 1))
        self.assertEqual(tree.run()[0], 0)

    def test_more_gpus_than_room(self):
        tree = Tree()
        for i in range(100):
            tree.pci(f"0000:{i:02x}:00.0", "0x2684")
        self.assertEqual(len(tree.json()[1]["gpus"]), 64)

    def test_usage(self):
        for arguments, status in ((["--bogus"], 2), (["--root"], 2), (["--help"], 0), (["--version"], 0)):
            done = subprocess.run([NVDETECT, *arguments], capture_output=True, check=False)
            self.assertEqual(done.returncode, status, arguments)


if __name__ == "__main__":
    counted.main()
