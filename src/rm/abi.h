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

#include "rm_abi.h"

enum rm_direction { RM_IN = 1, RM_OUT = 2 };

/*
 * One member, one array, or several neighbours that lie side by side in both
 * representations. Both sides are little-endian.
 */
struct rm_field {
	uint32_t neutral_offset;
	uint32_t wire_offset;
	uint16_t neutral_stride; /* distance of array elements in the neutral struct */
	uint16_t wire_stride;    /* distance of array elements on the wire */
	uint16_t count;          /* elements; 1 for a scalar */
	uint16_t neutral_size;   /* bytes of one element */
	uint16_t wire_size;      /* bytes of one element; zero-extended when smaller */
	uint8_t direction;       /* RM_IN | RM_OUT */
};

struct rm_layout {
	uint32_t number; /* command number as sent in NVOS54, or class number, or escape nr */
	uint32_t size;   /* exact size that the driver demands */
	uint16_t field_count;
	uint16_t first_release; /* index into rm_releases where this layout begins */
	const struct rm_field *fields;
};

enum rm_kind { RM_KIND_CONTROL, RM_KIND_ALLOC };

struct rm_command {
	const char *name;                /* NVIDIA's, of the control or of the class */
	const struct rm_layout *layouts; /* ascending first_release; number 0: gone since then */
	uint16_t layout_count;
	uint16_t first_exported; /* before this release the driver refuses the number */
	uint8_t kind;
	bool privileged;       /* needs an administrator */
	bool firmware;         /* answered by GSP: RMCTRL_FLAGS_ROUTE_TO_PHYSICAL, never cached */
	uint32_t object_class; /* class of the object it is sent to; 0 for the root client */
	uint32_t twin;         /* legacy number of the same struct, 0 if none */
	uint32_t neutral_size; /* of struct rm_<name>; 0 when there are no parameters */
};

extern const struct rm_command rm_commands[RM_CMD_COUNT];

/* major.minor.patch of a driver, e.g. 550.163.01 -> {550, 163, 1}. */
struct rm_version {
	uint16_t major;
	uint16_t minor;
	uint16_t patch;
};

/* The releases that the tables know, oldest first. */
extern const struct rm_version rm_releases[];
extern const unsigned rm_release_count;

/* Drivers between `since` and this release already have the release's layouts. */
struct rm_follower {
	struct rm_version since;
	uint16_t release;
};

extern const struct rm_follower rm_followers[];
extern const unsigned rm_follower_count;

/* How well a driver version is known. */
enum rm_version_match { RM_EXACT, RM_NEAREST_IN_BRANCH, RM_NEAREST_BRANCH };

/* Accepts "major.minor" and "major.minor.patch", nothing behind it. */
bool rm_version_parse(const char *text, struct rm_version *ret_version);
int rm_version_compare(struct rm_version a, struct rm_version b);

/*
 * Index of the release whose tables serve this version: the same release, else
 * the nearest older one of its branch (the oldest of the branch when it is
 * older than all, a newer one that it is known to follow), else the newest release of the nearest
 * older branch (the oldest known release for a driver older than all).
 */
unsigned rm_release_resolve(struct rm_version version, enum rm_version_match *ret_match);

const struct rm_command *rm_command_info(enum rm_cmd cmd);

/* Layout of a command at a release; NULL when that release does not have it. */
const struct rm_layout *rm_layout_at(enum rm_cmd cmd, unsigned release);

/*
 * Which control a number means at a release, false for one that the driver does
 * not take (some were in its headers before it did). A legacy twin is found at every
 * release, since the firmware takes it whether or not the plain number exists.
 */
bool rm_command_find(uint32_t number, unsigned release, enum rm_cmd *ret_cmd);
/* Which parameters an object class takes; false when none are known. */
bool rm_alloc_find(uint32_t class_number, unsigned release, enum rm_cmd *ret_cmd);

/*
 * Copy the members of that direction between struct rm_<name> and the layout's
 * bytes. Members that the layout lacks, and bytes that belong to no such member,
 * stay as they are. Nothing beyond layout->size is read or written.
 */
void rm_encode(const struct rm_layout *layout, unsigned direction, const void *neutral, void *wire);
void rm_decode(const struct rm_layout *layout, unsigned direction, const void *wire, void *neutral);

#endif
