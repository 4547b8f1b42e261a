/* SPDX-License-Identifier: MIT */

#include "complete.h"

#include "commands.h"
#include "csv.h"
#include "nvsmi.h"
#include "settings.h"
#include "start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who waits for a list of GPUs does not wait long. */
#define COMPLETE_TIMEOUT_MS 1000

struct cursor {
	const char *word; /* as far as it is typed */
	size_t kept;      /* so many of its bytes stay as they are */
};

/* What comes from a driver may hold anything: a note ends where its line does. */
static void offer(const struct cursor *cursor, const char *text, const char *end, const char *note)
{
	const char *rest = cursor->word + cursor->kept;

	if (!text || strncmp(text, rest, strlen(rest)) != 0)
		return;
	out("%.*s%s%s", (int)cursor->kept, cursor->word, text, end);
	if (note)
		out("\t%.*s", (int)strcspn(note, "\t\r\n\033"), note);
	out("\n");
}

static void offer_options(const struct cursor *cursor, const struct argument *options)
{
	for (; options && options->name; options++) {
		const char *names[] = {options->name, options->alias};

		for (int i = 0; i < 2 && names[i]; i++) {
			bool is_long = !strncmp(names[i], "--", 2);

			offer(cursor, names[i], is_long && options->takes == TAKES_VALUE ? "=" : "",
			      i == 0 ? options->alias : NULL);
		}
	}
}

static void offer_subcommands(const struct cursor *cursor)
{
	for (size_t i = 0; i < subcommand_count; i++) {
		if (subcommand_is_known(&subcommands[i]))
			offer(cursor, subcommands[i].name, "", subcommands[i].summary);
	}
}

/* As nvsmi: what goes wrong is said on standard error. */
static void ask_quietly(void)
{
	settings.native = true;
	settings.no_wake = true;
	settings.timeout_ms = COMPLETE_TIMEOUT_MS;
}

static const char *text_of(struct gpu *gpu, enum value_id id)
{
	const struct value *value = gpu_value(gpu, id);

	return value->status == NVML_SUCCESS ? value->text : NULL;
}

static void offer_gpus(const struct cursor *cursor)
{
	static struct machine machine;
	char index[16];

	ask_quietly();
	if (start_machine(&machine, NULL) != 0)
		return;
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		struct gpu *gpu = machine.gpus[i];
		const char *name = text_of(gpu, VALUE_NAME);

		snprintf(index, sizeof(index), "%u", gpu->index);
		offer(cursor, index, "", name);
		offer(cursor, text_of(gpu, VALUE_UUID), "", name);
	}
}

static const struct csv_query *query_named(const char *option)
{
	for (enum command id = COMMAND_CSV_GPU; id <= COMMAND_CSV_CLOCKS; id++) {
		if (!strcmp(csv_query_of(id)->option, option))
			return csv_query_of(id);
	}
	return NULL;
}

/* Those of the driver that is there, as in --help-query-gpu. */
static void offer_fields(const struct cursor *cursor, const char *option)
{
	static struct machine machine;
	const struct csv_query *query = query_named(option);

	ask_quietly();
	if (start_library() == 0 && machine_open(&machine) == NVML_SUCCESS)
		machine_versions(&machine);
	for (size_t i = 0; query && i < *query->count; i++) {
		const struct csv_field *field = &query->fields[i];

		if (!csv_is_known(field, machine.branch))
			continue;
		offer(cursor, field->name, "", field->help);
		offer(cursor, field->alias, "", field->help);
	}
}

static void offer_sections(const struct cursor *cursor)
{
	for (size_t i = 0; q_section(i); i++)
		offer(cursor, q_section(i), "", NULL);
}

static void offer_words(const struct cursor *cursor, const char *words)
{
	char word[32];

	while (*words) {
		int length = (int)strcspn(words, ", ");

		snprintf(word, sizeof(word), "%.*s", length, words);
		offer(cursor, word, "", NULL);
		words += length;
		words += *words != '\0';
	}
}

static bool is_list(const char *values)
{
	return strchr(values, ',') || !strcmp(values, VALUES_GPUS) ||
	       !strcmp(values, VALUES_FIELDS) || !strcmp(values, VALUES_SECTIONS);
}

static void offer_values(struct cursor *cursor, const struct argument *option)
{
	const char *values = option->values ? option->values : "";
	const char *comma = strrchr(cursor->word + cursor->kept, ',');

	if (comma && is_list(values))
		cursor->kept = (size_t)(comma + 1 - cursor->word);
	if (!strcmp(values, VALUES_GPUS))
		offer_gpus(cursor);
	else if (!strcmp(values, VALUES_FIELDS))
		offer_fields(cursor, option->name);
	else if (!strcmp(values, VALUES_SECTIONS))
		offer_sections(cursor);
	else if (!strcmp(values, VALUES_FILE))
		out(":files\n");
	else if (!strcmp(values, VALUES_FOLDER))
		out(":folders\n");
	else
		offer_words(cursor, values);
}

static const struct argument *find(const struct argument *options, const struct argument *others,
				   const char *word)
{
	size_t length = strcspn(word, "=");
	const struct argument *option = arguments_find(options, word, length);

	return option || !others ? option : arguments_find(others, word, length);
}

/* The option whose value the last word is, or NULL. */
static const struct argument *open_option(const struct arguments *arguments,
					  const struct argument *others, struct cursor *cursor)
{
	const char *before = arguments->argc > 2 ? arguments->argv[arguments->argc - 2] : "";
	const char *equals = strchr(cursor->word, '=');

	if (cursor->word[0] != '-')
		return strchr(before, '=') ? NULL : find(arguments->known, others, before);
	if (!equals)
		return NULL;
	cursor->kept = (size_t)(equals + 1 - cursor->word);
	return find(arguments->known, others, cursor->word);
}

static void offer_next(const struct arguments *arguments, const struct argument *others, bool whole)
{
	struct cursor cursor = {.word = arguments->argv[arguments->argc - 1]};
	const struct argument *option = open_option(arguments, others, &cursor);
	bool in_option = cursor.kept > 0;

	if (option && option->takes != TAKES_NOTHING) {
		offer_values(&cursor, option);
		if (option->takes == TAKES_VALUE)
			return;
	}
	if (in_option)
		return;
	cursor.kept = 0;
	if (whole && arguments->argc == 2)
		offer_subcommands(&cursor);
	offer_options(&cursor, arguments->known);
	offer_options(&cursor, others);
	if (settings.native)
		offer_options(&cursor, settings_options);
}

_Noreturn void complete_line(const struct arguments *arguments, const struct argument *others,
			     bool whole)
{
	/* A command's own name is whole as it stands. */
	if (arguments->argc < 2)
		out("%s\n", arguments->argv[0]);
	else
		offer_next(arguments, others, whole);
	out_flush();
	exit(0);
}
