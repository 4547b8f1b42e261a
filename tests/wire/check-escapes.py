#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Escape structs and the members that move, against the compiled headers."""

import sys

import wire

# Column of a "moving" row -> (struct, member), or None for the size of the struct.
MOVING = [("NVOS21_PARAMETERS", "status"), ("NVOS21_PARAMETERS", "paramsSize"),
          ("NVOS64_PARAMETERS", None), ("NVOS64_PARAMETERS", "status"),
          ("NVOS64_PARAMETERS", "flags"), ("NVOS64_PARAMETERS", "paramsSize"),
          ("nv_ioctl_numa_info_t", None)]


def shape(structs, sizes, name):
    """(size, {path: (offset, size)}) at the release behind @, else at the newest."""
    name, _, text = name.partition("@")
    release = wire.INDEX[text] if text else max(sizes[name])
    rows = next(rows for covered, rows in structs[name] if release in covered)
    fields = {wire.bare(raw): (offset, size) for raw, offset, size, _ in rows}
    return sizes[name][release], fields


def check_shapes(report, rows, structs, sizes):
    for name, size in rows["escape"]:
        report.expect(f"sizeof {name}", int(size), shape(structs, sizes, name)[0], "sizes")
    for name, path, offset, size in rows["escape-member"]:
        want = shape(structs, sizes, name)[1].get(path)
        report.expect(f"{name}.{path}", (int(offset), int(size)), want, "members")


def check_complete(report, rows, structs, sizes):
    """No member of a struct that stays the same is missing on our side."""
    have = {(name, path) for name, path, *_ in rows["escape-member"]}
    for name, _ in rows["escape"]:
        if name in ("NVOS21_PARAMETERS", "NVOS64_PARAMETERS"):
            continue
        release = shape(structs, sizes, name)[1]
        for path in release:
            leaf = not any(other.startswith(path + ".") for other in release)
            if leaf:
                report.expect(f"{name}.{path} present", (name, path) in have, True, "presences")


def check_moving(report, rows, structs, sizes):
    for release, *values in rows["moving"]:
        text = wire.RELEASES[int(release)]
        for (name, member), value in zip(MOVING, values):
            size, fields = shape(structs, sizes, f"{name}@{text}")
            want = fields.get(member, (0, 0))[0] if member else size
            report.expect(f"{name}.{member} at {text}", int(value), want, "moving members")


def main():
    rows, report = wire.dump(sys.argv[1]), wire.Report()
    structs, sizes = wire.structs(), wire.struct_sizes()
    check_shapes(report, rows, structs, sizes)
    check_complete(report, rows, structs, sizes)
    check_moving(report, rows, structs, sizes)
    report.finish()


if __name__ == "__main__":
    main()
