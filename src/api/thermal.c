/* SPDX-License-Identifier: MIT */
#include "entry_impl.h"
#include "core/gpu.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetTemperature(struct gpu *gpu, nvmlTemperatureSensors_t sensorType,
				       unsigned int *temp)
{
	if (sensorType != NVML_TEMPERATURE_GPU)
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, temperature_c, temp);
}

nvmlReturn_t impl_DeviceGetTemperatureV(struct gpu *gpu, nvmlTemperature_t *temperature)
{
	uint32_t celsius;

	if (temperature->sensorType != NVML_TEMPERATURE_GPU)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, temperature_c, &celsius);
	if (result == NVML_SUCCESS)
		temperature->temperature = (int)celsius;
	return result;
}
