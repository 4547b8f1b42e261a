/* SPDX-License-Identifier: MIT */
#include "raw.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int failures;

void check_at(const char *file, int line, const char *what, long long got, long long wanted)
{
	if (got == wanted)
		return;
	printf("%s:%d: %s: got %lld (%llx), wanted %lld\n", file, line, what, got, got, wanted);
	__atomic_add_fetch(&failures, 1, __ATOMIC_RELAXED);
}

long escape(int fd, unsigned number, void *data, unsigned size)
{
	return syscall(SYS_ioctl, fd, _IOC(_IOC_READ | _IOC_WRITE, 'F', number, size), data);
}

unsigned get32(const unsigned char *at)
{
	unsigned value;
	memcpy(&value, at, sizeof value);
	return value;
}

void put32(unsigned char *at, unsigned value)
{
	memcpy(at, &value, sizeof value);
}

void put_pointer(unsigned char *at, const void *value)
{
	uint64_t wide = (uintptr_t)value;
	memcpy(at, &wide, sizeof wide);
}

unsigned rm_alloc(int fd, unsigned root, unsigned parent, unsigned handle, unsigned class,
		  void *params, unsigned size)
{
	unsigned char block[32] = {0};
	put32(block, root);
	put32(block + 4, parent);
	put32(block + 8, handle);
	put32(block + 12, class);
	put_pointer(block + 16, params);
	put32(block + 24, size);
	if (escape(fd, RM_ALLOC, block, sizeof block) < 0)
		return 0xffff0000u + (unsigned)errno;
	return get32(block + OLD_DRIVER_STATUS);
}

unsigned rm_root(int fd)
{
	unsigned char block[32] = {0};
	put32(block + 12, CLASS_ROOT);
	CHECK(escape(fd, RM_ALLOC, block, sizeof block), 0);
	CHECK(get32(block + OLD_DRIVER_STATUS), 0);
	return get32(block + 8);
}

unsigned rm_device(int fd, unsigned root, unsigned handle, unsigned instance)
{
	unsigned char params[PARAMS_ROOM] = {0};
	put32(params, instance);
	return rm_alloc(fd, root, root, handle, CLASS_DEVICE, params, 56);
}

unsigned rm_free(int fd, unsigned root, unsigned parent, unsigned handle)
{
	unsigned char block[16] = {0};
	put32(block, root);
	put32(block + 4, parent);
	put32(block + 8, handle);
	CHECK(escape(fd, RM_FREE, block, sizeof block), 0);
	return get32(block + 12);
}

int open_node(const char *path, int flags)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags);
	if (fd < 0) {
		printf("%s: %s\n", path, strerror(errno));
		exit(1);
	}
	return fd;
}
