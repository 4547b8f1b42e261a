/* SPDX-License-Identifier: MIT */
/*
 * Where the driver puts events: one open of the control node per set. The driver
 * queues there what the GPUs and kinds of that set raise, and poll waits for it.
 */
#ifndef OPENNVML_RM_EVENTS_H
#define OPENNVML_RM_EVENTS_H

#include <stdint.h>

#include "core/gpu.h"

/* Kinds are bit positions of nvmlEventType. */
#define EVENT_KINDS_MAX 16u
#define EVENT_KIND_XID 3u

struct rm_event_source {
	int fd;
	unsigned number; /* of the set: event objects are named by it */
	uint16_t kinds[GPU_MAX];
	/* A set of system events is a client of its own: the driver queues their data per client.
	 */
	uint32_t root;
	uint32_t system_kinds; /* bits of enum system_event_kind */
};

#endif
