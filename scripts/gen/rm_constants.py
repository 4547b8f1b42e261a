# SPDX-License-Identifier: MIT
"""registry/rm/constants.toml -> gen/rm_constants.[ch]: NVIDIA's numbers under NVIDIA's names."""

from pathlib import Path

from gen.rm import NOTICE
from gen.rm_registry import RegistryError, first_release, load_releases, read_toml

WHERE = "registry/rm/constants.toml"


def load(root):
    """(groups, varying): varying maps a name to [(first release index, value or -1)]."""
    table = read_toml(root, WHERE)
    releases = load_releases(root)
    varying, names = {}, set()
    for name, rows in table.pop("varying").items():
        last, varying[name] = -1, []
        for since, value in rows.items():
            last = first_release(f"{WHERE}: varying.{name}", since, releases, last)
            varying[name].append((last, value))
    for title, group in table.items():
        if set(group) != {"header", "values"}:
            raise RegistryError(f"{WHERE}: {title}: wants exactly header and values")
        for name in group["values"]:
            if name in names or name in varying:
                raise RegistryError(f"{WHERE}: {title}.{name}: used twice")
            names.add(name)
    return table, varying


def literal(value):
    return f"0x{value:x}{'ull' if value > 0xffffffff else 'u'}"


def emit_header(groups, varying):
    out = [NOTICE.format(WHERE), "#ifndef OPENNVML_GEN_RM_CONSTANTS_H",
           "#define OPENNVML_GEN_RM_CONSTANTS_H", "", "#include <stdbool.h>", "#include <stdint.h>",
           ""]
    for group in groups.values():
        out.append(f"/* {group['header']} */")
        out += [f"#define {name} {literal(value)}" for name, value in group["values"].items()]
        out.append("")
    out += ["/* Numbers that changed between releases. */", "enum rm_varying {"]
    out += [f"\tRM_{name}," for name in varying]
    out += ["\tRM_VARYING_COUNT", "};", "",
            "/* Value at a release; false when that release does not define the name. */",
            "bool rm_constant_at(enum rm_varying which, unsigned release, uint32_t *ret_value);", "",
            "#endif", ""]
    return "\n".join(out)


def emit_source(varying):
    out = [NOTICE.format(WHERE), "#include \"rm_constants.h\"", "",
           "#include <stddef.h>", "", "/* -1: not defined from this release on. */",
           "struct change {", "\tunsigned first_release;", "\tint64_t value;", "};", ""]
    for name, rows in varying.items():
        cells = ", ".join(f"{{{first}, {value if value < 0 else hex(value)}}}" for first, value in rows)
        out.append(f"static const struct change {name.lower()}[] = {{{cells}}};")
    out += ["", "static const struct {", "\tconst struct change *changes;", "\tsize_t count;",
            "} table[RM_VARYING_COUNT] = {"]
    out += [f"\t[RM_{n}] = {{{n.lower()}, {len(rows)}}}," for n, rows in varying.items()]
    out += ["};", "", "bool rm_constant_at(enum rm_varying which, unsigned release, uint32_t *ret_value)",
            "{", "\tfor (size_t i = table[which].count; i-- > 0;) {",
            "\t\tconst struct change *change = &table[which].changes[i];", "",
            "\t\tif (change->first_release > release)", "\t\t\tcontinue;",
            "\t\tif (change->value < 0)", "\t\t\treturn false;",
            "\t\t*ret_value = (uint32_t)change->value;", "\t\treturn true;", "\t}",
            "\treturn false;", "}", ""]
    return "\n".join(out)


def generate(root: Path) -> dict[str, str]:
    groups, varying = load(root)
    return {"gen/rm_constants.h": emit_header(groups, varying),
            "gen/rm_constants.c": emit_source(varying)}
