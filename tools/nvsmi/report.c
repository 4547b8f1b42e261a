/* SPDX-License-Identifier: MIT */
/* Which rows of the report a GPU under a driver has. */

#include "report.h"

#include "settings.h"

#include <stdio.h>

#define RELEASE(branch) ((branch)*1000U)

unsigned int report_release(const struct machine *machine)
{
	unsigned int minor = machine->minor < 1000 ? machine->minor : 999;

	return RELEASE(machine->branch) + minor;
}

static bool has_margins(struct gpu *gpu)
{
	return gpu_value(gpu, VALUE_MARGIN_SHUTDOWN)->status == NVML_SUCCESS;
}

static bool has_split_sram(struct gpu *gpu, unsigned int release)
{
	return release >= RELEASE(550) &&
	       gpu_number(gpu, VALUE_ARCHITECTURE, 0) >= NVML_DEVICE_ARCH_AMPERE;
}

static bool is_for_gpu(struct gpu *gpu, enum row_only only, unsigned int release)
{
	/* An unknown architecture is a new one. */
	bool sram = gpu_number(gpu, VALUE_ARCHITECTURE, NVML_DEVICE_ARCH_BLACKWELL) >=
		    NVML_DEVICE_ARCH_TURING;

	switch (only) {
	case ONLY_ECC_BITS:
		return !sram;
	case ONLY_SRAM:
		return sram;
	case ONLY_SRAM_PLAIN:
		return sram && !has_split_sram(gpu, release);
	case ONLY_SRAM_PARITY:
		return sram && has_split_sram(gpu, release);
	case ONLY_LICENSABLE:
		return gpu_value(gpu, VALUE_LICENCE_PRODUCT)->status == NVML_SUCCESS;
	case ONLY_MARGIN:
		return has_margins(gpu);
	case ONLY_ABSOLUTE:
		return !has_margins(gpu);
	default:
		return true;
	}
}

bool report_is_in(const struct row *row, enum medium medium, unsigned int release)
{
	if (release < row->since || (row->until && release >= row->until))
		return false;
	if (row->kind == ROW_GRAPHICS)
		return true;
	return (medium == MEDIUM_XML ? row->element
		: row->label         ? row->label
				     : row->item_label) != NULL;
}

static bool is_printed(const struct walk *walk, const struct row *row)
{
	if (!report_is_in(row, walk->medium, walk->release))
		return false;
	if (walk->sections && !(walk->sections & row->section & ~SECTION_CHOSEN))
		return false;
	if (walk->medium == MEDIUM_TEXT && !walk->sections && row->section & SECTION_CHOSEN)
		return false;
	return row->only == ONLY_ALWAYS || is_for_gpu(walk->gpu, row->only, walk->release);
}

static void open_list(struct walk *walk, const struct row *row)
{
	walk->list_count = 0;
	walk->list_status = items_open(walk->gpu, row, &walk->list_count);
	if (walk->list_status == NVML_SUCCESS && walk->list_count && walk->nested < NESTS)
		walk->nests[walk->nested++] = (struct nest){.list = row, .count = walk->list_count};
	else
		walk->closed_depth = row->depth;
}

/* Past the rows of an item: the list whose next item begins, or NULL. */
static const struct row *next_item(struct walk *walk)
{
	while (walk->nested) {
		struct nest *nest = &walk->nests[walk->nested - 1];
		bool ended = walk->next == report_row_count ||
			     report_rows[walk->next].depth <= nest->list->depth;

		if (nest->item && !ended)
			return NULL;
		if (nest->item < nest->count) {
			items_load(walk->gpu, nest->list, nest->item++);
			walk->next = (size_t)(nest->list - report_rows) + 1;
			walk->closed_depth = 0;
			return nest->list;
		}
		walk->nested--;
	}
	return NULL;
}

static enum report_event event_of(struct walk *walk, const struct row *row)
{
	walk->closed_depth = 0;
	if (report_is_list(row->kind)) {
		open_list(walk, row);
		return EVENT_LIST;
	}
	if (row->kind != ROW_GATE || gpu_value(walk->gpu, row->value)->status == NVML_SUCCESS)
		return EVENT_ROW;
	walk->closed_depth = row->depth;
	return EVENT_CLOSED;
}

const struct row *report_next(struct walk *walk, enum report_event *ret_event)
{
	const struct row *row;

	for (;;) {
		row = next_item(walk);
		*ret_event = EVENT_ITEM;
		if (row || walk->next == report_row_count)
			return row;
		row = &report_rows[walk->next++];
		if (walk->closed_depth && row->depth > walk->closed_depth)
			continue;
		if (is_printed(walk, row)) {
			*ret_event = event_of(walk, row);
			return row;
		}
		if (report_is_list(row->kind))
			walk->closed_depth = row->depth;
	}
}

const char *report_text(char *ret_text, size_t size, struct gpu *gpu, const struct row *row)
{
	const char *text = row->text;

	if (!text)
		text = text_value(ret_text, size, gpu_value(gpu, row->value), row->form, false);
	/* A board without a part number answers with an empty one; a process may have no name. */
	return *text || row->value == VALUE_PROCESS_NAME ? text : "N/A";
}

bool report_has_address(struct gpu *gpu, int *ret_status)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	if (bus->status == NVML_SUCCESS || settings.native)
		return true;
	*ret_status = exit_status(bus->status);
	return false;
}

const char *report_address_failure(struct gpu *gpu)
{
	return library_error(gpu_value(gpu, VALUE_BUS_ID)->status);
}

const char *report_address(struct gpu *gpu)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	return bus->text ? bus->text : "ERR!";
}
