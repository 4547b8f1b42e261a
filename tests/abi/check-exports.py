#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The exported symbols are those of driver 580.126.09 and the functions of the 13.3 header, and no others; all that newer
drivers' libraries export are among them."""
import re
import subprocess
import sys

import facts

# What libraries export and no published header declares: with which arguments nobody knows.
UNDECLARED = {"nvmlDeviceGetHandles"}


def exported(library, nm):
    out = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1] for line in out.splitlines()}


def recorded():
    text = (facts.folder() / "symbols-580.126.09.txt").read_text()
    names = set(re.findall(r"^\s?(nvml\w+)@Base", text, re.M))
    return names | {row[0] for row in facts.rows("api.tsv")}


def newer():
    """{symbol: a recording that has it}, of libraries of 590 and 610."""
    found = {}
    for path in (facts.folder().parent / "smi/samples/symbols").glob("*.txt"):
        found |= dict.fromkeys(path.read_text().split(), path.name)
    return found


def main():
    ours, theirs = exported(sys.argv[1], sys.argv[2]), recorded()
    wrong = [f"{name}: not exported" for name in sorted(theirs - ours)]
    wrong += [f"{name}: exported, but not recorded" for name in sorted(ours - theirs)]
    wrong += [f"{name}: not exported, {recording} has it" for name, recording in sorted(newer().items())
              if name not in ours | UNDECLARED]
    wrong += [f"{name}: exported, so it is declared now" for name in sorted(ours & UNDECLARED)]
    return facts.report("exports", len(ours | theirs), wrong)


if __name__ == "__main__":
    sys.exit(main())
