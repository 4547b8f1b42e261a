# SPDX-License-Identifier: MIT
"""Reads and checks registry/rm/<family>.toml: commands, neutral members, wire layouts."""

import re
import tomllib

WIDTH = {"u8": 1, "char": 1, "i8": 1, "u16": 2, "i16": 2, "u32": 4, "i32": 4, "u64": 8, "i64": 8,
         "ptr": 8}
CONTAINERS = ("struct", "union")
COMMAND_KEYS = {"name", "kind", "params", "object", "privilege", "header", "inputs", "unused",
                "twin", "exported", "alias", "formerly", "firmware", "members", "layout"}
LAYOUT_KEYS = {"since", "absent", "number", "size", "offsets"}
NOT_FAMILIES = {"versions", "status", "constants", "page"}


# Spelled with capitals inside: one word each in our names.
UNITS = {"KHz": "Khz", "MHz": "Mhz", "mW": "Mw", "MBps": "Mbytesps", "KiBps": "Kibps",
         "VFs": "Vfs", "CEs": "Ces"}


class RegistryError(Exception):
    """A mistake in a registry file; the text names file and key."""


def c_name(path, paths):
    """NVIDIA's member name in our spelling: bFooBar -> foo_bar, gpuIds -> gpu_ids.

    The type prefix stays where the struct has the bare name too.
    """
    parent, dot, member = path.rpartition(".")
    bare = re.sub(r"^[bp](?=[A-Z])", "", member)
    if parent + dot + bare[0].lower() + bare[1:] not in paths:
        member = bare
    for unit, word in UNITS.items():
        member = re.sub(unit + r"(?![a-z])", word, member)
    member = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", member)
    return re.sub(r"_+", "_", member).lower()


class Member:
    """One member of a neutral struct; containers have children."""

    def __init__(self, path, text, paths):
        found = re.fullmatch(r"([a-z0-9]+)(?:\[(\d+)\])?", text)
        if not found or found[1] not in WIDTH and found[1] not in CONTAINERS:
            raise RegistryError(f"{path}: unknown type {text!r}")
        self.path, self.kind, self.count = path, found[1], int(found[2] or 0)
        self.name = c_name(path, paths)
        self.children, self.parent = [], None

    def layout(self):
        """(size, alignment) of one element in the neutral struct."""
        if self.kind not in CONTAINERS:
            return WIDTH[self.kind], WIDTH[self.kind]
        return place(self.children, self.kind == "union")

    def expression(self):
        """How offsetof reaches the first element."""
        prefix = f"{self.parent.expression()}{'[0]' if self.parent.count else ''}." \
            if self.parent else ""
        return prefix + self.name

    def in_union(self):
        node = self.parent
        while node and node.kind != "union":
            node = node.parent
        return bool(node)

    def list(self):
        """The struct array around this member, or None."""
        node = self.parent
        while node and not node.count:
            node = node.parent
        return node


def place(members, union=False):
    """Sets natural offsets of members; returns (size, alignment)."""
    end, alignment = 0, 1
    for member in members:
        size, own = member.layout()
        member.offset = 0 if union else -(-end // own) * own
        end = max(end, member.offset + size * max(member.count, 1))
        alignment = max(alignment, own)
    return -(-end // alignment) * alignment, alignment


class Command:
    def __init__(self, where, short, row):
        self.where, self.short, self.row = f"{where}: {short}", short, row
        unknown = set(row) - COMMAND_KEYS
        if unknown:
            self.fail(f"unknown key {sorted(unknown)[0]!r}")
        for key in ("name", "privilege", "header", "inputs", "layout"):
            if key not in row:
                self.fail(f"key {key!r} is missing")
        if row["privilege"] not in ("privileged", "non_privileged"):
            self.fail(f"privilege: {row['privilege']!r} is neither privileged nor non_privileged")
        if row.get("firmware", True) is not True:
            self.fail("firmware: true or left out")
        self.alloc = row.get("kind") == "alloc"
        self.read_members(row.get("members", {}))

    def fail(self, text):
        raise RegistryError(f"{self.where}.{text}")

    def read_members(self, rows):
        self.members, self.top = {}, []
        for path, text in rows.items():
            try:
                member = Member(path, text, rows)
            except RegistryError as error:
                self.fail(f"members.{error}")
            parent = path.rpartition(".")[0]
            if parent and parent not in self.members:
                self.fail(f"members.{path}: {parent!r} comes first")
            member.parent = self.members.get(parent)
            siblings = member.parent.children if parent else self.top
            if member.name in [other.name for other in siblings]:
                self.fail(f"members.{path}: the name {member.name!r} is taken")
            siblings.append(member)
            self.members[path] = member
        self.size = place(self.top)[0]

    def direction(self, path):
        inputs = self.row["inputs"]
        given = inputs == ["*"] or path.split(".")[0] in inputs
        return "RM_IN | RM_OUT" if given else "RM_OUT"

    def read_layouts(self, releases):
        self.layouts, offsets, last = [], {}, -1
        self.exported = first_release(f"{self.where}.exported", self.row.get("exported", releases[0]),
                                      releases, -1)
        if "inputs" in self.row and self.row["inputs"] != ["*"]:
            for name in self.row["inputs"]:
                if name not in self.members:
                    self.fail(f"inputs: no member {name!r}")
        for row in self.row["layout"]:
            unknown = set(row) - LAYOUT_KEYS
            if unknown:
                self.fail(f"layout: unknown key {sorted(unknown)[0]!r}")
            first = last = first_release(f"{self.where}.layout", row.get("since"), releases, last)
            if row.get("absent"):
                self.layouts.append(Layout(self, first, 0, 0, {}))
                continue
            offsets = row.get("offsets", offsets)
            if "number" not in row or "size" not in row:
                self.fail(f"layout: {row['since']} needs number and size")
            self.layouts.append(Layout(self, first, row["number"], row["size"], offsets))


class Layout:
    def __init__(self, command, first, number, size, offsets):
        self.command, self.first, self.number, self.size = command, first, number, size
        self.offsets = offsets
        fields = [self.field(path) for path in offsets
                  if self.member(path).kind not in CONTAINERS]
        self.check_overlap(fields)
        self.fields = merge(fields)

    def fail(self, path, text):
        self.command.fail(f"layout.offsets.{path}: {text}")

    def member(self, path):
        if path not in self.command.members:
            self.fail(path, "no such member")
        return self.command.members[path]

    def entry(self, path):
        entry = self.offsets.get(path)
        entry = {"at": entry} if isinstance(entry, int) else entry
        if not isinstance(entry, dict) or set(entry) - {"at", "count", "stride", "type"}:
            self.fail(path, "wants an offset or { at, count, stride, type }")
        return entry

    def check_overlap(self, fields):
        """Outside a union no two members share a byte of the wire."""
        taken = {}
        for field in fields:
            for byte in () if field.member.in_union() else field.wire_bytes():
                if taken.setdefault(byte, field) is not field:
                    self.fail(field.member.path, f"shares byte {byte} with "
                              f"{taken[byte].member.path}")

    def field(self, path):
        """The field that copies one leaf member."""
        member, entry = self.member(path), self.entry(path)
        wire = WIDTH.get(entry.get("type", member.kind))
        inner = entry.get("count", member.count or 1)
        if inner > max(member.count, 1):
            self.fail(path, f"{inner} elements, but the member has {member.count}")
        field = Field(member, entry["at"], self.command.direction(path))
        group = member.list()
        if group:
            outer = self.entry(group.path)
            field.repeat(outer["count"], group, outer["stride"])
            if outer["count"] > group.count or outer["at"] > entry["at"]:
                self.fail(group.path, "does not hold its members")
        if wire != WIDTH[member.kind]:
            if group and inner > 1:
                self.fail(path, "a narrower array in a list is not supported")
            field.widen(wire, inner)
        else:
            field.wire_size = field.neutral_size = wire * inner
        if field.wire_end() > self.size:
            self.fail(path, f"ends at {field.wire_end()}, beyond size {self.size}")
        return field


class Field:
    """One row of struct rm_field; neutral offsets are the natural ones."""

    def __init__(self, member, at, direction):
        self.member, self.wire_offset, self.direction = member, at, direction
        self.count, self.group, self.wire_stride = 1, None, 0
        self.neutral_size = self.wire_size = WIDTH[member.kind]
        self.neutral_offset, node = 0, member
        while node:
            self.neutral_offset, node = self.neutral_offset + node.offset, node.parent

    def repeat(self, count, group, wire_stride):
        self.count, self.group, self.wire_stride = count, group, wire_stride

    def widen(self, wire, inner):
        self.wire_size = wire
        if inner > 1:
            self.count, self.wire_stride = inner, wire

    def wire_bytes(self):
        for n in range(self.count):
            start = self.wire_offset + n * self.wire_stride
            yield from range(start, start + self.wire_size)

    def wire_end(self):
        return self.wire_offset + (self.count - 1) * self.wire_stride + self.wire_size

    def follows(self, other):
        """Whether one copy can serve both without touching a byte between them."""
        return (self.group is other.group and self.count == other.count
                and self.wire_stride == other.wire_stride and self.direction == other.direction
                and self.wire_size == self.neutral_size and other.wire_size == other.neutral_size
                and (self.group or self.count == 1)
                and self.wire_offset == other.wire_offset + other.wire_size
                and self.neutral_offset == other.neutral_offset + other.neutral_size)


def merge(fields):
    """Joins neighbours that lie side by side in both representations."""
    merged = []
    for field in fields:
        if merged and field.follows(merged[-1]):
            merged[-1].wire_size += field.wire_size
            merged[-1].neutral_size += field.neutral_size
        else:
            merged.append(field)
    for field in merged:
        group = field.group
        if group and field.wire_size == field.neutral_size == field.wire_stride == group.layout()[0]:
            field.wire_size = field.neutral_size = field.wire_size * field.count
            field.count, field.group, field.wire_stride = 1, None, 0
    return merged


def read_toml(root, name):
    """A registry file as a table; a syntax error names the file."""
    try:
        return tomllib.loads((root / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{name}: {error}") from error


def version_key(release):
    return [int(number) for number in release.split(".")]


def load_releases(root):
    """Names of the known releases, oldest first."""
    releases = read_toml(root, "registry/rm/versions.toml")["releases"]
    for older, newer in zip(releases, releases[1:]):
        if version_key(older) >= version_key(newer):
            raise RegistryError(f"registry/rm/versions.toml: releases: {newer} comes after {older}")
    return releases


def load_follows(root, releases):
    """Versions from which a driver has the layouts of a newer known release."""
    follows = read_toml(root, "registry/rm/versions.toml")["follows"]
    for since, release in follows.items():
        if release not in releases or since in releases \
                or version_key(since) >= version_key(release):
            raise RegistryError(f"registry/rm/versions.toml: follows.{since}: {release!r}")
    return follows


def first_release(where, since, releases, last):
    """Index of a `since`, which must be known and come after the one before."""
    if since not in releases:
        raise RegistryError(f"{where}: since {since!r} is not in versions.toml")
    if releases.index(since) <= last:
        raise RegistryError(f"{where}: since {since} does not come after the one before")
    return releases.index(since)


def load(root):
    """(releases, commands) of the registry, checked."""
    releases = load_releases(root)
    commands, names = [], set()
    for path in sorted((root / "registry/rm").glob("*.toml")):
        if path.stem in NOT_FAMILIES:
            continue
        name = path.relative_to(root)
        for short, row in read_toml(root, name).items():
            command = Command(name, short, row)
            command.read_layouts(releases)
            if short in names:
                command.fail("name: used twice")
            names.add(short)
            commands.append(command)
    check_unions(commands)
    check_numbers(commands, releases)
    return releases, commands


def check_unions(commands):
    """Members of a union must lie in both representations at the same distances."""
    for command in commands:
        for union in (m for m in command.members.values() if m.kind == "union"):
            for layout in command.layouts:
                deltas = {layout.entry(p)["at"] - Field(m, 0, "").neutral_offset
                          for p, m in command.members.items()
                          if p.startswith(union.path + ".") and p in layout.offsets
                          and m.kind not in CONTAINERS}
                if len(deltas) > 1:
                    command.fail(f"members.{union.path}: members move against each other")


def check_numbers(commands, releases):
    for release in range(len(releases)):
        seen = {}
        for command in commands:
            layout = at(command, release)
            if not layout:
                continue
            key = (command.alloc, layout.number)
            if key in seen:
                command.fail(f"layout: number 0x{layout.number:x} is also that of "
                             f"{seen[key].short} at {releases[release]}")
            seen[key] = command


def at(command, release):
    """Layout at a release; None when absent."""
    found = None
    for layout in command.layouts:
        if layout.first <= release:
            found = layout
    return found if found and found.number else None
