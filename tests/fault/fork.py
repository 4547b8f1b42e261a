#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Workers forked by a program that uses the library: fork.py LIBRARY, inside nvsim with tests/fault/machine.yaml."""
import ctypes
import gc
import multiprocessing
import os
import sys
import threading

SUCCESS, UNINITIALIZED, INVALID_ARGUMENT, TIMEOUT = 0, 1, 2, 10
XID = 8
WORKERS, TASKS = 4, 40

nvml = ctypes.CDLL(sys.argv[1])


def check(result, wanted=SUCCESS):
    if result != wanted:
        raise AssertionError(f"answer {result}, expected {wanted}")


def name_of(device):
    text = ctypes.create_string_buffer(96)
    check(nvml.nvmlDeviceGetName(device, text, len(text)))
    return text.value.decode()


def reading_of(device):
    value = ctypes.c_uint()
    check(nvml.nvmlDeviceGetTemperature(device, 0, ctypes.byref(value)))
    return value.value


def work(index):
    """In a worker: the parent's handles, and no start of its own."""
    return name_of(devices[index % len(devices)]), reading_of(devices[index % len(devices)])


def ask_until(stop):
    while not stop.is_set():
        for device in devices:
            name_of(device)


def child(code):
    """Runs code in a plain child, which leaves without cleaning up."""
    gc.collect()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            code()
            status = 0
        finally:
            os._exit(status)
    check(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def stop_in_child():
    check(nvml.nvmlShutdown())
    check(nvml.nvmlDeviceGetName(devices[0], ctypes.create_string_buffer(96), 96), UNINITIALIZED)


def use_the_parents_set():
    check(nvml.nvmlEventSetWait_v2(events, ctypes.create_string_buffer(32), 0), INVALID_ARGUMENT)
    name_of(devices[0])


check(nvml.nvmlInit_v2())
count = ctypes.c_uint()
check(nvml.nvmlDeviceGetCount_v2(ctypes.byref(count)))
devices = [ctypes.c_void_p() for _ in range(count.value)]
for place, handle in enumerate(devices):
    check(nvml.nvmlDeviceGetHandleByIndex_v2(place, ctypes.byref(handle)))
wanted = [(name_of(handle), reading_of(handle)) for handle in devices]
events = ctypes.c_void_p()
check(nvml.nvmlEventSetCreate(ctypes.byref(events)))
check(nvml.nvmlDeviceRegisterEvents(devices[0], ctypes.c_ulonglong(XID), events))

# Other threads are inside the library while workers are forked.
stop = threading.Event()
askers = [threading.Thread(target=ask_until, args=(stop,)) for _ in range(2)]
for asker in askers:
    asker.start()
for _ in range(3):
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        for index, answer in enumerate(pool.map(work, range(TASKS))):
            if answer != wanted[index % len(devices)]:
                raise AssertionError(f"worker: {answer}, expected {wanted[index % len(devices)]}")
    child(stop_in_child)
    child(use_the_parents_set)
stop.set()
for asker in askers:
    asker.join()

check(nvml.nvmlEventSetWait_v2(events, ctypes.create_string_buffer(32), 0), TIMEOUT)
check([(name_of(handle), reading_of(handle)) for handle in devices], wanted)
check(nvml.nvmlEventSetFree(events))
check(nvml.nvmlShutdown())
held = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")]
check([link for link in held if "nvidia" in link or "eventfd" in link], [])
