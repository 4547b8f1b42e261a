/* SPDX-License-Identifier: MIT */
/* --dtd: what the XML of a driver release consists of, from the rows of the report. */

#include "report.h"

#include <stdio.h>
#include <string.h>

#define ELEMENTS_MAX 512

/* What stands inside of the lists, which are no rows. */
static const struct fixed {
	const char *element;
	const char *content;
	unsigned int since;
	unsigned int until;
} fixed[] = {
    {"mig_device",
     "index, gpu_instance_id, compute_instance_id, device_attributes, ecc_error_count, "
     "fb_memory_usage, bar1_memory_usage",
     450000, 0},
    {"index", "#PCDATA", 450000, 0},
    {"device_attributes", "shared", 450000, 0},
    {"shared",
     "multiprocessor_count, copy_engine_count, encoder_count, decoder_count, ofa_count, jpg_count",
     450000, 0},
    {"multiprocessor_count", "#PCDATA", 450000, 0},
    {"copy_engine_count", "#PCDATA", 450000, 0},
    {"encoder_count", "#PCDATA", 450000, 0},
    {"decoder_count", "#PCDATA", 450000, 0},
    {"ofa_count", "#PCDATA", 450000, 0},
    {"jpg_count", "#PCDATA", 450000, 0},
    {"ecc_error_count", "volatile_count", 450000, 0},
    {"volatile_count", "sram_uncorrectable", 450000, 0},
    {"retired_page_address", "#PCDATA", 0, 0},
    {"supported_mem_clock", "value, supported_graphics_clock*", 0, 0},
    {"value", "#PCDATA", 0, 0},
    {"supported_graphics_clock", "#PCDATA", 0, 0},
    {"process_info", "pid, type, process_name, used_memory", 0, 450000},
    {"process_info", "gpu_instance_id, compute_instance_id, pid, type, process_name, used_memory",
     450000, 0},
    {"gpu_instance_id", "#PCDATA", 450000, 0},
    {"compute_instance_id", "#PCDATA", 450000, 0},
    {"pid", "#PCDATA", 0, 0},
    {"type", "#PCDATA", 0, 0},
    {"process_name", "#PCDATA", 0, 0},
    {"used_memory", "#PCDATA", 0, 0},
    {"accounted_process_info", "pid, gpu_util, memory_util, max_memory_usage, time, is_running", 0,
     0},
    {"max_memory_usage", "#PCDATA", 0, 0},
    {"time", "#PCDATA", 0, 0},
    {"is_running", "#PCDATA", 0, 0},
};

struct dtd {
	unsigned int release;
	const char *declared[ELEMENTS_MAX];
	size_t count;
};

unsigned int dtd_version(unsigned int release)
{
	static const struct {
		unsigned int since;
		unsigned int version;
	} versions[] = {{580000, 13}, {525000, 12}, {450000, 11}, {396000, 10}, {384000, 9}};

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (release >= versions[i].since)
			return versions[i].version;
	}
	return 7;
}

/* True once for each name. */
static bool is_new(struct dtd *dtd, const char *element)
{
	for (size_t i = 0; i < dtd->count; i++) {
		if (!strcmp(dtd->declared[i], element))
			return false;
	}
	if (dtd->count < ELEMENTS_MAX)
		dtd->declared[dtd->count++] = element;
	return true;
}

static void declare(struct dtd *dtd, const char *element, const char *content)
{
	if (is_new(dtd, element))
		out("<!ELEMENT %s (%s)>\n", element, content);
}

static bool is_here(const struct dtd *dtd, const struct row *row)
{
	return report_is_in(row, MEDIUM_XML, dtd->release);
}

static bool has_children(const struct row *row)
{
	return row->kind == ROW_HEAD || row->kind == ROW_GATE;
}

/* Rows that stand right inside of an element. */
struct children {
	int depth;  /* of the row around them */
	int inside; /* of the last child, if it has children itself */
	size_t next;
};

static const struct row *next_child(const struct dtd *dtd, struct children *children)
{
	while (children->next < report_row_count) {
		const struct row *row = &report_rows[children->next++];

		if (!is_here(dtd, row))
			continue;
		if (row->depth <= children->depth)
			return NULL;
		if (children->inside && row->depth > children->inside)
			continue;
		children->inside = has_children(row) ? row->depth : 0;
		return row;
	}
	return NULL;
}

/* parent: NULL for the GPU itself. */
static void declare_parent(struct dtd *dtd, const char *element, const struct row *parent,
			   size_t first)
{
	struct children children = {.depth = parent ? parent->depth : 0, .next = first};
	struct dtd named = {0}; /* a child may have two rows */
	bool mixed = parent && parent->kind == ROW_GATE;
	const char *separator = mixed ? " | " : ", ";
	const struct row *row;
	bool started = mixed;

	if (!is_new(dtd, element))
		return;
	out("<!ELEMENT %s (%s", element, mixed ? "#PCDATA" : "");
	while ((row = next_child(dtd, &children)) != NULL) {
		bool perhaps = row->only != ONLY_ALWAYS && !mixed;

		if (!is_new(&named, row->element))
			continue;
		out("%s%s%s", started ? separator : "", row->element, perhaps ? "?" : "");
		started = true;
	}
	out(")%s>\n", mixed ? "*" : "");
}

static void declare_row(struct dtd *dtd, size_t index)
{
	static const char *const items[] = {
	    [ROW_MIG] = "mig_device",
	    [ROW_PAGES] = "retired_page_address",
	    [ROW_CLOCKS] = "supported_mem_clock",
	    [ROW_PROCESSES] = "process_info",
	    [ROW_ACCOUNTED] = "accounted_process_info",
	};
	const struct row *row = &report_rows[index];

	switch (row->kind) {
	case ROW_HEAD:
	case ROW_GATE:
		declare_parent(dtd, row->element, row, index + 1);
		break;
	case ROW_VALUE:
		declare(dtd, row->element, "#PCDATA");
		break;
	default:
		if (is_new(dtd, row->element))
			out("<!ELEMENT %s (#PCDATA | %s)*>\n", row->element, items[row->kind]);
	}
}

void dtd_print(unsigned int release)
{
	struct dtd dtd = {.release = release};

	out("<!-- nvsmi_device_v%u.dtd -->\n", dtd_version(release));
	declare(&dtd, "nvidia_smi_log",
		release < 410000 ? "timestamp, driver_version, attached_gpus, error_string?, gpu*"
		: release < 525000
		    ? "timestamp, driver_version, cuda_version, attached_gpus, error_string?, gpu*"
		    : "timestamp, driver_version, cuda_version, vgpu_driver_capability*, "
		      "attached_gpus, error_string?, gpu*");
	declare(&dtd, "timestamp", "#PCDATA");
	declare(&dtd, "driver_version", "#PCDATA");
	if (release >= 410000)
		declare(&dtd, "cuda_version", "#PCDATA");
	if (release >= 525000) {
		declare(&dtd, "vgpu_driver_capability", "heterogenous_multivGPU");
		declare(&dtd, "heterogenous_multivGPU", "#PCDATA");
	}
	declare(&dtd, "attached_gpus", "#PCDATA");
	declare(&dtd, "error_string", "#PCDATA");
	declare_parent(&dtd, "gpu", NULL, 0);
	out("<!ATTLIST gpu id CDATA #REQUIRED>\n");
	for (size_t i = 0; i < report_row_count; i++) {
		if (is_here(&dtd, &report_rows[i]))
			declare_row(&dtd, i);
	}
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		if (release >= fixed[i].since && (!fixed[i].until || release < fixed[i].until))
			declare(&dtd, fixed[i].element, fixed[i].content);
	}
}
