#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""BentoML on a simulated machine: it finds the GPUs and hands them to its workers.

Usage (inside nvsim run): service.py MACHINE.yaml
With the older pynvml, a package with a binding of its own, in PYTHONPATH the memory of each GPU is asked for instead.
"""
import importlib.util
import sys
import time
import warnings

from _bentoml_impl.server.allocator import ResourceAllocator
from bentoml._internal.resource import NvidiaGpuResource, get_gpu_memory
from bentoml._internal.runner.strategy import DefaultStrategy
from bentoml.legacy import Runnable
from machine_file import read_machine

MIB = 1 << 20


class Model(Runnable):
    SUPPORTED_RESOURCES = ('nvidia.com/gpu', 'cpu')
    SUPPORTS_CPU_MULTI_THREADING = True


def visible(worker, workers_per_gpu=1):
    return DefaultStrategy.get_worker_env(Model, None, workers_per_gpu, worker).get('CUDA_VISIBLE_DEVICES')


def checks(machine):
    """(what, got, wanted)"""
    count = len(machine['gpus'])
    started = time.monotonic()
    yield 'GPUs', NvidiaGpuResource.from_system(), list(range(count))
    # A service asks before it listens: no start may wait.
    yield 'asked in less than 2 s', time.monotonic() - started < 2, True
    yield 'workers', DefaultStrategy.get_worker_count(Model, None, 1), count
    yield 'GPU of each worker', [visible(i) for i in range(count)], [str(i) for i in range(count)]
    yield 'two workers per GPU', [visible(i, 2) for i in range(2 * count)], [str(i // 2) for i in range(2 * count)]
    if count >= 2:
        yield 'two GPUs per worker', visible(0, 0.5), '0,1'
    allocator = ResourceAllocator()
    yield 'handed out', [allocator.assign_gpus(1) for _ in range(count)], [[i] for i in range(count)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        allocator.assign_gpus(1)
    yield 'one too many', [w.category for w in caught][:1], [ResourceWarning]


def memory_checks(machine):
    from pynvml.smi import nvidia_smi  # pylint: disable=import-outside-toplevel,no-name-in-module,import-error
    query = nvidia_smi.DeviceQuery
    # BentoML hands over the number of the GPU, which no release of pynvml takes for a filter.
    nvidia_smi.DeviceQuery = lambda _instance, _index: query('memory.total,memory.free')
    for index, gpu in enumerate(machine['gpus']):
        model = next(m for m in machine['models'] if m['id'] == gpu['model'])
        used = model['idle'].get('memory_used_mib', 0) + model['reserved_mib']
        used += sum(process['memory_mib'] for process in gpu.get('processes', []))
        yield f'memory of {index}', get_gpu_memory(index), (model['memory_mib'], model['memory_mib'] - used)


def main():
    machine = read_machine(sys.argv[1])
    older = importlib.util.find_spec('pynvml').submodule_search_locations is not None
    rows = list(memory_checks(machine) if older else checks(machine))
    wrong = [row for row in rows if row[1] != row[2]]
    for what, got, wanted in wrong:
        print(f'{what}: {got!r}, expected {wanted!r}')
    print(f'BentoML on {machine["name"]}: {len(rows)} answers, {len(wrong)} wrong')
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
