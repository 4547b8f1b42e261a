#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs of others that read nvidia-smi, on a simulated machine: what they report is what the machine file says.

Usage (inside nvsim run, nvidia-smi first in PATH): smi.py MACHINE.yaml DRIVER gputil|nvsmi|htop
or, with the exporter's program behind it: smi.py MACHINE.yaml DRIVER exporter TELEGRAF
or, with what the Go program beside this folder prints on standard input: smi.py MACHINE.yaml DRIVER collectors|telegraf|mig
"""
import json
import math
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import pynvml
from prometheus_client.parser import text_string_to_metric_families

from machine import FIRST_WITH_TELEMETRY_PAGE, MIB, NONE, UNSAID, Expected, read_machine
from machine_file import report

DEPRECATED = '[Requested functionality has been deprecated]'


def power_mw(x):
    return x.state['power_mw'] if x.state['power_mw'] >= 0 else x.state['power_instant_mw']


def free_mib(x):
    return x.model['memory_mib'] - x.model.get('reserved_mib', 0) - x.used_mib()


def display_mode(branch):
    return DEPRECATED if branch >= 580 else '[N/A]'


def of_columns(x, gpu, branch):
    """What GPUtil and nvsmi ask in one query of twelve columns."""
    yield 'index', int(gpu.id), x.index
    yield 'uuid', gpu.uuid, x.uuid
    yield 'name', gpu.name, x.model['name']
    yield 'serial', gpu.serial, x.gpu.get('serial', '[N/A]')
    yield 'display mode', gpu.display_mode, display_mode(branch)
    yield 'temperature', gpu.temperature, x.state['temperature_c']


def check_gputil(driver, gpus):
    import GPUtil  # pylint: disable=import-outside-toplevel
    found = GPUtil.getGPUs()
    yield 'count', len(found), len(gpus)
    for gpu, x in zip(found, gpus):
        yield from of_columns(x, gpu, int(driver.split('.')[0]))
        yield 'driver', gpu.driver, driver
        yield 'use', gpu.load, x.state['gpu_percent'] / 100
        yield 'memory', (gpu.memoryTotal, gpu.memoryUsed, gpu.memoryFree), (x.model['memory_mib'], x.used_mib(), free_mib(x))
    free = [x.index for x in gpus if x.state['gpu_percent'] <= 50 and x.used_mib() <= x.model['memory_mib'] / 2]
    yield 'free GPUs', GPUtil.getAvailable(limit=64), free


def check_nvsmi(driver, gpus):
    import nvsmi  # pylint: disable=import-outside-toplevel
    found = list(nvsmi.get_gpus())
    yield 'count', len(found), len(gpus)
    for gpu, x in zip(found, gpus):
        yield from of_columns(x, gpu, int(driver.split('.')[0]))
        yield 'driver', gpu.driver, driver
        yield 'use', gpu.gpu_util, x.state['gpu_percent']
        yield 'memory', (gpu.mem_total, gpu.mem_used, gpu.mem_free), (x.model['memory_mib'], x.used_mib(), free_mib(x))
    running = [(p['pid'], p['name'].split()[0], x.uuid, str(x.index), p['memory_mib']) for x in gpus for p in x.computing()]
    yield 'processes', [(p.pid, p.process_name, p.gpu_uuid, p.gpu_id, p.used_memory) for p in nvsmi.get_gpu_processes()], running


def check_htop(_driver, gpus):
    """The table as it came, then its processes in a table of its own."""
    program = pathlib.Path(sys.executable).parent / 'nvidia-htop.py'
    text = subprocess.run([sys.executable, program, '--meter'], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout
    for x in gpus:
        yield 'bus id', x.gpu['pci'].upper() in text, True
        yield 'memory', f'{math.ceil(x.used_mib())}MiB / {x.model["memory_mib"]}MiB' in re.sub(' +', ' ', text), True
    rows = re.findall(r'(?m)^\|\s+(\d+)\s+(\d+)\s+(\d+)MiB\s+\|$', text)
    running = [(str(x.index), str(p['pid']), str(p['memory_mib'])) for x in gpus for p in sorted(x.processes, key=lambda p: p['pid'])]
    yield 'processes', rows, running
    yield 'none running', 'No running processes found' in text, not running


def whole(number):
    """A reading that the GPU has not is left out."""
    return None if number in (NONE, UNSAID) or number < 0 else number


def power_of_telegraf(x, branch):
    """From 570 on power has two names, and the parser knows the instant one."""
    milliwatts = power_mw(x) if branch < 570 else x.state['power_instant_mw']
    return milliwatts if milliwatts is UNSAID else milliwatts / 1000


READINGS = (('temperature_gpu', 'temperature_c'), ('utilization_gpu', 'gpu_percent'), ('utilization_memory', 'memory_percent'),
            ('utilization_encoder', 'encoder_percent'), ('utilization_decoder', 'decoder_percent'),
            ('pcie_link_gen_current', 'pcie_gen'), ('pcie_link_width_current', 'pcie_width'))
CLOCKS = (('clocks_current_graphics', 'graphics_mhz'), ('clocks_current_sm', 'sm_mhz'), ('clocks_current_memory', 'memory_mhz'),
          ('clocks_current_video', 'video_mhz'))


def of_telegraf(found, driver, gpus):
    branch = int(driver.split('.')[0])
    boards = [row for row in found if row['Name'] == 'nvidia_smi']
    yield 'count', len(boards), len(gpus)
    for row, x in zip(boards, gpus):
        fields, state = row['Fields'], x.state
        yield 'tags', {key: row['Tags'][key] for key in ('index', 'name', 'pstate', 'uuid')}, {
            'index': str(x.index), 'name': x.model['name'], 'pstate': f'P{state["pstate"]}', 'uuid': x.uuid}
        yield 'driver', fields['driver_version'], driver
        yield 'serial', fields.get('serial'), x.gpu.get('serial')
        yield 'vbios', fields['vbios_version'], x.model['vbios']
        yield 'memory', [fields[f'memory_{name}'] for name in ('total', 'used', 'free', 'reserved')], [
            x.model['memory_mib'], x.used_mib(), free_mib(x), x.model.get('reserved_mib', 0)]
        yield 'ecc', fields.get('current_ecc'), ('Enabled' if x.has_ecc() else 'Disabled') if x.model.get('ecc_capable') else None
        if branch >= FIRST_WITH_TELEMETRY_PAGE:
            yield 'power', fields.get('power_draw'), power_of_telegraf(x, branch)
        for name, key in READINGS + (CLOCKS if branch >= FIRST_WITH_TELEMETRY_PAGE else ()):
            yield name, fields.get(name), whole(state[key])


def processes_of_telegraf(found, driver, gpus):
    processes = [(row['Tags']['name'], row['Fields']['pid'], row['Fields']['used_memory'])
                 for row in found if row['Name'] == 'nvidia_smi_process']
    # The parser of older documents knows none.
    if int(driver.split('.')[0]) >= 525:
        yield 'processes', processes, [(p['name'].split()[0], p['pid'], p['memory_mib']) for x in gpus
                                       for p in sorted(x.processes, key=lambda p: p['pid'])]


def check_telegraf(driver, gpus):
    found = json.load(sys.stdin)
    yield from of_telegraf(found, driver, gpus)
    yield from processes_of_telegraf(found, driver, gpus)


EXPORTER = """
[agent]
round_interval = false
flush_interval = "200ms"
omit_hostname = true
[[inputs.nvidia_smi]]
[[outputs.prometheus_client]]
listen = "127.0.0.1:{port}"
collectors_exclude = ["gocollector", "process"]
"""


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def scraped(url, patience_s=30):
    """The first page that has a GPU."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=patience_s) as answer:
                text = answer.read().decode()
        except urllib.error.URLError:
            text = ''
        if 'nvidia_smi_' in text:
            return text
        time.sleep(0.1)
    return ''


def exported(program):
    """What Prometheus would scrape of telegraf, of which only the input nvidia_smi and the output for Prometheus are built."""
    port = free_port()
    with tempfile.NamedTemporaryFile('w', suffix='.conf') as settings, tempfile.TemporaryFile('w+') as log:
        settings.write(EXPORTER.format(port=port))
        settings.flush()
        with subprocess.Popen([program, '--config', settings.name], stdout=log, stderr=log) as exporter:
            text = scraped(f'http://127.0.0.1:{port}/metrics')
            exporter.terminate()
        if not text:
            log.seek(0)
            print(log.read())
    return text


def rows_of_metrics(text):
    """As the input made them: texts have become labels, and each number a metric."""
    rows = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found = re.fullmatch(r'(nvidia_smi(?:_process|_mig)?)_(.+)', sample.name)
            name, field = found.groups()
            row = rows.setdefault((name, *sorted(sample.labels.items())), {'Name': name, 'Tags': sample.labels, 'Fields': dict(sample.labels)})
            row['Fields'][field] = sample.value
    return list(rows.values())


def check_exporter(driver, gpus):
    found = rows_of_metrics(exported(sys.argv[4]))
    boards = [row for row in found if row['Name'] == 'nvidia_smi']
    yield from of_telegraf(sorted(boards, key=lambda row: int(row['Tags']['index'])), driver, gpus)


def of_netdata(found, x, power):
    def metric(name):
        return found.get(f'gpu_{x.uuid}_{name}')

    state = x.state
    yield 'memory', [metric(f'frame_buffer_memory_usage_{name}') for name in ('used', 'free', 'reserved')], [
        size * MIB for size in (x.used_mib(), free_mib(x), x.model.get('reserved_mib', 0))]
    yield 'state', [number for number in range(16) if metric(f'performance_state_P{number}')], [state['pstate']]
    yield 'power', metric('power_draw'), power
    for name, key in (('temperature', 'temperature_c'), ('gpu_utilization', 'gpu_percent'), ('mem_utilization', 'memory_percent'),
                      ('graphics_clock', 'graphics_mhz'), ('sm_clock', 'sm_mhz'), ('mem_clock', 'memory_mhz'),
                      ('video_clock', 'video_mhz')):
        yield name, metric(name), whole(state[key])


def check_collectors(driver, gpus):
    """Three lines: telegraf's, netdata's of the columns that it finds in --help-query-gpu, and netdata's of the document."""
    telegraf, columns, document = (json.loads(line) for line in sys.stdin)
    yield from of_telegraf(telegraf, driver, gpus)
    yield from processes_of_telegraf(telegraf, driver, gpus)
    for x in gpus:
        watts = power_mw(x) // 1000
        yield from of_netdata(columns, x, watts)
        # It knows the name that power has before 570.
        yield from of_netdata(document, x, watts if int(driver.split('.')[0]) < 570 else None)
        yield 'mig', document.get(f'gpu_{x.uuid}_mig_current_mode_disabled'), 1 if x.model.get('mig_capable') else None
        yield 'encoder', document.get(f'gpu_{x.uuid}_encoder_utilization'), whole(x.state['encoder_percent'])
    for found in (columns, document):
        yield 'count', len({key.split('_')[1] for key in found}), len(gpus)


def check_mig(_driver, gpus):
    """Two lines: telegraf's and netdata's of a divided GPU."""
    telegraf, netdata = (json.loads(line) for line in sys.stdin)
    devices = [row for row in telegraf if row['Name'] == 'nvidia_smi_mig']
    for x in gpus:
        kept = [math.ceil(instance['used_kib'] / 1024) for instance in x.gpu['mig_instances']]
        yield 'enabled', netdata[f'gpu_{x.uuid}_mig_current_mode_enabled'], 1
        yield 'devices', netdata[f'gpu_{x.uuid}_mig_devices_count'], len(kept)
        kept[0] = math.ceil(x.gpu['mig_instances'][0]['used_kib'] / 1024 + sum(p['memory_mib'] for p in x.processes))
        yield 'memory', sorted(row['Fields']['memory_fb_used'] for row in devices), sorted(kept)
        yield 'memory again', sorted(value for key, value in netdata.items() if re.match(
            r'mig_instance_\d+_.*_frame_buffer_memory_usage_used$', key)), sorted(size * MIB for size in kept)
    yield 'parents', {row['Tags']['uuid'] for row in devices}, {x.uuid for x in gpus}


class Board(Expected):
    """One as nvidia-smi orders them: by place on the bus."""

    def __init__(self, machine, gpu, position, index):
        super().__init__(machine, gpu, position)
        self.index = index
        self.uuid = pynvml.nvmlDeviceGetUUID(pynvml.nvmlDeviceGetHandleByPciBusId(gpu['pci'].encode()))

    def computing(self):
        return sorted((p for p in self.processes if 'C' in p.get('type', 'C')), key=lambda p: p['pid'])


def main():
    path, driver, what = sys.argv[1:4]
    machine = read_machine(path)
    pynvml.nvmlInit()
    placed = sorted(enumerate(machine['gpus']), key=lambda item: item[1]['pci'])
    gpus = [Board(machine, gpu, position, index) for index, (position, gpu) in enumerate(placed)]
    rows = [row for row in globals()[f'check_{what}'](driver, gpus) if row[2] is not UNSAID]
    report(what, machine, rows, len(gpus))


if __name__ == '__main__':
    main()
