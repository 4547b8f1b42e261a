/* SPDX-License-Identifier: MIT */
/* Temperatures: the page, else the thermal control; sensors: the control alone. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm_constants.h"

/* Signed 24.8 fixed point; half a degree rounds up, below zero is zero. */
static uint32_t celsius_of(uint64_t fixed)
{
	int32_t value = (int32_t)(uint32_t)fixed;

	return value <= 0 ? 0 : ((uint32_t)value + 128) >> 8;
}

static enum rm_page_answer page_temperature(struct gpu *gpu, rm_page_reader *read,
					    enum rm_rusd_sensor sensor, enum rm_rusd_field single,
					    uint64_t *ret_fixed)
{
	if (lib.rm.page_layout == NULL)
		return RM_PAGE_ABSENT;
	uint8_t element = lib.rm.page_layout->sensor_index[sensor];
	struct rm_page_item one = {single, 0};

	if (element != 0xff)
		return read(gpu, (struct rm_page_item){RM_RUSD_TEMPERATURES_TIMESTAMP, element},
			    &(struct rm_page_item){RM_RUSD_TEMPERATURES_TEMPERATURE, element}, 1,
			    ret_fixed);
	return read(gpu, RM_PAGE_ITEM(TEMPERATURE_TIMESTAMP), &one, 1, ret_fixed);
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

/* The next instruction: a question about one sensor, target or provider, whose number comes first.
 */
static rm_thermal_instruction *add(struct rm_thermal_system_execute_v2 *batch, uint32_t opcode,
				   uint32_t index)
{
	rm_thermal_instruction *instruction =
	    &batch->instruction_list[batch->instruction_list_size++];

	instruction->opcode = opcode;
	instruction->operands.space[0] = index;
	return instruction;
}

static void begin(struct rm_thermal_system_execute_v2 *batch)
{
	memset(batch, 0, sizeof(*batch));
	batch->execute_flags = NV2080_CTRL_THERMAL_SYSTEM_EXECUTE_FLAGS_IGNORE_FAIL;
}

/*
 * One call: what each of the first targets is, and what the sensor of the same
 * number reads. More targets than these no board has shown.
 */
#define THERMAL_TARGETS 4u

static nvmlReturn_t control_temperature(struct gpu *gpu, uint32_t *ret_celsius)
{
	struct rm_thermal_system_execute_v2 batch;
	const rm_thermal_instruction *types[THERMAL_TARGETS], *readings[THERMAL_TARGETS];

	begin(&batch);
	for (uint32_t i = 0; i < THERMAL_TARGETS; i++) {
		types[i] = add(&batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_TARGET_TYPE_OPCODE, i);
		readings[i] =
		    add(&batch, NV2080_CTRL_THERMAL_SYSTEM_GET_STATUS_SENSOR_READING_OPCODE, i);
	}
	nvmlReturn_t result = execute(gpu, &batch);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < THERMAL_TARGETS; i++) {
		if (!succeeded(types[i]) || types[i]->operands.get_info_target_type.type !=
						NV2080_CTRL_THERMAL_SYSTEM_TARGET_GPU)
			continue;
		int32_t celsius = readings[i]->operands.get_status_sensor_reading.value;
		if (!succeeded(readings[i]) || celsius < 1 || celsius > 250)
			return NVML_ERROR_UNKNOWN;
		*ret_celsius = (uint32_t)celsius;
		return NVML_SUCCESS;
	}
	return NVML_ERROR_NOT_SUPPORTED;
}

/*
 * Everything about the sensors in one call. What measures and what is measured have
 * lists of their own that a sensor points into; the first of both are asked along.
 */
struct sensor_questions {
	struct rm_thermal_system_execute_v2 batch;
	const rm_thermal_instruction *available;
	const rm_thermal_instruction *providers[THERMAL_TARGETS], *targets[THERMAL_TARGETS];
	struct {
		const rm_thermal_instruction *provider, *target, *range, *reading;
	} sensors[THERMAL_SENSORS_MAX];
};

static void compose_sensors(struct sensor_questions *q)
{
	begin(&q->batch);
	q->available =
	    add(&q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_SENSORS_AVAILABLE_OPCODE, 0);
	for (uint32_t i = 0; i < THERMAL_TARGETS; i++) {
		q->providers[i] =
		    add(&q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_PROVIDER_TYPE_OPCODE, i);
		q->targets[i] =
		    add(&q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_TARGET_TYPE_OPCODE, i);
	}
	for (uint32_t i = 0; i < THERMAL_SENSORS_MAX; i++) {
		q->sensors[i].provider =
		    add(&q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_SENSOR_PROVIDER_OPCODE, i);
		q->sensors[i].target =
		    add(&q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_SENSOR_TARGET_OPCODE, i);
		q->sensors[i].range = add(
		    &q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_INFO_SENSOR_READING_RANGE_OPCODE, i);
		q->sensors[i].reading =
		    add(&q->batch, NV2080_CTRL_THERMAL_SYSTEM_GET_STATUS_SENSOR_READING_OPCODE, i);
	}
}

/* The type at the place that a sensor points to; -1, as the interface writes unknown. */
static int32_t type_at(const rm_thermal_instruction *place,
		       const rm_thermal_instruction *const *types)
{
	uint32_t index = place->operands.space[1];

	if (!succeeded(place) || index >= THERMAL_TARGETS || !succeeded(types[index]))
		return -1;
	return (int32_t)types[index]->operands.space[1];
}

static nvmlReturn_t take_sensor(const struct sensor_questions *q, uint32_t i,
				struct thermal_sensor *ret_sensor)
{
	const rm_thermal_instruction *range = q->sensors[i].range;
	const rm_thermal_instruction *reading = q->sensors[i].reading;

	if (!succeeded(range) || !succeeded(reading))
		return NVML_ERROR_UNKNOWN;
	*ret_sensor =
	    (struct thermal_sensor){.provider = type_at(q->sensors[i].provider, q->providers),
				    .target = type_at(q->sensors[i].target, q->targets),
				    .min_c = range->operands.get_info_sensor_reading_range.minimum,
				    .max_c = range->operands.get_info_sensor_reading_range.maximum,
				    .now_c = reading->operands.get_status_sensor_reading.value};
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_thermal_sensors(struct gpu *gpu, struct thermal_sensors *ret_sensors)
{
	struct sensor_questions q;
	struct thermal_sensors sensors = {0};

	compose_sensors(&q);
	nvmlReturn_t result = execute(gpu, &q.batch);
	if (result == NVML_SUCCESS && !succeeded(q.available))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result != NVML_SUCCESS)
		return result;
	uint32_t mask = q.available->operands.get_info_sensors_available.available_sensors;
	for (; sensors.count < THERMAL_SENSORS_MAX && mask >> sensors.count & 1; sensors.count++) {
		result = take_sensor(&q, sensors.count, &sensors.sensors[sensors.count]);
		if (result != NVML_SUCCESS)
			return result;
	}
	*ret_sensors = sensors;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_temperature_c(struct gpu *gpu, uint32_t *ret_celsius)
{
	uint64_t fixed;

	if (page_temperature(gpu, rm_page_read, RM_RUSD_SENSOR_GPU,
			     RM_RUSD_TEMPERATURE_GPU_TEMPERATURE, &fixed) != RM_PAGE_OK)
		return control_temperature(gpu, ret_celsius);
	*ret_celsius = celsius_of(fixed);
	return NVML_SUCCESS;
}

/* Boards with stacked memory measure it; on others the number is 0 or missing. */
static nvmlReturn_t rm_memory_temperature_c(struct gpu *gpu, uint32_t *ret_celsius)
{
	uint64_t fixed;

	if (page_temperature(gpu, rm_page_read_settled, RM_RUSD_SENSOR_HBM,
			     RM_RUSD_TEMPERATURE_HBM_TEMPERATURE, &fixed) != RM_PAGE_OK ||
	    fixed == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*ret_celsius = celsius_of(fixed);
	return NVML_SUCCESS;
}

void rm_thermal_fill(struct provider_ops *ops)
{
	ops->temperature_c = rm_temperature_c;
	ops->memory_temperature_c = rm_memory_temperature_c;
	ops->thermal_sensors = rm_thermal_sensors;
}
