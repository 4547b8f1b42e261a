/* SPDX-License-Identifier: MIT */
/* Base provider for every GPU: what procfs and sysfs tell without the driver's help. */
#ifndef OPENNVML_SYS_H
#define OPENNVML_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "provider.h"

/* The loaded module's version, e.g. 550.90.07; also before initialisation. */
bool sys_driver_version(char *ret_version, size_t size);
/* First word of a process's command line. */
nvmlReturn_t sys_process_name(uint32_t pid, char *ret_name, size_t size);
/* How near two GPUs are by their places on the bus: nvmlGpuTopologyLevel_t. */
nvmlReturn_t sys_topology_level(struct gpu *gpu, struct gpu *peer, uint32_t *ret_level);
/* Whether GPUs reach ordinary memory of a process, as the unified memory driver says. */
nvmlReturn_t sys_pageable_access(struct gpu *gpu, bool *ret_pageable);
/* Completes the table where the driver's provider has no answer. */
void sys_provider_fill(struct provider_ops *ops);

#endif
