/* SPDX-License-Identifier: MIT */
/* -q -x: the report as XML. Elements are closed when a row is less deep than they are. */

#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 12
#define PAGES_MAX 512

/* Elements that are open below <gpu>, and how deep the row stood that opened each. */
struct page {
	struct gpu *gpu;
	unsigned int release;
	const char *open[DEPTH_MAX];
	int depth[DEPTH_MAX];
	int count;
};

/* Bytes of the UTF-8 character, 0 where there is none. */
static size_t character_length(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	size_t length = byte[0] < 0x80 ? 1 : byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;

	if (length == 1)
		return 1;
	if (byte[0] < 0xC2 || byte[0] > 0xF4)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((byte[i] & 0xC0) != 0x80)
			return 0;
	}
	return length;
}

/* Names of processes are anybody's bytes: whatever they are, the document stays well-formed. */
static void out_escaped(const char *text)
{
	while (*text) {
		size_t length = character_length(text);

		if (*text == '&')
			out("&amp;");
		else if (*text == '<')
			out("&lt;");
		else if (*text == '>')
			out("&gt;");
		else if (length == 0 || (unsigned char)*text < ' ' || *text == 0x7F)
			out("?");
		else
			out("%.*s", (int)length, text);
		text += length ? length : 1;
	}
}

static void print_indent(const struct page *page)
{
	out("%.*s", page->count + 2, "\t\t\t\t\t\t\t\t\t\t\t\t\t\t");
}

static void open_element(struct page *page, const char *element, int depth)
{
	if (page->count == DEPTH_MAX)
		return;
	print_indent(page);
	out("<%s>\n", element);
	page->open[page->count] = element;
	page->depth[page->count++] = depth;
}

static void close_element(struct page *page)
{
	page->count--;
	print_indent(page);
	out("</%s>\n", page->open[page->count]);
}

static void close_to(struct page *page, int depth)
{
	while (page->count && page->depth[page->count - 1] >= depth)
		close_element(page);
}

static void leaf(const struct page *page, const char *element, const char *text)
{
	print_indent(page);
	out("<%s>", element);
	out_escaped(text);
	out("</%s>\n", element);
}

__attribute__((format(printf, 3, 4))) static void
leaf_format(const struct page *page, const char *element, const char *format, ...)
{
	char text[64];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	leaf(page, element, text);
}

static void leaf_number(const struct page *page, const char *element, enum form form,
			int64_t number)
{
	char text[64];

	text_number(text, sizeof(text), form, number, false);
	leaf(page, element, text);
}

/* Why there is no list. */
static void leaf_status(const struct page *page, const char *element, nvmlReturn_t status)
{
	const char *failure = text_failure(status);

	leaf(page, element, failure ? failure : "N/A");
}

static void leaf_row(const struct page *page, const struct row *row)
{
	char buffer[256];
	const char *text = report_text(buffer, sizeof(buffer), page->gpu, row);

	switch (row->form) {
	case FORM_HEX1:
	case FORM_HEX2:
	case FORM_HEX4:
	case FORM_HEX8:
		/* The numbers of PCI stand without their prefix. */
		text += !strncmp(text, "0x", 2) ? 2 : 0;
		break;
	default:
		break;
	}
	leaf(page, row->element, text);
}

static void print_mig_engines(struct page *page, const nvmlDeviceAttributes_t *engines, int depth)
{
	open_element(page, "device_attributes", depth);
	open_element(page, "shared", depth);
	leaf_number(page, "multiprocessor_count", FORM_TEXT, engines->multiprocessorCount);
	leaf_number(page, "copy_engine_count", FORM_TEXT, engines->sharedCopyEngineCount);
	leaf_number(page, "encoder_count", FORM_TEXT, engines->sharedEncoderCount);
	leaf_number(page, "decoder_count", FORM_TEXT, engines->sharedDecoderCount);
	leaf_number(page, "ofa_count", FORM_TEXT, engines->sharedOfaCount);
	leaf_number(page, "jpg_count", FORM_TEXT, engines->sharedJpegCount);
	close_to(page, depth);
}

static void print_mig_ecc(struct page *page, const struct mig_device *mig, int depth)
{
	open_element(page, "ecc_error_count", depth);
	open_element(page, "volatile_count", depth);
	if (mig->has_ecc)
		leaf_number(page, "sram_uncorrectable", FORM_TEXT, (int64_t)mig->ecc);
	else
		leaf(page, "sram_uncorrectable", "N/A");
	close_to(page, depth);
}

static void print_mig_memory(struct page *page, const struct mig_device *mig, int depth)
{
	open_element(page, "fb_memory_usage", depth);
	leaf_number(page, "total", FORM_MIB, (int64_t)mig->memory.total);
	if (page->release >= 510000)
		leaf_number(page, "reserved", FORM_MIB, (int64_t)mig->memory.reserved);
	leaf_number(page, "used", FORM_MIB, (int64_t)mig->memory.used);
	leaf_number(page, "free", FORM_MIB, (int64_t)mig->memory.free);
	close_to(page, depth);
	open_element(page, "bar1_memory_usage", depth);
	leaf_number(page, "total", FORM_MIB, (int64_t)mig->bar1.bar1Total);
	leaf_number(page, "used", FORM_MIB, (int64_t)mig->bar1.bar1Used);
	leaf_number(page, "free", FORM_MIB, (int64_t)mig->bar1.bar1Free);
	close_to(page, depth);
}

static void print_mig(struct page *page, const struct mig_device *mig, unsigned int index,
		      int depth)
{
	open_element(page, "mig_device", depth);
	leaf_number(page, "index", FORM_TEXT, index);
	leaf_number(page, "gpu_instance_id", FORM_TEXT, mig->gpu_instance);
	leaf_number(page, "compute_instance_id", FORM_TEXT, mig->compute_instance);
	print_mig_engines(page, &mig->attributes, depth + 1);
	print_mig_ecc(page, mig, depth + 1);
	print_mig_memory(page, mig, depth + 1);
	close_to(page, depth);
}

static void print_migs(struct page *page, const struct row *row)
{
	bool enabled = gpu_number(page->gpu, VALUE_MIG_CURRENT, 0);
	unsigned int capacity = enabled ? mig_capacity(page->gpu) : 0;
	unsigned int shown = 0;
	struct mig_device mig;

	open_element(page, row->element, row->depth);
	for (unsigned int i = 0; i < capacity; i++) {
		if (mig_at(page->gpu, i, &mig))
			print_mig(page, &mig, shown++, row->depth + 1);
	}
	if (!shown) {
		print_indent(page);
		out("None\n");
	}
	close_element(page);
}

static void print_pages(struct page *page, const struct row *row)
{
	static unsigned long long addresses[PAGES_MAX];
	const struct value *number = gpu_value(page->gpu, row->value);
	nvmlPageRetirementCause_t cause =
	    row->value == VALUE_RETIRED_DBE
		? NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR
		: NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS;
	unsigned int count = PAGES_MAX;
	nvmlReturn_t status = number->status;

	if (status == NVML_SUCCESS && number->number == 0)
		count = 0;
	else if (status == NVML_SUCCESS)
		status = list_retired_pages(page->gpu, cause, addresses, &count);
	if (status != NVML_SUCCESS) {
		leaf_status(page, row->element, status);
		return;
	}
	open_element(page, row->element, row->depth);
	for (unsigned int i = 0; i < count && i < PAGES_MAX; i++)
		leaf_format(page, "retired_page_address", "0x%016llx", addresses[i]);
	close_element(page);
}

static void print_memory_clock(struct page *page, unsigned int memory_mhz, int depth)
{
	static unsigned int mhz[NVSMI_CLOCKS];
	unsigned int count = NVSMI_CLOCKS;

	if (list_graphics_clocks(page->gpu, memory_mhz, mhz, &count) != NVML_SUCCESS)
		count = 0;
	open_element(page, "supported_mem_clock", depth);
	leaf_number(page, "value", FORM_MHZ, memory_mhz);
	for (unsigned int i = 0; i < count && i < NVSMI_CLOCKS; i++)
		leaf_number(page, "supported_graphics_clock", FORM_MHZ, mhz[i]);
	close_element(page);
}

static void print_clocks(struct page *page, const struct row *row)
{
	static unsigned int mhz[NVSMI_CLOCKS];
	unsigned int count = NVSMI_CLOCKS;
	nvmlReturn_t status = list_memory_clocks(page->gpu, mhz, &count);

	if (status != NVML_SUCCESS) {
		leaf_status(page, row->element, status);
		return;
	}
	open_element(page, row->element, row->depth);
	for (unsigned int i = 0; i < count && i < NVSMI_CLOCKS; i++)
		print_memory_clock(page, mhz[i], row->depth + 1);
	close_element(page);
}

static void leaf_instance(const struct page *page, const char *element, unsigned int id)
{
	if (id == UINT32_MAX)
		leaf(page, element, "N/A");
	else
		leaf_number(page, element, FORM_TEXT, id);
}

static void leaf_memory(const struct page *page, const char *element, uint64_t bytes)
{
	if (bytes == UINT64_MAX)
		leaf(page, element, "N/A");
	else
		leaf_format(page, element, "%" PRIu64 " MiB", text_mib(bytes));
}

static void print_process(struct page *page, const struct process *process, int depth)
{
	static char name[4096];

	open_element(page, "process_info", depth);
	if (page->release >= 450000) {
		leaf_instance(page, "gpu_instance_id", process->gpu_instance);
		leaf_instance(page, "compute_instance_id", process->compute_instance);
	}
	leaf_number(page, "pid", FORM_TEXT, process->pid);
	leaf(page, "type", process_type(process));
	leaf(page, "process_name", process_name(process, name, sizeof(name)) ? name : "");
	leaf_memory(page, "used_memory", process->bytes);
	close_element(page);
}

static void print_processes(struct page *page, const struct row *row)
{
	static struct process processes[NVSMI_PROCESSES];
	size_t count = NVSMI_PROCESSES;
	nvmlReturn_t status = gpu_processes(page->gpu, true, processes, &count);

	if (status != NVML_SUCCESS) {
		leaf_status(page, row->element, status);
		return;
	}
	open_element(page, row->element, row->depth);
	for (size_t i = 0; i < count; i++)
		print_process(page, &processes[i], row->depth + 1);
	close_element(page);
}

static void leaf_share(const struct page *page, const char *element, unsigned int percent)
{
	if (percent == (unsigned int)NVML_VALUE_NOT_AVAILABLE)
		leaf(page, element, "N/A");
	else
		leaf_number(page, element, FORM_PERCENT, percent);
}

static void print_account(struct page *page, const struct accounted *process, int depth)
{
	open_element(page, "accounted_process_info", depth);
	leaf_number(page, "pid", FORM_TEXT, process->pid);
	leaf_share(page, "gpu_util", process->stats.gpuUtilization);
	leaf_share(page, "memory_util", process->stats.memoryUtilization);
	leaf_memory(page, "max_memory_usage", process->stats.maxMemoryUsage);
	leaf_format(page, "time", "%llu ms", process->stats.time);
	leaf_number(page, "is_running", FORM_TEXT, process->stats.isRunning);
	close_element(page);
}

static void print_accounts(struct page *page, const struct row *row)
{
	static struct accounted accounts[NVSMI_ACCOUNTS];
	unsigned int count = NVSMI_ACCOUNTS;
	nvmlReturn_t status = list_accounted(page->gpu, accounts, &count);

	if (status != NVML_SUCCESS) {
		leaf_status(page, row->element, status);
		return;
	}
	open_element(page, row->element, row->depth);
	for (unsigned int i = 0; i < count; i++)
		print_account(page, &accounts[i], row->depth + 1);
	close_element(page);
}

static void print_row(struct page *page, const struct row *row, bool closed)
{
	static void (*const lists[])(struct page *, const struct row *) = {
	    [ROW_MIG] = print_migs,           [ROW_PAGES] = print_pages,
	    [ROW_CLOCKS] = print_clocks,      [ROW_PROCESSES] = print_processes,
	    [ROW_ACCOUNTED] = print_accounts,
	};

	close_to(page, row->depth);
	if (row->kind == ROW_HEAD || (row->kind == ROW_GATE && !closed))
		open_element(page, row->element, row->depth);
	else if (row->kind == ROW_VALUE || row->kind == ROW_GATE)
		leaf_row(page, row);
	else
		lists[row->kind](page, row);
}

static int print_gpu(struct gpu *gpu, unsigned int release)
{
	struct walk walk = {.gpu = gpu, .medium = MEDIUM_XML, .release = release};
	struct page page = {.gpu = gpu, .release = release};
	const struct row *row;
	bool closed;
	int status;

	if (!report_has_address(gpu, &status))
		return status;
	out("\t<gpu id=\"%s\">\n", report_address(gpu));
	while ((row = report_next(&walk, &closed)) != NULL)
		print_row(&page, row, closed);
	close_to(&page, 0);
	out("\t</gpu>\n\n");
	return 0;
}

static void print_head(const struct machine *machine, unsigned int release, bool dtd)
{
	const char *mixed = machine_mixed_vgpus(machine);
	char cuda[32];
	char now[64];

	out("<?xml version=\"1.0\" ?>\n<!DOCTYPE nvidia_smi_log ");
	if (dtd) {
		out("[\n");
		dtd_print(release);
		out("]>\n");
	} else {
		out("SYSTEM \"nvsmi_device_v%u.dtd\">\n", dtd_version(release));
	}
	text_timestamp_table(now, sizeof(now));
	text_cuda(cuda, sizeof(cuda), machine->cuda, "Not Found");
	out("<nvidia_smi_log>\n\t<timestamp>%s</timestamp>\n", now);
	out("\t<driver_version>%s</driver_version>\n", machine->driver);
	if (release >= 410000)
		out("\t<cuda_version>%s</cuda_version>\n", cuda);
	if (mixed)
		out("\t<vgpu_driver_capability>\n\t\t<heterogenous_multivGPU>%s"
		    "</heterogenous_multivGPU>\n\t</vgpu_driver_capability>\n",
		    mixed);
	out("\t<attached_gpus>%u</attached_gpus>\n", machine->count);
}

int xml_print(struct machine *machine, const struct options *options)
{
	unsigned int release = report_release(machine);
	int status = 0;

	print_head(machine, release, options->dtd);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		int failed = print_gpu(machine->gpus[i], release);

		if (!status)
			status = failed;
	}
	out("</nvidia_smi_log>\n");
	return status;
}
