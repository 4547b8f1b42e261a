/* SPDX-License-Identifier: MIT */
#include "core/strings.h"

#include <stdlib.h>
#include <string.h>

nvmlReturn_t text_give(const char *text, char *buf, unsigned int length)
{
	size_t needed = strlen(text) + 1;

	if (length < needed)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	memcpy(buf, text, needed);
	return NVML_SUCCESS;
}

void text_take(char *buf, size_t size, const char *text, size_t limit)
{
	size_t length = strnlen(text, limit < size - 1 ? limit : size - 1);

	memcpy(buf, text, length);
	buf[length] = '\0';
}

static char *put_hex(char *at, uint32_t value, unsigned digits)
{
	while (digits-- > 0)
		*at++ = "0123456789ABCDEF"[value >> (4 * digits) & 0xf];
	return at;
}

void text_bus_id(char *buf, unsigned domain_digits, uint32_t domain, unsigned bus, unsigned slot)
{
	buf = put_hex(buf, domain, domain_digits);
	*buf++ = ':';
	buf = put_hex(buf, bus, 2);
	*buf++ = ':';
	buf = put_hex(buf, slot, 2);
	memcpy(buf, ".0", sizeof(".0"));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool text_line_value(const char *file, const char *key, char *ret_value, size_t size)
{
	size_t key_length = strlen(key);

	for (const char *line = file; line != NULL && *line != '\0';) {
		const char *end = strchr(line, '\n');
		if (strncmp(line, key, key_length) == 0) {
			const char *from = line + key_length;
			const char *to = end ? end : from + strlen(from);
			while (from < to && is_blank(*from))
				from++;
			while (to > from && is_blank(to[-1]))
				to--;
			text_take(ret_value, size, from, (size_t)(to - from));
			return true;
		}
		line = end ? end + 1 : NULL;
	}
	return false;
}

bool text_next_range(const char **list, unsigned long *ret_first, unsigned long *ret_last)
{
	char *end;

	*ret_first = strtoul(*list, &end, 10);
	if (end == *list)
		return false;
	*ret_last = *end == '-' ? strtoul(end + 1, &end, 10) : *ret_first;
	*list = *end == ',' ? end + 1 : end;
	return true;
}
