/* SPDX-License-Identifier: MIT */
/* What vGPUs and the processes in their guests use. */
#include <string.h>

#include "api/accounting.h"
#include "api/enable.h"
#include "api/sessions.h"
#include "api/vgpu.h"
#include "core/gpu.h"
#include "core/guard.h"
#include "entry_impl.h"

nvmlReturn_t impl_VgpuInstanceGetAccountingMode(nvmlVgpuInstance_t vgpuInstance,
						nvmlEnableState_t *mode)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	bool enabled;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS && !vgpu.driver_loaded)
		result = NVML_ERROR_DRIVER_NOT_LOADED;
	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_accounting_mode, &vgpu, &enabled);
	if (result == NVML_SUCCESS)
		*mode = enable_state(enabled);
	return result;
}

/* Without a list the answer is the most that there can be, even of no vGPU: recorded so. */
nvmlReturn_t impl_VgpuInstanceGetAccountingPids(nvmlVgpuInstance_t vgpuInstance,
						unsigned int *count, unsigned int *pids)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	uint32_t found[ACCOUNTING_PIDS_MAX];
	uint32_t needed = 0;

	if (pids == NULL) {
		if (*count != 0)
			return NVML_ERROR_INVALID_ARGUMENT;
		*count = ACCOUNTING_PIDS_MAX;
		return NVML_ERROR_INSUFFICIENT_SIZE;
	}
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);
	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_accounting_pids, &vgpu, found, &needed);
	return result == NVML_SUCCESS ? vgpu_give_list(found, needed, count, pids) : result;
}

nvmlReturn_t impl_VgpuInstanceGetAccountingStats(nvmlVgpuInstance_t vgpuInstance, unsigned int pid,
						 nvmlAccountingStats_t *stats)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	struct accounting_record record;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_accounting_record, &vgpu, pid, &record);
	if (result == NVML_SUCCESS)
		accounting_stats_of(&record, stats);
	return result;
}

nvmlReturn_t impl_VgpuInstanceClearAccountingPids(nvmlVgpuInstance_t vgpuInstance)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	return result == NVML_SUCCESS ? PROVIDER_ASK(gpu, clear_vgpu_accounting, &vgpu) : result;
}

/* Without a list the number is told; nothing newer is told apart from no vGPU. */
static nvmlReturn_t loads_since(struct gpu *gpu, unsigned long long last_seen, bool wants_list,
				unsigned int *count, struct vgpu_load *ret_loads)
{
	uint32_t needed = 0;
	unsigned int room = *count;

	if (wants_list && room == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_loads, last_seen, ret_loads, &needed);
	if (result != NVML_SUCCESS)
		return result;
	if (needed == 0 && wants_list)
		return NVML_ERROR_NOT_FOUND;
	*count = needed;
	return room < needed ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

static nvmlValue_t percent(uint32_t value)
{
	nvmlValue_t whole = {0};

	whole.uiVal = value;
	return whole;
}

nvmlReturn_t impl_DeviceGetVgpuUtilization(struct gpu *gpu, unsigned long long lastSeenTimeStamp,
					   nvmlValueType_t *sampleValType,
					   unsigned int *vgpuInstanceSamplesCount,
					   nvmlVgpuInstanceUtilizationSample_t *utilizationSamples)
{
	struct vgpu_load loads[VGPUS_MAX];
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS && vgpuInstanceSamplesCount == NULL)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS && utilizationSamples != NULL && sampleValType == NULL)
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result == NVML_SUCCESS)
		result = loads_since(gpu, lastSeenTimeStamp, utilizationSamples != NULL,
				     vgpuInstanceSamplesCount, loads);
	if (result != NVML_SUCCESS || utilizationSamples == NULL)
		return result;
	*sampleValType = NVML_VALUE_TYPE_UNSIGNED_INT;
	for (unsigned i = 0; i < *vgpuInstanceSamplesCount; i++)
		utilizationSamples[i] = (nvmlVgpuInstanceUtilizationSample_t){
		    .vgpuInstance = loads[i].vgpu,
		    .timeStamp = loads[i].time_us,
		    .smUtil = percent(loads[i].percent[SHARE_SM]),
		    .memUtil = percent(loads[i].percent[SHARE_MEMORY]),
		    .encUtil = percent(loads[i].percent[SHARE_ENCODER]),
		    .decUtil = percent(loads[i].percent[SHARE_DECODER])};
	return NVML_SUCCESS;
}

nvmlReturn_t
impl_DeviceGetVgpuInstancesUtilizationInfo(struct gpu *gpu,
					   nvmlVgpuInstancesUtilizationInfo_t *vgpuUtilInfo)
{
	struct vgpu_load loads[VGPUS_MAX];
	nvmlVgpuInstanceUtilizationInfo_v1_t *list = vgpuUtilInfo->vgpuUtilArray;
	nvmlReturn_t result = loads_since(gpu, vgpuUtilInfo->lastSeenTimeStamp, list != NULL,
					  &vgpuUtilInfo->vgpuInstanceCount, loads);

	if (result != NVML_SUCCESS || list == NULL)
		return result;
	vgpuUtilInfo->sampleValType = NVML_VALUE_TYPE_UNSIGNED_INT;
	for (unsigned i = 0; i < vgpuUtilInfo->vgpuInstanceCount; i++)
		list[i] = (nvmlVgpuInstanceUtilizationInfo_v1_t){
		    .timeStamp = loads[i].time_us,
		    .vgpuInstance = loads[i].vgpu,
		    .smUtil = percent(loads[i].percent[SHARE_SM]),
		    .memUtil = percent(loads[i].percent[SHARE_MEMORY]),
		    .encUtil = percent(loads[i].percent[SHARE_ENCODER]),
		    .decUtil = percent(loads[i].percent[SHARE_DECODER]),
		    .jpgUtil = percent(loads[i].percent[SHARE_JPEG]),
		    .ofaUtil = percent(loads[i].percent[SHARE_OFA])};
	return NVML_SUCCESS;
}

/* As loads_since; the taker writes the list. */
static nvmlReturn_t processes_since(struct gpu *gpu, unsigned long long last_seen,
				    const struct vgpu_process_taker *taker, unsigned int *count)
{
	uint32_t needed = 0;
	unsigned int room = *count;
	bool wants_list = taker->list != NULL;

	if (wants_list && room == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result =
	    PROVIDER_ASK(gpu, vgpu_process_loads, last_seen, wants_list ? room : 0, taker, &needed);
	if (result != NVML_SUCCESS)
		return result;
	if (needed == 0 && wants_list)
		return NVML_ERROR_NOT_FOUND;
	*count = needed;
	return (wants_list ? room : 0) < needed ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

static void take_sample(const struct vgpu_process_taker *self, uint32_t index,
			const struct vgpu_process_load *from)
{
	nvmlVgpuProcessUtilizationSample_t *at =
	    (nvmlVgpuProcessUtilizationSample_t *)self->list + index;

	*at = (nvmlVgpuProcessUtilizationSample_t){.vgpuInstance = from->load.vgpu,
						   .pid = from->pid,
						   .timeStamp = from->load.time_us,
						   .smUtil = from->load.percent[SHARE_SM],
						   .memUtil = from->load.percent[SHARE_MEMORY],
						   .encUtil = from->load.percent[SHARE_ENCODER],
						   .decUtil = from->load.percent[SHARE_DECODER]};
	_Static_assert(sizeof(at->processName) == sizeof(from->name), "the names differ");
	memcpy(at->processName, from->name, sizeof(at->processName));
}

nvmlReturn_t
impl_DeviceGetVgpuProcessUtilization(struct gpu *gpu, unsigned long long lastSeenTimeStamp,
				     unsigned int *vgpuProcessSamplesCount,
				     nvmlVgpuProcessUtilizationSample_t *utilizationSamples)
{
	const struct vgpu_process_taker taker = {take_sample, utilizationSamples};
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS && vgpuProcessSamplesCount == NULL)
		result = NVML_ERROR_INVALID_ARGUMENT;
	return result == NVML_SUCCESS
		   ? processes_since(gpu, lastSeenTimeStamp, &taker, vgpuProcessSamplesCount)
		   : result;
}

static void take_info(const struct vgpu_process_taker *self, uint32_t index,
		      const struct vgpu_process_load *from)
{
	nvmlVgpuProcessUtilizationInfo_v1_t *at =
	    (nvmlVgpuProcessUtilizationInfo_v1_t *)self->list + index;

	*at = (nvmlVgpuProcessUtilizationInfo_v1_t){.timeStamp = from->load.time_us,
						    .vgpuInstance = from->load.vgpu,
						    .pid = from->pid,
						    .smUtil = from->load.percent[SHARE_SM],
						    .memUtil = from->load.percent[SHARE_MEMORY],
						    .encUtil = from->load.percent[SHARE_ENCODER],
						    .decUtil = from->load.percent[SHARE_DECODER],
						    .jpgUtil = from->load.percent[SHARE_JPEG],
						    .ofaUtil = from->load.percent[SHARE_OFA]};
	_Static_assert(sizeof(at->processName) == sizeof(from->name), "the names differ");
	memcpy(at->processName, from->name, sizeof(at->processName));
}

/* The struct is looked at when the GPU is known to host vGPUs. */
nvmlReturn_t
impl_DeviceGetVgpuProcessesUtilizationInfo(struct gpu *gpu,
					   nvmlVgpuProcessesUtilizationInfo_t *vgpuProcUtilInfo)
{
	static const unsigned known[] = {nvmlVgpuProcessesUtilizationInfo_v1};
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result == NVML_SUCCESS)
		result = version_check(vgpuProcUtilInfo->version, known, 1,
				       NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	if (result != NVML_SUCCESS)
		return result;
	const struct vgpu_process_taker taker = {take_info, vgpuProcUtilInfo->vgpuProcUtilArray};
	return processes_since(gpu, vgpuProcUtilInfo->lastSeenTimeStamp, &taker,
			       &vgpuProcUtilInfo->vgpuProcessCount);
}

nvmlReturn_t impl_VgpuInstanceGetEncoderStats(nvmlVgpuInstance_t vgpuInstance,
					      unsigned int *sessionCount, unsigned int *averageFps,
					      unsigned int *averageLatency)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	struct session_stats stats;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		result = sessions_mean(gpu, SESSIONS_ENCODER, vgpuInstance, &stats);
	if (result == NVML_SUCCESS)
		sessions_give_encoder(&stats, sessionCount, averageFps, averageLatency);
	return result;
}

nvmlReturn_t impl_VgpuInstanceGetFBCStats(nvmlVgpuInstance_t vgpuInstance, nvmlFBCStats_t *fbcStats)
{
	struct gpu *gpu;
	struct vgpu vgpu;
	struct session_stats stats;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);

	if (result == NVML_SUCCESS)
		result = sessions_mean(gpu, SESSIONS_CAPTURE, vgpuInstance, &stats);
	if (result == NVML_SUCCESS)
		*fbcStats = sessions_capture_stats(&stats);
	return result;
}

/* A missing list is a mistake whatever the vGPU. */
nvmlReturn_t impl_VgpuInstanceGetEncoderSessions(nvmlVgpuInstance_t vgpuInstance,
						 unsigned int *sessionCount,
						 nvmlEncoderSessionInfo_t *sessionInfo)
{
	struct gpu *gpu;
	struct vgpu vgpu;

	if (*sessionCount != 0 && sessionInfo == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);
	return result == NVML_SUCCESS
		   ? sessions_of_encoder(gpu, vgpuInstance, sessionCount, sessionInfo)
		   : result;
}

nvmlReturn_t impl_VgpuInstanceGetFBCSessions(nvmlVgpuInstance_t vgpuInstance,
					     unsigned int *sessionCount,
					     nvmlFBCSessionInfo_t *sessionInfo)
{
	struct gpu *gpu;
	struct vgpu vgpu;

	if (*sessionCount != 0 && sessionInfo == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = vgpu_find(vgpuInstance, &gpu, &vgpu);
	return result == NVML_SUCCESS
		   ? sessions_of_capture(gpu, vgpuInstance, sessionCount, sessionInfo)
		   : result;
}
