#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsmi mig, drain and power-profiles. instances.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY

Tables of profiles are set here from the recorded numbers of each board (mig-profiles.tsv), column under column of the
header; recorded lists are compared byte for byte. Sessions run on simulated machines: each line of theirs was said by a
real one, of the same or another board. Recordings are looked for beside the tree; what needs them is left out without.
"""

import csv
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

NVSIM, NVSMI, NVSMI_DLOPEN, LIBRARY = (sys.argv.pop(1) for _ in range(4))
FACTS = Path(os.environ.get("OPENNVML_FACTS", Path(__file__).resolve().parents[3] / "shared" / "facts")) / "smi"
PROFILES = FACTS / "mig-profiles.tsv"
MACHINES = {"A100 40GB": "1x a100-sxm4-40gb", "H100 80GB HBM3": "1x h100-80gb-hbm3", "H100 NVL": "1x h100-nvl"}
LGIP = """\
| GPU   Name             ID    Instances   Memory     P2P    SM    DEC   ENC  |
|                              Free/Total   GiB              CE    JPEG  OFA  |"""
LGI = """\
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |"""
LCIP = """\
| GPU     GPU       Name             Profile  Instances   Exclusive       Shared       |
|       Instance                       ID     Free/Total     SM       DEC   ENC   OFA  |
|         ID                                                          CE    JPEG       |"""
LCI = """\
| GPU     GPU       Name             Profile   Instance   Placement  |
|       Instance                       ID        ID       Start:Size |
|         ID                                                         |"""


def table(title, header, rows):
    """rows: lines of each block, without their ends."""
    width = len(header.split("\n")[0])
    rule = "+" + "-" * (width - 2) + "+\n"
    blocks = "".join("".join(f"{line}\n" for line in row) + rule for row in rows)
    return f"{rule}| {title:<{width - 3}}|\n{header}\n|{'=' * (width - 2)}|\n{blocks}"


def wider(header, blanks):
    """With more room for names, as newer drivers need it, or less."""
    first, second = header.split("\n")
    return first.replace("Name" + " " * 13, "Name" + " " * (13 + blanks)) + "\n|" + " " * blanks + second[1:] \
        if blanks >= 0 else first.replace("Name" + " " * -blanks, "Name") + "\n|" + second[1 - blanks:]


def lgip(rows, free=None, blanks=0):
    """Rows of mig-profiles.tsv: |   0  MIG 1g.5gb+me     20     1/1        4.75       No     14     1     0   |"""
    return table("GPU instance profiles:", wider(LGIP, blanks), [(
        f"|   0  MIG {row['profile']:<{13 + blanks}} {row['id']:>2}     {free or row['instances']}/{row['instances']}        "
        f"{row['memory_GiB']:<5}      {row['p2p']:<3}    {row['SM']:<3}    {row['DEC']}     {row['ENC']}   |",
        f"|{'':<{61 + blanks}}{row['CE']}     {row['JPEG']}     {row['OFA']}   |") for row in rows])


def lgi(*rows):
    """(name, profile, instance, place): |   0  MIG 1g.5gb          19       13          6:1     |"""
    return table("GPU instances:", LGI, [
        (f"|   0  MIG {name:<14}  {kind:>2}       {number:>2}          {place}     |",) for name, kind, number, place in rows])


def lcip(*rows):
    """(instance, name, profile, free, multiprocessors):
    |   0      1       MIG 3g.20gb          2*     0/1           42        2     0     0   |"""
    return table("Compute instance profiles:", LCIP, [(
        f"|   0     {number:>2}       MIG {name:<15}  {kind:<2}     {free}           {multiprocessors}        2     0     0   |",
        f"|{'':<70}3     0         |") for number, name, kind, free, multiprocessors in rows])


def lci(*rows):
    """(instance, name, profile, compute instance, place):
    |   0      1       MIG 1c.3g.20gb       0         0          0:1     |"""
    return table("Compute instances:", LCI, [
        (f"|   0     {number:>2}       MIG {name:<15}  {kind}        {which:>2}          {place}     |",)
        for number, name, kind, which, place in rows])


def inside(machine, *commands, user=None):
    """(status, output) of each, on one machine. Messages among the output, as nvidia-smi has them."""
    with tempfile.TemporaryDirectory() as folder:
        tool = Path(folder) / "nvidia-smi"
        if user:  # the tree may lie in root's own home
            shutil.copy(NVSMI, tool)
        else:
            tool.symlink_to(Path(NVSMI).resolve())
        Path(folder).chmod(0o755)
        script = "".join(f"{tool} {command}; echo \"=== $?\"\n" for command in commands)
        drop = ["setpriv", "--reuid", str(user), "--clear-groups"] if user else []
        done = subprocess.run([NVSIM, "run", "-m", machine, "--", *drop, "sh", "-c", script], capture_output=True,
                              text=True, check=True)
    answers = re.split(r"=== (\d+)\n", done.stdout)
    return [(int(status), output) for output, status in zip(answers[::2], answers[1::2])]


def fake(values, *arguments):
    return over_fake.nvsmi(NVSMI_DLOPEN, LIBRARY, values, *arguments)[:2]


def board(name):
    with PROFILES.open() as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["gpu"] == name]


class Recorded(unittest.TestCase):
    def setUp(self):
        if not PROFILES.exists():
            self.skipTest("no recordings")

    def test_profiles(self):
        for name, machine in MACHINES.items():
            with self.subTest(name):
                (status, listed), (_, places) = inside(f"{machine}, mig=on, driver=550.163.01", "mig -lgip", "mig -lgipp")
                self.assertEqual((status, listed), (0, lgip(board(name))))
                rows = board("H100 NVL" if name.startswith("H100") else name)
                known = {row["id"]: row["placements"] for row in rows if row["placements"][0] == "{"}
                for line in places.splitlines():
                    kind = line.split()[4]
                    if kind in known:
                        word = "Placements:" if "," in known[kind] else "Placement :"
                        self.assertEqual(line, f"GPU  0 Profile ID {kind:>2} {word} {known[kind]}")
                self.assertEqual(len(places.splitlines()), len(rows))

    def test_longer_names(self):
        (_, listed), = inside("1x h100-80gb-hbm3, mig=on, driver=580.142", "mig -lgip")
        self.assertEqual(listed, lgip(board("H100 80GB HBM3"), blanks=2))

    def test_free_now(self):
        _, (_, listed) = inside("1x a100-sxm4-40gb, mig=on, driver=550.163.01", "mig -cgi 9,9", "mig -lgip")
        self.assertEqual(listed, lgip(board("A100 40GB"), free="0"))

    def test_lists_of_old_drivers(self):
        """Byte for byte, from a library that names no profile."""
        for sample in ("gpu_lgi_ceems-dev-power-consumption-md.txt", "gpu_lgi_nvidia-mig-k8s-rst.txt"):
            text = (FACTS / "samples" / "mig" / sample).read_text()
            found = re.findall(r"MIG (\S+) +(\d+) +(\d+) +(\d):(\d)", text)
            kinds = {"1g.5gb": 0, "2g.10gb": 1, "4g.20gb": 3}
            values = "driver=460.106.00\nlibrary=11.460.106.00\ncount=1\n0.nvmlDeviceGetName=A\n0.nvmlDeviceGetMigMode=1 1\n" \
                     f"0.memory={40537 << 20} 0 0 {40537 << 20}\n"
            for row in board("A100 40GB"):
                if row["profile"] in kinds:
                    values += f"0.profile.{kinds[row['profile']]}={row['id']} {row['profile'][0]} {row['instances']} 14 " \
                              f"1 0 0 0 0 {int(float(row['memory_GiB']) * 1024)}\n"
            for name in kinds:
                mine = [place for place in found if place[0] == name]
                if mine:
                    values += f"0.instances.{mine[0][1]}=" + ";".join(" ".join(place[2:]) for place in mine) + ";\n"
            with self.subTest(sample):
                self.assertEqual(fake(values, "mig", "-lgi"), (0, text))
                header = fake(values, "mig", "-lgip")[1].splitlines()[2:4]
                self.assertEqual("\n".join(header), wider(LGIP, -3))


class Session(unittest.TestCase):
    maxDiff = None

    def check(self, machine, *steps, user=None):
        """steps: command, status, output."""
        answers = inside(machine, *(step[0] for step in steps), user=user)
        self.assertEqual(len(answers), len(steps))
        for (command, status, output), answer in zip(steps, answers):
            self.assertEqual((command, *answer), (command, status, output))

    def test_two_halves(self):
        self.check(
            "1x a100-sxm4-40gb, mig=on, driver=535.288.01",
            ("mig -lgi", 6, "No GPU instances found: Not Found\n"),
            ("mig -cgi 9,3g.20gb -C", 0,
             "Successfully created GPU instance ID  2 on GPU  0 using profile MIG 3g.20gb (ID  9)\n"
             "Successfully created compute instance ID  0 on GPU  0 GPU instance ID  2 using profile MIG 3g.20gb (ID  2)\n"
             "Successfully created GPU instance ID  1 on GPU  0 using profile MIG 3g.20gb (ID  9)\n"
             "Successfully created compute instance ID  0 on GPU  0 GPU instance ID  1 using profile MIG 3g.20gb (ID  2)\n"),
            ("mig -cgi 1g.5gb", 23,
             "Unable to create a GPU instance on GPU  0 using profile 1g.5gb: Insufficient Resources\n"
             "Failed to create GPU instances: Insufficient Resources\n"),
            ("mig -dgi -gi 1", 19, "Unable to destroy GPU instance ID  1 from GPU  0: In use by another client\n"
                                   "Failed to destroy GPU instances: In use by another client\n"),
            ("mig -dci", 0, "Successfully destroyed compute instance ID  0 from GPU  0 GPU instance ID  1\n"
                            "Successfully destroyed compute instance ID  0 from GPU  0 GPU instance ID  2\n"),
            ("mig -lci", 6, "No compute instances found: Not Found\n"),
            ("mig -dgi -i 0 -gi 2", 0, "Successfully destroyed GPU instance ID  2 from GPU  0\n"),
            ("mig -lgi", 0, lgi(("3g.20gb", 9, 1, "0:4"))),
            ("mig -cci 0,1c.3g.20gb -gi 1", 0,
             "Successfully created compute instance ID  0 on GPU  0 GPU instance ID  1 using profile MIG 1c.3g.20gb (ID  0)\n"
             "Successfully created compute instance ID  1 on GPU  0 GPU instance ID  1 using profile MIG 1c.3g.20gb (ID  0)\n"),
            ("mig -lci", 0, lci((1, "1c.3g.20gb", 0, 0, "0:1"), (1, "1c.3g.20gb", 0, 1, "1:1"))),
            ("mig -dci -ci 0 -gi 1", 0, "Successfully destroyed compute instance ID  0 from GPU  0 GPU instance ID  1\n"),
            ("mig -lci --gpu-instance-id=1", 0, lci((1, "1c.3g.20gb", 0, 1, "1:1"))))

    def test_session_of_a_guide(self):
        """As a public guide to an A100 40 GB has it, command by command."""
        made = "Successfully created GPU instance ID {0:2} on GPU  0 using profile MIG 3g.20gb (ID  9)\n"
        in_two = "GPU  0 GPU instance ID  2"
        self.check(
            "1x a100-sxm4-40gb, mig=on, driver=525.147.05",
            ("mig -i 0 -cgi 3g.20gb", 0, made.format(2)),
            ("mig -i 0 -cgi 3g.20gb -C", 0, made.format(1) + "Successfully created compute instance ID  0 on GPU  0 GPU instance "
                                            "ID  1 using profile MIG 3g.20gb (ID  2)\n"),
            ("mig -i 0 -lgi", 0, lgi(("3g.20gb", 9, 1, "0:4"), ("3g.20gb", 9, 2, "4:4"))),
            ("mig -i 0 -lcip -gi 2", 0, lcip((2, "1c.3g.20gb", "0", "3/3", "14"), (2, "2c.3g.20gb", "1", "1/1", "28"),
                                             (2, "3g.20gb", "2*", "1/1", "42"))),
            ("mig -i 0 -cci 0,0,0 -gi 2", 0, "".join(
                f"Successfully created compute instance ID {number:2} on {in_two} using profile MIG 1c.3g.20gb (ID  0)\n"
                for number in range(3))),
            ("mig -i 0 -lci", 0, lci((1, "3g.20gb", 2, 0, "0:3"),
                                     *((2, "1c.3g.20gb", 0, number, f"{number}:1") for number in range(3)))),
            ("mig -i 0 -lci -gi 1", 0, lci((1, "3g.20gb", 2, 0, "0:3"))),
            ("mig -i 0 -dci -gi 2 -ci 0,1,2", 0, "".join(
                f"Successfully destroyed compute instance ID {number:2} from {in_two}\n" for number in range(3))),
            ("mig -i 0 -dgi -gi 2", 0, "Successfully destroyed GPU instance ID  2 from GPU  0\n"))

    def test_seven_parts(self):
        made = "".join(f"Successfully created GPU instance ID {7 + place:2} on GPU  0 using profile MIG 1g.5gb (ID 19)\n"
                       for place in (6, 2, 0))
        self.check(
            "1x a100-sxm4-40gb, mig=on, driver=535.288.01",
            ("mig -cgi 19:6,1g.5gb:2,'MIG 1g.5gb':0", 0, made),
            ("mig -lgi", 0, lgi(("1g.5gb", 19, 7, "0:1"), ("1g.5gb", 19, 9, "2:1"), ("1g.5gb", 19, 13, "6:1"))),
            ("mig -cgi 19:6", 23, "Unable to create a GPU instance on GPU  0 using profile 19: Insufficient Resources\n"
                                  "Failed to create GPU instances: Insufficient Resources\n"),
            ("mig -cgi 14:1", 2, "Unable to create a GPU instance on GPU  0 using profile 14: Invalid Argument\n"
                                 "Failed to create GPU instances: Invalid Argument\n"),
            ("mig -cgi 19:x", 2, "Failed to create GPU instances: Invalid Argument\n"),
            ("mig -cgi 7g.80gb", 2, "Unable to create a GPU instance on GPU  0 using profile 7g.80gb: Invalid Argument\n"
                                    "Failed to create GPU instances: Invalid Argument\n"),
            ("mig -cci", 0, "".join(
                f"Successfully created compute instance ID  0 on GPU  0 GPU instance ID {number:2} using profile MIG 1g.5gb "
                "(ID  0)\n" for number in (7, 9, 13))),
            ("mig -lci -gi 9,13", 0, lci((9, "1g.5gb", 0, 0, "0:1"), (13, "1g.5gb", 0, 0, "0:1"))),
            ("mig -lcipp -gi 9", 0, "GPU  0 GI  9 Profile ID  0 Placement : {0}:1\n"))

    def test_compute_profiles(self):
        answers = inside("1x a100-sxm4-40gb, mig=on, driver=535.288.01", "mig -cgi 9", "mig -cci 0 -gi 2", "mig -lcip")
        self.assertEqual(answers[2], (0, lcip((2, "1c.3g.20gb", "0", "2/3", "14"), (2, "2c.3g.20gb", "1", "1/1", "28"),
                                              (2, "3g.20gb", "2*", "0/1", "42"))))

    def test_profiles_untold(self):
        """Up to 520 the driver does not tell how many compute instances fit, which hinders the list of profiles alone."""
        self.check(
            "1x a100-sxm4-40gb, mig=3g.20gb, driver=520.56.06",
            ("mig -lcip", 3, "Failed to display compute instance profiles: Not Supported\n"
                             "No compute instance profiles found: Not Supported\n"),
            ("mig -lci", 0, lci((2, "3g.20gb", 2, 0, "0:3"))),
            ("mig -dci", 0, "Successfully destroyed compute instance ID  0 from GPU  0 GPU instance ID  2\n"),
            ("mig -cci 1", 0, "Successfully created compute instance ID  0 on GPU  0 GPU instance ID  2 using profile MIG "
                              "2c.3g.20gb (ID  1)\n"))

    def test_refusals(self):
        self.check("t4", ("mig -lgip", 6, "No MIG-supported devices found.\n"),
                   ("mig -lgi", 6, "No MIG-supported devices found.\n"))
        self.check("1x a100-sxm4-40gb, driver=550.163.01", ("mig -lgi", 6, "No MIG-enabled devices found.\n"),
                   ("mig -cgi 19", 6, "No MIG-enabled devices found.\n"),
                   ("mig -lgi -lci", 2, "Invalid combination of input arguments. Please run 'nvidia-smi mig -h' for help.\n"),
                   ("mig -lgi -i 7", 6, "No devices were found\n"))
        (status, output), (bare, _), (helped, text) = inside("t4", "mig --bogus", "mig -cgi", "mig -h")
        self.assertEqual((status, output.splitlines()[0]), (255, 'Option "--bogus" is not recognized.'))
        self.assertEqual((bare, helped), (255, 0))
        self.assertIn("--create-gpu-instance", text)

    def test_in_use(self):
        (status, output), = inside("h100-mig", "mig -dci -gi 2")
        self.assertEqual((status, output),
                         (19, "Unable to destroy compute instance ID  0 from GPU  0 GPU instance ID  2: In use by another "
                              "client\nFailed to destroy compute instances: In use by another client\n"))

    def test_rights(self):
        if os.geteuid():
            self.skipTest("only root can become somebody else")
        no_list = "Failed to display GPU instances: Insufficient Permissions\n" \
                  "No GPU instances found: Insufficient Permissions\n"
        self.check("1x a100-sxm4-40gb, mig=1g.5gb, driver=535.288.01", ("mig -lgi", 4, no_list), ("mig -dgi", 4, no_list),
                   ("mig -cgi 19", 4,
                    "Unable to create a GPU instance on GPU  0 using profile 19: Insufficient Permissions\n"
                    "Failed to create GPU instances: Insufficient Permissions\n"), user=65534)

    def test_unknown_failure(self):
        values = "driver=580.105.08\nlibrary=13.580.105.08\ncount=1\n0.nvmlDeviceGetName=A\n0.nvmlDeviceGetMigMode=1 1\n" \
                 "0.profile.0=!999\n"
        self.assertEqual(fake(values, "mig", "-lgip"), (
            255, "Failed to display GPU instance profiles: Unknown Error\nNo GPU instance profiles found: Unknown Error\n"))


class Service(unittest.TestCase):
    """The states are NVML's; the sentence of a change was recorded, that of a question was not."""

    def test_drain(self):
        state = "The current drain state of GPU 00000000:41:00.0 is: "
        bus = "0000:41:00.0"
        answers = inside("vgpu-l40s", f"drain -p {bus} -q", f"drain -p {bus} -m 1", "drain --pciid=41:00.0 --query",
                         f"drain -p {bus} -m 0", f"drain -p {bus} -q", "drain -p 0000:77:00.0 -q", "drain -p zz -q",
                         "drain -q", f"drain -p {bus} -m 2", f"drain -p {bus} -q -m 1")
        self.assertEqual(answers[:6], [
            (0, state + "not draining.\n"), (0, "Successfully set GPU 00000000:41:00.0 drain state to: draining.\n"),
            (0, state + "draining.\n"), (0, "Successfully set GPU 00000000:41:00.0 drain state to: not draining.\n"),
            (0, state + "not draining.\n"), (6, "Failed to query drain state of GPU 00000000:77:00.0: Not Found\n")])
        self.assertEqual([status for status, _ in answers[6:]], [2] * 4)

    def test_drain_rights(self):
        if os.geteuid():
            self.skipTest("only root can become somebody else")
        (status, output), = inside("vgpu-l40s", "drain -p 0000:41:00.0 -m 1", user=65534)
        self.assertEqual((status, output), (4, "Failed to set GPU 00000000:41:00.0 drain state to: draining: "
                                               "Insufficient Permissions\n"))

    def test_power_profiles(self):
        """As a real tool 580 printed profiles that were made up: ids of enum nvmlPowerProfileType_t."""
        names = ["0. Max-P", "1. Max-Q", "2. Compute", "3. Memory Bound", "5. Balanced", "6. LLM Inference",
                 "7. LLM Training", "13. HPC"]
        values = "driver=580.105.08\nlibrary=13.580.105.08\ncount=2\n"
        for gpu in "01":
            values += f"{gpu}.powerprofiles={sum(1 << int(name.split('.')[0]) for name in names)}\n" \
                      f"{gpu}.powerprofile.0=10 {1 << 1 | 1 << 5}\n{gpu}.requested=0\n{gpu}.enforced=2\n"
        listed = "".join(name + "\n" for name in names)
        self.assertEqual(fake(values, "power-profiles", "-l"), (0, listed * 2))
        self.assertEqual(fake(values, "power-profiles", "-gr", "-i", "0"), (0, "No profiles are currently requested.\n"))
        self.assertEqual(fake(values, "power-profiles", "-ge", "-i", "0"), (0, "1. Max-Q\n"))
        detail = fake(values, "power-profiles", "-ld", "-i", "1")[1]
        self.assertTrue(detail.startswith("0. Max-P\n\tPriority: 10\n\tConflicts with:\n\t\t1. Max-Q\n\t\t5. Balanced\n1. "))
        self.assertEqual(inside("t4", "power-profiles -l"),
                         [(3, "Workload Power Profiles feature is not supported on this device.\n")])


if __name__ == "__main__":
    counted.main()
