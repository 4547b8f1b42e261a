/* SPDX-License-Identifier: MIT */
/*
 * What holds for every command: how the tool was called, and the options that NVIDIA's has not.
 * Called as nvidia-smi it knows none of them and prints what NVIDIA's prints, where NVIDIA's does.
 */
#ifndef NVSMI_SETTINGS_H
#define NVSMI_SETTINGS_H

#include "arguments.h"

#include <stdbool.h>

struct settings {
	char **argv;         /* the whole command line */
	bool native;         /* called by its own name */
	unsigned int compat; /* --compat: print as this branch's tool does; 0: as the driver's */
	unsigned int timeout_ms; /* --timeout: how long an answer is waited for; 0: for ever */
	bool completing;         /* --complete: what the rest of the command line may go on with */
	bool no_wake;            /* --no-wake: GPUs that sleep are not asked */
	unsigned int compat_minor; /* of the release; UINT_MAX: the branch's newest */
};

extern struct settings settings;

/* What the tool is called: nvsmi, or nvidia-smi. */
const char *settings_name(void);

/* Takes them out of the command line, wherever they stand. 0, or an exit status. */
int settings_take(int *argc, char **argv);

/* Those options, as a table. */
extern const struct argument settings_options[];

#endif
