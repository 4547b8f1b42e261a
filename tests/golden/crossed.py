#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Print a machine in every format that was recorded of it, from what one of the recordings says.

crossed.py NVSMI FAKE_LIBRARY. An NVML answers what the machine's -q tells, and the table, -L, CSV, dmon and the others are
compared with what nvidia-smi printed in the same minute: another witness than the one that the values come from. Lines
that may differ, and why, are in crossed-differences.txt. 98 lines of 100 are the same. Status 77 without recordings.
"""

import sys
from pathlib import Path

import captures
import feed
import golden
import recorded

HERE = Path(__file__).resolve().parent


def main():
    nvsmi, library = sys.argv[1:]
    if not captures.FACTS.is_dir():
        print(f"no recordings in {captures.FACTS}")
        return 77
    rules = recorded.Rules(HERE / "crossed-differences.txt")
    tally = recorded.Tally(rules, captures.IS_MOVED)
    for path, _, formats in captures.recordings():
        if len(formats) > 1:
            values = feed.query(path.read_text())
            for kind, (file, arguments) in formats.items():
                _, printed = golden.run(nvsmi, library, values, arguments)
                captures.compare(tally, kind, file.name, file.read_text(), printed)
    failed = tally.report() + rules.complain(tally.counts)
    return 1 if failed or recorded.share(tally.total()) < 98 else 0


if __name__ == "__main__":
    sys.exit(main())
