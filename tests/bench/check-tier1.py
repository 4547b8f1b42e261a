#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tier1.txt holds the functions of the first tier as the survey of programs has them, in its order."""
import os
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
FACTS = pathlib.Path(os.environ.get("OPENNVML_FACTS", HERE.parents[2] / "shared/facts"))


def main():
    survey = FACTS / "nvml/tiers.md"
    if not survey.is_file():
        print("skipped: no survey")
        return 77
    tier = survey.read_text().split("## Tier 1", 1)[1].split("## Tier 2", 1)[0]
    theirs = re.findall(r"(nvml\w+) \(\d+\)", tier)
    ours = [line for line in (HERE / "tier1.txt").read_text().splitlines() if not line.startswith("#")]
    print(f"{len(theirs)} functions surveyed, {len(ours)} in the list")
    return 0 if ours == theirs else 1


sys.exit(main())
