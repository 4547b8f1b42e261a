/* SPDX-License-Identifier: MIT */
/* --query-gpu and --query-compute-apps. */

#include "csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define CSV_COLUMNS 512

static const struct csv_field app_fields[] = {
    {"timestamp", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_TIMESTAMP},
    {"gpu_name", NULL, NULL, VALUE_NAME, FORM_TEXT, 0},
    {"gpu_bus_id", NULL, NULL, VALUE_BUS_ID, FORM_TEXT, 0},
    {"gpu_serial", NULL, NULL, VALUE_SERIAL, FORM_TEXT, 0},
    {"gpu_uuid", NULL, NULL, VALUE_UUID, FORM_TEXT, 0},
    {"pid", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_PID},
    {"process_name", "name", NULL, VALUE_NONE, FORM_TEXT, FIELD_PROCESS_NAME},
    {"used_gpu_memory", "used_memory", "MiB", VALUE_NONE, FORM_MIB, FIELD_PROCESS_MEMORY},
};

/* What the command line asks for: csv_check finds it, once however often rows are printed. */
static struct columns {
	const struct csv_field *fields[CSV_COLUMNS];
	size_t count;
} columns;

static bool is_named(const struct csv_field *field, const char *name, size_t length)
{
	return text_is_word(name, length, field->name) ||
	       (field->alias && text_is_word(name, length, field->alias));
}

static const struct csv_field *find_field(const struct csv_field *fields, size_t count,
					  const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++) {
		if (is_named(&fields[i], name, length))
			return &fields[i];
	}
	return NULL;
}

/* The columns of a comma list; false after naming the first unknown one. */
static bool parse_columns(const struct options *options)
{
	bool apps = options->command == COMMAND_CSV_APPS;
	const struct csv_field *fields = apps ? app_fields : csv_gpu_fields;
	size_t count = apps ? sizeof(app_fields) / sizeof(app_fields[0]) : csv_gpu_field_count;
	const char *list = options->fields;

	columns.count = 0;
	while (*list && columns.count < CSV_COLUMNS) {
		size_t length;
		const struct csv_field *field;

		list += strspn(list, " ");
		length = strcspn(list, ",");
		field = find_field(fields, count, list, length);
		if (!field) {
			complain("Field \"%.*s\" is not a valid field to query.\n\n", (int)length,
				 list);
			return false;
		}
		columns.fields[columns.count++] = field;
		list += length;
		list += *list == ',';
	}
	return true;
}

int csv_check(const struct options *options)
{
	if (options->command != COMMAND_CSV_GPU && options->command != COMMAND_CSV_APPS)
		return 0;
	return parse_columns(options) ? 0 : NVML_ERROR_INVALID_ARGUMENT;
}

bool csv_needs_versions(void)
{
	for (size_t i = 0; i < columns.count; i++) {
		if (columns.fields[i]->form == FORM_MIB ||
		    columns.fields[i]->flags &
			(FIELD_DRIVER | FIELD_DEPRECATED_580 | FIELD_DEPRECATED_590))
			return true;
	}
	return false;
}

static void print_header(bool units)
{
	for (size_t i = 0; i < columns.count; i++) {
		const struct csv_field *field = columns.fields[i];

		out("%s%s", i ? ", " : "", field->name);
		if (units && field->unit)
			out(" [%s]", field->unit);
	}
	out("\n");
}

static void text_of_value(struct gpu *gpu, const struct csv_field *field, bool units,
			  char *ret_text, size_t size)
{
	const struct value *value = gpu_value(gpu, field->value);
	bool plain = value->status == NVML_SUCCESS ||
		     (field->flags & FIELD_PLAIN_MISSING && text_is_missing(value->status));
	char text[256];

	text_value(text, sizeof(text), value, field->form, !units);
	snprintf(ret_text, size, "%s%s%s", plain ? "" : "[", text, plain ? "" : "]");
}

static void text_of_process(const struct process *process, const struct csv_field *field,
			    bool units, char *ret_text, size_t size)
{
	if (field->flags & FIELD_PID)
		snprintf(ret_text, size, "%u", process->pid);
	else if (field->flags & FIELD_PROCESS_NAME && !process_name(process, ret_text, size))
		snprintf(ret_text, size, "[Not Found]");
	else if (field->flags & FIELD_PROCESS_MEMORY && process->bytes == UINT64_MAX)
		snprintf(ret_text, size, "[N/A]");
	else if (field->flags & FIELD_PROCESS_MEMORY)
		text_number(ret_text, size, FORM_MIB, (int64_t)process->bytes, !units);
}

static bool is_deprecated(const struct csv_field *field, unsigned int branch)
{
	return (field->flags & FIELD_DEPRECATED_580 && branch >= 580) ||
	       (field->flags & FIELD_DEPRECATED_590 && branch >= 590);
}

static void text_of_field(const struct machine *machine, struct gpu *gpu,
			  const struct process *process, const struct csv_field *field, bool units,
			  char *ret_text, size_t size)
{
	if (field->flags & FIELD_TIMESTAMP)
		text_timestamp_csv(ret_text, size);
	else if (field->flags & FIELD_DRIVER)
		snprintf(ret_text, size, "%s", machine->driver);
	else if (field->flags & FIELD_COUNT)
		snprintf(ret_text, size, "%u", machine->count);
	else if (field->flags & (FIELD_PID | FIELD_PROCESS_NAME | FIELD_PROCESS_MEMORY))
		text_of_process(process, field, units, ret_text, size);
	else if (is_deprecated(field, machine->branch))
		snprintf(ret_text, size, "[Requested functionality has been deprecated]");
	else
		text_of_value(gpu, field, units, ret_text, size);
}

static void print_row(const struct machine *machine, struct gpu *gpu, const struct process *process,
		      bool units)
{
	static char text[4096];

	for (size_t i = 0; i < columns.count; i++) {
		text_of_field(machine, gpu, process, columns.fields[i], units, text, sizeof(text));
		out("%s%s", i ? ", " : "", text);
	}
	out("\n");
}

int csv_print_gpus(struct machine *machine, const struct options *options, bool header)
{
	if (header)
		print_header(options->units);
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		print_row(machine, machine->gpus[i], NULL, options->units);
	return 0;
}

int csv_print_apps(struct machine *machine, const struct options *options, bool header)
{
	static struct process processes[NVSMI_PROCESSES];

	if (header)
		print_header(options->units);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];
		size_t count = NVSMI_PROCESSES;

		gpu_processes(gpu, false, processes, &count);
		for (size_t k = 0; k < count; k++)
			print_row(machine, gpu, &processes[k], options->units);
	}
	return 0;
}

static void help_fields(const char *option, const struct csv_field *fields, size_t count)
{
	out("Fields of %s, in any order, separated by commas:\n\n", option);
	for (size_t i = 0; i < count; i++)
		out("%s%s%s%s%s%s\n", fields[i].name, fields[i].alias ? " or " : "",
		    fields[i].alias ? fields[i].alias : "", fields[i].unit ? " [" : "",
		    fields[i].unit ? fields[i].unit : "", fields[i].unit ? "]" : "");
}

void csv_help_gpu(void)
{
	help_fields("--query-gpu", csv_gpu_fields, csv_gpu_field_count);
}

void csv_help_apps(void)
{
	help_fields("--query-compute-apps", app_fields, sizeof(app_fields) / sizeof(app_fields[0]));
}
