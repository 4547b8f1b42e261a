#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""dmon and pmon: recordings byte for byte, then what no recording shows. monitors.py NVSMI_DLOPEN FAKE_LIBRARY NVSIM NVSMI

A recorded row is turned back into the NVML answers it was printed from; the fake library gives them, and the printed
row must be the recorded one. Without recordings the rest runs all the same.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import side_by_side

HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts")) / "smi" / "samples"
NVSMI, LIBRARY, NVSIM, STATIC = sys.argv[1:5]
del sys.argv[1:5]
MIB = 1 << 20
# Column: key of the fake library, and what the printed number is multiplied with (and added to: a fraction is cut off).
KEYS = {"pwr": ("nvmlDeviceGetPowerUsage", 1000, 850), "temp": ("nvmlDeviceGetTemperature.0", 1, 0),
        "gtemp": ("nvmlDeviceGetTemperature.0", 1, 0), "mtemp": ("field.82", 1, 0), "enc": ("nvmlDeviceGetEncoderUtilization", 1, 0),
        "dec": ("nvmlDeviceGetDecoderUtilization", 1, 0), "jpg": ("nvmlDeviceGetJpgUtilization", 1, 0),
        "ofa": ("nvmlDeviceGetOfaUtilization", 1, 0), "mclk": ("nvmlDeviceGetClockInfo.2", 1, 0),
        "pclk": ("nvmlDeviceGetClockInfo.1", 1, 0), "sbecc": ("ecctotal.1", 1, 0), "dbecc": ("ecctotal.11", 1, 0),
        "pci": ("nvmlDeviceGetPcieReplayCounter", 1, 0), "rxpci": ("nvmlDeviceGetPcieThroughput.1", 1024, 0),
        "txpci": ("nvmlDeviceGetPcieThroughput.0", 1024, 0)}
GROUPS = {"pwr": "p", "sm": "u", "mclk": "c", "pviol": "v", "fb": "m", "sbecc": "e", "rxpci": "t"}
# Documents do not name their driver: 525 is the one of the page that shows them, 410 the layout with one temperature.
DOCUMENTS = {"librenms": "410.48", "liguodongiot": "525.105.17"}


def start(values, *arguments, program="nvidia-smi", **more):
    with tempfile.NamedTemporaryFile("w", suffix=".values", delete=False) as file:
        file.write(values)
    environment = dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=LIBRARY, TZ="UTC")
    process = subprocess.Popen([program, *arguments], executable=NVSMI, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environment, **more)
    process.values = file.name
    return process


def finish(process):
    output, errors = process.communicate(timeout=60)
    os.unlink(process.values)
    return process.returncode, output, errors


def run(values, *arguments, **more):
    return finish(start(values, *arguments, **more))


def machine(driver, count):
    return [f"driver={driver}", f"library=12.{driver}", f"count={count}"]


def dmon_values(titles, cells):
    """The answers of one GPU whose row has these cells."""
    row = dict(zip(titles, cells))
    gpu = row["gpu"]
    known = {title: int(cell) for title, cell in row.items() if cell != "-" and title != "gpu"}
    lines = [f"{gpu}.{KEYS[t][0]}={n * KEYS[t][1] + KEYS[t][2]} 0" for t, n in known.items() if t in KEYS]
    if "sm" in known:
        lines.append(f"{gpu}.utilization={known['sm']} {known['mem']}")
    if "fb" in known:
        lines.append(f"{gpu}.memory={99999 * MIB} 0 {known['fb'] * MIB} 0")
        lines.append(f"{gpu}.bar1={99999 * MIB} {known['bar1'] * MIB} 0")
    lines += [f"{gpu}.violation.{policy}={known[t]} 0 0 0" for policy, t in ((0, "pviol"), (1, "tviol")) if t in known]
    return lines


def pmon_values(cells, utilised):
    """The answers for one row of a process; its name goes on where it was cut."""
    gpu, pid, kind, name = cells[0], cells[1], cells[2], cells[9]
    lines = [f"process.{pid}=/usr/lib/some place/{name}" + ("xyz" if len(name) >= 15 else "")]
    lines = [line.replace("some place", "place") for line in lines]
    entries = {key: f"{pid} {MIB} -1 -1;" for letter, key in (("C", "compute"),
                                                              ("G", "graphics"))
               if letter in kind}
    load = "".join(f" {0 if cell == '-' else cell}" for cell in cells[3:9])
    if any(cell != "-" for cell in cells[3:9]) and utilised:
        entries["loads"] = f"{pid} 1{load};"
    return lines, {(gpu, key): text for key, text in entries.items()}


def pmon_machine(driver, rows):
    lines, lists = machine(driver, 1), {}
    for row in rows:
        cells = [row[:5], row[5:16], row[16:22], *(row[22 + 7 * i:29 + 7 * i] for i in range(6)), row[68:]]
        cells = [cell.strip() for cell in cells]
        if cells[1] == "-":
            continue
        more, entries = pmon_values(cells, True)
        lines += more
        for key, text in entries.items():
            lists[key] = lists.get(key, "") + text
    return "\n".join(lines + [f"{gpu}.{key}={text}" for (gpu, key), text in lists.items()]) + "\n"


def driver_of(name):
    found = re.search(r"_(\d{3}\.\d+(\.\d+)?)_", name)
    return found.group(1) if found else next(driver for part, driver in DOCUMENTS.items() if part in name)


def split_samples(rows, key):
    """Rows of one sample each: a key that came already begins a new one."""
    samples, seen = [], set()
    for row in rows:
        if not samples or key(row) in seen:
            samples.append([])
            seen = set()
        samples[-1].append(row)
        seen.add(key(row))
    return samples


@unittest.skipUnless(FACTS.is_dir(), "no recordings")
class Recordings(unittest.TestCase):
    def test_dmon(self):
        paths = sorted((FACTS / "dmon").glob("*.txt"))
        self.assertGreaterEqual(len(paths), 17)
        for path in paths:
            lines = path.read_text().rstrip("\n").split("\n")
            titles = lines[0][1:].split()
            letters = "".join(GROUPS[title] for title in titles if title in GROUPS)
            cut = "unknown" in path.name  # a document loses blanks at the end of lines
            for rows in split_samples(lines[2:], lambda row: row.split()[0])[:3]:
                gpus = [row.split()[0] for row in rows]
                values = machine(driver_of(path.name), 8)
                for row in rows:
                    values += dmon_values(titles, row.split())
                status, output, _ = run("\n".join(values) + "\n", "dmon", "-c", "1", "-s", letters, "-i", ",".join(gpus))
                printed = output.rstrip("\n").split("\n")
                if cut:
                    printed = [line.rstrip() for line in printed]
                self.assertEqual((status, printed), (0, lines[:2] + rows), path.name)

    def test_pmon(self):
        paths = sorted((FACTS / "pmon").glob("*.txt"))
        self.assertGreaterEqual(len(paths), 12)
        for path in paths:
            text = path.read_text()
            rows = [line for line in text.rstrip("\n").split("\n")[2:] if not line.startswith("#")]
            for sample in split_samples(rows, lambda row: row[5:16]):
                status, output, _ = run(pmon_machine(driver_of(path.name), sample), "pmon", "-c", "1")
                expected = "\n".join(text.split("\n")[:2] + sample) + "\n"
                self.assertEqual((status, output), (0, expected), path.name)

    def test_pages(self):
        """Headers within a sample, where the page of a file ends; all at once, since they wait."""
        paths = [FACTS / "pmon" / f"geforce-rtx-2080-super_{name}_windows_pmon_idle.txt" for name in ("591.86", "610.62")]
        running = []
        for path in paths:
            text = path.read_text()
            rows = [line for line in text.rstrip("\n").split("\n") if not line.startswith("#")]
            sample = split_samples(rows, lambda row: row[5:16])[0]
            running.append((text, start(pmon_machine(driver_of(path.name), sample), "pmon", "-c", "5")))
        for text, process in running:
            status, output, _ = finish(process)
            self.assertEqual((status, output.rstrip("\n")), (0, text.rstrip("\n")))


def busy(driver="580.65.06", count=2):
    lines = machine(driver, count)
    for gpu in range(count):
        lines += [f"{gpu}.nvmlDeviceGetPowerUsage={(gpu + 1) * 61999}", f"{gpu}.nvmlDeviceGetTemperature.0={40 + gpu}",
                  f"{gpu}.utilization=5{gpu} 2{gpu}", f"{gpu}.nvmlDeviceGetClockInfo.1=1410", f"{gpu}.nvmlDeviceGetClockInfo.2=1593",
                  f"{gpu}.memory={9999 * MIB} 0 {(100 + gpu) * MIB} 0", f"{gpu}.bar1={256 * MIB} {3 * MIB} 0",
                  f"{gpu}.nvmlDeviceGetPcieThroughput.1={7 * 1024 + 1023}"]
    return "\n".join(lines) + "\n"


class Options(unittest.TestCase):
    def check(self, values, arguments, expected, **more):
        self.assertEqual(run(values, *arguments, **more), (0, expected, ""))

    def test_order_of_letters(self):
        """Groups as typed, none twice."""
        self.check(busy(count=1), ["dmon", "-c", "1", "-s", "mtpm"],
                   "# gpu     fb   bar1   ccpm  rxpci  txpci    pwr  gtemp  mtemp \n"
                   "# Idx     MB     MB     MB   MB/s   MB/s      W      C      C \n"
                   "    0    100      3      -      7      -     61     40      - \n")

    def test_errors(self):
        """Since the board was made (aggregate), as nvidia-smi's manual says of dmon; and replays."""
        counts = "0.ecctotal.0=1\n0.ecctotal.1=22\n0.ecctotal.10=3\n0.ecctotal.11=44\n0.nvmlDeviceGetPcieReplayCounter=55\n"
        self.check(busy(count=1) + counts, ["dmon", "-c", "1", "-s", "ee"],
                   "# gpu  sbecc  dbecc    pci \n# Idx   errs   errs   errs \n    0     22     44     55 \n")

    def test_choice(self):
        self.check(busy(), ["dmon", "-c", "1", "-s", "c", "-i", "1"],
                   "# gpu   mclk   pclk \n# Idx    MHz    MHz \n    1   1593   1410 \n")
        self.assertEqual(run(busy(), "dmon", "-i", "7"), (6, "No devices were found\n", ""))

    def test_date_and_time(self):
        """Widths: up to 545 as a page of January 2024 shows them, later as pages of 2026 do."""
        for driver, titles, units, row in (
                ("545.23.08", "#Date       Time        gpu", "#YYYYMMDD   HH:MM:SS    Idx", r" \d{8}   \d\d:\d\d:\d\d      0"),
                ("580.65.06", "#Date        Time         gpu", "#YYYYMMDD    HH:MM:SS     Idx", r" \d{8}    \d\d:\d\d:\d\d       0")):
            before = time.strftime("%Y%m%d%H:%M:%S", time.gmtime())
            _, output, _ = run(busy(driver, 1), "dmon", "-c", "1", "-s", "c", "-o", "TD")
            after = time.strftime("%Y%m%d%H:%M:%S", time.gmtime())
            lines = output.split("\n")
            self.assertEqual(lines[:2], [titles + "   mclk   pclk ", units + "    MHz    MHz "])
            self.assertRegex(lines[2], "^" + row + "   1593   1410 $")
            self.assertTrue(before <= "".join(lines[2].split()[:2]) <= after, lines[2])
        lines = run(busy("525.105.17", 1), "dmon", "-c", "1", "-s", "p", "-o", "T")[1].split("\n")
        self.assertEqual(lines[:2], ["#Time        gpu   pwr gtemp mtemp", "#HH:MM:SS    Idx     W     C     C"])
        lines = run(busy(count=1), "dmon", "-c", "1", "-s", "c", "-o", "D")[1].split("\n")
        self.assertEqual(lines[0], "#Date        gpu   mclk   pclk ")
        self.assertRegex(lines[2], r"^ \d{8}      0   1593   1410 $")

    def test_csv(self):
        row = "1, 123, 41, -, 1593, 1410\n"
        head, units = "# gpu, pwr, gtemp, mtemp, mclk, pclk\n", "# Idx, W, C, C, MHz, MHz\n"
        for form, expected in (("csv", head + units + row), ("csv,noheader", units + row), ("csv,nounit", head + row),
                               ("csv,noheader,nounit", row)):
            self.check(busy(), ["dmon", "-c", "1", "-s", "pc", "-i", "1", "--format", form], expected)
        self.assertEqual(run(busy(), "dmon", "--format=json"), (2, "Format modifier is not recognized.\n", ""))

    def test_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log"
            self.check(busy(count=1), ["dmon", "-c", "1", "-s", "c", "-f", str(path)], "")
            self.assertEqual(path.read_text(), "# gpu   mclk   pclk \n# Idx    MHz    MHz \n    0   1593   1410 \n")
            status, output, errors = run(busy(), "dmon", "-f", folder + "/no/log")
            self.assertEqual((status, errors), (255, ""))
            self.assertIn("/no/log: No such file", output)

    def test_bad_arguments(self):
        for command, arguments, said in (
                ("dmon", ["--bogus"], 'Option "--bogus" is not recognized.'), ("pmon", ["help"], 'Option "help" is not recognized.'),
                ("pmon", ["--gpm-metrics=1"], 'Option "--gpm-metrics" is not recognized.'),
                ("dmon", ["-c"], 'Option "-c" is missing its value.'),
                *(("dmon", [option, value], f'Option "{option}" of dmon must be ')
                  for option, value in (("-c", "0"), ("-c", "x"), ("-d", "0"), ("-d", "1.5"), ("-s", "pq"), ("-o", "X"),
                                        ("--gpm-metrics", "0"), ("--gpm-metrics", "1,,2"), ("--gpm-metrics", "333"),
                                        ("--gpm-options", "m"))),
                ("pmon", ["-d", "11"], 'Option "-d" of pmon must be a number from 1 to 10'),
                ("pmon", ["-s", "p"], 'Option "-s" of pmon must be ')):
            status, output, errors = run(busy(), command, *arguments)
            self.assertEqual((status, errors), (255, ""), arguments)
            self.assertTrue(output.startswith(said), output)
            self.assertEqual(run(busy(), command, *arguments, program="nvsmi")[::2], (255, output))

    def test_help_and_no_driver(self):
        for command in ("dmon", "pmon"):
            status, output, _ = run("nvmlInit=!9\n", command, "-h")
            self.assertEqual(status, 0)
            self.assertIn("--select", output)
            self.assertEqual(run("nvmlInit=!9\n", command)[0], 9)

    def test_many_gpus(self):
        """NVIDIA's watches 16 at most, as its help says; nvsmi all."""
        rows = run(busy(count=20), "dmon", "-c", "1")[1].split("\n")[2:-1]
        self.assertEqual([row.split()[0] for row in rows], [str(i) for i in range(16)])
        self.assertEqual(len(run(busy(count=20), "dmon", "-c", "1", program="nvsmi")[1].split("\n")), 2 + 20 + 1)


class Between(unittest.TestCase):
    """What needs two samples; the fake library's violations grow by as much with each call."""

    def test_violations_and_counters(self):
        # 250 ms of 1 s are a quarter; heat held nothing down at first, then a nanosecond.
        values = busy(count=1) + "0.violation.0=5000 10 250000000 1000000\n0.violation.1=7 10 1 1000000\n0.gpm=1\n" \
            "0.gpm.1=12.9\n0.gpm.20=345\n0.gpm.77=1\n"
        self.assertEqual(run(values, "dmon", "-c", "2", "-s", "v", "--gpm-metrics", "1,20,13,77"), (
            0, "# gpu  pviol  tviol      gract      pcitx       fp16      gpm77 \n"
               "# Idx      %   bool      GPM:%  GPM:MiB/s      GPM:%      GPM:% \n"
               "    0      0      0          -          -          -          - \n"
               "    0     25      1         12        345          -          1 \n", ""))


class Processes(unittest.TestCase):
    VALUES = "\n".join(machine("580.65.06", 3) + [
        "process.7=/opt/a b/train", "process.9=python3 /x/y.py", "process.11=bad\x1b[2Jname", "process.8=Xorg",
        f"0.compute=9 {5 * MIB} -1 -1;7 {6 * MIB} -1 -1;",
        f"0.graphics=8 -1 -1 -1;9 {5 * MIB} -1 -1;",
        f"2.compute=7 {9 * MIB} -1 -1;11 {MIB} 3 0;",
        f"0.details.0=9 {MIB};7 0;", "0.details.1=8 0;", "0.loads=9 100 80 0 0 0 0 0;9 300 40 20 0 0 1 2;8 5 0 0 0 0 0 0;",
        "2.loads=7 5 0 0 30 40 0 0;"]) + "\n"

    def test_both_groups(self):
        """The newest load counts; processes on two GPUs, two kinds, no name, no process at all."""
        self.assertEqual(run(self.VALUES, "pmon", "-c", "1", "-s", "um"), (
            0, "# gpu         pid   type     sm    mem    enc    dec    jpg    ofa     fb   ccpm    command \n"
               "# Idx           #    C/G      %      %      %      %      %      %     MB     MB    name \n"
               "    0          7     C      -      -      -      -      -      -      6      0    a b/train      \n"
               "    0          8     G      0      0      -      -      -      -      -      0    Xorg           \n"
               "    0          9   C+G     40     20      -      -      1      2      5      1    python3 /x/y.py\n"
               "    1          -     -      -      -      -      -      -      -      -      -    -              \n"
               "    2          7     C      -      -     30     40      -      -      9      -    a b/train      \n"
               "    2         11     C      -      -      -      -      -      -      1      -    bad?[2Jname    \n", ""))

    def test_order_and_old_layout(self):
        """-s mu as a document shows it: five wide, nothing behind the last title."""
        old = self.VALUES.replace("580.65.06", "515.65.01")
        self.assertEqual(run(old, "pmon", "-c", "1", "-s", "mu", "-i", "1,2")[1],
                         "# gpu        pid  type    fb    sm   mem   enc   dec   command\n"
                         "# Idx          #   C/G    MB     %     %     %     %   name\n"
                         "    1          -     -     -     -     -     -     -   -              \n"
                         "    2          7     C     9     -     -    30    40   a b/train      \n"
                         "    2         11     C     1     -     -     -     -   bad?[2Jname    \n")

    def test_csv(self):
        self.assertEqual(run(self.VALUES, "pmon", "-c", "1", "-s", "m", "-i", "0", "--format=csv,noheader,nounit")[1],
                         "0, 7, C, 6, 0, a b/train\n0, 8, G, -, 0, Xorg\n0, 9, C+G, 5, 1, python3 /x/y.py\n")


class Simulated(unittest.TestCase):
    def rows(self, name, *arguments):
        done = subprocess.run([NVSIM, "run", "-m", name, "--", STATIC, *arguments], capture_output=True, text=True, check=True)
        return [line.split() for line in done.stdout.split("\n")[2:-1]]

    def test_mig(self):
        """What h100-mig_590.48.01_*_load show with dashes has them; numbers are those of the machine's file."""
        self.assertEqual(self.rows("h100-mig", "dmon", "-c", "1"),
                         ["0 432 53 58 - - - - - - 2619 1980".split()])
        self.assertEqual(self.rows("h100-mig", "pmon", "-c", "1"),
                         [f"0 {pid} C - - - - - - {name}".split()
                          for pid, name in ((21180, "memhog"), (21181, "memhog"), (21198, "gpu_burn"))])

    def test_kinds_of_boards(self):
        """machines/dgx-h100.yaml: two busy GPUs of eight, a process on each."""
        rows = self.rows("dgx-h100", "dmon", "-c", "1", "-s", "pum", "-i", "0,1,7")
        self.assertEqual([row[:7] for row in rows[:2]], ["0 418 52 58 63 21 0".split(), "1 402 50 57 58 19 0".split()])
        self.assertEqual([row[10] for row in rows], ["41216", "40960", "0"])
        rows = self.rows("dgx-h100", "pmon", "-c", "1", "-s", "um")
        self.assertEqual([row[:5] + row[9:] for row in rows[:3]],
                         ["0 41207 C 63 21 41216 0 python3".split(), "1 41208 C 58 19 40960 0 python3".split(),
                          "2 - - - - - - -".split()])
        self.assertEqual(len(rows), 8)


class Ending(unittest.TestCase):
    def test_signals(self):
        """Ctrl-C: status 0 and whole lines; SIGTERM the same lines, and its own status."""
        for number, status, program in ((signal.SIGINT, 0, "nvidia-smi"), (signal.SIGINT, 0, "nvsmi"),
                                        (signal.SIGTERM, -signal.SIGTERM, "nvidia-smi")):
            process = start(busy(count=3), "dmon", "-s", "c", program=program)
            lines = [process.stdout.readline() for _ in range(5)]
            process.send_signal(number)
            done, rest, errors = finish(process)
            self.assertEqual((done, rest, errors), (status, "", ""))
            self.assertEqual(lines[-1], "    2   1593   1410 \n")

    def test_waits_are_no_hangs(self):
        """A pause between samples longer than the deadline for an answer."""
        status, output, errors = run(busy(count=1), "dmon", "-s", "c", "-c", "2", "--timeout=0.3", program="nvsmi")
        self.assertEqual((status, len(output.split("\n")), errors), (0, 2 + 2 + 1, ""))


if __name__ == "__main__":
    side_by_side.main()
