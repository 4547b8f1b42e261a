#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A running machine, changed from outside: ctl.py NVSIM MACHINE NVSMI PROBE STATIC_PROBE [GO_PROBE]."""
import glob
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

NVSIM, MACHINE, NVSMI, *PROBES = map(os.path.abspath, sys.argv[1:])
SECOND = "/sys/bus/pci/devices/0000:3c:00.0/"


class Session:
    """A shell on a simulated machine, which is told what to run."""

    def __init__(self, env, folder, options=()):
        self.socket = folder + "/socket"
        self.env = env
        machine = folder + "/quiet.yaml"
        with open(MACHINE) as source, open(machine, "w") as target:
            target.write(source.read().split("# Often")[0])
        command = [NVSIM, "run", "--machine", machine, *(options or ("--control", self.socket)), "--", "sh"]
        self.shell = subprocess.Popen(command, env=env, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True)
        self.run("true")

    def start(self, script):
        self.shell.stdin.write(script + "\necho end $?\n")
        self.shell.stdin.flush()

    def result(self):
        lines = []
        for line in self.shell.stdout:
            if line.startswith("end "):
                return int(line.split()[1]), "".join(lines)
            lines.append(line)
        raise EOFError("".join(lines))

    def run(self, script):
        self.start(script)
        return self.result()

    def ctl(self, *words, **more):
        return subprocess.run([NVSIM, "ctl", "--socket", self.socket, *words], env=self.env, capture_output=True,
                              text=True, timeout=60, **more)

    def close(self):
        self.shell.stdin.close()
        self.shell.wait(timeout=60)
        self.shell.stdout.close()


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.env = dict(os.environ, TMPDIR=self.folder.name)
        self.env.pop("NVSIM_CONTROL", None)

    def open(self, options=()):
        session = Session(self.env, self.folder.name, options)
        self.addCleanup(session.close)
        return session

    def does(self, session, *words, **more):
        result = session.ctl(*words, **more)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def refuses(self, session, *words):
        result = session.ctl(*words)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        return result.stderr

    def says(self, session, script):
        status, text = session.run(script)
        self.assertEqual(status, 0, text)
        return text


class Changes(Case):
    def test_reading(self):
        session = self.open()
        ask = f"{NVSMI} --query-gpu=temperature.gpu --format=csv,noheader"
        self.assertEqual(self.says(session, ask), "31\n31\n")
        self.does(session, "set", "1", "temperature_c", "93")
        self.assertEqual(self.says(session, ask), "31\n93\n")
        self.assertIn("set 1 temperature_c 93\n", self.does(session, "show"))
        self.does(session, "release 1")
        self.assertEqual(self.says(session, ask), "31\n31\n")

    def test_process(self):
        session = self.open()
        self.does(session, "start", "0", "pid=4000777", "name=/opt/my job", "memory_mib=100")
        shown = self.says(session, f"{NVSMI} --query-compute-apps=pid,used_memory --format=csv,noheader; "
                                   "cat /proc/4000777/comm")
        self.assertIn("4000777, 100 MiB\n", shown)
        self.assertTrue(shown.endswith("my\n"), shown)
        self.does(session, "end", "0", "4000777")
        self.assertEqual(session.run("cat /proc/4000777/comm 2>/dev/null")[0], 1)

    def test_xid_reaches_who_waits(self):
        """A dynamic, a static and a Go program wait; nothing but the line ends that."""
        for probe in PROBES:
            session = self.open()
            session.start(f"{probe} wakeups; echo $? > $TMPDIR/done.part; mv $TMPDIR/done.part $TMPDIR/done")
            done = self.folder.name + "/done"
            time.sleep(0.3)
            self.assertFalse(os.path.exists(done))
            for _ in range(200):
                self.does(session, "xid", "1", "79")
                if os.path.exists(done):
                    break
                time.sleep(0.1)
            self.assertEqual(session.result(), (0, ""))
            with open(done) as file:
                self.assertEqual(file.read(), "0\n")
            os.remove(done)
            session.close()

    def test_hang_blocks_nobody_else(self):
        session = self.open()
        self.does(session, "fault any hang=2s count=1")
        session.start(f"({NVSMI} -L > /dev/null; echo slow $?) &")
        self.assertEqual(session.result(), (0, ""))
        for _ in range(200):
            if "struck 1" in self.does(session, "show"):
                break
            time.sleep(0.02)
        before = time.monotonic()
        session.start(f"{NVSMI} -L > /dev/null; echo fast $?; wait")
        self.assertEqual(session.result(), (0, "fast 0\nslow 0\n"))
        self.assertLess(time.monotonic() - before, 30)

    def test_who_hangs_can_be_killed(self):
        session = self.open()
        self.does(session, "fault any hang=60s")
        status, _ = session.run(f"{NVSMI} -L & sleep 0.3; kill -9 $!; wait $!")
        self.assertEqual(status, 128 + signal.SIGKILL)
        self.does(session, "clear")
        self.assertIn("GPU 1", self.says(session, f"{NVSMI} -L"))

    def test_node_gone(self):
        session = self.open()
        self.does(session, "node 1 gone")
        self.assertEqual(self.says(session, "echo /dev/nvidia*"), "/dev/nvidia0 /dev/nvidiactl\n")
        self.assertNotIn("GPU 1", self.says(session, f"{NVSMI} -L"))
        self.does(session, "node 1 back")
        self.assertIn("GPU 1", self.says(session, f"{NVSMI} -L"))
        self.does(session, "node 1 errno=EPERM")
        self.assertIn("not permitted", session.run("exec 2>&1; cat /dev/nvidia5")[1])
        self.assertEqual(session.run("test -r /dev/nvidia5")[0], 1)
        self.does(session, "node 1 errno=EIO")
        self.assertEqual(session.run("test -r /dev/nvidia5")[0], 0)
        self.assertEqual(session.run(f"{PROBES[1]} children")[0], 1)

    def test_gpu_lost(self):
        session = self.open()
        width = f"cat {SECOND}current_link_width"
        whole = self.says(session, width)
        self.does(session, "lose 1")
        self.assertEqual(self.says(session, width), "63\n")
        self.assertIn("GPU is lost", session.run(f"{NVSMI} -L")[1])
        self.does(session, "restore 1")
        self.assertIn("GPU 1", self.says(session, f"{NVSMI} -L"))
        self.assertEqual(self.says(session, width), whole)

    def test_sleep(self):
        session = self.open()
        self.does(session, "suspend 0")
        self.assertEqual(self.says(session, "cat /sys/bus/pci/devices/0000:1b:00.0/power/runtime_status"), "suspended\n")
        self.refuses(session, "suspend 1")
        self.says(session, f"{NVSMI} -q > /dev/null")
        self.assertEqual(self.says(session, "cat /sys/bus/pci/devices/0000:1b:00.0/power/runtime_status"), "active\n")

    def test_other_driver(self):
        session = self.open()
        self.assertIn("process 4000123", self.refuses(session, "driver 580.65.06"))
        self.does(session, "end 1 4000123")
        self.assertEqual(self.says(session, "exec 5</dev/nvidiactl; echo"), "\n")
        self.assertIn("open node", self.refuses(session, "driver 580.65.06"))
        self.says(session, "exec 5<&-")
        self.does(session, "driver 580.65.06")
        self.assertEqual(self.says(session, f"cat /sys/module/nvidia/version; {NVSMI} --query-gpu=driver_version "
                                            "--format=csv,noheader -i 0"), "580.65.06\n580.65.06\n")

    def test_lines_from_a_file(self):
        session = self.open()
        lines = "# two of them\nset 0 temperature_c 40\n\nfault any status=0x65 gpu=1 # all\n"
        self.does(session, input=lines)
        shown = self.does(session, "show")
        self.assertIn("set 0 temperature_c 40\n", shown)
        self.does(session, "clear")
        self.does(session, "release 0")
        self.assertEqual(self.does(session, input=shown), "")  # what show says makes it so again
        self.assertEqual(self.does(session, "show").split("\n")[1:], shown.split("\n")[1:])


class Socket(Case):
    def test_mode_and_place(self):
        session = self.open(options=["--no-nodes"])
        path = self.says(session, "echo $NVSIM_CONTROL").strip()
        self.assertTrue(path.startswith(self.folder.name + "/nvsim-"), path)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode), 0o700)
        self.assertIn("nvsim-test", self.says(session, f"{NVSIM} ctl show"))  # from inside
        session.close()
        self.assertEqual(glob.glob(self.folder.name + "/nvsim-*"), [])

    def test_found(self):
        session = self.open()
        pid = session.shell.pid
        by_pid = subprocess.run([NVSIM, "ctl", "--pid", str(pid), "show"], env=self.env, capture_output=True, text=True)
        self.assertEqual((by_pid.returncode, by_pid.stderr), (0, ""))
        alone = subprocess.run([NVSIM, "ctl", "show"], env=self.env, capture_output=True, text=True)
        if alone.returncode == 0:
            self.assertIn("nvsim-test", alone.stdout)
        else:  # others of this user run, too
            self.assertEqual(alone.returncode, 2)
            self.assertRegex(alone.stderr, rf"--pid {pid}  # nvsim-test")
        none = subprocess.run([NVSIM, "ctl", "--pid", "1", "show"], env=self.env, capture_output=True, text=True)
        self.assertEqual(none.returncode, 1)

    def test_path(self):
        """A long one, one that somebody who was killed left behind, and one in use."""
        folder = self.folder.name + "/" + "x" * 100
        os.mkdir(folder)
        path = folder + "/socket"
        for _ in range(2):
            session = self.open(options=["--control", path])
            session.socket = path
            self.does(session, "show")
            again = subprocess.run([NVSIM, "run", "-m", MACHINE, "--control", path, "--", "true"], env=self.env,
                                   capture_output=True, text=True)
            self.assertEqual(again.returncode, 2)
            self.assertIn(path, again.stderr)
            session.shell.kill()
            session.close()
        self.assertTrue(os.path.exists(path))
        self.assertEqual(session.ctl("show").returncode, 1)

    def test_many_at_once(self):
        session = self.open()
        command = [NVSIM, "ctl", "--socket", session.socket]
        idle = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(6)]
        self.does(session, "show")
        for client in idle:
            client.communicate(b"show\n" * 0)
            self.assertEqual(client.returncode, 0)
        self.does(session, "show")

    def test_wrong_use(self):
        session = self.open()
        for arguments in (["--pid", "x", "show"], ["--what"], ["--pid", "1", "--socket", "x", "show"], [""], ["# x"]):
            result = subprocess.run([NVSIM, "ctl", *arguments], env=self.env, capture_output=True, text=True)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertNotEqual(result.stderr, "")
        self.assertIn("found 'nonsense', expected", self.refuses(session, "nonsense"))
        self.assertIn("found '7', expected a GPU from 0 to 1", self.refuses(session, "lose", "7"))
        self.assertEqual(session.ctl(input="lose 7\nset 0 temperature_c 77\n").returncode, 1)
        self.assertNotIn("temperature_c 77", self.does(session, "show"))

    def test_help(self):
        result = subprocess.run([NVSIM, "ctl", "help"], env=self.env, capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        words = re.findall(r"^([a-z-]+)(?: .*)?\n    \S", result.stdout, re.M)
        for word in ("set", "start", "xid", "lose", "suspend", "node", "fault", "torn", "driver", "step", "show"):
            self.assertIn(word, words)


unittest.main(argv=sys.argv[:1], verbosity=2)
