/* SPDX-License-Identifier: MIT */
/*
 * poll() is not intercepted, so a descriptor that waits for events must be
 * something the kernel itself can wait for: at registration it is replaced, in
 * the program, by the reading end of a pipe. Its inode is a second identity of
 * the same open file, and the pipe has no reader left when it is closed.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nvsim.h"

struct open_file *events_by_stat(const struct files *files, const struct stat *st)
{
	struct open_file *file = st->st_dev == files->event_device ? files->events : NULL;
	while (file && file->event_inode != st->st_ino)
		file = file->next_event;
	return file;
}

static bool closes_on_exec(const struct request *req, int fd)
{
	char name[64], text[256];
	snprintf(name, sizeof name, "/proc/%d/fdinfo/%d", (int)req->tid, fd);
	int info = open(name, O_RDONLY | O_CLOEXEC);
	if (info < 0)
		return true;
	ssize_t got = read(info, text, sizeof text - 1);
	close(info);
	text[got > 0 ? got : 0] = '\0';
	const char *flags = strstr(text, "flags:");
	return flags && (strtoul(flags + strlen("flags:"), NULL, 8) & O_CLOEXEC);
}

int events_register(const struct request *req, struct open_file *file, int fd)
{
	struct files *files = &req->sv->files;
	struct stat st;
	int pair[2];
	if (file->event_write >= 0)
		return 0;
	if (pipe2(pair, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	int flags = fcntl(pair[0], F_GETFL);
	int rc = fstat(pair[0], &st) < 0 || fcntl(pair[0], F_SETFL, flags & ~O_NONBLOCK) < 0
		     ? -errno
		     : 0;
	if (rc == 0)
		rc = request_replace_fd(req, pair[0], fd, closes_on_exec(req, fd) ? O_CLOEXEC : 0);
	close(pair[0]);
	if (rc < 0) {
		close(pair[1]);
		return rc;
	}
	file->event_write = pair[1];
	file->event_inode = st.st_ino;
	file->event_ready = false;
	files->event_device = st.st_dev;
	file->next_event = files->events;
	files->events = file;
	return 0;
}

/* Through a reading end that is not kept: a kept one would hide that the program closed its own. */
static void drain(const struct open_file *file)
{
	char name[64], bytes[16];
	snprintf(name, sizeof name, "/proc/self/fd/%d", file->event_write);
	int fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	while (fd >= 0 && read(fd, bytes, sizeof bytes) > 0)
		;
	if (fd >= 0)
		close(fd);
}

static void update(const struct files *files, struct open_file *file, bool served)
{
	int state = files->driver->poll(file->file);
	if (state != 0 && !file->event_ready)
		file->event_ready = write(file->event_write, "!", 1) == 1;
	else if (state == 0 && file->event_ready && served) {
		drain(file);
		file->event_ready = false;
	}
}

void events_update(struct files *files, struct open_file *served)
{
	for (struct open_file *file = files->events; file; file = file->next_event)
		update(files, file, file == served);
}

bool events_still_open(const struct open_file *file)
{
	struct pollfd state = {.fd = file->event_write};
	return file->event_write >= 0 && !(poll(&state, 1, 0) == 1 && (state.revents & POLLERR));
}

void events_forget(struct files *files, struct open_file *file)
{
	if (file->event_write < 0)
		return;
	struct open_file **at = &files->events;
	while (*at && *at != file)
		at = &(*at)->next_event;
	if (*at)
		*at = file->next_event;
	close(file->event_write);
}
