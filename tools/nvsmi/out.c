/* SPDX-License-Identifier: MIT */
/* Output goes through one buffered stream: standard output, or the file of -f. */

#include "nvsmi.h"

#include <stdarg.h>
#include <stdio.h>

static FILE *stream;

static FILE *out_stream(void)
{
	return stream ? stream : stdout;
}

void out(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(out_stream(), format, arguments);
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
