#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Messages and exit statuses that scripts rely upon. messages.py NVSMI FAKE_LIBRARY

Called as nvidia-smi, messages are on standard output, where scripts look for them.
"""

import os
import subprocess
import sys
import tempfile
import unittest

import counted

NVSMI, LIBRARY = sys.argv.pop(1), sys.argv.pop(1)
ONE = "driver=550.163.01\nlibrary=12.550.163.01\ncuda=12040\ncount=1\n0.nvmlDeviceGetName=NVIDIA A\n" \
      "0.nvmlDeviceGetUUID=GPU-a\n0.busid=00000000:17:00.0\n0.nvmlDeviceGetSerial=1654423001593\n"
TWO = ONE.replace("count=1", "count=2") + "1.nvmlDeviceGetName=NVIDIA B\n1.nvmlDeviceGetUUID=GPU-b\n1.busid=00000000:27:00.0\n"
NO_DRIVER = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. " \
            "Make sure that the latest NVIDIA driver is installed and running.\n\n"
CSV = "--format=csv"


def run_as(program, values, *arguments, library=LIBRARY):
    """Status, standard output, standard error."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(values)
        file.flush()
        environment = dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=library)
        done = subprocess.run([program, *arguments], executable=NVSMI, capture_output=True, text=True, env=environment,
                              check=False)
    return done.returncode, done.stdout, done.stderr


def run(values, *arguments, library=LIBRARY):
    return run_as("nvidia-smi", values, *arguments, library=library)[:2]


class Messages(unittest.TestCase):
    def check(self, values, arguments, status, output):
        self.assertEqual(run(values, *arguments), (status, output))

    def test_start(self):
        for arguments in ([], ["-L"], ["-q"], ["--query-gpu=name", CSV]):
            self.check(ONE + "nvmlInit=!9\n", arguments, 9, NO_DRIVER)
        self.check(ONE + "nvmlInit=!4\n", [], 4, "Failed to initialize NVML: Insufficient Permissions\n")
        self.check(ONE + "nvmlInit=!18\n", [], 18,
                   "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.163\n")
        self.check(ONE + "nvmlInit=!999\n", [], 255, "Failed to initialize NVML: Unknown Error\n")
        self.check(ONE + "nvmlInit=!28\n", [], 255,
                   "Failed to initialize NVML: No supported GPUs were found\nUnable to determine the number of GPUs")
        status, output = run(ONE, library="/nonexistent.so")
        self.assertEqual((status, output.split(".")[0]), (12, "NVIDIA-SMI couldn't find libnvidia-ml"))

    def test_no_device(self):
        none = ONE.replace("count=1", "count=0")
        self.check(none, [], 6, "No devices were found\n")
        self.check(none, ["-L"], 0, "No devices found.\n")
        for arguments in (["-i", "5"], ["-i", "abc"], ["-q", "-i", "9"]):
            self.check(ONE, arguments, 6, "No devices were found\n")

    def test_options(self):
        self.check(ONE, ["--bogus"], 255, "ERROR: Option --bogus is not recognized. Please run 'nvidia-smi -h'.\n\n")
        self.check(ONE, ["-i"], 255, "ERROR: Option -i is missing its value. Please run 'nvidia-smi -h' for help.\n\n")
        self.check(ONE, ["-L", "-i", "0"], 2,
                   "ERROR: Option -i is not valid for this command. Please run 'nvidia-smi -h' for help.\n\n")
        self.check(ONE, ["--query-gpu=name"], 2,
                   "\"--format=\" switch is missing. Please run 'nvidia-smi -h' for help.\n\n")
        self.check(ONE, ["--query-gpu=name", "--format=json"], 2, "Format modifier is not recognized.\n")
        self.check(ONE, ["-q", "-d", "FOO"], 2, "Failed to parse --display/-d flags\n")

    def test_csv(self):
        self.check(ONE, ["--query-gpu=name,foo,bar", CSV], 2, "Field \"foo\" is not a valid field to query.\n\n")
        self.check(TWO, ["--query-gpu=index,name", CSV + ",noheader", "-i", "1"], 0, "[N/A], NVIDIA B\n")
        self.check(ONE + "0.nvmlDeviceGetPowerUsage=61234\n", ["--query-gpu=power.draw", CSV], 0,
                   "power.draw [W]\n61.23 W\n")
        self.check(ONE + "0.nvmlDeviceGetPowerUsage=61234\n", ["--query-gpu=power.draw,gpu_name", CSV + ",nounits"], 0,
                   "power.draw, name\n61.23, NVIDIA A\n")
        self.check(ONE + "0.nvmlDeviceGetFanSpeed=!15\n", ["--query-gpu=fan.speed", CSV + ",noheader"], 0, "[GPU is lost]\n")
        self.check(ONE + "0.nvmlDeviceGetFanSpeed=!999\n", ["--query-gpu=fan.speed", CSV + ",noheader"], 0, "[Unknown Error]\n")

    def test_choice(self):
        for choice in ("1", "GPU-b", "00000000:27:00.0", "0000:27:00.0", "27:00.0"):
            self.check(TWO, ["--query-gpu=name", CSV + ",noheader", "-i", choice], 0, "NVIDIA B\n")
        self.check(TWO, ["--query-gpu=name", CSV + ",noheader", "-i", "1654423001593"], 0, "NVIDIA A\n")
        self.check(TWO, ["--query-gpu=name", CSV + ",noheader", "--id=1,0"], 0, "NVIDIA A\nNVIDIA B\n")

    def test_lost(self):
        lost = ONE + "".join(f"0.{key}=!15\n" for key in ("nvmlDeviceGetPersistenceMode", "nvmlDeviceGetEccMode",
                                                          "nvmlDeviceGetPowerUsage", "nvmlDeviceGetEnforcedPowerLimit",
                                                          "memory", "utilization", "nvmlDeviceGetComputeMode",
                                                          "nvmlDeviceGetMigMode"))
        lost = lost.replace("0.nvmlDeviceGetName=NVIDIA A", "0.nvmlDeviceGetName=!15").replace(
            "0.busid=00000000:17:00.0", "0.busid=!15")
        status, output = run(lost)
        self.assertEqual(status, 0)
        self.assertRegex(output, r"(?m)^\|   0  ERR! .*\|   ERR!             N/A \|                 ERR! \|$")
        self.assertIn("           ERR! /  ERR! | GPU is lost            |    ERR!         ERR! |\n", output)
        self.assertEqual(run(lost, "-q")[0], 15)
        self.assertEqual(run(lost, "-L")[0], 15)

    def test_rounding_of_memory(self):
        memory = "0.memory=85899345920 0 1048577 85898297343\n"
        fields = "--query-gpu=memory.used,memory.free"
        self.check(ONE + memory, [fields, CSV + ",noheader"], 0, "2 MiB, 81919 MiB\n")
        old = (ONE + memory).replace("550.163.01", "535.161.07")
        self.check(old, [fields, CSV + ",noheader"], 0, "1 MiB, 81918 MiB\n")

    def test_version(self):
        self.check(ONE, ["--version"], 0, "NVIDIA-SMI version  : 550.163.01\nNVML version        : 550.163\n"
                                          "DRIVER version      : 550.163.01\nCUDA Version        : 12.4\n")

    def test_native(self):
        """Errors on standard error, and options that NVIDIA's has not."""
        bogus = "ERROR: Option --bogus is not recognized. Please run 'nvidia-smi -h'.\n\n"
        self.assertEqual(run_as("nvsmi", ONE, "--bogus"), (255, "", bogus))
        self.assertEqual(run_as("nvidia-smi", ONE, "--bogus"), (255, bogus, ""))
        self.assertEqual(run_as("nvsmi", ONE, "-q", "-d", "FOO"), (2, "", "Failed to parse --display/-d flags\n"))
        self.assertEqual(run_as("nvsmi", ONE + "nvmlInit=!9\n", "-L"), (9, "", NO_DRIVER))
        status, output, errors = run_as("nvsmi", ONE, "--compat=610", "--version")
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("KMD version         : 550.163.01\n", output)
        self.assertEqual(run_as("nvsmi", ONE, "--compat=77")[:2], (2, ""))
        self.assertEqual(run_as("nvidia-smi", ONE, "--compat=610")[0], 255)

    def test_compat(self):
        """A branch's tool on another driver: facts of format.md 1, the rule under the version line and the value column."""
        for compat, rule, column in (("535", "|---", 42), ("550", "|---", 42), ("580", "+---", 55), ("610", "+---", 55)):
            output = run_as("nvsmi", ONE, f"--compat={compat}")[1]
            self.assertTrue(output.splitlines()[3].startswith(rule), compat)
            output = run_as("nvsmi", ONE, f"--compat={compat}", "-q")[1]
            line = next(line for line in output.splitlines() if "Product Name" in line)
            self.assertEqual(line.index(": "), column, compat)

    def test_old_tables(self):
        """Facts of format.md 2: no CUDA version before 410, no rows of MIG before 450, 79 columns."""
        process = "0.compute=77 1048576 -1 -1;\nprocess.77=train\n"
        for compat, version in (("390", f"| NVIDIA-SMI {'550.163.01':<23}Driver Version: {'550.163.01':<26}|"),
                                ("440", f"| NVIDIA-SMI {'550.163.01':<13}Driver Version: {'550.163.01':<13}CUDA Version: 12.4     |")):
            lines = run_as("nvsmi", ONE + process, f"--compat={compat}")[1].splitlines()[1:]
            self.assertEqual({len(line) for line in lines}, {79}, compat)
            self.assertEqual(lines[1], version)
            self.assertNotIn("MIG M.", "".join(lines))
            self.assertTrue(lines[8].startswith("+---"), "two rows a GPU")
            self.assertIn("|  GPU       PID   Type   Process name                             Usage      |", lines)
            self.assertIn("|    0        77      C   train                                          1MiB |", lines)
        self.assertIn("MIG M.", run_as("nvsmi", ONE, "--compat=450")[1])

    def test_compat_release(self):
        """Facts of format.md 4: the wide column came within branch 580; what is no release is refused."""
        for compat, column in (("580.105.08", 42), ("580.126.09", 55)):
            line = next(line for line in run_as("nvsmi", ONE, f"--compat={compat}", "-q")[1].splitlines() if "Product Name" in line)
            self.assertEqual(line.index(": "), column, compat)
        for bad in ("", "351", "611", "535x", "535.x", "x", "5350", "535.161.07-1"):
            self.assertEqual(run_as("nvsmi", ONE, f"--compat={bad}")[0], 2, bad)

    def test_file(self):
        with tempfile.NamedTemporaryFile() as file:
            self.check(ONE, ["--query-gpu=name", CSV, "-f", file.name], 0, "")
            self.assertEqual(file.read(), b"name\nNVIDIA A\n")


if __name__ == "__main__":
    counted.main()
