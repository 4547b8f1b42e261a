# SPDX-License-Identifier: MIT
"""registry/rm/<family>.toml -> gen/rm_abi.[ch]: neutral structs and wire layouts."""

from pathlib import Path

from gen.rm_registry import CONTAINERS, load, load_follows

NOTICE = "/* SPDX-License-Identifier: MIT */\n/* Generated from {} by scripts/gen.py; do not edit. */\n"
CTYPE = {"char": "char", "ptr": "uint64_t", **{f"u{b}": f"uint{b}_t" for b in (8, 16, 32, 64)},
         **{f"i{b}": f"int{b}_t" for b in (8, 16, 32, 64)}}


def emit_members(members, prefix, depth):
    out, tabs = [], "\t" * depth
    for member in members:
        suffix = f"[{member.count}]" if member.count else ""
        if member.kind in CONTAINERS:
            tag = f"{prefix}_{member.name}"
            out.append(f"{tabs}{member.kind} {tag} {{")
            out += emit_members(member.children, tag, depth + 1)
            out.append(f"{tabs}}} {member.name}{suffix};")
        else:
            out.append(f"{tabs}{CTYPE[member.kind]} {member.name}{suffix};")
    return out


def emit_header(commands):
    out = [NOTICE.format("registry/rm"), "#ifndef OPENNVML_GEN_RM_ABI_H",
           "#define OPENNVML_GEN_RM_ABI_H", "", "#include <stdint.h>", "", "enum rm_cmd {"]
    out += [f"\tRM_{command.short.upper()}," for command in commands]
    out += ["\tRM_CMD_COUNT", "};", ""]
    for command in commands:
        if not command.top:
            continue
        out.append(f"/* {command.row['name']}, {command.row['header']} */")
        out.append(f"struct rm_{command.short} {{")
        out += emit_members(command.top, f"rm_{command.short}", 1)
        out += ["};", ""]
    return "\n".join(out + ["#endif", ""])


def emit_field(command, field):
    struct, member = f"struct rm_{command.short}", field.member
    if field.group:
        stride = f"sizeof((({struct} *)0)->{field.group.expression()}[0])"
    else:
        stride = str(field.neutral_size if field.count > 1 else 0)
    return (f"\t{{offsetof({struct}, {member.expression()}), {field.wire_offset}, {stride}, "
            f"{field.wire_stride}, {field.count}, {field.neutral_size}, {field.wire_size}, "
            f"{field.direction}}},")


def emit_command(command, releases):
    """Field tables and the change list of one command."""
    out, rows, tables = [], [], []
    for layout in command.layouts:
        body = [emit_field(command, field) for field in layout.fields]
        if body and body not in tables:
            tables.append(body)
            out += [f"static const struct rm_field {command.short}_{len(tables)}[] = {{"]
            out += body + ["};"]
        fields = f"{command.short}_{tables.index(body) + 1}" if body else "NULL"
        rows.append(f"\t{{0x{layout.number:04x}, {layout.size}, {len(body)}, {layout.first}, "
                    f"{fields}}}, /* {releases[layout.first]} */")
    return out + [f"static const struct rm_layout {command.short}[] = {{"] + rows + ["};", ""]


def emit_row(command):
    row = command.row
    size = f"sizeof(struct rm_{command.short})" if command.top else "0"
    return [f"\t[RM_{command.short.upper()}] =",
            f"\t\t{{.name = \"{row['name']}\",",
            f"\t\t .layouts = {command.short},",
            f"\t\t .layout_count = {len(command.layouts)},",
            f"\t\t .first_exported = {command.exported},",
            f"\t\t .kind = {'RM_KIND_ALLOC' if command.alloc else 'RM_KIND_CONTROL'},",
            f"\t\t .privileged = {'true' if row['privilege'] == 'privileged' else 'false'},",
            *(["\t\t .firmware = true,"] if row.get("firmware") else []),
            f"\t\t .object_class = 0x{row.get('object', 0):04x},",
            f"\t\t .twin = 0x{row.get('twin', 0):x},",
            f"\t\t .neutral_size = {size}}},"]


def version_cell(release):
    numbers = [str(int(n)) for n in release.split(".")] + ["0"]
    return "{" + ", ".join(numbers[:3]) + "}"


def emit_releases(releases, follows):
    out = [f"const unsigned rm_release_count = {len(releases)};",
           "const struct rm_version rm_releases[] = {"]
    out += [f"\t{version_cell(release)}, /* {release} */" for release in releases]
    out += ["};", "", f"const unsigned rm_follower_count = {len(follows)};",
            "const struct rm_follower rm_followers[] = {"]
    out += [f"\t{{{version_cell(since)}, {releases.index(release)}}}, /* {since}: {release} */"
            for since, release in follows.items()]
    return out + ["};", ""]


def emit_source(releases, follows, commands):
    out = [NOTICE.format("registry/rm"), "/* clang-format off: one row a line */",
           "#include \"rm/abi.h\"", ""]
    out += emit_releases(releases, follows)
    for command in commands:
        out += emit_command(command, releases)
    out.append("const struct rm_command rm_commands[RM_CMD_COUNT] = {")
    for command in commands:
        out += emit_row(command)
    return "\n".join(out + ["};", ""])


def generate(root: Path) -> dict[str, str]:
    releases, commands = load(root)
    return {"gen/rm_abi.h": emit_header(commands),
            "gen/rm_abi.c": emit_source(releases, load_follows(root, releases), commands)}
