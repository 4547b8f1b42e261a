# SPDX-License-Identifier: MIT
"""The public header, the entry points and what follows from them, out of registry/nvml."""
import re

from gen.nvml_header import header
from gen.nvml_registry import (BANNER, DEVICE, HANDLES, Registry, gpu_name, impl_names, impl_parameters, is_device, is_handle,
                               is_pointer, prototype, public_parameters, returns, stem, wrap_call)

ERROR = "NVML_ERROR_"


def code(name):
    return "NVML_SUCCESS" if name == "SUCCESS" else ERROR + name


def guarded(function):
    """nvmlErrorString has no guards and no implementation room: it is a table."""
    return returns(function) == "nvmlReturn_t"


def refuse(condition, answer):
    return f"\tif ({condition})\n\t\treturn {answer};\n"


def never_null(arg):
    return (is_pointer(arg) or is_handle(arg)) and not arg.get("optional") and "null" not in arg


def null_handle_guards(function):
    """Where a NULL handle has an answer of its own, a NULL pointer is still refused before it."""
    rows = [a for a in function["args"] if "null" in a]
    if not rows:
        return ""
    pointers = [f"{a['name']} == NULL" for a in function["args"] if never_null(a)]
    out = refuse(" || ".join(pointers), ERROR + "INVALID_ARGUMENT") if pointers else ""
    return out + "".join(refuse(f"{a['name']} == NULL", code(a["null"])) for a in rows)



def argument_conditions(function):
    rows = [f"{gpu_name(a)} == NULL" for a in function["args"] if is_device(a) and "mig" in function]
    if not any("null" in a for a in function["args"]):
        rows += [f"{a['name']} == NULL" for a in function["args"] if never_null(a)]
    return rows + [f"{a['name']} == 0" for a in function["args"] if a.get("nonzero")]


def argument_guard(function):
    conditions = argument_conditions(function)
    return refuse(" || ".join(conditions), ERROR + "INVALID_ARGUMENT") if conditions else ""


def unsigned(arg):
    return arg["name"] if arg["type"] == "unsigned int" else f"(unsigned int){arg['name']}"


def limit_guards(function):
    rows = [a for a in function["args"] if "limit" in a]
    return "".join(refuse(f"{unsigned(a)} >= {a['limit']}U", ERROR + "INVALID_ARGUMENT") for a in rows)


def versioned(function):
    return [a for a in function["args"] if "version" in a and not a.get("version_late")]


def version_tables(function):
    return "".join(f"\tstatic const unsigned int {a['name']}_known[] = {{{', '.join(a['version'])}}};\n"
                   for a in versioned(function))


def version_guard(arg):
    name, mismatch = arg["name"], code(arg.get("mismatch", "ARGUMENT_VERSION_MISMATCH"))
    call = wrap_call("\tret = version_check", [f"{name}->version", f"{name}_known", str(len(arg["version"])), mismatch],
                     ";")
    return f"{call}\n\tif (ret != NVML_SUCCESS)\n\t\treturn ret;\n"


def declarations(function):
    return version_tables(function) + ("\tnvmlReturn_t ret;\n" if versioned(function) else "")


def find_gpu(function, arg):
    """MIG devices answer some functions; most refuse them, and a few take them for a wrong argument."""
    name = gpu_name(arg)
    if function.get("mig") == "own":
        return f"\t{name} = handle_device({arg['name']}, &mig);\n"
    line = f"\t{name} = handle_gpu({arg['name']});\n"
    return line + ("" if function.get("mig") == "invalid" else refuse(f"{name} == NULL", f"handle_refusal({arg['name']})"))


def guarded_body(function):
    body = declarations(function)
    devices = [a for a in function["args"] if is_device(a)]
    body += "".join(f"\tstruct gpu *{gpu_name(a)};\n" for a in devices)
    body += "\tstruct gpu mig;\n" if function.get("mig") == "own" else ""
    body += "\n" if body else ""
    body += null_handle_guards(function)
    body += "".join(find_gpu(function, a) for a in devices)
    body += argument_guard(function)
    body += "".join(version_guard(a) for a in versioned(function)) + limit_guards(function)
    return body + wrap_call(f"\treturn impl_{stem(function)}", impl_names(function) or [""], ";") + "\n"


def definition(head, function, body):
    return prototype(head, public_parameters(function), "") + "\n{\n" + body + "}\n\n"


def held_body(function):
    """A query holds off a concurrent shutdown for as long as it runs."""
    call = wrap_call(f"\t\tret = checked_{stem(function)}", [a["name"] for a in function["args"]] or [""], ";")
    return ("\tnvmlReturn_t ret = NVML_ERROR_UNINITIALIZED;\n\n\tif (lib_enter()) {\n" + call
            + "\n\t\tlib_leave();\n\t}\n\treturn ret;\n")


def entry(function):
    head = f"nvmlReturn_t {function['name']}"
    if function.get("before_init"):
        return definition(head, function, guarded_body(function))
    checked = definition(f"static nvmlReturn_t checked_{stem(function)}", function, guarded_body(function))
    return checked + definition(head, function, held_body(function))


ENTRY_HEAD = BANNER + """/*
 * The exported functions: initialised, handles known, pointers given, struct
 * versions and enumerators in range; then the implementation.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "nvml.h"
#include "core/gpu.h"
#include "core/guard.h"
#include "entry_impl.h"

"""


def hidden_prototypes(registry):
    rows = [f for f in registry.functions() if f.get("hidden")]
    out = "/* Exported without a declaration in nvml.h. */\n"
    for f in rows:
        out += prototype(f"DECLDIR nvmlReturn_t {f['name']}", public_parameters(f), ";") + "\n"
    return out + "\n"


def blacklist_alias(registry):
    return "".join(f"typedef {a['of']} {a['name']};\n" for a in registry.base["unversioned_aliases"]) + "\n"


def entry_c(registry):
    return (ENTRY_HEAD + hidden_prototypes(registry)
            + "".join(entry(f) for f in registry.functions() if guarded(f))).rstrip("\n") + "\n"


IMPL_HEAD = BANNER + """/*
 * What entry.c calls. Guaranteed to an implementation: the library is
 * initialised, every GPU is a live one, pointers are not NULL, struct versions
 * are known, enumerators with a limit are in range; except where a comment
 * leaves a check to it.
 */
#ifndef OPENNVML_ENTRY_IMPL_H
#define OPENNVML_ENTRY_IMPL_H

#ifndef NVML_NO_UNVERSIONED_FUNC_DEFS
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#endif
#include "nvml.h"

struct gpu;

"""


def left_to_implementation(function):
    """What the entry does not check, as a comment for who writes the implementation."""
    rows = [f"{a['name']} may be NULL" for a in function["args"] if a.get("optional")]
    rows += [f"{a['name']}->version is unchecked" for a in function["args"] if a.get("version_late")]
    return f"/* {', '.join(rows)} */\n" if rows else ""


def entry_impl_h(registry):
    out = IMPL_HEAD + blacklist_alias(registry)
    for f in registry.functions():
        if guarded(f):
            out += left_to_implementation(f) + prototype(f"nvmlReturn_t impl_{stem(f)}", impl_parameters(f), ";") + "\n"
    out += "\n/* Answers of our own to what is asked of the vendor's library first, where the user chose that. */\n"
    for f in registry.functions():
        if has_own_answer(f):
            out += prototype(f"nvmlReturn_t own_{stem(f)}", impl_parameters(f), ";") + "\n"
    return out + "\n#endif\n"


def has_own_answer(function):
    """Answered here, and forwarded all the same: what belongs to a group that only the vendor's library has whole."""
    return bool(guarded(function) and function.get("done") and function.get("forward"))


def needs_stub(function):
    return guarded(function) and (not function.get("done") or has_own_answer(function))


def refusal(function):
    if has_own_answer(function):
        return wrap_call(f"return own_{stem(function)}", impl_names(function), ";")
    return "return NVML_ERROR_NOT_SUPPORTED;"


def stub(function):
    if has_own_answer(function):
        head = prototype(f"nvmlReturn_t impl_{stem(function)}", impl_parameters(function), "")
        return f"{head}\n{{\n\t{refusal(function)}\n}}\n\n"
    unused = "".join(f"\t(void){name};\n" for name in impl_names(function))
    head = prototype(f"nvmlReturn_t impl_{stem(function)}", impl_parameters(function), "")
    return f"{head}\n{{\n{unused}\treturn NVML_ERROR_NOT_SUPPORTED;\n}}\n\n"


def stubs(comment, rows):
    out = BANNER + f'/* {comment} */\n#include "entry_impl.h"\n\n'
    return (out + "".join(stub(f) for f in rows)).rstrip("\n") + "\n"


def stubs_c(registry):
    asked = {f["name"] for f in forwarded(registry)}
    return stubs("Functions without an implementation, which nobody else is asked for either.",
                 [f for f in registry.functions() if needs_stub(f) and f["name"] not in asked])


def refused_c(registry):
    return stubs("Functions that only the vendor's library has whole, where it is not to be asked.", forwarded(registry))


READER = re.compile(r"Get|Query")


def handles_in(ctype, registry):
    """The handle types that a type is, points to or holds."""
    base = ctype.replace("const ", "").rstrip(" *")
    if base in HANDLES + (DEVICE,):
        return {base}
    rows = [s for s in registry.all("struct") if s["name"] == base]
    return set().union(*(handles_in(m["type"], registry) for s in rows for m in s.get("members", [])))


def chosen(function):
    """Without a source and only reading, unless the row says otherwise."""
    if not guarded(function) or function.get("before_init"):
        return False
    if function.get("done"):
        return has_own_answer(function)
    return function.get("forward", function["source"] == "none" and bool(READER.search(function["name"])))


def foreign_handles(function, registry):
    """Handles that the vendor's library must have made: all but a GPU's own argument."""
    return set().union(*(handles_in(a["type"], registry) for a in function["args"] if not is_device(a)))


def forwarded(registry):
    """Functions that are asked of the vendor: those with handles only where it makes these handles too."""
    rows = [f for f in registry.functions() if chosen(f)]
    made = {a["type"].rstrip(" *") for f in rows for a in f["args"] if a["dir"] == "out"} - {DEVICE}
    return [f for f in rows if foreign_handles(f, registry) <= made]


def forward(function):
    head = prototype(f"nvmlReturn_t impl_{stem(function)}", impl_parameters(function), "")
    devices = [a for a in function["args"] if is_device(a)]
    body = f"\t__typeof__({function['name']}) *ask = fwd_function(FWD_{stem(function)});\n"
    body += "".join(f"\tnvmlDevice_t {a['name']};\n" for a in devices)
    conditions = ["ask == NULL"] + [f"!fwd_device({gpu_name(a)}, &{a['name']})" for a in devices]
    body += f"\n\tif ({' || '.join(conditions)})\n\t\t{refusal(function)}\n"
    body += wrap_call("\treturn fwd_result(ask", [a["name"] for a in function["args"]], ");") + "\n"
    return f"{head}\n{{\n{body}}}\n\n"


def forward_c(registry):
    out = BANNER + ("/* The same functions as in refused.c, asked of the vendor's library. */\n"
                    '#include <stddef.h>\n\n#include "entry_impl.h"\n#include "fwd/fwd.h"\n\n')
    return (out + "".join(forward(f) for f in forwarded(registry))).rstrip("\n") + "\n"


def fwd_names(registry):
    rows = forwarded(registry)
    header_text = BANNER + ("/* The functions that src/fwd asks of the vendor's library. */\n"
                            "#ifndef OPENNVML_FWD_NAMES_H\n#define OPENNVML_FWD_NAMES_H\n\nenum fwd_function {\n")
    header_text += "".join(f"\tFWD_{stem(f)},\n" for f in rows)
    header_text += "\tFWD_COUNT\n};\n\nextern const char *const fwd_names[];\n\n#endif\n"
    source = BANNER + '#include "fwd_names.h"\n\nconst char *const fwd_names[] = {\n'
    return header_text, source + "".join(f'\t"{f["name"]}",\n' for f in rows) + "};\n"


def exports_map(registry):
    names = sorted(f["name"] for f in registry.functions())
    return "{\nglobal:\n" + "".join(f"\t{name};\n" for name in names) + "local:\n\t*;\n};\n"


def error_strings_c(registry):
    errors = registry.errors
    out = BANNER + '#include "nvml.h"\n\nconst char *nvmlErrorString(nvmlReturn_t result)\n{\n'
    out += "\tswitch ((int)result) {\n"
    for row in errors["error"]:
        out += f"\tcase {row['name']}:\n\t\treturn \"{row['text']}\";\n"
    return out + f"\tdefault:\n\t\treturn \"{errors['default']}\";\n\t}}\n}}\n"


SYMBOLS_H = BANNER + """/* Every function by its name, sorted: for a program that carries the library and looks names up. */
#ifndef OPENNVML_SYMBOLS_H
#define OPENNVML_SYMBOLS_H

#include <stddef.h>

struct nvml_symbol {
	const char *name;
	void *function;
};

extern const struct nvml_symbol nvml_symbols[];
extern const size_t nvml_symbol_count;

#endif
"""


def symbols_c(registry):
    names = sorted(f["name"] for f in registry.functions() if not f.get("hidden"))
    rows = "".join(f"\t{{\"{name}\", (void *){name}}},\n" for name in names)
    return (BANNER + "#define NVML_NO_UNVERSIONED_FUNC_DEFS\n#include \"symbols.h\"\n#include \"nvml.h\"\n\n"
            + "const struct nvml_symbol nvml_symbols[] = {\n" + rows
            + "};\nconst size_t nvml_symbol_count = sizeof(nvml_symbols) / sizeof(nvml_symbols[0]);\n")


def generate(root):
    registry = Registry(root)
    return {
        "include/nvml.h": header(registry),
        "gen/entry.c": entry_c(registry),
        "gen/entry_impl.h": entry_impl_h(registry),
        "gen/stubs.c": stubs_c(registry),
        "gen/refused.c": refused_c(registry),
        "gen/forward.c": forward_c(registry),
        "gen/fwd_names.h": fwd_names(registry)[0],
        "gen/fwd_names.c": fwd_names(registry)[1],
        "gen/exports.map": exports_map(registry),
        "gen/error_strings.c": error_strings_c(registry),
        "gen/symbols.h": SYMBOLS_H,
        "gen/symbols.c": symbols_c(registry),
    }
