# SPDX-License-Identifier: MIT
"""registry/rm/status.toml -> gen/rm_status.[ch]: NV_STATUS names and what NVML makes of them."""

from pathlib import Path

from gen.rm import NOTICE
from gen.rm_registry import RegistryError, read_toml

WHERE = "registry/rm/status.toml"
UNKNOWN = 999


def load(root):
    table = read_toml(root, WHERE)
    if set(table) != {"values", "nvml"}:
        raise RegistryError(f"{WHERE}: wants exactly [values] and [nvml]")
    for name in table["nvml"]:
        if name not in table["values"]:
            raise RegistryError(f"{WHERE}: nvml.{name}: no such status")
    if len(set(table["values"].values())) != len(table["values"]):
        raise RegistryError(f"{WHERE}: values: a number is used twice")
    return table["values"], table["nvml"]


def emit_header(values):
    out = [NOTICE.format(WHERE), "/* Values of nvstatuscodes.h. */", "#ifndef OPENNVML_GEN_RM_STATUS_H",
           "#define OPENNVML_GEN_RM_STATUS_H", "", "#include <stdint.h>", ""]
    out += [f"#define {name} 0x{value:x}u" for name, value in values.items()]
    out += ["", "/* NVIDIA's name of a status; \"NV_STATUS?\" for an unknown one. */",
            "const char *rm_status_name(uint32_t status);", "",
            "/* The nvmlReturn_t that a status becomes where no function says otherwise. */",
            "int rm_status_to_nvml(uint32_t status);", "", "#endif", ""]
    return "\n".join(out)


def emit_source(values, nvml):
    out = [NOTICE.format(WHERE), "#include \"rm_status.h\"", "",
           "const char *rm_status_name(uint32_t status)", "{", "\tswitch (status) {"]
    out += [f"\tcase {name}:\n\t\treturn \"{name}\";" for name in values]
    out += ["\tdefault:", "\t\treturn \"NV_STATUS?\";", "\t}", "}", "",
            "int rm_status_to_nvml(uint32_t status)", "{", "\tswitch (status) {"]
    for code in dict.fromkeys(nvml.values()):
        out += [f"\tcase {name}:" for name in nvml if nvml[name] == code]
        out.append(f"\t\treturn {code};")
    return "\n".join(out + ["\tdefault:", f"\t\treturn {UNKNOWN};", "\t}", "}", ""])


def generate(root: Path) -> dict[str, str]:
    values, nvml = load(root)
    return {"gen/rm_status.h": emit_header(values), "gen/rm_status.c": emit_source(values, nvml)}
