/* SPDX-License-Identifier: MIT */
/* What a board can do, how it is put together, and the host's name that it keeps. */
#include <string.h>

#include "core/lib.h"
#include "core/strings.h"
#include "rm/rm.h"
#include "rm_constants.h"

/* Kinds of bridge that count (HWBC_RES_TYPE, kernel/platform/hwbc.h). */
#define BRIDGE_BR04 2u
#define BRIDGE_PLX 3u

/* The first branch whose GPU information list has the index. */
#define EGM_SINCE 535u

static nvmlReturn_t rm_ats(struct gpu *gpu, bool *ret_has)
{
	uint32_t data;
	nvmlReturn_t result =
	    rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_ATS_CAPABILITY, &data);

	if (result == NVML_SUCCESS)
		*ret_has = data == NV2080_CTRL_GPU_INFO_INDEX_GPU_ATS_CAPABILITY_YES;
	return result;
}

/* The bits above the first are the number of a peer. */
static nvmlReturn_t rm_egm(struct gpu *gpu, bool *ret_has)
{
	uint32_t data;

	if (rm_releases[lib.rm.release].major < EGM_SINCE)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result =
	    rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_LOCAL_EGM_CAPABILITY, &data);
	if (result == NVML_SUCCESS)
		*ret_has = (data & NV2080_CTRL_GPU_INFO_INDEX_GPU_LOCAL_EGM_CAPABILITY_YES) != 0;
	return result;
}

static nvmlReturn_t rm_bridges(struct gpu *gpu, struct bridges *ret_bridges)
{
	struct rm_gpu_get_physical_bridge_version_info params;
	size_t room = sizeof(params.bridge_list) / sizeof(params.bridge_list[0]);
	uint32_t count = 0;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_PHYSICAL_BRIDGE_VERSION_INFO, &params);
	if (result != NVML_SUCCESS)
		return result;
	for (size_t i = 0; i < params.bridge_count && i < room && count < BRIDGES_MAX; i++) {
		uint8_t kind = params.bridge_list[i].hwbc_resource_type;
		if (kind == BRIDGE_BR04 || kind == BRIDGE_PLX)
			ret_bridges->list[count++] =
			    (struct bridge){.plx = kind == BRIDGE_PLX,
					    .firmware = params.bridge_list[i].fw_version};
	}
	ret_bridges->count = count;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_hostname(struct gpu *gpu, struct text *ret_name)
{
	struct rm_nvlink_get_saved_node_hostname params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_NVLINK_GET_SAVED_NODE_HOSTNAME, &params);

	if (result == NVML_SUCCESS)
		text_take(ret_name->chars, sizeof(ret_name->chars),
			  (const char *)params.hostname.name, sizeof(params.hostname.name));
	return result;
}

static nvmlReturn_t rm_set_hostname(struct gpu *gpu, const struct text *name)
{
	struct rm_nvlink_save_node_hostname params = {0};

	memcpy(params.hostname.name, name->chars,
	       strnlen(name->chars, sizeof(params.hostname.name) - 1));
	return rm_control(gpu, RM_NVLINK_SAVE_NODE_HOSTNAME, &params);
}

void rm_board_fill(struct provider_ops *ops)
{
	ops->ats = rm_ats;
	ops->egm = rm_egm;
	ops->bridges = rm_bridges;
	ops->hostname = rm_hostname;
	ops->set_hostname = rm_set_hostname;
}
