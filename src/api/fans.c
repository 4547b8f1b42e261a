/* SPDX-License-Identifier: MIT */
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetNumFans(struct gpu *gpu, unsigned int *numFans)
{
	struct fan_speeds fans;
	nvmlReturn_t result = PROVIDER_ASK(gpu, fans, &fans);

	if (result == NVML_SUCCESS)
		*numFans = fans.count;
	return result;
}

nvmlReturn_t impl_DeviceGetFanSpeedRPM(struct gpu *gpu, nvmlFanSpeedInfo_t *fanSpeed)
{
	struct fan_speeds fans;
	nvmlReturn_t result = PROVIDER_ASK(gpu, fans, &fans);

	if (result == NVML_SUCCESS && fanSpeed->fan >= fans.count)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		fanSpeed->speed = fans.rpm[fanSpeed->fan];
	return result;
}
