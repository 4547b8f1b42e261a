/* SPDX-License-Identifier: MIT */
/* The functions of fake_nvml.c that answer with lists. */

#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers until the text ends; they must fit. */
static nvmlReturn_t list(nvmlDevice_t device, const char *function, int argument,
			 unsigned int *count, unsigned int *ret_numbers)
{
	static char text[8192];
	char *next = text;
	unsigned int found = 0;
	nvmlReturn_t status = fake_answer(device, function, argument, text, sizeof(text));

	while (status == NVML_SUCCESS && *next) {
		if (found == *count)
			return NVML_ERROR_INSUFFICIENT_SIZE;
		ret_numbers[found++] = (unsigned int)strtoul(next, &next, 10);
		next += strspn(next, " ");
	}
	*count = found;
	return status;
}

nvmlReturn_t nvmlDeviceGetSupportedMemoryClocks(nvmlDevice_t device, unsigned int *count,
						unsigned int *clocksMHz)
{
	return list(device, "nvmlDeviceGetSupportedMemoryClocks", -1, count, clocksMHz);
}

nvmlReturn_t nvmlDeviceGetSupportedGraphicsClocks(nvmlDevice_t device, unsigned int memoryClockMHz,
						  unsigned int *count, unsigned int *clocksMHz)
{
	return list(device, "nvmlDeviceGetSupportedGraphicsClocks", (int)memoryClockMHz, count,
		    clocksMHz);
}

nvmlReturn_t nvmlDeviceGetAccountingPids(nvmlDevice_t device, unsigned int *count,
					 unsigned int *pids)
{
	return list(device, "accounts", -1, count, pids);
}

/* gpu memory bytes time running */
nvmlReturn_t nvmlDeviceGetAccountingStats(nvmlDevice_t device, unsigned int pid,
					  nvmlAccountingStats_t *stats)
{
	unsigned long long number[5] = {0};
	nvmlReturn_t status = fake_numbers(device, "account", (int)pid, number, 5);

	stats->gpuUtilization = (unsigned int)number[0];
	stats->memoryUtilization = (unsigned int)number[1];
	stats->maxMemoryUsage = number[2];
	stats->time = number[3];
	stats->isRunning = (unsigned int)number[4];
	return status;
}

/* enabled, expiry as year month day hour minute second status; the product is another key. */
nvmlReturn_t nvmlDeviceGetGridLicensableFeatures_v4(nvmlDevice_t device,
						    nvmlGridLicensableFeatures_t *features)
{
	nvmlGridLicensableFeature_t *feature = &features->gridLicensableFeatures[0];
	unsigned long long number[8] = {0};
	nvmlReturn_t status = fake_numbers(device, "licence", -1, number, 8);

	features->isGridLicenseSupported = status == NVML_SUCCESS;
	features->licensableFeaturesCount = 1;
	feature->featureState = (unsigned int)number[0];
	feature->licenseExpiry = (nvmlGridLicenseExpiry_t){
	    .year = (unsigned int)number[1],
	    .month = (unsigned short)number[2],
	    .day = (unsigned short)number[3],
	    .hour = (unsigned short)number[4],
	    .min = (unsigned short)number[5],
	    .sec = (unsigned short)number[6],
	    .status = (unsigned char)number[7],
	};
	fake_answer(device, "product", -1, feature->productName, sizeof(feature->productName));
	return status;
}

/* "time value;" repeated */
nvmlReturn_t nvmlDeviceGetSamples(nvmlDevice_t device, nvmlSamplingType_t type,
				  unsigned long long lastSeenTimeStamp,
				  nvmlValueType_t *sampleValType, unsigned int *sampleCount,
				  nvmlSample_t *samples)
{
	static char text[8192];
	char *next = text;
	unsigned int found = 0;
	nvmlReturn_t status = fake_answer(device, "samples", (int)type, text, sizeof(text));

	(void)lastSeenTimeStamp;
	*sampleValType = NVML_VALUE_TYPE_UNSIGNED_INT;
	while (status == NVML_SUCCESS && *next) {
		if (found == *sampleCount)
			return NVML_ERROR_INSUFFICIENT_SIZE;
		samples[found].timeStamp = strtoull(next, &next, 10);
		samples[found++].sampleValue.uiVal = (unsigned int)strtoul(next, &next, 10);
		next += *next == ';';
	}
	*sampleCount = found;
	return status;
}

/* As nvmlDeviceGetRetiredPages, and times beside the addresses. */
nvmlReturn_t nvmlDeviceGetRetiredPages_v2(nvmlDevice_t device, nvmlPageRetirementCause_t cause,
					  unsigned int *pageCount, unsigned long long *addresses,
					  unsigned long long *timestamps)
{
	nvmlReturn_t status = nvmlDeviceGetRetiredPages(device, cause, pageCount, addresses);

	if (status == NVML_SUCCESS)
		fake_numbers(device, "retiredtimes", (int)cause, timestamps, (int)*pageCount);
	return status;
}

nvmlReturn_t nvmlGetExcludedDeviceCount(unsigned int *deviceCount)
{
	return fake_machine_number("excluded", deviceCount);
}

/* The place on the bus; the identifier is another key. */
nvmlReturn_t nvmlGetExcludedDeviceInfoByIndex(unsigned int index, nvmlExcludedDeviceInfo_t *info)
{
	char key[32];
	char text[64];
	nvmlReturn_t status;

	memset(info, 0, sizeof(*info));
	snprintf(key, sizeof(key), "excluded.%u.busid", index);
	status = fake_machine(key, text, sizeof(text));
	if (status != NVML_SUCCESS)
		return status;
	sscanf(text, "%x:%x:%x", &info->pciInfo.domain, &info->pciInfo.bus, &info->pciInfo.device);
	snprintf(key, sizeof(key), "excluded.%u.uuid", index);
	return fake_machine(key, info->uuid, sizeof(info->uuid));
}

nvmlReturn_t nvmlDeviceGetHostname_v1(nvmlDevice_t device, nvmlHostname_v1_t *hostname)
{
	memset(hostname, 0, sizeof(*hostname));
	return fake_answer(device, "hostname", -1, hostname->value, sizeof(hostname->value));
}

nvmlReturn_t nvmlDeviceGetBBXTimeData_v1(nvmlDevice_t device, nvmlBBXTimeData_v1_t *timeData)
{
	unsigned long long number = 0;
	nvmlReturn_t status = fake_numbers(device, "bbxtime", -1, &number, 1);

	timeData->timeRun = (unsigned int)number;
	return status;
}

nvmlReturn_t nvmlGetVgpuDriverCapabilities(nvmlVgpuDriverCapability_t capability,
					   unsigned int *capResult)
{
	char text[16];
	nvmlReturn_t status = fake_machine("mixedvgpus", text, sizeof(text));

	if (capability != NVML_VGPU_DRIVER_CAP_HETEROGENEOUS_MULTI_VGPU)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (status == NVML_SUCCESS)
		*capResult = (unsigned int)atoi(text);
	return status;
}

nvmlReturn_t nvmlDeviceGetVgpuCapabilities(nvmlDevice_t device,
					   nvmlDeviceVgpuCapability_t capability,
					   unsigned int *capResult)
{
	return fake_number(device, "nvmlDeviceGetVgpuCapabilities", (int)capability, capResult);
}
