/* SPDX-License-Identifier: MIT */

#include "arguments.h"

#include "complete.h"
#include "nvsmi.h"
#include "settings.h"

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
	return argument->id;
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
	while (*words) {
		size_t length;

		words += strspn(words, " ");
		length = strcspn(words, ",");
		if (text_is_word(words, length, "csv")) {
			format->csv = true;
		} else if (text_is_word(words, length, "noheader")) {
			format->header = false;
		} else if (text_is_word(words, length, "nounits") ||
			   (is_monitor && text_is_word(words, length, "nounit"))) {
			format->units = false;
		} else {
			complain("Format modifier is not recognized.\n");
			return EXIT_ARGUMENT;
		}
		words += length;
		words += *words == ',';
	}
	return 0;
}

int arguments_refuse_bare(const char *name)
{
	complain("ERROR: Option %s is missing its value. Please run 'nvidia-smi -h' for help.\n\n",
		 name);
	return EXIT_OPTION;
}
