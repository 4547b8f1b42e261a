/* SPDX-License-Identifier: MIT */
/* Reading the recorded answers. */
#include "conformance.h"

#include <stdlib.h>
#include <string.h>

enum { INVALID_ARGUMENT = 2 };

static bool crashed(const struct row *row)
{
	for (unsigned int i = 0; i < 3; i++)
		if (strstr(row->columns[i], "SIG11") != NULL)
			return true;
	return false;
}

static bool usable(const char *column)
{
	return column[0] != '\0' && strcmp(column, "absent") != 0 && strcmp(column, "-") != 0 &&
	       strncmp(column, "SIG", 3) != 0;
}

static const char *chosen(const struct row *row)
{
	for (unsigned int i = 3; i-- > 0;)
		if (usable(row->columns[i]))
			return row->columns[i];
	return NULL;
}

int row_expected(const struct row *row)
{
	const char *text = chosen(row);

	if (crashed(row))
		return INVALID_ARGUMENT;
	return text != NULL ? atoi(text) : CONF_NO_EXPECTATION;
}

/* One "a:rc", "a-b:rc" or "a and above:rc" of a scan. */
struct span {
	unsigned long long first;
	unsigned long long last;
	int rc;
};

static const char *next_span(const char *text, struct span *ret_span)
{
	char *end;

	while (*text == ' ')
		text++;
	if (*text == '\0')
		return NULL;
	ret_span->first = ret_span->last = strtoull(text, &end, 0);
	if (strncmp(end, " and above", 10) == 0) {
		ret_span->last = ~0ULL;
		end += 10;
	} else if (*end == '-') {
		ret_span->last = strtoull(end + 1, &end, 0);
	}
	if (*end != ':')
		return NULL;
	ret_span->rc = strncmp(end + 1, "SIG11", 5) == 0 ? INVALID_ARGUMENT : atoi(end + 1);
	if (strncmp(end + 1, "SIG14", 5) == 0)
		ret_span->rc = CONF_NO_EXPECTATION;
	return end + 1 + strcspn(end + 1, " ");
}

int row_expected_at(const struct row *row, unsigned long long value)
{
	const char *text = chosen(row);
	struct span span;

	while (text != NULL && (text = next_span(text, &span)) != NULL)
		if (value >= span.first && value <= span.last)
			return span.rc;
	return CONF_NO_EXPECTATION;
}

/* String lengths depend on the machine: only the two ends are the same everywhere. */
static const unsigned long long length_values[] = {0, 97};
static const unsigned long long scalar_values[] = {
    0,  1,  2,  3,  4,  5,  6,  7,   8,   9,   10,         11,          12,
    13, 17, 18, 19, 39, 63, 64, 100, 255, 256, 0x7fffffff, 0x80000000u, 0xffffffffu};

bool row_scan_value(const struct row *row, unsigned int index, unsigned long long *ret_value)
{
	bool length = strncmp(row->text, "scan ", 5) == 0;
	size_t count = length ? sizeof(length_values) / sizeof(length_values[0])
			      : sizeof(scalar_values) / sizeof(scalar_values[0]);

	if (index >= count)
		return false;
	*ret_value = length ? length_values[index] : scalar_values[index];
	return true;
}
