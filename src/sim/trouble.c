/* SPDX-License-Identifier: MIT */
/* GPUs that are lost, asleep or without an answer of their firmware, and nodes that do not open. */
#include <errno.h>

#include "sim/driver.h"

/* ROBUST_CHANNEL_GPU_HAS_FALLEN_OFF_THE_BUS and GSP_RPC_TIMEOUT (nverror.h). */
#define XID_LOST 79u
#define XID_FIRMWARE_TIMEOUT 119u
/* So many timeouts in a row and the GPU wants a reset (RPC_TIMEOUT_GPU_RESET_THRESHOLD). */
#define TIMEOUTS_BEFORE_RESET 3u

void sim_trouble_wake(struct sim_gpu *gpu)
{
	if (!gpu->trouble.suspended)
		return;
	gpu->trouble.suspended = false;
	gpu->sim->files_state++;
}

void sim_trouble_wake_attached(struct sim *sim)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		if (sim->gpus[i].attached)
			sim_trouble_wake(&sim->gpus[i]);
}

int sim_gpu_suspend(struct sim_gpu *gpu)
{
	if (gpu->trouble.lost || gpu->removed)
		return -EIO;
	if (gpu->processes_count > 0)
		return -EBUSY;
	gpu->trouble.suspended = gpu->trouble.sleeps = true;
	gpu->sim->files_state++;
	return 0;
}

/*
 * The Xid goes to the kernel's log (osHandleGpuLost). From 565 on programs are told by an event
 * of its own, and each channel in use tells the Xid, too.
 */
int sim_gpu_lose(struct sim_gpu *gpu)
{
	if (gpu->removed)
		return -ENODEV;
	if (gpu->trouble.lost)
		return 0;
	sim_trouble_wake(gpu);
	gpu->trouble.lost = true;
	gpu->sim->files_state++;
	if (!sim_since(gpu->sim, 565, 0, 0))
		return 0;
	sim_raise_kind(gpu->sim, gpu->index, "gpu_unavailable", XID_LOST);
	if (gpu->processes_count > 0 && sim_gpu_has_gsp(gpu))
		sim_raise_kind(gpu->sim, gpu->index, "xid", XID_LOST);
	return 0;
}

void sim_gpu_restore(struct sim_gpu *gpu)
{
	gpu->trouble.firmware_hangs = false;
	gpu->trouble.firmware_timeouts = 0;
	if (!gpu->trouble.lost)
		return;
	gpu->trouble.lost = false;
	gpu->sim->files_state++;
}

/* From 580 on a GPU whose firmware did not answer three times is not asked any more. */
static uint32_t ask_firmware(struct sim_gpu *gpu)
{
	struct sim_trouble *trouble = &gpu->trouble;

	if (trouble->firmware_timeouts >= TIMEOUTS_BEFORE_RESET && sim_since(gpu->sim, 580, 0, 0))
		return SIM_RESET_REQUIRED;
	if (trouble->firmware_timeouts++ == 0 && sim_since(gpu->sim, 565, 0, 0))
		sim_raise_kind(gpu->sim, gpu->index, "gpu_unavailable", XID_FIRMWARE_TIMEOUT);
	return SIM_TIMEOUT;
}

uint32_t sim_trouble_strike(struct sim_gpu *gpu, bool firmware)
{
	if (!gpu)
		return SIM_OK;
	if (gpu->trouble.lost)
		return SIM_GPU_IS_LOST;
	if (gpu->trouble.firmware_hangs && sim_gpu_has_gsp(gpu) && firmware)
		return ask_firmware(gpu);
	return SIM_OK;
}

int sim_trouble_open(const struct sim_gpu *gpu)
{
	if (gpu->trouble.node_gone)
		return -ENOENT;
	if (gpu->trouble.node_errno)
		return -gpu->trouble.node_errno;
	return gpu->trouble.lost ? -ENODEV : 0;
}

bool sim_trouble_is_polled(const struct sim_gpu *gpu)
{
	return !gpu->trouble.lost && !gpu->trouble.suspended && !gpu->trouble.firmware_hangs;
}

/* A mode or a device cgroup refuses access(2), too; what the driver answers it does not. */
int sim_access(const struct sim *sim, unsigned minor)
{
	const struct sim_trouble *trouble = minor == SIM_MINOR_CTL ? &sim->trouble : NULL;

	for (unsigned i = 0; i < sim->gpu_count && !trouble; i++)
		if (sim->gpus[i].minor == minor)
			trouble = &sim->gpus[i].trouble;
	if (!trouble)
		return 0;
	return trouble->node_errno == EPERM || trouble->node_errno == EACCES ? -trouble->node_errno
									     : 0;
}
