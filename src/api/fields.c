/* SPDX-License-Identifier: MIT */
/* Field values: many small questions in one call, each with a return code of its own. */
#include "api/fields.h"

#include "api/ecc.h"
#include "core/gpu.h"
#include "core/lib.h"
#include "entry_impl.h"
#include "field_facts.h"
#include "rm_constants.h"

bool field_wants(struct field_call *call, enum field_reply reply)
{
	return !(call->asked >> reply & 1);
}

void field_keep(struct field_call *call, enum field_reply reply, nvmlReturn_t result)
{
	call->asked |= 1u << reply;
	call->results[reply] = result;
	call->read_us[reply] = lib.port->now_us(lib.port);
}

nvmlReturn_t field_result(struct field_call *call, enum field_reply reply)
{
	call->entry_us = call->read_us[reply];
	return call->results[reply];
}

nvmlReturn_t field_give_u64(nvmlReturn_t result, uint64_t number, nvmlValue_t *ret_value)
{
	if (result == NVML_SUCCESS)
		ret_value->ullVal = number;
	return result;
}

nvmlReturn_t field_give_u32(nvmlReturn_t result, uint32_t number, nvmlValue_t *ret_value)
{
	if (result == NVML_SUCCESS)
		ret_value->uiVal = number;
	return result;
}

static nvmlReturn_t field_ecc_mode(struct field_call *call, const nvmlFieldValue_t *field,
				   nvmlValue_t *ret_value)
{
	const struct ecc_mode *mode = &call->ecc_mode;

	if (field_wants(call, REPLY_ECC_MODE))
		field_keep(call, REPLY_ECC_MODE,
			   PROVIDER_ASK(call->gpu, ecc_mode, &call->ecc_mode));
	nvmlReturn_t result = field_result(call, REPLY_ECC_MODE);
	if (result != NVML_SUCCESS)
		return result;
	ret_value->ullVal =
	    field->fieldId == NVML_FI_DEV_ECC_CURRENT ? mode->enabled : mode->pending;
	return NVML_SUCCESS;
}

static nvmlReturn_t field_ecc_total(struct field_call *call, const nvmlFieldValue_t *field,
				    nvmlValue_t *ret_value)
{
	bool now = field->fieldId == NVML_FI_DEV_ECC_SBE_VOL_TOTAL ||
		   field->fieldId == NVML_FI_DEV_ECC_DBE_VOL_TOTAL;
	bool corrected = field->fieldId == NVML_FI_DEV_ECC_SBE_VOL_TOTAL ||
			 field->fieldId == NVML_FI_DEV_ECC_SBE_AGG_TOTAL;
	enum field_reply reply = now ? REPLY_ECC_VOLATILE : REPLY_ECC_AGGREGATE;
	struct ecc_counters *counters = &call->ecc[now ? 0 : 1];

	if (field_wants(call, reply))
		field_keep(call, reply,
			   PROVIDER_ASK(call->gpu, ecc_counters, now ? ECC_VOLATILE : ECC_AGGREGATE,
					counters));
	nvmlReturn_t result = field_result(call, reply);
	return field_give_u64(result, result == NVML_SUCCESS ? ecc_total(counters, corrected) : 0,
			      ret_value);
}

static uint64_t retired_number(const struct retired_pages *pages, unsigned id)
{
	switch (id) {
	case NVML_FI_DEV_RETIRED_SBE:
		return ecc_count_retired(pages, false);
	case NVML_FI_DEV_RETIRED_DBE:
		return ecc_count_retired(pages, true);
	case NVML_FI_DEV_RETIRED_PENDING_SBE:
		return pages->causes & 1;
	case NVML_FI_DEV_RETIRED_PENDING_DBE:
		return pages->causes >> 1 & 1;
	default:
		return pages->pending;
	}
}

static nvmlReturn_t field_retired(struct field_call *call, const nvmlFieldValue_t *field,
				  nvmlValue_t *ret_value)
{
	if (field_wants(call, REPLY_RETIRED))
		field_keep(call, REPLY_RETIRED,
			   PROVIDER_ASK(call->gpu, retired_pages, &call->retired));
	nvmlReturn_t result = field_result(call, REPLY_RETIRED);
	if (result == NVML_SUCCESS)
		ret_value->ullVal = retired_number(&call->retired, field->fieldId);
	return result;
}

static uint64_t remapped_number(const struct remapped_rows *rows, unsigned id)
{
	switch (id) {
	case NVML_FI_DEV_REMAPPED_COR:
		return rows->corrected;
	case NVML_FI_DEV_REMAPPED_UNC:
		return rows->uncorrected;
	case NVML_FI_DEV_REMAPPED_PENDING:
		return rows->pending;
	default:
		return rows->failed;
	}
}

static nvmlReturn_t field_remapped(struct field_call *call, const nvmlFieldValue_t *field,
				   nvmlValue_t *ret_value)
{
	if (field_wants(call, REPLY_REMAPPED))
		field_keep(call, REPLY_REMAPPED,
			   PROVIDER_ASK(call->gpu, remapped_rows, &call->remapped));
	nvmlReturn_t result = field_result(call, REPLY_REMAPPED);
	if (result == NVML_SUCCESS)
		ret_value->ullVal = remapped_number(&call->remapped, field->fieldId);
	return result;
}

static nvmlReturn_t field_memory_temperature(struct field_call *call, const nvmlFieldValue_t *field,
					     nvmlValue_t *ret_value)
{
	uint32_t celsius = 0;

	(void)field;
	nvmlReturn_t result = PROVIDER_ASK(call->gpu, memory_temperature_c, &celsius);
	return field_give_u32(result, celsius, ret_value);
}

/* Bits of the driver's mask, which are places of its list as well. */
static uint32_t pcie_counter_of(unsigned id)
{
	switch (id) {
	case NVML_FI_DEV_PCIE_REPLAY_COUNTER:
		return NV2080_CTRL_BUS_PEX_COUNTER_REPLAY_COUNT;
	case NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER:
		return NV2080_CTRL_BUS_PEX_COUNTER_REPLAY_ROLLOVER_COUNT;
	case NVML_FI_DEV_PCIE_L0_TO_RECOVERY_COUNTER:
		return NV2080_CTRL_BUS_PEX_COUNTER_L0_TO_RECOVERY_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS:
		return NV2080_CTRL_BUS_PEX_COUNTER_CORR_ERROR_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_NAKS_RECEIVED:
		return NV2080_CTRL_BUS_PEX_COUNTER_NAKS_RCVD_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_RECEIVER_ERROR:
		return NV2080_CTRL_BUS_PEX_COUNTER_RECEIVER_ERRORS;
	case NVML_FI_DEV_PCIE_COUNT_BAD_TLP:
		return NV2080_CTRL_BUS_PEX_COUNTER_BAD_TLP_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_NAKS_SENT:
		return NV2080_CTRL_BUS_PEX_COUNTER_NAKS_SENT_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_BAD_DLLP:
		return NV2080_CTRL_BUS_PEX_COUNTER_BAD_DLLP_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_NON_FATAL_ERROR:
		return NV2080_CTRL_BUS_PEX_COUNTER_NON_FATAL_ERROR_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_FATAL_ERROR:
		return NV2080_CTRL_BUS_PEX_COUNTER_FATAL_ERROR_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_UNSUPPORTED_REQ:
		return NV2080_CTRL_BUS_PEX_COUNTER_UNSUPP_REQ_COUNT;
	case NVML_FI_DEV_PCIE_COUNT_LCRC_ERROR:
		return NV2080_CTRL_BUS_PEX_COUNTER_LCRC_ERRORS_COUNT;
	default:
		return 0;
	}
}

static uint32_t pcie_counters_of(const struct field_call *call)
{
	uint32_t mask = 0;

	for (int i = 0; i < call->entry_count; i++)
		mask |= pcie_counter_of(call->entries[i].fieldId);
	return mask;
}

static nvmlReturn_t field_pcie_counter(struct field_call *call, const nvmlFieldValue_t *field,
				       nvmlValue_t *ret_value)
{
	uint32_t bit = pcie_counter_of(field->fieldId), place = 0;

	if (field_wants(call, REPLY_PCIE_COUNTERS))
		field_keep(
		    call, REPLY_PCIE_COUNTERS,
		    PROVIDER_ASK(call->gpu, pcie_counters, pcie_counters_of(call), &call->pcie));
	while (!(bit >> place & 1))
		place++;
	nvmlReturn_t result = field_result(call, REPLY_PCIE_COUNTERS);
	return field_give_u32(result, result == NVML_SUCCESS ? call->pcie.of[place] : 0, ret_value);
}

static nvmlReturn_t field_pcie_lane(struct field_call *call, const nvmlFieldValue_t *field,
				    nvmlValue_t *ret_value)
{
	if (field->scopeId >= PCIE_LANES_MAX)
		return NVML_ERROR_NOT_SUPPORTED;
	if (field_wants(call, REPLY_PCIE_LANES))
		field_keep(call, REPLY_PCIE_LANES,
			   PROVIDER_ASK(call->gpu, pcie_lane_errors, call->lanes));
	nvmlReturn_t result = field_result(call, REPLY_PCIE_LANES);
	return field_give_u32(result, result == NVML_SUCCESS ? call->lanes[field->scopeId] : 0,
			      ret_value);
}

/* The driver counts words of four bytes, and the counter's 32 bits turn over. */
static nvmlReturn_t field_pcie_bytes(struct field_call *call, const nvmlFieldValue_t *field,
				     nvmlValue_t *ret_value)
{
	uint32_t count = 0;
	bool sent = field->fieldId == NVML_FI_DEV_PCIE_COUNT_TX_BYTES;
	nvmlReturn_t result = PROVIDER_ASK(call->gpu, pcie_bytes,
					   sent ? NV2080_CTRL_BUS_PEX_UTIL_COUNTER_TX_BYTES
						: NV2080_CTRL_BUS_PEX_UTIL_COUNTER_RX_BYTES,
					   &count);

	return field_give_u32(result, count * 4, ret_value);
}

static nvmlReturn_t field_pcie_atomics(struct field_call *call, const nvmlFieldValue_t *field,
				       nvmlValue_t *ret_value)
{
	uint32_t mask = 0;
	bool outbound = field->fieldId == NVML_FI_DEV_PCIE_OUTBOUND_ATOMICS_MASK;
	nvmlReturn_t result =
	    PROVIDER_ASK(call->gpu, pcie_atomics,
			 outbound ? PCIE_ATOMICS_OUTBOUND : PCIE_ATOMICS_INBOUND, &mask);

	return field_give_u32(result, mask, ret_value);
}

static nvmlReturn_t field_mig(struct field_call *call, const nvmlFieldValue_t *field,
			      nvmlValue_t *ret_value)
{
	uint32_t number = 0;

	if (field_wants(call, REPLY_MIG_MODE))
		field_keep(call, REPLY_MIG_MODE,
			   PROVIDER_ASK(call->gpu, mig_mode, &call->smc_mode));
	nvmlReturn_t result = field_result(call, REPLY_MIG_MODE);
	if (field->fieldId == NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE)
		number = result == NVML_SUCCESS && call->smc_mode != SMC_UNSUPPORTED;
	else if (result == NVML_SUCCESS && call->smc_mode == SMC_UNSUPPORTED)
		result = NVML_ERROR_NOT_SUPPORTED;
	else if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(call->gpu, resetless_mig, &number);
	return field_give_u32(result, number, ret_value);
}

/* Scope: 0 the GPU, 1 the module, 2 its memory (averages only). */
static nvmlReturn_t field_power(struct field_call *call, const nvmlFieldValue_t *field,
				nvmlValue_t *ret_value)
{
	static const enum power_reading average[] = {POWER_AVERAGE_GPU, POWER_AVERAGE_MODULE,
						     POWER_AVERAGE_MEMORY};
	static const enum power_reading instant[] = {POWER_INSTANT_GPU, POWER_INSTANT_MODULE};
	bool is_average = field->fieldId == NVML_FI_DEV_POWER_AVERAGE;
	uint32_t mw = 0;

	if (field->scopeId >= (is_average ? 3u : 2u))
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result =
	    PROVIDER_ASK(call->gpu, power_mw,
			 is_average ? average[field->scopeId] : instant[field->scopeId], &mw);
	return field_give_u32(result, mw, ret_value);
}

/* The page has the limits of the GPU alone. */
static nvmlReturn_t field_power_limit(struct field_call *call, const nvmlFieldValue_t *field,
				      nvmlValue_t *ret_value)
{
	uint32_t mw = 0;

	if (field->scopeId != 0)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = field->fieldId == NVML_FI_DEV_POWER_CURRENT_LIMIT
				  ? PROVIDER_ASK(call->gpu, power_limit_enforced_mw, &mw)
				  : PROVIDER_ASK(call->gpu, power_limit_requested_mw, &mw);
	return field_give_u32(result, mw, ret_value);
}

static nvmlReturn_t field_recovery(struct field_call *call, const nvmlFieldValue_t *field,
				   nvmlValue_t *ret_value)
{
	uint32_t action = 0;
	bool is = false;
	nvmlReturn_t result;

	switch (field->fieldId) {
	case NVML_FI_DEV_RESET_STATUS:
		result = PROVIDER_ASK(call->gpu, reset_required, &is);
		return field_give_u32(result, is, ret_value);
	case NVML_FI_DEV_DRAIN_AND_RESET_STATUS:
		result = PROVIDER_ASK(call->gpu, drain_recommended, &is);
		return field_give_u32(result, is, ret_value);
	default:
		result = PROVIDER_ASK(call->gpu, recovery_action, &action);
		return field_give_u32(result, action, ret_value);
	}
}

/* One field answered. Writes the value; the caller writes type, time and return code. */
typedef nvmlReturn_t (*field_question)(struct field_call *call, const nvmlFieldValue_t *field,
				       nvmlValue_t *ret_value);

/* Ascending. Ids between, and those that the registry gives no source, have no answer. */
static const struct {
	uint16_t first, last;
	field_question ask;
} ranges[] = {
    {NVML_FI_DEV_ECC_CURRENT, NVML_FI_DEV_ECC_PENDING, field_ecc_mode},
    {NVML_FI_DEV_ECC_SBE_VOL_TOTAL, NVML_FI_DEV_ECC_DBE_AGG_TOTAL, field_ecc_total},
    {NVML_FI_DEV_RETIRED_SBE, NVML_FI_DEV_RETIRED_PENDING, field_retired},
    {NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL,
     field_link_of_old},
    {NVML_FI_DEV_MEMORY_TEMP, NVML_FI_DEV_MEMORY_TEMP, field_memory_temperature},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_L0, NVML_FI_DEV_NVLINK_SPEED_MBPS_COMMON, field_link_of_old},
    {NVML_FI_DEV_NVLINK_LINK_COUNT, NVML_FI_DEV_NVLINK_LINK_COUNT, field_link_count},
    {NVML_FI_DEV_RETIRED_PENDING_SBE, NVML_FI_DEV_RETIRED_PENDING_DBE, field_retired},
    {NVML_FI_DEV_PCIE_REPLAY_COUNTER, NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER, field_pcie_counter},
    {NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L6, NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_L11,
     field_link_of_old},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_L6, NVML_FI_DEV_NVLINK_SPEED_MBPS_L11, field_link_of_old},
    {NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_RX,
     field_link_counter},
    {NVML_FI_DEV_REMAPPED_COR, NVML_FI_DEV_REMAPPED_FAILURE, field_remapped},
    {NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, field_link},
    {NVML_FI_DEV_NVSWITCH_CONNECTED_LINK_COUNT, NVML_FI_DEV_NVSWITCH_CONNECTED_LINK_COUNT,
     field_link_count},
    {NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_TOTAL,
     field_link_of_old},
    {NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY, NVML_FI_DEV_NVLINK_ERROR_DL_CRC, field_link_counter},
    {NVML_FI_DEV_NVLINK_GET_SPEED, NVML_FI_DEV_NVLINK_GET_POWER_STATE, field_link},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD,
     field_threshold},
    {NVML_FI_DEV_PCIE_L0_TO_RECOVERY_COUNTER, NVML_FI_DEV_PCIE_L0_TO_RECOVERY_COUNTER,
     field_pcie_counter},
    {NVML_FI_DEV_C2C_LINK_COUNT, NVML_FI_DEV_C2C_LINK_GET_MAX_BW, field_c2c},
    {NVML_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS, NVML_FI_DEV_PCIE_COUNT_LCRC_ERROR,
     field_pcie_counter},
    {NVML_FI_DEV_PCIE_COUNT_LANE_ERROR, NVML_FI_DEV_PCIE_COUNT_LANE_ERROR, field_pcie_lane},
    {NVML_FI_DEV_IS_RESETLESS_MIG_SUPPORTED, NVML_FI_DEV_IS_RESETLESS_MIG_SUPPORTED, field_mig},
    {NVML_FI_DEV_POWER_AVERAGE, NVML_FI_DEV_POWER_INSTANT, field_power},
    {NVML_FI_DEV_POWER_CURRENT_LIMIT, NVML_FI_DEV_POWER_CURRENT_LIMIT, field_power_limit},
    {NVML_FI_DEV_POWER_REQUESTED_LIMIT, NVML_FI_DEV_POWER_REQUESTED_LIMIT, field_power_limit},
    {NVML_FI_DEV_PCIE_COUNT_TX_BYTES, NVML_FI_DEV_PCIE_COUNT_RX_BYTES, field_pcie_bytes},
    {NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE,
     NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE, field_mig},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX,
     field_threshold},
    {NVML_FI_DEV_NVLINK_COUNT_XMIT_PACKETS, NVML_FI_DEV_NVLINK_COUNT_SYMBOL_BER,
     field_link_counter},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MIN, NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_SUPPORTED,
     field_threshold},
    {NVML_FI_DEV_RESET_STATUS, NVML_FI_DEV_DRAIN_AND_RESET_STATUS, field_recovery},
    {NVML_FI_DEV_PCIE_OUTBOUND_ATOMICS_MASK, NVML_FI_DEV_PCIE_INBOUND_ATOMICS_MASK,
     field_pcie_atomics},
    {NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, field_recovery},
    {NVML_FI_DEV_C2C_LINK_ERROR_INTR, NVML_FI_DEV_C2C_LINK_POWER_STATE, field_c2c},
    {NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_0, NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_15,
     field_link_counter},
    {NVML_FI_DEV_NVLINK_COUNT_RAW_ERRORS_LANE0, NVML_FI_DEV_NVLINK_PLR_XMIT_RETRY_BLOCKS,
     field_link_counter},
};

static field_question question_of(unsigned id)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (id >= ranges[i].first && id <= ranges[i].last)
			return ranges[i].ask;
	}
	return NULL;
}

/* Ids beyond the header's are mistakes; the others have no source here. */
static nvmlReturn_t refusal_of(unsigned id)
{
	if (id >= NVML_FI_MAX || !field_facts[id].known)
		return NVML_ERROR_INVALID_ARGUMENT;
	return field_facts[id].answered ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
}

/* A failing entry gets its code alone. */
static void answer(struct field_call *call, nvmlFieldValue_t *field)
{
	uint64_t start_us = lib.port->now_us(lib.port);
	field_question ask = question_of(field->fieldId);
	nvmlReturn_t result = refusal_of(field->fieldId);

	call->entry_us = 0;
	if (result == NVML_SUCCESS && ask == NULL)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		result = ask(call, field, &field->value);
	field->nvmlReturn = result;
	if (result != NVML_SUCCESS)
		return;
	uint64_t end_us = lib.port->now_us(lib.port);
	field->valueType = (nvmlValueType_t)field_facts[field->fieldId].type;
	field->timestamp = (long long)(call->entry_us != 0 ? call->entry_us : end_us);
	field->latencyUsec = (long long)(end_us - start_us);
}

nvmlReturn_t impl_DeviceGetFieldValues(struct gpu *gpu, int valuesCount, nvmlFieldValue_t *values)
{
	struct field_call call;

	if (valuesCount <= 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	/* Replies are read once they were asked for, and not before. */
	call.gpu = gpu;
	call.entries = values;
	call.entry_count = valuesCount;
	call.asked = 0;
	for (int i = 0; i < valuesCount; i++)
		answer(&call, &values[i]);
	return NVML_SUCCESS;
}

static nvmlReturn_t clear(struct field_call *call, const nvmlFieldValue_t *field)
{
	uint32_t counter = pcie_counter_of(field->fieldId);
	nvmlReturn_t result = refusal_of(field->fieldId);

	if (result != NVML_SUCCESS)
		return result;
	if (counter != 0)
		return PROVIDER_ASK(call->gpu, clear_pcie_counters, counter);
	return field_clear_links(call, field);
}

nvmlReturn_t impl_DeviceClearFieldValues(struct gpu *gpu, int valuesCount, nvmlFieldValue_t *values)
{
	struct field_call call;

	call.gpu = gpu;
	call.asked = 0;
	for (int i = 0; values != NULL && i < valuesCount; i++)
		values[i].nvmlReturn = clear(&call, &values[i]);
	return NVML_SUCCESS;
}
