#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""topo, nvlink and their like on simulated machines. links_machines.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY

What is expected comes from outputs recorded on real machines of the kind, or from the machine's own file.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import counted

NVSIM, NVSMI, DLOPEN, FAKE = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts")) / "smi" / "samples"

# As an 8x A800 with four adapters was recorded: two of them on a GPU's bus each, two on one.
A800 = "name: a800\ndriver: 525.105.17\nany_driver: true\nfabric: true\ngpus:\n" + "".join(
    f'  - {{model: h800, pci: "0000:{bus}:00.0", serial: "{i}", numa_node: {i // 4}, cpus: "{("0-31,64-95", "32-63,96-127")[i // 4]}"}}\n'
    for i, bus in enumerate(("18", "2a", "3a", "5d", "9a", "ab", "ba", "db"))) + """nics:
  - {name: mlx5_3, pci: "0000:db:02.0", numa_node: 1}
  - {name: mlx5_0, pci: "0000:2a:01.0", numa_node: 0}
  - {name: mlx5_1, pci: "0000:5d:01.0", numa_node: 0}
  - {name: mlx5_2, pci: "0000:db:01.0", numa_node: 1}
"""
# And 4 GPUs without links beside two adapters of two functions.
ASUS = "name: asus\ndriver: 570.148.08\nany_driver: true\ngpus:\n" + "".join(
    f'  - {{model: rtx-4090, pci: "0000:{bus}:00.0", numa_node: {i // 2}, cpus: "{("0-31", "32-63")[i // 2]}"}}\n'
    for i, bus in enumerate(("01", "21", "81", "a1"))) + """nics:
  - {name: mlx5_0, pci: "0000:41:00.0", numa_node: 0}
  - {name: mlx5_1, pci: "0000:41:00.1", numa_node: 0}
  - {name: mlx5_2, pci: "0000:c1:00.0", numa_node: 1}
  - {name: mlx5_3, pci: "0000:c1:00.1", numa_node: 1}
"""
ERRORS = """name: errors
driver: 550.127.05
models:
  - id: a
    base: rtx-a6000
    nvlink: {links: 4, version: 5, line_rate_mbps: 28125, lanes: 4, peer: gpu, replays: 3, recoveries: 5, flit_crc_errors: 7}
gpus:
  - {model: a, pci: "0000:41:00.0", serial: "1"}
  - {model: a, pci: "0000:61:00.0", serial: "2"}
"""


def ask(machine, *commands):
    """(status, output) of each command, all on one machine."""
    with tempfile.TemporaryDirectory() as folder:
        if "\n" in machine:
            path = Path(folder) / "machine.yaml"
            path.write_text(machine)
            machine = str(path)
        os.symlink(NVSMI, Path(folder) / "nvidia-smi")
        script = "".join(f"{folder}/nvidia-smi {command}\necho \"\f$?\"\n" for command in commands)
        done = subprocess.run([NVSIM, "run", "-m", machine, "--", "sh", "-c", script], capture_output=True, text=True, check=True)
    pieces = re.split(r"\f(\d+)\n", done.stdout)
    return [(int(status), output) for output, status in zip(pieces[::2], pieces[1::2])]


def recorded(name):
    if not FACTS.is_dir():
        raise unittest.SkipTest("no recordings")
    return (FACTS / name).read_text()


def plain(output):
    """As a document keeps it: no escapes, blanks for tabs, none at the end."""
    output = re.sub("\033\\[[0-9]*m", "", output)
    return [line.expandtabs().rstrip() for line in output.rstrip("\n").split("\n")]


def without_names(lines):
    return [re.sub(r"^(GPU \d+):.*", r"\1", line) for line in lines]


class Machines(unittest.TestCase):
    maxDiff = None

    def test_adapters(self):
        for machine, sample in ((A800, "topo/8gpu_drv-unknown_liguodongiot-a800-env-install-md.txt"),
                                (ASUS, "topo/4gpu_drv-unknown_luigifcruz-asus-esc8000a-e12-md.txt")):
            status, output = ask(machine, "topo -m")[0]
            self.assertEqual(status, 0)
            self.assertEqual(plain(output), [line.rstrip() for line in recorded(sample).rstrip("\n").split("\n")])

    def test_rows_of_adapters(self):
        """They have as many tabs as the GPUs'; -mp knows no NVLink."""
        names = ASUS.replace("570.148.08", "525.105.17").replace("mlx5_0", "mlx5_bond_0").replace("mlx5_1", "mlx5_10")
        output = ask(names, "topo -mp")[0][1]
        rows = [line.split("\t") for line in output.split("\n")[:9]]
        self.assertEqual([row[0] for row in rows], [""] + [f"GPU{i}" for i in range(4)] + [f"NIC{i}" for i in range(4)])
        self.assertEqual({len(row) for row in rows}, {11})
        self.assertNotIn("NV#", output)
        # As documents show them: numbers by size, and before letters.
        self.assertTrue(output.endswith("\n  NIC0: mlx5_2\n  NIC1: mlx5_3\n  NIC2: mlx5_10\n  NIC3: mlx5_bond_0\n"), output)

    def test_one_switch(self):
        """Another library says several switches (20) of two GPUs below one bridge, as NVIDIA's of 550 does: still PIX."""
        machine = ASUS.replace("0000:21:00.0", "0000:01:01.0")
        values = "driver=550.163.01\nlibrary=12.550.163.01\ncuda=12040\ncount=3\n"
        for i, bus in enumerate(("01:00.0", "01:01.0", "81:00.0")):
            values += f"{i}.nvmlDeviceGetName=A\n{i}.nvmlDeviceGetUUID=GPU-{i}\n{i}.busid=00000000:{bus}\n"
            values += "".join(f"{i}.nvmlDeviceGetTopologyCommonAncestor.{j}=20\n" for j in range(3) if j != i)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "machine.yaml").write_text(machine)
            (Path(folder) / "values").write_text(values)
            environment = dict(os.environ, FAKE_NVML=f"{folder}/values", OPENNVML_LIBRARY=FAKE)
            done = subprocess.run([NVSIM, "run", "-m", f"{folder}/machine.yaml", "--", DLOPEN, "topo", "-m"],
                                  capture_output=True, text=True, check=True, env=environment)
        rows = [line.split("\t") for line in done.stdout.split("\n")]
        self.assertEqual([row[1:4] for row in rows[1:4]], [[" X ", "PIX", "PXB"], ["PIX", " X ", "PXB"], ["PXB", "PXB", " X "]])

    def test_dgx_h100(self):
        status, topo, low, changed = ask("dgx-h100", "nvlink -s -i 0", "topo -m", "nvlink -gLowPwrInfo -i 0 -sLowPwrThres 5",
                                         "nvlink -gLowPwrInfo -i 0")
        self.assertEqual(status[0], 0)
        sample = recorded("nvlink/h100-80gb-hbm3_590.48.01_nvlink-s.txt")
        self.assertEqual(without_names(status[1].split("\n")), without_names(sample.split("\n")))
        rows = [line.split("\t") for line in topo[1].split("\n")[1:9]]
        for index, row in enumerate(rows):
            self.assertEqual(row[1:9], ["NV18"] * index + [" X "] + ["NV18"] * (7 - index))
            self.assertEqual(row[9:], [("0-55,112-167", "56-111,168-223")[index // 4], str(index // 4), "", "N/A"])
        self.assertEqual(low[0], 0)
        # The machine's file says 100 us are the unit.
        self.assertIn("\t Low Power Threshold: 500 us\n", changed[1])

    def test_dgx_a100(self):
        status, topo = ask("dgx-a100", "nvlink -s -i 7", "topo -m")
        sample = recorded("nvlink/a100-sxm4-80gb_drv-unknown_azure-good-nvlink-status-txt.txt")
        self.assertEqual(without_names(status[1].split("\n")), without_names(sample.split("\n")))
        self.assertEqual([line.count("NV12") for line in topo[1].split("\n")[1:9]], [7] * 8)

    def test_h800(self):
        capabilities = ask("hgx-h800", "nvlink -c -i 0")[0][1]
        sample = recorded("nvlink/h800_525.105.17_nvlink-c.txt").split("\n")[:49]
        self.assertEqual(without_names(plain(capabilities)), without_names(sample))

    def test_bridge(self):
        """NV4 and 14.062 GB/s were recorded of A6000s with a bridge."""
        topo, ends, before, _, after = ask(ERRORS, "topo -m", "nvlink -R -i 1", "nvlink -e -l 2", "nvlink -re -i 0 -l 2", "nvlink -e -l 2")
        self.assertEqual([line.split("\t")[1:3] for line in topo[1].split("\n")[1:3]], [[" X ", "NV4"], ["NV4", " X "]])
        self.assertEqual(ends[1].split("\n")[1:5], [f"\t Link {i}: Remote Device 00000000:41:00.0: Link {i}" for i in range(4)])
        block = "\t Link 2: Replay Errors: {}\n\t Link 2: Recovery Errors: {}\n\t Link 2: CRC Errors: {}\n\n"
        self.assertEqual(before[1].count(block.format(3, 5, 7)), 2)
        self.assertEqual((after[1].count(block.format(3, 5, 7)), after[1].count(block.format(0, 0, 0))), (1, 1))

    def test_gb200(self):
        """Memory of each GPU is a NUMA node of its own."""
        rows = [line.split("\t") for line in ask("gb200", "topo -m")[0][1].split("\n")[1:5]]
        self.assertEqual([row[5:] for row in rows], [["0-71", "0", "", "2"], ["0-71", "0", "", "10"],
                                                     ["72-143", "1", "", "18"], ["72-143", "1", "", "26"]])

    def test_paths(self):
        """Two sockets of dgx-h100: NODE within one, SYS between them, by the file's numa_node."""
        within, between, nearest, near = ask("dgx-h100", "topo -p -i 0,1", "topo -p -i 0,7", "topo -n 5 -i 0", "topo -c 60")
        self.assertEqual(within[1], "Device 0 is connected to device 1 by way of an on-CPU interconnect link between PCIe host "
                                    "bridges.\n")
        self.assertEqual(between[1], "Device 0 is connected to device 7 by way of an SMP interconnect link between NUMA nodes.\n")
        self.assertEqual(nearest[1].split(":")[1], " 4, 5, 6, 7\n")
        self.assertEqual(near[1], "The GPUs that have an affinity with CPU 60 are:\n4, 5, 6, 7\n")

    def test_others(self):
        """gb200's file: ten links of 45000 MB/s to the processor. And a machine under confidential computing."""
        c2c, pci = ask("gb200", "c2c -s -i 2", "pci -gErrCnt -i 2")
        self.assertEqual(c2c[1].split("\n")[1:], [f"\t C2C Link {i}: 45 GB/s" for i in range(10)] + [""])
        self.assertIn("    NAKS_RECEIVED:              0\n", pci[1])
        private = ERRORS.replace("gpus:", "conf_compute: {cpu: 2, capable: true, enabled: true, multi_gpu: 1}\ngpus:").replace(
            "base: rtx-a6000", "base: h100-80gb-hbm3").replace("peer: gpu, ", "")
        state, before, _, after = ask(private, "conf-compute -f", "conf-compute -grs", "conf-compute -srs 1", "conf-compute -grs")
        self.assertEqual((state, before[1], after[1]),
                         ((0, "CC status: ON\n"), "Confidential Compute GPUs Ready state: not-ready\n",
                          "Confidential Compute GPUs Ready state: ready\n"))
        self.assertEqual(ask("t4", "c2c -s")[0], (3, "No Devices support C2C.\n"))

    def test_none(self):
        links, peers = ask("4x t4, driver=595.45.04", "nvlink -s", "topo -p2p n")
        self.assertEqual(links[1].count("Device does not have or support Nvlink\n"), 4)
        self.assertEqual(peers[1].split("\n")[1], " GPU0\tX\tNS\tNS\tNS\t")


if __name__ == "__main__":
    counted.main()
