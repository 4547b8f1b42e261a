/* SPDX-License-Identifier: MIT */
/* What a screen shows next: lines that are cut at its edges, sent in one write. */
#ifndef NVSMI_FRAME_H
#define NVSMI_FRAME_H

#include <stdbool.h>
#include <stddef.h>

enum colour { COLOUR_NONE, COLOUR_BOLD, COLOUR_DIM, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_RED };

struct frame {
	char *bytes;
	size_t used, room;
	unsigned int rows, columns; /* of the screen */
	unsigned int row, column;   /* of what comes next */
	bool colours;
	bool ended; /* this line */
};

/* An empty frame of this size; keeps what memory it has. */
void frame_begin(struct frame *frame, unsigned int rows, unsigned int columns);

/* On this line. What is no printable ASCII becomes "?". */
void frame_text(struct frame *frame, enum colour colour, const char *text);
__attribute__((format(printf, 3, 4))) void frame_print(struct frame *frame, enum colour colour,
						       const char *format, ...);
/* "[||||    ]": width columns between the brackets. */
void frame_bar(struct frame *frame, enum colour colour, double share, unsigned int width);
/* Blanks up to this column. */
void frame_pad(struct frame *frame, unsigned int column);
void frame_end_line(struct frame *frame);

/* Lines that still have room. */
unsigned int frame_rows_left(const struct frame *frame);

/* Draws it. False: an error, or the user asked for the end meanwhile. */
bool frame_show(struct frame *frame, int fd);

#endif
