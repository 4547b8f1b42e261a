/* SPDX-License-Identifier: MIT */
/* What firmware measures: clocks, P-state, throttling, temperature, power, fans. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm_constants.h"

static nvmlReturn_t result_of_page(enum rm_page_answer answer)
{
	return answer == RM_PAGE_OK ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
}

/* A GPU that cannot be used at all has another reason than a page without the number. */
static nvmlReturn_t ask_page(struct gpu *gpu, struct rm_page_item stamp,
			     const struct rm_page_item *items, size_t count, uint64_t *ret_values)
{
	enum rm_page_answer answer = rm_page_read_patiently(gpu, stamp, items, count, ret_values);

	if (answer == RM_PAGE_OK)
		return NVML_SUCCESS;
	nvmlReturn_t result = rm_gpu_use(gpu);
	return result != NVML_SUCCESS ? result : NVML_ERROR_NOT_SUPPORTED;
}

static uint32_t nearest_mhz(uint64_t khz)
{
	return (uint32_t)((khz + 500) / 1000);
}

/* The actual clock where the driver publishes it (590 on), else the programmed one. */
static nvmlReturn_t rm_clock_mhz(struct gpu *gpu, enum clock_domain domain, uint32_t *ret_mhz)
{
	/* Order of the page: graphics, memory, video, SM; enum clock_domain follows it. */
	struct rm_page_item items[] = {
	    {RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ, (uint8_t)domain},
	    {RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_ACTUAL_CLK_KHZ, (uint8_t)domain}};
	uint64_t values[2];
	nvmlReturn_t result =
	    ask_page(gpu, RM_PAGE_ITEM(CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP), items, 2, values);

	if (result == NVML_SUCCESS)
		*ret_mhz = values[1] != 0 ? nearest_mhz(values[1]) : (uint32_t)values[0];
	return result;
}

static nvmlReturn_t rm_throttle_reasons(struct gpu *gpu, uint64_t *ret_mask)
{
	return ask_page(gpu, RM_PAGE_ITEM(CLK_THROTTLE_INFO_TIMESTAMP),
			&RM_PAGE_ITEM(CLK_THROTTLE_INFO_REASON_MASK), 1, ret_mask);
}

/* The clock of the rated power is the base clock; the board says whether it counts there. */
static nvmlReturn_t rm_clock_violation(struct gpu *gpu, struct clock_violation *ret_violation)
{
	static const struct rm_page_item items[] = {
	    {RM_RUSD_CLK_THROTTLE_INFO_REFERENCE_TIME_NS, 0},
	    {RM_RUSD_CLK_THROTTLE_INFO_GLOBAL_VIOLATION_PERF_POINT_MASK, 0},
	    {RM_RUSD_CLK_THROTTLE_INFO_GLOBAL_VIOLATION_TIME_NS, RUSD_PERF_POINT_RATED_TDP}};
	uint64_t values[3];
	nvmlReturn_t result =
	    ask_page(gpu, RM_PAGE_ITEM(CLK_THROTTLE_INFO_TIMESTAMP), items, 3, values);

	if (result == NVML_SUCCESS && !(values[1] >> RUSD_PERF_POINT_RATED_TDP & 1))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*ret_violation = (struct clock_violation){.read_at_ns = values[0],
							  .below_base_clock_ns = values[2]};
	return result;
}

static nvmlReturn_t rm_pstate_bits(struct gpu *gpu, uint32_t *ret_bits)
{
	struct rm_perf_get_current_pstate params = {0};
	uint64_t value;

	if (rm_page_read(gpu, RM_PAGE_ITEM(PERF_CURRENT_PSTATE_TIMESTAMP),
			 &RM_PAGE_ITEM(PERF_CURRENT_PSTATE_CURRENT_PSTATE), 1,
			 &value) == RM_PAGE_OK) {
		*ret_bits = (uint32_t)value;
		return NVML_SUCCESS;
	}
	nvmlReturn_t result = rm_control(gpu, RM_PERF_GET_CURRENT_PSTATE, &params);
	if (result == NVML_SUCCESS)
		*ret_bits = params.curr_pstate;
	return result;
}

/* Temperature: the page, else the thermal control. */

/* Signed 24.8 fixed point; half a degree rounds up, below zero is zero. */
static uint32_t celsius_of(uint64_t fixed)
{
	int32_t value = (int32_t)(uint32_t)fixed;

	return value <= 0 ? 0 : ((uint32_t)value + 128) >> 8;
}

static enum rm_page_answer page_temperature(struct gpu *gpu, enum rm_rusd_sensor sensor,
					    enum rm_rusd_field single, uint64_t *ret_fixed)
{
	if (lib.rm.page_layout == NULL)
		return RM_PAGE_ABSENT;
	uint8_t element = lib.rm.page_layout->sensor_index[sensor];
	struct rm_page_item one = {single, 0};

	if (element != 0xff)
		return rm_page_read(
		    gpu, (struct rm_page_item){RM_RUSD_TEMPERATURES_TIMESTAMP, element},
		    &(struct rm_page_item){RM_RUSD_TEMPERATURES_TEMPERATURE, element}, 1,
		    ret_fixed);
	return rm_page_read(gpu, RM_PAGE_ITEM(TEMPERATURE_TIMESTAMP), &one, 1, ret_fixed);
}

typedef struct rm_thermal_system_execute_v2_instruction_list rm_thermal_instruction;

/* API 1.0 of the thermal system; an instruction is 44 bytes in every release. */
static nvmlReturn_t execute(struct gpu *gpu, struct rm_thermal_system_execute_v2 *batch)
{
	batch->client_api_version = 1;
	batch->client_api_revision = 0;
	batch->client_instruction_size_of = 44;
	return rm_control(gpu, RM_THERMAL_SYSTEM_EXECUTE_V2, batch);
}

static bool succeeded(const rm_thermal_instruction *instruction)
{
	return instruction->executed != 0 && instruction->result == NV_OK;
}

/*
 * One call: what each of the first targets is, and what the sensor of the same
 * number reads. More targets than these no board has shown.
 */
#define THERMAL_TARGETS 4u

static void compose_reading(struct rm_thermal_system_execute_v2 *batch)
{
	memset(batch, 0, sizeof(*batch));
	batch->execute_flags = NV2080_CTRL_THERMAL_SYSTEM_EXECUTE_FLAGS_IGNORE_FAIL;
	batch->instruction_list_size = 2 * THERMAL_TARGETS;
	for (uint32_t i = 0; i < THERMAL_TARGETS; i++) {
		rm_thermal_instruction *type = &batch->instruction_list[2 * i];
		rm_thermal_instruction *reading = &batch->instruction_list[2 * i + 1];
		type->opcode = NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_TARGET_TYPE_OPCODE;
		type->operands.get_info_target_type.target_index = i;
		reading->opcode = NV2080_CTRL_THERMAL_SYSTEM_GET_STATUS_SENSOR_READING_OPCODE;
		reading->operands.get_status_sensor_reading.sensor_index = i;
	}
}

static nvmlReturn_t control_temperature(struct gpu *gpu, uint32_t *ret_celsius)
{
	struct rm_thermal_system_execute_v2 batch;

	compose_reading(&batch);
	nvmlReturn_t result = execute(gpu, &batch);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < THERMAL_TARGETS; i++) {
		const rm_thermal_instruction *type = &batch.instruction_list[2 * i];
		const rm_thermal_instruction *reading = &batch.instruction_list[2 * i + 1];
		if (!succeeded(type) || type->operands.get_info_target_type.type !=
					    NV2080_CTRL_THERMAL_SYSTEM_TARGET_GPU)
			continue;
		int32_t celsius = reading->operands.get_status_sensor_reading.value;
		if (!succeeded(reading) || celsius < 1 || celsius > 250)
			return NVML_ERROR_UNKNOWN;
		*ret_celsius = (uint32_t)celsius;
		return NVML_SUCCESS;
	}
	return NVML_ERROR_NOT_SUPPORTED;
}

static nvmlReturn_t rm_temperature_c(struct gpu *gpu, uint32_t *ret_celsius)
{
	uint64_t fixed;

	if (page_temperature(gpu, RM_RUSD_SENSOR_GPU, RM_RUSD_TEMPERATURE_GPU_TEMPERATURE,
			     &fixed) != RM_PAGE_OK)
		return control_temperature(gpu, ret_celsius);
	*ret_celsius = celsius_of(fixed);
	return NVML_SUCCESS;
}

/* Boards with stacked memory measure it; on others the number is 0 or missing. */
static nvmlReturn_t rm_memory_temperature_c(struct gpu *gpu, uint32_t *ret_celsius)
{
	uint64_t fixed = 0;
	nvmlReturn_t result = result_of_page(
	    page_temperature(gpu, RM_RUSD_SENSOR_HBM, RM_RUSD_TEMPERATURE_HBM_TEMPERATURE, &fixed));

	if (result == NVML_SUCCESS && fixed == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*ret_celsius = celsius_of(fixed);
	return result;
}

static nvmlReturn_t rm_fan_rpm(struct gpu *gpu, uint32_t fan, uint32_t *ret_rpm)
{
	struct rm_page_item item = {RM_RUSD_FAN_COOLER_STATUS_RPM_CURR, (uint8_t)fan};
	uint64_t value;
	nvmlReturn_t result =
	    ask_page(gpu, RM_PAGE_ITEM(FAN_COOLER_STATUS_TIMESTAMP), &item, 1, &value);

	if (result == NVML_SUCCESS)
		*ret_rpm = (uint32_t)value;
	return result;
}

/* Power: 0 and all-ones in a valid section mean that the board lacks the reading. */
static nvmlReturn_t ask_milliwatts(struct gpu *gpu, struct rm_page_item stamp,
				   struct rm_page_item item, uint32_t *ret_mw)
{
	uint64_t value;
	nvmlReturn_t result = ask_page(gpu, stamp, &item, 1, &value);

	if (result == NVML_SUCCESS && (value == 0 || value == UINT32_MAX))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*ret_mw = (uint32_t)value;
	return result;
}

static nvmlReturn_t rm_power_mw(struct gpu *gpu, enum power_reading reading, uint32_t *ret_mw)
{
	static const struct {
		enum rm_rusd_field stamp, value;
	} places[] = {
	    [POWER_AVERAGE_GPU] = {RM_RUSD_AVG_POWER_USAGE_TIMESTAMP,
				   RM_RUSD_AVG_POWER_USAGE_AVERAGE_GPU_POWER},
	    [POWER_AVERAGE_MODULE] = {RM_RUSD_AVG_POWER_USAGE_TIMESTAMP,
				      RM_RUSD_AVG_POWER_USAGE_AVERAGE_MODULE_POWER},
	    [POWER_AVERAGE_MEMORY] = {RM_RUSD_AVG_POWER_USAGE_TIMESTAMP,
				      RM_RUSD_AVG_POWER_USAGE_AVERAGE_MEMORY_POWER},
	    [POWER_INSTANT_GPU] = {RM_RUSD_INST_POWER_USAGE_TIMESTAMP,
				   RM_RUSD_INST_POWER_USAGE_INST_GPU_POWER},
	    [POWER_INSTANT_MODULE] = {RM_RUSD_INST_POWER_USAGE_TIMESTAMP,
				      RM_RUSD_INST_POWER_USAGE_INST_MODULE_POWER},
	};
	struct rm_page_item stamp = {places[reading].stamp, 0};
	struct rm_page_item item = {places[reading].value, 0};

	return ask_milliwatts(gpu, stamp, item, ret_mw);
}

static nvmlReturn_t rm_power_limit_enforced_mw(struct gpu *gpu, uint32_t *ret_mw)
{
	return ask_milliwatts(gpu, RM_PAGE_ITEM(POWER_LIMIT_GPU_TIMESTAMP),
			      RM_PAGE_ITEM(POWER_LIMIT_GPU_ENFORCED_MW), ret_mw);
}

static nvmlReturn_t rm_power_limit_requested_mw(struct gpu *gpu, uint32_t *ret_mw)
{
	return ask_milliwatts(gpu, RM_PAGE_ITEM(POWER_LIMIT_GPU_TIMESTAMP),
			      RM_PAGE_ITEM(POWER_LIMIT_GPU_REQUESTED_MW), ret_mw);
}

void rm_telemetry_fill(struct provider_ops *ops)
{
	ops->clock_mhz = rm_clock_mhz;
	ops->throttle_reasons = rm_throttle_reasons;
	ops->clock_violation = rm_clock_violation;
	ops->pstate_bits = rm_pstate_bits;
	ops->temperature_c = rm_temperature_c;
	ops->memory_temperature_c = rm_memory_temperature_c;
	ops->fan_rpm = rm_fan_rpm;
	ops->power_mw = rm_power_mw;
	ops->power_limit_enforced_mw = rm_power_limit_enforced_mw;
	ops->power_limit_requested_mw = rm_power_limit_requested_mw;
}
