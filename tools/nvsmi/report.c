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
	return (medium == MEDIUM_XML ? row->element : row->label) != NULL;
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

const struct row *report_next(struct walk *walk, bool *ret_closed)
{
	while (walk->next < report_row_count) {
		const struct row *row = &report_rows[walk->next++];

		if (walk->closed_depth && row->depth > walk->closed_depth)
			continue;
		if (!is_printed(walk, row))
			continue;
		*ret_closed = row->kind == ROW_GATE &&
			      gpu_value(walk->gpu, row->value)->status != NVML_SUCCESS;
		walk->closed_depth = *ret_closed ? row->depth : 0;
		return row;
	}
	return NULL;
}

const char *report_text(char *ret_text, size_t size, struct gpu *gpu, const struct row *row)
{
	const char *text = row->text;

	if (!text)
		text = text_value(ret_text, size, gpu_value(gpu, row->value), row->form, false);
	/* A board without a part number answers with an empty one. */
	return *text ? text : "N/A";
}

bool report_has_address(struct gpu *gpu, int *ret_status)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	if (bus->status == NVML_SUCCESS || settings.native)
		return true;
	complain("Unable to determine the PCI bus id for the target device: %s\n\n",
		 library_error(bus->status));
	*ret_status = exit_status(bus->status);
	return false;
}

const char *report_address(struct gpu *gpu)
{
	const struct value *bus = gpu_value(gpu, VALUE_BUS_ID);

	return bus->text ? bus->text : "ERR!";
}
