/* SPDX-License-Identifier: MIT */
#include "core/mig.h"

#include <stddef.h>

#include "core/lib.h"

#define CELLS sizeof(struct mig_handles)
#define GI_FIRST offsetof(struct mig_handles, gpu_instances)
#define CI_FIRST offsetof(struct mig_handles, compute_instances)
#define DEVICE_FIRST offsetof(struct mig_handles, devices)

_Static_assert(CELLS == DEVICE_FIRST + MIG_GI_MAX * MIG_CI_MAX, "one byte a cell");

static struct mig_handles *handles_of(const struct gpu *gpu)
{
	return &lib.mig[gpu - lib.gpus];
}

static void *mark(atomic_uchar *cell)
{
	atomic_store_explicit(cell, 1, memory_order_release);
	return cell;
}

nvmlGpuInstance_t mig_handle_of_gi(struct gpu *gpu, uint32_t gi)
{
	return (nvmlGpuInstance_t)mark(&handles_of(gpu)->gpu_instances[gi]);
}

nvmlComputeInstance_t mig_handle_of_ci(const struct mig_place *place)
{
	uint32_t cell = place->gi * MIG_CI_MAX + place->ci;

	return (nvmlComputeInstance_t)mark(&handles_of(place->gpu)->compute_instances[cell]);
}

nvmlDevice_t mig_handle_of_device(const struct mig_place *place)
{
	uint32_t cell = place->gi * MIG_CI_MAX + place->ci;

	return (nvmlDevice_t)mark(&handles_of(place->gpu)->devices[cell]);
}

/* The marked cell at an address among count cells from first on, of any GPU. */
static bool find(const void *handle, size_t first, size_t count, struct gpu **ret_gpu,
		 uint32_t *ret_cell)
{
	uintptr_t offset = (uintptr_t)handle - (uintptr_t)lib.mig;
	size_t within = offset % CELLS;

	if (offset >= sizeof(lib.mig) || within < first || within - first >= count)
		return false;
	struct gpu *gpu = &lib.gpus[offset / CELLS];
	const atomic_uchar *cells = (const atomic_uchar *)&lib.mig[offset / CELLS];
	*ret_gpu = gpu;
	*ret_cell = (uint32_t)(within - first);
	return atomic_load_explicit(&cells[within], memory_order_acquire) != 0 &&
	       atomic_load_explicit(&gpu->fetched, memory_order_acquire);
}

bool mig_gi_of(nvmlGpuInstance_t handle, struct mig_place *ret_place)
{
	ret_place->ci = MIG_NO_ID;
	return find(handle, GI_FIRST, MIG_GI_MAX, &ret_place->gpu, &ret_place->gi);
}

static bool find_pair(const void *handle, size_t first, struct mig_place *ret_place)
{
	uint32_t cell;

	if (!find(handle, first, MIG_GI_MAX * MIG_CI_MAX, &ret_place->gpu, &cell))
		return false;
	ret_place->gi = cell / MIG_CI_MAX;
	ret_place->ci = cell % MIG_CI_MAX;
	return true;
}

bool mig_ci_of(nvmlComputeInstance_t handle, struct mig_place *ret_place)
{
	return find_pair(handle, CI_FIRST, ret_place);
}

bool mig_device_of(nvmlDevice_t handle, struct mig_place *ret_place)
{
	return find_pair(handle, DEVICE_FIRST, ret_place);
}

static void forget_ci(struct mig_handles *handles, uint32_t cell)
{
	atomic_store_explicit(&handles->compute_instances[cell], 0, memory_order_release);
	atomic_store_explicit(&handles->devices[cell], 0, memory_order_release);
}

void mig_forget(const struct mig_place *place)
{
	struct mig_handles *handles = handles_of(place->gpu);

	for (uint32_t ci = 0; ci < MIG_CI_MAX; ci++)
		if (place->ci == MIG_NO_ID || place->ci == ci)
			forget_ci(handles, place->gi * MIG_CI_MAX + ci);
	if (place->ci == MIG_NO_ID)
		atomic_store_explicit(&handles->gpu_instances[place->gi], 0, memory_order_release);
}

void mig_forget_all(void)
{
	for (unsigned i = 0; i < GPU_MAX; i++)
		for (uint32_t gi = 0; gi < MIG_GI_MAX; gi++)
			mig_forget(&(struct mig_place){&lib.gpus[i], gi, MIG_NO_ID});
}
