#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsmi doctor: every finding appears where it is true and is gone where it is not. doctor.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY

Files are made below a root of the test's own; nodes and GPUs are simulated, and what no simulated GPU can have a library of the
test's own says.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted

NVSIM, NVSMI, DLOPEN, FAKE = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
OPEN = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (user@host)\nGCC version:\n"
CLOSED = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.57.02  Tue Jul 13 16:14:05 UTC 2021\nGCC version:  gcc 12\n"
RELEASE, BUS = "6.8.0-50-generic", "0000:3b:00.0"
ID = "00000000:3B:00.0"
INFORMATION = "Model: \t\t NVIDIA A10\nGPU UUID: \t GPU-12345678-1234-1234-1234-123456789abc\nDevice Minor: \t {}\n"
LIBRARIES = "usr/lib/x86_64-linux-gnu"


class Tree:
    """A system with a GPU and, if loaded, a driver whose parts are all there."""

    def __init__(self, loaded=True, gpus=(BUS,)):
        self.directory = tempfile.TemporaryDirectory()
        self.root = Path(self.directory.name)
        self.put("proc/sys/kernel/osrelease", RELEASE + "\n")
        self.put("proc/1/cgroup", "0::/init.scope\n")
        for minor, bus in enumerate(gpus):
            self.pci(bus, "nvidia" if loaded else None)
            if loaded:
                self.put(f"proc/driver/nvidia/gpus/{bus}/information", INFORMATION.format(minor))
                self.put(f"dev/nvidia{minor}")
        if loaded:
            self.put("proc/driver/nvidia/version", OPEN)
            self.put("sys/module/nvidia/initstate", "live\n")
            self.module("580.65.06").firmware("580.65.06")
            for name in ("libcuda.so.580.65.06", "libcuda.so.1", "libnvidia-ml.so.580.65.06", "libnvidia-ml.so.1"):
                self.put(f"{LIBRARIES}/{name}")
            for name in ("nvidiactl", "nvidia-uvm"):
                self.put(f"dev/{name}")

    def put(self, path, text=""):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def remove(self, path):
        (self.root / path).unlink()
        return self

    def pci(self, bus, driver):
        folder = f"sys/bus/pci/devices/{bus}"
        for name, value in (("vendor", "0x10de"), ("device", "0x2236"), ("subsystem_vendor", "0x10de"), ("subsystem_device", "0x1482"),
                            ("class", "0x030200"), ("current_link_width", "16"), ("power/runtime_status", "active")):
            self.put(f"{folder}/{name}", value + "\n")
        link = self.root / folder / "driver"
        link.unlink(missing_ok=True)
        if driver:
            link.symlink_to(f"../../../../bus/pci/drivers/{driver}")
        return self

    def module(self, version, release=RELEASE, place="updates/dkms/nvidia.ko", listed=False):
        self.put(f"lib/modules/{release}/{place}", b"\x7fELF\0" + b"x" * 5000 + b"\0srcversion=12\0\0version=" + version.encode() + b"\0license=\0")
        if listed:
            self.put(f"lib/modules/{release}/modules.dep", f"kernel/a.ko:\n{place}: kernel/a.ko\n")
        return self

    def packed(self):
        """Its module does not say its version any more."""
        return self.remove(f"lib/modules/{RELEASE}/updates/dkms/nvidia.ko").put(f"lib/modules/{RELEASE}/updates/dkms/nvidia.ko.zst", "\0version=1.1")

    def firmware(self, version, folder="lib/firmware"):
        return self.put(f"{folder}/nvidia/{version}/gsp_ga10x.bin")

    def dkms(self, version, name="nvidia", release=RELEASE):
        """As dkms leaves a tree: a folder for each version and kernel, and a link to the one that is installed."""
        place = self.put(f"var/lib/dkms/{name}/{version}/{release}/x86_64/module/nvidia.ko.zst").root / f"var/lib/dkms/{name}"
        link = place / f"kernel-{release}-x86_64"
        link.unlink(missing_ok=True)
        link.symlink_to(f"{version}/{release}/x86_64")
        return self

    def without(self, folder):
        shutil.rmtree(self.root / folder)
        return self

    def examine(self):
        done = subprocess.run([NVSMI, "doctor", "--json", "--root", str(self.root)], capture_output=True, text=True, check=False)
        return result(done)


def result(done):
    """{id: finding}, after the whole was found to hold together."""
    found = json.loads(done.stdout)
    findings = found["findings"]
    problems = sum(f["level"] == "problem" for f in findings)
    assert (found["schema"], found["problems"], done.returncode) == (1, problems, 1 if problems else 0), done
    assert found["notes"] == sum(f["level"] == "note" for f in findings)
    assert all(f["text"] and (f["cure"] or f["level"] != "problem") for f in findings), findings
    worst = sorted(findings, key=lambda f: f["level"] == "problem")  # of several with one word
    return {finding["id"]: finding for finding in worst}


class Files(unittest.TestCase):
    def appears(self, tree, name, level, *words, gpu=None):
        found = tree.examine()
        self.assertIn(name, found)
        self.assertEqual((found[name]["level"], found[name]["gpu"]), (level, gpu))
        for word in words:
            self.assertIn(word, found[name]["text"] + (found[name]["cure"] or ""))
        return found

    def test_all_is_well(self):
        """Against which each of the others differs in one thing."""
        found = Tree().examine()
        self.assertEqual({name: f["level"] for name, f in found.items()}, {"driver": "ok"})
        self.assertIn("580.65.06", found["driver"]["text"])
        self.assertIn("open", found["driver"]["text"])

    def test_no_gpu(self):
        self.appears(Tree(loaded=False, gpus=()), "no-gpu", "problem")
        self.appears(Tree(gpus=()), "no-gpu", "problem")
        self.assertNotIn("no-gpu", Tree(loaded=False).examine())

    def test_no_driver(self):
        found = self.appears(Tree(loaded=False), "driver-missing", "problem")
        self.assertEqual(set(found), {"driver-missing"})
        found = self.appears(Tree(loaded=False).module("580.65.06"), "driver-not-loaded", "problem", "modprobe", "updates/dkms/nvidia.ko")
        self.assertEqual(set(found), {"driver-not-loaded"})
        found = self.appears(Tree(loaded=False).module("580.65.06", release="6.5.0-1-generic"), "module-for-other-kernel", "problem",
                             RELEASE, "6.5.0-1-generic", "dkms")
        self.assertEqual(set(found), {"module-for-other-kernel"})
        listed = Tree(loaded=False).module("580.65.06", place="odd/place/nvidia.ko", listed=True)
        self.appears(listed, "driver-not-loaded", "problem", "odd/place/nvidia.ko")
        for end in (".xz", ".zst", ".gz"):
            packed = Tree(loaded=False).put(f"lib/modules/{RELEASE}/kernel/drivers/video/nvidia.ko{end}")
            self.appears(packed, "driver-not-loaded", "problem")

    def test_driver_of_others(self):
        found = self.appears(Tree(loaded=False).pci(BUS, "nouveau").module("1.0"), "nouveau", "problem", "nouveau", gpu=ID)
        self.assertEqual(set(found), {"nouveau"})
        self.appears(Tree(loaded=False).pci(BUS, "nova_core"), "nouveau", "problem", "nova_core", gpu=ID)
        found = self.appears(Tree(loaded=False).pci(BUS, "vfio-pci"), "passed-through", "note", gpu=ID)
        self.assertEqual(set(found), {"passed-through"})

    def test_gpu_without_driver(self):
        second = "0000:af:00.0"
        self.appears(Tree().pci(second, None), "gpu-without-driver", "problem", gpu="00000000:AF:00.0")
        found = self.appears(Tree().pci(second, "vfio-pci"), "passed-through", "note", gpu="00000000:AF:00.0")
        self.assertNotIn("gpu-without-driver", found)
        self.appears(Tree().pci(second, "nouveau"), "nouveau", "problem", gpu="00000000:AF:00.0")

    def test_driver_state_and_age(self):
        self.appears(Tree().put("sys/module/nvidia/initstate", "going\n"), "driver-not-live", "problem", "going")
        old = Tree().put("proc/driver/nvidia/version", CLOSED)
        found = self.appears(old, "driver-old", "problem", "470", "515")
        self.assertIn("proprietary", found["driver"]["text"])

    def test_half_upgraded(self):
        self.appears(Tree().module("580.95.05"), "half-upgraded", "problem", "580.65.06", "580.95.05", "reboot")
        # Another kernel's module, and a compressed one, say nothing of this one.
        self.assertNotIn("half-upgraded", Tree().module("590.1.1", release="6.9.0").examine())
        self.assertEqual(set(Tree().packed().examine()), {"driver"})

    def test_half_upgraded_and_compressed(self):
        """What dkms installed for this kernel is certain; folders tell where none of them is of the driver in memory."""
        for other in (lambda tree: tree.dkms("580.95.05"), lambda tree: tree.dkms("580.95.05", "nvidia-open").dkms("580.65.06", release="6.9.0"),
                      lambda tree: tree.without("lib/firmware").put("usr/src/nvidia-580.95.05/dkms.conf"),
                      lambda tree: tree.without("lib/firmware").put("usr/src/nvidia-open-580.95.05/dkms.conf"),
                      lambda tree: tree.without("lib/firmware").firmware("580.95.05")):
            found = self.appears(other(Tree().packed()), "half-upgraded", "problem", "580.65.06", "580.95.05", "reboot")
            self.assertEqual(found["half-upgraded"]["cure"], Tree().module("580.95.05").examine()["half-upgraded"]["cure"])
        for well in (Tree().packed().dkms("580.65.06"), Tree().packed().put("usr/src/nvidia-580.95.05/dkms.conf"),
                     Tree().packed().firmware("580.95.05"), Tree().packed().dkms("2.20.5", "nvidia-fs"),
                     Tree().packed().dkms("580.65.06").put("usr/src/nvidia-fs-2.20.5/dkms.conf"),
                     Tree().packed().dkms("580.95.05", release=RELEASE + "-lowlatency"),
                     Tree().packed().dkms("580.95.05").put(".dockerenv")):
            self.assertNotIn("half-upgraded", well.examine())

    def test_firmware(self):
        """/lib/firmware/nvidia/VERSION, where the open module looks; and the other one's, if a GPU runs with it."""
        upgraded = self.appears(Tree().without("lib/firmware").firmware("580.95.05"), "firmware-gone", "problem", "580.65.06", "not started", "reboot")
        self.assertNotIn("half-upgraded", upgraded)  # the module is of the driver in memory
        self.appears(Tree().without("lib/firmware"), "firmware-gone", "note", "580.65.06", "install")
        chosen = Tree().without("lib/firmware").put("sys/module/firmware_class/parameters/path", "/opt/firmware\n")
        self.assertIn("firmware-gone", chosen.examine())
        for folder in ("opt/firmware", "lib/firmware/updates", f"lib/firmware/{RELEASE}", f"lib/firmware/updates/{RELEASE}"):
            well = Tree().without("lib/firmware").put("sys/module/firmware_class/parameters/path", "/opt/firmware\n").firmware("580.65.06", folder)
            self.assertEqual(set(well.examine()), {"driver"})
        self.assertNotIn("firmware-gone", Tree().without("lib/firmware").put(".dockerenv").examine())
        closed = Tree().without("lib/firmware").module("550.54.14").put("proc/driver/nvidia/version", CLOSED.replace("470.57.02", "550.54.14"))
        self.assertNotIn("firmware-gone", closed.examine())
        closed.put(f"proc/driver/nvidia/gpus/{BUS}/information", INFORMATION.format(0) + "GPU Firmware: \t 550.54.14\n")
        self.assertIn("firmware-gone", closed.examine())
        closed.put(f"proc/driver/nvidia/gpus/{BUS}/information", INFORMATION.format(0) + "GPU Firmware: \t N/A\n")
        self.assertNotIn("firmware-gone", closed.examine())

    def test_libraries(self):
        def replaced(name):
            return Tree().remove(f"{LIBRARIES}/{name}.580.65.06").put(f"{LIBRARIES}/{name}.580.95.05")
        for name in ("libcuda.so", "libnvidia-ml.so"):
            self.appears(replaced(name), "library-mismatch", "problem", f"{name}.580.95.05", "580.65.06")
            self.appears(Tree().put(f"usr/lib64/{name}.535.54.03"), "library-leftover", "note", f"{name}.535.54.03")
        gone = Tree()
        for name in ("libcuda.so.1", "libcuda.so.580.65.06"):
            gone.remove(f"{LIBRARIES}/{name}")
        self.appears(gone, "no-libcuda", "note")
        gone = Tree().remove(f"{LIBRARIES}/libnvidia-ml.so.1").remove(f"{LIBRARIES}/libnvidia-ml.so.580.65.06")
        self.appears(gone, "no-libnvidia-ml", "note")
        # A link whose version nobody tells is neither.
        self.assertEqual(set(Tree().remove(f"{LIBRARIES}/libcuda.so.580.65.06").examine()), {"driver"})

    @unittest.skipIf(os.getuid(), "only root may become another")
    def test_denied_by_mode(self):
        """Who is not let in by mode and owner is told of these."""
        tree = Tree()
        for path in (tree.root, *tree.root.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
        (tree.root / "dev/nvidiactl").chmod(0o660)
        program = shutil.copy(NVSMI, tree.root / "nvsmi")
        done = subprocess.run([program, "doctor", "--json", "--root", str(tree.root)], capture_output=True, text=True, check=False, user=12345, group=12345, extra_groups=[])
        found = result(done)["node-denied"]
        self.assertIn("NVreg_DeviceFileMode=0666", found["cure"])
        self.assertNotIn("SELinux", found["cure"])

    def test_missing_nodes(self):
        self.appears(Tree().remove("dev/nvidiactl"), "node-missing", "problem", "/dev/nvidiactl", "nvidia-modprobe")
        self.appears(Tree().remove("dev/nvidia-uvm"), "node-missing", "note", "/dev/nvidia-uvm", "-u")
        self.appears(Tree().remove("dev/nvidia0"), "node-missing", "problem", "/dev/nvidia0", gpu=ID)
        contained = Tree().remove("dev/nvidiactl").put(".dockerenv")
        self.appears(contained, "node-missing", "problem", "--gpus all")

    def test_nodes_of_instances(self):
        folder = "proc/driver/nvidia/capabilities/gpu0/mig"
        text = "DeviceFileMinor: {}\nDeviceFileMode: 292\nDeviceFileModify: 1\n"
        tree = Tree().put(f"{folder}/gi2/access", text.format(21)).put(f"{folder}/gi2/ci0/access", text.format(22))
        tree.put("dev/nvidia-caps/nvidia-cap21")
        self.appears(tree, "node-missing", "note", "/dev/nvidia-caps/nvidia-cap22", gpu=ID)
        self.assertEqual(set(tree.put("dev/nvidia-caps/nvidia-cap22").examine()), {"driver"})

    def test_container(self):
        for path in (".dockerenv", "run/.containerenv", "run/systemd/container"):
            found = self.appears(Tree().put(path), "container", "note")
            self.assertEqual(set(found), {"container", "driver"})
        self.appears(Tree().put("proc/1/cgroup", "12:cpu:/kubepods/x\n"), "container", "note")
        self.appears(Tree(loaded=False).put(".dockerenv"), "driver-not-loaded", "problem", "host")
        # Its files are not the host's kernel's.
        self.assertNotIn("half-upgraded", Tree().module("1.2.3").put(".dockerenv").examine())
        some = Tree(gpus=(BUS, "0000:af:00.0")).remove("dev/nvidia1").put(".dockerenv")
        found = self.appears(some, "not-granted", "note", gpu="00000000:AF:00.0")
        self.assertNotIn("node-missing", found)

    def test_wsl(self):
        wsl = Tree(loaded=False, gpus=()).put("proc/sys/kernel/osrelease", "5.15.153.1-microsoft-standard-WSL2\n")
        found = self.appears(wsl, "wsl-device", "problem", "/dev/dxg")
        self.assertEqual(set(found), {"wsl", "wsl-library", "wsl-device"})
        wsl.put("dev/dxg")
        self.assertEqual(set(self.appears(wsl, "wsl-library", "problem")), {"wsl", "wsl-library"})
        wsl.put("usr/lib/wsl/lib/libnvidia-ml.so.1")
        self.assertEqual(set(self.appears(wsl, "wsl", "note", "/usr/lib/wsl")), {"wsl"})

    def test_tegra(self):
        for path, text in (("etc/nv_tegra_release", "# R38 (release)\n"), ("sys/devices/soc0/family", "Tegra\n")):
            found = self.appears(Tree(loaded=False, gpus=()).put(path, text), "tegra", "note", "tegrastats")
            self.assertEqual(set(found), {"tegra"})

    def test_asleep_and_lost(self):
        folder = f"sys/bus/pci/devices/{BUS}"
        found = self.appears(Tree().put(f"{folder}/power/runtime_status", "suspended\n"), "asleep", "note", gpu=ID)
        self.assertEqual(set(found), {"driver", "asleep"})
        found = self.appears(Tree().put(f"{folder}/current_link_width", "63\n"), "lost", "problem", gpu=ID)
        # A GPU without power reads as ones too.
        both = Tree().put(f"{folder}/power/runtime_status", "suspended\n").put(f"{folder}/current_link_width", "63\n")
        self.assertNotIn("lost", both.examine())

    def test_hostile_files(self):
        tree = Tree().put("proc/sys/kernel/osrelease", b"../../\xff" + b"x" * 9000).put("sys/module/nvidia/initstate", b"\x1b[31m\xff\"\n")
        tree.put(f"lib/modules/{RELEASE}/modules.dep", b"\0" * 10 + b"a" * 9000 + b"/nvidia.ko: \n/nvidia.ko")
        for i in range(700):
            tree.put(f"{LIBRARIES}/libcuda.so.{i}.{i}.{'9' * 150}")
        self.assertIn("driver-not-live", tree.examine())
        done = subprocess.run([NVSMI, "doctor", "--root", str(tree.root)], capture_output=True, check=False)
        self.assertNotIn(b"\x1b", done.stdout)
        self.assertIn(b"problem  driver-not-live", done.stdout)

    def test_usage(self):
        for words, status in ((["--bogus"], 2), (["--root"], 2), (["--help"], 0)):
            done = subprocess.run([NVSMI, "doctor", *words], capture_output=True, check=False)
            self.assertEqual(done.returncode, status, words)


class Machines(unittest.TestCase):
    """Simulated. The files of the system that the test runs on are there too, so only what is looked for counts."""

    def session(self, machine, *lines, program=NVSMI, environment=None):
        """What the doctor finds after each line of the simulated machine's control; "" is none."""
        with tempfile.TemporaryDirectory() as folder:
            script = ""
            for number, line in enumerate(lines):
                script += f"{NVSIM} ctl {line}\n" if line else ""
                script += f"{shlex.quote(program)} doctor --json > {folder}/{number}; echo $? > {folder}/{number}.status\n"
                script += f"cat /sys/bus/pci/devices/*/power/runtime_status > {folder}/{number}.power\n"
            subprocess.run([NVSIM, "run", "--machine", machine, "--", "sh", "-c", script], check=True, env=environment)
            found = []
            for number in range(len(lines)):
                status = int((Path(folder) / f"{number}.status").read_text())
                done = subprocess.CompletedProcess([], status, (Path(folder) / str(number)).read_text())
                found.append(result(done) | {"power": (Path(folder) / f"{number}.power").read_text().split()})
            return found

    def test_nodes(self):
        lines = ["", "node ctl errno=EPERM", "node ctl errno=EACCES", "node ctl gone", "node ctl back", "node 0 errno=EPERM", "node 0 back"]
        well, forbidden, denied, gone, back, gpu, last = self.session("1x t4", *lines)
        for found in (well, back, last):
            self.assertFalse({"node-forbidden", "node-denied", "nvml"} & set(found), found)
            self.assertEqual(found["gpu"]["level"], "ok")
        self.assertEqual((forbidden["node-forbidden"]["level"], forbidden["node-forbidden"]["gpu"]), ("problem", None))
        self.assertIn("daemon-reload", forbidden["node-forbidden"]["cure"])
        self.assertIn("mode 0666, owner 0", denied["node-denied"]["text"])
        # A mode that lets everybody in is not what has to be changed.
        self.assertIn("SELinux", denied["node-denied"]["cure"])
        self.assertNotIn("0666", denied["node-denied"]["cure"])
        self.assertIn("/dev/nvidiactl is missing", gone["node-missing"]["text"])
        for found in (forbidden, denied, gone):
            self.assertEqual(found["nvml"]["level"], "problem")
        self.assertTrue(gpu["node-forbidden"]["gpu"])

    def test_corrupt_inforom(self):
        for word, wanted in (("true", True), ("false", False)):
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as machine:
                machine.write(f"name: corrupt\ndriver: 580.65.06\ngpus:\n  - {{model: t4, pci: '00000000:3b:00.0', inforom_corrupt: {word}}}\n")
                machine.flush()
                found, = self.session(machine.name, "")
            self.assertEqual(found.get("inforom-corrupted", {}).get("level"), "problem" if wanted else None)

    def test_lost(self):
        well, lost, back = self.session("1x t4, driver=580.65.06", "", "lose 0", "restore 0")
        self.assertEqual(lost["lost"]["level"], "problem")
        self.assertNotIn("gpu", lost)
        for found in (well, back):
            self.assertNotIn("lost", found)

    def test_a_sleeping_gpu_is_let_sleep(self):
        awake, asleep, again = self.session("2x t4, persistence=false", "", "suspend 1", "resume 1")
        self.assertEqual((asleep["asleep"]["level"], asleep["power"]), ("note", ["active", "suspended"]))
        self.assertIn("gpu", asleep)
        for found in (awake, again):
            self.assertNotIn("asleep", found)

    def test_all_asleep(self):
        found, = self.session("1x t4, persistence=false, suspended=true", "")
        self.assertEqual(found["power"], ["suspended"])
        self.assertNotIn("gpu", found)

    def test_persistence(self):
        self.assertEqual(self.session("1x t4, persistence=false", "")[0]["persistence-off"]["level"], "note")
        self.assertNotIn("persistence-off", self.session("1x t4, persistence=true", "")[0])

    def test_mig(self):
        empty, = self.session("1x a100-sxm4-80gb, mig=on", "")
        self.assertEqual(empty["mig-empty"]["level"], "problem")
        self.assertNotIn("mig-empty", self.session("1x a100-sxm4-80gb, mig=3g.40gb", "")[0])
        self.assertNotIn("mig-empty", self.session("1x a100-sxm4-80gb", "")[0])

    def test_no_library(self):
        found, = self.session("1x t4", "", program=DLOPEN, environment=dict(os.environ, OPENNVML_LIBRARY="/nonexistent.so"))
        self.assertEqual(found["no-library"]["level"], "note")
        self.assertNotIn("no-library", self.session("1x t4", "")[0])

    def test_vgpu(self):
        self.assertEqual(self.session("vgpu-guest", "")[0]["vgpu-license-unknown"]["level"], "note")


class Answers(Machines):
    """Files of a simulated machine, answers of a library that says what the test wants."""

    for name in [name for name in dir(Machines) if name.startswith("test_")]:
        locals()[name] = None

    def setUp(self):
        self.bus = subprocess.run([NVSIM, "run", "--machine", "1x t4", "--", "sh", "-c", "ls /proc/driver/nvidia/gpus"],
                                  capture_output=True, text=True, check=True).stdout.strip()

    def ask(self, values):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(f"count=1\ndriver=580.65.06\n0.busid=0000{self.bus.upper()}\n{values}\n0.nvmlDeviceGetUUID=GPU-1\n")
            file.flush()
            return self.session("1x t4", "", program=DLOPEN, environment=dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=FAKE))[0]

    def test_signs(self):
        """The value that makes each appear, and the one that does not."""
        for values, well, name, level in (
                ("0.nvmlDeviceGetRetiredPagesPendingStatus=1", "=0", "retirement-pending", "problem"),
                ("0.remapped=1 0 1 0", "=1 0 0 0", "remap-pending", "problem"),
                ("0.remapped=0 1 0 1", "=0 1 0 0", "remap-failed", "problem"),
                ("0.nvmlDeviceGetUnrepairableMemoryFlag_v1=1", "=0", "memory-unrepairable", "problem"),
                ("0.repair=1 0", "=0 0", "repair-pending", "problem"),
                ("0.repair=0 1", "=0 0", "repair-pending", "problem"),
                ("0.sram=0 0 0 0 1 0 0 0 0 0", "=1 1 1 1 0 1 1 1 1 1", "sram-threshold", "problem"),
                ("0.field.230=1", "=0", "recovery", "problem"),
                ("0.field.230=99", "=0", "recovery", "problem"),
                ("0.field.226=1", "=0", "reset-required", "problem"),
                ("0.field.227=1", "=0", "drain-recommended", "problem"),
                ("0.nvmlDeviceGetEccMode=0 1", "=1 1", "ecc-pending", "note"),
                ("0.nvmlDeviceGetMigMode=0 1", "=0 0", "mig-pending", "note"),
                ("0.nvmlDeviceGetComputeMode=2", "=3", "compute-prohibited", "problem"),
                ("0.nvmlDeviceGetPersistenceMode=0", "=1", "persistence-off", "note"),
                ("0.nvmlDeviceValidateInforom=!14", "=0", "inforom-corrupted", "problem"),
                ("0.nvmlDeviceValidateInforom=!14", "=!3", "inforom-corrupted", "problem"),
                ("0.nvmlDeviceGetUUID=!15", "=GPU-1", "lost", "problem"),
                ("0.nvmlDeviceGetUUID=!999", "=GPU-1", "gpu-silent", "problem"),
                ("nvmlInit=!18", "=0", "nvml", "problem")):
            with self.subTest(name):
                self.assertEqual(self.ask(values)[name]["level"], level)
                self.assertNotIn(name, self.ask(values.split("=")[0] + well))

    def test_firmware_of_a_silent_gpu(self):
        """No machine that runs tests has the simulated driver's: a note, until a GPU does not start. A container does not tell."""
        for uuid, level in (("GPU-1", "note"), ("!999", "problem"), ("!15", "note")):
            found = self.ask(f"0.nvmlDeviceGetUUID={uuid}")
            self.assertEqual(found.get("firmware-gone", {}).get("level"), None if "container" in found else level)

    def test_licence(self):
        guest = "0.nvmlDeviceGetVirtualizationMode=2\n0.product=vWS\n"
        self.assertEqual(self.ask(guest + "0.licence=0 0 0 0 0 0 0 0")["vgpu-unlicensed"]["level"], "problem")
        self.assertNotIn("vgpu-unlicensed", self.ask(guest + "0.licence=1 2027 1 1 0 0 0 2"))
        self.assertNotIn("vgpu-unlicensed", self.ask("0.licence=0 0 0 0 0 0 0 0"))


if __name__ == "__main__":
    counted.main(warnings="ignore")  # of folders that are cleaned up when nobody has them any more
