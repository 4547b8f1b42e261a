/* SPDX-License-Identifier: MIT */
#include "sim/embedded.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const struct embedded_text *embedded_find(const char *name)
{
	for (size_t i = 0; i < embedded_texts_count; i++)
		if (!strcmp(embedded_texts[i].name, name))
			return &embedded_texts[i];
	return NULL;
}

char *embedded_path(const struct embedded_text *text)
{
	size_t size = (size_t)(text->end - text->text);
	char *path = NULL;
	int fd = memfd_create(text->name, MFD_CLOEXEC);

	if (fd < 0)
		return NULL;
	if (write(fd, text->text, size) != (ssize_t)size ||
	    asprintf(&path, "/proc/self/fd/%d", fd) < 0) {
		close(fd);
		return NULL;
	}
	return path;
}
