#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvml.h compiles alone, without a diagnostic, in every language and mode that programs include it from."""
import subprocess
import sys

LANGUAGES = [
    ["-x", "c", "-std=c89", "-pedantic", "-Wno-long-long"],
    ["-x", "c", "-std=c99", "-pedantic"],
    ["-x", "c", "-std=c11"],
    ["-x", "c++", "-std=c++98", "-Wno-long-long", "-Wno-variadic-macros"],
    ["-x", "c++", "-std=c++17"],
]
NAMES = [[], ["-DNVML_NO_UNVERSIONED_FUNC_DEFS"]]
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
# The old name must mean the newest function, or the old one, according to the mode.
SOURCE = "#include <nvml.h>\nnvmlReturn_t (*wanted)(void);\nint main(void) { wanted = nvmlInit; return 0; }\n"


def compiles(compiler, include, language, names):
    command = compiler + language + names + WARNINGS + ["-I", include, "-"]
    result = subprocess.run(command, input=SOURCE, capture_output=True, text=True, check=False)
    if result.returncode:
        print(" ".join(command), result.stderr, sep="\n")
    return result.returncode == 0


def main():
    include, compiler = sys.argv[1], sys.argv[2:]
    modes = [(language, names) for language in LANGUAGES for names in NAMES]
    failed = [mode for mode in modes if not compiles(compiler, include, *mode)]
    print(f"header: {len(modes)} modes, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
