#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Refreshes members and layouts in registry/rm/*.toml from compiled header facts.

usage: import_rm.py FACTS [FAMILY...]

FACTS is a folder with kernel/structs.tsv, kernel/struct-sizes.tsv and
kernel/constants.tsv. The head of a command (name, object, privilege, inputs...)
is kept as written; its `unused` names members that are left out, `formerly` the
struct's name in releases that lack `params`. A command without `params` is written
by hand and left alone.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT / "registry/rm"
NOT_FAMILIES = ("versions", "status", "constants", "page")
HEX_KEYS = ("object", "twin", "number")
SCALARS = {"u8": 1, "i8": 1, "u16": 2, "i16": 2, "u32": 4, "i32": 4, "enum": 4, "u64": 8,
           "i64": 8, "ptr": 8}


def releases_of(text, index):
    covered = set()
    for part in text.split(","):
        first, _, last = part.partition("..")
        covered.update(range(index[first], index[last or first] + 1))
    return covered


def read_tsv(path):
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


class Facts:
    def __init__(self, folder, releases):
        self.index = {r: i for i, r in enumerate(releases)}
        self.numbers, self.sizes, self.fields = {}, {}, {}
        for name, value, covered in read_tsv(folder / "constants.tsv"):
            self.numbers.setdefault(name, []).append((value, releases_of(covered, self.index)))
        for name, size, covered in read_tsv(folder / "struct-sizes.tsv"):
            self.sizes.setdefault(name, []).append((int(size), releases_of(covered, self.index)))
        for name, _, covered, *field in read_tsv(folder / "structs.tsv"):
            self.fields.setdefault(name, {}).setdefault(covered, []).append(field)

    def number_at(self, name, release):
        return next((int(v, 16) for v, c in self.numbers.get(name, []) if release in c), None)

    def size_at(self, params, release):
        return next((s for s, c in self.sizes.get(params, []) if release in c), None)

    def fields_at(self, params, release):
        for covered, rows in self.fields.get(params, {}).items():
            if release in releases_of(covered, self.index):
                yield from rows


def parse_field(row):
    """(path, counts, offset, size, type): counts of the last component multiply."""
    raw, offset, size, kind = row
    dims = re.findall(r"\[(\d+)\]", raw.split(".")[-1])
    count = 1
    for dim in dims:
        count *= int(dim)
    return re.sub(r"\[\d+\]", "", raw), count if dims else 0, int(offset), int(size), kind


def member_type(kind, count):
    base = {"enum": "u32", "i8": "char" if count else "i8"}.get(kind, kind)
    return f"{base}[{count}]" if count else base


def entry_of(path, count, offset, size, kind):
    """How a layout writes this field; None for a plain nested container."""
    if kind in ("struct", "union"):
        return {"at": offset, "count": count, "stride": size // count} if count else None
    assert size == max(count, 1) * SCALARS[kind], path
    kind = member_type(kind, count).partition("[")[0]
    return {"at": offset, "kind": kind, **({"count": count} if count else {})}


def params_at(facts, command, release):
    known = facts.size_at(command["params"], release) is not None
    return command["params"] if known else command.get("formerly", command["params"])


def fields_of(facts, command, release):
    """Fields of the struct at one release; a scalar that later became a struct is renamed."""
    for row in facts.fields_at(params_at(facts, command, release), release):
        path, count, offset, size, kind = parse_field(row)
        alias = command.get("alias", {}).get(path)
        if alias and kind in SCALARS:
            path, count = alias, 1
        if path.rpartition(".")[2] not in command.get("unused", ()):
            yield path, count, offset, size, kind


def is_legacy(command, number):
    """Bit 15 sends a control to the firmware unchecked: no layout is promised there."""
    return command.get("kind") != "alloc" and number & 0x8000


def layout_at(facts, command, release):
    number = facts.number_at(command["name"], release)
    size = facts.size_at(params_at(facts, command, release), release)
    if number is None or size is None or is_legacy(command, number):
        return None, []
    fields = list(fields_of(facts, command, release))
    offsets = {f[0]: e for f in fields if (e := entry_of(*f)) is not None}
    return {"number": number, "size": size, "offsets": offsets}, fields


def widest(a, b):
    if {a, b} == {"struct", "union"}:
        return "union"
    return a if a == b or SCALARS[a] > SCALARS[b] else b


def merge_members(members, fields):
    """Adds the fields of one release to the union, keeping declaration order."""
    order = list(members)
    place = 0
    for path, count, _, _, kind in fields:
        if path in members:
            place = order.index(path) + 1
            old_kind, old_count = members[path]
            assert bool(old_count) == bool(count), path
            members[path] = (widest(kind, old_kind), max(count, old_count))
        else:
            order.insert(place, path)
            place += 1
            members[path] = (kind, count)
    return {path: members[path] for path in order}


def import_command(facts, command, releases):
    members, layouts, previous = {}, [], None
    for i in reversed(range(len(releases))):
        _, fields = layout_at(facts, command, i)
        members = merge_members(members, fields)
    for i, release in enumerate(releases):
        layout, _ = layout_at(facts, command, i)
        if layout != previous:
            layouts.append({"since": release, **(layout or {"absent": True})})
        previous = layout
    while layouts and layouts[0].get("absent"):
        layouts.pop(0)
    command["members"] = {p: member_type(*m) for p, m in members.items()}
    command["layout"] = add_twin(command, layouts, releases)
    mark_types(command)


def mark_types(command):
    """Says in a layout entry where a member is narrower than in the neutral struct."""
    for layout in command["layout"]:
        for path, entry in layout.get("offsets", {}).items():
            kind = entry.pop("kind", None) if isinstance(entry, dict) else None
            if kind and kind != command["members"][path].partition("[")[0]:
                entry["type"] = kind
            elif kind and set(entry) == {"at"}:
                layout["offsets"][path] = entry["at"]


def add_twin(command, layouts, releases):
    """The legacy number carries the same struct where the plain one does not exist yet."""
    if "twin" not in command or layouts[0]["since"] == releases[0]:
        return layouts
    first = dict(layouts[0], since=releases[0], number=command["twin"])
    layouts[0] = dict(layouts[0], offsets=first["offsets"])
    return [first] + layouts


def toml_key(key):
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def toml_value(key, value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"0x{value:04x}" if key in HEX_KEYS else str(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(key, v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml_value(k, v)}" for k, v in value.items()) + " }"
    return f'"{value}"'


def offset_value(entry, maximum):
    """An array as long as the member says is written as its offset alone."""
    if isinstance(entry, dict) and set(entry) == {"at", "count"} and entry["count"] == maximum:
        return str(entry["at"])
    return toml_value("", entry)


def dump_command(short, head, command):
    out = [head]
    if command.get("members"):
        out += ["", f"[{short}.members]"]
        out += [f'{toml_key(k)} = "{v}"' for k, v in command["members"].items()]
    previous = None
    for layout in command["layout"]:
        out += ["", f"[[{short}.layout]]"]
        out += [f"{k} = {toml_value(k, layout[k])}"
                for k in ("since", "absent", "number", "size") if k in layout]
        offsets = layout.get("offsets")
        if offsets and offsets != previous:
            out += ["", f"[{short}.layout.offsets]"]
            for path, entry in offsets.items():
                dims = re.search(r"\[(\d+)\]", command["members"][path])
                value = offset_value(entry, int(dims[1]) if dims else 0)
                out.append(f"{toml_key(path)} = {value}")
        previous = offsets or previous
    return "\n".join(out) + "\n"


def import_family(facts, path, releases):
    text = path.read_text(encoding="utf-8")
    comment = "".join(line + "\n" for line in text.split("\n\n")[0].splitlines()
                      if line.startswith("#"))
    blocks = []
    for short, command in tomllib.loads(text).items():
        block = re.search(rf"^\[{short}\]\n.*?(?=^\[(?!\[?{short}[.\]])|\Z)", text, re.M | re.S)[0]
        if "params" in command:
            import_command(facts, command, releases)
            block = dump_command(short, block.split("\n\n")[0].rstrip("\n"), command)
        blocks.append(block.rstrip("\n") + "\n")
    path.write_text(comment + "\n" + "\n".join(blocks), encoding="utf-8")


def main(argv):
    if len(argv) < 2:
        sys.exit(__doc__)
    releases = tomllib.loads((REGISTRY / "versions.toml").read_text())["releases"]
    facts = Facts(Path(argv[1]) / "kernel", releases)
    for path in sorted(REGISTRY.glob("*.toml")):
        if path.stem in NOT_FAMILIES or (argv[2:] and path.stem not in argv[2:]):
            continue
        import_family(facts, path, releases)


if __name__ == "__main__":
    main(sys.argv)
