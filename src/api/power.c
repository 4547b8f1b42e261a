/* SPDX-License-Identifier: MIT */
#include "entry_impl.h"
#include "core/gpu.h"
#include "provider.h"

/* The one-second average where the board has it, else the latest reading. */
nvmlReturn_t impl_DeviceGetPowerUsage(struct gpu *gpu, unsigned int *power)
{
	nvmlReturn_t result = PROVIDER_ASK(gpu, power_mw, POWER_AVERAGE_GPU, power);

	if (result == NVML_ERROR_NOT_SUPPORTED)
		result = PROVIDER_ASK(gpu, power_mw, POWER_INSTANT_GPU, power);
	return result;
}

nvmlReturn_t impl_DeviceGetEnforcedPowerLimit(struct gpu *gpu, unsigned int *limit)
{
	return PROVIDER_ASK(gpu, power_limit_enforced_mw, limit);
}

nvmlReturn_t impl_DeviceGetPowerManagementLimit(struct gpu *gpu, unsigned int *limit)
{
	return PROVIDER_ASK(gpu, power_limit_requested_mw, limit);
}

/* Power management is on wherever the board has a power limit. */
nvmlReturn_t impl_DeviceGetPowerManagementMode(struct gpu *gpu, nvmlEnableState_t *mode)
{
	uint32_t limit;
	nvmlReturn_t result = PROVIDER_ASK(gpu, power_limit_enforced_mw, &limit);

	if (result == NVML_SUCCESS)
		*mode = NVML_FEATURE_ENABLED;
	return result;
}
