#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where output goes, and what is said where it cannot go there. outputs.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY NVDETECT

Whoever reads an empty file and status 0 believes it: nothing that fails to be written is a success, whatever the tool is called.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted

NVSIM, NVSMI, DLOPEN, LIBRARY, NVDETECT = (sys.argv.pop(1) for _ in range(5))
ANSWERS = "driver=550.163.01\nlibrary=12.550.163.01\ncuda=12040\ncount=1\n0.nvmlDeviceGetName=NVIDIA A\n" \
          "0.nvmlDeviceGetUUID=GPU-a\n0.busid=00000000:17:00.0\n0.nvmlDeviceGetIndex=0\n"
NAMES = ("nvsmi", "nvidia-smi")
CSV = ["--query-gpu=name", "--format=csv,noheader"]
NO_DEVICE = "No devices were found\n"


class Outputs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name, "report")
        Path(self.folder.name, "answers").write_text(ANSWERS)
        self.env = dict(os.environ, FAKE_NVML=self.folder.name + "/answers", OPENNVML_LIBRARY=LIBRARY)

    def run_as(self, name, *arguments, closed=(), stdout=subprocess.PIPE):
        done = subprocess.run([name, *arguments], executable=DLOPEN, stdout=stdout, stderr=subprocess.PIPE, text=True, env=self.env,
                              timeout=20, check=False, preexec_fn=lambda: [os.close(number) for number in closed])
        return done.returncode, done.stdout, done.stderr

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            for name in NAMES:
                for arguments in ([], ["-q"], ["-L"], CSV, ["-h"], [*CSV, "-l", "1"], ["dmon", "-c", "1"]):
                    self.assertEqual(self.run_as(name, *arguments, stdout=full),
                                     (255, None, f"{name}: the output cannot be written: No space left on device\n"), arguments)
        for name in NAMES:
            self.assertEqual(self.run_as(name, "-q", "-f", "/dev/full"),
                             (255, "", f"{name}: the output cannot be written: No space left on device\n"))

    def test_no_such_folder(self):
        path = self.folder.name + "/none/report"
        for option in (["-q", "-f"], ["dmon", "-c", "1", "-f"]):
            self.assertEqual(self.run_as("nvsmi", *option, path), (255, "", f"nvsmi: {path}: No such file or directory\n"))
            self.assertEqual(self.run_as("nvidia-smi", *option, path), (255, f"nvidia-smi: {path}: No such file or directory\n", ""))

    def test_a_refused_command_leaves_the_file(self):
        for arguments, status, words in ((["--query-gpu=bad", "--format=csv"], 2, 'Field "bad" is not a valid field to query.\n\n'),
                                         (["-i", "99"], 6, NO_DEVICE), (["-q", "-i", "99"], 6, NO_DEVICE)):
            self.path.write_text("keep\n")
            self.assertEqual(self.run_as("nvsmi", "-f", self.path, *arguments), (status, "", words))
            self.assertEqual(self.run_as("nvidia-smi", "-f", self.path, *arguments), (status, words, ""))
            self.assertEqual(self.path.read_text(), "keep\n", arguments)

    def test_a_report_replaces_what_was_there(self):
        for name in NAMES:
            self.path.write_text("longer than what comes\n" * 9)
            self.assertEqual(self.run_as(name, *CSV, "-f", self.path), (0, "", ""))
            self.assertEqual(self.path.read_text(), "NVIDIA A\n")

    def test_closed_output(self):
        """What is opened takes the lowest number that is free: that of the stream."""
        for name in NAMES:
            self.assertEqual(self.run_as(name, *CSV, closed=[1]), (255, "", f"{name}: the output cannot be written: Bad file descriptor\n"))
            self.assertEqual(self.run_as(name, *CSV, "-f", self.path, closed=[0, 1, 2])[0], 0)
            self.assertEqual(self.path.read_text(), "NVIDIA A\n")
            for closed in ([0], [2], [0, 2]):
                self.assertEqual(self.run_as(name, *CSV, closed=closed)[:2], (0, "NVIDIA A\n"))
        for name, closed in (("nvsmi", 2), ("nvidia-smi", 1)):
            self.path.write_text("keep\n")
            self.assertEqual(self.run_as(name, "-f", self.path, "-i", "99", closed=[closed]), (6, "", ""))
            self.assertEqual(self.path.read_text(), "keep\n")

    def test_closed_output_beside_a_driver(self):
        script = f"{NVSMI} -L >&-; echo $?; {NVSMI} >&-; echo $?; {NVDETECT} >&-; echo $?; {NVDETECT} >/dev/full; echo $?"
        done = subprocess.run([NVSIM, "run", "--machine", "1x t4", "--", "sh", "-c", script], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout.split()), (0, ["255", "255", "3", "3"]))
        words = "the output cannot be written: Bad file descriptor\n"
        self.assertEqual(done.stderr, f"nvsmi: {words}" * 2 + f"nvdetect: {words}" +
                         "nvdetect: the output cannot be written: No space left on device\n")

    def test_simulator(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([NVSIM, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, "nvsim: the output cannot be written: No space left on device\n"))

    def test_simulated_program(self):
        """What nvsim opens does not become the program's output; the program finds it closed."""
        command = [NVSIM, "run", "--machine", "1x t4", "--", "sh", "-c", "if [ -e /proc/$$/fd/1 ]; then echo open >&2; else echo closed >&2; fi"]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, preexec_fn=lambda: os.close(1))
        self.assertEqual((done.returncode, done.stderr), (0, "closed\n"))


if __name__ == "__main__":
    counted.main()
