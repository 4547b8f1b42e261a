/* SPDX-License-Identifier: MIT */
/* How near two GPUs are, by the places of their PCI devices in sysfs. */
#include <stdio.h>

#include "core/lib.h"
#include "sys/pci_path.h"
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
	*ret_level = pci_path_level(mine, theirs);
	return *ret_level == PCI_PATH_APART ? level_by_node(gpu, peer, ret_level) : NVML_SUCCESS;
}
