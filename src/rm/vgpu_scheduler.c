/* SPDX-License-Identifier: MIT */
/* How the vGPUs of a host take turns. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/rm.h"
#include "rm/vgpu.h"
#include "rm_constants.h"

static uint32_t engine_type(enum vgpu_engine engine)
{
	static const uint32_t types[] = {[VGPU_ENGINE_GRAPHICS] = NV2080_ENGINE_TYPE_GR0,
					 [VGPU_ENGINE_ENCODER0] = NV2080_ENGINE_TYPE_NVENC0,
					 [VGPU_ENGINE_ENCODER1] = NV2080_ENGINE_TYPE_NVENC1};

	return types[engine];
}

/* The driver has one policy more, "other", before those that NVML knows. */
static uint32_t policy_of(uint32_t policy)
{
	switch (policy) {
	case NV2080_CTRL_CMD_VGPU_SCHEDULER_POLICY_BEST_EFFORT:
		return NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT;
	case NV2080_CTRL_CMD_VGPU_SCHEDULER_POLICY_EQUAL_SHARE:
		return NVML_VGPU_SCHEDULER_POLICY_EQUAL_SHARE;
	case NV2080_CTRL_CMD_VGPU_SCHEDULER_POLICY_FIXED_SHARE:
		return NVML_VGPU_SCHEDULER_POLICY_FIXED_SHARE;
	default:
		return NVML_VGPU_SCHEDULER_POLICY_UNKNOWN;
	}
}

/* The driver's numbers are NVML's. */
static uint32_t arr_mode_of(uint32_t mode)
{
	return mode <= NVML_VGPU_SCHEDULER_ARR_ENABLE ? mode : NVML_VGPU_SCHEDULER_ARR_DEFAULT;
}

static nvmlReturn_t ask_host(struct gpu *gpu, enum rm_cmd cmd, void *params)
{
	nvmlReturn_t result = rm_vgpu_use(gpu);

	return result == NVML_SUCCESS ? rm_control(gpu, cmd, params) : result;
}

static nvmlReturn_t rm_vgpu_scheduler(struct gpu *gpu, enum vgpu_engine engine,
				      struct vgpu_scheduler *ret_scheduler)
{
	struct rm_fifo_objsched_get_state params = {.engine_id = engine_type(engine)};
	nvmlReturn_t result = ask_host(gpu, RM_FIFO_OBJSCHED_GET_STATE, &params);

	if (result == NVML_SUCCESS)
		*ret_scheduler =
		    (struct vgpu_scheduler){.policy = policy_of(params.sched_policy),
					    .arr_mode = arr_mode_of(params.arr_enabled),
					    .timeslice_ns = params.target_timeslice_ns,
					    .average_factor = params.arr_avg_factor};
	return result;
}

/* Refused for the state that the GPU is in: a vGPU runs. */
static nvmlReturn_t rm_set_vgpu_scheduler(struct gpu *gpu, enum vgpu_engine engine,
					  const struct vgpu_scheduler_wish *wish)
{
	struct rm_fifo_objsched_set_state params = {.engine_id = engine_type(engine),
						    .sched_policy = wish->policy + 1,
						    .enable_arr = wish->arr_mode,
						    .timeslice_target_ns = wish->timeslice_ns,
						    .frequency_for_arr = wish->frequency_hz,
						    .avg_factor_for_arr = wish->average_factor};
	uint32_t status;
	nvmlReturn_t result = rm_vgpu_use_as_root(gpu);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_control_at(gpu->rm.subdevice, RM_FIFO_OBJSCHED_SET_STATE, &params, &status);
	return status == NV_ERR_INVALID_STATE ? NVML_ERROR_NOT_SUPPORTED : result;
}

static nvmlReturn_t rm_vgpu_scheduler_limits(struct gpu *gpu,
					     struct vgpu_scheduler_limits *ret_limits)
{
	struct rm_fifo_objsched_get_caps params = {.engine_id = NV2080_ENGINE_TYPE_GR0};
	nvmlReturn_t result = ask_host(gpu, RM_FIFO_OBJSCHED_GET_CAPS, &params);

	if (result != NVML_SUCCESS)
		return result;
	*ret_limits =
	    (struct vgpu_scheduler_limits){.arr = params.is_arr_mode_supported != 0,
					   .min_timeslice_ns = params.min_timeslice_ns,
					   .max_timeslice_ns = params.max_timeslice_ns,
					   .min_frequency_hz = params.min_frequency_for_arr,
					   .max_frequency_hz = params.max_frequency_for_arr,
					   .min_average_factor = params.min_avg_factor_for_arr,
					   .max_average_factor = params.max_avg_factor_for_arr};
	for (unsigned i = 0; i < NVML_SUPPORTED_VGPU_SCHEDULER_POLICY_COUNT; i++)
		ret_limits->policies[i] = policy_of(params.supported_schedulers[i]);
	return NVML_SUCCESS;
}

typedef struct rm_fifo_objsched_sw_get_log rm_log;

static void take_turns(const rm_log *log, struct vgpu_turns *ret_turns)
{
	ret_turns->scheduler = (struct vgpu_scheduler){.policy = policy_of(log->sched_policy),
						       .arr_mode = arr_mode_of(log->arr_enabled),
						       .timeslice_ns = log->target_timeslice_ns,
						       .average_factor = log->arr_avg_factor};
	ret_turns->weighted = log->entry[0].weight != VGPU_NOT_TOLD;
	ret_turns->count = log->count < NVML_SCHEDULER_SW_MAX_LOG_ENTRIES
			       ? log->count
			       : NVML_SCHEDULER_SW_MAX_LOG_ENTRIES;
	for (uint32_t i = 0; i < ret_turns->count; i++)
		ret_turns->turns[i] =
		    (struct vgpu_turn){.time_ns = log->entry[i].timestamp_ns,
				       .run_total_ns = (uint64_t)log->entry[i].time_run_total_ns,
				       .run_ns = log->entry[i].time_run_ns,
				       .target_ns = log->entry[i].target_time_slice,
				       .preempted_ns = log->entry[i].cumulative_preemption_time,
				       .runlist = log->entry[i].swrl_id,
				       .weight = log->entry[i].weight};
}

static __attribute__((noinline)) nvmlReturn_t
rm_vgpu_turns(struct gpu *gpu, enum vgpu_engine engine, struct vgpu_turns *ret_turns)
{
	rm_log log;

	memset(&log, 0, sizeof(log));
	log.engine_id = engine_type(engine);
	log.entry[0].weight = VGPU_NOT_TOLD;
	nvmlReturn_t result = ask_host(gpu, RM_FIFO_OBJSCHED_SW_GET_LOG, &log);
	if (result == NVML_SUCCESS)
		take_turns(&log, ret_turns);
	return result;
}

void rm_vgpu_scheduler_fill(struct provider_ops *ops)
{
	ops->vgpu_scheduler = rm_vgpu_scheduler;
	ops->set_vgpu_scheduler = rm_set_vgpu_scheduler;
	ops->vgpu_scheduler_limits = rm_vgpu_scheduler_limits;
	ops->vgpu_turns = rm_vgpu_turns;
}
