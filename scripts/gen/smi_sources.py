# SPDX-License-Identifier: MIT
"""Which NVML function or field gives each value of nvsmi, as tools/nvsmi/sources.c and answers.c say."""

import re

ECC = {"ECC_COUNTERS": "nvmlDeviceGetMemoryErrorCounter", "ECC_TOTALS": "nvmlDeviceGetTotalEccErrors"}


def values(folder):
    """Names of values in their order."""
    body = (folder / "values.h").read_text().split("enum value_id {")[1].split("};")[0]
    return re.findall(r"^\tVALUE_(\w+)", body, re.M)


def customs(folder):
    """What each ask_ function of answers.c calls first, or the function that it leaves that to."""
    found = {}
    texts = (folder / "lists.c").read_text() + (folder / "answers.c").read_text()
    for name, body in re.findall(r"^(?:static )?\w+ ((?:ask|list|call|gpu)_\w+)\([^{;]*?\n\{(.*?)^\}", texts, re.M | re.S):
        symbol = re.search(r'"(nvml\w+)"', body)
        inner = re.search(r"\b((?:ask|list|call|gpu)_\w+)\(", body)
        found[name] = symbol.group(1) if symbol else found.get(inner.group(1)) if inner else None
    return found


def smoothing(folder, order):
    """(value, field) of power smoothing, which answers.c asks for by one list in the order of the values."""
    fields = re.findall(r"NVML_FI_\w+", (folder / "answers.c").read_text().split("smoothing_fields[] = {")[1].split("};")[0])
    common = order[order.index("SMOOTHING_ENABLED"):order.index("SMOOTHING_PROFILE")]
    for i, field in enumerate(fields):
        place = i - len(common)
        family = "SMOOTHING_PROFILE" if place < 8 else "SMOOTHING_OVERRIDE"
        yield common[i] if place < 0 else f"{family}+{place % 8}" if place % 8 else family, field


def source(text, asked):
    symbol = re.search(r'"(nvml\w+)"', text) or re.search(r"\b(NVML_FI_\w+)", text)
    custom = re.search(r"\.custom = (\w+)", text)
    return symbol.group(1) if symbol else asked.get(custom.group(1)) if custom else None


def calls(root):
    """{value: function or field}, for all values that sources.c knows."""
    folder = root / "tools/nvsmi"
    order, asked, found = values(folder), customs(folder), dict(ECC)
    table = (folder / "sources.c").read_text().split("sources[VALUE_COUNT] = {")[1].split("\n};")[0]
    for first, last, text in re.findall(r"\[VALUE_(\w+)(?:\s*\.\.\.\s*VALUE_(\w+))?\] =\s*\{(.*?)\}(?=,)", table, re.S):
        for name in order[order.index(first):order.index(last or first) + 1]:
            found[name] = source(text, asked)
    return found | dict(smoothing(folder, order))
