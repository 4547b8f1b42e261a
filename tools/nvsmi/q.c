/* SPDX-License-Identifier: MIT */
/* -q: the report as text, as the driver's generation lays it out. */

#include "ahead.h"
#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_SIZE 4352 /* a process's name, and no value is longer */

struct page {
	struct machine *machine;
	int column; /* of the colon */
	unsigned int sections;
};

void q_print_line(int column, int depth, const char *label, const char *text)
{
	out("%*s%-*s: %s\n", depth * 4, "", column - depth * 4, label, text);
}

int q_column(unsigned int release)
{
	/* Recorded: 580.105 still prints the narrow form, 580.126 the wide one. */
	if (release >= 580126)
		return 55;
	return release >= 450000 ? 42 : 36;
}

static const char *status_text(nvmlReturn_t status)
{
	const char *failure = text_failure(status);

	return failure ? failure : "N/A";
}

static void print_form(const struct page *page, int depth, const char *label, enum form form,
		       int64_t number)
{
	char text[64];

	text_number(text, sizeof(text), form, number, false);
	q_print_line(page->column, depth, label, text);
}

/* A list's head; what it has none of, in a word. */
static void print_list(const struct page *page, const struct walk *walk, const struct row *row)
{
	/* Processes that cannot be told are none, as with nvidia-smi. */
	bool silent = row->kind == ROW_PROCESSES && walk->gpu->refused == NVML_SUCCESS;
	const char *failure = text_failure(walk->list_status);
	const char *none = "None";

	if (!row->label)
		return;
	if (walk->list_status != NVML_SUCCESS)
		none = silent ? "None" : failure ? failure : "N/A";
	else if (walk->list_count || row->kind == ROW_CLOCKS)
		none = NULL;
	if (none)
		q_print_line(page->column, row->depth, row->label, none);
	else
		out("%*s%s\n", row->depth * 4, "", row->label);
}

static void print_samples(const struct page *page, struct gpu *gpu, const struct row *row)
{
	static const char *const labels[] = {"Duration", "Number of Samples", "Max", "Min", "Avg"};
	nvmlSamplingType_t type = row->value - VALUE_SAMPLES_POWER;
	struct samples samples;
	nvmlReturn_t status = list_samples(gpu, type, &samples);
	char text[32];

	out("%*s%s\n", row->depth * 4, "", row->label);
	if (status != NVML_SUCCESS) {
		const char *why =
		    status == NVML_ERROR_NOT_FOUND ? library_error(status) : status_text(status);

		for (size_t i = 0; i < COUNT_OF(labels); i++)
			q_print_line(page->column, row->depth + 1, labels[i], why);
		return;
	}
	snprintf(text, sizeof(text), "%.2f sec", samples.seconds);
	q_print_line(page->column, row->depth + 1, labels[0], text);
	print_form(page, row->depth + 1, labels[1], FORM_TEXT, samples.count);
	print_form(page, row->depth + 1, labels[2], row->form, samples.max);
	print_form(page, row->depth + 1, labels[3], row->form, samples.min);
	print_form(page, row->depth + 1, labels[4], row->form, samples.mean);
}

static void print_value(const struct page *page, const struct walk *walk, const struct row *row)
{
	static char text[NAME_SIZE];
	bool process = walk->nested && walk->nests[0].list->kind == ROW_PROCESSES;
	/* NVIDIA's left these lines behind when it moved the column. */
	int column = process && page->column > 42 ? 42 : page->column;

	q_print_line(column, row->depth, row->label,
		     report_text(text, sizeof(text), walk->gpu, row));
}

static void print_row(const struct page *page, const struct walk *walk, const struct row *row,
		      enum report_event event)
{
	if (event == EVENT_LIST)
		print_list(page, walk, row);
	else if (event == EVENT_ITEM && row->item_label)
		out("%*s%s\n", row->depth * 4, "", row->item_label);
	else if (event == EVENT_ITEM)
		return;
	else if (row->kind == ROW_SAMPLES)
		print_samples(page, walk->gpu, row);
	else if (row->kind == ROW_HEAD || (row->kind == ROW_GATE && event != EVENT_CLOSED))
		out("%*s%s\n", row->depth * 4, "", row->label);
	else
		print_value(page, walk, row);
}

static int print_gpu(const struct page *page, struct gpu *gpu)
{
	struct walk walk = {
	    .gpu = gpu,
	    .medium = MEDIUM_TEXT,
	    .release = report_release(page->machine),
	    .sections = page->sections,
	};
	enum report_event event;
	const struct row *row;
	int status;

	if (!report_has_address(gpu, &status)) {
		out(REPORT_NO_ADDRESS "%s\n\n", report_address_failure(gpu));
		return status;
	}
	out("GPU %s\n", report_address(gpu));
	while ((row = report_next(&walk, &event)) != NULL)
		print_row(page, &walk, row, event);
	out("\n");
	return 0;
}

static void print_versions(const struct machine *machine, int column)
{
	bool renamed = machine->branch >= 610;
	char cuda[32];
	char text[256];

	text_cuda(cuda, sizeof(cuda), machine->cuda, "Not Found");
	snprintf(text, sizeof(text), "%s%s", machine->driver,
		 renamed ? " [Deprecated; will be removed in CUDA 14.0. Use KMD Version instead]"
			 : "");
	q_print_line(column, 0, "Driver Version", text);
	snprintf(text, sizeof(text), "%s%s", cuda,
		 renamed
		     ? " [Deprecated; will be removed in CUDA 14.0. Use CUDA UMD Version instead]"
		     : "");
	if (machine->branch >= 410)
		q_print_line(column, 0, "CUDA Version", text);
	if (!renamed)
		return;
	q_print_line(column, 0, "KMD Version", machine->driver);
	q_print_line(column, 0, "CUDA UMD Version", cuda);
}

static void print_host(const struct page *page)
{
	const char *mixed = machine_mixed_vgpus(page->machine);

	if (!mixed)
		return;
	out("vGPU Driver Capability\n");
	q_print_line(page->column, 2, "Heterogenous Multi-vGPU", mixed);
}

void q_print_head(const struct machine *machine, int column)
{
	char text[64];

	out("\n==============NVSMI LOG==============\n\n");
	text_timestamp_table(text, sizeof(text));
	q_print_line(column, 0, "Timestamp", text);
	print_versions(machine, column);
}

static void print_head(const struct page *page)
{
	char text[16];

	q_print_head(page->machine, page->column);
	print_host(page);
	snprintf(text, sizeof(text), "%u", page->machine->count);
	out("\n");
	q_print_line(page->column, 0, "Attached GPUs", text);
}

static const struct {
	const char *name;
	unsigned int section;
} section_names[] = {
    {"MEMORY", SECTION_MEMORY},
    {"UTILIZATION", SECTION_UTILIZATION},
    {"ECC", SECTION_ECC},
    {"TEMPERATURE", SECTION_TEMPERATURE},
    {"POWER", SECTION_POWER},
    {"CLOCK", SECTION_CLOCK},
    {"COMPUTE", SECTION_COMPUTE},
    {"PIDS", SECTION_PIDS},
    {"PERFORMANCE", SECTION_PERFORMANCE},
    {"PAGE_RETIREMENT", SECTION_RETIREMENT},
    {"ACCOUNTING", SECTION_ACCOUNTING},
    {"ENCODER_STATS", SECTION_ENCODER},
    {"ROW_REMAPPER", SECTION_REMAPPER},
    {"VOLTAGE", SECTION_VOLTAGE},
    {"FBC_STATS", SECTION_FBC},
    {"GSP_FIRMWARE_VERSION", SECTION_GSP},
    {"RESET_STATUS", SECTION_RESET},
    {"SUPPORTED_CLOCKS", SECTION_SUPPORTED_CLOCKS},
    {"POWER_SMOOTHING", SECTION_SMOOTHING},
    {"POWER_PROFILES", SECTION_PROFILES},
    {"SUPPORTED_GPU_TARGET_TEMP", SECTION_TARGET_TEMP},
};

const char *q_section(size_t place)
{
	return place < COUNT_OF(section_names) ? section_names[place].name : NULL;
}

/* Scripts write them in small letters too. */
static unsigned int section_named(const char *name, size_t length)
{
	for (size_t i = 0; i < COUNT_OF(section_names); i++) {
		const char *known = section_names[i].name;

		if (strlen(known) == length && !strncasecmp(name, known, length))
			return section_names[i].section;
	}
	return 0;
}

static bool parse_sections(const char *names, unsigned int *ret_sections)
{
	unsigned int sections = 0;
	const char *name;
	size_t length;

	while (names && text_next_word(&names, &name, &length)) {
		unsigned int section = section_named(name, length);

		if (!section) {
			complain("Failed to parse --display/-d flags\n");
			return false;
		}
		sections |= section;
	}
	*ret_sections = sections;
	return true;
}

int q_print(struct machine *machine, const struct options *options)
{
	struct page page = {.machine = machine, .column = q_column(report_release(machine))};
	int status = 0;

	if (!parse_sections(options->display, &page.sections))
		return NVML_ERROR_INVALID_ARGUMENT;
	if (!page.sections)
		ahead_measure(machine);
	print_head(&page);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		int failed = print_gpu(&page, machine->gpus[i]);

		if (!status)
			status = failed;
	}
	return status;
}
