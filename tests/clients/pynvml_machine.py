#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvidia-ml-py on a simulated machine: every GPU answers what the machine file says.

The file is read here with a YAML reader of others, so a fault in the simulator's own reader shows.
Usage (inside nvsim run): pynvml_machine.py MACHINE.yaml DRIVER
"""
import sys

import pynvml
import yaml

MIB = 1 << 20
# Published compute capabilities of the chips that the machines have.
CAPABILITY = {'GA100': (8, 0), 'GA102': (8, 6), 'AD102': (8, 9), 'AD104': (8, 9), 'GH100': (9, 0), 'TU104': (7, 5), 'GV100': (7, 0)}
# Telemetry that older kernel drivers tell their own library alone.
FIRST_WITH_TELEMETRY_PAGE = 545
EMPTY_STATE = {'memory_used_mib': 0}


class Expected:
    """What a machine file says about one of its GPUs."""

    def __init__(self, machine, gpu):
        self.model = next(m for m in machine['models'] if m['id'] == gpu['model'])
        self.state = EMPTY_STATE | self.model.get('idle', {}) | (gpu.get('state') or {})
        self.processes = gpu.get('processes') or []
        self.pci = gpu['pci']

    def used_mib(self):
        return self.state['memory_used_mib'] + sum(p.get('memory_mib', 0) for p in self.processes)


def answer(function, *arguments):
    """The value, or the name of the error."""
    try:
        value = function(*arguments)
    except pynvml.NVMLError as error:
        return type(error).__name__
    return value.decode() if isinstance(value, bytes) else value


def pairs(handle, expected, page):
    """(what, got, wanted) of one GPU; page: the driver has the shared telemetry page."""
    state, model = expected.state, expected.model
    old = 'NVMLError_NotSupported'
    memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    memory2 = pynvml.nvmlDeviceGetMemoryInfo(handle, version=pynvml.nvmlMemory_v2)
    use = answer(pynvml.nvmlDeviceGetUtilizationRates, handle)
    reserved = model.get('reserved_mib', 0)
    yield 'name', answer(pynvml.nvmlDeviceGetName, handle), model['name']
    yield 'bus id', answer(pynvml.nvmlDeviceGetPciInfo, handle).busId.lower(), expected.pci.lower()
    yield 'memory total', memory.total, model['memory_mib'] * MIB
    yield 'memory used', memory.used, (expected.used_mib() + reserved) * MIB
    yield 'memory sum', memory.used + memory.free, memory.total
    yield 'memory v2 reserved', memory2.reserved, reserved * MIB
    yield 'memory v2 used', memory2.used, expected.used_mib() * MIB
    yield 'capability', answer(pynvml.nvmlDeviceGetCudaComputeCapability, handle), CAPABILITY[model['chip']]
    yield 'utilisation', use if isinstance(use, str) else (use.gpu, use.memory), (state['gpu_percent'], state['memory_percent'])
    yield 'temperature', answer(pynvml.nvmlDeviceGetTemperature, handle, pynvml.NVML_TEMPERATURE_GPU), state['temperature_c']
    yield 'power', answer(pynvml.nvmlDeviceGetPowerUsage, handle), state['power_mw'] if page else old
    for clock, key in ((pynvml.NVML_CLOCK_GRAPHICS, 'graphics_mhz'), (pynvml.NVML_CLOCK_SM, 'sm_mhz'),
                       (pynvml.NVML_CLOCK_MEM, 'memory_mhz')):
        yield key, answer(pynvml.nvmlDeviceGetClockInfo, handle, clock), state[key] if page else old


def check_gpu(index, expected, page):
    handle = pynvml.nvmlDeviceGetHandleByIndex(index)
    wrong = [(what, got, wanted) for what, got, wanted in pairs(handle, expected, page) if got != wanted]
    for what, got, wanted in wrong:
        print(f'GPU {index} {what}: {got!r}, the machine file says {wanted!r}')
    return not wrong


def main():
    path, driver = sys.argv[1:]
    with open(path, encoding='utf-8') as file:
        machine = yaml.safe_load(file)
    gpus = sorted(machine['gpus'], key=lambda gpu: gpu['pci'])
    page = int(driver.split('.')[0]) >= FIRST_WITH_TELEMETRY_PAGE
    pynvml.nvmlInit()
    good = answer(pynvml.nvmlSystemGetDriverVersion) == driver
    good &= pynvml.nvmlDeviceGetCount() == len(gpus)
    # Every GPU is looked at, also after a wrong one.
    good &= all([check_gpu(index, Expected(machine, gpu), page) for index, gpu in enumerate(gpus)])
    pynvml.nvmlShutdown()
    good &= answer(pynvml.nvmlDeviceGetCount) == 'NVMLError_Uninitialized'
    print(f'{len(gpus)} GPUs, driver {driver}: {"ok" if good else "WRONG"}')
    sys.exit(0 if good else 1)


if __name__ == '__main__':
    main()
