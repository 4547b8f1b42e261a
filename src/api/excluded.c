/* SPDX-License-Identifier: MIT */
/* GPUs that the driver leaves alone by configuration, under both of their names. */
#include <string.h>

#include "core/strings.h"
#include "entry_impl.h"
#include "provider.h"

static nvmlReturn_t excluded_count(unsigned int *count)
{
	uint32_t ids[EXCLUDED_MAX], found;
	nvmlReturn_t result = provider_excluded_ids(ids, &found);

	if (result == NVML_SUCCESS)
		*count = found;
	return result;
}

/* Ids and names of the bus are for GPUs that the driver runs: here they stay empty. */
static nvmlReturn_t excluded_info(unsigned int index, nvmlExcludedDeviceInfo_t *info)
{
	uint32_t ids[EXCLUDED_MAX], found;
	struct excluded_gpu gpu;
	nvmlReturn_t result = provider_excluded_ids(ids, &found);

	if (result == NVML_SUCCESS && index >= found)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		result = provider_excluded_gpu(ids[index], &gpu);
	if (result != NVML_SUCCESS)
		return result;
	memset(info, 0, sizeof(*info));
	info->pciInfo.domain = gpu.domain;
	info->pciInfo.bus = gpu.bus;
	info->pciInfo.device = gpu.slot;
	text_take(info->uuid, sizeof(info->uuid), gpu.uuid.chars, sizeof(gpu.uuid.chars));
	return NVML_SUCCESS;
}

nvmlReturn_t impl_GetExcludedDeviceCount(unsigned int *deviceCount)
{
	return excluded_count(deviceCount);
}

nvmlReturn_t impl_GetExcludedDeviceInfoByIndex(unsigned int index, nvmlExcludedDeviceInfo_t *info)
{
	return excluded_info(index, info);
}

nvmlReturn_t impl_GetBlacklistDeviceCount(unsigned int *deviceCount)
{
	return excluded_count(deviceCount);
}

nvmlReturn_t impl_GetBlacklistDeviceInfoByIndex(unsigned int index, nvmlBlacklistDeviceInfo_t *info)
{
	return excluded_info(index, info);
}
