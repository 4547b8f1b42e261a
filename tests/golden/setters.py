#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Options that change something. setters.py NVSMI_DLOPEN FAKE_LIBRARY NVSIM NVSMI

What is said is compared with recorded sessions: those that the facts quote are read from there, the others stand here.
That something changed is read back from a simulated machine by another option.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted
import over_fake

DLOPEN, LIBRARY, NVSIM, NVSMI = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts"))

A, B = "00000000:17:00.0", "00000000:27:00.0"
DRIVER = "550.163.01"
DONE = "All done.\n"
WARNING = "Treating as warning and moving on.\n"
END = "Terminating early due to previous errors.\n"
PERSISTENCE = "Warning: persistence mode is disabled on device {}. See the Known Issues section of the nvidia-smi(1) man " \
              "page for more information. Run with [--help | -h] switch to get more information on how to enable " \
              "persistence mode.\n"
IN_USE = "{} is currently being used by one or more other processes (e.g. CUDA application or a monitoring application " \
         "such as another instance of nvidia-smi). Please first kill all processes using the device and retry the " \
         "command or reboot the system to make MIG mode effective.\n"
RESET = "Reboot the system or try nvidia-smi --gpu-reset to make MIG mode effective on GPU {}\n"
NOBODY = "65534"


def machine(*answers, count=1, driver=DRIVER):
    """A file of answers for GPUs A and B; "SetX.1=0" is what GPU 0 answers, "1.SetX.1=!4" another one."""
    lines = [f"driver={driver}", f"library=12.{driver}", "cuda=12040", f"count={count}"]
    for index, bus in enumerate((A, B)[:count]):
        lines += [f"{index}.busid={bus}", f"{index}.nvmlDeviceGetUUID=GPU-{index}"]
    for answer in answers:
        index, name = answer.split(".", 1) if answer[0].isdigit() else ("0", answer)
        lines.append(f"{index}.nvmlDevice{name}")
    return "\n".join(lines) + "\n"


def run(values, *arguments, **options):
    return over_fake.nvsmi(DLOPEN, LIBRARY, values, *arguments, **options)


def run_as_nobody(values, *arguments):
    """From a folder that everybody can read: the tree may lie in root's own home."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        values_file = Path(folder) / "values"
        values_file.write_text(values)
        values_file.chmod(0o644)
        program, library = (shutil.copy(file, folder) for file in (DLOPEN, LIBRARY))
        environment = dict(os.environ, FAKE_NVML=str(values_file), OPENNVML_LIBRARY=library)
        done = subprocess.run(["nvidia-smi", *arguments], executable=program, capture_output=True, text=True, env=environment,
                              timeout=20, check=False, cwd="/", user=int(NOBODY) if os.geteuid() == 0 else None)
    return done.returncode, done.stdout, done.stderr


class Words(unittest.TestCase):
    """On a library that answers as told, and whose keys have the values: another value is Not Supported."""

    def check(self, answers, arguments, status, output, **more):
        self.assertEqual(run(machine(*answers, **more), *arguments.split()), (status, output, ""), arguments)

    def test_persistence(self):
        for word, shown in (("1", "Enabled"), ("ENABLED", "Enabled"), ("enabled", "Enabled"), ("0", "Disabled"),
                            ("DISABLED", "Disabled")):
            number = int(shown == "Enabled")
            for spelling in (f"-pm {word}", f"-pm={word}", f"--persistence-mode={word}", f"--persistence-mode {word}"):
                self.check([f"SetPersistenceMode.{number}=0", f"GetPersistenceMode={1 - number}"], spelling, 0,
                           f"{shown} persistence mode for GPU {A}.\n{DONE}")
            self.check([f"GetPersistenceMode={number}"], f"-pm {word}", 0,
                       f"Persistence mode is already {shown} for GPU {A}.\n{DONE}")
        self.check([], "-pm 2", 2, "Invalid persistence mode: 2\n" + END)
        self.check(["SetPersistenceMode.1=!4"], "-pm 1", 4,
                   f"Unable to set persistence mode for GPU {A}: Insufficient Permissions\n{END}")

    @unittest.skipIf(os.path.exists("/var/run/nvidia-persistenced/socket"), "another program keeps it here")
    def test_persistence_of_580(self):
        answers = ["SetPersistenceMode.1=0", "SetPersistenceMode.0=0"]
        self.check(answers, "-pm 1", 0, f"Enabled Legacy persistence mode for GPU {A}.\n{DONE}", driver="580.126.09")
        self.check(answers, "-pm 0", 0, f"Disabled persistence mode for GPU {A}.\n{DONE}", driver="580.126.09")
        self.check(answers, "-pm 1", 0, f"Enabled persistence mode for GPU {A}.\n{DONE}", driver="570.86.10")

    def test_ecc(self):
        self.check(["SetEccMode.1=0"], "-e 1", 0, f"Enabled ECC support for GPU {A}.\n{DONE}Reboot required.\n")
        self.check(["SetEccMode.0=0"], "--ecc-config=DISABLED", 0,
                   f"Disabled ECC support for GPU {A}.\n{DONE}Reboot required.\n")
        self.check([], "-e 1", 0, f"Setting ECC mode is not supported for GPU {A}.\n{WARNING}{DONE}")
        for number, word in enumerate(("volatile", "aggregate")):
            for given in (number, word.upper()):
                self.check([f"ClearEccErrorCounts.{number}=0"], f"-p {given}", 0,
                           f"Reset {word} ECC errors to zero for GPU {A}.\n{DONE}")

    def test_compute_mode(self):
        for number, word in ((0, "DEFAULT"), (2, "PROHIBITED"), (3, "EXCLUSIVE_PROCESS")):
            for given in (number, word):
                self.check([f"SetComputeMode.{number}=0", "GetComputeMode=1"], f"-c {given}", 0,
                           f"Set compute mode to {word} for GPU {A}.\n{DONE}")
            self.check([f"GetComputeMode={number}"], f"--compute-mode={number}", 0,
                       f"Compute mode is already set to {word} for GPU {A}.\n{DONE}")
        # A mode that ends with the driver, and yet no word of persistence: so recorded with 470.129.06.
        self.check(["SetComputeMode.3=0", "GetPersistenceMode=0"], "-c 3", 0,
                   f"Set compute mode to EXCLUSIVE_PROCESS for GPU {A}.\n{DONE}")

    def test_locked_clocks(self):
        done = f'GPU clocks set to "(gpuClkMin {{}}, gpuClkMax {{}})" for GPU {A}\n{DONE}'
        self.check(["SetGpuLockedClocks.1500.2100=0"], "-lgc 1500,2100", 0, done.format(1500, 2100))
        self.check(["SetGpuLockedClocks.1740.1740=0"], "-lgc 1740", 0, done.format(1740, 1740))
        self.check(["SetGpuLockedClocks.1740.1740=0"], "-m 0 --lock-gpu-clocks=1740", 0, done.format(1740, 1740))
        # 0xffffff01 and 0xffffff02 are NVML_CLOCK_LIMIT_ID_TDP and _UNLIMITED.
        self.check(["SetGpuLockedClocks.4294967041.4294967041=0"], "-lgc tdp,tdp", 0, done.format("tdp", "tdp"))
        self.check(["SetGpuLockedClocks.300.4294967042=0"], "-lgc 300,unlimited", 0, done.format(300, "unlimited"))
        self.check(["SetMemoryLockedClocks.8001.8001=0"], "-lmc 8001", 0,
                   f'Memory clocks set to "(memClkMin 8001, memClkMax 8001)" for GPU {A}\n{DONE}')
        self.check(["ResetGpuLockedClocks=0"], "-rgc", 0, DONE)
        self.check(["ResetMemoryLockedClocks=0"], "-rmc", 0, DONE)
        self.check([], "-lgc 1000", 0, f"Setting locked GPU clocks is not supported for GPU {A}.\n{WARNING}{DONE}")
        self.check([], "-lmc 1000", 0, f"Setting locked Memory clocks is not supported for GPU {A}.\n{WARNING}{DONE}")
        self.check(["SetGpuLockedClocks.1000.1000=0"], "-lgc 1000 -m 1", 0,
                   f"Setting locked GPU clocks is not supported for GPU {A}.\n{WARNING}{DONE}")
        denied = f"The current user does not have permission to change clocks for GPU {A}.\n{END}"
        for option, name in (("-lgc 300", "SetGpuLockedClocks.300.300"), ("-lmc 300", "SetMemoryLockedClocks.300.300"),
                             ("-rgc", "ResetGpuLockedClocks"), ("-rmc", "ResetMemoryLockedClocks"),
                             ("-ac 877,1380", "SetApplicationsClocks.877.1380")):
            self.check([name + "=!4"], option, 4, denied)
        for wrong in ("x", "1,2,3", "1,", "-5", "1000000000000", "," + "9" * 90):
            self.check([], f"-lgc={wrong}", 2, f"Invalid locked GPU clocks: {wrong}\n{END}")

    def test_applications_clocks(self):
        self.check(["SetApplicationsClocks.2505.875=0"], "-ac 2505,875", 0,
                   f'Applications clocks set to "(MEM 2505, SM 875)" for GPU {A}\n{DONE}')
        self.check(["SetApplicationsClocks.715.111=!2"], "--applications-clocks=715,111", 0,
                   f'Specified clock combination "(MEM 715, SM 111)" is not supported for GPU {A}. Run \'nvidia-smi -q '
                   f"-d SUPPORTED_CLOCKS' to see list of supported clock combinations\n{WARNING}{DONE}")
        unsupported = f"Setting applications clocks is not supported for GPU {A}.\n{WARNING}{DONE}"
        self.check([], "-ac 3505,1455", 0, unsupported)
        self.check([], "-rac", 0, unsupported)
        self.check(["ResetApplicationsClocks=0"], "-rac", 0, DONE)
        self.check(["SetApplicationsClocks.1.2=!26"], "-ac 1,2", 26,
                   "The requested functionality has been deprecated.\n")
        self.check(["SetAPIRestriction.0.0=0"], "-acp 0", 0,
                   f"Applications clocks commands have been set to UNRESTRICTED for GPU {A}\n{DONE}")
        self.check(["SetAPIRestriction.0.1=0"], "-acp RESTRICTED", 0,
                   f"Applications clocks commands have been set to RESTRICTED for GPU {A}\n{DONE}")
        self.check(["SetAPIRestriction.1.0=0"], "--auto-boost-permission=0", 0, DONE)
        self.check(["SetDefaultAutoBoostedClocksEnabled.0.0=0"], "--auto-boost-default=DISABLED", 0, DONE)
        self.check([], "-ac 1500", 2, f"Invalid applications clocks: 1500\n{END}")

    def test_power_limit(self):
        old = "GetPowerManagementLimit=180000"
        done = f"Power limit for GPU {A} was set to {{}} W from 180.00 W.\n{DONE}"
        self.check(["SetPowerManagementLimit_v2.0.110000=0", old], "-pl 110", 0, done.format("110.00"))
        self.check(["SetPowerManagementLimit_v2.0.112500=0", old], "-pl 112.5 --scope=GPU", 0, done.format("112.50"))
        self.check(["SetPowerManagementLimit_v2.1.110000=0"], "-pl 110 -sc 1", 0,
                   done.format("110.00").replace("180.00", "N/A"))
        self.check(["SetPowerManagementLimit_v2.3.110000=0"], "-pl 110 --scope=2", 0,  # the GPU's base power
                   done.format("110.00").replace("180.00", "N/A"))
        self.check(["SetPowerManagementLimit_v2.0.10000=!2"], "-pl 10", 2,
                   f"Failed to set power management limit for GPU {A}: Invalid Argument\n{END}")
        self.check(["SetPowerManagementLimit_v2.0.10000=!2", "GetPowerManagementLimitConstraints=100000 242000"], "-pl 10", 2,
                   "Provided power limit 10.00 W is not a valid power limit which should be between 100.00 W and "
                   f"242.00 W for GPU {A}\n{END}")
        self.check(["SetPowerManagementLimit_v2.0.10000=!4"], "-pl 10", 4,
                   f"Failed to set power management limit for GPU {A}: Insufficient Permissions\n{END}")
        self.check([], "-pl 10", 0,
                   f"Changing power management limit is not supported in current scope for GPU: {A}.\n{DONE}")
        self.check([], "-pl 10", 0, f"Changing power management limit is not supported for GPU: {A}.\n{WARNING}{DONE}",
                   driver="470.57.02")
        for wrong in ("x", "0", "-5", "nan", "inf", "1e9", "5W"):
            self.check([], f"-pl={wrong}", 2, f"Invalid power limit: {wrong}\n{END}")
        self.check([], "-pl 10 -sc 3", 2, f"Invalid scope: 3\n{END}")

    def test_accounting(self):
        self.check(["SetAccountingMode.1=0"], "-am 1", 0, f"Enabled Accounting Mode for GPU {A}.\n{DONE}")
        self.check(["SetAccountingMode.0=0"], "--accounting-mode DISABLED", 0,
                   f"Disabled Accounting Mode for GPU {A}.\n{DONE}")
        self.check(["ClearAccountingPids=0"], "-caa", 0, f"Cleared Accounted PIDs for GPU {A}.\n{DONE}")

    def test_mig(self):
        self.check(["SetMigMode.1=0"], "-mig 1", 0, f"Enabled MIG Mode for GPU {A}\n{DONE}")
        self.check(["SetMigMode.1=0", "GetPersistenceMode=0"], "-mig ENABLED", 0,
                   f"Enabled MIG Mode for GPU {A}\n\n{PERSISTENCE.format(A)}{DONE}")
        self.check(["SetMigMode.1=19"], "-mig 1", 0,
                   f"Warning: MIG mode is in pending enable state for GPU {A}:In use by another client\n"
                   + IN_USE.format(A) + DONE)
        self.check(["SetMigMode.0=10"], "-mig 0", 0,
                   f"Warning: MIG mode is in pending disable state for GPU {A}:Timeout\n{RESET.format(A)}{DONE}")
        self.check(["SetMigMode.1=3"], "--multi-instance-gpu=1", 0,
                   f"Warning: MIG mode is in pending enable state for GPU {A}:Not Supported\n{RESET.format(A)}{DONE}")
        self.check(["SetMigMode.1=10"], "-eow -mig 1", 10,
                   f"Warning: MIG mode is in pending enable state for GPU {A}:Timeout\n{RESET.format(A)}{DONE}")
        self.check([], "-mig 1", 0, f"Unable to enable MIG Mode for GPU {A}: Not Supported\n{WARNING}{DONE}")
        self.check(["SetMigMode.0=!19"], "-mig 0", 19,
                   f"Unable to disable MIG Mode for GPU {A}: In use by another client\n{END}")

    def test_persistence_matters(self):
        """The settings that are lost when the driver unloads say so; resets do not."""
        off = "GetPersistenceMode=0"
        for option, name in (("-lgc 300", "SetGpuLockedClocks.300.300"), ("-lmc 300", "SetMemoryLockedClocks.300.300"),
                             ("-ac 3,4", "SetApplicationsClocks.3.4"), ("-pl 1", "SetPowerManagementLimit_v2.0.1000")):
            status, output, _ = run(machine(name + "=0", off), *option.split())
            self.assertEqual((status, output.split("\n", 1)[1]), (0, f"\n{PERSISTENCE.format(A)}{DONE}"), option)
            self.assertNotIn("Warning", run(machine(name + "=0", "GetPersistenceMode=1"), *option.split())[1])
        self.check(["ResetGpuLockedClocks=0", off], "-rgc", 0, DONE)
        self.check([f"{gpu}.SetMigMode.1=0" for gpu in (0, 1)] + [f"{gpu}.{off}" for gpu in (0, 1)], "-mig 1", 0,
                   f"Enabled MIG Mode for GPU {A}\nEnabled MIG Mode for GPU {B}\n\n"
                   f"{PERSISTENCE.format(A)}{PERSISTENCE.format(B)}{DONE}", count=2)

    def test_words_of_our_own(self):
        """In no recording: that each reaches its function with its value."""
        target = ["GetTemperatureThreshold.5=83", "GetTemperatureThreshold.4=65", "GetTemperatureThreshold.6=91"]
        self.check(["SetTemperatureThreshold.5.80=0", *target], "-gtt 80", 0,
                   f"GPU Target Temperature for GPU {A} was set to 80 C from 83 C.\n{DONE}")
        self.check(["SetTemperatureThreshold.5.99=!2", *target], "--gpu-target-temp=99", 2,
                   "Provided GPU Target Temperature 99 C is not valid; it should be between 65 C and 91 C for GPU "
                   f"{A}\n{END}")
        self.check(["SetGpuOperationMode.1=0"], "--gom=COMPUTE", 0,
                   f"Set GPU operation mode to COMPUTE for GPU {A}.\n{DONE}Reboot required.\n")
        self.check(["SetVirtualizationMode.3=0"], "-vm 3", 0, f"Set virtualization mode to VGPU for GPU {A}.\n{DONE}")
        self.check(["SetVirtualizationMode.4=0"], "--virt-mode=VSGA", 0,
                   f"Set virtualization mode to VSGA for GPU {A}.\n{DONE}")
        self.check(["SetDramEncryptionMode.1=0"], "-den 1", 0,
                   f"Enabled DRAM Encryption support for GPU {A}.\n{DONE}Reboot required.\n")
        for option, what in (("-cc 1", "CUDA clocks"), ("-lmcd 5001", "deferred Memory clocks"),
                             ("-rmcd", "deferred Memory clocks"), ("-svfd -100", "VF derate offset"),
                             ("-svfd=-100", "VF derate offset"), ("--set-hostname h", "hostname")):
            self.check([], option, 0, f"Setting {what} is not supported for GPU {A}.\n{WARNING}{DONE}")
        for option, what in (("-gvfd", "VF derate offset"), ("-lmci", "information on locked Memory clocks"),
                             ("--get-hostname", "hostname")):
            self.check([], option, 0, f"Querying {what} is not supported for GPU {A}.\n{WARNING}")
        self.check([], "-svfd=100", 2, f"Invalid VF derate offset: 100\n{END}")
        self.check([], "--set-hostname=" + "x" * 64, 2, "Invalid hostname: " + "x" * 64 + "\n" + END)

    def test_reset(self):
        """Recorded: on a GPU that cannot be reset (3), on used ones (255), and by others than root."""
        self.check([], "-r flr", 2, f"Invalid reset type: flr\n{END}")
        refused = f"Resetting GPU {A} is not supported.\n"
        for option in ("-r", "--gpu-reset", "-r bus", "--gpu-reset=bus"):
            if os.geteuid() == 0:
                self.check([], option, 3, refused)
        self.assertEqual(run_as_nobody(machine(count=2), "-r"),
                         (4, f"Unable to reset GPU {A}: Insufficient Permissions\n{END}", ""))
        if os.geteuid():
            self.skipTest("only root gets further")
        self.check([], "-r", 3, refused + refused.replace(A, B), count=2)
        status, output, errors = run(machine(), "-r", name="nvsmi")
        self.assertEqual((status, output, errors.count("\n")), (3, "", 2))
        self.assertRegex(errors, f"^{refused}No GPU was reset, .*modprobe -r nvidia_uvm .*/sys/bus/pci/devices/0000:17:00.0/reset,")

    @unittest.skipIf(os.geteuid(), "only root gets so far")
    def test_reset_of_used(self):
        head = "\nThe following GPUs could not be reset:\n"
        tail = " currently being used by one or more other processes (e.g., Fabric Manager, CUDA application, graphics " \
               "application such as an X server, or a monitoring application such as another instance of nvidia-smi). Please " \
               "first kill all processes using {} and all compute applications running in the system.\n"
        client = "  GPU {}: In use by another client\n"
        one, both = "0.compute=7 1048576 -1 -1;\n", "0.graphics=7 1048576 -1 -1;\n1.compute=8 1048576 -1 -1;\n"
        self.assertEqual(run(machine() + one, "-r"), (255, head + client.format(A) + "\n1 device is" + tail.format("this device"), ""))
        self.assertEqual(run(machine(count=2) + both, "-r"), (
            255, head + client.format(A) + client.format(B) + "\n2 devices are" + tail.format("these devices"), ""))
        self.assertEqual(run(machine(count=2) + one, "-r"), (
            255, head + client.format(A) + f"  GPU {B}: Not Supported\n\n1 device is" + tail.format("this device"), ""))
        self.assertEqual(run(machine(count=2) + one, "-r", "-i", "1")[0], 3)

    def test_several(self):
        """Not supported is a warning and the others are changed; anything else ends it."""
        first_cannot = ["1.SetEccMode.1=0"]
        lines = f"Setting ECC mode is not supported for GPU {A}.\n{WARNING}Enabled ECC support for GPU {B}.\n{DONE}"
        self.check(first_cannot, "-e 1", 0, lines, count=2)
        self.check(first_cannot, "-e 1 -eow", 3, lines, count=2)
        self.check(first_cannot, "--error-on-warning -i 1 -e 1", 0,
                   f"Enabled ECC support for GPU {B}.\n{DONE}Reboot required.\n", count=2)
        self.check(["0.SetComputeMode.2=!15", "1.SetComputeMode.2=0"], "-c 2", 15,
                   f"Unable to set compute mode for GPU {A}: GPU is lost\n{END}", count=2)
        self.check(["0.SetComputeMode.2=0", "1.SetComputeMode.2=!999"], "-c 2", 255,
                   f"Set compute mode to PROHIBITED for GPU {A}.\nUnable to set compute mode for GPU {B}: Unknown Error\n{END}",
                   count=2)
        self.check([], "-i 7 -pm 1", 6, "No devices were found\n", count=2)

    def test_lost_at_start(self):
        values = machine("1.SetPersistenceMode.1=0", count=2) + "0.handle=!15\n"
        status, output, _ = run(values, "-pm", "1")
        self.assertEqual((status, output.splitlines()[0]), (
            15, "Unable to determine the device handle for GPU0: GPU is lost.  Reboot the system to recover this GPU"))

    def test_combinations(self):
        alone = "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n"
        for line in ("-pm 1 -q", "-q -pm 1", "-L -pm 1", "-pm 1 -e 1", "-e 1 -pm 1", "-c 0 --query-gpu=name --format=csv"):
            self.check(["SetPersistenceMode.1=0"], line, 2, alone)
        for line, name in (("-pm 1 -f x", "-f"), ("-pm 1 -l", "-l"), ("-pm 1 -d ECC", "-d"), ("-pm 1 -x", "-x"),
                           ("-m 0 -pm 1", "-m"), ("-sc 0 -lgc 5", "-sc"), ("-eow", "-eow"), ("-q -eow", "-eow")):
            self.check(["SetPersistenceMode.1=0"], line, 2,
                       f"ERROR: Option {name} is not valid for this command. Please run 'nvidia-smi -h' for help.\n\n")
        for name in ("-pm", "-lgc", "-svfd", "-m"):
            self.check([], name, 255,
                       f"ERROR: Option {name} is missing its value. Please run 'nvidia-smi -h' for help.\n\n")

    def test_former_spellings(self):
        """-a is -q, -g is -i."""
        values = machine("1.SetEccMode.1=0", count=2)
        self.assertEqual(run(values, "-g", "1", "-e", "1"), (0, f"Enabled ECC support for GPU {B}.\n{DONE}Reboot required.\n", ""))
        drop = re.compile(r"Timestamp.*")
        self.assertEqual(drop.sub("", run(values, "-a")[1]), drop.sub("", run(values, "-q")[1]))

    def test_where_it_is_said(self):
        """Called by its own name, what went wrong is on standard error."""
        first_cannot = machine("1.SetEccMode.1=0", count=2)
        self.assertEqual(run(first_cannot, "-e", "1", name="nvsmi"),
                         (0, f"Enabled ECC support for GPU {B}.\n{DONE}",
                          f"Setting ECC mode is not supported for GPU {A}.\n{WARNING}"))
        self.assertEqual(run(machine("SetEccMode.1=!4"), "-e", "1", name="nvsmi"),
                         (4, "", f"Unable to set ECC mode for GPU {A}: Insufficient Permissions\n{END}"))


class Facts(unittest.TestCase):
    """The sessions that the facts quote, with the address that each has."""

    COMMANDS = [
        (r"Persistence mode is already (Enabled|Disabled)", lambda m: ["-pm", m[1]],
         lambda m: f"GetPersistenceMode={int(m[1] == 'Enabled')}"),
        (r"(Enabled|Disabled) persistence mode", lambda m: ["-pm", m[1]],
         lambda m: f"SetPersistenceMode.{int(m[1] == 'Enabled')}=0"),
        (r"Power limit .* set to (\d+)\.00 W from (\d+)", lambda m: ["-pl", m[1]],
         lambda m: f"SetPowerManagementLimit_v2.0.{m[1]}000=0\n0.nvmlDeviceGetPowerManagementLimit={m[2]}000"),
        (r'GPU clocks set to "\(gpuClkMin (\d+), gpuClkMax (\d+)', lambda m: ["-lgc", f"{m[1]},{m[2]}"],
         lambda m: f"SetGpuLockedClocks.{m[1]}.{m[2]}=0"),
        (r"(Enabled|Disabled) MIG Mode", lambda m: ["-mig", m[1]], lambda m: f"SetMigMode.{int(m[1] == 'Enabled')}=0"),
        (r"Warning: MIG mode is in pending (en)able state", lambda m: ["-mig", "1"], lambda m: "SetMigMode.1=19"),
        (r"Warning: persistence mode is disabled", lambda m: ["-mig", "0"],
         lambda m: "SetMigMode.0=0\n0.nvmlDeviceGetPersistenceMode=0"),
    ]

    def session(self, text):
        """True if the text is one of a setter; it is said again then."""
        bus = re.search(r"[0-9A-F]{8}:[0-9A-F]{2}:[0-9A-F]{2}\.\d", text)
        for pattern, arguments, answer in self.COMMANDS:
            match = re.search(pattern, text)
            if bus and match:
                status, output, _ = run(machine(answer(match)).replace(A, bus[0]), *arguments(match))
                self.assertIn(text.replace(" / ", "\n"), output)
                self.assertEqual(status, 0)
                return True
        return False

    def test_errors(self):
        file = FACTS / "smi" / "errors.txt"
        if not file.exists():
            self.skipTest("no facts")
        found = sum(self.session(line.split(" | ")[0]) if "Run with [--help |" not in line
                    else self.session(line[:line.rindex("| 0 |")].strip()) for line in file.read_text().splitlines())
        self.assertGreaterEqual(found, 7)


class Machine:
    """A shell on a simulated machine."""

    def __init__(self, folder, line):
        environment = dict(os.environ, TMPDIR=folder)
        environment.pop("NVSIM_CONTROL", None)
        self.shell = subprocess.Popen([NVSIM, "run", "--machine", line, "--", "sh"], env=environment, cwd=folder,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, script):
        self.shell.stdin.write(script + "\necho end $?\n")
        self.shell.stdin.flush()
        lines = []
        for line in self.shell.stdout:
            if line.startswith("end "):
                return int(line.split()[1]), "".join(lines)
            lines.append(line)
        raise EOFError("".join(lines))

    def close(self):
        self.shell.stdin.close()
        self.shell.wait(timeout=60)
        self.shell.stdout.close()


class State(unittest.TestCase):
    """The simulated driver's state really changes: another option tells."""

    def start(self, line):
        self.folder = tempfile.TemporaryDirectory()
        os.chmod(self.folder.name, 0o755)
        self.addCleanup(self.folder.cleanup)
        self.nvsmi = shutil.copy(NVSMI, self.folder.name + "/nvidia-smi")
        self.machine = Machine(self.folder.name, line)
        self.addCleanup(self.machine.close)

    def smi(self, arguments, before=""):
        return self.machine.run(f"{before} {self.nvsmi} {arguments}")

    def query(self, fields):
        status, output = self.smi(f"--query-gpu={fields} --format=csv,noheader,nounits")
        self.assertEqual(status, 0, output)
        return [tuple(line.split(", ")) for line in output.splitlines()]

    def succeeds(self, arguments):
        status, output = self.smi(arguments)
        self.assertEqual(status, 0, output)
        self.assertIn(DONE, output)
        self.assertNotIn(WARNING, output)

    def test_state(self):
        self.start("2x h100-80gb-hbm3, driver=580.126.09")
        self.assertEqual(self.query("persistence_mode"), [("Enabled",), ("Enabled",)])
        self.succeeds("-pm 0 -i 1")
        self.assertEqual(self.query("persistence_mode"), [("Enabled",), ("Disabled",)])
        self.succeeds("-pm 1")
        self.assertEqual(self.query("persistence_mode"), [("Enabled",), ("Enabled",)])
        self.succeeds("-i 0 -c 3")
        self.succeeds("-i 1 -c PROHIBITED")
        self.assertEqual(self.query("compute_mode"), [("Exclusive_Process",), ("Prohibited",)])
        self.succeeds("-i 0 -e 0")
        self.assertEqual(self.query("ecc.mode.current,ecc.mode.pending"), [("Enabled", "Disabled"), ("Enabled", "Enabled")])
        self.succeeds("-am 1 -i 1")
        self.assertEqual(self.query("accounting.mode"), [("Disabled",), ("Enabled",)])
        self.succeeds("--set-hostname rack7")
        status, output = self.smi("--get-hostname -i 1")
        self.assertEqual(status, 0)
        self.assertRegex(output, r"^Hostname for GPU [0-9A-F:.]+: rack7\n$")
        self.succeeds("-mig 1 -i 1")
        self.assertEqual(self.query("mig.mode.current,mig.mode.pending"), [("Disabled", "Disabled"), ("Enabled", "Enabled")])
        self.succeeds("-mig 0 -i 1")
        self.assertEqual(self.query("mig.mode.current"), [("Disabled",), ("Disabled",)])
        self.denied()
        self.lost()

    def denied(self):
        """Somebody else may set nothing."""
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            return
        setpriv = f"setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups"
        before = self.query("persistence_mode,compute_mode,ecc.mode.pending,accounting.mode,mig.mode.current")
        for option, text in (("-pm 0", "set persistence mode"), ("-c 0", "set compute mode"), ("-e 1", "set ECC mode"),
                             ("-am 0", "set Accounting Mode"), ("-mig 1", "enable MIG Mode"), ("-caa", "clear Accounted PIDs"),
                             ("-p 0", "reset volatile ECC errors"), ("--set-hostname x", "set hostname")):
            status, output = self.smi(option, setpriv)
            self.assertEqual(status, 4, option)
            self.assertRegex(output, rf"^Unable to {text} for GPU [0-9A-F:.]+: Insufficient Permissions\n{END}$")
        self.assertEqual(self.query("persistence_mode,compute_mode,ecc.mode.pending,accounting.mode,mig.mode.current"), before)

    def lost(self):
        """The first is changed, the second one ends it."""
        self.assertEqual(self.machine.run(f"{NVSIM} ctl lose 1")[0], 0)
        status, output = self.smi("-c 0")
        self.assertEqual((status, output.splitlines()[-1] + "\n"), (15, END))
        self.assertRegex(output, r"(?m)^Unable to set compute mode for GPU \S+: GPU is lost$")
        self.assertEqual(self.smi("--query-gpu=compute_mode --format=csv,noheader -i 0"), (0, "Default\n"))

    def test_pending_mig(self):
        """An A100 wants a reset first."""
        self.start("1x a100-sxm4-40gb")
        status, output = self.smi("-mig 1")
        self.assertEqual(status, 0)
        self.assertRegex(output, r"^Warning: MIG mode is in pending enable state for GPU \S+:GPU requires reset\n"
                                 r"Reboot the system or try nvidia-smi --gpu-reset .* on GPU \S+\nAll done\.\n$")
        self.assertEqual(self.query("mig.mode.current,mig.mode.pending"), [("Disabled", "Enabled")])
        self.assertEqual(self.machine.run(f"{NVSIM} ctl reset 0")[0], 0)
        self.assertEqual(self.query("mig.mode.current,mig.mode.pending"), [("Enabled", "Enabled")])

    def test_mig_in_use(self):
        self.start("h100-mig")
        status, output = self.smi("-mig 0")
        self.assertEqual(status, 19)
        self.assertRegex(output, rf"^Unable to disable MIG Mode for GPU \S+: In use by another client\n{END}$")
        self.assertEqual(self.query("mig.mode.current,mig.mode.pending"), [("Enabled", "Enabled")])

    def test_counters(self):
        machine_file = tempfile.NamedTemporaryFile("w", suffix=".yaml")
        self.addCleanup(machine_file.close)
        machine_file.write(COUNTED)
        machine_file.flush()
        self.start(machine_file.name)
        fields = "ecc.errors.corrected.volatile.total,ecc.errors.corrected.aggregate.total"
        self.assertEqual(self.query(fields)[0], ("5", "9"))
        self.succeeds("-p 0 -i 0")
        self.assertEqual(self.query(fields)[0], ("0", "9"))
        self.succeeds("-p AGGREGATE -i 0")
        self.assertEqual(self.query(fields)[0], ("0", "0"))
        accounted = re.compile(r"Process ID +: 4242\n")
        self.assertRegex(self.smi("-q -d ACCOUNTING")[1], accounted)
        self.succeeds("-caa -i 0")
        self.assertNotRegex(self.smi("-q -d ACCOUNTING")[1], accounted)
        self.succeeds("-den 1 -i 1")
        self.assertEqual(self.query("dramEncryption.mode.current,dramEncryption.mode.pending")[1], ("Disabled", "Enabled"))


COUNTED = """# SPDX-License-Identifier: MIT
name: counted
driver: 580.126.09
kernel_module: open
architecture: x86_64
models:
  - {id: counted, base: t4, idle: {ecc_dram_corrected_volatile: 5, ecc_dram_corrected_aggregate: 9}}
  - {id: encrypted, base: h100-80gb-hbm3, dram_encryption: true}
gpus:
  - {model: counted, pci: "00000000:17:00.0", serial: "1650000000001", persistence: true, accounting: true,
     processes: [{pid: 4242, name: train, memory_mib: 100, start_ms: 0, end_ms: 1}]}
  - {model: encrypted, pci: "00000000:27:00.0", serial: "1650000000002", persistence: true}
"""

if __name__ == "__main__":
    counted.main()
