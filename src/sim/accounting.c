/* SPDX-License-Identifier: MIT */
/* Process accounting: of finished processes until they are cleared, then of those that run. */
#include <string.h>

#include "sim/controls.h"
#include "sim/life.h"

#define STATE_ENABLED 0u /* NV0000_CTRL_GPU_ACCOUNTING_STATE_* */
#define STATE_DISABLED 1u

/* The vGPU whose process on the host is asked about; NULL for the host's own processes. */
static const struct machine_vgpu *vgpu_of(const struct sim_gpu *gpu, uint32_t pid)
{
	for (uint32_t i = 0; i < gpu->entry->vgpus_count; i++)
		if (gpu->entry->vgpus[i].pid == pid)
			return &gpu->entry->vgpus[i];
	return NULL;
}

uint32_t sim_get_accounting_state(struct sim_call *call, void *neutral)
{
	struct rm_gpuacct_get_accounting_state *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	const struct machine_vgpu *vgpu = vgpu_of(gpu, params->pid);
	bool enabled = vgpu ? vgpu->accounting : gpu->accounting;

	params->state = enabled ? STATE_ENABLED : STATE_DISABLED;
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
	struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	if (!vgpu_of(gpu, params->pid)) /* guests' processes all run */
		gpu->accounts_count = 0;
	return SIM_OK;
}

/* Finished processes, then running ones, while accounting is on. */
uint32_t sim_get_accounting_pids(struct sim_call *call, void *neutral)
{
	struct rm_gpuacct_get_accounting_pids *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	const struct machine_vgpu *vgpu = vgpu_of(gpu, params->pid);

	params->pid_count = 0;
	for (uint32_t i = 0; vgpu && vgpu->accounting && i < vgpu->processes_count; i++)
		params->pid_tbl[params->pid_count++] = vgpu->processes[i].pid;
	if (vgpu)
		return SIM_OK;
	/* From 570 on what has ended is told in the machine's first pid namespace alone. */
	bool ended = !sim_since(call->sim, 570, 0, 0) || sim_sees_machine(call);
	for (uint32_t i = 0; ended && gpu->accounting && i < gpu->accounts_count; i++)
		params->pid_tbl[params->pid_count++] = gpu->accounts[i].pid;
	for (uint32_t i = 0; gpu->accounting && i < gpu->processes_count; i++)
		params->pid_tbl[params->pid_count++] = gpu->processes[i].pid;
	return SIM_OK;
}

/* One that still runs has no end: 0. */
static void put_account(const struct machine_account *account,
			struct rm_gpuacct_get_proc_accounting_info *params)
{
	params->gpu_util = account->gpu_percent;
	params->fb_util = account->memory_percent;
	params->max_fb_usage = account->max_memory_mib << 20;
	params->start_time = account->start_us;
	params->end_time = account->end_us;
}

static bool put_finished(const struct sim_gpu *gpu,
			 struct rm_gpuacct_get_proc_accounting_info *params)
{
	for (uint32_t i = 0; i < gpu->accounts_count; i++) {
		const struct machine_account *account = &gpu->accounts[i];

		if (account->pid != params->pid)
			continue;
		put_account(account, params);
		return true;
	}
	return false;
}

static bool put_running(const struct sim_gpu *gpu,
			struct rm_gpuacct_get_proc_accounting_info *params)
{
	for (uint32_t i = 0; i < gpu->processes_count; i++) {
		const struct machine_account account = sim_process_account(gpu, i);

		if (account.pid != params->pid)
			continue;
		put_account(&account, params);
		return true;
	}
	return false;
}

static bool put_guest(const struct machine_vgpu *vgpu,
		      struct rm_gpuacct_get_proc_accounting_info *params)
{
	for (uint32_t i = 0; vgpu->accounting && i < vgpu->processes_count; i++) {
		const struct machine_vgpu_process *process = &vgpu->processes[i];

		if (process->pid != params->sub_pid)
			continue;
		params->gpu_util = process->sm_percent;
		params->fb_util = process->memory_percent;
		params->max_fb_usage = process->memory_mib << 20;
		params->start_time = process->start_us;
		params->end_time = 0;
		return true;
	}
	return false;
}

uint32_t sim_get_accounting_info(struct sim_call *call, void *neutral)
{
	struct rm_gpuacct_get_proc_accounting_info *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	const struct machine_vgpu *vgpu = vgpu_of(gpu, params->pid);

	if (vgpu)
		return put_guest(vgpu, params) ? SIM_OK : SIM_OBJECT_NOT_FOUND;
	if (gpu->accounting && (put_finished(gpu, params) || put_running(gpu, params)))
		return SIM_OK;
	return SIM_OBJECT_NOT_FOUND;
}
