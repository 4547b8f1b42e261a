/* SPDX-License-Identifier: MIT */
/* NVLink, fabric, peer-to-peer and rack position. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/rm.h"
#include "rm_constants.h"

typedef struct rm_nvlink_get_nvlink_status_link_info rm_link_info;

static enum nvlink_peer peer_of(uint64_t device_type)
{
	switch (device_type) {
	case NV2080_CTRL_NVLINK_DEVICE_INFO_DEVICE_TYPE_NPU:
		return NVLINK_PEER_NPU;
	case NV2080_CTRL_NVLINK_DEVICE_INFO_DEVICE_TYPE_GPU:
		return NVLINK_PEER_GPU;
	case NV2080_CTRL_NVLINK_DEVICE_INFO_DEVICE_TYPE_SWITCH:
		return NVLINK_PEER_SWITCH;
	default:
		return NVLINK_PEER_NONE;
	}
}

static void take_link(const rm_link_info *info, struct nvlink *ret_link)
{
	*ret_link = (struct nvlink){
	    .state = info->link_state,
	    .version = info->nvlink_version,
	    .lane_mbps = info->nvlink_line_rate_mbps,
	    .lanes = info->sub_link_width,
	    .peer = peer_of(info->remote_device_info.device_type),
	    .peer_has_pci = (info->remote_device_info.device_id_flags &
			     NV2080_CTRL_NVLINK_DEVICE_INFO_DEVICE_ID_FLAGS_PCI) != 0,
	    .peer_domain = info->remote_device_info.domain,
	    .peer_bus = info->remote_device_info.bus,
	    .peer_slot = info->remote_device_info.device,
	    .peer_pci_device = info->remote_device_info.pci_device_id,
	    .peer_link = info->remote_device_link_number,
	};
}

/* From 580 the long mask counts; the short one stays for up to 32 links. */
static uint64_t enabled_links(const struct rm_nvlink_get_nvlink_status *status)
{
	return status->enabled_links.masks[0] | status->enabled_link_mask;
}

static nvmlReturn_t rm_nvlinks(struct gpu *gpu, struct nvlink_state *ret_state)
{
	struct rm_nvlink_get_nvlink_caps caps;
	struct rm_nvlink_get_nvlink_status status;

	memset(&caps, 0, sizeof(caps));
	memset(&status, 0, sizeof(status));
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_NVLINK_CAPS, &caps);
	if (result == NVML_SUCCESS)
		result = rm_control(gpu, RM_NVLINK_GET_NVLINK_STATUS, &status);
	if (result != NVML_SUCCESS)
		return result;

	memset(ret_state, 0, sizeof(*ret_state));
	ret_state->capabilities = caps.caps_tbl;
	ret_state->enabled = enabled_links(&status);
	for (unsigned i = 0; i < NVLINKS_MAX; i++) {
		if (ret_state->enabled >> i & 1)
			take_link(&status.link_info[i], &ret_state->links[i]);
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_fabric(struct gpu *gpu, struct fabric_state *ret_state)
{
	struct rm_get_gpu_fabric_probe_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GET_GPU_FABRIC_PROBE_INFO, &params);

	if (result != NVML_SUCCESS)
		return result;
	ret_state->state = params.state;
	ret_state->status = params.status;
	memcpy(ret_state->cluster, params.cluster_uuid, sizeof(ret_state->cluster));
	/* Clique ids exist since 545; before, the partition id was the nearest thing. */
	ret_state->clique =
	    lib.rm.version.major < 545 ? params.fabric_partition_id : params.fabric_clique_id;
	ret_state->health_mask = params.fabric_health_mask;
	ret_state->health_summary = params.fabric_health_summary;
	return NVML_SUCCESS;
}

/* The driver answers for GPUs that are in use. */
static nvmlReturn_t rm_p2p(struct gpu *gpu, struct gpu *peer, struct p2p_state *ret_state)
{
	struct rm_system_get_p2p_caps_v2 params;

	memset(&params, 0, sizeof(params));
	params.gpu_ids[0] = gpu->id;
	params.gpu_ids[1] = peer->id;
	params.gpu_count = 2;
	nvmlReturn_t result = rm_gpu_use(peer);
	if (result == NVML_SUCCESS)
		result = rm_control(gpu, RM_SYSTEM_GET_P2P_CAPS_V2, &params);
	if (result != NVML_SUCCESS)
		return result;
	memcpy(ret_state->status, params.p2p_caps_status, sizeof(ret_state->status));
	/* Before 550 the API's PCI question was about proprietary peer access. */
	if (lib.rm.version.major < 550)
		ret_state->status[NV0000_CTRL_P2P_CAPS_INDEX_PCI] =
		    ret_state->status[NV0000_CTRL_P2P_CAPS_INDEX_PROP];
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_platform(struct gpu *gpu, struct platform_state *ret_state)
{
	struct rm_nvlink_get_platform_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_PLATFORM_INFO, &params);

	if (result != NVML_SUCCESS)
		return result;
	memcpy(ret_state->ib_guid, params.ib_guid, sizeof(ret_state->ib_guid));
	memcpy(ret_state->rack_guid, params.rack_guid, sizeof(ret_state->rack_guid));
	ret_state->chassis_physical_slot = params.chassis_physical_slot_number;
	ret_state->compute_slot = params.compute_slot_index;
	ret_state->node = params.node_index;
	ret_state->peer_type = params.peer_type;
	ret_state->module = params.module_id;
	return NVML_SUCCESS;
}

void rm_nvlink_fill(struct provider_ops *ops)
{
	ops->nvlinks = rm_nvlinks;
	ops->fabric = rm_fabric;
	ops->p2p = rm_p2p;
	ops->platform = rm_platform;
}
