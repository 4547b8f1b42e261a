#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How devices are connected: topo and nvlink. links.py NVSMI FAKE_LIBRARY

Recorded outputs are turned back into the answers of an NVML, printed again and compared with the recording.
"""

import re
import sys
import unittest

import counted
import golden

NVSMI, LIBRARY = sys.argv.pop(1), sys.argv.pop(1)
DRIVER = "driver={0}\nlibrary=12.{0}\ncuda=12040\ncount={1}\n"
LEVELS = {"PIX": 10, "PXB": 20, "PHB": 30, "NODE": 40, "SYS": 50}
CAPABILITIES = ["P2P is supported", "Access to system memory supported", "P2P atomics supported",
                "System memory atomics supported", "SLI is supported", "Link is supported"]
ERRORS = ["Replay Errors", "Recovery Errors", "CRC Errors"]
COUNTERS = {"Data Tx": 138, "Data Rx": 139, "Raw Tx": 140, "Raw Rx": 141}
# Lines that a document's author set by hand: only the words are compared.
SET_BY_HAND = ["8gpu_drv-unknown_stas00-readme-md-1", "8gpu_drv-unknown_stas00-readme-md.txt"]
# Words are missing in it.
DAMAGED = "8gpu_drv-unknown_liguodongiot-nvidia-smi-md.txt"


def run(values, *arguments):
    return golden.run(NVSMI, LIBRARY, values, list(arguments))


def machine(driver, gpus):
    """gpus: index -> name, or name and UUID."""
    lines = [DRIVER.format(driver, max(gpus) + 1)]
    for index, (name, uuid) in gpus.items():
        lines.append(f"{index}.nvmlDeviceGetName={name}\n{index}.nvmlDeviceGetUUID={uuid}\n"
                     f"{index}.busid=0000FFF0:{index + 1:02X}:00.0\n")
    lines += [f"{index}.handle=!15\n" for index in range(max(gpus)) if index not in gpus]
    return "".join(lines)


PAIR = machine("550.163.01", {0: ("NVIDIA A", "GPU-a"), 1: ("NVIDIA B", "GPU-b")})


def words(ranges):
    """"0-31,64" as the 32-bit words of a set."""
    bits = 0
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        for bit in range(int(first), int(last or first) + 1):
            bits |= 1 << bit
    return " ".join(str(bits >> 32 * i & (1 << 32) - 1) for i in range(32))


def samples(folder):
    return sorted((golden.FACTS / folder).glob("*.txt"))


def driver_of(path, text=""):
    found = re.search(r"_(\d{3}\.\d+(?:\.\d+)?)_", path.name)
    if found:
        return found.group(1)
    return "550.163.01" if "GPU NUMA ID" in text else "525.105.17"


def unescape(text):
    return text.replace("\033[4m", "").replace("\033[0m", "")


class Recorded(unittest.TestCase):
    def setUp(self):
        if not golden.FACTS.is_dir():
            self.skipTest("no recordings")

    def same(self, sample, recorded, printed):
        """As many lines as the document kept; its author's editor has made blanks of tabs."""
        if "\t" not in recorded:
            printed = "\n".join(line.expandtabs().rstrip() for line in printed.split("\n"))
            recorded = "\n".join(line.rstrip() for line in recorded.split("\n"))
        recorded = recorded.rstrip("\n").split("\n")
        printed = printed.rstrip("\n").split("\n")
        recorded = [line for line in recorded if line != "..."]
        if sample.name.startswith(tuple(SET_BY_HAND)):
            recorded, printed = [line.split() for line in recorded], [line.split() for line in printed]
        self.assertEqual(printed[:len(recorded)], recorded, sample.name)

    def feed_links(self, index, lines):
        fed, links = [], set()
        for line in lines:
            found = re.match(r"\s+Link (\d+)(?:: |, )(.*)", line)
            if not found:
                continue
            link, said = int(found.group(1)), found.group(2)
            links.add(link)
            scope = link or ""
            label, _, value = said.partition(": ")
            if said.endswith("GB/s"):
                fed.append(f"{index}.field{scope}.164={round(float(said.split()[0]) * 1000)}")
            elif label in CAPABILITIES:
                fed.append(f"{index}.nvmlDeviceGetNvLinkCapability.{link * 100 + CAPABILITIES.index(label)}="
                           f"{int(value == 'true')}")
            elif label in ERRORS:
                fed.append(f"{index}.nvmlDeviceGetNvLinkErrorCounter.{link * 100 + ERRORS.index(label)}={value}")
            elif label in COUNTERS:
                fed.append(f"{index}.field{scope}.{COUNTERS[label]}={value.split()[0]}")
            else:
                self.fail(line)
        return fed + ([f"{index}.links={max(links) + 1}"] if links else [])

    def feed_nvlink(self, path, text):
        gpus, fed = {}, []
        for block in re.split(r"(?m)^(?=GPU )", text):
            found = re.match(r"GPU (\d+): (.*) \(UUID: (.*)\)\n", block)
            if not found:
                continue
            index = int(found.group(1))
            gpus[index] = found.groups()[1:]
            fed += self.feed_links(index, block.split("\n")[1:])
            if "MIG mode" in block:
                fed.append(f"{index}.nvmlDeviceGetMigMode=1 1")
            elif "inActive" in block:
                fed.append(f"{index}.links=1\n{index}.nvmlDeviceGetNvLinkState.0=0")
        return machine(driver_of(path), gpus) + "\n".join(fed) + "\n"

    def test_nvlink(self):
        kinds = {"Data": ["-gt", "d"], "Raw": ["-gt", "r"], "Replay": ["-e"], "P2P": ["-c"]}
        seen = set()
        for path in samples("nvlink"):
            text = path.read_text().replace("KiB()", "KiB")
            if not text.strip():
                continue  # of a GPU without links
            arguments = next((kinds[word] for word in kinds if f" {word} " in text), ["-s"])
            status, printed = run(self.feed_nvlink(path, text), "nvlink", *arguments)
            self.assertEqual(status, 0)
            self.same(path, text, printed)
            seen.add(arguments[-1])
        self.assertEqual(seen, {"-s", "d", "r", "-e", "-c"})

    def feed_pair(self, index, other, cell, seen):
        if cell in LEVELS:
            return [f"{index}.nvmlDeviceGetTopologyCommonAncestor.{other}={LEVELS[cell]}"]
        # Links to several GPUs at once go through switches.
        count = int(cell[2:])
        if index in seen:
            return []
        seen.add(index)
        return [f"{index}.links={count}"] + [f"{index}.nvmlDeviceGetNvLinkRemoteDeviceType.{i}=2" for i in range(count)]

    def feed_topo(self, text, driver):
        rows = [line.split("\t") if "\t" in text else line.split() for line in text.split("\n")[1:]]
        rows = [row for row in rows if row and re.match(r"GPU\d+$", row[0])]
        fed, gpus, switched, count = [], {}, set(), len(rows)
        for row in rows:
            index = int(row[0][3:])
            gpus[index] = (f"NVIDIA {index}", f"GPU-{index}")
            for other, cell in enumerate(row[1:1 + count]):
                if other != index:
                    fed += self.feed_pair(index, other, cell, switched)
            cpus, nodes = row[1 + count:3 + count]
            if cpus:
                fed.append(f"{index}.nvmlDeviceGetCpuAffinity={words(cpus)}")
            if nodes:
                fed.append(f"{index}.nvmlDeviceGetMemoryAffinity={0 if nodes == 'N/A' else words(nodes)}")
        return machine(driver, gpus) + "\n".join(fed) + "\n"

    def test_topo(self):
        seen = 0
        for path in samples("topo"):
            text = path.read_text()
            if "NIC0" in text or path.name == DAMAGED or "exit code" in text:
                continue
            status, printed = run(self.feed_topo(text, driver_of(path, text)), "topo", "-m")
            self.assertEqual(status, 0)
            self.same(path, text, printed if "\t" in text else unescape(printed))
            seen += 1
        self.assertGreaterEqual(seen, 10)


class Topology(unittest.TestCase):
    """Outputs that programs' documents show, and refusals of our own where nothing shows NVIDIA's."""

    def check(self, values, arguments, status, output):
        self.assertEqual(run(values, "topo", *arguments), (status, output))

    def test_columns(self):
        """By branch: no memory before 450, no GPU nodes before 535."""
        for driver, header in (("440.64", "\t\033[4mGPU0\tCPU Affinity\033[0m\n"),
                               ("525.105.17", "\t\033[4mGPU0\tCPU Affinity\tNUMA Affinity\033[0m\n"),
                               ("535.161.07", "\t\033[4mGPU0\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\033[0m\n")):
            output = run(machine(driver, {0: ("NVIDIA A", "GPU-a")}), "topo", "-m")[1]
            self.assertTrue(output.startswith(header + "GPU0\t X \t"), output)

    def test_own_node(self):
        output = run(PAIR + "1.nvmlDeviceGetNumaNodeId=10\n1.nvmlDeviceGetMemoryAffinity=2\n", "topo", "-m")[1]
        self.assertIn("\nGPU1\tN/A\t X \t\t1\t\t10\n", output)

    def test_direct_links(self):
        """Only links that are up and end at that GPU count; the others leave the PCIe path."""
        ends = "".join(f"0.nvmlDeviceGetNvLinkRemotePciInfo_v2.{i}=0000FFF0:02:00.0\n" for i in range(3))
        values = PAIR + "0.links=4\n" + ends + "0.nvmlDeviceGetNvLinkState.2=0\n" \
            "0.nvmlDeviceGetNvLinkRemotePciInfo_v2.3=0000FFF0:77:00.0\n0.nvmlDeviceGetTopologyCommonAncestor.1=40\n" \
            "1.nvmlDeviceGetTopologyCommonAncestor.0=40\n"
        output = run(values, "topo", "-m")[1]
        self.assertIn("\nGPU0\t X \tNV2\t", output)
        self.assertIn("\nGPU1\tNODE\t X \t", output)
        self.assertIn("NV#", output)
        output = run(values, "topo", "-mp")[1]
        self.assertIn("\nGPU0\t X \tNODE\t", output)
        self.assertNotIn("NV", output)

    def test_path(self):
        for level, words_ in ((0, "a single PCIe switch on a dual GPU board"), (20, "multiple PCIe switches")):
            self.check(PAIR + f"0.nvmlDeviceGetTopologyCommonAncestor.1={level}\n", ["-p", "-i", "0,1"], 0,
                       f"Device 0 is connected to device 1 by way of {words_}.\n")
        self.assertEqual(run(PAIR + "0.nvmlDeviceGetTopologyCommonAncestor.1=!15\n", "topo", "-p", "-i", "0,1")[0], 15)
        self.assertEqual(run(PAIR, "topo", "-p", "-i", "0")[0], 255)

    def test_nearest(self):
        values = PAIR + "0.nvmlDeviceGetTopologyCommonAncestor.1=30\n"
        self.check(values, ["-n", "3", "-i", "0"], 0, "Device 0 is connected by way of a PCIe host bridge to device(s): 1\n")
        self.check(values, ["-n", "1", "-i", "0"], 0,
                   "Device 0 is connected by way of a single PCIe switch to device(s): none\n")
        for arguments in (["-n", "6", "-i", "0"], ["-n", "3", "-i", "0,1"], ["-n", "3"], ["-p"]):
            self.assertEqual(run(values, "topo", *arguments)[0], 255, arguments)
        self.check(values, ["-n", "3", "-i", "7"], 6, "No devices were found\n")

    def test_cpu(self):
        self.check(PAIR + "near.48=0 1\n", ["-c", "48"], 0, "The GPUs that have an affinity with CPU 48 are:\n0, 1\n")
        self.check(PAIR + "near.48=1\n", ["-c", "48"], 0, "The GPUs that have an affinity with CPU 48 are:\n1\n")
        self.assertEqual(run(PAIR, "topo", "-c", "many")[0], 255)

    def test_nodes(self):
        values = PAIR + "0.nvmlDeviceGetMemoryAffinity=4\n1.nvmlDeviceGetMemoryAffinity=0\n0.nvmlDeviceGetNumaNodeId=9\n"
        self.check(values, ["-C", "-M", "-i", "0"], 0, "NUMA IDs of closest CPU: 2\nNUMA IDs of closest memory: 2\n")
        self.check(values, ["-C", "-i", "GPU-b"], 0, "NUMA IDs of closest CPU: N/A\n")
        self.check(values, ["-gnid", "-i", "0"], 0, "GPU NUMA ID: 9\n")

    def test_p2p(self):
        """Status numbers of nvmlGpuP2PStatus_t; legend and cells as documents of several drivers show them."""
        for number, name in enumerate(["OK", "CNS", "GNS", "TNS", "DR", "NS", "U", "U"]):
            output = run(PAIR + f"0.nvmlDeviceGetP2PStatus.101={number}\n", "topo", "-p2p", "w")[1]
            self.assertEqual(output.split("\n")[:3], [" \t\033[4mGPU0\tGPU1\033[0m", f" GPU0\tX\t{name}\t", " GPU1\tU\tX\t"])
        self.assertEqual("\n".join(output.split("\n")[3:]),
                         "\nLegend:\n\n  X    = Self\n  OK   = Status Ok\n  CNS  = Chipset not supported\n"
                         "  GNS  = GPU not supported\n  TNS  = Topology not supported\n  NS   = Not supported\n"
                         "  U    = Unknown\n")
        self.assertIn("\n  DR   = Disabled by regkey\n", run(PAIR.replace("550.163.01", "610.43.02"), "topo", "-p2p", "r")[1])
        for letter, capability in zip("rwnap", range(5)):
            self.assertIn("X\tOK", run(PAIR + f"0.nvmlDeviceGetP2PStatus.{100 + capability}=0\n", "topo", "-p2p", letter)[1])
        both = PAIR + "0.nvmlDeviceGetP2PStatus.100=0\n0.nvmlDeviceGetP2PStatus.101=1\n"
        self.assertIn("X\tCNS", run(both, "topo", "-p2p", "rw")[1])
        self.assertEqual(run(PAIR, "topo", "-p2p", "x")[0], 255)

    def test_command_line(self):
        self.check(PAIR, ["-m", "-i", "0"], 255, "The -i command line argument must be used in conjunction with -n or -p.\n\n")
        self.check(PAIR, ["-i"], 255, "ERROR: Option -i is missing its value. Please run 'nvidia-smi -h' for help.\n\n")
        status, output = run(PAIR, "topo", "--bogus")
        self.assertEqual((status, output.split("\n")[0]), (255, 'Option "--bogus" is not recognized.'))
        self.assertEqual(run(PAIR, "topo", "-h")[0], 0)
        self.assertEqual(run(PAIR + "nvmlInit=!9\n", "topo", "-m")[0], 9)


class Nvlink(unittest.TestCase):
    ONE = machine("{}", {0: ("NVIDIA A", "GPU-a")})
    LINE = "GPU 0: NVIDIA A (UUID: GPU-a)\n"

    def check(self, values, arguments, status, output, driver="550.163.01"):
        self.assertEqual(run(self.ONE.replace("{}", driver) + values, "nvlink", *arguments), (status, output))

    def test_without(self):
        """Nothing in 550 (run with it), a message in 595 (recorded by others)."""
        self.check("", ["-s"], 0, "")
        self.check("", ["-e"], 0, "")
        self.check("", ["-s"], 0, self.LINE + "Device does not have or support Nvlink\n", "595.71.05")

    def test_down(self):
        self.check("0.links=1\n0.nvmlDeviceGetNvLinkState.0=0\n", ["-s"], 0,
                   self.LINE + "NVML: Unable to retrieve NVLink information as all links are inActive\n", "535.161.07")
        self.check("0.links=2\n0.nvmlDeviceGetNvLinkState.0=0\n0.field1.164=6640\n", ["-s"], 0,
                   self.LINE + "\t Link 0: <inactive>\n\t Link 1: 6.64 GB/s\n")
        self.check("0.links=1\n", ["-s"], 0, self.LINE + "\t Link 0: N/A\n")

    def test_speed_of_old_drivers(self):
        """One field for each link until 525: 84 to 89, then 132 to 137."""
        self.check("0.links=7\n0.field.84=25781\n0.field.132=25000\n0.field.90=50000\n", ["-s"], 0, self.LINE +
                   "\t Link 0: 25.781 GB/s\n" + "".join(f"\t Link {i}: 50 GB/s\n" for i in range(1, 6)) + "\t Link 6: 25 GB/s\n")

    def test_lost(self):
        self.check("0.links=!15\n", ["-s"], 15, self.LINE + "NVML: Unable to retrieve Nvlink information: GPU is lost\n")

    def test_ends(self):
        values = "0.links=1\n0.nvmlDeviceGetNvLinkRemotePciInfo_v2.0=00000000:65:00.0\n0.field.146=4\n"
        self.check(values, ["-p"], 0, self.LINE + "\t Link 0: 00000000:65:00.0\n")
        self.check(values, ["-R"], 0, self.LINE + "\t Link 0: Remote Device 00000000:65:00.0: Link 4\n")

    def test_choice(self):
        values = "0.links=3\n0.field.164=1000\n0.field2.164=3000\n"
        self.check(values, ["-s", "-l", "2"], 0, self.LINE + "\t Link 2: 3 GB/s\n")
        self.assertEqual(run(self.ONE.replace("{}", "550.1") + values, "nvlink", "-s", "-l", "3")[0], 2)
        self.assertEqual(run(PAIR + "1.links=1\n1.field.164=1\n", "nvlink", "-s", "-i", "1")[1],
                         "GPU 1: NVIDIA B (UUID: GPU-b)\n\t Link 0: 0.001 GB/s\n")
        self.check(values, ["-s", "-i", "4"], 6, "No devices were found\n")

    def test_gone(self):
        """The words of a recorded help text."""
        self.check("", ["-sc", "0bz"], 0, "Setting counter control is deprecated!\n")
        self.check("", ["-gc"], 0, "Getting counter control is deprecated!\n")
        self.check("", ["-g", "0"], 0, "Getting counters using option -g is deprecated. Please use option -gt/--getthroughput "
                                       "instead.\n")
        self.check("", ["-r", "0"], 0, "Resetting counters is deprecated!\n")

    def test_bandwidth(self):
        for mode, name in enumerate(["FULL", "OFF", "MIN", "HALF", "3QUARTER", "N/A"]):
            self.check(f"nvmlSystemGetNvlinkBwMode={mode}\n", ["-gBwMode"], 0, f"nvlink bandwidth mode: {name}\n")
        self.check("", ["-gBwMode"], 3, "Getting nvlink bandwidth mode is not supported\n")
        self.check("nvmlSystemGetNvlinkBwMode=!4\n", ["-gBwMode"], 4, "Unable to read nvlink bandwidth mode\n")
        self.check("", ["-sBwMode", "values"], 0, "FULL, OFF, MIN, HALF, 3QUARTER\n")
        self.check("", ["-sBwMode", "LOUD"], 2, "Invalid nvlink bandwidth mode: LOUD\n")

    def test_command_line(self):
        for arguments, status in ((["-gt"], 255), (["-gt", "q"], 2), (["-l", "x", "-s"], 2), (["--nothing"], 255), (["-h"], 0)):
            self.assertEqual(run(self.ONE.replace("{}", "550.1"), "nvlink", *arguments)[0], status, arguments)


class Others(unittest.TestCase):
    """c2c, pci, conf-compute and gpm: words that documents and programs of others show, and our own between them."""

    LINES = ["GPU 0: NVIDIA A (UUID: GPU-a)\n", "GPU 1: NVIDIA B (UUID: GPU-b)\n"]

    def check(self, values, arguments, status, output):
        self.assertEqual(run(PAIR + values, *arguments), (status, output))

    def test_c2c(self):
        """Fields 170 to 172, errors 231 to 233, power 234."""
        values = "1.field.170=2\n1.field.171=1\n1.field1.171=0\n1.field.172=44712\n1.field.231=4\n1.field.232=5\n" \
                 "1.field.233=7\n1.field.234=0\n1.field1.234=1\n"
        self.check(values, ["c2c", "-s"], 0, self.LINES[1] + "\t C2C Link 0: 44.712 GB/s\n\t C2C Link 1: <inactive>\n")
        output = run(PAIR + values, "c2c", "-e", "-i", "1")[1]
        self.assertTrue(output.startswith(self.LINES[1] + "\t C2C Link 0: Error Interrupt Count: 4\n\t C2C Link 0: Error Replay "
                                          "Count: 5\n\t C2C Link 0: Error Back-to-Back Replay Count: 7\n\t C2C Link 1: Error "
                                          "Interrupt Count: N/A\n"), output)
        self.check(values, ["c2c", "--getLowPowerInfo"], 0,
                   self.LINES[1] + "\t C2C Link 0: Power State: Full\n\t C2C Link 1: Power State: Low\n")
        self.check("", ["c2c", "-s"], 3, "No Devices support C2C.\n")

    def test_pci(self):
        fields = [94, 95, 169, *range(173, 184)]
        values = "".join(f"0.field.{field}={field}\n" for field in fields)
        output = run(PAIR + values, "pci", "-gErrCnt", "-i", "0")[1]
        self.assertEqual([line.split()[-1] for line in output.split("\n")[1:-1]], [str(field) for field in fields])
        self.assertEqual(output.split("\n")[1], "    REPLAY_COUNTER:             94")
        output = run(PAIR + "0.field.197=12\n", "pci", "-gCnt", "-i", "0")[1]
        self.assertEqual(output, self.LINES[0] + "    TX_BYTES:                   12\n    RX_BYTES:                   N/A\n")
        self.assertEqual(run(PAIR, "pci", "-cErrCnt")[0], 3)

    def test_conf_compute(self):
        values = "cc.cpu=2\ncc.gpus=1\ncc.feature=1\ncc.environment=2\ncc.tools=0\ncc.multi=1\ncc.ready=1\n0.ccmemory=5 6\n"
        for option, output in (("-f", "CC status: ON\n"), ("-e", "CC Environment: PRODUCTION\n"),
                               ("-d", "DevTools Mode: OFF\n"), ("-mgm", "Multi-GPU Mode: Protected PCIe\n"),
                               ("-gc", "CC CPU Capability: INTEL TDX\n"), ("-gg", "CC GPUs Capability: CC Capable\n"),
                               ("-grs", "Confidential Compute GPUs Ready state: ready\n")):
            self.check(values, ["conf-compute", option], 0, output)
            self.check("", ["conf-compute", option], 6, "No CC capable devices found.\n")
        self.check(values.replace("feature=1", "feature=0").replace("ready=1", "ready=0"), ["conf-compute", "-q"], 0,
                   "\n==============NVSMI CONF-COMPUTE LOG==============\n\n    CC State                   : OFF\n"
                   "    Multi-GPU Mode             : Protected PCIe\n    CPU CC Capabilities        : INTEL TDX\n"
                   "    GPU CC Capabilities        : CC Capable\n    CC GPUs Ready State        : Not Ready\n\n")
        self.check(values, ["conf-compute", "-gm", "-i", "0"], 0,
                   self.LINES[0] + "\t CC Protected Memory: 5 KiB\n\t CC Unprotected Memory: 6 KiB\n")
        self.check("cc.feature=!4\n", ["conf-compute", "-f"], 4,
                   "Unable to determine the state of confidential computing: Insufficient Permissions\n")
        self.check("", ["conf-compute", "-srs", "1"], 0, "Confidential Compute GPUs Ready state set to ready\n")
        self.assertEqual(run(PAIR + "cc.set=4\n", "conf-compute", "-srs", "1")[0], 4)
        self.assertEqual(run(PAIR, "conf-compute", "-srs", "2")[0], 2)
        self.assertEqual(run(PAIR, "conf-compute", "-sm", "lots")[0], 2)

    def test_gpm(self):
        self.check("0.nvmlGpmQueryIfStreamingEnabled=1\n", ["gpm", "-g", "-i", "0"], 0, self.LINES[0] + "\t GPM stream state: ENABLED\n")
        self.assertEqual(run(PAIR, "gpm", "-g")[0], 3)
        self.assertEqual(run(PAIR, "gpm", "-s", "2")[0], 2)

    def test_rusd(self):
        """Bits of the header: clock 1, performance 2, memory 4 and so on; "all" has them all."""
        for words_, mask in (("none", 0), ("clock", 1), ("performance,memory", 6), ("power", 8), ("thermal", 16), ("pci", 32),
                             ("fan", 64), ("proc_util", 128), ("all", 0xfff)):
            self.check(f"0.rusd={mask}\n", ["rusd", "-spm", words_, "-i", "0"], 0,
                       self.LINES[0] + f"\t RUSD polling mask set to {words_}\n")
        self.assertEqual(run(PAIR, "rusd", "-spm", "all")[0], 3)
        self.assertEqual(run(PAIR, "rusd", "-spm", "clock,")[0], 2)

    def test_prm(self):
        """The form of the manual page: a name, an arrow, a hexadecimal number. Numbers of nvmlPRMCounterId_t."""
        ids = {"link_down_events": 1, "oper_recovery": 1001, "plr_rcv_codes": 301, "plr_rcv_code_err": 302,
               "plr_rcv_uncorrectable_code": 303, "plr_xmit_codes": 304, "plr_retry_codes": 305, "plr_xmit_retry_events": 306,
               "plr_sync_events": 307, "port_xmit_wait": 201, "successful_recovery_events": 2,
               "total_successful_recovery_events": 101, "time_since_last_recovery": 102, "time_between_last_2_recoveries": 103}
        values = "".join(f"0.prm.{number}={number}\n" for number in ids.values())
        for name, number in ids.items():
            self.check(values, ["prm", "-i", "0", "-c", name, "-p", "local_port=3"], 0, f"{name} ==> 0x{number:x}\n")
        listed = [line.split()[0] for line in run(PAIR, "prm", "--list")[1].split("\n")[2:-1]]
        self.assertEqual(listed, sorted(ids))
        self.assertEqual(run(PAIR, "prm", "-i", "0", "-c", "plr_rcv_codes", "-p", "local_port=3")[0], 3)
        for arguments in (["-c", "nothing"], ["-c", "plr_rcv_codes", "-p", "port=1"], ["-c", "plr_rcv_codes", "-p", "local_port=x"]):
            self.assertEqual(run(PAIR, "prm", *arguments)[0], 2)

    def test_command_lines(self):
        for command in ("c2c", "pci", "conf-compute", "gpm", "prm", "rusd"):
            self.assertEqual(run(PAIR, command)[0], 255)
            self.assertEqual(run(PAIR, command, "-h")[0], 0)
            self.assertEqual(run(PAIR, command, "-i")[0], 255)
            status, output = run(PAIR, command, "--bogus")
            self.assertEqual((status, output.split("\n")[0]), (255, 'Option "--bogus" is not recognized.'))
        self.check("", ["pci", "-gCnt", "-i", "9"], 6, "No devices were found\n")


if __name__ == "__main__":
    counted.main()
