/* SPDX-License-Identifier: MIT */
/* Readings of one GPU: from the last snapshot of its page, else from controls. */
#include <stdlib.h>
#include <string.h>

#include "distil.h"
#include "rm_constants.h"

enum { DEGREE = 256 }; /* temperatures come in 1/256 degrees */

struct reading {
	const char *key;
	enum rm_rusd_field stamp, field;
	unsigned element;
};

static const struct reading readings[] = {
    {"power_mw", RM_RUSD_AVG_POWER_USAGE_TIMESTAMP, RM_RUSD_AVG_POWER_USAGE_AVERAGE_GPU_POWER, 0},
    {"power_instant_mw", RM_RUSD_INST_POWER_USAGE_TIMESTAMP,
     RM_RUSD_INST_POWER_USAGE_INST_GPU_POWER, 0},
    {"power_limit_mw", RM_RUSD_POWER_LIMIT_GPU_TIMESTAMP, RM_RUSD_POWER_LIMIT_GPU_ENFORCED_MW, 0},
    {"power_requested_mw", RM_RUSD_POWER_LIMIT_GPU_TIMESTAMP, RM_RUSD_POWER_LIMIT_GPU_REQUESTED_MW,
     0},
    {"graphics_mhz", RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP,
     RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ, 0},
    {"memory_mhz", RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP,
     RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ, 1},
    {"video_mhz", RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP,
     RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ, 2},
    {"sm_mhz", RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP,
     RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ, 3},
    {"gpu_percent", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP, RM_RUSD_PERF_DEV_UTIL_GPU_PERCENT_BUSY, 0},
    {"memory_percent", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP, RM_RUSD_PERF_DEV_UTIL_MEMORY_PERCENT_BUSY,
     0},
    {"encoder_percent", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP,
     RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_CLK_PERCENT_BUSY, 0},
    {"decoder_percent", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP,
     RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_CLK_PERCENT_BUSY, 1},
    {"jpeg_percent", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP,
     RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_CLK_PERCENT_BUSY, 2},
    {"ofa_percent", RM_RUSD_PERF_DEV_UTIL_TIMESTAMP,
     RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_CLK_PERCENT_BUSY, 3},
    {"fan_rpm", RM_RUSD_FAN_COOLER_STATUS_TIMESTAMP, RM_RUSD_FAN_COOLER_STATUS_RPM_CURR, 0},
    {"throttle_reasons", RM_RUSD_CLK_THROTTLE_INFO_TIMESTAMP, RM_RUSD_CLK_THROTTLE_INFO_REASON_MASK,
     0},
};

typedef struct rm_perf_get_gpumon_perfmon_util_samples_v2 util_samples;

/* The newest of the driver's samples; NULL: it told none. */
static util_samples *newest_sample(const struct distil *distil, const struct distil_gpu *gpu,
				   size_t *ret_newest)
{
	util_samples *told = calloc(1, sizeof *told);
	size_t count = sizeof told->samples / sizeof told->samples[0];
	if (!told)
		return NULL;
	/* Engines that the release does not tell of keep this. */
	for (size_t i = 0; i < count; i++)
		told->samples[i].nvjpg.util = told->samples[i].nvofa.util = UINT32_MAX;
	if (!distil_answer(distil, gpu->subdevice, RM_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2,
			   told)) {
		free(told);
		return NULL;
	}
	*ret_newest = 0;
	for (size_t i = 1; i < count; i++)
		if (told->samples[i].base.time_stamp > told->samples[*ret_newest].base.time_stamp)
			*ret_newest = i;
	return told;
}

static bool sampled(const util_samples *told, size_t newest, const char *key, uint64_t *ret_value)
{
	if (!told)
		return false;
	const struct {
		const char *key;
		uint32_t util;
	} rows[] = {
	    {"gpu_percent", told->samples[newest].gr.util},
	    {"memory_percent", told->samples[newest].fb.util},
	    {"encoder_percent", told->samples[newest].nvenc.util},
	    {"decoder_percent", told->samples[newest].nvdec.util},
	    {"jpeg_percent", told->samples[newest].nvjpg.util},
	    {"ofa_percent", told->samples[newest].nvofa.util},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (strcmp(rows[i].key, key) == 0 && rows[i].util != UINT32_MAX) {
			*ret_value = rows[i].util / 100;
			return true;
		}
	return false;
}

/* What the page does not have is in the driver's samples. */
static void put_readings(const struct distil *distil, struct distil_gpu *gpu)
{
	uint64_t value;
	size_t newest = 0;
	util_samples *samples = newest_sample(distil, gpu, &newest);
	for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
		const struct reading *at = &readings[i];
		if (distil_reading(distil, gpu, at->stamp, 0, at->field, at->element, &value) ||
		    sampled(samples, newest, at->key, &value))
			distil_put_number(&gpu->state, at->key, (int64_t)value);
		else
			distil_untold(gpu, at->key);
	}
	free(samples);
}

/* One section for all sensors before 570, a stamp for each since. */
static bool temperature(const struct distil *distil, const struct distil_gpu *gpu,
			enum rm_rusd_sensor sensor, uint64_t *ret_value)
{
	const struct rm_rusd_layout *layout = rm_rusd_layout_at(distil->record->release);
	unsigned index = layout ? layout->sensor_index[sensor] : 0xff;
	if (index != 0xff && distil_reading(distil, gpu, RM_RUSD_TEMPERATURES_TIMESTAMP, index,
					    RM_RUSD_TEMPERATURES_TEMPERATURE, index, ret_value))
		return true;
	enum rm_rusd_field field = sensor == RM_RUSD_SENSOR_GPU
				       ? RM_RUSD_TEMPERATURE_GPU_TEMPERATURE
				       : RM_RUSD_TEMPERATURE_HBM_TEMPERATURE;
	return (sensor == RM_RUSD_SENSOR_GPU || sensor == RM_RUSD_SENSOR_HBM) &&
	       distil_reading(distil, gpu, RM_RUSD_TEMPERATURE_TIMESTAMP, 0, field, 0, ret_value);
}

/* Opcodes of ctrl2080thermal.h; sensor 0 is the GPU's. */
static bool thermal_reading(const struct distil *distil, const struct distil_gpu *gpu,
			    int64_t *ret_value)
{
	enum { SENSOR_READING = 0x1500 };
	struct rm_thermal_system_execute_v2 *told = calloc(1, sizeof *told);
	bool found = false;
	if (told && distil_answer(distil, gpu->subdevice, RM_THERMAL_SYSTEM_EXECUTE_V2, told))
		for (size_t i = 0;
		     !found && i < sizeof told->instruction_list / sizeof told->instruction_list[0];
		     i++) {
			found = told->instruction_list[i].opcode == SENSOR_READING &&
				told->instruction_list[i].executed &&
				told->instruction_list[i].result == 0;
			if (found)
				*ret_value = told->instruction_list[i]
						 .operands.get_status_sensor_reading.value;
		}
	free(told);
	return found;
}

static void put_temperatures(const struct distil *distil, struct distil_gpu *gpu)
{
	uint64_t value;
	int64_t degrees;
	if (temperature(distil, gpu, RM_RUSD_SENSOR_GPU, &value))
		distil_put_number(&gpu->state, "temperature_c", (int64_t)value / DEGREE);
	else if (thermal_reading(distil, gpu, &degrees))
		distil_put_number(&gpu->state, "temperature_c", degrees);
	else
		distil_untold(gpu, "temperature_c");
	if ((temperature(distil, gpu, RM_RUSD_SENSOR_HBM, &value) ||
	     temperature(distil, gpu, RM_RUSD_SENSOR_MEMORY, &value)) &&
	    value != 0)
		distil_put_number(&gpu->state, "memory_temperature_c", (int64_t)value / DEGREE);
	else
		distil_untold(gpu, "memory_temperature_c");
}

static void put_pstate(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_perf_get_current_pstate told = {0};
	uint64_t mask = 0;
	int number = 0;
	if (!distil_reading(distil, gpu, RM_RUSD_PERF_CURRENT_PSTATE_TIMESTAMP, 0,
			    RM_RUSD_PERF_CURRENT_PSTATE_CURRENT_PSTATE, 0, &mask) &&
	    distil_answer(distil, gpu->subdevice, RM_PERF_GET_CURRENT_PSTATE, &told))
		mask = told.curr_pstate;
	while (number < 15 && mask && !(mask >> number & 1))
		number++;
	if (mask)
		distil_put_number(&gpu->state, "pstate", number);
	else
		distil_untold(gpu, "pstate");
}

static void put_memory(const struct distil *distil, struct distil_gpu *gpu)
{
	uint32_t heap, free_kib;
	uint64_t size, available;
	if (distil_info(distil, gpu->subdevice, RM_FB_GET_INFO, RM_FB_GET_INFO_V2,
			NV2080_CTRL_FB_INFO_INDEX_HEAP_SIZE, &heap) &&
	    distil_info(distil, gpu->subdevice, RM_FB_GET_INFO, RM_FB_GET_INFO_V2,
			NV2080_CTRL_FB_INFO_INDEX_HEAP_FREE, &free_kib)) {
		uint64_t used = heap > free_kib ? heap - free_kib : 0;
		/* What processes use is counted with them. */
		used = used > gpu->processes_kib ? used - gpu->processes_kib : 0;
		distil_put_number(&gpu->state, "memory_used_mib", (int64_t)(used / 1024));
	} else
		distil_untold(gpu, "memory_used_mib");
	if ((distil_reading(distil, gpu, RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP, 0,
			    RM_RUSD_BAR1_MEMORY_INFO_BAR1_SIZE, 0, &size) &&
	     distil_reading(distil, gpu, RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP, 0,
			    RM_RUSD_BAR1_MEMORY_INFO_BAR1_AVAIL_SIZE, 0, &available)) ||
	    (distil_reading(distil, gpu, RM_RUSD_SEQ, 0, RM_RUSD_BAR1_SIZE, 0, &size) &&
	     distil_reading(distil, gpu, RM_RUSD_SEQ, 0, RM_RUSD_BAR1_AVAIL_SIZE, 0, &available)))
		distil_put_number(&gpu->state, "bar1_used_mib",
				  (int64_t)(size > available ? (size - available) / 1024 : 0));
	else
		distil_untold(gpu, "bar1_used_mib");
}

/* Each question names the counters it wants. */
static bool counter(const struct distil *distil, const struct distil_gpu *gpu, unsigned number,
		    uint64_t *ret_value)
{
	const struct rm_layout *layout;
	const struct record_exchange *at = NULL;
	bool told = false;
	while ((at = distil_next(distil, at, gpu->subdevice, RM_BUS_GET_PEX_COUNTERS, &layout)) !=
	       NULL) {
		struct rm_bus_get_pex_counters counters = {0};
		const struct record_answer *last = &at->answers[at->answers_count - 1];
		rm_decode(layout, RM_IN | RM_OUT, last->bytes, &counters);
		if (last->error || last->status || !(counters.pex_counter_mask >> number & 1))
			continue;
		*ret_value = counters.pex_counters[number];
		told = true;
	}
	return told;
}

/* The status half of the register: speed in 3:0, width in 9:4. */
static void put_link(const struct distil *distil, struct distil_gpu *gpu)
{
	enum { REPLAY_COUNT = 1 }; /* NV2080_CTRL_BUS_PEX_COUNTER_REPLAY_COUNT is bit 1 */
	uint64_t replays;
	uint32_t status;
	if (distil_info(distil, gpu->subdevice, RM_BUS_GET_INFO, RM_BUS_GET_INFO_V2,
			NV2080_CTRL_BUS_INFO_INDEX_PCIE_GPU_LINK_CTRL_STATUS, &status)) {
		distil_put_number(&gpu->state, "pcie_gen", status >> 16 & 0xf);
		distil_put_number(&gpu->state, "pcie_width", status >> 20 & 0x3f);
	} else
		distil_untold(gpu, "pcie_gen, pcie_width");
	if (counter(distil, gpu, REPLAY_COUNT, &replays))
		distil_put_number(&gpu->state, "pcie_replay", (int64_t)replays);
	else
		distil_untold(gpu, "pcie_replay");
}

static void put_count(struct distil_gpu *gpu, const char *key, uint64_t count)
{
	if (count)
		distil_put_number(&gpu->state, key, (int64_t)count);
}

/* Unit 0 is the memory, the others lie on the chip. */
static void put_ecc(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gpu_query_ecc_status *told = calloc(1, sizeof *told);
	uint64_t sums[2][4] = {{0}};
	if (told && distil_answer(distil, gpu->subdevice, RM_GPU_QUERY_ECC_STATUS, told))
		for (size_t i = 0; i < sizeof told->units / sizeof told->units[0]; i++) {
			uint64_t *sum = sums[i != 0];
			sum[0] += told->units[i].sbe.count;
			sum[1] += told->units[i].dbe.count;
			sum[2] += told->units[i].sbe_non_resettable.count;
			sum[3] += told->units[i].dbe_non_resettable.count;
		}
	free(told);
	put_count(gpu, "ecc_dram_corrected_volatile", sums[0][0]);
	put_count(gpu, "ecc_dram_uncorrected_volatile", sums[0][1]);
	put_count(gpu, "ecc_dram_corrected_aggregate", sums[0][2]);
	put_count(gpu, "ecc_dram_uncorrected_aggregate", sums[0][3]);
	put_count(gpu, "ecc_sram_corrected_volatile", sums[1][0]);
	put_count(gpu, "ecc_sram_uncorrected_volatile", sums[1][1]);
	put_count(gpu, "ecc_sram_corrected_aggregate", sums[1][2]);
	put_count(gpu, "ecc_sram_uncorrected_aggregate", sums[1][3]);
}

void distil_state(const struct distil *distil, struct distil_gpu *gpu)
{
	put_temperatures(distil, gpu);
	put_readings(distil, gpu);
	put_pstate(distil, gpu);
	put_memory(distil, gpu);
	put_link(distil, gpu);
	put_ecc(distil, gpu);
}
