/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a client: makes opens of and questions about named files fail,
 * as a container, a udev rule or a sick board would.
 * DENY="path=errno[,path=errno...]", with errno a number. A path that ends in *
 * stands for all that begin so.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static int matches(const char *rule, size_t length, const char *path)
{
	if (length > 0 && rule[length - 1] == '*')
		return strncmp(rule, path, length - 1) == 0;
	return strlen(path) == length && strncmp(rule, path, length) == 0;
}

/* The errno that the rules give a path, or 0. */
static int denied(const char *path)
{
	const char *rule = getenv("DENY");

	while (rule && *rule) {
		const char *equals = strchr(rule, '=');

		if (!equals)
			return 0;
		if (matches(rule, (size_t)(equals - rule), path))
			return atoi(equals + 1);
		rule = strchr(equals, ',');
		rule = rule ? rule + 1 : NULL;
	}
	return 0;
}

static int refuse(const char *path)
{
	int error = denied(path);

	if (error)
		errno = error;
	return error;
}

static int open_next(const char *name, const char *path, int flags, unsigned mode)
{
	int (*next)(const char *, int, ...) = NULL;
	void *symbol = dlsym(RTLD_NEXT, name);

	memcpy(&next, &symbol, sizeof(next));
	return refuse(path) ? -1 : next(path, flags, mode);
}

static unsigned mode_of(int flags, va_list args)
{
	return flags & O_CREAT ? va_arg(args, unsigned) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list args;
	unsigned mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return open_next("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list args;
	unsigned mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return open_next("open64", path, flags, mode);
}

int access(const char *path, int mode)
{
	int (*next)(const char *, int) = NULL;
	void *symbol = dlsym(RTLD_NEXT, "access");

	memcpy(&next, &symbol, sizeof(next));
	return refuse(path) ? -1 : next(path, mode);
}
