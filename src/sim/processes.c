/* SPDX-License-Identifier: MIT */
/* Processes on a GPU, and what share of the encoder they may use. */
#include <string.h>

#include "sim/controls.h"

#define CODEC_AV1 2u /* queryType of the encoder's capacity */

#define ID_TYPE_CLASS 0u
#define PIDS_MAX 950u
#define PID_INFO_MAX 200u
#define NO_INSTANCE 0xffffffffu

uint32_t sim_get_classlist(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_classlist_v2 *params = neutral;

	memset(params->class_list, 0, sizeof(params->class_list));
	params->class_list[0] = call->gpu->chip->compute_class;
	params->class_list[1] = call->gpu->chip->graphics_class;
	params->class_list[2] = SIM_CLASS_DEVICE;
	params->class_list[3] = SIM_CLASS_SUBDEVICE;
	params->num_classes = 4;
	return SIM_OK;
}

static bool has_object_of(const struct sim_gpu *gpu, const struct machine_process *process,
			  uint32_t class_number)
{
	if (class_number == SIM_CLASS_SUBDEVICE)
		return true;
	if (class_number == gpu->chip->compute_class)
		return strchr(process->type, 'C') != NULL;
	if (class_number == gpu->chip->graphics_class)
		return strchr(process->type, 'G') != NULL;
	return false;
}

/* A subscriber sees the processes of its GPU instance. */
static bool is_visible(const struct sim_call *call, const struct machine_process *process)
{
	uint32_t id = sim_mig_subscription(call);

	return id == SIM_NO_ID || process->gpu_instance == (int32_t)id;
}

bool sim_sees_machine(const struct sim_call *call)
{
	return !call->task->sees_machine || call->task->sees_machine(call->task);
}

/* From 535 on ids are translated into the caller's pid namespace. */
static bool has_ids(const struct sim_call *call)
{
	return !sim_since(call->sim, 535, 0, 0) || sim_sees_machine(call);
}

uint32_t sim_get_pids(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_pids *params = neutral;
	const struct sim_gpu *gpu = call->gpu;

	if (params->id_type != ID_TYPE_CLASS)
		return SIM_INVALID_ARGUMENT;
	if (sim_mig_hides(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	params->pid_tbl_count = 0;
	if (!has_ids(call))
		return SIM_OK;
	for (uint32_t i = 0; i < gpu->processes_count && params->pid_tbl_count < PIDS_MAX; i++)
		if (has_object_of(gpu, &gpu->processes[i], params->id) &&
		    is_visible(call, &gpu->processes[i]))
			params->pid_tbl[params->pid_tbl_count++] = gpu->processes[i].pid;
	return SIM_OK;
}

static const struct machine_process *find_process(const struct sim_gpu *gpu, uint32_t pid)
{
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (gpu->processes[i].pid == pid)
			return &gpu->processes[i];
	return NULL;
}

typedef struct rm_gpu_get_pid_info_pid_info_list pid_entry;

/* An unknown pid is answered with zeros, pid 0 with a result of its own. */
static void put_pid_info(const struct sim_call *call, pid_entry *at)
{
	const struct machine_process *process = find_process(call->gpu, at->pid);

	memset(&at->data, 0, sizeof(at->data));
	at->result = at->pid == 0 ? SIM_INVALID_ARGUMENT : SIM_OK;
	at->smc_subscription.compute_instance_id = NO_INSTANCE;
	at->smc_subscription.gpu_instance_id = NO_INSTANCE;
	if (!process || !is_visible(call, process) || !has_ids(call))
		return;
	at->data.vid_mem_usage.mem_private = process->memory_mib << 20;
	at->smc_subscription.gpu_instance_id = (uint32_t)process->gpu_instance;
	at->smc_subscription.compute_instance_id = (uint32_t)process->compute_instance;
}

uint32_t sim_get_pid_info(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_pid_info *params = neutral;

	if (sim_mig_hides(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (params->pid_info_list_count == 0 || params->pid_info_list_count > PID_INFO_MAX)
		return SIM_INVALID_ARGUMENT;
	for (uint32_t i = 0; i < params->pid_info_list_count; i++) {
		if (params->pid_info_list[i].index != 0) /* VIDEO_MEMORY_USAGE */
			params->pid_info_list[i].result = SIM_INVALID_ARGUMENT;
		else
			put_pid_info(call, &params->pid_info_list[i]);
	}
	return SIM_OK;
}

/* What a vGPU may use: all of it on a whole GPU, however busy the encoder is. */
uint32_t sim_get_encoder_capacity(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_encoder_capacity *params = neutral;

	if (params->query_type > CODEC_AV1)
		return SIM_INVALID_ARGUMENT;
	if (params->query_type == CODEC_AV1 && call->gpu->state.encoder_percent < 0)
		return SIM_NOT_SUPPORTED;
	params->encoder_capacity = 100;
	return SIM_OK;
}
