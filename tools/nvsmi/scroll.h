/* SPDX-License-Identifier: MIT */
/* Tables without an end: two lines of titles, then rows, again and again. */
#ifndef NVSMI_SCROLL_H
#define NVSMI_SCROLL_H

#include <stdbool.h>
#include <stddef.h>

/* Right-aligned; the first one's titles begin with "# ". */
struct scroll_column {
	const char *title;
	const char *unit;
	int width;
};

/* What was printed of one table. */
struct scroll {
	const struct scroll_column *columns;
	size_t count;
	unsigned long rows; /* also of those before */
};

/* Titles come first, and again after a page. */
void scroll_begin_row(struct scroll *scroll);
void scroll_number(struct scroll *scroll, size_t column, unsigned long long number);
void scroll_text(struct scroll *scroll, size_t column, const char *text);
/* "-" from this column on. */
void scroll_rest_absent(struct scroll *scroll, size_t column);
void scroll_end_row(struct scroll *scroll);

/* Flushes, and sleeps for so long. */
void scroll_wait(unsigned int ms);

#endif
