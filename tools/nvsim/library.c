/* SPDX-License-Identifier: MIT */
/*
 * OpenNVML's own library for the program: in a folder beside nvsim, or inside
 * nvsim. The latter is shown as a file of a simulated folder and opens as a
 * memory file, from which code may be mapped wherever no folder allows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nvsim.h"

#ifndef NVSIM_LIB_FOLDERS
#define NVSIM_LIB_FOLDERS "../lib/opennvml"
#endif
#ifndef MFD_EXEC /* Linux 6.3 */
#define MFD_EXEC 0x0010U
#endif
#define SHOWN_FOLDER "/proc/driver/opennvml"
#define LIBRARY "libnvidia-ml.so.1"

static bool has_library(const char *folder)
{
	char name[PATH_MAX];
	int n = snprintf(name, sizeof name, "%s/" LIBRARY, folder);
	return n < (int)sizeof name && access(name, R_OK) == 0;
}

/* The folder of our library: beside an installed nvsim, or in the tree it was built in. */
static char *find_folder(void)
{
	char name[PATH_MAX], list[] = NVSIM_LIB_FOLDERS;
	char *rest;
	for (char *part = strtok_r(list, ":", &rest); part; part = strtok_r(NULL, ":", &rest)) {
		snprintf(name, sizeof name, "%s/%s", own_folder(), part);
		if (has_library(name))
			return realpath(name, NULL);
	}
	return NULL;
}

static void prepend_library_path(const char *folder)
{
	const char *old = getenv("LD_LIBRARY_PATH");
	char *joined;
	if (!old || !*old)
		setenv("LD_LIBRARY_PATH", folder, 1);
	else if (asprintf(&joined, "%s:%s", folder, old) >= 0) {
		setenv("LD_LIBRARY_PATH", joined, 1);
		free(joined);
	}
}

static int use_folder(char *folder)
{
	if (!folder || !has_library(folder))
		return -1;
	prepend_library_path(folder);
	return 0;
}

int library_use(const struct run_options *options)
{
	if (options->no_lib)
		return 0;
	char *folder = options->lib_dir ? realpath(options->lib_dir, NULL) : find_folder();
	int rc = use_folder(folder);
	free(folder);
	if (rc < 0 && options->lib_dir) {
		fprintf(stderr, "nvsim: %s: no " LIBRARY " there\n", options->lib_dir);
		return -1;
	}
	return 0;
}

static int make_memory_file(const char *content, size_t size)
{
	int fd = memfd_create(LIBRARY, MFD_CLOEXEC | MFD_EXEC);
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(LIBRARY, MFD_CLOEXEC);
	if (fd >= 0 && write(fd, content, size) != (ssize_t)size) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* For a program that would find none; it is told in no other way, for it may need none. */
int library_show(struct shadow *shadow, const struct run_options *options)
{
	size_t size;
	const char *content = library_inside(&size);
	if (!content || options->no_lib || options->lib_dir)
		return 0;
	char *beside = find_folder();
	free(beside);
	if (beside)
		return 0;
	shadow->library = make_memory_file(content, size);
	if (shadow->library < 0)
		return 0;
	prepend_library_path(SHOWN_FOLDER);
	return shadow_add_library(shadow, SHOWN_FOLDER "/" LIBRARY, (off_t)size);
}

int library_open(const struct request *req, int flags)
{
	char name[64];
	snprintf(name, sizeof name, "/proc/self/fd/%d", req->sv->shadow.library);
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int rc = request_answer_fd(req, fd, flags);
	close(fd);
	return rc;
}
