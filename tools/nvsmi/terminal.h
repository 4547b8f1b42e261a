/* SPDX-License-Identifier: MIT */
/* The terminal as a screen of our own, and as it was. */
#ifndef NVSMI_TERMINAL_H
#define NVSMI_TERMINAL_H

#include <stdbool.h>

/* Standard output is a terminal that knows the escapes used here. */
bool terminal_is_able(void);
bool terminal_has_colour(void);

/*
 * Before a fork: the processes share the knowledge of how the terminal was, so that each of them
 * can leave a screen that another entered.
 */
void terminal_share(void);
bool terminal_is_shared(void);

/* Nothing happens where it is so already. */
void terminal_enter(void);
void terminal_leave(void);
bool terminal_is_entered(void);

void terminal_size(unsigned int *ret_rows, unsigned int *ret_columns);

/* The descriptor that keys come from; -1: none do. */
int terminal_keys(void);
/* Reads what was typed. True if it asks for the end. */
bool terminal_read_quit(void);

#endif
