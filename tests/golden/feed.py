# SPDX-License-Identifier: MIT
"""Turn recorded nvidia-smi output back into the NVML answers it was printed from (see fake_nvml.c)."""

import calendar
import re

MIB = 1 << 20


def mib(text):
    return int(re.match(r"\s*(\d+)\s*MiB", text).group(1)) * MIB


def cut(name):
    """A name that was cut with dots gets letters that must be cut again."""
    name = name.strip()
    if name.startswith("..."):
        return "x" * 60 + name[3:]
    if name.endswith("..."):
        return name[:-3] + "x" * 40
    return name


class Machine:
    def __init__(self):
        self.lines, self.count, self.procs = [], 0, {}

    def put(self, key, value):
        self.lines.append(f"{key}={value}")

    def gpu(self, index, key, value):
        self.put(f"{index}.{key}", value)

    def versions(self, library, driver, cuda):
        self.put("library", f"12.{library}")
        self.put("driver", driver)
        if re.match(r"\d+\.\d+$", cuda):
            major, minor = cuda.split(".")
            self.put("cuda", int(major) * 1000 + int(minor) * 10)

    def process(self, gpu, kind, pid, size, gi, ci, name):
        for letter, key in (("C", "compute"), ("G", "graphics")):
            if letter in kind:
                self.procs.setdefault((gpu, key), []).append(f"{pid} {size} {gi} {ci};")
        self.put(f"process.{pid}", name)

    def text(self):
        lines = list(self.lines) + [f"count={self.count}"]
        lines += [f"{gpu}.{key}={''.join(entries)}" for (gpu, key), entries in self.procs.items()]
        return "\n".join(lines) + "\n"


def number(machine, gpu, key, text, scale=1):
    found = re.match(r"\s*(-?[\d.]+)", text)
    if found:
        machine.gpu(gpu, key, round(float(found.group(1)) * scale))


def table_first(machine, line):
    """|   0  NAME   PERSISTENCE | BUS DISP | ECC |"""
    left, middle, right = [part for part in line.strip("|").split("|")]
    index = int(left[:4])
    name = left[6:].rstrip()
    persistence = re.search(r"\s(On|Off)$", name)
    machine.gpu(index, "nvmlDeviceGetName", cut(name[:persistence.start()]))
    machine.gpu(index, "nvmlDeviceGetPersistenceMode", int(persistence.group(1) == "On"))
    bus, display = middle.split()
    machine.gpu(index, "busid", bus)
    if display != "N/A":
        machine.gpu(index, "nvmlDeviceGetDisplayActive", int(display == "On"))
    ecc = right.strip()
    if ecc in ("On", "Off"):
        machine.gpu(index, "nvmlDeviceGetEccMode", "1 1" if ecc == "On" else "0 0")
    elif ecc != "N/A":
        machine.gpu(index, "nvmlDeviceGetEccMode", "1 1")
        machine.gpu(index, "ecctotal.10", ecc)
    return index


def table_second(machine, index, line):
    left, middle, right = line.strip("|").split("|")
    fan, temperature, state, usage, cap = re.match(
        r"\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+/\s+(\S+)", left).groups()
    number(machine, index, "nvmlDeviceGetFanSpeed", fan)
    number(machine, index, "nvmlDeviceGetTemperature.0", temperature)
    if state.startswith("P"):
        machine.gpu(index, "nvmlDeviceGetPerformanceState", state[1:])
    number(machine, index, "nvmlDeviceGetPowerUsage", usage, 1000)
    number(machine, index, "nvmlDeviceGetEnforcedPowerLimit", cap, 1000)
    if middle.count("MiB") == 2:
        used, total = middle.split("/")
        machine.gpu(index, "memory", f"{mib(total)} 0 {mib(used)} {mib(total) - mib(used)}")
    util, mode = right.split(None, 1)
    number(machine, index, "utilization", util)
    names = {"Default": 0, "E. Thread": 1, "Prohibited": 2, "E. Process": 3}
    if mode.strip() in names:
        machine.gpu(index, "nvmlDeviceGetComputeMode", names[mode.strip()])


def table_mig_mode(machine, index, line):
    text = line.strip("|").split("|")[2].strip()
    if text != "N/A":
        pending = int(text.startswith("Enabled"))  # "Enabled*": not yet
        current = 1 - pending if text.endswith("*") else pending
        machine.gpu(index, "nvmlDeviceGetMigMode", f"{current} {pending}")


PROCESS = re.compile(r"\|\s+(\d+)\s+(N/A|\d+)\s+(N/A|\d+)\s+(\d+)\s+(C\+G|C|G)\s+(.*?)\s+(\d+MiB|N/A)\s+\|$")


def table_process(machine, line):
    found = PROCESS.match(line)
    if not found:
        return
    gpu, gi, ci, pid, kind, name, size = found.groups()
    size = -1 if size == "N/A" else mib(size)
    instance = [-1 if text == "N/A" else int(text) for text in (gi, ci)]
    machine.process(gpu, kind, pid, size, *instance, cut(name))


MIG = re.compile(r"\|\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\|\s*(?:(\d+MiB) /\s*(\d+MiB))?\s*\|\s*(\d+)\s+(\d+|N/A)\s*\|"
                 r"\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\|$")


def table_mig(machine, first, second, memory):
    found = MIG.match(first)
    gpu, gi, ci, index, used, total, sm, ecc, ce, enc, dec, ofa, jpg = found.groups()
    bar1 = re.search(r"(\d+MiB) /\s*(\d+MiB)", second)
    if used:
        memory[gpu, gi] = (f"{mib(total)} 0 {mib(used)} {mib(total) - mib(used)}",
                           f"{mib(bar1.group(2))} {mib(bar1.group(1))} 0")
    device = f"{gpu}.mig.{index}"
    machine.put(f"{device}.nvmlDeviceGetUUID", f"MIG-{gpu}-{index}")
    machine.put(f"{device}.nvmlDeviceGetGpuInstanceId", gi)
    machine.put(f"{device}.nvmlDeviceGetComputeInstanceId", ci)
    machine.put(f"{device}.memory", memory[gpu, gi][0])
    machine.put(f"{device}.bar1", memory[gpu, gi][1])
    machine.put(f"{device}.attributes", f"{sm} {ce} {dec} {enc} {jpg} {ofa}")
    if ecc != "N/A":
        machine.put(f"{device}.ecc.107", ecc)
    machine.put(f"{gpu}.nvmlDeviceGetMaxMigDeviceCount", 8)


def hide(machine, index):
    """A table of GPU 7 alone: the others are there, but not ours to open."""
    for other in range(machine.count, index):
        machine.gpu(other, "handle", "!4")
    machine.count = index + 1


def table(text):
    machine, memory = Machine(), {}
    lines = text.splitlines()
    head = next(line for line in lines if "NVIDIA-SMI" in line)
    versions = re.findall(r"NVIDIA-SMI (\S+)|(?:Driver|KMD) Version: (\S+)|CUDA (?:UMD )?Version: (\S+)", head)
    machine.versions(versions[0][0], versions[1][1], versions[2][2])
    for i, line in enumerate(lines):
        if re.match(r"\|\s+\d+  \S.*\|.*:.*\|", line) and "MiB" not in line:
            index = table_first(machine, line)
            hide(machine, index)
            table_second(machine, index, lines[i + 1])
            table_mig_mode(machine, index, lines[i + 2])
        elif MIG.match(line):
            table_mig(machine, line, lines[i + 1], memory)
        else:
            table_process(machine, line)
    return machine.text()


def listing(text):
    machine = Machine()
    driver = "450.80" if "UUID: MIG-GPU-" in text else "535.1"  # documents do not say
    machine.versions(driver, driver, "12.2")
    for line in text.splitlines():
        gpu = re.match(r"GPU (\d+): (.*) \(UUID: (.*)\)", line)
        mig = re.match(r" *MIG (\S+)\s+Device\s+(\d+): \(UUID: (.*)\)", line)
        if gpu:
            index, name, uuid = gpu.groups()
            hide(machine, int(index))
            machine.gpu(index, "nvmlDeviceGetName", name)
            machine.gpu(index, "nvmlDeviceGetUUID", uuid)
        elif mig:
            machine.gpu(index, "nvmlDeviceGetMigMode", "1 1")
            machine.gpu(index, "nvmlDeviceGetMaxMigDeviceCount", 8)
            machine.gpu(index, f"mig.{mig.group(2)}.nvmlDeviceGetName", f"{name} MIG {mig.group(1)}")
            machine.gpu(index, f"mig.{mig.group(2)}.nvmlDeviceGetUUID", mig.group(3))
            instances = re.search(r"/(\d+)/(\d+)$", mig.group(3))
            if instances:  # made of them
                machine.gpu(index, f"mig.{mig.group(2)}.nvmlDeviceGetUUID", "MIG-0")
                for letter, number in zip(("Gpu", "Compute"), instances.groups()):
                    machine.gpu(index, f"mig.{mig.group(2)}.nvmlDeviceGet{letter}InstanceId", number)
    return machine.text()


ENUMS = {
    "enabled": ["Disabled", "Enabled"],
    "lower": ["disabled", "enabled"],
    "yes": ["No", "Yes"],
    "brand": ["Unknown", "Quadro", "Tesla", "NVS", "Grid", "GeForce", "Titan", "", "", "", "NVIDIA RTX Virtual Workstation", "", "Quadro RTX", "NVIDIA RTX",
              "NVIDIA", "", "Titan RTX"],
    "architecture": ["", "", "Kepler", "Maxwell", "Pascal", "Volta", "Turing", "Ampere", "Ada Lovelace", "Hopper", "Blackwell"],
    "addressing": ["None", "HMM", "ATS"],
    "virtualization": ["None", "Pass-Through", "VGPU", "Host VGPU"],
    "hostvgpu": ["Non SR-IOV", "SR-IOV"],
    "recovery": ["None", "Reset", "Reboot", "Drain P2P", "Drain and Reset"],
    "fabric": ["N/A", "Not Started", "In Progress", "Completed"],
    "supported": ["Disabled", "Supported"],
}

# What is printed -> (function or key of fake_nvml.c, how the text reads). Lists are several numbers of one answer.
Q = {
    "Product Name": ("nvmlDeviceGetName", "text"),
    "Product Brand": ("nvmlDeviceGetBrand", "brand"),
    "Product Architecture": ("nvmlDeviceGetArchitecture", "architecture"),
    "Display Mode": ("nvmlDeviceGetDisplayMode", "enabled"),
    "Display Attached": ("nvmlDeviceGetDisplayMode", "yes"),
    "Display Active": ("nvmlDeviceGetDisplayActive", "enabled"),
    "Persistence Mode": ("nvmlDeviceGetPersistenceMode", "enabled"),
    "Addressing Mode": ("addressing", "addressing"),
    "Accounting Mode": ("nvmlDeviceGetAccountingMode", "enabled"),
    "Accounting Mode Buffer Size": ("nvmlDeviceGetAccountingBufferSize", 1),
    "Serial Number": ("nvmlDeviceGetSerial", "text"),
    "GPU UUID": ("nvmlDeviceGetUUID", "text"),
    "GPU PDI": ("pdi", "text"),
    "Minor Number": ("nvmlDeviceGetMinorNumber", 1),
    "VBIOS Version": ("nvmlDeviceGetVbiosVersion", "text"),
    "MultiGPU Board": ("nvmlDeviceGetMultiGpuBoard", "yes"),
    "Board ID": ("nvmlDeviceGetBoardId", "text"),
    "Board Part Number": ("nvmlDeviceGetBoardPartNumber", "text"),
    "Module ID": ("nvmlDeviceGetModuleId", 1),
    "Platform Info/Module Id": ("nvmlDeviceGetModuleId", 1),
    "Inforom Version/Image Version": ("nvmlDeviceGetInforomImageVersion", "text"),
    "Inforom Version/OEM Object": ("nvmlDeviceGetInforomVersion.0", "text"),
    "Inforom Version/ECC Object": ("nvmlDeviceGetInforomVersion.1", "text"),
    "Inforom Version/Power Management Object": ("nvmlDeviceGetInforomVersion.2", "text"),
    "GPU C2C Mode": ("nvmlDeviceGetC2cModeInfoV", "enabled"),
    "GPU Virtualization Mode/Virtualization Mode": ("nvmlDeviceGetVirtualizationMode", "virtualization"),
    "GPU Virtualization Mode/Host VGPU Mode": ("nvmlDeviceGetHostVgpuMode", "hostvgpu"),
    "GPU Reset Status/Reset Required": ("field.226", "yes"),
    "GPU Reset Status/Drain and Reset Recommended": ("field.227", "yes"),
    "GPU Recovery Action": ("field.230", "recovery"),
    "GSP Firmware Version": ("nvmlDeviceGetGspFirmwareVersion", "text"),
    "PCI/Bus Id": ("busid", "text"),
    "PCI/GPU Link Info/PCIe Generation/Max": ("nvmlDeviceGetMaxPcieLinkGeneration", 1),
    "PCI/GPU Link Info/PCIe Generation/Current": ("nvmlDeviceGetCurrPcieLinkGeneration", 1),
    "PCI/GPU Link Info/PCIe Generation/Device Max": ("nvmlDeviceGetGpuMaxPcieLinkGeneration", 1),
    "PCI/GPU Link Info/Link Width/Max": ("nvmlDeviceGetMaxPcieLinkWidth", 1),
    "PCI/GPU Link Info/Link Width/Current": ("nvmlDeviceGetCurrPcieLinkWidth", 1),
    "PCI/Replays Since Reset": ("nvmlDeviceGetPcieReplayCounter", 1),
    "PCI/Replay Number Rollovers": ("field.95", 1),
    "PCI/Tx Throughput": ("nvmlDeviceGetPcieThroughput.0", 1),
    "PCI/Rx Throughput": ("nvmlDeviceGetPcieThroughput.1", 1),
    "Fan Speed": ("nvmlDeviceGetFanSpeed", 1),
    "Clocks Event Reasons Counters/SW Power Capping": ("field.74", 1000),
    "Clocks Event Reasons Counters/Sync Boost": ("field.76", 1000),
    "Clocks Event Reasons Counters/SW Thermal Slowdown": ("field.269", 1000),
    "Clocks Event Reasons Counters/HW Thermal Slowdown": ("field.270", 1000),
    "Clocks Event Reasons Counters/HW Power Braking": ("field.271", 1000),
    "Utilization/Encoder": ("nvmlDeviceGetEncoderUtilization", 1),
    "Utilization/Decoder": ("nvmlDeviceGetDecoderUtilization", 1),
    "Utilization/JPEG": ("nvmlDeviceGetJpgUtilization", 1),
    "Utilization/OFA": ("nvmlDeviceGetOfaUtilization", 1),
    "ECC Errors/Channel Repair Pending": ("repair", "yes"),
    "ECC Errors/Unrepairable Memory": ("nvmlDeviceGetUnrepairableMemoryFlag_v1", "yes"),
    "Retired Pages/Single Bit ECC": ("retired.0", 1),
    "Retired Pages/Double Bit ECC": ("retired.1", 1),
    "Retired Pages/Pending Page Blacklist": ("nvmlDeviceGetRetiredPagesPendingStatus", "yes"),
    "Temperature/GPU Current Temp": ("nvmlDeviceGetTemperature.0", 1),
    "Temperature/GPU T.Limit Temp": ("margin", 1),
    "Temperature/GPU Current T.Limit Temp": ("margin", 1),
    "Temperature/GPU Shutdown Temp": ("nvmlDeviceGetTemperatureThreshold.0", 1),
    "Temperature/GPU Slowdown Temp": ("nvmlDeviceGetTemperatureThreshold.1", 1),
    "Temperature/Memory Max Operating Temp": ("nvmlDeviceGetTemperatureThreshold.2", 1),
    "Temperature/GPU Max Operating Temp": ("nvmlDeviceGetTemperatureThreshold.3", 1),
    "Temperature/GPU Target Temperature": ("nvmlDeviceGetTemperatureThreshold.5", 1),
    "Temperature/GPU Target Temperature Specification": ("nvmlDeviceGetTemperatureThreshold.5", 1),
    "Temperature/GPU Shutdown T.Limit Temp": ("field.193", 1),
    "Temperature/GPU Slowdown T.Limit Temp": ("field.194", 1),
    "Temperature/Memory Max Operating T.Limit Temp": ("field.195", 1),
    "Temperature/GPU Max Operating T.Limit Temp": ("field.196", 1),
    "Temperature/Memory Current Temp": ("field.82", 1),
    "Power Readings/Power Management": ("nvmlDeviceGetPowerManagementMode", "supported"),
    "Power Readings/Power Draw": ("nvmlDeviceGetPowerUsage", 1000),
    "Power Readings/Power Limit": ("nvmlDeviceGetPowerManagementLimit", 1000),
    "Power Readings/Default Power Limit": ("nvmlDeviceGetPowerManagementDefaultLimit", 1000),
    "Power Readings/Enforced Power Limit": ("nvmlDeviceGetEnforcedPowerLimit", 1000),
    "GPU Power Readings/Power Draw": ("nvmlDeviceGetPowerUsage", 1000),
    "GPU Power Readings/Average Power Draw": ("field.185", 1000),
    "GPU Power Readings/Instantaneous Power Draw": ("field.186", 1000),
    "GPU Power Readings/Current Power Limit": ("nvmlDeviceGetEnforcedPowerLimit", 1000),
    "GPU Power Readings/Requested Power Limit": ("nvmlDeviceGetPowerManagementLimit", 1000),
    "GPU Power Readings/Default Power Limit": ("nvmlDeviceGetPowerManagementDefaultLimit", 1000),
    "GPU Power Readings/GPU Ceiling Power Limit/Current Power Limit": ("nvmlDeviceGetEnforcedPowerLimit", 1000),
    "GPU Power Readings/GPU Ceiling Power Limit/Requested Power Limit": ("nvmlDeviceGetPowerManagementLimit", 1000),
    "GPU Power Readings/GPU Ceiling Power Limit/Default Power Limit": ("nvmlDeviceGetPowerManagementDefaultLimit", 1000),
    "GPU Memory Power Readings/Power Draw": ("field2.185", 1000),
    "GPU Memory Power Readings/Average Power Draw": ("field2.185", 1000),
    "GPU Memory Power Readings/Instantaneous Power Draw": ("field2.186", 1000),
    "EDPp Multiplier": ("field.274", 1),
    "Capabilities/EGM": ("capabilities", "lower"),
}

for _heading, _function in (("Clocks", "nvmlDeviceGetClockInfo"), ("Max Clocks", "nvmlDeviceGetMaxClockInfo"),
                            ("Applications Clocks", "nvmlDeviceGetApplicationsClock"),
                            ("Default Applications Clocks", "nvmlDeviceGetDefaultApplicationsClock"),
                            ("Max Customer Boost Clocks", "nvmlDeviceGetMaxCustomerBoostClock")):
    for _clock, _name in enumerate(("Graphics", "SM", "Memory", "Video")):
        Q[f"{_heading}/{_name}"] = (f"{_function}.{_clock}", 1)

LOCATIONS = {"L1 Cache": 0, "L2 Cache": 1, "Device Memory": 2, "Register File": 3, "Texture Memory": 4, "Texture Shared": 5,
             "CBU": 6}
for _counter, _name in enumerate(("Volatile", "Aggregate")):
    for _error, _kind in enumerate(("Correctable", "Uncorrectable")):
        Q[f"ECC Errors/{_name}/SRAM {_kind}"] = (f"ecc.{int(f'{_error}{_counter}7')}", 1)
        Q[f"ECC Errors/{_name}/DRAM {_kind}"] = (f"ecc.{int(f'{_error}{_counter}2')}", 1)

# Several lines that are one answer, in the order of fake_nvml.c: (key, paths, scale or words).
GROUPS = [
    ("nvmlDeviceGetMigMode", ["MIG Mode/Current", "MIG Mode/Pending"], "enabled"),
    ("nvmlDeviceGetEccMode", ["ECC Mode/Current", "ECC Mode/Pending"], "enabled"),
    ("nvmlDeviceGetEccMode", ["Ecc Mode/Current", "Ecc Mode/Pending"], "enabled"),
    ("memory", [f"FB Memory Usage/{n}" for n in ("Total", "Reserved", "Used", "Free")], MIB),
    ("bar1", [f"BAR1 Memory Usage/{n}" for n in ("Total", "Used", "Free")], MIB),
    ("protected", [f"Conf Compute Protected Memory Usage/{n}" for n in ("Total", "Used", "Free")], MIB),
    ("utilization", ["Utilization/GPU", "Utilization/Memory"], 1),
    ("utilization", ["Utilization/Gpu", "Utilization/Memory"], 1),
    ("encoder", [f"Encoder Stats/{n}" for n in ("Active Sessions", "Average FPS", "Average Latency")], 1),
    ("fbc", [f"FBC Stats/{n}" for n in ("Active Sessions", "Average FPS", "Average Latency")], 1),
    ("nvmlDeviceGetPowerManagementLimitConstraints", [f"GPU Power Readings/{n} Power Limit" for n in ("Min", "Max")], 1000),
    ("nvmlDeviceGetPowerManagementLimitConstraints",
     [f"GPU Power Readings/{n} Power Limit" for n in ("Min", "Max")], 1000),
    ("nvmlDeviceGetPowerManagementLimitConstraints", [f"Power Readings/{n} Power Limit" for n in ("Min", "Max")], 1000),
    ("pciids", ["PCI/Device Id", "PCI/Sub System Id"], "text"),
    ("pciclass", ["PCI/Base Classcode", "PCI/Sub Classcode"], "text"),
    ("repair", ["ECC Errors/Channel Repair Pending", "ECC Errors/TPC Repair Pending"], "yes"),
    ("remapped", [f"Remapped Rows/{n}" for n in ("Correctable Error", "Uncorrectable Error", "Pending",
                                                  "Remapping Failure Occurred")], "mixed"),
    ("histogram", [f"Remapped Rows/Bank Remap Availability Histogram/{n}" for n in ("Max", "High", "Partial", "Low", "None")],
     1),
    ("sram", ["ECC Errors/Volatile/SRAM Uncorrectable Parity", "ECC Errors/Volatile/SRAM Uncorrectable SEC-DED",
              "ECC Errors/Aggregate/SRAM Uncorrectable Parity", "ECC Errors/Aggregate/SRAM Uncorrectable SEC-DED",
              "ECC Errors/Aggregate/SRAM Threshold Exceeded"] +
     [f"ECC Errors/Aggregate Uncorrectable SRAM Sources/SRAM {n}" for n in ("L2", "SM", "Microcontroller", "PCIE", "Other")],
     "mixed"),
]

REASONS = {"Idle": 0, "Applications Clocks Setting": 1, "SW Power Cap": 2, "HW Slowdown": 3, "Sync Boost": 4,
           "SW Thermal Slowdown": 5, "HW Slowdown/HW Thermal Slowdown": 6, "HW Slowdown/HW Power Brake Slowdown": 7,
           "Display Clock Setting": 8}


def reading(text, how):
    """The number behind a text, or None."""
    if how == "mixed":
        how = "yes" if text in ("No", "Yes") else 1
    if how == "text":
        return None if text in ("N/A", "") else text
    if isinstance(how, str):
        return ENUMS[how].index(text) if text in ENUMS[how] else None
    found = re.match(r"-?[\d.]+", text)
    return round(float(found.group(0)) * how) if found else None


def put_reading(machine, gpu, key, texts, how):
    readings = [reading(text, how) for text in texts]
    if all(r is not None for r in readings):
        machine.gpu(gpu, key, " ".join(str(r) for r in readings))


def put_gpu(machine, gpu, values):
    """values: path -> printed text, of one GPU."""
    values.setdefault("FB Memory Usage/Reserved", "0 MiB")  # not shown before 510
    if "Product Architecture" not in values:  # not shown before 510; the counters tell enough
        old = any(path.startswith("ECC Errors/Volatile/Single Bit") for path in values)
        values["Product Architecture"] = "Kepler" if old else "Turing"
    for path, (key, how) in Q.items():
        if path in values:
            put_reading(machine, gpu, key, [values[path]], how)
    for key, paths, how in GROUPS:
        if all(path in values for path in paths):
            put_reading(machine, gpu, key, [values[path] for path in paths], how)
    state = values.get("Performance State", "N/A")
    if state.startswith("P"):
        machine.gpu(gpu, "nvmlDeviceGetPerformanceState", state[1:])
    put_reasons(machine, gpu, values)
    put_rest(machine, gpu, values)


def put_reasons(machine, gpu, values):
    for heading in ("Clocks Event Reasons", "Clocks Throttle Reasons"):
        mask = [(values[f"{heading}/{name}"] == "Active") << bit for name, bit in REASONS.items() if f"{heading}/{name}" in values]
        if mask:  # old drivers know fewer
            machine.gpu(gpu, "reasons", sum(mask))


ATOMICS = ["FETCHADD_32", "FETCHADD_64", "SWAP_32", "SWAP_64", "CAS_32", "CAS_64", "CAS_128"]


def put_rest(machine, gpu, values):
    for path, key in (("PCI/Atomic Caps Outbound", "field.228"), ("PCI/Atomic Caps Inbound", "field.229")):
        names = values.get(path, "N/A").split()
        if names and names[0] in ATOMICS:
            machine.gpu(gpu, key, sum(1 << ATOMICS.index(name) for name in names))
    if values.get("Compute Mode") == "Default":
        machine.gpu(gpu, "nvmlDeviceGetComputeMode", 0)
    if values.get("Fabric/State") == "Completed":
        machine.gpu(gpu, "fabric", f"3 0 {values.get('Fabric/CliqueId', 0)}")
    found = re.match(r"(\d+)/(\d+)/(\d+) (\d+):(\d+):(\d+)\.(\d+)", values.get("Inforom BBX Object Flush/Latest Timestamp", ""))
    if found:
        year, month, day, hour, minute, second, milli = map(int, found.groups())
        when = calendar.timegm((year, month, day, hour, minute, second)) * 1000000 + milli * 1000
        machine.gpu(gpu, "nvmlDeviceGetLastBBXFlushTime",
                    f"{when} {reading(values['Inforom BBX Object Flush/Latest Duration'], 1)}")


def put_sums(machine, gpu, values):
    """What -q tells in parts, or under another name; totals have a row of their own up to Turing."""
    for kind, error in (("Correctable", 0), ("Uncorrectable", 1)):
        for counter, heading in enumerate(("Volatile", "Aggregate")):
            parts = {memory: [int(text) for path, text in values.items() if text.isdigit()
                              and re.match(rf"ECC Errors/{heading}/{memory} {kind}", path)] for memory in ("SRAM", "DRAM")}
            if parts["SRAM"] and parts["DRAM"]:
                machine.gpu(gpu, f"ecc.{int(f'{error}{counter}7')}", sum(parts["SRAM"]))
                machine.gpu(gpu, f"ecctotal.{int(f'{error}{counter}')}", sum(parts["SRAM"] + parts["DRAM"]))
    draws = [values.get(f"GPU Power Readings/{name} Power Draw", "N/A") for name in ("Average", "Instantaneous")]
    known = [draw for draw in draws if draw != "N/A"]
    if known:
        put_reading(machine, gpu, "nvmlDeviceGetPowerUsage", known[:1], 1000)
    machine.gpu(gpu, "nvmlDeviceGetIndex", gpu)


def q_process(machine, gpu, values):
    size = reading(values["Used GPU Memory"], MIB)
    ids = [-1 if values[name] == "N/A" else int(values[name]) for name in ("GPU instance ID", "Compute instance ID")]
    machine.process(gpu, values["Type"], values["Process ID"], -1 if size is None else size, *ids, values["Name"])


def q_mig(machine, gpu, index, values):
    device = f"{gpu}.mig.{index}"
    machine.put(f"{device}.nvmlDeviceGetUUID", f"MIG-{index}")
    machine.put(f"{device}.nvmlDeviceGetGpuInstanceId", values["GPU Instance ID"])
    machine.put(f"{device}.nvmlDeviceGetComputeInstanceId", values["Compute Instance ID"])
    shared = "Device Attributes/Shared/"
    names = ("Multiprocessor", "Copy Engine", "Decoder", "Encoder", "JPG", "OFA")
    machine.put(f"{device}.attributes", " ".join(values[f"{shared}{name} count"] for name in names))
    machine.put(f"{device}.ecc.107", values["ECC Errors/Volatile/SRAM Uncorrectable"])
    for key, heading, names in (("memory", "Shared FB Memory Usage", ("Total", "Reserved", "Used", "Free")),
                                ("bar1", "Shared BAR1 Memory", ("Total", "Used", "Free"))):
        machine.put(f"{device}.{key}", " ".join(str(mib(values[f"{heading}/{name}"])) for name in names))
    machine.gpu(gpu, "nvmlDeviceGetMaxMigDeviceCount", 8)


class Report:
    """-q text as (GPU, path, value): the path is made of the labels by indentation."""

    def __init__(self, machine):
        self.machine, self.gpu, self.path = machine, -1, []
        self.values, self.process, self.mig, self.mig_index = {}, None, None, 0

    def close_process(self):
        if self.process and "Used GPU Memory" in self.process:
            q_process(self.machine, self.gpu, self.process)
        self.process = None

    def close_mig(self):
        if self.mig:
            q_mig(self.machine, self.gpu, self.mig_index, self.mig)
            self.mig_index += 1
        self.mig = None

    def close(self):
        self.close_process()
        self.close_mig()
        if self.gpu >= 0:
            put_gpu(self.machine, self.gpu, self.values)
            put_sums(self.machine, self.gpu, self.values)

    def next_gpu(self, bus):
        self.close()
        self.gpu, self.values, self.path, self.mig_index = self.gpu + 1, {"PCI/Bus Id": bus}, [], 0

    def line(self, depth, label, value):
        self.path = self.path[:depth - 1] + [label]
        if depth == 1:
            self.close_process()
            self.close_mig()
        if label == "MIG Device":
            self.mig = {}
        if label == "GPU instance ID":
            self.close_process()
            self.process = {}
        if self.process is not None and value is not None:
            self.process[label] = value
        elif self.mig is not None and value is not None:
            self.mig["/".join(self.path[1:])] = value
        elif value is not None:
            self.values["/".join(self.path)] = value


def query(text):
    machine = Machine()
    report = Report(machine)
    head = {}
    for line in text.splitlines():
        found = re.match(r"( *)(\S.*?)\s*(?:: (.*)|:)?$", line)
        if not found:
            continue
        depth, label, value = len(found.group(1)) // 4, found.group(2), found.group(3)
        if depth == 0 and re.match(r"GPU [0-9A-F]{8}:", line):
            report.next_gpu(line.split()[1])
        elif depth == 0:
            head[label] = value
        elif report.gpu >= 0:
            report.line(depth, label, value.strip() if value is not None else None)
    report.close()
    driver = head["Driver Version"].split()[0]
    machine.versions(driver, driver, head["CUDA Version"].split()[0])
    machine.count = int(head["Attached GPUs"])
    return machine.text()


# --query-gpu: field -> (key, how), where the value is not printed by -q under a path that Q knows.
CSV = {
    "name": "Product Name", "serial": "Serial Number", "uuid": "GPU UUID", "pci.bus_id": "PCI/Bus Id",
    "pci.baseClass": "PCI/Base Classcode", "pci.subClass": "PCI/Sub Classcode", "pci.device_id": "PCI/Device Id",
    "pci.sub_device_id": "PCI/Sub System Id", "pcie.link.gen.current": "PCI/GPU Link Info/PCIe Generation/Current",
    "pcie.link.gen.max": "PCI/GPU Link Info/PCIe Generation/Max",
    "pcie.link.gen.gpumax": "PCI/GPU Link Info/PCIe Generation/Device Max",
    "pcie.link.width.current": "PCI/GPU Link Info/Link Width/Current", "pcie.link.width.max": "PCI/GPU Link Info/Link Width/Max",
    "display_attached": "Display Attached", "display_active": "Display Active", "persistence_mode": "Persistence Mode",
    "addressing_mode": "Addressing Mode", "accounting.mode": "Accounting Mode",
    "accounting.buffer_size": "Accounting Mode Buffer Size", "vbios_version": "VBIOS Version",
    "inforom.img": "Inforom Version/Image Version", "inforom.oem": "Inforom Version/OEM Object",
    "inforom.ecc": "Inforom Version/ECC Object", "inforom.pwr": "Inforom Version/Power Management Object",
    "gpu_recovery_action": "GPU Recovery Action", "fan.speed": "Fan Speed", "pstate": "Performance State",
    "memory.total": "FB Memory Usage/Total", "memory.reserved": "FB Memory Usage/Reserved",
    "memory.used": "FB Memory Usage/Used", "memory.free": "FB Memory Usage/Free", "compute_mode": "Compute Mode",
    "utilization.gpu": "Utilization/GPU", "utilization.memory": "Utilization/Memory",
    "utilization.encoder": "Utilization/Encoder", "utilization.decoder": "Utilization/Decoder",
    "utilization.jpeg": "Utilization/JPEG", "utilization.ofa": "Utilization/OFA",
    "encoder.stats.sessionCount": "Encoder Stats/Active Sessions", "encoder.stats.averageFps": "Encoder Stats/Average FPS",
    "encoder.stats.averageLatency": "Encoder Stats/Average Latency", "ecc.mode.current": "ECC Mode/Current",
    "ecc.mode.pending": "ECC Mode/Pending", "retired_pages.single_bit_ecc.count": "Retired Pages/Single Bit ECC",
    "retired_pages.double_bit.count": "Retired Pages/Double Bit ECC", "retired_pages.pending": "Retired Pages/Pending Page Blacklist",
    "remapped_rows.correctable": "Remapped Rows/Correctable Error", "remapped_rows.uncorrectable": "Remapped Rows/Uncorrectable Error",
    "remapped_rows.pending": "Remapped Rows/Pending", "remapped_rows.failure": "Remapped Rows/Remapping Failure Occurred",
    "temperature.gpu": "Temperature/GPU Current Temp", "temperature.gpu.tlimit": "Temperature/GPU T.Limit Temp",
    "temperature.memory": "Temperature/Memory Current Temp", "power.draw.average": "GPU Power Readings/Average Power Draw",
    "power.draw.instant": "GPU Power Readings/Instantaneous Power Draw", "power.limit": "GPU Power Readings/Requested Power Limit",
    "enforced.power.limit": "GPU Power Readings/Current Power Limit", "power.default_limit": "GPU Power Readings/Default Power Limit",
    "power.min_limit": "GPU Power Readings/Min Power Limit", "power.max_limit": "GPU Power Readings/Max Power Limit",
    "power.draw": "GPU Power Readings/Power Draw", "edpp_multiplier": "EDPp Multiplier",
    "clocks.current.graphics": "Clocks/Graphics", "clocks.current.sm": "Clocks/SM", "clocks.current.memory": "Clocks/Memory",
    "clocks.current.video": "Clocks/Video", "clocks.max.graphics": "Max Clocks/Graphics", "clocks.max.sm": "Max Clocks/SM",
    "clocks.max.memory": "Max Clocks/Memory", "mig.mode.current": "MIG Mode/Current", "mig.mode.pending": "MIG Mode/Pending",
    "c2c.mode": "GPU C2C Mode", "protected_memory.total": "Conf Compute Protected Memory Usage/Total",
    "protected_memory.used": "Conf Compute Protected Memory Usage/Used",
    "protected_memory.free": "Conf Compute Protected Memory Usage/Free", "fabric.state": "Fabric/State",
    "fabric.status": "Fabric/Status", "fabric.cliqueId": "Fabric/CliqueId",
    "clocks_event_reasons_counters.sw_power_cap": "Clocks Event Reasons Counters/SW Power Capping",
    "clocks_event_reasons_counters.sync_boost": "Clocks Event Reasons Counters/Sync Boost",
    "clocks_event_reasons_counters.sw_thermal_slowdown": "Clocks Event Reasons Counters/SW Thermal Slowdown",
    "clocks_event_reasons_counters.hw_thermal_slowdown": "Clocks Event Reasons Counters/HW Thermal Slowdown",
    "clocks_event_reasons_counters.hw_power_brake_slowdown": "Clocks Event Reasons Counters/HW Power Braking",
    "ecc.errors.uncorrected.volatile.sram.parity": "ECC Errors/Volatile/SRAM Uncorrectable Parity",
    "ecc.errors.uncorrected.volatile.sram.secded": "ECC Errors/Volatile/SRAM Uncorrectable SEC-DED",
    "ecc.errors.uncorrected.aggregate.sram.parity": "ECC Errors/Aggregate/SRAM Uncorrectable Parity",
    "ecc.errors.uncorrected.aggregate.sram.secded": "ECC Errors/Aggregate/SRAM Uncorrectable SEC-DED",
    "ecc.errors.uncorrected.aggregate.sram.thresholdExceeded": "ECC Errors/Aggregate/SRAM Threshold Exceeded",
}
for _key, _name in (("l2", "L2"), ("sm", "SM"), ("mcu", "Microcontroller"), ("pcie", "PCIE"), ("other", "Other")):
    CSV[f"ecc.errors.uncorrected.aggregate.sram.{_key}"] = f"ECC Errors/Aggregate Uncorrectable SRAM Sources/SRAM {_name}"
for _name in ("Max", "High", "Partial", "Low", "None"):
    CSV[f"remapped_rows.histogram.{_name.lower()}"] = f"Remapped Rows/Bank Remap Availability Histogram/{_name}"

CSV_LOCATIONS = {"l1_cache": 0, "l2_cache": 1, "device_memory": 2, "dram": 2, "register_file": 3, "texture_memory": 4, "cbu": 6,
                 "sram": 7}


def csv_counters(machine, values):
    for field, text in values.items():
        found = re.match(r"ecc\.errors\.(un)?corrected\.(volatile|aggregate)\.(\w+)$", field)
        if not found or not text.isdigit():
            continue
        error, counter = int(bool(found.group(1))), int(found.group(2) == "aggregate")
        if found.group(3) == "total":
            machine.gpu(0, f"ecctotal.{int(f'{error}{counter}')}", text)
        elif found.group(3) in CSV_LOCATIONS:
            machine.gpu(0, f"ecc.{int(f'{error}{counter}{CSV_LOCATIONS[found.group(3)]}')}", text)


def csv(text):
    """One GPU's --query-gpu: the values by path, and what has no path."""
    header, row = [line.split(", ") for line in text.rstrip("\n").split("\n")[:2]]
    values = dict(zip((re.sub(r" \[.*\]$", "", name) for name in header), (cell.strip("[]") for cell in row)))
    machine = Machine()
    machine.versions(values["driver_version"], values["driver_version"], "13.0")
    machine.count = int(values["count"])
    paths = {path: values[field] for field, path in CSV.items() if field in values}
    paths["Product Architecture"] = "Turing"
    put_gpu(machine, 0, paths)
    machine.gpu(0, "nvmlDeviceGetIndex", values["index"])
    csv_counters(machine, values)
    for field, key in (("clocks_event_reasons.active", "reasons"), ("clocks_event_reasons.supported", "reasonssupported")):
        if values[field].startswith("0x"):
            machine.gpu(0, key, values[field])
    if "." in values["compute_cap"]:
        machine.gpu(0, "nvmlDeviceGetCudaComputeCapability", values["compute_cap"].replace(".", " "))
    modes = [reading(values[f"gsp.mode.{name}"], "enabled") for name in ("current", "default")]
    if None not in modes:
        machine.gpu(0, "nvmlDeviceGetGspFirmwareMode", f"{modes[0]} {modes[1]}")
    if values["inforom.checksum_validation"] == "valid":
        machine.gpu(0, "nvmlDeviceValidateInforom", 0)
    names = ("slot_number", "tray_index", "host_id", "peer_type", "module_id")
    numbers = [0 if values[f"platform.{name}"] == "Direct Connected" else values[f"platform.{name}"] for name in names]
    machine.gpu(0, "platform", " ".join(str(n) for n in numbers))
    return machine.text(), ",".join(values)


def apps(text):
    """Rows of --query-compute-apps."""
    machine = Machine()
    machine.versions("590.1", "590.1", "13.0")
    machine.count = 1
    lines = text.rstrip("\n").split("\n")
    for line in lines[1:]:
        _, name, bus, serial, uuid, pid, process, size = line.split(", ")
        for key, value in (("nvmlDeviceGetName", name), ("busid", bus), ("nvmlDeviceGetSerial", serial),
                           ("nvmlDeviceGetUUID", uuid)):
            if value != "[N/A]":
                machine.gpu(0, key, value)
        machine.process("0", "C", pid, -1 if size == "[N/A]" else mib(size), -1, -1, process)
    return machine.text(), re.sub(r" \[.*?\]", "", lines[0]).replace(", ", ",")


def rows(text):
    """Rows of a list that the GPU does not have: what is said of the GPU itself."""
    machine = Machine()
    machine.versions("590.1", "590.1", "13.0")
    machine.count = 1
    lines = text.rstrip("\n").split("\n")
    for line in lines[1:2]:
        for key, value in zip(("nvmlDeviceGetName", "busid", "nvmlDeviceGetSerial", "nvmlDeviceGetUUID"),
                              line.split(", ")[1:]):
            if value != "[N/A]":
                machine.gpu(0, key, value)
    return machine.text(), re.sub(r" \[.*?\]", "", lines[0]).replace(", ", ",")
