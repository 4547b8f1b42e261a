/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/lib.h"
#include "sys/sys.h"

/* Bytes of a device's configuration space. */
#define CONFIG_SUB_CLASS 0x0a
#define CONFIG_BASE_CLASS 0x0b

static int read_attribute(const struct gpu *gpu, const char *name, char *buf, size_t size)
{
	const struct gpu_address *address = &gpu->address;
	char path[96];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%04x:%02x:%02x.0/%s", address->domain,
		 address->bus, address->slot, name);
	return lib.port->read_file(lib.port, path, buf, size);
}

static nvmlReturn_t sys_local_cpus(struct gpu *gpu, char *ret_list, size_t size)
{
	int length = read_attribute(gpu, "local_cpulist", ret_list, size);

	/* Half a list would name wrong CPUs. */
	if (length < 0 || (size_t)length + 1 >= size)
		return NVML_ERROR_UNKNOWN;
	ret_list[strcspn(ret_list, "\n")] = '\0';
	return NVML_SUCCESS;
}

static nvmlReturn_t sys_cpu_node(struct gpu *gpu, int *ret_node)
{
	char text[16];

	if (read_attribute(gpu, "numa_node", text, sizeof(text)) <= 0)
		return NVML_ERROR_UNKNOWN;
	*ret_node = atoi(text);
	return NVML_SUCCESS;
}

/* The configuration space itself: any user may read its first 64 bytes. */
static nvmlReturn_t sys_pci_class(struct gpu *gpu, struct pci_class *ret_class)
{
	char config[65];

	if (read_attribute(gpu, "config", config, sizeof(config)) <= CONFIG_BASE_CLASS)
		return NVML_ERROR_NOT_FOUND;
	ret_class->base = (uint8_t)config[CONFIG_BASE_CLASS];
	ret_class->sub = (uint8_t)config[CONFIG_SUB_CLASS];
	return NVML_SUCCESS;
}

void sys_provider_fill(struct provider_ops *ops)
{
	ops->local_cpus = ops->local_cpus ? ops->local_cpus : sys_local_cpus;
	ops->pci_class = ops->pci_class ? ops->pci_class : sys_pci_class;
	ops->topology_level = ops->topology_level ? ops->topology_level : sys_topology_level;
	ops->pageable_access = ops->pageable_access ? ops->pageable_access : sys_pageable_access;
	ops->cpu_node = ops->cpu_node ? ops->cpu_node : sys_cpu_node;
}
