# SPDX-License-Identifier: MIT
"""registry/smi/json.toml -> gen/smi_json.[ch], docs/nvsmi-json.md and docs/nvsmi.schema.json: the document of nvsmi --json."""

import json
import re
import tomllib

from gen import smi_sources
from gen.nvml_registry import Registry
from gen.rm import NOTICE

PLACE = "registry/smi/json.toml"
KEYS = {"key", "kind", "value", "call", "like", "names", "items", "absent", "sampled", "what"}
TYPES = {"integer": "integer", "known": "integer", "text": "string", "boolean": "boolean", "capability": "string",
         "enum": "string", "hex16": "string", "hex4_low": "string", "hex4_high": "string", "integers": "array",
         "list": "array", "error": "object"}
PATTERNS = {"capability": "^[0-9]+[.][0-9]+$", "hex16": "^0x[0-9a-f]{16}$", "hex4_low": "^0x[0-9a-f]{4}$",
            "hex4_high": "^0x[0-9a-f]{4}$"}
ERROR = "NVML_ERROR_"


class Table:
    def __init__(self, root):
        self.toml = tomllib.loads((root / PLACE).read_text())
        self.objects = self.toml["object"]
        self.registry = Registry(root)
        self.calls = smi_sources.calls(root)
        self.refusals = {f["name"]: f["reason"] for f in self.registry.functions() if f["source"] == "none" and "reason" in f}
        self.refusals |= {f["name"]: f["reason"] for f in self.registry.all("field") if f.get("source") == "none" and "reason" in f}
        for one in self.objects:
            check(one, self.toml["names"], {o["name"] for o in self.objects})

    def call(self, row):
        """The function or field behind a row; "" where there is none."""
        value = row.get("value")
        if not value:
            return row.get("call", "")
        name, _, place = value.upper().replace(" ", "").partition("(")
        return self.calls.get({"ECC": "ECC_COUNTERS", "ECC_TOTAL": "ECC_TOTALS"}[name] if place else name) or ""

    def why(self, row):
        """Why the open library never has it, as docs/coverage.md says; "" where it may."""
        return self.refusals.get(row.get("like", self.call(row)), "")

    def statuses(self):
        """(name, word, why) of every NVML status but success."""
        for enum in self.registry.all("enum"):
            for one in enum.get("values", []):
                if one["name"].startswith(ERROR):
                    yield one["name"], one["name"].removeprefix(ERROR).lower(), one["doc"] + "."


def check(one, names, objects):
    """Raises where rows say what nobody prints, or open a group twice."""
    closed, path = set(), []
    for row in one["rows"]:
        kind, groups = row.get("kind", "integer"), row["key"].split(".")[:-1]
        if set(row) - KEYS or kind not in TYPES or not re.fullmatch(r"[a-z0-9_.]+", row["key"]):
            raise ValueError(f"{PLACE}: {one['name']}: {row}: unknown key or kind")
        if (kind == "enum") != ("names" in row and row["names"] in names) or (kind == "list") != (row.get("items") in objects):
            raise ValueError(f"{PLACE}: {one['name']}: {row}: no such names or items")
        for depth in range(1, len(path) + 1):
            if path[:depth] != groups[:depth]:
                closed.add(tuple(path[:depth]))
        if any(tuple(groups[:depth]) in closed for depth in range(1, len(groups) + 1)):
            raise ValueError(f"{PLACE}: {one['name']}: {row['key']}: its group was closed before")
        path = groups


# ---- C ----

def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else "NULL"


def value_c(value):
    return f"VALUE_{value.upper()}" if value else "VALUE_NONE"


def row_c(table, row):
    names = f"names_{row['names']}" if "names" in row else "NULL"
    absent = f"{row['absent']}" if "absent" in row else "-1"
    return (f'\t{{"{row["key"]}", JSON_{row.get("kind", "integer").upper()}, {value_c(row.get("value"))}, {names}, '
            f'{f"""sizeof({names}) / sizeof({names}[0])""" if "names" in row else 0}, {absent}, '
            f'{str(row.get("sampled", False)).lower()}, '
            f'{quoted(table.why(row))}}},')


def rows_c(table):
    out = [NOTICE.format("registry/smi and registry/nvml"), "/* clang-format off: one row a line */", '#include "smi_json.h"', ""]
    for name, words in table.toml["names"].items():
        out.append(f"static const char *const names_{name}[] = {{{', '.join(map(quoted, words))}}};")
    for one in table.objects:
        out += ["", f"static const struct json_row rows_{one['name']}[] = {{"]
        out += [row_c(table, row) for row in one["rows"]] + ["};"]
    out += ["", "const struct json_table json_tables[] = {"]
    out += [f"\t[JSON_OF_{o['name'].upper()}] = {{rows_{o['name']}, sizeof(rows_{o['name']}) / sizeof(rows_{o['name']}[0])}},"
            for o in table.objects]
    out += ["};", "", "const struct json_reason json_reasons[] = {"]
    reasons = table.toml["reasons"]
    out += [f"\t{{JSON_{word.upper()}, {quoted(word)}, {quoted(why)}}}," for word, why in reasons.items()]
    out += [f"\t{{{name}, {quoted(word)}, {quoted(why)}}}," for name, word, why in table.statuses()]
    out += ["};", "", "const size_t json_reason_count = sizeof(json_reasons) / sizeof(json_reasons[0]);", ""]
    return "\n".join(out)


def header(table):
    out = [NOTICE.format("registry/smi"), "#ifndef OPENNVML_GEN_SMI_JSON_H", "#define OPENNVML_GEN_SMI_JSON_H", "",
           '#include "../tools/nvsmi/json.h"', "", f"#define JSON_SCHEMA {table.toml['version']}",
           "", "/* Objects. */", "enum {"]
    out += [f"\tJSON_OF_{one['name'].upper()}," for one in table.objects] + ["};"]
    out += ["", "/* How many rows each has. */", "enum {"]
    out += [f"\tJSON_ROWS_OF_{one['name'].upper()} = {len(one['rows'])}," for one in table.objects] + ["};"]
    for one in table.objects:
        prefix = one["name"].upper()
        wanted = [r for r in one["rows"] if prefix != "GPU" or r.get("kind") in ("list", "integers", "known")]
        places = {r["key"]: i for i, r in enumerate(one["rows"])}
        out += ["", f"/* Rows of {one['name']}{', those without a value' if prefix == 'GPU' else ''}. */", "enum {"]
        out += [f"\tJSON_{prefix}_{r['key'].upper().replace('.', '_')} = {places[r['key']]}," for r in wanted] + ["};"]
    return "\n".join(out + ["", "#endif", ""])


# ---- JSON Schema ----

def schema_leaf(table, row):
    kind = row.get("kind", "integer")
    if kind == "known":
        leaf = {"type": "integer"}
    elif kind == "error":
        leaf = {"anyOf": [{"$ref": "#/$defs/reason"}, {"type": "null"}]}
    else:
        leaf = {"type": [TYPES[kind], "null"]}
    if kind == "enum":
        words = [re.escape(w) for w in table.toml["names"][row["names"]] if w]
        leaf["pattern"] = f"^({'|'.join(words)}|unknown_[0-9]+)$"
    elif kind in PATTERNS:
        leaf["pattern"] = PATTERNS[kind]
    elif kind == "list":
        leaf["items"] = {"$ref": f"#/$defs/{row['items']}"}
    elif kind == "integers":
        leaf["items"] = {"type": "integer"}
    if "what" in row:
        leaf["description"] = row["what"]
    return leaf


def schema_put(schema, path, leaf):
    schema.setdefault("required", []).append(path[0]) if path[0] not in schema.get("required", []) else None
    properties = schema.setdefault("properties", {})
    if len(path) == 1:
        properties[path[0]] = leaf
        return
    schema_put(properties.setdefault(path[0], {"type": "object"}), path[1:], leaf)


def schema_object(table, one):
    schema = {"type": "object"}
    for row in one["rows"]:
        schema_put(schema, row["key"].split("."), schema_leaf(table, row))
    keys = [r["key"] for r in one["rows"] if r.get("kind") not in ("known", "error")]
    schema_put(schema, ["missing"], {"type": "object", "propertyNames": {"enum": keys},
                                     "additionalProperties": {"$ref": "#/$defs/reason"}})
    sampled = [r["key"] for r in one["rows"] if r.get("sampled")]
    if sampled:
        schema_put(schema, ["age_ms"], {"type": "object", "propertyNames": {"enum": sampled},
                                        "additionalProperties": {"type": ["integer", "null"], "minimum": 0}})
    return schema


def schema(table):
    version = table.toml["version"]
    reasons = {"type": "object", "required": ["reason", "nvml", "why"], "properties": {
        "reason": {"type": "string", "pattern": "^[a-z0-9_]+$"}, "nvml": {"type": ["integer", "null"]},
        "why": {"type": "string"}}}
    defs = {o["name"]: schema_object(table, o) for o in table.objects if o["name"] != "document"} | {"reason": reasons}
    document = schema_object(table, table.objects[0])
    document["properties"]["schema"]["const"] = version
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"nvsmi --json, version {version}",
                       "$comment": f"Generated from {PLACE} by scripts/gen.py; do not edit.", **document, "$defs": defs},
                      indent=1) + "\n"


# ---- documentation ----

PAGE = """<!-- SPDX-License-Identifier: MIT -->
<!-- Generated by scripts/gen.py from registry/smi/json.toml; do not edit. -->
# nvsmi --json

One document about one machine, the same under every driver: keys are ours and do not follow NVIDIA's labels.
`docs/nvsmi.schema.json`, installed in `share/opennvml`, describes it to programs; the tables below and the program
itself are made from the same rows.

```
nvsmi --json                    one document, for people to read too
nvsmi --json -i 0,2             of these GPUs only
nvsmi --json -l 5               one document a line, every 5 seconds (JSON lines); -lms likewise
nvsmi --json -f FILE
nvsmi --json | jq '.gpus[] | {{index, power: .power.draw_mw, hot: (.temperature.gpu_c > 80)}}'
nvsmi --json | jq '.gpus[0].missing["fan.speed_percent"].why'
```

- **Numbers** are JSON numbers in the unit that ends the key: `_bytes`, `_w`, `_mw`, `_mj`, `_mhz`, `_c`, `_percent`, `_s`, `_ms`, `_us`,
  `_ns`. What is 64 bits of identity (`pdi`, addresses) is text in hexadecimal, for JSON readers keep 53 bits of a number.
- **Switches** are `true` and `false`; other words are lower case and ours. A number that has no word yet is `unknown_N`.
- **What is missing is `null`**, and the same object's `missing` says why under the key's path: `reason` (a word), `nvml` (NVML's
  status, `null` where it is none of NVML's) and `why` (a sentence). Not an object in the value's place: for jq an object is greater
  than every number, so `.power.draw_mw > 300000` would be true where nobody knows; `null` is smaller than all and `//` skips it.
  No value is ever `null` without its reason, and none that is there has one.
- **`age_ms`** of an object has every value in it that changes by itself: how many milliseconds ago the driver or the library
  read it, by the time that NVML gives with it; `null` where NVML gives none. A key that is missing is not there.
- Reasons that say that no published source exists are those of `docs/coverage.md`, and given by the nvsmi that carries the library;
  over another library (`OPENNVML_LIBRARY`) the reason is the status and what it means in general.
- **A machine that cannot be asked** is a document too: `error` has the reason, `gpus` is `null`, and the exit status is as without
  `--json`. Where no device node may be opened, there is no GPU to ask: `gpus` is empty, and `error` is `no_permission`.
  Of a GPU that is lost, does not start, hangs (`--timeout`) or is let sleep (`--no-wake`) every value is missing, and it is named in `unavailable`
  too. The others are reported all the same; the exit status is that of the first that is lost (15) or does not answer (10).
- **Bytes** that are no UTF-8, such as in a name that a process gave itself, are U+FFFD.

Version {version}. Later programs may add keys and words to it; a key that goes or means something else makes another version.

"""


def type_text(table, row):
    kind = row.get("kind", "integer")
    if kind == "enum":
        return "one of " + ", ".join(f"`{w}`" for w in table.toml["names"][row["names"]] if w)
    if kind == "list":
        return f"list of [{row['items']}](#{row['items']})"
    return {"known": "integer, never missing", "capability": "text", "integers": "list of integers", "error": "reason or null",
            "hex16": "text, `0x` and 16 digits", "hex4_low": "text, `0x` and 4 digits", "hex4_high": "text, `0x` and 4 digits"}.get(kind, kind)


def row_text(table, row):
    call = table.call(row)
    notes = [row.get("what", "")]
    if row.get("value") == "none":
        notes.append("Never there: " + table.toml["reasons"]["no_source"])
    if table.why(row):
        notes.append("Not with the open library: " + table.why(row))
    cells = [f"`{row['key']}`", type_text(table, row), "yes" if row.get("sampled") else "", f"`{call}`" if call else "",
             " ".join(note for note in notes if note)]
    return f"| {' | '.join(cells)} |\n"


def page(table):
    out = PAGE.format(version=table.toml["version"])
    for one in table.objects:
        out += f"## {one['name']}\n\n" + (one["what"] + "\n\n" if "what" in one else "")
        out += "| key | type | age | NVML | note |\n|---|---|---|---|---|\n"
        out += "".join(row_text(table, row) for row in one["rows"]) + "\n"
    return out.rstrip("\n") + "\n"


def generate(root):
    table = Table(root)
    return {"gen/smi_json.c": rows_c(table), "gen/smi_json.h": header(table), "docs/nvsmi-json.md": page(table),
            "docs/nvsmi.schema.json": schema(table)}
