/* SPDX-License-Identifier: MIT */
/* Where PCI devices are, as sysfs has it: NVML knows GPUs only, and no network adapters. */
#ifndef NVSMI_PLACES_H
#define NVSMI_PLACES_H

#include "nvsmi.h"

#define PLACE_MAX 512
#define PLACE_NAME 32

struct place {
	char path[PLACE_MAX]; /* from /sys, "devices/pci0000:16/..."; empty: not known */
	int node;             /* NUMA node; -1: none */
};

struct nic {
	char name[64]; /* "mlx5_0" */
	struct place place;
};

/* "0000:17:00.0", a device's name in sysfs; false: not known. */
bool place_name(struct gpu *gpu, char ret_name[PLACE_NAME]);
void place_of_gpu(struct gpu *gpu, struct place *ret_place);
bool place_is_known(const struct place *place);
/* Of places that are known. */
nvmlGpuTopologyLevel_t place_level(const struct place *a, const struct place *b);

/* The adapters of /sys/class/infiniband that are PCI devices, by name; to be freed. How many. */
size_t places_nics(struct nic **ret_nics);

#endif
