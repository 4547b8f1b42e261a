/* SPDX-License-Identifier: MIT */
/*
 * The supervisor's end of nvsim ctl: a packet is a line that changes the machine, its
 * answer a packet of one digit, 0 or 1 for refused, and the text there is to tell.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "nvsim.h"
#include "sim/change.h"

static const char name_in_folder[] = "control";

int control_address(const char *path, struct sockaddr_un *ret_address, int *ret_folder)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	*ret_address = (struct sockaddr_un){.sun_family = AF_UNIX};
	*ret_folder = -1;
	if (strlen(path) < sizeof ret_address->sun_path) {
		memcpy(ret_address->sun_path, path, strlen(path) + 1);
		return 0;
	}
	if (!slash || length >= sizeof folder)
		return -ENAMETOOLONG;
	memcpy(folder, path, length);
	folder[length] = '\0';
	int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int n = snprintf(ret_address->sun_path, sizeof ret_address->sun_path, "/proc/self/fd/%d/%s",
			 fd, slash + 1);
	if (n >= (int)sizeof ret_address->sun_path) {
		close(fd);
		return -ENAMETOOLONG;
	}
	*ret_folder = fd;
	return 0;
}

static int bind_at(int fd, const struct sockaddr_un *address)
{
	const struct sockaddr *any = (const struct sockaddr *)address;
	mode_t before = umask(0177);
	int rc = bind(fd, any, sizeof *address) < 0 ? -errno : 0;
	/* What an nvsim that was killed left behind; nobody listens there. */
	if (rc == -EADDRINUSE) {
		int probe = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
		bool dead = connect(probe, any, sizeof *address) < 0 && errno == ECONNREFUSED;
		close(probe);
		if (dead && unlink(address->sun_path) == 0)
			rc = bind(fd, any, sizeof *address) < 0 ? -errno : 0;
	}
	umask(before);
	return rc;
}

static int listen_at(const char *path)
{
	struct sockaddr_un address;
	int folder;
	int rc = control_address(path, &address, &folder);
	if (rc < 0)
		return rc;
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	rc = fd < 0 ? -errno : bind_at(fd, &address);
	if (rc == 0 && listen(fd, CONTROL_CLIENTS) < 0)
		rc = -errno;
	if (folder >= 0)
		close(folder);
	if (rc < 0 && fd >= 0)
		close(fd);
	return rc < 0 ? rc : fd;
}

/* Children may have other working folders. */
static int make_absolute(const char *path, char *dst, size_t size)
{
	char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
	int n = snprintf(dst, size, "%s%s%s", cwd ? cwd : "", cwd ? "/" : "", path);
	free(cwd);
	return n < 0 || (size_t)n >= size ? -ENAMETOOLONG : 0;
}

int control_open(struct supervisor *sv, const char *path)
{
	struct control *control = &sv->control;
	char own[PATH_MAX + 16];
	for (unsigned i = 0; i < CONTROL_CLIENTS; i++)
		control->clients[i] = -1;
	if (!sv->driver->change)
		return 0;
	snprintf(own, sizeof own, "%s/%s", sv->shadow.root, name_in_folder);
	int rc = make_absolute(path ? path : own, control->path, sizeof control->path);
	if (rc == 0)
		rc = control->listener = listen_at(control->path);
	if (rc >= 0 && path && symlink(control->path, own) < 0)
		rc = -errno;
	return rc < 0 ? rc : 0;
}

/* In the private folder it goes with it. */
void control_close(struct supervisor *sv)
{
	struct control *control = &sv->control;
	if (control->listener < 0)
		return;
	for (unsigned i = 0; i < CONTROL_CLIENTS; i++)
		if (control->clients[i] >= 0)
			close(control->clients[i]);
	close(control->listener);
	control->listener = -1;
	unlink(control->path);
}

void control_prepare(const struct supervisor *sv, struct pollfd *set)
{
	set[0] = (struct pollfd){.fd = sv->control.listener, .events = POLLIN};
	for (unsigned i = 0; i < CONTROL_CLIENTS; i++)
		set[1 + i] = (struct pollfd){.fd = sv->control.clients[i], .events = POLLIN};
}

/* One too many is sent away. */
static void admit(struct control *control)
{
	int fd = accept4(control->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0)
		return;
	for (unsigned i = 0; i < CONTROL_CLIENTS; i++)
		if (control->clients[i] < 0) {
			control->clients[i] = fd;
			return;
		}
	close(fd);
}

static bool serve(struct supervisor *sv, int *client)
{
	char line[SIM_CHANGE_LINE + 1], answer[1 + SIM_CHANGE_TEXT];
	ssize_t size = recv(*client, line, sizeof line - 1, MSG_DONTWAIT);
	if (size <= 0) {
		if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
			close(*client);
			*client = -1;
		}
		return false;
	}
	line[size] = '\0';
	files_reap(sv);
	sv->driver->tick(sv->sim, monotonic_ns());
	int rc = sv->driver->change(sv->sim, line, answer + 1, sizeof answer - 1);
	answer[0] = rc < 0 ? '1' : '0';
	events_update(&sv->files, NULL);
	send(*client, answer, 1 + strlen(answer + 1), MSG_NOSIGNAL | MSG_DONTWAIT);
	return true;
}

bool control_serve(struct supervisor *sv, const struct pollfd *set)
{
	bool changed = false;
	for (unsigned i = 0; i < CONTROL_CLIENTS; i++)
		if (set[1 + i].fd >= 0 && set[1 + i].revents)
			changed |= serve(sv, &sv->control.clients[i]);
	if (set[0].revents & POLLIN)
		admit(&sv->control);
	return changed;
}
