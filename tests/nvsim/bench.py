#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times a file-system workload with and without nvsim: bench.py NVSIM MACHINE PROGRAM FOLDER...

A line for each folder: metric, value, target, verdict, parted by bars.
"""
import os
import subprocess
import sys


def timed(command):
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ratio(nvsim, machine, program, folder):
    plain = watched = float("inf")
    for _ in range(5):  # in turns, so that both see the same disk
        plain = min(plain, timed([program, folder]))
        watched = min(watched, timed([nvsim, "run", "--no-lib", "-m", machine, "--", program, folder]))
    return watched / plain


TARGET = 2
nvsim, machine, program, *folders = sys.argv[1:]
for folder in folders:
    if not os.access(folder, os.W_OK):
        continue
    figure = ratio(nvsim, machine, program, folder)
    print(f"small files in {folder}, time under nvsim by time without|{figure:.2f}|{TARGET}|"
          f"{'ok' if figure < TARGET else 'MISS'}")
