/* SPDX-License-Identifier: MIT */
/* JSON's letters: brackets, commas, places, and text from whatever bytes. */

#include "json.h"

#include <string.h>

static struct {
	bool compact;
	bool begun; /* something stands in the innermost bracket */
	int depth;
} writer;

void json_set_compact(bool compact)
{
	writer.compact = compact;
}

static void new_line(void)
{
	if (writer.compact)
		return;
	out("\n%*s", writer.depth * 2, "");
}

void json_item(void)
{
	if (writer.begun)
		out(",");
	new_line();
	writer.begun = true;
}

void json_key(const char *key, size_t length)
{
	json_item();
	out("\"%.*s\":%s", (int)length, key, writer.compact ? "" : " ");
}

void json_open(char bracket)
{
	out("%c", bracket);
	writer.depth++;
	writer.begun = false;
}

void json_close(char bracket)
{
	writer.depth--;
	if (writer.begun)
		new_line();
	out("%c", bracket);
	writer.begun = true;
}

void json_end_document(void)
{
	out("\n");
	writer.begun = false;
}

void json_text(const char *text)
{
	out("\"");
	while (*text) {
		size_t plain = text_plain(text);
		size_t length = plain ? plain : text_character(text);

		if (plain)
			out("%.*s", (int)length, text);
		else if (length == 0)
			out("\\ufffd");
		else if (*text == '"' || *text == '\\')
			out("\\%c", *text);
		else if (text_is_control(text))
			out("\\u%04x", (unsigned char)text[length - 1]);
		else
			out("%.*s", (int)length, text);
		text += length ? length : 1;
	}
	out("\"");
}
