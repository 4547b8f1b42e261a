/* SPDX-License-Identifier: MIT */
/* How the vGPUs of a host take turns. */
#include <string.h>

#include "sim/controls.h"

#define ENGINE_GRAPHICS 1u /* NV2080_ENGINE_TYPE_* */
#define ENGINE_ENCODER0 0x1bu
#define ENGINE_ENCODER1 0x1cu
#define POLICY_BEST_EFFORT 2u /* NV2080_CTRL_CMD_VGPU_SCHEDULER_POLICY_* */
#define POLICY_FIXED_SHARE 4u
#define ARR_DEFAULT 0u /* NV2080_CTRL_CMD_VGPU_SCHEDULER_ARR_* */
#define ARR_DISABLE 1u
#define ARR_ENABLE 2u
/* Published limits; beyond them the driver takes the nearest, 0 means the default. */
#define TIMESLICE_MIN_NS 1000000u
#define TIMESLICE_MAX_NS 30000000u
#define FREQUENCY_MIN 63u
#define FREQUENCY_MAX 960u
#define FREQUENCY_FEW 480u /* default for types of which at most 8 fit */
#define AVERAGE_MIN 1u
#define AVERAGE_MAX 60u
#define AVERAGE_DEFAULT 33u
#define TIMESLICE_DEFAULT_NS 2000000u
#define SECOND_NS 1000000000u
#define TURNS_PER_VGPU 3u
#define WEIGHT_STEP 16u

static uint32_t clamp(uint32_t value, uint32_t low, uint32_t high, uint32_t if_zero)
{
	if (value == 0)
		return if_zero;
	return value < low ? low : value > high ? high : value;
}

static void set(struct sim_vgpu_host *host, const struct rm_fifo_objsched_set_state *wish)
{
	uint32_t frequency =
	    clamp(wish->frequency_for_arr, FREQUENCY_MIN, FREQUENCY_MAX, FREQUENCY_FEW);
	bool shares = wish->sched_policy != POLICY_BEST_EFFORT;

	host->policy = wish->sched_policy;
	host->arr = shares && wish->enable_arr != ARR_DISABLE ? ARR_ENABLE : ARR_DISABLE;
	host->timeslice_ns = host->arr == ARR_ENABLE
				 ? SECOND_NS / frequency
				 : clamp(wish->timeslice_target_ns, TIMESLICE_MIN_NS,
					 TIMESLICE_MAX_NS, TIMESLICE_DEFAULT_NS);
	host->average_factor =
	    host->arr == ARR_ENABLE
		? clamp(wish->avg_factor_for_arr, AVERAGE_MIN, AVERAGE_MAX, AVERAGE_DEFAULT)
		: 0;
}

void sim_vgpu_scheduler_setup(struct sim_gpu *gpu)
{
	const struct rm_fifo_objsched_set_state wish = {
	    .sched_policy = gpu->entry->vgpu_policy ? gpu->entry->vgpu_policy : POLICY_BEST_EFFORT};

	set(&gpu->vgpu, &wish);
}

static bool is_engine(uint32_t engine)
{
	return engine == ENGINE_GRAPHICS || engine == ENGINE_ENCODER0 || engine == ENGINE_ENCODER1;
}

uint32_t sim_get_vgpu_scheduler(struct sim_call *call, void *neutral)
{
	struct rm_fifo_objsched_get_state *params = neutral;
	const struct sim_vgpu_host *host = &call->gpu->vgpu;

	if (!sim_vgpu_is_host(call->gpu))
		return SIM_NOT_SUPPORTED;
	if (!is_engine(params->engine_id))
		return SIM_INVALID_ARGUMENT;
	params->sched_policy =
	    params->engine_id == ENGINE_GRAPHICS ? host->policy : POLICY_BEST_EFFORT;
	params->arr_enabled = params->engine_id == ENGINE_GRAPHICS ? host->arr : ARR_DISABLE;
	params->target_timeslice_ns = params->arr_avg_factor = 0;
	if (params->engine_id != ENGINE_GRAPHICS || call->gpu->entry->vgpus_count == 0)
		return SIM_OK;
	params->target_timeslice_ns = host->timeslice_ns;
	params->arr_avg_factor = host->average_factor;
	return SIM_OK;
}

uint32_t sim_set_vgpu_scheduler(struct sim_call *call, void *neutral)
{
	const struct rm_fifo_objsched_set_state *params = neutral;
	struct sim_gpu *gpu = call->gpu;

	if (!sim_vgpu_is_host(gpu))
		return SIM_NOT_SUPPORTED;
	if (!is_engine(params->engine_id) || params->enable_arr > ARR_ENABLE ||
	    params->sched_policy < POLICY_BEST_EFFORT || params->sched_policy > POLICY_FIXED_SHARE)
		return SIM_INVALID_ARGUMENT;
	if (params->engine_id != ENGINE_GRAPHICS && params->sched_policy != POLICY_BEST_EFFORT)
		return SIM_INVALID_ARGUMENT;
	if (gpu->vgpu.mixed_sizes && params->sched_policy == POLICY_FIXED_SHARE)
		return SIM_NOT_SUPPORTED;
	if (gpu->entry->vgpus_count != 0)
		return SIM_INVALID_STATE;
	if (params->engine_id == ENGINE_GRAPHICS)
		set(&gpu->vgpu, params);
	return SIM_OK;
}

uint32_t sim_get_vgpu_scheduler_caps(struct sim_call *call, void *neutral)
{
	struct rm_fifo_objsched_get_caps *params = neutral;
	uint32_t engine = params->engine_id;

	if (!sim_vgpu_is_host(call->gpu))
		return SIM_NOT_SUPPORTED;
	if (!is_engine(engine))
		return SIM_INVALID_ARGUMENT;
	memset(params, 0, sizeof(*params));
	params->engine_id = engine;
	params->supported_schedulers[0] = POLICY_BEST_EFFORT;
	if (engine != ENGINE_GRAPHICS)
		return SIM_OK;
	params->supported_schedulers[1] = POLICY_BEST_EFFORT + 1;
	params->supported_schedulers[2] = POLICY_FIXED_SHARE;
	params->is_arr_mode_supported = 1;
	params->max_timeslice_ns = TIMESLICE_MAX_NS;
	params->min_timeslice_ns = TIMESLICE_MIN_NS;
	params->max_frequency_for_arr = FREQUENCY_MAX;
	params->min_frequency_for_arr = FREQUENCY_MIN;
	params->max_avg_factor_for_arr = AVERAGE_MAX;
	params->min_avg_factor_for_arr = AVERAGE_MIN;
	return SIM_OK;
}

/* vGPUs run one after the other, each for its slice; without any there is no list to run. */
uint32_t sim_get_vgpu_turns(struct sim_call *call, void *neutral)
{
	struct rm_fifo_objsched_sw_get_log *params = neutral;
	const struct sim_gpu *gpu = call->gpu;
	uint64_t slice = gpu->vgpu.timeslice_ns;

	if (!sim_vgpu_is_host(gpu))
		return SIM_NOT_SUPPORTED;
	if (!is_engine(params->engine_id))
		return SIM_INVALID_ARGUMENT;
	bool graphics = params->engine_id == ENGINE_GRAPHICS;
	memset(params->entry, 0, sizeof(params->entry));
	params->count = graphics ? gpu->entry->vgpus_count * TURNS_PER_VGPU : 0;
	for (uint32_t i = 0; i < params->count; i++) {
		params->entry[i].timestamp_ns = call->sim->now_ns + (i + 1) * slice;
		params->entry[i].time_run_total_ns = (int64_t)(slice * (i + 1));
		params->entry[i].time_run_ns = (uint32_t)slice;
		params->entry[i].swrl_id = i % gpu->entry->vgpus_count;
		params->entry[i].target_time_slice = (uint32_t)slice;
		params->entry[i].weight = WEIGHT_STEP * (params->entry[i].swrl_id + 1);
	}
	params->sched_policy = graphics ? gpu->vgpu.policy : POLICY_BEST_EFFORT;
	params->arr_enabled = graphics ? gpu->vgpu.arr : ARR_DISABLE;
	params->arr_avg_factor = graphics ? gpu->vgpu.average_factor : 0;
	params->target_timeslice_ns = graphics ? (uint32_t)slice : 0;
	return SIM_OK;
}
