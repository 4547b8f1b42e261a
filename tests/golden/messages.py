#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Messages and exit statuses that scripts rely upon. messages.py NVSMI FAKE_LIBRARY

Called as nvidia-smi, messages are on standard output, where scripts look for them.
"""

import sys
import tempfile
import unittest

import counted
import over_fake

NVSMI, LIBRARY = sys.argv.pop(1), sys.argv.pop(1)
ONE = "driver=550.163.01\nlibrary=12.550.163.01\ncuda=12040\ncount=1\n0.nvmlDeviceGetName=NVIDIA A\n" \
      "0.nvmlDeviceGetUUID=GPU-a\n0.busid=00000000:17:00.0\n0.nvmlDeviceGetSerial=1654423001593\n"
TWO = ONE.replace("count=1", "count=2") + "1.nvmlDeviceGetName=NVIDIA B\n1.nvmlDeviceGetUUID=GPU-b\n1.busid=00000000:27:00.0\n"
NO_DRIVER = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. " \
            "Make sure that the latest NVIDIA driver is installed and running.\n\n"
CSV = "--format=csv"


def run_as(program, values, *arguments, library=LIBRARY):
    """Status, standard output, standard error."""
    return over_fake.nvsmi(NVSMI, library, values, *arguments, name=program)


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
        self.assertEqual(run_as("nvsmi", ONE, "--bogus"), (255, "", bogus.replace("nvidia-smi", "nvsmi")))
        self.assertEqual(run_as("nvidia-smi", ONE, "--bogus"), (255, bogus, ""))
        self.assertEqual(run_as("nvsmi", ONE, "-q", "-d", "FOO"), (2, "", "Failed to parse --display/-d flags\n"))
        self.assertEqual(run_as("nvsmi", ONE + "nvmlInit=!9\n", "-L"), (9, "", NO_DRIVER))
        status, output, errors = run_as("nvsmi", ONE, "--compat=610", "--version")
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("KMD version         : 550.163.01\n", output)
        self.assertEqual(run_as("nvsmi", ONE, "--compat=77")[:2], (2, ""))
        self.assertEqual(run_as("nvidia-smi", ONE, "--compat=610")[0], 255)

    @staticmethod
    def sections(*names):
        """What the report has of a GPU."""
        return run(ONE, "-q", *(word for name in names for word in ("-d", name)))[1].partition("\nGPU ")[2]

    def test_display(self):
        words = "Failed to parse --display/-d flags\n"
        for names in ("FOO", "ECC,FOO", "EC", "ECCC", "ECC FOO"):
            self.assertEqual(run_as("nvsmi", ONE, "-q", "-d", names), (2, "", words), names)
            self.assertEqual(run_as("nvidia-smi", ONE, "-q", "-d", names), (2, words, ""), names)
        self.assertEqual(self.sections("ecc, Memory"), self.sections("MEMORY,ECC"))

    def test_target_temperature(self):
        """The section is in the recorded help, its lines are not recorded: a published script looks for one with Max."""
        answers = ONE + "0.nvmlDeviceGetTemperatureThreshold.4=65\n0.nvmlDeviceGetTemperatureThreshold.6=91\n"
        lines = run(answers, "-q", "-d", "SUPPORTED_GPU_TARGET_TEMP")[1].partition("\nGPU 00000000:17:00.0\n")[2].splitlines()
        self.assertEqual([line.split(":")[-1].strip() for line in lines], ["Supported GPU Target Temp", "65 C", "91 C", ""])
        self.assertRegex(lines[2], "^        GPU .* Max ")
        for arguments in (["-q"], ["-q", "-d", "TEMPERATURE"]):
            self.assertNotIn("Supported GPU Target", run(answers, *arguments)[1])

    def test_one_report(self):
        """A report beside another was refused by NVIDIA's tool, with these words, where programs ran into it."""
        mixed = "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n"
        query = ["--query-gpu=name", CSV]
        for arguments in (["-L", "-q"], ["-q", "-L"], ["-L", *query], [*query, "-q"], ["--version", "-q"], ["-B", "-L"], [CSV],
                          ["-q", CSV], ["-L", CSV], ["--help-query-gpu", "-q"], ["--version", "-pm", "0"]):
            self.assertEqual(run_as("nvidia-smi", ONE, *arguments), (2, mixed, ""), arguments)
            self.assertEqual(run_as("nvsmi", ONE, *arguments), (2, "", mixed.replace("nvidia-smi", "nvsmi")), arguments)
        for arguments in (["--json", "-q"], ["-L", "--json"], ["--json", *query]):
            self.assertEqual(run_as("nvsmi", ONE, *arguments), (2, "", mixed.replace("nvidia-smi", "nvsmi")), arguments)
        for second in ("--query-compute-apps=pid", "--query-gpu=uuid"):
            self.check(ONE, [*query, second], 2, "Only one --query-* switch can be used at a time.\n")
        for arguments in (["-q", "-q"], ["-L", "--list-gpus"]):
            self.assertEqual(run(ONE, *arguments)[0], 0, arguments)
        for arguments in (["-h", "-q"], ["-q", "-h"], ["-pm", "0", "-h"]):
            self.assertEqual(run(ONE, *arguments), run(ONE, "-h"), arguments)

    def test_display_is_of_the_report(self):
        for arguments in (["-d", "MEMORY"], ["-L", "-d", "MEMORY"], ["-d", "BOGUS"], ["--query-gpu=name", CSV, "-d", "ECC"]):
            words = "ERROR: Option -d is not valid for this command. Please run '{}' for help.\n\n"
            self.assertEqual(run_as("nvidia-smi", ONE, *arguments), (2, words.format("nvidia-smi -h"), ""), arguments)
            self.assertEqual(run_as("nvsmi", ONE, *arguments), (2, "", words.format("nvsmi -h")), arguments)
        self.assertEqual(run_as("nvsmi", ONE, "--json", "-d", "MEMORY")[:2], (2, ""))
        self.assertEqual(self.sections("MEMORY", "ECC"), self.sections("MEMORY,ECC"))
        self.assertNotEqual(self.sections("MEMORY", "ECC"), self.sections("ECC"))

    def test_choice_in_parts(self):
        names = ["--query-gpu=name", CSV + ",noheader"]
        self.check(TWO, [*names, "-i", "0", "-i", "1"], 0, "NVIDIA A\nNVIDIA B\n")
        self.check(TWO, [*names, "-i", "GPU-b", "--id=0", "-g", "7"], 0, "NVIDIA A\nNVIDIA B\n")
        self.check(TWO, ["nvlink", "-s", "-i", "0", "-i", "1"], *run(TWO, "nvlink", "-s"))
        self.assertEqual(run(TWO, *names, *["-i", "0," * 999] * 9)[0], 255)

    def test_names_that_fit_none(self):
        """A report says so natively and goes on; nothing is changed on some of the GPUs that were meant."""
        names = ["--query-gpu=name", CSV + ",noheader"]
        self.assertEqual(run_as("nvsmi", TWO, *names, "-i", "0,99, GPU-x"),
                         (0, "NVIDIA A\n", "nvsmi: -i: no GPU fits \"99\"\nnvsmi: -i: no GPU fits \"GPU-x\"\n"))
        self.assertEqual(run_as("nvidia-smi", TWO, *names, "-i", "0,99, GPU-x"), (0, "NVIDIA A\n", ""))
        self.assertEqual(run_as("nvsmi", TWO, *names, "-i", "98,99"), (6, "", "No devices were found\n"))
        set_both = TWO + "0.nvmlDeviceSetPersistenceMode.0=0\n1.nvmlDeviceSetPersistenceMode.0=0\n0.nvmlDeviceGetPersistenceMode=1\n1.nvmlDeviceGetPersistenceMode=1\n"
        done = "Disabled persistence mode for GPU 00000000:{}:00.0.\n"
        for choice in ("0, 1", " 1,0", "0,0, 1,"):
            self.check(set_both, ["-pm", "0", "-i", choice], 0, done.format(17) + done.format(27) + "All done.\n")
        self.check(set_both, ["-pm", "0", "-i", "0", "-i", "1"], 0, done.format(17) + done.format(27) + "All done.\n")
        self.check(set_both, ["-pm", "0", "-i", "1"], 0, done.format(27) + "All done.\n")
        refused = "No GPU fits \"99\". Nothing was changed.\n"
        for arguments in (["-pm", "0"], ["nvlink", "-sLowPwrThres", "5"], ["nvlink", "-re"], ["gpm", "-s", "1"], ["rusd", "-spm", "all"],
                          ["power-smoothing", "-s", "1"], ["power-profiles", "-sr", "1"], ["conf-compute", "-sm", "1"], ["mig", "-cgi", "0"],
                          ["mig", "-dgi"], ["vgpu", "-caa"], ["vgpu", "-shm", "1"], ["vgpu", "set-scheduler-state", "-p", "1"],
                          ["pci", "-cErrCnt"]):
            self.assertEqual(run_as("nvidia-smi", set_both, *arguments, "-i", "0,99"), (6, refused, ""), arguments)
            self.assertEqual(run_as("nvsmi", set_both, *arguments, "-i", "0,99"), (6, "", refused), arguments)
            self.assertEqual(run_as("nvidia-smi", set_both, *arguments, "-i", "99"), (6, "No devices were found\n", ""), arguments)

    def test_topo(self):
        """One command at a time, natively; a processor without GPUs is none, where NVML has no word for it."""
        mixed = "Invalid combination of input arguments. Please run 'nvsmi topo -h' for help.\n"
        for arguments in (["-mp", "-m"], ["-m", "-p2p", "r"], ["-c", "1", "-m"], ["-p", "-C", "-i", "0,1"], ["-n", "1", "-p", "-i", "0"]):
            self.assertEqual(run_as("nvsmi", TWO, "topo", *arguments), (2, "", mixed), arguments)
        self.assertEqual(run(TWO, "topo", "-mp", "-m"), run(TWO, "topo", "-mp"))
        self.assertEqual(run_as("nvsmi", TWO, "topo", "-C", "-M", "-gnid", "-i", "0")[0], 0)
        near = TWO + "near.48=0 1\nnear.99=\n"
        self.assertEqual(run_as("nvsmi", near, "topo", "-c", "48"), (0, "The GPUs that have an affinity with CPU 48 are:\n0, 1\n", ""))
        self.assertEqual(run_as("nvsmi", near, "topo", "-c", "99"), (6, "", "No GPU has an affinity with CPU 99.\n"))
        self.check(near, ["topo", "-c", "99"], 0, "The GPUs that have an affinity with CPU 99 are:\n\n")

    def test_loop(self):
        """No fact says what NVIDIA's says: what has no number at its head is refused, natively all that is no whole number in the range."""
        for option, value in (("-l", "abc"), ("-lms", "abc"), ("--loop", "=5"), ("--loop-ms", "x1"), ("-l", "-5")):
            for name, swapped in (("nvidia-smi", False), ("nvsmi", True)):
                words = f"ERROR: Option {option} needs a whole number from 1 to 1000000, not \"{value}\". Please run '{name} -h' for help.\n\n"
                self.assertEqual(run_as(name, ONE, f"{option}={value}"), (2, "", words) if swapped else (2, words, ""), value)
        for option in ("-l", "-lms", "--loop", "--loop-ms"):
            for value in ("0", "0.5", "5s", "1e1", "99999999", "1 ", " 1", "+1"):
                self.assertEqual(run_as("nvsmi", ONE, f"{option}={value}")[:2], (2, ""), value)

    def test_format_needs_csv(self):
        for words in ("nounits", "noheader", "noheader,nounits"):
            self.assertEqual(run_as("nvsmi", ONE, "--query-gpu=name", "--format=" + words),
                             (2, "", "ERROR: Option --format needs \"csv\" among its words. Please run 'nvsmi -h' for help.\n\n"))
            self.assertEqual(run_as("nvidia-smi", ONE, "--query-gpu=name", "--format=" + words)[0], 0)

    def test_own_options_take_the_next_word(self):
        for arguments in (["--compat", "610", "--version"], ["--version", "--compat", "610"], ["--timeout", "5", "--compat=610", "--version"]):
            status, output, errors = run_as("nvsmi", ONE, *arguments)
            self.assertEqual((status, errors), (0, ""), arguments)
            self.assertIn("KMD version         : 550.163.01\n", output)
        for option in ("--compat", "--timeout"):
            for arguments in ([option], [option, "-q"], [option + "="]):
                self.assertEqual(run_as("nvsmi", ONE, *arguments), (
                    255, "", f"ERROR: Option {option} is missing its value. Please run 'nvsmi -h' for help.\n\n"), arguments)
        self.assertEqual(run_as("nvsmi", ONE, "--timeout", "x"), (2, "", "nvsmi: --timeout=x: must be seconds, or 0 for none\n"))
        self.assertEqual(run_as("nvidia-smi", ONE, "--timeout", "5")[0], 255)

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
        for bad in ("351", "611", "535x", "535.x", "x", "5350", "535.161.07-1"):
            self.assertEqual(run_as("nvsmi", ONE, f"--compat={bad}")[0], 2, bad)

    def test_file(self):
        with tempfile.NamedTemporaryFile() as file:
            self.check(ONE, ["--query-gpu=name", CSV, "-f", file.name], 0, "")
            self.assertEqual(file.read(), b"name\nNVIDIA A\n")


if __name__ == "__main__":
    counted.main()
