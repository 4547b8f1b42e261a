# SPDX-License-Identifier: MIT
"""include/nvml.h."""
import textwrap

from gen.nvml_registry import BANNER, declare, prototype, public_parameters, returns

OPENING = """#ifndef NVML_H
#define NVML_H

/*
 * The NVML interface, version 13.3, as implemented by OpenNVML.
 *
 * A program calls nvmlInit_v2, looks up GPUs, asks its questions and calls
 * nvmlShutdown. Every function returns an nvmlReturn_t; outputs are written
 * only when it is NVML_SUCCESS, unless a function says otherwise.
 *
 * Rules that hold for every function:
 * - NVML_ERROR_UNINITIALIZED comes before any other answer.
 * - A NULL or unknown handle and a NULL output are NVML_ERROR_INVALID_ARGUMENT.
 * - A struct that begins with a member called version must hold the constant of
 *   the same name there (nvmlMemory_v2 for nvmlMemory_v2_t), or the call is
 *   refused with NVML_ERROR_ARGUMENT_VERSION_MISMATCH.
 * - Strings need room for the terminating zero; a short buffer is
 *   NVML_ERROR_INSUFFICIENT_SIZE.
 * - A list takes the capacity in its count argument and returns the number of
 *   entries there; with NVML_ERROR_INSUFFICIENT_SIZE it is the capacity needed.
 * - What the driver cannot tell is NVML_ERROR_NOT_SUPPORTED, never a guess.
 *
 * Names without a version suffix mean the newest version of a function. Define
 * NVML_NO_UNVERSIONED_FUNC_DEFS before including this file to name the old ones.
 */

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define DECLDIR
#elif defined(__GNUC__)
#define DECLDIR __attribute__((visibility("default")))
#else
#define DECLDIR
#endif
"""
CLOSING = """
#ifdef __cplusplus
}
#endif

#endif
"""


def comment(text, indent=""):
    """One doc comment; paragraphs stand apart by an empty line in the registry, and are wrapped."""
    paragraphs = text.strip().split("\n\n")
    width = 88 - len(indent.expandtabs(8))
    lines = [line for p in paragraphs for line in (textwrap.wrap(p, width) or [""])]
    if len(lines) == 1:
        return f"{indent}/* {lines[0]} */\n"
    return f"{indent}/*\n" + "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines) + f"{indent} */\n"


def optional_comment(row, indent=""):
    return comment(row["doc"], indent) if row.get("doc") else ""


def trailing(row):
    return f" /* {row['doc']} */" if row.get("doc") else ""


def defines(chapter):
    out = "".join(f"#define {d['name']} {d['value']}{trailing(d)}\n" for d in chapter.get("define", []))
    return out + "\n" if out else ""


def field_note(field):
    units = field.get("units")
    return field["doc"] + (f" [{units}]" if units else "")


def field_ids(chapter):
    rows = [f"#define {f['name']} {f['value']} /* {field_note(f)} */\n" for f in chapter.get("field", [])]
    return "".join(rows) + "\n" if rows else ""


def wide(row):
    """C before C23 restricts enumerators to int; GCC and Clang take more as an extension."""
    return any(value["value"] > 0x7FFFFFFF for value in row["values"])


def enum(row):
    last = len(row["values"]) - 1
    out = optional_comment(row) + ("#if defined(__GNUC__)\n__extension__\n#endif\n" if wide(row) else "")
    out += f"typedef enum {row['name'].removesuffix('_t')}_enum {{\n"
    for index, value in enumerate(row["values"]):
        out += f"\t{value['name']} = {value['value']}{',' if index < last else ''}{trailing(value)}\n"
    return out + f"}} {row['name']};\n\n"


def array(member):
    return f"[{member['array']}]" if "array" in member else ""


def member(row, indent="\t"):
    if "fields" not in row:
        return f"{indent}{declare(row['type'], row['name'])}{array(row)};{trailing(row)}\n"
    inner = "".join(member(field, indent + "\t") for field in row["fields"])
    if row["type"] == "union":
        return f"#if defined(__GNUC__)\n{indent}__extension__\n#endif\n{indent}union {{\n{inner}{indent}}};\n"
    return f"{indent}struct {{\n{inner}{indent}}} {row['name']}{array(row)};{trailing(row)}\n"


def tag(row):
    return row["name"].removesuffix("_t") + "_st"


def aliases(row, names):
    return "".join(f"typedef {row['name']} {name};\n" for name in names.get(row["name"], []))


def struct(row, names):
    kind = "union" if row.get("union") else "struct"
    out = optional_comment(row) + f"typedef {kind} {tag(row)} {{\n"
    out += "".join(member(m) for m in row["members"]) + f"}} {row['name']};\n" + aliases(row, names)
    if "version" in row:
        stem = row["version_macro"].removeprefix("nvml").rsplit("_v", 1)[0]
        out += f"#define {row['version_macro']} NVML_STRUCT_VERSION({stem}, {row['version']})\n"
    return out + "\n"


def inner_types(row):
    for m in row["members"]:
        yield m["type"].removesuffix(" *")
        for field in m.get("fields", []):
            yield field["type"]


def by_any_name(registry):
    structs = {row["name"]: row for row in registry.all("struct")}
    return structs | {a["name"]: structs[a["of"]] for a in registry.all("alias")}


def visit(row, structs, done, order):
    if row["name"] in done:
        return
    done.add(row["name"])
    for name in inner_types(row):
        if name in structs:
            visit(structs[name], structs, done, order)
    order.append(row)


def in_dependency_order(registry):
    structs = by_any_name(registry)
    done, order = set(), []
    for row in registry.all("struct"):
        visit(row, structs, done, order)
    return order


def function_notes(row):
    notes = []
    if row.get("deprecated") and row.get("superseded_by"):
        notes.append(f"Deprecated: use {row['superseded_by']}.")
    elif row.get("deprecated"):
        notes.append("Deprecated.")
    if row.get("since"):
        notes.append(f"Since driver {row['since']}.")
    if row.get("after"):
        notes.append(f"Newer than driver {row['after']}.")
    return " ".join(notes)


def function(row):
    text = "\n\n".join(part for part in (row.get("doc", "").strip(), function_notes(row)) if part)
    kind = returns(row)
    head = f"DECLDIR {declare(kind, row['name'])}"
    return (comment(text) if text else "") + prototype(head, public_parameters(row), ";") + "\n\n"


def is_current(row):
    return not row.get("legacy") and not row.get("hidden")


def title(chapter):
    return f"/* Chapter {chapter['chapter']}: {chapter['title']} */\n\n" if "title" in chapter else ""


def chapter_functions(chapter):
    return "".join(function(row) for row in chapter.get("function", []) if is_current(row))


def unversioned_names(registry):
    out = "#ifndef NVML_NO_UNVERSIONED_FUNC_DEFS\n"
    for row in registry.functions():
        if "maps_to" in row:
            out += f"#define {row['name']} {row['maps_to']}\n"
    for row in registry.base["unversioned_aliases"]:
        out += f"#define {row['name']} {row['of']}\n"
    return out + "#endif\n\n"


def legacy_functions(registry):
    out = "#ifdef NVML_NO_UNVERSIONED_FUNC_DEFS\n"
    for row in registry.functions():
        if row.get("legacy"):
            out += function(row)
    return out.rstrip("\n") + "\n#endif\n"


def macro(row):
    lines = row["body"].strip().split("\n")
    body = " \\\n\t".join(line.strip() for line in lines)
    return comment(row["doc"]) + f"#define {row['name']}({row['params']}) {body}\n\n"


def base_types(base):
    out = ""
    for row in base["handles"]:
        out += comment(row["doc"]) + f"typedef struct {tag(row)} *{row['name']};\n"
    out += "\n"
    for row in base["scalars"]:
        out += f"typedef {row['type']} {row['name']};{trailing(row)}\n"
    return out + "\n"


def alias_names(registry):
    """Struct name -> the plain names that mean it, because it is the newest version."""
    names = {}
    for row in registry.all("alias"):
        names.setdefault(row["of"], []).append(row["name"])
    return names


def header(registry):
    out = BANNER + OPENING + "\n"
    out += unversioned_names(registry)
    out += "".join(defines(chapter) + field_ids(chapter) for chapter in registry.chapters)
    out += "".join(macro(row) for row in registry.base["macro"])
    out += base_types(registry.base)
    out += "".join(enum(row) for row in registry.all("enum"))
    out += "".join(f"#define {a['name']} {a['of']}\n" for a in registry.base["name_aliases"]) + "\n"
    names = alias_names(registry)
    out += "".join(struct(row, names) for row in in_dependency_order(registry))
    out += "".join(title(chapter) + chapter_functions(chapter) for chapter in registry.chapters)
    return out + legacy_functions(registry) + CLOSING
