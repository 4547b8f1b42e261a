/* SPDX-License-Identifier: MIT */

#include "commands.h"

#include <string.h>

/* By name. */
const struct subcommand subcommands[] = {
    {"dmon", "a line per GPU and sample, until Ctrl-C", command_dmon},
    {"encodersessions", "sessions of the video encoders", command_encodersessions},
    {"fbcsessions", "sessions that capture frame buffers", command_fbcsessions},
    {"mig", "lists GPU instances and compute instances, makes and removes them", command_mig},
    {"nvlink", "NVLinks: state, errors, traffic", command_nvlink},
    {"pmon", "a line per process and sample, until Ctrl-C", command_pmon},
    {"topo", "how GPUs, processors and adapters are connected", command_topo},
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
