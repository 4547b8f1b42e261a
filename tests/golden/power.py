#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Power smoothing: -q -d POWER_SMOOTHING and power-smoothing; power-profiles, what it asks for. power.py NVSMI_DLOPEN FAKE_LIBRARY FAKE_LIBRARY_580

Recorded are its line where a GPU has none (N/A), and on B200, GB200 and GB300 for those who are not root (Insufficient
Permissions); and what nvidia-smi 580.65.06 said of requests to an NVML that made profiles up. Numbers, units and scopes of the fields are those of NVML's reference and of fields.tsv; labels are our own.
"""

import os
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree

import counted
import over_fake
from dtd import Dtd

NVSMI, LIBRARY, LIBRARY_580 = (os.path.abspath(sys.argv.pop(1)) for _ in range(3))
BUS = "00000000:17:00.0"
BASE = f"cuda=13010\ncount=1\n0.nvmlDeviceGetName=NVIDIA B200\n0.nvmlDeviceGetUUID=GPU-a\n0.busid={BUS}\n"
# {number of the field in NVML 13.1: value}, common ones first, then (profile, number): value.
COMMON = {251: 1, 252: 2, 253: 0, 254: 1000, 255: 500, 256: 90, 257: 20, 258: 99, 259: 2, 264: 1, 265: 60, 266: 4294967295,
          267: 3000, 268: 40, 275: 501, 276: 410, 277: 30, 278: 440, 279: 10, 280: 1, 285: 420, 286: 6, 287: 7, 288: 31, 300: 1}
PROFILE = {0: {260: 40, 261: 1000, 262: 2000, 263: 100, 281: 300, 282: 3, 283: 4, 284: 25},
           1: {260: 50, 261: 1500, 262: 2500, 263: 200, 281: 310, 282: 5, 283: 8, 284: 26}}
PARAMETERS = ["% TMP Floor", "Ramp Up Rate", "Ramp Down Rate", "Ramp Down Hysteresis", "Secondary Power Floor",
              "Primary Floor Activation Window Multiplier", "Primary Floor Target Window Multiplier",
              "Primary Floor Activation Offset"]
OF_PROFILE = [["40 %", "1000 mW/s", "2000 mW/s", "100 ms", "300 W", "3", "4", "25 W"],
              ["50 %", "1500 mW/s", "2500 mW/s", "200 ms", "310 W", "5", "8", "26 W"]]
NOT_HERE = "Power Smoothing feature is not supported on this device.\n"


def answers(driver, number=lambda field: field):
    lines = [f"driver={driver}", f"library=13.{driver}"]
    lines += [f"0.field.{number(field)}={value}" for field, value in COMMON.items()]
    for profile, values in PROFILE.items():
        lines += [f"0.field{profile or ''}.{number(field)}={value}" for field, value in values.items()]
    return "\n".join(lines) + "\n" + BASE


def of_12_9(field):
    """fields.tsv, id_history: 12.8:251 12.9:256 13.1:251 and so on."""
    return field + 5 if 251 <= field <= 268 else field


def run(values, *arguments, library=LIBRARY):
    status, output, errors = over_fake.nvsmi(NVSMI, library, values, *arguments)
    return status, output + errors


def section(values, **options):
    """[(depth, label, value or None)] below the GPU's line."""
    status, output = run(values, "-q", "-d", "POWER_SMOOTHING", **options)
    if status:
        raise AssertionError(output)
    lines = output.partition(f"GPU {BUS}\n")[2].strip("\n").split("\n")
    found = [re.fullmatch(r"( +)(.*?)(?: +: (.*))?", line).groups() for line in lines]
    return [(len(blanks) // 4, label, value) for blanks, label, value in found]


class Report(unittest.TestCase):
    def test_none(self):
        for status, word in ((None, "N/A"), (3, "N/A"), (4, "Insufficient Permissions"), (15, "GPU is lost")):
            values = f"driver=580.105.08\nlibrary=13.580.105.08\n{BASE}" + (f"0.field.251=!{status}\n" if status else "")
            self.assertEqual(section(values), [(1, "Power Smoothing", word)])
            self.assertEqual(ElementTree.fromstring(run(values, "-q", "-x")[1]).find("gpu/power_smoothing").text, word)
        self.assertNotIn("Power Smoothing", run(values.replace("580.105.08", "565.57.01"), "-q")[1])

    def test_all(self):
        """The profile in force is preset 1, and its values are asked for with its number."""
        rows = section(answers("610.57.04"))
        self.assertEqual(rows[:18], [(1, "Power Smoothing", None)] + [(2, label, value) for label, value in (
            ("Enabled", "Yes"), ("Delayed Power Smoothing Supported", "Yes"), ("Privilege Level", "2"),
            ("Immediate Ramp Down", "Disabled"), ("Current TMP", "1000 W"), ("Current TMP Floor", "500 W"),
            ("Max % TMP Floor", "90 %"), ("Min % TMP Floor", "20 %"), ("HW Lifetime % Remaining", "99 %"),
            ("Primary Power Floor", "501 W"), ("Secondary Power Floor", "410 W"), ("Min Primary Floor Activation Offset", "30 W"),
            ("Min Primary Floor Activation Point", "440 W"), ("Window Multiplier", "10 ms"), ("Number of Preset Profiles", "2"),
            ("Current Profile", None))] + [(3, PARAMETERS[0], "50 %")])
        self.assertEqual(rows[17:25], [(3, label, value) for label, value in zip(PARAMETERS, OF_PROFILE[1])])
        # A value that the administrator does not override is none.
        over = ["60 %", "N/A", "3000 mW/s", "40 ms", "420 W", "6", "7", "31 W"]
        self.assertEqual(rows[25:], [(2, "Active Preset Profile", "1"), (2, "Admin Overrides", None)] +
                         [(3, label, value) for label, value in zip(PARAMETERS, over)] + [(2, "SoC Power Smoothing", "Enabled")])

    def test_older(self):
        """What 590 and 610 brought is not there before."""
        labels = [label for _, label, _ in section(answers("570.148.08"))]
        self.assertEqual(labels.count("Ramp Down Hysteresis"), 2)
        self.assertFalse([label for label in labels if re.search("Primary|Secondary|Delayed|SoC|Window", label)])
        self.assertNotIn("SoC Power Smoothing", [label for _, label, _ in section(answers("595.45.04"))])

    def test_numbers_of_580(self):
        """NVML 12.9 and 13.0 had other numbers; those functions tell which library it is, not the driver."""
        expected = section(answers("580.105.08"))
        self.assertEqual(section(answers("580.105.08", of_12_9), library=LIBRARY_580), expected)
        self.assertIn((3, "Ramp Up Rate", "1500 mW/s"), expected)
        reasons = answers("580.105.08", of_12_9) + "0.field.251=7000\n0.field.252=8000\n0.field.253=9000\n"
        wanted = r"SW Thermal Slowdown +: 7 us\n +HW Thermal Slowdown +: 8 us\n +HW Power Brak\w+ +: 9 us\n"
        self.assertRegex(run(reasons, "-q", "-d", "PERFORMANCE", library=LIBRARY_580)[1], wanted)
        newer = answers("595.45.04") + "0.field.269=7000\n0.field.270=8000\n0.field.271=9000\n"
        self.assertRegex(run(newer, "-q", "-d", "PERFORMANCE")[1], wanted)

    def test_document(self):
        for driver in ("570.148.08", "580.105.08", "595.45.04", "610.57.04"):
            values = answers(driver)
            root = ElementTree.fromstring(run(values, "-q", "-x")[1])
            self.assertEqual(list(Dtd(run(values, "--dtd")[1]).complaints(root)), [], driver)
            self.assertEqual(root.find("gpu/power_smoothing/curr_profile/ramp_down_rate").text, "2500 mW/s")


class Command(unittest.TestCase):
    HEAD = "GPU 0: NVIDIA B200 (UUID: GPU-a)\n"

    def check(self, more, arguments, status, output):
        self.assertEqual(run(answers("595.45.04") + more, "power-smoothing", *arguments.split()), (status, self.HEAD + output))

    def test_definitions(self):
        expected = ""
        for number, values in enumerate(OF_PROFILE):
            expected += f"\tPreset Profile {number}\n"
            expected += "".join(f"\t\t{label:<43}: {value}\n" for label, value in zip(PARAMETERS, values))
        self.check("", "-ppd", 0, expected)
        self.check("", "--print-profile-definitions -i 0", 0, expected)

    def test_hostile_count(self):
        values = answers("595.45.04").replace("field.259=2", "field.259=4000000000")
        self.assertEqual(run(values, "power-smoothing", "-ppd")[1].count("Preset Profile"), 5)

    def test_state(self):
        self.check("0.nvmlDevicePowerSmoothingSetState.1=0\n", "-s 1", 0, "\t Power smoothing set to ENABLED\n")
        self.check("0.nvmlDevicePowerSmoothingSetState.0=0\n", "--set-state=0", 0, "\t Power smoothing set to DISABLED\n")
        self.check("0.nvmlDevicePowerSmoothingSetState.1=!4\n", "-s 1", 4,
                   f"Unable to set the power smoothing state for GPU {BUS}: Insufficient Permissions\n")
        self.check("", "-s 2", 2, "Invalid power smoothing state: 2\n")

    def test_preset(self):
        self.check("0.nvmlDevicePowerSmoothingActivatePresetProfile.3=0\n", "-spp 3", 0, "\t Preset profile set to 3\n")
        for value in ("5", "x", "1,2"):
            self.check("", f"-spp {value}", 2, f"Invalid preset profile: {value}\n")

    def test_update(self):
        """The number of each parameter is that of NVML_POWER_SMOOTHING_PROFILE_PARAM_...; values go as they are, in W/s."""
        for number, name in enumerate(("percent-tmp-floor", "ramp-up-rate", "ramp-down-rate", "ramp-down-hysteresis",
                                       "secondary-power-floor", "primary-floor-act-window-multiplier",
                                       "primary-floor-tar-window-multiplier", "primary-floor-act-offset")):
            self.check(f"0.PowerSmoothingUpdatePresetProfileParam.2.{number}.12.5=0\n", f"-upp 2,{name},12.5", 0,
                       f"\t Preset profile 2: {name} set to 12.5\n")
        self.check("0.PowerSmoothingUpdatePresetProfileParam.0.1.900=!4\n", "-upp 0,ramp-up-rate,900", 4,
                   f"Unable to update the preset profile for GPU {BUS}: Insufficient Permissions\n")
        for value in ("0,percent-tmp-floor,101", "5,ramp-up-rate,1", "0,ramp,1", "0,ramp-up-rate,", "0,ramp-up-rate", "0",
                      "0,ramp-up-rate,1e9", "0,ramp-up-rate,1.2.3", ",ramp-up-rate,1"):
            self.check("", f"-upp {value}", 2, f"Invalid value of a preset profile: {value}\n")

    def test_not_supported(self):
        none = f"driver=595.45.04\nlibrary=13.595.45.04\n{BASE}"
        for words in (["-ppd"], ["-s", "1"], ["-spp", "0"], ["-upp", "0,ramp-up-rate,1"]):
            self.assertEqual(run(none, "power-smoothing", *words), (3, self.HEAD + NOT_HERE), words)
        self.assertEqual(run(none + "0.field.259=!4\n", "power-smoothing", "-ppd"),
                         (4, self.HEAD + f"Unable to determine the preset profiles for GPU {BUS}: Insufficient Permissions\n"))


class Requests(unittest.TestCase):
    """Profiles 0, 5, 6 and 13 are there, and 13 in force."""

    VALUES = f"driver=580.65.06\nlibrary=13.580.65.06\n{BASE}0.powerprofiles={1 | 1 << 5 | 1 << 6 | 1 << 13}\n" \
             f"0.requested={1 << 6}\n0.enforced={1 << 13}\n"
    SET, CLEARED = "Successfully set the requested profiles.\n", "Successfully cleared the requested profiles.\n"

    def check(self, more, arguments, status, output):
        self.assertEqual(run(self.VALUES + more, "power-profiles", *arguments.split()), (status, output), arguments)

    def test_recorded(self):
        done = f"0.setrequested.{1 << 6 | 1 << 13}=0\n0.clearrequested.{1 << 6}=0\n"
        for order in ("-sr 6,13 -cr 6 -ge -i 0", "-ge -cr 6 -sr 6,13"):
            self.check(done, order, 0, self.SET + self.CLEARED + "13. HPC\n")
        self.check(done, "-sr 13,6 -gr", 0, "6. LLM Inference\n" + self.SET)
        for option in ("-sr 9", "-cr 9", "-or=9", "-sr 6,9,13"):
            self.check("", option, 2, "Power Profile: 9 is not a supported profile number.\n")

    def test_overwrite(self):
        self.check("0.overwrite.33=0\n", "-or 0,5", 0, self.SET)

    def test_refusals(self):
        self.check("0.setrequested.1=!4\n", "-sr 0 -ge", 4, "Unable to set the requested profiles: Insufficient Permissions\n")
        self.check("0.clearrequested.1=!15\n", "-cr 0", 15, "Unable to clear the requested profiles: GPU is lost\n")
        unsupported = "Workload Power Profiles feature is not supported on this device.\n"
        self.check("", "-sr 0", 3, unsupported)
        self.assertEqual(run(f"driver=580.65.06\nlibrary=13.580.65.06\n{BASE}", "power-profiles", "-sr", "0"), (3, unsupported))
        for value in ("x", "255", "6,", ",6", "-1", "4294967296"):
            word = next(part for part in value.split(",") if part != "6")
            self.check("", f"-sr={value}", 2, f"Power Profile: {word} is not a supported profile number.\n")


if __name__ == "__main__":
    counted.main()
