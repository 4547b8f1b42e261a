# SPDX-License-Identifier: MIT
"""registry/rm/page.toml -> gen/rm_rusd.[ch]: where the shared telemetry page keeps each value."""

from pathlib import Path

from gen.rm import NOTICE
from gen.rm_registry import RegistryError, c_name, first_release, load_releases, read_toml

WHERE = "registry/rm/page.toml"
SEQUENCES = ("parity32", "two_counters", "section")
TEMPERATURES = ("gpu", "memory", "board", "power_supply", "hbm")
LAYOUT_KEYS = {"since", "size", "sequence", "poll_mask", "temperatures", "offsets"}
CELL_KEYS = {"at", "width", "count", "stride", "inner"}
TYPES = """enum rm_rusd_sequence {
	RM_RUSD_PARITY32,     /* u32 before the first block: even is stable */
	RM_RUSD_TWO_COUNTERS, /* u64: writes begun and finished, stable when equal */
	RM_RUSD_SECTION       /* a u64 word in each unpolled section */
};

/* What temperatures[] elements measure. */
enum rm_rusd_sensor {
	RM_RUSD_SENSOR_GPU,
	RM_RUSD_SENSOR_MEMORY,
	RM_RUSD_SENSOR_BOARD,
	RM_RUSD_SENSOR_POWER_SUPPLY,
	RM_RUSD_SENSOR_HBM,
	RM_RUSD_SENSOR_COUNT
};

#define RM_RUSD_ABSENT 0xffffu

/* A number, or a list of them: element i, number j is at offset + i * stride + j * width. */
struct rm_rusd_cell {
	uint16_t offset; /* RM_RUSD_ABSENT: this release does not have it */
	uint16_t stride;
	uint8_t width; /* bytes of one number */
	uint8_t count; /* elements */
	uint8_t inner; /* numbers in one element */
};

struct rm_rusd_layout {
	uint16_t first_release; /* index into rm_releases where this layout begins */
	uint16_t size;          /* exact size of the page, the length that may be mapped */
	uint8_t sequence;       /* enum rm_rusd_sequence */
	uint8_t poll_mask;      /* NV00DE_RUSD_POLL_ bits that the release knows */
	uint8_t sensor_index[RM_RUSD_SENSOR_COUNT]; /* into temperatures[]; 0xff: not there */
	struct rm_rusd_cell cells[RM_RUSD_FIELD_COUNT];
};

/* Layout of the page at a release; NULL where the class does not exist. */
const struct rm_rusd_layout *rm_rusd_layout_at(unsigned release);
"""
LOOKUP = """const struct rm_rusd_layout *rm_rusd_layout_at(unsigned release)
{
	for (unsigned i = sizeof(layouts) / sizeof(layouts[0]); i-- > 0;) {
		if (layouts[i].first_release <= release)
			return &layouts[i];
	}
	return NULL;
}
"""

def enum_name(path):
    """clkPublicDomainInfos.info.targetClkMHz -> RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ."""
    parts = [c_name(part, ()) for part in path.split(".") if part != "info"]
    return "RM_RUSD_" + "_".join(parts).replace("last_modified_timestamp", "timestamp").upper()


def check_layout(row, fields):
    where = f"{WHERE}: layout {row.get('since')}"
    if set(row) - LAYOUT_KEYS or LAYOUT_KEYS - {"temperatures"} - set(row):
        raise RegistryError(f"{where}: keys are {sorted(row)}, wants {sorted(LAYOUT_KEYS)}")
    if row["sequence"] not in SEQUENCES:
        raise RegistryError(f"{where}: sequence: {row['sequence']!r} is unknown")
    for sensor in row.get("temperatures", []):
        if sensor not in TEMPERATURES:
            raise RegistryError(f"{where}: temperatures: {sensor!r} is unknown")
    for path, cell in row["offsets"].items():
        if path not in fields:
            raise RegistryError(f"{where}: offsets.{path}: not in fields")
        if set(cell) - CELL_KEYS or {"at", "width"} - set(cell):
            raise RegistryError(f"{where}: offsets.{path}: keys are {sorted(cell)}")
        end = cell["at"] + (cell.get("count", 1) - 1) * cell.get("stride", 0) \
            + cell.get("inner", 1) * cell["width"]
        if end > row["size"]:
            raise RegistryError(f"{where}: offsets.{path}: ends at {end}, beyond {row['size']}")


def load(root):
    page = read_toml(root, WHERE)
    releases, last = load_releases(root), -1
    for row in page["layout"]:
        check_layout(row, page["fields"])
        row["first"] = last = first_release(f"{WHERE}: layout", row["since"], releases, last)
    return page


def emit_header(page):
    out = [NOTICE.format(WHERE), "/* NV00DE_SHARED_DATA, class/cl00de.h */",
           "#ifndef OPENNVML_GEN_RM_RUSD_H", "#define OPENNVML_GEN_RM_RUSD_H", "",
           "#include <stdint.h>", "", "enum rm_rusd_field {"]
    out += [f"\t{enum_name(path)}," for path in page["fields"]]
    return "\n".join(out + ["\tRM_RUSD_FIELD_COUNT", "};", "", TYPES, "#endif", ""])


def emit_cell(path, cell):
    if not cell:
        return f"\t\t\t[{enum_name(path)}] = {{RM_RUSD_ABSENT, 0, 0, 0, 0}},"
    numbers = (cell["at"], cell.get("stride", 0), cell["width"], cell.get("count", 1),
               cell.get("inner", 1))
    return f"\t\t\t[{enum_name(path)}] = {{{', '.join(map(str, numbers))}}},"


def emit_layout(row, fields):
    order = row.get("temperatures", [])
    sensors = [str(order.index(s)) if s in order else "0xff" for s in TEMPERATURES]
    out = ["\t{", f"\t\t.first_release = {row['first']}, /* {row['since']} */",
           f"\t\t.size = {row['size']},", f"\t\t.sequence = RM_RUSD_{row['sequence'].upper()},",
           f"\t\t.poll_mask = 0x{row['poll_mask']:02x},",
           f"\t\t.sensor_index = {{{', '.join(sensors)}}},", "\t\t.cells = {"]
    out += [emit_cell(path, row["offsets"].get(path)) for path in fields]
    return out + ["\t\t},", "\t},"]


def emit_source(page):
    out = [NOTICE.format(WHERE), "/* clang-format off: one row a line */", "#include \"rm_rusd.h\"", "",
           "#include <stddef.h>", "", "static const struct rm_rusd_layout layouts[] = {"]
    for row in page["layout"]:
        out += emit_layout(row, page["fields"])
    return "\n".join(out + ["};", "", LOOKUP])


def generate(root: Path) -> dict[str, str]:
    page = load(root)
    return {"gen/rm_rusd.h": emit_header(page), "gen/rm_rusd.c": emit_source(page)}
