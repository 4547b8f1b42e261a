/* SPDX-License-Identifier: MIT */
/*
 * A made-up vendor's library: it counts its calls, knows the handles that it gave out by
 * UUID and refuses all others.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "fake.h"

#include <string.h>

#include "nvml.h"

#define HANDLES 8

static struct nvmlDevice_st {
	char uuid[96];
} handles[HANDLES];
static int sample;

/* Through its own exported name, as a library may: it must not end in another library. */
nvmlReturn_t nvmlInitWithFlags(unsigned int flags)
{
	(void)flags;
	fake_counts.inits_with_flags++;
	return (nvmlReturn_t)fake_counts.init_result;
}

nvmlReturn_t nvmlInit_v2(void)
{
	fake_counts.inits++;
	return nvmlInitWithFlags(0);
}

nvmlReturn_t nvmlShutdown(void)
{
	fake_counts.shutdowns++;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *device)
{
	fake_counts.lookups++;
	strncpy(fake_counts.uuid, uuid, sizeof(fake_counts.uuid) - 1);
	for (unsigned i = 0; i < HANDLES; i++) {
		if (handles[i].uuid[0] == '\0')
			strncpy(handles[i].uuid, uuid, sizeof(handles[i].uuid) - 1);
		if (strcmp(handles[i].uuid, uuid) != 0)
			continue;
		*device = (nvmlDevice_t)&handles[i];
		return NVML_SUCCESS;
	}
	return NVML_ERROR_NOT_FOUND;
}

static nvmlReturn_t answer(nvmlDevice_t device, unsigned int *ret_index)
{
	fake_counts.answers++;
	for (unsigned i = 0; i < HANDLES; i++) {
		if (device != (nvmlDevice_t)&handles[i] || handles[i].uuid[0] == '\0')
			continue;
		*ret_index = i;
		return (nvmlReturn_t)fake_counts.result;
	}
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t nvmlDeviceGetFanSpeed(nvmlDevice_t device, unsigned int *speed)
{
	unsigned index = 0;
	nvmlReturn_t result = answer(device, &index);

	if (result == NVML_SUCCESS)
		*speed = 41 + index;
	return result;
}

nvmlReturn_t nvmlDeviceGetMarginTemperature(nvmlDevice_t device, nvmlMarginTemperature_t *info)
{
	unsigned index = 0;
	nvmlReturn_t result = answer(device, &index);

	fake_counts.structure = info;
	if (result == NVML_SUCCESS)
		info->marginTemperature = 17;
	return result;
}

nvmlReturn_t nvmlGpmSampleAlloc(nvmlGpmSample_t *gpmSample)
{
	*gpmSample = (nvmlGpmSample_t)(void *)&sample;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlGpmSampleGet(nvmlDevice_t device, nvmlGpmSample_t gpmSample)
{
	unsigned index;

	return (void *)gpmSample == (void *)&sample ? answer(device, &index)
						    : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t nvmlDeviceSetPowerManagementLimit(nvmlDevice_t device, unsigned int limit)
{
	(void)device, (void)limit;
	fake_counts.sets++;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, nvmlTemperatureSensors_t sensorType,
				      unsigned int *temp)
{
	(void)device, (void)sensorType;
	fake_counts.others++;
	*temp = 1;
	return NVML_SUCCESS;
}
