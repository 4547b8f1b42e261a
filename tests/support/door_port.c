/* SPDX-License-Identifier: MIT */
#include "door_port.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static struct port *inner;
static _Atomic(door_hangs) hangs_now;

static void wait_before(const char *path, unsigned long request, const void *arg)
{
	door_hangs hangs;

	while ((hangs = atomic_load(&hangs_now)) != NULL && hangs(path, request, arg))
		usleep(100);
}

#define THROUGH_THE_DOOR(call)                                                                     \
	pthread_mutex_lock(&door);                                                                 \
	int result = inner->call;                                                                  \
	pthread_mutex_unlock(&door);                                                               \
	return result

static int door_open(struct port *port, const char *path, int flags)
{
	(void)port;
	wait_before(path, 0, NULL);
	THROUGH_THE_DOOR(open(inner, path, flags));
}

static int door_close(struct port *port, int fd)
{
	(void)port;
	THROUGH_THE_DOOR(close(inner, fd));
}

static int door_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	(void)port;
	wait_before("", request, arg);
	THROUGH_THE_DOOR(ioctl(inner, fd, request, arg));
}

static int door_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	(void)port;
	THROUGH_THE_DOOR(map(inner, fd, size, ret_addr));
}

static int door_unmap(struct port *port, const void *addr, size_t size)
{
	(void)port;
	THROUGH_THE_DOOR(unmap(inner, addr, size));
}

static int door_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	(void)port;
	THROUGH_THE_DOOR(read_file(inner, path, buf, size));
}

static int door_access(struct port *port, const char *path, int mode)
{
	(void)port;
	THROUGH_THE_DOOR(access(inner, path, mode));
}

/* Looks again and again: whoever raises an event must come through the door meanwhile. */
static int door_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	int ready = 0;

	(void)port;
	for (int waited = 0;; waited++) {
		pthread_mutex_lock(&door);
		ready = inner->poll(inner, set, count, 0);
		if (ready == 0 && waited != timeout_ms)
			inner->sleep_us(inner, 1000);
		pthread_mutex_unlock(&door);
		if (ready != 0 || waited == timeout_ms)
			return ready;
		usleep(50);
	}
}

static int door_waker(struct port *port)
{
	(void)port;
	THROUGH_THE_DOOR(waker(inner));
}

static int door_wake(struct port *port, int fd)
{
	(void)port;
	THROUGH_THE_DOOR(wake(inner, fd));
}

static uint64_t door_now_us(struct port *port)
{
	(void)port;
	pthread_mutex_lock(&door);
	uint64_t now = inner->now_us(inner);
	pthread_mutex_unlock(&door);
	return now;
}

static uint64_t door_monotonic_ns(struct port *port)
{
	(void)port;
	pthread_mutex_lock(&door);
	uint64_t now = inner->monotonic_ns(inner);
	pthread_mutex_unlock(&door);
	return now;
}

static void door_sleep_us(struct port *port, uint32_t us)
{
	(void)port;
	pthread_mutex_lock(&door);
	inner->sleep_us(inner, us);
	pthread_mutex_unlock(&door);
	/* Time is the simulator's, but whoever waits must let the others through the door. */
	usleep(50);
}

static int door_is_root(struct port *port)
{
	(void)port;
	return 0;
}

static void door_log(struct port *port, const char *line)
{
	(void)port;
	(void)line;
}

static struct port serialised = {.open = door_open,
				 .close = door_close,
				 .ioctl = door_ioctl,
				 .map = door_map,
				 .unmap = door_unmap,
				 .poll = door_poll,
				 .waker = door_waker,
				 .wake = door_wake,
				 .read_file = door_read_file,
				 .access = door_access,
				 .now_us = door_now_us,
				 .monotonic_ns = door_monotonic_ns,
				 .sleep_us = door_sleep_us,
				 .is_root = door_is_root,
				 .log = door_log};

struct port *door_port(struct port *behind)
{
	inner = behind;
	atomic_store(&hangs_now, NULL);
	return &serialised;
}

void door_lock(void)
{
	pthread_mutex_lock(&door);
}

void door_unlock(void)
{
	pthread_mutex_unlock(&door);
}

void door_set_hangs(door_hangs hangs)
{
	atomic_store(&hangs_now, hangs);
}
