/* SPDX-License-Identifier: MIT */
#include <string.h>

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

/* Numbers between the two groups, and above them, name no policy. */
static bool is_policy(nvmlPerfPolicyType_t type)
{
	return (unsigned)type <= NVML_PERF_POLICY_RELIABILITY ||
	       type == NVML_PERF_POLICY_TOTAL_APP_CLOCKS ||
	       type == NVML_PERF_POLICY_TOTAL_BASE_CLOCKS;
}

/* Of the driver's 32 unnamed times only the one of all policies together has a meaning. */
nvmlReturn_t impl_DeviceGetViolationStatus(struct gpu *gpu, nvmlPerfPolicyType_t perfPolicyType,
					   nvmlViolationTime_t *violTime)
{
	struct clock_violation violation;

	if (!is_policy(perfPolicyType))
		return NVML_ERROR_INVALID_ARGUMENT;
	if (perfPolicyType != NVML_PERF_POLICY_TOTAL_BASE_CLOCKS)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = PROVIDER_ASK(gpu, clock_violation, &violation);
	if (result == NVML_SUCCESS)
		*violTime = (nvmlViolationTime_t){.referenceTime = violation.read_at_ns / 1000,
						  .violationTime = violation.below_base_clock_ns};
	return result;
}

/* Domains without a published source stay absent, thresholds 0. */
nvmlReturn_t impl_DeviceGetDynamicPstatesInfo(struct gpu *gpu, nvmlGpuDynamicPstatesInfo_t *info)
{
	struct gpu_load load;
	nvmlReturn_t result = PROVIDER_ASK(gpu, load, &load);

	if (result != NVML_SUCCESS)
		return result;
	memset(info, 0, sizeof(*info));
	info->utilization[NVML_GPU_UTILIZATION_DOMAIN_GPU].bIsPresent = 1;
	info->utilization[NVML_GPU_UTILIZATION_DOMAIN_GPU].percentage = load.gpu_percent;
	info->utilization[NVML_GPU_UTILIZATION_DOMAIN_FB].bIsPresent = 1;
	info->utilization[NVML_GPU_UTILIZATION_DOMAIN_FB].percentage = load.memory_percent;
	return NVML_SUCCESS;
}
