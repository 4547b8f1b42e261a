#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsmi -l on a terminal. live.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY

A pseudo-terminal and a small screen that obeys the few escapes the view may use: anything else fails. Numbers are those
of simulated machines' files and of the fake library's; what must not happen (another letter outside the screen, a
terminal left otherwise than found) is looked for each time.
"""

import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

import side_by_side

NVSIM, NVSMI, DLOPEN, LIBRARY = sys.argv[1:5]
del sys.argv[1:5]
MIB = 1 << 20
ESCAPE = re.compile(rb"\x1b\[(\??)([0-9;]*)([A-Za-z])")
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"


class Screen:
    """What the escapes make of rows x columns, one frame (from ESC[H to the next) at a time."""

    def __init__(self, rows, columns):
        self.modes, self.frames, self.colours = {}, 0, set()
        self.resize(rows, columns)

    def resize(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0

    def put(self, byte):
        if byte == 13:
            self.column = 0
        elif byte == 10:
            assert self.row + 1 < self.rows, "a line below the last: the screen would scroll"
            self.row += 1
        else:
            assert 32 <= byte < 127, f"byte {byte} on the screen"
            assert self.column < self.columns, "a letter beyond the right edge"
            self.cells[self.row][self.column] = chr(byte)
            self.column += 1

    def escape(self, private, numbers, letter):
        if private:
            assert numbers in ("1049", "25", "7") and letter in "hl", (numbers, letter)
            self.modes[numbers] = letter
        elif letter == "H":
            assert not numbers
            self.row = self.column = 0
            self.frames += 1
        elif letter == "K":
            assert self.column == 0
            self.cells[self.row] = [" "] * self.columns
        elif letter == "J":
            self.cells[self.row][self.column:] = [" "] * (self.columns - self.column)
            for row in range(self.row + 1, self.rows):
                self.cells[row] = [" "] * self.columns
        else:
            assert letter == "m", letter
            self.colours.add(numbers)

    def feed(self, data):
        at = 0
        while at < len(data):
            found = ESCAPE.match(data, at)
            if found:
                self.escape(found[1].decode(), found[2].decode(), found[3].decode())
                at = found.end()
            else:
                self.put(data[at])
                at += 1

    def lines(self):
        return ["".join(line).rstrip() for line in self.cells]


class View:
    """The program on a terminal of its own."""

    def __init__(self, command, rows=24, columns=100, values=None, term="xterm", **more):
        self.master, self.slave = os.openpty()
        self.screen = Screen(rows, columns)
        self.size(rows, columns)
        self.before = termios.tcgetattr(self.slave)
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "OPENNVML_LIBRARY")}
        environment.update(TERM=term, TZ="UTC", **more)
        if values:
            environment["OPENNVML_LIBRARY"] = LIBRARY
            with tempfile.NamedTemporaryFile("w", delete=False) as file:
                file.write(values)
            environment["FAKE_NVML"] = self.values = file.name
        self.process = subprocess.Popen(
            command, executable=DLOPEN if values else None, stdin=self.slave, stdout=self.slave, stderr=subprocess.PIPE,
            env=environment, start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.data, self.fed = b"", 0

    def size(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, timeout):
        ready, _, _ = select.select([self.master], [], [], timeout)
        if ready:
            self.data += os.read(self.master, 65536)
        return bool(ready)

    def take(self):
        """Gives the screen what came, but no half escape."""
        whole = self.data
        cut = whole.rfind(b"\x1b", self.fed)
        if cut >= 0 and not ESCAPE.match(whole, cut):
            whole = whole[:cut]
        self.screen.feed(whole[self.fed:])
        self.fed = len(whole)

    def until(self, condition, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.read(0.2):
                self.take()
            if condition(self.screen):
                while self.read(0.02):
                    self.take()
                return self.screen.lines()
        raise AssertionError("\n".join(self.screen.lines()))

    def frames(self, count):
        wanted = self.screen.frames + count
        return self.until(lambda screen: screen.frames >= wanted)

    def kill(self):
        """Whatever is left of it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def end(self):
        """Status and standard error, after the terminal was found as it was left."""
        end = time.monotonic() + 10
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.05)
        while self.read(0.05):
            pass
        status = self.process.wait(timeout=1)
        errors = self.process.stderr.read().decode()
        self.process.stderr.close()
        after = termios.tcgetattr(self.slave)
        os.close(self.slave)
        os.close(self.master)
        if hasattr(self, "values"):
            os.unlink(self.values)
        assert after == self.before, "the terminal's modes were changed"
        return status, errors

    def assert_restored(self, test):
        """The last the terminal gets: letters as usual, lines that wrap, a cursor, its own screen."""
        test.assertEqual(self.data.count(ENTER), self.data.count(LEAVE))
        test.assertTrue(self.data.endswith(b"\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"), self.data[-60:])


def fake(gpus=2, more=()):
    lines = ["driver=580.65.06", "library=13.580.65.06", "cuda=13000", f"count={gpus}"]
    for gpu in range(gpus):
        lines += [f"{gpu}.nvmlDeviceGetName=NVIDIA Test {gpu}", f"{gpu}.nvmlDeviceGetPowerUsage=150000",
                  f"{gpu}.nvmlDeviceGetEnforcedPowerLimit=300000", f"{gpu}.nvmlDeviceGetTemperature.0={50 + gpu}",
                  f"{gpu}.utilization=50 20", f"{gpu}.memory={1000 * MIB} 0 {500 * MIB} {500 * MIB}",
                  f"{gpu}.nvmlDeviceGetTemperatureThreshold.1=90", f"{gpu}.nvmlDeviceGetClockInfo.1=1410"]
    return "\n".join([*lines, *more]) + "\n"


LOOP = ["nvsmi", "-lms", "100"]
# What a machine that is only busy may take, and the time in which a hung GPU is given up.
QUICK = "--timeout=0.5"


class Watched(unittest.TestCase):
    def disturbed(self, *words, machine="3x t4", timeout=QUICK):
        """A view that ran, of a machine that something happened to since."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        view = View([NVSIM, "run", "-m", machine, "--control", folder + "/socket", "--", NVSMI, timeout, "-lms", "50"])
        self.addCleanup(view.kill)
        view.frames(2)
        subprocess.run([NVSIM, "ctl", "--socket", folder + "/socket", *words], check=True, stdout=subprocess.DEVNULL)
        return view

    def hanging(self, gpu=1, **options):
        return self.disturbed("fault", "any", "hang=60s", f"gpu={gpu}", **options)


class Hanging(Watched):
    def test_hang(self):
        """One that hangs says so in its row, the others go on on the same screen, and the reason is told below it."""
        view = self.hanging()
        lines = view.until(lambda screen: "no answer" in screen.lines()[3])
        self.assertEqual((lines[1][:11], lines[3], lines[4][:11]), (" 0 Tesla T4", " 1 no answer", " 2 Tesla T4"))
        view.frames(3)
        os.write(view.master, b"q")
        status, errors = view.end()
        self.assertEqual((status, view.data.count(ENTER)), (10, 1), errors)
        self.assertRegex(errors, r"^nvsmi: GPU 1 \(00000000:16:00.0\) gives no answer \(waited 0.5 s\) .*\n$")
        view.assert_restored(self)

    def test_lost(self):
        """Also where some of its readings stand on a page that it has left behind."""
        view = self.disturbed("lose", "1")
        lines = view.until(lambda screen: "lost" in screen.lines()[3])
        self.assertEqual((lines[1][:11], lines[3], lines[4][:11]), (" 0 Tesla T4", " 1 GPU is lost", " 2 Tesla T4"))
        os.write(view.master, b"q")
        status, errors = view.end()
        self.assertEqual(status, 15)
        self.assertRegex(errors, r"^nvsmi: GPU 1 \(00000000:16:00.0\): GPU is lost\..*\n$")
        view.assert_restored(self)

    def test_all_hang(self):
        view = self.hanging(0, machine="t4")
        status, errors = view.end()
        self.assertEqual((status, view.data.count(ENTER)), (10, 1), errors)
        self.assertRegex(errors, r"(?m)^No GPU answers any more: Timeout$")
        self.assertRegex(errors, r"(?m)^nvsmi: GPU 0 .* gives no answer")
        view.assert_restored(self)


class Stopping(Watched):
    """The one who watches, and the terminal."""

    def test_signals_while_it_hangs(self):
        """Ctrl-Z and Ctrl-C need not wait for the deadline."""
        view = self.hanging(timeout="--timeout=30")
        time.sleep(0.2)
        os.write(view.master, b"\x1a")
        view.until(lambda _: view.data.endswith(LEAVE) and termios.tcgetattr(view.slave) == view.before)
        os.killpg(view.process.pid, signal.SIGCONT)
        view.until(lambda _: view.data.endswith(b"\x1b[?7l"))
        os.write(view.master, b"\x03")
        self.assertEqual(view.end(), (128 + signal.SIGINT, ""))
        view.assert_restored(self)

    def test_stopped_output(self):
        """Ctrl-S: a terminal that takes nothing is none of a GPU's, nor is its end."""
        view = View([NVSIM, "run", "-m", "2x t4", "--", NVSMI, QUICK, "-lms", "50"])
        view.frames(2)
        os.write(view.master, b"\x13")
        time.sleep(1)
        os.write(view.master, b"\x11")
        view.frames(2)
        os.write(view.master, b"\x13q")
        time.sleep(1)
        os.write(view.master, b"\x11")
        self.assertEqual((view.end(), view.data.count(ENTER)), ((0, ""), 1))
        view.assert_restored(self)

    def test_killed(self):
        """What shows the screen dies: who watches it puts the terminal in order."""
        (view := View(["nvsmi", "--timeout=30", "-lms", "100"], values=fake())).frames(1)
        with open(f"/proc/{view.process.pid}/task/{view.process.pid}/children") as children:
            os.kill(int(children.read()), signal.SIGKILL)
        self.assertEqual(view.end(), (-signal.SIGKILL, ""))
        view.assert_restored(self)


class Live(unittest.TestCase):
    def quit(self, view, key=b"q", status=0):
        os.write(view.master, key)
        self.assertEqual(view.end(), (status, ""))
        view.assert_restored(self)

    def test_simulated(self):
        """The numbers of machines/dgx-h100.yaml; processes by memory; one write per frame; Ctrl-C."""
        view = View([NVSIM, "run", "-m", "dgx-h100", "--", NVSMI, "-lms", "100"], rows=30, columns=120)
        lines = view.frames(2)
        self.assertRegex(lines[0], r"^nvsmi  driver 565\.57\.01  CUDA [0-9.]+.* q quits$")
        self.assertRegex(lines[1], r"^ 0 NVIDIA H100 80GB HBM3 +52C  P0  1980MHz")
        self.assertRegex(lines[2], r"^   util \[\|+ +\] 63% +mem \[\|+ +\] 41216/81559MiB +power \[\|+ +\] 418/700W$")
        self.assertRegex(lines[4], r"^   util \[\|+ +\] 58% +mem \[\|+ +\] 40960/81559MiB +power \[\|+ +\] 402/700W$")
        self.assertRegex(lines[15], r"^ 7 NVIDIA H100")
        self.assertEqual([line.split() for line in lines[18:21]],
                         [["GPU", "PID", "TYPE", "SM", "MEMORY", "COMMAND"],
                          ["0", "41207", "C", "63%", "41216MiB", *lines[19].split()[5:]],
                          ["1", "41208", "C", "58%", "40960MiB", *lines[20].split()[5:]]])
        self.assertIn("python3", lines[19])
        bar = re.search(r"\[(\|+)( +)\] 63%", lines[2])
        self.assertAlmostEqual(len(bar[1]) / (len(bar[1]) + len(bar[2])), 0.63, delta=0.05)
        os.write(view.master, b"\x03")
        self.assertEqual(view.end(), (0, ""))
        view.assert_restored(self)

    def test_ways_to_end(self):
        """q, Ctrl-C, SIGTERM: the terminal as it was; the last with the status of a killed program."""
        self.assertRegex("\n".join((view := View(LOOP, values=fake())).frames(2)), r"power \[\|+ +\] 150/300W")
        self.quit(view)
        (view := View(LOOP, values=fake())).frames(1)
        self.quit(view, b"\x03")
        for number in (signal.SIGTERM, signal.SIGHUP):
            (view := View(LOOP, values=fake())).frames(1)
            view.process.send_signal(number)
            self.assertEqual(view.end(), (-number, ""))
            view.assert_restored(self)

    def test_driver_goes(self):
        """Nothing answers any more: terminal first, then the reason, and NVML's code."""
        view = View(LOOP, values=fake(more=["until=60"]))
        status, errors = view.end()
        self.assertEqual((status, errors.splitlines()[0]), (255, "No GPU answers any more: Unknown Error"))
        self.assertEqual(re.findall(r"(?m)^nvsmi: GPU (\d): Unknown Error\. ", errors), ["0", "1"])
        view.assert_restored(self)
        view.take()
        self.assertGreater(view.screen.frames, 0)

    def test_lost(self):
        """A lost GPU says so and the others go on; when all are lost, so does the view."""
        for gone in ("1", "01"):
            keys = [f"{gpu}.{key}" for gpu in gone
                    for key in ("memory", "nvmlDeviceGetTemperature.0", "utilization", "nvmlDeviceGetPowerUsage")]
            kept = [line for line in fake().split("\n") if line.split("=")[0] not in keys]
            view = View(LOOP, values="\n".join(kept + [f"{key}=!15" for key in keys]) + "\n")
            lines = view.frames(2)
            self.assertEqual(lines[len(gone) == 1 and 3 or 2], " 1 GPU is lost")
            self.assertRegex(lines[2], "150/300W" if gone == "1" else "lost")
            os.write(view.master, b"q")
            status, errors = view.end()
            view.assert_restored(self)
            self.assertEqual(status, 15)
            self.assertRegex(errors, "GPU 1: GPU is lost")

    def test_asleep(self):
        """They are shown, and sleep on."""
        view = View([NVSIM, "run", "-m", "2x rtx-3060-laptop-gpu, suspended=true, driver=580.142", "--", NVSMI, "--no-wake", "-lms", "50"])
        self.assertEqual(view.frames(2)[1:3], [" 0 asleep", " 1 asleep"])
        self.quit(view)

    def test_resize_and_small_screens(self):
        """Redrawn at once in the new size, never beyond it; one line a GPU, then a count, when it is low."""
        processes = ["0.compute=" + "".join(f"{100 + i} {(i + 1) * MIB} -1 -1;" for i in range(9)),
                     *(f"process.{100 + i}=worker{i}" for i in range(9))]
        view = View(["nvsmi", "-l", "60"], rows=40, values=fake(4, processes))
        lines = view.frames(1)
        self.assertEqual([line.split()[5] for line in lines[11:20]], [f"worker{i}" for i in range(8, -1, -1)])
        for rows, columns in ((16, 60), (9, 40), (4, 20), (2, 9), (1, 1), (50, 200)):
            wanted = view.screen.frames + 1
            view.screen.resize(rows, columns)
            view.size(rows, columns)
            lines = view.until(lambda screen: screen.frames >= wanted)
            if rows == 16:
                self.assertRegex(lines[1], r"^ 0 NVIDIA Test 0 +50C")
                self.assertEqual(lines[15], "5 processes more")
                self.assertEqual(len([line for line in lines if "worker" in line]), 4)
            if rows == 9:
                self.assertRegex(lines[1], r"^ 0  50C  util 50% +mem 500/1000MiB")
                self.assertEqual(lines[8], "8 processes more")
            if rows == 4:
                self.assertEqual(lines[3], "2 GPUs more")
        self.assertRegex(lines[1], r"^ 0 NVIDIA Test 0")
        self.quit(view)

    def test_colours(self):
        """By state, and none of them where NO_COLOR is set."""
        hot = fake(1).replace("Temperature.0=50", "Temperature.0=91").replace(f"{500 * MIB} {500 * MIB}", f"{950 * MIB} {50 * MIB}")
        (view := View(LOOP, values=hot)).frames(1)
        self.quit(view)
        self.assertIn(b"\x1b[31m 91C\x1b[0m", view.data)
        self.assertRegex(view.data, rb"\x1b\[33m950/1000MiB\x1b\[0m")
        self.assertRegex(view.data, rb"\x1b\[32m50%\x1b\[0m")
        (view := View(LOOP, values=hot, NO_COLOR="1")).frames(1)
        self.quit(view)
        self.assertEqual(view.screen.colours - {"0"}, set())
        self.assertEqual(view.data.count(b"\x1b[0m"), 1)

    def test_hostile_names(self):
        more = [f"0.compute=5 {MIB} -1 -1;", "process.5=evil\x1b[2J\x07\xc3\xa4" + "x" * 500]
        lines = (view := View(LOOP, values=fake(1, more).replace("NVIDIA Test 0", "T\x1b]0;x\x07"))).frames(1)
        self.assertTrue(lines[1].startswith(" 0 T?]0;x? "), lines[1])
        self.assertIn("evil?[2J?", lines[5])
        self.quit(view)

    def test_stop_and_go_on(self):
        """Ctrl-Z gives the terminal back, and the view comes again after it."""
        (view := View(LOOP, values=fake())).frames(1)
        os.write(view.master, b"\x1a")
        end = time.monotonic() + 10
        while open(f"/proc/{view.process.pid}/stat").read().split(") ")[1][0] != "T":
            self.assertLess(time.monotonic(), end)
            view.read(0.02)
        while view.read(0.05):
            pass
        self.assertEqual(termios.tcgetattr(view.slave), view.before)
        view.assert_restored(self)
        view.process.send_signal(signal.SIGCONT)
        view.frames(1)
        self.quit(view)
        self.assertEqual(view.data.count(ENTER), 2)

    def plain(self, command, **more):
        """The output until the second table, as NVIDIA's prints them."""
        view = View(command, values=fake(), **more)
        end = time.monotonic() + 10
        while view.data.count(b"Processes:") < 2 and time.monotonic() < end:
            view.read(0.1)
        os.write(view.master, b"\x03")
        view.end()
        self.assertEqual(view.data.count(b"\x1b"), 0)
        self.assertGreaterEqual(view.data.count(b"Processes:"), 2)

    def test_plain(self):
        """As nvidia-smi, and where the terminal can do nothing: tables one after the other."""
        self.plain(["nvidia-smi", "-lms", "50"])
        self.plain(LOOP, term="dumb")

    def test_monitor(self):
        """dmon on a terminal: its header again at each height of the window, nothing else than lines."""
        view = View(["nvidia-smi", "dmon", "-c", "1", "-s", "p"], rows=6, values=fake(9))
        self.assertEqual(view.end(), (0, ""))
        head = ["# gpu    pwr  gtemp  mtemp ", "# Idx      W      C      C "]
        rows = [f"{gpu:5}    150 {50 + gpu:6}      - " for gpu in range(9)]
        self.assertEqual(view.data.decode().split("\r\n"), head + rows[:4] + head + rows[4:8] + head + rows[8:] + [""])

    def test_not_a_terminal(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(fake())
            file.flush()
            process = subprocess.Popen(LOOP, executable=DLOPEN, stdout=subprocess.PIPE, text=True,
                                       env=dict(os.environ, TERM="xterm", FAKE_NVML=file.name, OPENNVML_LIBRARY=LIBRARY))
            lines = [process.stdout.readline() for _ in range(40)]
            process.terminate()
            process.wait()
            process.stdout.close()
        self.assertGreaterEqual(sum("NVIDIA-SMI" in line for line in lines), 2)
        self.assertNotIn("\x1b", "".join(lines))


if __name__ == "__main__":
    side_by_side.main()
