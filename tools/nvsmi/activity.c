/* SPDX-License-Identifier: MIT */

#include "activity.h"

#include <string.h>

#define SAMPLES 1024
#define SPAN_MS 1000

static size_t smaller(size_t left, size_t right)
{
	return left < right ? left : right;
}

/* False where the library lacks the call. */
static bool ask_infos(struct gpu *gpu, uint64_t since_us, struct activity *ret_list, size_t *count)
{
	static nvmlProcessUtilizationInfo_v1_t list[SAMPLES];
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlProcessesUtilizationInfo_t *) =
	    library_symbol("nvmlDeviceGetProcessesUtilizationInfo");
	nvmlProcessesUtilizationInfo_t infos = {.version = nvmlProcessesUtilizationInfo_v1,
						.processSamplesCount = SAMPLES,
						.lastSeenTimeStamp = since_us,
						.procUtilArray = list};
	size_t found = 0;

	if (!function)
		return false;
	if (function(gpu_device(gpu), &infos) == NVML_SUCCESS)
		found = smaller(infos.processSamplesCount, SAMPLES);
	*count = smaller(found, *count);
	for (size_t i = 0; i < *count; i++)
		ret_list[i] = (struct activity){.pid = list[i].pid,
						.time_us = list[i].timeStamp,
						.sm = list[i].smUtil,
						.memory = list[i].memUtil,
						.encoder = list[i].encUtil,
						.decoder = list[i].decUtil,
						.jpeg = list[i].jpgUtil,
						.ofa = list[i].ofaUtil};
	return true;
}

static void ask_samples(struct gpu *gpu, uint64_t since_us, struct activity *ret_list,
			size_t *count)
{
	static nvmlProcessUtilizationSample_t list[SAMPLES];
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlProcessUtilizationSample_t *, unsigned int *,
				 unsigned long long) =
	    library_symbol("nvmlDeviceGetProcessUtilization");
	unsigned int found = SAMPLES;

	if (!function || function(gpu_device(gpu), list, &found, since_us) != NVML_SUCCESS)
		found = 0;
	*count = smaller(smaller(found, SAMPLES), *count);
	for (size_t i = 0; i < *count; i++)
		ret_list[i] = (struct activity){.pid = list[i].pid,
						.time_us = list[i].timeStamp,
						.sm = list[i].smUtil,
						.memory = list[i].memUtil,
						.encoder = list[i].encUtil,
						.decoder = list[i].decUtil};
}

void activity_processes(struct gpu *gpu, unsigned int interval_ms, struct activity *ret_list,
			size_t *count)
{
	/* Users look more often than GPUs sample. */
	unsigned int span_ms = interval_ms < SPAN_MS ? SPAN_MS : interval_ms;
	uint64_t since_us = (uint64_t)text_now_us() - (uint64_t)span_ms * 1000u;

	if (!ask_infos(gpu, since_us, ret_list, count))
		ask_samples(gpu, since_us, ret_list, count);
}

const struct activity *activity_of(const struct activity *list, size_t count, unsigned int pid)
{
	const struct activity *newest = NULL;

	for (size_t i = 0; i < count; i++) {
		if (list[i].pid == pid && (!newest || list[i].time_us > newest->time_us))
			newest = &list[i];
	}
	return newest;
}

static size_t add_protected(struct gpu *gpu, unsigned int mode, struct protected_memory *ret_list,
			    size_t count, size_t room)
{
	static nvmlProcessDetail_v1_t list[NVSMI_PROCESSES];
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlProcessDetailList_t *) =
	    library_symbol("nvmlDeviceGetRunningProcessDetailList");
	nvmlProcessDetailList_t details = {.version = nvmlProcessDetailList_v1,
					   .mode = mode,
					   .numProcArrayEntries = NVSMI_PROCESSES,
					   .procArray = list};

	if (!function || function(gpu_device(gpu), &details) != NVML_SUCCESS)
		return count;
	for (size_t i = 0;
	     i < smaller(details.numProcArrayEntries, NVSMI_PROCESSES) && count < room; i++)
		ret_list[count++] = (struct protected_memory){
		    .pid = list[i].pid, .bytes = list[i].usedGpuCcProtectedMemory};
	return count;
}

void activity_protected(struct gpu *gpu, struct protected_memory *ret_list, size_t *count)
{
	size_t room = *count;

	*count = add_protected(gpu, NVML_PROCESS_MODE_COMPUTE, ret_list, 0, room);
	*count = add_protected(gpu, NVML_PROCESS_MODE_GRAPHICS, ret_list, *count, room);
}

nvmlReturn_t activity_violation(struct gpu *gpu, nvmlPerfPolicyType_t policy,
				nvmlViolationTime_t *ret_time)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPerfPolicyType_t, nvmlViolationTime_t *) =
	    library_symbol("nvmlDeviceGetViolationStatus");

	return function ? function(gpu_device(gpu), policy, ret_time)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

struct gpm {
	nvmlGpmSample_t samples[2]; /* the one before, and now */
	bool has_before;
};

static bool take_sample(struct gpu *gpu, struct gpm *gpm)
{
	nvmlReturn_t (*allocate)(nvmlGpmSample_t *) = library_symbol("nvmlGpmSampleAlloc");
	nvmlReturn_t (*get)(nvmlDevice_t, nvmlGpmSample_t) = library_symbol("nvmlGpmSampleGet");

	if (!allocate || !get)
		return false;
	for (int i = 0; i < 2; i++) {
		if (!gpm->samples[i] && allocate(&gpm->samples[i]) != NVML_SUCCESS)
			return false;
	}
	return get(gpu_device(gpu), gpm->samples[1]) == NVML_SUCCESS;
}

static void compare_samples(const struct gpm *gpm, const unsigned int *ids, size_t count,
			    double *ret_values, bool *ret_known)
{
	static nvmlGpmMetricsGet_t request;
	nvmlReturn_t (*function)(nvmlGpmMetricsGet_t *) = library_symbol("nvmlGpmMetricsGet");

	memset(&request, 0, sizeof(request));
	request.version = NVML_GPM_METRICS_GET_VERSION;
	request.numMetrics = (unsigned int)count;
	request.sample1 = gpm->samples[0];
	request.sample2 = gpm->samples[1];
	for (size_t i = 0; i < count; i++)
		request.metrics[i].metricId = ids[i];
	if (!function || function(&request) != NVML_SUCCESS)
		return;
	for (size_t i = 0; i < count; i++) {
		ret_known[i] = request.metrics[i].nvmlReturn == NVML_SUCCESS;
		ret_values[i] = request.metrics[i].value;
	}
}

void activity_gpm(struct gpu *gpu, size_t place, const unsigned int *ids, size_t count,
		  double *ret_values, bool *ret_known)
{
	static struct gpm all[NVSMI_GPUS];
	struct gpm *gpm = &all[place];

	memset(ret_known, 0, count * sizeof(*ret_known));
	if (!take_sample(gpu, gpm)) {
		gpm->has_before = false;
		return;
	}
	if (gpm->has_before)
		compare_samples(gpm, ids, count, ret_values, ret_known);
	nvmlGpmSample_t before = gpm->samples[0];
	gpm->samples[0] = gpm->samples[1];
	gpm->samples[1] = before;
	gpm->has_before = true;
}
