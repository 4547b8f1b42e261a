/* SPDX-License-Identifier: MIT */
/*
 * "nvsmi --complete NAME WORD... WORD" prints what the last word, as far as it is typed, may
 * become: a line each, in some lines a tabulator and a note behind it. ":files" and ":folders"
 * stand for names of the file system. The shells' files in completions/ ask for this, so that
 * each option is listed in its command's table alone. NAME is nvsmi or nvidia-smi.
 */
#ifndef NVSMI_COMPLETE_H
#define NVSMI_COMPLETE_H

#include "arguments.h"

#include <stdbool.h>

/*
 * For the command that has these options, and where others is not NULL those too; whole: it is
 * the whole command line, whose first word may be a subcommand. Ends the program.
 */
_Noreturn void complete_line(const struct arguments *arguments, const struct argument *others,
			     bool whole);

#endif
