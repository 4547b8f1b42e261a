/* SPDX-License-Identifier: MIT */
/*
 * The one door to the machine. No other file of the library makes a system
 * call: the kernel, the in-process simulator, the recorder and the fault
 * injector are all ports. Every function returns >= 0 on success and -errno on
 * failure; none allocates memory that the caller must release.
 */
#ifndef OPENNVML_PORT_H
#define OPENNVML_PORT_H

#include <stddef.h>
#include <stdint.h>

/* Open flags and access modes of the port; the kernel port translates them. */
enum port_open_flags { PORT_RDONLY = 0, PORT_RDWR = 2 };
enum port_access { PORT_MAY_READ = 4, PORT_MAY_WRITE = 2, PORT_EXISTS = 0 };

struct port_poll {
	int fd;
	int readable; /* out: 1 readable, -1 error or hang-up, 0 nothing */
};

/* Called once per directory entry, "." and ".." left out. Non-zero stops the walk. */
typedef int (*port_visit)(void *ctx, const char *name);

struct port {
	/* Opens close-on-exec. */
	int (*open)(struct port *port, const char *path, int flags);
	int (*close)(struct port *port, int fd);
	/* arg is the escape's argument block; its size is encoded in request. */
	int (*ioctl)(struct port *port, int fd, unsigned long request, void *arg);
	/* Shared, read-only mapping of size bytes at offset 0 of fd. */
	int (*map)(struct port *port, int fd, size_t size, const void **ret_addr);
	int (*unmap)(struct port *port, const void *addr, size_t size);
	/* timeout_ms < 0 waits for ever. Returns how many entries are not 0; -EINTR after a signal.
	 */
	int (*poll)(struct port *port, struct port_poll *set, unsigned count, int timeout_ms);
	/*
	 * A descriptor that ends a poll from another thread: readable once wake was called
	 * on it, and from then on until it is closed.
	 */
	int (*waker)(struct port *port);
	int (*wake)(struct port *port, int fd);
	/* Whole file into buf, cut at size - 1, NUL-terminated. Returns the bytes read. */
	int (*read_file)(struct port *port, const char *path, char *buf, size_t size);
	int (*list_dir)(struct port *port, const char *path, port_visit visit, void *ctx);
	/* Like access(2): consults permissions and the device cgroup, opens nothing. */
	int (*access)(struct port *port, const char *path, int mode);
	/* NUL-terminated target; returns its length. */
	int (*readlink)(struct port *port, const char *path, char *buf, size_t size);
	/* Microseconds since the epoch. */
	uint64_t (*now_us)(struct port *port);
	/* Nanoseconds of a monotonic clock, for bounded waits. */
	uint64_t (*monotonic_ns)(struct port *port);
	void (*sleep_us)(struct port *port, uint32_t us);
	/* 1 when this process is root, 0 when not: for what the driver leaves to its callers. */
	int (*is_root)(struct port *port);
	/* One diagnostic line for a person, without newline. */
	void (*log)(struct port *port, const char *line);
};

/* The port that this build talks through; kernel.c or the simulator provides it. */
struct port *port_default(void);

#endif
