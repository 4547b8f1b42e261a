/* SPDX-License-Identifier: MIT */
/*
 * Reads a machine file. The YAML tree is read twice: by libyaml, which knows
 * lines and which keys are present, and by libcyaml into struct machine.
 */
#include "sim/machine.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "sim/machine_check.h"
#include "sim/machine_file.h"
#include "sim/machine_model.h"
#include "sim/machine_schema.h"

#define FILE_SIZE_MAX (4u << 20)
#define BACKTRACE_LINE "(line: "

/* What libcyaml said while loading: the first message and the innermost line. */
struct load_log {
	char message[256];
	unsigned line;
};

static void log_capture(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
	struct load_log *log = ctx;
	char text[256];
	const char *where;

	(void)level;
	vsnprintf(text, sizeof(text), fmt, args);
	where = strstr(text, BACKTRACE_LINE);
	if (where && log->line == 0)
		log->line = (unsigned)strtoul(where + strlen(BACKTRACE_LINE), NULL, 10);
	else if (!where && log->message[0] == '\0')
		snprintf(log->message, sizeof(log->message), "%s", text);
}

static const cyaml_config_t *load_config(struct load_log *log, cyaml_config_t *config)
{
	*config = (cyaml_config_t){
	    .log_fn = log_capture,
	    .log_ctx = log,
	    .log_level = CYAML_LOG_WARNING,
	    .mem_fn = cyaml_mem,
	    .flags = CYAML_CFG_DEFAULT,
	};
	return config;
}

char *machine_format(const char *fmt, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		text = NULL;
	va_end(args);
	return text;
}

char *machine_file_read(const char *path, size_t *ret_size, char **ret_error)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	size_t size = 0;

	if (!file) {
		*ret_error = machine_format("%s:0: found %s, expected a machine file", path,
					    strerror(errno));
		return NULL;
	}
	data = malloc(FILE_SIZE_MAX);
	if (data)
		size = fread(data, 1, FILE_SIZE_MAX, file);
	if (!data || ferror(file) || size == FILE_SIZE_MAX) {
		*ret_error = machine_format(
		    "%s:0: found an unreadable file or one above %u bytes, expected a "
		    "machine file",
		    path, FILE_SIZE_MAX);
		free(data);
		data = NULL;
	}
	fclose(file);
	*ret_size = size;
	return data;
}

static int parse_tree(const char *path, const char *data, size_t size, yaml_document_t *document,
		      char **ret_error)
{
	yaml_parser_t parser;
	int parsed;

	if (!yaml_parser_initialize(&parser))
		return -1;
	yaml_parser_set_input_string(&parser, (const unsigned char *)data, size);
	parsed = yaml_parser_load(&parser, document);
	if (!parsed)
		*ret_error = machine_format("%s:%zu: found bad YAML (%s), expected a machine", path,
					    parser.problem_mark.line + 1,
					    parser.problem ? parser.problem : "no reason given");
	else if (!yaml_document_get_root_node(document)) {
		*ret_error = machine_format("%s:1: found an empty file, expected a machine", path);
		yaml_document_delete(document);
		parsed = 0;
	}
	yaml_parser_delete(&parser);
	return parsed ? 0 : -1;
}

/* libcyaml says "Load: Unexpected key: foo"; the reader wants found and expected. */
static char *schema_error(const char *path, yaml_document_t *document, const struct load_log *log,
			  cyaml_err_t err)
{
	static const struct {
		const char *said, *found, *expected;
	} rows[] = {
	    {"Unexpected key: ", "unknown key", "a key of the machine format"},
	    {"Missing required mapping field: ", "no key", "it to be present"},
	    {"Invalid INT value: ", "value", "an integer in range"},
	    {"Invalid UINT value: ", "value", "an unsigned integer in range"},
	    {"Invalid int64_t value: ", "value", "an integer in range"},
	    {"Invalid uint64_t value: ", "value", "an unsigned integer in range"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *detail = strstr(log->message, rows[i].said);
		size_t length;

		if (!detail)
			continue;
		detail += strlen(rows[i].said);
		length = strcspn(detail, "\n");
		while (length && (*detail == '\'' || *detail == '"')) {
			detail++;
			length--;
		}
		while (length && (detail[length - 1] == '\'' || detail[length - 1] == '"'))
			length--;
		/* An unknown key is told with the line of the mapping around it. */
		return machine_format(
		    "%s:%zu: found %s '%.*s', expected %s", path,
		    i == 0 ? machine_line_of_key(document, detail, length, log->line) : log->line,
		    rows[i].found, (int)length, detail, rows[i].expected);
	}
	return machine_format(
	    "%s:%u: found a value of the wrong kind (%.*s), expected what the machine "
	    "format says",
	    path, log->line,
	    (int)strcspn(log->message[0] ? log->message : cyaml_strerror(err), "\n"),
	    log->message[0] ? log->message : cyaml_strerror(err));
}

static void *load_data(const char *path, const cyaml_schema_value_t *schema,
		       yaml_document_t *document, const char *text, size_t size, char **ret_error)
{
	struct load_log log = {.line = 0};
	cyaml_data_t *data = NULL;
	cyaml_config_t config;
	cyaml_err_t err;

	err = cyaml_load_data((const uint8_t *)text, size, load_config(&log, &config), schema,
			      &data, NULL);
	if (err != CYAML_OK) {
		*ret_error = schema_error(path, document, &log, err);
		return NULL;
	}
	return data;
}

void *machine_file_load(const char *path, const char *text, size_t size,
			const cyaml_schema_value_t *schema, yaml_document_t *ret_document,
			char **ret_error)
{
	void *data = NULL;

	if (parse_tree(path, text, size, ret_document, ret_error) < 0)
		return NULL;
	*ret_error = machine_check_tree(path, ret_document);
	if (!*ret_error)
		data = load_data(path, schema, ret_document, text, size, ret_error);
	if (!data)
		yaml_document_delete(ret_document);
	return data;
}

void machine_file_free(void *data, const cyaml_schema_value_t *schema)
{
	struct load_log log = {.line = 0};
	cyaml_config_t config;

	if (data)
		cyaml_free(load_config(&log, &config), schema, data, 0);
}

static char *complete(const char *path, yaml_document_t *document, struct machine *machine)
{
	char *error = machine_models_complete(path, document, machine);

	if (error)
		return error;
	machine_fill_defaults(machine, document);
	return machine_check(path, document, machine);
}

struct machine *machine_load_text(const char *path, const char *text, size_t size, char **ret_error)
{
	yaml_document_t document;
	char *error = NULL;
	struct machine *machine =
	    machine_file_load(path, text, size, &machine_schema, &document, &error);

	if (machine) {
		error = complete(path, &document, machine);
		yaml_document_delete(&document);
	}
	if (machine && error) {
		machine_free(machine);
		machine = NULL;
	}
	if (!machine)
		*ret_error =
		    error ? error : machine_format("%s:0: found no memory, expected some", path);
	return machine;
}

struct machine *machine_load(const char *path, char **ret_error)
{
	struct machine *machine;
	size_t size = 0;
	char *text = machine_file_read(path, &size, ret_error);

	if (!text)
		return NULL;
	machine = machine_load_text(path, text, size, ret_error);
	free(text);
	return machine;
}

void machine_free(struct machine *machine)
{
	machine_file_free(machine, &machine_schema);
}

const struct machine_model *machine_model_of(const struct machine *machine,
					     const struct machine_gpu *gpu)
{
	for (uint32_t i = 0; i < machine->models_count; i++)
		if (strcmp(machine->models[i].id, gpu->model) == 0)
			return &machine->models[i];
	return NULL;
}
