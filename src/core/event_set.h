/* SPDX-License-Identifier: MIT */
/*
 * Sets of events. They live in a fixed array of the one state struct, like GPUs: a
 * handle is the address of one, compared and never followed. A place is taken again
 * as late as possible, so that a stale handle is known for long.
 *
 * One lock covers all sets; nobody holds it while it waits for an event. Whoever frees
 * a set, or stops the library, first wakes its waiters and waits until they have left.
 */
#ifndef OPENNVML_CORE_EVENT_SET_H
#define OPENNVML_CORE_EVENT_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "nvml.h"
#include "rm/events.h"

#define EVENT_SETS_MAX 64u

enum event_set_state { EVENT_SET_FREE, EVENT_SET_OPEN, EVENT_SET_CLOSING };

struct event_set {
	enum event_set_state state;
	bool system; /* of system events */
	unsigned waiters;
	int wake_fd; /* readable once the set is being closed */
	struct rm_event_source source;
};

/* INSUFFICIENT_RESOURCES when all places are taken. */
nvmlReturn_t event_set_open(bool system, void **ret_handle);
nvmlReturn_t event_set_close(const void *handle, bool system);

/*
 * Does something to a set that then stays as it is: the lock is held meanwhile.
 * INVALID_ARGUMENT when the handle is none of an open set of that kind.
 */
typedef nvmlReturn_t (*event_set_action)(struct event_set *set, void *ctx);
nvmlReturn_t event_set_with(const void *handle, bool system, event_set_action act, void *ctx);

/*
 * Waits until take, called when something is there to read, returns another code than
 * NVML_ERROR_TIMEOUT, or time is up. Above INT_MAX milliseconds it waits for ever.
 */
nvmlReturn_t event_set_wait(const void *handle, bool system, unsigned timeout_ms,
			    event_set_action take, void *ctx);

/* Sends all waiters away; for a library that stops. */
void event_sets_interrupt(void);
/* Closes every set, once no call runs. */
void event_sets_close_all(void);
/* See rm_forget. In the child of a fork sets stay the parent's. */
void event_sets_forget(bool close);

#endif
