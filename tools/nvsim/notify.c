/* SPDX-License-Identifier: MIT */
/* The loop: one call of the program at a time, signals and the driver's clock between them. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "nvsim.h"

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
/* Linux 6.6: hand over to the supervisor on the same CPU, without a detour by the scheduler. */
#ifndef SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif

static const uint64_t reap_interval_ns = 50000000;
static const uint64_t tick_interval_ns = 20000000;

uint64_t monotonic_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool request_alive(const struct request *req)
{
	uint64_t id = req->id;
	return ioctl(req->sv->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

int request_answer_fd(const struct request *req, int fd, int flags)
{
	struct seccomp_notif_addfd add = {.id = req->id,
					  .flags = SECCOMP_ADDFD_FLAG_SEND,
					  .srcfd = (uint32_t)fd,
					  .newfd_flags = (uint32_t)(flags & O_CLOEXEC)};
	return ioctl(req->sv->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add) < 0 ? -errno : ANSWER_SENT;
}

int request_replace_fd(const struct request *req, int fd, int at, int flags)
{
	struct seccomp_notif_addfd add = {.id = req->id,
					  .flags = SECCOMP_ADDFD_FLAG_SETFD,
					  .srcfd = (uint32_t)fd,
					  .newfd = (uint32_t)at,
					  .newfd_flags = (uint32_t)(flags & O_CLOEXEC)};
	return ioctl(req->sv->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add) < 0 ? -errno : 0;
}

static uint64_t argument(const struct request *req, int place)
{
	return place < 0 ? 0 : req->args[place];
}

static int dirfd_of(const struct request *req)
{
	return req->call->dirfd < 0 ? AT_FDCWD : (int)req->args[req->call->dirfd];
}

static int flags_of(const struct request *req)
{
	return (int)argument(req, req->call->flags);
}

/* Locates the path of the call; true when it is none of ours. */
static bool is_real(const struct request *req, bool in_root, struct located *where)
{
	uint64_t addr = argument(req, req->call->path);
	if (path_locate(req, dirfd_of(req), addr, in_root, where) < 0)
		return true;
	return where->empty || where->owner == OWNER_REAL;
}

static int answer_open(struct request *req)
{
	struct located where;
	mode_t mode = (mode_t)req->args[req->call->flags + 1];
	return is_real(req, false, &where) ? ANSWER_CONTINUE
					   : serve_open(req, &where, flags_of(req), mode);
}

static int answer_openat2(struct request *req)
{
	struct located where;
	struct open_how how;
	size_t size = argument(req, req->call->flags);
	if (size < sizeof how ||
	    task_read(req, &how, argument(req, req->call->data), sizeof how) < 0)
		return ANSWER_CONTINUE;
	if (is_real(req, how.resolve & RESOLVE_IN_ROOT, &where))
		return ANSWER_CONTINUE;
	return serve_open(req, &where, (int)how.flags, (mode_t)how.mode);
}

/* An empty path, or in newer kernels none, with the flag means the descriptor itself. */
static bool is_descriptor(const struct request *req, const struct located *where)
{
	bool none = argument(req, req->call->path) == 0;
	return (flags_of(req) & AT_EMPTY_PATH) && (none || where->empty) && dirfd_of(req) >= 0;
}

static int answer_stat(struct request *req)
{
	struct located where = {.owner = OWNER_REAL};
	uint64_t buffer = argument(req, req->call->data);
	bool real = is_real(req, false, &where);
	if (is_descriptor(req, &where))
		return serve_fstat(req, dirfd_of(req), buffer);
	if (real)
		return ANSWER_CONTINUE;
	int flags = req->call->kind == CALL_LSTAT ? AT_SYMLINK_NOFOLLOW : flags_of(req);
	return serve_stat(req, &where, buffer, flags);
}

static int answer_statx(struct request *req)
{
	struct located where = {.owner = OWNER_REAL};
	uint64_t buffer = argument(req, req->call->data);
	unsigned mask = (unsigned)req->args[req->call->flags + 1];
	bool real = is_real(req, false, &where);
	if (is_descriptor(req, &where))
		return serve_fstatx(req, dirfd_of(req), buffer, flags_of(req), mask);
	return real ? ANSWER_CONTINUE : serve_statx(req, &where, buffer, flags_of(req), mask);
}

static int answer_access(struct request *req)
{
	struct located where;
	int mode = (int)argument(req, req->call->data);
	return is_real(req, false, &where) ? ANSWER_CONTINUE
					   : serve_access(req, &where, mode, flags_of(req));
}

static int answer_readlink(struct request *req)
{
	struct located where = {.owner = OWNER_REAL, .path = ""};
	uint64_t addr = argument(req, req->call->path);
	if (path_locate(req, dirfd_of(req), addr, false, &where) < 0 || where.path[0] == '\0')
		return ANSWER_CONTINUE;
	return serve_readlink(req, &where, argument(req, req->call->data), (size_t)flags_of(req));
}

/* The simulated files carry no extended attributes. */
static int answer_xattr(const struct request *req)
{
	struct located where;
	if (is_real(req, false, &where))
		return ANSWER_CONTINUE;
	return req->call->kind == CALL_LISTXATTR ? 0 : -EOPNOTSUPP;
}

static int answer(struct request *req)
{
	files_take_texts(req->sv);
	if (req->call->path >= 0)
		shadow_follow(&req->sv->shadow, req->sv->sim);
	switch (req->call->kind) {
	case CALL_OPEN:
		return answer_open(req);
	case CALL_OPENAT2:
		return answer_openat2(req);
	case CALL_STAT:
	case CALL_LSTAT:
		return answer_stat(req);
	case CALL_FSTAT:
		return serve_fstat(req, dirfd_of(req), argument(req, req->call->data));
	case CALL_STATX:
		return answer_statx(req);
	case CALL_ACCESS:
		return answer_access(req);
	case CALL_READLINK:
		return answer_readlink(req);
	case CALL_GETXATTR:
	case CALL_LISTXATTR:
		return answer_xattr(req);
	case CALL_IOCTL:
		return files_ioctl(req, (int)req->args[0], (unsigned long)(uint32_t)req->args[1],
				   req->args[2]);
	case CALL_MMAP:
		return files_mmap(req);
	}
	return ANSWER_CONTINUE;
}

static void send_answer(struct supervisor *sv, uint64_t id, int result)
{
	struct seccomp_notif_resp *response = sv->response;
	memset(response, 0, sv->response_size);
	response->id = id;
	if (result == ANSWER_CONTINUE)
		response->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else if (result < 0)
		response->error = result;
	else
		response->val = result;
	ioctl(sv->listener, SECCOMP_IOCTL_NOTIF_SEND, response);
}

/* The program's thread waits; the loop goes on and serves the others. */
static bool park(const struct request *req)
{
	struct supervisor *sv = req->sv;
	struct parked *parked = malloc(sizeof *parked);
	if (!parked)
		return false;
	uint64_t now = monotonic_ns();
	*parked = (struct parked){.next = sv->parked,
				  .call = req->call,
				  .id = req->id,
				  .since_ns = now,
				  .due_ns = now + sv->driver->wait_ns(sv->sim),
				  .tid = req->tid};
	memcpy(parked->args, req->args, sizeof parked->args);
	sv->parked = parked;
	return true;
}

/* No pid: the caller lives in a namespace we cannot look into. */
static void serve(struct request *req)
{
	int result = req->call && req->tid > 0 ? answer(req) : ANSWER_CONTINUE;
	if (result == ANSWER_LATER)
		result = park(req) ? ANSWER_SENT : -ENOMEM;
	if (result != ANSWER_SENT)
		send_answer(req->sv, req->id, result);
}

/* Makes the calls whose time has come once more; returns when the next one is due. */
static uint64_t serve_parked(struct supervisor *sv, uint64_t now)
{
	uint64_t next = UINT64_MAX;
	for (struct parked **at = &sv->parked; *at;) {
		struct parked *parked = *at;
		if (parked->due_ns > now) {
			next = parked->due_ns < next ? parked->due_ns : next;
			at = &parked->next;
			continue;
		}
		*at = parked->next;
		struct request req = {.sv = sv,
				      .call = parked->call,
				      .id = parked->id,
				      .tid = parked->tid,
				      .args = parked->args,
				      .waited_ns = now - parked->since_ns};
		if (request_alive(&req))
			serve(&req);
		free(parked);
	}
	return next;
}

static void forget_parked(struct supervisor *sv)
{
	while (sv->parked) {
		struct parked *parked = sv->parked;
		sv->parked = parked->next;
		free(parked);
	}
}

static void serve_one(struct supervisor *sv)
{
	uint64_t args[6];
	memset(sv->notif, 0, sv->notif_size);
	/* Fails when the caller was killed meanwhile. */
	if (ioctl(sv->listener, SECCOMP_IOCTL_NOTIF_RECV, sv->notif) < 0)
		return;
	for (unsigned i = 0; i < 6; i++)
		args[i] = sv->notif->data.args[i];
	struct request req = {.sv = sv,
			      .call = find_watched_call(sv->notif->data.nr),
			      .id = sv->notif->id,
			      .tid = (pid_t)sv->notif->pid,
			      .args = args};
	serve(&req);
}

/* What a call starts may be due before what the driver last said: so it is asked often. */
static uint64_t tick(struct supervisor *sv, uint64_t now)
{
	uint64_t due = sv->driver->tick(sv->sim, now);
	events_update(&sv->files, NULL);
	return due < now + tick_interval_ns ? due : now + tick_interval_ns;
}

static uint64_t keep_time(struct supervisor *sv, uint64_t *next_tick)
{
	uint64_t now = monotonic_ns();
	if (now >= *next_tick)
		*next_tick = tick(sv, now);
	return now;
}

/* Time only has to pass while somebody can watch it: it catches up before a call is served. */
static int wait_ms(struct supervisor *sv, uint64_t *next_tick, uint64_t *next_reap)
{
	uint64_t now = keep_time(sv, next_tick);
	if (now >= *next_reap) {
		files_reap(sv);
		*next_reap = now + reap_interval_ns;
	}
	uint64_t parked = serve_parked(sv, now);
	if (sv->files.count == 0 && parked == UINT64_MAX)
		return -1;
	uint64_t due = *next_tick < *next_reap ? *next_tick : *next_reap;
	due = parked < due ? parked : due;
	uint64_t left = due > now ? (due - now + 999999) / 1000000 : 0;
	return left > 1000 ? 1000 : (int)left;
}

/* Background processes may outlive the program: they keep a supervisor, the caller gets its status.
 */
static void leave_to_background(struct supervisor *sv)
{
	fflush(NULL);
	if (fork() > 0)
		_exit(sv->status);
	int null = open("/dev/null", O_RDWR);
	for (int fd = 0; null >= 0 && fd < 3; fd++)
		dup2(null, fd);
}

static int prepare(struct supervisor *sv)
{
	uint64_t sync = SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP;
	sv->notif = calloc(1, sv->notif_size);
	sv->response = calloc(1, sv->response_size);
	if (!sv->notif || !sv->response)
		return -ENOMEM;
	ioctl(sv->listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, sync);
	return 0;
}

int notify_loop(struct supervisor *sv)
{
	uint64_t next_tick = 0, next_reap = 0;
	bool background = false;
	struct pollfd set[2 + CONTROL_POLLED] = {{.fd = sv->listener, .events = POLLIN},
						 {.fd = sv->signals, .events = POLLIN}};
	if (prepare(sv) < 0)
		return EXIT_FAILURE;
	while (!(set[0].revents & POLLHUP)) {
		control_prepare(sv, set + 2);
		int ready = poll(set, 2 + CONTROL_POLLED, wait_ms(sv, &next_tick, &next_reap));
		if (ready < 0 && errno != EINTR)
			break;
		if (ready <= 0)
			continue;
		if (set[0].revents & POLLIN) {
			keep_time(sv, &next_tick);
			serve_one(sv);
		}
		if (set[1].revents & POLLIN)
			run_signals(sv);
		if (control_serve(sv, set + 2))
			next_tick = 0;
		/*
		 * As the first process of a container it takes all the others with it: now, for
		 * calls that are nobody's any more would fail while it tidies up.
		 */
		if (sv->child_gone && getpid() == 1) {
			kill(-1, SIGKILL);
			break;
		}
		if (!sv->child_gone || background)
			continue;
		poll(set, 1, 0);
		if (set[0].revents & POLLHUP)
			break;
		leave_to_background(sv);
		background = true;
	}
	while (!sv->child_gone && poll(set + 1, 1, -1) != 0)
		run_signals(sv);
	forget_parked(sv);
	return sv->status;
}
