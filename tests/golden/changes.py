#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What changes something is asked of the library as a change, so that it never happens twice. changes.py SOURCES...

library_change() says so before the call; whatever asks through library_symbol() must be known to read only.
"""

import re
import sys
import unittest
from pathlib import Path

import counted

SOURCES = {path: Path(path).read_text() for path in sys.argv[1:]}
del sys.argv[1:]
NAMED = re.compile(r'\blibrary_(symbol|change)\(\s*"(nvml\w+)"')
UNNAMED = re.compile(r"\blibrary_(symbol|change)\(\s*([a-z][^)]*)\)")
ANY = re.compile(r'"(nvml[A-Z]\w+)"')
# After nvml and the kind of object, the verb. A function whose verb is none of these changes something.
READS = re.compile(r"nvml(Device(WorkloadPowerProfile)?|System|Unit|VgpuInstance|VgpuType|GpuInstance|ComputeInstance|Gpm)?"
                   r"(Get|Query|Read|Validate)[A-Z]|nvmlGpm(MetricsGet|(Mig)?Sample(Alloc|Free|Get))$")
START = {"nvmlInit", "nvmlInit_v2", "nvmlInitWithFlags", "nvmlShutdown", "nvmlErrorString"}


def reads(name):
    return name in START or READS.match(name) is not None


class Changes(unittest.TestCase):
    def test_named(self):
        found = [(path, kind, name) for path, text in SOURCES.items() for kind, name in NAMED.findall(text)]
        self.assertGreater(len(found), 100)
        for path, kind, name in found:
            self.assertEqual(kind, "symbol" if reads(name) else "change", f"{path}: {name}")

    def test_named_elsewhere(self):
        """Where a function comes from a table, the whole file reads or its calls of that kind are changes."""
        for path, text in SOURCES.items():
            changes = {name for name in ANY.findall(NAMED.sub("", text)) if not reads(name)}
            kinds = {kind for kind, _ in UNNAMED.findall(text)}
            if Path(path).name == "setters.c":
                self.assertGreater(len(changes), 10)
                self.assertEqual(kinds, set())
            else:
                self.assertEqual(changes, set(), path)
            if Path(path).name == "setter_calls.c":
                self.assertEqual(kinds, {"change"})
            elif Path(path).name != "library.c":
                self.assertNotIn("change", kinds, path)

    def test_verbs(self):
        """The rule itself, on names of nvml.h."""
        for name in ("nvmlDeviceSetPowerManagementLimit", "nvmlDeviceClearEccErrorCounts", "nvmlDeviceResetGpuLockedClocks",
                     "nvmlGpuInstanceDestroy", "nvmlDeviceRemoveGpu_v2", "nvmlDeviceDiscoverGpus", "nvmlDeviceModifyDrainState",
                     "nvmlDeviceFreezeNvLinkUtilizationCounter", "nvmlVgpuInstanceClearAccountingPids",
                     "nvmlDevicePowerSmoothingActivatePresetProfile", "nvmlUnitSetLedState", "nvmlDeviceWorkloadPowerProfileSetRequestedProfiles"):
            self.assertFalse(reads(name), name)
        for name in ("nvmlDeviceGetName", "nvmlSystemGetDriverVersion", "nvmlDeviceQueryDrainState", "nvmlVgpuInstanceGetVmID"):
            self.assertTrue(reads(name), name)


if __name__ == "__main__":
    counted.main()
