/* SPDX-License-Identifier: MIT */
/* What a machine's file says and means, and what the library said instead. */
#ifndef OPENNVML_TESTS_MEANING_H
#define OPENNVML_TESTS_MEANING_H

#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "machine_text.h"
#include "nvml.h"

struct world {
	uint64_t seed;
	yaml_document_t document;
	yaml_node_t *root;
	struct sim *sim;
	unsigned gpus;
	bool lives;
	int major, minor;
	uint64_t age_ms;
	nvmlEventSet_t events;
	unsigned mismatches;
};
extern struct world world;

/* The GPU being looked at. */
struct looked_at {
	unsigned index;
	yaml_node_t *node, *model, *state, *idle;
	nvmlDevice_t device;
	bool page; /* whether the driver polls a telemetry page for it */
};
extern struct looked_at gpu;

/* Each holds what was expected against what came; a difference is printed with the seed. */
void is(const char *what, int64_t expected, int64_t got);
/* Whether both are success. */
bool answers(const char *what, nvmlReturn_t expected, nvmlReturn_t got);
/* NULL: the function must refuse. */
void says(const char *what, const char *expected, nvmlReturn_t result, const char *got);

/* Members of the file's mappings; a default, NULL where there is none. */
int64_t number(yaml_node_t *mapping, const char *key, int64_t absent);
const char *text(yaml_node_t *mapping, const char *key);
yaml_node_t *list(yaml_node_t *mapping, const char *key);
yaml_node_t *item(yaml_node_t *sequence, size_t index);

/* A reading of the model at rest, and of the GPU when the machine starts; -1: it has none. */
int64_t at_rest(const char *key);
int64_t reading(const char *key);

/* Processes, at the age of the world. */
bool runs(yaml_node_t *process);
int64_t process_percent(yaml_node_t *process, const char *key);
int64_t heap_mib(void);
int64_t process_mib(yaml_node_t *process);
int64_t sum_percent(const char *key);
unsigned count_running(void);

/* Whether the driver polls a telemetry page for the GPU. */
bool polls(void);
nvmlReturn_t if_there(int64_t value, bool source);

#endif
