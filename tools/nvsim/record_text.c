/* SPDX-License-Identifier: MIT */
/* Writing a record. docs/nvsim.md has the form. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

const char *const record_kind_words[RECORD_KINDS] = {"escape", "control", "alloc", "map"};
const char *const record_file_words[RECORD_FILE_KINDS] = {
    [SIM_DIR] = "folder", [SIM_FILE] = "file", [SIM_LINK] = "link", [SIM_CHARDEV] = "node"};

void record_write_head(FILE *to, const struct record *record)
{
	fputs("opennvml-record 1\n", to);
	if (record->driver[0])
		fprintf(to, "driver %s\n", record->driver);
	if (record->architecture[0])
		fprintf(to, "architecture %s\n", record->architecture);
}

static bool is_lines(const struct record_file *file)
{
	for (size_t i = 0; i < file->size; i++)
		if (file->content[i] != '\n' && file->content[i] != '\t' &&
		    (file->content[i] < 0x20 || file->content[i] > 0x7e))
			return false;
	return true;
}

/* " | " before each line, " > " before one that has no end. */
static void write_lines(FILE *to, const struct record_file *file)
{
	const char *at = (const char *)file->content, *end = at + file->size;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((stop ? stop : end) - at);
		fprintf(to, " %c %.*s\n", stop ? '|' : '>', (int)length, at);
		at += length + (stop != NULL);
	}
}

static void write_content(FILE *to, const struct record_file *file)
{
	const struct record_fields none = {0};
	uint8_t *zeros = calloc(1, file->size + 1);
	if (zeros && is_lines(file))
		write_lines(to, file);
	else if (zeros) {
		fprintf(to, " size %zu\n", file->size);
		record_print_bytes(to, " ", &none, zeros, file->content, file->size);
	}
	free(zeros);
}

void record_write_file(FILE *to, const struct record_file *file)
{
	fputc('\n', to);
	if (file->error && file->kind != SIM_CHARDEV) {
		fprintf(to, "absent %d %s\n", file->error, file->path);
		return;
	}
	fprintf(to, "%s 0%o ", record_file_words[file->kind], file->mode);
	if (file->kind == SIM_CHARDEV)
		fprintf(to, "%u:%u ", file->major, file->minor);
	fprintf(to, "%s\n", file->path);
	if (file->error)
		fprintf(to, " errno %d\n", file->error);
	if (file->content)
		write_content(to, file);
}

static void write_number(FILE *to, const struct record_exchange *exchange, unsigned release)
{
	const char *name = record_number_name(exchange->kind, exchange->number, release);
	if (name)
		fprintf(to, "%s ", name);
	else
		fprintf(to, "0x%x ", exchange->number);
}

void record_write_question(FILE *to, const struct record *record,
			   const struct record_exchange *exchange)
{
	struct record_fields fields = record_fields_of(exchange, record->release);
	uint8_t *zeros = calloc(1, exchange->size + 1);
	fprintf(to, "\n%s ", record_kind_words[exchange->kind]);
	if (exchange->kind != RECORD_MAP)
		write_number(to, exchange, record->release);
	fprintf(to, "of %s", exchange->object);
	if (exchange->kind != RECORD_MAP)
		fprintf(to, " size %zu", exchange->params_size);
	if (exchange->size > exchange->params_size)
		fprintf(to, "+%zu", exchange->size - exchange->params_size);
	fputc('\n', to);
	if (zeros)
		record_print_bytes(to, " ", &fields, zeros, exchange->in, exchange->size);
	free(zeros);
	record_fields_free(&fields);
}

void record_write_answer(FILE *to, const struct record *record,
			 const struct record_exchange *exchange, const struct record_answer *answer)
{
	struct record_fields fields = record_fields_of(exchange, record->release);
	const char *name = record_status_name(answer->status);
	fputs("answer ", to);
	if (answer->error)
		fprintf(to, "errno %d", answer->error);
	else if (name)
		fputs(name, to);
	else
		fprintf(to, "0x%x", answer->status);
	if (answer->count > 1)
		fprintf(to, " x%u", answer->count);
	fputc('\n', to);
	record_print_bytes(to, " ", &fields, exchange->in, answer->bytes, exchange->size);
	record_fields_free(&fields);
}

void record_write_event(FILE *to, const struct record_event *event)
{
	fprintf(to, "\nevent %u of %s after %" PRIu64 " ms info32 %u info16 %u\n", event->index,
		event->object, event->after_ms, event->info32, event->info16);
}

void record_write_page(FILE *to, const struct record *record, const struct record_page *page,
		       unsigned first)
{
	struct record_fields fields = record_page_fields(record->release, page->size);
	uint8_t *zeros = calloc(1, page->size + 1);
	fprintf(to, "\npage of %s size %zu\n", page->object, page->size);
	for (unsigned i = first; zeros && i < page->count; i++) {
		fprintf(to, "snapshot %u after %" PRIu64 " ms %" PRIu64 " calls\n",
			page->snapshots[i].mapping, page->snapshots[i].at_ms,
			page->snapshots[i].calls);
		record_print_bytes(to, " ", &fields, i ? page->snapshots[i - 1].bytes : zeros,
				   page->snapshots[i].bytes, page->size);
	}
	free(zeros);
	record_fields_free(&fields);
}

void record_write(FILE *to, const struct record *record)
{
	record_write_head(to, record);
	for (const struct record_file *file = record->files; file; file = file->next)
		record_write_file(to, file);
	for (const struct record_exchange *at = record->exchanges; at; at = at->next) {
		record_write_question(to, record, at);
		for (unsigned i = 0; i < at->answers_count; i++)
			record_write_answer(to, record, at, &at->answers[i]);
	}
	for (const struct record_page *page = record->pages; page; page = page->next)
		record_write_page(to, record, page, 0);
	for (const struct record_event *event = record->events; event; event = event->next)
		record_write_event(to, event);
}
