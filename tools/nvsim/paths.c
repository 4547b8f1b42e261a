/* SPDX-License-Identifier: MIT */
/* Whose is a path: the machine's, or the real system's. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "nvsim.h"

enum { MAX_LINKS = 40 };

static bool has_parent_step(const char *path)
{
	for (const char *at = strstr(path, ".."); at; at = strstr(at + 1, ".."))
		if ((at == path || at[-1] == '/') && (at[2] == '\0' || at[2] == '/'))
			return true;
	return false;
}

/* Nearly every call ends here: a look at the first letters, no lookup. */
static bool cannot_be_ours(const char *path)
{
	const char *at = path;
	while (at[0] == '/' || (at[0] == '.' && at[1] == '/'))
		at++;
	if (!strncmp(at, "dev", 3) || !strncmp(at, "proc", 4) || !strncmp(at, "sys", 3))
		return false;
	return !has_parent_step(path);
}

static int append(char *dst, size_t *length, const char *name, size_t name_length)
{
	if (*length + 1 + name_length >= PATH_MAX)
		return -ENAMETOOLONG;
	dst[(*length)++] = '/';
	memcpy(dst + *length, name, name_length);
	*length += name_length;
	dst[*length] = '\0';
	return 0;
}

static void drop_last(char *dst, size_t *length)
{
	while (*length > 0 && dst[*length - 1] != '/')
		(*length)--;
	if (*length > 0)
		(*length)--;
	dst[*length] = '\0';
}

static int append_all(const struct shadow *shadow, char *dst, size_t *length, const char *path,
		      int *links);

/* What ".." after a link means is the parent of the link's target, not of the link. */
static int follow_link(const struct shadow *shadow, char *dst, size_t *length, int *links)
{
	const struct shadow_node *node = shadow_by_path(shadow, dst);
	if (!node || node->kind != SIM_LINK)
		return 0;
	if (++*links > MAX_LINKS)
		return -ELOOP;
	drop_last(dst, length);
	if (node->content[0] == '/')
		*length = 0;
	int rc = append_all(shadow, dst, length, node->content, links);
	return rc < 0 ? rc : follow_link(shadow, dst, length, links);
}

/* links: NULL leaves links alone, which is right when no ".." follows. */
static int append_all(const struct shadow *shadow, char *dst, size_t *length, const char *path,
		      int *links)
{
	int rc = 0;
	while (rc >= 0 && *path) {
		size_t part = strcspn(path, "/");
		if (part > 0 && links)
			rc = follow_link(shadow, dst, length, links);
		if (rc < 0)
			break;
		if (part == 2 && !strncmp(path, "..", 2))
			drop_last(dst, length);
		else if (part > 0 && !(part == 1 && path[0] == '.'))
			rc = append(dst, length, path, part);
		path += part;
		path += strspn(path, "/");
	}
	return rc;
}

static bool asks_for_folder(const char *path)
{
	size_t length = strlen(path);
	return length > 0 &&
	       (path[length - 1] == '/' || (length > 1 && !strcmp(path + length - 2, "/.")));
}

static int normalise(const struct shadow *shadow, const char *base, const char *path, char *dst)
{
	size_t length = 0;
	int links = 0;
	int *follow = has_parent_step(path) ? &links : NULL;
	dst[0] = '\0';
	int rc = path[0] == '/' ? 0 : append_all(shadow, dst, &length, base, NULL);
	if (rc >= 0)
		rc = append_all(shadow, dst, &length, path, follow);
	if (rc >= 0 && (length == 0 || asks_for_folder(path)))
		rc = append(dst, &length, "", 0);
	return rc;
}

/*
 * Asking where a relative path starts costs more than all the rest, and it seldom matters: from a
 * real folder a path comes to the machine by one of the machine's names. readlink has more to find.
 */
static bool cannot_become_ours(const struct request *req, const char *path)
{
	while (path[0] == '/' || (path[0] == '.' && path[1] == '/'))
		path++;
	return !req->sv->files.folders && req->call->kind != CALL_READLINK && path[0] != '.' &&
	       path[0] != '\0' && !shadow_may_be_named(&req->sv->shadow, path) &&
	       !has_parent_step(path);
}

/* The folder a relative path starts from; *ret_shadow when that is one of ours. */
static int base_folder(const struct request *req, int dirfd, char *base, bool *ret_shadow)
{
	const struct shadow *shadow = &req->sv->shadow;
	char what[32] = "cwd";
	if (dirfd != AT_FDCWD)
		snprintf(what, sizeof what, "fd/%d", dirfd);
	ssize_t length = task_link(req, what, base, PATH_MAX);
	if (length < 0)
		return (int)length;
	*ret_shadow = !strncmp(base, shadow->root, shadow->root_length) &&
		      (base[shadow->root_length] == '/' || base[shadow->root_length] == '\0');
	if (*ret_shadow)
		memmove(base, base + shadow->root_length, (size_t)length - shadow->root_length + 1);
	return 0;
}

/* The machine's processes have no ids in another pid namespace. */
static bool is_seen(const struct request *req, const char *path)
{
	bool process = !strncmp(path, "/proc/", 6) && path[6] >= '0' && path[6] <= '9';

	return !process || task_sees_machine(req);
}

int path_locate(const struct request *req, int dirfd, uint64_t addr, bool in_root,
		struct located *ret_where)
{
	const struct shadow *shadow = &req->sv->shadow;
	char raw[PATH_MAX], base[PATH_MAX];
	bool from_shadow = false;
	ssize_t length = task_read_string(req, raw, sizeof raw, addr);
	if (length < 0)
		return (int)length;
	ret_where->owner = OWNER_REAL;
	ret_where->empty = length == 0;
	if (length == 0 || (raw[0] == '/' && !in_root && cannot_be_ours(raw)))
		return 0;
	const char *path = in_root ? raw + strspn(raw, "/") : raw;
	if (path[0] != '/') {
		if (cannot_become_ours(req, path))
			return 0;
		int rc = base_folder(req, dirfd, base, &from_shadow);
		if (rc < 0)
			return rc;
		if (!from_shadow && cannot_be_ours(base) && !has_parent_step(path) &&
		    strcmp(base, "/") != 0)
			return 0;
	}
	int rc = normalise(shadow, base, path, ret_where->path);
	if (rc < 0)
		return rc;
	if (shadow_owns(shadow, ret_where->path) && is_seen(req, ret_where->path))
		ret_where->owner = OWNER_SHADOW;
	else if (from_shadow)
		ret_where->owner = OWNER_REAL_FROM_SHADOW;
	return 0;
}

/* "self" or a number, then its thread part if any: the /proc/<pid> the path is about. */
static const char *parse_process(const struct request *req, const char *path, long *ret_pid)
{
	char *rest;
	if (!strncmp(path, "self/", 5) || !strncmp(path, "thread-self/", 12)) {
		*ret_pid = req->tid;
		return strchr(path, '/') + 1;
	}
	*ret_pid = strtol(path, &rest, 10);
	if (rest == path || *rest != '/')
		return NULL;
	if (!strncmp(rest, "/task/", 6)) {
		path = rest + 6;
		*ret_pid = strtol(path, &rest, 10);
		if (rest == path || *rest != '/')
			return NULL;
	}
	return rest + 1;
}

ssize_t path_of_fd_link(const struct request *req, const char *path, char *dst, size_t size)
{
	const struct shadow *shadow = &req->sv->shadow;
	long pid = req->tid;
	const char *number = NULL;
	if (!strncmp(path, "/dev/fd/", 8))
		number = path + 8;
	else if (!strncmp(path, "/proc/", 6)) {
		const char *rest = parse_process(req, path + 6, &pid);
		number = rest && !strncmp(rest, "fd/", 3) ? rest + 3 : NULL;
	}
	if (!number || *number < '0' || *number > '9')
		return -ENOENT;
	const struct request of_pid = {.sv = req->sv, .id = req->id, .tid = (pid_t)pid};
	char what[32];
	snprintf(what, sizeof what, "fd/%d", atoi(number));
	ssize_t length = task_link(&of_pid, what, dst, size);
	if (length < 0)
		return length;
	struct stat st;
	if (!strncmp(dst, "/memfd:", 7) && task_stat_fd(&of_pid, atoi(number), &st) == 0) {
		const struct open_file *file = files_by_stat(req->sv, &st);
		return file ? snprintf(dst, size, "%s", file->node->path) : -ENOENT;
	}
	if (strncmp(dst, shadow->root, shadow->root_length) != 0 || dst[shadow->root_length] != '/')
		return -ENOENT;
	length -= (ssize_t)shadow->root_length;
	memmove(dst, dst + shadow->root_length, (size_t)length + 1);
	return length;
}
