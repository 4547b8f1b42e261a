/* SPDX-License-Identifier: MIT */

#include "commands.h"

#include <string.h>

/* By name. */
const struct subcommand subcommands[] = {
    {"drain", "takes a GPU out of service", command_drain},
    {"encodersessions", "sessions of the video encoders", command_encodersessions},
    {"fbcsessions", "sessions that capture frame buffers", command_fbcsessions},
    {"mig", "lists GPU instances and compute instances, makes and removes them", command_mig},
    {"power-profiles", "which loads power can be tuned for", command_power_profiles},
    {"vgpu", "virtual GPUs of a host: what runs, and what could", command_vgpu},
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
