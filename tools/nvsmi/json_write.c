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

/* The least second byte that each first byte may have, and the greatest: no detours, no surrogates.
 */
static bool is_second(unsigned char first, unsigned char second)
{
	unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	unsigned char greatest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

	return second >= least && second <= greatest;
}

/* Bytes of the UTF-8 character that begins here, 0 where none does. */
static size_t character_length(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;
	size_t length = byte[0] < 0x80 ? 1 : byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;

	if (length == 1)
		return 1;
	if (byte[0] < 0xC2 || byte[0] > 0xF4 || !is_second(byte[0], byte[1]))
		return 0;
	for (size_t i = 2; i < length; i++) {
		if ((byte[i] & 0xC0) != 0x80)
			return 0;
	}
	return length;
}

void json_text(const char *text)
{
	out("\"");
	while (*text) {
		size_t length = character_length(text);

		if (length == 0)
			out("\\ufffd");
		else if (*text == '"' || *text == '\\')
			out("\\%c", *text);
		else if (length == 1 && ((unsigned char)*text < ' ' || *text == 0x7F))
			out("\\u%04x", (unsigned int)*text);
		else
			out("%.*s", (int)length, text);
		text += length ? length : 1;
	}
	out("\"");
}
