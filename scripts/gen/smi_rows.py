# SPDX-License-Identifier: MIT
"""registry/smi/rows.toml -> gen/smi_rows.c: the lines of nvsmi's reports."""

import re
import tomllib
from pathlib import Path

from gen.rm import NOTICE

LISTS = {"mig", "pages", "clocks", "graphics", "processes", "accounted"}
KINDS = LISTS | {"value", "head", "gate", "samples"}
KEYS = {"depth", "kind", "label", "element", "item_label", "item", "text", "value", "form", "since", "until", "only", "section", "chosen"}


def check(row):
    """Raises where a row says what nobody prints."""
    unknown = set(row) - KEYS
    if unknown:
        raise ValueError(f"registry/smi/rows.toml: {row}: unknown {sorted(unknown)}")
    if row.get("kind", "value") not in KINDS:
        raise ValueError(f"registry/smi/rows.toml: {row}: no such kind")
    if not (row.get("label") or row.get("element") or row["kind"] == "graphics"):
        raise ValueError(f"registry/smi/rows.toml: {row}: neither label nor element")
    if not re.fullmatch(r"[A-Za-z_0-9]*", row.get("element", "")):
        raise ValueError(f"registry/smi/rows.toml: {row}: no name of an element")


def release(text):
    """535 and "535.161" as one number that grows with the release."""
    branch, _, minor = str(text).partition(".")
    return int(branch) * 1000 + int(minor or 0)


def quoted(text):
    return f'"{text}"' if text else "NULL"


def emit(row):
    check(row)
    value = row.get("value", "none").upper()
    chosen = " | SECTION_CHOSEN" if row.get("chosen") else ""
    return (f"\t{{{row['depth']}, ROW_{row.get('kind', 'value').upper()}, {quoted(row.get('label'))}, "
            f"{quoted(row.get('element'))}, {quoted(row.get('item_label'))}, {quoted(row.get('item'))}, "
            f"{quoted(row.get('text'))}, VALUE_{value}, "
            f"FORM_{row.get('form', 'text').upper()}, {release(row.get('since', 0))}, {release(row.get('until', 0))}, "
            f"ONLY_{row.get('only', 'always').upper()}, SECTION_{row.get('section', 'all').upper()}{chosen}}},")


def generate(root: Path) -> dict[str, str]:
    rows = tomllib.loads((root / "registry/smi/rows.toml").read_text())["rows"]
    out = [NOTICE.format("registry/smi"), "/* clang-format off: one row a line */",
           '#include "../tools/nvsmi/report.h"', "", "const struct row report_rows[] = {"]
    out += [emit(row) for row in rows]
    out += ["};", "", "const size_t report_row_count = sizeof(report_rows) / sizeof(report_rows[0]);", ""]
    return {"gen/smi_rows.c": "\n".join(out)}
