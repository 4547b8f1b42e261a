/* SPDX-License-Identifier: MIT */
#include "entry_impl.h"
#include "core/gpu.h"
#include "provider.h"

/* Exactly one of the bits 0..15 names a P-state; anything else is unknown. */
static nvmlPstates_t pstate_of_bits(uint32_t bits)
{
	for (unsigned p = 0; p <= 15; p++) {
		if (bits == 1u << p)
			return (nvmlPstates_t)p;
	}
	return NVML_PSTATE_UNKNOWN;
}

static nvmlReturn_t performance_state(struct gpu *gpu, nvmlPstates_t *state)
{
	uint32_t bits;
	nvmlReturn_t result = PROVIDER_ASK(gpu, pstate_bits, &bits);

	if (result == NVML_SUCCESS)
		*state = pstate_of_bits(bits);
	return result;
}

nvmlReturn_t impl_DeviceGetPerformanceState(struct gpu *gpu, nvmlPstates_t *pState)
{
	return performance_state(gpu, pState);
}

nvmlReturn_t impl_DeviceGetPowerState(struct gpu *gpu, nvmlPstates_t *pState)
{
	return performance_state(gpu, pState);
}

nvmlReturn_t impl_DeviceGetPowerSource(struct gpu *gpu, nvmlPowerSource_t *powerSource)
{
	uint32_t source;
	nvmlReturn_t result = PROVIDER_ASK(gpu, power_source, &source);

	if (result == NVML_SUCCESS && source > NVML_POWER_SOURCE_BATTERY)
		result = NVML_ERROR_UNKNOWN;
	if (result == NVML_SUCCESS)
		*powerSource = source;
	return result;
}
