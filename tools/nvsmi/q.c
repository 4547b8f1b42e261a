/* SPDX-License-Identifier: MIT */
/* -q: the report as text, as the driver's generation lays it out. */

#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct page {
	struct machine *machine;
	int column; /* of the colon */
	unsigned int sections;
};

static void print_line(int column, int depth, const char *label, const char *text)
{
	out("%*s%-*s: %s\n", depth * 4, "", column - depth * 4, label, text);
}

static int column_of(unsigned int release)
{
	/* Recorded: 580.105 still prints the narrow form, 580.126 the wide one. */
	if (release >= 580126)
		return 55;
	return release >= 450000 ? 42 : 36;
}

static void print_number(const struct page *page, int depth, const char *label, unsigned int number)
{
	char text[32];

	snprintf(text, sizeof(text), "%u", number);
	print_line(page->column, depth, label, text);
}

static void print_mib(const struct page *page, int depth, const char *label, uint64_t bytes)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64 " MiB", text_mib(bytes));
	print_line(page->column, depth, label, text);
}

static void print_mig_engines(const struct page *page, const struct mig_device *mig)
{
	const nvmlDeviceAttributes_t *engines = &mig->attributes;

	out("        Device Attributes\n            Shared\n");
	print_number(page, 4, "Multiprocessor count", engines->multiprocessorCount);
	print_number(page, 4, "Copy Engine count", engines->sharedCopyEngineCount);
	print_number(page, 4, "Encoder count", engines->sharedEncoderCount);
	print_number(page, 4, "Decoder count", engines->sharedDecoderCount);
	print_number(page, 4, "OFA count", engines->sharedOfaCount);
	print_number(page, 4, "JPG count", engines->sharedJpegCount);
}

static void print_mig_memory(const struct page *page, const struct mig_device *mig)
{
	bool shared = page->machine->branch >= 580;

	out("        %s\n", shared ? "Shared FB Memory Usage" : "FB Memory Usage");
	print_mib(page, 3, "Total", mig->memory.total);
	print_mib(page, 3, "Reserved", mig->memory.reserved);
	print_mib(page, 3, "Used", mig->memory.used);
	print_mib(page, 3, "Free", mig->memory.free);
	out("        %s\n", shared ? "Shared BAR1 Memory" : "BAR1 Memory Usage");
	print_mib(page, 3, "Total", mig->bar1.bar1Total);
	print_mib(page, 3, "Used", mig->bar1.bar1Used);
	print_mib(page, 3, "Free", mig->bar1.bar1Free);
}

static void print_mig(const struct page *page, const struct mig_device *mig, unsigned int index)
{
	char ecc[32] = "N/A";

	if (mig->has_ecc)
		snprintf(ecc, sizeof(ecc), "%llu", mig->ecc);
	out("    MIG Device\n");
	print_number(page, 2, "Index", index);
	print_number(page, 2, "GPU Instance ID", mig->gpu_instance);
	print_number(page, 2, "Compute Instance ID", mig->compute_instance);
	print_mig_engines(page, mig);
	out("        ECC Errors\n            Volatile\n");
	print_line(page->column, 4, "SRAM Uncorrectable", ecc);
	print_mig_memory(page, mig);
}

static void print_migs(const struct page *page, struct gpu *gpu)
{
	unsigned int capacity = mig_capacity(gpu);
	unsigned int shown = 0;
	struct mig_device mig;

	for (unsigned int i = 0; i < capacity; i++) {
		if (mig_at(gpu, i, &mig))
			print_mig(page, &mig, shown++);
	}
}

static void print_instance(int column, const char *label, unsigned int id)
{
	char text[32] = "N/A";

	if (id != UINT32_MAX)
		snprintf(text, sizeof(text), "%u", id);
	print_line(column, 2, label, text);
}

static void print_process(const struct page *page, int column, const struct process *process)
{
	static char name[4096];
	char text[32] = "N/A";

	if (page->machine->branch >= 450) {
		print_instance(column, "GPU instance ID", process->gpu_instance);
		print_instance(column, "Compute instance ID", process->compute_instance);
	}
	print_instance(column, "Process ID", process->pid);
	print_line(column, 3, "Type", process_type(process));
	print_line(column, 3, "Name", process_name(process, name, sizeof(name)) ? name : "");
	if (process->bytes != UINT64_MAX)
		snprintf(text, sizeof(text), "%" PRIu64 " MiB", text_mib(process->bytes));
	print_line(column, 3, "Used GPU Memory", text);
}

static void print_processes(const struct page *page, struct gpu *gpu)
{
	static struct process processes[NVSMI_PROCESSES];
	size_t count = NVSMI_PROCESSES;
	/* NVIDIA's left these lines behind when it moved the column. */
	int column = page->column > 42 ? 42 : page->column;
	const char *failure = NULL;

	if (gpu_processes(gpu, true, processes, &count) != NVML_SUCCESS && gpu->refused)
		failure = text_failure(gpu->refused);
	if (!count) {
		print_line(page->column, 1, "Processes", failure ? failure : "None");
		return;
	}
	out("    Processes\n");
	for (size_t i = 0; i < count; i++)
		print_process(page, column, &processes[i]);
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
	print_line(page->column, depth, label, text);
}

static void print_clocks(const struct page *page, struct gpu *gpu, const struct row *row)
{
	static unsigned int memory[NVSMI_CLOCKS];
	static unsigned int graphics[NVSMI_CLOCKS];
	unsigned int count = NVSMI_CLOCKS;
	nvmlReturn_t status = list_memory_clocks(gpu, memory, &count);

	if (status != NVML_SUCCESS) {
		print_line(page->column, row->depth, row->label, status_text(status));
		return;
	}
	out("%*s%s\n", row->depth * 4, "", row->label);
	for (unsigned int i = 0; i < count && i < NVSMI_CLOCKS; i++) {
		unsigned int inner = NVSMI_CLOCKS;

		print_form(page, row->depth + 1, "Memory", FORM_MHZ, memory[i]);
		if (list_graphics_clocks(gpu, memory[i], graphics, &inner) != NVML_SUCCESS)
			continue;
		for (unsigned int j = 0; j < inner && j < NVSMI_CLOCKS; j++)
			print_form(page, row->depth + 2, "Graphics", FORM_MHZ, graphics[j]);
	}
}

static void print_account(const struct page *page, int depth, const struct accounted *process)
{
	const nvmlAccountingStats_t *stats = &process->stats;
	char text[32];

	print_number(page, depth, "Process ID", process->pid);
	depth++;
	if (stats->gpuUtilization == (unsigned int)NVML_VALUE_NOT_AVAILABLE)
		print_line(page->column, depth, "GPU Utilization", "N/A");
	else
		print_form(page, depth, "GPU Utilization", FORM_PERCENT, stats->gpuUtilization);
	if (stats->memoryUtilization == (unsigned int)NVML_VALUE_NOT_AVAILABLE)
		print_line(page->column, depth, "Memory Utilization", "N/A");
	else
		print_form(page, depth, "Memory Utilization", FORM_PERCENT,
			   stats->memoryUtilization);
	if (stats->maxMemoryUsage == UINT64_MAX)
		print_line(page->column, depth, "Max memory usage", "N/A");
	else
		print_mib(page, depth, "Max memory usage", stats->maxMemoryUsage);
	snprintf(text, sizeof(text), "%llu ms", stats->time);
	print_line(page->column, depth, "Time", text);
	print_number(page, depth, "Is Running", stats->isRunning);
}

static void print_accounts(const struct page *page, struct gpu *gpu, const struct row *row)
{
	static struct accounted accounts[NVSMI_ACCOUNTS];
	unsigned int count = NVSMI_ACCOUNTS;
	nvmlReturn_t status = list_accounted(gpu, accounts, &count);

	if (status != NVML_SUCCESS || !count) {
		print_line(page->column, row->depth, row->label,
			   status == NVML_SUCCESS ? "None" : status_text(status));
		return;
	}
	out("%*s%s\n", row->depth * 4, "", row->label);
	for (unsigned int i = 0; i < count; i++)
		print_account(page, row->depth + 1, &accounts[i]);
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

		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
			print_line(page->column, row->depth + 1, labels[i], why);
		return;
	}
	snprintf(text, sizeof(text), "%.2f sec", samples.seconds);
	print_line(page->column, row->depth + 1, labels[0], text);
	print_number(page, row->depth + 1, labels[1], samples.count);
	print_form(page, row->depth + 1, labels[2], row->form, samples.max);
	print_form(page, row->depth + 1, labels[3], row->form, samples.min);
	print_form(page, row->depth + 1, labels[4], row->form, samples.mean);
}

static void print_row(const struct page *page, struct gpu *gpu, const struct row *row, bool closed)
{
	char text[256];

	switch (row->kind) {
	case ROW_HEAD:
		out("%*s%s\n", row->depth * 4, "", row->label);
		break;
	case ROW_GATE:
		if (!closed) {
			out("%*s%s\n", row->depth * 4, "", row->label);
			break;
		}
		/* fall through */
	case ROW_VALUE:
		print_line(page->column, row->depth, row->label,
			   report_text(text, sizeof(text), gpu, row));
		break;
	case ROW_MIG:
		if (gpu_number(gpu, VALUE_MIG_CURRENT, 0))
			print_migs(page, gpu);
		break;
	case ROW_PROCESSES:
		print_processes(page, gpu);
		break;
	case ROW_CLOCKS:
		print_clocks(page, gpu, row);
		break;
	case ROW_ACCOUNTED:
		print_accounts(page, gpu, row);
		break;
	case ROW_SAMPLES:
		print_samples(page, gpu, row);
		break;
	case ROW_PAGES: /* XML alone has it */
		break;
	}
}

static int print_gpu(const struct page *page, struct gpu *gpu)
{
	struct walk walk = {
	    .gpu = gpu,
	    .medium = MEDIUM_TEXT,
	    .release = report_release(page->machine),
	    .sections = page->sections,
	};
	const struct row *row;
	bool closed;
	int status;

	if (!report_has_address(gpu, &status))
		return status;
	out("GPU %s\n", report_address(gpu));
	while ((row = report_next(&walk, &closed)) != NULL)
		print_row(page, gpu, row, closed);
	out("\n");
	return 0;
}

static void print_versions(const struct page *page)
{
	const struct machine *machine = page->machine;
	bool renamed = machine->branch >= 610;
	char cuda[32];
	char text[256];

	text_cuda(cuda, sizeof(cuda), machine->cuda, "Not Found");
	snprintf(text, sizeof(text), "%s%s", machine->driver,
		 renamed ? " [Deprecated; will be removed in CUDA 14.0. Use KMD Version instead]"
			 : "");
	print_line(page->column, 0, "Driver Version", text);
	snprintf(text, sizeof(text), "%s%s", cuda,
		 renamed
		     ? " [Deprecated; will be removed in CUDA 14.0. Use CUDA UMD Version instead]"
		     : "");
	if (machine->branch >= 410)
		print_line(page->column, 0, "CUDA Version", text);
	if (!renamed)
		return;
	print_line(page->column, 0, "KMD Version", machine->driver);
	print_line(page->column, 0, "CUDA UMD Version", cuda);
}

static void print_host(const struct page *page)
{
	const char *mixed = machine_mixed_vgpus(page->machine);

	if (!mixed)
		return;
	out("vGPU Driver Capability\n");
	print_line(page->column, 2, "Heterogenous Multi-vGPU", mixed);
}

static void print_head(const struct page *page)
{
	const struct machine *machine = page->machine;
	char text[64];

	out("\n==============NVSMI LOG==============\n\n");
	text_timestamp_table(text, sizeof(text));
	print_line(page->column, 0, "Timestamp", text);
	print_versions(page);
	print_host(page);
	snprintf(text, sizeof(text), "%u", machine->count);
	out("\n");
	print_line(page->column, 0, "Attached GPUs", text);
}

static unsigned int section_named(const char *name, size_t length)
{
	static const struct {
		const char *name;
		unsigned int section;
	} sections[] = {
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
	};

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (text_is_word(name, length, sections[i].name))
			return sections[i].section;
	}
	return 0;
}

static bool parse_sections(const char *names, unsigned int *ret_sections)
{
	unsigned int sections = 0;

	while (names && *names) {
		size_t length = strcspn(names, ",");
		unsigned int section = section_named(names, length);

		if (!section) {
			out("Failed to parse --display/-d flags\n");
			return false;
		}
		sections |= section;
		names += length;
		names += *names == ',';
	}
	*ret_sections = sections;
	return true;
}

int q_print(struct machine *machine, const struct options *options)
{
	struct page page = {.machine = machine, .column = column_of(report_release(machine))};
	int status = 0;

	if (!parse_sections(options->display, &page.sections))
		return NVML_ERROR_INVALID_ARGUMENT;
	print_head(&page);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		int failed = print_gpu(&page, machine->gpus[i]);

		if (!status)
			status = failed;
	}
	return status;
}
