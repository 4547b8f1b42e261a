# SPDX-License-Identifier: MIT
"""gen/conformance.c: every function behind one calling convention, for tests that misuse each of them."""
import re

from gen.nvml_registry import BANNER, Registry, is_device, is_handle, is_pointer, public_parameters, returns, stem
from gen.nvml_registry import prototype

HEADER = BANNER + """/*
 * Every exported function behind one calling convention, with what a test needs
 * to know about its arguments.
 */
#ifndef OPENNVML_CONFORMANCE_H
#define OPENNVML_CONFORMANCE_H

#include <stdbool.h>
#include <stddef.h>

enum conf_kind {
	CONF_DEVICE,
	CONF_HANDLE,  /* any other handle */
	CONF_TEXT,    /* const char * */
	CONF_COUNT,   /* unsigned int *: capacity in, number of entries out */
	CONF_POINTER, /* any other pointer */
	CONF_NUMBER
};

enum conf_flags {
	CONF_OPTIONAL = 1,  /* NULL reaches the implementation */
	CONF_LIST = 2,      /* array whose length another argument gives */
	CONF_VERSION = 4,   /* begins with a version member */
	CONF_LATE = 8,      /* the implementation checks that version, not the entry */
	CONF_INPUT = 16,    /* read, never written */
	CONF_NONZERO = 32,  /* 0 is refused by the entry */
	CONF_ANSWERS = 64   /* NULL has an answer of its own */
};

struct conf_value {
	void *pointer;
	unsigned long long number;
};

struct conf_arg {
	const char *name;
	const char *type;
	enum conf_kind kind;
	unsigned int flags;
	size_t size;               /* of one element */
	unsigned int limit;        /* first value out of range, 0 when there is none */
	const unsigned int *known; /* accepted versions, newest last, ending in 0 */
};

struct conf_function {
	const char *name;
	int (*call)(const struct conf_value *values);
	bool done;    /* has an implementation */
	bool mutates; /* changes the state of the machine */
	unsigned int arg_count;
	const struct conf_arg *args;
};

/* Sorted as in nvml.h; ends with a row whose name is NULL. */
extern const struct conf_function conf_functions[];

#endif
"""

HEAD = BANNER + """#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "conformance.h"
#include "nvml.h"

"""
READS = re.compile(r"Get|Is[A-Z]|Query|OnSameBoard|Wait|Validate|ErrorString|SampleAlloc|SampleFree|EventSet")


def kind(args, index):
    arg = args[index]
    if is_device(arg):
        return "CONF_DEVICE"
    if is_handle(arg):
        return "CONF_HANDLE"
    if not is_pointer(arg):
        return "CONF_NUMBER"
    if arg["type"] == "const char *":
        return "CONF_TEXT"
    return "CONF_COUNT" if is_count(arg) else "CONF_POINTER"


def is_count(arg):
    return arg["type"] == "unsigned int *" and arg["dir"] == "inout"


def is_list(function, arg):
    if not is_pointer(arg) or is_count(arg) or arg["type"] == "const char *":
        return False
    counted = any(is_count(a) for a in function["args"])
    sized = any(re.search(r"length|[sS]ize$|valuesCount", a["name"]) and not is_pointer(a) for a in function["args"])
    return counted or sized


FLAGS = [("optional", "CONF_OPTIONAL"), ("version", "CONF_VERSION"), ("version_late", "CONF_LATE"),
         ("nonzero", "CONF_NONZERO"), ("null", "CONF_ANSWERS")]


def flags(function, arg):
    names = [flag for key, flag in FLAGS if key in arg]
    names += ["CONF_LIST"] if is_list(function, arg) else []
    names += ["CONF_INPUT"] if is_pointer(arg) and arg["dir"] == "in" else []
    return " | ".join(names) or "0"


def element_size(arg):
    if not is_pointer(arg):
        return "0"
    base = arg["type"].removesuffix("*").replace("const ", "").strip()
    return "1" if base == "void" else f"sizeof({base})"


def versions(arg):
    return f"(const unsigned int[]){{{', '.join(arg['version'] + ['0'])}}}" if "version" in arg else "NULL"


def arg_row(function, index):
    arg = function["args"][index]
    return (f'\t{{"{arg["name"]}", "{arg["type"]}", {kind(function["args"], index)}, {flags(function, arg)}, '
            f'{element_size(arg)}, {arg.get("limit", 0)}, {versions(arg)}}},\n')


def args_table(function):
    if not function["args"]:
        return ""
    rows = "".join(arg_row(function, index) for index in range(len(function["args"])))
    return f"static const struct conf_arg args_{stem(function)}[] = {{\n{rows}}};\n\n"


def actual(index, arg):
    if is_pointer(arg) or is_device(arg) or is_handle(arg):
        return f"values[{index}].pointer"
    return f"({arg['type']})values[{index}].number"


def thunk(function):
    actuals = ", ".join(actual(index, arg) for index, arg in enumerate(function["args"]))
    unused = "" if function["args"] else "\t(void)values;\n"
    return (f"static int call_{stem(function)}(const struct conf_value *values)\n{{\n{unused}"
            f"\treturn (int){function['name']}({actuals});\n}}\n\n")


def boolean(value):
    return "true" if value else "false"


def function_row(function):
    args = f"args_{stem(function)}" if function["args"] else "NULL"
    mutates = not READS.search(function["name"])
    return (f'\t{{"{function["name"]}", call_{stem(function)}, {boolean(function.get("done"))}, {boolean(mutates)}, '
            f"{len(function['args'])}, {args}}},\n")


def hidden(function):
    head = f"DECLDIR nvmlReturn_t {function['name']}"
    return prototype(head, public_parameters(function), ";") + "\n" if function.get("hidden") else ""


def aliases(registry):
    return "".join(f"typedef {a['of']} {a['name']};\n" for a in registry.base["unversioned_aliases"])


def generate(root):
    registry = Registry(root)
    functions = [f for f in registry.functions() if returns(f) == "nvmlReturn_t"]
    text = HEAD + aliases(registry) + "".join(hidden(f) for f in functions) + "\n"
    text += "".join(thunk(f) + args_table(f) for f in functions)
    text += "const struct conf_function conf_functions[] = {\n" + "".join(function_row(f) for f in functions)
    return {"gen/conformance.c": text + "\t{0},\n};\n", "gen/conformance.h": HEADER}
