/* SPDX-License-Identifier: MIT */
/*
 * Files below /dev, /proc and /sys that the program asks about. They are looked at
 * here, not in the program's memory: they are the same for whoever reads them, and
 * the record then has the whole file. Device nodes are never opened.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "recorder.h"

enum { CONTENT_MAX = 1 << 20, LINKS_MAX = 16 };

static bool begins(const char *path, const char *with)
{
	return strncmp(path, with, strlen(with)) == 0;
}

static bool is_gpu_process(const struct recorder *recorder, const char *path)
{
	char *rest;
	if (!begins(path, "/proc/") || !isdigit((unsigned char)path[6]))
		return false;
	unsigned long pid = strtoul(path + 6, &rest, 10);
	for (unsigned i = 0; *rest == '/' && i < recorder->pids_count; i++)
		if (recorder->pids[i] == pid)
			return true;
	return false;
}

bool record_tree_owns(const struct recorder *recorder, const char *path)
{
	static const char *const beginnings[] = {"/dev/nvidia",
						 "/proc/driver/nvidia",
						 "/sys/module/nvidia",
						 "/sys/devices/pci",
						 "/sys/bus/pci",
						 "/sys/class/pci_bus",
						 "/sys/class/nvidia",
						 "/sys/class/drm",
						 "/sys/devices/system/memory/block_size_bytes"};
	for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
		if (begins(path, beginnings[i]))
			return true;
	/* Folders in which the driver's names stand beside others. */
	static const char *const names[] = {"/proc/devices", "/dev", "/proc/driver", "/sys/module"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (!strcmp(path, names[i]))
			return true;
	return is_gpu_process(recorder, path);
}

static void fill_kind(struct record_file *file, const struct stat *st)
{
	file->mode = st->st_mode & 07777;
	file->kind = S_ISDIR(st->st_mode)   ? SIM_DIR
		     : S_ISLNK(st->st_mode) ? SIM_LINK
		     : S_ISCHR(st->st_mode) ? SIM_CHARDEV
					    : SIM_FILE;
	if (file->kind == SIM_CHARDEV) {
		file->major = major(st->st_rdev);
		file->minor = minor(st->st_rdev);
	}
}

/* One name as it is, links not followed. */
static struct record_file *note_one(struct recorder *recorder, const char *path)
{
	struct stat st;
	char target[PATH_MAX];
	struct record_file *file = record_file_find(recorder->record, path);
	if (file && !file->error)
		return file;
	int error = lstat(path, &st) < 0 ? errno : 0;
	if (!file)
		file = record_file_add(recorder->record, path);
	if (!file)
		return NULL;
	file->error = error;
	file->kind = SIM_FILE;
	if (error)
		return file;
	fill_kind(file, &st);
	ssize_t length = file->kind == SIM_LINK ? readlink(path, target, sizeof target - 1) : -1;
	if (length >= 0)
		record_file_fill(file, target, (size_t)length);
	return file;
}

/* "." and ".." are taken textually. */
bool record_path_tidy(const char *base, const char *path, char *dst)
{
	char joined[2 * PATH_MAX];
	size_t length = 0;
	int n = path[0] == '/' ? snprintf(joined, sizeof joined, "%s", path)
			       : snprintf(joined, sizeof joined, "%s/%s", base, path);
	if (n < 0 || n >= (int)sizeof joined)
		return false;
	char *save, *part = strtok_r(joined, "/", &save);
	for (; part; part = strtok_r(NULL, "/", &save)) {
		size_t size = strlen(part);
		if (!strcmp(part, "."))
			continue;
		if (!strcmp(part, "..")) {
			while (length > 0 && dst[--length] != '/')
				;
			continue;
		}
		if (length + size + 2 > PATH_MAX)
			return false;
		dst[length++] = '/';
		memcpy(dst + length, part, size);
		length += size;
	}
	dst[length] = '\0';
	return length > 0;
}

/* Where the rest of a path lies behind a link. */
static bool follow(const char *link, const char *target, const char *rest, char *dst)
{
	char folder[PATH_MAX], path[2 * PATH_MAX];
	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(link, '/') - link), link);
	int n = snprintf(path, sizeof path, "%s%s", target, rest);
	return n < (int)sizeof path && record_path_tidy(folder, path, dst);
}

static void note_following(struct recorder *recorder, const char *path, unsigned links)
{
	char at[PATH_MAX], next[PATH_MAX];
	for (const char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
		int length = slash ? (int)(slash - path) : (int)strlen(path);
		snprintf(at, sizeof at, "%.*s", length, path);
		const struct record_file *file =
		    record_tree_owns(recorder, at) ? note_one(recorder, at) : NULL;
		if (file && !file->error && file->kind == SIM_LINK && links < LINKS_MAX) {
			if (follow(at, (const char *)file->content, slash ? slash : "", next))
				note_following(recorder, next, links + 1);
			return;
		}
		if (!slash || !slash[1])
			return;
	}
}

void record_tree_note(struct recorder *recorder, const char *path)
{
	note_following(recorder, path, 0);
}

/* The recorded file behind the links of a path; NULL: none was noted. */
static struct record_file *file_behind(struct recorder *recorder, const char *path)
{
	char real[PATH_MAX];
	struct record_file *file = record_file_find(recorder->record, path);
	if (file && file->kind != SIM_LINK)
		return file;
	return realpath(path, real) ? record_file_find(recorder->record, real) : NULL;
}

/* Memory of the device, and what wakes it. */
static bool must_not_be_read(const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	return (begins(name, "resource") && name[8]) || !strcmp(name, "rom") ||
	       !strcmp(name, "vpd");
}

static void read_content(struct record_file *file)
{
	int fd = must_not_be_read(file->path) ? -1 : open(file->path, O_RDONLY | O_CLOEXEC);
	uint8_t *bytes = fd < 0 ? NULL : malloc(CONTENT_MAX);
	size_t size = 0;
	ssize_t got = 0;
	while (bytes && size < CONTENT_MAX &&
	       (got = read(fd, bytes + size, CONTENT_MAX - size)) > 0)
		size += (size_t)got;
	if (bytes && got >= 0)
		record_file_fill(file, bytes, size);
	free(bytes);
	if (fd >= 0)
		close(fd);
}

static void read_folder(struct recorder *recorder, const char *path)
{
	char name[PATH_MAX];
	DIR *dir = opendir(path);
	if (!dir)
		return;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		int n = snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && n < (int)sizeof name &&
		    record_tree_owns(recorder, name))
			note_one(recorder, name);
	}
	closedir(dir);
}

void record_tree_opened(struct recorder *recorder, const char *path, int flags, int64_t result)
{
	struct record_file *file = file_behind(recorder, path);
	if (!file)
		return;
	if (file->kind == SIM_CHARDEV)
		file->error = result < 0 ? (int)-result : 0;
	else if (result >= 0 && file->kind == SIM_DIR)
		read_folder(recorder, file->path);
	else if (result >= 0 && file->kind == SIM_FILE && (flags & O_ACCMODE) == O_RDONLY)
		read_content(file);
	if (recorder->journal)
		record_write_file(recorder->journal, file);
}
