/* SPDX-License-Identifier: MIT */
/*
 * The life of a simulated machine: processes come and go, readings are set from
 * outside and move by themselves. Everything that changes a running machine
 * passes here, so that its files, its telemetry pages and its accounts follow.
 */
#ifndef OPENNVML_SIM_LIFE_H
#define OPENNVML_SIM_LIFE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/machine.h"

struct sim;
struct sim_gpu;

/* The GPU of this position in the machine's file; NULL when there is none. */
struct sim_gpu *sim_gpu_at(struct sim *sim, unsigned index);

/*
 * Starts a copy of this process now, whatever its start_ms. -EEXIST while the GPU, or the same
 * part of a divided one, has a process of that pid; -ENOSPC above what the driver lists; -EINVAL
 * for values that a machine file may not have either, sim_life_error tells which.
 */
int sim_process_start(struct sim_gpu *gpu, const struct machine_process *process);
/* Ends all that this pid runs on the GPU, and accounts for it; -ESRCH when that is nothing. */
int sim_process_end(struct sim_gpu *gpu, uint32_t pid);

/*
 * Sets a reading by its key in machine files (temperature_c, power_mw, ...), within the range
 * that a file may give it. It is held: nothing but another set moves it, and what follows from
 * it follows. -EINVAL points *ret_error at a text that lives until the next refusal.
 */
int sim_gpu_set(struct sim_gpu *gpu, const char *key, const char *value, const char **ret_error);
/*
 * Lets a held reading go: life moves it on, or it is what the machine says again. NULL: all of
 * them. -EINVAL: no such key.
 */
int sim_gpu_release(struct sim_gpu *gpu, const char *key);
/* Of a row of machine_state_fields. */
bool sim_gpu_holds(const struct sim_gpu *gpu, int place);

/* What the last refusal above was about. */
const char *sim_life_error(const struct sim *sim);

/* Within the simulator. */

int sim_life_setup(struct sim_gpu *gpu); /* -ENOMEM */
void sim_life_free(struct sim_gpu *gpu);

/* Time (life_time.c): the wall clock of the machine, as its driver tells it. */
uint64_t sim_wall_us(const struct sim *sim);

/* Life of all GPUs (life.c): at the first tick, when something is due, and when that is. */
void sim_life_begin(struct sim *sim);
void sim_life_tick(struct sim *sim);
uint64_t sim_life_next(const struct sim *sim);

/* Processes (life_process.c): those whose time has come at now_ns; the next such time. */
int sim_processes_setup(struct sim_gpu *gpu); /* -ENOMEM */
void sim_processes_free(struct sim_gpu *gpu);
void sim_processes_begin(struct sim_gpu *gpu);
void sim_processes_tick(struct sim_gpu *gpu);
uint64_t sim_processes_next(const struct sim_gpu *gpu);
/* Of a process that runs: without an end. */
struct machine_account sim_process_account(const struct sim_gpu *gpu, uint32_t index);

/* Load (life_load.c). A number that only depends on its two arguments. */
uint64_t sim_chance(uint64_t seed, uint64_t number);
/* Percent of what the process says, so long after it began. */
uint32_t sim_load_percent(const struct machine_load *load, uint64_t seed, uint64_t ms);
/* Brings the readings of a process to now_ns; counts: its account too. */
void sim_process_follow(struct sim_gpu *gpu, uint32_t index, bool counts);
struct sim_use {
	int32_t gpu, memory, encoder, decoder; /* percent, of all processes together */
};
struct sim_use sim_gpu_use(const struct sim_gpu *gpu);

/* Physics (life_thermal.c). */
struct sim_body;                         /* what a GPU's readings follow from, beside its load */
int sim_body_setup(struct sim_gpu *gpu); /* -ENOMEM */
void sim_body_begin(struct sim_gpu *gpu);
/* What follows from the load at once: clocks, power, reasons. */
void sim_body_answer(struct sim_gpu *gpu);
/* One fixed step of time: heat, counters, errors; then what follows. */
void sim_body_step(struct sim_gpu *gpu, uint64_t number);
#define SIM_BODY_STEP_NS 100000000ull
/* What traffic and energy of a GPU added up to since its life began. */
struct sim_counters {
	double nvlink_bytes; /* of each link and direction */
	double pcie_tx_bytes, pcie_rx_bytes, energy_mj;
};
struct sim_counters sim_body_counters(const struct sim_gpu *gpu);

/* History of use (perf.c): keeps what the GPU does now as the sample of this period. */
void sim_samples_take(struct sim_gpu *gpu, uint64_t slot);
#define SIM_SAMPLE_PERIOD_NS 166000000ull
#define SIM_SAMPLES_MAX 100u

#endif
