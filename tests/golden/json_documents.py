#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvsmi --json: valid on machines of every kind, its values those of a machine that is described here, and whatever fails is
a document too. json_documents.py NVSIM NVSMI NVSMI_DLOPEN FAKE_LIBRARY"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import counted
from json_check import Schema, reason_complaints, without_leave

try:
    import jsonschema
except ImportError:
    jsonschema = None

NVSIM, NVSMI, DLOPEN, FAKE = (sys.argv.pop(1) for _ in range(4))
DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = json.loads((DOCS / "nvsmi.schema.json").read_text())
KINDS = ["dgx-h100", "gb200", "hgx-h100-mig", "rtx4090", "t4", "vgpu-guest", "vgpu-l40s", "dgx-1-v100", "laptop-rtx3060"]

# Every number differs from every other, so that one in another's place is seen.
MACHINE = """
name: json-test
driver: 580.65.06
models:
  - {id: first, base: a100-sxm4-80gb, nvlink: {links: 2, version: 5, line_rate_mbps: 50000, lanes: 4, peer: gpu, replays: 21,
     recoveries: 22, flit_crc_errors: 23, lane_crc_errors: 24, lane_ecc_errors: 25, bytes_per_s: 0}}
  - {id: second, base: t4}
gpus:
  - model: first
    pci: "00000000:3b:00.0"
    uuid: GPU-00112233-4455-6677-8899-aabbccddeeff
    serial: "1650000000042"
    minor: 5
    persistence: true
    accounting: true
    numa_node: 1
    pcie_slot_gen: 5
    state: {temperature_c: 41, memory_temperature_c: 43, power_mw: 101234, power_instant_mw: 102345, power_limit_mw: 390000,
      power_requested_mw: 391000, pstate: 2, graphics_mhz: 1111, sm_mhz: 1112, memory_mhz: 1113, video_mhz: 1114, gpu_percent: 31,
      memory_percent: 32, encoder_percent: 33, decoder_percent: 34, jpeg_percent: 35, ofa_percent: 36, throttle_reasons: 0x24,
      memory_used_mib: 700, bar1_used_mib: 17, pcie_gen: 3, pcie_width: 8, pcie_replay: 19, pcie_tx_kb_per_s: 5120,
      pcie_rx_kb_per_s: 6144, ecc_sram_corrected_volatile: 51, ecc_sram_uncorrected_volatile: 52, ecc_dram_corrected_volatile: 53,
      ecc_dram_uncorrected_volatile: 54, ecc_sram_corrected_aggregate: 61, ecc_sram_uncorrected_aggregate: 62,
      ecc_dram_corrected_aggregate: 63, ecc_dram_uncorrected_aggregate: 64}
    processes:
      - {pid: 3999901, name: 'one "two"', type: C, memory_mib: 300}
      - {pid: 3999902, name: shown, type: C+G, memory_mib: 200}
    accounts:
      - {pid: 3999801, gpu_percent: 71, memory_percent: 72, max_memory_mib: 73, start_us: 1700000000000000, end_us: 1700000007400000}
  - {model: first, pci: "00000000:5e:00.0"}
  - {model: second, pci: "00000000:af:00.0", compute_mode: 3}
"""
MIB = 1 << 20
# What the above means, key by key.
WANTED = {
    "index": 0, "name": "NVIDIA A100-SXM4-80GB", "uuid": "GPU-00112233-4455-6677-8899-aabbccddeeff", "serial": "1650000000042",
    "minor_number": 5, "architecture": "ampere", "compute_capability": "8.0", "persistence_mode": True, "mig.mode": False,
    "pci.bus_id": "00000000:3B:00.0", "pci.domain": 0, "pci.bus": 0x3B, "pci.device": 0, "pci.vendor_id": "0x10de",
    "pci.device_id": "0x20b2", "pci.base_class": 3, "pci.sub_class": 2, "pci.link.generation": 3, "pci.link.lanes": 8,
    "pci.link.generation_gpu_max": 4, "pci.link.generation_host_max": 5, "pci.link.generation_max": 4,
    "pci.replays": 19, "performance_state": 2, "clocks.graphics_mhz": 1111,
    "clocks.sm_mhz": 1112, "clocks.memory_mhz": 1113, "clocks.video_mhz": 1114, "clocks.event_reasons.mask": 0x24,
    "clocks.event_reasons.sw_power_cap": True, "clocks.event_reasons.sw_thermal": True, "clocks.event_reasons.idle": False,
    "clocks.event_reasons.hw_slowdown": False, "memory.total_bytes": 81920 * MIB, "bar1.used_bytes": 17 * MIB,
    "compute_mode": "default", "utilization.gpu_percent": 31, "utilization.memory_percent": 32, "utilization.encoder_percent": 33,
    "utilization.decoder_percent": 34, "utilization.jpeg_percent": 35, "utilization.ofa_percent": 36,
    "ecc.mode": True, "ecc.volatile.corrected.sram": 51, "ecc.volatile.uncorrected.sram": 52, "ecc.volatile.corrected.dram": 53,
    "ecc.volatile.uncorrected.dram": 54, "ecc.aggregate.corrected.sram": 61, "ecc.aggregate.uncorrected.sram": 62,
    "ecc.aggregate.corrected.dram": 63, "ecc.aggregate.uncorrected.dram": 64, "ecc.volatile.corrected.total": 104,
    "ecc.volatile.uncorrected.total": 106, "ecc.aggregate.corrected.total": 124, "ecc.aggregate.uncorrected.total": 126,
    "temperature.gpu_c": 41, "temperature.memory_c": 43, "power.draw_mw": 101234, "power.average_mw": 101234,
    "power.instant_mw": 102345, "power.enforced_limit_mw": 390000, "power.limit_mw": 391000, "accounting.mode": True,
}


def at(value, path):
    for word in path.split("."):
        value = value[word]
    return value


def simulated(machine, *arguments, before="", program=NVSMI):
    command = [NVSIM, "run", "--machine", machine, "--"]
    words = [program, "--json", *arguments]
    command += ["sh", "-c", f"{before}\nexec \"$@\"", "sh", *words] if before else words
    return subprocess.run(command, capture_output=True, text=True, check=False)


def faked(values, *arguments, program="nvsmi"):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(values)
        file.flush()
        return subprocess.run([program, *arguments], executable=DLOPEN, capture_output=True, check=False,
                              env=dict(os.environ, FAKE_NVML=file.name, OPENNVML_LIBRARY=FAKE))


class Json(unittest.TestCase):
    def check(self, text):
        """The document, after it was found valid."""
        document = json.loads(text)
        self.assertEqual(list(Schema(SCHEMA).complaints(document)), [])
        self.assertEqual(list(reason_complaints(document)), [])
        return document

    def document(self, machine, *arguments, status=0, **how):
        done = simulated(machine, *arguments, **how)
        self.assertEqual(done.returncode, status, done.stderr)
        return self.check(done.stdout)

    def test_every_kind_is_valid(self):
        for machine in KINDS:
            with self.subTest(machine):
                document = self.document(machine)
                self.assertEqual(len(document["gpus"]), document["gpu_count"])
                self.assertGreater(document["gpu_count"], 0)
                if jsonschema:
                    jsonschema.Draft202012Validator(without_leave(SCHEMA)).validate(document)


class Values(Json):
    """One machine, asked once."""

    test_every_kind_is_valid = None

    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(MACHINE)
            file.flush()
            before = time.time() * 1e6
            done = simulated(file.name)
            cls.times = before, time.time() * 1e6
        assert done.returncode == 0, done.stderr
        cls.text = done.stdout
        cls.document = json.loads(done.stdout)
        cls.gpu = cls.document["gpus"][0]

    def test_document(self):
        self.check(self.text)
        self.assertEqual((self.document["schema"], self.document["gpu_count"], self.document["error"]), (1, 3, None))
        self.assertEqual(self.document["driver"], {"version": "580.65.06", "branch": 580, "cuda_version": "13.0", "heterogeneous_multi_vgpu": None})
        self.assertTrue(self.times[0] <= self.document["time_unix_us"] <= self.times[1])

    def test_values(self):
        for path, wanted in WANTED.items():
            with self.subTest(path):
                self.assertEqual(at(self.gpu, path), wanted)
                self.assertIs(type(at(self.gpu, path)), type(wanted))
        for path, wanted in (("tx", 5120), ("rx", 6144)):  # counted over a moment, which a busy machine does not measure well
            self.assertTrue(wanted / 4 < self.gpu["pci"][f"{path}_kb_per_s"] < wanted * 4, path)
        memory = self.gpu["memory"]
        self.assertEqual(memory["used_bytes"], 1200 * MIB)
        self.assertEqual(sum(memory[f"{part}_bytes"] for part in ("used", "free", "reserved")), memory["total_bytes"])
        self.assertEqual([gpu["compute_mode"] for gpu in self.document["gpus"]], ["default", "default", "exclusive_process"])

    def test_processes(self):
        found = [{key: p[key] for key in ("pid", "name", "type", "memory_bytes", "gpu_instance_id")}
                 for p in self.gpu["processes"]]
        self.assertEqual(found, [
            {"pid": 3999901, "name": "one", "type": "compute", "memory_bytes": 300 * MIB, "gpu_instance_id": None},
            {"pid": 3999902, "name": "shown", "type": "compute_and_graphics", "memory_bytes": 200 * MIB, "gpu_instance_id": None}])
        self.assertEqual(self.document["gpus"][1]["processes"], [])
        account = next(a for a in self.gpu["accounting"]["processes"] if a["pid"] == 3999801)
        self.assertEqual({key: account[key] for key in account if key != "missing"},
                         {"pid": 3999801, "running": False, "gpu_percent": 71, "memory_percent": 72, "max_memory_bytes": 73 * MIB,
                          "time_ms": 7400, "start_unix_us": 1700000000000000})

    def test_links(self):
        links = self.gpu["nvlinks"]
        self.assertEqual([link["link"] for link in links if link["active"]], [0, 1])
        self.assertEqual((links[0]["version"], links[0]["remote"]["type"]), ("3.0", "gpu"))
        self.assertEqual(links[0]["errors"], {"replay": 21, "recovery": 22, "crc_flit": 23, "crc_data": 24})
        pairs = {(pair["gpu"], pair["peer"]): pair for pair in self.document["topology"]}
        self.assertEqual(sorted(pairs), [(0, 1), (0, 2), (1, 2)])
        there = [link["remote"]["bus_id"] for link in links].count(self.document["gpus"][1]["pci"]["bus_id"])
        self.assertEqual(pairs[0, 1]["nvlinks"], there)
        self.assertEqual(pairs[0, 2]["nvlinks"], 0)
        self.assertIsNone(self.document["gpus"][2]["nvlinks"])

    def test_ages(self):
        ages = self.gpu["age_ms"]
        self.assertIsNone(ages["utilization.gpu_percent"])
        for key in ("power.instant_mw", "power.average_mw", "temperature.memory_c"):
            self.assertTrue(0 <= ages[key] < 5000, (key, ages[key]))
        self.assertNotIn("power.energy_mj", ages)
        sample = next(s for s in self.gpu["samples"] if s["of"] == "gpu_percent")
        self.assertEqual((sample["min"], sample["max"], sample["mean"]), (31, 31, 31))
        self.assertTrue(0 <= sample["newest_age_ms"] < 5000)

    def test_reasons(self):
        """Those of docs/coverage.md, where a function has no source."""
        table = dict(re.findall(r"^\| `(\w+)` \| no \| none \|[^|]*\|[^|]*\| (.*?) \|$", (DOCS / "coverage.md").read_text(), re.M))
        for key, function in (("pdi", "nvmlDeviceGetPdi"), ("fan.speed_percent", "nvmlDeviceGetFanSpeed"),
                              ("power.energy_mj", "nvmlDeviceGetTotalEnergyConsumption"),
                              ("clocks.max.sm_mhz", "nvmlDeviceGetMaxClockInfo"),
                              ("temperature.shutdown_c", "nvmlDeviceGetTemperatureThreshold")):
            self.assertEqual(self.gpu["missing"][key], {"reason": "not_supported", "nvml": 3, "why": table[function]}, key)
        self.assertEqual(self.gpu["missing"]["voltage.graphics_mv"]["reason"], "no_source")
        self.assertIsNone(self.gpu["missing"]["voltage.graphics_mv"]["nvml"])
        self.assertEqual(self.gpu["missing"]["clocks.supported"]["nvml"], 3)
        self.assertEqual(self.document["gpus"][1]["missing"]["serial"]["nvml"], 3)


# What no simulated GPU has, in NVML's numbers: of fabric.health the mask's pairs of bits, 1 true, 2 false, from the lowest on.
ALL = """count=1
driver=610.57.04
0.nvmlDeviceGetVirtualizationMode=3
mixedvgpus=1
0.hostname=rack1
0.bbxtime=86401
0.nvmlDeviceValidateInforom=!14
0.fabric=3 0 7 %d 3
0.requested=0x29
0.enforced=0x0
0.retired.0=2
0.retiredpages.0=4660 22136
0.retiredtimes.0=1700000000000001 0
0.retired.1=0
""" % (2 | 1 << 2 | 2 << 4 | 1 << 6 | 5 << 8 | 1 << 12)
BASE_SCOPE = 3
ALL += "".join(f"0.nvmlDeviceGetVgpuCapabilities.{number}={value}\n" for number, value in ((0, 1), (1, 0), (2, 1), (9, 0), (10, 1), (11, 0)))
ALL += "".join(f"0.field{BASE_SCOPE}.{field}={value}\n" for field, value in ((190, 301000), (192, 302000), (189, 303000), (187, 304000), (188, 305000)))
ALL += "".join(f"0.field.{field}={value}\n" for field, value in (
    (251, 1), (252, 2), (253, 0), (254, 1000), (255, 500), (256, 90), (257, 20), (258, 99), (259, 2), (264, 1), (265, 60), (266, 4294967295),
    (267, 3000), (268, 40), (275, 501), (276, 410), (277, 30), (278, 440), (279, 10), (280, 1), (285, 420), (286, 6), (287, 7), (288, 31), (300, 1)))
ALL += "".join(f"0.field1.{field}={value}\n" for field, value in (
    (260, 50), (261, 1500), (262, 2500), (263, 200), (281, 310), (282, 5), (283, 8), (284, 26)))
ALL_WANTED = {
    "hostname": "rack1", "inforom.valid": False, "inforom.run_time_s": 86401,
    "fabric.health": {"summary": "limited_capacity", "bandwidth": "full", "route_recovery": True, "route_unhealthy": False,
                      "access_timeout_recovery": True, "incorrect_configuration": "insufficient_nvlinks", "partition_assigned": True},
    "virtualization.capabilities": {
        "fractional_multi_vgpu": True, "heterogeneous_profiles": False, "heterogeneous_sizes": True, "homogeneous_placements": False,
        "mig_timeslicing": True, "mig_timeslicing_on": False},
    "power.base": {"enforced_limit_mw": 301000, "limit_mw": 302000, "default_limit_mw": 303000, "min_limit_mw": 304000, "max_limit_mw": 305000},
    "power.profiles": {"requested": [0, 3, 5], "enforced": []},
    "power.smoothing": {
        "enabled": True, "privilege": 2, "immediate_ramp_down": False, "tmp_ceiling_w": 1000, "tmp_floor_w": 500, "max_tmp_floor_percent": 90,
        "min_tmp_floor_percent": 20, "lifetime_percent": 99, "preset_profiles": 2, "active_profile": 1, "primary_floor_w": 501,
        "secondary_floor_w": 410, "min_activation_offset_w": 30, "min_activation_point_w": 440, "window_multiplier_ms": 10,
        "delayed_supported": True, "soc_enabled": True,
        "profile": {"tmp_floor_percent": 50, "ramp_up_mw_per_s": 1500, "ramp_down_mw_per_s": 2500, "hysteresis_ms": 200,
                    "secondary_floor_w": 310, "activation_window_multiplier": 5, "target_window_multiplier": 8, "activation_offset_w": 26},
        "override": {"tmp_floor_percent": 60, "ramp_up_mw_per_s": None, "ramp_down_mw_per_s": 3000, "hysteresis_ms": 40,
                     "secondary_floor_w": 420, "activation_window_multiplier": 6, "target_window_multiplier": 7, "activation_offset_w": 31}},
}


class All(Json):
    """What the report and CSV print, and no simulated GPU has."""

    test_every_kind_is_valid = None

    def test_values(self):
        document = self.check(faked(ALL, "--json").stdout)
        for path, wanted in ALL_WANTED.items():
            with self.subTest(path):
                self.assertEqual(at(document["gpus"][0], path), wanted)
        self.assertIs(document["driver"]["heterogeneous_multi_vgpu"], True)
        pages = document["gpus"][0]["retired_pages"]
        self.assertEqual([(page["address"], page["retired_unix_us"]) for page in pages["single_bit"]],
                         [("0x0000000000001234", 1700000000000001), ("0x0000000000005678", None)])
        self.assertEqual(pages["double_bit"], [])

    def test_inforom(self):
        """By its answer: 14 corrupted, anything else is not known."""
        for answer, valid, reason in (("0", True, None), ("!14", False, None), ("!3", None, "not_supported")):
            gpu = self.check(faked(f"count=1\ndriver=580.65.06\n0.nvmlDeviceValidateInforom={answer}\n", "--json").stdout)["gpus"][0]
            self.assertIs(gpu["inforom"]["valid"], valid)
            self.assertEqual(gpu["missing"].get("inforom.valid", {}).get("reason"), reason)

    def test_simulated(self):
        """Our own library's: what the machine's description and a setter say."""
        script = f"{NVSMI} --set-hostname=rack1 -i 0 >&2"
        gpu = self.document("gb200", before=script)["gpus"][0]
        self.assertEqual((gpu["hostname"], gpu["inforom"]["valid"]), ("rack1", True))
        self.assertEqual(gpu["missing"]["power.smoothing.enabled"]["why"], "The driver's power smoothing interface is private to its firmware.")

    def test_compat(self):
        """How text is laid out changes nothing here."""
        for branch in ("535", "470.57.02"):
            document = self.check(faked("count=1\ndriver=590.48.01\n0.nvmlDeviceGetVirtualizationMode=3\nmixedvgpus=0\n", f"--compat={branch}", "--json").stdout)
            self.assertEqual((document["driver"]["version"], document["driver"]["branch"], document["driver"]["heterogeneous_multi_vgpu"]),
                             ("590.48.01", 590, False))


class Mig(Json):
    test_every_kind_is_valid = None

    def test_devices(self):
        """Attributes as NVIDIA publishes them for the profiles."""
        gpu = self.document("1x a100-sxm4-80gb, mig=3g.40gb+1g.10gb")["gpus"][0]
        self.assertEqual((gpu["mig"]["mode"], len(gpu["mig"]["devices"])), (True, 2))
        slices = [(d["attributes"]["gpu_instance_slices"], d["attributes"]["multiprocessors"]) for d in gpu["mig"]["devices"]]
        self.assertEqual(sorted(slices), [(1, 14), (3, 42)])
        for device in gpu["mig"]["devices"]:
            self.assertTrue(device["uuid"].startswith("MIG-"))
            self.assertTrue(device["name"].startswith("NVIDIA A100-SXM4-80GB MIG "))
            self.assertIsInstance(device["gpu_instance_id"], int)
            self.assertTrue(0 < device["memory"]["total_bytes"] <= device["attributes"]["memory_mib"] * MIB)


class Failures(Json):
    test_every_kind_is_valid = None

    def test_lost(self):
        document = self.document("3x t4, driver=580.65.06", status=15, before=f"{NVSIM} ctl lose 1")
        well, lost, other = document["gpus"]
        self.assertEqual((well["name"], lost["name"], other["name"]), ("Tesla T4", None, "Tesla T4"))
        self.assertEqual(lost["missing"]["temperature.gpu_c"],
                         {"reason": "gpu_is_lost", "nvml": 15, "why": "The GPU has fallen off the bus."})
        self.assertEqual([(one["index"], one["error"]["nvml"]) for one in document["unavailable"]], [(1, 15)])

    def test_unavailable(self):
        done = faked("count=3\ndriver=580.65.06\n0.nvmlDeviceGetName=A\n1.handle=!15\n2.nvmlDeviceGetName=C\n",
                     "--json")
        document = self.check(done.stdout)
        self.assertEqual((done.returncode, [gpu["name"] for gpu in document["gpus"]]), (15, ["A", None, "C"]))
        self.assertEqual({why["reason"] for why in document["gpus"][1]["missing"].values()}, {"gpu_is_lost", "no_source"})
        self.assertEqual([(one["index"], one["error"]["reason"]) for one in document["unavailable"]], [(1, "gpu_is_lost")])
        self.assertEqual([(pair["gpu"], pair["peer"]) for pair in document["topology"]], [(0, 2)])

    def test_asleep(self):
        """It goes on sleeping, and says so."""
        script = f"{NVSIM} ctl suspend 1; {NVSMI} --json --no-wake; cat /sys/bus/pci/devices/*/power/runtime_status >&2"
        done = subprocess.run([NVSIM, "run", "--machine", "2x t4, persistence=false", "--", "sh", "-c", script], capture_output=True, text=True, check=True)
        document = self.check(done.stdout)
        self.assertEqual(done.stderr.split(), ["active", "suspended"])
        self.assertEqual([(one["index"], one["error"]["reason"], one["error"]["nvml"]) for one in document["unavailable"]], [(1, "asleep", None)])
        self.assertEqual(document["gpus"][1]["missing"]["power.draw_mw"]["reason"], "asleep")
        self.assertEqual(document["gpus"][0]["name"], "Tesla T4")

    def test_forbidden(self):
        document = self.document("1x t4", status=6, before=f"{NVSIM} ctl node 0 errno=EPERM")
        self.assertEqual((document["gpus"], document["topology"]), ([], []))

    def test_no_driver(self):
        done = faked("nvmlInit=!9\n", "--json")
        document = self.check(done.stdout)
        self.assertEqual((done.returncode, document["gpus"], document["error"]["reason"]), (9, None, "driver_not_loaded"))
        for key in ("gpus", "gpu_count", "driver.version", "driver.branch", "driver.cuda_version"):
            self.assertEqual((document["missing"][key]["reason"], document["missing"][key]["nvml"]), ("driver_not_loaded", 9), key)
        # The library's own version does not need one.
        self.assertEqual(self.check(faked("nvmlInit=!9\nlibrary=13.580.65.06\n", "--json").stdout)["nvml_version"], "580.65.06")
        self.assertIn(b"couldn't communicate with the NVIDIA driver", done.stderr)

    def test_no_library(self):
        done = subprocess.run([DLOPEN, "--json"], capture_output=True, check=False,
                              env=dict(os.environ, OPENNVML_LIBRARY="/nonexistent.so"))
        document = self.check(done.stdout)
        self.assertEqual((done.returncode, document["error"]["reason"]), (12, "library_not_found"))
        self.assertEqual(document["missing"]["nvml_version"]["nvml"], 12)

    def test_no_cuda_version(self):
        """A driver that has a version and tells none of CUDA."""
        document = self.check(faked("count=1\ndriver=580.65.06\ncuda=!3\n", "--json").stdout)
        self.assertEqual((document["driver"]["branch"], document["missing"]["driver.cuda_version"]["nvml"]), (580, 3))

    def test_answers_that_say_nothing(self):
        """A text without letters, and the performance state that means unknown."""
        values = "count=1\ndriver=580.65.06\n0.nvmlDeviceGetBoardPartNumber=\n0.nvmlDeviceGetPerformanceState=32\n"
        gpu = self.check(faked(values, "--json").stdout)["gpus"][0]
        for key in ("board.part_number", "performance_state"):
            self.assertEqual((gpu["missing"][key]["reason"], gpu["missing"][key]["nvml"]), ("not_available", None), key)

    def test_status_without_a_name(self):
        document = self.check(faked("count=1\ndriver=580.65.06\n0.nvmlDeviceGetName=!77\n", "--json").stdout)
        self.assertEqual(document["gpus"][0]["missing"]["name"]["nvml"], 77)


class Bytes(Json):
    test_every_kind_is_valid = None

    def name_of(self, raw):
        values = b"count=1\ndriver=580.65.06\n0.nvmlDeviceGetName=" + raw + b"\n"
        return self.check(faked(values.decode("utf-8", "surrogateescape"), "--json").stdout.decode())["gpus"][0]["name"]

    def test_text(self):
        for raw in (b'a "b" \\ c', "Gerät 漢字 🎮".encode(), b"tab\there", b"\x01\x1f\x7f", b"<&>'"):
            self.assertEqual(self.name_of(raw), raw.decode())

    def test_what_is_no_text(self):
        """As many U+FFFD as Python puts: one for each byte that begins nothing."""
        for raw, wanted in ((b"\xff", "\ufffd"), (b"a\x80b", "a\ufffdb"), (b"\xc0\xaf", "\ufffd\ufffd"), (b"\xe0\x80\x80", "\ufffd" * 3),
                            (b"\xed\xa0\x80", "\ufffd" * 3), (b"\xf4\x90\x80\x80", "\ufffd" * 4), (b"end\xe2\x82", "end\ufffd\ufffd"),
                            (b"\xf0\x9f\x8e", "\ufffd" * 3)):
            self.assertEqual(self.name_of(raw), wanted, raw)


class Options(Json):
    test_every_kind_is_valid = None

    def test_select_file_and_loop(self):
        """One machine, three questions."""
        with tempfile.TemporaryDirectory() as folder:
            script = f"{NVSMI} --json -i 2,0 -f {folder}/one; {NVSMI} --json -lms 20 -i 1 | head -n 3 > {folder}/many"
            subprocess.run([NVSIM, "run", "--machine", "3x t4", "--", "sh", "-c", script], check=True)
            one = self.check((Path(folder) / "one").read_text())
            lines = (Path(folder) / "many").read_text().splitlines()
        self.assertEqual([gpu["index"] for gpu in one["gpus"]], [0, 2])
        self.assertEqual(one["gpu_count"], 3)
        self.assertEqual(len(lines), 3)
        times = [self.check(line)["time_unix_us"] for line in lines]
        self.assertEqual(times, sorted(set(times)))

    def test_called_as_nvidias(self):
        done = faked("count=1\n", "--json", program="nvidia-smi")
        self.assertEqual((done.returncode, done.stdout), (255, b"ERROR: Option --json is not recognized. Please run 'nvidia-smi -h'.\n\n"))


if __name__ == "__main__":
    counted.main()
