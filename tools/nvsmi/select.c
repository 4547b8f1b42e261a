/* SPDX-License-Identifier: MIT */

#include "select.h"

#include "patience.h"
#include "settings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NAME_SIZE 128

static bool read_hex(const char **text, unsigned int *ret_number)
{
	size_t digits = strspn(*text, "0123456789ABCDEFabcdef");

	if (digits == 0 || digits > 8)
		return false;
	*ret_number = (unsigned int)strtoul(*text, NULL, 16);
	*text += digits;
	return true;
}

/* Domain, bus, device and function; the first and the last may be left out. */
static bool read_bus(const char *text, unsigned int ret_bus[4])
{
	unsigned int parts[3] = {0};
	unsigned int count = 0;
	unsigned int function = 0;

	for (;; text++) {
		if (count == COUNT_OF(parts) || !read_hex(&text, &parts[count++]))
			return false;
		if (*text != ':')
			break;
	}
	if (*text == '.') {
		text++;
		if (!read_hex(&text, &function))
			return false;
	}
	if (*text || count < 2)
		return false;
	ret_bus[0] = count == 3 ? parts[0] : 0;
	ret_bus[1] = parts[count - 2];
	ret_bus[2] = parts[count - 1];
	ret_bus[3] = function;
	return true;
}

static bool same_bus(const char *left, const char *right)
{
	unsigned int a[4], b[4];

	return read_bus(left, a) && read_bus(right, b) && !memcmp(a, b, sizeof(a));
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

/* Longer than any name is none. */
static bool next_wanted(const char **ids, char ret_wanted[NAME_SIZE])
{
	const char *name;
	size_t length;

	if (!text_next_name(ids, &name, &length))
		return false;
	snprintf(ret_wanted, NAME_SIZE, "%.*s", length < NAME_SIZE ? (int)length : 0, name);
	return true;
}

static bool is_selected(struct gpu *gpu, const char *ids)
{
	char wanted[NAME_SIZE];

	while (next_wanted(&ids, wanted)) {
		if (is_wanted(gpu, wanted))
			return true;
	}
	return false;
}

bool select_may_want(const char *ids, unsigned int index)
{
	const char *name;
	size_t length;

	if (!ids)
		return true;
	while (text_next_name(&ids, &name, &length)) {
		unsigned int number;

		if (!is_index(name, length, &number) || number == index)
			return true;
	}
	return false;
}

static bool fits_any(const struct machine *machine, const char *wanted)
{
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (is_wanted(machine->gpus[i], wanted))
			return true;
	}
	return false;
}

/* What NVIDIA's tool says of a report on some of the GPUs is not known: nothing, then. */
static int tell_of_strangers(const struct machine *machine, const char *ids)
{
	char wanted[NAME_SIZE];

	while (next_wanted(&ids, wanted)) {
		if (fits_any(machine, wanted))
			continue;
		if (machine->changes) {
			complain("No GPU fits \"%s\". Nothing was changed.\n", wanted);
			return NVML_ERROR_NOT_FOUND;
		}
		/* Said already by the child before. */
		if (settings.native && !patience_blocks())
			complain("nvsmi: -i: no GPU fits \"%s\"\n", wanted);
	}
	return 0;
}

int select_gpus(struct machine *machine, const char *ids)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];

		if (is_selected(gpu, ids))
			machine->gpus[kept++] = gpu;
	}
	machine->gpu_count = kept;
	return kept ? tell_of_strangers(machine, ids) : 0;
}
