# SPDX-License-Identifier: MIT
"""Recorded output beside printed output, line by line.

A line is equal, masked (only numbers that change with time differ, and have the same form and place), explained by a rule
of a difference list, or unexplained. golden.py (an NVML that answers what was recorded) and machines.py (the machine that
was recorded, simulated) use it.
"""

import collections
import os
import re

KINDS = ("equal", "masked", "explained", "unexplained")
NONE = "<no line>"

# Numbers that are others at any other time, by the lines of -q and of -q -x that say them.
MOVES = re.compile(
    r"Timestamp|.*/timestamp|.*(Tx|Rx) Throughput|.*/(tx|rx)_util|.*FB Memory Usage/(Used|Free)|.*/fb_memory_usage/(used|free)"
    r"|.*/BAR1 Memory Usage/(Used|Free)|.*/bar1_memory_usage/(used|free)|.*/Utilization/.*|.*/utilization/.*_util"
    r"|.*/(GPU|Memory) Current Temp|.*/(gpu|memory)_temp|.*Power Draw|.*power_draw|.*/Fan Speed|.*/fan_speed"
    r"|.*/Clocks/(Graphics|SM|Memory|Video)|.*/clocks/(graphics|sm|mem|video)_clock|.*/Process ID|.*/process_info/pid"
    r"|.*/Used GPU Memory|.*/used_memory")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
TIME = re.compile(r"\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}")


def forms(text):
    """A text with its numbers as forms: whole, or with so many places behind the point."""
    text = TIME.sub("<time>", text)
    return NUMBER.sub(lambda m: "0" + re.sub(r"\d", "0", (m.group(1) or "")), text)


def is_moved_value(path, want, got):
    return bool(MOVES.fullmatch(path)) and forms(want) == forms(got)


# Cells of the table: fan, temperature, power / memory / utilization, and the pid and memory of a process.
TABLE_MOVES = (re.compile(r"\|\s*(\d+%|N/A|ERR!)\s+\S+\s+P\d+ .*W \|.*\|.*\|"), re.compile(r"\|\s+\d+\s+\S+\s+\S+\s+\d+ .*\|$"),
               re.compile(r"\|[\d ]+\| .*MiB / .*MiB .*\|.*\|.*\|"))
CELL = re.compile(r"-?\d+(\.\d+)?(MiB|W|C|%)?")

FIELDS = re.compile(r"utilization|memory\.(used|free)|temperature\.(gpu|memory)$|power\.draw|clocks\.current|clocks_event_reasons_counters|fan\.speed|pid|used_gpu")


def is_same_number(want, got):
    return bool(CELL.fullmatch(want) and CELL.fullmatch(got)) and forms(want) == forms(got)


def words_with_ends(line):
    return [(m.group(0), m.end()) for m in re.finditer(r"[^\s|]+|\|", line)]


def is_moved_cell(_, want, got):
    """Right-aligned numbers with the same unit, in the lines that have such cells."""
    if not any(pattern.match(want) and pattern.match(got) for pattern in TABLE_MOVES):
        return False
    left, right = words_with_ends(want), words_with_ends(got)
    return len(left) == len(right) and all(
        i == k and (a == b or is_same_number(a, b))
        for (a, i), (b, k) in zip(left, right))


def is_moved_column(_, want, got):
    """dmon, pmon: the same columns, numbers for numbers."""
    left, right = words_with_ends(want), words_with_ends(got)
    return not want.startswith("#") and len(left) == len(right) and all(
        i == k and (a == b or (a.isdigit() and b.isdigit())) for (a, i), (b, k) in zip(left, right))


def is_moved_field(path, want, got):
    """A cell of --query-gpu, as name=cell."""
    return bool(FIELDS.match(path)) and forms(want) == forms(got)


def cell_paths(cells):
    """golden.cells(): names, then name=cell."""
    for cell in cells:
        yield cell.partition("=")[0] + ("" if "=" in cell else " (title)")


def table_row(line):
    """Which line of a box it is; its cells are named by it."""
    if "NVIDIA-SMI" in line:
        return "version"
    if re.match(r"\|\s+\d+  \S.*\|.*[0-9A-F]{4,8}:[0-9A-F]{2}:.*\|", line):
        return "first"
    if re.match(r"\|.* / .*\|.*\|\s*(\d+%|N/A)  .*\|$", line):
        return "second"
    return "mig" if line.count("|") == 5 else "process" if line.count("|") == 2 else "other"


def cells(want, got):
    """The words that differ in a line of the table, each with its place; None if they do not stand at the same places."""
    if len(want) != len(got) or want.count("|") != got.count("|"):
        return None
    found = []
    for column, (left, right) in enumerate(zip(want.split("|"), got.split("|"))):
        pair = [[(m.group(0), m.start(), m.end()) for m in re.finditer(r"\S+", text)] for text in (left, right)]
        if len(pair[0]) != len(pair[1]):
            return None
        for number, ((a, start, end), (b, other_start, other_end)) in enumerate(zip(*pair), 1):
            if start != other_start and end != other_end:
                return None
            if a != b:
                found.append((f"{table_row(want)} {column}.{number}", a, b))
    return found


def unique(names):
    """Names with a number where they come again."""
    seen = collections.Counter()
    for name in names:
        seen[name] += 1
        yield f"{name}#{seen[name]}" if seen[name] > 1 else name


def text_paths(lines):
    """-q: the labels down to each line, by indentation."""
    path = []
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // 4
        label = re.split(r"\s+: |\s+:$|\s*$", line.strip(), maxsplit=1)[0]
        path = path[:depth] + [""] * (depth - len(path)) + [label]
        yield "/".join(path)


def xml_paths(lines):
    """-q -x: the elements down to each line."""
    path = []
    for line in lines:
        opened, closed = re.match(r"\s*<(\w+)", line), re.match(r"\s*</(\w+)", line)
        if closed:
            yield "/".join(path) + "/end"
            del path[-1:]
        elif opened and f"</{opened.group(1)}>" in line:
            yield "/".join(path + [opened.group(1)])
        elif opened and not line.rstrip().endswith("/>"):
            path.append(opened.group(1))
            yield "/".join(path)
        else:
            yield "/".join(path) + "/" + line.strip()[:20]


def in_pairs(expected, actual, paths):
    """(path, recorded line, printed line), NONE for a line that one side has not; out of order is not there."""
    left, right = list(unique(paths(expected))), list(unique(paths(actual)))
    place = {path: i for i, path in enumerate(right)}
    done = -1
    for path, line in zip(left, expected):
        at = place.get(path)
        if at is None or at <= done:
            yield re.sub(r"#\d+$", "", path), line, NONE
            continue
        for k in range(done + 1, at):
            yield re.sub(r"#\d+$", "", right[k]), NONE, actual[k]
        done = at
        yield re.sub(r"#\d+$", "", path), line, actual[at]
    for k in range(done + 1, len(actual)):
        yield re.sub(r"#\d+$", "", right[k]), NONE, actual[k]


def by_place(expected, actual):
    for i in range(max(len(expected), len(actual))):
        yield "", expected[i] if i < len(expected) else NONE, actual[i] if i < len(actual) else NONE


def value_of(line):
    """What a line says, without how."""
    found = re.search(r"<\w+>(.*)</\w+>|\s: (.*)", line)
    return (found.group(1) or found.group(2) or "") if found else line.strip()


class Rules:
    """A difference list: format, sample, a pattern of the difference, class, reason; tabs between them.

    The pattern is searched in "path|recorded|printed", and has to be needed by somebody.
    """

    def __init__(self, path):
        self.path, self.rows, self.used, self.classes = path, [], set(), collections.Counter()
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line and not line.startswith("#"):
                kind, sample, pattern, name, _ = line.split("\t")
                self.rows.append((number, re.compile(kind), re.compile(sample), re.compile(pattern), name))

    def explain(self, kind, sample, path, want, got):
        text = f"{path}|{value_of(want)}|{value_of(got)}"
        for number, kinds, samples, pattern, name in self.rows:
            if kinds.fullmatch(kind) and samples.search(sample) and pattern.search(text):
                self.used.add(number)
                self.classes[name] += 1
                return True
        return False

    def complain(self, formats):
        """How many entries nobody needs, of these formats."""
        idle = [number for number, kinds, *_ in self.rows
                if number not in self.used and any(kinds.fullmatch(kind) for kind in formats)]
        for number in idle:
            print(f"{self.path.name}:{number}: no longer differs, remove it")
        return len(idle)


class Tally:
    """Lines by format."""

    def __init__(self, rules, is_moved):
        self.rules, self.is_moved, self.counts = rules, is_moved, collections.defaultdict(collections.Counter)
        self.groups, self.published = {}, 0

    def add(self, kind, sample, pairs):
        for path, want, got in pairs:
            self.counts[kind][self.judge(kind, sample, path, want, got)] += 1

    def judge(self, kind, sample, path, want, got):
        if want == got:
            return "equal"
        if NONE not in (want, got) and self.is_moved.get(kind) and self.is_moved[kind](path, want, got):
            return "masked"
        parts = cells(want, got) if kind == "table" else None
        if all(is_same_number(a, b) or self.rules.explain(kind, sample, place, a, b) for place, a, b in parts or [(path, want, got)]):
            return "explained"
        group = (kind, re.sub(r"^GPU [^/]*", "GPU", path), forms(want) if not path else "", forms(value_of(got)))
        self.groups.setdefault(group, []).append((sample, want, got))
        return "unexplained"

    def show(self, most=40):
        """The unexplained lines, one for all that are alike."""
        for (kind, path, *_), lines in sorted(self.groups.items(), key=lambda item: -len(item[1]))[:most]:
            sample, want, got = lines[0]
            print(f"{kind} {sample}: {path} ({len(lines)} like it)\n  recorded |{want}|\n  printed  |{got}|")

    def total(self):
        return sum(self.counts.values(), collections.Counter())

    def report(self):
        """The table; how many lines are unexplained."""
        self.show(int(os.environ.get("OPENNVML_SHOW", "40")))
        print_head()
        for kind, counts in sorted(self.counts.items()):
            print_row(kind, counts)
        total = self.total()
        print_row("all", total)
        total["lines"] = sum(total.values()) - self.rules.classes["unpublished"]
        self.published = 100 * (total["equal"] + total["masked"]) / max(1, total["lines"])
        print(f"{self.published:.2f} per cent of what has a published source")
        print("explained by " + ", ".join(f"{name}: {count}" for name, count in self.rules.classes.most_common()))
        return total["unexplained"]


def print_head():
    print(f"{'format':<12}{'lines':>8}" + "".join(f"{kind:>13}" for kind in KINDS) + f"{'per cent':>10}")


def share(counts):
    """Of all lines those that are the same, in per cent."""
    return 100 * (counts["equal"] + counts["masked"]) / max(1, sum(counts.values()))


def print_row(name, counts):
    print(f"{name:<12}{sum(counts.values()):>8}" + "".join(f"{counts[kind]:>13}" for kind in KINDS) + f"{share(counts):>10.2f}")
