/* SPDX-License-Identifier: MIT */
/* NVLink, fabric, peer-to-peer and rack position. */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "rm/nvlink.h"
#include "rm/rm.h"
#include "rm_constants.h"

/* First branch whose link status has the member bNvleModeEnabled. */
#define ENCRYPTION_SINCE 580u

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
	    .threshold_min = info->nvlink_min_l1_threshold,
	    .threshold_max = info->nvlink_max_l1_threshold,
	    .threshold_unit = info->nvlink_l1_threshold_units,
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
	ret_state->tells_encryption = lib.rm.version.major >= ENCRYPTION_SINCE;
	ret_state->encrypted = status.nvle_mode_enabled != 0;
	for (unsigned i = 0; i < NVLINKS_MAX; i++) {
		if (ret_state->enabled >> i & 1)
			take_link(&status.link_info[i], &ret_state->links[i]);
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_nvlink_low_power(struct gpu *gpu, uint32_t link, bool *ret_low)
{
	struct rm_nvlink_get_power_state params = {.link_id = link};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_POWER_STATE, &params);

	if (result != NVML_SUCCESS)
		return result;
	if (params.power_state > NV2080_CTRL_NVLINK_POWER_STATE_L1)
		return NVML_ERROR_UNKNOWN;
	*ret_low = params.power_state == NV2080_CTRL_NVLINK_POWER_STATE_L1;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_nvlink_threshold(struct gpu *gpu, uint32_t *ret_threshold)
{
	struct rm_nvlink_get_l1_threshold params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_L1_THRESHOLD, &params);

	if (result == NVML_SUCCESS)
		*ret_threshold = params.l1_threshold;
	return result;
}

/* The time to leave low power, set with the same control, stays as it is. */
static nvmlReturn_t rm_set_nvlink_threshold(struct gpu *gpu, uint32_t threshold)
{
	struct rm_nvlink_get_l1_threshold now = {0};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_L1_THRESHOLD, &now);

	if (result != NVML_SUCCESS)
		return result;
	struct rm_nvlink_set_l1_threshold params = {.l1_threshold = threshold,
						    .l1_exit_threshold = now.l1_exit_threshold};
	if (threshold == NV2080_CTRL_NVLINK_L1_THRESHOLD_VALUE_DEFAULT)
		params.l1_exit_threshold = NV2080_CTRL_NVLINK_L1_THRESHOLD_VALUE_DEFAULT;
	return rm_control(gpu, RM_NVLINK_SET_L1_THRESHOLD, &params);
}

static nvmlReturn_t rm_nvlink_bw_modes(struct gpu *gpu, struct nvlink_bw_modes *ret_modes)
{
	struct rm_nvlink_get_supported_bw_mode params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_SUPPORTED_BW_MODE, &params);

	if (result != NVML_SUCCESS)
		return result;
	if (params.rbm_total_modes > NVLINK_BW_MODES_MAX)
		return NVML_ERROR_UNKNOWN;
	ret_modes->count = params.rbm_total_modes;
	memcpy(ret_modes->modes, params.rbm_modes_list, sizeof(ret_modes->modes));
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_nvlink_bw_mode(struct gpu *gpu, uint32_t *ret_mode)
{
	struct rm_nvlink_get_bw_mode params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_BW_MODE, &params);

	if (result == NVML_SUCCESS)
		*ret_mode = params.rbm_mode;
	return result;
}

static nvmlReturn_t rm_set_nvlink_bw_mode(struct gpu *gpu, uint32_t mode)
{
	struct rm_nvlink_set_bw_mode params = {.rbm_mode = (uint16_t)mode};

	return rm_control(gpu, RM_NVLINK_SET_BW_MODE, &params);
}

static nvmlReturn_t rm_nvlink_firmware(struct gpu *gpu, struct nvlink_firmware *ret_list,
				       uint32_t *ret_count)
{
	struct rm_nvlink_get_firmware_version_info params;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_FIRMWARE_VERSION_INFO, &params);
	if (result != NVML_SUCCESS)
		return result;
	if (params.num_valid_entries > NVLINK_FIRMWARES_MAX)
		return NVML_ERROR_UNKNOWN;
	for (uint32_t i = 0; i < params.num_valid_entries; i++)
		ret_list[i] = (struct nvlink_firmware){
		    params.firmware_version[i].ucode_type, params.firmware_version[i].major,
		    params.firmware_version[i].minor, params.firmware_version[i].sub_minor};
	*ret_count = params.num_valid_entries;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_c2c(struct gpu *gpu, struct c2c_state *ret_state)
{
	struct rm_bus_get_c2c_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_C2C_INFO, &params);

	if (result == NVML_SUCCESS)
		*ret_state = (struct c2c_state){params.is_link_up != 0, params.nr_links,
						params.per_link_bw_mbytesps};
	return result;
}

/*
 * A GPU on one module with its processor says so of itself; of the others, those that
 * have the port at all answer for it.
 */
static nvmlReturn_t rm_c2c_mode(struct gpu *gpu, bool *ret_enabled)
{
	struct c2c_state state;
	uint32_t self_hosted = 0;

	if (rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_SELF_HOSTED_CAPABILITY, &self_hosted) ==
		NVML_SUCCESS &&
	    self_hosted == NV2080_CTRL_GPU_INFO_INDEX_GPU_SELF_HOSTED_CAPABILITY_YES) {
		*ret_enabled = true;
		return NVML_SUCCESS;
	}
	nvmlReturn_t result = rm_c2c(gpu, &state);
	if (result == NVML_SUCCESS)
		*ret_enabled = false;
	return result;
}

static nvmlReturn_t rm_c2c_errors(struct gpu *gpu, uint32_t link, struct c2c_errors *ret_errors)
{
	struct rm_bus_get_c2c_err_info params = {0};

	if (link >= sizeof(params.err_cnts) / sizeof(params.err_cnts[0]))
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_C2C_ERR_INFO, &params);
	if (result == NVML_SUCCESS)
		*ret_errors = (struct c2c_errors){params.err_cnts[link].nr_crc_err_intr,
						  params.err_cnts[link].nr_replay_err_intr,
						  params.err_cnts[link].nr_replay_b2b_err_intr};
	return result;
}

static nvmlReturn_t rm_c2c_low_power(struct gpu *gpu, bool *ret_low)
{
	struct rm_bus_get_c2c_lpwr_stats params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_C2C_LPWR_STATS, &params);

	if (result == NVML_SUCCESS)
		*ret_low = params.local_power_state != NV2080_CTRL_CMD_BUS_GET_C2C_STATE_FULL_POWER;
	return result;
}

static nvmlReturn_t rm_prm_access(struct gpu *gpu, uint8_t *data, size_t size)
{
	struct rm_nvlink_prm_access params;

	if (size > sizeof(params.prm.data))
		return NVML_ERROR_INVALID_ARGUMENT;
	memset(&params, 0, sizeof(params));
	memcpy(params.prm.data, data, size);
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_PRM_ACCESS, &params);
	if (result == NVML_SUCCESS)
		memcpy(data, params.prm.data, size);
	return result;
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
	ops->nvlink_counts = rm_nvlink_counts;
	ops->clear_nvlink_errors = rm_clear_nvlink_errors;
	ops->nvlink_low_power = rm_nvlink_low_power;
	ops->nvlink_threshold = rm_nvlink_threshold;
	ops->set_nvlink_threshold = rm_set_nvlink_threshold;
	ops->nvlink_bw_modes = rm_nvlink_bw_modes;
	ops->nvlink_bw_mode = rm_nvlink_bw_mode;
	ops->set_nvlink_bw_mode = rm_set_nvlink_bw_mode;
	ops->nvlink_firmware = rm_nvlink_firmware;
	ops->prm_access = rm_prm_access;
	ops->c2c = rm_c2c;
	ops->c2c_mode = rm_c2c_mode;
	ops->c2c_errors = rm_c2c_errors;
	ops->c2c_low_power = rm_c2c_low_power;
	ops->fabric = rm_fabric;
	ops->p2p = rm_p2p;
	ops->platform = rm_platform;
}
