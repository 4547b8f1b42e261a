/* SPDX-License-Identifier: MIT */
/* What both ways to reach a library share; see library_builtin.c and library_dlopen.c. */

#include "nvsmi.h"
#include "patience.h"

#include <string.h>

#define SENTENCE_MAX 256

void *library_change(const char *name)
{
	patience_commit();
	return library_symbol(name);
}

/* The words are the library's own memory, and may be anything. */
static bool is_sentence(const char *words)
{
	size_t length = words ? strnlen(words, SENTENCE_MAX) : 0;

	for (size_t i = 0; i < length; i++) {
		if (!text_character(words + i) || text_is_control(words + i))
			return false;
		i += text_character(words + i) - 1;
	}
	return length > 0 && length < SENTENCE_MAX;
}

const char *library_error(nvmlReturn_t status)
{
	const char *(*text)(nvmlReturn_t) = library_symbol("nvmlErrorString");
	const char *words;

	if (status == STATUS_ASLEEP)
		return "N/A (asleep)";
	words = text ? text(status) : NULL;
	return is_sentence(words) ? words : "Unknown Error";
}
