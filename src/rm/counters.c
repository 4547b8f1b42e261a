/* SPDX-License-Identifier: MIT */
/*
 * What links count. Drivers from 555 on number the counters anew and answer for all of
 * them in one way; older ones have a control for errors and one for throughput, and the
 * latter stays the source for throughput, as its unit is published.
 */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/nvlink.h"
#include "rm/rm.h"
#include "rm_constants.h"

#define BIT(n) (1ull << (n))
/* The fields are told by 128 bits. */
#define GROUPS 2u
#define GROUP_BITS 64u
#define SLOTS NV2080_CTRL_NVLINK_COUNTER_MAX_COUNTERS_PER_LINK_IN_REQ
/* First branch with the counters of NVLink 5; 555 ends before them. */
#define NVLINK_5_SINCE 560u
/* Bits 8 to 15 of the older control, though the header names only four of them. */
#define OLD_ECC_LANES 8u

#define V2(name) NV2080_CTRL_NVLINK_COUNTER_##name

/* The driver's number of a count; of counts by lane the number of lane 0. */
static const uint8_t numbers[NVLINK_COUNTS] = {
    [NVLINK_REPLAYS] = V2(ERR_DL_TX_ERR_REPLAY),
    [NVLINK_RECOVERIES] = V2(ERR_DL_TX_ERR_RECOVERY),
    [NVLINK_FLIT_CRC_ERRORS] = V2(ERR_DL_RX_ERR_CRC_FLIT),
    [NVLINK_LANE_CRC_ERRORS] = V2(ERR_DL_RX_ERR_CRC_LANE_L0),
    [NVLINK_LANE_ECC_ERRORS] = V2(ERR_DL_RX_ERR_ECC_LANE_L0),
    [NVLINK_PACKETS_SENT] = V2(XMIT_PACKETS),
    [NVLINK_BYTES_SENT] = V2(XMIT_BYTES),
    [NVLINK_PACKETS_RECEIVED] = V2(RCV_PACKETS),
    [NVLINK_BYTES_RECEIVED] = V2(RCV_BYTES),
    [NVLINK_RECOVERY_EVENTS] = V2(LINK_ERROR_RECOVERY_COUNTER),
    [NVLINK_RECOVERIES_FAILED] = V2(LINK_DOWNED_COUNTER),
    [NVLINK_RECOVERIES_SUCCESSFUL] = V2(LINK_RECOVERY_SUCCESSFUL_COUNTER),
    [NVLINK_ERRORS_RECEIVED] = V2(RCV_ERRORS),
    [NVLINK_REMOTE_ERRORS] = V2(RCV_REMOTE_ERRORS),
    [NVLINK_GENERAL_ERRORS] = V2(RCV_GENERAL_ERRORS),
    [NVLINK_MALFORMED_PACKETS] = V2(RCV_MALFORMED_PKT_ERROR),
    [NVLINK_BUFFER_OVERRUNS] = V2(RCV_BUFFER_OVERRUN_ERROR),
    [NVLINK_VL15_DROPPED] = V2(RCV_VL15DROPPED_ERROR),
    [NVLINK_INTEGRITY_ERRORS] = V2(LINK_INTEGRITY_ERRORS),
    [NVLINK_DISCARDS] = V2(XMIT_ERRORS),
    [NVLINK_RAW_ERRORS_LANE0] = V2(RAW_ERRORS_LANE_0),
    [NVLINK_RAW_ERRORS_LANE1] = V2(RAW_ERRORS_LANE_1),
    [NVLINK_EFFECTIVE_ERRORS] = V2(EFFECTIVE_ERRORS),
    [NVLINK_SYMBOL_ERRORS] = V2(SYMBOL_ERRORS),
    [NVLINK_BLOCKS_SENT] = V2(PLR_XMIT_BLOCKS),
    [NVLINK_BLOCKS_SENT_AGAIN] = V2(PLR_XMIT_RETRY_BLOCKS),
};

struct number_set {
	uint64_t bits[GROUPS];
};

static uint32_t lanes_up_to(uint32_t lanes, uint32_t most)
{
	return lanes < most ? lanes : most;
}

static uint32_t number_of(enum nvlink_count count)
{
	if (count >= NVLINK_HISTORY_0)
		return V2(HISTORY_0) + (count - NVLINK_HISTORY_0);
	return numbers[count];
}

/* How many neighbouring numbers make up a count. */
static uint32_t width_of(enum nvlink_count count, uint32_t lanes)
{
	switch (count) {
	case NVLINK_REPLAYS: /* sent, received */
		return 2;
	case NVLINK_LANE_CRC_ERRORS:
		return lanes_up_to(lanes, V2(ERR_DL_RX_ERR_CRC_LANE_SIZE));
	case NVLINK_LANE_ECC_ERRORS:
		return lanes_up_to(lanes, V2(ERR_DL_RX_ERR_ECC_LANE_SIZE));
	default:
		return 1;
	}
}

static bool has_number(const struct number_set *set, uint32_t number)
{
	return set->bits[number / GROUP_BITS] >> number % GROUP_BITS & 1;
}

static void add_count(struct number_set *set, enum nvlink_count count, uint32_t lanes)
{
	uint32_t number = number_of(count);

	for (uint32_t i = 0; i < width_of(count, lanes); i++, number++)
		set->bits[number / GROUP_BITS] |= BIT(number % GROUP_BITS);
}

static struct number_set numbers_of(uint64_t wanted, uint32_t lanes)
{
	struct number_set set = {{0}};

	for (unsigned count = 0; count < NVLINK_COUNTS; count++) {
		if (wanted & BIT(count))
			add_count(&set, (enum nvlink_count)count, lanes);
	}
	return set;
}

typedef struct rm_nvlink_get_counters_v2_counter rm_counter;

static uint32_t place_of(const struct number_set *set, uint32_t number)
{
	uint32_t place = 0;

	for (uint32_t n = 0; n < number; n++)
		place += has_number(set, n);
	return place;
}

/*
 * Values lie side by side in the order of their numbers, or each at its own number
 * where there is room for that: the header allows either reading. No set mixes the
 * places of one with those of the other, and what was not asked for is 0.
 */
static uint64_t value_of(const rm_counter *slots, uint32_t number, uint32_t place)
{
	uint64_t value = place < SLOTS ? slots[place].value : 0;

	if (number < SLOTS && number != place)
		value += slots[number].value;
	return value;
}

static void take_count(const struct rm_nvlink_get_counters_v2 *params, const struct number_set *set,
		       enum nvlink_count count, uint32_t lanes, struct nvlink_counts *ret_counts)
{
	uint32_t first = number_of(count), place = place_of(set, first);

	for (uint32_t link = 0; link < NVLINKS_MAX; link++) {
		uint64_t sum = 0;
		for (uint32_t i = 0; i < width_of(count, lanes); i++)
			sum += value_of(&params->counter[link * SLOTS], first + i, place + i);
		ret_counts->of[count][link] = sum;
	}
}

static nvmlReturn_t counts_v2(struct gpu *gpu, uint64_t wanted, uint64_t links, uint32_t lanes,
			      struct nvlink_counts *ret_counts)
{
	struct rm_nvlink_get_counters_v2 params;
	struct number_set set = numbers_of(wanted, lanes);

	memset(&params, 0, sizeof(params));
	params.link_mask = links;
	params.links.len_masks = 1;
	params.links.masks[0] = links;
	memcpy(params.counter_mask, set.bits, sizeof(params.counter_mask));
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_COUNTERS_V2, &params);
	for (unsigned count = 0; result == NVML_SUCCESS && count < NVLINK_COUNTS; count++) {
		if (wanted & BIT(count))
			take_count(&params, &set, (enum nvlink_count)count, lanes, ret_counts);
	}
	return result;
}

/* Bits of the older control: one value each, at the bit's number. */
static uint32_t old_bits_of(enum nvlink_count count, uint32_t lanes)
{
	switch (count) {
	case NVLINK_REPLAYS:
		return V2(DL_TX_ERR_REPLAY) | V2(DL_RX_ERR_REPLAY);
	case NVLINK_RECOVERIES:
		return V2(DL_TX_ERR_RECOVERY);
	case NVLINK_FLIT_CRC_ERRORS:
		return V2(DL_RX_ERR_CRC_FLIT);
	case NVLINK_LANE_CRC_ERRORS:
		lanes = lanes_up_to(lanes, V2(DL_RX_ERR_CRC_LANE__SIZE));
		return (uint32_t)(BIT(lanes) - 1) * V2(DL_RX_ERR_CRC_LANE_L0);
	case NVLINK_LANE_ECC_ERRORS:
		lanes = lanes_up_to(lanes, OLD_ECC_LANES);
		return (uint32_t)(BIT(lanes) - 1) * V2(DL_RX_ERR_ECC_LANE_L0);
	default:
		return 0;
	}
}

static uint32_t old_mask_of(uint64_t wanted, uint32_t lanes)
{
	uint32_t mask = 0;

	for (unsigned count = 0; count < NVLINK_COUNTS; count++) {
		if (wanted & BIT(count))
			mask |= old_bits_of((enum nvlink_count)count, lanes);
	}
	return mask;
}

static uint64_t old_sum_of(const uint64_t *values, uint32_t bits)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < 32; i++) {
		if (bits >> i & 1)
			sum += values[i];
	}
	return sum;
}

static nvmlReturn_t counts_v1(struct gpu *gpu, uint64_t wanted, uint64_t links, uint32_t lanes,
			      struct nvlink_counts *ret_counts)
{
	struct rm_nvlink_get_counters params;

	memset(&params, 0, sizeof(params));
	params.counter_mask = old_mask_of(wanted, lanes);
	params.link_mask = links;
	params.links.len_masks = 1;
	params.links.masks[0] = links;
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_COUNTERS, &params);
	for (unsigned count = 0; result == NVML_SUCCESS && count <= NVLINK_LANE_ECC_ERRORS;
	     count++) {
		uint32_t bits = old_bits_of((enum nvlink_count)count, lanes);
		for (uint32_t link = 0; wanted & BIT(count) && link < NVLINKS_MAX; link++)
			ret_counts->of[count][link] = old_sum_of(params.counters[link].value, bits);
	}
	return result;
}

/* All four come together. */
static nvmlReturn_t throughput(struct gpu *gpu, uint64_t links, struct nvlink_counts *ret_counts)
{
	static const struct {
		uint8_t count, place;
	} rows[] = {{NVLINK_DATA_SENT, NV2080_CTRL_NVLINK_READ_TP_COUNTERS_TYPE_DATA_TX},
		    {NVLINK_DATA_RECEIVED, NV2080_CTRL_NVLINK_READ_TP_COUNTERS_TYPE_DATA_RX},
		    {NVLINK_RAW_SENT, NV2080_CTRL_NVLINK_READ_TP_COUNTERS_TYPE_RAW_TX},
		    {NVLINK_RAW_RECEIVED, NV2080_CTRL_NVLINK_READ_TP_COUNTERS_TYPE_RAW_RX}};
	struct rm_nvlink_read_tp_counters params;

	memset(&params, 0, sizeof(params));
	params.counter_mask = 0xf;
	params.link_mask = links;
	params.links.len_masks = 1;
	params.links.masks[0] = links;
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_READ_TP_COUNTERS, &params);
	for (uint32_t link = 0; result == NVML_SUCCESS && link < NVLINKS_MAX; link++) {
		for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			ret_counts->of[rows[i].count][link] =
			    params.counters[link].value[rows[i].place];
	}
	return result;
}

nvmlReturn_t rm_nvlink_counts(struct gpu *gpu, enum nvlink_count_set set, uint64_t wanted,
			      uint64_t links, uint32_t lanes, struct nvlink_counts *ret_counts)
{
	bool is_old = set <= NVLINK_SET_LANE_ECC;

	if (!is_old && set != NVLINK_SET_THROUGHPUT && lib.rm.version.major < NVLINK_5_SINCE)
		return NVML_ERROR_NOT_SUPPORTED;
	if (set == NVLINK_SET_THROUGHPUT)
		return throughput(gpu, links, ret_counts);
	if (is_old && !rm_has_command(RM_NVLINK_GET_COUNTERS_V2))
		return counts_v1(gpu, wanted, links, lanes, ret_counts);
	return counts_v2(gpu, wanted, links, lanes, ret_counts);
}

/* Which errors the API tells of, and so clears. */
#define OLD_COUNTS                                                                                 \
	(BIT(NVLINK_REPLAYS) | BIT(NVLINK_RECOVERIES) | BIT(NVLINK_FLIT_CRC_ERRORS) |              \
	 BIT(NVLINK_LANE_CRC_ERRORS) | BIT(NVLINK_LANE_ECC_ERRORS))

nvmlReturn_t rm_clear_nvlink_errors(struct gpu *gpu, uint64_t links, uint32_t lanes)
{
	if (!rm_has_command(RM_NVLINK_CLEAR_COUNTERS_V2)) {
		struct rm_nvlink_clear_counters old = {
		    .counter_mask = old_mask_of(OLD_COUNTS, lanes),
		    .link_mask = links,
		    .links = {.len_masks = 1, .masks = {links}},
		};
		return rm_control(gpu, RM_NVLINK_CLEAR_COUNTERS, &old);
	}
	struct number_set set = numbers_of(OLD_COUNTS, lanes);
	struct rm_nvlink_clear_counters_v2 params = {
	    .link_mask = links,
	    .links = {.len_masks = 1, .masks = {links}},
	    .counter_mask = {set.bits[0], set.bits[1]},
	};
	return rm_control(gpu, RM_NVLINK_CLEAR_COUNTERS_V2, &params);
}
