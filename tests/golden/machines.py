#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Print simulated machines with nvsmi and compare with the recordings they were described from.

machines.py NVSIM NVSMI. Every value of the first GPU is equal, or named with its reason in machine-differences.txt; the
others fail, and so does a missing value that is not missing any more. And documents of machines of every kind are
valid by the description within them. Status 77 without recordings.
"""

import collections
import concurrent.futures
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import captures
import recorded
from dtd import Dtd

HERE = Path(__file__).resolve().parent
FACTS = captures.FACTS
MACHINES = [
    ("t4", "xml/tesla-t4_595.91.07_qx-t4.xml"),
    ("dgx-h100", "q/8x-h100-80gb-hbm3_565.57.01_thamada-h100sxmx8-smi-py.txt"),
    ("dgx-a100", "q/4x-a100-sxm4-80gb_555.42.02_thamada-a100sxmx4-smi-py.txt"),
    ("rtx4090", "q/8x-geforce-rtx-4090_550.127.05_thamada-rtx4090-smi-py.txt"),
    ("rtx3090", "q/2x-geforce-rtx-3090_560.35.03_thamada-rtx3090-smi-py.txt"),
]
KINDS = ["dgx-h100", "gb200", "h100-mig", "rtx4090", "t4", "vgpu-guest", "vgpu-l40s"]


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


def check_valid(nvsim, nvsmi, machine):
    """How many complaints about the document of a whole machine."""
    command = [nvsim, "run", "--machine", machine, "--", nvsmi, "-q", "-x", "--dtd"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    complaints = list(Dtd(text.split("]>\n")[0]).complaints(ElementTree.fromstring(text)))
    for complaint in complaints:
        print(f"{machine}: {complaint}")
    return len(complaints)


# ---- machines made of recordings ----

NOT_THERE = re.compile(r"^(nvsmi: )?(Option |Field |ERROR|Invalid|.*not recogni[sz]ed)")


def print_all(nvsim, nvsmi, path, driver, formats):
    """What nvsmi prints on the imported machine, as that driver's: format -> text."""
    with tempfile.TemporaryDirectory() as folder:
        return print_there(nvsim, nvsmi, path, driver, formats, Path(folder))


def print_there(nvsim, nvsmi, path, driver, formats, folder):
    machine = folder / "machine.yaml"
    subprocess.run([nvsim, "import", "--quiet", "--force", "-o", machine, path], check=True)
    script = [" ".join(shlex.quote(str(word)) for word in [nvsmi, f"--compat={driver}", *arguments])
              + f" > {folder}/{kind} 2>&1" for kind, (_, arguments) in formats.items()]
    subprocess.run([nvsim, "run", "--machine", machine, "--", "sh", "-c", " & ".join(script) + " & wait"], check=False,
                   env=dict(os.environ, TZ="UTC"))
    return {kind: (folder / kind).read_text() for kind in formats}


# What may be masked, and what never: a format, a path, the recorded line and the printed one, whether.
MASKS = [
    ("query", "GPU/Fan Speed", "    Fan Speed : 30 %", "    Fan Speed : 7 %", True),
    ("query", "GPU/Fan Speed", "    Fan Speed : 30 %", "    Fan Speed : N/A", False),
    ("query", "GPU/Fan Speed", "    Fan Speed : N/A", "    Fan Speed : 30 %", False),
    ("query", "GPU/Fan Speed", "    Fan Speed : 30 %", "    Fan Speed : 30 W", False),
    ("query", "GPU/Fan Speed", "    Fan Speed : 30 %", "    Fan Speed  : 31 %", False),
    ("query", "GPU/GPU Power Readings/Power Draw", "Power Draw : 30.50 W", "Power Draw : 31.5 W", False),
    ("query", "GPU/Minor Number", "    Minor Number : 0", "    Minor Number : 1", False),
    ("xml", "nvidia_smi_log/gpu/clocks/sm_clock", "<sm_clock>210 MHz</sm_clock>", "<sm_clock>1980 MHz</sm_clock>", True),
    ("xml", "nvidia_smi_log/gpu/max_clocks/sm_clock", "<sm_clock>210 MHz</sm_clock>", "<sm_clock>1980 MHz</sm_clock>", False),
    ("table", "", "| 37%   35C    P0    30W / 100W |      1MiB /  2000MiB |      0%      Default |",
     "| 37%   36C    P0   105W / 100W |     11MiB /  2000MiB |     99%      Default |", True),
    ("table", "", "| 37%   35C    P0    30W / 100W |      1MiB /  2000MiB |      0%      Default |",
     "| 37%   35C    P0    N/A / 100W |      1MiB /  2000MiB |      0%      Default |", False),
    ("table", "", "|   0  Tesla T4            On   | 00000000:00:1E.0 Off |                    0 |",
     "|   1  Tesla T4            On   | 00000000:00:1E.0 Off |                    0 |", False),
    ("dmon", "", "    0     69     41      -", "    0    169     41      -", True),
    ("dmon", "", "    0     69     41      -", "    0     69     41      1", False),
]


def check_masks():
    wrong = [case for case in MASKS if captures.IS_MOVED[case[0]](*case[1:4]) != case[4]]
    for case in wrong:
        print("masked wrongly:", *case)
    return len(wrong)


def check_imported(nvsim, nvsmi):
    rules = recorded.Rules(HERE / "recorded-differences.txt")
    tally = recorded.Tally(rules, captures.IS_MOVED)
    absent = collections.Counter()
    step = int(os.environ.get("OPENNVML_QUICK", 1))
    chosen = list(captures.recordings())[::step]
    # A simulated machine waits more than it works.
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outputs = pool.map(lambda one: print_all(nvsim, nvsmi, *one), chosen)
        for (_, _, formats), printed in zip(chosen, outputs):
            for kind, (file, _) in formats.items():
                if NOT_THERE.match(printed[kind]):
                    absent[kind] += len(file.read_text().splitlines())
                    continue
                captures.compare(tally, kind, file.name, file.read_text(), printed[kind])
    for kind, lines in sorted(absent.items()):
        print(f"not printed yet: {kind}, {lines} lines")
    failed = tally.report() + (rules.complain(tally.counts) if step == 1 else 0)
    return failed + (tally.published < 98)


# ---- layouts of drivers by --compat ----

FOLDERS = FACTS.parent
WINDOWS = re.compile(r"^(436.48|512.78|513.46|516.59|536.40|566.36|591.86|610.62)_|550.163.01")  # and a mock library's
# Rows that go by the GPU, and what is in them.
OWN = re.compile(r"(ECC Errors|ecc_errors|Remapped Rows|remapped_rows|Clocks \w+ Reasons|clocks_\w+_reasons|Processes|processes|MIG Device"
                 r"|mig_devices|accounted_processes|supported_clocks|vGPU Software Licensed Product|vgpu_software_licensed_product"
                 r"|retired_pagelist|retired_page_addresses)(/|$)|vGPU Driver Capability|vgpu_driver_capability")
LIMIT = re.compile(r"( T.Limit| Max Operating.*| Shutdown.*| Slowdown.*|_tlimit|_max_\w*threshold|_slow_\w*threshold)")


def skeleton_rows(lines, width):
    """The rows by their paths, without those that go by the GPU."""
    path, rows = [], []
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // width
        path = path[:depth] + [re.sub(r"^GPU [<0].*", "GPU", line.strip())]
        row = "/".join(path)
        if line.strip() and not OWN.search(row) and not ("emperature/" in row and LIMIT.search(row)):
            rows.append(row)
    return rows


def text_labels(text):
    return [re.sub(r"\s+: .*|\s+:$|\s+$", "", line) for line in text.splitlines() if line.strip() and "NVSMI LOG" not in line]


def xml_names(text):
    root = ElementTree.fromstring(text)
    names = []

    def visit(element, depth):
        for child in element:
            names.append("  " * depth + child.tag)
            visit(child, depth + 1)
    visit(root, 0)
    return names


def check_skeletons(nvsim, nvsmi):
    """One machine printed as every driver whose rows are known prints it."""
    skeletons = [(path, path.parent.name == "q-field-order") for folder in ("q-field-order", "xml-element-order")
                 for path in sorted((FOLDERS / folder).glob("*.txt")) if not WINDOWS.search(path.name)]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        script = [f"{shlex.quote(nvsmi)} --compat={path.name.split('_')[0]} -q {'' if is_text else '-x'} > {folder}/{number}"
                  for number, (path, is_text) in enumerate(skeletons)]
        subprocess.run([nvsim, "run", "--machine", "rtx-2080-ti", "--", "sh", "-c", " & ".join(script) + " & wait"], check=True)
        for number, (path, is_text) in enumerate(skeletons):
            # Without the command line, and without a report of -u behind it.
            lines = [part for part in re.split(r"(?m)^/usr.*\n", path.read_text()) if part][0].splitlines()
            text = Path(folder, str(number)).read_text()
            want = skeleton_rows(lines, 4 if is_text else 2)
            got = skeleton_rows(text_labels(text) if is_text else xml_names(text), 4 if is_text else 2)
            difference = [line for line in difflib.unified_diff(want, got, lineterm="", n=0) if line[0] in "+-"]
            if difference:
                failed += 1
                print(f"{path.parent.name}/{path.name}:", *difference, sep="\n  ")
    print(f"rows of {len(skeletons)} drivers by --compat, {failed} differ")
    return failed


def main():
    nvsim, nvsmi = sys.argv[1:3]
    if not FACTS.is_dir():
        print(f"no recordings in {FACTS}")
        return 77
    if len(sys.argv) > 3:
        return 1 if check_masks() + check_imported(nvsim, nvsmi) + check_skeletons(nvsim, nvsmi) else 0
    used, failed = set(), 0
    for machine, sample in MACHINES:
        is_xml = sample.endswith(".xml")
        counts = collections.Counter()
        check(machine, first_gpu((FACTS / sample).read_text(), is_xml),
              first_gpu(run(nvsim, nvsmi, machine, is_xml), is_xml), counts, used)
        print(f"{machine}: " + ", ".join(f"{counts[kind]} {kind}" for kind in ("equal", "moves", "absent", "other",
                                                                               "unexplained")))
        failed += counts["unexplained"] or not counts["equal"]
    failed += sum(check_valid(nvsim, nvsmi, machine) for machine in KINDS)
    for rule in rules():
        if rule not in used and rule[0] == "absent":
            print(f"no longer differs, remove from machine-differences.txt: {rule}")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
