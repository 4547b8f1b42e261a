#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs of all kinds under nvsim: run.py NVSIM MACHINE PROBE STATIC_PROBE [GO_PROBE]."""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

NVSIM, MACHINE, PROBE, STATIC_PROBE, *GO_PROBE = sys.argv[1:]
SIMULATED_PID = "4000123"
NOBODY = 65534


def heed_signals():
    """A shell cannot trap what its caller ignored, as a terminal that hung up makes it."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        os.chmod(self.folder.name, 0o777)
        self.env = dict(os.environ, TMPDIR=self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def command(self, *program, options=()):
        return [NVSIM, "run", "--machine", MACHINE, *options, "--", *program]

    def run_program(self, *program, options=(), **more):
        return subprocess.run(self.command(*program, options=options), env=self.env, capture_output=True,
                              text=True, timeout=120, **more)

    def passes(self, *program, **more):
        result = self.run_program(*program, **more)
        self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ""))

    def shell(self, script, **more):
        result = self.run_program("sh", "-c", script, **more)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def left_over(self):
        return glob.glob(self.folder.name + "/nvsim-*")


class Calls(Case):
    def test_dynamic(self):
        self.passes(PROBE, "calls")
        self.assertEqual(self.left_over(), [])

    def test_static(self):
        self.passes(STATIC_PROBE, "calls")

    @unittest.skipIf(os.geteuid() != 0, "only root can become somebody else")
    def test_without_privilege(self):
        """From a folder that everybody can read: the tree may lie in root's own home."""
        nvsim, machine, probe = (shutil.copy(file, self.folder.name) for file in (NVSIM, MACHINE, PROBE))
        command = [nvsim, "run", "--no-lib", "--machine", machine, "--", probe, "calls"]
        result = subprocess.run(command, env=self.env, cwd="/", user=NOBODY, group=NOBODY, capture_output=True,
                                text=True, timeout=120)
        self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ""))

    def test_threads(self):
        self.passes(PROBE, "threads")
        self.passes(STATIC_PROBE, "threads")

    def test_last_close(self):
        self.passes(PROBE, "life")

    def test_mapping(self):
        self.passes(PROBE, "map")

    def test_events(self):
        self.passes(PROBE, "events")

    def test_wakeups(self):
        for probe in (PROBE, STATIC_PROBE):
            self.passes(probe, "wakeups")

    def test_children(self):
        self.passes(PROBE, "children")

    @unittest.skipUnless(GO_PROBE, "no Go compiler")
    def test_go(self):
        self.passes(GO_PROBE[0])


class Shell(Case):
    def test_nodes_by_pattern(self):
        self.assertEqual(self.shell("echo /dev/nvidia*"), "/dev/nvidia0 /dev/nvidia5 /dev/nvidiactl\n")

    def test_listing(self):
        lines = self.shell("ls -l /dev/nvidia0 /dev/nvidia5").splitlines()
        self.assertEqual([line.split()[0:6] for line in lines],
                         [["crw-rw-rw-", "1", "root", "root", "195,", minor] for minor in "05"])

    def test_listing_of_dev_keeps_the_rest(self):
        names = self.shell("ls /dev").split()
        self.assertIn("nvidia0", names)
        self.assertEqual(set(os.listdir("/dev")) - set(names), set())

    def test_find_trusts_the_type(self):
        found = self.shell("find /dev -maxdepth 1 -name 'nvidia*' -type c")
        self.assertEqual(sorted(found.split()), ["/dev/nvidia0", "/dev/nvidia5", "/dev/nvidiactl"])

    def test_folders(self):
        self.assertEqual(self.shell("ls /proc/driver/nvidia/gpus").split(), ["0000:1b:00.0", "0000:3c:00.0"])
        self.assertEqual(self.shell("cat /sys/bus/pci/devices/*/vendor").split().count("0x10de"), 2)
        self.assertIn("nvidia", self.shell("ls /sys/module").split())

    def test_pipes(self):
        self.assertEqual(self.shell("cat /proc/driver/nvidia/version | grep -c 550.90.07 | tr 1 y"), "y\n")

    def test_minor_in_information(self):
        text = self.shell("cat /proc/driver/nvidia/gpus/0000:3c:00.0/information")
        self.assertIn("Device Minor: \t 5\n", text)

    def test_simulated_process(self):
        self.assertTrue(self.shell(f"cat /proc/{SIMULATED_PID}/cmdline").startswith("/usr/bin/trainer"))

    def test_other_driver(self):
        self.assertEqual(self.shell("cat /sys/module/nvidia/version", options=["--driver", "535.161.07"]), "535.161.07\n")

    def test_links(self):
        self.assertTrue(self.shell("realpath /sys/bus/pci/devices/0000:3c:00.0").startswith("/sys/devices/pci"))
        self.assertEqual(self.shell("exec 5</dev/nvidia5; readlink /proc/self/fd/5"), "/dev/nvidia5\n")

    @unittest.skipUnless(os.path.isdir("/sys/module"), "a program changes to real folders only")
    def test_relative_paths(self):
        version = "550.90.07\n"
        self.assertEqual(self.shell("cd /sys; cat module/nvidia/version ./module/nvidia/version .//module/nvidia/version"),
                         3 * version)
        self.assertEqual(self.shell("cd /; cat sys/module/nvidia/version; cd sys/module; cat ../module/nvidia/version"), 2 * version)
        self.assertEqual(self.shell("cd /proc; grep -c 550.90.07 driver/nvidia/version; grep -c nvidia-caps devices"), "1\n1\n")
        self.assertEqual(self.shell("cd /dev; ls -l nvidia5 | cut -c1; ls | grep -c nvidia; test -e nvidia1 || echo no"), "c\n3\nno\n")
        self.assertEqual(self.shell(f"cd /proc; tr -d '\\0' < {SIMULATED_PID}/cmdline | cut -c1-16"), "/usr/bin/trainer\n")

    def test_real_files(self):
        self.shell("echo text > $TMPDIR/a && cat $TMPDIR/a > $TMPDIR/b && cmp $TMPDIR/a $TMPDIR/b")
        self.assertEqual(self.shell("cat /proc/self/comm"), "cat\n")
        self.assertEqual(self.shell("echo x > /dev/null; ls -l /dev/null | cut -c1"), "c\n")

    def test_library_path(self):
        library = self.folder.name + "/lib"
        os.mkdir(library)
        open(library + "/libnvidia-ml.so.1", "w").close()
        print_it = "echo $LD_LIBRARY_PATH"
        self.env["LD_LIBRARY_PATH"] = "/elsewhere"
        self.assertEqual(self.shell(print_it, options=["--lib-dir", library]), library + ":/elsewhere\n")
        self.assertEqual(self.shell(print_it, options=["--no-lib"]), "/elsewhere\n")
        os.remove(library + "/libnvidia-ml.so.1")
        self.assertEqual(self.run_program("true", options=["--lib-dir", library]).returncode, 2)

    def test_machine_name(self):
        self.assertEqual(self.shell("echo $NVSIM_MACHINE"), "nvsim-test\n")

    def test_no_nodes(self):
        script = "ls -d /dev/nvidia[0-9]* /dev/nvidiactl 2>/dev/null; test -e /dev/nvidiactl || cat /sys/module/nvidia/version"
        shown = self.run_program("sh", "-c", script, options=["--no-nodes"]).stdout
        self.assertEqual(shown, self.shell("cat /sys/module/nvidia/version"))


# Ends the part of a GPU with this number, through the library.
END_PART = """
import ctypes
import sys
nvml = ctypes.CDLL('libnvidia-ml.so.1')
gpu, part, compute = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
for code in (nvml.nvmlInit_v2(), nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(gpu)),
             nvml.nvmlDeviceGetGpuInstanceById(gpu, int(sys.argv[1]), ctypes.byref(part)),
             nvml.nvmlGpuInstanceGetComputeInstanceById(part, 0, ctypes.byref(compute)),
             nvml.nvmlComputeInstanceDestroy(compute), nvml.nvmlGpuInstanceDestroy(part), nvml.nvmlShutdown()):
    assert code == 0, code
"""


def for_python():
    """A library with a sanitizer needs its runtime in the interpreter, which leaks by itself."""
    linked = subprocess.run(["ldd", NVSIM], capture_output=True, text=True, check=True).stdout
    runtime = re.search(r"=> (\S*libasan\S*)", linked)
    return {"LD_PRELOAD": runtime[1], "ASAN_OPTIONS": "detect_leaks=0"} if runtime else {}


@unittest.skipIf(os.geteuid() != 0, "only an administrator takes a GPU off the bus or parts it")
class Hotplug(Case):
    """What leaves the machine leaves its folders."""

    SECOND = {"/dev/nvidia5", *(folder + "/0000:3c:00.0" for folder in (
        "/proc/driver/nvidia/gpus", "/sys/bus/pci/devices", "/sys/bus/pci/drivers/nvidia"))}

    def seen(self, *steps, options=()):
        """The names after each of the steps."""
        # Other machines that run at the same time have their files in /dev/shm.
        script = "".join(f"{step}\nfind -L /dev /proc/driver/nvidia /sys/bus/pci -maxdepth 4 -path /dev/shm -prune -o "
                         "'(' -name '*nvidia*' -o -name '0000:*' ')' -print 2>/dev/null\necho end\n"
                         for step in steps)
        return [set(names.split()) for names in self.shell(script, options=options).split("end\n")[:-1]]

    def test_removed_and_found_again(self):
        rescan = "/sys/bus/pci/rescan"
        whole, less, told, found = self.seen("", f"{PROBE} remove", f"echo 0 > {rescan}", f"echo 1 > {rescan}")
        self.assertLessEqual(self.SECOND, whole)
        self.assertEqual(whole - less, {name for name in whole if name in self.SECOND or "/0000:3c:00.0" in name})
        self.assertLessEqual(less, whole)
        self.assertEqual(told, less)
        self.assertEqual(found, whole)

    def test_found_on_its_bus(self):
        """Through descriptors that stay open, the second of two texts included."""
        bus = "/sys/class/pci_bus/0000:%s/rescan"
        less, other, told, found = self.seen(
            f"exec 5> {bus % '1b'} 6> {bus % '3c'}; {PROBE} remove", "echo 1 >&5", "echo 0 >&6", "echo 1 >&6")
        self.assertEqual(other, less)
        self.assertEqual(told, less)
        self.assertEqual(found & self.SECOND, self.SECOND)
        self.assertEqual(less & self.SECOND, set())

    def test_files_that_nobody_listens_to(self):
        information = "/proc/driver/nvidia/gpus/0000:1b:00.0/information"
        self.shell(f"cat {information} > $TMPDIR/before; echo x 2>/dev/null > {information}; "
                   f"cmp {information} $TMPDIR/before")

    def test_ended_part(self):
        parted = os.path.dirname(os.path.abspath(__file__)) + "/../../machines/h100-mig.yaml"
        script = self.folder.name + "/end.py"
        with open(script, "w") as file:
            file.write(END_PART)
        command = [NVSIM, "run", "--machine", parted, "--", "sh", "-c", "ls /dev/nvidia-caps; echo end; "
                   f"{sys.executable} {script} 9 && ls /dev/nvidia-caps"]
        result = subprocess.run(command, env=dict(self.env, **for_python()), capture_output=True, text=True,
                                timeout=120)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        whole, less = (set(names.split()) for names in result.stdout.split("end\n"))
        self.assertLess(less, whole)
        self.assertEqual(len(whole - less), 2)


class Ends(Case):
    def status(self, *program):
        return self.run_program(*program).returncode

    def test_status(self):
        self.assertEqual(self.status("true"), 0)
        self.assertEqual(self.status("sh", "-c", "exit 7"), 7)
        self.assertEqual(self.status("sh", "-c", "kill -9 $$"), 128 + 9)
        self.assertEqual(self.status("/nonexistent"), 127)
        self.assertEqual(self.status("/etc/passwd"), 126)

    def test_options_after_the_program_are_its_own(self):
        self.assertEqual(self.run_program("echo", "--help", "-m").stdout, "--help -m\n")

    def start_waiting(self, script):
        child = subprocess.Popen(self.command("sh", "-c", script), env=self.env, stdout=subprocess.PIPE, text=True,
                                 preexec_fn=heed_signals)
        self.addCleanup(child.stdout.close)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        self.assertEqual(child.stdout.readline(), "ready\n")
        return child

    def test_signals_reach_the_program(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
            name = number.name[3:]
            child = self.start_waiting(f"trap 'exit 33' {name}; echo ready; while :; do sleep 0.02; done")
            child.send_signal(number)
            child.communicate(timeout=10)
            self.assertEqual(child.returncode, 33)
        self.assertEqual(self.left_over(), [])

    def test_signal_that_kills(self):
        child = self.start_waiting("echo ready; exec sleep 30")
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=10)
        self.assertEqual(child.returncode, 128 + signal.SIGTERM)
        self.assertEqual(self.left_over(), [])

    def test_program_dies_with_nvsim(self):
        child = self.start_waiting("echo ready; exec sleep 30")
        child.kill()
        child.communicate(timeout=10)  # returns when the sleep has closed the pipe

    def test_background_process(self):
        out = self.folder.name + "/out"
        before = time.monotonic()
        self.shell(f"(sleep 2; cat /sys/module/nvidia/version > {out}.part; mv {out}.part {out}) >/dev/null 2>&1 &")
        self.assertLess(time.monotonic() - before, 1.9)
        for _ in range(200):
            if os.path.exists(out) and not self.left_over():
                break
            time.sleep(0.05)
        self.assertEqual(open(out).read(), "550.90.07\n")
        self.assertEqual(self.left_over(), [])

    def test_nested(self):
        result = self.run_program(NVSIM, "run", "--machine", MACHINE, "--", "true")
        self.assertEqual(result.returncode, 3)
        self.assertIn("nvsim inside nvsim", result.stderr)


class CommandLine(Case):
    def nvsim(self, *arguments):
        return subprocess.run([NVSIM, *arguments], env=self.env, capture_output=True, text=True)

    def setUp(self):
        super().setUp()
        self.env["OPENNVML_MACHINES"] = self.folder.name
        with open(MACHINE) as source, open(self.folder.name + "/small.yaml", "w") as target:
            target.write(source.read())

    def test_unknown_machine(self):
        result = self.nvsim("run", "--machine", "nothing", "--", "true")
        self.assertEqual(result.returncode, 2)
        self.assertIn('"nothing"', result.stderr)
        self.assertIn(" small", result.stderr)
        self.assertIn(self.folder.name, result.stderr)

    def test_bad_file(self):
        path = self.folder.name + "/bad.yaml"
        with open(path, "w") as file:
            file.write("name: x\nnonsense: 1\n")
        result = self.nvsim("run", "--machine", path, "--", "true")
        self.assertEqual(result.returncode, 2)
        self.assertIn(path, result.stderr)
        self.assertIn("nonsense", result.stderr)

    def test_list(self):
        line = [row for row in self.nvsim("list").stdout.splitlines() if row.startswith("small\t")][0]
        self.assertEqual(line.split("\t"), ["small", "550.90.07", "2 x NVIDIA Test Board",
                                            "two boards for the tests of nvsim"])

    def test_show(self):
        first, rest = self.nvsim("show", "small").stdout.split("\n", 1)
        self.assertEqual(first, "# " + os.path.realpath(self.folder.name + "/small.yaml"))
        self.assertEqual(rest, open(MACHINE).read())

    def test_one_line(self):
        line = "2x t4, 1x l4, driver=535.288.01, name=desk"
        shown = self.nvsim("show", line).stdout
        self.assertEqual(shown.split("\n")[:2], ["# " + line, "name: desk"])
        own = self.folder.name + "/desk.yaml"
        with open(own, "w") as file:
            file.write(shown)
        names = "cat /proc/driver/nvidia/version; grep -h Model: /proc/driver/nvidia/gpus/*/information; echo $NVSIM_MACHINE"
        told = [self.nvsim("run", "-m", machine, "--", "sh", "-c", names).stdout for machine in (line, own)]
        self.assertEqual(told[0], told[1])
        self.assertIn(" 535.288.01 ", told[0])
        self.assertEqual(told[0].count("Tesla T4"), 2)
        self.assertTrue(told[0].endswith("NVIDIA L4\ndesk\n"), told[0])

    def test_models(self):
        rows = [row.split("\t") for row in self.nvsim("list", "--models").stdout.splitlines()]
        self.assertIn(["gtx-1080", "NVIDIA GeForce GTX 1080", "GP104", "8116 MiB", "proprietary", "to 580"], rows)
        self.assertIn(["rtx-5090", "NVIDIA GeForce RTX 5090", "GB202", "32607 MiB", "open", "from 570.86.16"], rows)
        self.assertIn("\nid: t4\n", self.nvsim("show", "models/t4").stdout)

    def test_drivers_that_do_not_fit(self):
        late = self.nvsim("run", "-m", "gtx-1080", "-d", "595.45.04", "--", "true")
        self.assertEqual(late.returncode, 2)
        self.assertIn("the last branch for its chip GP104 is 580", late.stderr)
        early = self.nvsim("run", "-m", "rtx-5090", "-d", "550.90.07", "--", "true")
        self.assertEqual(early.returncode, 0)
        self.assertIn("older than the first", early.stderr)

    def test_wrong_use(self):
        for arguments in ((), ("run",), ("run", "--what"), ("list", "x"), ("show",), ("nonsense",)):
            self.assertEqual(self.nvsim(*arguments).returncode, 2, arguments)

    def test_help_and_version(self):
        self.assertTrue(self.nvsim("--help").stdout.startswith("Usage: nvsim run"))
        self.assertTrue(self.nvsim("--version").stdout.startswith("nvsim "))

    def test_log(self):
        log = self.folder.name + "/log"
        self.nvsim("run", "-m", "small", "--log", log, "--", PROBE, "refused")
        self.assertGreater(os.path.getsize(log), 0)


unittest.main(argv=sys.argv[:1], verbosity=2)
