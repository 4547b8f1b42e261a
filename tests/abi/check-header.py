#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""nvml.h compiles alone, without a diagnostic, in every language and mode that programs include it from."""
import subprocess
import sys
import tempfile

LANGUAGES = [
    ["-x", "c", "-std=c89", "-pedantic", "-Wno-long-long"],
    ["-x", "c", "-std=c99", "-pedantic"],
    ["-x", "c", "-std=c11"],
    ["-x", "c++", "-std=c++98", "-Wno-long-long", "-Wno-variadic-macros"],
    ["-x", "c++", "-std=c++17"],
]
NAMES = [[], ["-DNVML_NO_UNVERSIONED_FUNC_DEFS"]]
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-c"]
# The old name must mean the newest function, or the old one, according to the mode.
SOURCE = "#include <nvml.h>\nint main(void) { return (int)nvmlInit(); }\n"


def undefined(nm, path):
    out = subprocess.run([nm, "-u", path], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1] for line in out.splitlines()} - {"_GLOBAL_OFFSET_TABLE_"}


def compiles(compiler, nm, include, language, names):
    """Compiles the program; what it then needs must be the C symbol that the mode means."""
    wanted = "nvmlInit" if names else "nvmlInit_v2"
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/program.o"
        command = compiler + language + names + WARNINGS + ["-I", include, "-o", path, "-"]
        result = subprocess.run(command, input=SOURCE, capture_output=True, text=True, check=False)
        needs = undefined(nm, path) if result.returncode == 0 else set()
    if needs != {wanted}:
        print(" ".join(command), result.stderr, f"needs {needs}, not {wanted}", sep="\n")
    return needs == {wanted}


def main():
    include, nm, compiler = sys.argv[1], sys.argv[2], sys.argv[3:]
    modes = [(language, names) for language in LANGUAGES for names in NAMES]
    failed = [mode for mode in modes if not compiles(compiler, nm, include, *mode)]
    print(f"header: {len(modes)} modes, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
