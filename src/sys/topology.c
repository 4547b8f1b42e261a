/* SPDX-License-Identifier: MIT */
/* How near two GPUs are, by the places of their PCI devices in sysfs. */
#include <stdio.h>
#include <string.h>

#include "core/lib.h"
#include "sys/sys.h"

#define PLACE_MAX 512

/* "../../../devices/pci0000:40/0000:40:01.0/0000:41:00.0" */
static nvmlReturn_t place_of(const struct gpu *gpu, char *ret_place, size_t size)
{
	const struct gpu_address *address = &gpu->address;
	char path[64];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%04x:%02x:%02x.0", address->domain,
		 address->bus, address->slot);
	int length = lib.port->readlink(lib.port, path, ret_place, size);
	/* A cut name may be another device's. */
	if (length <= 0 || (size_t)length + 1 >= size)
		return NVML_ERROR_UNKNOWN;
	return NVML_SUCCESS;
}

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

/* Devices between the shared directory and the GPU itself. */
static unsigned bridges_below(const char *place, size_t shared)
{
	unsigned count = 0;

	for (const char *c = place + shared + 1; *c != '\0'; c++)
		count += *c == '/';
	return count;
}

enum directory { NO_BRIDGE, HOST_BRIDGE, BRIDGE };

static enum directory kind_of_last(const char *place, size_t end)
{
	unsigned domain, bus, slot, function;
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
static uint32_t level_below_bridge(const char *a, const char *b, size_t shared)
{
	bool single = bridges_below(a, shared) <= 1 && bridges_below(b, shared) <= 1;

	return single ? NVML_TOPOLOGY_SINGLE : NVML_TOPOLOGY_MULTIPLE;
}

static nvmlReturn_t level_by_node(struct gpu *gpu, struct gpu *peer, uint32_t *ret_level)
{
	int mine, theirs;
	nvmlReturn_t result = gpu->ops->cpu_node(gpu, &mine);

	if (result == NVML_SUCCESS)
		result = peer->ops->cpu_node(peer, &theirs);
	if (result == NVML_SUCCESS)
		*ret_level = mine == theirs ? NVML_TOPOLOGY_NODE : NVML_TOPOLOGY_SYSTEM;
	return result;
}

nvmlReturn_t sys_topology_level(struct gpu *gpu, struct gpu *peer, uint32_t *ret_level)
{
	char mine[PLACE_MAX], theirs[PLACE_MAX];
	nvmlReturn_t result = place_of(gpu, mine, sizeof(mine));

	if (result == NVML_SUCCESS)
		result = place_of(peer, theirs, sizeof(theirs));
	if (result != NVML_SUCCESS)
		return result;
	size_t shared = shared_length(mine, theirs);
	switch (kind_of_last(mine, shared)) {
	case BRIDGE:
		*ret_level = level_below_bridge(mine, theirs, shared);
		return NVML_SUCCESS;
	case HOST_BRIDGE:
		*ret_level = NVML_TOPOLOGY_HOSTBRIDGE;
		return NVML_SUCCESS;
	default:
		return level_by_node(gpu, peer, ret_level);
	}
}
