#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The functions of hostile.h, one for each prototype. hostile_functions.py NVML_H OUT_C

What a parameter is follows from its type and place: a text and its room, a list and its count, one or more numbers, a struct.
Nothing is written behind a caller's room; everything else may be anything.
"""

import re
import sys

# Structs that name a list of the caller's: (its room and count, the list).
LISTS = {"nvmlProcessesUtilizationInfo_t": ("processSamplesCount", "procUtilArray"),
         "nvmlEccSramUniqueUncorrectedErrorCounts_t": ("entryCount", "entries"),
         "nvmlProcessDetailList_t": ("numProcArrayEntries", "procArray"),
         "nvmlPRMCounterList_v1_t": ("numCounters", "counters"),
         "nvmlVgpuPlacementList_t": ("count", "placementIds"),
         "nvmlVgpuInstancesUtilizationInfo_t": ("vgpuInstanceCount", "vgpuUtilArray"),
         "nvmlVgpuProcessesUtilizationInfo_t": ("vgpuProcessCount", "vgpuProcUtilArray"),
         "nvmlVgpuTypeIdInfo_t": ("vgpuCount", "vgpuTypeIds"),
         "nvmlActiveVgpuInstanceInfo_t": ("vgpuCount", "vgpuInstances"),
         "nvmlVgpuCreatablePlacementInfo_t": ("count", "placementIds"),
         "nvmlGetCPER_v1_t": ("bufferSize", "buffer")}
UNTOUCHED = {"nvmlSystemEventSetWaitRequest_t", "nvmlSystemEventSetCreateRequest_t",
             "nvmlSystemEventSetFreeRequest_t", "nvmlSystemRegisterEventRequest_t", "nvmlEventData_t"}
COUNT = re.compile(r"count|size", re.IGNORECASE)
PROTOTYPE = re.compile(r"^DECLDIR\s+nvmlReturn_t\s+(\w+)\s*\(([^;]*?)\);", re.MULTILINE | re.DOTALL)


def parameters(text):
    """[(type, name, is a pointer that may be written through)]"""
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(.*?)\s*(\*?)\s*(\w+)", " ".join(part.split()))
        if match and match.group(1):
            kind, star, name = match.groups()
            found.append((kind, name, bool(star) and not kind.startswith("const")))
    return found


def fill_list(room, arrays):
    lines = [f"\tunsigned int room = {room} ? *{room} : 0;"]
    lines += [f"\thostile_fill({name}, room * sizeof(*{name}));" for name in arrays]
    return [*lines, f"\tanswer = hostile_count({room}, room, answer);"]


def fill_one(kind, name):
    if kind == "nvmlGpmMetricsGet_t":
        return [f"\thostile_metrics({name});"]
    if kind in LISTS:
        count, array = LISTS[kind]
        return [f"\thostile_fill({name}->{array}, {name}->{array} ? {name}->{count} * sizeof(*{name}->{array}) : 0);",
                f"\tanswer = hostile_count(&{name}->{count}, {name}->{count}, answer);"]
    if kind in UNTOUCHED:
        return [f"\t(void){name};"]
    if kind.endswith("_t") and kind in HANDLES:
        return [f"\t*{name} = hostile_handle();"]
    return [f"\thostile_fill({name}, sizeof(*{name}));"]


def body(found):
    lines, at = [], 0
    while at < len(found):
        kind, name, pointer = found[at]
        after = found[at + 1] if at + 1 < len(found) else ("", "", False)
        arrays = [later for _, later, writable in found[at + 1:] if writable]
        if kind == "char" and pointer and after[0] == "unsigned int":
            lines.append(f"\thostile_text({name}, {'*' if after[2] else ''}{after[1]});")
            at += 1
        elif kind == "char" and pointer:
            lines.append(f"\thostile_text({name}, NVML_GSP_FIRMWARE_VERSION_BUF_SIZE);")
        elif pointer and kind == "unsigned int" and COUNT.search(name) and arrays and "average" not in arrays[0]:
            return lines + fill_list(name, arrays)
        elif pointer and after[2] and COUNT.search(after[1]) and at + 2 == len(found):
            return lines + fill_list(after[1], [name])
        elif kind in ("int", "unsigned int") and not pointer and after[2] and COUNT.search(name):
            lines.append(f"\thostile_fill({after[1]}, (size_t){name} * sizeof(*{after[1]}));")
            at += 1
        elif pointer:
            lines += fill_one(kind, name)
        else:
            lines.append(f"\t(void){name};")
        at += 1
    return lines


HANDLES = {"nvmlDevice_t", "nvmlGpuInstance_t", "nvmlComputeInstance_t", "nvmlEventSet_t", "nvmlGpmSample_t", "nvmlUnit_t"}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        header = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
    functions = [(name, " ".join(text.split())) for name, text in PROTOTYPE.findall(header)]
    own = {"nvmlDeviceGetCount_v2", "nvmlSystemGetDriverVersion"}
    out = ["/* Made by hostile_functions.py. */", "#define NVML_NO_UNVERSIONED_FUNC_DEFS", '#include "hostile.h"', ""]
    for name, text in functions:
        if name in own:
            continue
        found = parameters(text)
        out += [f"nvmlReturn_t {name}({text})", "{", f'\tnvmlReturn_t answer = hostile_status("{name}");', "",
                *body(found), "\treturn answer;", "}", ""]
    out += ["const struct hostile_function hostile_functions[] = {"]
    out += [f'\t{{"{name}", (void (*)(void)){name}}},' for name, _ in functions]
    out += ["};", "const size_t hostile_function_count = sizeof(hostile_functions) / sizeof(hostile_functions[0]);", ""]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("\n".join(out))


if __name__ == "__main__":
    main()
