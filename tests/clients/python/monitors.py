#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Monitoring programs of others on a simulated machine: they end well and show what the machine file says.

Usage (inside nvsim run): monitors.py MACHINE.yaml pynvml_utils|gpustat|nvitop|py3nvml
"""
import json
import os
import pathlib
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree

warnings.simplefilter('ignore', FutureWarning)

import pynvml  # noqa: E402  pylint: disable=wrong-import-position

from machine import MIB, Expected, read_machine  # noqa: E402  pylint: disable=wrong-import-position
from machine_file import report  # noqa: E402  pylint: disable=wrong-import-position

TIMEOUT_S = 60
PROGRAMS = pathlib.Path(sys.executable).parent


def output_of(program, *arguments):
    environment = os.environ | {'PYTHONWARNINGS': 'ignore', 'COLUMNS': '200', 'LINES': '60', 'TERM': 'dumb'}
    done = subprocess.run([sys.executable, PROGRAMS / program, *arguments], capture_output=True, text=True, timeout=TIMEOUT_S,
                          env=environment, check=False)
    if done.returncode != 0:
        sys.exit(f'{program} ended with {done.returncode}:\n{done.stdout[-500:]}{done.stderr[-1500:]}')
    return done.stdout


def power_mw(x):
    return x.state['power_mw'] if x.state['power_mw'] >= 0 else x.state['power_instant_mw']


def reserved_mib(x):
    return x.model.get('reserved_mib', 0)


def complete_pynvml_utils():
    """What the package lacks whichever library it runs on, and why."""
    # A constant that later nvidia-ml-py dropped.
    pynvml.nvmlClocksThrottleReasonUnknown = 1 << 63
    from pynvml_utils import smi  # pylint: disable=import-outside-toplevel
    # It knows brands up to GeForce only.
    for name, value in vars(pynvml).items():
        if name.startswith('NVML_BRAND_'):
            smi.NVSMI_BRAND_NAMES.setdefault(value, name)
    # It stores the text of an error in a list.
    ask = smi.nvmlDeviceGetSupportedMemoryClocks

    def supported_clocks(handle):
        try:
            return ask(handle)
        except pynvml.NVMLError_NotSupported:
            return []
    smi.nvmlDeviceGetSupportedMemoryClocks = supported_clocks
    return smi.nvidia_smi


def of_pynvml_utils(gpu, x):
    """(what, got, wanted) of the dictionary of one GPU."""
    yield 'id', gpu['id'].lower(), x.gpu['pci'].lower()
    yield 'name', gpu['product_name'], x.model['name']
    yield 'serial', gpu['serial'], x.gpu.get('serial', 'N/A')
    yield 'vbios', gpu['vbios_version'], x.model['vbios']
    yield 'board number', gpu['minor_number'], str(x.minor)
    yield 'link', gpu['pci']['pci_gpu_link_info']['pcie_gen']['current_link_gen'], str(x.state['pcie_gen'])
    yield 'persistence', gpu['persistence_mode'], 'Enabled' if x.gpu.get('persistence') else 'Disabled'
    yield 'memory', gpu['fb_memory_usage'] | {'free': 0, 'unit': ''}, {
        'total': x.model['memory_mib'], 'used': x.used_mib() + reserved_mib(x), 'free': 0, 'unit': ''}
    yield 'bar1', gpu['bar1_memory_usage']['used'], x.state['bar1_used_mib']
    yield 'use', gpu['utilization']['gpu_util'], x.state['gpu_percent']
    yield 'temperature', gpu['temperature']['gpu_temp'], x.state['temperature_c']
    yield 'power', gpu['power_readings']['power_draw'], power_mw(x) / 1000
    yield 'limit', gpu['power_readings']['enforced_power_limit'], x.state['power_limit_mw'] / 1000
    yield 'state', gpu['performance_state'], f'P{x.state["pstate"]}'
    yield 'clock', gpu['clocks']['sm_clock'], x.state['sm_mhz']
    errors = x.ecc('dram', 'corrected', 'aggregate')
    yield 'memory errors', gpu['ecc_errors']['aggregate']['single_bit']['device_memory'], (
        'N/A' if isinstance(errors, str) else errors)
    running = [(p['pid'], p['memory_mib']) for p in x.processes]
    yield 'processes', [(p['pid'], p['used_memory']) for p in gpu['processes'] or []], running


def check_pynvml_utils(driver, gpus):
    instance = complete_pynvml_utils().getInstance()
    found = instance.DeviceQuery()
    yield 'driver', found['driver_version'], driver
    yield 'count', found['count'], len(gpus)
    for gpu, x in zip(found['gpu'], gpus):
        yield from of_pynvml_utils(gpu, x)
    tree = ElementTree.fromstring(instance.XmlDeviceQuery())
    yield 'names in XML', [node.text for node in tree.iter('product_name')], [x.model['name'] for x in gpus]
    yield 'serials in XML', [node.text for node in tree.iter('serial')], [x.gpu.get('serial', 'N/A') for x in gpus]


def check_gpustat(driver, gpus):
    found = json.loads(output_of('gpustat', '--json', '--show-codec=enc,dec'))
    yield 'driver', found['driver_version'], driver
    yield 'count', len(found['gpus']), len(gpus)
    for gpu, x in zip(found['gpus'], gpus):
        yield 'name', gpu['name'], x.model['name']
        yield 'temperature', gpu['temperature.gpu'], x.state['temperature_c']
        yield 'use', gpu['utilization.gpu'], x.state['gpu_percent']
        yield 'encoder', gpu['utilization.enc'], x.state['encoder_percent']
        yield 'power', gpu['power.draw'], power_mw(x) // 1000
        yield 'limit', gpu['enforced.power.limit'], x.state['power_limit_mw'] // 1000
        yield 'memory', (gpu['memory.used'], gpu['memory.total']), (x.used_mib(), x.model['memory_mib'])
    for x in gpus:
        yield 'text', x.model['name'] in output_of('gpustat', '--no-color', '--no-processes'), True
        break


def check_nvitop(driver, gpus):
    text = output_of('nvitop', '-1', '--ascii')
    yield 'driver', f'Driver Version: {driver}' in text, True
    for x in gpus:
        yield 'bus id', x.gpu['pci'].upper() in text, True
    from nvitop import Device  # pylint: disable=import-outside-toplevel
    for gpu, x in zip(Device.all(), gpus, strict=True):
        yield 'name', gpu.name(), x.model['name']
        yield 'temperature', gpu.temperature(), x.state['temperature_c']
        yield 'power', gpu.power_usage(), power_mw(x)
        yield 'use', gpu.gpu_utilization(), x.state['gpu_percent']
        yield 'clocks', (gpu.sm_clock(), gpu.memory_clock()), (x.state['sm_mhz'], x.state['memory_mhz'])
        yield 'memory', (gpu.memory_used(), gpu.memory_total()), (x.used_mib() * MIB, x.model['memory_mib'] * MIB)
        yield 'mig', str(gpu.mig_mode()), 'Disabled' if x.model.get('mig_capable') else 'N/A'


def check_py3nvml(driver, gpus):
    text = output_of('py3smi', '--full')
    yield 'driver', driver in text, True
    for x in gpus:
        yield 'memory', f'{int(x.used_mib()) + reserved_mib(x)}MiB / {x.model["memory_mib"]}MiB' in text, True
    import py3nvml  # pylint: disable=import-outside-toplevel
    from py3nvml import py3nvml as nvml  # pylint: disable=import-outside-toplevel
    nvml.nvmlInit()
    for index, x in enumerate(gpus):
        handle = nvml.nvmlDeviceGetHandleByIndex(index)
        yield 'name', nvml.nvmlDeviceGetName(handle), x.model['name']
        # The first version of the list: 16 bytes each.
        yield 'processes', [p.pid for p in nvml.nvmlDeviceGetComputeRunningProcesses(handle)], [p['pid'] for p in x.processes]
        yield 'bus id', nvml.nvmlDeviceGetPciInfo(handle).busId.decode().lower()[-12:], x.gpu['pci'].lower()[-12:]
    nvml.nvmlShutdown()
    yield 'processes by GPU', py3nvml.get_num_procs(), [len(x.processes) for x in gpus]
    yield 'free GPUs', py3nvml.get_free_gpus(), [not x.processes for x in gpus]


def main():
    path, what = sys.argv[1:]
    machine = read_machine(path)
    gpus = sorted((Expected(machine, gpu, i) for i, gpu in enumerate(machine['gpus'])), key=lambda x: x.gpu['pci'])
    rows = list(globals()[f'check_{what}'](str(machine['driver']), gpus))
    report(what, machine, rows, len(gpus))


if __name__ == '__main__':
    main()
