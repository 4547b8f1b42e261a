/* SPDX-License-Identifier: MIT */
/* The functions of fake_nvml.c that answer with lists. */

#include "fake_nvml.h"

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
