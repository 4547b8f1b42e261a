/* SPDX-License-Identifier: MIT */

#include "commands.h"

#include "settings.h"

#include "nvsmi.h"

#include <string.h>

/* By name. */
const struct subcommand subcommands[] = {
    {"c2c", "links to the processor on the same module", command_c2c},
    {"conf-compute", "confidential computing", command_conf_compute},
    {"cper", "platform error records that GPUs logged", command_cper},
    {"dmon", "a line per GPU and sample, until Ctrl-C", command_dmon},
    {"doctor", "what is here, what is wrong, and what to do", command_doctor, true},
    {"drain", "takes a GPU out of service", command_drain},
    {"encodersessions", "sessions of the video encoders", command_encodersessions},
    {"fbcsessions", "sessions that capture frame buffers", command_fbcsessions},
    {"gpm", "streaming of the performance monitoring unit", command_gpm},
    {"mig", "GPU instances and compute instances: lists, changes", command_mig},
    {"nvlink", "NVLinks: state, errors, traffic", command_nvlink},
    {"pci", "counters of the PCIe link", command_pci},
    {"pmon", "a line per process and sample, until Ctrl-C", command_pmon},
    {"power-profiles", "which loads power can be tuned for", command_power_profiles},
    {"power-smoothing", "presets that keep power from jumping", command_power_smoothing},
    {"prm", "counters of the NVLink port registers", command_prm},
    {"rusd", "what the driver keeps fresh", command_rusd},
    {"topo", "how GPUs, processors and adapters are connected", command_topo},
    {"vgpu", "virtual GPUs of a host: what runs, and what could", command_vgpu},
};
const size_t subcommand_count = COUNT_OF(subcommands);

bool subcommand_is_known(const struct subcommand *subcommand)
{
	return settings.native || !subcommand->own;
}

const struct subcommand *subcommand_find(const char *name)
{
	for (size_t i = 0; i < subcommand_count; i++) {
		if (!strcmp(name, subcommands[i].name) && subcommand_is_known(&subcommands[i]))
			return &subcommands[i];
	}
	return NULL;
}
