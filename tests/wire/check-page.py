#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The telemetry page against the compiled headers and against the written description."""

import re
import sys

import wire

STRUCT = "NV00DE_SHARED_DATA"
# Sections that were renamed; the description uses the new name, the headers the one of their time.
RENAMED = {"clkThrottleReason": "clkThrottleInfo"}
# Names of the description that leave out the inner struct.
SHORT = {"temperature.gpuTemperature": "temperature.info.gpuTemperature",
         "temperature.hbmTemperature": "temperature.info.hbmTemperature"}


def pages(rows):
    """release -> (size, sequence, mask, {path: (offset, stride, width, count, inner)})"""
    out = {}
    for release, _, size, sequence, mask, *_ in rows["page"]:
        out[int(release)] = (int(size), int(sequence), int(mask), {})
    for release, path, *cell in rows["cell"]:
        out[int(release)][3][path] = tuple(int(c) for c in cell)
    return out


def canonical(raw):
    head, dot, rest = wire.bare(raw).partition(".")
    return RENAMED.get(head, head) + dot + rest


def header_cells(rows):
    """path -> cell, from the compiled headers."""
    lists, out = [], {}
    for raw, offset, size, kind in rows:
        own = re.search(r"\[(\d+)\]$", raw)
        count = int(own[1]) if own else 1
        if kind in ("struct", "union"):
            if own:
                lists.append((raw + ".", count, size // count))
            continue
        around = next(((n, s) for prefix, n, s in lists if raw.startswith(prefix)), (1, 0))
        out[canonical(raw)] = (offset, around[1], size // count, around[0], count)
    return out


def check_headers(report, compiled):
    sizes = wire.struct_sizes()[STRUCT]
    for release, text in enumerate(wire.RELEASES):
        page = compiled.get(release)
        report.expect(f"page size at {text}", page and page[0], sizes.get(release), "sizes")
    for covered, rows in wire.structs()[STRUCT]:
        want = header_cells(rows)
        for release in covered:
            have = compiled[release][3]
            for path in want.keys() | have.keys():
                report.expect(f"{path} at {wire.RELEASES[release]}", have.get(path), want.get(path),
                              "fields")


def in_column(column, release):
    """Whether a release belongs to a column of the described table."""
    major = int(release.split(".")[0])
    for part in column.split(","):
        part = part.strip()
        if part.endswith("+"):
            if major == int(part[:3]) and release != "550.40.07":
                return True
        elif "." in part:
            if release == part:
                return True
        else:
            first, _, last = part.partition("-")
            if int(first) <= major <= int(last or first):
                return True
    return False


def described():
    """(columns, [(name, cells)]) of the table in transport.md section 9.1."""
    text = wire.facts_file("kernel/transport.md").read_text().split("### 9.1")[1].split("\n## ")[0]
    lines = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines()
             if line.startswith("| ")]
    return lines[0][1:], [(line[0], line[1:]) for line in lines[1:]]


def check_description(report, compiled):
    columns, rows = described()
    for release, text in enumerate(wire.RELEASES):
        column = next((i for i, c in enumerate(columns) if in_column(c, text)), None)
        report.expect(f"column of {text}", column is not None, release in compiled, "columns")
        if column is None:
            continue
        size, _, _, cells = compiled[release]
        for name, values in rows:
            want = int(values[column]) if values[column] else None
            if name.startswith("sizeof"):
                report.expect(f"{name} at {text}", size, want, "described sizes")
                continue
            path = SHORT.get(name, name)
            starts = [c[0] for p, c in cells.items() if p == path or p.startswith(path + ".")]
            report.expect(f"{name} at {text}", min(starts, default=None), want, "described fields")


def check_guards(report, compiled):
    """Errata A1 and section 9: kind of the first word, and mask bits that exist."""
    facts = wire.constants()
    bits = {name: facts[name] for name in facts if name.startswith("NV00DE_RUSD_POLL_")}
    for release, (size, sequence, mask, cells) in compiled.items():
        text = wire.RELEASES[release]
        kind = 2 if "bar1MemoryInfo.bar1Size" in cells else 1 if cells["seq"][2] == 8 else 0
        report.expect(f"sequence at {text}", sequence, kind, "sequences")
        want = sum(values[release] for values in bits.values() if release in values)
        report.expect(f"poll mask at {text}", mask, want, "poll masks")


def check_sensors(report, rows, compiled):
    """temperatures[] of section 9: {GPU, HBM} in 570, five kinds since."""
    for release, _, _, _, _, *sensors in rows["page"]:
        cell = compiled[int(release)][3].get("temperatures.temperature")
        elements = cell[3] if cell else 0
        want = {0: [255] * 5, 2: [0, 255, 255, 255, 1], 5: [0, 1, 2, 3, 4]}[elements]
        report.expect(f"sensors at {release}", [int(s) for s in sensors], want, "sensor orders")


def main():
    rows, report = wire.dump(sys.argv[1]), wire.Report()
    compiled = pages(rows)
    check_headers(report, compiled)
    check_description(report, compiled)
    check_guards(report, compiled)
    check_sensors(report, rows, compiled)
    report.finish()


if __name__ == "__main__":
    main()
