#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Print recorded machines with nvsmi and compare byte for byte with what nvidia-smi printed.

golden.py NVSMI FAKE_LIBRARY [KIND ...]. The recordings are read from OPENNVML_FACTS; status 77 if they are not there.
Lines that may differ, and why, are in differences.txt: any other difference fails, and so does an entry that no
longer differs. Of all kinds together, 98 lines of 100 are the same. What a machine does that was recorded, simulated
from the driver's interface on, is in machines.py.
"""

import collections
import difflib
import os
import re
import sys
from pathlib import Path

import feed
import feed_xml
import over_fake
import recorded

HERE = Path(__file__).resolve().parent
FACTS = Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared" / "facts")) / "smi" / "samples"


def run(nvsmi, library, values, arguments):
    """As nvidia-smi, which knows nothing of --compat; with it, as nvsmi."""
    name = "nvsmi" if any(a.startswith("--compat") for a in arguments) else "nvidia-smi"
    return over_fake.nvsmi(nvsmi, library, values, *arguments, name=name, TZ="UTC")[:2]


def allowed():
    """sample, regular expression of the recorded line, reason."""
    rows = []
    for line in (HERE / "differences.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            rows.append(line.split("\t"))
    return rows


DATE = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} *$")


DATE_LINE = re.compile(r"(?m)^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} *$")


def trim(lines):
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def table_lines(text, strip):
    lines = [line for line in text.split("\n") if not DATE.match(line)]
    if strip:
        # Documents lose trailing blanks and the empty last line when a block is cut out of them.
        lines = [line.rstrip() for line in lines]
    return trim(lines)


def compare(sample, expected, actual, counts, rules, used):
    for i in range(max(len(expected), len(actual))):
        want = expected[i] if i < len(expected) else "<no line>"
        got = actual[i] if i < len(actual) else "<no line>"
        if want == got:
            counts["equal"] += 1
            continue
        rule = next((r for r in rules if re.search(r[0], sample) and re.search(r[1], want)), None)
        if rule:
            used.add(tuple(rule))
            counts["explained"] += 1
            continue
        counts["different"] += 1
        if counts["different"] <= 30:
            print(f"{sample}:{i + 1}\n  recorded |{want}|\n  printed  |{got}|")


# Documents that edited the versions of an old recording: the layout is of this branch.
LAYOUTS = {"tesla-t4_535.86.10_": "525", "a30_580._": "525"}


def layout(name):
    return [f"--compat={branch}" for start, branch in LAYOUTS.items() if name.startswith(start)]


def table_samples():
    for path in sorted((FACTS / "table").glob("*.txt")):
        driver = re.search(r"_(\d+)\.", path.name)
        if driver and int(driver.group(1)) >= 450 and "windows" not in path.name:
            yield path


def check_tables(nvsmi, library, rules, used, counts):
    for path in table_samples():
        text = path.read_text()
        if "NVIDIA-SMI" not in text:
            continue
        captured = "_table_" in path.name
        _, output = run(nvsmi, library, feed.table(text), layout(path.name))
        expected, actual = table_lines(text, not captured), table_lines(output, not captured)
        if not captured:
            actual = actual[:len(expected)]  # documents show the first lines only
        compare(f"table/{path.name}", expected, actual, counts, rules, used)


def check_lists(nvsmi, library, rules, used, counts):
    for path in sorted((FACTS / "L").glob("*.txt")):
        text = path.read_text()
        _, output = run(nvsmi, library, feed.listing(text), ["-L"])
        compare(f"L/{path.name}", table_lines(text, True), table_lines(output, True), counts, rules, used)


def q_lines(text, strip):
    """Without the time, and of a document only as far as it is a report."""
    lines = [line for line in text.split("\n") if not line.startswith("Timestamp ")]
    return [line.rstrip() for line in lines] if strip else lines


def check_queries(nvsmi, library, rules, used, counts):
    for path, text in query_samples():
        captured = "_q_" in path.name
        part = ["-d", "PAGE_RETIREMENT"] if "nvsmi8-output" in path.name else []
        _, output = run(nvsmi, library, feed.query(text), ["-q", *part])
        expected, actual = trim(q_lines(text, not captured)), trim(q_lines(output, not captured))
        if not captured:
            actual = actual[:len(expected)]
        compare(f"q/{path.name}", expected, actual, counts, rules, used)


TIME = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{3}")


def cells(text):
    """One cell a line, so that one unavailable value is one difference."""
    rows = [TIME.sub("<time>", line).split(", ") for line in text.rstrip("\n").split("\n")]
    names = rows[0]
    return names + [f"{name}={cell}" for row in rows[1:] for name, cell in zip(names, row)]


def check_csv(nvsmi, library, rules, used, counts):
    for path in sorted((FACTS / "query-gpu").glob("*_query-gpu_*.csv")):
        text = path.read_text()
        values, fields = feed.csv(text)
        _, output = run(nvsmi, library, values, [f"--query-gpu={fields}", "--format=csv"])
        compare(f"query-gpu/{path.name}", cells(text), cells(output), counts, rules, used)
    for path in sorted((FACTS / "query-gpu").glob("*_accounted-apps_*.csv")) + \
            sorted((FACTS / "query-gpu").glob("*_retired-pages_*.csv")):
        text = path.read_text()
        option = re.search(r"_([a-z]+-[a-z]+)_\w+\.csv", path.name).group(1)
        values, fields = feed.rows(text)
        _, output = run(nvsmi, library, values, [f"--query-{option}={fields}", "--format=csv"])
        compare(f"query-gpu/{path.name}", *([TIME.sub("", line) for line in lines.split("\n")] for lines in (text, output)),
                counts, rules, used)
    for path in sorted((FACTS / "query-gpu").glob("*_compute-apps_*.csv")):
        text = path.read_text()
        values, fields = feed.apps(text)
        _, output = run(nvsmi, library, values, [f"--query-compute-apps={fields}", "--format=csv"])
        compare(f"query-gpu/{path.name}", [TIME.sub("", line) for line in text.rstrip("\n").split("\n")],
                [TIME.sub("", line) for line in output.rstrip("\n").split("\n")], counts, rules, used)


def query_samples():
    for path in sorted((FACTS / "q").glob("*.txt")):
        text = path.read_text()
        if "windows" not in path.name and "laptop" not in path.name and "Attached GPUs" in text:
            yield path, text


# No report of the driver it names: nvidia-smi 580 on a mocked 550 library, and Windows's branch 535.
OTHERS = re.compile("550.163.01_qx-a100-healthy|_536.40_")


def xml_samples():
    for path in sorted((FACTS / "xml").glob("*.xml")):
        text = path.read_text()
        driver = re.search(r"<driver_version>(\d+)\.", text)
        if driver and not OTHERS.search(path.name):
            yield path.name, text


BROKEN = re.compile(r"(<(\w+)>)\s*([^<\s][^<\n]*?)\s*(</\2>)")


def xml_lines(text, strip):
    """strip: a document that was laid out anew: blanks at both ends, empty and broken lines mean nothing."""
    text = re.sub(r"(<!DOCTYPE nvidia_smi_log \[).*?\]>", r"\1", text, flags=re.S)  # documents.py reads descriptions
    if strip:
        # Of the texts that stand on a line of their own only this one is nvidia-smi's.
        text = BROKEN.sub(lambda m: m.group(0) if m.group(2) == "mig_devices" else "".join(m.group(1, 3, 4)), text)
        text = re.sub(r"<(\w+) />", r"<\1>\n</\1>", text)
    lines = [line for line in text.split("\n") if "<timestamp>" not in line]
    return [line.strip() for line in lines if line.strip()] if strip else lines


def align(expected, actual):
    """Both with a line for each line of the other, so that one missing line is one difference."""
    left, right = [], []
    matcher = difflib.SequenceMatcher(None, expected, actual, autojunk=False)
    for _, i, j, m, n in matcher.get_opcodes():
        size = max(j - i, n - m)
        left += expected[i:j] + ["<no line>"] * (size - (j - i))
        right += actual[m:n] + ["<no line>"] * (size - (n - m))
    return left, right


def check_xml(nvsmi, library, rules, used, counts):
    for name, text in xml_samples():
        strip = "\n\t<driver_version>" not in text
        _, output = run(nvsmi, library, feed_xml.query(text), ["-q", "-x"])
        expected, actual = align(trim(xml_lines(text, strip)), trim(xml_lines(output, strip)))
        compare(f"xml/{name}", expected, actual, counts, rules, used)


def other_driver(values):
    """The same machine with a driver of another branch: the recorded one, the values."""
    driver = re.search(r"(?m)^driver=(.*)$", values).group(1)
    other = "550.54.14" if int(driver.split(".")[0]) >= 580 else "610.57.04"
    return driver, re.sub(rf"(?m)^(driver=|library=12\.){re.escape(driver)}$", rf"\g<1>{other}", values)


def complete(values):
    """Without the GPUs that the document left out: nvsmi goes on where nvidia-smi ends."""
    known = len(set(re.findall(r"(?m)^(\d+)\.", values)))
    return re.sub(r"(?m)^count=.*$", f"count={known}", values)


def versionless(text):
    return [line for line in text.split("\n")
            if not re.search(r"^Timestamp|<timestamp>|^(Driver|KMD) Version|driver_version>|^$", line)]


def check_compat(nvsmi, library, rules, used, counts):
    """--compat=RELEASE: rows and layout of that release, whatever the driver."""
    reports = [(f"q/{path.name}", feed.query(text), ["-q"]) for path, text in query_samples()]
    reports += [(f"xml/{name}", feed_xml.query(text), ["-q", "-x"]) for name, text in xml_samples()]
    reports += [(f"table/{path.name}", feed.table(path.read_text()), []) for path in table_samples()
                if "_table_" in path.name or "_thamada-" in path.name]
    for name, values, arguments in reports:
        values = complete(values)
        driver, others = other_driver(values)
        _, expected = run(nvsmi, library, values, arguments)
        _, actual = run(nvsmi, library, others, [f"--compat={driver}", *arguments])
        if name.startswith("table"):  # the version line keeps its columns
            expected, actual = (re.sub(r"(?m)^\| NVIDIA-SMI.*$", "", DATE_LINE.sub("", text)) for text in (expected, actual))
        compare(f"compat {name}", versionless(expected), versionless(actual), counts, rules, used)


KINDS = {"compat": check_compat, "xml": check_xml, "csv": check_csv, "query": check_queries, "table": check_tables, "list": check_lists}


def check(nvsmi, library, kind):
    """Lines of one kind: equal, explained, different."""
    rules = [r[1:] for r in allowed() if r[0] == kind]
    counts, used = collections.Counter(), set()
    KINDS[kind](nvsmi, library, rules, used, counts)
    for rule in rules:
        if tuple(rule) not in used:
            print(f"no longer differs, remove from differences.txt: {rule}")
            counts["different"] += 1
    return collections.Counter(equal=counts["equal"], explained=counts["explained"], unexplained=counts["different"])


def main():
    nvsmi, library, *kinds = sys.argv[1:]
    if not FACTS.is_dir():
        print(f"no recordings in {FACTS}")
        return 77
    recorded.print_head()
    total = collections.Counter()
    for kind in kinds or KINDS:
        counts = check(nvsmi, library, kind)
        recorded.print_row(kind, counts)
        if kind != "compat":  # the same recordings once more
            total.update(counts)
        if counts["unexplained"] or not counts["equal"]:
            return 1
    recorded.print_row("all", total)
    return 1 if not kinds and recorded.share(total) < 98 else 0


if __name__ == "__main__":
    sys.exit(main())
