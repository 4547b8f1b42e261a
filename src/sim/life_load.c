/* SPDX-License-Identifier: MIT */
/* How busy processes are: pure functions of the seed and the time since a process began. */
#include <math.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/life.h"

#define NS_PER_MS 1000000ull
#define PI 3.14159265358979323846

/* splitmix64 */
uint64_t sim_chance(uint64_t seed, uint64_t number)
{
	uint64_t z = seed + (number + 1) * 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static uint32_t between(const struct machine_load *load, double part)
{
	double span = (double)load->high_percent - (double)load->low_percent;

	return (uint32_t)((double)load->low_percent + span * part + 0.5);
}

uint32_t sim_load_percent(const struct machine_load *load, uint64_t seed, uint64_t ms)
{
	uint32_t period = load->period_ms ? load->period_ms : 1;
	double place = (double)(ms % period) / period;
	uint32_t span = load->high_percent - load->low_percent + 1;

	if (!load->shape)
		return 100;
	if (strcmp(load->shape, "ramp") == 0)
		return between(load, ms < period ? place : 1);
	if (strcmp(load->shape, "sine") == 0)
		return between(load, (1 - cos(2 * PI * place)) / 2);
	if (strcmp(load->shape, "square") == 0)
		return place < 0.5 ? load->high_percent : load->low_percent;
	if (strcmp(load->shape, "random") == 0 && load->high_percent >= load->low_percent)
		return load->low_percent + (uint32_t)(sim_chance(seed, ms / period) % span);
	return load->high_percent; /* constant */
}

static uint32_t share(uint32_t of, uint32_t percent)
{
	return (of * percent + 50) / 100;
}

static void grow(const struct sim_gpu *gpu, struct machine_process *process,
		 const struct sim_run *run, uint64_t ms)
{
	uint64_t most = gpu->model->memory_mib - gpu->model->reserved_mib;

	if (process->memory_end_mib != 0 && process->memory_end_mib < most)
		most = process->memory_end_mib;
	if (process->memory_grow_mib_per_s == 0 || run->said.memory_mib >= most)
		return;
	process->memory_mib = run->said.memory_mib + ms * process->memory_grow_mib_per_s / 1000;
	if (process->memory_mib > most)
		process->memory_mib = most;
}

static void count(struct sim_run *run, const struct machine_process *process)
{
	run->steps++;
	run->sum_sm += process->sm_percent;
	run->sum_memory += process->memory_percent;
}

void sim_process_follow(struct sim_gpu *gpu, uint32_t index, bool counts)
{
	struct machine_process *process = &gpu->processes[index];
	struct sim_run *run = &gpu->runs[index];
	uint64_t ms = (gpu->sim->now_ns - run->start_ns) / NS_PER_MS;
	uint64_t seed =
	    sim_chance(gpu->sim->machine->seed, (uint64_t)gpu->index << 32 | process->pid);
	uint32_t percent = sim_load_percent(&process->load, seed, ms);

	process->sm_percent = share(run->said.sm_percent, percent);
	process->memory_percent = share(run->said.memory_percent, percent);
	process->encoder_percent = share(run->said.encoder_percent, percent);
	process->decoder_percent = share(run->said.decoder_percent, percent);
	grow(gpu, process, run, ms);
	if (counts)
		count(run, process);
}

static int32_t add(int32_t sum, uint32_t percent)
{
	return sum + (int32_t)percent < 100 ? sum + (int32_t)percent : 100;
}

struct sim_use sim_gpu_use(const struct sim_gpu *gpu)
{
	struct sim_use use = {0};

	for (uint32_t i = 0; i < gpu->processes_count; i++) {
		const struct machine_process *process = &gpu->processes[i];

		use.gpu = add(use.gpu, process->sm_percent);
		use.memory = add(use.memory, process->memory_percent);
		use.encoder = add(use.encoder, process->encoder_percent);
		use.decoder = add(use.decoder, process->decoder_percent);
	}
	return use;
}
