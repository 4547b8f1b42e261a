# SPDX-License-Identifier: MIT
"""registry/rm -> gen/rm_names.c: names beside compiled values, for the tests that compare them."""

from pathlib import Path

from gen import rm_constants, rm_page, rm_status
from gen.rm import NOTICE
from gen.rm_registry import CONTAINERS, load

HEADER = """
#ifndef OPENNVML_GEN_RM_NAMES_H
#define OPENNVML_GEN_RM_NAMES_H

#include <stdint.h>

struct rm_member_name {
	const char *path; /* NVIDIA's member */
	uint32_t command;
	uint32_t offset;  /* in the neutral struct, first element */
	uint32_t size;    /* bytes of one number */
	uint32_t count;   /* numbers side by side */
	uint32_t stride;  /* distance of elements of the list around it, else 0 */
};

struct rm_value_name {
	const char *name;
	uint64_t value;
};

extern const struct rm_member_name rm_member_names[];
extern const struct rm_value_name rm_constant_names[];
extern const struct rm_value_name rm_varying_names[];
extern const struct rm_value_name rm_status_names[];
extern const struct rm_value_name rm_rusd_names[];

#endif
"""


def emit_member(command, member):
    struct = f"struct rm_{command.short}"
    group = member.list()
    stride = f"sizeof((({struct} *)0)->{group.expression()}[0])" if group else "0"
    element = f"(({struct} *)0)->{member.expression()}" + ("[0]" if member.count else "")
    return (f"\t{{\"{member.path}\", RM_{command.short.upper()}, offsetof({struct}, "
            f"{member.expression()}), sizeof({element}), {max(member.count, 1)}, {stride}}},")


def emit_values(title, rows):
    out = [f"const struct rm_value_name {title}[] = {{"]
    return out + [f"\t{{\"{name}\", {value}}}," for name, value in rows] + ["\t{0},", "};", ""]


def generate(root: Path) -> dict[str, str]:
    _, commands = load(root)
    groups, varying = rm_constants.load(root)
    values, _ = rm_status.load(root)
    fields = rm_page.load(root)["fields"]
    out = [NOTICE.format("registry/rm"), "/* clang-format off: one row a line */",
           "#include \"rm_names.h\"", "", "#include <stddef.h>", "", "#include \"rm_abi.h\"",
           "#include \"rm_constants.h\"", "#include \"rm_rusd.h\"", "#include \"rm_status.h\"", "",
           "const struct rm_member_name rm_member_names[] = {"]
    out += [emit_member(command, member) for command in commands
            for member in command.members.values() if member.kind not in CONTAINERS]
    out += ["\t{0},", "};", ""]
    names = [name for group in groups.values() for name in group["values"]]
    out += emit_values("rm_constant_names", [(name, name) for name in names])
    out += emit_values("rm_varying_names", [(name, f"RM_{name}") for name in varying])
    out += emit_values("rm_status_names", [(name, name) for name in values])
    out += emit_values("rm_rusd_names", [(path, rm_page.enum_name(path)) for path in fields])
    return {"gen/rm_names.h": NOTICE.format("registry/rm") + HEADER, "gen/rm_names.c": "\n".join(out)}
