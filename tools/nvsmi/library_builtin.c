/* SPDX-License-Identifier: MIT */
/*
 * This nvsmi carries the library: no loader, no search, a third of the system calls.
 * A library that the user names is served by the other nvsmi, which loads it.
 */

#include "nvsmi.h"
#include "symbols.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Beside this program in the build tree, under lib when installed. */
static const char *const loaders[] = {"nvsmi-dlopen", "../lib/opennvml/bin/nvsmi-dlopen"};

static void run_loader(char **argv)
{
	char self[PATH_MAX];
	char path[PATH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (length <= 0)
		return;
	self[length] = '\0';
	char *name = strrchr(self, '/');
	if (name == NULL)
		return;
	name[1] = '\0';
	for (size_t i = 0; i < COUNT_OF(loaders); i++) {
		snprintf(path, sizeof(path), "%s%s", self, loaders[i]);
		execv(path, argv);
	}
	fprintf(stderr, "nvsmi: OPENNVML_LIBRARY is set, but %s cannot be run: %s\n", path,
		strerror(errno));
}

const bool library_opens_gpus = false;

bool library_hand_over(char **argv)
{
	const char *chosen = getenv("OPENNVML_LIBRARY");

	if (chosen == NULL || *chosen == '\0')
		return true;
	run_loader(argv);
	return false;
}

bool library_open(void)
{
	return true;
}

static int by_name(const void *name, const void *symbol)
{
	return strcmp(name, ((const struct nvml_symbol *)symbol)->name);
}

void *library_symbol(const char *name)
{
	const struct nvml_symbol *found =
	    bsearch(name, nvml_symbols, nvml_symbol_count, sizeof(nvml_symbols[0]), by_name);

	return found ? found->function : NULL;
}
