/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetUtilizationRates(struct gpu *gpu, nvmlUtilization_t *utilization)
{
	struct gpu_load load;
	nvmlReturn_t result = PROVIDER_ASK(gpu, load, &load);

	if (result == NVML_SUCCESS) {
		utilization->gpu = load.gpu_percent;
		utilization->memory = load.memory_percent;
	}
	return result;
}

/* Both outputs are zeroed when the question fails, as NVIDIA's library does. */
static nvmlReturn_t engine(struct gpu *gpu, enum video_engine which, unsigned int *utilization,
			   unsigned int *period_us)
{
	struct engine_load load = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, engine_load, which, &load);

	*utilization = result == NVML_SUCCESS ? load.percent : 0;
	*period_us = result == NVML_SUCCESS ? load.period_us : 0;
	return result;
}

nvmlReturn_t impl_DeviceGetEncoderUtilization(struct gpu *gpu, unsigned int *utilization,
					      unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_ENCODER, utilization, samplingPeriodUs);
}

nvmlReturn_t impl_DeviceGetDecoderUtilization(struct gpu *gpu, unsigned int *utilization,
					      unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_DECODER, utilization, samplingPeriodUs);
}

nvmlReturn_t impl_DeviceGetJpgUtilization(struct gpu *gpu, unsigned int *utilization,
					  unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_JPEG, utilization, samplingPeriodUs);
}

nvmlReturn_t impl_DeviceGetOfaUtilization(struct gpu *gpu, unsigned int *utilization,
					  unsigned int *samplingPeriodUs)
{
	return engine(gpu, ENGINE_OFA, utilization, samplingPeriodUs);
}
