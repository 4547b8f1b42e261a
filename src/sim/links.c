/* SPDX-License-Identifier: MIT */
/*
 * What NVLink ports count, their low power and their bandwidth modes. Counters are
 * numbered as from 555 on; the older controls look them up by those numbers.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/controls.h"
#include "sim/life.h"

#define LINKS_MAX 64u
#define NUMBERS 109u /* NV2080_CTRL_NVLINK_COUNTERS_MAX */
#define SLOTS 28u    /* NV2080_CTRL_NVLINK_COUNTER_MAX_COUNTERS_PER_LINK_IN_REQ */
#define NVLINK_5 8u  /* NV2080_CTRL_NVLINK_STATUS_NVLINK_VERSION_5_0 */
#define FLIT_BYTES 16u
/* Data fills eight flits of nine (no recording says how many). */
#define RAW_OF_DATA(n) ((n) + (n) / 8)
#define PACKET_BYTES 256u

/* NV2080_CTRL_NVLINK_COUNTER_* */
enum number {
	ECC_LANE_0 = 4,
	CRC_LANE_0 = 8,
	RECOVERY = 16,
	REPLAY_SENT = 17,
	REPLAY_RECEIVED = 18,
	CRC_FLIT = 20,
	FIRST_OF_NVLINK_5 = 22,
	PACKETS_SENT = 22,
	BYTES_SENT = 23,
	PACKETS_RECEIVED = 24,
	BYTES_RECEIVED = 25,
	HISTORY_0 = 71,
};

struct sim_links {
	uint64_t zero[LINKS_MAX][NUMBERS];
};

bool sim_gpu_has_fabric(const struct sim_gpu *gpu)
{
	return gpu->sim->machine->fabric && gpu->chip->architecture >= ARCHITECTURE_HOPPER;
}

void sim_links_setup(struct sim_gpu *gpu)
{
	gpu->l1_threshold = gpu->model->nvlink.low_power_threshold;
	gpu->l1_exit_threshold = gpu->l1_threshold;
}

void sim_links_free(struct sim_gpu *gpu)
{
	free(gpu->links);
	gpu->links = NULL;
}

static uint64_t traffic(const struct sim_gpu *gpu)
{
	return gpu->sim->now_ns / 1000 * gpu->model->nvlink.bytes_per_s / 1000000 +
	       (uint64_t)sim_body_counters(gpu).nvlink_bytes;
}

/* Since the machine started. Errors of lanes are all on the first one. */
static uint64_t counted(const struct sim_gpu *gpu, uint32_t number)
{
	const struct machine_nvlink *nvlink = &gpu->model->nvlink;

	switch (number) {
	case ECC_LANE_0:
		return nvlink->lane_ecc_errors;
	case CRC_LANE_0:
		return nvlink->lane_crc_errors;
	case RECOVERY:
		return nvlink->recoveries;
	case REPLAY_SENT:
		return nvlink->replays - nvlink->replays / 3;
	case REPLAY_RECEIVED:
		return nvlink->replays / 3;
	case CRC_FLIT:
		return nvlink->flit_crc_errors;
	case PACKETS_SENT:
	case PACKETS_RECEIVED:
	case HISTORY_0:
		return traffic(gpu) / PACKET_BYTES;
	case BYTES_SENT:
	case BYTES_RECEIVED:
		return traffic(gpu);
	default:
		return 0;
	}
}

static uint64_t value(const struct sim_gpu *gpu, uint32_t link, uint32_t number)
{
	return counted(gpu, number) - (gpu->links ? gpu->links->zero[link][number] : 0);
}

static uint32_t check_links(const struct sim_gpu *gpu, uint64_t links)
{
	uint32_t count = gpu->model->nvlink.links;

	if (count == 0)
		return SIM_NOT_SUPPORTED;
	return count < LINKS_MAX && links >> count ? SIM_INVALID_ARGUMENT : SIM_OK;
}

static bool has_number(const uint64_t mask[2], uint32_t number)
{
	return mask[number / 64] >> number % 64 & 1;
}

/* NVLink 5 counts anew what older links counted, and more. */
static uint32_t check_numbers(const struct sim_gpu *gpu, const uint64_t mask[2])
{
	bool is_5 = gpu->model->nvlink.version >= NVLINK_5;
	unsigned wanted = 0;

	if (mask[1] >> (NUMBERS - 64))
		return SIM_INVALID_ARGUMENT;
	/* 555 ends before the counters of NVLink 5. */
	if (!sim_since(gpu->sim, 560, 0, 0) && (mask[0] >> FIRST_OF_NVLINK_5 || mask[1]))
		return SIM_INVALID_ARGUMENT;
	for (uint32_t number = 0; number < NUMBERS; number++) {
		if (!has_number(mask, number))
			continue;
		if (is_5 != (number >= FIRST_OF_NVLINK_5))
			return SIM_NOT_SUPPORTED;
		wanted++;
	}
	return wanted > SLOTS ? SIM_INVALID_ARGUMENT : SIM_OK;
}

/* The older bits: lanes from 8 on, the flit's, lanes from 17 on, and three more. */
static uint32_t number_of_bit(uint32_t bit)
{
	if (bit >= 8 && bit < 12)
		return ECC_LANE_0 + bit - 8;
	if (bit >= 17 && bit < 25)
		return CRC_LANE_0 + bit - 17;
	switch (bit) {
	case 16:
		return CRC_FLIT;
	case 25:
		return REPLAY_SENT;
	case 26:
		return RECOVERY;
	case 27:
		return REPLAY_RECEIVED;
	default:
		return NUMBERS;
	}
}

static uint32_t check_old(const struct sim_gpu *gpu, uint64_t links)
{
	return gpu->model->nvlink.version >= NVLINK_5 ? SIM_NOT_SUPPORTED : check_links(gpu, links);
}

uint32_t sim_get_nvlink_counters(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_counters *params = neutral;
	uint64_t links = params->link_mask | params->links.masks[0];
	uint32_t status = check_old(call->gpu, links);

	memset(params->counters, 0, sizeof(params->counters));
	for (uint32_t i = 0; status == SIM_OK && i < LINKS_MAX * 32; i++) {
		uint32_t link = i / 32, bit = i % 32, number = number_of_bit(bit);
		if (links >> link & 1 && params->counter_mask >> bit & 1 && number < NUMBERS)
			params->counters[link].value[bit] = value(call->gpu, link, number);
	}
	return status;
}

uint32_t sim_get_nvlink_counters_v2(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_counters_v2 *params = neutral;
	uint64_t links = params->link_mask | params->links.masks[0];
	uint32_t status = check_links(call->gpu, links);

	if (status == SIM_OK)
		status = check_numbers(call->gpu, params->counter_mask);
	memset(params->counter, 0, sizeof(params->counter));
	for (uint32_t link = 0; status == SIM_OK && link < LINKS_MAX; link++) {
		uint32_t slot = link * SLOTS;
		for (uint32_t number = 0; links >> link & 1 && number < NUMBERS; number++) {
			if (has_number(params->counter_mask, number))
				params->counter[slot++].value = value(call->gpu, link, number);
		}
	}
	return status;
}

static uint32_t clear(struct sim_gpu *gpu, uint64_t links, const uint64_t mask[2])
{
	if (!gpu->links)
		gpu->links = calloc(1, sizeof(*gpu->links));
	if (!gpu->links)
		return SIM_NO_MEMORY;
	for (uint32_t link = 0; link < LINKS_MAX; link++) {
		for (uint32_t number = 0; links >> link & 1 && number < NUMBERS; number++) {
			if (has_number(mask, number))
				gpu->links->zero[link][number] = counted(gpu, number);
		}
	}
	return SIM_OK;
}

uint32_t sim_clear_nvlink_counters(struct sim_call *call, void *neutral)
{
	const struct rm_nvlink_clear_counters *params = neutral;
	uint64_t links = params->link_mask | params->links.masks[0], mask[2] = {0, 0};
	uint32_t status = check_old(call->gpu, links);

	for (uint32_t bit = 0; bit < 32; bit++) {
		uint32_t number = number_of_bit(bit);
		if (params->counter_mask >> bit & 1 && number < NUMBERS)
			mask[number / 64] |= 1ull << number % 64;
	}
	return status == SIM_OK ? clear(call->gpu, links, mask) : status;
}

uint32_t sim_clear_nvlink_counters_v2(struct sim_call *call, void *neutral)
{
	const struct rm_nvlink_clear_counters_v2 *params = neutral;
	uint64_t links = params->link_mask | params->links.masks[0];
	uint32_t status = check_links(call->gpu, links);

	if (status == SIM_OK)
		status = check_numbers(call->gpu, params->counter_mask);
	return status == SIM_OK ? clear(call->gpu, links, params->counter_mask) : status;
}

/* In flits, and never cleared. */
uint32_t sim_read_tp_counters(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_read_tp_counters *params = neutral;
	uint64_t links = params->link_mask | params->links.masks[0];
	uint64_t data = traffic(call->gpu) / FLIT_BYTES;
	uint32_t status = check_links(call->gpu, links);

	memset(params->counters, 0, sizeof(params->counters));
	for (uint32_t i = 0; status == SIM_OK && i < LINKS_MAX * 4; i++) {
		if (links >> i / 4 & 1 && params->counter_mask >> i % 4 & 1)
			params->counters[i / 4].value[i % 4] = i % 4 < 2 ? data : RAW_OF_DATA(data);
	}
	return status;
}

uint32_t sim_get_nvlink_power_state(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_power_state *params = neutral;

	if (call->gpu->model->nvlink.links == 0)
		return SIM_NOT_SUPPORTED;
	if (params->link_id >= call->gpu->model->nvlink.links)
		return SIM_INVALID_ARGUMENT;
	params->power_state = 0; /* ..._NVLINK_POWER_STATE_L0 */
	return SIM_OK;
}

/* Links before NVLink 4 have no state L1. */
static bool has_l1(const struct sim_gpu *gpu)
{
	return gpu->model->nvlink.links && gpu->chip->architecture >= ARCHITECTURE_HOPPER;
}

uint32_t sim_get_l1_threshold(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_l1_threshold *params = neutral;

	if (!has_l1(call->gpu))
		return SIM_NOT_SUPPORTED;
	params->l1_threshold = call->gpu->l1_threshold;
	params->l1_exit_threshold = call->gpu->l1_exit_threshold;
	params->l1_enabled = 1;
	return SIM_OK;
}

#define L1_THRESHOLD_DEFAULT 0xffffffffu /* ..._L1_THRESHOLD_VALUE_DEFAULT */
#define L1_THRESHOLD_MAX 8191u

uint32_t sim_set_l1_threshold(struct sim_call *call, void *neutral)
{
	const struct rm_nvlink_set_l1_threshold *params = neutral;

	if (!has_l1(call->gpu))
		return SIM_NOT_SUPPORTED;
	if (params->l1_threshold == L1_THRESHOLD_DEFAULT) {
		sim_links_setup(call->gpu);
		return SIM_OK;
	}
	if (params->l1_threshold == 0 || params->l1_threshold > L1_THRESHOLD_MAX)
		return SIM_INVALID_ARGUMENT;
	call->gpu->l1_threshold = params->l1_threshold;
	call->gpu->l1_exit_threshold = params->l1_exit_threshold;
	return SIM_OK;
}

/* Bandwidth modes: NV_GPU_NVLINK_BW_MODE in bits 2:0, a count of links above. */
enum bw_mode { BW_FULL, BW_OFF, BW_MIN, BW_HALF, BW_3QUARTER, BW_LINK_COUNT };
enum bw_scope { SCOPE_UNSET, SCOPE_PER_NODE, SCOPE_PER_GPU };

#define BW_MODE(mode) ((mode)&7u)

static const uint16_t switch_modes[] = {BW_FULL, BW_MIN};
static const uint16_t counts_of_links[] = {0, 2, 4, 6, 8, 12};

static uint16_t mode_of_links(uint16_t links)
{
	return (uint16_t)(links << 3 | BW_LINK_COUNT);
}

static bool has_bw_modes(const struct sim_gpu *gpu)
{
	return gpu->model->nvlink.links && sim_gpu_has_fabric(gpu);
}

uint32_t sim_get_supported_bw_mode(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_supported_bw_mode *params = neutral;
	bool by_links = call->gpu->chip->architecture >= ARCHITECTURE_BLACKWELL;

	if (!has_bw_modes(call->gpu))
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	params->rbm_total_modes = by_links ? sizeof(counts_of_links) / sizeof(counts_of_links[0])
					   : sizeof(switch_modes) / sizeof(switch_modes[0]);
	for (unsigned i = 0; i < params->rbm_total_modes; i++)
		params->rbm_modes_list[i] =
		    by_links ? mode_of_links(counts_of_links[i]) : switch_modes[i];
	return SIM_OK;
}

static bool is_bw_mode(const struct sim_gpu *gpu, uint32_t mode)
{
	if (BW_MODE(mode) == BW_FULL)
		return true;
	if (gpu->chip->architecture < ARCHITECTURE_BLACKWELL)
		return BW_MODE(mode) == BW_MIN;
	for (unsigned i = 0; i < sizeof(counts_of_links) / sizeof(counts_of_links[0]); i++) {
		if (mode == mode_of_links(counts_of_links[i]))
			return true;
	}
	return false;
}

uint32_t sim_get_gpu_bw_mode(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_bw_mode *params = neutral;

	if (call->gpu->model->nvlink.links == 0)
		return SIM_NOT_SUPPORTED;
	params->rbm_mode =
	    (uint16_t)(call->sim->nvlink_bw_scope == SCOPE_PER_NODE ? call->sim->nvlink_bw_mode
								    : call->gpu->nvlink_bw_mode);
	return SIM_OK;
}

uint32_t sim_set_gpu_bw_mode(struct sim_call *call, void *neutral)
{
	const struct rm_nvlink_set_bw_mode *params = neutral;

	if (!has_bw_modes(call->gpu) || !is_bw_mode(call->gpu, params->rbm_mode))
		return SIM_NOT_SUPPORTED;
	if (call->sim->nvlink_bw_scope == SCOPE_PER_NODE)
		return SIM_IN_USE;
	if (params->rbm_mode == call->gpu->nvlink_bw_mode)
		return SIM_OK;
	call->gpu->nvlink_bw_mode = params->rbm_mode;
	call->sim->nvlink_bw_scope = SCOPE_PER_GPU;
	return SIM_OK;
}

uint32_t sim_get_nvlink_bw_mode(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_nvlink_bw_mode *params = neutral;

	params->mode = (uint8_t)call->sim->nvlink_bw_mode;
	params->bw_mode_scope = (uint8_t)call->sim->nvlink_bw_scope;
	return SIM_OK;
}

/* A GPU without a switch takes every mode; one such GPU, and nobody is asked. */
static bool all_take(const struct sim *sim, uint32_t mode)
{
	bool all = true;

	for (unsigned i = 0; i < sim->gpu_count; i++) {
		if (!sim->gpus[i].attached)
			continue;
		if (!sim_gpu_has_fabric(&sim->gpus[i]))
			return true;
		all &= is_bw_mode(&sim->gpus[i], mode);
	}
	/* Until 565 the fabric was not asked about links that are switched off. */
	return all || (mode == BW_OFF && !sim_since(sim, 565, 0, 0));
}

uint32_t sim_set_nvlink_bw_mode(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_set_nvlink_bw_mode *params = neutral;
	struct sim *sim = call->sim;

	if (sim->nvlink_bw_scope == SCOPE_PER_GPU)
		return SIM_IN_USE;
	if (params->mode == sim->nvlink_bw_mode)
		return SIM_OK;
	if (params->mode > BW_3QUARTER)
		return SIM_INVALID_ARGUMENT;
	if (!all_take(sim, params->mode))
		return SIM_NOT_SUPPORTED;
	for (unsigned i = 0; i < sim->gpu_count; i++)
		sim->gpus[i].nvlink_bw_mode = params->mode;
	sim->nvlink_bw_mode = params->mode;
	if (sim_since(sim, 565, 0, 0))
		sim->nvlink_bw_scope = params->mode == BW_FULL ? SCOPE_UNSET : SCOPE_PER_NODE;
	return SIM_OK;
}

/* Port registers, whose contents are not published: what is sent comes back. */
uint32_t sim_prm_access(struct sim_call *call, void *neutral)
{
	(void)neutral;
	return call->gpu->model->nvlink.version >= NVLINK_5 ? SIM_OK : SIM_NOT_SUPPORTED;
}
