/* SPDX-License-Identifier: MIT */
#include "counting_port.h"

#include <string.h>

static struct port *enter(struct port *port)
{
	struct counting_port *counting = (struct counting_port *)port;

	counting->calls++;
	counting->depth++;
	if (counting->clock_ns)
		counting->entered_ns = counting->clock_ns();
	return counting->inner;
}

static int leave(struct port *port, int result)
{
	struct counting_port *counting = (struct counting_port *)port;

	counting->depth--;
	if (counting->clock_ns)
		counting->inner_ns += counting->clock_ns() - counting->entered_ns;
	return result;
}

static int count_open(struct port *port, const char *path, int flags)
{
	((struct counting_port *)port)->opens++;
	struct port *inner = enter(port);
	return leave(port, inner->open(inner, path, flags));
}

static int count_close(struct port *port, int fd)
{
	((struct counting_port *)port)->closes++;
	struct port *inner = enter(port);
	return leave(port, inner->close(inner, fd));
}

static int count_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	struct counting_port *counting = (struct counting_port *)port;
	struct port *inner = enter(port);

	if (counting->on_ioctl)
		counting->on_ioctl(fd, request, arg);
	return leave(port, inner->ioctl(inner, fd, request, arg));
}

static int count_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	struct port *inner = enter(port);
	return leave(port, inner->map(inner, fd, size, ret_addr));
}

static int count_unmap(struct port *port, const void *addr, size_t size)
{
	struct port *inner = enter(port);
	return leave(port, inner->unmap(inner, addr, size));
}

static int count_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	struct port *inner = enter(port);
	return leave(port, inner->poll(inner, set, count, timeout_ms));
}

static int count_waker(struct port *port)
{
	struct port *inner = enter(port);
	return leave(port, inner->waker(inner));
}

static int count_wake(struct port *port, int fd)
{
	struct port *inner = enter(port);
	return leave(port, inner->wake(inner, fd));
}

/* A file costs open, read and close. */
static int count_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	((struct counting_port *)port)->calls += 2;
	struct port *inner = enter(port);
	return leave(port, inner->read_file(inner, path, buf, size));
}

static int count_list_dir(struct port *port, const char *path, port_visit visit, void *ctx)
{
	struct port *inner = enter(port);
	return leave(port, inner->list_dir(inner, path, visit, ctx));
}

static int count_access(struct port *port, const char *path, int mode)
{
	struct port *inner = enter(port);
	return leave(port, inner->access(inner, path, mode));
}

static int count_readlink(struct port *port, const char *path, char *buf, size_t size)
{
	struct port *inner = enter(port);
	return leave(port, inner->readlink(inner, path, buf, size));
}

static uint64_t count_now_us(struct port *port)
{
	struct port *inner = ((struct counting_port *)port)->inner;
	return inner->now_us(inner);
}

static uint64_t count_monotonic_ns(struct port *port)
{
	struct port *inner = ((struct counting_port *)port)->inner;
	return inner->monotonic_ns(inner);
}

static void count_sleep_us(struct port *port, uint32_t us)
{
	struct port *inner = enter(port);
	inner->sleep_us(inner, us);
	leave(port, 0);
}

static int count_is_root(struct port *port)
{
	struct port *inner = ((struct counting_port *)port)->inner;
	return inner->is_root(inner);
}

static void count_log(struct port *port, const char *line)
{
	struct port *inner = ((struct counting_port *)port)->inner;
	inner->log(inner, line);
}

void counting_port_init(struct counting_port *counting, struct port *inner)
{
	memset(counting, 0, sizeof(*counting));
	counting->inner = inner;
	counting->port.open = count_open;
	counting->port.close = count_close;
	counting->port.ioctl = count_ioctl;
	counting->port.map = count_map;
	counting->port.unmap = count_unmap;
	counting->port.poll = count_poll;
	counting->port.waker = count_waker;
	counting->port.wake = count_wake;
	counting->port.read_file = count_read_file;
	counting->port.list_dir = count_list_dir;
	counting->port.access = count_access;
	counting->port.readlink = count_readlink;
	counting->port.now_us = count_now_us;
	counting->port.monotonic_ns = count_monotonic_ns;
	counting->port.sleep_us = count_sleep_us;
	counting->port.is_root = count_is_root;
	counting->port.log = count_log;
}
