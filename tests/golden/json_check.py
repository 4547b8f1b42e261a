# SPDX-License-Identifier: MIT
"""A document of nvsmi --json against its schema: strictly, without the leave to have more keys that readers should give."""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Schema:
    def __init__(self, schema):
        self.schema = schema

    def resolve(self, node):
        return self.schema["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node

    def complaints(self, value, node=None, path="$"):
        """What is wrong below here."""
        node = self.resolve(self.schema if node is None else node)
        if "anyOf" in node:
            tries = [list(self.complaints(value, one, path)) for one in node["anyOf"]]
            yield from () if any(not one for one in tries) else tries[0]
            return
        types = node.get("type", [])
        if not any(is_type(value, name) for name in ([types] if isinstance(types, str) else types)):
            yield f"{path}: {value!r} is no {types}"
        elif isinstance(value, dict):
            yield from self.in_object(value, node, path)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                yield from self.complaints(item, node["items"], f"{path}[{i}]")
        elif isinstance(value, str) and not re.search(node.get("pattern", ""), value):
            yield f"{path}: {value!r} is not as {node['pattern']}"
        elif is_type(value, "integer") and (value < node.get("minimum", value) or value != node.get("const", value)):
            yield f"{path}: {value} is out of range"

    def in_object(self, value, node, path):
        for key in node.get("required", []):
            if key not in value:
                yield f"{path}: {key} is absent"
        names = node.get("propertyNames", {}).get("enum")
        for key, inner in value.items():
            known = node.get("properties", {}).get(key, node.get("additionalProperties"))
            if known is None or (names is not None and key not in names):
                yield f"{path}: {key} is in no schema"
            else:
                yield from self.complaints(inner, known, f"{path}.{key}")


def leaves(value, path=""):
    """(path, value) of what an object holds itself: lists are leaves, reasons and ages are not looked at."""
    for key, inner in value.items():
        here = f"{path}.{key}" if path else key
        if not path and key in ("missing", "age_ms", "error"):
            continue
        if isinstance(inner, dict):
            yield from leaves(inner, here)
        else:
            yield here, inner


def reason_complaints(value, path="$"):
    """Every null has its reason, and nothing else has one; ages belong to what is there. In all objects of a document."""
    if "missing" in value:
        nulls = {key for key, inner in leaves(value) if inner is None}
        for key in nulls ^ set(value["missing"]):
            yield f"{path}: {key} is {'null without' if key in nulls else 'there and has'} a reason"
        for key in set(value.get("age_ms", {})) & nulls:
            yield f"{path}: {key} is null and has an age"
    for key, inner in leaves(value):
        for i, item in enumerate(inner if isinstance(inner, list) else []):
            if isinstance(item, dict):
                yield from reason_complaints(item, f"{path}.{key}[{i}]")


def without_leave(schema):
    """The same schema for a general checker, with nothing besides what it names."""
    if isinstance(schema, list):
        return [without_leave(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: without_leave(one) for key, one in schema.items()}
    return strict | {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else strict
