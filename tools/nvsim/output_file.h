/* SPDX-License-Identifier: MIT */
/* Files that a command writes for the user: there whole or not at all, and never over another. */
#ifndef NVSIM_OUTPUT_FILE_H
#define NVSIM_OUTPUT_FILE_H

#include <stdbool.h>

struct output_file {
	const char *command; /* for messages */
	const char *output;  /* NULL: standard output */
	bool force;          /* replace what is there */
};

/* False after saying that the name is taken. Before the work, for the sake of who waits. */
bool output_file_is_free(const struct output_file *file);

/* Writes the machine if the simulator can load it; an exit status, after saying why it failed. */
int output_file_put_machine(const struct output_file *file, const char *text);

#endif
