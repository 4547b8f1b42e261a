/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

typedef void (*put_process)(void *list, uint32_t place, const struct process_state *process);

static void put_v1(void *list, uint32_t place, const struct process_state *process)
{
	((nvmlProcessInfo_v1_t *)list)[place] =
	    (nvmlProcessInfo_v1_t){.pid = process->pid, .usedGpuMemory = process->memory};
}

static void put_v2(void *list, uint32_t place, const struct process_state *process)
{
	((nvmlProcessInfo_t *)list)[place] =
	    (nvmlProcessInfo_t){.pid = process->pid,
				.usedGpuMemory = process->memory,
				.gpuInstanceId = process->gpu_instance,
				.computeInstanceId = process->compute_instance};
}

static void put_detail(void *list, uint32_t place, const struct process_state *process)
{
	((nvmlProcessDetail_v1_t *)list)[place] =
	    (nvmlProcessDetail_v1_t){.pid = process->pid,
				     .usedGpuMemory = process->memory,
				     .gpuInstanceId = process->gpu_instance,
				     .computeInstanceId = process->compute_instance,
				     .usedGpuCcProtectedMemory = process->protected_memory};
}

/*
 * Too little room, none included, is answered with the number needed. A NULL list
 * with room for all is a mistake, and the number is told all the same.
 */
static nvmlReturn_t list_processes(struct gpu *gpu, enum process_kind kind, put_process put,
				   unsigned int *count, void *list)
{
	struct process_state found[PROCESSES_MAX];
	uint32_t needed = 0;
	unsigned int room = *count;
	nvmlReturn_t result = PROVIDER_ASK(gpu, processes, kind, found, &needed);

	if (result != NVML_SUCCESS)
		return result;
	*count = needed;
	if (room < needed)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	if (needed > 0 && list == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	for (uint32_t i = 0; i < needed; i++)
		put(list, i, &found[i]);
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetComputeRunningProcesses(struct gpu *gpu, unsigned int *infoCount,
						   nvmlProcessInfo_v1_t *infos)
{
	return list_processes(gpu, PROCESS_COMPUTE, put_v1, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetComputeRunningProcesses_v2(struct gpu *gpu, unsigned int *infoCount,
						      nvmlProcessInfo_v2_t *infos)
{
	return list_processes(gpu, PROCESS_COMPUTE, put_v2, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetComputeRunningProcesses_v3(struct gpu *gpu, unsigned int *infoCount,
						      nvmlProcessInfo_t *infos)
{
	return list_processes(gpu, PROCESS_COMPUTE, put_v2, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetGraphicsRunningProcesses(struct gpu *gpu, unsigned int *infoCount,
						    nvmlProcessInfo_v1_t *infos)
{
	return list_processes(gpu, PROCESS_GRAPHICS, put_v1, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetGraphicsRunningProcesses_v2(struct gpu *gpu, unsigned int *infoCount,
						       nvmlProcessInfo_v2_t *infos)
{
	return list_processes(gpu, PROCESS_GRAPHICS, put_v2, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetGraphicsRunningProcesses_v3(struct gpu *gpu, unsigned int *infoCount,
						       nvmlProcessInfo_t *infos)
{
	return list_processes(gpu, PROCESS_GRAPHICS, put_v2, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetMPSComputeRunningProcesses(struct gpu *gpu, unsigned int *infoCount,
						      nvmlProcessInfo_v1_t *infos)
{
	return list_processes(gpu, PROCESS_MPS, put_v1, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetMPSComputeRunningProcesses_v2(struct gpu *gpu, unsigned int *infoCount,
							 nvmlProcessInfo_v2_t *infos)
{
	return list_processes(gpu, PROCESS_MPS, put_v2, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetMPSComputeRunningProcesses_v3(struct gpu *gpu, unsigned int *infoCount,
							 nvmlProcessInfo_t *infos)
{
	return list_processes(gpu, PROCESS_MPS, put_v2, infoCount, infos);
}

nvmlReturn_t impl_DeviceGetRunningProcessDetailList(struct gpu *gpu, nvmlProcessDetailList_t *plist)
{
	static const enum process_kind kinds[] = {[NVML_PROCESS_MODE_COMPUTE] = PROCESS_COMPUTE,
						  [NVML_PROCESS_MODE_GRAPHICS] = PROCESS_GRAPHICS,
						  [NVML_PROCESS_MODE_MPS] = PROCESS_MPS,
						  [NVML_PROCESS_MODE_ALL] = PROCESS_ALL};

	if (plist->mode >= NVML_PROCESS_MODE_MAX)
		return NVML_ERROR_INVALID_ARGUMENT;
	return list_processes(gpu, kinds[plist->mode], put_detail, &plist->numProcArrayEntries,
			      plist->procArray);
}
