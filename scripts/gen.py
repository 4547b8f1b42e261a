#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Derives the generated files from registry/; --check compares them instead of writing."""
import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))


def generators():
    for info in sorted(pkgutil.iter_modules([str(ROOT / "scripts" / "gen")]), key=lambda i: i.name):
        module = importlib.import_module(f"gen.{info.name}")
        if hasattr(module, "generate"):
            yield module


def outputs():
    files = {}
    for module in generators():
        files.update(module.generate(ROOT))
    return files


def stale(files):
    for path, text in sorted(files.items()):
        target = ROOT / path
        if not target.is_file() or target.read_bytes() != text.encode():
            yield path


def write(files):
    for path in stale(files):
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[path].encode())
        print(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="name the files that differ, exit 1 if any")
    arguments = parser.parse_args()
    files = outputs()
    if not arguments.check:
        write(files)
        return 0
    different = list(stale(files))
    for path in different:
        print(f"{path}: differs from registry/; run scripts/gen.py", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
