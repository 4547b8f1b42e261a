/* SPDX-License-Identifier: MIT */
/* docs/new-machine.md has every key that a machine file may have, and no other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/machine_schema.h"
#include "sim_bench.h"

static char page[1 << 17];
static unsigned keys;

/* The tables of a heading end where the next one begins. */
static void section_of(const char *heading, const char **ret_start, const char **ret_end)
{
	char title[128];

	snprintf(title, sizeof(title), "\n### %s\n", heading);
	*ret_start = strstr(page, title);
	if (!*ret_start)
		fail_msg("no heading '%s' in docs/new-machine.md", heading);
	*ret_end = strstr(*ret_start + 1, "\n###");
	if (!*ret_end)
		*ret_end = page + strlen(page);
}

static bool is_field(const cyaml_schema_field_t *fields, const char *name, size_t length)
{
	for (; fields->key; fields++)
		if (strlen(fields->key) == length && strncmp(fields->key, name, length) == 0)
			return true;
	return false;
}

/* A model may have what it needs from its base: there the reader asks itself. */
static void check_required(const char *heading, const cyaml_schema_field_t *field, const char *row)
{
	bool said = memmem(row, strcspn(row, "\n"), "required", strlen("required")) != NULL;
	bool is = !(field->value.flags & CYAML_FLAG_OPTIONAL);

	if (said != is && strcmp(heading, "models") != 0)
		fail_msg("'%s' under '%s' of docs/new-machine.md is %srequired", field->key,
			 heading, is ? "" : "not ");
}

static void check_table(const char *heading, const cyaml_schema_field_t *fields)
{
	const char *start, *end;
	char row[128];

	section_of(heading, &start, &end);
	for (const cyaml_schema_field_t *field = fields; field->key; field++) {
		const char *at;

		snprintf(row, sizeof(row), "\n| `%s` | ", field->key);
		at = strstr(start, row);
		if (!at || at >= end)
			fail_msg("no row for '%s' under '%s' of docs/new-machine.md", field->key,
				 heading);
		check_required(heading, field, at + 1);
		keys++;
	}
	for (const char *at = start; (at = strstr(at, "\n| `")) != NULL && at < end; at++) {
		size_t length = strcspn(at + 4, "`");

		if (!is_field(fields, at + 4, length))
			fail_msg("'%.*s' under '%s' of docs/new-machine.md is no key", (int)length,
				 at + 4, heading);
	}
}

static void check_mapping(const char *heading, const cyaml_schema_field_t *fields)
{
	check_table(heading, fields);
	for (; fields->key; fields++) {
		const cyaml_schema_value_t *value = &fields->value;
		char below[128];

		if (value->type == CYAML_SEQUENCE)
			value = value->sequence.entry;
		/* A GPU's state has the table of a model's readings. */
		if (value->type != CYAML_MAPPING ||
		    (value->mapping.fields == machine_state_fields &&
		     strcmp(fields->key, "idle") != 0))
			continue;
		snprintf(below, sizeof(below), "%s%s%s",
			 strcmp(heading, "machine") == 0 ? "" : heading,
			 strcmp(heading, "machine") == 0 ? "" : ".", fields->key);
		check_mapping(below, value->mapping.fields);
	}
}

static void every_key_has_its_row(void **state)
{
	char path[4096];
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s/docs/new-machine.md", getenv("OPENNVML_SOURCE"));
	file = fopen(path, "r");
	assert_non_null(file);
	page[fread(page, 1, sizeof(page) - 1, file)] = '\0';
	fclose(file);
	check_mapping("machine", machine_fields);
	assert_true(keys >= 250);
}

int main(void)
{
	const struct CMUnitTest cases[] = {BENCH_CASE(every_key_has_its_row)};

	return cmocka_run_group_tests_name("sim-keys", cases, NULL, NULL);
}
