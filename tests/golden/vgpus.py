#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsmi vgpu, encodersessions and fbcsessions on simulated hosts. vgpus.py NVSIM NVSMI

The report of a recorded host is compared byte for byte; only the names of its virtual machines, which no public call
tells, are not there. Two GPUs of it are left out: what its author made up there, three vGPUs each, repeats ids. Other expectations are the rules
and exact rows that public descriptions of the tool have. Status 77 is for no recordings.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted

NVSIM, NVSMI = sys.argv.pop(1), sys.argv.pop(1)
FACTS = Path(os.environ.get("OPENNVML_FACTS", Path(__file__).resolve().parents[3] / "shared" / "facts")) / "smi"
RECORDED = FACTS / "samples" / "vgpu" / "8x-a100-pcie-40gb_535.129.03_vgpu-q.txt"
HOST = """\
name: host
description: host
source: recording
driver: {driver}
kernel_module: proprietary
architecture: x86_64
models:
  - id: host
    base: {base}
    vgpu_types:
{types}
gpus:
  - model: host
    pci: "{pci}"
    serial: "1320000000001"
    cpus: "0-15"
    numa_node: 0
    persistence: true
    virtualization: 3
{gpu}
"""
TYPE = '      - {{id: {id}, name: "{name}", series: {series}, license: "{license}", pci_subsystem: 0x1890, ' \
       "memory_mib: {mib}, max: 4, heads: 4, width: 7680, height: 4320, frames_per_s: 60}}"
STATES = {"Unlicensed (Restricted)": 3}


def run(machine, *commands):
    """(status, output) of each, on one machine; a name, or a file's text. A command may end by itself or after a while."""
    with tempfile.TemporaryDirectory() as folder:
        tool = Path(folder) / "nvidia-smi"
        tool.symlink_to(Path(NVSMI).resolve())
        if "\n" in machine:
            (Path(folder) / "machine.yaml").write_text(machine)
            machine = f"{folder}/machine.yaml"
        script = "".join(f"{command.replace('SMI', str(tool))}; echo \"=== $?\"\n" for command in commands)
        done = subprocess.run([NVSIM, "run", "-m", machine, "--", "sh", "-c", script], capture_output=True, text=True,
                              check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    answers = re.split(r"=== (\d+)\n", done.stdout)
    return [(int(status), output) for output, status in zip(answers[::2], answers[1::2])]


def blocks(text):
    """(bus id, text) of each GPU."""
    parts = re.split(r"(?m)^(?=GPU )", text)[1:]
    return [(part.split("\n")[0][4:], part.rstrip("\n") + "\n\n") for part in parts]


def fields(text):
    """Of each vGPU: {label: value}; sub-fields under their own labels."""
    parts = re.split(r"(?m)^    vGPU ID +: ", text)[1:]
    return [dict(re.findall(r"(?m)^ +(\S[^:\n]*?) *: (.*)$", part), id=part.split("\n")[0]) for part in parts]


def machine_of(pci, vgpus):
    types = {vgpu["vGPU Type"]: (vgpu["vGPU Name"], vgpu["Total"].split()[0]) for vgpu in vgpus} or {"472": ("A", "1024")}
    lines = []
    for vgpu in vgpus:
        loaded = vgpu["Guest Driver Version"] != "N/A"
        lines.append(
            f"      - {{id: {vgpu['id']}, type: {vgpu['vGPU Type']}, uuid: {vgpu['vGPU UUID']}, device: {vgpu['MDEV UUID']}, "
            f"vm: {vgpu['VM UUID']}, pid: 100, memory_used_mib: {vgpu['Used'].split()[0]}, ecc: 3, "
            f"instance: {vgpu['GPU Instance ID'].replace('N/A', '-1')}" +
            (f", driver: {vgpu['Guest Driver Version']}, license_state: {STATES[vgpu['License Status']]}, "
             f"frames_per_s: {vgpu['Frame Rate Limit'].split()[0]}" if loaded else "") + "}")
    return HOST.format(driver="535.129.03", base="a100-sxm4-40gb", pci=pci, types="\n".join(
        TYPE.format(id=number, name=name, series="Compute", license="GRID", mib=mib)
        for number, (name, mib) in types.items()), gpu="\n".join(["    vgpus:"] + lines) if lines else "")


class Report(unittest.TestCase):
    maxDiff = None

    def test_recorded(self):
        if not RECORDED.exists():
            self.skipTest("no recordings")
        compared = 0
        for pci, text in blocks(RECORDED.read_text()):
            vgpus = fields(text)
            if len(vgpus) > 2:
                continue
            want = re.sub(r"(VM Name +: ).*", r"\1N/A", text)
            with self.subTest(pci):
                self.assertEqual(run(machine_of(pci, vgpus), "SMI vgpu -q"), [(0, want)])
            compared += len(vgpus)
        self.assertEqual(compared, 3)


class Tables(unittest.TestCase):
    maxDiff = None

    def test_summary(self):
        """Rows of 79 columns: 33, 30 and 12; ids and names are cut with dots."""
        (status, text), = run("vgpu-l40s", "SMI vgpu")
        # One process after the other has the newest sample.
        lines = re.sub(r"(?m)^(\|   0 .*\|)[ \d]{4}%", r"\1  11%", text).splitlines()
        rule = f"{'-' * 33}+{'-' * 30}+{'-' * 12}"
        self.assertRegex(lines[0], r"^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} {7}$")
        self.assertEqual((status, lines[1:]), (0, [
            "+" + "-" * 77 + "+",
            "| NVIDIA-SMI 580.142                Driver Version: 580.142                   |",
            f"|{rule}|",
            "| GPU  Name                       | Bus-Id                       | GPU-Util   |",
            "|      vGPU ID     Name           | VM ID     VM Name            | vGPU-Util  |",
            f"|{rule.replace('-', '=')}|",
            "|   0  NVIDIA L40S                | 00000000:41:00.0             |  11%       |",
            "|      3251634213  NVIDIA L40S-8Q | 3418...  N/A                 |     40%    |",
            "|      3251634217  NVIDIA L40S-8Q | c77c...  N/A                 |      0%    |",
            f"+{rule}+",
            "|   1  NVIDIA L40S                | 00000000:A1:00.0             |   0%       |",
            f"+{rule}+"]))

    def test_types(self):
        supported, creatable, verbose = run("vgpu-l40s", "SMI vgpu -s -i 0", "SMI vgpu -c", "SMI vgpu -s -v -i 1")
        lines = supported[1].splitlines()
        self.assertEqual((supported[0], lines[0], len(lines)), (0, "GPU 00000000:41:00.0", 24))
        self.assertIn("    NVIDIA L40S-48Q", lines)
        first, second = blocks(creatable[1])
        self.assertEqual(first[1].splitlines()[1:3], ["    NVIDIA L40S-8Q", "    NVIDIA L40S-8A"])
        self.assertEqual(second[1].rstrip("\n").count("\n"), 23)
        block = verbose[1].split("    vGPU Type ID")[3].splitlines()
        self.assertEqual(block[:7], ["                          : 0x47b",
                                     "        Name                              : NVIDIA L40S-1Q",
                                     "        Class                             : Quadro",
                                     "        GPU Instance Profile ID           : N/A",
                                     "        Max Instances                     : 32",
                                     "        Max Instances Per VM              : 16",
                                     "        Max Instances Per GI              : N/A"])
        self.assertIn("        Sub System ID                     : 0x26b9188b", block)
        self.assertIn("        FB Memory                         : 1024 MiB", block)
        self.assertIn("        Frame Rate Limit                  : 60 FPS", block)

    def test_loads(self):
        (_, loads), (_, processes) = run("vgpu-l40s", "timeout 0.2 SMI vgpu -u", "timeout 0.2 SMI vgpu -p")
        self.assertEqual(loads.splitlines()[:5], ["# gpu   vgpu    sm   mem   enc   dec   jpg   ofa",
                                                  "# Idx     Id     %     %     %     %     %     %",
                                                  "    0 3251634213    40    12     2     0     0     0",
                                                  "    0 3251634217     0     0     0     0     0     0",
                                                  "    1      -     -     -     -     -     -     -"])
        lines = processes.splitlines()
        self.assertEqual(lines[:2],
                         ["# GPU    vGPU process         process     sm    mem    enc    dec    jpg    ofa",
                          "# Idx      Id      Id            name      %      %      %      %      %      %"])
        self.assertEqual(sorted(line.split() for line in lines[2:4]),
                         [["0", "3251634213", "1528", "dwm.exe", "11", "3", "2", "0", "0", "0"],
                          ["0", "3251634213", "4410", "blender.exe", "29", "9", "0", "0", "0", "0"]])
        self.assertEqual(lines[4].split(), ["1"] + ["-"] * 9)

    def test_elsewhere(self):
        for machine in ("t4", "vgpu-guest"):
            for command in ("SMI vgpu", "SMI vgpu -q", "SMI vgpu -s"):
                self.assertEqual(run(machine, command), [(0, "No supported devices in vGPU mode\n")])

    def test_options(self):
        bogus, bare, both, alone, missing = run("vgpu-l40s", "SMI vgpu --bogus", "SMI vgpu -i", "SMI vgpu -q -s",
                                                "SMI vgpu -v", "SMI vgpu -i 9")
        self.assertEqual((bogus[0], bogus[1].splitlines()[0]), (255, 'Option "--bogus" is not recognized.'))
        self.assertEqual((bare[0], both[0], alone[0]), (255, 2, 2))
        self.assertEqual(missing, (6, "No devices were found\n"))


class Schedule(unittest.TestCase):
    def test_set(self):
        before, busy, done, after, wrong, policy, turns, able = run(
            "vgpu-l40s", "SMI vgpu -ss", "SMI vgpu set-scheduler-state -p 2 -i 0",
            "SMI vgpu set-scheduler-state -p 2 -i 1", "SMI vgpu -ss -i 1", "SMI vgpu set-scheduler-state -p 1 -a 7",
            "SMI vgpu set-scheduler-state -p 9", "SMI vgpu -sl -i 1", "SMI vgpu -sc -i 0")
        self.assertEqual(before, (0, "GPU 00000000:41:00.0\n    Active vGPUs                      : 2\n"
                                     "    Scheduler Policy                  : Best Effort\n"
                                     "GPU 00000000:A1:00.0\n    Active vGPUs                      : 0\n"
                                     "    Scheduler Policy                  : Best Effort\n"))
        self.assertEqual(busy[1], 'Unable to set the vGPU scheduler state on GPU "00000000:41:00.0".\nvGPU scheduler state '
                                  "cannot be configured, if vGPU instance is currently active on the device.\n")
        self.assertNotEqual(busy[0], 0)
        self.assertEqual(done[0], 0)
        self.assertIn("Scheduler Policy                  : Equal Share\n", after[1])
        self.assertEqual(wrong, (2, "Option passed to set Adaptive Round Robin scheduler is invalid.\n"))
        self.assertEqual(policy, (2, "Unable to set the vGPU scheduler state. Not supported\n"))
        self.assertIn("GPU at deviceIndex 1 has no active VM runlist.\n", turns[1])
        for line in ("            Best Effort\n", "            Maximum Timeslice         : 30000000 ns\n",
                     "            Minimum Frequency         : 63\n", "            Maximum Avg Factor        : 60\n"):
            self.assertIn(line, able[1])

    def test_mixed_sizes_and_accounts(self):
        busy, done, cleared = run("vgpu-l40s", "SMI vgpu -shm 1", "SMI vgpu -shm 1 -i 1", "SMI vgpu -caa -i 0")
        self.assertEqual((busy[0], done[0]), (19, 0))
        self.assertIn("Cleared Accounted PIDs for vGPU 3251634213\n", cleared[1])


class Sessions(unittest.TestCase):
    maxDiff = None
    SESSIONS = """\
    encoder_sessions:
      - {pid: 2308, id: 2, codec: 0, width: 1920, height: 1080, frames_per_s: 424, latency_us: 1977}
      - {pid: 2309, id: 3, codec: 2, width: 640, height: 480, frames_per_s: 30, latency_us: 5}
      - {pid: 17, id: 4, vgpu: 3251634213, codec: 1, width: 1280, height: 720, frames_per_s: 60, latency_us: 900}
    capture_sessions:
      - {pid: 2310, id: 9, display: 1, type: 2, flags: 9, max_width: 4096, max_height: 2160, width: 1920, height: 1080, frames_per_s: 60, latency_us: 1500}
    processes:
      - {pid: 2308, name: a, type: C, memory_mib: 10}
      - {pid: 2309, name: b, type: C, memory_mib: 10}
      - {pid: 2310, name: c, type: C, memory_mib: 10}
    vgpus:
      - {id: 3251634213, type: 472, uuid: 9a0a5219-8563-11ef-bc81-d4857749fa2b, vm: 3418ce09-7aad-4506-9305-618522870574, pid: 100, driver: 550.90.07}"""

    def test_both(self):
        machine = HOST.format(driver="550.163.01", base="a100-sxm4-40gb", pci="00000000:10:00.0", gpu=self.SESSIONS,
                              types=TYPE.format(id=472, name="GRID A100-20C", series="Compute", license="GRID", mib=20480))
        encoders, captures, guests = run(machine, "SMI encodersessions -c 1", "SMI fbcsessions -c 1",
                                         "timeout 0.2 SMI vgpu -es")
        lines = [line.split() for line in encoders[1].splitlines()]
        self.assertIn(["0", "2", "2308", "H.264", "1920", "1080", "424", "1977"], lines)
        self.assertIn(["0", "3", "2309", "AV1", "640", "480", "30", "5"], lines)
        self.assertEqual(captures, (0, """\
# GPU   Session   Process   Display   Session Diff. Map  Class. Map       Capture   Max H   Max V     H     V   Average       Average
# Idx        Id        Id   Ordinal      Type     State       State          Mode     Res     Res   Res   Res       FPS   Latency(us)
    0         9      2310         1      CUDA   Enabled    Disabled      Blocking    4096    2160  1920  1080        60          1500
"""))
        rows = [line.split() for line in guests[1].splitlines()]
        self.assertIn(["0", "3251634213", "4", "17", "HEVC", "1280", "720", "60", "900"], rows)

    def test_none(self):
        encoders, captures, rounds, wrong = run("t4", "SMI encodersessions -c 1", "SMI fbcsessions -c 1",
                                                "SMI encodersessions -c 2 -d 1 -i 5", "SMI fbcsessions -c x")
        self.assertEqual(captures[1].splitlines()[2], "    0         -         -         -         -         -           -"
                         "             -       -       -     -     -         -             -")
        self.assertEqual(encoders[1].splitlines()[2].split(), ["0"] + ["-"] * 7)
        self.assertEqual((rounds, wrong[0]), ((6, "No devices were found\n"), 2))


if __name__ == "__main__":
    counted.main()
