/* SPDX-License-Identifier: MIT */
/*
 * The kernel's filter: ioctl of type 'F' and shared file mappings by their
 * arguments, the other watched calls by number, all else runs untouched.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "nvsim.h"

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

enum { MAX_FILTER = 128, IOCTL_TYPE_NVIDIA = 'F' };

struct filter {
	struct sock_filter code[MAX_FILTER];
	unsigned short length;
};

static void emit(struct filter *filter, unsigned code, uint32_t k, uint8_t jt, uint8_t jf)
{
	if (filter->length < MAX_FILTER)
		filter->code[filter->length++] =
		    (struct sock_filter){.code = (uint16_t)code, .jt = jt, .jf = jf, .k = k};
}

static void emit_load(struct filter *filter, size_t offset)
{
	emit(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void emit_return(struct filter *filter, uint32_t action)
{
	emit(filter, BPF_RET | BPF_K, action, 0, 0);
}

/* The low half of argument n: both architectures are little-endian here. */
static size_t argument(unsigned n)
{
	return offsetof(struct seccomp_data, args) + n * sizeof(uint64_t);
}

static void emit_ioctl(struct filter *filter)
{
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 6);
	emit_load(filter, argument(1));
	emit(filter, BPF_ALU | BPF_RSH | BPF_K, 8, 0, 0);
	emit(filter, BPF_ALU | BPF_AND | BPF_K, 0xff, 0, 0);
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, IOCTL_TYPE_NVIDIA, 0, 1);
	emit_return(filter, SECCOMP_RET_USER_NOTIF);
	emit_return(filter, SECCOMP_RET_ALLOW);
}

/* MAP_SHARED is 1 and MAP_SHARED_VALIDATE 3; MAP_PRIVATE is 2. */
static void emit_mmap(struct filter *filter)
{
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 5);
	emit_load(filter, argument(3));
	emit(filter, BPF_ALU | BPF_AND | BPF_K, MAP_ANONYMOUS | MAP_SHARED, 0, 0);
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, MAP_SHARED, 0, 1);
	emit_return(filter, SECCOMP_RET_USER_NOTIF);
	emit_return(filter, SECCOMP_RET_ALLOW);
}

static void build(struct filter *filter)
{
	filter->length = 0;
	emit_load(filter, offsetof(struct seccomp_data, arch));
	emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)NATIVE_ARCH, 1, 0);
	emit_return(filter, SECCOMP_RET_ALLOW);
	emit_load(filter, offsetof(struct seccomp_data, nr));
	emit_ioctl(filter);
	emit_mmap(filter);
	for (unsigned i = 0; i < watched_calls_count; i++) {
		emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)watched_calls[i].number, 0, 1);
		emit_return(filter, SECCOMP_RET_USER_NOTIF);
	}
	emit_return(filter, SECCOMP_RET_ALLOW);
}

int filter_install(void)
{
	struct filter filter;
	build(&filter);
	struct sock_fprog program = {.len = filter.length, .filter = filter.code};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	/* Without the second flag a signal, such as Go's preemption, interrupts served calls. */
	unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
	long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			  flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &program);
	if (fd < 0 && errno == EINVAL)
		fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
	return fd < 0 ? -errno : (int)fd;
}
