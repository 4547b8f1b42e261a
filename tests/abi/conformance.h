/* SPDX-License-Identifier: MIT */
/* One recorded case of misuse: how it is read, how it is applied to a call, what is expected. */
#ifndef OPENNVML_TESTS_CONFORMANCE_H
#define OPENNVML_TESTS_CONFORMANCE_H

#include "../../gen/conformance.h"

#include <stdio.h>

enum { CONF_MAX_ARGS = 8, CONF_CAPACITY = 256, CONF_NO_EXPECTATION = -1 };

/* The arguments of one call, with a copy of what every buffer held before it. */
struct call {
	const struct conf_function *function;
	struct conf_value values[CONF_MAX_ARGS];
	unsigned char *buffers[CONF_MAX_ARGS];
	unsigned char *copies[CONF_MAX_ARGS];
	size_t sizes[CONF_MAX_ARGS];
	bool plain;         /* every number 0, as in the recorded plain call */
	bool guarded;       /* the entry alone must refuse this call */
	bool newer_version; /* holds a struct version that the recorded library did not know */
	bool no_handle;     /* needs a handle that cannot be had here */
};

/* What a default argument may be taken from. */
struct world {
	void *device;
	void *event_set;
	void *gpm_sample;
	char uuid[96];
};

void call_prepare(struct call *call, const struct conf_function *function,
		  const struct world *world, bool plain);
void call_clear(struct call *call);
void call_release(struct call *call);
/* Applies the text after "initialised: "; false when it cannot be read. */
bool call_modify(struct call *call, const char *text);
bool call_set_number(struct call *call, const char *name, unsigned long long number);
int call_make(struct call *call);
/* Name of the first output that the call changed although the note does not say so. */
const char *call_touched(const struct call *call, const char *note, int rc);

/* One row of api-semantics.tsv. */
struct row {
	const char *function;
	const char *text;
	const char *columns[3]; /* 535, 550, 555 */
	const char *note;
};

/* The recorded answer by the rule: 555, else 550, else 535; a crash means invalid argument. */
int row_expected(const struct row *row);
/* The same for one value of a scan. */
int row_expected_at(const struct row *row, unsigned long long value);
/* The index-th value that a scan covers. */
bool row_scan_value(const struct row *row, unsigned int index, unsigned long long *ret_value);

#endif
