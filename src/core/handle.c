/* SPDX-License-Identifier: MIT */
#include "core/guard.h"
#include "core/lib.h"

struct gpu *handle_gpu(nvmlDevice_t device)
{
	uintptr_t offset = (uintptr_t)device - (uintptr_t)lib.gpus;

	if (offset >= sizeof(lib.gpus) || offset % sizeof(lib.gpus[0]) != 0)
		return NULL;

	struct gpu *gpu = &lib.gpus[offset / sizeof(lib.gpus[0])];
	return atomic_load_explicit(&gpu->fetched, memory_order_acquire) ? gpu : NULL;
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
