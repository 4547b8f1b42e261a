/* SPDX-License-Identifier: MIT */
/*
 * Accounting is asked of the client's root, by gpuId; the GPU must be in use. Processes of a
 * guest are asked for under the host's process of its vGPU.
 */
#include <string.h>

#include "core/gpu.h"
#include "rm/rm.h"
#include "rm_constants.h"

#define OWN_PROCESSES 0u

static nvmlReturn_t ask_mode(struct gpu *gpu, uint32_t host, bool *ret_enabled)
{
	struct rm_gpuacct_get_accounting_state params = {.gpu_id = gpu->id, .pid = host};
	nvmlReturn_t result = rm_control(gpu, RM_GPUACCT_GET_ACCOUNTING_STATE, &params);

	if (result == NVML_SUCCESS)
		*ret_enabled = params.state == NV0000_CTRL_GPU_ACCOUNTING_STATE_ENABLED;
	return result;
}

static nvmlReturn_t rm_accounting_mode(struct gpu *gpu, bool *ret_enabled)
{
	return ask_mode(gpu, OWN_PROCESSES, ret_enabled);
}

static nvmlReturn_t rm_vgpu_accounting_mode(struct gpu *gpu, const struct vgpu *vgpu,
					    bool *ret_enabled)
{
	return ask_mode(gpu, vgpu->accounting_pid, ret_enabled);
}

static nvmlReturn_t rm_set_accounting(struct gpu *gpu, bool enabled)
{
	struct rm_gpuacct_set_accounting_state params = {
	    .gpu_id = gpu->id,
	    .new_state = enabled ? NV0000_CTRL_GPU_ACCOUNTING_STATE_ENABLED
				 : NV0000_CTRL_GPU_ACCOUNTING_STATE_DISABLED};

	return rm_control(gpu, RM_GPUACCT_SET_ACCOUNTING_STATE, &params);
}

static nvmlReturn_t rm_clear_accounting(struct gpu *gpu)
{
	struct rm_gpuacct_clear_accounting_data params = {.gpu_id = gpu->id};

	return rm_control(gpu, RM_GPUACCT_CLEAR_ACCOUNTING_DATA, &params);
}

static nvmlReturn_t rm_clear_vgpu_accounting(struct gpu *gpu, const struct vgpu *vgpu)
{
	struct rm_gpuacct_clear_accounting_data params = {.gpu_id = gpu->id,
							  .pid = vgpu->accounting_pid};

	return rm_control(gpu, RM_GPUACCT_CLEAR_ACCOUNTING_DATA, &params);
}

static nvmlReturn_t ask_pids(struct gpu *gpu, uint32_t host, uint32_t *ret_pids,
			     uint32_t *ret_count)
{
	struct rm_gpuacct_get_accounting_pids params;

	memset(&params, 0, sizeof(params));
	params.gpu_id = gpu->id;
	params.pid = host;
	nvmlReturn_t result = rm_control(gpu, RM_GPUACCT_GET_ACCOUNTING_PIDS, &params);
	if (result != NVML_SUCCESS)
		return result;
	uint32_t count =
	    params.pid_count < ACCOUNTING_PIDS_MAX ? params.pid_count : ACCOUNTING_PIDS_MAX;
	memcpy(ret_pids, params.pid_tbl, count * sizeof(*ret_pids));
	*ret_count = count;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_accounting_pids(struct gpu *gpu, uint32_t *ret_pids, uint32_t *ret_count)
{
	return ask_pids(gpu, OWN_PROCESSES, ret_pids, ret_count);
}

static nvmlReturn_t rm_vgpu_accounting_pids(struct gpu *gpu, const struct vgpu *vgpu,
					    uint32_t *ret_pids, uint32_t *ret_count)
{
	return ask_pids(gpu, vgpu->accounting_pid, ret_pids, ret_count);
}

static nvmlReturn_t ask_record(struct gpu *gpu, uint32_t pid, uint32_t guest_pid,
			       struct accounting_record *ret_record)
{
	struct rm_gpuacct_get_proc_accounting_info params = {
	    .gpu_id = gpu->id, .pid = pid, .sub_pid = guest_pid};
	uint32_t status;

	nvmlReturn_t result = rm_gpu_use(gpu);
	if (result != NVML_SUCCESS)
		return result;
	result = rm_root_control(RM_GPUACCT_GET_PROC_ACCOUNTING_INFO, &params, &status);
	if (status == NV_ERR_OBJECT_NOT_FOUND)
		return NVML_ERROR_NOT_FOUND;
	if (result == NVML_SUCCESS)
		*ret_record = (struct accounting_record){.gpu_percent = params.gpu_util,
							 .memory_percent = params.fb_util,
							 .max_memory = params.max_fb_usage,
							 .start_us = params.start_time,
							 .end_us = params.end_time};
	return result;
}

static nvmlReturn_t rm_accounting_record(struct gpu *gpu, uint32_t pid,
					 struct accounting_record *ret_record)
{
	return ask_record(gpu, pid, 0, ret_record);
}

static nvmlReturn_t rm_vgpu_accounting_record(struct gpu *gpu, const struct vgpu *vgpu,
					      uint32_t pid, struct accounting_record *ret_record)
{
	return ask_record(gpu, vgpu->accounting_pid, pid, ret_record);
}

void rm_accounting_fill(struct provider_ops *ops)
{
	ops->accounting_mode = rm_accounting_mode;
	ops->set_accounting = rm_set_accounting;
	ops->clear_accounting = rm_clear_accounting;
	ops->accounting_pids = rm_accounting_pids;
	ops->accounting_record = rm_accounting_record;
	ops->vgpu_accounting_mode = rm_vgpu_accounting_mode;
	ops->vgpu_accounting_pids = rm_vgpu_accounting_pids;
	ops->vgpu_accounting_record = rm_vgpu_accounting_record;
	ops->clear_vgpu_accounting = rm_clear_vgpu_accounting;
}
