/* SPDX-License-Identifier: MIT */
/* What the user should know of an import: each thing once, with the line that it is about. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"

enum { LINE_LENGTH = 94 };

void import_append(struct import *import, struct import_texts *list, const char *text)
{
	char **grown = realloc(list->items, (list->count + 1) * sizeof(*grown));
	char *copy = strdup(text);

	if (grown)
		list->items = grown;
	if (!grown || !copy) {
		free(copy);
		import->no_memory = true;
		return;
	}
	list->items[list->count++] = copy;
}

static const char *format_arguments(struct import *import, const char *format, va_list arguments)
{
	char *text = NULL;

	if (vasprintf(&text, format, arguments) < 0) {
		import->no_memory = true;
		return "";
	}
	import_append(import, &import->owned, text);
	free(text);
	return import->no_memory ? "" : import->owned.items[import->owned.count - 1];
}

const char *import_format(struct import *import, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const char *text = format_arguments(import, format, arguments);
	va_end(arguments);
	return text;
}

/* The same of another GPU is no news. A line may stand in front: "line 31: ". */
static bool is_known(const struct import_texts *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *known = list->items[i];

		if (strncmp(known, "line ", 5) == 0 && strstr(known, ": "))
			known = strstr(known, ": ") + 2;
		if (strcmp(known, text) == 0)
			return true;
	}
	return false;
}

void import_note(struct import *import, enum import_note kind, const xmlNode *node,
		 const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const char *text = format_arguments(import, format, arguments);
	va_end(arguments);
	if (is_known(&import->notes[kind], text))
		return;
	if (node)
		text = import_format(import, "line %ld: %s", import_line(node), text);
	import_append(import, &import->notes[kind], text);
}

/* One line whatever the recording's words hold. */
static void put_text(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, out);
}

/* Names one after the other, in lines of their length. */
static void put_names(FILE *out, const struct import_texts *list)
{
	size_t width = 0;

	for (size_t i = 0; i < list->count; i++) {
		size_t length = strlen(list->items[i]);

		fputs(width == 0 ? "  " : width + length > LINE_LENGTH ? ",\n  " : ", ", out);
		width = width && width + length <= LINE_LENGTH ? width + length + 2 : length + 2;
		put_text(out, list->items[i]);
	}
	fputc('\n', out);
}

static void put_lines(FILE *out, const struct import_texts *list)
{
	for (size_t i = 0; i < list->count; i++) {
		fputs("  ", out);
		put_text(out, list->items[i]);
		fputc('\n', out);
	}
}

char *import_notes_text(const struct import *import)
{
	static const char *const heads[NOTE_KINDS] = {
	    [NOTE_UNTOLD] = "the recording does not tell",
	    [NOTE_ASSUMED] = "assumed",
	    [NOTE_LOST] = "not representable",
	    [NOTE_CHANGED] = "changed",
	};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (int kind = 0; out && kind < NOTE_KINDS; kind++) {
		const struct import_texts *list = &import->notes[kind];

		if (list->count == 0)
			continue;
		fprintf(out, "%s:\n", heads[kind]);
		if (kind == NOTE_UNTOLD)
			put_names(out, list);
		else
			put_lines(out, list);
	}
	if (!out || fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
