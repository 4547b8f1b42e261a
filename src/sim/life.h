/* SPDX-License-Identifier: MIT */
/*
 * The life of a simulated machine: processes come and go, readings are set from
 * outside and move by themselves. Everything that changes a running machine
 * passes here, so that its files, its telemetry pages and its accounts follow.
 */
#ifndef OPENNVML_SIM_LIFE_H
#define OPENNVML_SIM_LIFE_H

#include <stdint.h>

struct machine_process;
struct sim;
struct sim_gpu;

/* The GPU of this position in the machine's file; NULL when there is none. */
struct sim_gpu *sim_gpu_at(struct sim *sim, unsigned index);

/*
 * Starts a copy of this process now. -EEXIST while the GPU, or the same part of a divided one,
 * has a process of that pid; -ENOSPC above what the driver lists; -EINVAL for values that a
 * machine file may not have either, sim_life_error tells which.
 */
int sim_process_start(struct sim_gpu *gpu, const struct machine_process *process);
/* Ends all that this pid runs on the GPU, and accounts for it; -ESRCH when that is nothing. */
int sim_process_end(struct sim_gpu *gpu, uint32_t pid);

/*
 * Sets a reading by its key in machine files (temperature_c, power_mw, ...), within the range
 * that a file may give it. It is held: nothing but another set moves it. -EINVAL points
 * *ret_error at a text that lives until the next refusal.
 */
int sim_gpu_set(struct sim_gpu *gpu, const char *key, const char *value, const char **ret_error);
/* Lets a held reading go: it is what the machine says again. NULL: all of them. -EINVAL: no key. */
int sim_gpu_release(struct sim_gpu *gpu, const char *key);

/* What the last refusal above was about. */
const char *sim_life_error(const struct sim *sim);

/* Within the simulator. */
int sim_life_setup(struct sim_gpu *gpu); /* -ENOMEM */
void sim_life_free(struct sim_gpu *gpu);
/* Wall clock of the machine, as its programs see it. */
uint64_t sim_wall_us(const struct sim *sim);

#endif
