/* SPDX-License-Identifier: MIT */

#include "scroll.h"

#include "nvsmi.h"
#include "patience.h"

#define PAGE_ROWS 20

void scroll_begin_row(struct scroll *scroll)
{
	if (!scroll->rows)
		scroll->rows = patience_rows();
	if (scroll->rows % PAGE_ROWS == 0) {
		for (size_t i = 0; i < scroll->count; i++)
			out("%*s", scroll->columns[i].width, scroll->columns[i].title);
		out("\n");
		for (size_t i = 0; i < scroll->count; i++)
			out("%*s", scroll->columns[i].width, scroll->columns[i].unit);
		out("\n");
	}
	patience_set_rows(++scroll->rows);
}

void scroll_number(struct scroll *scroll, size_t column, unsigned long long number)
{
	out(" %*llu", scroll->columns[column].width - 1, number);
}

void scroll_text(struct scroll *scroll, size_t column, const char *text)
{
	out(" %*s", scroll->columns[column].width - 1, text);
}

void scroll_rest_absent(struct scroll *scroll, size_t column)
{
	for (; column < scroll->count; column++)
		scroll_text(scroll, column, "-");
	scroll_end_row(scroll);
}

void scroll_end_row(struct scroll *scroll)
{
	(void)scroll;
	out("\n");
}

void scroll_wait(unsigned int ms)
{
	out_flush();
	patience_sleep(ms);
}
