#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsim as containers use it: containers.py NVSIM MACHINE PROBE_STATIC NVSMI MACHINES [NVSIM_STATIC].

The static nvsim runs in a root that holds nothing but it and its program, as the first process of a
pid namespace; what the machine shows may be less than the machine; callers may live in namespaces of
their own. Needs user namespaces; what cannot run is skipped and counted.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

NVSIM, MACHINE, PROBE, NVSMI, MACHINES, *STATIC = map(os.path.abspath, sys.argv[1:])
NAMESPACES = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork"]
HAVE_NAMESPACES = shutil.which("unshare") and subprocess.run(
    [*NAMESPACES, "--mount-proc", "true"], capture_output=True).returncode == 0
needs_namespaces = unittest.skipUnless(HAVE_NAMESPACES, "no user namespaces here")

# An empty root on a tmpfs; then nvsim is its process 1.
ENTER = """
set -e
mount -t tmpfs none "$ROOT"
cp $FILES "$ROOT"
mkdir -p "$ROOT/proc" $FOLDERS
mount -t proc proc "$ROOT/proc"
[ -z "$READ_ONLY" ] || mount -o remount,ro "$ROOT"
cd "$ROOT"
exec chroot . "$@"
"""


def environment(**more):
    kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
    return dict(kept, **more)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def run_command(self, command, **env):
        return subprocess.run(command, env=environment(**env), capture_output=True, text=True, timeout=60)

    def shell(self, script, machine=MACHINE, options=(), around=()):
        result = self.run_command([*around, NVSIM, "run", "--no-lib", "-m", machine, *options, "--", "sh", "-c", script],
                                  OPENNVML_MACHINES=MACHINES, TMPDIR=self.folder)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout


@needs_namespaces
@unittest.skipUnless(STATIC, "no static nvsim in this build")
class EmptyRoot(Case):
    """TMPDIR is not set in any of these."""

    def in_root(self, *program, machine="/machine.yaml", folders="", read_only=""):
        files = " ".join([STATIC[0], MACHINE, PROBE, NVSMI])
        root = self.folder
        enter = [*NAMESPACES, "sh", "-c", ENTER, "sh", "/" + os.path.basename(STATIC[0]), "run", "-m", machine, "--", *program]
        return self.run_command(enter, ROOT=root, FILES=files, READ_ONLY=read_only,
                                FOLDERS=" ".join(f"{root}/{folder}" for folder in folders.split()))

    def passes(self, *program, **more):
        result = self.in_root(*program, **more)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_every_call(self):
        probe = "/" + os.path.basename(PROBE)
        for part in ("threads", "map", "events", "children"):
            self.assertEqual(self.passes(probe, part, folders="tmp"), "", part)

    def test_machine_inside(self):
        self.assertEqual(self.passes("/nvsmi", "-L", machine="t4").count("Tesla T4"), 1)

    def test_status(self):
        self.assertEqual(self.in_root("/nvsmi", "--nonsense").returncode, 255)
        self.assertEqual(self.in_root("/nothing").returncode, 127)

    def test_read_only(self):
        self.passes("/nvsmi", "-L", folders="dev/shm", machine="t4")
        result = self.in_root("/nvsmi", "-L", folders="dev/shm tmp", read_only="yes")
        self.assertEqual(result.returncode, 1)
        self.assertIn("none of $TMPDIR, /dev/shm, /tmp", result.stderr)

    def test_without_proc(self):
        bare = ENTER.replace('mount -t proc proc "$ROOT/proc"', "")
        command = [*NAMESPACES, "sh", "-c", bare, "sh", "/" + os.path.basename(STATIC[0]), "run", "-m", "t4", "--", "/nvsmi"]
        result = self.run_command(command, ROOT=self.folder, FILES=f"{STATIC[0]} {NVSMI}", FOLDERS="", READ_ONLY="")
        self.assertEqual(result.returncode, 3)
        self.assertIn("/proc is not mounted", result.stderr)


@needs_namespaces
class FirstProcess(Case):
    AROUND = [*NAMESPACES, "--mount-proc"]

    def test_reaps(self):
        """What outlives its parent is nvsim's: it ends without staying a zombie."""
        states = self.shell("echo 1 $PPID; (sleep 0.2 & ) ; (sleep 0.3 & ) ; sleep 0.8; cat /proc/[0-9]*/stat", around=self.AROUND)
        first, *rest = states.splitlines()
        self.assertEqual(first, "1 1")
        self.assertEqual([line for line in rest if ") Z " in line], [])
        self.assertEqual([line for line in rest if "(sleep)" in line], [])

    def test_background_ends_with_it(self):
        before = time.monotonic()
        self.shell("sleep 30 >/dev/null 2>&1 & echo", around=self.AROUND)
        self.assertLess(time.monotonic() - before, 20)
        self.assertEqual(os.listdir(self.folder), [])

    def first_process_of(self, outer):
        """Its id out here: unshare's only child."""
        with open(f"/proc/{outer}/task/{outer}/children") as children:
            return int(children.read())

    def test_signals(self):
        for number, status in ((signal.SIGTERM, 33), (signal.SIGUSR1, 128 + signal.SIGUSR1)):
            script = "trap 'exit 33' TERM; echo ready; while :; do sleep 0.02; done"
            child = subprocess.Popen([*self.AROUND, NVSIM, "run", "--no-lib", "-m", MACHINE, "--", "sh", "-c", script],
                                     env=environment(TMPDIR=self.folder), stdout=subprocess.PIPE, text=True,
                                     preexec_fn=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))
            self.assertEqual(child.stdout.readline(), "ready\n")
            os.kill(self.first_process_of(child.pid), number)
            child.communicate(timeout=20)
            self.assertEqual(child.returncode, status)
        self.assertEqual(os.listdir(self.folder), [])


class Views(Case):
    """dgx-h100 has eight GPUs; its nodes are numbered as they are."""

    NODES = "cd /dev; ls -d nvidia[0-9]* nvidiactl"
    LIST = f"{NVSMI} -L | sed 's/:.*//'"

    def test_some(self):
        shown = self.shell(self.NODES, machine="dgx-h100", options=["--nodes", "0,2"])
        self.assertEqual(shown.split(), ["nvidia0", "nvidia2", "nvidiactl"])
        listed = self.shell(self.LIST, machine="dgx-h100", options=["--nodes", "0,2"])
        self.assertEqual(listed, "GPU 0\nGPU 1\n")

    def test_proc_and_sys_stay_whole(self):
        script = "ls /proc/driver/nvidia/gpus; ls /sys/bus/pci/drivers/nvidia"
        whole = self.shell(script, machine="dgx-h100")
        self.assertEqual(self.shell(script, machine="dgx-h100", options=["--nodes", "5", "--deny", "5"]), whole)

    def test_denied(self):
        """As the device cgroup: the name is there and stat tells of it, open and access give EPERM."""
        script = ("import errno, os, stat\n"
                  "assert stat.S_ISCHR(os.stat('/dev/nvidia1').st_mode)\n"
                  "assert not os.access('/dev/nvidia1', os.F_OK) and os.access('/dev/nvidia0', os.R_OK | os.W_OK)\n"
                  "try:\n    os.open('/dev/nvidia1', os.O_RDWR)\n"
                  "except OSError as refused:\n    assert refused.errno == errno.EPERM, refused\n"
                  "else:\n    raise AssertionError('opened')\n")
        file = self.folder + "/denied.py"
        with open(file, "w") as text:
            text.write(script)
        shown = self.shell(f"{self.NODES} | wc -l; {sys.executable} {file}; {self.LIST} | wc -l", machine="dgx-h100",
                           options=["--deny", "1"])
        self.assertEqual(shown.split(), ["9", "7"])

    def test_rights_of_hidden_gpus(self):
        names = "ls /dev/nvidia-caps"
        whole = self.shell(names, machine="h100-mig").split()
        some = self.shell(names, machine="h100-mig", options=["--nodes", "0"]).split()
        self.assertEqual(set(whole) - set(some), {"nvidia-cap1", "nvidia-cap2"})

    def test_wrong_use(self):
        for options in (["--nodes", "0,"], ["--nodes", ""], ["--deny", "x"], ["--deny", "256"], ["--nodes", "9"], ["--deny", "9"]):
            result = self.run_command([NVSIM, "run", "--no-lib", "-m", MACHINE, *options, "--", "true"])
            self.assertEqual(result.returncode, 2, options)


@needs_namespaces
class CallersInNamespaces(Case):
    INNER = "unshare --user --map-root-user --mount --pid --fork --mount-proc sh -c"
    PIDS = f"{NVSMI} --query-compute-apps=pid --format=csv,noheader"

    def pids(self, driver):
        text = self.shell(f"{self.PIDS}; echo end; {self.INNER} '{self.PIDS}'", machine="dgx-h100", options=["-d", driver])
        return [part.split() for part in text.split("end\n")]

    def test_pids(self):
        """From 535 on a process that has no id in the caller's namespace is left out."""
        outer, inner = self.pids("535.161.07")
        self.assertNotEqual(outer, [])
        self.assertEqual(inner, [])
        outer, inner = self.pids("525.105.17")
        self.assertNotEqual(outer, [])
        self.assertEqual(inner, outer)

    def test_served(self):
        self.assertEqual(self.shell(f"{self.INNER} '{PROBE} map; {PROBE} threads; echo $$'"), "1\n")

    @unittest.skipIf(os.geteuid() != 0, "only root could do it in the first namespace")
    def test_its_root_is_no_administrator(self):
        removes = f"{PROBE} remove"
        result = self.run_command([NVSIM, "run", "--no-lib", "-m", MACHINE, "--", "sh", "-c", f"{self.INNER} '{removes}'; {removes}"],
                                  TMPDIR=self.folder)
        self.assertEqual((result.returncode, result.stdout.count("wanted 0")), (0, 1), result.stdout)


unittest.main(argv=sys.argv[:1], verbosity=2)
