/* SPDX-License-Identifier: MIT */
/*
 * The stat family. The kernel fills the structures, so their layout is its own;
 * what the shadow cannot carry (device numbers, modes, owners) is put over it.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "nvsim.h"
#ifndef STATX_TYPE /* older musl; newer C libraries have it and clash with the kernel's header */
#include <linux/stat.h>
#endif

/* Raw calls: their buffers are the kernel's, whatever the C library's look like. */
static int raw_stat(int fd, struct stat *ret_st)
{
	return syscall(SYS_newfstatat, fd, "", ret_st, AT_EMPTY_PATH) < 0 ? -errno : 0;
}

static int raw_statx(int fd, int flags, unsigned mask, struct statx *ret_stx)
{
	return syscall(SYS_statx, fd, "", flags | AT_EMPTY_PATH, mask, ret_stx) < 0 ? -errno : 0;
}

static mode_t type_of(const struct shadow_node *node)
{
	static const mode_t types[] = {[SIM_DIR] = S_IFDIR,
				       [SIM_FILE] = S_IFREG,
				       [SIM_LINK] = S_IFLNK,
				       [SIM_CHARDEV] = S_IFCHR};
	return types[node->kind];
}

static mode_t mode_of(const struct shadow_node *node)
{
	return type_of(node) | (node->kind == SIM_LINK ? 0777 : (node->mode & 07777));
}

static void correct_stat(const struct shadow_node *node, struct stat *st)
{
	st->st_mode = mode_of(node);
	st->st_uid = 0;
	st->st_gid = 0;
	if (node->kind == SIM_CHARDEV) {
		st->st_rdev = makedev(node->major, node->minor);
		st->st_size = 0;
		st->st_blocks = 0;
	}
	if (node->kind == SIM_FILE) {
		st->st_size = node->shown_size;
		st->st_blocks = 0;
	}
}

static void correct_statx(const struct shadow_node *node, struct statx *stx)
{
	stx->stx_mode = (uint16_t)mode_of(node);
	stx->stx_uid = 0;
	stx->stx_gid = 0;
	if (node->kind == SIM_CHARDEV) {
		stx->stx_rdev_major = node->major;
		stx->stx_rdev_minor = node->minor;
		stx->stx_size = 0;
		stx->stx_blocks = 0;
	}
	if (node->kind == SIM_FILE) {
		stx->stx_size = (uint64_t)node->shown_size;
		stx->stx_blocks = 0;
	}
}

/* Finds the node of a descriptor of our own. */
static const struct shadow_node *node_of(const struct request *req, int fd)
{
	struct stat st;
	return fstat(fd, &st) < 0 ? NULL : shadow_by_stat(&req->sv->shadow, &st);
}

static int answer_stat(struct request *req, int fd, uint64_t addr)
{
	struct stat st;
	int rc = raw_stat(fd, &st);
	if (rc < 0)
		return rc;
	const struct shadow_node *node = node_of(req, fd);
	if (node)
		correct_stat(node, &st);
	return task_write(req, addr, &st, sizeof st);
}

static int answer_statx(struct request *req, int fd, uint64_t addr, int flags, unsigned mask)
{
	struct statx stx;
	int rc = raw_statx(fd, flags & AT_STATX_SYNC_TYPE, mask, &stx);
	if (rc < 0)
		return rc;
	const struct shadow_node *node = node_of(req, fd);
	if (node)
		correct_statx(node, &stx);
	return task_write(req, addr, &stx, sizeof stx);
}

int serve_stat(struct request *req, const struct located *where, uint64_t addr, int flags)
{
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH))
		return -EINVAL;
	int fd = shadow_open_at(&req->sv->shadow, where, flags);
	if (fd < 0)
		return fd;
	int rc = answer_stat(req, fd, addr);
	close(fd);
	return rc;
}

int serve_statx(struct request *req, const struct located *where, uint64_t addr, int flags,
		unsigned mask)
{
	const int known =
	    AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AT_STATX_SYNC_TYPE;
	if ((flags & ~known) || (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE)
		return -EINVAL;
	int fd = shadow_open_at(&req->sv->shadow, where, flags);
	if (fd < 0)
		return fd;
	int rc = answer_statx(req, fd, addr, flags, mask);
	close(fd);
	return rc;
}

/* An O_PATH descriptor of what the caller's descriptor is, when that is simulated; else -ENOENT. */
static int open_simulated(const struct request *req, int fd)
{
	const struct supervisor *sv = req->sv;
	struct stat st;
	if (!sv->files.injected || task_stat_fd(req, fd, &st) < 0)
		return -ENOENT;
	const struct open_file *file = files_by_stat(sv, &st);
	const struct shadow_node *node = file ? file->node : shadow_by_stat(&sv->shadow, &st);
	if (!node)
		return -ENOENT;
	struct located where = {.owner = OWNER_SHADOW};
	snprintf(where.path, sizeof where.path, "%s", node->path);
	return shadow_open_path(&sv->shadow, &where, O_NOFOLLOW);
}

int serve_fstat(struct request *req, int fd, uint64_t addr)
{
	int own = open_simulated(req, fd);
	if (own < 0)
		return ANSWER_CONTINUE;
	int rc = answer_stat(req, own, addr);
	close(own);
	return rc;
}

int serve_fstatx(struct request *req, int fd, uint64_t addr, int flags, unsigned mask)
{
	int own = open_simulated(req, fd);
	if (own < 0)
		return ANSWER_CONTINUE;
	int rc = answer_statx(req, own, addr, flags, mask);
	close(own);
	return rc;
}
