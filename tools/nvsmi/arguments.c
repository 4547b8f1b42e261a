/* SPDX-License-Identifier: MIT */

#include "arguments.h"

#include "complete.h"
#include "nvsmi.h"
#include "settings.h"

#include <stdio.h>
#include <string.h>

const struct argument *arguments_find(const struct argument *known, const char *word, size_t length)
{
	for (; known->name; known++) {
		if (text_is_word(word, length, known->name) ||
		    (known->alias && text_is_word(word, length, known->alias)))
			return known;
	}
	return NULL;
}

struct arguments arguments_of(const struct argument *known, int argc, char **argv)
{
	return (struct arguments){.known = known, .argc = argc, .argv = argv, .next = 1};
}

/* GPUs by the longest name that they have, all of them. */
#define LIST_SIZE 4096

/* False: there are more of them than anybody has. */
static bool join(const char **list, char room[LIST_SIZE], const char **value)
{
	size_t used = *list ? strlen(*list) : 0;

	if (*list && used + strlen(*value) + 2 > LIST_SIZE)
		return false;
	if (*list) {
		if (*list != room)
			memcpy(room, *list, used);
		snprintf(room + used, LIST_SIZE - used, ",%s", *value);
		*value = room;
	}
	*list = *value;
	return true;
}

static bool is_joined(struct arguments *arguments, const char *values)
{
	static char gpus[LIST_SIZE];
	static char sections[LIST_SIZE];

	if (values && !strcmp(values, VALUES_GPUS))
		return join(&arguments->gpus, gpus, &arguments->value);
	if (values && !strcmp(values, VALUES_SECTIONS))
		return join(&arguments->sections, sections, &arguments->value);
	return true;
}

/* What the option is called, once its value was read. */
static int read_option(struct arguments *arguments)
{
	if (arguments->next >= arguments->argc)
		return ARGUMENTS_END;
	const char *word = arguments->argv[arguments->next++];
	size_t length = strcspn(word, "=");
	const struct argument *argument = arguments_find(arguments->known, word, length);

	arguments->name = word;
	if (!argument)
		return ARGUMENTS_UNKNOWN;
	if (word[length] == '=')
		arguments->value = word + length + 1;
	else if (argument->takes != TAKES_NOTHING && arguments->next < arguments->argc &&
		 arguments->argv[arguments->next][0] != '-')
		arguments->value = arguments->argv[arguments->next++];
	if (argument->takes == TAKES_NOTHING && arguments->value)
		return ARGUMENTS_UNKNOWN;
	if (argument->takes == TAKES_VALUE && (!arguments->value || !*arguments->value)) {
		arguments->name = argument->name;
		return ARGUMENTS_BARE;
	}
	return is_joined(arguments, argument->values) ? argument->id : ARGUMENTS_UNKNOWN;
}

bool arguments_next(struct arguments *arguments)
{
	if (settings.completing)
		complete_line(arguments, NULL, false);
	arguments->name = arguments->value = NULL;
	arguments->id = read_option(arguments);
	return arguments->id >= 0;
}

bool arguments_number(const char *value, unsigned int most, unsigned int *ret_number)
{
	return text_is_number(value, strlen(value), most, ret_number);
}

int arguments_format(const char *words, bool is_monitor, struct format *format)
{
	const char *word;
	size_t length;

	while (text_next_word(&words, &word, &length)) {
		if (text_is_word(word, length, "csv")) {
			format->csv = true;
		} else if (text_is_word(word, length, "noheader")) {
			format->header = false;
		} else if (text_is_word(word, length, "nounits") ||
			   (is_monitor && text_is_word(word, length, "nounit"))) {
			format->units = false;
		} else {
			complain("Format modifier is not recognized.\n");
			return EXIT_ARGUMENT;
		}
	}
	return 0;
}

int arguments_refuse_bare(const char *name)
{
	complain("ERROR: Option %s is missing its value. Please run '%s -h' for help.\n\n", name,
		 settings_name());
	return EXIT_OPTION;
}
