#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every recording is used: those that no other test reads are here, and unread-recordings.tsv says which are not, and why.
recordings.py NVSMI_DLOPEN FAKE_LIBRARY NVSIM NVSMI

Versions and fields as printed; boards by what CUDA and lspci said of them. Status 77 without recordings.
"""

import fnmatch
import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import counted
import over_fake

DLOPEN, LIBRARY, NVSIM, NVSMI = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts")) / "smi" / "samples"
# Which test reads which; that the folder's name is in its source is checked, more is not.
READ = {
    "tests/golden/golden.py": ["q/*", "table/*", "xml/*", "query-gpu/*", "L/*"],
    "tests/golden/monitors.py": ["dmon/*", "pmon/*"],
    "tests/golden/links.py": ["topo/*", "nvlink/*"],
    "tests/golden/options.py": ["help/*_h.txt"],
    "tests/golden/fields.py": ["help/*_help-query-*.txt"],
    "tests/golden/instances.py": ["mig/gpu_lgi_ceems-dev-power-consumption-md.txt", "mig/gpu_lgi_nvidia-mig-k8s-rst.txt"],
    "tests/golden/vgpus.py": ["vgpu/*"],
    "tests/abi/check-exports.py": ["symbols/*"],
    "tests/golden/recordings.py": ["help/*_version.txt", "help/*_query-gpu-fields.txt", "help/*_nvlink-h.txt", "devicequery/*", "lspci/*",
                                   "INDEX.tsv"],
}
# What Windows' tools do not list.
LINUX_ONLY = {"pci.baseClass", "pci.subClass"}
# No public function tells whether a bridge is there.
NOT_SERVED = {"-cBridge", "--checkBridge"}
# Kepler: no driver of a published interface.
NOT_SIMULATED = {"gtx-680"}
# What the models of old chips do not say; no driver that is simulated would tell it.
LESS_KNOWN = {"GP": {"sms"}, "GK": {"sms", "max_memory_mhz"}}


def driver_of(path):
    return re.search(r"_(\d+\.[\d.]*\d)_", path.name).group(1)


def run(driver, *arguments, cuda=13010):
    values = f"driver={driver}\nlibrary=13.{driver}\ncuda={cuda}\ncount=1\n0.nvmlDeviceGetName=A\n"
    return over_fake.nvsmi(DLOPEN, LIBRARY, values, *arguments)[:2]


class Help(unittest.TestCase):
    maxDiff = None

    def test_versions(self):
        """Byte for byte, Windows' too."""
        found = sorted((FACTS / "help").glob("*_version.txt"))
        self.assertGreaterEqual(len(found), 6)
        for path in found:
            text = path.read_text()
            cuda = re.search(r"^CUDA (?:UMD )?[Vv]ersion +: (\d+)\.(\d+)$", text, re.M)
            with self.subTest(path.name):
                self.assertEqual(run(driver_of(path), "--version", cuda=int(cuda.group(1)) * 1000 + int(cuda.group(2)) * 10), (0, text))

    def test_fields(self):
        """That a driver lists are those that are listed for it, and asking for all of them is answered."""
        found = sorted((FACTS / "help").glob("*_query-gpu-fields.txt"))
        self.assertGreaterEqual(len(found), 6)
        for path in found:
            fields = path.read_text().split()
            with self.subTest(path.name):
                listed = re.findall(r'^"([^"]+)"', run(driver_of(path), "--help-query-gpu")[1], re.M)
                self.assertEqual([name for name in listed if "windows" not in path.name or name not in LINUX_ONLY], fields)
                status, output = run(driver_of(path), f"--query-gpu={','.join(fields)}", "--format=csv,noheader")
                self.assertEqual((status, len(output.split(", "))), (0, len(fields)))

    def test_nvlink(self):
        names = set()
        for path in (FACTS / "help").glob("*_nvlink-h.txt"):
            names |= set(re.findall(r"[\[|] ?(--?\w+)", path.read_text()))
        self.assertGreater(len(names), 30)
        done = subprocess.run([NVSMI, "--complete", "nvidia-smi", "nvlink", "-"], capture_output=True, text=True, check=True)
        served = {word.rstrip("=") for word in done.stdout.split()}
        self.assertEqual(names - served, NOT_SERVED)


def model_id(name):
    return re.sub("^(nvidia )?((tesla|geforce) )?", "", name.lower()).replace(" ", "-")


def model(name):
    """{key: text} of a board of the catalogue."""
    text = (ROOT / "machines/models" / f"{model_id(name)}.yaml").read_text()
    return dict(re.findall(r"^(\w+): *([^#\n]*[^#\s])", text, re.M))


def device_queries():
    """(file, name, what CUDA said) of one device of each board."""
    for path in sorted((FACTS / "devicequery").glob("*.txt")):
        text = path.read_text()
        found = {
            "name": re.search(r'^Device 0: "(.*)"', text, re.M).group(1),
            "capability": re.search(r"Major/Minor version number: +([\d.]+)", text).group(1),
            "sms": int(re.search(r"\( *(\d+)\) Multiprocessors", text).group(1)),
            "cores": int(re.search(r"(\d+) CUDA Cores$", text, re.M).group(1)),
            "memory_bus_bits": int(re.search(r"Bus Width: +(\d+)-bit", text).group(1)),
            "l2_bytes": int(re.search(r"L2 Cache Size: +(\d+)", text).group(1)),
            "max_memory_mhz": int(re.search(r"Memory Clock rate: +(\d+)", text).group(1)),
            "bytes": int(re.search(r"\((\d+) bytes\)", text).group(1)),
            "ecc": "ECC support:                        Enabled" in text,
        }
        yield path.name, found


class Boards(unittest.TestCase):
    def test_catalogue(self):
        """By CUDA: what a model has of its board. CUDA's memory is what is left of it."""
        count = 0
        for name, found in device_queries():
            with self.subTest(name):
                known = model(found["name"])
                keys = {"cores", "memory_bus_bits", "l2_bytes", "sms", "max_memory_mhz"}
                for key in keys - LESS_KNOWN.get(known["chip"][:2], set()):
                    self.assertEqual(int(known[key]), found[key], key)
                self.assertEqual(known["name"], found["name"])
                left = found["bytes"] / (int(known["memory_mib"]) << 20)
                self.assertTrue(0.95 < left <= 1, left)
                if found["ecc"]:
                    self.assertEqual(known["ecc_enabled"], "true")
                count += 1
        self.assertGreaterEqual(count, 16)

    def test_answers(self):
        """The same of our library's answers, all boards in one machine; and lspci of its addresses."""
        boards = {model_id(found["name"]): found for _, found in device_queries()}
        boards = {name: found for name, found in boards.items() if name not in NOT_SIMULATED}
        line = ", ".join(f"1x {name}" for name in boards) + ", driver=580.142, kernel_module=proprietary"
        done = subprocess.run([NVSIM, "run", "--machine", line, "--", NVSMI, "--json"], capture_output=True, text=True, check=True)
        gpus = {model_id(gpu["name"]): gpu for gpu in json.loads(done.stdout)["gpus"]}
        self.assertEqual(set(gpus), set(boards))
        for name, found in boards.items():
            gpu = gpus[name]
            self.assertEqual((gpu["compute_capability"], gpu["cores"], gpu["memory"]["bus_bits"]),
                             (found["capability"], found["cores"], found["memory_bus_bits"]), name)
        self.check_addresses(gpus)

    def check_addresses(self, gpus):
        found = set()
        for path in (FACTS / "lspci").glob("*-nn.txt"):
            found |= set(re.findall(r"\[(\w{4})\]: NVIDIA.*\[(A10.*?)\] \[(\w{4}):(\w{4})\]", path.read_text()))
        self.assertEqual({name for _, name, _, _ in found}, {"A100 SXM4 80GB", "A10"})
        for kind, name, vendor, device in found:
            pci = gpus[{"A100 SXM4 80GB": "a100-sxm4-80gb", "A10": "a10"}[name]]["pci"]
            self.assertEqual((f"{pci['base_class']:02x}{pci['sub_class']:02x}", pci["vendor_id"], pci["device_id"]),
                             (kind, f"0x{vendor}", f"0x{device}"), name)
        link, most = gpus["rtx-4090"]["pci"], []
        for path in (FACTS / "lspci").glob("2x-geforce-rtx-4090_*.txt"):
            self.assertIn("VGA compatible controller: NVIDIA Corporation AD102 [GeForce RTX 4090]", path.read_text())
            speed, width = re.search(r"LnkCap:.*Speed ([\d.]+)GT/s, Width x(\d+)", path.read_text()).groups()
            most.append(({"8": 3, "16": 4}[speed], int(width)))
        self.assertEqual((link["base_class"], link["sub_class"]), (3, 0))
        # One of the two stands in a slot of the generation before.
        self.assertEqual((link["link"]["generation_gpu_max"], link["link"]["lanes_max"]), max(most))


class All(unittest.TestCase):
    def test_every_file(self):
        """It is read by the test named above, or on the list; and nothing that is named is missing."""
        unread = dict(line.split("\t") for line in (HERE / "unread-recordings.tsv").read_text().splitlines())
        files = [path.relative_to(FACTS).as_posix() for path in FACTS.rglob("*") if path.is_file()]
        patterns = [pattern for some in READ.values() for pattern in some]
        self.assertEqual(sorted(line.split("\t")[0] for line in (FACTS / "INDEX.tsv").read_text().splitlines()[1:]), sorted(set(files) - {"INDEX.tsv"}))
        self.assertEqual([file for file in files if not any(fnmatch.fnmatch(file, one) for one in [*patterns, *unread])], [])
        # Of the tables that are read, those of Windows are not.
        twice = {file for file in files for one in patterns if fnmatch.fnmatch(file, one)} & {file for one in unread for file in fnmatch.filter(files, one)}
        self.assertEqual({file for file in twice if "_windows_table_" not in file}, set())
        self.assertEqual([one for one in [*patterns, *unread] if not fnmatch.filter(files, one)], [])
        self.assertTrue(all(len(why) > 20 for why in unread.values()))
        for test, some in READ.items():
            source = (ROOT / test).read_text()
            for folder in {one.split("/")[0] for one in some}:
                self.assertRegex(source, rf'["/]{re.escape(folder)}["/]', test)


if __name__ == "__main__":
    if not FACTS.is_dir():
        print(f"no recordings in {FACTS}")
        sys.exit(77)
    counted.main()
