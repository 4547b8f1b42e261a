/* SPDX-License-Identifier: MIT */
/* What changes a running machine from outside. */
#include "sim/life.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/driver.h"
#include "sim/machine_ranges.h"

struct sim_gpu *sim_gpu_at(struct sim *sim, unsigned index)
{
	return index < sim->gpu_count ? &sim->gpus[index] : NULL;
}

const char *sim_life_error(const struct sim *sim)
{
	return sim->life_error;
}

uint64_t sim_wall_us(const struct sim *sim)
{
	struct timespec now;

	(void)sim;
	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static const struct machine_state *state_at_rest(const struct sim_gpu *gpu)
{
	return gpu->entry->state ? gpu->entry->state : &gpu->model->idle;
}

int sim_gpu_set(struct sim_gpu *gpu, const char *key, const char *value, const char **ret_error)
{
	char *why = gpu->sim->life_error;
	size_t size = sizeof(gpu->sim->life_error);
	int place = machine_state_find(key);

	*ret_error = why;
	if (place < 0) {
		snprintf(why, size, "found key '%.64s', expected one of a machine's state", key);
		return -EINVAL;
	}
	if (!machine_state_set(&gpu->state, place, value, why, size))
		return -EINVAL;
	gpu->held |= 1ull << place;
	sim_rusd_update_memory(gpu);
	return 0;
}

static void release(struct sim_gpu *gpu, int place)
{
	if (!(gpu->held >> place & 1))
		return;
	gpu->held &= ~(1ull << place);
	machine_state_copy(&gpu->state, state_at_rest(gpu), place);
}

int sim_gpu_release(struct sim_gpu *gpu, const char *key)
{
	int place = key ? machine_state_find(key) : 0;

	if (place < 0) {
		snprintf(gpu->sim->life_error, sizeof(gpu->sim->life_error),
			 "found key '%.64s', expected one of a machine's state", key);
		return -EINVAL;
	}
	if (key)
		release(gpu, place);
	for (int i = 0; !key && i < 64; i++)
		release(gpu, i);
	sim_rusd_update_memory(gpu);
	return 0;
}
