#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvidia-ml-py on a simulated machine: every GPU answers what the machine file says.

The file is read here with a YAML reader of others, so a fault in the simulator's own reader shows.
A function that docs/coverage.md does not call answered may say NOT_SUPPORTED; with an answer, it must be the file's.
Usage (inside nvsim run): machine.py MACHINE.yaml DRIVER
"""
import pathlib
import re
import sys

import pynvml as P
from machine_file import read_machine

MIB = 1 << 20
NVIDIA = 0x10de
# Published compute capabilities of the chips that the machines have.
CAPABILITY = {'GA100': (8, 0), 'GA102': (8, 6), 'AD102': (8, 9), 'AD104': (8, 9), 'GH100': (9, 0), 'GB100': (10, 0),
              'TU104': (7, 5), 'GV100': (7, 0)}
# Telemetry that older kernel drivers tell their own library alone.
FIRST_WITH_TELEMETRY_PAGE = 545
FIRST_WITH_MODULE_ID = 525
# What a reading is where the file is silent.
SILENT = {'memory_used_mib': 0, 'bar1_used_mib': 0, 'pcie_replay': 0, 'fan_rpm': -1, 'memory_temperature_c': -1}
NONE = 'NVMLError_NotSupported'
UNSAID = object()
COVERAGE = pathlib.Path(__file__).resolve().parents[3] / 'docs' / 'coverage.md'
ANSWERED = set(re.findall(r'^\| `(\w+)` \| yes \|', COVERAGE.read_text(encoding='utf-8'), re.M))
# The C functions of wrappers with another name.
BEHIND = {'nvmlDeviceGetCurrentEccMode': 'nvmlDeviceGetEccMode', 'nvmlDeviceGetPciInfo': 'nvmlDeviceGetPciInfo_v3'}


class State(dict):
    """Readings; what the file does not say is not compared."""

    def __missing__(self, key):
        return UNSAID


class Expected:
    """What a machine file says about one of its GPUs."""

    def __init__(self, machine, gpu, position):
        self.model = next(m for m in machine['models'] if m['id'] == gpu['model'])
        # Where no limit is told the board's own is in force (docs/new-machine.md).
        limit = {'power_limit_mw': self.model['power_default_mw']} if 'power_default_mw' in self.model else {}
        self.state = State(SILENT | limit | self.model.get('idle', {}) | (gpu.get('state') or {}))
        self.processes = gpu.get('processes') or []
        self.gpu = gpu
        self.minor = gpu.get('minor', position)
        self.links = self.model.get('nvlink', {})

        self.parted = gpu.get('mig_enabled', False)

    def used_mib(self):
        kept_kib = sum(instance.get('used_kib', 0) for instance in self.gpu.get('mig_instances', []))
        return self.state['memory_used_mib'] + sum(p.get('memory_mib', 0) for p in self.processes) + kept_kib / 1024

    def given(self, key):
        """Of the model; what it does not have is not supported."""
        return self.model.get(key, NONE)

    def ecc(self, place, kind, since):
        return self.state.get(f'ecc_{place}_{kind}_{since}', 0) if self.has_ecc() else NONE

    def has_ecc(self):
        return self.model.get('ecc_capable', False) and self.model.get('ecc_enabled', False)

    def cpu_words(self):
        """The mask of nearby processors, as unsigned longs."""
        if 'cpus' not in self.gpu:
            return UNSAID
        mask = 0
        for first, _, last in (part.partition('-') for part in str(self.gpu['cpus']).split(',')):
            for cpu in range(int(first), int(last or first) + 1):
                mask |= 1 << cpu
        return [mask >> 64 * i & (1 << 64) - 1 for i in range(8)]


def answer(function, *arguments):
    """The value, or the name of the error."""
    try:
        value = function(*arguments)
    except P.NVMLError as error:
        return type(error).__name__
    return value.decode() if isinstance(value, bytes) else value


def members(function, *names):
    """Asks for these members of the structure that the function returns."""
    def ask(*arguments):
        value = function(*arguments)
        found = tuple(getattr(value, name) for name in names)
        return found if len(names) > 1 else found[0]
    ask.__name__ = function.__name__
    return ask


def identity(x):
    model, gpu = x.model, x.gpu
    yield P.nvmlDeviceGetName, [], model['name']
    yield P.nvmlDeviceGetMinorNumber, [], x.minor
    yield P.nvmlDeviceGetSerial, [], gpu.get('serial', NONE)
    yield P.nvmlDeviceGetCudaComputeCapability, [], CAPABILITY[model['chip']]
    yield members(P.nvmlDeviceGetPciInfo, 'busId'), [], gpu['pci'].upper()
    yield members(P.nvmlDeviceGetPciInfo, 'pciDeviceId'), [], model['pci_device'] << 16 | NVIDIA
    yield (members(P.nvmlDeviceGetPciInfo, 'pciSubSystemId'), [],
           model['pci_subsystem'] << 16 | model.get('pci_subvendor', NVIDIA))
    yield P.nvmlDeviceGetVbiosVersion, [], model['vbios']
    yield P.nvmlDeviceGetInforomImageVersion, [], x.given('inforom_image')
    for kind, key in enumerate(('inforom_oem', 'inforom_ecc', 'inforom_power')):
        yield P.nvmlDeviceGetInforomVersion, [kind], x.given(key)
    yield P.nvmlDeviceGetBoardPartNumber, [], model.get('board_part_number', '')  # boards without one say ""
    yield lambda gpu: list(P.nvmlDeviceGetCpuAffinity(gpu, 8)), [], x.cpu_words()
    if 'uuid' in gpu:
        yield P.nvmlDeviceGetUUID, [], gpu['uuid']


def board(x):
    model = x.model
    yield P.nvmlDeviceGetMemoryBusWidth, [], x.given('memory_bus_bits')
    yield P.nvmlDeviceGetNumGpuCores, [], x.given('cores')
    yield P.nvmlDeviceGetMaxPcieLinkGeneration, [], model['pcie_max_gen']
    yield P.nvmlDeviceGetGpuMaxPcieLinkGeneration, [], model['pcie_max_gen']
    yield P.nvmlDeviceGetMaxPcieLinkWidth, [], model['pcie_max_width']
    yield P.nvmlDeviceGetPowerManagementDefaultLimit, [], model['power_default_mw']
    yield P.nvmlDeviceGetPowerManagementLimitConstraints, [], [model['power_min_mw'], model['power_max_mw']]
    for clock, key in ((P.NVML_CLOCK_GRAPHICS, 'max_graphics_mhz'), (P.NVML_CLOCK_SM, 'max_sm_mhz'),
                       (P.NVML_CLOCK_MEM, 'max_memory_mhz'), (P.NVML_CLOCK_VIDEO, 'max_video_mhz')):
        yield P.nvmlDeviceGetMaxClockInfo, [clock], model[key]


def modes(x):
    model, gpu = x.model, x.gpu
    yield P.nvmlDeviceGetPersistenceMode, [], int(gpu.get('persistence', False))
    yield P.nvmlDeviceGetComputeMode, [], gpu.get('compute_mode', 0)
    yield P.nvmlDeviceGetAccountingMode, [], int(gpu.get('accounting', False))
    yield P.nvmlDeviceGetMigMode, [], [int(x.parted)] * 2 if model.get('mig_capable') else NONE
    yield P.nvmlDeviceGetCurrentEccMode, [], int(model.get('ecc_enabled', False)) if model.get('ecc_capable') else NONE
    for since, counter in (('volatile', P.NVML_VOLATILE_ECC), ('aggregate', P.NVML_AGGREGATE_ECC)):
        for kind, error in (('corrected', 0), ('uncorrected', 1)):
            for place, location in (('dram', P.NVML_MEMORY_LOCATION_DRAM), ('sram', P.NVML_MEMORY_LOCATION_SRAM)):
                yield P.nvmlDeviceGetMemoryErrorCounter, [error, counter, location], x.ecc(place, kind, since)
    # A GPU in parts talks to no other.
    for link in range(0 if x.parted else x.links.get('links', 0)):
        yield P.nvmlDeviceGetNvLinkState, [link], 1
        yield P.nvmlDeviceGetNvLinkVersion, [link], x.links['version']


def memory(x):
    reserved = x.model.get('reserved_mib', 0)
    yield members(P.nvmlDeviceGetMemoryInfo, 'total'), [], x.model['memory_mib'] * MIB
    yield members(P.nvmlDeviceGetMemoryInfo, 'used'), [], (x.used_mib() + reserved) * MIB
    yield members(P.nvmlDeviceGetMemoryInfo, 'free'), [], (x.model['memory_mib'] - x.used_mib() - reserved) * MIB
    version2 = members(lambda gpu: P.nvmlDeviceGetMemoryInfo(gpu, version=P.nvmlMemory_v2), 'reserved', 'used')
    yield version2, [], (reserved * MIB, x.used_mib() * MIB)
    bar1 = members(P.nvmlDeviceGetBAR1MemoryInfo, 'bar1Total', 'bar1Used')
    yield bar1, [], (x.model['bar1_mib'] * MIB, x.state['bar1_used_mib'] * MIB)
    running = [(p['pid'], p['memory_mib'] * MIB) for p in x.processes if p['type'].startswith('C')]
    yield (lambda gpu: [(p.pid, p.usedGpuMemory) for p in P.nvmlDeviceGetComputeRunningProcesses(gpu)]), [], running


def newer(x):
    """What drivers before 525 do not tell."""
    # Counted from 1, where the driver counts from 0.
    yield P.nvmlDeviceGetModuleId, [], x.gpu['module_id'] + 1 if x.model.get('module_board') else NONE


def readings(x):
    """What every driver tells."""
    state = x.state
    yield P.nvmlDeviceGetTemperature, [P.NVML_TEMPERATURE_GPU], state['temperature_c']
    use = NONE if x.parted else (state['gpu_percent'], state['memory_percent'])
    # Of a vGPU host it is what the vGPU of the newest sample used.
    if not x.gpu.get('vgpus'):
        yield members(P.nvmlDeviceGetUtilizationRates, 'gpu', 'memory'), [], use
    yield P.nvmlDeviceGetCurrPcieLinkGeneration, [], state['pcie_gen']
    yield P.nvmlDeviceGetCurrPcieLinkWidth, [], state['pcie_width']
    yield P.nvmlDeviceGetPcieReplayCounter, [], state['pcie_replay']
    yield P.nvmlDeviceGetPowerState, [], state['pstate']


def telemetry(x):
    """What only drivers with the telemetry page tell."""
    state = x.state
    power = state['power_mw'] if state['power_mw'] >= 0 else state['power_instant_mw']
    yield P.nvmlDeviceGetPowerUsage, [], power
    yield P.nvmlDeviceGetPowerManagementLimit, [], state['power_requested_mw']
    yield P.nvmlDeviceGetEnforcedPowerLimit, [], state['power_limit_mw']
    yield P.nvmlDeviceGetCurrentClocksEventReasons, [], state['throttle_reasons']
    for clock, key in ((P.NVML_CLOCK_GRAPHICS, 'graphics_mhz'), (P.NVML_CLOCK_SM, 'sm_mhz'),
                       (P.NVML_CLOCK_MEM, 'memory_mhz'), (P.NVML_CLOCK_VIDEO, 'video_mhz')):
        yield P.nvmlDeviceGetClockInfo, [clock], state[key]


def is_answered(function):
    name = BEHIND.get(function.__name__, function.__name__)
    return name in ANSWERED or not name.startswith('nvml')


def rows(expected, branch):
    """(function, arguments, acceptable answers) of one GPU on a driver branch."""
    since = {newer: FIRST_WITH_MODULE_ID, telemetry: FIRST_WITH_TELEMETRY_PAGE}
    for chapter in (identity, board, modes, memory, readings, newer, telemetry):
        for function, arguments, wanted in chapter(expected):
            if wanted is UNSAID:
                continue
            if branch < since.get(chapter, 0):
                yield function, arguments, [NONE]
            else:
                yield function, arguments, [wanted] if is_answered(function) else [wanted, NONE]


def check_gpu(index, expected, branch):
    """How many answers of this GPU were compared, and whether all were the file's."""
    handle = P.nvmlDeviceGetHandleByIndex(index)
    count, good = 0, True
    for function, arguments, wanted in rows(expected, branch):
        count += 1
        got = answer(function, handle, *arguments)
        if got not in wanted:
            good = False
            print(f'GPU {index} {function.__name__}{tuple(arguments)}: {got!r}, the machine file says {wanted[0]!r}')
    return count, good


def main():
    path, driver = sys.argv[1:]
    machine = read_machine(path)
    branch = int(driver.split('.')[0])
    gpus = sorted((Expected(machine, gpu, position) for position, gpu in enumerate(machine['gpus'])),
                  key=lambda expected: expected.gpu['pci'])
    P.nvmlInit()
    good = answer(P.nvmlSystemGetDriverVersion) == driver
    good &= P.nvmlDeviceGetCount() == len(gpus)
    # Every GPU is looked at, also after a wrong one.
    results = [check_gpu(index, expected, branch) for index, expected in enumerate(gpus)]
    good &= all(right for _count, right in results)
    P.nvmlShutdown()
    good &= answer(P.nvmlDeviceGetCount) == 'NVMLError_Uninitialized'
    print(f'{len(gpus)} GPUs, driver {driver}, {sum(count for count, _ in results)} answers: {"ok" if good else "WRONG"}')
    sys.exit(0 if good else 1)


if __name__ == '__main__':
    main()
