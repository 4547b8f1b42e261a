/* SPDX-License-Identifier: MIT */
/*
 * A body as lines, one change a line:
 *   member[3] 5 6 0*4        elements 3 to 8 of a list, or numbers of an array
 *   member[3][8] 1 2 3       numbers 8, 9 and 10 of element 3
 *   member "text"            an array of bytes that is a text
 *   member[16] hex 00ff      bytes of an array, from 16 on
 *   +0x20 hex 00ff           bytes that no table names
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

enum { GAP_NUMBERS = 3, GAP_BYTES = 8, NUMBERS_A_LINE = 32, BYTES_A_LINE = 32, TEXT_MIN = 2 };

struct printer {
	FILE *to;
	const char *prefix;
	const uint8_t *before, *bytes;
	uint8_t *done;
};

void record_print_text(FILE *to, const uint8_t *text, size_t size)
{
	fputc('"', to);
	for (size_t i = 0; i < size; i++)
		if (text[i] == '"' || text[i] == '\\')
			fprintf(to, "\\%c", text[i]);
		else if (text[i] >= 0x20 && text[i] < 0x7f)
			fputc(text[i], to);
		else
			fprintf(to, "\\x%02x", text[i]);
	fputc('"', to);
}

void record_print_hex(FILE *to, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		fprintf(to, "%02x", bytes[i]);
}

/* Lists of flags read better in base 16, sizes and counts do not. */
static void print_number(FILE *to, uint64_t value)
{
	fprintf(to, value >= 0x80000000u ? " 0x%" PRIx64 : " %" PRIu64, value);
}

static uint64_t number(const uint8_t *at, unsigned width)
{
	uint64_t value = 0;
	memcpy(&value, at, width);
	return value;
}

/* Length of a text that fills the array up to zeros; 0: none. */
static size_t text_length(const uint8_t *bytes, size_t size)
{
	size_t length = 0;
	while (length < size && bytes[length] >= 0x20 && bytes[length] < 0x7f)
		length++;
	for (size_t i = length; i < size; i++)
		if (bytes[i] != 0)
			return 0;
	return length >= TEXT_MIN ? length : 0;
}

static bool differs(const struct printer *printer, size_t at, size_t size)
{
	return memcmp(printer->before + at, printer->bytes + at, size) != 0;
}

/* Numbers of one member: neighbours, or one of each element of a list. */
struct vector {
	size_t at, step;
	uint32_t count;
	unsigned width;
};

/* Where a run of changes that begins at i ends; small gaps belong to it. */
static uint32_t run_end(const struct printer *printer, const struct vector *vector, uint32_t i,
			uint32_t gap, uint32_t longest)
{
	uint32_t end = i + 1;
	for (uint32_t next = end; next < vector->count && next < i + longest && next - end <= gap;
	     next++)
		if (differs(printer, vector->at + next * vector->step, vector->width))
			end = next + 1;
	return end;
}

static void print_numbers(const struct printer *printer, const struct vector *vector,
			  uint32_t first, uint32_t end)
{
	const uint8_t *bytes = printer->bytes + vector->at;
	for (uint32_t i = first, next; i < end; i = next) {
		uint64_t value = number(bytes + i * vector->step, vector->width);
		for (next = i + 1; next < end; next++)
			if (number(bytes + next * vector->step, vector->width) != value)
				break;
		print_number(printer->to, value);
		if (next - i > 1)
			fprintf(printer->to, "*%u", next - i);
	}
}

static void print_vector(const struct printer *printer, const struct record_field *field,
			 uint32_t element, const struct vector *vector)
{
	bool bytes = field->width == 1 && field->inner > 1;
	for (uint32_t i = 0, end; i < vector->count; i = end) {
		end = i + 1;
		if (!differs(printer, vector->at + i * vector->step, vector->width))
			continue;
		end = run_end(printer, vector, i, bytes ? GAP_BYTES : GAP_NUMBERS,
			      bytes ? BYTES_A_LINE : NUMBERS_A_LINE);
		fprintf(printer->to, "%s%s", printer->prefix, field->name);
		if (field->elements > 1 && field->inner > 1)
			fprintf(printer->to, "[%u]", element);
		if (vector->count > 1)
			fprintf(printer->to, "[%u]", i);
		if (bytes) {
			fputs(" hex ", printer->to);
			record_print_hex(printer->to, printer->bytes + vector->at + i, end - i);
		} else
			print_numbers(printer, vector, i, end);
		fputc('\n', printer->to);
	}
}

static void print_text_member(const struct printer *printer, const struct record_field *field,
			      uint32_t element, size_t at)
{
	fprintf(printer->to, "%s%s", printer->prefix, field->name);
	if (field->elements > 1)
		fprintf(printer->to, "[%u]", element);
	fputc(' ', printer->to);
	record_print_text(printer->to, printer->bytes + at,
			  text_length(printer->bytes + at, field->inner));
	fputc('\n', printer->to);
}

/* Whether another member of a union has told of these bytes. */
static bool is_done(const struct printer *printer, size_t at, size_t size)
{
	return memchr(printer->done + at, 1, size) != NULL;
}

static void print_element(const struct printer *printer, const struct record_field *field,
			  uint32_t element)
{
	size_t at = field->at + (size_t)element * field->stride;
	size_t size = (size_t)field->width * field->inner;
	const struct vector vector = {at, field->width, field->inner, field->width};
	if (is_done(printer, at, size))
		return;
	memset(printer->done + at, 1, size);
	if (!differs(printer, at, size))
		return;
	if (field->width == 1 && field->inner > 1 && text_length(printer->bytes + at, size))
		print_text_member(printer, field, element, at);
	else
		print_vector(printer, field, element, &vector);
}

static void print_list(const struct printer *printer, const struct record_field *field)
{
	const struct vector vector = {field->at, field->stride, field->elements, field->width};
	for (uint32_t i = 0; i < field->elements; i++)
		if (is_done(printer, field->at + (size_t)i * field->stride, field->width))
			return;
	for (uint32_t i = 0; i < field->elements; i++)
		memset(printer->done + field->at + (size_t)i * field->stride, 1, field->width);
	print_vector(printer, field, 0, &vector);
}

static void print_field(const struct printer *printer, const struct record_field *field)
{
	if (field->flags & FIELD_VOLATILE)
		return;
	if (field->elements > 1 && field->inner == 1) {
		print_list(printer, field);
		return;
	}
	for (uint32_t i = 0; i < field->elements; i++)
		print_element(printer, field, i);
}

static void print_rest(const struct printer *printer, size_t size)
{
	const struct vector all = {0, 1, (uint32_t)size, 1};
	for (size_t i = 0; i < size;) {
		if (printer->done[i] || printer->before[i] == printer->bytes[i]) {
			i++;
			continue;
		}
		uint32_t end = run_end(printer, &all, (uint32_t)i, GAP_BYTES, BYTES_A_LINE);
		fprintf(printer->to, "%s+0x%zx hex ", printer->prefix, i);
		record_print_hex(printer->to, printer->bytes + i, end - i);
		fputc('\n', printer->to);
		i = end;
	}
}

void record_print_bytes(FILE *to, const char *prefix, const struct record_fields *fields,
			const uint8_t *before, const uint8_t *bytes, size_t size)
{
	struct printer printer = {to, prefix, before, bytes, calloc(1, size + 1)};
	if (!printer.done)
		return;
	for (unsigned i = 0; i < fields->count; i++)
		print_field(&printer, &fields->list[i]);
	print_rest(&printer, size);
	free(printer.done);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

ssize_t record_parse_hex(char **at, uint8_t *dst, size_t size)
{
	size_t count = 0;
	for (; digit((*at)[0]) >= 0; *at += 2, count++) {
		int low = digit((*at)[1]);
		if (low < 0 || count >= size)
			return -1;
		dst[count] = (uint8_t)(digit((*at)[0]) << 4 | low);
	}
	return (ssize_t)count;
}

/* One character of a quoted text; -1 at its end, -2 when it is none. */
static int text_character(char **at)
{
	char c = *(*at)++;
	if (c == '"')
		return -1;
	if (c == '\0')
		return -2;
	if (c != '\\')
		return (unsigned char)c;
	c = *(*at)++;
	if (c == '"' || c == '\\')
		return c;
	int high = c == 'x' ? digit((*at)[0]) : -1;
	int low = high < 0 ? -1 : digit((*at)[1]);
	if (low < 0)
		return -2;
	*at += 2;
	return high << 4 | low;
}

ssize_t record_parse_text(char **at, uint8_t *dst, size_t size)
{
	size_t count = 0;
	int c = **at == '"' ? 0 : -2;
	if (c == 0)
		(*at)++;
	while (c != -2 && (c = text_character(at)) >= 0) {
		if (count >= size)
			return -1;
		dst[count++] = (uint8_t)c;
	}
	return c == -1 ? (ssize_t)count : -1;
}

/* "5", or "5*3" for 5 5 5; *at moves behind it and the blank that follows. */
static const char *parse_number(char **at, uint64_t *ret_value, unsigned long *ret_times)
{
	char *rest;
	if (!isdigit((unsigned char)**at))
		return "a number was expected";
	*ret_value = strtoull(*at, &rest, 0);
	*ret_times = 1;
	if (*rest == '*' && isdigit((unsigned char)rest[1]))
		*ret_times = strtoul(rest + 1, &rest, 10);
	if (*rest && (*rest != ' ' || !rest[1]))
		return "a number was expected";
	*at = rest + (*rest == ' ');
	return NULL;
}

static const char *parse_numbers(char *at, const struct vector *vector, uint8_t *bytes,
				 uint32_t first)
{
	unsigned long times;
	uint64_t value;
	for (uint32_t i = first; *at;) {
		const char *wrong = parse_number(&at, &value, &times);
		if (wrong)
			return wrong;
		if (vector->width < 8 && value >> (8 * vector->width))
			return "the number is too large for the member";
		if (times == 0 || times > vector->count - i)
			return "there are more numbers than the member has";
		for (; times > 0; times--, i++)
			memcpy(bytes + vector->at + i * vector->step, &value, vector->width);
	}
	return NULL;
}

static const char *parse_value(char *at, const struct record_field *field,
			       const struct vector *vector, uint8_t *bytes, uint32_t first)
{
	size_t room = (size_t)vector->count - first;
	bool is_bytes = field->width == 1 && field->inner > 1;
	uint8_t *dst = bytes + vector->at + first;
	if (*at == '"' && is_bytes) {
		memset(dst, 0, room);
		return record_parse_text(&at, dst, room) < 0 || *at
			   ? "the text does not end or is too long"
			   : NULL;
	}
	if (is_bytes && !strncmp(at, "hex ", 4)) {
		at += 4;
		return record_parse_hex(&at, dst, room) < 0 || *at
			   ? "the bytes are no base 16 or too many"
			   : NULL;
	}
	return *at ? parse_numbers(at, vector, bytes, first) : "a value was expected";
}

/* "[n]" at *at; false when there is none or n is not below limit. */
static bool parse_index(char **at, uint32_t limit, uint32_t *ret_index)
{
	char *rest;
	if (**at != '[' || !isdigit((unsigned char)(*at)[1]))
		return false;
	unsigned long value = strtoul(*at + 1, &rest, 10);
	if (*rest != ']' || value >= limit)
		return false;
	*at = rest + 1;
	*ret_index = (uint32_t)value;
	return true;
}

static const char *parse_rest(char *at, uint8_t *bytes, size_t size)
{
	char *rest;
	size_t offset = strtoul(at + 1, &rest, 16);
	if (rest == at + 1 || offset >= size || strncmp(rest, " hex ", 5) != 0)
		return "an offset within the bytes and hex were expected";
	rest += 5;
	return record_parse_hex(&rest, bytes + offset, size - offset) < 0 || *rest
		   ? "the bytes are no base 16 or too many"
		   : NULL;
}

static const char *parse_field(char *at, const struct record_field *field, uint8_t *bytes)
{
	bool list = field->elements > 1 && field->inner == 1;
	struct vector vector = {field->at, field->width, field->inner, field->width};
	uint32_t element = 0, first = 0;
	if (list)
		vector = (struct vector){field->at, field->stride, field->elements, field->width};
	else if (field->elements > 1 && !parse_index(&at, field->elements, &element))
		return "an index within the list was expected";
	vector.at += (size_t)element * field->stride;
	if (*at == '[' && !parse_index(&at, vector.count, &first))
		return "an index within the array was expected";
	return *at == ' ' ? parse_value(at + 1, field, &vector, bytes, first)
			  : "a value was expected";
}

const char *record_parse_bytes(char *line, const struct record_fields *fields, uint8_t *bytes,
			       size_t size)
{
	size_t length = strcspn(line, "[ ");
	if (line[0] == '+')
		return parse_rest(line, bytes, size);
	for (unsigned i = 0; i < fields->count; i++)
		if (strncmp(fields->list[i].name, line, length) == 0 &&
		    !fields->list[i].name[length])
			return parse_field(line + length, &fields->list[i], bytes);
	return "no table knows this member";
}
