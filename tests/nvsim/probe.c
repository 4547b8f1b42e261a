/* SPDX-License-Identifier: MIT */
/*
 * Runs under nvsim and makes each call that nvsim takes over, as raw system
 * calls, comparing answers with what machine.yaml and the driver's documents
 * say. Built dynamic and static. Prints each failed check; exits 1 if any.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raw.h"
#ifndef STATX_TYPE /* older musl; newer C libraries have it and clash with the kernel's header */
#include <linux/stat.h>
#endif

enum {
	CARDS = 32,
	CARD_SIZE = 72,
	GPU_ID_AT = 16,
	MINOR_AT = 56,
	BOARDS = 2,
	SECOND_MINOR = 5,
	CTL_MINOR = 255,
	CARD_INFO = 200,
	ALLOC_OS_EVENT = 206,
	GET_EVENT_DATA = 0x52,
	STATUS_OPERATING_SYSTEM = 0x59,
	VERSION_STRING = 210,
	MODIFY_DRAIN_STATE = 0x278,
	DRAIN_ENABLED = 1,
	DRAIN_REMOVES = 1,
	NOTIFIER_XID = 37,
	WAIT_MS = 30000,
	POWER_STAMP_AT = 280, /* avgPowerUsage.lastModifiedTimestamp */
};
static const char gpu_folder[] = "/sys/bus/pci/devices/0000:1b:00.0";
static unsigned char params_room[PARAMS_ROOM];
static const char version[] = "550.90.07";

static int count_cards(int fd)
{
	unsigned char cards[CARDS * CARD_SIZE];
	int count = 0;
	if (escape(fd, CARD_INFO, cards, sizeof cards) < 0)
		return -errno;
	while (count < CARDS && cards[count * CARD_SIZE])
		count++;
	return count;
}

static void check_node(int line, const struct stat *st, unsigned minor_wanted)
{
	check_at(__FILE__, line, "mode", st->st_mode, S_IFCHR | 0666);
	check_at(__FILE__, line, "major", major(st->st_rdev), 195);
	check_at(__FILE__, line, "minor", minor(st->st_rdev), minor_wanted);
	check_at(__FILE__, line, "owner", st->st_uid, 0);
	check_at(__FILE__, line, "size", st->st_size, 0);
}

static void check_nodex(int line, const struct statx *stx, unsigned minor_wanted)
{
	check_at(__FILE__, line, "mode", stx->stx_mode, S_IFCHR | 0666);
	check_at(__FILE__, line, "major", stx->stx_rdev_major, 195);
	check_at(__FILE__, line, "minor", stx->stx_rdev_minor, minor_wanted);
}

static void check_opens(void)
{
	struct open_how how = {.flags = O_RDWR | O_CLOEXEC};
	char text[64] = "";
	int fd;
#ifdef SYS_open
	fd = (int)syscall(SYS_open, "/dev/nvidiactl", O_RDWR);
	CHECK(count_cards(fd), BOARDS);
	close(fd);
	FAILS(syscall(SYS_open, "/dev/nvidia9", O_RDWR), ENOENT);
#endif
	fd = open_node("/dev/nvidiactl", O_RDWR);
	CHECK(fcntl(fd, F_GETFD), 0);
	CHECK(fcntl(fd, F_GETFL) & (O_ACCMODE | O_NONBLOCK), O_RDWR);
	close(fd);
	fd = open_node("/dev/nvidia0", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	CHECK(fcntl(fd, F_GETFD), FD_CLOEXEC);
	CHECK(fcntl(fd, F_GETFL) & (O_ACCMODE | O_NONBLOCK), O_RDONLY | O_NONBLOCK);
	close(fd);
	fd = (int)syscall(SYS_openat2, AT_FDCWD, "/dev/nvidia5", &how, sizeof how);
	CHECK(fd >= 0, 1);
	CHECK(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	fd = open_node("/sys/module/nvidia/version", O_RDONLY);
	CHECK(read(fd, text, sizeof text - 1), sizeof version);
	CHECK(strncmp(text, version, sizeof version - 1), 0);
	close(fd);
	FAILS(open("/dev/nvidia1", O_RDWR), ENOENT);
	FAILS(open("/dev/nvidia1", O_RDWR | O_CREAT, 0600), EACCES);
	FAILS(open("/dev/nvidia0", O_RDONLY | O_DIRECTORY), ENOTDIR);
	FAILS(open(gpu_folder, O_RDONLY | O_NOFOLLOW), ELOOP);
	FAILS(open("/dev/nvidia0/x", O_RDONLY), ENOTDIR);
	FAILS(open((const char *)8, O_RDONLY), EFAULT);
}

static void check_stats(void)
{
	struct stat st;
	struct statx stx;
	int fd = open_node("/dev/nvidia5", O_RDWR);
#ifdef SYS_stat
	CHECK(syscall(SYS_stat, "/dev/nvidiactl", &st), 0);
	check_node(__LINE__, &st, CTL_MINOR);
	CHECK(syscall(SYS_lstat, gpu_folder, &st), 0);
	CHECK(S_ISLNK(st.st_mode), 1);
	CHECK(syscall(SYS_stat, gpu_folder, &st), 0);
	CHECK(S_ISDIR(st.st_mode), 1);
	FAILS(syscall(SYS_stat, "/dev/nvidia9", &st), ENOENT);
#endif
	CHECK(syscall(SYS_newfstatat, AT_FDCWD, "/dev/nvidia0", &st, 0), 0);
	check_node(__LINE__, &st, 0);
	CHECK(syscall(SYS_newfstatat, AT_FDCWD, gpu_folder, &st, AT_SYMLINK_NOFOLLOW), 0);
	CHECK(S_ISLNK(st.st_mode), 1);
	CHECK(syscall(SYS_newfstatat, fd, "", &st, AT_EMPTY_PATH), 0);
	check_node(__LINE__, &st, SECOND_MINOR);
	CHECK(syscall(SYS_fstat, fd, &st), 0);
	check_node(__LINE__, &st, SECOND_MINOR);
	CHECK(syscall(SYS_statx, AT_FDCWD, "/dev/nvidia5", 0, STATX_BASIC_STATS, &stx), 0);
	check_nodex(__LINE__, &stx, SECOND_MINOR);
	CHECK(syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx), 0);
	check_nodex(__LINE__, &stx, SECOND_MINOR);
	CHECK(syscall(SYS_statx, AT_FDCWD, gpu_folder, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &stx), 0);
	CHECK(S_ISLNK(stx.stx_mode), 1);
	FAILS(syscall(SYS_newfstatat, AT_FDCWD, "/dev/nvidia0", (void *)8, 0), EFAULT);
	FAILS(syscall(SYS_newfstatat, AT_FDCWD, "/dev/nvidia0", &st, 1 << 30), EINVAL);
	FAILS(syscall(SYS_statx, AT_FDCWD, "/proc/driver/nvidia/nothing", 0, 0, &stx), ENOENT);
	close(fd);
}

static void check_access(void)
{
#ifdef SYS_access
	CHECK(syscall(SYS_access, "/dev/nvidia0", R_OK | W_OK), 0);
	FAILS(syscall(SYS_access, "/dev/nvidia0", X_OK), EACCES);
	FAILS(syscall(SYS_access, "/dev/nvidia7", F_OK), ENOENT);
#endif
	CHECK(syscall(SYS_faccessat, AT_FDCWD, "/dev/nvidiactl", R_OK | W_OK), 0);
	FAILS(syscall(SYS_faccessat, AT_FDCWD, "/dev/nvidia0", 64), EINVAL);
	CHECK(syscall(SYS_faccessat2, AT_FDCWD, "/dev/nvidia5", R_OK | W_OK, AT_EACCESS), 0);
	FAILS(syscall(SYS_faccessat2, AT_FDCWD, "/dev/nvidia5", X_OK, AT_EACCESS), EACCES);
	if (geteuid() != 0)
		FAILS(access("/sys/module/nvidia/version", W_OK), EACCES);
}

static void check_links(void)
{
	char text[256] = "", own[64], resolved[4096];
	long length;
#ifdef SYS_readlink
	length = syscall(SYS_readlink, gpu_folder, text, sizeof text);
	CHECK(length > 0 && text[0] == '.', 1);
	CHECK(syscall(SYS_readlink, gpu_folder, text, 3), 3);
	FAILS(syscall(SYS_readlink, gpu_folder, text, 0), EINVAL);
#endif
	length = syscall(SYS_readlinkat, AT_FDCWD, gpu_folder, text, sizeof text);
	CHECK(length > 20 && !memcmp(text + length - 12, "0000:1b:00.0", 12), 1);
	FAILS(syscall(SYS_readlinkat, AT_FDCWD, "/dev/nvidia0", text, sizeof text), EINVAL);
	CHECK(realpath(gpu_folder, resolved) != NULL, 1);
	CHECK(strncmp(resolved, "/sys/devices/pci", 16), 0);
	int fd = open_node("/dev/nvidia0", O_RDWR);
	snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
	memset(text, 0, sizeof text);
	CHECK(readlink(own, text, sizeof text), 12);
	CHECK(strcmp(text, "/dev/nvidia0"), 0);
	close(fd);
}

static void check_xattrs(void)
{
	char text[64];
	FAILS(syscall(SYS_getxattr, "/dev/nvidia0", "user.x", text, sizeof text), EOPNOTSUPP);
	FAILS(syscall(SYS_lgetxattr, gpu_folder, "user.x", text, sizeof text), EOPNOTSUPP);
	CHECK(syscall(SYS_listxattr, "/dev/nvidia0", text, sizeof text), 0);
	CHECK(syscall(SYS_llistxattr, gpu_folder, text, sizeof text), 0);
}

static void check_ioctls(void)
{
	unsigned char text[72] = {'2'}, cards[CARDS * CARD_SIZE];
	int fd = open_node("/dev/nvidiactl", O_RDWR), null = open_node("/dev/null", O_RDWR);
	CHECK(escape(fd, VERSION_STRING, text, sizeof text), 0);
	CHECK(get32(text + 4), 1);
	CHECK(strcmp((char *)text + 8, version), 0);
	CHECK(escape(fd, CARD_INFO, cards, sizeof cards), 0);
	CHECK(get32(cards + MINOR_AT), 0);
	CHECK(get32(cards + CARD_SIZE + MINOR_AT), SECOND_MINOR);
	FAILS(escape(fd, CARD_INFO, cards, CARD_SIZE), EINVAL);
	FAILS(escape(fd, CARD_INFO, (void *)8, sizeof cards), EFAULT);
	FAILS(escape(null, CARD_INFO, cards, sizeof cards), ENOTTY);
	FAILS(escape(-1, CARD_INFO, cards, sizeof cards), EBADF);
	close(null);
	close(fd);
}

static void check_relative(void)
{
	struct stat st;
	int dev = open_node("/dev", O_RDONLY | O_DIRECTORY);
	int pci = open_node("/sys/bus/pci/devices", O_RDONLY | O_DIRECTORY);
	CHECK(fstatat(dev, "nvidia5", &st, 0), 0);
	check_node(__LINE__, &st, SECOND_MINOR);
	CHECK(fstatat(dev, "null", &st, 0), 0);
	CHECK(st.st_rdev, makedev(1, 3));
	int fd = openat(dev, "null", O_WRONLY);
	CHECK(write(fd, "x", 1), 1);
	close(fd);
	fd = openat(dev, "./../dev/nvidiactl", O_RDWR);
	CHECK(count_cards(fd), BOARDS);
	close(fd);
	CHECK(fstatat(pci, "0000:3c:00.0/vendor", &st, 0), 0);
	/* The parent of a link's target. */
	CHECK(stat("/sys/bus/pci/devices/0000:1b:00.0/../0000:1b:00.0/vendor", &st), 0);
	FAILS(stat("/sys/bus/pci/devices/0000:1b:00.0/../../devices", &st), ENOENT);
	CHECK(chdir("/dev"), 0);
	CHECK(stat("nvidia0", &st), 0);
	check_node(__LINE__, &st, 0);
	CHECK(stat("./nvidia0", &st), 0);
	CHECK(chdir("/"), 0);
	CHECK(stat("dev//nvidia0", &st), 0);
	FAILS(stat("/dev/nvidia0/", &st), ENOTDIR);
	CHECK(stat("/usr/../dev/nvidia0", &st), 0);
	check_node(__LINE__, &st, 0);
	close(pci);
	close(dev);
}

static void check_untouched(void)
{
	char name[] = "/tmp/nvsim-probe-XXXXXX", text[8] = "";
	struct stat st;
	int fd = mkstemp(name);
	CHECK(write(fd, "hello", 5), 5);
	CHECK(pread(fd, text, sizeof text, 0), 5);
	CHECK(fstat(fd, &st), 0);
	CHECK(st.st_size, 5);
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(memory != MAP_FAILED && !memcmp(memory, "hello", 5), 1);
	CHECK(unlink(name), 0);
	CHECK(fstat(fd, &st), 0);
	CHECK(st.st_nlink, 0);
	close(fd);
	FAILS(open("/nonexistent", O_RDONLY), ENOENT);
	FAILS(ioctl(0x7fff, _IOC(0, 'F', 1, 0), 0), EBADF);
}

static void run_calls(void)
{
	check_opens();
	check_stats();
	check_access();
	check_links();
	check_xattrs();
	check_ioctls();
	check_relative();
	check_untouched();
}

static void *thread_main(void *arg)
{
	struct stat st;
	(void)arg;
	for (int i = 0; i < 100; i++) {
		int fd = open_node("/dev/nvidiactl", O_RDWR | O_CLOEXEC);
		CHECK(count_cards(fd), BOARDS);
		CHECK(fstat(fd, &st), 0);
		check_node(__LINE__, &st, CTL_MINOR);
		unsigned root = rm_root(fd);
		CHECK(rm_free(fd, root, 0, root), 0);
		close(fd);
	}
	return NULL;
}

static void run_threads(void)
{
	pthread_t threads[8];
	for (int i = 0; i < 8; i++)
		CHECK(pthread_create(&threads[i], NULL, thread_main, NULL), 0);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
}

/*
 * An RM device goes away with the last use of its GPU, so it tells whether the
 * driver thinks that the node is open.
 */
static void run_life(void)
{
	int ctl = open_node("/dev/nvidiactl", O_RDWR), gpu = open_node("/dev/nvidia0", O_RDWR),
	    pair[2];
	unsigned root = rm_root(ctl);
	CHECK(rm_device(ctl, root, 0x10, 0), 0);
	int copy = dup(gpu);
	close(gpu);
	pid_t child = fork();
	if (child == 0) {
		close(ctl);
		usleep(200000);
		_exit(failures != 0);
	}
	close(copy);
	unsigned char params[PARAMS_ROOM] = {0};
	CHECK(rm_alloc(ctl, root, 0x10, 0x11, CLASS_SUBDEVICE, params, 4), 0);
	CHECK(waitpid(child, NULL, 0), child);
	CHECK(rm_alloc(ctl, root, 0x10, 0x12, CLASS_SUBDEVICE, params, 4), STATUS_NOT_FOUND);
	/* A descriptor in flight through a socket is still open. */
	gpu = open_node("/dev/nvidia0", O_RDWR);
	CHECK(rm_device(ctl, root, 0x20, 0), 0);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.header = {.cmsg_level = SOL_SOCKET,
				.cmsg_type = SCM_RIGHTS,
				.cmsg_len = CMSG_LEN(sizeof(int))}};
	memcpy(CMSG_DATA(&control.header), &gpu, sizeof gpu);
	struct iovec part = {"x", 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof control};
	CHECK(sendmsg(pair[0], &message, 0), 1);
	close(gpu);
	CHECK(rm_alloc(ctl, root, 0x20, 0x21, CLASS_SUBDEVICE, params, 4), 0);
	close(pair[0]);
	close(pair[1]);
	CHECK(rm_alloc(ctl, root, 0x20, 0x22, CLASS_SUBDEVICE, params, 4), STATUS_NOT_FOUND);
	close(ctl);
}

static long map_memory(int ctl, unsigned root, unsigned device, unsigned memory, int fd)
{
	unsigned char block[56] = {0};
	put32(block, root);
	put32(block + 4, device);
	put32(block + 8, memory);
	put32(block + 24, SHARED_DATA_SIZE);
	put32(block + 44, 1);
	put32(block + 48, (unsigned)fd);
	if (escape(ctl, RM_MAP, block, sizeof block) < 0)
		return -errno;
	return (long)get32(block + 40);
}

static void run_map(void)
{
	int ctl = open_node("/dev/nvidiactl", O_RDWR), gpu = open_node("/dev/nvidia0", O_RDWR);
	int window = open_node("/dev/nvidiactl", O_RDWR);
	unsigned root = rm_root(ctl);
	unsigned char params[PARAMS_ROOM] = {0};
	CHECK(rm_device(ctl, root, 0x10, 0), 0);
	CHECK(rm_alloc(ctl, root, 0x10, 0x11, CLASS_SUBDEVICE, params, 4), 0);
	memset(params, 0xff, 4); /* everything polled, low half of the mask */
	CHECK(rm_alloc(ctl, root, 0x11, 0x12, CLASS_SHARED_DATA, params, 8), 0);
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, window, 0) == MAP_FAILED ? errno : 0, EINVAL);
	CHECK(map_memory(ctl, root, 0x11, 0x12, window), 0);
	CHECK(mmap(NULL, 8192, PROT_READ, MAP_SHARED, window, 0) == MAP_FAILED ? errno : 0, ERANGE);
	const volatile unsigned char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, window, 0);
	CHECK(page != MAP_FAILED, 1);
	if (page == MAP_FAILED)
		return;
	CHECK(mprotect((void *)page, 4096, PROT_READ | PROT_WRITE) < 0 ? errno : 0, EACCES);
	close(window); /* the mapping outlives the descriptor */
	uint64_t before, after;
	usleep(300000);
	memcpy(&before, (const void *)(page + POWER_STAMP_AT), sizeof before);
	usleep(300000);
	memcpy(&after, (const void *)(page + POWER_STAMP_AT), sizeof after);
	CHECK(before != 0, 1);
	CHECK(after > before, 1);
	close(ctl);
	close(gpu);
}

/* Until something happens, a registered descriptor is not readable; it stays the node it was. */
static void run_events(void)
{
	int ctl = open_node("/dev/nvidiactl", O_RDWR);
	int waiting = open_node("/dev/nvidia5", O_RDWR | O_CLOEXEC);
	unsigned char block[16] = {0}, data[16];
	struct pollfd set = {.fd = waiting, .events = POLLIN};
	struct stat st;
	put32(block, rm_root(ctl));
	put32(block + 8, (unsigned)waiting);
	CHECK(escape(waiting, ALLOC_OS_EVENT, block, sizeof block), 0);
	CHECK(get32(block + 12), 0);
	CHECK(poll(&set, 1, 50), 0);
	CHECK(fcntl(waiting, F_GETFD), FD_CLOEXEC);
	CHECK(fstat(waiting, &st), 0);
	check_node(__LINE__, &st, SECOND_MINOR);
	memset(block, 0, sizeof block);
	put_pointer(block, data);
	CHECK(escape(waiting, GET_EVENT_DATA, block, sizeof block), 0);
	CHECK(get32(block + 12), STATUS_OPERATING_SYSTEM);
	/* The driver still counts the GPU as open through it, and no longer once it is closed. */
	unsigned root = rm_root(ctl);
	CHECK(rm_device(ctl, root, 0x10, 0), 0);
	int copy = dup(waiting);
	close(waiting);
	memset(params_room, 0, sizeof params_room);
	CHECK(rm_alloc(ctl, root, 0x10, 0x11, CLASS_SUBDEVICE, params_room, 4), 0);
	close(copy);
	CHECK(rm_alloc(ctl, root, 0x10, 0x12, CLASS_SUBDEVICE, params_room, 4), STATUS_NOT_FOUND);
	close(ctl);
}

/* An open of the control node where the second GPU's Xids arrive. */
static int xid_queue(int ctl, unsigned root, unsigned handle)
{
	int queue = open_node("/dev/nvidiactl", O_RDWR | O_CLOEXEC);
	unsigned char block[16] = {0}, event[24] = {0};
	uint64_t key = (uint64_t)queue;
	put32(block, root);
	put32(block + 8, (unsigned)queue);
	CHECK(escape(queue, ALLOC_OS_EVENT, block, sizeof block), 0);
	put32(event, root);
	put32(event + 4, 0x11);
	put32(event + 8, CLASS_OS_EVENT);
	put32(event + 12, NOTIFIER_XID);
	memcpy(event + 16, &key, sizeof key);
	CHECK(rm_alloc(ctl, root, 0x11, handle, CLASS_OS_EVENT, event, sizeof event), 0);
	return queue;
}

static void *wait_by_poll(void *queue)
{
	struct pollfd set = {.fd = *(int *)queue, .events = POLLIN | POLLPRI};
	CHECK(poll(&set, 1, WAIT_MS), 1);
	return NULL;
}

static void *wait_by_epoll(void *queue)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLET}, got;
	int set = epoll_create1(EPOLL_CLOEXEC);
	CHECK(epoll_ctl(set, EPOLL_CTL_ADD, *(int *)queue, &event), 0);
	CHECK(epoll_wait(set, &got, 1, WAIT_MS), 1);
	close(set);
	return NULL;
}

static void *wait_by_select(void *queue)
{
	struct timeval limit = {.tv_sec = WAIT_MS / 1000};
	fd_set set;
	FD_ZERO(&set);
	FD_SET(*(int *)queue, &set);
	CHECK(select(*(int *)queue + 1, &set, NULL, NULL, &limit), 1);
	return NULL;
}

static void take_xid(int queue, unsigned handle)
{
	unsigned char block[16] = {0}, data[16] = {0};
	put_pointer(block, data);
	CHECK(escape(queue, GET_EVENT_DATA, block, sizeof block), 0);
	CHECK(get32(block + 12), 0);
	CHECK(get32(data), handle);
	CHECK(get32(data + 4), NOTIFIER_XID);
	CHECK(get32(data + 8), 79);
	CHECK(get32(data + 12) & 0xffff, 233); /* no instance */
}

/* machine.yaml lets the second GPU fall off the bus again and again; each way of waiting sees it.
 */
static void run_wakeups(void)
{
	static void *(*const ways[])(void *) = {wait_by_poll, wait_by_epoll, wait_by_select};
	enum { WAYS = sizeof ways / sizeof ways[0] };
	int ctl = open_node("/dev/nvidiactl", O_RDWR), gpu = open_node("/dev/nvidia5", O_RDWR);
	unsigned char on[20] = {0}, control[32] = {0};
	unsigned root = rm_root(ctl);
	int queues[WAYS];
	pthread_t threads[WAYS];
	CHECK(rm_device(ctl, root, 0x10, 0), 0);
	memset(params_room, 0, sizeof params_room);
	CHECK(rm_alloc(ctl, root, 0x10, 0x11, CLASS_SUBDEVICE, params_room, 4), 0);
	for (unsigned i = 0; i < WAYS; i++)
		queues[i] = xid_queue(ctl, root, 0x20 + i);
	put32(on, NOTIFIER_XID);
	put32(on + 4, 2);
	put32(control, root);
	put32(control + 4, 0x11);
	put32(control + 8, 0x20800301);
	put_pointer(control + 16, on);
	put32(control + 24, sizeof on);
	CHECK(escape(ctl, RM_CONTROL, control, sizeof control), 0);
	CHECK(get32(control + 28), 0);
	for (unsigned i = 0; i < WAYS; i++)
		pthread_create(&threads[i], NULL, ways[i], &queues[i]);
	for (unsigned i = 0; i < WAYS; i++) {
		pthread_join(threads[i], NULL);
		take_xid(queues[i], 0x20 + i);
		close(queues[i]);
	}
	close(gpu);
	close(ctl);
}

static void run_refused(void)
{
	int ctl = open_node("/dev/nvidiactl", O_RDWR);
	unsigned char block[32] = {0};
	unsigned root = rm_root(ctl);
	FAILS(escape(ctl, 99, block, sizeof block), EINVAL);
	put32(block, root);
	put32(block + 4, root);
	put32(block + 8, 0x7fff7fff);
	CHECK(escape(ctl, RM_CONTROL, block, sizeof block), 0);
	CHECK(get32(block + 28) != 0, 1);
	close(ctl);
}

static void run_children(void)
{
	enum { CHILDREN = 200 };
	for (int i = 0; i < CHILDREN; i++)
		if (fork() == 0) {
			int ctl = open_node("/dev/nvidiactl", O_RDWR);
			int gpu = open_node("/dev/nvidia5", O_RDWR);
			CHECK(count_cards(ctl), BOARDS);
			CHECK(rm_device(ctl, rm_root(ctl), 0x10, 0), 0);
			usleep(20000);
			close(gpu);
			_exit(failures != 0);
		}
	for (int i = 0; i < CHILDREN; i++) {
		int status = -1;
		CHECK(wait(&status) > 0, 1);
		CHECK(status, 0);
	}
}

/* Off the bus. */
static void run_remove(void)
{
	int ctl = open_node("/dev/nvidiactl", O_RDWR);
	unsigned char cards[CARDS * CARD_SIZE] = {0}, params[12] = {0}, block[32] = {0};
	unsigned root = rm_root(ctl);
	CHECK(escape(ctl, CARD_INFO, cards, sizeof cards), 0);
	put32(params, get32(cards + CARD_SIZE + GPU_ID_AT));
	put32(params + 4, DRAIN_ENABLED);
	put32(params + 8, DRAIN_REMOVES);
	put32(block, root);
	put32(block + 4, root);
	put32(block + 8, MODIFY_DRAIN_STATE);
	put_pointer(block + 16, params);
	put32(block + 24, sizeof params);
	CHECK(escape(ctl, RM_CONTROL, block, sizeof block), 0);
	CHECK(get32(block + OLD_DRIVER_STATUS), 0);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {{"calls", run_calls},     {"threads", run_threads},   {"life", run_life},
		     {"map", run_map},         {"events", run_events},     {"wakeups", run_wakeups},
		     {"refused", run_refused}, {"children", run_children}, {"remove", run_remove}};
	for (unsigned i = 0; argc > 1 && i < sizeof parts / sizeof parts[0]; i++)
		if (!strcmp(argv[1], parts[i].name)) {
			parts[i].run();
			return failures != 0;
		}
	fprintf(stderr,
		"usage: probe calls|threads|life|map|events|wakeups|refused|children|remove\n");
	return 2;
}
