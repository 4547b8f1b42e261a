#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every row of registry/nvml is complete: documented, with a source, a reason where there is none, known keys only."""
import sys
import tomllib
from pathlib import Path

FUNCTION = {"name", "group", "args", "source", "doc", "since", "after", "reason", "done", "deprecated", "legacy",
            "hidden", "forward", "mig", "superseded_by", "maps_to", "before_init", "returns"}
ARGUMENT = {"name", "type", "dir", "optional", "nonzero", "limit", "version", "version_late", "mismatch", "null"}
SOURCES = {"rusd", "control", "sysfs", "table", "none"}


def wrong_arguments(function):
    for arg in function["args"]:
        if set(arg) - ARGUMENT:
            yield f"argument {arg['name']}: unknown keys {set(arg) - ARGUMENT}"
        if arg["dir"] not in ("in", "out", "inout"):
            yield f"argument {arg['name']}: direction {arg['dir']}"
        if arg["dir"] != "in" and not arg["type"].endswith("*"):
            yield f"argument {arg['name']}: an output that is no pointer"
        if "version_late" in arg and "version" not in arg:
            yield f"argument {arg['name']}: a late check without versions"


def wrong(function):
    if set(function) - FUNCTION:
        yield f"unknown keys {set(function) - FUNCTION}"
    if not function.get("doc", "").strip():
        yield "no documentation"
    if function.get("source") not in SOURCES:
        yield f"source {function.get('source')}"
    if (function.get("source") == "none") != ("reason" in function):
        yield "a reason belongs to source none, and only there"
    yield from wrong_arguments(function)


def undocumented(chapter):
    rows = chapter.get("struct", []) + chapter.get("enum", []) + chapter.get("field", [])
    return [f"{row['name']}: no documentation" for row in rows if not row.get("doc")]


def main():
    count, failures = 0, []
    for path in sorted(Path(sys.argv[1], "registry", "nvml").glob("*.toml")):
        chapter = tomllib.loads(path.read_text())
        for function in chapter.get("function", []):
            count += 1
            failures += [f"{path.name} {function['name']}: {text}" for text in wrong(function)]
        failures += undocumented(chapter)
    print("\n".join(failures + [f"registry: {count} functions, {len(failures)} faults"]))
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
