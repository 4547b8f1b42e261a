/* SPDX-License-Identifier: MIT */
/* Output goes through one buffered stream: standard output, or the file of -f. */

#include "nvsmi.h"
#include "settings.h"

#include <stdarg.h>
#include <stdio.h>

static FILE *stream;

/* A buffer of our own spares asking what standard output is, and memory for it. */
static FILE *out_stream(void)
{
	static char buffer[16384];

	if (!stream) {
		stream = stdout;
		setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	}
	return stream;
}

void out(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(out_stream(), format, arguments);
	va_end(arguments);
}

/* NVIDIA's tool says all on standard output. */
void complain(const char *format, ...)
{
	FILE *to = out_stream();
	va_list arguments;

	if (settings.native) {
		fflush(to);
		to = stderr;
	}
	va_start(arguments, format);
	vfprintf(to, format, arguments);
	va_end(arguments);
}

bool out_to_file(const char *path)
{
	stream = fopen(path, "we");
	return stream != NULL;
}

void out_flush(void)
{
	fflush(out_stream());
}
