/* SPDX-License-Identifier: MIT */
#include "entry_impl.h"
#include "core/gpu.h"
#include "provider.h"

/* What the telemetry page can report; the driver gives no narrower mask. */
#define SUPPORTED_THROTTLE_REASONS 0x1ffull

static nvmlReturn_t current_clock(struct gpu *gpu, nvmlClockType_t type, unsigned int *clock)
{
	static const enum clock_domain domains[] = {[NVML_CLOCK_GRAPHICS] = CLOCK_GRAPHICS,
						    [NVML_CLOCK_SM] = CLOCK_SM,
						    [NVML_CLOCK_MEM] = CLOCK_MEMORY,
						    [NVML_CLOCK_VIDEO] = CLOCK_VIDEO};

	if ((unsigned)type >= NVML_CLOCK_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, clock_mhz, domains[type], clock);
}

nvmlReturn_t impl_DeviceGetClockInfo(struct gpu *gpu, nvmlClockType_t type, unsigned int *clock)
{
	return current_clock(gpu, type, clock);
}

/* Only the current clock has an open source; application clocks are deprecated. */
nvmlReturn_t impl_DeviceGetClock(struct gpu *gpu, nvmlClockType_t clockType, nvmlClockId_t clockId,
				 unsigned int *clockMHz)
{
	if ((unsigned)clockId >= NVML_CLOCK_ID_COUNT || (unsigned)clockType >= NVML_CLOCK_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (clockId != NVML_CLOCK_ID_CURRENT)
		return NVML_ERROR_NOT_SUPPORTED;
	return current_clock(gpu, clockType, clockMHz);
}

static nvmlReturn_t current_reasons(struct gpu *gpu, unsigned long long *reasons)
{
	uint64_t mask = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, throttle_reasons, &mask);

	if (result == NVML_SUCCESS)
		*reasons = mask;
	else if (result == NVML_ERROR_NOT_SUPPORTED)
		*reasons = 0; /* as NVIDIA's library leaves it */
	return result;
}

nvmlReturn_t impl_DeviceGetCurrentClocksThrottleReasons(struct gpu *gpu,
							unsigned long long *clocksThrottleReasons)
{
	return current_reasons(gpu, clocksThrottleReasons);
}

nvmlReturn_t impl_DeviceGetCurrentClocksEventReasons(struct gpu *gpu,
						     unsigned long long *clocksEventReasons)
{
	return current_reasons(gpu, clocksEventReasons);
}

nvmlReturn_t impl_DeviceGetSupportedClocksThrottleReasons(struct gpu *gpu,
							  unsigned long long *supported)
{
	(void)gpu;
	*supported = SUPPORTED_THROTTLE_REASONS;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetSupportedClocksEventReasons(struct gpu *gpu,
						       unsigned long long *supported)
{
	(void)gpu;
	*supported = SUPPORTED_THROTTLE_REASONS;
	return NVML_SUCCESS;
}
