#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every function on every driver branch answers as coverage says and sends only what NVIDIA published.

check-matrix.py PROGRAM branches|releases

branches: every machine under the last release of each branch and under one that no table knows.
releases: one machine under every published release; only what is sent counts.

The witnesses of what is sent are kernel/constants.tsv, struct-sizes.tsv, map.tsv and versions.md, read by
published.py: neither the library's tables nor the simulator's. What a function may ask is its row of
registry/coverage.tsv.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests/matrix")]

import published  # noqa: E402
from gen import coverage_rows  # noqa: E402
from gen.nvml_registry import Registry  # noqa: E402

NEWER = "620.10"
# Builds that are looked at for their own faults, and run slowly, take a part of the drivers.
QUICK = bool(os.environ.get("OPENNVML_QUICK"))
SUCCESS, INVALID_ARGUMENT, NOT_SUPPORTED = 0, 2, 3
# Codes that an argument or the state of a machine explains; any other needs an exception.
PLAIN_CODES = {SUCCESS, INVALID_ARGUMENT, NOT_SUPPORTED, 6, 7}
# Asked on account of whichever function is the first to need a GPU, or a page.
OPENING = {"NV0000_CTRL_CMD_GPU_GET_ID_INFO_V2", "NV0000_CTRL_CMD_GPU_GET_ATTACHED_IDS"}
PAGE_POLL = "NV00DE_CTRL_CMD_REQUEST_DATA_POLL"
SESSION = {"NV0000_CTRL_CMD_SYSTEM_GET_BUILD_VERSION_V2", "NV2080_CTRL_CMD_GPU_GET_GID_INFO",
           "NV2080_CTRL_CMD_BUS_GET_PCI_INFO", "NV0080_CTRL_CMD_GPU_GET_VIRTUALIZATION_MODE",
           "NVA081_CTRL_CMD_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES", "NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU",
           "NV2080_CTRL_CMD_GPU_GET_OEM_BOARD_INFO",
           "NV0000_CTRL_CMD_GPUACCT_GET_ACCOUNTING_PIDS", "NV0000_CTRL_CMD_GPU_GET_PROBED_IDS"}
PAGE_CLASS = "RM_USER_SHARED_DATA"


class Run:
    """What one machine under one driver did."""

    def __init__(self, machine, driver):
        self.machine, self.driver, self.refused = machine, driver, None
        self.codes, self.sent = {}, {}

    def where(self):
        return f"{self.machine} {self.driver}"


def read_runs(machine, text):
    runs = []
    for line in text.splitlines():
        kind, *cells = line.split("\t")
        if kind == "driver":
            runs.append(Run(machine, cells[0]))
        elif kind == "refused":
            runs[-1].refused = cells[0]
        elif kind == "answer":
            runs[-1].codes.setdefault(cells[0], set()).add(int(cells[1]))
        elif kind == "sent":
            runs[-1].sent.setdefault(cells[0], set()).add((cells[1], int(cells[2], 16), int(cells[3])))
    return runs


def run_machine(program, options, machine, drivers):
    done = subprocess.run([program, *options, str(machine), *drivers], capture_output=True, text=True, check=False)
    runs = read_runs(machine.stem, done.stdout)
    if done.returncode != 0:
        sys.exit(f"{machine.stem} {runs[-1].driver if runs else ''}: the program ended with {done.returncode}, "
                 f"after {list(runs[-1].codes)[-1:] if runs else ''} {done.stderr}")
    return runs


def run_all(program, options, jobs):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        started = [pool.submit(run_machine, program, options, *job) for job in jobs]
        return [run for one in started for run in one.result()]


class Exceptions:
    """Rows of exceptions.tsv: function, what differs, reason. One that nothing needs is an error."""

    def __init__(self):
        lines = (ROOT / "tests/matrix/exceptions.tsv").read_text().splitlines()
        self.rows = {tuple(line.split("\t")[:2]) for line in lines if line and not line.startswith("#")}
        self.used = set()

    def allow(self, function, what):
        found = (function, what) in self.rows
        if found:
            self.used.add((function, what))
        return found

    def unused(self):
        return [f"exceptions.tsv: {function} '{what}' is not needed" for function, what in self.rows - self.used]


class Judge:
    def __init__(self):
        self.facts, self.sources = published.Published(), coverage_rows.Sources(ROOT)
        self.rows, self.exceptions = coverage_rows.read(ROOT), Exceptions()
        self.functions = {f["name"]: f for f in Registry(ROOT).functions()}
        self.failures, self.counts = {}, {}  # failures: text -> where

    def fail(self, text, where=""):
        self.failures.setdefault(text, []).append(where)

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number

    def release(self, driver):
        return self.facts.index.get(driver, len(self.facts.releases) - 1)

    # Answers

    def judge_codes(self, runs):
        for run in runs:
            for function, codes in run.codes.items():
                self.count("codes", len(codes))
                for code in codes - PLAIN_CODES:
                    if not self.exceptions.allow(function, f"code {code}"):
                        self.fail(f"{function}: code {code}", run.where())

    def judge_answer(self, function, driver, codes):
        """codes: of this function on this driver over all machines. Where no vGPU can be, its number is wrong."""
        row = self.rows[function]
        done = self.functions[function].get("done", False)
        expected = done and self.sources.answers(row["asks"], self.release(driver))
        self.count("answers")
        if SUCCESS in codes and not expected:
            if not self.exceptions.allow(function, "answers"):
                self.fail(f"{function}: answers, coverage says it does not", driver)
        elif expected and SUCCESS not in codes:
            if not self.exceptions.allow(function, "no answer"):
                self.fail(f"{function}: never answers (codes {sorted(codes)}), coverage says it does", driver)
        elif not expected and NOT_SUPPORTED not in codes and not function.startswith("nvmlVgpu"):
            if not self.exceptions.allow(function, "no handle"):
                self.fail(f"{function}: codes {sorted(codes)}, not NOT_SUPPORTED", driver)

    def judge_answers(self, runs):
        by_driver = {}
        for run in runs:
            for function, codes in run.codes.items():
                by_driver.setdefault((run.driver, function), set()).update(codes)
        for (driver, function), codes in by_driver.items():
            self.judge_answer(function, driver, codes)

    # What was sent

    def allowed(self, function):
        """(names of controls, whether the page may be mapped)"""
        if function == "session":
            return OPENING | SESSION, False
        elements = [e for one in coverage_rows.parse(self.rows[function]["asks"]) for e in one]
        page = any(e.page is not None for e in elements)
        names = {e.name for e in elements if e.page is None} | OPENING
        return names | ({PAGE_POLL} if page else set()), page

    def judge_control(self, run, function, number, size):
        release, what = self.release(run.driver), f"{function}: control {number:#x} of {size} bytes"
        published_names = self.facts.names_of(number, release)
        self.count("controls")
        if not published_names and self.exceptions.allow(function, f"control {number:#x}"):
            return None
        if not published_names:
            return self.fail(f"{what} is none of this release", run.where())
        if not any(size in self.facts.sizes_of(name, release) for name in published_names):
            # A twin may be older than the struct's own number: its size is that of the first one.
            first = {s for n in published_names for s in self.facts.sizes_of(n, min(self.facts.constants[n]))}
            if number not in published.TWINS or size not in first:
                return self.fail(f"{what}: {published_names} has another size", run.where())
        names, _ = self.allowed(function)
        if names.isdisjoint(published_names):
            return self.fail(f"{what} is {published_names}, of which coverage says nothing", run.where())
        return None

    def judge_other(self, run, function, kind, number):
        release = self.release(run.driver)
        prefix, what = ("NV_ESC_", "escape") if kind == "escape" else ("", "class")
        names = [n for n in self.facts.by_number.get((release, number), [])
                 if n.startswith(prefix) and "_CTRL_" not in n]
        self.count("escapes and classes")
        if not names:
            self.fail(f"{function}: {what} {number:#x} is none of this release", run.where())
        if kind == "alloc" and PAGE_CLASS in names and not self.allowed(function)[1]:
            self.fail(f"{function}: maps the page, of which coverage says nothing", run.where())

    def judge_sent(self, runs):
        seen = set()
        for run in runs:
            for function, sent in run.sent.items():
                for kind, number, size in sorted(sent):
                    if (run.driver, function, kind, number, size) in seen:
                        continue
                    seen.add((run.driver, function, kind, number, size))
                    if kind == "control":
                        self.judge_control(run, function, number, size)
                    else:
                        self.judge_other(run, function, kind, number)

    def judge_renumbered(self, runs):
        """No number of a control that moved is sent by a function that does not mean what it is now."""
        moved = self.facts.renumbered()
        watched = {number for values in moved.values() for number in values.values()}
        for run in runs:
            release = self.release(run.driver)
            for function, sent in run.sent.items():
                right = {self.facts.number(name, release) for name in self.allowed(function)[0]}
                hit = {number for kind, number, _ in sent if kind == "control"} & watched
                self.count("uses of numbers that moved", len(hit))
                for number in hit - right:
                    self.fail(f"{function}: {number:#x} is not its control at this release", run.where())

    def finish(self, runs, whole):
        for run in runs:
            if run.refused:
                self.fail(f"refused: {run.refused}", run.where())
        for text in self.exceptions.unused() if whole else []:
            self.fail(text)
        for text, places in list(self.failures.items())[:200]:
            print(f"{text} ({len(places)} times, first {places[0]})")
        print(f"{len(runs)} runs:", ", ".join(f"{n} {what}" for what, n in self.counts.items()) + ",",
              f"{len(self.failures)} wrong")
        return 1 if self.failures else 0


# One of each kind; the others of machines/ differ in names and numbers only.
MACHINES = "dgx-a100 dgx-h100 gb200 h100-mig rtx3090 rtx4090 t4 vgpu-guest vgpu-l40s".split()


def machines():
    return [ROOT / f"machines/{name}.yaml" for name in MACHINES] + [ROOT / "tests/api/machines/witness.yaml"]


def check_branches(program, judge):
    last = {coverage_rows.branch_of(release): release for release in judge.facts.releases}
    drivers = (list(last.values())[::5] if QUICK else list(last.values())) + [NEWER]
    runs = run_all(program, [], [(machine, drivers) for machine in machines()])
    judge.judge_codes(runs)
    judge.judge_answers(runs)
    judge.judge_sent(runs)
    judge.judge_renumbered(runs)
    return judge.finish(runs, not QUICK)


def check_releases(program, judge):
    releases = judge.facts.releases[::12] if QUICK else judge.facts.releases
    halves = [releases[::2], releases[1::2]]
    runs = run_all(program, ["--reads"], [(ROOT / "tests/api/machines/witness.yaml", half) for half in halves])
    if {run.driver for run in runs} != set(releases):
        judge.fail("not every release ran")
    judge.judge_sent(runs)
    judge.judge_renumbered(runs)
    return judge.finish(runs, False)


def main():
    if not published.at_hand():
        print("skipped: no recorded facts")
        return 77
    checks = {"branches": check_branches, "releases": check_releases}
    return checks[sys.argv[2]](sys.argv[1], Judge())


sys.exit(main())
