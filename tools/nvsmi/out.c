/* SPDX-License-Identifier: MIT */
/*
 * Output is kept until a report, or a round of a loop, is whole: one write, and nothing twice
 * where a report is begun anew.
 */

#include "nvsmi.h"
#include "patience.h"
#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_OUTPUT 255

struct text {
	char *bytes;
	size_t used;
	size_t size;
	bool grown; /* from the heap */
};

/* Most reports fit into these. */
static char first_bytes[16384];
static char first_errors[256];
static struct text output = {.bytes = first_bytes, .size = sizeof(first_bytes)};
static struct text errors = {.bytes = first_errors, .size = sizeof(first_errors)};
static int descriptor = STDOUT_FILENO;
static bool has_file;

static bool grow(struct text *text, size_t wanted)
{
	size_t size = text->size;
	char *bytes;

	while (size < wanted)
		size *= 2;
	bytes = realloc(text->grown ? text->bytes : NULL, size);
	if (!bytes)
		return false;
	if (!text->grown)
		memcpy(bytes, text->bytes, text->used);
	*text = (struct text){.bytes = bytes, .used = text->used, .size = size, .grown = true};
	return true;
}

/*
 * Names are anybody's bytes: a terminal gets nothing of them that it would obey. Ends of lines,
 * TABs and the underline of a matrix's head are ours.
 */
static void disarm(char *text)
{
	size_t length;

	for (; *text; text += length ? length : 1) {
		length = 1;
		if ((*text >= ' ' && *text < 0x7F) || *text == '\n' || *text == '\t')
			continue;
		length = text_character(text);
		if (!strncmp(text, "\033[4m", 4) || !strncmp(text, "\033[0m", 4))
			length = 4;
		else if (text_is_control(text))
			memset(text, '?', length);
		else if (!length && ((unsigned char)*text & 0xE0) == 0x80)
			*text = '?';
	}
}

__attribute__((format(printf, 2, 0))) static void append(struct text *text, const char *format,
							 va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(text->bytes + text->used, text->size - text->used, format, arguments);
	if (length >= 0 && (size_t)length >= text->size - text->used) {
		if (grow(text, text->used + (size_t)length + 1))
			vsnprintf(text->bytes + text->used, text->size - text->used, format, again);
		else
			length = 0;
	}
	if (length > 0) {
		disarm(text->bytes + text->used);
		text->used += (size_t)length;
	}
	va_end(again);
}

void out(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append(&output, format, arguments);
	va_end(arguments);
}

/* NVIDIA's tool says all on standard output; in a file nobody would look for it. */
void complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append(settings.native || has_file ? &errors : &output, format, arguments);
	va_end(arguments);
}

/* A child that goes on where another was given up goes on with its file. */
int out_to_file(const char *path)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (patience_blocks() ? O_APPEND : 0);
	int file = open(path, flags, 0666);

	if (file < 0) {
		complain("%s: %s: %s\n", settings_name(), path, strerror(errno));
		return EXIT_OUTPUT;
	}
	descriptor = file;
	has_file = true;
	return 0;
}

/* What was in the file is kept until there is something to put in its place. */
static void empty_file(void)
{
	static bool emptied;

	if (has_file && !emptied && !patience_blocks() && ftruncate(descriptor, 0) != 0)
		errno = 0; /* no file that has an end */
	emptied = true;
}

static bool wait_until_writable(int fd)
{
	struct pollfd room = {.fd = fd, .events = POLLOUT};

	return poll(&room, 1, -1) > 0 || errno == EINTR;
}

/* 0, or why not. */
static int write_all(int fd, struct text *text)
{
	size_t done = 0;
	int failure = 0;

	while (done < text->used && !failure) {
		ssize_t written = write(fd, text->bytes + done, text->used - done);

		if (written >= 0)
			done += (size_t)written;
		else if (errno == EAGAIN && wait_until_writable(fd))
			continue;
		else if (errno != EINTR)
			failure = errno;
	}
	text->used = 0;
	return failure;
}

void out_discard(void)
{
	output.used = 0;
}

void out_flush(void)
{
	bool block = output.used > 0;
	int failure = 0;

	if (!block && !errors.used)
		return;
	patience_rest();
	if (block) {
		empty_file();
		failure = write_all(descriptor, &output);
	}
	write_all(settings.native ? STDERR_FILENO : STDOUT_FILENO, &errors);
	if (failure) {
		fprintf(stderr, "%s: the output cannot be written: %s\n", settings_name(),
			strerror(failure));
		exit(EXIT_OUTPUT);
	}
	if (block)
		patience_wrote_block();
	patience_go_on();
}
