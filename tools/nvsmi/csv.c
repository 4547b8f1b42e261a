/* SPDX-License-Identifier: MIT */
/* The CSV queries: which columns, and what is in them. csv_lists.c knows the queries. */

#include "csv.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEEDS_VERSIONS                                                                             \
	(FIELD_DRIVER | FIELD_DEPRECATED_580 | FIELD_DEPRECATED_590 | FIELD_ALIAS_UNTIL_535 |      \
	 FIELD_MIXED_VGPUS)
#define NEEDS_BRANCH (FIELD_UNTIL_580 | FIELD_FROM_595 | FIELD_FROM_610 | FIELD_NOT_595)

/* What the command line asks for: csv_check finds it, once however often rows are printed. */
static struct columns {
	const struct csv_field **fields;
	size_t count;
} columns;

static bool is_named(const struct csv_field *field, const char *name, size_t length)
{
	return text_is_word(name, length, field->name) ||
	       (field->alias && text_is_word(name, length, field->alias));
}

bool csv_is_known(const struct csv_field *field, unsigned int branch)
{
	unsigned int flags = field->flags;

	if (branch == 0)
		branch = UINT_MAX;
	return !(flags & FIELD_UNTIL_580 && branch >= 580) &&
	       !(flags & FIELD_FROM_595 && branch < 595) &&
	       !(flags & FIELD_FROM_610 && branch < 610) &&
	       !(flags & FIELD_NOT_595 && branch >= 595 && branch < 610);
}

static const struct csv_field *find_field(const struct csv_query *query, struct machine *machine,
					  const char *name, size_t length)
{
	for (size_t i = 0; i < *query->count; i++) {
		const struct csv_field *field = &query->fields[i];

		if (!is_named(field, name, length))
			continue;
		if (field->flags & NEEDS_BRANCH)
			machine_versions(machine);
		return csv_is_known(field, machine->branch) ? field : NULL;
	}
	return NULL;
}

static size_t count_words(const char *list)
{
	size_t count = 1;

	while ((list = strchr(list, ',')) != NULL) {
		list++;
		count++;
	}
	return count;
}

/* The columns of a comma list; false after naming the first unknown one. */
static bool parse_columns(const struct csv_query *query, struct machine *machine, const char *list)
{
	const char *name;
	size_t length;

	columns.count = 0;
	free(columns.fields);
	columns.fields = calloc(count_words(list), sizeof(const struct csv_field *));
	while (columns.fields && text_next_word(&list, &name, &length)) {
		const struct csv_field *field = find_field(query, machine, name, length);

		if (!field) {
			complain("Field \"%.*s\" is not a valid field to query.\n\n", (int)length,
				 name);
			return false;
		}
		columns.fields[columns.count++] = field;
	}
	return columns.fields != NULL;
}

int csv_check(struct machine *machine, const struct options *options)
{
	const struct csv_query *query = csv_query_of(options->command);

	if (!query || parse_columns(query, machine, options->fields))
		return 0;
	return NVML_ERROR_INVALID_ARGUMENT;
}

bool csv_needs_versions(void)
{
	for (size_t i = 0; i < columns.count; i++) {
		if (columns.fields[i]->form == FORM_MIB ||
		    columns.fields[i]->flags & NEEDS_VERSIONS)
			return true;
	}
	return false;
}

static const char *name_in(const struct csv_field *field, unsigned int branch)
{
	return field->flags & FIELD_ALIAS_UNTIL_535 && branch < 535 ? field->alias : field->name;
}

static void print_header(const struct csv_page *page)
{
	for (size_t i = 0; i < columns.count; i++) {
		const struct csv_field *field = columns.fields[i];

		out("%s%s", i ? ", " : "", name_in(field, page->machine->branch));
		if (page->units && field->unit)
			out(" [%s]", field->unit);
	}
	out("\n");
}

static void print_value(const struct value *value, const struct csv_field *field, bool units)
{
	bool plain = value->status == NVML_SUCCESS ||
		     (field->flags & FIELD_PLAIN_MISSING && text_is_missing(value->status));
	static char text[NVSMI_NAME];

	text_value(text, sizeof(text), value, field->form, !units);
	out("%s%s%s", plain ? "" : "[", text, plain ? "" : "]");
}

static void print_text(const char *text)
{
	out("%s", text ? text : "[N/A]");
}

static void print_now(void)
{
	char text[64];

	text_timestamp_csv(text, sizeof(text));
	print_text(text);
}

static bool is_deprecated(const struct csv_field *field, unsigned int branch)
{
	return (field->flags & FIELD_DEPRECATED_580 && branch >= 580) ||
	       (field->flags & FIELD_DEPRECATED_590 && branch >= 590);
}

static void print_field(const struct csv_page *page, struct gpu *gpu, const struct value *items,
			const struct csv_field *field)
{
	if (field->flags & FIELD_TIMESTAMP)
		print_now();
	else if (field->flags & FIELD_DRIVER)
		print_text(page->machine->driver);
	else if (field->flags & FIELD_COUNT)
		out("%u", page->machine->count);
	else if (field->flags & FIELD_MIXED_VGPUS)
		print_text(machine_mixed_vgpus(page->machine));
	else if (FIELD_ITEM_PLACE(field->flags))
		print_value(&items[FIELD_ITEM_PLACE(field->flags) - 1], field, page->units);
	else if (is_deprecated(field, page->machine->branch))
		print_text("[Requested functionality has been deprecated]");
	else
		print_value(gpu_value(gpu, field->value), field, page->units);
}

void csv_row(const struct csv_page *page, struct gpu *gpu, const struct value *items)
{
	for (size_t i = 0; i < columns.count; i++) {
		print_text(i ? ", " : "");
		print_field(page, gpu, items, columns.fields[i]);
	}
	out("\n");
}

int csv_print(struct machine *machine, const struct options *options, bool header)
{
	const struct csv_query *query = csv_query_of(options->command);
	struct csv_page page = {machine, options->format.units};

	if (header)
		print_header(&page);
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		query->rows(&page, machine->gpus[i]);
	return 0;
}

/* Programs find the fields by lines that begin with a quote. */
void csv_help(const struct machine *machine, enum command command)
{
	const struct csv_query *query = csv_query_of(command);

	out("What %s can be asked for, in any order, separated by commas:\n\n", query->option);
	for (size_t i = 0; i < *query->count; i++) {
		const struct csv_field *field = &query->fields[i];

		if (!csv_is_known(field, machine->branch))
			continue;
		if (field->alias)
			out("\"%s\" or \"%s\"\n%s\n\n", field->name, field->alias, field->help);
		else
			out("\"%s\"\n%s\n\n", field->name, field->help);
	}
}
