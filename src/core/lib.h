/* SPDX-License-Identifier: MIT */
/* The one state struct: initialisation count, port, GPUs, and the control node's client. */
#ifndef OPENNVML_LIB_H
#define OPENNVML_LIB_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/gpu.h"
#include "nvml.h"
#include "port/port.h"
#include "rm/client.h"

struct lib {
	/*
	 * Init and shutdown. Shutdown waits for the queries that run, so none of them may
	 * take it: making a GPU's objects, which a query does once, has a lock of its own.
	 */
	pthread_mutex_t lock;
	pthread_mutex_t use_lock;
	unsigned init_count;
	bool no_attach;        /* NVML_INIT_FLAG_NO_ATTACH of the first initialisation */
	bool fork_handled;     /* the fork handler is registered */
	atomic_bool ready;     /* queries may run */
	atomic_uint in_flight; /* queries that run now */
	struct port *port;
	struct rm_client rm;
	struct gpu gpus[GPU_MAX];
	struct gpu *order[GPU_MAX]; /* GPUs kept, in PCI order */
	unsigned gpu_count;
};

extern struct lib lib;

/* First use of a GPU is made under these. */
void lib_lock(void);
void lib_unlock(void);

/* The GPU at a position of the PCI order; NULL beyond the last. */
struct gpu *lib_gpu_at(unsigned index);
/* Makes the handle of a GPU valid and returns it. */
nvmlDevice_t lib_handle_of(struct gpu *gpu);

#endif
