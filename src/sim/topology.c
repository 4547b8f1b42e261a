/* SPDX-License-Identifier: MIT */
/* What GPUs can do with each other's memory. */
#include <string.h>

#include "sim/controls.h"

#define NOT_SUPPORTED 5u /* NV0000_P2P_CAPS_STATUS_NOT_SUPPORTED */

enum p2p_index { P2P_READ, P2P_WRITE, P2P_NVLINK, P2P_ATOMICS, P2P_PROP, P2P_LOOPBACK, P2P_PCI };

static bool all_attached(struct sim *sim, const uint32_t *ids, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct sim_gpu *gpu = sim_gpu_by_id(sim, ids[i]);

		if (!gpu || !gpu->attached)
			return false;
	}
	return true;
}

/* Over NVLink where all have it, else over PCIe unless a board is a GeForce. */
static void put_status(struct sim *sim, const uint32_t *ids, uint32_t count, uint8_t *status)
{
	bool nvlink = true, geforce = false;

	for (uint32_t i = 0; i < count; i++) {
		const struct machine_model *model = sim_gpu_by_id(sim, ids[i])->model;

		nvlink &= model->nvlink.links > 0;
		geforce |= strstr(model->name, "GeForce") != NULL;
	}
	memset(status, NOT_SUPPORTED, 9);
	if (nvlink)
		status[P2P_NVLINK] = status[P2P_ATOMICS] = 0;
	if (nvlink || !geforce)
		status[P2P_READ] = status[P2P_WRITE] = 0;
	if (!nvlink && !geforce)
		status[P2P_PCI] = status[P2P_PROP] = 0;
}

uint32_t sim_get_p2p_caps(struct sim_call *call, void *neutral)
{
	struct rm_system_get_p2p_caps *params = neutral;

	if (params->gpu_count == 0 || params->gpu_count > SIM_GPUS_MAX ||
	    !all_attached(call->sim, params->gpu_ids, params->gpu_count))
		return SIM_INVALID_ARGUMENT;
	params->p2p_caps = 0;
	put_status(call->sim, params->gpu_ids, params->gpu_count, params->p2p_caps_status);
	return SIM_OK;
}

uint32_t sim_get_p2p_caps_v2(struct sim_call *call, void *neutral)
{
	struct rm_system_get_p2p_caps_v2 *params = neutral;

	if (params->gpu_count == 0 || params->gpu_count > SIM_GPUS_MAX ||
	    !all_attached(call->sim, params->gpu_ids, params->gpu_count))
		return SIM_INVALID_ARGUMENT;
	params->p2p_caps = 0;
	params->p2p_optimal_read_ces = 0;
	params->p2p_optimal_write_ces = 0;
	memset(params->bus_peer_ids, 0xff, sizeof(params->bus_peer_ids));
	memset(params->bus_egm_peer_ids, 0xff, sizeof(params->bus_egm_peer_ids));
	put_status(call->sim, params->gpu_ids, params->gpu_count, params->p2p_caps_status);
	return SIM_OK;
}

/* Capability bits have no published positions here: the status lists say it all. */
uint32_t sim_get_p2p_caps_matrix(struct sim_call *call, void *neutral)
{
	(void)call;
	(void)neutral;
	return SIM_NOT_SUPPORTED;
}
