/* SPDX-License-Identifier: MIT */
/* The caller: its memory, identity and descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "nvsim.h"

enum { STATUS_SIZE = 4096, FIRST_STRING_PART = 256 };

/* Sandboxes may forbid process_vm_readv and leave /proc/<pid>/mem. */
static ssize_t through_file(pid_t tid, void *buf, uint64_t addr, size_t size, bool write)
{
	char name[64];
	snprintf(name, sizeof name, "/proc/%d/mem", (int)tid);
	int fd = open(name, (write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t done =
	    write ? pwrite(fd, buf, size, (off_t)addr) : pread(fd, buf, size, (off_t)addr);
	int error = errno;
	close(fd);
	return done < 0 ? -error : done;
}

static ssize_t copy(pid_t tid, void *buf, uint64_t addr, size_t size, bool write)
{
	struct iovec local = {.iov_base = buf, .iov_len = size};
	struct iovec remote = {.iov_base = (void *)(uintptr_t)addr, .iov_len = size};
	ssize_t done = write ? process_vm_writev(tid, &local, 1, &remote, 1, 0)
			     : process_vm_readv(tid, &local, 1, &remote, 1, 0);
	if (done < 0 && (errno == ENOSYS || errno == EPERM))
		return through_file(tid, buf, addr, size, write);
	return done < 0 ? -errno : done;
}

int task_read(const struct request *req, void *dst, uint64_t addr, size_t size)
{
	if (size == 0)
		return 0;
	if (copy(req->tid, dst, addr, size, false) != (ssize_t)size)
		return -EFAULT;
	return request_alive(req) ? 0 : -EFAULT;
}

int task_write(const struct request *req, uint64_t addr, const void *src, size_t size)
{
	if (size == 0)
		return 0;
	if (!request_alive(req))
		return -EFAULT;
	return copy(req->tid, (void *)(uintptr_t)src, addr, size, true) == (ssize_t)size ? 0
											 : -EFAULT;
}

/* In parts that never cross into a page that the string need not reach. */
ssize_t task_read_string(const struct request *req, char *dst, size_t size, uint64_t addr)
{
	const size_t page = 4096;
	size_t have = 0;
	while (have < size) {
		size_t part = page - (size_t)((addr + have) % page);
		if (have == 0 && part > FIRST_STRING_PART)
			part = FIRST_STRING_PART;
		if (part > size - have)
			part = size - have;
		ssize_t got = copy(req->tid, dst + have, addr + have, part, false);
		if (got <= 0)
			return -EFAULT;
		const char *end = memchr(dst + have, 0, (size_t)got);
		if (end)
			return end - dst;
		have += (size_t)got;
	}
	return -ENAMETOOLONG;
}

static ssize_t read_status(pid_t tid, char *dst, size_t size)
{
	char name[64];
	snprintf(name, sizeof name, "/proc/%d/status", (int)tid);
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t got = read(fd, dst, size - 1);
	close(fd);
	dst[got > 0 ? got : 0] = '\0';
	return got;
}

static const char *status_value(const char *status, const char *key)
{
	const char *at = strstr(status, key);
	return at ? at + strlen(key) : NULL;
}

static ino_t namespace_of(const char *process, const char *kind)
{
	char name[64];
	struct stat st;
	snprintf(name, sizeof name, "/proc/%s/ns/%s", process, kind);
	return stat(name, &st) < 0 ? 0 : st.st_ino;
}

/* Ours stands for the machine's first one. */
static bool in_own_namespace(pid_t tid, const char *kind)
{
	char process[16];
	snprintf(process, sizeof process, "%d", (int)tid);
	return namespace_of(process, kind) == namespace_of("self", kind);
}

bool task_sees_machine(const struct request *req)
{
	return in_own_namespace(req->tid, "pid");
}

const struct caller *task_caller(struct request *req)
{
	struct caller *caller = &req->caller;
	if (caller->known)
		return caller;
	char status[STATUS_SIZE];
	*caller =
	    (struct caller){.known = true, .tgid = req->tid, .uid = (uid_t)-1, .fsuid = (uid_t)-1};
	if (read_status(req->tid, status, sizeof status) <= 0)
		return caller;
	const char *value = status_value(status, "\nTgid:");
	if (value)
		caller->tgid = (pid_t)strtol(value, NULL, 10);
	value = status_value(status, "\nUid:");
	if (value) {
		char *rest;
		caller->uid = (uid_t)strtoul(value, &rest, 10);
		strtoul(rest, &rest, 10);
		strtoul(rest, &rest, 10);
		caller->fsuid = (uid_t)strtoul(rest, NULL, 10);
	}
	value = status_value(status, "\nCapEff:");
	if (value)
		caller->capabilities = strtoull(value, NULL, 16);
	/* What a user namespace of its own gives to it counts there alone. */
	if (caller->capabilities && !in_own_namespace(req->tid, "user"))
		caller->capabilities = 0;
	return caller;
}

int task_stat_fd(const struct request *req, int fd, struct stat *ret_st)
{
	char name[64];
	if (fd < 0)
		return -EBADF;
	snprintf(name, sizeof name, "/proc/%d/fd/%d", (int)req->tid, fd);
	return stat(name, ret_st) < 0 ? -EBADF : 0;
}

ssize_t task_link(const struct request *req, const char *what, char *dst, size_t size)
{
	char name[64];
	snprintf(name, sizeof name, "/proc/%d/%s", (int)req->tid, what);
	ssize_t length = readlink(name, dst, size - 1);
	if (length < 0)
		return -errno;
	dst[length] = '\0';
	return length;
}
