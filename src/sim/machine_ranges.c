/* SPDX-License-Identifier: MIT */
#include "sim/machine_ranges.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct machine_range machine_state_ranges[] = {
    {"temperature_c", -40, 199},
    {"memory_temperature_c", -40, 199},
    {"power_mw", -1, 10000000},
    {"power_limit_mw", -1, 10000000},
    {"pstate", -1, 15},
    {"gpu_percent", -1, 100},
    {"memory_percent", -1, 100},
    {"encoder_percent", -1, 100},
    {"decoder_percent", -1, 100},
    {"jpeg_percent", -1, 100},
    {"ofa_percent", -1, 100},
    {"memory_power_mw", -1, 10000000},
    {"module_power_mw", -1, 10000000},
    {"memory_used_mib", 0, 0x3fffff},
    {"memory_used_kib", 0, 1023},
    {"bar1_used_mib", 0, 0x3fffff},
    {"pcie_gen", 1, 6},
    {"pcie_width", 1, 32},
    {"pcie_tx_kb_per_s", -1, 1000000000},
    {"pcie_rx_kb_per_s", -1, 1000000000},
    {NULL, 0, 0},
};

const struct machine_range machine_process_ranges[] = {{"pid", 1, 0x3fffff},
						       {"sm_percent", 0, 100},
						       {"memory_percent", 0, 100},
						       {"encoder_percent", 0, 100},
						       {"decoder_percent", 0, 100},
						       {"gpu_instance", -1, 14},
						       {"compute_instance", -1, 7},
						       {"memory_grow_mib_per_s", 0, 0x3fffff},
						       {"memory_end_mib", 0, 0x3fffff},
						       {NULL, 0, 0}};

const struct machine_range machine_load_ranges[] = {
    {"period_ms", 1, UINT32_MAX},
    {"low_percent", 0, 100},
    {"high_percent", 0, 100},
    {NULL, 0, 0},
};

int64_t machine_value_of(const void *data, const cyaml_schema_field_t *field)
{
	const char *at = (const char *)data + field->data_offset;
	int64_t wide = 0;

	if (field->value.type == CYAML_INT && field->value.data_size == 4) {
		int32_t narrow;

		memcpy(&narrow, at, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, at, field->value.data_size);
	return wide;
}

void machine_value_put(void *data, const cyaml_schema_field_t *field, int64_t value)
{
	char *at = (char *)data + field->data_offset;
	const uint32_t narrow = (uint32_t)value;

	if (field->value.data_size == sizeof(narrow))
		memcpy(at, &narrow, sizeof(narrow));
	else
		memcpy(at, &value, sizeof(value));
}

bool machine_is_process_type(const char *type)
{
	return strcmp(type, "C") == 0 || strcmp(type, "G") == 0 || strcmp(type, "C+G") == 0;
}

bool machine_is_load_shape(const char *shape)
{
	static const char *const shapes[] = {"constant", "ramp", "sine", "square", "random"};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (strcmp(shapes[i], shape) == 0)
			return true;
	return false;
}

const cyaml_schema_field_t *machine_field_find(const cyaml_schema_field_t *fields, const char *key)
{
	while (fields->key && strcmp(fields->key, key) != 0)
		fields++;
	return fields->key ? fields : NULL;
}

int machine_state_find(const char *key)
{
	const cyaml_schema_field_t *field = machine_field_find(machine_state_fields, key);

	return field ? (int)(field - machine_state_fields) : -1;
}

void machine_state_copy(struct machine_state *state, const struct machine_state *from, int place)
{
	const cyaml_schema_field_t *field = &machine_state_fields[place];

	memcpy((char *)state + field->data_offset, (const char *)from + field->data_offset,
	       field->value.data_size);
}

/* What the member can hold; the file's own reader refuses the same. */
static struct machine_range range_of(const cyaml_schema_field_t *field)
{
	const struct machine_range *range = machine_state_ranges;

	while (range->key && strcmp(range->key, field->key) != 0)
		range++;
	if (range->key)
		return *range;
	if (field->value.type == CYAML_INT && field->value.data_size == 4)
		return (struct machine_range){field->key, INT32_MIN, INT32_MAX};
	if (field->value.type == CYAML_INT)
		return (struct machine_range){field->key, INT64_MIN, INT64_MAX};
	return (struct machine_range){
	    field->key, 0, field->value.data_size == 4 ? (int64_t)UINT32_MAX : INT64_MAX};
}

static bool parse(const char *text, int64_t *ret_value)
{
	char *end;

	errno = 0;
	*ret_value = strtoll(text, &end, 0);
	return errno == 0 && end != text && *end == '\0';
}

bool machine_state_set(struct machine_state *state, int place, const char *text, char *ret_why,
		       size_t size)
{
	const cyaml_schema_field_t *field = &machine_state_fields[place];
	const struct machine_range range = range_of(field);
	int64_t value;

	if (!parse(text, &value) || value < range.low || value > range.high) {
		snprintf(ret_why, size, "found %s '%.32s', expected %" PRId64 " to %" PRId64,
			 field->key, text, range.low, range.high);
		return false;
	}
	machine_value_put(state, field, value);
	return true;
}

static bool check_all(const void *data, const cyaml_schema_field_t *fields,
		      const struct machine_range *range, char *ret_why, size_t size)
{
	for (; range->key; range++) {
		int64_t value = machine_value_of(data, machine_field_find(fields, range->key));

		if (value >= range->low && value <= range->high)
			continue;
		snprintf(ret_why, size, "found %s %" PRId64 ", expected %" PRId64 " to %" PRId64,
			 range->key, value, range->low, range->high);
		return false;
	}
	return true;
}

bool machine_process_check(const struct machine_process *process, char *ret_why, size_t size)
{
	if (!process->name || !process->type || !machine_is_process_type(process->type)) {
		snprintf(ret_why, size, "a process needs a name and a type: C, G or C+G");
		return false;
	}
	if (!check_all(process, machine_process_fields, machine_process_ranges, ret_why, size))
		return false;
	if (!process->load.shape)
		return true;
	if (!machine_is_load_shape(process->load.shape)) {
		snprintf(ret_why, size,
			 "found shape '%.32s', expected constant, ramp, sine, "
			 "square or random",
			 process->load.shape);
		return false;
	}
	return check_all(&process->load, machine_load_fields, machine_load_ranges, ret_why, size);
}
