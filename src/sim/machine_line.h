/* SPDX-License-Identifier: MIT */
/*
 * A machine in one line: "4x t4, 1x l4, driver=535.288.01". Groups of a model of the
 * catalogue come first, then keys; docs/nvsim.md has the grammar. The line becomes
 * the text of a machine file, so it means nothing that a file cannot say.
 */
#ifndef OPENNVML_SIM_MACHINE_LINE_H
#define OPENNVML_SIM_MACHINE_LINE_H

#include <stddef.h>

struct machine;

/* The text of the machine file that a line stands for, to be freed. */
char *machine_line_text(const char *line, char **ret_error);

/*
 * The text that a reference stands for, to be freed: a file when it holds a slash or
 * ends in .yaml, else a machine of the catalogue, else a line. *ret_path is where it
 * is, or the line; also to be freed.
 */
char *machine_read(const char *reference, size_t *ret_size, char **ret_path, char **ret_error);

/* The machine of such a reference; on failure NULL and a text, as machine_load. */
struct machine *machine_open(const char *reference, char **ret_error);

#endif
