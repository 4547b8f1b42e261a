#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every option and command that a recorded nvidia-smi -h names is served, or refused in words. options.py NVSMI FAKE_LIBRARY

Option names, and whether they take a value, are read from the recordings. Status 77 without them.
"""

import concurrent.futures
import os
import re
import sys
import unittest
from pathlib import Path

import counted
import over_fake

NVSMI, LIBRARY = sys.argv.pop(1), sys.argv.pop(1)
HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts"))
RECORDINGS = sorted((FACTS / "smi" / "samples" / "help").glob("*_h.txt"))

ANSWERS = "driver=610.57.04\nlibrary=13.610.57.04\ncuda=13030\ncount=1\n0.nvmlDeviceGetName=NVIDIA A\n" \
          "0.nvmlDeviceGetUUID=GPU-a\n0.busid=00000000:17:00.0\n"
LINE = re.compile(r"^ {4,12}(?:(-[A-Za-z]+),? +)?(--[a-z][a-z-]+)(=?)(?: |$)")
# What the recordings say each may be set to, or the like; anything else is a value of its own.
VALUES = {"--id": "0", "--loop": "1", "--loop-ms": "1000", "--display": "ECC", "--format": "csv", "--mode": "0",
          "--scope": "0", "--lock-gpu-clocks": "1500,1500", "--lock-memory-clocks": "5100,5100",
          "--applications-clocks": "2000,800", "--power-limit": "100", "--gpu-target-temp": "80",
          "--lock-memory-clocks-deferred": "5100", "--set-vf-derate": "-100", "--set-hostname": "host", "--virt-mode": "3",
          "--filename": "/dev/null", "--debug": "/dev/null", "--toggle-led": "1", "--query-gpu": "name",
          "--query-supported-clocks": "mem", "--query-compute-apps": "pid", "--query-accounted-apps": "pid",
          "--query-retired-pages": "gpu_name", "--query-remapped-rows": "gpu_name"}
# Without a value --loop is every 5 seconds; what the other one's value is, nothing recorded says.
PERHAPS = {"--loop", "--lock-memory-clocks-info"}
UNMARKED = {name for name in VALUES if name.startswith("--query-")} | {"--set-vf-derate"}
# An option of these is one among others.
WITH = {"--id": [], "--filename": [], "--loop": None, "--loop-ms": None, "--xml-format": ["-q"], "--display": ["-q"],
        "--dtd": ["-q", "-x"], "--unit": ["-q"], "--format": ["--query-gpu=name"], "--mode": ["-lgc", "1500"], "--scope": ["-pl", "100"],
        "--error-on-warning": ["-c", "0"], "--query-gpu": ["--format=csv"], "--query-compute-apps": ["--format=csv"],
        "--query-supported-clocks": ["--format=csv"], "--query-accounted-apps": ["--format=csv"],
        "--query-retired-pages": ["--format=csv"], "--query-remapped-rows": ["--format=csv"],
        "--show-all-processes": []}
REFUSED = re.compile(r"ERROR: Option \S+ is not supported: .+\. Please run 'nvidia-smi -h' for help\.\n\n")
USE_ERROR = re.compile(r"ERROR: Option|Invalid combination|^Invalid |is missing")


def options():
    """{long: (short or None, has a value)} of all recordings."""
    found = {}
    for recording in RECORDINGS:
        for line in recording.read_text().splitlines():
            match = LINE.match(line)
            if match:
                short, long, equals = match.groups()
                known_short, _ = found.get(long, (None, False))
                found[long] = (short or known_short, bool(equals) or long in UNMARKED)
            for name in re.findall(r"--help-query-[a-z-]+[a-z]", line):
                found[name] = (None, False)
    return found


class Options(unittest.TestCase):
    def setUp(self):
        self.answers = ANSWERS

    def run_smi(self, arguments):
        status, output, errors = over_fake.nvsmi(NVSMI, LIBRARY, self.answers, *arguments)
        return status, output + errors

    @staticmethod
    def forms(long, short, has_value):
        """Command lines with both spellings, the value behind "=" and as a word, before and after the others."""
        value, others = VALUES.get(long, "1" if has_value else None), WITH.get(long, [])
        if others is None:
            return
        for name in filter(None, (short, long)):
            for words in ([name + "=" + value], [name, value]) if has_value else ([name],):
                yield [*words, *others]
                if others:
                    yield [*others, *words]

    def check(self, arguments):
        status, output = self.run_smi(arguments)
        refused = REFUSED.fullmatch(output)
        if refused:
            return status == 3 or f"{arguments}: refused with {status}"
        if USE_ERROR.search(output) or status not in (0, 3, 6):
            return f"{arguments}: {status} {output[:200]!r}"
        return True

    def test_all_are_served_or_refused(self):
        lines = [line for long, (short, value) in options().items() for line in self.forms(long, short, value)]
        self.assertGreater(len(lines), 150)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            wrong = [answer for answer in pool.map(self.check, lines) if answer is not True]
        self.assertEqual(wrong, [])

    def test_all_commands_are_served_or_refused(self):
        found = {name for file in RECORDINGS for name in re.findall(r'"nvidia-smi ([a-z0-9-]+) -h"', file.read_text())}
        self.assertGreaterEqual(len(found), 27)
        for name in sorted(found):
            status, output = self.run_smi([name, "-h"])
            if not REFUSED.fullmatch(output):
                self.assertEqual(status, 0, name)
                self.assertNotIn("ERROR", output, name)

    def test_help(self):
        """Scripts take the version from its first line; the rest is ours, and none of it what this name does not have."""
        for recording in RECORDINGS:
            version = recording.name.split("_")[1]
            first = recording.read_text().splitlines()[0]
            self.answers = ANSWERS.replace("610.57.04", version)
            for arguments in (["-h"], ["--help"], ["-q", "-h"]):
                status, output = self.run_smi(arguments)
                self.assertEqual((status, output.splitlines()[:2]), (0, [first, ""]), arguments)
        self.assertEqual([word for word in ("--json", "--compat", "--timeout", "--no-wake", "doctor", "nvsmi -", "nvsmi [") if word in output], [])
        for line in output.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_help_without_a_driver(self):
        """No number is made up."""
        self.answers = ANSWERS + "nvmlInit=!9\n"
        status, output = self.run_smi(["-h"])
        self.assertEqual((status, output.splitlines()[0]), (0, "NVIDIA System Management Interface -- vN/A"))

    def test_doctor_is_no_command(self):
        self.assertEqual(self.run_smi(["doctor"]), (255, "ERROR: Option doctor is not recognized. Please run 'nvidia-smi -h'.\n\n"))

    def test_sections(self):
        """Every name that a recorded help has for -d, in scripts also in small letters."""
        names = set()
        for recording in RECORDINGS:
            text = recording.read_text().partition("Display only selected information:")[2].partition("Flags can be")[0]
            names.update(re.findall(r"[A-Z]+(?:_[A-Z]+)*", text))
        self.assertGreaterEqual(len(names), 20)
        for spelling in (",".join(names), ", ".join(names).lower(), *names):
            status, output = self.run_smi(["-q", "-d", spelling])
            self.assertEqual((status, "Failed to parse" in output), (0, False), spelling)

    def test_what_needs_a_value_says_so(self):
        found = options()
        for long, (short, has_value) in found.items():
            if not has_value or long in PERHAPS:
                continue
            for name in filter(None, (short, long)):
                status, output = self.run_smi([name])
                if REFUSED.fullmatch(output):
                    continue
                self.assertEqual(status, 255, name)
                self.assertRegex(output, r"^ERROR: Option -\S+ is missing its value\. Please run 'nvidia-smi -h' for help\.\n\n$")


if __name__ == "__main__":
    if not RECORDINGS:
        sys.exit(77)
    counted.main()
