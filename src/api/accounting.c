/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/accounting.h"
#include "api/enable.h"
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetAccountingMode(struct gpu *gpu, nvmlEnableState_t *mode)
{
	bool enabled;
	nvmlReturn_t result = PROVIDER_ASK(gpu, accounting_mode, &enabled);

	if (result == NVML_SUCCESS)
		*mode = enable_state(enabled);
	return result;
}

nvmlReturn_t impl_DeviceSetAccountingMode(struct gpu *gpu, nvmlEnableState_t mode)
{
	if (!is_enable_state(mode))
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, set_accounting, mode == NVML_FEATURE_ENABLED);
}

nvmlReturn_t impl_DeviceClearAccountingPids(struct gpu *gpu)
{
	return gpu->ops->clear_accounting != NULL ? gpu->ops->clear_accounting(gpu)
						  : NVML_ERROR_NOT_SUPPORTED;
}

/* A constant of the driver's interface; nothing needs to be asked. */
nvmlReturn_t impl_DeviceGetAccountingBufferSize(struct gpu *gpu, unsigned int *bufferSize)
{
	if (gpu->ops->accounting_pids == NULL)
		return NVML_ERROR_NOT_SUPPORTED;
	*bufferSize = ACCOUNTING_PIDS_MAX;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetAccountingPids(struct gpu *gpu, unsigned int *count, unsigned int *pids)
{
	uint32_t found[ACCOUNTING_PIDS_MAX];
	uint32_t needed = 0;
	unsigned int room = *count;
	nvmlReturn_t result = PROVIDER_ASK(gpu, accounting_pids, found, &needed);

	if (result != NVML_SUCCESS)
		return result;
	*count = needed;
	if (room < needed || (needed > 0 && pids == NULL))
		return NVML_ERROR_INSUFFICIENT_SIZE;
	if (needed > 0)
		memcpy(pids, found, needed * sizeof(*pids));
	return NVML_SUCCESS;
}

void accounting_stats_of(const struct accounting_record *record, nvmlAccountingStats_t *ret_stats)
{
	bool running = record->end_us == 0;

	ret_stats->gpuUtilization = record->gpu_percent;
	ret_stats->memoryUtilization = record->memory_percent;
	ret_stats->maxMemoryUsage = record->max_memory;
	ret_stats->startTime = record->start_us;
	ret_stats->isRunning = running;
	ret_stats->time = running ? 0 : (record->end_us - record->start_us) / 1000;
}

nvmlReturn_t impl_DeviceGetAccountingStats(struct gpu *gpu, unsigned int pid,
					   nvmlAccountingStats_t *stats)
{
	struct accounting_record record;
	nvmlReturn_t result = PROVIDER_ASK(gpu, accounting_record, pid, &record);

	if (result == NVML_SUCCESS)
		accounting_stats_of(&record, stats);
	return result;
}
