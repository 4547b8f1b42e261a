#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every size, offset, constant and version number of nvml.h against the recorded ones, in both directions."""
import re
import subprocess
import sys

import facts

WORD = 1 << 64


def actual(program):
    out = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    rows = (line.split("\t") for line in out.splitlines())
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def recorded_structs():
    for row in facts.rows("structs.tsv"):
        yield ("type", row[0]), (row[2], row[3])
        for name, offset, size in re.findall(r"(\w+):\S*?@(\d+)\+(\d+)(?= |$)", row[8]):
            yield ("member", f"{row[0]}.{name}"), (offset, size)
        if re.fullmatch(r"\w+", row[4]) and row[4] != "-":
            yield ("constant", row[4]), (row[6],)


def recorded_constants():
    for row in facts.rows("enums.tsv"):
        if row[0] == "#define(string)":
            yield ("string", row[1]), (row[2].strip('"'),)
        elif row[0] != "#define(bit range)":
            yield ("constant", row[1]), (str(int(row[2]) % WORD),)
    for row in facts.rows("fields.tsv"):
        yield ("constant", row[0]), (row[1],)


def differences(ours, theirs):
    for key in sorted(set(ours) | set(theirs)):
        if ours.get(key) != theirs.get(key):
            yield f"{key[0]} {key[1]}: nvml.h {ours.get(key)}, recorded {theirs.get(key)}"


def main():
    theirs = dict(recorded_structs()) | dict(recorded_constants())
    wrong = list(differences(actual(sys.argv[1]), theirs))
    return facts.report("layout", len(theirs), wrong)


if __name__ == "__main__":
    sys.exit(main())
