/* SPDX-License-Identifier: MIT */
/*
 * The files of the simulated driver, laid out in a private folder, so that the
 * kernel itself reads them and lists their folders for the program. Modes,
 * owners and device numbers are kept aside: making them needs no privilege.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "nvsim.h"

enum { CAPABILITY_DAC_OVERRIDE = 1, WALK_FDS = 16, SYSFS_SIZE = 4096 };

static unsigned hash_text(const char *text)
{
	unsigned hash = 5381;
	while (*text)
		hash = hash * 33 + (unsigned char)*text++;
	return hash % SHADOW_BUCKETS;
}

struct shadow_node *shadow_by_path(const struct shadow *shadow, const char *path)
{
	struct shadow_node *node = shadow->by_path[hash_text(path)];
	while (node && strcmp(node->path, path) != 0)
		node = node->next_by_path;
	return node;
}

static unsigned hash_name(const char *name)
{
	unsigned hash = 5381;
	while (*name && *name != '/')
		hash = hash * 33 + (unsigned char)*name++;
	return hash % NAME_BITS;
}

/* The beginnings stand for what is hidden though the machine has no such file. */
bool shadow_may_be_named(const struct shadow *shadow, const char *path)
{
	unsigned bit = hash_name(path);
	return (shadow->names[bit / WORD_BITS] >> (bit % WORD_BITS) & 1) ||
	       !strncmp(path, "nvidia", 6) || !strncmp(path, "pci", 3);
}

struct shadow_node *shadow_by_stat(const struct shadow *shadow, const struct stat *st)
{
	if (st->st_dev != shadow->device)
		return NULL;
	struct shadow_node *node = shadow->by_inode[st->st_ino % SHADOW_BUCKETS];
	while (node && node->inode != st->st_ino)
		node = node->next_by_inode;
	return node;
}

/* Belongs to the machine whether or not it has such a file: hides the real system's. */
static bool reserved(const char *path)
{
	static const char *const beginnings[] = {"/dev/nvidia", "/proc/driver/nvidia",
						 "/sys/module/nvidia", "/sys/devices/pci",
						 "/sys/class/infiniband"};
	for (unsigned i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
		if (!strncmp(path, beginnings[i], strlen(beginnings[i])))
			return true;
	if (!strncmp(path, "/sys/bus/pci", 12) && (path[12] == '\0' || path[12] == '/'))
		return true;
	return !strcmp(path, "/proc/devices");
}

static void parent_of(const char *path, char *dst)
{
	const char *slash = strrchr(path, '/');
	snprintf(dst, PATH_MAX, "%.*s", slash == path ? 1 : (int)(slash - path), path);
}

static bool below_subtree(const struct shadow *shadow, const char *path)
{
	char at[PATH_MAX];
	snprintf(at, sizeof at, "%s", path);
	while (at[1] != '\0') {
		const struct shadow_node *node = shadow_by_path(shadow, at);
		if (node && node->subtree)
			return true;
		char *slash = strrchr(at, '/');
		*(slash == at ? slash + 1 : slash) = '\0';
	}
	return false;
}

bool shadow_owns(const struct shadow *shadow, const char *path)
{
	char clean[PATH_MAX];
	size_t length = (size_t)snprintf(clean, sizeof clean, "%s", path);
	if (length > 1 && clean[length - 1] == '/')
		clean[length - 1] = '\0';
	if (reserved(clean))
		return true;
	const struct shadow_node *node = shadow_by_path(shadow, clean);
	if (node && (node->kind != SIM_DIR || node->merged))
		return true;
	return below_subtree(shadow, clean);
}

bool shadow_allows(const struct shadow_node *node, const struct caller *caller, uid_t uid, int want)
{
	bool override = uid == 0 || (caller->capabilities >> CAPABILITY_DAC_OVERRIDE & 1);
	if (override)
		return !(want & X_OK) || node->kind == SIM_DIR || (node->mode & 0111);
	return ((unsigned)want & ~node->mode & 07) == 0;
}

int shadow_open_path(const struct shadow *shadow, const struct located *where, int flags)
{
	struct open_how how = {.flags = (uint64_t)(O_PATH | O_CLOEXEC | flags)};
	int dir = AT_FDCWD;
	if (where->owner == OWNER_SHADOW) {
		how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
		dir = shadow->root_fd;
	}
	long fd = syscall(SYS_openat2, dir, where->path, &how, sizeof how);
	return fd < 0 ? -errno : (int)fd;
}

int shadow_open_at(const struct shadow *shadow, const struct located *where, int at_flags)
{
	return shadow_open_path(shadow, where, at_flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0);
}

static int fail(struct shadow *shadow, const char *what)
{
	int error = errno;
	shadow->error = what;
	return -error;
}

static off_t shown_size(const struct sim_node *node)
{
	const char *name = strrchr(node->path, '/') + 1;
	if (node->kind != SIM_FILE)
		return -1;
	if (!strncmp(node->path, "/proc/", 6))
		return 0;
	if (!strncmp(node->path, "/sys/", 5) && strcmp(name, "config") != 0)
		return SYSFS_SIZE;
	return (off_t)node->size;
}

static int write_content(struct shadow *shadow, const char *relative, const void *content,
			 size_t size)
{
	int fd = openat(shadow->root_fd, relative, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	ssize_t done = size ? write(fd, content, size) : 0;
	close(fd);
	if (done == (ssize_t)size)
		return 0;
	errno = ENOSPC;
	return -1;
}

/* The kernel lets anybody make a node 0:0; where it does not, listings show a plain file. */
static int make_placeholder(struct shadow *shadow, const char *relative)
{
	if (mknodat(shadow->root_fd, relative, S_IFCHR | 0600, makedev(0, 0)) == 0 ||
	    errno == EEXIST)
		return 0;
	return write_content(shadow, relative, NULL, 0);
}

static int make_on_disk(struct shadow *shadow, const struct sim_node *node)
{
	const char *relative = node->path + 1;
	switch (node->kind) {
	case SIM_DIR:
		return mkdirat(shadow->root_fd, relative, 0755) < 0 && errno != EEXIST ? -1 : 0;
	case SIM_FILE:
		return write_content(shadow, relative, node->content, node->size);
	case SIM_LINK:
		return symlinkat(node->content, shadow->root_fd, relative);
	case SIM_CHARDEV:
		return make_placeholder(shadow, relative);
	}
	return -1;
}

static bool real_path_exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

static bool is_process_folder(const char *path)
{
	return !strncmp(path, "/proc/", 6) && path[6] &&
	       strspn(path + 6, "0123456789") == strlen(path + 6);
}

static char *copy_content(const struct sim_node *node)
{
	char *copy = malloc(node->size + 1);
	if (copy) {
		if (node->size)
			memcpy(copy, node->content, node->size);
		copy[node->size] = '\0';
	}
	return copy;
}

static int remember(struct shadow *shadow, const struct sim_node *of)
{
	struct stat st;
	if (fstatat(shadow->root_fd, of->path + 1, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	struct shadow_node *node = calloc(1, sizeof *node);
	if (!node)
		return -1;
	*node = (struct shadow_node){.path = strdup(of->path),
				     .kind = of->kind,
				     .mode = of->mode,
				     .major = of->major,
				     .minor = of->minor,
				     .content = copy_content(of),
				     .content_size = of->size,
				     .shown_size = shown_size(of),
				     .walk = shadow->walk,
				     .inode = st.st_ino};
	if (!node->path || !node->content) {
		free(node->path);
		free(node->content);
		free(node);
		return -1;
	}
	node->subtree = of->kind == SIM_DIR && !reserved(of->path) &&
			(is_process_folder(of->path) || !real_path_exists(of->path));
	struct shadow_node **bucket = &shadow->by_path[hash_text(node->path)];
	node->next_by_path = *bucket;
	*bucket = node;
	bucket = &shadow->by_inode[node->inode % SHADOW_BUCKETS];
	node->next_by_inode = *bucket;
	*bucket = node;
	unsigned bit = hash_name(strrchr(node->path, '/') + 1);
	shadow->names[bit / WORD_BITS] |= (uint64_t)1 << (bit % WORD_BITS);
	return 0;
}

static int add_node(struct shadow *shadow, const struct sim_node *node)
{
	char parent[PATH_MAX];
	if (node->path[0] != '/' || node->path[1] == '\0' || shadow_by_path(shadow, node->path))
		return 0;
	if (!view_shows(&shadow->view, node))
		return 0;
	parent_of(node->path, parent);
	if (parent[1] != '\0' && !shadow_by_path(shadow, parent)) {
		const struct sim_node above = {.path = parent, .kind = SIM_DIR, .mode = 0755};
		int rc = add_node(shadow, &above);
		if (rc < 0)
			return rc;
		shadow_by_path(shadow, parent)->implied = true;
	}
	if (make_on_disk(shadow, node) < 0 || remember(shadow, node) < 0)
		return fail(shadow, node->path);
	return 0;
}

static int visit_new(void *ctx, const struct sim_node *node)
{
	return add_node(ctx, node);
}

static int visit_again(void *ctx, const struct sim_node *node)
{
	struct shadow *shadow = ctx;
	struct shadow_node *known = shadow_by_path(shadow, node->path);
	if (!known)
		return add_node(shadow, node);
	known->walk = shadow->walk;
	if (known->kind != SIM_FILE || node->kind != SIM_FILE)
		return 0;
	if (known->content_size == node->size && !memcmp(known->content, node->content, node->size))
		return 0;
	char *content = copy_content(node);
	if (!content || write_content(shadow, node->path + 1, node->content, node->size) < 0) {
		free(content);
		return 0;
	}
	free(known->content);
	known->content = content;
	known->content_size = node->size;
	return 0;
}

/* Real folders in which simulated things appear are shown merged; not / and /proc, too large to
 * copy. */
static void mark_merged(struct shadow *shadow)
{
	char parent[PATH_MAX];
	for (unsigned i = 0; i < SHADOW_BUCKETS; i++)
		for (struct shadow_node *node = shadow->by_path[i]; node;
		     node = node->next_by_path) {
			if (node->kind == SIM_DIR && !reserved(node->path) && !node->subtree)
				continue;
			parent_of(node->path, parent);
			struct shadow_node *above = shadow_by_path(shadow, parent);
			if (above && strcmp(parent, "/proc") != 0 && !reserved(parent) &&
			    !above->subtree)
				above->merged = true;
		}
}

/* In memory where possible: hundreds of small files take a second on a slow disk. */
static int make_root(struct shadow *shadow)
{
	const char *const places[] = {getenv("TMPDIR"), "/dev/shm", "/tmp",
				      "/run",           "/var/tmp", "/"};
	for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
		char name[PATH_MAX];
		if (!places[i] || !realpath(places[i], name))
			continue;
		int n = snprintf(shadow->root, sizeof shadow->root, "%s/nvsim-XXXXXX",
				 name[1] ? name : "");
		if (n < (int)sizeof shadow->root && mkdtemp(shadow->root)) {
			shadow->root_length = strlen(shadow->root);
			return 0;
		}
	}
	shadow->root[0] = '\0';
	return fail(shadow,
		    "a private folder: none of $TMPDIR, /dev/shm, /tmp, /run and /var/tmp is "
		    "writable, as a tmpfs would be");
}

int shadow_build(struct shadow *shadow, struct sim *sim)
{
	struct stat st;
	shadow->root_fd = -1;
	int rc = make_root(shadow);
	if (rc < 0)
		return rc;
	shadow->root_fd = open(shadow->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (shadow->root_fd < 0 || fstat(shadow->root_fd, &st) < 0)
		return fail(shadow, shadow->root);
	shadow->device = st.st_dev;
	shadow->state = shadow->driver->files_state(sim);
	rc = shadow->driver->walk_files(sim, visit_new, shadow);
	if (rc >= 0)
		mark_merged(shadow);
	return rc;
}

int shadow_add_library(struct shadow *shadow, const char *path, off_t size)
{
	const struct sim_node file = {.path = path, .kind = SIM_FILE, .mode = 0755};
	int rc = add_node(shadow, &file);
	struct shadow_node *node = rc < 0 ? NULL : shadow_by_path(shadow, path);
	if (node) {
		node->implied = node->library = true;
		node->shown_size = size;
	}
	return rc;
}

static bool is_stale(const struct shadow *shadow, const struct shadow_node *node)
{
	return node->walk != shadow->walk && !node->implied;
}

static void leave_inodes(struct shadow *shadow, const struct shadow_node *node)
{
	struct shadow_node **at = &shadow->by_inode[node->inode % SHADOW_BUCKETS];
	while (*at != node)
		at = &(*at)->next_by_inode;
	*at = node->next_by_inode;
}

/* What the last walk did not meet leaves the folder; a folder after what is in it. */
static void drop_stale(struct shadow *shadow)
{
	struct shadow_node *first = shadow->gone;
	for (unsigned i = 0; i < SHADOW_BUCKETS; i++)
		for (struct shadow_node **at = &shadow->by_path[i]; *at;) {
			struct shadow_node *node = *at;
			if (!is_stale(shadow, node)) {
				at = &node->next_by_path;
				continue;
			}
			*at = node->next_by_path;
			leave_inodes(shadow, node);
			node->next_by_path = shadow->gone;
			shadow->gone = node;
		}
	bool removed = true;
	while (removed) {
		removed = false;
		for (struct shadow_node *node = shadow->gone; node != first;
		     node = node->next_by_path)
			removed |= unlinkat(shadow->root_fd, node->path + 1,
					    node->kind == SIM_DIR ? AT_REMOVEDIR : 0) == 0;
	}
}

void shadow_refresh(struct shadow *shadow, struct sim *sim)
{
	shadow->walk++;
	shadow->state = shadow->driver->files_state(sim);
	if (shadow->driver->walk_files(sim, visit_again, shadow) >= 0)
		drop_stale(shadow);
}

void shadow_follow(struct shadow *shadow, struct sim *sim)
{
	if (shadow->driver->files_state(sim) != shadow->state)
		shadow_refresh(shadow, sim);
}

static void copy_entry(struct shadow *shadow, const char *path)
{
	struct stat st;
	char target[PATH_MAX];
	if (lstat(path, &st) < 0)
		return;
	if (S_ISDIR(st.st_mode)) {
		mkdirat(shadow->root_fd, path + 1, 0755);
	} else if (S_ISLNK(st.st_mode)) {
		ssize_t length = readlink(path, target, sizeof target - 1);
		if (length < 0)
			return;
		target[length] = '\0';
		if (symlinkat(target, shadow->root_fd, path + 1) < 0)
			return;
	} else if (S_ISCHR(st.st_mode)) {
		make_placeholder(shadow, path + 1);
	} else if (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)) {
		mknodat(shadow->root_fd, path + 1, (st.st_mode & S_IFMT) | 0600, 0);
	} else {
		write_content(shadow, path + 1, NULL, 0);
	}
}

void shadow_merge(struct shadow *shadow, const struct shadow_node *node)
{
	char path[PATH_MAX];
	struct stat st;
	DIR *dir = opendir(node->path);
	if (!dir)
		return;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		int n = snprintf(path, sizeof path, "%s/%s", node->path, entry->d_name);
		if (n >= (int)sizeof path || entry->d_name[0] == '.' || shadow_owns(shadow, path))
			continue;
		if (fstatat(shadow->root_fd, path + 1, &st, AT_SYMLINK_NOFOLLOW) < 0)
			copy_entry(shadow, path);
	}
	closedir(dir);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	remove(path);
	return 0;
}

static void free_nodes(struct shadow_node *first)
{
	for (struct shadow_node *node = first, *next; node; node = next) {
		next = node->next_by_path;
		free(node->path);
		free(node->content);
		free(node);
	}
}

void shadow_remove(struct shadow *shadow)
{
	if (shadow->root[0])
		nftw(shadow->root, remove_one, WALK_FDS, FTW_DEPTH | FTW_PHYS);
	if (shadow->root_fd >= 0)
		close(shadow->root_fd);
	for (unsigned i = 0; i < SHADOW_BUCKETS; i++)
		free_nodes(shadow->by_path[i]);
	free_nodes(shadow->gone);
	if (shadow->library >= 0)
		close(shadow->library);
	memset(shadow, 0, sizeof *shadow);
	shadow->library = -1;
	shadow->root_fd = -1;
}
