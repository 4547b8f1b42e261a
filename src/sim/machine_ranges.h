/* SPDX-License-Identifier: MIT */
/* What a key of a machine may be, for the file and for changes while the machine runs. */
#ifndef OPENNVML_SIM_MACHINE_RANGES_H
#define OPENNVML_SIM_MACHINE_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/machine.h"
#include "sim/machine_schema.h"

struct machine_range {
	const char *key; /* NULL ends a table */
	int64_t low, high;
};

extern const struct machine_range machine_state_ranges[];
extern const struct machine_range machine_process_ranges[];
extern const struct machine_range machine_load_ranges[];

int64_t machine_value_of(const void *data, const cyaml_schema_field_t *field);
/* Stores a number in a member of 4 or 8 bytes. */
void machine_value_put(void *data, const cyaml_schema_field_t *field, int64_t value);
/* The row of a key; NULL: there is none. */
const cyaml_schema_field_t *machine_field_find(const cyaml_schema_field_t *fields, const char *key);
bool machine_is_process_type(const char *type);
bool machine_is_load_shape(const char *shape);

/* Place of a key of machine_state_fields; -1: there is none. */
int machine_state_find(const char *key);
/* Copies the member at a place of machine_state_fields. */
void machine_state_copy(struct machine_state *state, const struct machine_state *from, int place);
/*
 * Sets the member at a place to a number written as text, within its range. On refusal returns
 * false, leaves the state alone and writes what was expected.
 */
bool machine_state_set(struct machine_state *state, int place, const char *text, char *ret_why,
		       size_t size);
/* The same for all members of a process that does not come from a file. */
bool machine_process_check(const struct machine_process *process, char *ret_why, size_t size);

#endif
