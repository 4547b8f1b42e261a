/* SPDX-License-Identifier: MIT */
/* THERMAL_SYSTEM_EXECUTE_V2: a list of small questions about sensors. */
#include "sim/controls.h"

#define IGNORE_FAIL 1u
#define INSTRUCTIONS_MAX 32u
#define TARGET_GPU 1u
#define TARGET_MEMORY 2u
#define PROVIDER_GPU_INTERNAL 1u
/* What a sensor can read; no recording says. */
#define READING_MIN (-40)
#define READING_MAX 199

typedef struct rm_thermal_system_execute_v2 execute;
typedef struct rm_thermal_system_execute_v2_instruction_list instruction;

/* Sensor, target and provider n belong together: 0 the GPU, 1 its memory. */
static uint32_t sensor_count(const struct sim_gpu *gpu)
{
	return gpu->state.memory_temperature_c >= 0 ? 2 : 1;
}

static uint32_t index_of(const instruction *at)
{
	return at->operands.get_status_sensor_reading.sensor_index;
}

static uint32_t run_indexed(const struct sim_gpu *gpu, instruction *at)
{
	uint32_t index = index_of(at);

	if (index >= sensor_count(gpu))
		return SIM_INVALID_ARGUMENT;
	switch (at->opcode) {
	case 0x101: /* GET_INFO_TARGET_TYPE */
		at->operands.get_info_target_type.type = index == 0 ? TARGET_GPU : TARGET_MEMORY;
		return SIM_OK;
	case 0x301: /* GET_INFO_PROVIDER_TYPE */
		at->operands.get_info_provider_type.type = PROVIDER_GPU_INTERNAL;
		return SIM_OK;
	case 0x510: /* GET_INFO_SENSOR_PROVIDER */
		at->operands.get_info_sensor_provider.provider_index = index;
		return SIM_OK;
	case 0x520: /* GET_INFO_SENSOR_TARGET */
		at->operands.get_info_sensor_target.target_index = index;
		return SIM_OK;
	case 0x540: /* GET_INFO_SENSOR_READING_RANGE */
		at->operands.get_info_sensor_reading_range.minimum = READING_MIN;
		at->operands.get_info_sensor_reading_range.maximum = READING_MAX;
		return SIM_OK;
	case 0x1500: /* GET_STATUS_SENSOR_READING, whole degrees */
		at->operands.get_status_sensor_reading.value =
		    index == 0 ? gpu->state.temperature_c : gpu->state.memory_temperature_c;
		return SIM_OK;
	default:
		return SIM_NOT_SUPPORTED;
	}
}

static uint32_t run_one(const struct sim_gpu *gpu, instruction *at)
{
	uint32_t mask = (1u << sensor_count(gpu)) - 1;

	switch (at->opcode) {
	case 0x100: /* GET_INFO_TARGETS_AVAILABLE */
		at->operands.get_info_targets_available.available_targets = mask;
		return SIM_OK;
	case 0x500: /* GET_INFO_SENSORS_AVAILABLE */
		at->operands.get_info_sensors_available.available_sensors = mask;
		return SIM_OK;
	default:
		return run_indexed(gpu, at);
	}
}

uint32_t sim_thermal_execute(struct sim_call *call, void *neutral)
{
	execute *params = neutral;

	if (sim_vgpu_is_guest(call->gpu)) /* a guest sees no sensors */
		return SIM_NOT_SUPPORTED;
	if (params->instruction_list_size == 0 || params->instruction_list_size > INSTRUCTIONS_MAX)
		return SIM_INVALID_ARGUMENT;
	params->successful_instructions = 0;
	for (uint32_t i = 0; i < params->instruction_list_size; i++) {
		instruction *at = &params->instruction_list[i];

		at->executed = 1;
		at->result = run_one(call->gpu, at);
		if (at->result == SIM_OK)
			params->successful_instructions++;
		else if (!(params->execute_flags & IGNORE_FAIL))
			return at->result;
	}
	return SIM_OK;
}
