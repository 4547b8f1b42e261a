/* SPDX-License-Identifier: MIT */
/* How vGPUs take turns on a GPU. The older functions speak of its graphics engine alone. */
#include "api/vgpu.h"
#include "core/gpu.h"
#include "entry_impl.h"

static nvmlReturn_t engine_of(struct gpu *gpu, unsigned int engine, enum vgpu_engine *ret_engine)
{
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result != NVML_SUCCESS)
		return result;
	switch (engine) {
	case NVML_VGPU_SCHEDULER_ENGINE_TYPE_GRAPHICS:
		*ret_engine = VGPU_ENGINE_GRAPHICS;
		return NVML_SUCCESS;
	case NVML_VGPU_SCHEDULER_ENGINE_TYPE_NVENC0:
		*ret_engine = VGPU_ENGINE_ENCODER0;
		return NVML_SUCCESS;
	case NVML_VGPU_SCHEDULER_ENGINE_TYPE_NVENC1:
		*ret_engine = VGPU_ENGINE_ENCODER1;
		return NVML_SUCCESS;
	default:
		return NVML_ERROR_INVALID_ARGUMENT;
	}
}

static nvmlVgpuSchedulerParams_t params_of(const struct vgpu_scheduler *scheduler)
{
	nvmlVgpuSchedulerParams_t params = {0};

	if (scheduler->arr_mode == NVML_VGPU_SCHEDULER_ARR_ENABLE) {
		params.vgpuSchedDataWithARR.avgFactor = scheduler->average_factor;
		params.vgpuSchedDataWithARR.timeslice = scheduler->timeslice_ns;
	} else {
		params.vgpuSchedData.timeslice = scheduler->timeslice_ns;
	}
	return params;
}

nvmlReturn_t impl_DeviceGetVgpuSchedulerState(struct gpu *gpu,
					      nvmlVgpuSchedulerGetState_t *pSchedulerState)
{
	struct vgpu_scheduler scheduler;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_scheduler, VGPU_ENGINE_GRAPHICS, &scheduler);

	if (result == NVML_SUCCESS) {
		pSchedulerState->schedulerPolicy = scheduler.policy;
		pSchedulerState->arrMode = scheduler.arr_mode;
		pSchedulerState->schedulerParams = params_of(&scheduler);
	}
	return result;
}

nvmlReturn_t impl_DeviceGetVgpuSchedulerState_v2(struct gpu *gpu,
						 nvmlVgpuSchedulerStateInfo_v2_t *info)
{
	struct vgpu_scheduler scheduler;
	enum vgpu_engine engine;
	nvmlReturn_t result = engine_of(gpu, info->engineId, &engine);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_scheduler, engine, &scheduler);
	if (result == NVML_SUCCESS) {
		info->schedulerPolicy = scheduler.policy;
		info->avgFactor = scheduler.average_factor;
		info->timeslice = scheduler.timeslice_ns;
	}
	return result;
}

static bool is_policy(unsigned int policy)
{
	return policy >= NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT &&
	       policy <= NVML_VGPU_SCHEDULER_POLICY_FIXED_SHARE;
}

nvmlReturn_t impl_DeviceSetVgpuSchedulerState(struct gpu *gpu,
					      nvmlVgpuSchedulerSetState_t *pSchedulerState)
{
	const nvmlVgpuSchedulerSetParams_t *params = &pSchedulerState->schedulerParams;
	struct vgpu_scheduler_wish wish = {.policy = pSchedulerState->schedulerPolicy,
					   .arr_mode = pSchedulerState->enableARRMode};
	nvmlReturn_t result = vgpu_check_host(gpu);

	if (result != NVML_SUCCESS)
		return result;
	if (!is_policy(wish.policy) || wish.arr_mode > NVML_VGPU_SCHEDULER_ARR_ENABLE)
		return NVML_ERROR_INVALID_ARGUMENT;
	if (wish.arr_mode == NVML_VGPU_SCHEDULER_ARR_ENABLE) {
		wish.average_factor = params->vgpuSchedDataWithARR.avgFactor;
		wish.frequency_hz = params->vgpuSchedDataWithARR.frequency;
	} else if (wish.arr_mode == NVML_VGPU_SCHEDULER_ARR_DISABLE) {
		wish.timeslice_ns = params->vgpuSchedData.timeslice;
	}
	return PROVIDER_ASK(gpu, set_vgpu_scheduler, VGPU_ENGINE_GRAPHICS, &wish);
}

/* Newer programs cannot turn adaptive round robin off; best effort has none. */
nvmlReturn_t impl_DeviceSetVgpuSchedulerState_v2(struct gpu *gpu,
						 nvmlVgpuSchedulerState_v2_t *pSchedulerState)
{
	struct vgpu_scheduler_wish wish = {.policy = pSchedulerState->schedulerPolicy,
					   .frequency_hz = pSchedulerState->frequency,
					   .average_factor = pSchedulerState->avgFactor};
	enum vgpu_engine engine;
	nvmlReturn_t result = engine_of(gpu, pSchedulerState->engineId, &engine);

	if (result == NVML_SUCCESS && !is_policy(wish.policy))
		result = NVML_ERROR_INVALID_ARGUMENT;
	if (result != NVML_SUCCESS)
		return result;
	if (wish.policy != NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT)
		wish.arr_mode = NVML_VGPU_SCHEDULER_ARR_ENABLE;
	return PROVIDER_ASK(gpu, set_vgpu_scheduler, engine, &wish);
}

nvmlReturn_t impl_DeviceGetVgpuSchedulerCapabilities(struct gpu *gpu,
						     nvmlVgpuSchedulerCapabilities_t *pCapabilities)
{
	struct vgpu_scheduler_limits limits;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_scheduler_limits, &limits);

	if (result != NVML_SUCCESS)
		return result;
	for (unsigned i = 0; i < NVML_SUPPORTED_VGPU_SCHEDULER_POLICY_COUNT; i++)
		pCapabilities->supportedSchedulers[i] = limits.policies[i];
	pCapabilities->maxTimeslice = limits.max_timeslice_ns;
	pCapabilities->minTimeslice = limits.min_timeslice_ns;
	pCapabilities->isArrModeSupported = limits.arr;
	pCapabilities->maxFrequencyForARR = limits.max_frequency_hz;
	pCapabilities->minFrequencyForARR = limits.min_frequency_hz;
	pCapabilities->maxAvgFactorForARR = limits.max_average_factor;
	pCapabilities->minAvgFactorForARR = limits.min_average_factor;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetVgpuSchedulerLog(struct gpu *gpu, nvmlVgpuSchedulerLog_t *pSchedulerLog)
{
	struct vgpu_turns log;
	nvmlReturn_t result = PROVIDER_ASK(gpu, vgpu_turns, VGPU_ENGINE_GRAPHICS, &log);

	if (result != NVML_SUCCESS)
		return result;
	pSchedulerLog->engineId = NVML_VGPU_SCHEDULER_ENGINE_TYPE_GRAPHICS;
	pSchedulerLog->schedulerPolicy = log.scheduler.policy;
	pSchedulerLog->arrMode = log.scheduler.arr_mode;
	pSchedulerLog->schedulerParams = params_of(&log.scheduler);
	pSchedulerLog->entriesCount = log.count;
	for (uint32_t i = 0; i < log.count; i++)
		pSchedulerLog->logEntries[i] = (nvmlVgpuSchedulerLogEntry_t){
		    .timestamp = log.turns[i].time_ns,
		    .timeRunTotal = log.turns[i].run_total_ns,
		    .timeRun = log.turns[i].run_ns,
		    .swRunlistId = log.turns[i].runlist,
		    .targetTimeSlice = log.turns[i].target_ns,
		    .cumulativePreemptionTime = log.turns[i].preempted_ns};
	return NVML_SUCCESS;
}

/* Its entries have a weight, which drivers before 595 do not tell. */
nvmlReturn_t impl_DeviceGetVgpuSchedulerLog_v2(struct gpu *gpu, nvmlVgpuSchedulerLogInfo_v2_t *info)
{
	struct vgpu_turns log;
	enum vgpu_engine engine;
	nvmlReturn_t result = engine_of(gpu, info->engineId, &engine);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, vgpu_turns, engine, &log);
	if (result == NVML_SUCCESS && !log.weighted)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result != NVML_SUCCESS)
		return result;
	info->schedulerPolicy = log.scheduler.policy;
	info->avgFactor = log.scheduler.average_factor;
	info->timeslice = log.scheduler.timeslice_ns;
	info->entriesCount = log.count;
	for (uint32_t i = 0; i < log.count; i++)
		info->logEntries[i] = (nvmlVgpuSchedulerLogEntry_v2_t){
		    .timestamp = log.turns[i].time_ns,
		    .timeRunTotal = log.turns[i].run_total_ns,
		    .timeRun = log.turns[i].run_ns,
		    .swRunlistId = log.turns[i].runlist,
		    .targetTimeSlice = log.turns[i].target_ns,
		    .cumulativePreemptionTime = log.turns[i].preempted_ns,
		    .weight = log.turns[i].weight};
	return NVML_SUCCESS;
}
