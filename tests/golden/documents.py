#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What -q -x, --dtd and the lists of -q -d print where no recording of ours says it. documents.py NVSMI FAKE_LIBRARY"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import counted
import golden
from dtd import Dtd

NVSMI, LIBRARY = sys.argv.pop(1), sys.argv.pop(1)
ONE = "driver=595.45.04\nlibrary=13.595.45.04\ncuda=13020\ncount=1\n0.nvmlDeviceGetName=NVIDIA A\n" \
      "0.nvmlDeviceGetUUID=GPU-a\n0.busid=00000000:17:00.0\n0.nvmlDeviceGetArchitecture=7\n"
TWO = ONE.replace("count=1", "count=2") + "1.nvmlDeviceGetName=NVIDIA B\n1.nvmlDeviceGetUUID=GPU-b\n1.busid=00000000:27:00.0\n"
INVALID = "ERROR: Option {} is not valid for this command. Please run 'nvidia-smi -h' for help.\n\n"
# The oldest and the newest driver of each generation, and those whose rows begin or end between.
DRIVERS = ["450.80.02", "460.27.04", "470.129.04", "510.47.03", "515.105.01", "525.125.06", "535.54.03", "535.161.07", "550.54.14",
           "555.42.02", "560.35.03", "565.57.01", "570.148.08", "580.105.08", "590.44.01", "595.91.07", "610.57.04"]
ARCHITECTURES = (4, 6, 7, 9)  # Pascal, Turing, Ampere, Hopper


def run(values, *arguments):
    return golden.run(NVSMI, LIBRARY, values, list(arguments))


def document(values, *arguments):
    status, output = run(values, "-q", "-x", *arguments)
    if status:
        raise AssertionError(f"status {status}: {output}")
    return ElementTree.fromstring(output)


def generation(number):
    for first, version in ((580, 13), (525, 12), (450, 11)):
        if number >= first:
            return version
    return None


class Descriptions(unittest.TestCase):
    def test_every_driver(self):
        for driver in DRIVERS:
            values = ONE.replace("595.45.04", driver)
            description = Dtd(run(values, "--dtd")[1])
            for architecture in ARCHITECTURES:
                root = document(values.replace("Architecture=7", f"Architecture={architecture}"))
                self.assertEqual(list(description.complaints(root)), [], driver)

    def test_recordings(self):
        """Documents of NVIDIA's are valid by our description of their driver."""
        if not golden.FACTS.is_dir():
            self.skipTest("no recordings")
        seen = 0
        for name, text in golden.xml_samples():
            root = ElementTree.fromstring(text)
            _, description = run(ONE.replace("595.45.04", root.find("driver_version").text), "--dtd")
            self.assertEqual(list(Dtd(description).complaints(root)), [], name)
            seen += 1
        self.assertGreater(seen, 20)

    def test_refuses(self):
        description = Dtd(run(ONE, "--dtd")[1])
        good = ElementTree.tostring(document(ONE), encoding="unicode")
        for pattern, change in ((r"<uuid>.*</uuid>", ""), (r"<serial>", "<serial><uuid/>"), (r"<gpu id=\"[^\"]*\">", "<gpu>"),
                                (r"(<used>.*</used>)(\s*)(<free>.*</free>)", r"\3\2\1"), (r"<mig_mode>", "<mig_mode>text"),
                                (r"<clocks>", "<new_clocks/><clocks>")):
            bad, count = re.subn(pattern, change, good, count=1)
            self.assertEqual(count, 1)
            self.assertNotEqual(list(description.complaints(ElementTree.fromstring(bad))), [], pattern)

    def test_inside_of_a_document(self):
        _, output = run(ONE, "-q", "-x", "--dtd")
        head, _, body = output.partition("]>\n")
        prolog = '<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log [\n'
        self.assertEqual(head, prolog + run(ONE, "--dtd")[1])
        self.assertTrue(body.startswith("<nvidia_smi_log>\n\t<timestamp>"))
        self.assertEqual(list(Dtd(head).complaints(ElementTree.fromstring(output))), [])

    def test_numbers(self):
        for driver in DRIVERS:
            name = f"nvsmi_device_v{generation(int(driver[:3]))}.dtd"
            values = ONE.replace("595.45.04", driver)
            self.assertTrue(run(values, "--dtd")[1].startswith(f"<!-- {name} -->\n"))
            self.assertIn(f'<!DOCTYPE nvidia_smi_log SYSTEM "{name}">\n', run(values, "-q", "-x")[1])

    def test_without_driver(self):
        status, output = run(ONE + "nvmlInit=!9\n", "--dtd")
        self.assertEqual((status, output.split("\n")[0]), (0, "<!-- nvsmi_device_v13.dtd -->"))


class Lists(unittest.TestCase):
    def test_processes(self):
        names = {7: "/bin/a & b", 8: "<x>\"'", 9: "\u00e9\u4e16"}
        values = ONE + "0.compute=" + "".join(f"{pid} 1048576 -1 -1;" for pid in names) + "\n"
        values += "".join(f"process.{pid}={name}\n" for pid, name in names.items())
        found = document(values).findall("gpu/processes/process_info")
        self.assertEqual([p.find("process_name").text for p in found], list(names.values()))
        self.assertIn("<process_name>/bin/a &amp; b</process_name>", run(values, "-q", "-x")[1])
        unknown = document(ONE + "0.graphics=7 -1 2 0;\n").find("gpu/processes/process_info")
        self.assertEqual([child.text for child in unknown], ["2", "0", "7", "G", None, "N/A"])
        for status, text in ((3, "N/A"), (4, "Insufficient Permissions")):  # N/A: as a document of 440 has it
            self.assertEqual(document(ONE + f"0.compute=!{status}\n").find("gpu/processes").text, text)

    def test_bytes_that_are_no_text(self):
        path = tempfile.NamedTemporaryFile(suffix=".values")
        path.write((ONE + "0.compute=7 0 -1 -1;\nprocess.7=a").encode() + b"\x01b\xff\xc3(\xe4\xb8z\xed" + b"\n")
        path.flush()
        done = subprocess.run([NVSMI, "-q", "-x"], capture_output=True, check=True,
                                     env=dict(os.environ, FAKE_NVML=path.name, OPENNVML_LIBRARY=LIBRARY))
        root = ElementTree.fromstring(done.stdout)
        self.assertEqual(root.find("gpu/processes/process_info/process_name").text, "a?b??(??z?")

    def test_accounts(self):
        values = ONE + "0.accounts=54796 38011 40000\n0.account.54796=0 0 883949568 18228 0\n" \
                       "0.account.38011=4294967295 4294967295 -1 0 1\n"  # 40000 is forgotten meanwhile
        found = document(values).findall("gpu/accounted_processes/accounted_process_info")
        self.assertEqual([[child.text for child in p] for p in found],
                         [["54796", "0 %", "0 %", "843 MiB", "18228 ms", "0"], ["38011", "N/A", "N/A", "N/A", "0 ms", "1"]])
        self.assertEqual(document(ONE).find("gpu/accounted_processes").text, "N/A")
        self.assertEqual(document(ONE + "0.accounts=!4\n").find("gpu/accounted_processes").text, "Insufficient Permissions")

    def test_retired_pages(self):
        values = ONE + "0.retired.0=2\n0.retiredpages.0=0x1f4000 0x7123456789abcdef\n0.retired.1=0\n"
        pages = document(values).find("gpu/retired_pages")
        first, second = pages.find("multiple_single_bit_retirement"), pages.find("double_bit_retirement")
        self.assertEqual([p.text for p in first.findall("retired_pagelist/retired_page_address")],
                         ["0x00000000001f4000", "0x7123456789abcdef"])
        self.assertEqual((second.find("retired_count").text, second.find("retired_pagelist").text.strip()), ("0", ""))
        self.assertEqual(document(ONE).find("gpu/retired_pages/double_bit_retirement/retired_pagelist").text, "N/A")

    def test_licence(self):
        values = ONE + "0.product=NVIDIA RTX Virtual Workstation\n0.licence="
        for numbers, text in (("1 2022 9 22 6 57 30 2", "Licensed (Expiry: 2022-9-22 6:57:30 GMT)"), ("0", "Unlicensed"),
                              ("1 0 0 0 0 0 0 3", "Licensed (Expiry: N/A)"), ("1 0 0 0 0 0 0 4", "Licensed (Expiry: Permanent)"),
                              ("1", "Licensed")):
            found = document(values + numbers + "\n").find("gpu/vgpu_software_licensed_product")
            self.assertEqual([child.text for child in found], ["NVIDIA RTX Virtual Workstation", text])
            self.assertIn(f"    vGPU Software Licensed Product\n        Product Name{' ' * 35}: NVIDIA RTX Virtual Workstation\n"
                          f"        License Status{' ' * 33}: {text}\n", run(values + numbers + "\n", "-q")[1])

    def test_clocks(self):
        values = ONE + "0.nvmlDeviceGetSupportedMemoryClocks=2619 1593\n0.nvmlDeviceGetSupportedGraphicsClocks.2619=1980 345\n"
        clocks = document(values).findall("gpu/supported_clocks/supported_mem_clock")
        self.assertEqual([[child.text for child in clock] for clock in clocks],
                         [["2619 MHz", "1980 MHz", "345 MHz"], ["1593 MHz"]])


def chosen(values, section):
    """The lines of the GPU."""
    status, output = run(values, "-q", "-d", section)
    if status:
        raise AssertionError(f"status {status}: {output}")
    return output.split("GPU 00000000:17:00.0\n")[1].rstrip("\n").split("\n")


def rows(*texts):
    """Lines of depth, label and value as a driver of 595 lays them out."""
    lines = []
    for text in texts:
        label, _, value = text.partition(" = ")
        lines.append(f"{label:55}: {value}" if value else label)
    return lines


class Chosen(unittest.TestCase):
    """Blocks that text has with -d only; their form is that of outputs published for 545, 580.65 and 595.71."""

    def test_clocks(self):
        values = ONE + "0.nvmlDeviceGetSupportedMemoryClocks=2619 1593\n0.nvmlDeviceGetSupportedGraphicsClocks.2619=1980 345\n" \
                       "0.nvmlDeviceGetSupportedGraphicsClocks.1593=1200\n"
        self.assertEqual(chosen(values, "SUPPORTED_CLOCKS"),
                         rows("    Supported Clocks", "        Memory = 2619 MHz", "            Graphics = 1980 MHz",
                              "            Graphics = 345 MHz", "        Memory = 1593 MHz", "            Graphics = 1200 MHz"))
        self.assertEqual(chosen(ONE, "SUPPORTED_CLOCKS"), rows("    Supported Clocks = N/A"))

    def test_accounts(self):
        head = rows("    Accounting Mode = N/A", "    Accounting Mode Buffer Size = N/A")
        self.assertEqual(chosen(ONE + "0.accounts=\n", "ACCOUNTING"), head + rows("    Accounted Processes = None"))
        self.assertEqual(chosen(ONE, "ACCOUNTING"), head + rows("    Accounted Processes = N/A"))
        values = ONE + "0.accounts=3072883\n0.account.3072883=12 3 1046478848 86816 0\n"
        self.assertEqual(chosen(values, "ACCOUNTING"),
                         head + rows("    Accounted Processes", "        Process ID = 3072883", "            GPU Utilization = 12 %",
                                     "            Memory Utilization = 3 %", "            Max memory usage = 998 MiB",
                                     "            Time = 86816 ms", "            Is Running = 0"))

    def test_samples(self):
        values = ONE + "0.samples.0=3000000 16000;1000000 9120;2000000 4110;\n0.samples.1=1000000 99;12750000 70;\n" \
                       "0.samples.5=!6\n"
        power = chosen(values, "POWER")
        at = power.index("    Power Samples")
        self.assertEqual(power[at + 1:at + 6], rows("        Duration = 2.00 sec", "        Number of Samples = 3", "        Max = 16.00 W",
                                                    "        Min = 4.11 W", "        Avg = 9.74 W"))
        self.assertEqual((power[at - 1].split(" : ")[0].strip(), power[at + 6]),
                         ("Max Power Limit", "    GPU Memory Power Readings "))
        use = chosen(values, "UTILIZATION")
        at = use.index("    GPU Utilization Samples")
        self.assertEqual(use[at + 1:at + 6], rows("        Duration = 11.75 sec", "        Number of Samples = 2", "        Max = 99 %",
                                                  "        Min = 70 %", "        Avg = 84 %"))
        self.assertEqual([line.strip() for line in use if line.endswith("Samples")],
                         [f"{name} Utilization Samples" for name in ("GPU", "Memory", "ENC", "DEC")])
        names = ("Duration", "Number of Samples", "Max", "Min", "Avg")
        clocks = chosen(values, "CLOCK")
        at = clocks.index("    SM Clock Samples")
        self.assertEqual(clocks[at + 1:at + 6], rows(*(f"        {name} = Not Found" for name in names)))
        at = clocks.index("    Memory Clock Samples")
        self.assertEqual(clocks[at + 1:at + 7], rows(*(f"        {name} = N/A" for name in names)) + ["    Clock Policy"])

    def test_only_when_chosen(self):
        _, output = run(ONE, "-q")
        for name in ("Supported Clocks", "Accounted Processes", "Samples"):
            self.assertNotIn(name, output)
        self.assertNotIn("Profiles", "".join(chosen(ONE, "POWER")))
        self.assertEqual(chosen(ONE, "POWER_PROFILES")[0], "    Workload Power Profiles")

    def test_vgpu_host(self):
        """The text is that of outputs published for 525, 535, 550 and 580; the elements are named by a published description."""
        for able, text in ((1, "Supported"), (0, "Not Supported")):
            values = ONE + f"mixedvgpus={able}\n0.nvmlDeviceGetVirtualizationMode=3\n"
            self.assertIn(f"\nvGPU Driver Capability\n{'        Heterogenous Multi-vGPU':55}: {text}\n\nAttached GPUs",
                          run(values, "-q")[1])
            root = document(values)
            self.assertEqual([child.tag for child in root][2:5], ["cuda_version", "vgpu_driver_capability", "attached_gpus"])
            self.assertEqual(root.find("vgpu_driver_capability/heterogenous_multivGPU").text, text)
            self.assertEqual(list(Dtd(run(values, "--dtd")[1]).complaints(root)), [])
        for values in (ONE + "mixedvgpus=1\n", ONE.replace("595.45.04", "515.105.01") +
                       "mixedvgpus=1\n0.nvmlDeviceGetVirtualizationMode=3\n"):
            self.assertNotIn("vGPU Driver", run(values, "-q")[1])
            self.assertIsNone(document(values).find("vgpu_driver_capability"))

    def test_width(self):
        """Outputs published for 580.105 are narrow, for 580.126 wide."""
        for driver, column in (("575.57.08", 42), ("580.105.08", 42), ("580.126.09", 55), ("595.45.04", 55)):
            self.assertIn(f"\n{'Driver Version':{column}}: {driver}\n", run(ONE.replace("595.45.04", driver), "-q")[1])


class Options(unittest.TestCase):
    def test_choice(self):
        root = document(TWO, "-i", "1")
        self.assertEqual((root.find("attached_gpus").text, [g.find("uuid").text for g in root.findall("gpu")]), ("2", ["GPU-b"]))
        self.assertEqual([g.get("id") for g in document(TWO, "--xml-format").findall("gpu")],
                         ["00000000:17:00.0", "00000000:27:00.0"])
        self.assertEqual(run(TWO, "-q", "-x", "-i", "5"), (6, "No devices were found\n"))

    def test_file(self):
        with tempfile.NamedTemporaryFile() as file:
            self.assertEqual(run(ONE, "-q", "-x", "-f", file.name), (0, ""))
            self.assertEqual(ElementTree.parse(file.name).getroot().find("gpu/product_name").text, "NVIDIA A")
            self.assertEqual(run(ONE, "--dtd", "-f", file.name), (0, ""))
            self.assertEqual(file.read().decode(), run(ONE, "--dtd")[1])

    def test_refusals(self):
        for arguments, option in ((["-x"], "-x"), (["-L", "-x"], "-x"), (["--query-gpu=name", "--format=csv", "-x"], "-x"),
                                  (["-q", "-x", "-d", "MEMORY"], "-d"), (["-q", "--dtd"], "--dtd"), (["-L", "--dtd"], "--dtd")):
            self.assertEqual(run(ONE, *arguments), (2, INVALID.format(option)), arguments)
        for arguments in (["-q", "-x"], ["-q", "-x", "--dtd"]):
            self.assertEqual(run(ONE + "nvmlInit=!9\n", *arguments)[0], 9)

    def test_lost(self):
        lost = TWO.replace("0.busid=00000000:17:00.0", "0.busid=!15")
        status, output = run(lost, "-q", "-x")
        self.assertEqual(status, 15)
        self.assertIn("Unable to determine the PCI bus id for the target device: GPU is lost", output)
        self.assertIn('\t<gpu id="00000000:27:00.0">\n', output)
        failing = document(ONE + "0.nvmlDeviceGetFanSpeed=!15\n0.reasons=!15\n").find("gpu")
        self.assertEqual((failing.find("fan_speed").text, failing.find("clocks_event_reasons").text), ("GPU is lost",) * 2)


if __name__ == "__main__":
    counted.main()
