/* SPDX-License-Identifier: MIT */
/* The machine files that a program carries inside, so that it needs none beside it. */
#ifndef OPENNVML_SIM_EMBEDDED_H
#define OPENNVML_SIM_EMBEDDED_H

#include <stddef.h>
#include <stdio.h>

struct embedded_text {
	const char *name; /* without suffix: dgx-h100, models/t4 */
	const char *text, *end;
};

/* Written at build time by scripts/embed-machines.sh. */
extern const struct embedded_text embedded_texts[];
extern const size_t embedded_texts_count;

extern FILE *embedded_stderr;

#endif
