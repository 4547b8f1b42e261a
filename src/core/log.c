/* SPDX-License-Identifier: MIT */
#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/lib.h"

void log_line(enum log_id id, const char *format, ...)
{
	if (getenv("OPENNVML_LOG") == NULL)
		return;

	char text[256];
	int used = snprintf(text, sizeof(text), "opennvml: [L%02d] ", (int)id);
	va_list args;
	va_start(args, format);
	vsnprintf(text + used, sizeof(text) - (size_t)used - 1, format, args);
	va_end(args);
	lib.port->log(lib.port, text);
}
