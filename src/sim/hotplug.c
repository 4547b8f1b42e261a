/* SPDX-License-Identifier: MIT */
/* GPUs that are drained, removed from the bus and found again: gpu_mgr.c of the published driver.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/controls.h"

#define STATE_DISABLED 0u
#define STATE_ENABLED 1u
#define FLAG_REMOVE_DEVICE 1u
#define FLAG_LINK_DISABLE 2u

void sim_gpu_remove(struct sim_gpu *gpu)
{
	gpu->removed = true;
	gpu->sim->files_state++;
	sim_log(gpu->sim, "SIM-HOTPLUG GPU %08x:%02x:%02x.0 is removed", gpu->domain, gpu->bus,
		gpu->device);
}

/* What comes back is a GPU that nobody has used yet; what its memory kept is gone. */
static void find_again(struct sim_gpu *gpu)
{
	gpu->removed = gpu->draining = gpu->remove_idle = false;
	gpu->seen = gpu->persistent = gpu->accounting = false;
	gpu->compute_mode = 0;
	gpu->sim->files_state++;
}

static void rescan(struct sim *sim, const unsigned *domain_and_bus)
{
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		struct sim_gpu *gpu = &sim->gpus[i];

		if (gpu->removed && (!domain_and_bus || (gpu->domain == domain_and_bus[0] &&
							 gpu->bus == domain_and_bus[1])))
			find_again(gpu);
	}
}

int sim_write_file(struct sim *sim, const struct sim_task *task, const char *path, const char *text)
{
	unsigned place[2];
	int end = 0;
	bool whole = strcmp(path, SIM_RESCAN_ALL) == 0;

	if (!task->admin)
		return -EACCES;
	if (!whole && (sscanf(path, SIM_RESCAN_BUS "%n", &place[0], &place[1], &end) != 2 ||
		       end == 0 || path[end] != '\0'))
		return -EINVAL;
	if (text[0] != '1')
		return text[0] == '0' ? (int)strlen(text) : -EINVAL;
	rescan(sim, whole ? NULL : place);
	return (int)strlen(text);
}

uint32_t sim_query_drain_state(struct sim_call *call, void *neutral)
{
	struct rm_gpu_query_drain_state *params = neutral;
	const struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);

	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	params->drain_state = gpu->draining ? STATE_ENABLED : STATE_DISABLED;
	params->flags = gpu->remove_idle ? FLAG_REMOVE_DEVICE : 0;
	return SIM_OK;
}

/* The first to drain a GPU is told so: who comes second learns that somebody else is at it. */
static uint32_t drain(struct sim_gpu *gpu, bool remove, bool link)
{
	bool was_draining = gpu->draining;

	if (link && gpu->attached)
		return SIM_IN_USE;
	gpu->draining = true;
	gpu->remove_idle = remove;
	if (was_draining && !remove)
		return SIM_IN_USE;
	if (remove && !gpu->attached)
		sim_gpu_remove(gpu);
	return SIM_OK;
}

uint32_t sim_modify_drain_state(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_modify_drain_state *params = neutral;
	struct sim_gpu *gpu = sim_gpu_by_id(call->sim, params->gpu_id);
	bool remove = (params->flags & FLAG_REMOVE_DEVICE) != 0;
	bool link = (params->flags & FLAG_LINK_DISABLE) != 0;

	if (params->new_state > STATE_ENABLED)
		return SIM_INVALID_ARGUMENT;
	if (params->new_state == STATE_ENABLED && link && !remove)
		return SIM_INVALID_ARGUMENT;
	if (!gpu)
		return SIM_INVALID_ARGUMENT;
	if (params->new_state == STATE_ENABLED)
		return drain(gpu, remove, link);
	gpu->draining = gpu->remove_idle = false;
	return SIM_OK;
}
