/* SPDX-License-Identifier: MIT */
/* A program's whole use of the library: initialise, ask every GPU everything, shut down. */
#ifndef OPENNVML_TESTS_SESSION_H
#define OPENNVML_TESTS_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "../abi/conformance.h"
#include "fault_port.h"

struct machine;
struct sim;

enum { SESSION_GPUS = 2, SESSION_FUNCTIONS_MAX = 512 };

/* A simulated machine under the library, with the fault port between. */
struct bench {
	struct machine *machine;
	struct sim *sim;
	struct port *sim_port;
	struct fault_port fault;
};

/* Exits with a message when there is no such machine. */
void bench_set_up(struct bench *bench, const char *driver);
/* On another machine than tests/fault/machine.yaml; its path in the tree. */
void bench_set_up_on(struct bench *bench, const char *machine, const char *driver);
void bench_tear_down(struct bench *bench);

/* What one function answered: its code, and a digest of all outputs. */
struct session_answer {
	bool asked;
	int rc;
	uint64_t digest;
};

struct session {
	int init_rc;
	unsigned count; /* of GPUs */
	/* By the GPU's place on the machine (minor); the last row is the system's. */
	struct session_answer answers[SESSION_GPUS + 1][SESSION_FUNCTIONS_MAX];
	unsigned asked, succeeded;
};

/* Called before every question; may be NULL. */
typedef void (*session_step)(struct bench *bench);

/* False when a string handed out was not terminated within its buffer. */
bool session_run(struct bench *bench, struct session *ret_session, session_step step);

/* Whether the function's outputs may differ between two runs of the same machine. */
bool session_is_volatile(const char *function);

/* Asks for every field value there is; returns how many succeeded. */
unsigned session_ask_fields(void *device);

#endif
