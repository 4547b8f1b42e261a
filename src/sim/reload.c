/* SPDX-License-Identifier: MIT */
/* The driver is taken out and put in again, as an upgrade does. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/driver.h"

/* What the module kept of a GPU; what lies in its InfoROM and its readings stay. */
static void forget_gpu(struct sim_gpu *gpu)
{
	sim_rusd_teardown(gpu);
	gpu->rusd = (struct sim_rusd){0};
	gpu->mig = (struct sim_mig){0};
	gpu->usage = 0;
	gpu->attached = gpu->seen = false;
	gpu->draining = gpu->remove_idle = gpu->removed = false;
	gpu->persistent = gpu->entry->persistence;
	gpu->accounting = gpu->entry->accounting;
	gpu->compute_mode = gpu->entry->compute_mode;
	gpu->trouble.suspended = gpu->trouble.firmware_hangs = false;
	gpu->trouble.firmware_timeouts = 0;
	sim_links_free(gpu);
	sim_links_setup(gpu);
	sim_vgpu_setup(gpu);
}

static void forget(struct sim *sim)
{
	for (unsigned i = 0; i < sim->gpu_count; i++)
		forget_gpu(&sim->gpus[i]);
	sim->memblock_size = 0;
	sim->vgpu_min = sim->vgpu_max = 0;
	sim->nvlink_bw_mode = sim->nvlink_bw_scope = 0;
	sim->files_version[0] = '\0';
	sim->files_state++;
}

int sim_reload(struct sim *sim, const char *version)
{
	enum rm_version_match match;
	const char *error = NULL;

	if (sim->files)
		return -EBUSY;
	forget(sim);
	rm_version_parse(version, &sim->version);
	snprintf(sim->version_text, sizeof(sim->version_text), "%s", version);
	sim->release = rm_release_resolve(sim->version, &match);
	return sim_gpus_start(sim, &error);
}
