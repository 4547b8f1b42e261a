#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every function that the registry calls done is called by a value test.

A question (ask_*.c) counts when some test asks it by name: the tests that run over
all questions compare costs and refusals, not values.
"""
import pathlib
import re
import sys
import tomllib


def done_functions(registry):
    for file in sorted(registry.glob("*.toml")):
        with file.open("rb") as stream:
            for function in tomllib.load(stream).get("function", []):
                if function.get("done"):
                    yield function["name"]


def called_functions(folder):
    tests, questions = "", ""
    for file in sorted(folder.glob("*.c")):
        text = file.read_text()
        if file.name.startswith("ask_"):
            questions += text
        elif file.name != "questions.c":
            tests += text
    called = set(re.findall(r"\bnvml[A-Z]\w*", tests))
    bodies = re.findall(r"^nvmlReturn_t (ask_\w+)\(.*?^\}", questions, re.M | re.S)
    texts = re.split(r"^nvmlReturn_t (?=ask_\w+\()", questions, flags=re.M)[1:]
    for name, text in zip(bodies, texts):
        if re.search(rf"\b{name}\b", tests):
            called |= set(re.findall(r"\bnvml[A-Z]\w*(?=\()", text))
    return called


def main():
    root = pathlib.Path(sys.argv[1])
    called = called_functions(root / "tests/api")
    done = list(done_functions(root / "registry/nvml"))
    missing = [name for name in done if name not in called]
    for name in missing:
        print(f"{name}: no test of tests/api calls it")
    print(f"{len(done) - len(missing)} of {len(done)} functions have a value test")
    return 1 if missing else 0


sys.exit(main())
