/* SPDX-License-Identifier: MIT */
#include "port/port.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static int result_of(int value)
{
	return value < 0 ? -errno : value;
}

static int kernel_open(struct port *port, const char *path, int flags)
{
	int fd;

	(void)port;
	do {
		/* A GPU that starts takes seconds, and a signal may end the wait. */
		fd = open(path, (flags == PORT_RDWR ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	} while (fd < 0 && errno == EINTR);
	return result_of(fd);
}

static int kernel_close(struct port *port, int fd)
{
	(void)port;
	return result_of(close(fd));
}

/* The driver's escapes may be interrupted while they wait for a GPU that starts. */
static int kernel_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	int value;

	(void)port;
	do {
		/* musl declares the request as int. */
		value = ioctl(fd, (unsigned int)request, arg);
	} while (value < 0 && errno == EINTR);
	return result_of(value);
}

static int kernel_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	(void)port;
	void *addr = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (addr == MAP_FAILED)
		return -errno;
	*ret_addr = addr;
	return 0;
}

static int kernel_unmap(struct port *port, const void *addr, size_t size)
{
	(void)port;
	return result_of(munmap((void *)(uintptr_t)addr, size));
}

static int kernel_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	struct pollfd fds[64];

	(void)port;
	if (count > 64)
		return -EINVAL;
	for (unsigned i = 0; i < count; i++)
		fds[i] = (struct pollfd){.fd = set[i].fd, .events = POLLIN | POLLPRI};

	int ready = poll(fds, count, timeout_ms);
	for (unsigned i = 0; ready >= 0 && i < count; i++) {
		short events = fds[i].revents;
		set[i].readable = (events & (POLLIN | POLLPRI)) ? 1 : (events ? -1 : 0);
	}
	return result_of(ready);
}

static int kernel_waker(struct port *port)
{
	(void)port;
	return result_of(eventfd(0, EFD_CLOEXEC));
}

static int kernel_wake(struct port *port, int fd)
{
	(void)port;
	return result_of(eventfd_write(fd, 1));
}

static int kernel_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	int fd = kernel_open(port, path, PORT_RDONLY);
	if (fd < 0)
		return fd;

	size_t used = 0;
	ssize_t got = 0;
	while (used + 1 < size) {
		got = read(fd, buf + used, size - 1 - used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		used += (size_t)got;
	}
	int result = got < 0 ? -errno : (int)used;
	close(fd);
	buf[used] = '\0';
	return result;
}

static int kernel_list_dir(struct port *port, const char *path, port_visit visit, void *ctx)
{
	(void)port;
	DIR *dir = opendir(path);
	if (dir == NULL)
		return -errno;

	int result = 0;
	struct dirent *entry;
	while (result == 0 && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result = visit(ctx, entry->d_name);
	}
	closedir(dir);
	return result;
}

static int kernel_access(struct port *port, const char *path, int mode)
{
	(void)port;
	return result_of(access(path, mode));
}

static int kernel_readlink(struct port *port, const char *path, char *buf, size_t size)
{
	(void)port;
	ssize_t length = readlink(path, buf, size - 1);
	if (length < 0)
		return -errno;
	buf[length] = '\0';
	return (int)length;
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t kernel_now_us(struct port *port)
{
	(void)port;
	return clock_ns(CLOCK_REALTIME) / 1000;
}

static uint64_t kernel_monotonic_ns(struct port *port)
{
	(void)port;
	return clock_ns(CLOCK_MONOTONIC);
}

static void kernel_sleep_us(struct port *port, uint32_t us)
{
	struct timespec rest = {.tv_sec = us / 1000000, .tv_nsec = (long)(us % 1000000) * 1000};

	(void)port;
	while (nanosleep(&rest, &rest) < 0 && errno == EINTR)
		;
}

static int kernel_is_root(struct port *port)
{
	(void)port;
	return geteuid() == 0;
}

static void kernel_log(struct port *port, const char *line)
{
	char text[320];
	size_t length = strnlen(line, sizeof(text) - 1);

	(void)port;
	memcpy(text, line, length);
	text[length] = '\n';
	ssize_t written = write(STDERR_FILENO, text, length + 1);
	(void)written;
}

struct port *port_default(void)
{
	static struct port kernel = {
	    .open = kernel_open,
	    .close = kernel_close,
	    .ioctl = kernel_ioctl,
	    .map = kernel_map,
	    .unmap = kernel_unmap,
	    .poll = kernel_poll,
	    .waker = kernel_waker,
	    .wake = kernel_wake,
	    .read_file = kernel_read_file,
	    .list_dir = kernel_list_dir,
	    .access = kernel_access,
	    .readlink = kernel_readlink,
	    .now_us = kernel_now_us,
	    .monotonic_ns = kernel_monotonic_ns,
	    .sleep_us = kernel_sleep_us,
	    .is_root = kernel_is_root,
	    .log = kernel_log,
	};
	return &kernel;
}
