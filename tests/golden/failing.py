#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""GPUs that cannot be opened, or fail: failing.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY.

Words and exit statuses called as nvidia-smi are those that 550 and 610 were seen with.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest

import patience
import side_by_side
from patience import FAKE, NVSMI, NVSMI_DLOPEN, QUICK, Case, Faulty, blocks

ADDRESSES = ["0000:07:00.0", "0000:16:00.0", "0000:25:00.0"]
END = "Terminating early due to previous errors.\n"
CSV = "--query-gpu=index,driver_version --format=csv,noheader"


CORRUPT = """name: corrupt
driver: 550.163.01
kernel_module: open
architecture: x86_64
gpus:
  - {model: t4, pci: "00000000:17:00.0", serial: "1650000000001"}
  - {model: t4, pci: "00000000:27:00.0", serial: "1650000000002", inforom_corrupt: true}
"""


class Refused(Case):
    """A library that gives no handle of a GPU, on a machine whose driver names its GPUs in /proc."""
    MACHINE = ("-m", "3x t4")

    def start(self, driver, *refusals):
        values = [f"driver={driver}", f"library=12.{driver}", "count=3"]
        for index, address in enumerate(ADDRESSES):
            values += [f"{index}.nvmlDeviceGetName=NVIDIA {index}", f"{index}.nvmlDeviceGetUUID=GPU-{index}",
                       f"{index}.busid=0000{address}", f"{index}.nvmlDeviceGetIndex={index}",
                       f"{index}.nvmlDeviceSetComputeMode.2=0"]
        values += [f"{index}.handle=!{status}" for index, status in refusals]
        with open(self.machine.folder + "/values", "w") as file:
            file.write("\n".join(values) + "\n")

    def smi(self, arguments, name="nvidia-smi"):
        return self.machine.run(f"FAKE_NVML=values OPENNVML_LIBRARY={FAKE} bash -c 'exec -a {name} {NVSMI_DLOPEN} {arguments}'")

    def test_stops(self):
        lost = "GPU is lost.  Reboot the system to recover this GPU"
        for driver, name in (("440.33.01", "GPU 0000:16:00.0"), ("520.61.05", "GPU 0000:16:00.0"), ("525.85.12", "GPU0000:16:00.0"),
                             ("535.161.07", "GPU0000:16:00.0"), ("550.163.01", "GPU0000:16:00.0")):
            for status, code, words in ((999, 255, "Unknown Error"), (15, 15, lost)):
                self.start(driver, (1, status))
                for arguments in ("", "-q", CSV, "-q -i 1", "-c 2"):
                    self.assertEqual(self.smi(arguments), (
                        code, f"Unable to determine the device handle for {name}: {words}\n\n\n", ""), (driver, arguments))
        self.assertEqual(self.smi(f"-i 0,2 {CSV}"), (0, "0, 550.163.01\n2, 550.163.01\n", ""))

    def test_goes_on(self):
        """610 was seen to print the others' table below."""
        line = "Unable to determine the device handle for GPU1: 0000:16:00.0: Unknown Error\n"
        self.start("610.57.04", (1, 999))
        status, output, errors = self.smi("")
        self.assertEqual((status, errors, output[:len(line)], list(blocks(output))), (255, "", line, [0, 2]))
        self.assertEqual(self.smi(CSV), (255, line + "0, 610.57.04\n2, 610.57.04\n", ""))
        self.assertEqual(self.smi("-c 2")[:2], (255, line + "\n\n"))
        self.start("580.142", (0, 999), (1, 999), (2, 999))
        status, output, _ = self.smi("")
        self.assertEqual((status, output.splitlines()[1:]), (
            6, [line.strip(), "Unable to determine the device handle for GPU2: 0000:25:00.0: Unknown Error", "No devices were found"]))

    def test_not_permitted(self):
        self.start("550.163.01", (0, 4), (1, 15))
        self.assertEqual(self.smi("")[0], 15)
        self.start("550.163.01", (1, 4))
        status, output, _ = self.smi("")
        self.assertEqual((status, list(blocks(output))), (0, [0, 2]))

    def test_list(self):
        first = "GPU 0: NVIDIA 0 (UUID: GPU-0)\n"
        for driver in ("550.163.01", "610.57.04"):
            for number, status, words in ((4, 4, "Insufficient Permissions"), (999, 255, "Unknown Error"),
                                          (15, 15, "GPU is lost.  Reboot the system to recover this GPU")):
                self.start(driver, (1, number))
                self.assertEqual(self.smi("-L"), (
                    status, f"{first}Unable to determine the device handle for gpu 0000:16:00.0: {words}\n", ""))

    def test_natively(self):
        """The others are shown, under every driver."""
        for driver in ("535.161.07", "610.57.04"):
            self.start(driver, (1, 999))
            status, output, errors = self.smi("", "nvsmi")
            self.assertEqual((status, list(blocks(output))), (255, [0, 1, 2]))
            self.assertRegex(errors, r"^nvsmi: GPU 1 \(00000000:16:00.0\): Unknown Error\..*\n$")


class Unstarted(Faulty):
    """A node that is there and gives an error: the library finds that out when it first asks the GPU."""
    DRIVER = "550.163.01"
    MACHINE = ("-m", f"3x t4, driver={DRIVER}, persistence=false")

    def setUp(self):
        super().setUp()
        self.machine.ctl("node", "1", "errno=EIO")

    def test_natively(self):
        told = r"^nvsmi: GPU 1 \(00000000:16:00.0\): Unknown Error\. .*\n$"
        for arguments in ("", "-L", "-q", "-q -x", "--query-gpu=temperature.gpu --format=csv", "--json", "-lms 50 --query-gpu=name --format=csv | head -5"):
            status, output, errors = self.nvsmi(arguments)
            self.assertEqual(status, 0 if "|" in arguments else 255, arguments)
            self.assertRegex(errors, told, arguments)
        unavailable = json.loads(self.nvsmi("--json")[1])["unavailable"]
        self.assertEqual([(one["index"], one["error"]["nvml"]) for one in unavailable], [(1, 999)])
        self.assertEqual(self.nvsmi("-q -i 0,2")[::2], (0, ""))

    def test_as_nvidia_smi(self):
        line = "Unable to determine the device handle for GPU0000:16:00.0: Unknown Error\n"
        for arguments in ("", "-q", "--query-gpu=name --format=csv"):
            self.assertEqual(self.nvsmi(arguments, "./nvidia-smi"), (255, line + "\n\n", ""), arguments)
        status, output, _ = self.nvsmi("-L", "./nvidia-smi")
        self.assertEqual((status, output.splitlines()[1:]), (255, [line.replace("GPU0", "gpu 0").strip()]))


class UnstartedOf580(Unstarted):
    MACHINE = ("-m", "3x t4, driver=580.142, persistence=false")

    def test_as_nvidia_smi(self):
        line = "Unable to determine the device handle for GPU1: 0000:16:00.0: Unknown Error\n"
        status, output, _ = self.nvsmi("", "./nvidia-smi")
        self.assertEqual((status, output[:len(line)], list(blocks(output))), (255, line, [0, 2]))
        names = "--query-gpu=name --format=csv,noheader"
        self.assertEqual(self.nvsmi(names, "./nvidia-smi"), (255, line + "Tesla T4\n" * 2, ""))
        self.assertEqual(self.nvsmi(names + " -i 1", "./nvidia-smi"), (6, line + "No devices were found\n", ""))
        # A loop says it once.
        status, output, _ = self.machine.run(f"timeout 0.4 ./nvidia-smi {names} -lms 100")
        self.assertEqual((output.count(line), output.startswith(line), output.count("Tesla") >= 4), (1, True, True))


class UnstartedOf535(Unstarted):
    MACHINE = ("-m", "3x t4, driver=535.104.05, persistence=false")

    def test_as_nvidia_smi(self):
        """Seen: that library does not count it."""
        status, output, _ = self.nvsmi("", "./nvidia-smi")
        self.assertEqual((status, list(blocks(output))), (0, [0, 2]))
        self.assertEqual(self.nvsmi("-L", "./nvidia-smi")[1].count("GPU-"), 2)


class Corrupt(Case):
    """Seen below the tables of 384 to 470, and status 14; not seen elsewhere, and -q -x ended with 0."""

    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(CORRUPT)
            file.flush()
            cls.machine = patience.Machine("-m", file.name)
        cls.addClassCleanup(cls.machine.close)

    WARNING = "WARNING: infoROM is corrupted at gpu 0000:27:00.0\n"

    def test_table(self):
        status, output, errors = self.nvsmi("", "./nvidia-smi")
        self.assertEqual((status, errors), (14, ""))
        self.assertRegex(output, r"-\+\n" + self.WARNING + "$")
        status, native, errors = self.nvsmi("")
        self.assertEqual((status, errors, len(native)), (14, self.WARNING, len(output) - len(self.WARNING)))
        self.assertEqual(self.nvsmi("-i 0")[::2], (0, ""))

    def test_loop(self):
        """Each table of NVIDIA's has it; natively it is told once."""
        for name, stream in (("./nvidia-smi", 1), (NVSMI, 2)):
            told = self.machine.run(f"timeout 0.5 {name} -lms 50")[stream].count(self.WARNING)
            self.assertTrue(told > 1 if stream == 1 else told == 1, told)

    def test_not_elsewhere(self):
        for name in ("./nvidia-smi", NVSMI):
            for arguments in ("-L", "-q", "-q -x", "--query-gpu=name --format=csv"):
                status, output, errors = self.nvsmi(arguments, name)
                self.assertEqual((status, errors, output.count("WARNING")), (0, "", 0), arguments)


class Denied(Case):
    """Nodes that may not be opened, as by their mode: the library counts the GPUs of the others (seen with 535 and 550)."""
    MACHINE = ("-m", "3x t4, driver=550.163.01")

    def line(self, minor, why="Permission denied"):
        return f"nvsmi: /dev/nvidia{minor} may not be opened ({why}), so its GPU is left out; nvsmi doctor says more.\n"

    def test_one(self):
        self.machine.ctl("node", "1", "errno=EACCES")
        for arguments in ("", "-L", "-q", "--query-gpu=driver_version --format=csv", "--json"):
            self.assertEqual(self.nvsmi(arguments)[::2], (0, self.line(1)), arguments)
            if arguments != "--json":
                self.assertEqual(self.nvsmi(arguments, "./nvidia-smi")[::2], (0, ""))
        self.machine.ctl("node", "1", "errno=EPERM")
        self.assertEqual(self.nvsmi("-L")[::2], (0, ""))

    def test_some_then_all(self):
        """After the others by name, for nodes stay as they are."""
        self.machine.ctl("node", "0", "errno=EPERM")
        self.machine.ctl("node", "1", "errno=EACCES")
        self.machine.ctl("node", "2", "errno=EACCES")
        told = self.line(0, "Operation not permitted")
        self.assertEqual(self.nvsmi("-L"), (0, "No devices found.\n", told))
        self.assertEqual(self.nvsmi(""), (6, "", "No devices were found\n" + told))
        status, output, errors = self.nvsmi("--json")
        document = json.loads(output)
        self.assertEqual((status, errors, document["error"]["nvml"], document["gpus"]), (6, told, 4, []))
        self.assertEqual(self.nvsmi("-L", "./nvidia-smi"), (0, "No devices found.\n", ""))
        self.assertEqual(self.nvsmi("", "./nvidia-smi"), (6, "No devices were found\n", ""))
        self.assertNotIn("nvsmi doctor says more", self.nvsmi("doctor")[2])

    def test_without(self):
        """No GPU, and no node that says why."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("driver=550.163.01\nlibrary=12.550.163.01\ncount=0\n")
            file.flush()
            environment = dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=FAKE)
            done = subprocess.run([NVSMI_DLOPEN, "-L"], env=environment, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, "No devices found.\n"))
        self.assertRegex(done.stderr, "^nvsmi: .*nvsmi doctor .*\n$")


class Nameless(Faulty):
    MACHINE = ("-m", "3x t4, driver=550.163.01")

    def test_lost(self):
        self.machine.ctl("lose", "1")
        status, output, _ = self.nvsmi("-L", "./nvidia-smi")
        self.assertEqual((status, output.splitlines()[1:]), (
            15, ["Unable to determine the product name for gpu 0000:16:00.0: GPU is lost"]))

    def test_one_value(self):
        """The others tell that the GPU works."""
        self.machine.ctl("fault", "NV2080_CTRL_CMD_BUS_GET_PEX_UTIL_COUNTERS", "status=0xFFFF", "gpu=2")
        status, output, errors = self.nvsmi("-q -i 2")
        self.assertEqual((status, errors), (0, ""))
        self.assertRegex(output, r"Tx Throughput +: Unknown Error\n")

    def test_name_alone(self):
        self.machine.ctl("fault", "NV2080_CTRL_CMD_GPU_GET_NAME_STRING", "status=0xFFFF", "gpu=0")
        self.assertEqual(self.nvsmi("-L", "./nvidia-smi"), (
            255, "Unable to determine the product name for gpu 0000:07:00.0: Unknown Error\n", ""))


class Hanging(Faulty):
    MACHINE = ("-m", "3x t4, driver=580.142")
    start_with_pid = patience.Hanging.start_with_pid
    end = staticmethod(patience.Hanging.end)
    BUS = "00000000:16:00.0"

    def test_retired_pages(self):
        self.hang()
        status, output, _ = self.nvsmi(f"{QUICK} --query-retired-pages=gpu_bus_id,retired_pages.address,retired_pages.timestamp,"
                                       "retired_pages.cause --format=csv,noheader")
        self.assertEqual((status, [line for line in output.splitlines() if line.startswith(self.BUS)]), (
            10, [f"{self.BUS}, [Timeout], [Timeout], [Timeout]"]))

    def modes(self):
        return self.nvsmi(f"{QUICK} -i 0,2 --query-gpu=compute_mode --format=csv,noheader")[1].split()

    def test_setters(self):
        """Whoever hangs is found out before anything is changed; what was changed before it is told."""
        self.hang()
        for option, what, changed in (("-c 3", "set compute mode", "Set compute mode to EXCLUSIVE_PROCESS for GPU 00000000:07:00.0.\n"),
                                      ("-caa", "clear Accounted PIDs", "Cleared Accounted PIDs for GPU 00000000:07:00.0.\n")):
            status, output, errors = self.nvsmi(f"{QUICK} {option}")
            self.assertEqual((status, output), (10, changed))
            self.assertRegex(errors, rf"gives no answer.*\nUnable to {what} for GPU {self.BUS}: Timeout\n{END}$")
        self.assertEqual(self.modes(), ["Exclusive_Process", "Default"])
        status, output, errors = self.nvsmi(f"{QUICK} -pm 0 -i 1")
        self.assertEqual((status, output), (10, ""))
        self.assertRegex(errors, rf"\nUnable to set persistence mode for GPU {self.BUS}: Timeout\n{END}$")

    def test_told_at_once(self):
        """The change itself hangs, and then it is waited for: what was done is said by then."""
        self.hang(command="NV2080_CTRL_CMD_GPU_SET_COMPUTE_MODE_RULES")
        pid = self.start_with_pid(f"setsid sh -c 'echo $$ >pid; exec {NVSMI} {QUICK} -c 0'")
        self.wait_for(lambda: "00000000:07:00.0.\n" in self.machine.read("out"))
        self.end(pid)
        self.machine.result()

    def test_others_are_asked(self):
        self.hang()
        for command, what, told in (("conf-compute -gm", "determine the protected memory", "CC Protected Memory"),
                                    ("power-profiles -l", "get Workload Power Profiles information", "")):
            status, output, errors = self.nvsmi(f"{QUICK} {command}")
            if told:
                self.assertEqual((status, output.count(told)), (10, 2), errors)
                self.assertRegex(errors, rf"(?m)^Unable to {what} for GPU {self.BUS}: Timeout$")


class Asleep(Case):
    MACHINE = ("-m", "2x rtx-3060-laptop-gpu, suspended=true, driver=580.142")

    def test_setters(self):
        self.machine.run("exec 9</dev/nvidia1")
        why = r"for GPU 00000000:\S+: asleep, and not woken \(--no-wake\)\n"
        status, output, errors = self.nvsmi("--no-wake -pm 1")
        self.assertEqual((status, len(output.splitlines())), (3, 2))
        self.assertRegex(output, r"^Enabled( Legacy)? persistence mode for GPU \S+\.\nAll done\.\n$")
        self.assertRegex(errors, "^Unable to set persistence mode " + why + "$")
        for command, what in (("power-profiles -l", "get Workload Power Profiles information"),
                              ("gpm -g", "determine the GPM stream state")):
            status, _, errors = self.nvsmi(f"--no-wake {command} -i 0")
            self.assertEqual(status, 3)
            self.assertRegex(errors, f"^Unable to {what} {why}$")
        self.assertEqual(self.machine.run("cat /sys/bus/pci/drivers/nvidia/0*/power/runtime_status")[1].split()[0], "suspended")


if __name__ == "__main__":
    side_by_side.main()
