/* SPDX-License-Identifier: MIT */

#include "commands.h"

#include <string.h>

/* By name. */
const struct subcommand subcommands[] = {
    {"dmon", "a line per GPU and sample, until Ctrl-C", command_dmon},
    {"pmon", "a line per process and sample, until Ctrl-C", command_pmon},
};
const size_t subcommand_count = sizeof(subcommands) / sizeof(subcommands[0]);

const struct subcommand *subcommand_find(const char *name)
{
	for (size_t i = 0; i < subcommand_count; i++) {
		if (!strcmp(name, subcommands[i].name))
			return &subcommands[i];
	}
	return NULL;
}
