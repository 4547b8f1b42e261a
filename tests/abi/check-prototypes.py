#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every prototype of nvml.h against the recorded one, by the compiler: a second declaration must agree."""
import subprocess
import sys
import tempfile
from pathlib import Path

import facts


def redeclarations():
    rows = [row for row in facts.rows("api.tsv") if not row[1].startswith("(ABI") and "no header" not in row[1]]
    return [row[2] + ";" for row in rows]


def compile_all(compiler, include, lines):
    source = "#define NVML_NO_UNVERSIONED_FUNC_DEFS\n#include <nvml.h>\n" + "\n".join(lines) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "again.c"
        path.write_text(source)
        command = compiler + ["-std=c11", "-fsyntax-only", "-Werror", "-I", include,
                              str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)


def undeclared(include, lines):
    header = Path(include, "nvml.h").read_text()
    names = [line.split("(")[0].split()[-1].lstrip("*") for line in lines]
    return [f"{name}: not declared in nvml.h" for name in names if f" {name}(" not in header and f"*{name}(" not in header]


def main():
    include, compiler = sys.argv[1], sys.argv[2:]
    lines = redeclarations()
    result = compile_all(compiler, include, lines)
    wrong = undeclared(include, lines) + [line for line in result.stderr.splitlines() if "error:" in line]
    return facts.report("prototypes", len(lines), wrong)


if __name__ == "__main__":
    sys.exit(main())
