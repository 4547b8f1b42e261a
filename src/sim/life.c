/* SPDX-License-Identifier: MIT */
/* Life as a whole: what changes a running machine, from outside and by itself. */
#include "sim/life.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/driver.h"
#include "sim/machine_ranges.h"

_Static_assert(sizeof(struct machine_state) <= 64 * 4, "a bit for every four bytes of the state");

struct sim_gpu *sim_gpu_at(struct sim *sim, unsigned index)
{
	return index < sim->gpu_count ? &sim->gpus[index] : NULL;
}

const char *sim_life_error(const struct sim *sim)
{
	return sim->life_error;
}

static bool has_keys_of_time(const struct machine_process *process)
{
	return process->start_ms || process->end_ms || process->load.shape ||
	       process->memory_grow_mib_per_s;
}

static bool is_wanted(const struct machine *machine)
{
	for (uint32_t g = 0; g < machine->gpus_count; g++)
		for (uint32_t i = 0; i < machine->gpus[g].processes_count; i++)
			if (has_keys_of_time(&machine->gpus[g].processes[i]))
				return true;
	return machine->life;
}

int sim_life_setup(struct sim_gpu *gpu)
{
	int rc = sim_processes_setup(gpu);

	gpu->sim->alive = is_wanted(gpu->sim->machine);
	return rc == 0 && gpu->sim->alive ? sim_body_setup(gpu) : rc;
}

void sim_life_free(struct sim_gpu *gpu)
{
	sim_processes_free(gpu);
	free(gpu->body);
	free(gpu->samples);
	gpu->body = NULL;
	gpu->samples = NULL;
}

static void follow(struct sim_gpu *gpu, bool counts)
{
	uint32_t used_kib = sim_gpu_used_kib(gpu);

	for (uint32_t i = 0; i < gpu->processes_count; i++)
		sim_process_follow(gpu, i, counts);
	sim_body_answer(gpu);
	if (sim_gpu_used_kib(gpu) != used_kib)
		sim_rusd_update_memory(gpu);
}

/* The past before the start was as the start is. */
static void begin_history(struct sim_gpu *gpu, uint64_t newest)
{
	for (uint64_t slot = newest > SIM_SAMPLES_MAX ? newest - SIM_SAMPLES_MAX : 1;
	     slot <= newest; slot++)
		sim_samples_take(gpu, slot);
}

void sim_life_begin(struct sim *sim)
{
	sim->life_step_ns = sim->started_ns + SIM_BODY_STEP_NS;
	sim->life_slot_ns = (sim->started_ns / SIM_SAMPLE_PERIOD_NS + 1) * SIM_SAMPLE_PERIOD_NS;
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		sim_processes_begin(&sim->gpus[i]);
		if (!sim->alive)
			continue;
		sim_body_begin(&sim->gpus[i]);
		follow(&sim->gpus[i], false);
		begin_history(&sim->gpus[i], sim->started_ns / SIM_SAMPLE_PERIOD_NS);
	}
}

/* Heat comes from what was until now; then processes change, and readings after them. */
static void tick_gpu(struct sim_gpu *gpu, bool step)
{
	const struct sim *sim = gpu->sim;

	if (sim->alive && step)
		sim_body_step(gpu, (sim->now_ns - sim->started_ns) / SIM_BODY_STEP_NS);
	sim_processes_tick(gpu);
	if (sim->alive && step)
		follow(gpu, true);
	if (sim->alive && sim->now_ns == sim->life_slot_ns)
		sim_samples_take(gpu, sim->now_ns / SIM_SAMPLE_PERIOD_NS);
}

void sim_life_tick(struct sim *sim)
{
	bool step = sim->now_ns == sim->life_step_ns;

	for (unsigned i = 0; i < sim->gpu_count; i++)
		tick_gpu(&sim->gpus[i], step);
	if (step)
		sim->life_step_ns += SIM_BODY_STEP_NS;
	if (sim->now_ns == sim->life_slot_ns)
		sim->life_slot_ns += SIM_SAMPLE_PERIOD_NS;
}

uint64_t sim_life_next(const struct sim *sim)
{
	uint64_t next = UINT64_MAX;

	if (sim->alive)
		next =
		    sim->life_step_ns < sim->life_slot_ns ? sim->life_step_ns : sim->life_slot_ns;
	for (unsigned i = 0; i < sim->gpu_count; i++) {
		uint64_t at = sim_processes_next(&sim->gpus[i]);

		next = at < next ? at : next;
	}
	return next;
}

/* A reading changed by hand: what follows from it does so at once. */
static void answer(struct sim_gpu *gpu)
{
	if (gpu->sim->alive && gpu->sim->started)
		sim_body_answer(gpu);
	sim_rusd_update_memory(gpu);
}

static uint64_t bit_of(int place)
{
	return 1ull << machine_state_fields[place].data_offset / 4;
}

bool sim_gpu_holds(const struct sim_gpu *gpu, int place)
{
	return gpu->held & bit_of(place);
}

static int find(struct sim_gpu *gpu, const char *key)
{
	int place = machine_state_find(key);

	if (place < 0)
		snprintf(gpu->sim->life_error, sizeof(gpu->sim->life_error),
			 "found key '%.64s', expected one of a machine's state", key);
	return place;
}

int sim_gpu_set(struct sim_gpu *gpu, const char *key, const char *value, const char **ret_error)
{
	int place = find(gpu, key);

	*ret_error = gpu->sim->life_error;
	if (place < 0 || !machine_state_set(&gpu->state, place, value, gpu->sim->life_error,
					    sizeof(gpu->sim->life_error)))
		return -EINVAL;
	gpu->held |= bit_of(place);
	answer(gpu);
	return 0;
}

static void release(struct sim_gpu *gpu, int place)
{
	const struct machine_state *rest =
	    gpu->entry->state ? gpu->entry->state : &gpu->model->idle;

	if (sim_gpu_holds(gpu, place))
		machine_state_copy(&gpu->state, rest, place);
	gpu->held &= ~bit_of(place);
}

int sim_gpu_release(struct sim_gpu *gpu, const char *key)
{
	int place = key ? find(gpu, key) : 0;

	if (place < 0)
		return -EINVAL;
	if (key)
		release(gpu, place);
	for (int i = 0; !key && machine_state_fields[i].key; i++)
		release(gpu, i);
	answer(gpu);
	return 0;
}
