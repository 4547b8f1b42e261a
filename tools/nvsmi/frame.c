/* SPDX-License-Identifier: MIT */

#include "frame.h"

#include "stop.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Without memory the rest of the frame is missing, and nothing worse. */
static void add(struct frame *frame, const char *bytes, size_t size)
{
	if (frame->used + size > frame->room) {
		size_t room = 2 * (frame->used + size) + 4096;
		char *more = realloc(frame->bytes, room);

		if (!more)
			return;
		frame->bytes = more;
		frame->room = room;
	}
	memcpy(frame->bytes + frame->used, bytes, size);
	frame->used += size;
}

static void add_escape(struct frame *frame, const char *text)
{
	add(frame, text, strlen(text));
}

void frame_begin(struct frame *frame, unsigned int rows, unsigned int columns)
{
	frame->used = 0;
	frame->rows = rows;
	frame->columns = columns;
	frame->row = frame->column = 0;
	frame->ended = true;
	add_escape(frame, "\033[H");
}

/* The line is emptied before it is written: at the right edge that would take the last letter. */
static void begin_line(struct frame *frame)
{
	if (!frame->ended)
		return;
	frame->ended = false;
	frame->column = 0;
	if (frame->row < frame->rows)
		add_escape(frame, frame->row ? "\r\n\033[K" : "\033[K");
}

static const char *escape_of(enum colour colour)
{
	static const char *const escapes[] = {
	    [COLOUR_BOLD] = "\033[1m",    [COLOUR_DIM] = "\033[2m",  [COLOUR_GREEN] = "\033[32m",
	    [COLOUR_YELLOW] = "\033[33m", [COLOUR_RED] = "\033[31m",
	};

	return escapes[colour];
}

void frame_text(struct frame *frame, enum colour colour, const char *text)
{
	bool coloured = frame->colours && colour != COLOUR_NONE && *text;

	begin_line(frame);
	if (frame->row >= frame->rows || frame->column >= frame->columns)
		return;
	if (coloured)
		add_escape(frame, escape_of(colour));
	for (; *text && frame->column < frame->columns; text++, frame->column++) {
		char letter = *text >= ' ' && *text <= '~' ? *text : '?';

		add(frame, &letter, 1);
	}
	if (coloured)
		add_escape(frame, "\033[0m");
}

void frame_print(struct frame *frame, enum colour colour, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	frame_text(frame, colour, text);
}

void frame_bar(struct frame *frame, enum colour colour, double share, unsigned int width)
{
	char full[256];
	unsigned int shown = width < sizeof(full) - 1 ? width : (unsigned int)sizeof(full) - 1;
	double inside = share < 0 ? 0 : share > 1 ? 1 : share;
	unsigned int filled = (unsigned int)(inside * shown + 0.5);
	unsigned int start;

	frame_text(frame, COLOUR_NONE, "[");
	start = frame->column;
	memset(full, '|', filled);
	full[filled] = '\0';
	frame_text(frame, colour, full);
	frame_pad(frame, start + shown);
	frame_text(frame, COLOUR_NONE, "]");
}

void frame_pad(struct frame *frame, unsigned int column)
{
	while (frame->column < column && frame->column < frame->columns && frame->row < frame->rows)
		frame_text(frame, COLOUR_NONE, " ");
}

void frame_end_line(struct frame *frame)
{
	begin_line(frame);
	frame->ended = true;
	frame->row++;
}

unsigned int frame_rows_left(const struct frame *frame)
{
	return frame->row < frame->rows ? frame->rows - frame->row : 0;
}

bool frame_show(struct frame *frame, int fd)
{
	if (frame_rows_left(frame))
		add_escape(frame, "\r\n\033[J");
	return stop_write(fd, frame->bytes, frame->used);
}
