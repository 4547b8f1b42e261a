/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "rm/mig_session.h"
#include "rm_constants.h"

#define PID_INFO_BATCH 200u
#define CLASS_MPS_COMPUTE 0x900eu
#define CLASS_KIND_COMPUTE 0xc0u
#define CLASS_KIND_GRAPHICS 0x97u

/*
 * Every chip lists one compute class (xxC0) and one 3D class (xx97). The list never
 * changes while the GPU lives, so it is asked once.
 */
static nvmlReturn_t learn_classes(struct gpu *gpu)
{
	struct rm_gpu_get_classlist_v2 params = {0};
	uint32_t compute = 0, graphics = 0;

	if (atomic_load_explicit(&gpu->rm.compute_class, memory_order_acquire) != 0)
		return NVML_SUCCESS;
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_CLASSLIST_V2, &params);
	if (result != NVML_SUCCESS)
		return result;

	size_t room = sizeof(params.class_list) / sizeof(params.class_list[0]);
	for (size_t i = 0; i < params.num_classes && i < room; i++) {
		uint32_t id = params.class_list[i];
		if (id < 0xa000 || id > 0xffff)
			continue;
		if ((id & 0xff) == CLASS_KIND_COMPUTE)
			compute = id;
		else if ((id & 0xff) == CLASS_KIND_GRAPHICS)
			graphics = id;
	}
	if (compute == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	atomic_store_explicit(&gpu->rm.graphics_class, graphics, memory_order_relaxed);
	atomic_store_explicit(&gpu->rm.compute_class, compute, memory_order_release);
	return NVML_SUCCESS;
}

static nvmlReturn_t class_of(struct gpu *gpu, enum process_kind kind, uint32_t *ret_class)
{
	*ret_class = kind == PROCESS_ALL ? NV20_SUBDEVICE_0 : CLASS_MPS_COMPUTE;
	if (kind == PROCESS_MPS || kind == PROCESS_ALL)
		return NVML_SUCCESS;

	nvmlReturn_t result = learn_classes(gpu);
	if (result == NVML_SUCCESS)
		*ret_class =
		    kind == PROCESS_COMPUTE ? gpu->rm.compute_class : gpu->rm.graphics_class;
	return result == NVML_SUCCESS && *ret_class == 0 ? NVML_ERROR_NOT_SUPPORTED : result;
}

/* What was asked for and what came back need not agree: take the driver's entry as it is. */
static void take_entry(const struct rm_gpu_get_pid_info_pid_info_list *entry,
		       struct process_state *ret_process)
{
	*ret_process = (struct process_state){
	    .pid = entry->pid,
	    .gpu_instance = entry->smc_subscription.gpu_instance_id,
	    .compute_instance = entry->smc_subscription.compute_instance_id,
	    .memory =
		entry->data.vid_mem_usage.mem_private + entry->data.vid_mem_usage.mem_shared_owned,
	    .protected_memory = entry->data.vid_mem_usage.protected_mem_private +
				entry->data.vid_mem_usage.protected_mem_shared_owned,
	};
}

/* A process that ended between the two questions has an error of its own and drops out. */
static nvmlReturn_t describe(struct gpu *gpu, const struct rm_session *session,
			     const uint32_t *pids, uint32_t count, struct process_state *ret_list,
			     uint32_t *ret_kept)
{
	struct rm_gpu_get_pid_info params;

	memset(&params, 0, sizeof(params));
	params.pid_info_list_count = count;
	for (uint32_t i = 0; i < count; i++) {
		params.pid_info_list[i].pid = pids[i];
		params.pid_info_list[i].index = NV2080_CTRL_GPU_PID_INFO_INDEX_VIDEO_MEMORY_USAGE;
	}
	nvmlReturn_t result = rm_control_seeing(gpu, session, RM_GPU_GET_PID_INFO, &params);
	if (result != NVML_SUCCESS)
		return result;
	*ret_kept = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (params.pid_info_list[i].result == NV_OK)
			take_entry(&params.pid_info_list[i], &ret_list[(*ret_kept)++]);
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t list_pids(struct gpu *gpu, const struct rm_session *session,
			      uint32_t object_class, struct rm_gpu_get_pids *ret_pids)
{
	memset(ret_pids, 0, sizeof(*ret_pids));
	ret_pids->id_type = NV2080_CTRL_GPU_GET_PIDS_ID_TYPE_CLASS;
	ret_pids->id = object_class;
	nvmlReturn_t result = rm_control_seeing(gpu, session, RM_GPU_GET_PIDS, ret_pids);
	if (result == NVML_SUCCESS && ret_pids->pid_tbl_count > PROCESSES_MAX)
		ret_pids->pid_tbl_count = PROCESSES_MAX;
	return result;
}

nvmlReturn_t rm_processes_seen(struct gpu *gpu, const struct rm_session *session,
			       enum process_kind kind, struct process_state *ret_list,
			       uint32_t *ret_count)
{
	struct rm_gpu_get_pids pids;
	uint32_t object_class;
	uint32_t found = 0;

	nvmlReturn_t result = class_of(gpu, kind, &object_class);
	if (result == NVML_SUCCESS)
		result = list_pids(gpu, session, object_class, &pids);
	for (uint32_t at = 0; result == NVML_SUCCESS && at < pids.pid_tbl_count;) {
		uint32_t left = pids.pid_tbl_count - at;
		uint32_t batch = left < PID_INFO_BATCH ? left : PID_INFO_BATCH;
		uint32_t kept = 0;
		result = describe(gpu, session, &pids.pid_tbl[at], batch, &ret_list[found], &kept);
		found += kept;
		at += batch;
	}
	if (result == NVML_SUCCESS)
		*ret_count = found;
	return result;
}

static nvmlReturn_t rm_processes(struct gpu *gpu, enum process_kind kind,
				 struct process_state *ret_list, uint32_t *ret_count)
{
	return rm_processes_seen(gpu, NULL, kind, ret_list, ret_count);
}

void rm_processes_fill(struct provider_ops *ops)
{
	ops->processes = rm_processes;
}
