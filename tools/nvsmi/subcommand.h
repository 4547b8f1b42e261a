/* SPDX-License-Identifier: MIT */
/* What subcommands have in common: refusing an option, starting, and one line of each GPU. */
#ifndef NVSMI_SUBCOMMAND_H
#define NVSMI_SUBCOMMAND_H

#include "arguments.h"
#include "commands.h"
#include "nvsmi.h"
#include "start.h"

/*
 * Where reading options ended: 0 at the end; else what ended it is answered, with the command's
 * help where that is wanted, and this is the exit status, or SUBCOMMAND_HELPED.
 */
int subcommand_end(const struct arguments *arguments, void (*help)(void));

/* That options do not go together. The exit status. */
int subcommand_refuse_combination(const char *command);

/* The GPU's PCI address, or "N/A". */
const char *subcommand_bus_id(struct gpu *gpu);

/*
 * The failure of one GPU: "what for GPU 00000000:18:00.0: error". Its exit status. Of one that is
 * not asked, error is why.
 */
int subcommand_fail(const char *what, struct gpu *gpu, nvmlReturn_t status);

/*
 * After the exit status of one GPU: that of the command so far, and whether it goes on. A GPU that
 * is not asked keeps nobody from the others.
 */
bool subcommand_goes_on(const struct gpu *gpu, int one, int *status);

/* What a command can say of each GPU; a table ends with a row without an option. */
struct subcommand_view {
	const char *name;
	const char *alias;
	bool takes_value;
	/* Prints below the GPU's line; an exit status. */
	int (*print)(struct gpu *gpu, const char *value);
	const char *values; /* as in arguments.h */
	bool changes;       /* something of the GPU */
};

/*
 * Reads the options -h, -i and those of the views, then prints what was chosen, GPU by GPU.
 * can_tell leaves out GPUs that it is false for, and where none is left says none; NULL: all can.
 */
int subcommand_run(int argc, char **argv, const struct subcommand_view *views, void (*help)(void),
		   bool (*can_tell)(struct gpu *gpu), const char *none);

#endif
