/* SPDX-License-Identifier: MIT */
/* The one dlopen: this nvsmi runs on whichever NVML is installed. */

#include "nvsmi.h"

#include <dlfcn.h>
#include <stdlib.h>

static void *handle;

/* NVIDIA's does; which library this is, nobody says. */
const bool library_opens_gpus = true;

bool library_hand_over(char **argv)
{
	(void)argv;
	return true;
}

bool library_open(void)
{
	const char *chosen = getenv("OPENNVML_LIBRARY");

	if (chosen && *chosen) {
		handle = dlopen(chosen, RTLD_LAZY | RTLD_LOCAL);
		return handle != NULL;
	}
	handle = dlopen("libnvidia-ml.so.1", RTLD_LAZY | RTLD_LOCAL);
	if (!handle)
		handle = dlopen(NVSMI_PRIVATE_LIBRARY, RTLD_LAZY | RTLD_LOCAL);
	return handle != NULL;
}

void *library_symbol(const char *name)
{
	return handle ? dlsym(handle, name) : NULL;
}
