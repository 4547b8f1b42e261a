/* SPDX-License-Identifier: MIT */

#include "select.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Bus ids are compared without leading zeros of the domain. */
static bool same_bus(const char *left, const char *right)
{
	unsigned int a[4] = {0};
	unsigned int b[4] = {0};

	if (sscanf(left, "%x:%x:%x.%x", &a[0], &a[1], &a[2], &a[3]) < 3) {
		a[0] = 0;
		if (sscanf(left, "%x:%x.%x", &a[1], &a[2], &a[3]) < 2)
			return false;
	}
	sscanf(right, "%x:%x:%x.%x", &b[0], &b[1], &b[2], &b[3]);
	return !memcmp(a, b, sizeof(a));
}

static bool same_text(struct gpu *gpu, enum value_id id, const char *wanted)
{
	const struct value *value = gpu_value(gpu, id);

	return value->status == NVML_SUCCESS && !strcasecmp(value->text, wanted);
}

/* More digits are a serial number. */
static bool is_index(const char *word, size_t length, unsigned int *ret_index)
{
	return length < 4 && text_is_number(word, length, UINT_MAX, ret_index);
}

static bool is_wanted(struct gpu *gpu, const char *wanted)
{
	const struct value *bus;
	unsigned int index;

	if (is_index(wanted, strlen(wanted), &index))
		return index == gpu->index;
	if (strchr(wanted, ':')) {
		bus = gpu_value(gpu, VALUE_BUS_ID);
		return bus->status == NVML_SUCCESS && same_bus(wanted, bus->text);
	}
	return same_text(gpu, VALUE_UUID, wanted) || same_text(gpu, VALUE_SERIAL, wanted);
}

static bool is_selected(struct gpu *gpu, const char *ids)
{
	char wanted[96];

	while (*ids) {
		size_t length = strcspn(ids, ",");

		snprintf(wanted, sizeof(wanted), "%.*s", (int)length, ids);
		if (is_wanted(gpu, wanted))
			return true;
		ids += length;
		ids += *ids == ',';
	}
	return false;
}

bool select_may_want(const char *ids, unsigned int index)
{
	for (; ids && *ids; ids += *ids == ',') {
		size_t length = strcspn(ids, ",");
		unsigned int number;

		if (!is_index(ids, length, &number) || number == index)
			return true;
		ids += length;
		if (!*ids)
			return false;
	}
	return true;
}

void select_gpus(struct machine *machine, const char *ids)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];

		if (is_selected(gpu, ids))
			machine->gpus[kept++] = gpu;
	}
	machine->gpu_count = kept;
}
