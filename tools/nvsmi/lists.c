/* SPDX-License-Identifier: MIT */
/* What a GPU has any number of; reports ask for it, and no other command. */

#include "nvsmi.h"
#include "trouble.h"

#include <string.h>

#define SAMPLES_MAX 1024

nvmlReturn_t list_memory_clocks(struct gpu *gpu, unsigned int *ret_mhz, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetSupportedMemoryClocks");

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return trouble_note(gpu, function(gpu_device(gpu), count, ret_mhz));
}

nvmlReturn_t list_graphics_clocks(struct gpu *gpu, unsigned int memory_mhz, unsigned int *ret_mhz,
				  unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetSupportedGraphicsClocks");

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return trouble_note(gpu, function(gpu_device(gpu), memory_mhz, count, ret_mhz));
}

nvmlReturn_t list_retired_pages(struct gpu *gpu, nvmlPageRetirementCause_t cause,
				unsigned long long *ret_addresses, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPageRetirementCause_t, unsigned int *,
				 unsigned long long *) =
	    library_symbol("nvmlDeviceGetRetiredPages");

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return trouble_note(gpu, function(gpu_device(gpu), cause, count, ret_addresses));
}

static nvmlReturn_t call_retired(struct gpu *gpu, nvmlPageRetirementCause_t cause,
				 unsigned int *count, unsigned long long *ret_addresses,
				 unsigned long long *ret_times)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPageRetirementCause_t, unsigned int *,
				 unsigned long long *, unsigned long long *) =
	    library_symbol("nvmlDeviceGetRetiredPages_v2");

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (function)
		return trouble_note(
		    gpu, function(gpu_device(gpu), cause, count, ret_addresses, ret_times));
	return list_retired_pages(gpu, cause, ret_addresses, count);
}

nvmlReturn_t list_retired(struct gpu *gpu, nvmlPageRetirementCause_t cause,
			  struct retired *ret_pages, unsigned int *count)
{
	static unsigned long long addresses[NVSMI_RETIRED];
	static unsigned long long times[NVSMI_RETIRED];
	unsigned int capacity = *count < NVSMI_RETIRED ? *count : NVSMI_RETIRED;
	nvmlReturn_t status;

	memset(times, 0, sizeof(times));
	*count = capacity;
	status = call_retired(gpu, cause, count, addresses, times);
	if (status != NVML_SUCCESS || *count > capacity)
		*count = status == NVML_SUCCESS ? capacity : 0;
	for (unsigned int i = 0; i < *count; i++)
		ret_pages[i] = (struct retired){addresses[i], times[i]};
	return status;
}

/* A process may be forgotten between the two calls; the others stay. */
nvmlReturn_t list_accounted(struct gpu *gpu, struct accounted *ret_processes, unsigned int *count)
{
	static unsigned int pids[NVSMI_ACCOUNTS];
	nvmlReturn_t (*ask_pids)(nvmlDevice_t, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetAccountingPids");
	nvmlReturn_t (*ask_stats)(nvmlDevice_t, unsigned int, nvmlAccountingStats_t *) =
	    library_symbol("nvmlDeviceGetAccountingStats");
	unsigned int capacity = *count < NVSMI_ACCOUNTS ? *count : NVSMI_ACCOUNTS;
	unsigned int found = capacity;
	unsigned int kept = 0;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (ask_pids && ask_stats)
		status = trouble_note(gpu, ask_pids(gpu_device(gpu), &found, pids));
	if (status != NVML_SUCCESS)
		return status;
	for (unsigned int i = 0; i < found && i < capacity; i++) {
		struct accounted *process = &ret_processes[kept];

		memset(process, 0, sizeof(*process));
		process->pid = pids[i];
		kept += ask_stats(gpu_device(gpu), pids[i], &process->stats) == NVML_SUCCESS;
	}
	*count = kept;
	return NVML_SUCCESS;
}

static int64_t sample_number(nvmlValueType_t type, const nvmlSample_t *sample)
{
	if (type == NVML_VALUE_TYPE_DOUBLE)
		return number_of_double(sample->sampleValue.dVal);
	if (type == NVML_VALUE_TYPE_UNSIGNED_LONG_LONG)
		return (int64_t)sample->sampleValue.ullVal;
	return sample->sampleValue.uiVal;
}

static void sum_up(nvmlValueType_t type, const nvmlSample_t *list, unsigned int count,
		   struct samples *ret_samples)
{
	unsigned long long first = list[0].timeStamp;
	unsigned long long last = list[0].timeStamp;
	double sum = 0;

	ret_samples->max = INT64_MIN;
	ret_samples->min = INT64_MAX;
	for (unsigned int i = 0; i < count; i++) {
		int64_t number = sample_number(type, &list[i]);

		sum += (double)number;
		/* A ring of samples need not begin with the oldest. */
		first = list[i].timeStamp < first ? list[i].timeStamp : first;
		last = list[i].timeStamp > last ? list[i].timeStamp : last;
		ret_samples->max = number > ret_samples->max ? number : ret_samples->max;
		ret_samples->min = number < ret_samples->min ? number : ret_samples->min;
	}
	ret_samples->count = count;
	ret_samples->mean = number_of_double(sum / count);
	ret_samples->newest_us = last;
	ret_samples->seconds = (double)(last - first) / 1e6;
}

nvmlReturn_t list_samples(struct gpu *gpu, nvmlSamplingType_t type, struct samples *ret_samples)
{
	static nvmlSample_t list[SAMPLES_MAX];
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlSamplingType_t, unsigned long long,
				 nvmlValueType_t *, unsigned int *, nvmlSample_t *) =
	    library_symbol("nvmlDeviceGetSamples");
	nvmlValueType_t kind = NVML_VALUE_TYPE_UNSIGNED_INT;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int count = SAMPLES_MAX;

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (function)
		status = trouble_note(gpu, function(gpu_device(gpu), type, 0, &kind, &count, list));
	if (status == NVML_SUCCESS && (count == 0 || count > SAMPLES_MAX))
		status = NVML_ERROR_NOT_FOUND;
	if (status == NVML_SUCCESS)
		sum_up(kind, list, count, ret_samples);
	return status;
}

nvmlReturn_t list_power_profiles(struct gpu *gpu, bool requested, nvmlMask255_t *ret_profiles)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlWorkloadPowerProfileCurrentProfiles_t *) =
	    library_symbol("nvmlDeviceWorkloadPowerProfileGetCurrentProfiles");
	nvmlWorkloadPowerProfileCurrentProfiles_t current;
	nvmlReturn_t status;

	memset(&current, 0, sizeof(current));
	current.version = nvmlWorkloadPowerProfileCurrentProfiles_v1;
	status = function ? function(gpu_device(gpu), &current) : NVML_ERROR_FUNCTION_NOT_FOUND;
	*ret_profiles = requested ? current.requestedProfilesMask : current.enforcedProfilesMask;
	return status;
}
