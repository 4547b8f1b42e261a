#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times a file-system workload with and without nvsim: bench.py NVSIM MACHINE PROGRAM."""
import subprocess
import sys


def timed(command):
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


nvsim, machine, program = sys.argv[1:]
plain = watched = float("inf")
for _ in range(5):  # in turns, so that both see the same disk
    plain = min(plain, timed([program]))
    watched = min(watched, timed([nvsim, "run", "-m", machine, "--", program]))
print(f"plain {plain:.3f} s, under nvsim {watched:.3f} s, ratio {watched / plain:.2f} (target below 2)")
