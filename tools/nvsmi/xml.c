/* SPDX-License-Identifier: MIT */
/* -q -x: the report as XML. Elements are closed when a row is less deep than they are. */

#include "ahead.h"
#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 12

/* Elements that are open below <gpu>, and how deep the row stood that opened each. */
struct page {
	struct gpu *gpu;
	const char *open[DEPTH_MAX];
	int depth[DEPTH_MAX];
	int count;
};

/* Two characters that UTF-8 can spell are in no document. */
static bool is_no_character(const char *text)
{
	return text_is_control(text) || !strncmp(text, "\xEF\xBF\xBE", 3) ||
	       !strncmp(text, "\xEF\xBF\xBF", 3);
}

/* Names of processes are anybody's bytes: whatever they are, the document stays well-formed. */
void xml_escape(const char *text, bool quoted)
{
	while (*text) {
		size_t plain = text_plain(text);
		size_t length = plain ? plain : text_character(text);

		if (plain)
			out("%.*s", (int)length, text);
		else if (*text == '&')
			out("&amp;");
		else if (*text == '<')
			out("&lt;");
		else if (*text == '>')
			out("&gt;");
		else if (*text == '"' && quoted)
			out("&quot;");
		else if (length == 0 || is_no_character(text))
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
	xml_escape(text, false);
	out("</%s>\n", element);
}

/* Why there is no list. */
static void leaf_status(const struct page *page, const char *element, nvmlReturn_t status)
{
	const char *failure = text_failure(status);

	leaf(page, element, failure ? failure : "N/A");
}

static void leaf_row(const struct page *page, const struct row *row)
{
	static char buffer[4352]; /* a process's name, and no value is longer */
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

static void print_list(struct page *page, const struct walk *walk, const struct row *row)
{
	if (!row->element)
		return;
	if (walk->list_status != NVML_SUCCESS) {
		leaf_status(page, row->element, walk->list_status);
		return;
	}
	open_element(page, row->element, row->depth);
	if (row->kind == ROW_MIG && !walk->list_count) {
		print_indent(page);
		out("None\n");
	}
}

/* An item stands in its own element, which is as deep as the list's. */
static void print_item(struct page *page, const struct row *row)
{
	close_to(page, row->depth + 1);
	if (!row->item)
		return;
	if (!strcmp(page->open[page->count - 1], row->item))
		close_element(page);
	open_element(page, row->item, row->depth);
}

static void print_row(struct page *page, const struct walk *walk, const struct row *row,
		      enum report_event event)
{
	if (event == EVENT_ITEM) {
		print_item(page, row);
		return;
	}
	close_to(page, row->depth);
	if (event == EVENT_LIST)
		print_list(page, walk, row);
	else if (row->kind == ROW_HEAD || (row->kind == ROW_GATE && event != EVENT_CLOSED))
		open_element(page, row->element, row->depth);
	else
		leaf_row(page, row);
}

static int print_gpu(struct gpu *gpu, unsigned int release)
{
	struct walk walk = {.gpu = gpu, .medium = MEDIUM_XML, .release = release};
	struct page page = {.gpu = gpu};
	enum report_event event;
	const struct row *row;
	int status;

	if (!report_has_address(gpu, &status)) {
		out(REPORT_NO_ADDRESS);
		xml_escape(report_address_failure(gpu), false);
		out("\n\n");
		return status;
	}
	out("\t<gpu id=\"");
	xml_escape(report_address(gpu), true);
	out("\">\n");
	while ((row = report_next(&walk, &event)) != NULL)
		print_row(&page, &walk, row, event);
	close_to(&page, 0);
	out("\t</gpu>\n\n");
	return 0;
}

void xml_print_head(const struct machine *machine, const char *subject,
		    void (*dtd)(unsigned int release))
{
	unsigned int release = report_release(machine);
	char cuda[32];
	char now[64];

	out("<?xml version=\"1.0\" ?>\n<!DOCTYPE nvidia_smi_log ");
	if (dtd) {
		out("[\n");
		dtd(release);
		out("]>\n");
	} else {
		out("SYSTEM \"nvsmi_%s_v%u.dtd\">\n", subject, dtd_version(release));
	}
	text_timestamp_table(now, sizeof(now));
	text_cuda(cuda, sizeof(cuda), machine->cuda, "Not Found");
	out("<nvidia_smi_log>\n\t<timestamp>%s</timestamp>\n", now);
	out("\t<driver_version>");
	xml_escape(machine->driver, false);
	out("</driver_version>\n");
	if (release >= 410000)
		out("\t<cuda_version>%s</cuda_version>\n", cuda);
}

static void print_head(const struct machine *machine, bool dtd)
{
	const char *mixed = machine_mixed_vgpus(machine);

	xml_print_head(machine, "device", dtd ? dtd_print : NULL);
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

	ahead_measure(machine);
	print_head(machine, options->dtd);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		int failed = print_gpu(machine->gpus[i], release);

		if (!status)
			status = failed;
	}
	out("</nvidia_smi_log>\n");
	return status;
}
