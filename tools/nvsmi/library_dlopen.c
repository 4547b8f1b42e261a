/* SPDX-License-Identifier: MIT */
/* The one dlopen: this nvsmi runs on whichever NVML is installed. */

#include "nvsmi.h"

#include <dlfcn.h>
#include <stdlib.h>

static void *handle;

bool library_open(char **argv)
{
	const char *chosen = getenv("OPENNVML_LIBRARY");

	(void)argv;
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

bool library_is_ours(void)
{
	return false;
}
