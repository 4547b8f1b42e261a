/* SPDX-License-Identifier: MIT */
/* Path calls on the simulated tree, and on real files reached through one of its folders. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "nvsim.h"

static int wanted_access(int flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return R_OK;
	case O_WRONLY:
		return W_OK;
	default:
		return R_OK | W_OK;
	}
}

/* The path resolves elsewhere only from the caller's folder, which is ours; so open it for the
 * caller. */
static int open_real(const struct request *req, const struct located *where, int flags, mode_t mode)
{
	int fd = open(where->path, flags | O_CLOEXEC | O_NOCTTY, mode);
	if (fd < 0)
		return -errno;
	int rc = request_answer_fd(req, fd, flags);
	close(fd);
	return rc;
}

static int open_shadow(const struct request *req, const struct shadow_node *node, int path_fd,
		       int flags)
{
	char name[64];
	if (node && node->merged)
		shadow_merge(&req->sv->shadow, node);
	snprintf(name, sizeof name, "/proc/self/fd/%d", path_fd);
	int fd =
	    open(name, (flags & ~(O_CREAT | O_EXCL | O_TRUNC | O_APPEND | O_NOFOLLOW)) | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	req->sv->files.injected = true;
	int rc = request_answer_fd(req, fd, flags);
	close(fd);
	return rc;
}

static int open_found(struct request *req, int path_fd, int flags)
{
	struct stat st;
	if (fstat(path_fd, &st) < 0)
		return -errno;
	const struct shadow_node *node = shadow_by_stat(&req->sv->shadow, &st);
	req->sv->files.folders |= S_ISDIR(st.st_mode);
	if (flags & O_PATH) {
		req->sv->files.injected = true;
		return request_answer_fd(req, path_fd, flags);
	}
	if ((flags & O_CREAT) && (flags & O_EXCL))
		return -EEXIST;
	if (S_ISLNK(st.st_mode))
		return -ELOOP;
	if (S_ISDIR(st.st_mode) && ((flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT)))
		return -EISDIR;
	const struct caller *caller = task_caller(req);
	if (node && !shadow_allows(node, caller, caller->fsuid, wanted_access(flags)))
		return -EACCES;
	if (node && view_denies(&req->sv->shadow.view, node))
		return -EPERM;
	bool writes = (flags & O_ACCMODE) == O_WRONLY;
	if (node && (node->kind == SIM_CHARDEV || (node->kind == SIM_FILE && writes)))
		return files_open(req, node, flags);
	if (node && node->library)
		return library_open(req, flags);
	return open_shadow(req, node, path_fd, flags);
}

int serve_open(struct request *req, const struct located *where, int flags, mode_t mode)
{
	if (where->owner == OWNER_REAL_FROM_SHADOW)
		return open_real(req, where, flags, mode);
	if (!strncmp(where->path, "/proc/", 6))
		shadow_refresh(&req->sv->shadow, req->sv->sim);
	int fd = shadow_open_path(&req->sv->shadow, where, flags & (O_NOFOLLOW | O_DIRECTORY));
	if (fd == -ENOENT && (flags & O_CREAT))
		return -EACCES;
	if (fd < 0)
		return fd;
	int rc = open_found(req, fd, flags);
	close(fd);
	return rc;
}

int serve_access(struct request *req, const struct located *where, int mode, int flags)
{
	struct stat st;
	if (mode & ~(R_OK | W_OK | X_OK))
		return -EINVAL;
	if (where->owner == OWNER_REAL_FROM_SHADOW)
		return faccessat(AT_FDCWD, where->path, mode, flags) < 0 ? -errno : 0;
	int fd = shadow_open_at(&req->sv->shadow, where, flags);
	if (fd < 0)
		return fd;
	int rc = fstat(fd, &st);
	close(fd);
	const struct shadow_node *node = rc < 0 ? NULL : shadow_by_stat(&req->sv->shadow, &st);
	if (!node)
		return 0;
	const struct caller *caller = task_caller(req), plain = {.uid = caller->uid};
	uid_t uid = caller->fsuid;
	if (!(flags & AT_EACCESS) && caller->uid != 0) {
		caller = &plain;
		uid = plain.uid;
	}
	if (mode != F_OK && !shadow_allows(node, caller, uid, mode))
		return -EACCES;
	/* The device cgroup is asked last, and whatever is asked for. */
	if (view_denies(&req->sv->shadow.view, node))
		return -EPERM;
	return node->kind == SIM_CHARDEV && node->major == SIM_MAJOR
		   ? req->sv->driver->access(req->sv->sim, node->minor)
		   : 0;
}

static int answer_link(const struct request *req, const char *text, size_t length, uint64_t addr,
		       size_t size)
{
	if (length > size)
		length = size;
	int rc = task_write(req, addr, text, length);
	return rc < 0 ? rc : (int)length;
}

int serve_readlink(struct request *req, const struct located *where, uint64_t addr, size_t size)
{
	char text[PATH_MAX];
	ssize_t length;
	if ((int)size <= 0)
		return -EINVAL;
	if (where->owner == OWNER_REAL) {
		length = path_of_fd_link(req, where->path, text, sizeof text);
		return length < 0 ? ANSWER_CONTINUE
				  : answer_link(req, text, (size_t)length, addr, size);
	}
	int fd = shadow_open_path(&req->sv->shadow, where, O_NOFOLLOW);
	if (fd < 0)
		return fd;
	length = readlinkat(fd, "", text, sizeof text);
	int error = errno;
	close(fd);
	if (length < 0)
		return error == ENOENT ? -EINVAL : -error;
	return answer_link(req, text, (size_t)length, addr, size);
}
