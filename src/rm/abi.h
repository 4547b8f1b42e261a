/* SPDX-License-Identifier: MIT */
/*
 * Wire layouts of the NVIDIA kernel driver's controls as data.
 *
 * A control is named once (enum rm_cmd), has one neutral C struct (struct
 * rm_<name>, in gen/rm_abi.h) and, per driver release, one layout: command
 * number, size and where each neutral member lies on the wire. The library
 * encodes a request and decodes the reply; the simulator does the reverse with
 * the same rows. Rows come from registry/rm/ and are held against NVIDIA's
 * published headers by tests/wire.
 */
#ifndef OPENNVML_RM_ABI_H
#define OPENNVML_RM_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rm_direction { RM_IN = 1, RM_OUT = 2 };

/* One member, or one array of members, in both representations. */
struct rm_field {
	uint32_t neutral_offset;
	uint32_t wire_offset;
	uint16_t neutral_stride; /* distance of array elements in the neutral struct */
	uint16_t wire_stride;    /* distance of array elements on the wire */
	uint16_t count;          /* elements; 1 for a scalar */
	uint8_t neutral_size;    /* bytes of one element: 1, 2, 4, 8 */
	uint8_t wire_size;       /* bytes of one element; zero-extended when smaller */
	uint8_t direction;       /* RM_IN | RM_OUT */
};

struct rm_layout {
	uint32_t number; /* command number as sent in NVOS54, or class number, or escape nr */
	uint32_t size;   /* exact size that the driver demands */
	uint16_t field_count;
	uint16_t first_release; /* index into rm_releases where this layout begins */
	const struct rm_field *fields;
};

/* major.minor.patch of a driver, e.g. 550.163.01 -> {550, 163, 1}. */
struct rm_version {
	uint16_t major;
	uint16_t minor;
	uint16_t patch;
};

/* How well a driver version is known. */
enum rm_version_match { RM_EXACT, RM_NEAREST_IN_BRANCH, RM_NEAREST_BRANCH };

bool rm_version_parse(const char *text, struct rm_version *ret_version);
int rm_version_compare(struct rm_version a, struct rm_version b);

/*
 * Index of the release whose tables serve this version: the same release, else
 * the nearest older one of its branch (the oldest of the branch when it is
 * older than all), else the newest release of the nearest older branch (the
 * oldest known release for a driver older than all).
 */
unsigned rm_release_resolve(struct rm_version version, enum rm_version_match *ret_match);

#endif
