#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""S-class enclosures: -q -u, -u --dtd, -t. units.py NVSMI_DLOPEN FAKE_LIBRARY NVSIM NVSMI

Without enclosures, as every machine of today, each format is as NVIDIA's tool was recorded: as text by 530.30.02, as XML,
with and without host interface cards, by 580.65.06. What an enclosure prints was never recorded.
"""

import os
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

import counted
import over_fake
from dtd import Dtd

DLOPEN, LIBRARY, NVSIM, NVSMI = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
TIME = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")
OF_530 = "driver=530.30.02\nlibrary=12.530.30.02\ncuda=12010\ncount=1\nunits=0\n"
OF_580 = "driver=580.65.06\nlibrary=13.580.65.06\ncuda=12040\ncount=1\nunits=0\n"
UNIT = OF_580.replace("units=0", "units=2") + "hics=3 1.2.3.4\n0.busid=00000000:17:00.0\n" \
    "unit.0.info=NVIDIA S2050;920-20804-0006-000;0324010000019;6.0\nunit.0.led=1;Fan failure\n" \
    "unit.0.psu=Normal;39;12;468\nunit.0.temperature.0=21\nunit.0.temperature.2=34\n" \
    "unit.0.fans=4200 0;0 1\nunit.0.devices=0\nunit.1.led=0;\nunit.0.setled.1=0\nunit.1.setled.1=!4\n"
COLUMN = 42
END = "Please run 'nvidia-smi -h' for help.\n"


def run(values, *arguments, **options):
    """Status, standard output without times, standard error."""
    status, output, errors = over_fake.nvsmi(DLOPEN, LIBRARY, values, *arguments, **options)
    return status, TIME.sub("TIME", output), errors


def line(label, value, depth=0):
    return f"{'    ' * depth + label:<{COLUMN}}: {value}\n"


def head(driver, cuda):
    return "\n" + "NVSMI LOG".center(37, "=") + "\n\n" + line("Timestamp", "TIME") + line("Driver Version", driver) + \
        line("CUDA Version", cuda) + "\n"


def document(*inside):
    lines = ["<?xml version=\"1.0\" ?>", "<!DOCTYPE nvidia_smi_log SYSTEM \"nvsmi_unit_v13.dtd\">", "<nvidia_smi_log>",
             "\t<timestamp>TIME</timestamp>", "\t<driver_version>580.65.06</driver_version>",
             "\t<cuda_version>12.4</cuda_version>", *inside, "</nvidia_smi_log>"]
    return "".join(f"{each}\n" for each in lines)


class Recorded(unittest.TestCase):
    def test_text_without_units(self):
        self.assertEqual(run(OF_530, "-q", "-u"),
                         (0, head("530.30.02", "12.1") + line("HIC Info", "N/A") + line("Attached Units", "0") + "\n", ""))

    def test_xml_without_units(self):
        cards = [line for number, version in ((0, "1.2.3.4"), (1, "5.6.7.8"))
                 for line in (f"\t\t<hic id=\"{number}\">", f"\t\t\t<firmware>{version}</firmware>", "\t\t</hic>")]
        for values, inside in ((OF_580, []), (OF_580 + "hics=0 1.2.3.4;1 5.6.7.8\n", cards)):
            expected = document("\t<hic_info>", *inside, "\t</hic_info>", "\t<attached_units>0</attached_units>")
            for words in (["-q", "-u", "-x"], ["--xml-format", "--unit", "--query"]):
                self.assertEqual(run(values, *words), (0, expected, ""))

    def test_no_count(self):
        """It says so on standard error, and ends as if all were well."""
        for words in (["-q", "-u"], ["-q", "-u", "-x"]):
            said = "Unable to determine number of available units: Unknown Error\n"
            self.assertEqual(run(OF_530.replace("units=0", "units=!999"), *words), (0, "", said))
            self.assertEqual(run(OF_530.replace("units=0", "units=!999"), *words, name="nvsmi"), (255, "", said))

    def test_our_own_library_has_none(self):
        done = subprocess.run([NVSIM, "run", "--machine", "t4", "--", NVSMI, "-q", "-u"], capture_output=True, text=True, check=True)
        self.assertRegex(done.stdout, r"\nHIC Info +: N/A\nAttached Units +: 0\n\n$")


class Own(unittest.TestCase):
    def test_text(self):
        status, output, errors = run(UNIT, "-q", "-u")
        expected = head("580.65.06", "12.4") + "HIC Info\n    HIC 3\n" + line("Firmware Version", "1.2.3.4", 2) + \
            line("Attached Units", "2") + "Unit 0\n"
        for depth, label, value in (
                (1, "Product Name", "NVIDIA S2050"), (1, "Product Id", "920-20804-0006-000"), (1, "Product Serial", "0324010000019"),
                (1, "Firmware Version", "6.0"), (1, "LED State", None), (2, "Color", "AMBER"), (2, "Cause", "Fan failure"),
                (1, "Temperature", None), (2, "Intake", "21 C"), (2, "Exhaust", "N/A"), (2, "Board", "34 C"),
                (1, "PSU", None), (2, "State", "Normal"), (2, "Voltage", "12 V"), (2, "Current", "39 A"),
                (1, "Fan Info", None), (2, "Fan 0", None), (3, "State", "NORMAL"), (3, "Speed", "4200 RPM"),
                (2, "Fan 1", None), (3, "State", "FAILED"), (3, "Speed", "N/A"),
                (1, "Attached GPUs", None), (2, "GPU", "00000000:17:00.0")):
            expected += line(label, value, depth) if value else "    " * depth + label + "\n"
        self.assertEqual((status, output[:len(expected)], errors), (0, expected, ""))
        rest = output[len(expected):]
        self.assertIn("Unit 1\n" + line("Product Name", "N/A", 1), rest)
        self.assertIn(line("Color", "GREEN", 2) + line("Cause", "N/A", 2), rest)
        self.assertIn(line("Fan Info", "N/A", 1) + line("Attached GPUs", "N/A", 1), rest)

    def test_xml_is_what_it_says(self):
        described = Dtd(run(UNIT, "-u", "--dtd")[1])
        for values in (UNIT, UNIT + "unit.1.fans=\n", OF_580):
            for words in (["-q", "-u", "-x"], ["-q", "-u", "-x", "--dtd"]):
                output = run(values, *words)[1]
                self.assertEqual(list(described.complaints(ElementTree.fromstring(output))), [])
        root = ElementTree.fromstring(run(UNIT, "-q", "-u", "-x")[1])
        self.assertEqual([unit.get("id") for unit in root.findall("unit")], ["0", "1"])
        self.assertEqual(root.find("unit/fan_info/fan[@id='0']/speed").text, "4200 RPM")
        self.assertEqual(root.find("unit/attached_gpus/gpu_bus_id").text, "00000000:17:00.0")
        broken = ElementTree.fromstring(run(UNIT.replace("S2050", "<&>\x07"), "-q", "-u", "-x")[1])
        self.assertEqual(broken.find("unit/product_name").text, "NVIDIA <&>?")
        self.assertEqual(run(OF_580 + "nvmlInit=!9\n", "-u", "--dtd")[1].split("\n")[0], "<!-- nvsmi_unit_v13.dtd -->")
        self.assertTrue(run(OF_530, "-u", "--dtd")[1].startswith("<!-- nvsmi_unit_v12.dtd -->\n<!ELEMENT nvidia_smi_log ("))

    def test_choice(self):
        self.assertEqual(re.findall(r"^Unit .*", run(UNIT, "-q", "-u", "-i", "1")[1], re.MULTILINE), ["Unit 1"])
        for values, wanted in ((UNIT, "7"), (OF_580, "0"), (UNIT, "GPU-a")):
            self.assertEqual(run(values, "-q", "-u", "-i", wanted), (6, "No units were found\n", ""))

    def test_light(self):
        self.assertEqual(run(UNIT, "-t", "1", "-i", "0"), (0, "Set LED state to AMBER for unit 0.\nAll done.\n", ""))
        self.assertEqual(run(UNIT, "--toggle-led=amber"),
                         (4, "Set LED state to AMBER for unit 0.\nUnable to set LED state for unit 1: Insufficient Permissions\n", ""))
        self.assertEqual(run(UNIT, "-t", "0")[:2], (3, "Unable to set LED state for unit 0: Not Supported\n"))
        self.assertEqual(run(UNIT, "-t", "1", "-i", "0, 9"), (6, "No unit fits \"9\". Nothing was changed.\n", ""))
        self.assertEqual(run(UNIT, "-t", "2")[:2], (2, "Invalid LED state: 2\n"))
        self.assertEqual(run(OF_580, "-t", "1")[:2], (6, "No units were found\n"))

    def test_what_does_not_go_together(self):
        for words, name in ((["-u"], "-u"), (["-L", "-u"], "-u"), (["-q", "-u", "-d", "ECC"], "-d"), (["-t", "1", "-l"], "-l"),
                            (["-pm", "1", "-u"], "-u")):
            self.assertEqual(run(UNIT, *words), (2, f"ERROR: Option {name} is not valid for this command. {END}\n", ""), words)
        for words in (["-t", "1", "-q"], ["-t", "1", "-pm", "1"]):
            self.assertEqual(run(UNIT, *words), (2, f"Invalid combination of input arguments. {END}", ""), words)


if __name__ == "__main__":
    counted.main()
