/* SPDX-License-Identifier: MIT */
#include "pci_path.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "nvml.h"

/* Where the directories that both names share end. */
static size_t shared_length(const char *a, const char *b)
{
	size_t end = 0;

	for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++) {
		if (a[i] == '/')
			end = i;
	}
	return end;
}

/* Devices between the shared directory and the device itself. */
static unsigned int bridges_below(const char *place, size_t shared)
{
	unsigned int count = 0;

	for (const char *c = place + shared + 1; *c != '\0'; c++)
		count += *c == '/';
	return count;
}

enum directory { NO_BRIDGE, HOST_BRIDGE, BRIDGE };

static enum directory kind_of_last(const char *place, size_t end)
{
	unsigned int domain, bus, slot, function;
	size_t start = end;

	while (start > 0 && place[start - 1] != '/')
		start--;
	if (sscanf(place + start, "pci%x:%x", &domain, &bus) == 2)
		return HOST_BRIDGE;
	if (sscanf(place + start, "%x:%x:%x.%x", &domain, &bus, &slot, &function) == 4)
		return BRIDGE;
	return NO_BRIDGE;
}

/* One switch is an upstream port with a downstream port for each of its devices. */
static unsigned int level_below_bridge(const char *a, const char *b, size_t shared)
{
	int single = bridges_below(a, shared) <= 1 && bridges_below(b, shared) <= 1;

	return single ? NVML_TOPOLOGY_SINGLE : NVML_TOPOLOGY_MULTIPLE;
}

unsigned int pci_path_level(const char *a, const char *b)
{
	size_t shared;

	if (strcmp(a, b) == 0)
		return NVML_TOPOLOGY_SINGLE;
	shared = shared_length(a, b);
	switch (kind_of_last(a, shared)) {
	case BRIDGE:
		return level_below_bridge(a, b, shared);
	case HOST_BRIDGE:
		return NVML_TOPOLOGY_HOSTBRIDGE;
	default:
		return PCI_PATH_APART;
	}
}
