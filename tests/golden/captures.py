# SPDX-License-Identifier: MIT
"""Recordings of one machine: its report, and what else was recorded together with it.

Imported by crossed.py (an NVML that answers what the report says) and machines.py (the machine made of the report, simulated).
"""

import re
from pathlib import Path

import golden
import recorded

FACTS = golden.FACTS
# No nvidia-smi of Linux on the driver it names.
FOREIGN = re.compile(r"WDDM|TCC")
OTHERS = re.compile(r"windows|laptop-gpu_566|_unknown_|550.163.01_qx-a100-healthy|azure-|rtx-3080-v12.xml|536.40|516.59|512.78|513.46|436.48")
# format -> folder, how a file of the same machine is named after the report it was imported from, and the command line.
CAPTURES = {
    "table": ("table", "{gpu}_{driver}_table_{state}.txt", []),
    "list": ("L", "{gpu}_{driver}_L.txt", ["-L"]),
    "csv": ("query-gpu", "{gpu}_{driver}_query-gpu_{state}.csv", ["--query-gpu={fields}", "--format=csv"]),
    "apps": ("query-gpu", "{gpu}_{driver}_compute-apps_{state}.csv", ["--query-compute-apps={fields}", "--format=csv"]),
    "accounted": ("query-gpu", "{gpu}_{driver}_accounted-apps_{state}.csv", ["--query-accounted-apps={fields}", "--format=csv"]),
    "retired": ("query-gpu", "{gpu}_{driver}_retired-pages_{state}.csv", ["--query-retired-pages={fields}", "--format=csv"]),
    "dmon": ("dmon", "{gpu}_{driver}_dmon_{state}.txt", ["dmon", "-c", "1"]),
    "pmon": ("pmon", "{gpu}_{driver}_pmon_{state}.txt", ["pmon", "-c", "1"]),
    "topo": ("topo", "{gpu}_{driver}_topo-m.txt", ["topo", "-m"]),
    "nvlink": ("nvlink", "{gpu}_{driver}_nvlink-s.txt", ["nvlink", "-s"]),
}
IS_MOVED = {"query": recorded.is_moved_value, "xml": recorded.is_moved_value, "table": recorded.is_moved_cell,
            "dmon": recorded.is_moved_column, "pmon": recorded.is_moved_column, "csv": recorded.is_moved_field}


def same_machine(path):
    """format -> (file, command line) of everything that was recorded together with a report."""
    found = {}
    captured = re.match(r"(.+)_([\d.]+)_q_(idle|load)\.txt$", path.name)
    document = re.match(r"(.+)_([\d.]+)_(thamada-.*\.txt)$", path.name)
    if captured:
        names = dict(zip(("gpu", "driver", "state"), captured.groups()))
        for kind, (folder, name, arguments) in CAPTURES.items():
            file = FACTS / folder / name.format(**names)
            if file.exists():
                found[kind] = (file, [a.replace("{fields}", csv_fields(file)) for a in arguments])
    elif document:
        # Names are cut in the table, and so in the file's name.
        for file in (FACTS / "table").glob(f"*_{document.group(2)}_{document.group(3)}"):
            found["table"] = (file, [])
    return found


def csv_fields(path):
    return re.sub(r" \[[^]]*\]", "", path.read_text().split("\n")[0]).replace(", ", ",") if path.suffix == ".csv" else ""


def driver_of(path, text):
    found = re.search(r"<driver_version>([\d.]+)<|Driver Version\s+: ([\d.]+)", text)
    return found.group(1) or found.group(2)


def recordings():
    """(file, its driver, format -> (file, command line)) of every report that a machine can be made of."""
    for path in sorted([*(FACTS / "q").glob("*.txt"), *(FACTS / "xml").glob("*.xml")]):
        text = path.read_text()
        if OTHERS.search(path.name) or FOREIGN.search(text):
            continue
        formats = {"xml": (path, ["-q", "-x"])} if path.suffix == ".xml" else {"query": (path, ["-q"]), **same_machine(path)}
        yield path, driver_of(path, text), formats


def lines_of(kind, text, strip):
    if kind == "xml":
        return golden.trim(golden.xml_lines(text, strip))
    if kind in ("csv", "apps", "accounted", "retired"):
        return golden.cells(text)
    if kind == "table":
        return golden.table_lines(text, strip)
    lines = [line.rstrip() for line in text.split("\n")] if strip else text.split("\n")
    return golden.trim(lines)


def compare(tally, kind, sample, expected, actual):
    document = "_thamada-" in sample or not re.search(r"_(idle|load|L|topo-m|nvlink-s)\.", sample)
    strip = "\n\t<driver_version>" not in expected if kind == "xml" else document
    want, got = lines_of(kind, expected, strip), lines_of(kind, actual, strip)
    if kind in ("dmon", "pmon"):
        want = want[:len(got)]  # one round is enough
    paths = {"xml": recorded.xml_paths, "query": recorded.text_paths, "csv": recorded.cell_paths}.get(kind)
    pairs = list(recorded.in_pairs(want, got, paths) if paths else recorded.by_place(want, got))
    if document and kind == "query":
        while pairs and pairs[-1][1] == recorded.NONE:  # the document ends here
            pairs.pop()
    tally.add(kind, sample, pairs)
