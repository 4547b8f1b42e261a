/* SPDX-License-Identifier: MIT */
/* The machine files that a program carries inside, so that it needs none beside it. */
#ifndef OPENNVML_SIM_EMBEDDED_H
#define OPENNVML_SIM_EMBEDDED_H

#include <stddef.h>

struct embedded_text {
	const char *name; /* without folder and suffix */
	const char *text, *end;
};

/* Written at build time by scripts/embed-machines.sh. */
extern const struct embedded_text embedded_texts[];
extern const size_t embedded_texts_count;

const struct embedded_text *embedded_find(const char *name);
/* A path that reads as the text does, for as long as this process lives. NULL: errno says why. */
char *embedded_path(const struct embedded_text *text);

#endif
