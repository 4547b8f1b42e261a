#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""GPUs that hang, are lost, or sleep, and processes of elsewhere: patience.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY.

What must be shown of the others is what the same machine shows without trouble.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import side_by_side
from json_check import Schema, reason_complaints

NVSIM, NVSMI, NVSMI_DLOPEN, FAKE = map(os.path.abspath, sys.argv[1:5])
del sys.argv[1:5]
SCHEMA = Schema(json.loads((Path(__file__).resolve().parents[2] / "docs" / "nvsmi.schema.json").read_text()))
# Less, and a busy machine that is only slow would seem to hang.
QUICK = "--timeout=0.5"
CSV = "--query-gpu=index,pci.bus_id,name,temperature.gpu --format=csv"
# Any program here may be slow on a busy machine: this is for ever.
LONG = 30
INNER = "unshare --user --map-root-user --mount --pid --fork --mount-proc"


class Machine:
    """A shell on a simulated machine, which runs nvsmi."""

    def __init__(self, *options):
        self.folder = tempfile.mkdtemp()
        self.env = dict(os.environ, TMPDIR=self.folder)
        self.env.pop("NVSIM_CONTROL", None)
        self.socket = self.folder + "/socket"
        os.symlink(NVSMI, self.folder + "/nvidia-smi")
        self.shell = subprocess.Popen([NVSIM, "run", "--no-lib", "--control", self.socket, *options, "--", "sh"], env=self.env,
                                      cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.run("true")

    def run(self, script):
        """Exit status, standard output, standard error."""
        self.start(script)
        return self.result()

    def start(self, script):
        self.shell.stdin.write(f"{{ {script}\n}} >out 2>err\necho end $?\n")
        self.shell.stdin.flush()

    def result(self):
        status = int(self.shell.stdout.readline().split()[1])
        return status, self.read("out"), self.read("err")

    def read(self, name):
        with open(f"{self.folder}/{name}") as file:
            return file.read()

    def ctl(self, *words):
        subprocess.run([NVSIM, "ctl", "--socket", self.socket, *words], env=self.env, check=True, timeout=LONG,
                       stdout=subprocess.DEVNULL)

    def close(self):
        self.shell.stdin.close()
        self.shell.wait(timeout=LONG)
        self.shell.stdout.close()
        shutil.rmtree(self.folder)


class Case(unittest.TestCase):
    MACHINE = ()

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(*cls.MACHINE)
        cls.addClassCleanup(cls.machine.close)

    def nvsmi(self, arguments, name=NVSMI):
        return self.machine.run(f"{name} {arguments}")

    def wait_for(self, condition):
        end = time.monotonic() + LONG
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)


def blocks(table):
    """Rows of GPUs, by index."""
    return {int(row.group(1)): row.group(0) for row in re.finditer(r"(?m)^\| {2,3}(\d+)  \S.*\n.*\n.*\n", table)}


class Faulty(Case):
    def setUp(self):
        self.addCleanup(self.machine.ctl, "clear")

    def hang(self, gpu=1, command="any"):
        self.machine.ctl("fault", command, "hang=60s", f"gpu={gpu}")


class Hanging(Faulty):
    MACHINE = ("-m", "4x t4")
    BUS = "00000000:16:00.0"

    def start_with_pid(self, script):
        """Of a script that writes its process id; whatever the test finds, the process ends."""
        file = self.machine.folder + "/pid"
        self.machine.start(script)
        self.wait_for(lambda: os.path.exists(file) and self.machine.read("pid").endswith("\n"))
        pid = int(self.machine.read("pid"))
        os.remove(file)
        self.addCleanup(self.end, pid)
        return pid

    @staticmethod
    def end(pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def check(self, arguments, told=1):
        """What is printed: status, one message for each GPU, and in time."""
        begin = time.monotonic()
        status, output, errors = self.nvsmi(f"{QUICK} {arguments}")
        self.assertLess(time.monotonic() - begin, LONG)
        self.assertEqual(status, 10, errors)
        self.assertEqual(len(errors.splitlines()), told, errors)
        self.assertIn(f"GPU 1 ({self.BUS}) gives no answer (waited 0.5 s)", errors)
        return output

    def test_table(self):
        whole = blocks(self.nvsmi("")[1])
        self.hang()
        table = self.check("")
        rows = blocks(table)
        self.assertEqual(table.count("NVIDIA-SMI"), 1)
        self.assertEqual({0: whole[0], 2: whole[2], 3: whole[3]}, {i: rows[i] for i in (0, 2, 3)})
        self.assertRegex(rows[1], r"^\|   1  ERR! .*\|   " + self.BUS + r" ERR! \|")
        self.assertRegex(rows[1], r"\| no answer +\|")
        self.assertEqual({len(line) for line in table.splitlines() if line.startswith("|")}, {91, 92})

    def test_first_use_hangs(self):
        """Also where the library would wait for the measurements of all GPUs together."""
        self.hang(command="NV2080_CTRL_CMD_BUS_GET_INFO_V2")
        self.check(CSV.replace("name", "pcie.link.gen.current,clocks.sm,power.draw"))

    def test_measurement_hangs(self):
        """What is asked of all GPUs side by side: the right one is left out, and the others' time is not its own."""
        self.hang(command="NV2080_CTRL_CMD_BUS_GET_PEX_UTIL_COUNTERS")
        for arguments, label in (("-q", r" Throughput +: (\d+ KB/s|N/A)\n"), ("-q -x", r"<[tr]x_util>(\d+ KB/s|N/A)<")):
            self.assertEqual(len(re.findall(label, self.check(arguments + " -i 1,2,3"))), 4)

    def test_list(self):
        whole = self.nvsmi("-L")[1].splitlines()
        self.hang()
        lines = self.check("-L").splitlines()
        self.assertEqual(lines[1], f"GPU 1: [Timeout] (PCI: {self.BUS})")
        self.assertEqual(lines[:1] + lines[2:], whole[:1] + whole[2:])

    def test_csv(self):
        whole = self.nvsmi(CSV)[1].splitlines()
        self.hang()
        lines = self.check(CSV).splitlines()
        self.assertEqual(lines[2], f"1, {self.BUS}, [Timeout], [Timeout]")
        self.assertEqual(lines[:2] + lines[3:], whole[:2] + whole[3:])

    def test_report(self):
        def parts_of(report):
            return re.sub(r"Throughput( +): \d+", r"Throughput\1: N", report).split("\nGPU ")

        whole = parts_of(self.nvsmi("-q")[1])
        self.hang()
        parts = parts_of(self.check("-q"))
        self.assertEqual(len(parts), 5)
        self.assertEqual([parts[1], *parts[3:]], [whole[1], *whole[3:]])
        self.assertRegex(parts[2], f"^{self.BUS}\n")
        for label in ("Product Name", "GPU UUID", "Total", "Processes"):
            self.assertRegex(parts[2], rf"\n +{label} +: Timeout\n")

    def test_document(self):
        self.hang()
        gpus = ElementTree.fromstring(self.check("-q -x")).findall("gpu")
        self.assertEqual([gpu.findtext("product_name") for gpu in gpus], ["Tesla T4", "Timeout", "Tesla T4", "Tesla T4"])
        self.assertEqual(gpus[1].get("id"), self.BUS)

    def test_two(self):
        self.hang()
        self.hang(3)
        self.assertEqual(self.check("-L", told=2).count("Tesla T4"), 2)

    def test_others_alone(self):
        """Who does not want it does not wait for it."""
        self.hang()
        status, output, errors = self.nvsmi(f"{QUICK} {CSV},noheader -i 0,2")
        self.assertEqual((status, errors, output.count("Tesla T4")), (0, "", 2))

    def test_slow_is_not_hanging(self):
        """The deadline is one of progress: the whole takes longer."""
        self.machine.ctl("fault", "any", "hang=100ms", "gpu=1")
        begin = time.monotonic()
        status, output, errors = self.nvsmi(f"{QUICK} -i 1 --format=csv,noheader --query-gpu=name,uuid,serial,vbios_version,"
                                            "pci.bus_id,ecc.mode.current,compute_mode,memory.total,inforom.img,pstate")
        self.assertGreater(time.monotonic() - begin, 0.7)
        self.assertEqual((status, errors), (0, ""))
        self.assertRegex(output, r"^Tesla T4, GPU-\S+, \d+, ")

    def test_without_deadline(self):
        self.machine.ctl("fault", "NV2080_CTRL_CMD_GPU_GET_NAME_STRING", "hang=400ms", "gpu=1")
        for name, option in (("./nvidia-smi", ""), (NVSMI, "--timeout=0")):
            begin = time.monotonic()
            status, output, errors = self.nvsmi(f"{option} -L", name)
            self.assertGreater(time.monotonic() - begin, 0.4)
            self.assertEqual((status, errors, output.count("Tesla T4")), (0, "", 4))

    def test_option(self):
        for bad in ("x", "-1", "nan", "1s", "1e9"):
            self.assertEqual(self.nvsmi(f"--timeout={bad} -L")[:2], (2, ""), bad)
        self.assertEqual(self.nvsmi("--timeout=1 -L", "./nvidia-smi")[0], 255)

    def test_loop(self):
        """It goes on where it was, with the file it had, and says so once."""
        rows = self.machine.folder + "/rows"
        pid = self.start_with_pid(f"sh -c 'echo $$ >pid; exec {NVSMI} {QUICK} {CSV} -lms 20 -f rows'")
        self.wait_for(lambda: os.path.exists(rows) and self.machine.read("rows").count("\n") > 8)
        self.hang()
        self.wait_for(lambda: self.machine.read("rows").count("[Timeout]") > 6)
        os.kill(pid, signal.SIGTERM)
        status, _, errors = self.machine.result()
        lines = self.machine.read("rows").splitlines()
        self.assertEqual((status, errors.count("gives no answer")), (128 + signal.SIGTERM, 1), errors)
        self.assertEqual(sum(line.startswith("index") for line in lines), 1)
        self.assertEqual([line.split(",")[0] for line in lines[1:9]], list("01230123"))
        self.assertEqual([line.split(",")[0] for line in lines[1:]], list("0123" * (len(lines) // 4)))

    def test_json(self):
        """The GPU is there with its address, and each value's reason; a loop goes on in whole lines."""
        self.hang()
        rows = self.machine.folder + "/rows"
        pid = self.start_with_pid(f"sh -c 'echo $$ >pid; exec {NVSMI} {QUICK} --json -lms 20 -f rows'")
        self.wait_for(lambda: os.path.exists(rows) and self.machine.read("rows").count("\n") > 2)
        os.kill(pid, signal.SIGTERM)
        self.machine.result()
        for text in (self.check("--json"), *self.machine.read("rows").splitlines()):
            document = json.loads(text)
            self.assertEqual([*SCHEMA.complaints(document), *reason_complaints(document)], [])
            self.assertEqual([gpu["name"] for gpu in document["gpus"]], ["Tesla T4", None, "Tesla T4", "Tesla T4"])
            silent = document["gpus"][1]
            self.assertEqual((silent["index"], silent["pci"]["bus_id"]), (1, self.BUS))
            self.assertEqual(silent["missing"]["temperature.gpu_c"]["reason"], "timeout")
            self.assertEqual({why["reason"] for why in silent["missing"].values()}, {"timeout", "no_source"})
            self.assertEqual([(one["index"], one["error"]["reason"], one["error"]["nvml"]) for one in document["unavailable"]],
                             [(1, "timeout", 10)])

    def test_doctor(self):
        """What it found is said of all, and the one is a problem: status 1."""
        self.hang()
        status, output, errors = self.nvsmi(f"{QUICK} doctor --json")
        found = [(one["id"], one["gpu"], one["text"]) for one in json.loads(output)["findings"] if one["gpu"]]
        self.assertEqual([(one[0], one[1][9:11]) for one in found], [("gpu", "07"), ("gpu-silent", "16"), ("gpu", "25"), ("gpu", "34")])
        self.assertEqual(found[1][1:], (self.BUS, "this GPU does not answer: Timeout"))
        self.assertEqual((status, len(errors.splitlines())), (1, 1))
        self.assertIn(f"GPU 1 ({self.BUS}) gives no answer (waited 0.5 s)", errors)

    def test_commands(self):
        """Each of them, for what it asks goes through the same door."""
        self.hang()
        self.assertRegex(self.check("pmon -c 1"), r"(?m)^ +2 +-")
        self.assertRegex(self.check("topo -m"), r"(?m)^GPU2\t")
        self.assertIn(f"GPU 1: [Timeout] (PCI: {self.BUS})\n", self.check("nvlink -s"))

    def test_monitors(self):
        """They go on below the lines they printed: one header, and as many samples as were asked for."""
        commands = ("dmon -s m", "pmon", "encodersessions")
        runs = " & ".join(f"{NVSMI} {QUICK} {command} -c 2 >{command[:4]} 2>{command[:4]}.err" for command in commands)
        self.machine.start(runs + " & wait")
        self.wait_for(lambda: all(os.path.exists(f"{self.machine.folder}/{command[:4]}") and self.machine.read(command[:4])
                                  for command in commands))
        self.hang()
        self.machine.result()
        for command in commands:
            lines = self.machine.read(command[:4]).splitlines()
            self.assertEqual([line[:1] for line in lines], list("##        "), lines)
            self.assertEqual([line.split()[0] for line in lines[2:]], list("01230123"))
            self.assertEqual(lines[-3].split()[1], "-", lines)
            self.assertIn("gives no answer", self.machine.read(command[:4] + ".err"))

    def test_monitor_waits(self):
        """The time between two rounds is none of a GPU's."""
        status, output, errors = self.nvsmi(f"{QUICK} dmon -c 2 -d 1 -i 0")
        self.assertEqual((status, errors, len(re.findall(r"(?m)^ +0 ", output))), (0, "", 2))

    def children(self, pid):
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return file.read().split()

    def test_signals(self):
        """What ends the tool ends what asks for it, and is what the caller sees."""
        self.hang()
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
            pid = self.start_with_pid(f"sh -c 'echo $$ >pid; exec {NVSMI} -L'")
            self.wait_for(lambda: self.children(pid))
            child = self.children(pid)[0]
            os.kill(pid, number)
            self.assertEqual(self.machine.result()[0], 128 + number)
            self.wait_for(lambda: not os.path.exists(f"/proc/{child}"))

    def test_who_cannot_end(self):
        """A child that does not end when told to, as one that hangs in the kernel, holds up nobody."""
        self.hang()
        pid = self.start_with_pid(f"sh -c 'echo $$ >pid; exec {NVSMI} -L'")
        self.wait_for(lambda: self.children(pid))
        child = int(self.children(pid)[0])
        os.kill(child, signal.SIGSTOP)
        os.kill(pid, signal.SIGTERM)
        self.assertEqual(self.machine.result()[0], 128 + signal.SIGTERM)
        self.wait_for(lambda: not os.path.exists(f"/proc/{child}"))

    def test_ignored_signals(self):
        """What the caller ignores, as nohup does, does not end the tool."""
        self.machine.ctl("fault", "NV2080_CTRL_CMD_GPU_GET_NAME_STRING", "hang=300ms", "gpu=1")
        pid = self.start_with_pid(f"sh -c 'trap \"\" HUP; echo $$ >pid; exec {NVSMI} -L'")
        self.wait_for(lambda: self.children(pid))
        os.kill(pid, signal.SIGHUP)
        status, output, errors = self.machine.result()
        self.assertEqual((status, errors, output.count("Tesla T4")), (0, "", 4))

    def test_ignored_ends_of_children(self):
        """A caller that wants to hear of no child may have started the tool: it waits for its own all the same."""
        ignoring = "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
        status, output, errors = self.machine.run(f"{sys.executable} -c '{ignoring}' {NVSMI} -L")
        self.assertEqual((status, errors, output.count("Tesla T4")), (0, "", 4))

    def test_broken_pipe(self):
        """Ended by SIGPIPE, as one process would be."""
        status, _, errors = self.machine.run(f"{{ {NVSMI} -q; echo $? >&2; }} | true")
        self.assertEqual((status, errors), (0, f"{128 + signal.SIGPIPE}\n"))

    def test_full_disk(self):
        status, _, errors = self.machine.run(f"{NVSMI} -L >/dev/full")
        self.assertEqual((status, errors), (255, "nvsmi: the output cannot be written: No space left on device\n"))

    def test_stopped_is_not_hanging(self):
        # In the midst of a question: it hangs a little, and the tool is stopped for longer than the deadline.
        self.machine.ctl("fault", "NV2080_CTRL_CMD_GPU_GET_NAME_STRING", "hang=300ms", "gpu=1")
        pid = self.start_with_pid(f"setsid sh -c 'echo $$ >pid; exec {NVSMI} {QUICK} -L'")
        time.sleep(0.1)
        os.killpg(pid, signal.SIGSTOP)
        time.sleep(0.8)
        os.killpg(pid, signal.SIGCONT)
        status, output, errors = self.machine.result()
        self.assertEqual((status, errors, output.count("Tesla T4")), (0, "", 4))


class Many(Faulty):
    MACHINE = ("-m", "8x t4")

    def check_together(self, arguments, names):
        """Half of eight hang, and that costs two deadlines, not four: one for the first, one for the others."""
        begin = time.monotonic()
        status, output, errors = self.nvsmi(f"--timeout=1 {arguments}")
        self.assertLess(time.monotonic() - begin, 3)
        self.assertEqual((status, len(re.findall(names, output)), errors.count("gives no answer")), (10, 4, 4), errors)

    def test_many(self):
        for gpu in (1, 3, 6, 7):
            self.hang(gpu)
        self.check_together("-L", "Tesla T4")
        begin = time.monotonic()
        status, output, _ = self.nvsmi("--timeout=1 doctor")
        self.assertLess(time.monotonic() - begin, 3)
        self.assertEqual((status, output.count("Tesla T4 answers"), output.count("gpu-silent")), (1, 4, 4))

    def test_many_measurements(self):
        for gpu in (1, 3, 6, 7):
            self.hang(gpu, "NV2080_CTRL_CMD_BUS_GET_PEX_UTIL_COUNTERS")
        self.check_together("-q", r"Tx Throughput +: \d+ KB/s")

    def test_many_late(self):
        """All of them answer, but for this question."""
        for gpu in (0, 2, 4, 5):
            self.hang(gpu, "NV2080_CTRL_CMD_FB_GET_INFO_V2")
        self.check_together("--query-gpu=name,memory.total --format=csv,noheader", ", 15360 MiB")


class Lost(Case):
    MACHINE = ("-m", "3x t4")

    def test_lost(self):
        whole = blocks(self.nvsmi("")[1])
        self.machine.ctl("lose", "1")
        status, table, errors = self.nvsmi("")
        rows = blocks(table)
        self.assertEqual((status, {i: rows[i] for i in (0, 2)}), (15, {i: whole[i] for i in (0, 2)}))
        self.assertRegex(rows[1], r"^\|   1  ERR! .*00000000:16:00.0 ERR! ")
        self.assertRegex(rows[1], r"\| GPU is lost +\|")
        self.assertRegex(errors, r"^nvsmi: GPU 1 \(00000000:16:00.0\): GPU is lost\..*\n$")
        for command in ("pmon", "encodersessions", "fbcsessions"):
            status, text, same = self.nvsmi(f"{command} -c 1")
            self.assertEqual((status, [line.split()[:2] for line in text.splitlines()[2:]], same),
                             (15, [["0", "-"], ["1", "-"], ["2", "-"]], errors), command)
        self.assertEqual(self.nvsmi("topo -m")[::2], (15, errors))
        status, text, _ = self.nvsmi("-L")
        self.assertEqual((status, text.splitlines()[1]), (15, "GPU 1: [GPU is lost] (PCI: 00000000:16:00.0)"))
        self.assertEqual(len(text.splitlines()), 3)
        self.assertEqual(self.nvsmi("-L -i 0", "./nvidia-smi")[0], 2)
        status, text, errors = self.nvsmi("--query-gpu=index --format=csv,noheader -i 2")
        self.assertEqual((status, text, errors), (0, "2\n", ""))

    def test_handle_refused(self):
        """NVIDIA's tool stops the whole report (from 550 on, recorded); ours under its own name does not."""
        values = ("driver=550.163.01\nlibrary=12.550.163.01\ncount=2\n0.handle=!15\n"
                  "1.nvmlDeviceGetName=NVIDIA B\n1.nvmlDeviceGetUUID=GPU-b\n1.busid=00000000:27:00.0\n")
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(values)
            file.flush()
            env = dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=FAKE)
            results = {name: subprocess.run([name], executable=NVSMI_DLOPEN, env=env, capture_output=True, text=True,
                                            timeout=LONG) for name in ("nvidia-smi", "nvsmi")}
        stopped, shown = results["nvidia-smi"], results["nvsmi"]
        self.assertEqual((stopped.returncode, stopped.stdout), (15, "Unable to determine the device handle for GPU0: GPU is lost."
                                                                    "  Reboot the system to recover this GPU\n\n\n"))
        self.assertEqual(shown.returncode, 15)
        self.assertIn("|   1  NVIDIA B ", shown.stdout)
        self.assertRegex(shown.stdout, r"\|   0  ERR! ")
        self.assertRegex(shown.stderr, r"^nvsmi: GPU 0: GPU is lost\.")


class NoAnswerAtAll(unittest.TestCase):
    def test_start(self):
        """A library that does not come back from its start: it waits for somebody to write its answers."""
        with tempfile.TemporaryDirectory() as folder:
            os.mkfifo(folder + "/answers")
            env = dict(os.environ, FAKE_NVML=folder + "/answers", OPENNVML_LIBRARY=FAKE)
            done = subprocess.run([NVSMI_DLOPEN, QUICK], env=env, capture_output=True, text=True, timeout=LONG)
        self.assertEqual((done.returncode, done.stdout), (10, ""))
        self.assertRegex(done.stderr, r"^nvsmi: the NVIDIA driver gives no answer \(waited 0.5 s\).*\n$")


class Asleep(Case):
    MACHINE = ("-m", "2x rtx-3060-laptop-gpu, suspended=true, driver=580.142")
    STATE = "cat /sys/bus/pci/drivers/nvidia/0*/power/runtime_status"

    def states(self):
        return self.machine.run(self.STATE)[1].split()

    def test_sleeps_on(self):
        """Opening a node wakes its GPU: one that sleeps afterwards was not opened."""
        self.machine.run("exec 9</dev/nvidia1")
        self.assertEqual(self.states(), ["suspended", "active"])
        for arguments in ("", "-q", "-q -x", CSV, "--query-compute-apps=pid --format=csv", "nvlink -s"):
            self.assertEqual(self.nvsmi(f"--no-wake {arguments}")[::2], (0, ""), arguments)
        rows = blocks(self.nvsmi("--no-wake")[1])
        self.assertRegex(rows[0], r"^\|   0  NVIDIA GeForce RTX 3060 .* N/A .* 00000000:\S+ N/A ")
        self.assertRegex(rows[0], r"\| asleep +\|")
        self.assertNotIn("ERR!", rows[0])
        self.assertNotIn("asleep", rows[1])
        lines = self.nvsmi(f"--no-wake {CSV},noheader")[1].splitlines()
        self.assertRegex(lines[0], r"^0, 00000000:\S+, NVIDIA GeForce RTX 3060 Laptop GPU, \[N/A \(asleep\)\]$")
        self.assertRegex(lines[1], r"^1, 00000000:\S+, NVIDIA GeForce RTX 3060 Laptop GPU, \d+$")
        # The driver knows the UUID when the GPU was awake once, and then keeps it (ids/procfs.md).
        name = r"^GPU 0: NVIDIA GeForce RTX 3060 Laptop GPU "
        self.assertRegex(self.nvsmi("--no-wake -L")[1], name + r"\[N/A \(asleep\)\] \(PCI: 00000000:\S+\)\n")
        self.assertEqual(self.states(), ["suspended", "active"])
        self.assertRegex(self.nvsmi("-L")[1], name + r"\(UUID: GPU-")
        self.wait_for(lambda: self.states() == ["suspended", "active"])
        self.assertRegex(self.nvsmi("--no-wake -L")[1], name + r"\(UUID: GPU-")

    def test_another_library(self):
        """One that may open all GPUs when it starts is not even loaded."""
        status, output, errors = self.nvsmi("--no-wake -L", f"OPENNVML_LIBRARY=/nonexistent.so {NVSMI_DLOPEN}")
        self.assertEqual((status, output), (3, ""))
        self.assertIn("may wake it", errors)


@unittest.skipUnless(shutil.which("unshare") and not subprocess.run([*INNER.split(), "true"], capture_output=True).returncode,
                     "no user namespaces here")
class Elsewhere(Case):
    """Before 535 the driver tells the first namespace's ids (kernel/map-notes.md), which are nobody's in another."""
    MACHINE = ("-m", "dgx-h100", "-d", "525.105.17")
    APPS = "--query-compute-apps=pid,name --format=csv,noheader -i 0"

    def inner(self, arguments, name=NVSMI):
        status, output, errors = self.machine.run(f"{INNER} {name} {arguments}")
        self.assertEqual((status, errors), (0, ""))
        return output

    def test_names(self):
        pid, name = self.nvsmi(self.APPS)[1].strip().split(", ")
        self.assertEqual(self.inner(self.APPS), f"{pid}, [other namespace]\n")
        self.assertEqual(self.inner(self.APPS, "./nvidia-smi"), f"{pid}, [Not Found]\n")
        self.assertRegex(self.nvsmi("-i 0")[1], rf"\| +0 +N/A +N/A +{pid} +C +{name} ")
        self.assertRegex(self.inner("-i 0"), rf"\| +0 +N/A +N/A +{pid} +C +\[other namespace\] ")
        self.assertIn("No running processes found", self.inner("-i 0", "./nvidia-smi"))
        self.assertRegex(self.inner("-q -i 0"), r"Name +: \[other namespace\]\n")
        process = ElementTree.fromstring(self.inner("-q -x -i 0")).find("gpu/processes/process_info")
        self.assertEqual((process.findtext("pid"), process.findtext("process_name")), (pid, "[other namespace]"))


def load_tests(loader, _tests, _pattern):
    """Each group has a machine of its own; the long ones are parted, for nearly all of them is waiting."""
    groups = []
    for group, parts in ((Hanging, 4), (Many, 3), (Lost, 1), (NoAnswerAtAll, 1), (Asleep, 1), (Elsewhere, 1)):
        names = loader.getTestCaseNames(group)
        groups += [(type(group.__name__, (group,), {}), names[i::parts]) for i in range(parts)]
    return unittest.TestSuite(unittest.TestSuite(map(group, names)) for group, names in groups)


if __name__ == "__main__":
    side_by_side.main()
