/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/guard.h"
#include "core/lib.h"
#include "provider.h"

struct gpu *handle_gpu(nvmlDevice_t device)
{
	uintptr_t offset = (uintptr_t)device - (uintptr_t)lib.gpus;

	if (offset >= sizeof(lib.gpus) || offset % sizeof(lib.gpus[0]) != 0)
		return NULL;

	struct gpu *gpu = &lib.gpus[offset / sizeof(lib.gpus[0])];
	return atomic_load_explicit(&gpu->fetched, memory_order_acquire) ? gpu : NULL;
}

struct gpu *handle_device(nvmlDevice_t device, struct gpu *room)
{
	struct gpu *gpu = handle_gpu(device);
	struct mig_place place;

	if (gpu != NULL || !mig_device_of(device, &place))
		return gpu;
	memset(room, 0, sizeof(*room));
	room->ops = provider_mig_ops();
	room->parent = place.gpu;
	room->gpu_instance = place.gi;
	room->compute_instance = place.ci;
	return room;
}

nvmlReturn_t handle_refusal(nvmlDevice_t device)
{
	struct mig_place place;

	return mig_device_of(device, &place) ? NVML_ERROR_NOT_SUPPORTED
					     : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlDevice_t lib_handle_of(struct gpu *gpu)
{
	atomic_store_explicit(&gpu->fetched, true, memory_order_release);
	return (nvmlDevice_t)(void *)gpu;
}

struct gpu *lib_gpu_at(unsigned index)
{
	return index < lib.gpu_count ? lib.order[index] : NULL;
}
