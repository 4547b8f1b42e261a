#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the test cases of a meson test log: prints "passed failed skipped".

A cmocka program counts with each of its cases, any other program as one. A program
that failed counts at least one failure, whatever its output says.
Usage: count-tests.py testlog.json
"""
import json
import re
import sys

CASE = re.compile(r'^\[\s*(OK|SKIPPED)\s*\] (?!\d+ test)\S', re.M)
FAILED = re.compile(r'^\[\s*FAILED\s*\] (?!\d+ test)(\S+)', re.M)


def count_program(entry):
    """One line of the log -> (passed, failed, skipped)."""
    text = entry.get('stdout', '') + '\n' + entry.get('stderr', '')
    cases = CASE.findall(text)
    passed, skipped = cases.count('OK'), cases.count('SKIPPED')
    failed = len(set(FAILED.findall(text)))
    if entry['result'] == 'SKIP':
        return 0, 0, max(1, skipped)
    if entry['result'] in ('OK', 'EXPECTEDFAIL'):
        return (passed, 0, skipped) if cases else (1, 0, 0)
    return passed, max(1, failed), skipped


def main():
    totals = [0, 0, 0]
    with open(sys.argv[1], encoding='utf-8') as log:
        for line in log:
            for place, number in enumerate(count_program(json.loads(line))):
                totals[place] += number
    print(*totals)


if __name__ == '__main__':
    main()
