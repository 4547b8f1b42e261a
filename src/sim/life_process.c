/* SPDX-License-Identifier: MIT */
/* Processes of a running machine: they start, end, and leave their accounts behind. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim/driver.h"
#include "sim/life.h"
#include "sim/machine_ranges.h"

#define PROCESSES_MAX 950u /* NV2080_CTRL_GPU_GET_PIDS_MAX_COUNT */
#define ACCOUNTS_MAX 128u  /* NV_MAX_DEAD_ACCT_PROCESS (gpu_acct.h) */

static void free_texts(struct machine_process *process)
{
	free(process->name);
	free(process->type);
}

static int append(struct sim_gpu *gpu, const struct machine_process *process, uint64_t start_us)
{
	size_t count = gpu->processes_count + 1;
	struct machine_process *processes = realloc(gpu->processes, count * sizeof(*processes));
	struct sim_run *runs;
	struct machine_process copy = *process;

	if (!processes)
		return -ENOMEM;
	gpu->processes = processes;
	runs = realloc(gpu->runs, count * sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	gpu->runs = runs;
	copy.name = strdup(process->name);
	copy.type = strdup(process->type);
	if (!copy.name || !copy.type) {
		free_texts(&copy);
		return -ENOMEM;
	}
	processes[count - 1] = copy;
	runs[count - 1] = (struct sim_run){.start_us = start_us};
	gpu->processes_count++;
	return 0;
}

/* A machine's own processes and accounts; when they began is not known. */
int sim_life_setup(struct sim_gpu *gpu)
{
	const struct machine_gpu *entry = gpu->entry;
	int rc = 0;

	for (uint32_t i = 0; i < entry->processes_count && rc == 0; i++)
		rc = append(gpu, &entry->processes[i], 0);
	gpu->accounts = calloc(entry->accounts_count + 1, sizeof(*gpu->accounts));
	if (!gpu->accounts)
		return -ENOMEM;
	for (uint32_t i = 0; i < entry->accounts_count; i++)
		gpu->accounts[i] = entry->accounts[i];
	gpu->accounts_count = entry->accounts_count;
	return rc;
}

void sim_life_free(struct sim_gpu *gpu)
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
	for (uint32_t i = 0; i < gpu->processes_count; i++)
		if (is_same(&gpu->processes[i], process))
			return -EEXIST;
	if (gpu->processes_count >= PROCESSES_MAX)
		return -ENOSPC;
	rc = append(gpu, process, sim_wall_us(gpu->sim));
	if (rc == 0)
		processes_changed(gpu);
	return rc;
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

static void account_for(struct sim_gpu *gpu, uint32_t index)
{
	const struct machine_process *process = &gpu->processes[index];
	const struct machine_account account = {
	    .pid = process->pid,
	    .gpu_percent = process->sm_percent,
	    .memory_percent = process->memory_percent,
	    .max_memory_mib = process->memory_mib,
	    .start_us = gpu->runs[index].start_us,
	    .end_us = sim_wall_us(gpu->sim),
	};

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

int sim_process_end(struct sim_gpu *gpu, uint32_t pid)
{
	bool found = false;

	for (uint32_t i = gpu->processes_count; i-- > 0;) {
		if (gpu->processes[i].pid != pid)
			continue;
		if (gpu->accounting)
			account_for(gpu, i);
		drop(gpu, i);
		found = true;
	}
	if (!found)
		return -ESRCH;
	processes_changed(gpu);
	return 0;
}
