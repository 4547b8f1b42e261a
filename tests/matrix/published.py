# SPDX-License-Identifier: MIT
"""Which controls NVIDIA published at each release, by number and size, from the recorded facts alone."""
import os
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FACTS = pathlib.Path(os.environ.get("OPENNVML_FACTS", SOURCE.parent / "shared/facts"))
# PRECEDENCE.md: the three numbers that may be sent before the plain ones exist, for the structs of those.
TWINS = {0x20808513: 0x20800513, 0x2080a068: 0x20802068, 0x2080a087: 0x20802087}


def at_hand():
    return (FACTS / "kernel/constants.tsv").is_file()


def rows(name):
    """The rows of a table of facts, its heading left out."""
    return [line.split("\t") for line in (FACTS / name).read_text().splitlines()[1:]]


def key(release):
    return [int(part) for part in release.split(".")]


class Published:
    def __init__(self):
        self.releases = (FACTS / "kernel/releases.txt").read_text().split()
        self.index = {release: i for i, release in enumerate(self.releases)}
        self.constants, self.structs = self.spans("constants.tsv"), self.spans("struct-sizes.tsv")
        self.by_number = {}
        self.params = {}  # control -> its struct as map.tsv has it
        self.read_map()
        self.tables = self.read_versions()
        for name, values in self.constants.items():
            for release, number in values.items():
                self.by_number.setdefault((release, number), []).append(name)

    def covered(self, text):
        for part in text.split(","):
            first, _, last = part.partition("..")
            yield from range(self.index[first], self.index[last or first] + 1)

    def spans(self, name):
        """name -> {release index: number}"""
        found = {}
        for name, value, releases in rows(f"kernel/{name}"):
            if not value.startswith("0x-"):
                found.setdefault(name, {}).update((i, int(value, 0)) for i in self.covered(releases))
        return found

    def read_map(self):
        """Controls whose headers constants.tsv does not cover are there since the release that map.tsv names."""
        for row in rows("kernel/map.tsv"):
            names, numbers, structs, since = (row[i].split(" | ") for i in (3, 4, 5, 7))
            for name, number, struct, first in zip(names, numbers, structs, since):
                if not number.startswith("0x") or not re.fullmatch(r"[\d.]+", first):
                    continue
                self.params[name] = struct
                if name not in self.constants:
                    have = [i for i, r in enumerate(self.releases) if key(r) >= key(first)]
                    self.constants[name] = {i: int(number, 16) for i in have}

    def read_versions(self):
        """control -> {branch: size}, of the table of sizes in versions.md."""
        found, branches = {}, []
        for line in (FACTS / "kernel/versions.md").read_text().splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0] == "command (latest number)":
                branches = [int(cell) for cell in cells[1:-1]]
            match = re.match(r"(\w+) \(0x\w+\)$", cells[0])
            if match and len(cells) == len(branches) + 2:
                found[match[1]] = {b: int(c) for b, c in zip(branches, cells[1:]) if c.isdigit()}
        return found

    def first_release(self, name):
        return self.releases[min(self.constants[name])]

    def number(self, name, release):
        return self.constants.get(name, {}).get(release)

    def names_of(self, number, release):
        """Controls that have this number at this release; a twin's is its plain control's, whenever."""
        plain = next(n for n, v in self.constants.items() if TWINS[number] in v.values()) if number in TWINS else None
        return [name for name in self.by_number.get((release, number), []) if "_CTRL_" in name] + [plain] * bool(plain)

    def sizes_of(self, name, release):
        """Sizes that its parameters may have, by the names under which headers keep them."""
        stem = name.replace("_CTRL_CMD_", "_CTRL_")
        structs = {self.params.get(name), stem + "_PARAMS", stem + "_PARAM", name + "_PARAMS"}
        sizes = [self.structs[struct] for struct in structs if struct in self.structs]
        found = {size[release] for size in sizes if release in size}
        if not found and name in self.tables:
            found = {self.tables[name].get(key(self.releases[release])[0])} - {None}
        if not found and not sizes and name not in self.tables:
            found = {0}  # no header has parameters for it
        return found

    def renumbered(self):
        """Controls whose number moved; a control's number has its class above 16 bits."""
        return {name: values for name, values in self.constants.items()
                if "_CTRL_" in name and len(set(values.values())) > 1 and min(values.values()) > 0xffff}
