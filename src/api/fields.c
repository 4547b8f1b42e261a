/* SPDX-License-Identifier: MIT */
/* Field values: many small questions in one call, each with a return code of its own. */
#include "api/ecc.h"
#include "api/nvlink.h"
#include "core/gpu.h"
#include "core/lib.h"
#include "entry_impl.h"
#include "provider.h"

/* One field answered. Writes the value; the caller writes type and return code. */
typedef nvmlReturn_t (*field_question)(struct gpu *gpu, const nvmlFieldValue_t *field,
				       nvmlValue_t *ret_value);

static nvmlReturn_t give_u64(nvmlReturn_t result, uint64_t number, nvmlValue_t *ret_value)
{
	if (result == NVML_SUCCESS)
		ret_value->ullVal = number;
	return result;
}

static nvmlReturn_t give_u32(nvmlReturn_t result, uint32_t number, nvmlValue_t *ret_value)
{
	if (result == NVML_SUCCESS)
		ret_value->uiVal = number;
	return result;
}

static nvmlReturn_t field_ecc_mode(struct gpu *gpu, const nvmlFieldValue_t *field,
				   nvmlValue_t *ret_value)
{
	struct ecc_mode mode = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, ecc_mode, &mode);
	bool current = field->fieldId == NVML_FI_DEV_ECC_CURRENT;

	return give_u64(result, current ? mode.enabled : mode.pending, ret_value);
}

static nvmlReturn_t field_ecc_total(struct gpu *gpu, const nvmlFieldValue_t *field,
				    nvmlValue_t *ret_value)
{
	struct ecc_counters c = {0};
	bool now = field->fieldId == NVML_FI_DEV_ECC_SBE_VOL_TOTAL ||
		   field->fieldId == NVML_FI_DEV_ECC_DBE_VOL_TOTAL;
	bool corrected = field->fieldId == NVML_FI_DEV_ECC_SBE_VOL_TOTAL ||
			 field->fieldId == NVML_FI_DEV_ECC_SBE_AGG_TOTAL;
	nvmlReturn_t result =
	    PROVIDER_ASK(gpu, ecc_counters, now ? ECC_VOLATILE : ECC_AGGREGATE, &c);

	return give_u64(result, ecc_total(&c, corrected), ret_value);
}

static nvmlReturn_t field_retired(struct gpu *gpu, const nvmlFieldValue_t *field,
				  nvmlValue_t *ret_value)
{
	struct retired_pages pages = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, retired_pages, &pages);

	switch (field->fieldId) {
	case NVML_FI_DEV_RETIRED_SBE:
		return give_u64(result, ecc_count_retired(&pages, false), ret_value);
	case NVML_FI_DEV_RETIRED_DBE:
		return give_u64(result, ecc_count_retired(&pages, true), ret_value);
	case NVML_FI_DEV_RETIRED_PENDING_SBE:
		return give_u64(result, pages.causes & 1, ret_value);
	case NVML_FI_DEV_RETIRED_PENDING_DBE:
		return give_u64(result, pages.causes >> 1 & 1, ret_value);
	default:
		return give_u64(result, pages.pending, ret_value);
	}
}

static nvmlReturn_t field_remapped(struct gpu *gpu, const nvmlFieldValue_t *field,
				   nvmlValue_t *ret_value)
{
	struct remapped_rows rows = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, remapped_rows, &rows);

	switch (field->fieldId) {
	case NVML_FI_DEV_REMAPPED_COR:
		return give_u64(result, rows.corrected, ret_value);
	case NVML_FI_DEV_REMAPPED_UNC:
		return give_u64(result, rows.uncorrected, ret_value);
	case NVML_FI_DEV_REMAPPED_PENDING:
		return give_u64(result, rows.pending, ret_value);
	default:
		return give_u64(result, rows.failed, ret_value);
	}
}

static nvmlReturn_t field_memory_temperature(struct gpu *gpu, const nvmlFieldValue_t *field,
					     nvmlValue_t *ret_value)
{
	uint32_t celsius = 0;

	(void)field;
	nvmlReturn_t result = PROVIDER_ASK(gpu, memory_temperature_c, &celsius);
	return give_u32(result, celsius, ret_value);
}

static nvmlReturn_t field_replays(struct gpu *gpu, const nvmlFieldValue_t *field,
				  nvmlValue_t *ret_value)
{
	uint32_t count = 0;

	(void)field;
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_replays, &count);
	return give_u32(result, count, ret_value);
}

/* Scope: 0 the GPU, 1 the module, 2 its memory (averages only). */
static nvmlReturn_t field_power(struct gpu *gpu, const nvmlFieldValue_t *field,
				nvmlValue_t *ret_value)
{
	static const enum power_reading average[] = {POWER_AVERAGE_GPU, POWER_AVERAGE_MODULE,
						     POWER_AVERAGE_MEMORY};
	static const enum power_reading instant[] = {POWER_INSTANT_GPU, POWER_INSTANT_MODULE};
	bool is_average = field->fieldId == NVML_FI_DEV_POWER_AVERAGE;
	uint32_t mw = 0;

	if (field->scopeId >= (is_average ? 3u : 2u))
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = PROVIDER_ASK(
	    gpu, power_mw, is_average ? average[field->scopeId] : instant[field->scopeId], &mw);
	return give_u32(result, mw, ret_value);
}

static nvmlReturn_t field_power_limit(struct gpu *gpu, const nvmlFieldValue_t *field,
				      nvmlValue_t *ret_value)
{
	uint32_t mw = 0;
	nvmlReturn_t result = field->fieldId == NVML_FI_DEV_POWER_CURRENT_LIMIT
				  ? PROVIDER_ASK(gpu, power_limit_enforced_mw, &mw)
				  : PROVIDER_ASK(gpu, power_limit_requested_mw, &mw);

	return give_u32(result, mw, ret_value);
}

static nvmlReturn_t field_link_count(struct gpu *gpu, const nvmlFieldValue_t *field,
				     nvmlValue_t *ret_value)
{
	struct nvlink_state state;
	uint32_t count = 0;
	nvmlReturn_t result = nvlink_state(gpu, &state);

	for (unsigned i = 0; result == NVML_SUCCESS && i < NVLINKS_MAX; i++) {
		bool enabled = nvlink_is_enabled(&state, i);
		bool to_switch = state.links[i].peer == NVLINK_PEER_SWITCH;
		count += enabled && (field->fieldId == NVML_FI_DEV_NVLINK_LINK_COUNT || to_switch);
	}
	return give_u32(result, count, ret_value);
}

/* MB/s in one direction: lane rate times lanes, in bytes. */
static uint32_t link_speed(const struct nvlink *link)
{
	return (uint32_t)((uint64_t)link->lane_mbps * link->lanes / 8);
}

static nvmlReturn_t link_value(uint32_t id, const struct nvlink *link, uint32_t *ret_number)
{
	switch (id) {
	case NVML_FI_DEV_NVLINK_GET_SPEED:
		if (!nvlink_is_active(link))
			return NVML_ERROR_NOT_SUPPORTED;
		*ret_number = link_speed(link);
		return NVML_SUCCESS;
	case NVML_FI_DEV_NVLINK_GET_STATE:
		*ret_number = nvlink_is_active(link);
		return NVML_SUCCESS;
	case NVML_FI_DEV_NVLINK_GET_VERSION:
		*ret_number = link->version;
		return NVML_SUCCESS;
	default:
		*ret_number = link->peer_link;
		return NVML_SUCCESS;
	}
}

static nvmlReturn_t field_link(struct gpu *gpu, const nvmlFieldValue_t *field,
			       nvmlValue_t *ret_value)
{
	struct nvlink_state state;
	uint32_t number = 0;
	nvmlReturn_t result = nvlink_state(gpu, &state);

	if (result == NVML_SUCCESS && !nvlink_is_enabled(&state, field->scopeId))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		result = link_value(field->fieldId, &state.links[field->scopeId], &number);
	return give_u32(result, number, ret_value);
}

static nvmlReturn_t field_common_speed(struct gpu *gpu, const nvmlFieldValue_t *field,
				       nvmlValue_t *ret_value)
{
	struct nvlink_state state;
	uint32_t speed = 0;
	nvmlReturn_t result = nvlink_state(gpu, &state);

	(void)field;
	for (unsigned i = 0; result == NVML_SUCCESS && i < NVLINKS_MAX && speed == 0; i++) {
		if (nvlink_is_enabled(&state, i) && nvlink_is_active(&state.links[i]))
			speed = link_speed(&state.links[i]);
	}
	if (result == NVML_SUCCESS && speed == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	return give_u32(result, speed, ret_value);
}

static const struct {
	unsigned id;
	nvmlValueType_t type;
	field_question ask;
} fields[] = {
    {NVML_FI_DEV_ECC_CURRENT, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_ecc_mode},
    {NVML_FI_DEV_ECC_PENDING, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_ecc_mode},
    {NVML_FI_DEV_ECC_SBE_VOL_TOTAL, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_ecc_total},
    {NVML_FI_DEV_ECC_DBE_VOL_TOTAL, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_ecc_total},
    {NVML_FI_DEV_ECC_SBE_AGG_TOTAL, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_ecc_total},
    {NVML_FI_DEV_ECC_DBE_AGG_TOTAL, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_ecc_total},
    {NVML_FI_DEV_RETIRED_SBE, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_retired},
    {NVML_FI_DEV_RETIRED_DBE, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_retired},
    {NVML_FI_DEV_RETIRED_PENDING, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_retired},
    {NVML_FI_DEV_RETIRED_PENDING_SBE, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_retired},
    {NVML_FI_DEV_RETIRED_PENDING_DBE, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_retired},
    {NVML_FI_DEV_MEMORY_TEMP, NVML_VALUE_TYPE_UNSIGNED_INT, field_memory_temperature},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_COMMON, NVML_VALUE_TYPE_UNSIGNED_INT, field_common_speed},
    {NVML_FI_DEV_NVLINK_LINK_COUNT, NVML_VALUE_TYPE_UNSIGNED_INT, field_link_count},
    {NVML_FI_DEV_PCIE_REPLAY_COUNTER, NVML_VALUE_TYPE_UNSIGNED_INT, field_replays},
    {NVML_FI_DEV_REMAPPED_COR, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_remapped},
    {NVML_FI_DEV_REMAPPED_UNC, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_remapped},
    {NVML_FI_DEV_REMAPPED_PENDING, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_remapped},
    {NVML_FI_DEV_REMAPPED_FAILURE, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, field_remapped},
    {NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, NVML_VALUE_TYPE_UNSIGNED_INT, field_link},
    {NVML_FI_DEV_NVSWITCH_CONNECTED_LINK_COUNT, NVML_VALUE_TYPE_UNSIGNED_INT, field_link_count},
    {NVML_FI_DEV_NVLINK_GET_SPEED, NVML_VALUE_TYPE_UNSIGNED_INT, field_link},
    {NVML_FI_DEV_NVLINK_GET_STATE, NVML_VALUE_TYPE_UNSIGNED_INT, field_link},
    {NVML_FI_DEV_NVLINK_GET_VERSION, NVML_VALUE_TYPE_UNSIGNED_INT, field_link},
    {NVML_FI_DEV_POWER_AVERAGE, NVML_VALUE_TYPE_UNSIGNED_INT, field_power},
    {NVML_FI_DEV_POWER_INSTANT, NVML_VALUE_TYPE_UNSIGNED_INT, field_power},
    {NVML_FI_DEV_POWER_CURRENT_LIMIT, NVML_VALUE_TYPE_UNSIGNED_INT, field_power_limit},
    {NVML_FI_DEV_POWER_REQUESTED_LIMIT, NVML_VALUE_TYPE_UNSIGNED_INT, field_power_limit},
};

static void answer_field(struct gpu *gpu, size_t place, nvmlFieldValue_t *field)
{
	uint64_t start_us = lib.port->now_us(lib.port);

	field->nvmlReturn = fields[place].ask(gpu, field, &field->value);
	if (field->nvmlReturn != NVML_SUCCESS)
		return;
	uint64_t end_us = lib.port->now_us(lib.port);
	field->valueType = fields[place].type;
	field->timestamp = (long long)end_us;
	field->latencyUsec = (long long)(end_us - start_us);
}

/* Ids beyond the header's are mistakes; the others have no source here. */
static void answer(struct gpu *gpu, nvmlFieldValue_t *field)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (fields[i].id == field->fieldId) {
			answer_field(gpu, i, field);
			return;
		}
	}
	field->nvmlReturn = field->fieldId == 0 || field->fieldId >= NVML_FI_MAX
				? NVML_ERROR_INVALID_ARGUMENT
				: NVML_ERROR_NOT_SUPPORTED;
}

nvmlReturn_t impl_DeviceGetFieldValues(struct gpu *gpu, int valuesCount, nvmlFieldValue_t *values)
{
	if (valuesCount <= 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	for (int i = 0; i < valuesCount; i++)
		answer(gpu, &values[i]);
	return NVML_SUCCESS;
}
