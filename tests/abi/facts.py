# SPDX-License-Identifier: MIT
"""Recorded facts for the tests in this folder; exit status 77 tells meson that they are absent."""
import os
import sys
from pathlib import Path

SKIP = 77


def folder():
    path = Path(os.environ.get("OPENNVML_FACTS", "../shared/facts")) / "nvml"
    if not path.is_dir():
        print(f"skipped: no recorded facts in {path}")
        sys.exit(SKIP)
    return path


def rows(name):
    """Rows of a tab-separated table without its heading."""
    text = (folder() / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")[1:] if line]


def report(what, compared, wrong):
    for line in wrong:
        print(line)
    print(f"{what}: {compared} compared, {compared - len(wrong)} equal, {len(wrong)} different")
    return 1 if wrong or not compared else 0
