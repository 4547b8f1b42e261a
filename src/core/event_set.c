/* SPDX-License-Identifier: MIT */
#include "core/event_set.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "core/lib.h"
#include "provider.h"

#define NS_PER_MS 1000000u

static struct event_set *set_at(const void *handle, bool system)
{
	uintptr_t offset = (uintptr_t)handle - (uintptr_t)lib.event_sets;

	if (offset >= sizeof(lib.event_sets) || offset % sizeof(lib.event_sets[0]) != 0)
		return NULL;
	struct event_set *set = &lib.event_sets[offset / sizeof(lib.event_sets[0])];
	return set->state == EVENT_SET_OPEN && set->system == system ? set : NULL;
}

/* The set of a call that began before the library was stopped has gone with it. */
static nvmlReturn_t no_set(void)
{
	return atomic_load(&lib.ready) ? NVML_ERROR_INVALID_ARGUMENT : NVML_ERROR_UNINITIALIZED;
}

static struct event_set *free_place(void)
{
	for (unsigned i = 0; i < EVENT_SETS_MAX; i++) {
		unsigned place = (lib.next_event_set + i) % EVENT_SETS_MAX;
		if (lib.event_sets[place].state == EVENT_SET_FREE) {
			lib.next_event_set = (place + 1) % EVENT_SETS_MAX;
			return &lib.event_sets[place];
		}
	}
	return NULL;
}

static nvmlReturn_t open_place(struct event_set *set, bool system)
{
	*set = (struct event_set){.system = system};
	set->source.number = (unsigned)(set - lib.event_sets);
	set->wake_fd = lib.port->waker(lib.port);
	if (set->wake_fd < 0)
		return set->wake_fd == -EMFILE || set->wake_fd == -ENFILE
			   ? NVML_ERROR_OPERATING_SYSTEM
			   : NVML_ERROR_UNKNOWN;
	nvmlReturn_t result = provider_events_open(&set->source, system);
	if (result != NVML_SUCCESS)
		lib.port->close(lib.port, set->wake_fd);
	else
		set->state = EVENT_SET_OPEN;
	return result;
}

nvmlReturn_t event_set_open(bool system, void **ret_handle)
{
	nvmlReturn_t result = NVML_ERROR_INSUFFICIENT_RESOURCES;

	pthread_mutex_lock(&lib.events_lock);
	struct event_set *set = free_place();
	if (set != NULL)
		result = open_place(set, system);
	if (result == NVML_SUCCESS)
		*ret_handle = set;
	pthread_mutex_unlock(&lib.events_lock);
	return result;
}

static void send_waiters_away(struct event_set *set)
{
	set->state = EVENT_SET_CLOSING;
	lib.port->wake(lib.port, set->wake_fd);
}

/* Free before its descriptors are closed: a fork meanwhile must not close them again. */
static void close_place(struct event_set *set)
{
	set->state = EVENT_SET_FREE;
	provider_events_close(&set->source);
	lib.port->close(lib.port, set->wake_fd);
}

nvmlReturn_t event_set_close(const void *handle, bool system)
{
	pthread_mutex_lock(&lib.events_lock);
	struct event_set *set = set_at(handle, system);
	nvmlReturn_t result = set != NULL ? NVML_SUCCESS : no_set();
	if (set != NULL) {
		send_waiters_away(set);
		while (set->waiters > 0)
			pthread_cond_wait(&lib.waiters_left, &lib.events_lock);
		close_place(set);
	}
	pthread_mutex_unlock(&lib.events_lock);
	return result;
}

nvmlReturn_t event_set_with(const void *handle, bool system, event_set_action act, void *ctx)
{
	pthread_mutex_lock(&lib.events_lock);
	struct event_set *set = set_at(handle, system);
	nvmlReturn_t result = set != NULL ? act(set, ctx) : no_set();
	pthread_mutex_unlock(&lib.events_lock);
	return result;
}

/* Waiting. */

struct deadline {
	bool none;
	uint64_t ns;
};

static struct deadline deadline_in(unsigned timeout_ms)
{
	return (struct deadline){.none = timeout_ms > INT_MAX,
				 .ns = lib.port->monotonic_ns(lib.port) +
				       (uint64_t)timeout_ms * NS_PER_MS};
}

/* As poll takes it: rounded up, or it would return a little too early and be called again. */
static int left_ms(const struct deadline *deadline)
{
	uint64_t now = lib.port->monotonic_ns(lib.port);

	if (deadline->none)
		return -1;
	if (now >= deadline->ns)
		return 0;
	return (int)((deadline->ns - now + NS_PER_MS - 1) / NS_PER_MS);
}

/* Another waiter may have taken what woke this one; the lock makes the second look reliable. */
static nvmlReturn_t take_if_readable(struct event_set *set, event_set_action take, void *ctx)
{
	struct port_poll again = {.fd = set->source.fd};
	nvmlReturn_t result = NVML_ERROR_TIMEOUT;

	pthread_mutex_lock(&lib.events_lock);
	if (lib.port->poll(lib.port, &again, 1, 0) > 0)
		result = take(set, ctx);
	pthread_mutex_unlock(&lib.events_lock);
	return result;
}

static nvmlReturn_t wait_in(struct event_set *set, unsigned timeout_ms, event_set_action take,
			    void *ctx)
{
	struct deadline deadline = deadline_in(timeout_ms);

	for (;;) {
		struct port_poll fds[] = {{.fd = set->source.fd}, {.fd = set->wake_fd}};
		int left = left_ms(&deadline);
		int ready = lib.port->poll(lib.port, fds, 2, left);

		if (ready < 0 && ready != -EINTR)
			return NVML_ERROR_UNKNOWN;
		if (ready > 0 && fds[1].readable != 0)
			return no_set();
		if (ready > 0 && fds[0].readable < 0)
			return NVML_ERROR_UNKNOWN;
		if (ready > 0) {
			nvmlReturn_t result = take_if_readable(set, take, ctx);
			if (result != NVML_ERROR_TIMEOUT)
				return result;
		}
		if (left == 0)
			return NVML_ERROR_TIMEOUT;
	}
}

nvmlReturn_t event_set_wait(const void *handle, bool system, unsigned timeout_ms,
			    event_set_action take, void *ctx)
{
	pthread_mutex_lock(&lib.events_lock);
	struct event_set *set = set_at(handle, system);
	if (set != NULL)
		set->waiters++;
	pthread_mutex_unlock(&lib.events_lock);
	if (set == NULL)
		return no_set();

	nvmlReturn_t result = wait_in(set, timeout_ms, take, ctx);

	pthread_mutex_lock(&lib.events_lock);
	if (--set->waiters == 0)
		pthread_cond_broadcast(&lib.waiters_left);
	pthread_mutex_unlock(&lib.events_lock);
	return result;
}

/* The end of all sets. */

void event_sets_interrupt(void)
{
	pthread_mutex_lock(&lib.events_lock);
	for (unsigned i = 0; i < EVENT_SETS_MAX; i++) {
		if (lib.event_sets[i].state == EVENT_SET_OPEN)
			send_waiters_away(&lib.event_sets[i]);
	}
	pthread_mutex_unlock(&lib.events_lock);
}

void event_sets_close_all(void)
{
	for (unsigned i = 0; i < EVENT_SETS_MAX; i++) {
		if (lib.event_sets[i].state != EVENT_SET_FREE)
			close_place(&lib.event_sets[i]);
	}
}

void event_sets_forget(bool close)
{
	for (unsigned i = 0; i < EVENT_SETS_MAX; i++) {
		struct event_set *set = &lib.event_sets[i];
		if (close && set->state != EVENT_SET_FREE) {
			lib.port->close(lib.port, set->source.fd);
			lib.port->close(lib.port, set->wake_fd);
		}
		*set = (struct event_set){.state = EVENT_SET_FREE};
	}
}
