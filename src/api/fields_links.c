/* SPDX-License-Identifier: MIT */
/* Field values of NVLink and C2C. */
#include "api/fields.h"
#include "api/nvlink.h"
#include "core/gpu.h"
#include "rm_constants.h"

#define ALL_LINKS UINT32_MAX
#define VERSION(name) NV2080_CTRL_NVLINK_STATUS_NVLINK_VERSION_##name
#define FLIT_BYTES 16u
#define NONE NVLINK_COUNTS

static nvmlReturn_t links_of(struct field_call *call)
{
	if (field_wants(call, REPLY_LINKS))
		field_keep(call, REPLY_LINKS, nvlink_state(call->gpu, &call->links));
	return field_result(call, REPLY_LINKS);
}

/* The links of a GPU are of one version; that of a link that is down is not told. */
static uint32_t version_of(const struct nvlink_state *state)
{
	uint32_t version = 0;

	for (unsigned i = 0; i < NVLINKS_MAX; i++) {
		if (nvlink_is_enabled(state, i) && state->links[i].version > version)
			version = state->links[i].version;
	}
	return version;
}

static nvmlReturn_t link_of(struct field_call *call, unsigned number,
			    const struct nvlink **ret_link)
{
	nvmlReturn_t result = links_of(call);

	if (result == NVML_SUCCESS && !nvlink_is_enabled(&call->links, number))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*ret_link = &call->links.links[number];
	return result;
}

nvmlReturn_t field_link_count(struct field_call *call, const nvmlFieldValue_t *field,
			      nvmlValue_t *ret_value)
{
	uint32_t count = 0;
	nvmlReturn_t result = links_of(call);

	for (unsigned i = 0; result == NVML_SUCCESS && i < NVLINKS_MAX; i++) {
		bool to_switch = call->links.links[i].peer == NVLINK_PEER_SWITCH;
		count += nvlink_is_enabled(&call->links, i) &&
			 (field->fieldId == NVML_FI_DEV_NVLINK_LINK_COUNT || to_switch);
	}
	return field_give_u32(result, count, ret_value);
}

/* MB/s in one direction: lane rate times lanes, in bytes. */
static nvmlReturn_t speed_of(const struct nvlink *link, uint32_t *ret_mb_per_s)
{
	if (!nvlink_is_active(link))
		return NVML_ERROR_NOT_SUPPORTED;
	*ret_mb_per_s = (uint32_t)((uint64_t)link->lane_mbps * link->lanes / 8);
	return NVML_SUCCESS;
}

/* Low power came with NVLink 4. */
static nvmlReturn_t power_state(struct field_call *call, unsigned link, uint32_t *ret_number)
{
	bool low = false;

	if (version_of(&call->links) < VERSION(4_0))
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = PROVIDER_ASK(call->gpu, nvlink_low_power, link, &low);
	if (result == NVML_SUCCESS)
		*ret_number =
		    low ? NVML_NVLINK_POWER_STATE_LOW : NVML_NVLINK_POWER_STATE_HIGH_SPEED;
	return result;
}

nvmlReturn_t field_link(struct field_call *call, const nvmlFieldValue_t *field,
			nvmlValue_t *ret_value)
{
	const struct nvlink *link;
	uint32_t number = 0;
	nvmlReturn_t result = link_of(call, field->scopeId, &link);

	if (result != NVML_SUCCESS)
		return result;
	switch (field->fieldId) {
	case NVML_FI_DEV_NVLINK_GET_SPEED:
		result = speed_of(link, &number);
		break;
	case NVML_FI_DEV_NVLINK_GET_STATE:
		number = nvlink_is_active(link);
		break;
	case NVML_FI_DEV_NVLINK_GET_VERSION:
		number = link->version;
		break;
	case NVML_FI_DEV_NVLINK_GET_POWER_STATE:
		result = power_state(call, field->scopeId, &number);
		break;
	default:
		number = link->peer_link;
		break;
	}
	return field_give_u32(result, number, ret_value);
}

/* Counters. */

static uint64_t active_links(const struct nvlink_state *state)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < NVLINKS_MAX; i++) {
		if (nvlink_is_enabled(state, i) && nvlink_is_active(&state->links[i]))
			mask |= 1ull << i;
	}
	return mask;
}

static uint32_t most_lanes(const struct nvlink_state *state)
{
	uint32_t lanes = 0;

	for (unsigned i = 0; i < NVLINKS_MAX; i++) {
		if (nvlink_is_enabled(state, i) && state->links[i].lanes > lanes)
			lanes = state->links[i].lanes;
	}
	return lanes;
}

static nvmlReturn_t ask_counts(struct field_call *call, enum nvlink_count_set set, uint64_t wanted,
			       uint64_t links)
{
	return PROVIDER_ASK(call->gpu, nvlink_counts, set, wanted, links, most_lanes(&call->links),
			    &call->counts);
}

/*
 * The whole set of all links that are up, once. Where the driver does not give the set,
 * it may give the one count; where the link is down, the driver decides about it alone.
 */
static nvmlReturn_t count_of(struct field_call *call, enum nvlink_count count, unsigned link)
{
	enum nvlink_count_set set = nvlink_set_of(count);
	enum field_reply reply = (enum field_reply)(REPLY_COUNTS + set);
	uint64_t up = active_links(&call->links);
	uint64_t links = link == ALL_LINKS ? up : 1ull << link;

	if (links & ~up)
		return ask_counts(call, set, 1ull << count, links);
	if (links == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	if (field_wants(call, reply))
		field_keep(call, reply, ask_counts(call, set, nvlink_counts_of(set), up));
	nvmlReturn_t result = field_result(call, reply);
	if (result == NVML_ERROR_NOT_SUPPORTED || result == NVML_ERROR_INVALID_ARGUMENT)
		result = ask_counts(call, set, 1ull << count, links);
	return result;
}

static nvmlReturn_t give_count(struct field_call *call, enum nvlink_count count, unsigned link,
			       nvmlValue_t *ret_value)
{
	bool is_throughput = nvlink_set_of(count) == NVLINK_SET_THROUGHPUT;
	uint64_t sum = 0, up = active_links(&call->links);
	nvmlReturn_t result = count_of(call, count, link);

	for (unsigned i = 0; result == NVML_SUCCESS && i < NVLINKS_MAX; i++) {
		if (link == i || (link == ALL_LINKS && up >> i & 1))
			sum += call->counts.of[count][i];
	}
	return field_give_u64(result, is_throughput ? sum * FLIT_BYTES / 1024 : sum, ret_value);
}

static const struct {
	uint16_t id;
	uint8_t count;
} link_counters[] = {
    {NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, NVLINK_DATA_SENT},
    {NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX, NVLINK_DATA_RECEIVED},
    {NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_TX, NVLINK_RAW_SENT},
    {NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_RX, NVLINK_RAW_RECEIVED},
    {NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY, NVLINK_REPLAYS},
    {NVML_FI_DEV_NVLINK_ERROR_DL_RECOVERY, NVLINK_RECOVERIES},
    {NVML_FI_DEV_NVLINK_ERROR_DL_CRC, NVLINK_FLIT_CRC_ERRORS},
    {NVML_FI_DEV_NVLINK_COUNT_XMIT_PACKETS, NVLINK_PACKETS_SENT},
    {NVML_FI_DEV_NVLINK_COUNT_XMIT_BYTES, NVLINK_BYTES_SENT},
    {NVML_FI_DEV_NVLINK_COUNT_RCV_PACKETS, NVLINK_PACKETS_RECEIVED},
    {NVML_FI_DEV_NVLINK_COUNT_RCV_BYTES, NVLINK_BYTES_RECEIVED},
    {NVML_FI_DEV_NVLINK_COUNT_VL15_DROPPED, NVLINK_VL15_DROPPED},
    {NVML_FI_DEV_NVLINK_COUNT_MALFORMED_PACKET_ERRORS, NVLINK_MALFORMED_PACKETS},
    {NVML_FI_DEV_NVLINK_COUNT_BUFFER_OVERRUN_ERRORS, NVLINK_BUFFER_OVERRUNS},
    {NVML_FI_DEV_NVLINK_COUNT_RCV_ERRORS, NVLINK_ERRORS_RECEIVED},
    {NVML_FI_DEV_NVLINK_COUNT_RCV_REMOTE_ERRORS, NVLINK_REMOTE_ERRORS},
    {NVML_FI_DEV_NVLINK_COUNT_RCV_GENERAL_ERRORS, NVLINK_GENERAL_ERRORS},
    {NVML_FI_DEV_NVLINK_COUNT_LOCAL_LINK_INTEGRITY_ERRORS, NVLINK_INTEGRITY_ERRORS},
    {NVML_FI_DEV_NVLINK_COUNT_XMIT_DISCARDS, NVLINK_DISCARDS},
    {NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_SUCCESSFUL_EVENTS, NVLINK_RECOVERIES_SUCCESSFUL},
    {NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS, NVLINK_RECOVERIES_FAILED},
    {NVML_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_EVENTS, NVLINK_RECOVERY_EVENTS},
    {NVML_FI_DEV_NVLINK_COUNT_EFFECTIVE_ERRORS, NVLINK_EFFECTIVE_ERRORS},
    {NVML_FI_DEV_NVLINK_COUNT_SYMBOL_ERRORS, NVLINK_SYMBOL_ERRORS},
    {NVML_FI_DEV_NVLINK_COUNT_RAW_ERRORS_LANE0, NVLINK_RAW_ERRORS_LANE0},
    {NVML_FI_DEV_NVLINK_COUNT_RAW_ERRORS_LANE1, NVLINK_RAW_ERRORS_LANE1},
    {NVML_FI_DEV_NVLINK_PLR_XMIT_BLOCKS, NVLINK_BLOCKS_SENT},
    {NVML_FI_DEV_NVLINK_PLR_XMIT_RETRY_BLOCKS, NVLINK_BLOCKS_SENT_AGAIN},
};

static unsigned counter_of(unsigned id)
{
	if (id >= NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_0 &&
	    id <= NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_15)
		return NVLINK_HISTORY_0 + (id - NVML_FI_DEV_NVLINK_COUNT_FEC_HISTORY_0);
	for (size_t i = 0; i < sizeof(link_counters) / sizeof(link_counters[0]); i++) {
		if (link_counters[i].id == id)
			return link_counters[i].count;
	}
	return NONE;
}

/* NVLink 5 counts its errors anew; throughput is counted by all. */
static bool has_count(const struct nvlink_state *state, enum nvlink_count count)
{
	bool is_5 = version_of(state) >= VERSION(5_0);
	enum nvlink_count_set set = nvlink_set_of(count);

	return set == NVLINK_SET_THROUGHPUT || is_5 == (set > NVLINK_SET_THROUGHPUT);
}

static nvmlReturn_t links_with_count(struct field_call *call, unsigned count, unsigned link)
{
	nvmlReturn_t result = links_of(call);
	bool has_link;

	if (result != NVML_SUCCESS)
		return result;
	has_link = link == ALL_LINKS || nvlink_is_enabled(&call->links, link);
	return count != NONE && has_link && has_count(&call->links, (enum nvlink_count)count)
		   ? NVML_SUCCESS
		   : NVML_ERROR_NOT_SUPPORTED;
}

nvmlReturn_t field_link_counter(struct field_call *call, const nvmlFieldValue_t *field,
				nvmlValue_t *ret_value)
{
	unsigned count = counter_of(field->fieldId);
	nvmlReturn_t result = links_with_count(call, count, field->scopeId);

	if (result == NVML_SUCCESS)
		result = give_count(call, (enum nvlink_count)count, field->scopeId, ret_value);
	return result;
}

/* Ids of single links. */

/* Links 0 to 5 and 6 to 11 have ids in two rows; behind the first row is the total. */
static const struct {
	uint16_t first, seventh;
	uint8_t length; /* of the first row, without the total */
	uint8_t count;  /* NONE: the speed */
} rows[] = {
    {NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_L6, 6,
     NVLINK_FLIT_CRC_ERRORS},
    {NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_L6, 6,
     NVLINK_LANE_CRC_ERRORS},
    {NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_L6, 6,
     NVLINK_REPLAYS},
    {NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_L6, 6,
     NVLINK_RECOVERIES},
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_L0, NVML_FI_DEV_NVLINK_SPEED_MBPS_L6, 6, NONE},
    {NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_L0, NVML_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_L6, 12,
     NVLINK_LANE_ECC_ERRORS},
};

struct old_field {
	unsigned count, link;
};

static struct old_field old_field_of(unsigned id)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (id == rows[i].first + (unsigned)rows[i].length)
			return (struct old_field){rows[i].count, ALL_LINKS};
		if (id >= rows[i].first && id < rows[i].first + (unsigned)rows[i].length)
			return (struct old_field){rows[i].count, id - rows[i].first};
		if (id >= rows[i].seventh && id < rows[i].seventh + 6u)
			return (struct old_field){rows[i].count, 6 + id - rows[i].seventh};
	}
	return (struct old_field){NONE, NVLINKS_MAX};
}

static nvmlReturn_t common_speed(const struct nvlink_state *state, uint32_t *ret_mb_per_s)
{
	nvmlReturn_t result = NVML_ERROR_NOT_SUPPORTED;

	for (unsigned i = 0; result != NVML_SUCCESS && i < NVLINKS_MAX; i++) {
		if (nvlink_is_enabled(state, i))
			result = speed_of(&state->links[i], ret_mb_per_s);
	}
	return result;
}

/* NVLink 4 and later have more links than there are such ids, and answer none of them. */
nvmlReturn_t field_link_of_old(struct field_call *call, const nvmlFieldValue_t *field,
			       nvmlValue_t *ret_value)
{
	struct old_field old = old_field_of(field->fieldId);
	uint32_t mb_per_s = 0;
	nvmlReturn_t result = links_of(call);

	if (result != NVML_SUCCESS)
		return result;
	if (version_of(&call->links) >= VERSION(4_0) ||
	    (old.link != ALL_LINKS && !nvlink_is_enabled(&call->links, old.link)))
		return NVML_ERROR_NOT_SUPPORTED;
	if (old.count != NONE)
		return give_count(call, (enum nvlink_count)old.count, old.link, ret_value);
	result = old.link == ALL_LINKS ? common_speed(&call->links, &mb_per_s)
				       : speed_of(&call->links.links[old.link], &mb_per_s);
	return field_give_u32(result, mb_per_s, ret_value);
}

nvmlReturn_t field_clear_links(struct field_call *call, const nvmlFieldValue_t *field)
{
	struct old_field old = old_field_of(field->fieldId);
	unsigned count = old.count != NONE ? old.count : counter_of(field->fieldId);
	unsigned link = old.count != NONE ? old.link : field->scopeId;

	if (count > NVLINK_LANE_ECC_ERRORS)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = links_with_count(call, count, link);
	if (result != NVML_SUCCESS)
		return result;
	return PROVIDER_ASK(call->gpu, clear_nvlink_errors,
			    link == ALL_LINKS ? call->links.enabled : 1ull << link,
			    most_lanes(&call->links));
}

/* Low power. */

static const struct nvlink *first_link(const struct nvlink_state *state)
{
	unsigned i = 0;

	while (i + 1 < NVLINKS_MAX && !nvlink_is_enabled(state, i))
		i++;
	return &state->links[i];
}

/* Whether a threshold can be set at all, and in what range, the driver tells from 555 on. */
nvmlReturn_t field_threshold(struct field_call *call, const nvmlFieldValue_t *field,
			     nvmlValue_t *ret_value)
{
	nvmlReturn_t result = links_of(call);

	if (result == NVML_SUCCESS && version_of(&call->links) < VERSION(4_0))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS && field_wants(call, REPLY_THRESHOLD))
		field_keep(call, REPLY_THRESHOLD,
			   PROVIDER_ASK(call->gpu, nvlink_threshold, &call->threshold));
	if (result == NVML_SUCCESS)
		result = field_result(call, REPLY_THRESHOLD);
	if (result != NVML_SUCCESS)
		return result;
	if (field->fieldId == NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD)
		return field_give_u32(NVML_SUCCESS, call->threshold, ret_value);

	const struct nvlink *link = first_link(&call->links);
	if (link->threshold_max == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	switch (field->fieldId) {
	case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX:
		return field_give_u32(NVML_SUCCESS, link->threshold_max, ret_value);
	case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MIN:
		return field_give_u32(NVML_SUCCESS, link->threshold_min, ret_value);
	case NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_UNITS:
		return field_give_u32(NVML_SUCCESS, link->threshold_unit, ret_value);
	default: /* supported */
		return field_give_u32(NVML_SUCCESS, 1, ret_value);
	}
}

/* C2C. */

static nvmlReturn_t c2c_error(struct field_call *call, const nvmlFieldValue_t *field,
			      uint32_t *ret_number)
{
	struct c2c_errors errors = {0};
	nvmlReturn_t result = PROVIDER_ASK(call->gpu, c2c_errors, field->scopeId, &errors);

	if (result != NVML_SUCCESS)
		return result;
	*ret_number = field->fieldId == NVML_FI_DEV_C2C_LINK_ERROR_INTR ? errors.crc
		      : field->fieldId == NVML_FI_DEV_C2C_LINK_ERROR_REPLAY
			  ? errors.replays
			  : errors.replays_back_to_back;
	return NVML_SUCCESS;
}

static nvmlReturn_t c2c_power(struct field_call *call, uint32_t *ret_number)
{
	bool low = false;
	nvmlReturn_t result = PROVIDER_ASK(call->gpu, c2c_low_power, &low);

	if (result == NVML_SUCCESS)
		*ret_number =
		    low ? NVML_C2C_POWER_STATE_LOW_POWER : NVML_C2C_POWER_STATE_FULL_POWER;
	return result;
}

/* Nothing is told of a port that leads nowhere. */
nvmlReturn_t field_c2c(struct field_call *call, const nvmlFieldValue_t *field,
		       nvmlValue_t *ret_value)
{
	uint32_t number = 0;

	if (field_wants(call, REPLY_C2C))
		field_keep(call, REPLY_C2C, PROVIDER_ASK(call->gpu, c2c, &call->c2c));
	nvmlReturn_t result = field_result(call, REPLY_C2C);
	if (result == NVML_SUCCESS && !call->c2c.up)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result != NVML_SUCCESS)
		return result;
	switch (field->fieldId) {
	case NVML_FI_DEV_C2C_LINK_COUNT:
		number = call->c2c.links;
		break;
	case NVML_FI_DEV_C2C_LINK_GET_STATUS:
		number = call->c2c.up;
		break;
	case NVML_FI_DEV_C2C_LINK_GET_MAX_BW:
		number = call->c2c.link_mb_per_s;
		break;
	case NVML_FI_DEV_C2C_LINK_POWER_STATE:
		result = c2c_power(call, &number);
		break;
	default:
		result = c2c_error(call, field, &number);
		break;
	}
	return field_give_u32(result, number, ret_value);
}
