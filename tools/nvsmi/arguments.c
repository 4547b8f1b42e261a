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

int arguments_next(struct arguments *arguments, const char **ret_name, const char **ret_value)
{
	if (settings.completing)
		complete_line(arguments, NULL, false);
	*ret_name = *ret_value = NULL;
	if (arguments->next >= arguments->argc)
		return ARGUMENTS_END;
	const char *word = arguments->argv[arguments->next++];
	size_t length = strcspn(word, "=");
	const struct argument *argument = arguments_find(arguments->known, word, length);

	*ret_name = word;
	if (!argument)
		return ARGUMENTS_UNKNOWN;
	if (word[length] == '=')
		*ret_value = word + length + 1;
	else if (argument->takes != TAKES_NOTHING && arguments->next < arguments->argc &&
		 arguments->argv[arguments->next][0] != '-')
		*ret_value = arguments->argv[arguments->next++];
	if (argument->takes == TAKES_NOTHING && *ret_value)
		return ARGUMENTS_UNKNOWN;
	if (argument->takes == TAKES_VALUE && (!*ret_value || !**ret_value)) {
		*ret_name = argument->name;
		return ARGUMENTS_BARE;
	}
	return argument->id;
}

bool arguments_number(const char *value, unsigned int most, unsigned int *ret_number)
{
	return text_is_number(value, strlen(value), most, ret_number);
}

int arguments_refuse_bare(const char *name)
{
	complain("ERROR: Option %s is missing its value. Please run 'nvidia-smi -h' for help.\n\n",
		 name);
	return EXIT_OPTION;
}
