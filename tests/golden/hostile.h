/* SPDX-License-Identifier: MIT */
/* An NVML that says anything: what it does by a seed, for the functions that hostile_functions.py
 * makes. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include "nvml.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hostile_function {
	const char *name;
	void (*function)(void);
};

extern const struct hostile_function hostile_functions[];
extern const size_t hostile_function_count;

/* What this function returns, and begins what it says. */
nvmlReturn_t hostile_status(const char *name);

/* So many bytes; NULL is left alone. */
void hostile_fill(void *ret_bytes, size_t size);

/* A text, ended or not, in so much room. */
void hostile_text(char *ret_text, unsigned int room);

/* How many there are, whatever room there was; the status that goes with it. */
nvmlReturn_t hostile_count(unsigned int *ret_count, unsigned int room, nvmlReturn_t status);

void *hostile_handle(void);
void hostile_metrics(nvmlGpmMetricsGet_t *metrics);

/* By place in hostile_functions: those that were looked up, where they are noted, and the one that
 * the library lacks. */
#define HOSTILE_NONE ((size_t)-1)
extern bool *hostile_asked;
extern size_t hostile_missing;

/* nvsmi's main(). */
int nvsmi_main(int argc, char **argv);

/* Before each run: all that follows depends on the seed alone. Seed 0: all is well, and small. */
void hostile_begin(uint64_t seed);
/* True if the library could be started in this run. */
bool hostile_has_begun(void);

#endif
