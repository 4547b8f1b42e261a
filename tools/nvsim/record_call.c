/* SPDX-License-Identifier: MIT */
/* Which calls of a watched thread matter, and where their path is. */
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "recorder.h"

/* What the kernel answers itself: a signal came first, the call begins anew (ERESTARTSYS, ...). */
enum { RESTART_FIRST = 512, RESTART_LAST = 516 };

static bool locate(const struct watched_thread *thread, const struct watched_call *call, char *dst)
{
	const struct request of_thread = {.tid = thread->tid};
	char path[PATH_MAX], base[PATH_MAX] = "", what[32] = "cwd";
	if (task_read_string(&of_thread, path, sizeof path, thread->args[call->path]) <= 0)
		return false;
	int dirfd = call->dirfd < 0 ? AT_FDCWD : (int)thread->args[call->dirfd];
	if (dirfd != AT_FDCWD)
		snprintf(what, sizeof what, "fd/%d", dirfd);
	if (path[0] != '/' && task_link(&of_thread, what, base, sizeof base) < 0)
		return false;
	return record_path_tidy(base, path, dst);
}

void record_call_begin(struct recorder *recorder, struct watched_thread *thread)
{
	const struct watched_call *call = find_watched_call((int)thread->nr);
	thread->path[0] = '\0';
	record_pages_look(recorder, thread->tgid);
	if (thread->nr == SYS_munmap)
		record_pages_unmap(recorder, thread->tgid, thread->args[0]);
	else if (call && call->kind == CALL_IOCTL)
		record_ioctl_begin(recorder, thread);
	else if (call && call->path >= 0 &&
		 (!locate(thread, call, thread->path) || !record_tree_owns(recorder, thread->path)))
		thread->path[0] = '\0';
}

static int open_flags(const struct watched_thread *thread, const struct watched_call *call)
{
	struct open_how how = {0};
	pid_t tid = thread->tid;
	if (call->kind == CALL_OPEN)
		return (int)thread->args[call->flags];
	return recorder_copy(&tid, &how, thread->args[call->data], sizeof how) < 0 ? O_WRONLY
										   : (int)how.flags;
}

static void end_path(struct recorder *recorder, const struct watched_thread *thread,
		     const struct watched_call *call, int64_t result)
{
	record_tree_note(recorder, thread->path);
	if (call->kind == CALL_OPEN || call->kind == CALL_OPENAT2)
		record_tree_opened(recorder, thread->path, open_flags(thread, call), result);
}

static void end_watched(struct recorder *recorder, struct watched_thread *thread,
			const struct watched_call *call, int64_t result)
{
	if (thread->path[0])
		end_path(recorder, thread, call, result);
	else if (thread->ioctl)
		record_ioctl_end(recorder, thread, result);
	else if (call->kind == CALL_MMAP && result > 0 && (thread->args[3] & MAP_SHARED))
		record_page_mapped(recorder, thread->tgid, (int)thread->args[4], (uint64_t)result);
}

void record_call_end(struct recorder *recorder, struct watched_thread *thread, int64_t result)
{
	const struct watched_call *call = find_watched_call((int)thread->nr);
	record_pages_look(recorder, thread->tgid);
	if (result <= -RESTART_FIRST && result >= -RESTART_LAST)
		record_ioctl_drop(thread);
	else if (call)
		end_watched(recorder, thread, call, result);
}
