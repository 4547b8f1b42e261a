# SPDX-License-Identifier: MIT
"""Turn recorded nvidia-smi output back into the NVML answers it was printed from (see fake_nvml.c)."""

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
    machine.versions("580.1", "580.1", "13.0")
    for line in text.splitlines():
        gpu = re.match(r"GPU (\d+): (.*) \(UUID: (.*)\)", line)
        mig = re.match(r"  MIG (\S+)\s+Device\s+(\d+): \(UUID: (.*)\)", line)
        if gpu:
            index, name, uuid = gpu.groups()
            machine.count += 1
            machine.gpu(index, "nvmlDeviceGetName", name)
            machine.gpu(index, "nvmlDeviceGetUUID", uuid)
        elif mig:
            machine.gpu(index, "nvmlDeviceGetMigMode", "1 1")
            machine.gpu(index, "nvmlDeviceGetMaxMigDeviceCount", 8)
            machine.gpu(index, f"mig.{mig.group(2)}.nvmlDeviceGetName", f"{name} MIG {mig.group(1)}")
            machine.gpu(index, f"mig.{mig.group(2)}.nvmlDeviceGetUUID", mig.group(3))
    return machine.text()
