#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every field of --query-gpu that drivers of 590 to 610 list, against what those drivers printed.

fields.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY. The table and the help texts are read from OPENNVML_FACTS; status 77
if they are not there. A simulated machine of each recorded kind prints the recorded header, and each value in the
recorded form; what has another form is in field-differences.txt, with its reason, or fails.
"""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import counted
import over_fake

HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts")) / "smi"
NVSIM, NVSMI, DLOPEN, LIBRARY = (sys.argv.pop(1) for _ in range(4))

# A recorded machine, and the simulated one of its kind.
MACHINES = {
    "h200_590.48.01": "1x h200, driver=590.48.01",
    "h100-mig_590.48.01": "h100-mig",
    "l40s_595.80": "1x l40s, driver=595.45.04",
    "geforce-rtx-4080-super_595.71.05": "1x rtx-4080-super, driver=595.45.04",
    "geforce-rtx-2080-super_610.57.04": "1x rtx-2080-super, driver=610.57.04",
}
RELEASES = ("590.48.01", "595.71.05", "610.57.04")


NAME = re.compile(r'"[^"]+"( or "[^"]+")?$')


def named(text):
    """The lines of a help text that name fields."""
    return [line for line in text.splitlines() if NAME.match(line)]


class Field:
    def __init__(self, columns, line):
        cells = dict(zip(columns, line.split("\t")))
        self.name, self.header = cells["field"], cells["csv_header"]
        self.aliases = [alias for alias in cells["aliases"].split(",") if alias]
        self.drivers = cells["in_drivers"].split(",")
        self.values = {key.split(":")[1]: value for key, value in cells.items() if key.startswith("value_load:")}


def table():
    lines = (FACTS / "query-gpu-fields.tsv").read_text().rstrip("\n").split("\n")
    return [Field(lines[0].split("\t"), line) for line in lines[1:]]


def simulated(machine, *arguments):
    done = subprocess.run([NVSIM, "run", "--machine", machine, "--", NVSMI, *arguments], capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout


def faked(driver, *arguments):
    """On a library that knows its versions and one GPU, and nothing else."""
    return over_fake.nvsmi(DLOPEN, LIBRARY, f"driver={driver}\nlibrary=13.{driver}\ncount=1\n", *arguments)[:2]


PAIRS = (("Enabled", "Disabled"), ("Yes", "No"), ("Active", "Not Active"))


def form(value):
    """The value with digits for digits and either name of a pair."""
    for names in PAIRS:
        if value in names:
            return names[0]
    if re.fullmatch(r"GPU-[0-9a-f-]{36}|[0-9a-f]{8}-[0-9a-f-]{27}", value):
        return "uuid"
    if re.match(r"0x[0-9A-F]+$", value):
        return f"0x and {len(value) - 2} digits"
    if re.match(r"[0-9A-F]{8}:[0-9A-F]{2}:", value):
        return "bus id"
    if re.match(r"P\d+$", value):
        return "P0"
    if re.match(r"[0-9A-Fa-f]{2}(\.[0-9A-Fa-f]{2}){4}$", value):
        return "vbios"
    if re.match(r"[A-Z0-9]{4}\.[0-9]{4}\.[0-9]{2}\.[0-9]{2}$", value):
        return "inforom"
    if re.match(r"\d{4}/", value):
        return re.sub(r"\d", "0", value)
    return re.sub(r"\d+", "0", value) if re.match(r"-?\d", value) else value


def rules():
    for line in (HERE / "field-differences.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


class Fields(unittest.TestCase):
    maxDiff = None

    def compare(self, kind, header, row, fields, used):
        driver = kind.rsplit("_", 1)[1]
        fields = [field for field in fields if driver in field.drivers]
        self.assertEqual(header, [field.header for field in fields], kind)
        self.assertEqual(len(row), len(fields), kind)
        for field, got in zip(fields, row):
            want = field.values[kind]
            rule = next((r for r in rules() if re.search(r[0], kind) and re.fullmatch(r[1], field.name)), None)
            if form(want) == form(got):
                continue
            self.assertIsNotNone(rule, f"{kind}: {field.name}: recorded |{want}|, printed |{got}|")
            used.add(rule)

    def test_values(self):
        fields, used = table(), set()
        self.assertEqual(len(fields), 241)
        for kind, machine in MACHINES.items():
            driver = kind.rsplit("_", 1)[1]
            names = ",".join(field.name for field in fields if driver in field.drivers)
            status, output = simulated(machine, f"--query-gpu={names}", "--format=csv")
            self.assertEqual(status, 0, output)
            header, row = output.rstrip("\n").split("\n")
            self.compare(kind, header.split(", "), row.split(", "), fields, used)
        self.assertEqual(set(rules()), used, "no longer differs, remove from field-differences.txt")

    def test_aliases(self):
        """The other name gives the same column under the same header."""
        fields = [field for field in table() if field.aliases]
        others = [alias for field in fields for alias in field.aliases]
        self.assertGreater(len(others), 35)
        canonical = ",".join(field.name for field in fields for _ in field.aliases)
        self.assertEqual(faked("610.57.04", f"--query-gpu={','.join(others)}", "--format=csv"),
                         faked("610.57.04", f"--query-gpu={canonical}", "--format=csv"))

    def test_availability(self):
        """A driver refuses what its help does not list."""
        refused = 0
        for driver in RELEASES:
            for field in table():
                if driver in field.drivers:
                    continue
                self.assertEqual(faked(driver, f"--query-gpu=name,{field.name},foo", "--format=csv"),
                                 (2, f'Field "{field.name}" is not a valid field to query.\n\n'), driver)
                refused += 1
        self.assertEqual(refused, 29 + 39)
        reset = "--query-gpu=reset_status.reset_required,reset_status.drain_and_reset_recommended"
        self.assertEqual(faked("570.211.01", reset, "--format=csv,noheader"), (0, "[N/A], [N/A]\n"))
        self.assertEqual(faked("580.95.05", reset, "--format=csv")[0], 2)

    def test_names_of_old_drivers(self):
        """Throttle reasons were renamed in 535 (format.md 4); deprecated values lost in 580 or 590."""
        query = "--query-gpu=clocks_throttle_reasons.active,clocks_event_reasons.sync_boost"
        for driver, word in (("525.147.05", "throttle"), ("530.41.03", "throttle"), ("535.161.07", "event")):
            self.assertEqual(faked(driver, query, "--format=csv")[1].split("\n")[0],
                             f"clocks_{word}_reasons.active, clocks_{word}_reasons.sync_boost")
        gone = "[Requested functionality has been deprecated]"
        for driver, display, clock in (("570.211.01", "[N/A]", "[N/A]"), ("580.95.05", gone, "[N/A]"),
                                       ("590.48.01", gone, gone)):
            query = "--query-gpu=display_mode,power.management,clocks.applications.gr"
            self.assertEqual(faked(driver, query, "--format=csv,noheader"), (0, f"{display}, {display}, {clock}\n"))

    def test_help(self):
        """The names, in the order of the driver's own help."""
        compared = 0
        for path in sorted((FACTS / "samples" / "help").glob("*_help-query-*.txt")):
            driver, option = re.search(r"_(\d+\.[\d.]+)(?:_windows)?_(help-query-[a-z-]+)\.txt$", path.name).groups()
            status, output = faked(driver, f"--{option}")
            self.assertEqual(status, 0)
            # Windows' tools do not list a GPU's class.
            ours = [name for name in named(output) if "windows" not in path.name or name not in ('"pci.baseClass"', '"pci.subClass"')]
            self.assertEqual(ours, named(path.read_text()), path.name)
            compared += 1
        self.assertGreaterEqual(compared, 24)
        for option, names in (("supported-clocks", ['"memory" or "mem"', '"graphics" or "gr"']),
                              ("remapped-rows", [f'"remapped_rows.{name}"' for name in
                                                 ("correctable", "uncorrectable", "pending", "failure", "histogram.max",
                                                  "histogram.high", "histogram.partial", "histogram.low",
                                                  "histogram.none")])):
            output = faked("590.48.01", f"--help-query-{option}")[1]
            gpu = [f'"{name}"' for name in ("timestamp", "gpu_name", "gpu_bus_id", "gpu_serial", "gpu_uuid")]
            self.assertEqual(named(output), gpu + names)

    def test_help_without_driver(self):
        output = subprocess.run([DLOPEN, "--help-query-gpu"], capture_output=True, text=True, check=True,
                                env=dict(os.environ, OPENNVML_LIBRARY="/nonexistent")).stdout
        self.assertEqual(len(named(output)), 241)


if __name__ == "__main__":
    if not FACTS.is_dir():
        print(f"no recordings in {FACTS}")
        sys.exit(77)
    counted.main()
