#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All data are in nvsmi --json: what the report, XML and CSV have a place for has a key too, or stands here with the reason.
json_rows.py"""

import re
import tomllib
import unittest
from pathlib import Path

import counted

ROOT = Path(__file__).resolve().parents[2]
SMI, TOOL = ROOT / "registry/smi", ROOT / "tools/nvsmi"

# {value, or row or field without one: the key that code fills in, below its object}.
FILLED = {
    "INDEX": "gpu.index",
    "MIG_INDEX": "mig_device.index", "MIG_GPU_INSTANCE": "mig_device.gpu_instance_id",
    "MIG_COMPUTE_INSTANCE": "mig_device.compute_instance_id", "MIG_SMS": "mig_device.attributes.multiprocessors",
    "MIG_COPY_ENGINES": "mig_device.attributes.copy_engines", "MIG_ENCODERS": "mig_device.attributes.encoders",
    "MIG_DECODERS": "mig_device.attributes.decoders", "MIG_OFAS": "mig_device.attributes.ofas",
    "MIG_JPEGS": "mig_device.attributes.jpegs", "MIG_ECC": "mig_device.ecc.volatile_uncorrected_sram",
    "MIG_MEMORY_TOTAL": "mig_device.memory.total_bytes", "MIG_MEMORY_RESERVED": "mig_device.memory.reserved_bytes",
    "MIG_MEMORY_USED": "mig_device.memory.used_bytes", "MIG_MEMORY_FREE": "mig_device.memory.free_bytes",
    "MIG_BAR1_TOTAL": "mig_device.bar1.total_bytes", "MIG_BAR1_USED": "mig_device.bar1.used_bytes",
    "MIG_BAR1_FREE": "mig_device.bar1.free_bytes",
    "PROCESS_ID": "process.pid", "PROCESS_GPU_INSTANCE": "process.gpu_instance_id", "PROCESS_NAME": "process.name",
    "PROCESS_COMPUTE_INSTANCE": "process.compute_instance_id", "PROCESS_TYPE": "process.type",
    "PROCESS_MEMORY": "process.memory_bytes",
    "ACCOUNT_PID": "account.pid", "ACCOUNT_GPU": "account.gpu_percent", "ACCOUNT_MEMORY": "account.memory_percent",
    "ACCOUNT_MAX_MEMORY": "account.max_memory_bytes", "ACCOUNT_TIME": "account.time_ms", "ACCOUNT_RUNNING": "account.running",
    "SUPPORTED_MEMORY": "memory_clock.memory_mhz", "SUPPORTED_GRAPHICS": "memory_clock.graphics_mhz",
    "RETIRED_PAGE": "retired_page.address",
    "SAMPLES_POWER": "sample.of", "SAMPLES_GPU": "sample.of", "SAMPLES_MEMORY": "sample.of", "SAMPLES_ENCODER": "sample.of",
    "SAMPLES_DECODER": "sample.of", "SAMPLES_SM_CLOCK": "sample.of", "SAMPLES_MEMORY_CLOCK": "sample.of",
    # Lines of the report.
    "gpu_part_number": "gpu.board.gpu_part_number", "gpu_fru_part_number": "gpu.board.fru_part_number",
    "relaxed_ordering_mode": "gpu.pci.relaxed_ordering_mode",
    "sparse_operation_mode": "gpu.clocks.sparse_operation_mode", "mem_clock": "gpu.clocks.deferred.memory_mhz",
    "graphics_volt": "gpu.voltage.graphics_mv",
    "power_profile_requested_profiles": "gpu.power.profiles.requested",
    "power_profile_enforced_profiles": "gpu.power.profiles.enforced",
    "RACK Serial Number": "gpu.platform.chassis_serial", "Chassis Physical Slot Number": "gpu.platform.slot",
    "Compute Slot Index": "gpu.platform.tray", "Node Index": "gpu.platform.host_id",
    "chassis_serial_number": "gpu.platform.chassis_serial", "slot_number": "gpu.platform.slot", "tray_index": "gpu.platform.tray",
    "host_id": "gpu.platform.host_id", "peer_type": "gpu.platform.peer_type", "gpu_fabric_guid": "gpu.platform.fabric_guid",
    "Time Run": "gpu.inforom.run_time_s", "Current Base Power": "gpu.power.base.enforced_limit_mw",
    "Requested Base Power": "gpu.power.base.limit_mw", "Default Base Power": "gpu.power.base.default_limit_mw",
    # Fields of CSV.
    "timestamp": "document.time_unix_us", "driver_version": "document.driver.version", "kmd_version": "document.driver.version",
    "count": "document.gpu_count", "vgpu_driver_capability.heterogenous_multivGPU": "document.driver.heterogeneous_multi_vgpu",
    "pid": "process.pid", "process_name": "process.name", "used_gpu_memory": "process.memory_bytes",
    "gpu_utilization": "account.gpu_percent", "mem_utilization": "account.memory_percent",
    "max_memory_usage": "account.max_memory_bytes", "time": "account.time_ms",
    "retired_pages.address": "retired_page.address", "retired_pages.timestamp": "retired_page.retired_unix_us",
    "retired_pages.cause": "gpu.retired_pages.double_bit",
    "memory": "memory_clock.memory_mhz", "graphics": "memory_clock.graphics_mhz",
}
# Why there is no key.
WITHOUT = {
    "current_dm": "driver models are Windows'", "pending_dm": "driver models are Windows'",
    "driver_model.current": "driver models are Windows'", "driver_model.pending": "driver models are Windows'",
    "bridge_chip_type": "no recorded GPU has one, and the report says N/A of it too",
    "bridge_chip_fw": "as bridge_chip_type",
    "vgpu_instance": "no account of a process names a vGPU",
}


def normal(value):
    return re.sub(r"\s|\+0$", "", value.upper().replace("VALUE_", "").replace(" ", ""))


def in_report():
    """{value, or element or label of a line without one}."""
    for row in tomllib.loads((SMI / "rows.toml").read_text())["rows"]:
        if "value" in row:
            yield normal(row["value"])
        elif row.get("kind", "value") == "value" and "text" not in row:
            yield row.get("element") or row["label"]


def in_csv():
    """The same of the fields of every query."""
    for name in ("fields.c", "csv_lists.c"):
        for field, value in re.findall(r'\{"([\w.]+)",[^"]*?(?:"[^"]*",[^"]*?){0,2}?(VALUE_\w+(?:\([0-9, ]*\))?(?: \+ \d)?),', (TOOL / name).read_text()):
            yield field if value == "VALUE_NONE" else normal(value)


def values():
    """Every value that a GPU can be asked for, but for the families that are counted by number."""
    body = (TOOL / "values.h").read_text().split("enum value_id {")[1].split("};")[0]
    names = re.findall(r"^\tVALUE_(\w+)", body, re.M)
    return [n for n in names if n not in ("NONE", "COUNT") and not re.search("_END$|^ECC_COUNTERS|^ECC_TOTALS", n)]


class Rows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        objects = tomllib.loads((SMI / "json.toml").read_text())["object"]
        cls.keys = {f"{one['name']}.{row['key']}" for one in objects for row in one["rows"]}
        cls.known = {normal(row["value"]) for one in objects for row in one["rows"] if "value" in row}

    def missing(self, names):
        return sorted(name for name in set(names) if name not in self.known | set(FILLED) | set(WITHOUT))

    def test_report(self):
        found = list(in_report())
        self.assertGreater(len(found), 300)
        self.assertEqual(self.missing(found), [])

    def test_csv(self):
        found = list(in_csv())
        fields = sum((TOOL / name).read_text().count('\t{"') for name in ("fields.c", "csv_lists.c"))
        self.assertEqual(len(found), fields)
        self.assertGreater(fields, 250)
        self.assertEqual(self.missing(found), [])

    def test_values(self):
        self.assertGreater(len(values()), 250)
        self.assertEqual(self.missing(values()), [])

    def test_the_lists_above(self):
        """They name keys that are there, and nothing that needs no name."""
        self.assertEqual(sorted(set(FILLED.values()) - self.keys), [])
        wanted = set(in_report()) | set(in_csv()) | set(values())
        self.assertEqual(sorted((set(FILLED) | set(WITHOUT)) - wanted), [])
        self.assertEqual(sorted((set(FILLED) | set(WITHOUT)) & self.known | set(FILLED) & set(WITHOUT)), [])


if __name__ == "__main__":
    counted.main()
