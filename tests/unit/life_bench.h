/* SPDX-License-Identifier: MIT */
/* A machine that lives, and the library on it. */
#ifndef OPENNVML_TESTS_LIFE_BENCH_H
#define OPENNVML_TESTS_LIFE_BENCH_H

#include "nvml.h"
#include "sim/life.h"
#include "sim_bench.h"

struct life {
	struct bench bench;
	struct sim_gpu *gpu;
	nvmlDevice_t device; /* of the first GPU, as gpu */
};

/* Fails the test when the text is no machine. */
void life_open(struct life *life, const char *yaml);
void life_close(struct life *life);
/* Lets the host's time pass; and the machine's, where it is stepped. */
void life_pass_ms(struct life *life, uint32_t ms);
void life_step_ms(struct life *life, uint64_t ms);

/* What the library says; the question must succeed. */
unsigned life_processes(struct life *life);
uint64_t life_used_mib(struct life *life);
unsigned life_celsius(struct life *life);
unsigned life_milliwatts(struct life *life);
unsigned life_percent(struct life *life);
unsigned life_graphics_mhz(struct life *life);
uint64_t life_reasons(struct life *life);
bool life_has_file(struct life *life, const char *path);

#endif
