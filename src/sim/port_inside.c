/* SPDX-License-Identifier: MIT */
/*
 * The port of the library that carries the simulator: the machine that $OPENNVML_MACHINE names,
 * in this process, for any number of threads. One lock serves them all, as the simulator wants it;
 * nobody waits while holding it. While telemetry pages are mapped a thread lets time pass for them.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sim/catalogue.h"
#include "sim/embedded.h"
#include "sim/machine.h"
#include "sim/machine_line.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

enum { LOOK_AGAIN_MS = 2, TICK_MS = 20 };

static struct {
	pthread_mutex_t lock;
	struct port *inner; /* NULL: there is no machine, and so no driver */
	bool tried;
	unsigned mapped;
	bool ticking;
	pthread_t ticker;
	pthread_cond_t unmapped;
} inside = {.lock = PTHREAD_MUTEX_INITIALIZER, .unmapped = PTHREAD_COND_INITIALIZER};

/* The machine. */

static struct machine *load(const char *name)
{
	char *error = NULL;
	catalogue_use_texts(embedded_texts, embedded_texts_count);
	struct machine *machine = machine_open(name, &error);
	if (!machine)
		fprintf(stderr, "opennvml: OPENNVML_MACHINE=%s: %s\n", name,
			error ? error : "there is no such machine");
	free(error);
	return machine;
}

static void start(const char *name)
{
	const char *error = NULL;
	struct machine *machine = load(name);
	struct sim *sim = machine ? sim_new(machine, NULL, &error) : NULL;
	if (machine && !sim)
		fprintf(stderr, "opennvml: OPENNVML_MACHINE=%s: %s\n", name,
			error ? error : "it cannot be simulated");
	inside.inner = sim ? sim_port_new(sim) : NULL;
	if (inside.inner)
		sim_port_set_admin(inside.inner, geteuid() == 0);
}

/* The machine lives as long as the process: it has a state that outlasts the library's. */
static struct port *enter(void)
{
	pthread_mutex_lock(&inside.lock);
	if (!inside.tried) {
		const char *name = getenv("OPENNVML_MACHINE");
		inside.tried = true;
		if (name && *name)
			start(name);
		else
			fprintf(stderr,
				"opennvml: this library has a simulated driver and no machine; "
				"set OPENNVML_MACHINE to a name, a file or a line\n");
	}
	return inside.inner;
}

static int leave(int result)
{
	pthread_mutex_unlock(&inside.lock);
	return result;
}

/* Forks. The child's copy of the machine is its own from then on. */

static void before_fork(void)
{
	pthread_mutex_lock(&inside.lock);
}

static void after_fork(void)
{
	pthread_mutex_unlock(&inside.lock);
}

static void after_fork_in_child(void)
{
	inside.ticking = false;
	if (inside.inner)
		sim_port_set_pid(inside.inner, (int)getpid());
	pthread_mutex_unlock(&inside.lock);
}

/* Telemetry pages. */

static struct timespec later_by(unsigned ms)
{
	struct timespec at;
	clock_gettime(CLOCK_REALTIME, &at);
	at.tv_nsec += (long)ms * 1000000;
	at.tv_sec += at.tv_nsec / 1000000000;
	at.tv_nsec %= 1000000000;
	return at;
}

static void *tick(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&inside.lock);
	while (inside.mapped > 0) {
		struct timespec at = later_by(TICK_MS);
		pthread_cond_timedwait(&inside.unmapped, &inside.lock, &at);
		inside.inner->sleep_us(inside.inner, 0);
	}
	pthread_mutex_unlock(&inside.lock);
	return NULL;
}

/* Without the thread pages move when the library asks something else. */
static void start_ticking(void)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	inside.ticking = pthread_create(&inside.ticker, NULL, tick, NULL) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int inside_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	(void)port;
	struct port *inner = enter();
	int rc = inner ? inner->map(inner, fd, size, ret_addr) : -ENODEV;
	if (rc >= 0 && inside.mapped++ == 0)
		start_ticking();
	return leave(rc);
}

static int inside_unmap(struct port *port, const void *addr, size_t size)
{
	(void)port;
	struct port *inner = enter();
	int rc = inner ? inner->unmap(inner, addr, size) : -EINVAL;
	bool last = rc >= 0 && --inside.mapped == 0 && inside.ticking;
	pthread_t ticker = inside.ticker;
	if (last) {
		inside.ticking = false;
		pthread_cond_signal(&inside.unmapped);
	}
	leave(rc);
	if (last)
		pthread_join(ticker, NULL);
	return rc;
}

/* The other operations. */

static int inside_open(struct port *port, const char *path, int flags)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->open(inner, path, flags) : -ENOENT);
}

static int inside_close(struct port *port, int fd)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->close(inner, fd) : -EBADF);
}

static int inside_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->ioctl(inner, fd, request, arg) : -EBADF);
}

static int wait_ms(unsigned ms)
{
	struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
	return nanosleep(&time, NULL) < 0 ? -errno : 0;
}

static int poll_once(struct port_poll *set, unsigned count)
{
	struct port *inner = enter();
	return leave(inner ? inner->poll(inner, set, count, 0) : -EBADF);
}

static int inside_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	int ready = poll_once(set, count);
	uint64_t end =
	    timeout_ms > 0 ? port->monotonic_ns(port) + (uint64_t)timeout_ms * 1000000 : 0;
	while (ready == 0 && timeout_ms != 0) {
		if (timeout_ms > 0 && port->monotonic_ns(port) >= end)
			break;
		int rc = wait_ms(LOOK_AGAIN_MS);
		ready = rc < 0 ? rc : poll_once(set, count);
	}
	return ready;
}

static int inside_waker(struct port *port)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->waker(inner) : -ENODEV);
}

static int inside_wake(struct port *port, int fd)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->wake(inner, fd) : -EBADF);
}

static int inside_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->read_file(inner, path, buf, size) : -ENOENT);
}

static int inside_write_file(struct port *port, const char *path, const char *text)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->write_file(inner, path, text) : -ENOENT);
}

static int inside_list_dir(struct port *port, const char *path, port_visit visit, void *ctx)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->list_dir(inner, path, visit, ctx) : -ENOENT);
}

static int inside_access(struct port *port, const char *path, int mode)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->access(inner, path, mode) : -ENOENT);
}

static int inside_readlink(struct port *port, const char *path, char *buf, size_t size)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->readlink(inner, path, buf, size) : -ENOENT);
}

/* The machine's CPUs are not this system's: nothing is bound. */
static int inside_set_affinity(struct port *port, const unsigned long *set, size_t size)
{
	(void)port;
	struct port *inner = enter();
	return leave(inner ? inner->set_affinity(inner, set, size) : -EINVAL);
}

static uint64_t clock_ns(clockid_t id)
{
	struct timespec now;
	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t inside_now_us(struct port *port)
{
	(void)port;
	return clock_ns(CLOCK_REALTIME) / 1000;
}

static uint64_t inside_monotonic_ns(struct port *port)
{
	(void)port;
	return clock_ns(CLOCK_MONOTONIC);
}

static void inside_sleep_us(struct port *port, uint32_t us)
{
	struct timespec time = {us / 1000000, (long)(us % 1000000) * 1000};
	(void)port;
	nanosleep(&time, NULL);
	struct port *inner = enter();
	if (inner)
		inner->sleep_us(inner, 0);
	leave(0);
}

static int inside_is_root(struct port *port)
{
	(void)port;
	return geteuid() == 0;
}

static void inside_log(struct port *port, const char *line)
{
	(void)port;
	fprintf(stderr, "%s\n", line);
}

/* Before any start of the library, so that its own handler in a forked child finds the port free.
 */
__attribute__((constructor)) static void use(void)
{
	static struct port port = {.open = inside_open,
				   .close = inside_close,
				   .ioctl = inside_ioctl,
				   .map = inside_map,
				   .unmap = inside_unmap,
				   .poll = inside_poll,
				   .waker = inside_waker,
				   .wake = inside_wake,
				   .read_file = inside_read_file,
				   .write_file = inside_write_file,
				   .list_dir = inside_list_dir,
				   .access = inside_access,
				   .readlink = inside_readlink,
				   .set_affinity = inside_set_affinity,
				   .now_us = inside_now_us,
				   .monotonic_ns = inside_monotonic_ns,
				   .sleep_us = inside_sleep_us,
				   .is_root = inside_is_root,
				   .log = inside_log};
	sim_port_use(&port);
	pthread_atfork(before_fork, after_fork, after_fork_in_child);
}
