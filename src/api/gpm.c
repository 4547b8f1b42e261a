/* SPDX-License-Identifier: MIT */
/*
 * Performance samples. The counters behind them cannot be programmed from what is
 * published, so no GPU is supported and a sample stays empty; programs that make
 * samples before they ask find the calls working. A sample is a place in a fixed
 * list, so a stranger's pointer is known by its address.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry_impl.h"

#define SAMPLES_MAX 1024

static atomic_bool taken[SAMPLES_MAX];

nvmlReturn_t own_GpmQueryDeviceSupport(struct gpu *gpu, nvmlGpmSupport_t *gpmSupport)
{
	(void)gpu;
	gpmSupport->isSupportedDevice = 0;
	return NVML_SUCCESS;
}

nvmlReturn_t own_GpmSampleAlloc(nvmlGpmSample_t *gpmSample)
{
	for (size_t i = 0; i < SAMPLES_MAX; i++) {
		if (!atomic_exchange(&taken[i], true)) {
			*gpmSample = (nvmlGpmSample_t)&taken[i];
			return NVML_SUCCESS;
		}
	}
	return NVML_ERROR_MEMORY;
}

nvmlReturn_t own_GpmSampleFree(nvmlGpmSample_t gpmSample)
{
	uintptr_t place = (uintptr_t)gpmSample - (uintptr_t)taken;

	if (place >= sizeof(taken) || place % sizeof(taken[0]) != 0 ||
	    !atomic_exchange(&taken[place / sizeof(taken[0])], false))
		return NVML_ERROR_INVALID_ARGUMENT;
	return NVML_SUCCESS;
}
