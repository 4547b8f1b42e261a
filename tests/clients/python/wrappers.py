#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every function of nvidia-ml-py is called, found by looking into the module, on each GPU of a machine.

Each must give a value, NOT_SUPPORTED, or an error that EXPECTED gives a reason for; the return codes are those of
the C functions, because some wrappers drop them. No C function that the module names may stay uncalled.
Usage (inside nvsim run): wrappers.py
"""
import collections
import faulthandler
import inspect
import os
import re
import sys

import pynvml as P

import arguments

MODULE = inspect.getsource(P)
HELPERS = {'nvmlExceptionClass', 'nvmlStructToFriendlyObject', 'nvmlFriendlyObjectToStruct'}  # Python alone
NAMED = set(re.findall(r'_nvmlGetFunctionPointer\(["\'](\w+)', MODULE))
# Functions of releases after the one whose interface this library has: absent, and said to be so.
NEWER = {
    'nvmlDeviceGetAdaptiveTgpModeInfo_v1', 'nvmlDeviceGetBankRemapperStatus_v1', 'nvmlDeviceGetGpuFabricInfo_v4',
    'nvmlDeviceGetMemoryLimits_v1', 'nvmlDeviceGetNvLinkTelemetrySamples_v1', 'nvmlDevicePerfMetricsGetSamples_v1',
    'nvmlDeviceSetAdaptiveTgpMode_v1', 'nvmlDeviceSetMemoryLimits_v1', 'nvmlDeviceSetNvlinkBwModeAsync_v1',
    'nvmlEventSetGetContextCount_v1', 'nvmlEventSetGetContextData_v1', 'nvmlEventSetGetContextInfo_v1',
    'nvmlEventSetGetGpuOperationalEventContextLegacyXid_v1', 'nvmlEventSetRegisterGpuOperationalEvents_v1',
    'nvmlEventSetWait_v3',
}
# These change or end what the others ask about, so they come last and in this order.
CHANGES = re.compile(r'Set(?!tings)|Clear|Create|Destroy|Reset|Freeze|Modify|Register|Free|Alloc|Activate|Update|Force')
LAST = ['nvmlDeviceDiscoverGpus', 'nvmlDeviceRemoveGpu']
LIFE = {'nvmlInit', 'nvmlInitWithFlags', 'nvmlShutdown'}


class Trace:
    """Return codes of the C functions, as they pass by."""

    def __init__(self):
        self.codes = []
        self.called = set()
        original = P._nvmlGetFunctionPointer

        def look_up(name):
            self.called.add(name)
            function = original(name)
            function.errcheck = lambda code, _function, _arguments: self.note(name, code)
            return function
        P._nvmlGetFunctionPointer = look_up

    def note(self, name, code):
        if isinstance(code, int):
            self.codes.append((name, code))
        return code


def wrappers():
    """Every function of the module that reaches the library, in calling order."""
    found = [name for name, function in vars(P).items() if re.match('nvml[A-Z]', name) and inspect.isfunction(function)]
    rest = [name for name in found if name not in HELPERS | LIFE]
    return sorted(rest, key=lambda name: (LAST.index(name) + 2 if name in LAST else bool(CHANGES.search(name)), name))


def code_name(code):
    known = [name for name, value in vars(P).items() if name.startswith(('NVML_ERROR_', 'NVML_SUCCESS')) and value == code]
    return known[0] if known else f'code {code}'


class Run:
    def __init__(self):
        self.trace = Trace()
        self.counts = collections.Counter()
        self.wrong = []
        self.expected = list(arguments.EXPECTED)

    def complain(self, name, values, text):
        self.wrong.append(f'{name}{values}: {text}')

    def judge(self, name, values, error):
        """Looks at the codes of one call of a wrapper and at what the wrapper made of them."""
        codes, self.trace.codes = self.trace.codes, []
        for symbol, code in codes:
            if code in (P.NVML_SUCCESS, P.NVML_ERROR_NOT_SUPPORTED):
                continue
            if code_name(code) not in arguments.expected(symbol, self.expected):
                self.complain(name, values, f'{symbol} returned {code_name(code)}')
        self.counts['calls'] += 1
        self.counts['values'] += bool(codes) and codes[-1][1] == P.NVML_SUCCESS
        if isinstance(error, P.NVMLError) and error.value == P.NVML_ERROR_FUNCTION_NOT_FOUND:
            missing = [symbol for symbol in NEWER if f'"{symbol}"' in inspect.getsource(getattr(P, name))]
            if not missing:
                self.complain(name, values, 'function not found')
            self.counts['newer'] += 1
        elif error is not None and not isinstance(error, P.NVMLError) and name not in arguments.WRAPPER_FAULTS:
            self.complain(name, values, f'{type(error).__name__}: {error}')

    def call(self, name, values):
        # What was called last is known even if the call ends the process.
        os.pwrite(self.progress, f'{name}\n'.ljust(80).encode(), 0)
        function = getattr(P, name)
        try:
            result, error = function(*values), None
        except Exception as caught:  # pylint: disable=broad-except; each kind is judged
            result, error = None, caught
        self.judge(name, values, error)
        return result

    def all_of(self, objects, names):
        for name in names:
            for values in arguments.sets(name, getattr(P, name), objects):
                self.call(name, values)


def field_ids():
    return [value for name, value in vars(P).items() if name.startswith('NVML_FI_') and name != 'NVML_FI_MAX']


def check_fields(run, gpu):
    """Every field answers with a value or says that it is not supported."""
    for value in P.nvmlDeviceGetFieldValues(gpu, field_ids()):
        allowed = {P.NVML_SUCCESS, P.NVML_ERROR_NOT_SUPPORTED}
        if value.fieldId in arguments.NEWER_FIELDS:
            allowed.add(P.NVML_ERROR_INVALID_ARGUMENT)
        if value.nvmlReturn not in allowed:
            run.complain('nvmlDeviceGetFieldValues', f' {value.fieldId}', code_name(value.nvmlReturn))
    run.trace.codes = []


def check_mig(run, index, askers):
    """Each MIG device of a GPU is asked everything; what it is cannot be mistaken for the GPU."""
    parent = P.nvmlDeviceGetHandleByIndex(index)
    count = P.nvmlDeviceGetMaxMigDeviceCount(parent) if arguments.is_parted(parent) else 0
    for mig_index in range(count):
        try:
            objects = arguments.Objects(index, mig_index)
        except P.NVMLError_NotFound:
            continue
        run.counts['mig'] += 1
        facts = [P.nvmlDeviceIsMigDeviceHandle(objects.gpu).value, P.nvmlDeviceGetUUID(objects.gpu)[:4],
                 P.nvmlDeviceGetUUID(P.nvmlDeviceGetDeviceHandleFromMigDeviceHandle(objects.gpu)),
                 P.nvmlDeviceGetMemoryInfo(objects.gpu).total < P.nvmlDeviceGetMemoryInfo(parent).total]
        if facts != [1, 'MIG-', P.nvmlDeviceGetUUID(parent), True]:
            run.complain('MIG device', mig_index, facts)
        run.trace.codes = []
        outer, run.expected = run.expected, [*run.expected, arguments.OF_MIG_DEVICE]
        run.all_of(objects, askers)
        run.expected = outer


def main():
    faulthandler.enable()
    run = Run()
    run.progress = os.open(os.environ.get('PROGRESS', '/dev/null'), os.O_WRONLY | os.O_CREAT, 0o600)
    P.nvmlInitWithFlags(0)
    P.nvmlInit()
    count = P.nvmlDeviceGetCount()
    run.trace.codes = []
    changers = [name for name in wrappers() if CHANGES.search(name) or name in LAST]
    askers = [name for name in wrappers() if name not in changers]
    for index in range(count):
        objects = arguments.Objects(index)
        if arguments.is_parted(objects.gpu):
            run.expected += arguments.WITH_MIG
        run.trace.codes = []
        run.all_of(objects, askers)
        check_fields(run, objects.gpu)
        check_mig(run, index, askers)
    run.all_of(arguments.Objects(count - 1), changers)
    P.nvmlShutdown()
    P.nvmlShutdown()
    behind = {symbol for symbol, first in arguments.BEHIND.items() if first in run.trace.called}
    forgotten = NAMED - run.trace.called - behind
    for name in sorted(forgotten):
        run.complain(name, '', 'never called')
    present = [name for name in NEWER & NAMED if hasattr(P.nvmlLib, name)]
    for name in present:
        run.complain(name, '', 'is said to be newer than this library, which has it')
    for line in run.wrong:
        print(line)
    counts = run.counts
    print(f'{len(wrappers())} wrappers on {count} GPUs: {counts["calls"]} calls, {counts["values"]} with a value, '
          f'{counts["newer"]} of newer functions, {counts["mig"]} MIG devices, {len(run.wrong)} wrong')
    sys.exit(1 if run.wrong or not counts['values'] else 0)


if __name__ == '__main__':
    main()
