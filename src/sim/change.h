/* SPDX-License-Identifier: MIT */
/*
 * Changing a simulated machine while it runs: one line of words, the same from
 * `nvsim ctl` and from a machine file's `events`. Words are parted by blanks;
 * double quotes keep blanks together. The first one names the change.
 */
#ifndef OPENNVML_SIM_CHANGE_H
#define OPENNVML_SIM_CHANGE_H

#include <stddef.h>

struct machine;
struct sim;

#define SIM_CHANGE_LINE 1024u /* a longer line is refused */
#define SIM_CHANGE_TEXT 8192u /* room for every answer */

/*
 * Does what the line says. 0, with what there is to tell in ret_text (empty for most), or
 * -errno with what was found and what was expected. Nothing is changed by a refused line.
 */
int sim_change(struct sim *sim, const char *line, char *ret_text, size_t size);
/* Whether a timeline of this machine may have the line; as above, but changes nothing. */
int sim_change_check(const struct machine *machine, const char *line, char *ret_text, size_t size);
/* The nth word, with what stands behind it and what it does; NULL behind the last. */
const char *sim_change_help(unsigned n, const char **ret_arguments, const char **ret_help);

#endif
