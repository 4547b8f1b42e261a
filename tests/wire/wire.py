# SPDX-License-Identifier: MIT
"""What the wire tests share: the compiled tables as dumped, and the recorded facts."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

SOURCE = Path(os.environ.get("OPENNVML_SOURCE", Path(__file__).resolve().parents[2]))
FACTS = Path(os.environ.get("OPENNVML_FACTS", SOURCE.parent / "shared/facts"))
SKIP = 77


def facts_file(name):
    """Path of a fact; ends the test as skipped where facts are not at hand."""
    path = FACTS / name
    if not path.is_file():
        print(f"skipped: no {name}")
        sys.exit(SKIP)
    return path


def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def read_tsv(name):
    """Rows of a fact; headers/ holds what was compiled from headers that the facts leave out."""
    yield from rows_of(facts_file(name))
    more = Path(__file__).resolve().parent / "headers" / Path(name).name
    if more.is_file():
        yield from rows_of(more)


def dump(program):
    """Rows of the dump program by their first word."""
    rows = {}
    text = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        kind, *cells = line.split("\t")
        rows.setdefault(kind, []).append(cells)
    return rows


RELEASES = facts_file("kernel/releases.txt").read_text().split()
INDEX = {release: i for i, release in enumerate(RELEASES)}


def covered(text):
    """Release indices of "a..b,c"."""
    out = set()
    for part in text.split(","):
        first, _, last = part.partition("..")
        out.update(range(INDEX[first], INDEX[last or first] + 1))
    return out


def constants():
    """name -> {release index: value}"""
    out = {}
    for name, value, releases in read_tsv("kernel/constants.tsv"):
        number = 0xffffffff if value == "0x-1" else int(value, 16)
        out.setdefault(name, {}).update((i, number) for i in covered(releases))
    return out


def struct_sizes():
    """struct -> {release index: size}"""
    out = {}
    for name, size, releases in read_tsv("kernel/struct-sizes.tsv"):
        out.setdefault(name, {}).update((i, int(size)) for i in covered(releases))
    return out


def structs():
    """struct -> [(release indices, rows of (path, offset, size, type))]"""
    groups = {}
    for name, size, releases, *field in read_tsv("kernel/structs.tsv"):
        rows = groups.setdefault((name, size, releases), [])
        rows.append((field[0], int(field[1]), int(field[2]), field[3]))
    out = {}
    for (name, _, releases), rows in groups.items():
        out.setdefault(name, []).append((covered(releases), rows))
    return out


def bare(path):
    return re.sub(r"\[\d+\]", "", path)


def registry():
    """NVIDIA's name -> registry row of every command."""
    out = {}
    for path in (SOURCE / "registry/rm").glob("*.toml"):
        if path.stem not in ("versions", "status", "constants", "page"):
            out.update((row["name"], row) for row in tomllib.loads(path.read_text()).values())
    return out


class Report:
    def __init__(self):
        self.errors, self.counts = 0, {}

    def expect(self, what, got, want, kind):
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if got != want:
            self.errors += 1
            if self.errors <= 20:
                print(f"{what}: got {got}, facts say {want}")

    def finish(self):
        print(", ".join(f"{count} {kind}" for kind, count in self.counts.items()),
              f"compared, {self.errors} wrong")
        sys.exit(1 if self.errors or not self.counts else 0)
