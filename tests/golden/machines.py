#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Print simulated machines with nvsmi and compare with the recordings they were described from.

machines.py NVSIM NVSMI. Every value of the first GPU is equal, or named with its reason in machine-differences.txt; the
others fail, and so does a missing value that is not missing any more. Status 77 without recordings.
"""

import collections
import difflib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts")) / "smi" / "samples"
MACHINES = [
    ("t4", "xml/tesla-t4_595.91.07_qx-t4.xml"),
    ("dgx-h100", "q/8x-h100-80gb-hbm3_565.57.01_thamada-h100sxmx8-smi-py.txt"),
    ("dgx-a100", "q/4x-a100-sxm4-80gb_555.42.02_thamada-a100sxmx4-smi-py.txt"),
    ("rtx4090", "q/8x-geforce-rtx-4090_550.127.05_thamada-rtx4090-smi-py.txt"),
    ("rtx3090", "q/2x-geforce-rtx-3090_560.35.03_thamada-rtx3090-smi-py.txt"),
]


def xml_rows(element, path=""):
    """(path, value) of everything in it, in order."""
    rows = []
    for child in element:
        inner = f"{path}/{child.tag}" if path else child.tag
        rows.append((inner, (child.text or "").strip()))
        rows += xml_rows(child, inner)
    return rows


def text_rows(text):
    """As xml_rows, by indentation."""
    rows, path = [], []
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 4
        label, _, value = line.strip().partition(" : ") if " : " in line else (line.strip(), "", "")
        if label and depth:
            path = path[:depth - 1] + [label.strip()]
            rows.append(("/".join(path), value.strip()))
    return rows


def first_gpu(text, is_xml):
    if is_xml:
        return xml_rows(ElementTree.fromstring(text).find("gpu"))
    blocks = re.split(r"(?m)^GPU [0-9A-F]{8}:.*$", text)
    return text_rows(blocks[1])


def run(nvsim, nvsmi, machine, is_xml):
    command = [nvsim, "run", "--machine", machine, "--", nvsmi, "-q", "-i", "0"] + (["-x"] if is_xml else [])
    return subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ, TZ="UTC")).stdout


def pairs(recorded, printed):
    """(path, recorded value, printed value); None where one side has no such line."""
    matcher = difflib.SequenceMatcher(None, [p for p, _ in recorded], [p for p, _ in printed], autojunk=False)
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind == "equal":
            yield from ((recorded[i + k][0], recorded[i + k][1], printed[m + k][1]) for k in range(j - i))
        else:
            yield from ((path, value, None) for path, value in recorded[i:j])
            yield from ((path, None, value) for path, value in printed[m:n])


def rules():
    for line in (HERE / "machine-differences.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


def is_covered(rule, machine, path, want, got):
    kind, machines, paths, _ = rule
    if not re.fullmatch(machines, machine) or not re.fullmatch(paths, path):
        return False
    if kind == "moves":  # the number, not its form
        return None not in (want, got) and re.sub(r"[0-9.]+", "0", want) == re.sub(r"[0-9.]+", "0", got)
    if kind == "absent":
        return got in ("N/A", None)
    return kind == "other"


def check(machine, recorded, printed, counts, used):
    for path, want, got in pairs(recorded, printed):
        if want == got:
            counts["equal"] += 1
            continue
        rule = next((r for r in rules() if is_covered(r, machine, path, want, got)), None)
        if rule:
            used.add(rule)
            counts[rule[0]] += 1
            continue
        counts["unexplained"] += 1
        print(f"{machine}: {path}\n  recorded |{want}|\n  printed  |{got}|")


def main():
    nvsim, nvsmi = sys.argv[1:3]
    if not FACTS.is_dir():
        print(f"no recordings in {FACTS}")
        return 77
    used, failed = set(), 0
    for machine, sample in MACHINES:
        is_xml = sample.endswith(".xml")
        counts = collections.Counter()
        check(machine, first_gpu((FACTS / sample).read_text(), is_xml),
              first_gpu(run(nvsim, nvsmi, machine, is_xml), is_xml), counts, used)
        print(f"{machine}: " + ", ".join(f"{counts[kind]} {kind}" for kind in ("equal", "moves", "absent", "other",
                                                                               "unexplained")))
        failed += counts["unexplained"] or not counts["equal"]
    for rule in rules():
        if rule not in used and rule[0] == "absent":
            print(f"no longer differs, remove from machine-differences.txt: {rule}")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
