/* SPDX-License-Identifier: MIT */
/* What firmware measures: clocks, P-state, throttling, power, fans. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm_constants.h"

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

/*
 * A fan at rest and a place without a fan both read 0: fans are counted up to the last
 * one that turns, and while none does nothing is known.
 */
static nvmlReturn_t rm_fans(struct gpu *gpu, struct fan_speeds *ret_fans)
{
	struct rm_page_item items[FANS_MAX];
	uint64_t rpm[FANS_MAX];
	struct fan_speeds fans = {0};

	for (uint8_t i = 0; i < FANS_MAX; i++)
		items[i] = (struct rm_page_item){RM_RUSD_FAN_COOLER_STATUS_RPM_CURR, i};
	nvmlReturn_t result =
	    ask_page(gpu, RM_PAGE_ITEM(FAN_COOLER_STATUS_TIMESTAMP), items, FANS_MAX, rpm);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < FANS_MAX; i++) {
		fans.rpm[i] = (uint32_t)rpm[i];
		if (rpm[i] != 0)
			fans.count = i + 1;
	}
	if (fans.count == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*ret_fans = fans;
	return NVML_SUCCESS;
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
	ops->fans = rm_fans;
	ops->power_mw = rm_power_mw;
	ops->power_limit_enforced_mw = rm_power_limit_enforced_mw;
	ops->power_limit_requested_mw = rm_power_limit_requested_mw;
}
