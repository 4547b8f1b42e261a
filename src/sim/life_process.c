/* SPDX-License-Identifier: MIT */
/* Processes of a running machine: they start, end, and leave their accounts behind. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/life.h"
#include "sim/machine_ranges.h"

#define PROCESSES_MAX 950u /* NV2080_CTRL_GPU_GET_PIDS_MAX_COUNT */
#define NS_PER_MS 1000000ull
#define ACCOUNTS_MAX 128u /* NV_MAX_DEAD_ACCT_PROCESS (gpu_acct.h) */

static void free_texts(struct machine_process *process)
{
	free(process->name);
	free(process->type);
	free(process->load.shape);
}

static bool copy_texts(struct machine_process *copy, const struct machine_process *process)
{
	*copy = *process;
	copy->name = strdup(process->name);
	copy->type = strdup(process->type);
	copy->load.shape = process->load.shape ? strdup(process->load.shape) : NULL;
	if (copy->name && copy->type && (copy->load.shape || !process->load.shape))
		return true;
	free_texts(copy);
	return false;
}

static int append(struct sim_gpu *gpu, const struct machine_process *process, uint64_t start_us)
{
	size_t count = gpu->processes_count + 1;
	struct machine_process *processes = realloc(gpu->processes, count * sizeof(*processes));
	struct sim_run *runs;
	struct machine_process copy;

	if (!processes)
		return -ENOMEM;
	gpu->processes = processes;
	runs = realloc(gpu->runs, count * sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	gpu->runs = runs;
	if (!copy_texts(&copy, process))
		return -ENOMEM;
	processes[count - 1] = copy;
	runs[count - 1] =
	    (struct sim_run){.start_us = start_us, .start_ns = gpu->sim->now_ns, .said = copy};
	if (process->end_ms)
		runs[count - 1].end_ns = gpu->sim->started_ns + process->end_ms * NS_PER_MS;
	gpu->processes_count++;
	return 0;
}

/* A machine's own processes and accounts; when they began is not known. */
int sim_processes_setup(struct sim_gpu *gpu)
{
	const struct machine_gpu *entry = gpu->entry;
	int rc = 0;

	for (uint32_t i = 0; i < entry->processes_count && rc == 0; i++)
		if (entry->processes[i].start_ms == 0)
			rc = append(gpu, &entry->processes[i], 0);
	gpu->accounts = calloc(entry->accounts_count + 1, sizeof(*gpu->accounts));
	if (!gpu->accounts)
		return -ENOMEM;
	for (uint32_t i = 0; i < entry->accounts_count; i++)
		gpu->accounts[i] = entry->accounts[i];
	gpu->accounts_count = entry->accounts_count;
	return rc;
}

void sim_processes_free(struct sim_gpu *gpu)
{
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		free_texts(&gpu->processes[i]);
	free(gpu->processes);
	free(gpu->runs);
	free(gpu->accounts);
	gpu->processes = NULL;
	gpu->runs = NULL;
	gpu->accounts = NULL;
	gpu->processes_count = gpu->accounts_count = 0;
}

/* Whoever looks at files, at memory or at the page sees the change at once. */
static void processes_changed(struct sim_gpu *gpu)
{
	gpu->sim->files_state++;
	sim_rusd_update_memory(gpu);
	if (gpu->attached)
		sim_rusd_update_mask(gpu);
	if (gpu->sim->alive && gpu->sim->started)
		sim_body_answer(gpu);
}

static bool is_same(const struct machine_process *one, const struct machine_process *other)
{
	return one->pid == other->pid && one->gpu_instance == other->gpu_instance &&
	       one->compute_instance == other->compute_instance;
}

int sim_process_start(struct sim_gpu *gpu, const struct machine_process *process)
{
	char *why = gpu->sim->life_error;
	int rc;

	if (!machine_process_check(process, why, sizeof(gpu->sim->life_error)))
		return -EINVAL;
	if (process->end_ms && process->end_ms * NS_PER_MS <= sim_age_ns(gpu->sim)) {
		snprintf(why, sizeof(gpu->sim->life_error), "found an end_ms that is past");
		return -EINVAL;
	}
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (is_same(&gpu->processes[i], process))
			return -EEXIST;
	if (gpu->processes_count >= PROCESSES_MAX)
		return -ENOSPC;
	rc = append(gpu, process, sim_wall_us(gpu->sim));
	if (rc < 0)
		return rc;
	if (gpu->sim->alive)
		sim_process_follow(gpu, gpu->processes_count - 1, false);
	processes_changed(gpu);
	return 0;
}

static void remove_account(struct sim_gpu *gpu, uint32_t index)
{
	gpu->accounts_count--;
	memmove(&gpu->accounts[index], &gpu->accounts[index + 1],
		(gpu->accounts_count - index) * sizeof(*gpu->accounts));
}

/* The newest account of a pid is kept, and so many of all: the oldest leaves (gpu_acct.c). */
static void keep_account(struct sim_gpu *gpu, const struct machine_account *account)
{
	struct machine_account *accounts;

	for (uint32_t i = gpu->accounts_count; i-- > 0;)
		if (gpu->accounts[i].pid == account->pid)
			remove_account(gpu, i);
	while (gpu->accounts_count >= ACCOUNTS_MAX)
		remove_account(gpu, 0);
	accounts = realloc(gpu->accounts, (gpu->accounts_count + 1) * sizeof(*accounts));
	if (!accounts)
		return;
	gpu->accounts = accounts;
	accounts[gpu->accounts_count++] = *account;
}

static uint32_t mean(uint64_t sum, const struct sim_run *run, uint32_t now)
{
	return run->steps ? (uint32_t)(sum / run->steps) : now;
}

struct machine_account sim_process_account(const struct sim_gpu *gpu, uint32_t index)
{
	const struct machine_process *process = &gpu->processes[index];
	const struct sim_run *run = &gpu->runs[index];

	return (struct machine_account){
	    .pid = process->pid,
	    .gpu_percent = mean(run->sum_sm, run, process->sm_percent),
	    .memory_percent = mean(run->sum_memory, run, process->memory_percent),
	    .max_memory_mib = process->memory_mib, /* which never shrinks */
	    .start_us = run->start_us,
	};
}

static void account_for(struct sim_gpu *gpu, uint32_t index)
{
	struct machine_account account = sim_process_account(gpu, index);

	account.end_us = sim_wall_us(gpu->sim);
	if (account.start_us == 0) /* it ran when the machine began */
		account.start_us = account.end_us - sim_age_ns(gpu->sim) / 1000;
	keep_account(gpu, &account);
}

static void drop(struct sim_gpu *gpu, uint32_t index)
{
	uint32_t after = --gpu->processes_count - index;

	free_texts(&gpu->processes[index]);
	memmove(&gpu->processes[index], &gpu->processes[index + 1],
		after * sizeof(*gpu->processes));
	memmove(&gpu->runs[index], &gpu->runs[index + 1], after * sizeof(*gpu->runs));
}

static void end_one(struct sim_gpu *gpu, uint32_t index)
{
	if (gpu->accounting)
		account_for(gpu, index);
	drop(gpu, index);
	processes_changed(gpu);
}

int sim_process_end(struct sim_gpu *gpu, uint32_t pid)
{
	bool found = false;

	for (uint32_t i = gpu->processes_count; i-- > 0;) {
		if (gpu->processes[i].pid != pid)
			continue;
		end_one(gpu, i);
		found = true;
	}
	return found ? 0 : -ESRCH;
}

/* The times of the file count from now. */
void sim_processes_begin(struct sim_gpu *gpu)
{
	uint64_t now_ns = gpu->sim->started_ns;

	gpu->processes_done_ns = now_ns;
	for (uint32_t i = 0; i < gpu->processes_count; i++) {
		gpu->runs[i].start_ns = now_ns;
		if (gpu->processes[i].end_ms)
			gpu->runs[i].end_ns = now_ns + gpu->processes[i].end_ms * NS_PER_MS;
	}
}

static uint64_t start_of(const struct sim_gpu *gpu, uint32_t index)
{
	return gpu->sim->started_ns + gpu->entry->processes[index].start_ms * NS_PER_MS;
}

void sim_processes_tick(struct sim_gpu *gpu)
{
	uint64_t now_ns = gpu->sim->now_ns, done_ns = gpu->processes_done_ns;

	gpu->processes_done_ns = now_ns;
	for (uint32_t i = gpu->processes_count; i-- > 0;)
		if (gpu->runs[i].end_ns && gpu->runs[i].end_ns <= now_ns)
			end_one(gpu, i);
	for (uint32_t i = 0; i < gpu->entry->processes_count; i++) {
		const struct machine_process *process = &gpu->entry->processes[i];

		if (start_of(gpu, i) <= done_ns || start_of(gpu, i) > now_ns)
			continue;
		if (sim_process_start(gpu, process) < 0)
			sim_log(gpu->sim, "SIM-LIFE process %u cannot start", process->pid);
	}
}

uint64_t sim_processes_next(const struct sim_gpu *gpu)
{
	uint64_t next = UINT64_MAX;

	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (gpu->runs[i].end_ns && gpu->runs[i].end_ns < next)
			next = gpu->runs[i].end_ns;
	for (uint32_t i = 0; i < gpu->entry->processes_count; i++)
		if (start_of(gpu, i) > gpu->processes_done_ns && start_of(gpu, i) < next)
			next = start_of(gpu, i);
	return next;
}
