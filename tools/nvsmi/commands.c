/* SPDX-License-Identifier: MIT */

#include "commands.h"

#include <string.h>

/* By name. */
const struct subcommand subcommands[] = {
    {"doctor", "what is here, what is wrong, and what to do", command_doctor},
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
