#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes machines/models from the recorded profiles of boards. Runs when profiles were added, never in a build.

Usage: models.py FACTS, the folder with smi/profiles.tsv. A file without the line "Written by scripts/models.py" is left alone.
What no recording says and the simulator needs is listed under `assumed` of the model.
"""
import csv
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
MARK = "# Written by scripts/models.py from a recording of the board."
ABSENT = ("", "N/A", "unknown", "Unknown Error", "None", "[N/A]")

# Profiles that are no boards, or that say next to nothing.
LEFT_OUT = {"GRID P4-1Q", "GeForce GTX 1070 Ti", "NVIDIA RTX PRO 6000 Blackwell"}

# Readings at rest, where the profile was recorded under load.
AT_REST = {
    "NVIDIA GeForce RTX 2080 SUPER": "q/geforce-rtx-2080-super_610.57.04_q_idle.txt",
    "NVIDIA H100 80GB HBM3": "q/8x-h100-80gb-hbm3_565.57.01_thamada-h100sxmx8-smi-py.txt",
}

# What the recording blanked.
PCI = {"NVIDIA A10G": (0x2237, 0x10de, 0x152f, "GA102")}
CHIPS = {"NVIDIA GB300": "GB110", "NVIDIA A10G": "GA102"}

# Recorded links of fully connected boards: number, version, Mbit/s of a lane, lanes, what is at the other end.
NVLINK = {
    "Tesla V100-SXM2-16GB": (6, 2, 25781, 8, "gpu"),
    "NVIDIA A100-SXM4-40GB": (12, 5, 50000, 4, "switch"),
    "NVIDIA A100-SXM4-80GB": (12, 5, 50000, 4, "switch"),
    "NVIDIA H100 80GB HBM3": (18, 7, 106250, 2, "switch"),
    "NVIDIA H200": (18, 7, 106250, 2, "switch"),
    "NVIDIA H800": (8, 7, 106250, 2, "switch"),
    "NVIDIA B200": (18, 8, 212500, 2, "switch"),
    "NVIDIA GB200": (18, 8, 212500, 2, "switch"),
    "NVIDIA GB300": (18, 8, 212500, 2, "switch"),
}
# No recording of this very board has the rate or the number.
NVLINK_ASSUMED = {
    "Tesla V100-SXM2-16GB": ["links", "line_rate_mbps"],
    "NVIDIA A100-SXM4-40GB": ["links", "line_rate_mbps"],
    "NVIDIA GB200": ["line_rate_mbps"],
    "NVIDIA GB300": ["links", "line_rate_mbps"],
}
MIG_BOARDS = {
    "NVIDIA A100-SXM4-40GB": "a100-40gb",
    "NVIDIA A100-SXM4-80GB": "a100-80gb",
    "NVIDIA H100 80GB HBM3": "h100-80gb",
    "NVIDIA H100 NVL": "h100-nvl",
}
MODULES = ("SXM", "HBM3", "H200", "H800", "B200", "GB300", "GH200")
COHERENT = ("GH200", "GB200", "GB300")


def known(text):
    return text is not None and text.strip() not in ABSENT


def number(text):
    found = re.search(r"-?\d+(\.\d+)?", text) if known(text) else None
    return float(found.group()) if found else None


def id_of(name):
    """The rule that the one-line form of a machine applies to product names, too."""
    words = name.lower().replace(" ", "-")
    while True:
        for maker in ("nvidia-", "geforce-", "tesla-", "grid-"):
            if words.startswith(maker):
                words = words[len(maker):]
                break
        else:
            return words


class Sample:
    """A recorded nvidia-smi -q of the first GPU: text by path of lower-case words."""

    def __init__(self, path):
        self.values = {}
        if not path.exists():
            return  # the profile is all there is
        text = path.read_text(errors="replace")
        if path.suffix == ".xml":
            self.walk(xml.fromstring(text).find("gpu"), ())
        else:
            self.read_text(text)

    def walk(self, element, path):
        for child in element:
            at = path + (child.tag,)
            self.values.setdefault("/".join(at), (child.text or "").strip())
            self.walk(child, at)

    def read_text(self, text):
        stack, inside = [], False
        for line in text.splitlines():
            if line.startswith("GPU "):
                if inside:
                    break
                inside, stack = True, []
            elif inside and line.strip():
                depth = (len(line) - len(line.lstrip())) // 4
                key, _, value = line.strip().partition(" : ")
                del stack[depth - 1:]
                stack.append(key.strip().lower())
                self.values.setdefault("/".join(stack), value.strip())

    def get(self, *paths):
        for path in paths:
            if path in self.values:
                return self.values[path]
        return None


def readings(sample):
    """Keys of a model's idle state."""
    get, out = sample.get, {}

    def put(key, *paths, scale=1):
        value = number(get(*paths))
        if value is not None:
            out[key] = round(value * scale)

    put("temperature_c", "temperature/gpu current temp", "temperature/gpu_temp")
    put("memory_temperature_c", "temperature/memory current temp", "temperature/memory_temp")
    put("power_mw", "gpu power readings/average power draw", "gpu power readings/power draw", "power readings/power draw",
        "gpu_power_readings/average_power_draw", "gpu_power_readings/power_draw", "power_readings/power_draw", scale=1000)
    put("power_instant_mw", "gpu power readings/instantaneous power draw", "gpu_power_readings/instant_power_draw", scale=1000)
    put("pstate", "performance state", "performance_state")
    for clock in ("graphics", "sm", "memory"):
        put(clock + "_mhz", f"clocks/{clock}", f"clocks/{'mem' if clock == 'memory' else clock}_clock")
    put("video_mhz", "clocks/video", "clocks/video_clock")
    for use, (text, tag) in {"gpu": ("gpu", "gpu"), "memory": ("memory", "memory"), "encoder": ("encoder", "encoder"),
                             "decoder": ("decoder", "decoder"), "jpeg": ("jpeg", "jpeg"), "ofa": ("ofa", "ofa")}.items():
        put(use + "_percent", f"utilization/{text}", f"utilization/{tag}_util")
    put("bar1_used_mib", "bar1 memory usage/used", "bar1_memory_usage/used")
    put("pcie_gen", "pci/gpu link info/pcie generation/current", "pci/pci_gpu_link_info/pcie_gen/current_link_gen")
    put("pcie_width", "pci/gpu link info/link width/current", "pci/pci_gpu_link_info/link_widths/current_link_width")
    return out


class Facts:
    def __init__(self, folder):
        self.smi = folder / "smi"
        self.profiles = list(self.table(self.smi / "profiles.tsv"))
        self.chips = {row["chip"]: row for row in self.table(folder / "ids/chips.tsv")}
        self.names = {}
        for row in self.table(folder / "ids/gpus.tsv"):
            self.names.setdefault(row["pci_device_id"], []).append(row)

    @staticmethod
    def table(path):
        with open(path) as file:
            yield from csv.DictReader(file, delimiter="\t")


class Model:
    def __init__(self, facts, row):
        self.facts, self.row = facts, row
        self.keys, self.idle, self.assumed, self.notes = {}, {}, [], {}
        self.sample = Sample(facts.smi / "samples" / row["source_smi"])
        rest = facts.smi / "samples" / AT_REST.get(row["name"], row["source_smi"])
        self.rest = Sample(rest)

    def put(self, key, value, assumed=False, note=None):
        if value is None:
            return
        self.keys[key] = value
        if assumed:
            self.assumed.append(key)
        if note:
            self.notes[key] = note

    def column(self, key, column, scale=1, note=None):
        value = number(self.row[column])
        self.put(key, None if value is None else round(value * scale), note=note)

    def text(self, key, column):
        if known(self.row[column]):
            self.put(key, self.row[column])

    # Identity.

    def chip(self):
        name = self.row["name"]
        return CHIPS.get(name) or re.match(r"[A-Z]{2}\d{3}B?", self.row["chip_pciids"]).group()

    def modern_name(self, device, vendor, subsystem):
        """Drivers from 465 on say NVIDIA before the names that earlier ones did not have it in."""
        rows = [row for row in self.facts.names.get(f"0x{device:04x}", []) if row["kind"] == "gpu"]
        for row in rows:
            if row["pci_subvendor"] == f"0x{vendor:04x}" and row["pci_subdevice"] == f"0x{subsystem:04x}":
                return row["name"]
        names = {row["name"] for row in rows if row["source"].startswith(("okm", "nouveau"))}
        return names.pop() if len(names) == 1 else None

    def identity(self):
        row = self.row
        if row["name"] in PCI:
            device, vendor, subsystem, _ = PCI[row["name"]]
        else:
            both, board = int(row["pci_device_id"], 16), int(row["pci_sub_system_id"], 16)
            device, vendor, subsystem = both >> 16, board & 0xffff, board >> 16
        name = row["name"]
        if int(row["driver"].split(".")[0]) < 515:
            name = self.modern_name(device, vendor, subsystem) or name
        self.put("id", id_of(row["name"]))
        self.put("source", self.source())
        self.put("name", name)
        self.put("chip", self.chip())
        self.put("pci_device", f"0x{device:04x}")
        if vendor not in (0, 0x10de):
            self.put("pci_subvendor", f"0x{vendor:04x}")
        if subsystem:
            self.put("pci_subsystem", f"0x{subsystem:04x}")

    def source(self):
        row = self.row
        form = "-q -x" if row["source_smi"].startswith("xml") else "-q"
        text = f"nvidia-smi {form}, {row['name']}, driver {row['driver']}"
        if known(row["source_devicequery"]):
            text += "; deviceQuery"
        if row["name"] in PCI:
            text += "; PCI ids of the published list of names"
        return text

    # Hardware.

    def hardware(self):
        query = "deviceQuery" if known(self.row["source_devicequery"]) else None
        self.column("memory_mib", "memory_total_MiB")
        if number(self.row["reserved_MiB"]) is None:
            self.put("reserved_mib", 0, assumed=True)
        else:
            self.column("reserved_mib", "reserved_MiB")
        self.column("memory_bus_bits", "mem_bus_bits", note=query)
        self.column("cores", "cuda_cores", note=query)
        self.column("sms", "sm_count", note=query)
        self.column("l2_bytes", "l2_bytes", note=query)
        self.column("bar1_mib", "bar1_MiB")
        self.column("pcie_max_gen", "pcie_max_gen")
        self.column("pcie_max_width", "pcie_max_width")
        for which in ("default", "min", "max"):
            self.column(f"power_{which}_mw", f"power_{which}_W", 1000)
        self.column("max_graphics_mhz", "max_graphics_MHz")
        self.column("max_sm_mhz", "max_sm_MHz")
        self.column("max_memory_mhz", "max_mem_MHz")
        self.column("max_video_mhz", "max_video_MHz")

    def texts(self):
        self.text("vbios", "vbios")
        self.text("inforom_image", "inforom_image")
        self.text("inforom_oem", "inforom_oem")
        self.text("inforom_ecc", "inforom_ecc")
        self.text("inforom_power", "inforom_pwr")
        # Before 515 the one part number was the board's.
        board, gpu = self.row["board_part_number"], self.row["gpu_part_number"]
        if not known(board) and known(gpu) and re.match(r"\d{3}-[1-9A-Z]", gpu):
            board, gpu = gpu, "N/A"
        if known(board):
            self.put("board_part_number", board)
        if known(gpu) and not gpu.startswith("000-"):
            self.put("gpu_part_number", gpu)

    # Abilities.

    def is_module(self):
        return any(word in self.row["name"] for word in MODULES)

    def shows(self):
        """Whether it is a display controller by its class; a compute board is a 3D controller."""
        code = self.sample.get("pci/sub classcode", "pci/pci_sub_class")
        if known(code):
            return int(code, 16) == 0, False
        return "GeForce" in self.keys["name"] or "Quadro" in self.keys["name"] or "RTX" in self.keys["name"], True

    def abilities(self):
        row, name = self.row, self.row["name"]
        architecture = int(self.facts.chips[self.keys["chip"]]["rm_architecture"], 16)
        if "Quadro" in name or row["brand"] in ("NVIDIA RTX", "Quadro"):
            self.put("brand_caps", 1)
        if known(row["ecc_mode"]):
            self.put("ecc_capable", True)
            self.put("ecc_enabled", row["ecc_mode"] == "Enabled")
        if known(row["mig_mode"]):
            self.put("mig_capable", True)
            self.put("mig_profiles", MIG_BOARDS.get(name))
        if known(row["row_remap_banks"]):
            self.put("row_remapper", True)
            self.column("row_remap_banks", "row_remap_banks")
        elif known(row["ecc_mode"]) and architecture < 0x170:
            self.put("page_retirement", True)
        elif known(row["ecc_mode"]):
            self.put("row_remapper", True, assumed=True)
        display, guess = self.shows()
        if display:
            self.put("display", True, assumed=guess)
        if architecture >= 0x160:
            self.put("gsp", True)
        if any(word in name for word in COHERENT):
            self.put("coherent", True)
        if self.is_module():
            self.put("module_board", True)
        self.put("poll_interval_ms", 500 if row["brand"] == "GeForce" or "RTX" in name or "Quadro" in name else 100, assumed=True)
        self.links()

    def links(self):
        name = self.row["name"]
        if name in NVLINK:
            links, version, rate, lanes, peer = NVLINK[name]
            self.put("nvlink", {"links": links, "version": version, "line_rate_mbps": rate, "lanes": lanes, "peer": peer,
                                "bytes_per_s": 90000})
            self.assumed += ["nvlink." + key for key in NVLINK_ASSUMED.get(name, []) + ["lanes", "bytes_per_s"]]
            if version >= 7:
                self.keys["nvlink"]["low_power_threshold"] = 20
                self.assumed.append("nvlink.low_power_threshold")
        if any(word in name for word in COHERENT):
            self.put("c2c", {"links": 10, "link_mb_per_s": 45000})
            self.assumed += ["c2c.links", "c2c.link_mb_per_s"]

    # At rest.

    def state(self):
        idle = readings(self.rest)
        if idle.get("gpu_percent") or not idle:
            idle = {}
        architecture = int(self.facts.chips[self.keys["chip"]]["rm_architecture"], 16)
        if architecture < 0x170 and "power_mw" in idle:
            idle.setdefault("power_instant_mw", idle["power_mw"])  # no average before Ampere
            del idle["power_mw"]
        self.idle = idle
        self.assume("temperature_c", 35)
        if known(self.row["memory_temp_sensor"]) and self.row["memory_temp_sensor"] == "yes":
            self.assume("memory_temperature_c", 36)
        else:
            idle.pop("memory_temperature_c", None)
        if "power_default_mw" in self.keys and not {"power_mw", "power_instant_mw"} & set(idle):
            self.assume("power_mw" if architecture >= 0x170 else "power_instant_mw", self.keys["power_default_mw"] // 8000 * 1000)
        data_centre = self.keys["poll_interval_ms"] == 100 and self.is_module()
        self.assume("pstate", 0 if data_centre else 8)
        self.assume("graphics_mhz", 210)
        if "graphics_mhz" in idle:
            idle.setdefault("sm_mhz", idle["graphics_mhz"])
        self.assume("memory_mhz", self.keys.get("max_memory_mhz", 405) if data_centre else min(405, self.keys.get("max_memory_mhz", 405)))
        self.assume("video_mhz", 600)
        for use in ("gpu", "memory", "encoder", "decoder") + (("jpeg", "ofa") if architecture >= 0x160 else ()):
            self.assume(use + "_percent", 0, silent=True)
        if self.row["fan"] == "yes":
            self.assume("fan_rpm", 1000)
        self.idle["throttle_reasons"] = 1
        self.assume("bar1_used_mib", 1, silent=True)

    def assume(self, key, value, silent=False):
        """silent: what any board at rest has."""
        if key in self.idle:
            return
        self.idle[key] = value
        if not silent:
            self.assumed.append("idle." + key)

    ORDER = ("temperature_c", "memory_temperature_c", "power_mw", "power_instant_mw", "pstate", "graphics_mhz", "sm_mhz", "memory_mhz",
             "video_mhz", "gpu_percent", "memory_percent", "encoder_percent", "decoder_percent", "jpeg_percent", "ofa_percent", "fan_rpm",
             "throttle_reasons", "bar1_used_mib", "pcie_gen", "pcie_width")

    # Text.

    def modules_note(self):
        chip = self.facts.chips[self.keys["chip"]]
        last, first = chip["last_driver_branch"], chip["first_driver"]
        if last.isdigit() and int(last) < 515:
            return f"# Proprietary kernel module only; last driver branch: {last}. No driver from 515 on serves it: it is not simulated."
        if last.isdigit():
            return f"# Proprietary kernel module only; last driver branch: {last}."
        since = f" First driver of the chip: {first}." if re.fullmatch(r"[\d.]+", first) else ""
        return f"# The open kernel module drives it.{since}"

    @staticmethod
    def scalar(value):
        if isinstance(value, bool):
            return "true" if value else "false"
        text = str(value)
        plain = re.fullmatch(r"[\w][\w ./()+,;=-]*", text) or re.fullmatch(r"-?\d+", text)
        like_number = isinstance(value, str) and (re.fullmatch(r"[\d.]+([eE]\d+)?", text) and text.count(".") < 2)
        return text if plain and not like_number and ": " not in text else f'"{text}"'

    def lines(self):
        yield "# SPDX-License-Identifier: MIT"
        yield MARK
        yield self.modules_note()
        for key, value in self.keys.items():
            if isinstance(value, dict):
                yield f"{key}:"
                yield from (f"  {inner}: {self.scalar(one)}" for inner, one in value.items())
                continue
            line = f"{key}: {self.scalar(value)}"
            yield line.ljust(27) + f"# {self.notes[key]}" if key in self.notes else line
        yield "idle:"
        for key in self.ORDER:
            if key in self.idle:
                yield f"  {key}: {self.idle[key]}"
        yield f"assumed: [{', '.join(self.assumed)}]"

    def build(self):
        self.identity()
        self.hardware()
        self.texts()
        self.abilities()
        self.state()
        return "".join(line + "\n" for line in self.lines() if line)


def main():
    facts = Facts(pathlib.Path(sys.argv[1]))
    folder = ROOT / "machines/models"
    for row in facts.profiles:
        if row["name"] in LEFT_OUT:
            continue
        path = folder / (id_of(row["name"]) + ".yaml")
        if path.exists() and MARK not in path.read_text():
            continue
        path.write_text(Model(facts, row).build())


main()
