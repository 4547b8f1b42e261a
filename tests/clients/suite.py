#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a test suite of others on simulated machines and holds its failures against a list.

A line of the list: test, machines, failure, reason; parted by tabs. test is a pattern (*), machines a list with commas
or *, failure a regular expression that the message must match. A test without a line must pass; one with a line must
fail just so. A line whose test passes is stale and fails the run, unless its reason begins "not yet".
Usage: suite.py NVSIM LIST MACHINE,... rust BINARY | go BINARY | pytest PYTHON PATH...
"""
import concurrent.futures
import dataclasses
import fnmatch
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

TIMEOUT_S = 120
PASSED = ''


@dataclasses.dataclass
class Exclusion:
    test: str
    machines: str
    failure: str
    reason: str
    used: bool = False
    passed: bool = False

    def covers(self, test, machine):
        return fnmatch.fnmatchcase(test, self.test) and (self.machines == '*' or machine in self.machines.split(','))


def read_list(path):
    lines = (line for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines() if line and line[0] != '#')
    return [Exclusion(*line.split('\t')) for line in lines]


def run(arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode < 0 or done.returncode > 125:
        sys.exit(f'{arguments}: ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}')
    return done.stdout


def rust(machine_runner, binary):
    """{test: what it failed with, or nothing}, the ignored tests included."""
    text = run([*machine_runner, binary, '--test-threads=1', '--include-ignored'])
    messages = dict(re.findall(r'^---- (\S+)(?: - should panic)? stdout ----\n(.*?)(?=^---- |^failures:)', text, re.S | re.M))
    verdicts = re.findall(r'^test (\S+)(?: - should panic)? \.\.\. (\w+)', text, re.M)
    return {test: PASSED if verdict == 'ok' else messages.get(test, 'no message') for test, verdict in verdicts}


def go(machine_runner, program):
    """As rust(); the lines of a test come between its name and its verdict."""
    text = run([*machine_runner, program, '-test.v', f'-test.timeout={TIMEOUT_S}s'])
    parts = re.findall(r'^=== RUN   (\w+)$(.*?)^--- (PASS|FAIL|SKIP): \1 ', text, re.S | re.M)
    return {test: message if verdict == 'FAIL' else PASSED for test, message, verdict in parts}


def with_pytest(machine_runner, python, *paths):
    """As rust(); skipped tests and those expected to fail by their authors count as passed."""
    with tempfile.NamedTemporaryFile(suffix='.xml') as report:
        run([*machine_runner, python, '-m', 'pytest', '-q', '-W', 'ignore', '-p', 'no:cacheprovider',
             f'--junitxml={report.name}', *paths])
        cases = ElementTree.parse(report.name).getroot().iter('testcase')
        return {case.get('classname').split('.')[-1] + '::' + case.get('name'): message_of(case) for case in cases}


def message_of(case):
    problem = case.find('failure')
    if problem is None:
        problem = case.find('error')
    return PASSED if problem is None else (problem.get('message') or '') + (problem.text or '')


def judge(machine, results, exclusions):
    """Prints what is not as the list says; true if nothing was."""
    good = True
    for test, message in results.items():
        lines = [line for line in exclusions if line.covers(test, machine)]
        for line in lines:
            line.used = True
            line.passed |= message == PASSED
        if message != PASSED and not any(re.search(line.failure, message) for line in lines):
            good = False
            print(f'{machine}: {test}: {" ".join(message.split())[:300]}')
    return good


def stale(line):
    if not line.used:
        return 'no such test'
    return 'passes' if line.passed and not line.reason.startswith('not yet') else None


def main():
    nvsim, path, machines, kind, *rest = sys.argv[1:]
    exclusions = read_list(path)
    good, passed, count = True, 0, 0
    suite = {'rust': rust, 'go': go, 'pytest': with_pytest}[kind]
    machines = machines.split(',')
    # Side by side, because a test of events waits for ten seconds.
    with concurrent.futures.ThreadPoolExecutor(len(machines)) as pool:
        found = pool.map(lambda machine: suite([nvsim, 'run', '--machine', machine, '--'], *rest), machines)
    for machine, results in zip(machines, found):
        good &= judge(machine, results, exclusions)
        count += len(results)
        passed += sum(message == PASSED for message in results.values())
    for line in exclusions:
        if problem := stale(line):
            good = False
            print(f'{path}: {line.test}: {problem}')
        elif line.passed:
            print(f'{path}: {line.test}: passes now, the line can go')
    print(f'{passed} of {count} tests passed, {len(exclusions)} lines of exclusions')
    sys.exit(0 if good and passed else 1)


if __name__ == '__main__':
    main()
