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

/* Only the sensor that was asked for is written, or all of them; how many there are always. */
nvmlReturn_t impl_DeviceGetThermalSettings(struct gpu *gpu, unsigned int sensorIndex,
					   nvmlGpuThermalSettings_t *settings)
{
	struct thermal_sensors found;
	nvmlReturn_t result = PROVIDER_ASK(gpu, thermal_sensors, &found);

	if (result != NVML_SUCCESS)
		return result;
	settings->count = found.count;
	for (uint32_t i = 0; i < found.count; i++) {
		const struct thermal_sensor *sensor = &found.sensors[i];
		if (sensorIndex != i && sensorIndex != NVML_THERMAL_TARGET_ALL)
			continue;
		settings->sensor[i].controller = (nvmlThermalController_t)sensor->provider;
		settings->sensor[i].defaultMinTemp = sensor->min_c;
		settings->sensor[i].defaultMaxTemp = sensor->max_c;
		settings->sensor[i].currentTemp = sensor->now_c;
		settings->sensor[i].target = (nvmlThermalTarget_t)sensor->target;
	}
	return NVML_SUCCESS;
}
