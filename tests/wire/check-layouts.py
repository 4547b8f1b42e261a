#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every command at every release: number, size and where each member's bytes go."""

import sys

import wire


class Tables:
    """The compiled tables of one run of the dump program."""

    def __init__(self, program):
        rows = wire.dump(program)
        self.releases = rows["release"]
        self.commands = {int(r[0]): r[1:] for r in rows["command"]}
        self.layouts = {}
        for cmd, release, first, number, size in ((int(c) for c in r) for r in rows["layout"]):
            self.layouts[cmd, release] = (first, number, size)
        self.fields, self.members = {}, {}
        for row in rows["field"]:
            cmd, first, *rest = (int(c) for c in row)
            self.fields.setdefault((cmd, first), []).append(rest)
        for cmd, path, *rest in rows["member"]:
            self.members.setdefault(int(cmd), {})[path] = tuple(int(c) for c in rest)

    def byte_map(self, cmd, first):
        """neutral byte -> wire byte, as the codec would copy."""
        out = {}
        for neutral, at, nstride, wstride, count, nsize, wsize, _ in self.fields.get((cmd, first), []):
            for n in range(count):
                for byte in range(min(nsize, wsize)):
                    out[neutral + n * nstride + byte] = at + n * wstride + byte
        return out


def list_around(rows, path):
    """(elements, stride) of the struct array that holds a member, all dimensions as one."""
    for raw, _, size, kind in rows:
        if kind in ("struct", "union") and raw.endswith("]") and path.startswith(raw + "."):
            return total(raw), size // total(raw)
    return 1, 0


def wanted_map(report, name, members, rows, alias, unused):
    """neutral byte -> wire byte, from the facts and the offsets of the neutral struct."""
    out = {}
    for raw, offset, size, kind in rows:
        if kind in ("struct", "union"):
            continue
        path = wire.bare(raw)
        path = alias.get(path, path)
        if path.rpartition(".")[2] in unused:
            continue
        report.expect(f"{name}.{path} present", path in members, True, "members")
        if path not in members:
            continue
        neutral, width, count, stride = members[path]
        elements, wire_stride = list_around(rows, raw)
        wide = size // (1 if not raw.endswith("]") else total(raw))
        for element in range(elements):
            for number in range(size // wide):
                for byte in range(wide):
                    out[neutral + element * stride + number * width + byte] = \
                        offset + element * wire_stride + number * wide + byte
    return out


def total(raw):
    count = 1
    for part in raw.rpartition(".")[2].split("[")[1:]:
        count *= int(part[:-1])
    return count


def rows_at(structs, name, release):
    return next(((key, rows) for key, (covered, rows) in enumerate(structs.get(name, []))
                 if release in covered), (None, []))


def params_at(row, sizes, release):
    """The struct's name at a release: some were renamed."""
    params = row.get("params")
    return params if release in sizes.get(params, {}) else row.get("formerly", params)


def expected(row, numbers, sizes, release):
    """(number, size, release whose struct counts) or None."""
    params, name = params_at(row, sizes, release), row["name"]
    number = numbers.get(name, {}).get(release)
    size = sizes.get(params, {}).get(release) if params else row["layout"][0]["size"]
    legacy = row.get("kind") != "alloc" and (number or 0) & 0x8000
    if number is not None and size is not None and not legacy:
        return number, size, release
    if "twin" in row:
        first = min(sizes[params])
        return row["twin"], sizes[params][first], first
    return None


def check_command(report, tables, cmd, facts, row):
    numbers, sizes, structs = facts
    name, cache = tables.commands[cmd][0], {}
    for release, text in enumerate(wire.RELEASES):
        want = expected(row, numbers, sizes, release)
        got = tables.layouts.get((cmd, release))
        what = f"{name} at {text}"
        report.expect(f"{what} present", got is not None, want is not None, "presences")
        if not got or not want:
            continue
        report.expect(f"{what} number", hex(got[1]), hex(want[0]), "numbers")
        report.expect(f"{what} size", got[2], want[1], "sizes")
        if "params" not in row:
            continue
        params = params_at(row, sizes, want[2])
        number, rows = rows_at(structs, params, want[2])
        key = params, number
        if (got[0], key) not in cache:
            members = tables.members.get(cmd, {})
            have = tables.byte_map(cmd, got[0])
            need = wanted_map(report, name, members, rows, row.get("alias", {}), row.get("unused", []))
            cache[got[0], key] = (have, need)
            for path, (neutral, *_) in members.items():
                report.expect(f"{what} {path} wire offset", have.get(neutral), need.get(neutral),
                              "distinct member offsets")
        have, need = cache[got[0], key]
        report.expect(f"{what} bytes", have == need, True, "layouts byte by byte")


def check_unique(report, tables):
    seen = {}
    for (cmd, release), (_, number, _) in tables.layouts.items():
        key = (tables.commands[cmd][1], release, number)
        report.expect(f"number {number:#x} at {wire.RELEASES[release]}", seen.setdefault(key, cmd), cmd,
                      "unique numbers")


def main():
    tables, report = Tables(sys.argv[1]), wire.Report()
    for i, text in enumerate(wire.RELEASES):
        want = [str(int(n)) for n in (text.split(".") + ["0"])[:3]]
        report.expect(f"release {i}", tables.releases[i], [str(i)] + want, "releases")
    facts = wire.constants(), wire.struct_sizes(), wire.structs()
    rows = wire.registry()
    for cmd, (name, *_) in tables.commands.items():
        check_command(report, tables, cmd, facts, rows[name])
    check_unique(report, tables)
    print(f"{len(tables.commands)} commands, {len(wire.RELEASES)} releases")
    report.finish()


if __name__ == "__main__":
    main()
