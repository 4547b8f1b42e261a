#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Constants, statuses and what NVML makes of a status, against the facts."""

import re
import sys

import wire


def check_constants(report, rows):
    facts = wire.constants()
    for name, value in rows["constant"]:
        want = set(facts.get(name, {}).values())
        report.expect(name, {int(value)}, want, "constants")


def check_varying(report, rows):
    facts, seen = wire.constants(), {}
    for name, release, value in rows["varying"]:
        seen.setdefault(name, {})[int(release)] = int(value)
    for name, values in seen.items():
        for release in range(len(wire.RELEASES)):
            report.expect(f"{name} at {wire.RELEASES[release]}", values.get(release),
                          facts[name].get(release), "varying constants")


def mapped():
    """control -> (privileged, first release that takes it), from map.tsv."""
    out = {}
    for row in wire.read_tsv("kernel/map.tsv"):
        names, since, privileges = (row[i].split(" | ") for i in (3, 7, 9))
        for i, name in enumerate(names if len(names) == len(privileges) else ()):
            callable_from = re.search(r"callable from (\S+)\)", since[i])
            first = callable_from[1] if callable_from else wire.RELEASES[0]
            out[name] = (privileges[i] == "privileged", first)
    return out


def check_privileges(report, rows):
    table = mapped()
    for _, name, _, _, privileged, _, _, exported in rows["command"]:
        if name in table:
            report.expect(f"privilege of {name}", privileged == "1", table[name][0], "privileges")
            report.expect(f"{name} taken since", wire.RELEASES[int(exported)], table[name][1],
                          "first exports")


def check_status(report, rows):
    facts = {name: int(value, 16) for name, value in wire.read_tsv("kernel/status.tsv")}
    compiled = {name: int(value) for name, value in rows["status"]}
    for name in facts | compiled:
        report.expect(name, compiled.get(name), facts.get(name), "statuses")
    names = {value: name for name, value in facts.items()}
    for status, _, name in rows["nvml"]:
        report.expect(f"name of {status}", name, names.get(int(status), "NV_STATUS?"), "status names")


def nvml_table():
    """status -> nvmlReturn_t, from the table of calibration.md section 1."""
    text = wire.facts_file("nvml/calibration.md").read_text()
    section = text.split("## 1.")[1].split("\n## ")[0]
    table = {}
    for left, right in re.findall(r"^\| (0x.*?) \| (.*?) \|$", section, re.M):
        code = re.match(r"\d+", right)
        for status in re.findall(r"0x([0-9A-F]+)", left):
            table[int(status, 16)] = int(code[0]) if code else None
    other = re.search(r"^\| every other value \| (\d+)", section, re.M)
    return table, int(other[1])


# Ours to decide, since the observed library never returns: three tries, then TIMEOUT.
RULED = {0x00: 0, 0x03: 10}


def check_nvml(report, rows):
    table, other = nvml_table()
    report.expect("rows of the status table", len(table) >= 14, True, "tables")
    for status, code, _ in rows["nvml"]:
        want = RULED.get(int(status), table.get(int(status), other))
        report.expect(f"nvml of {int(status):#x}", int(code), want, "status mappings")


def main():
    rows, report = wire.dump(sys.argv[1]), wire.Report()
    check_constants(report, rows)
    check_varying(report, rows)
    check_privileges(report, rows)
    check_status(report, rows)
    check_nvml(report, rows)
    report.finish()


if __name__ == "__main__":
    main()
