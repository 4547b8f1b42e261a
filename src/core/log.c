/* SPDX-License-Identifier: MIT */
#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/lib.h"

/* What the driver says of itself may hold anything; one line stays one line. */
static void make_printable(char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
	}
}

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
	make_printable(text);
	lib.port->log(lib.port, text);
}
