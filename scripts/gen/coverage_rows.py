# SPDX-License-Identifier: MIT
"""registry/coverage.tsv: what each function asks, and from which driver branch on that has an answer.

A row's `asks` is a list of alternatives, of which one is enough: `A + B, C`. An element is the name of a driver
control, or `page:SECTION` of the telemetry page; `(A)` is asked where it exists and never needed; `A@RELEASE` says
since when a control exists that registry/rm does not describe yet. Nothing at all: every driver answers.
"""
from gen.rm_page import load as load_page
from gen.rm_registry import at, load, load_releases

COLUMNS = ["function", "asks", "seen"]


def branch_of(release):
    return int(release.split(".")[0])


class Element:
    def __init__(self, text):
        self.optional = text.startswith("(") and text.endswith(")")
        self.name, _, self.since = text.strip("()").partition("@")
        self.page = self.name.removeprefix("page:") if self.name.startswith("page:") else None


def parse(asks):
    """[[Element, ...], ...]: any of the lists, all of a list."""
    return [[Element(part.strip()) for part in one.split("+")] for one in asks.split(",") if one.strip()]


class Sources:
    """Since when the driver has each control and each section of the page."""

    def __init__(self, root):
        self.releases, commands = load(root)
        self.commands = {command.row["name"]: command for command in commands}
        self.page = load_page(root)
        last = {branch_of(release): i for i, release in enumerate(self.releases)}
        self.branches = sorted(last)
        self.last = last

    def page_has(self, section, release):
        now = [row for row in self.page["layout"] if row["first"] <= release]
        paths = now[-1]["offsets"] if now else {}
        return any(path == section or path.startswith(section + ".") for path in paths)

    def derived(self, element):
        return element.page is not None or element.name in self.commands

    def has(self, element, release):
        if element.page is not None:
            return self.page_has(element.page, release)
        if element.name in self.commands:
            command = self.commands[element.name]
            return release >= command.exported and at(command, release) is not None
        return element.since != "" and release >= self.releases.index(element.since)

    def answers(self, asks, release):
        needed = [[e for e in one if not e.optional] for one in parse(asks)]
        needed = [one for one in needed if one]
        return not needed or any(all(self.has(e, release) for e in one) for one in needed)

    def branches_with(self, asks):
        """Branches whose last release has an answer."""
        return [branch for branch in self.branches if self.answers(asks, self.last[branch])]

    def first_release(self, asks, branch):
        return next(r for i, r in enumerate(self.releases) if branch_of(r) == branch and self.answers(asks, i))

    def first_text(self, asks):
        """`any`, `550`, `535.161.07`, `535, not 545`."""
        have = self.branches_with(asks)
        if not have:
            return "none"
        first = self.first_release(asks, have[0])
        opening = next(r for r in self.releases if branch_of(r) == have[0])
        text = str(have[0]) if first == opening else first
        gaps = [str(b) for b in self.branches if b > have[0] and b not in have]
        if have == self.branches and first == opening:
            return "any"
        return ", not ".join([text] + gaps)


def read(root):
    """function -> {"asks", "seen"}"""
    lines = (root / "registry/coverage.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if rows[0] != COLUMNS:
        raise ValueError(f"registry/coverage.tsv: columns are {rows[0]}")
    return {row[0]: dict(zip(COLUMNS[1:], row[1:] + [""] * 2)) for row in rows[1:]}
