/* SPDX-License-Identifier: MIT */
/*
 * GPU instances of fake_nvml.c, as libraries before 510 tell of them: profiles have no names.
 * "0.profile.K" of profile K is: id slices total multiprocessors, then copy, decoder, encoder, JPEG
 * and OFA engines, then MiB. "0.instances.ID" of a profile's id is "instance start size;" repeated.
 */

#include "fake_nvml.h"

#include <stdlib.h>

#define INSTANCES 64

struct nvmlGpuInstance_st {
	nvmlGpuInstanceInfo_t info;
};

static struct nvmlGpuInstance_st instances[INSTANCES];

nvmlReturn_t nvmlDeviceGetGpuInstanceProfileInfo(nvmlDevice_t device, unsigned int profile,
						 nvmlGpuInstanceProfileInfo_t *info)
{
	unsigned long long number[10] = {0};
	nvmlReturn_t status = fake_numbers(device, "profile", (int)profile, number, 10);

	if (status != NVML_SUCCESS)
		return status;
	*info = (nvmlGpuInstanceProfileInfo_t){
	    .id = (unsigned int)number[0],
	    .sliceCount = (unsigned int)number[1],
	    .instanceCount = (unsigned int)number[2],
	    .multiprocessorCount = (unsigned int)number[3],
	    .copyEngineCount = (unsigned int)number[4],
	    .decoderCount = (unsigned int)number[5],
	    .encoderCount = (unsigned int)number[6],
	    .jpegCount = (unsigned int)number[7],
	    .ofaCount = (unsigned int)number[8],
	    .memorySizeMB = number[9],
	};
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetGpuInstanceRemainingCapacity(nvmlDevice_t device, unsigned int profileId,
						       unsigned int *count)
{
	unsigned long long number = 0;
	nvmlReturn_t status = fake_numbers(device, "free", (int)profileId, &number, 1);

	*count = (unsigned int)number;
	return status;
}

nvmlReturn_t nvmlDeviceGetGpuInstances(nvmlDevice_t device, unsigned int profileId,
				       nvmlGpuInstance_t *gpuInstances, unsigned int *count)
{
	static unsigned int used;
	char text[1024];
	char *next = text;
	nvmlReturn_t status = fake_answer(device, "instances", (int)profileId, text, sizeof(text));

	*count = 0;
	if (status != NVML_SUCCESS)
		return status == NVML_ERROR_NOT_SUPPORTED ? NVML_SUCCESS : status;
	while (*next && used < INSTANCES) {
		nvmlGpuInstanceInfo_t *info = &instances[used].info;

		info->device = device;
		info->profileId = profileId;
		info->id = (unsigned int)strtoul(next, &next, 10);
		info->placement.start = (unsigned int)strtoul(next, &next, 10);
		info->placement.size = (unsigned int)strtoul(next, &next, 10);
		next += *next == ';';
		gpuInstances[(*count)++] = &instances[used++];
	}
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlGpuInstanceGetInfo(nvmlGpuInstance_t gpuInstance, nvmlGpuInstanceInfo_t *info)
{
	*info = gpuInstance->info;
	return NVML_SUCCESS;
}
