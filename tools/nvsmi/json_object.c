/* SPDX-License-Identifier: MIT */
/* An object by its table: its values, why some are missing, and how old some are. */

#include "json.h"

#include <inttypes.h>
#include <string.h>

void json_set_number(struct value *cell, nvmlReturn_t status, int64_t number)
{
	*cell = (struct value){.asked = true, .status = status, .number = number};
}

void json_set_text(struct value *cell, nvmlReturn_t status, const char *text)
{
	*cell = (struct value){.asked = true, .status = status, .text = text};
}

static bool is_list(const struct json_row *row)
{
	return row->kind == JSON_LIST || row->kind == JSON_INTEGERS;
}

void json_fill(int object, struct gpu *gpu, struct value *ret_cells)
{
	const struct json_table *table = &json_tables[object];

	for (size_t i = 0; i < table->count; i++) {
		const struct json_row *row = &table->rows[i];

		if (row->value != VALUE_NONE)
			ret_cells[i] = *gpu_value(gpu, row->value);
		else
			json_set_number(&ret_cells[i], is_list(row) ? NVML_SUCCESS : JSON_NO_SOURCE,
					0);
	}
}

/* Whose word a status is; NVML's own text where it is none that the header names. */
static struct json_reason reason_of(nvmlReturn_t status)
{
	for (size_t i = 0; i < json_reason_count; i++) {
		if (json_reasons[i].status == status)
			return json_reasons[i];
	}
	return (struct json_reason){status, "unknown", library_error(status)};
}

static void print_pair(const char *key, const char *text)
{
	json_key(key, strlen(key));
	json_text(text);
}

static void print_reason(nvmlReturn_t status, const char *why)
{
	struct json_reason reason = reason_of(status);

	json_open('{');
	print_pair("reason", reason.word);
	json_key("nvml", strlen("nvml"));
	if (status == JSON_NO_SOURCE || status == JSON_NOT_AVAILABLE || status == JSON_ASLEEP)
		out("null");
	else
		out("%d", (int)status);
	print_pair("why", why ? why : reason.why);
	json_close('}');
}

/* A missing value's own reason: one that the registry knows, where the library is its own. */
static void print_missing(const struct json_row *row, nvmlReturn_t status)
{
	bool known = row->why && status == NVML_ERROR_NOT_SUPPORTED && !library_opens_gpus;

	print_reason(status, known ? row->why : NULL);
}

static void print_word(const struct json_row *row, int64_t number)
{
	if (number >= 0 && (uint64_t)number < row->name_count && row->names[number])
		out("\"%s\"", row->names[number]);
	else
		out("\"unknown_%" PRIu64 "\"", (uint64_t)number);
}

static void print_value(const struct json_row *row, const struct value *cell)
{
	uint64_t bits = (uint64_t)cell->number;

	switch (row->kind) {
	case JSON_TEXT:
		json_text(cell->text);
		break;
	case JSON_BOOLEAN:
		out("%s", cell->number ? "true" : "false");
		break;
	case JSON_CAPABILITY:
		out("\"%" PRIu64 ".%" PRIu64 "\"", bits >> 8, bits & 0xff);
		break;
	case JSON_ENUM:
		print_word(row, cell->number);
		break;
	case JSON_HEX16:
		out("\"0x%016" PRIx64 "\"", bits);
		break;
	case JSON_HEX4_LOW:
		out("\"0x%04" PRIx64 "\"", bits & 0xffff);
		break;
	case JSON_HEX4_HIGH:
		out("\"0x%04" PRIx64 "\"", bits >> 16 & 0xffff);
		break;
	default:
		out("%" PRId64, cell->number);
	}
}

/* Characters up to and with the last dot that both paths have in the same place. */
static size_t shared_groups(const char *left, const char *right)
{
	size_t shared = 0;

	for (size_t i = 0; left[i] && left[i] == right[i]; i++) {
		if (left[i] == '.')
			shared = i + 1;
	}
	return shared;
}

/* From where one key stands to where the next does. Returns the next one's last word. */
static const char *move_to(const char *from, const char *to)
{
	size_t shared = shared_groups(from, to);
	const char *dot;

	for (const char *left = from + shared; (dot = strchr(left, '.')); left = dot + 1)
		json_close('}');
	to += shared;
	for (; (dot = strchr(to, '.')); to = dot + 1) {
		json_key(to, (size_t)(dot - to));
		json_open('{');
	}
	return to;
}

/* One that is there and says nothing is missing too. */
static void settle(const struct json_row *row, struct value *cell)
{
	if (cell->status != NVML_SUCCESS || is_list(row) || row->kind == JSON_ERROR)
		return;
	if (row->kind == JSON_TEXT ? !cell->text || !*cell->text
				   : row->absent >= 0 && cell->number == row->absent)
		cell->status = JSON_NOT_AVAILABLE;
}

static void print_row(const struct json_row *row, struct value *cell, json_list list, void *context,
		      size_t place)
{
	settle(row, cell);
	if (row->kind == JSON_ERROR && cell->status != NVML_SUCCESS) {
		print_reason(cell->status, NULL);
		return;
	}
	if (is_list(row) && cell->status == NVML_SUCCESS) {
		cell->status = list(context, place);
		if (cell->status == NVML_SUCCESS)
			return;
	}
	if (cell->status == NVML_SUCCESS && row->kind != JSON_ERROR)
		print_value(row, cell);
	else
		out("null");
}

static void print_all_missing(const struct json_table *table, const struct value *cells)
{
	json_key("missing", strlen("missing"));
	json_open('{');
	for (size_t i = 0; i < table->count; i++) {
		const struct json_row *row = &table->rows[i];

		if (cells[i].status == NVML_SUCCESS || row->kind == JSON_ERROR)
			continue;
		json_key(row->key, strlen(row->key));
		print_missing(row, cells[i].status);
	}
	json_close('}');
}

static void print_age(const struct json_row *row, int64_t read_us)
{
	int64_t age_us = read_us > 0 ? text_now_us() - read_us : 0;

	json_key(row->key, strlen(row->key));
	if (read_us <= 0)
		out("null");
	else
		out("%" PRId64, age_us > 0 ? age_us / 1000 : 0);
}

static bool has_ages(const struct json_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		if (table->rows[i].sampled)
			return true;
	}
	return false;
}

static void print_ages(const struct json_table *table, const struct value *cells)
{
	if (!has_ages(table))
		return;
	json_key("age_ms", strlen("age_ms"));
	json_open('{');
	for (size_t i = 0; i < table->count; i++) {
		if (table->rows[i].sampled && cells[i].status == NVML_SUCCESS)
			print_age(&table->rows[i], cells[i].read_us);
	}
	json_close('}');
}

void json_object(int object, struct value *cells, json_list list, void *context)
{
	const struct json_table *table = &json_tables[object];
	const char *stands = "";

	json_open('{');
	for (size_t i = 0; i < table->count; i++) {
		const char *word = move_to(stands, table->rows[i].key);

		json_key(word, strlen(word));
		print_row(&table->rows[i], &cells[i], list, context, i);
		stands = table->rows[i].key;
	}
	move_to(stands, "");
	print_all_missing(table, cells);
	print_ages(table, cells);
	json_close('}');
}
