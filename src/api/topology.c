/* SPDX-License-Identifier: MIT */
/* GPUs near each other, and near a processor. */
#include "core/lib.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "provider.h"

/* A GPU has no path to itself. */
nvmlReturn_t impl_DeviceGetTopologyCommonAncestor(struct gpu *gpu1, struct gpu *gpu2,
						  nvmlGpuTopologyLevel_t *pathInfo)
{
	uint32_t level;

	if (gpu1 == gpu2)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = PROVIDER_ASK(gpu1, topology_level, gpu2, &level);
	if (result == NVML_SUCCESS)
		*pathInfo = (nvmlGpuTopologyLevel_t)level;
	return result;
}

/* No room and no list asks for the number; one without the other is a mistake. */
static bool is_mistaken(const unsigned *count, nvmlDevice_t *list)
{
	return (*count == 0) != (list == NULL);
}

static void give_handles(struct gpu *const *found, unsigned count, unsigned room,
			 nvmlDevice_t *list)
{
	for (unsigned i = 0; i < count && i < room; i++)
		list[i] = lib_handle_of(found[i]);
}

/* The number found is told even where the room was smaller: as NVIDIA's library. */
nvmlReturn_t impl_DeviceGetTopologyNearestGpus(struct gpu *gpu, nvmlGpuTopologyLevel_t level,
					       unsigned int *count, nvmlDevice_t *deviceArray)
{
	struct gpu *found[GPU_MAX];
	unsigned near = 0;

	if (is_mistaken(count, deviceArray))
		return NVML_ERROR_INVALID_ARGUMENT;
	for (unsigned i = 0; i < lib.gpu_count; i++) {
		struct gpu *other = lib_gpu_at(i);
		uint32_t distance;
		if (other == gpu)
			continue;
		nvmlReturn_t result = PROVIDER_ASK(gpu, topology_level, other, &distance);
		if (result != NVML_SUCCESS)
			return result;
		if (distance <= (uint32_t)level)
			found[near++] = other;
	}
	give_handles(found, near, *count, deviceArray);
	*count = near;
	return NVML_SUCCESS;
}

static bool list_has(const char *list, unsigned long cpu)
{
	unsigned long first, last;

	while (text_next_range(&list, &first, &last)) {
		if (cpu >= first && cpu <= last)
			return true;
	}
	return false;
}

/* The number is told only to who asks for it; a list leaves the room as it was. */
nvmlReturn_t impl_SystemGetTopologyGpuSet(unsigned int cpuNumber, unsigned int *count,
					  nvmlDevice_t *deviceArray)
{
	struct gpu *found[GPU_MAX];
	unsigned near = 0;

	if (is_mistaken(count, deviceArray))
		return NVML_ERROR_INVALID_ARGUMENT;
	for (unsigned i = 0; i < lib.gpu_count; i++) {
		struct gpu *gpu = lib_gpu_at(i);
		char list[4096]; /* all that a file of sysfs holds */
		nvmlReturn_t result = PROVIDER_ASK(gpu, local_cpus, list, sizeof(list));
		if (result != NVML_SUCCESS)
			return result;
		if (list_has(list, cpuNumber))
			found[near++] = gpu;
	}
	if (deviceArray == NULL)
		*count = near;
	else
		give_handles(found, near, *count, deviceArray);
	return NVML_SUCCESS;
}
