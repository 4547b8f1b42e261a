/* SPDX-License-Identifier: MIT */
/*
 * Subcommands: the first word of the command line where it has no dash. Each is a file of its own
 * and one row in commands.c.
 */
#ifndef NVSMI_COMMANDS_H
#define NVSMI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

/* Success: help was printed, and nothing else is to be done. */
#define SUBCOMMAND_HELPED (-1)

struct subcommand {
	const char *name;
	const char *summary; /* its line in nvsmi -h */
	/* argv[0] is its name. Returns an exit status, or SUBCOMMAND_HELPED. */
	int (*run)(int argc, char **argv);
	bool own; /* not nvidia-smi's */
};

extern const struct subcommand subcommands[];
extern const size_t subcommand_count;

/* False for one that this name of the tool does not have. */
bool subcommand_is_known(const struct subcommand *subcommand);

/* NULL: there is none of this name. */
const struct subcommand *subcommand_find(const char *name);

int command_c2c(int argc, char **argv);
int command_conf_compute(int argc, char **argv);
int command_cper(int argc, char **argv);
int command_dmon(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_drain(int argc, char **argv);
int command_encodersessions(int argc, char **argv);
int command_fbcsessions(int argc, char **argv);
int command_gpm(int argc, char **argv);
int command_mig(int argc, char **argv);
int command_nvlink(int argc, char **argv);
int command_pci(int argc, char **argv);
int command_pmon(int argc, char **argv);
int command_power_profiles(int argc, char **argv);
int command_power_smoothing(int argc, char **argv);
int command_prm(int argc, char **argv);
int command_rusd(int argc, char **argv);
int command_topo(int argc, char **argv);
int command_vgpu(int argc, char **argv);

#endif
