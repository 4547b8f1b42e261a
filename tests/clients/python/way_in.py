#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The way in of a service that only wants to know how many GPUs there are.

It must get a number or an exception that it knows, whatever is wrong with the driver.
Usage: bentoml_way.py EXPECTED, a count or the name of an exception of nvidia-ml-py.
"""
import sys

import pynvml


def count_gpus():
    try:
        pynvml.nvmlInit()
        count = pynvml.nvmlDeviceGetCount()
        # A service goes on to use what was counted.
        names = [pynvml.nvmlDeviceGetName(pynvml.nvmlDeviceGetHandleByIndex(i)) for i in range(count)]
        assert len(names) == count
        return str(count)
    except pynvml.NVMLError as error:
        return type(error).__name__
    finally:
        try:
            pynvml.nvmlShutdown()
        except pynvml.NVMLError:
            pass


got, wanted = count_gpus(), sys.argv[1]
print(f'{got}, expected {wanted}')
sys.exit(0 if got == wanted else 1)
