/* SPDX-License-Identifier: MIT */
/* NVLink ports and the fabric behind them. */
#include <string.h>

#include "sim/controls.h"

#define CAPS_SUPPORTED 1u
/* What a recorded H800 tells: P2P, system memory, atomics of both, SLI bridge; not "valid". */
#define CAPS_RECORDED (1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 6)
#define LINK_ACTIVE 3u /* NV2080_CTRL_NVLINK_STATUS_LINK_STATE_ACTIVE */
#define PHY_NVHS 1u
#define DEVICE_GPU 2u /* NV2080_CTRL_NVLINK_DEVICE_INFO_DEVICE_TYPE_* */
#define DEVICE_SWITCH 3u
#define DEVICE_ID_PCI 1u
#define FABRIC_COMPLETED 3u
/* The public API's bounds; no recording has others. */
#define L1_THRESHOLD_MIN 1u
#define L1_THRESHOLD_MAX 8191u

/* With MIG on no link is enabled. */
static uint64_t link_mask(const struct sim_gpu *gpu)
{
	uint32_t links = sim_mig_is_on(gpu) ? 0 : gpu->model->nvlink.links;

	return links >= 64 ? ~0ull : (1ull << links) - 1;
}

uint32_t sim_get_nvlink_caps(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_nvlink_caps *params = neutral;
	const struct machine_nvlink *nvlink = &call->gpu->model->nvlink;

	if (nvlink->links == 0)
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	params->caps_tbl = CAPS_SUPPORTED | CAPS_RECORDED;
	params->lowest_nvlink_version = (uint8_t)nvlink->version;
	params->highest_nvlink_version = (uint8_t)nvlink->version;
	params->lowest_nci_version = (uint8_t)nvlink->version;
	params->highest_nci_version = (uint8_t)nvlink->version;
	params->discovered_link_mask = (uint32_t)link_mask(call->gpu);
	params->enabled_link_mask = (uint32_t)link_mask(call->gpu);
	params->discovered_links.len_masks = 1;
	params->discovered_links.masks[0] = link_mask(call->gpu);
	params->enabled_links.len_masks = 1;
	params->enabled_links.masks[0] = link_mask(call->gpu);
	return SIM_OK;
}

typedef struct rm_nvlink_get_nvlink_status_link_info link_info;

static bool ends_in_switch(const struct machine_nvlink *nvlink)
{
	return !nvlink->peer || strcmp(nvlink->peer, "switch") == 0;
}

static bool is_linked(const struct sim_gpu *gpu, const struct sim_gpu *peer)
{
	return peer != gpu && !peer->removed && peer->model == gpu->model;
}

/*
 * GPUs without switches share their links out evenly among those of their model, in order; what is
 * left over, or links too few for all, end nowhere. Which link of the peer it is follows from the
 * places of both in each other's order.
 */
static void find_peer(struct sim *sim, const struct sim_gpu *gpu, uint32_t number, link_info *at)
{
	const struct sim_gpu *peers[SIM_GPUS_MAX];
	uint32_t count = 0, mine = 0;

	for (unsigned i = 0; i < sim->gpu_count; i++) {
		mine += &sim->gpus[i] < gpu && is_linked(gpu, &sim->gpus[i]);
		if (is_linked(gpu, &sim->gpus[i]))
			peers[count++] = &sim->gpus[i];
	}
	uint32_t each = count ? gpu->model->nvlink.links / count : 0;
	if (each == 0 || number / each >= count)
		return;
	const struct sim_gpu *peer = peers[number / each];
	uint32_t place = peer > gpu ? mine : mine - 1;
	at->remote_device_info.domain = peer->domain;
	at->remote_device_info.bus = peer->bus;
	at->remote_device_info.device = peer->device;
	at->remote_device_link_number = (uint8_t)(place * each + number % each);
}

static void put_link(struct sim *sim, const struct sim_gpu *gpu, uint32_t number, link_info *at)
{
	const struct machine_nvlink *nvlink = &gpu->model->nvlink;
	bool to_switch = ends_in_switch(nvlink);

	at->caps_tbl = CAPS_SUPPORTED;
	at->phy_type = PHY_NVHS;
	at->sub_link_width = (uint8_t)nvlink->lanes;
	at->link_state = LINK_ACTIVE;
	at->nvlink_version = (uint8_t)nvlink->version;
	at->nci_version = (uint8_t)nvlink->version;
	at->nvlink_line_rate_mbps = nvlink->line_rate_mbps;
	at->connected = 1;
	at->local_device_link_number = (uint8_t)number;
	at->remote_device_link_number = (uint8_t)number;
	at->remote_device_info.device_id_flags = DEVICE_ID_PCI;
	at->remote_device_info.device_type = to_switch ? DEVICE_SWITCH : DEVICE_GPU;
	at->local_device_info.device_type = DEVICE_GPU;
	at->nvlink_min_l1_threshold = L1_THRESHOLD_MIN;
	at->nvlink_max_l1_threshold = L1_THRESHOLD_MAX;
	at->nvlink_l1_threshold_units = 0; /* ..._STATUS_L1_THRESHOLD_UNIT_100US */
	if (!to_switch)
		find_peer(sim, gpu, number, at);
}

uint32_t sim_get_nvlink_status(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_nvlink_status *params = neutral;
	const struct machine_nvlink *nvlink = &call->gpu->model->nvlink;

	if (nvlink->links == 0)
		return SIM_NOT_SUPPORTED;
	memset(params->link_info, 0, sizeof(params->link_info));
	params->enabled_link_mask = (uint32_t)link_mask(call->gpu);
	params->enabled_links.len_masks = 1;
	params->enabled_links.masks[0] = link_mask(call->gpu);
	for (uint32_t i = 0; i < nvlink->links && i < 64; i++)
		put_link(call->sim, call->gpu, i, &params->link_info[i]);
	return SIM_OK;
}

/* Before Hopper a GPU does not register with the fabric: state 0, the rest as it was. */
uint32_t sim_get_fabric_info(struct sim_call *call, void *neutral)
{
	struct rm_get_gpu_fabric_probe_info *params = neutral;

	if (!sim_gpu_has_fabric(call->gpu)) {
		params->state = 0;
		return SIM_OK;
	}
	memset(params, 0, sizeof(*params));
	params->state = FABRIC_COMPLETED;
	return SIM_OK;
}

/* Firmware keeps the name of the host for the fabric; a GPU without links has no use for it. */
uint32_t sim_get_hostname(struct sim_call *call, void *neutral)
{
	struct rm_nvlink_get_saved_node_hostname *params = neutral;

	if (call->gpu->model->nvlink.links == 0)
		return SIM_NOT_SUPPORTED;
	memcpy(params->hostname.name, call->gpu->hostname, sizeof(params->hostname.name));
	return SIM_OK;
}

uint32_t sim_save_hostname(struct sim_call *call, void *neutral)
{
	const struct rm_nvlink_save_node_hostname *params = neutral;

	if (call->gpu->model->nvlink.links == 0)
		return SIM_NOT_SUPPORTED;
	memcpy(call->gpu->hostname, params->hostname.name, sizeof(call->gpu->hostname));
	return SIM_OK;
}
