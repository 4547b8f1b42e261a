/* SPDX-License-Identifier: MIT */
/*
 * Faults of the simulated driver: controls that are refused, take long or lie, and
 * a telemetry page that does not settle. src/sim/port_faults.h is the test port's.
 */
#ifndef OPENNVML_SIM_FAULT_H
#define OPENNVML_SIM_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rm/abi.h"
#include "rm_rusd.h"

#define SIM_FAULTS_MAX 32u
#define SIM_FAULT_ANY_GPU 32u /* NV_MAX_DEVICES */

struct sim;
struct sim_call;
struct sim_gpu;

enum sim_fault_kind { SIM_FAULT_STATUS, SIM_FAULT_HANG, SIM_FAULT_HOSTILE };

/* What a reply that lies is made of. */
enum sim_lie {
	SIM_LIE_COUNTS, /* numbers before a list, above what it holds */
	SIM_LIE_TEXT,   /* letters without an end */
	SIM_LIE_ONES,
	SIM_LIE_WORDS, /* where signs change and sums overflow */
	SIM_LIE_COUNT, /* each in turn */
};

struct sim_fault {
	enum sim_fault_kind kind;
	bool any;   /* of all controls */
	bool named; /* command is it; else number is */
	enum rm_cmd command;
	uint32_t number;
	unsigned gpu;   /* SIM_FAULT_ANY_GPU */
	unsigned every; /* strikes each so manieth matching call; from 1 */
	unsigned count; /* strikes at most so often; 0: without end */
	uint32_t status;
	uint64_t hang_ns;
	enum sim_lie lie;
	uint64_t seen, hits; /* matching calls, and how many it struck */
};

struct sim_faults {
	struct sim_fault list[SIM_FAULTS_MAX];
	unsigned count;
	uint64_t hang_ns; /* of the call that was answered SIM_LATER last */
};

/* What became of one GPU, or of the node /dev/nvidiactl. */
struct sim_trouble {
	bool lost;      /* off the bus: the driver keeps what it had and reaches it no more */
	bool suspended; /* powered off while idle: what needs the GPU wakes it */
	bool sleeps;    /* was suspended once: runtime D3 is enabled */
	bool node_gone; /* the node, not the GPU */
	int node_errno; /* that opening the node fails with; 0: it does not */
	bool firmware_hangs;
	unsigned firmware_timeouts;
	uint8_t torn[RM_RUSD_FIELD_COUNT]; /* enum sim_torn, by the section's word */
	bool closing;                      /* torn sections are mended now */
};

/* -ENOSPC when all places are taken. */
int sim_fault_add(struct sim *sim, const struct sim_fault *fault);
/* Drops the faults of this control, or all with NULL; returns how many. */
unsigned sim_faults_clear(struct sim *sim, const struct sim_fault *like);
/* Whether both are about the same control. */
bool sim_fault_is_like(const struct sim_fault *a, const struct sim_fault *b);

/*
 * Before a control is served: NV_OK, or what it is refused with. Sets call->later for
 * one that takes long and was not yet waited for. info is NULL for an unknown number.
 */
uint32_t sim_fault_strike(struct sim_call *call, uint32_t number, const struct rm_command *info);
/* After it was served: makes lies of the bytes that the layout says are outputs. */
void sim_fault_spoil(struct sim_call *call, uint32_t number, const struct rm_command *info,
		     const struct rm_layout *layout, uint8_t *wire);

/* trouble.c */
/* NV_OK, or how the state of a GPU (NULL: of none) refuses a control that firmware answers, or not.
 */
uint32_t sim_trouble_strike(struct sim_gpu *gpu, bool firmware);
/* 0 or -errno for opening the node of a GPU. */
int sim_trouble_open(const struct sim_gpu *gpu);
/* Every call of a user into the resource manager wakes all GPUs that are attached. */
void sim_trouble_wake_attached(struct sim *sim);
void sim_trouble_wake(struct sim_gpu *gpu);
int sim_gpu_lose(struct sim_gpu *gpu);
void sim_gpu_restore(struct sim_gpu *gpu);
/* -EBUSY while work runs on it; -EIO when it is lost. */
int sim_gpu_suspend(struct sim_gpu *gpu);
/* Whether firmware still writes the telemetry page. */
bool sim_trouble_is_polled(const struct sim_gpu *gpu);

/* torn.c: a section of the telemetry page that does not settle. */
enum sim_torn {
	SIM_WHOLE,
	SIM_TORN_BUSY,   /* its word says for ever that it is being written */
	SIM_TORN_MOVING, /* it is written all the time, with rubbish in between */
};

/* The section's word; false when there is no such section. */
bool sim_torn_find(const char *name, enum rm_rusd_field *ret_word);
/* The nth section's name, NULL behind the last. */
const char *sim_torn_name(unsigned n, enum rm_rusd_field *ret_word);
void sim_torn_set(struct sim_gpu *gpu, enum rm_rusd_field word, enum sim_torn how);
bool sim_torn_is_word(unsigned field);
/* Moves what moves; the host's time of the next such work. */
uint64_t sim_torn_tick(struct sim *sim, uint64_t host_ns);

#endif
