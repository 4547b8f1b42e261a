/* SPDX-License-Identifier: MIT */
/* Generated from registry/rm by scripts/gen.py; do not edit. */

#ifndef OPENNVML_GEN_RM_NAMES_H
#define OPENNVML_GEN_RM_NAMES_H

#include <stdint.h>

struct rm_member_name {
	const char *path; /* NVIDIA's member */
	uint32_t command;
	uint32_t offset;  /* in the neutral struct, first element */
	uint32_t size;    /* bytes of one number */
	uint32_t count;   /* numbers side by side */
	uint32_t stride;  /* distance of elements of the list around it, else 0 */
};

struct rm_value_name {
	const char *name;
	uint64_t value;
};

extern const struct rm_member_name rm_member_names[];
extern const struct rm_value_name rm_constant_names[];
extern const struct rm_value_name rm_varying_names[];
extern const struct rm_value_name rm_status_names[];
extern const struct rm_value_name rm_rusd_names[];

#endif
