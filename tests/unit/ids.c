/* SPDX-License-Identifier: MIT */
/* Every row of the recorded id tables against the compact tables that are compiled in. */

#include "ids.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COLUMNS 16
#define ROWS 4096

struct table {
	char *cells[ROWS][COLUMNS];
	size_t count;
	char *text;
};

static void split(struct table *table, char *line)
{
	char **row = table->cells[table->count++];

	for (size_t i = 0; i < COLUMNS; i++) {
		char *cell = strsep(&line, "\t");

		row[i] = cell ? cell : "";
	}
}

/* Rows after the header; NULL where the facts are not at hand. */
static struct table *load(const char *name)
{
	const char *facts = getenv("OPENNVML_FACTS");
	struct table *table = calloc(1, sizeof(*table));
	char path[4096];
	FILE *file;
	char *line;
	char *rest;

	assert_non_null(table);
	snprintf(path, sizeof(path), "%s/ids/%s", facts ? facts : "../shared/facts", name);
	file = fopen(path, "r");
	if (!file) {
		free(table);
		return NULL;
	}
	table->text = calloc(1, 1 << 20);
	assert_non_null(table->text);
	rest = table->text;
	assert_in_range(fread(table->text, 1, (1 << 20) - 1, file), 1, (1 << 20) - 2);
	fclose(file);
	strsep(&rest, "\n");
	while ((line = strsep(&rest, "\n")) && *line && table->count < ROWS)
		split(table, line);
	return table;
}

static void drop(struct table *table)
{
	free(table->text);
	free(table);
}

static uint16_t hex(const char *cell)
{
	return *cell == '-' ? 0 : (uint16_t)strtoul(cell, NULL, 16);
}

/* Rows that carry the driver's own name: not a weak board name, not a community name. */
static bool row_names(char **row)
{
	return strcmp(row[7], "board") != 0 && strncmp(row[8], "pci.ids", 7) != 0;
}

static void every_listed_board_has_its_name(void **state)
{
	struct table *table = load("gpus.tsv");
	size_t checked = 0;

	(void)state;
	if (!table)
		skip();
	for (size_t i = 0; i < table->count; i++) {
		char **row = table->cells[i];
		const char *name;

		if (!row_names(row))
			continue;
		name = ids_gpu_name(hex(row[0]), hex(row[1]), hex(row[2]));
		assert_non_null(name);
		assert_string_equal(name, row[3]);
		checked++;
	}
	assert_in_range(checked, 2500, ROWS);
	drop(table);
}

/* What an unlisted subsystem of a device must get, worked out from the recorded table row by row.
 */
static const char *expected_for_unlisted(const struct table *table, const char *device)
{
	const char *only = NULL;

	for (size_t i = 0; i < table->count; i++) {
		char *const *row = table->cells[i];

		if (strcmp(row[0], device) || !row_names((char **)row))
			continue;
		if (row[1][0] == '-')
			return row[3];
	}
	for (size_t i = 0; i < table->count; i++) {
		char *const *row = table->cells[i];

		if (strcmp(row[0], device) || !row_names((char **)row) || strcmp(row[7], "gpu"))
			continue;
		if (only && strcmp(only, row[3]))
			return NULL;
		only = row[3];
	}
	return only;
}

static void an_unlisted_board_gets_the_generic_name(void **state)
{
	struct table *table = load("gpus.tsv");

	(void)state;
	if (!table)
		skip();
	for (size_t i = 0; i < table->count; i++) {
		const char *device = table->cells[i][0];
		const char *expected;
		const char *name;

		if (i && !strcmp(device, table->cells[i - 1][0]))
			continue;
		expected = expected_for_unlisted(table, device);
		name = ids_gpu_name(hex(device), 0xffff, 0xffff);
		if (!expected)
			assert_null(name);
		else
			assert_string_equal(name ? name : "(none)", expected);
	}
	drop(table);
}

static void assert_capability(const struct ids_chip *chip, const char *recorded)
{
	char text[16] = "?";

	if (chip->compute_major)
		snprintf(text, sizeof(text), "%u.%u", chip->compute_major, chip->compute_minor);
	assert_string_equal(text, strchr(recorded, '?') ? "?" : recorded);
}

static void every_device_has_its_chip(void **state)
{
	struct table *table = load("gpus.tsv");

	(void)state;
	if (!table)
		skip();
	for (size_t i = 0; i < table->count; i++) {
		char **row = table->cells[i];
		const struct ids_chip *chip;

		if (!strcmp(row[7], "board"))
			continue;
		assert_true(ids_chip_by_device(hex(row[0]), &chip));
		assert_string_equal(chip->name, row[4]);
		assert_string_equal(chip->family, row[5]);
		assert_capability(chip, row[6]);
	}
	drop(table);
}

static void every_chip_is_found_by_architecture(void **state)
{
	struct table *table = load("chips.tsv");

	(void)state;
	if (!table)
		skip();
	for (size_t i = 0; i < table->count; i++) {
		char **row = table->cells[i];
		const struct ids_chip *chip;

		if (row[1][0] == '?')
			continue;
		assert_true(ids_chip_by_arch((uint32_t)strtoul(row[1], NULL, 16),
					     (uint32_t)strtoul(row[2], NULL, 16), &chip));
		assert_capability(chip, row[8]);
		assert_string_equal(chip->family, row[7]);
		assert_int_equal(chip->nvml_architecture, atoi(row[10]));
		/* Two chips of 2013 share one number. */
		if (strcmp(row[0], "GK180"))
			assert_string_equal(chip->name, row[0]);
	}
	drop(table);
}

static void every_branch_has_its_cuda_version(void **state)
{
	struct table *table = load("driver-cuda.tsv");

	(void)state;
	if (!table)
		skip();
	for (size_t i = 0; i < table->count; i++) {
		char **row = table->cells[i];
		unsigned int branch;
		unsigned int minor = 0;
		bool newer = true;
		int version = 0;

		if (sscanf(row[0], "%u", &branch) != 1)
			continue;
		sscanf(row[1], "%*u.%u", &minor);
		assert_true(ids_cuda_version(branch, minor, &version, &newer));
		assert_int_equal(version, atoi(row[3]));
		assert_false(newer);
	}
	drop(table);
}

static void edges(void **state)
{
	const struct ids_chip *chip = NULL;
	bool newer = false;
	int version = 0;

	(void)state;
	assert_true(ids_cuda_version(9999, 1, &version, &newer));
	assert_true(newer);
	assert_int_equal(version % 10, 0);
	assert_true(ids_cuda_version(430, 26, &version, &newer));
	assert_int_equal(version, 10020);
	version = -1;
	assert_false(ids_cuda_version(340, 108, &version, &newer));
	assert_false(ids_cuda_version(540, 4, &version, &newer));
	assert_int_equal(version, -1);
	assert_null(ids_gpu_name(0, 0, 0));
	assert_null(ids_gpu_name(0xffff, 0xffff, 0xffff));
	assert_false(ids_chip_by_device(0x0001, &chip));
	assert_false(ids_chip_by_arch(0, 0, &chip));
	assert_null(chip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_listed_board_has_its_name),
	    cmocka_unit_test(an_unlisted_board_gets_the_generic_name),
	    cmocka_unit_test(every_device_has_its_chip),
	    cmocka_unit_test(every_chip_is_found_by_architecture),
	    cmocka_unit_test(every_branch_has_its_cuda_version),
	    cmocka_unit_test(edges),
	};

	return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
