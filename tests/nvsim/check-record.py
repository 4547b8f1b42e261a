#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Names in a record against the recorded layouts: check-record.py TEST_RECORD_TEXT SOURCE FACTS."""
import re
import subprocess
import sys
import tomllib
from pathlib import Path

DUMP, SOURCE, FACTS = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
RELEASES = ["515.43.04", "535.161.07", "550.90.07", "570.86.15", "595.45.04"]


def key(release):
    return tuple(map(int, release.split(".")))


def holds(releases, wanted):
    for part in releases.split(","):
        first, _, last = part.partition("..")
        if key(first) <= key(wanted) <= key(last or first):
            return True
    return False


if not (FACTS / "kernel/structs.tsv").is_file():
    print("no recorded facts to compare with")
    sys.exit(77)


def layouts():
    """struct -> [(releases, path without dimensions, offset, dimensions)]"""
    table = {}
    for line in (FACTS / "kernel/structs.tsv").read_text().splitlines()[1:]:
        struct, _, releases, field, offset, *_ = line.split("\t")
        dims = [int(n) for n in re.findall(r"\[(\d+)\]", field)]
        table.setdefault(struct, []).append((releases, re.sub(r"\[\d+\]", "", field), int(offset), dims))
    return table


def main():
    params = {}
    for file in (SOURCE / "registry/rm").glob("*.toml"):
        for row in tomllib.loads(file.read_text()).values():
            if isinstance(row, dict) and "params" in row and "name" in row:
                params[row["name"]] = row["params"]
    facts, compared, wrong = layouts(), 0, []
    for release in RELEASES:
        known = {(struct, path): (offset, dims) for struct, rows in facts.items()
                 for releases, path, offset, dims in rows if holds(releases, release)}
        out = subprocess.run([DUMP, "names", release], capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            command, path, at, _, numbers = line.split()
            fact = known.get((params.get(command), path))
            if fact is None:
                continue
            compared += 1
            total = 1
            for n in fact[1]:
                total *= n
            if fact[0] != int(at) or int(numbers) > total:
                wrong.append(f"{release} {line}: recorded at {fact[0]}, {total} numbers")
    print("\n".join(wrong))
    print(f"{compared} members compared")
    return 1 if wrong or compared < 2000 else 0


sys.exit(main())
