#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""registry/coverage.tsv is complete and true, and every answered function has a value test.

check-coverage.py ROOT [--write]

- Every exported function has one row, in the order of the registry.
- Every function that the registry calls done is called by a value test. A question (ask_*.c) counts when some
  test asks it by name: the tests that run over all questions compare costs and refusals, not values.
- Every control named is published, since the release claimed where registry/rm does not say it.
- What a row says was `seen` is exactly what the evidence says; --write puts that
  and the releases into the file.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests/matrix")]

import published  # noqa: E402
from gen import coverage_rows  # noqa: E402
from gen.nvml_registry import Registry  # noqa: E402

CALL = re.compile(r"\bnvml[A-Z]\w*(?=\()")


def questions():
    """ask_name -> functions that it calls"""
    found = {}
    for file in sorted((ROOT / "tests/api").glob("ask_*.c")):
        for text in re.split(r"^nvmlReturn_t (?=ask_\w+\()", file.read_text(), flags=re.M)[1:]:
            found[re.match(r"ask_\w+", text).group()] = set(CALL.findall(text))
    return found


def called_in(text, asked):
    called = set(re.findall(r"\bnvml[A-Z]\w*", text))
    for name, functions in asked.items():
        if re.search(rf"\b{name}\b", text):
            called |= functions
    return called


def value_tests():
    files = [f for f in sorted((ROOT / "tests/api").glob("*.c")) if not f.name.startswith("ask_")]
    return "".join(f.read_text() for f in files if f.name != "questions.c")


def untested(functions, asked):
    called = called_in(value_tests(), asked)
    return [f"{f['name']}: no test of tests/api calls it" for f in functions if f.get("done") and f["name"] not in called]


def recorded_functions(asked):
    """Functions whose answers some test compares with the recording of a real machine."""
    files = [f for f in sorted((ROOT / "tests/api").glob("*.c")) if "smi/samples" in f.read_text()]
    return set().union(*(called_in(f.read_text(), asked) for f in files))


def evidence(asked):
    """function -> words: what is known besides the simulator."""
    recorded = recorded_functions(asked)
    answered, codes = set(), set()
    for name, *answers in published.rows("nvml/observed.tsv"):
        if any(re.match(r"0;|.*\|\| .*: 0 ", answer) for answer in answers):
            answered.add(re.match(r"\w*", name).group())
    for name, _, *answers in published.rows("nvml/api-semantics.tsv"):
        if any(re.match(r"\d", answer) for answer in answers[:3]):
            codes.add(name)

    def words(name):
        library = "library" if name in answered else "codes" if name in codes else ""
        return ", ".join(w for w in ("recorded" if name in recorded else "", library) if w)
    return words


def wrong_elements(rows, sources):
    known = published.Published()
    for name, row in rows.items():
        for element in (e for one in coverage_rows.parse(row["asks"]) for e in one):
            where = f"{name}: {element.name}"
            if element.page is not None:
                if not any(sources.page_has(element.page, i) for i in range(len(sources.releases))):
                    yield f"{where} is no section of the page"
            elif element.name not in known.constants:
                yield f"{where} is not published"
            elif element.since and sources.derived(element):
                yield f"{where}: registry/rm says since when, not @{element.since}"
            elif not sources.derived(element) and element.since != known.first_release(element.name):
                yield f"{where} is published since {known.first_release(element.name)}, not '{element.since}'"


def wrong_source(function, asks):
    """The registry's source word and what is asked say the same."""
    names = [e.name for one in coverage_rows.parse(asks) for e in one]
    words = {"rusd" if n.startswith("page:") else "control" for n in names}
    if function["source"] in ("none", "sysfs", "table") and words:
        yield f"{function['name']}: source {function['source']}, but it asks {sorted(words)}"
    if function["source"] == "rusd" and "rusd" not in words:
        yield f"{function['name']}: source rusd, but it asks no section of the page"


def spelled(asks, known, sources):
    """The same list with @RELEASE where registry/rm does not say it, and nowhere else."""
    def element(match):
        since = known.first_release(match[1]) if match[1] in known.constants else match[2]
        return match[1] if match[1] in sources.commands else f"{match[1]}@{since}"
    return re.sub(r"\b(NV\w+_CTRL_\w+)(?:@([\d.]+))?", element, asks)


def write(rows, words, sources):
    known = published.Published()
    lines = ["\t".join(coverage_rows.COLUMNS)]
    lines += ["\t".join([name, spelled(row["asks"], known, sources), words(name)]) for name, row in rows.items()]
    (ROOT / "registry/coverage.tsv").write_text("\n".join(lines) + "\n")


def main():
    functions, rows, asked = Registry(ROOT).functions(), coverage_rows.read(ROOT), questions()
    sources = coverage_rows.Sources(ROOT)
    failures = untested(functions, asked)
    for function in functions:
        failures += wrong_source(function, rows.get(function["name"], {"asks": ""})["asks"])
    if [f["name"] for f in functions] != list(rows):
        unlike = set(rows).symmetric_difference(f["name"] for f in functions)
        failures.append(f"registry/coverage.tsv is not in the registry's order, or differs in {sorted(unlike)}")
    seen = 0
    if published.at_hand():
        words = evidence(asked)
        if "--write" in sys.argv:
            write(rows, words, sources)
            rows = coverage_rows.read(ROOT)
        failures += wrong_elements(rows, sources)
        for name, row in rows.items():
            seen += 1
            if row["seen"] != words(name):
                failures.append(f"{name}: seen is '{row['seen']}', the evidence says '{words(name)}'")
    print("\n".join(failures), end="\n" if failures else "")
    print(f"{len(rows)} rows, {seen} held against evidence, {sum(bool(f.get('done')) for f in functions)} done")
    return 1 if failures else 0


sys.exit(main())
