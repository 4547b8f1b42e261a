/* SPDX-License-Identifier: MIT */
/*
 * Which open files may have lost their last descriptor. The kernel tells of each
 * close of a memory file (inotify), so that asking costs the same however many
 * are open; what it cannot tell of, and now and then everything, is looked at.
 */
#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "nvsim.h"

enum { EVENTS_ROOM = 4096 };
static const uint64_t look_at_all_ns = 1000000000;

static struct open_file **bucket_of(struct files *files, int watch)
{
	return &files->by_watch[(unsigned)watch % FILE_BUCKETS];
}

/* Containers may allow few watches or none. */
void closes_watch(struct files *files, struct open_file *file)
{
	char name[64];
	if (files->closes < 0 && !files->unwatched)
		files->closes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	snprintf(name, sizeof name, "/proc/self/fd/%d", file->probe);
	file->watch = files->closes < 0 ? -1 : inotify_add_watch(files->closes, name, IN_CLOSE);
	if (file->watch < 0) {
		files->unwatched++;
		return;
	}
	file->next_watched = *bucket_of(files, file->watch);
	*bucket_of(files, file->watch) = file;
}

/* The watch itself ends with the memory file. */
void closes_forget(struct files *files, const struct open_file *file)
{
	if (file->watch < 0) {
		files->unwatched--;
		return;
	}
	struct open_file **at = bucket_of(files, file->watch);
	while (*at && *at != file)
		at = &(*at)->next_watched;
	if (*at)
		*at = file->next_watched;
}

static void note(struct files *files, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW)
		files->next_look_ns = 0;
	if (event->wd < 0 || !(event->mask & IN_CLOSE))
		return;
	struct open_file *file = *bucket_of(files, event->wd);
	while (file && file->watch != event->wd)
		file = file->next_watched;
	if (file && !file->may_be_closed) {
		file->may_be_closed = true;
		file->next_closed = files->closed;
		files->closed = file;
	}
}

bool closes_collect(struct files *files, uint64_t now)
{
	union {
		struct inotify_event first;
		char bytes[EVENTS_ROOM];
	} room;
	ssize_t got;
	while (files->closes >= 0 && (got = read(files->closes, &room, sizeof room)) > 0)
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *event = (const void *)(room.bytes + at);
			note(files, event);
			at += (ssize_t)(sizeof *event + event->len);
		}
	if (now < files->next_look_ns && files->unwatched == 0)
		return false;
	files->next_look_ns = now + look_at_all_ns;
	return true;
}

struct open_file *closes_next(struct files *files)
{
	struct open_file *file = files->closed;
	if (file) {
		files->closed = file->next_closed;
		file->may_be_closed = false;
	}
	return file;
}
