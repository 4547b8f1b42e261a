/* SPDX-License-Identifier: MIT */
/* Generated from registry/rm/constants.toml by scripts/gen.py; do not edit. */

#include "rm_constants.h"

#include <stddef.h>

/* -1: not defined from this release on. */
struct change {
	unsigned first_release;
	int64_t value;
};

static const struct change nv0000_notifiers_maxcount[] = {{0, 0x5}, {98, 0x4}};
static const struct change nv0080_ctrl_gpu_classlist_max_size[] = {{0, 0x74}, {11, 0xa0}, {54, 0xae}, {71, 0x64}, {104, 0xc8}};
static const struct change nv2080_ctrl_gpu_info_max_list_size[] = {{0, 0x3e}, {23, 0x3f}, {25, 0x40}, {49, 0x41}, {98, 0x42}, {104, 0x46}};
static const struct change nv2080_ctrl_gr_info_index_gfx_capabilities[] = {{23, 0x33}, {25, 0x34}};
static const struct change nv2080_ctrl_gr_info_index_max[] = {{0, 0x31}, {11, 0x32}, {23, 0x33}, {25, 0x34}, {49, 0x37}, {81, 0x39}, {116, 0x3a}};
static const struct change nv2080_ctrl_gr_info_max_size[] = {{0, 0x32}, {11, 0x33}, {23, 0x34}, {25, 0x35}, {49, 0x38}, {81, 0x3a}, {116, 0x3b}};
static const struct change nv2080_engine_type_copy_size[] = {{0, 0xa}, {49, 0x40}};
static const struct change nv2080_engine_type_last[] = {{0, 0x34}, {11, 0x3e}, {49, 0x3f}, {54, 0x40}, {76, 0x54}};
static const struct change nv2080_engine_type_nvdec_size[] = {{0, 0x5}, {8, 0x8}};
static const struct change nv2080_engine_type_nvenc_size[] = {{0, 0x3}, {81, 0x4}};
static const struct change nv2080_engine_type_nvjpeg_size[] = {{0, 0x1}, {8, 0x8}};
static const struct change nv2080_engine_type_ofa_size[] = {{49, 0x1}, {76, 0x2}};
static const struct change nv2080_gpu_max_engines[] = {{11, 0x3e}, {49, 0x3f}, {54, 0x40}, {76, 0x54}};
static const struct change nv2080_gpu_max_engines_list_size[] = {{0, 0x34}, {11, 0x3e}, {49, 0x3f}, {54, 0x40}, {76, 0x54}};
static const struct change nv2080_ctrl_fb_info_index_max[] = {{0, 0x35}, {49, 0x36}, {76, 0x38}, {104, 0x39}, {106, 0x3b}};
static const struct change nv2080_ctrl_fb_info_max_list_size[] = {{0, 0x36}, {49, 0x37}, {76, 0x39}, {104, 0x80}};
static const struct change nv2080_ctrl_bus_get_c2c_err_info_max_c2c_links_per_instance[] = {{8, 0x5}, {49, -1}, {98, 0x7}, {118, -1}};
static const struct change nv2080_ctrl_perf_gpumon_sample_count_perfmon_util[] = {{0, 0x64}, {6, 0x48}, {8, 0x64}, {11, 0x48}};
static const struct change nv2080_ctrl_gpu_ecc_unit_count[] = {{0, 0x16}, {8, 0x18}, {49, 0x19}, {71, 0x1e}, {76, 0x1f}, {79, 0x24}, {116, 0x29}};
static const struct change nv2080_ctrl_nvlink_max_links[] = {{0, 0x20}, {104, 0x40}};
static const struct change nv2080_ctrl_gpu_max_gpc_per_smc[] = {{0, 0xc}, {104, 0x10}, {118, 0x20}};
static const struct change nv2080_ctrl_gpu_partition_flag_compute_size_eighth[] = {{0, 0x4}, {8, 0x5}};
static const struct change nv2080_ctrl_gpu_partition_flag_compute_size__size[] = {{0, 0x5}, {8, 0x6}, {79, 0x8}};
static const struct change nv2080_ctrl_gpu_partition_flag_gfx_size__size[] = {{8, 0x6}, {11, -1}, {81, 0x8}};
static const struct change nv2080_ctrl_gpu_partition_max_types[] = {{0, 0x8}, {25, 0x14}, {79, 0x28}, {90, 0x5a}};
static const struct change nv2080_notifiers_aux_power_state_change[] = {{22, 0xb2}, {23, -1}, {27, 0xb4}, {49, 0xb6}};
static const struct change nv2080_notifiers_hdmi_frl_retraining_request[] = {{17, 0xb1}, {23, 0xb2}};
static const struct change nv2080_notifiers_maxcount[] = {{0, 0xa5}, {11, 0xb1}, {17, 0xb2}, {22, 0xb3}, {25, 0xb4}, {27, 0xb5}, {49, 0xb7}, {54, 0xbb}, {76, 0xbe}, {79, 0xc3}, {81, 0xc5}, {98, 0xc6}, {116, 0xc7}};
static const struct change robust_channel_fast_path_error[] = {{30, 0x8b}, {49, -1}, {54, 0x8d}};
static const struct change robust_channel_key_rotation_error[] = {{58, 0x90}, {71, 0x97}};
static const struct change robust_channel_last_error[] = {{0, 0x79}, {1, 0x7d}, {11, 0x88}, {22, 0x8f}, {23, 0x88}, {25, 0x8a}, {30, 0x8b}, {31, 0x8c}, {33, 0x8f}, {45, 0x9d}, {49, 0x8c}, {54, 0x8f}, {58, 0x90}, {70, 0x9d}, {71, 0x97}, {76, 0x99}, {79, 0x9a}, {81, 0x9d}, {85, 0xa1}, {90, 0xac}, {98, 0xa1}, {104, 0xac}, {109, 0xad}, {116, 0xae}, {118, 0xb0}};

static const struct {
	const struct change *changes;
	size_t count;
} table[RM_VARYING_COUNT] = {
	[RM_NV0000_NOTIFIERS_MAXCOUNT] = {nv0000_notifiers_maxcount, 2},
	[RM_NV0080_CTRL_GPU_CLASSLIST_MAX_SIZE] = {nv0080_ctrl_gpu_classlist_max_size, 5},
	[RM_NV2080_CTRL_GPU_INFO_MAX_LIST_SIZE] = {nv2080_ctrl_gpu_info_max_list_size, 6},
	[RM_NV2080_CTRL_GR_INFO_INDEX_GFX_CAPABILITIES] = {nv2080_ctrl_gr_info_index_gfx_capabilities, 2},
	[RM_NV2080_CTRL_GR_INFO_INDEX_MAX] = {nv2080_ctrl_gr_info_index_max, 7},
	[RM_NV2080_CTRL_GR_INFO_MAX_SIZE] = {nv2080_ctrl_gr_info_max_size, 7},
	[RM_NV2080_ENGINE_TYPE_COPY_SIZE] = {nv2080_engine_type_copy_size, 2},
	[RM_NV2080_ENGINE_TYPE_LAST] = {nv2080_engine_type_last, 5},
	[RM_NV2080_ENGINE_TYPE_NVDEC_SIZE] = {nv2080_engine_type_nvdec_size, 2},
	[RM_NV2080_ENGINE_TYPE_NVENC_SIZE] = {nv2080_engine_type_nvenc_size, 2},
	[RM_NV2080_ENGINE_TYPE_NVJPEG_SIZE] = {nv2080_engine_type_nvjpeg_size, 2},
	[RM_NV2080_ENGINE_TYPE_OFA_SIZE] = {nv2080_engine_type_ofa_size, 2},
	[RM_NV2080_GPU_MAX_ENGINES] = {nv2080_gpu_max_engines, 4},
	[RM_NV2080_GPU_MAX_ENGINES_LIST_SIZE] = {nv2080_gpu_max_engines_list_size, 5},
	[RM_NV2080_CTRL_FB_INFO_INDEX_MAX] = {nv2080_ctrl_fb_info_index_max, 5},
	[RM_NV2080_CTRL_FB_INFO_MAX_LIST_SIZE] = {nv2080_ctrl_fb_info_max_list_size, 4},
	[RM_NV2080_CTRL_BUS_GET_C2C_ERR_INFO_MAX_C2C_LINKS_PER_INSTANCE] = {nv2080_ctrl_bus_get_c2c_err_info_max_c2c_links_per_instance, 4},
	[RM_NV2080_CTRL_PERF_GPUMON_SAMPLE_COUNT_PERFMON_UTIL] = {nv2080_ctrl_perf_gpumon_sample_count_perfmon_util, 4},
	[RM_NV2080_CTRL_GPU_ECC_UNIT_COUNT] = {nv2080_ctrl_gpu_ecc_unit_count, 7},
	[RM_NV2080_CTRL_NVLINK_MAX_LINKS] = {nv2080_ctrl_nvlink_max_links, 2},
	[RM_NV2080_CTRL_GPU_MAX_GPC_PER_SMC] = {nv2080_ctrl_gpu_max_gpc_per_smc, 3},
	[RM_NV2080_CTRL_GPU_PARTITION_FLAG_COMPUTE_SIZE_EIGHTH] = {nv2080_ctrl_gpu_partition_flag_compute_size_eighth, 2},
	[RM_NV2080_CTRL_GPU_PARTITION_FLAG_COMPUTE_SIZE__SIZE] = {nv2080_ctrl_gpu_partition_flag_compute_size__size, 3},
	[RM_NV2080_CTRL_GPU_PARTITION_FLAG_GFX_SIZE__SIZE] = {nv2080_ctrl_gpu_partition_flag_gfx_size__size, 3},
	[RM_NV2080_CTRL_GPU_PARTITION_MAX_TYPES] = {nv2080_ctrl_gpu_partition_max_types, 4},
	[RM_NV2080_NOTIFIERS_AUX_POWER_STATE_CHANGE] = {nv2080_notifiers_aux_power_state_change, 4},
	[RM_NV2080_NOTIFIERS_HDMI_FRL_RETRAINING_REQUEST] = {nv2080_notifiers_hdmi_frl_retraining_request, 2},
	[RM_NV2080_NOTIFIERS_MAXCOUNT] = {nv2080_notifiers_maxcount, 13},
	[RM_ROBUST_CHANNEL_FAST_PATH_ERROR] = {robust_channel_fast_path_error, 3},
	[RM_ROBUST_CHANNEL_KEY_ROTATION_ERROR] = {robust_channel_key_rotation_error, 2},
	[RM_ROBUST_CHANNEL_LAST_ERROR] = {robust_channel_last_error, 25},
};

bool rm_constant_at(enum rm_varying which, unsigned release, uint32_t *ret_value)
{
	for (size_t i = table[which].count; i-- > 0;) {
		const struct change *change = &table[which].changes[i];

		if (change->first_release > release)
			continue;
		if (change->value < 0)
			return false;
		*ret_value = (uint32_t)change->value;
		return true;
	}
	return false;
}
