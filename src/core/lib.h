/* SPDX-License-Identifier: MIT */
/* The one state struct: initialisation count, port, GPUs, and the control node's client. */
#ifndef OPENNVML_LIB_H
#define OPENNVML_LIB_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/event_set.h"
#include "core/gpu.h"
#include "core/mig.h"
#include "nvml.h"
#include "port/port.h"
#include "rm/client.h"

struct lib {
	pthread_mutex_t lock; /* init and shutdown */
	/* First use of what all GPUs share. Apart: a shutdown waits for queries that may want it.
	 */
	pthread_mutex_t first_use;
	/* First use of the GPU in the same place, or of its page: one that hangs holds up no other.
	 */
	pthread_mutex_t gpu_first_use[GPU_MAX];
	/* Event sets. Not held while waiting for an event. */
	pthread_mutex_t events_lock;
	pthread_cond_t waiters_left;
	unsigned init_count;
	bool no_attach;        /* NVML_INIT_FLAG_NO_ATTACH of the first initialisation */
	bool fork_handled;     /* the fork handler is registered */
	atomic_bool ready;     /* queries may run */
	atomic_bool forked;    /* a child of fork that has not opened the driver for itself yet */
	atomic_uint in_flight; /* queries that run now */
	struct port *port;
	struct rm_client rm;
	struct gpu gpus[GPU_MAX];
	struct mig_handles mig[GPU_MAX]; /* of the GPU in the same place */
	struct gpu *order[GPU_MAX];      /* GPUs kept, in PCI order */
	unsigned gpu_count;
	struct event_set event_sets[EVENT_SETS_MAX];
	unsigned next_event_set; /* where a free place is looked for first */
};

extern struct lib lib;

/* First use of a GPU, of its telemetry page, or with NULL of what they share, runs between these.
 */
void lib_begin_first_use(const struct gpu *gpu);
void lib_end_first_use(const struct gpu *gpu);
/* Whether another thread is at it, perhaps for ever. */
bool lib_in_first_use(const struct gpu *gpu);

/* Whatever is open is closed, as by the last nvmlShutdown (unload.c). */
void lib_unload(void);

/* The GPU at a position of the PCI order; NULL beyond the last. */
struct gpu *lib_gpu_at(unsigned index);
/* Makes the handle of a GPU valid and returns it. */
nvmlDevice_t lib_handle_of(struct gpu *gpu);

#endif
