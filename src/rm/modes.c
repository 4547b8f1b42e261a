/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "core/lib.h"
#include "core/strings.h"
#include "rm/rm.h"
#include "rm_constants.h"

static nvmlReturn_t rm_persistence(struct gpu *gpu, bool *ret_enabled)
{
	struct rm_gpu_query_sw_state_persistence params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_QUERY_SW_STATE_PERSISTENCE, &params);

	if (result != NVML_SUCCESS)
		return result;
	if (params.sw_state_persistence > NV0080_CTRL_GPU_SW_STATE_PERSISTENCE_DISABLED)
		return NVML_ERROR_UNKNOWN;
	*ret_enabled = params.sw_state_persistence == NV0080_CTRL_GPU_SW_STATE_PERSISTENCE_ENABLED;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_set_persistence(struct gpu *gpu, bool enabled)
{
	struct rm_gpu_modify_sw_state_persistence params = {
	    .new_state = enabled ? NV0080_CTRL_GPU_SW_STATE_PERSISTENCE_ENABLED
				 : NV0080_CTRL_GPU_SW_STATE_PERSISTENCE_DISABLED};

	return rm_control(gpu, RM_GPU_MODIFY_SW_STATE_PERSISTENCE, &params);
}

static nvmlReturn_t rm_compute_mode(struct gpu *gpu, uint32_t *ret_mode)
{
	struct rm_gpu_query_compute_mode_rules params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_QUERY_COMPUTE_MODE_RULES, &params);

	if (result == NVML_SUCCESS)
		*ret_mode = params.rules;
	return result;
}

static nvmlReturn_t rm_set_compute_mode(struct gpu *gpu, uint32_t mode)
{
	struct rm_gpu_set_compute_mode_rules params = {.rules = mode};

	return rm_control(gpu, RM_GPU_SET_COMPUTE_MODE_RULES, &params);
}

/* The flags have no meaning yet. */
static nvmlReturn_t rm_unload_firmware(struct gpu *gpu)
{
	struct rm_gpu_force_gsp_unload params = {.flags = 0};

	return rm_control(gpu, RM_GPU_FORCE_GSP_UNLOAD, &params);
}

static nvmlReturn_t rm_set_telemetry(struct gpu *gpu, uint64_t parts)
{
	struct rm_gpu_rusd_set_features params = {.permanent_polled_data_mask = parts};

	return rm_control(gpu, RM_GPU_RUSD_SET_FEATURES, &params);
}

static nvmlReturn_t rm_virtualization(struct gpu *gpu, uint32_t *ret_mode)
{
	struct rm_gpu_get_virtualization_mode params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_VIRTUALIZATION_MODE, &params);

	if (result == NVML_SUCCESS)
		*ret_mode = params.virtualization_mode;
	return result;
}

static nvmlReturn_t rm_sriov(struct gpu *gpu, bool *ret_enabled)
{
	struct rm_gpu_get_sriov_caps params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_SRIOV_CAPS, &params);

	if (result == NVML_SUCCESS)
		*ret_enabled = params.sriov_enabled != 0;
	return result;
}

static nvmlReturn_t rm_display(struct gpu *gpu, bool *ret_exists)
{
	uint32_t data;
	nvmlReturn_t result = rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_DISPLAY_ENABLED, &data);

	if (result == NVML_SUCCESS)
		*ret_exists = data == NV2080_CTRL_GPU_INFO_DISPLAY_ENABLED_YES;
	return result;
}

static nvmlReturn_t rm_gsp(struct gpu *gpu, struct gsp_state *ret_state)
{
	struct rm_gsp_get_features params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GSP_GET_FEATURES, &params);

	if (result != NVML_SUCCESS)
		return result;
	ret_state->running = params.valid != 0;
	ret_state->by_default = params.default_gsp_rm_gpu != 0;
	text_take(ret_state->version, sizeof(ret_state->version),
		  (const char *)params.firmware_version, sizeof(params.firmware_version));
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_power_source(struct gpu *gpu, uint32_t *ret_source)
{
	struct rm_perf_get_powerstate params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_PERF_GET_POWERSTATE, &params);

	if (result == NVML_SUCCESS)
		*ret_source = params.power_state_info.power_state;
	return result;
}

/* Older drivers take the index for a mistake. */
#define RESETLESS_MIG_SINCE 535u

static nvmlReturn_t rm_resetless_mig(struct gpu *gpu, uint32_t *ret_is)
{
	if (lib.rm.version.major < RESETLESS_MIG_SINCE)
		return NVML_ERROR_NOT_SUPPORTED;
	return rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_IS_RESETLESS_MIG_SUPPORTED, ret_is);
}

static nvmlReturn_t rm_reset_required(struct gpu *gpu, bool *ret_is)
{
	struct rm_gpu_get_reset_status params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_RESET_STATUS, &params);

	if (result == NVML_SUCCESS)
		*ret_is = params.reset_required != 0;
	return result;
}

static nvmlReturn_t rm_drain_recommended(struct gpu *gpu, bool *ret_is)
{
	struct rm_gpu_get_drain_and_reset_status params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_DRAIN_AND_RESET_STATUS, &params);

	if (result == NVML_SUCCESS)
		*ret_is = params.drain_recommended != 0;
	return result;
}

static nvmlReturn_t rm_recovery_action(struct gpu *gpu, uint32_t *ret_action)
{
	struct rm_gpu_get_recovery_action params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_RECOVERY_ACTION, &params);

	if (result == NVML_SUCCESS)
		*ret_action = params.action;
	return result;
}

void rm_modes_fill(struct provider_ops *ops)
{
	ops->persistence = rm_persistence;
	ops->set_persistence = rm_set_persistence;
	ops->set_compute_mode = rm_set_compute_mode;
	ops->set_telemetry = rm_set_telemetry;
	ops->unload_firmware = rm_unload_firmware;
	ops->compute_mode = rm_compute_mode;
	ops->virtualization = rm_virtualization;
	ops->sriov = rm_sriov;
	ops->display = rm_display;
	ops->gsp = rm_gsp;
	ops->power_source = rm_power_source;
	ops->resetless_mig = rm_resetless_mig;
	ops->reset_required = rm_reset_required;
	ops->drain_recommended = rm_drain_recommended;
	ops->recovery_action = rm_recovery_action;
}
