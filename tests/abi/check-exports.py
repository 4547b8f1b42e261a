#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The exported symbols are those of driver 580.126.09 and the functions of the 13.3 header, and no others."""
import re
import subprocess
import sys

import facts


def exported(library, nm):
    out = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1] for line in out.splitlines()}


def recorded():
    text = (facts.folder() / "symbols-580.126.09.txt").read_text()
    names = set(re.findall(r"^\s?(nvml\w+)@Base", text, re.M))
    return names | {row[0] for row in facts.rows("api.tsv")}


def main():
    ours, theirs = exported(sys.argv[1], sys.argv[2]), recorded()
    wrong = [f"{name}: not exported" for name in sorted(theirs - ours)]
    wrong += [f"{name}: exported, but not recorded" for name in sorted(ours - theirs)]
    return facts.report("exports", len(ours | theirs), wrong)


if __name__ == "__main__":
    sys.exit(main())
