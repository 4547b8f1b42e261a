/* SPDX-License-Identifier: MIT */
/* The functions of fake_nvml.c that tell what happened between two times. */

#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>

/* Rows of width numbers, "1 2 3;" repeated; how many, at most room. */
static unsigned int rows(nvmlDevice_t device, const char *key, int argument, size_t width,
			 unsigned long long *ret_numbers, unsigned int room)
{
	static char text[65536];
	char *next = text;
	unsigned int found = 0;

	text[0] = '\0';
	fake_answer(device, key, argument, text, sizeof(text));
	for (; *next && found < room; found++) {
		for (size_t i = 0; i < width; i++)
			ret_numbers[found * width + i] =
			    (unsigned long long)strtoll(next, &next, 10);
		next += *next == ';';
	}
	return found;
}

/* pid time sm memory encoder decoder jpeg ofa */
nvmlReturn_t nvmlDeviceGetProcessesUtilizationInfo(nvmlDevice_t device,
						   nvmlProcessesUtilizationInfo_t *infos)
{
	unsigned long long number[128][8];
	unsigned int found;

	if (infos->version != nvmlProcessesUtilizationInfo_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	found = rows(device, "loads", -1, 8, number[0], 128);
	if (!found)
		return NVML_ERROR_NOT_FOUND;
	if (found > infos->processSamplesCount)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	infos->processSamplesCount = found;
	for (unsigned int i = 0; i < found; i++)
		infos->procUtilArray[i] = (nvmlProcessUtilizationInfo_v1_t){
		    .pid = (unsigned int)number[i][0],
		    .timeStamp = number[i][1],
		    .smUtil = (unsigned int)number[i][2],
		    .memUtil = (unsigned int)number[i][3],
		    .encUtil = (unsigned int)number[i][4],
		    .decUtil = (unsigned int)number[i][5],
		    .jpgUtil = (unsigned int)number[i][6],
		    .ofaUtil = (unsigned int)number[i][7],
		};
	return NVML_SUCCESS;
}

/* pid bytes */
nvmlReturn_t nvmlDeviceGetRunningProcessDetailList(nvmlDevice_t device,
						   nvmlProcessDetailList_t *plist)
{
	unsigned long long number[128][2];

	if (plist->version != nvmlProcessDetailList_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	plist->numProcArrayEntries = rows(device, "details", (int)plist->mode, 2, number[0], 128);
	for (unsigned int i = 0; i < plist->numProcArrayEntries; i++)
		plist->procArray[i] = (nvmlProcessDetail_v1_t){
		    .pid = (unsigned int)number[i][0], .usedGpuCcProtectedMemory = number[i][1]};
	return NVML_SUCCESS;
}

/* nanoseconds and microseconds at first, and what each further call adds */
nvmlReturn_t nvmlDeviceGetViolationStatus(nvmlDevice_t device, nvmlPerfPolicyType_t perfPolicyType,
					  nvmlViolationTime_t *violTime)
{
	static unsigned int calls[NVML_PERF_POLICY_COUNT];
	unsigned long long number[4] = {0};
	nvmlReturn_t status = fake_numbers(device, "violation", (int)perfPolicyType, number, 4);

	if (status != NVML_SUCCESS)
		return status;
	violTime->violationTime = number[0] + calls[perfPolicyType] * number[2];
	violTime->referenceTime = number[1] + calls[perfPolicyType]++ * number[3];
	return NVML_SUCCESS;
}

struct nvmlGpmSample_st {
	nvmlDevice_t device;
	unsigned int serial; /* 0: never filled */
};

nvmlReturn_t nvmlGpmSampleAlloc(nvmlGpmSample_t *gpmSample)
{
	*gpmSample = calloc(1, sizeof(**gpmSample));
	return *gpmSample ? NVML_SUCCESS : NVML_ERROR_MEMORY;
}

nvmlReturn_t nvmlGpmSampleGet(nvmlDevice_t device, nvmlGpmSample_t gpmSample)
{
	static unsigned int serial;
	char text[16];

	if (fake_answer(device, "gpm", -1, text, sizeof(text)) != NVML_SUCCESS)
		return NVML_ERROR_NOT_SUPPORTED;
	gpmSample->device = device;
	gpmSample->serial = ++serial;
	return NVML_SUCCESS;
}

/* Only between two different times of one GPU. */
nvmlReturn_t nvmlGpmMetricsGet(nvmlGpmMetricsGet_t *metricsGet)
{
	const struct nvmlGpmSample_st *before = metricsGet->sample1;
	const struct nvmlGpmSample_st *after = metricsGet->sample2;

	if (metricsGet->version != NVML_GPM_METRICS_GET_VERSION)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	if (!before->serial || before->serial >= after->serial || before->device != after->device)
		return NVML_ERROR_INVALID_ARGUMENT;
	for (unsigned int i = 0; i < metricsGet->numMetrics; i++) {
		nvmlGpmMetric_t *metric = &metricsGet->metrics[i];
		char text[32] = "";

		metric->nvmlReturn =
		    fake_answer(after->device, "gpm", (int)metric->metricId, text, sizeof(text));
		metric->value = atof(text);
	}
	return NVML_SUCCESS;
}
