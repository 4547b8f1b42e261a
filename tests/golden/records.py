#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsmi cper, and commands that are refused. records.py NVSMI_DLOPEN FAKE_LIBRARY NVSIM NVSMI

Records are laid out as UEFI's Appendix N has them: signature, length at 20, header of 128 bytes; base64 is Python's own.
"""

import base64
import os
import re
import struct
import subprocess
import sys
import unittest
from pathlib import Path

import counted
import over_fake

DLOPEN, LIBRARY, NVSIM, NVSMI = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
UNSERVED = Path(__file__).resolve().parents[2] / "tools/nvsmi/unserved.c"
BUS = ["00000000:17:00.0", "00000000:27:00.0"]
BASE = "driver=610.57.04\nlibrary=13.610.57.04\ncuda=13030\ncount=2\n" + "".join(
    f"{i}.nvmlDeviceGetName=NVIDIA {name}\n{i}.nvmlDeviceGetUUID=GPU-{name}\n{i}.busid={bus}\n" for i, (name, bus) in
    enumerate(zip("ab", BUS)))
HEADS = ["GPU 0: NVIDIA a (UUID: GPU-a)\n", "GPU 1: NVIDIA b (UUID: GPU-b)\n"]


def run(values, *arguments):
    status, output, errors = over_fake.nvsmi(DLOPEN, LIBRARY, values, *arguments)
    return status, output + errors


def record(size, fill):
    return b"CPER" + bytes(16) + struct.pack("<I", size) + bytes([fill]) * (size - 24)


def pages(uuid, *contents):
    return "".join(f"cper.{uuid}.{i}={content.hex()}\n" for i, content in enumerate(contents))


def lines(*records):
    return "".join(f"\t{base64.b64encode(each).decode()}\n" for each in records)


class Records(unittest.TestCase):
    def test_records(self):
        first, second, third = record(200, 1), record(201, 2), record(128, 255)
        values = BASE + pages("GPU-a", first + second, third) + pages("GPU-b", b"")
        self.assertEqual(run(values, "cper"), (0, HEADS[0] + lines(first, second, third) + HEADS[1]))
        self.assertEqual(run(values, "cper", "-i", "1"), (0, HEADS[1]))

    def test_what_is_no_record(self):
        """A length that leads nowhere: what is left stays together."""
        for odd in (b"x", b"CPER", record(200, 3)[:150], record(130, 1) + b"tail", b"CPER" + bytes(16) + b"\1\0\0\0" + bytes(110),
                    record(128, 7)[:20] + b"\xff" * 108):
            whole = [odd[:130], odd[130:]] if odd.endswith(b"tail") else [odd]
            self.assertEqual(run(BASE + pages("GPU-a", odd), "cper", "--id=0"), (0, HEADS[0] + lines(*whole)))

    def test_refusals(self):
        self.assertEqual(run(BASE, "cper"), (3, HEADS[0] + "CPER records are not supported on this device.\n"))
        self.assertEqual(run(BASE + "cper.GPU-a.0=!4\n", "cper"),
                         (4, HEADS[0] + f"Unable to read CPER records for GPU {BUS[0]}: Insufficient Permissions\n"))
        broken = BASE + pages("GPU-a", record(128, 1)) + "cper.GPU-a.1=!15\n"
        self.assertEqual(run(broken, "cper")[0], 15)
        self.assertEqual(run(BASE, "cper", "-x")[0], 255)
        done = subprocess.run([NVSIM, "run", "--machine", "t4", "--", NVSMI, "cper"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (3, "CPER records are not supported on this device.\n"))


class Refused(unittest.TestCase):
    def test_each_says_why(self):
        rows = re.findall(r'\{"([a-z-]+)", (?:"(-[a-z-]+)"|NULL),\s+"(.+?)"\}', UNSERVED.read_text())
        self.assertGreater(len(rows), 10)
        for name, alias, reason in rows:
            self.assertNotRegex(reason, "yet|not served")
            for word in filter(None, (name, alias)):
                self.assertEqual(run(BASE, word), (3, f"ERROR: Option {word} is not supported: {reason}. Please run "
                                                      "'nvidia-smi -h' for help.\n\n"))


if __name__ == "__main__":
    counted.main()
