/* SPDX-License-Identifier: MIT */
/* Process accounting: the mode is kept, finished processes are not recorded. */
#include <string.h>

#include "sim/controls.h"

#define STATE_ENABLED 0u /* NV0000_CTRL_GPU_ACCOUNTING_STATE_* */
#define STATE_DISABLED 1u

uint32_t sim_get_accounting_state(struct sim_call *call, void *neutral)
{
	struct rm_gpuacct_get_accounting_state *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	params->state = gpu->accounting ? STATE_ENABLED : STATE_DISABLED;
	return SIM_OK;
}

uint32_t sim_set_accounting_state(struct sim_call *call, void *neutral)
{
	const struct rm_gpuacct_set_accounting_state *params = neutral;
	struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu || params->new_state > STATE_DISABLED)
		return SIM_INVALID_ARGUMENT;
	if (sim_mig_is_on(gpu))
		return SIM_NOT_SUPPORTED;
	gpu->accounting = params->new_state == STATE_ENABLED;
	return SIM_OK;
}

uint32_t sim_clear_accounting(struct sim_call *call, void *neutral)
{
	const struct rm_gpuacct_clear_accounting_data *params = neutral;

	return sim_gpu_by_id(call->sim, params->gpu_id) ? SIM_OK : SIM_INVALID_ARGUMENT;
}

/* Running processes are listed while accounting is on. */
uint32_t sim_get_accounting_pids(struct sim_call *call, void *neutral)
{
	struct rm_gpuacct_get_accounting_pids *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	params->pid_count = 0;
	for (uint32_t i = 0; gpu->accounting && i < gpu->entry->processes_count; i++)
		params->pid_tbl[params->pid_count++] = gpu->entry->processes[i].pid;
	return SIM_OK;
}

uint32_t sim_get_accounting_info(struct sim_call *call, void *neutral)
{
	struct rm_gpuacct_get_proc_accounting_info *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	for (uint32_t i = 0; gpu->accounting && i < gpu->entry->processes_count; i++) {
		const struct machine_process *process = &gpu->entry->processes[i];

		if (process->pid != params->pid)
			continue;
		params->gpu_util = process->sm_percent;
		params->fb_util = process->memory_percent;
		params->max_fb_usage = process->memory_mib << 20;
		params->start_time = 0;
		params->end_time = 0; /* still running */
		return SIM_OK;
	}
	return SIM_OBJECT_NOT_FOUND;
}
