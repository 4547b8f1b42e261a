# SPDX-License-Identifier: MIT
"""gen/abi_facts.c: what a compiler makes of nvml.h, for tests/abi to compare with recorded facts."""
from gen.nvml_registry import BANNER, Registry

HEAD = BANNER + """/* What the compiler makes of nvml.h; tests/abi prints it and compares it with recorded facts. */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "abi_facts.h"
#include "nvml.h"

#include <stddef.h>

#define MEMBER(type, member) {#type, #member, offsetof(type, member), sizeof(((type *)0)->member)}
#define CONSTANT(name) {#name, (unsigned long long)(name)}

"""

HEADER = BANNER + """#ifndef OPENNVML_ABI_FACTS_H
#define OPENNVML_ABI_FACTS_H

#include <stddef.h>

struct abi_type {
	const char *name;
	size_t size;
	size_t align;
};

struct abi_member {
	const char *type;
	const char *name;
	size_t offset;
	size_t size;
};

struct abi_constant {
	const char *name;
	unsigned long long value;
};

struct abi_string {
	const char *name;
	const char *value;
};

/* Each table ends with a row whose first name is NULL. */
extern const struct abi_type abi_types[];
extern const struct abi_member abi_members[];
extern const struct abi_constant abi_constants[];
extern const struct abi_string abi_strings[];

#endif
"""


def named_structs(registry):
    """Every name of every struct with its row: canonical names, then aliases."""
    rows = {row["name"]: row for row in registry.all("struct")}
    return list(rows.items()) + [(a["name"], rows[a["of"]]) for a in registry.all("alias")]


def table(kind, name, rows):
    return f"const struct {kind} {name}[] = {{\n" + "".join(f"\t{row},\n" for row in rows) + "\t{0},\n};\n\n"


def types(registry):
    rows = [f'{{"{name}", sizeof({name}), _Alignof({name})}}' for name, _ in named_structs(registry)]
    return table("abi_type", "abi_types", rows)


def members(registry):
    return table("abi_member", "abi_members",
                 [f"MEMBER({name}, {m['name']})" for name, row in named_structs(registry)
                  for m in row["members"] if "name" in m])


def is_number(define):
    return not define["value"].startswith('"') and ":" not in define["value"]


def constant_names(registry):
    yield from (d["name"] for d in registry.all("define") if is_number(d))
    yield from (f["name"] for f in registry.all("field"))
    yield from (v["name"] for e in registry.all("enum") for v in e["values"])
    yield from (s["version_macro"] for s in registry.all("struct") if "version" in s)


def constants(registry):
    return table("abi_constant", "abi_constants", [f"CONSTANT({name})" for name in constant_names(registry)])


def strings(registry):
    quoted = [d for d in registry.all("define") if d["value"].startswith('"')]
    return table("abi_string", "abi_strings", [f'{{"{d["name"]}", {d["name"]}}}' for d in quoted])


def generate(root):
    registry = Registry(root)
    text = HEAD + types(registry) + members(registry) + constants(registry) + strings(registry)
    return {"gen/abi_facts.c": text.rstrip("\n") + "\n", "gen/abi_facts.h": HEADER}
