/* SPDX-License-Identifier: MIT */
/* Rows of the CSV queries. */
#ifndef NVSMI_CSV_H
#define NVSMI_CSV_H

#include "nvsmi.h"

enum csv_flag {
	FIELD_PLAIN_MISSING = 1, /* a missing value has no brackets */
	FIELD_DEPRECATED_580 = 2,
	/* Not a value of the GPU: */
	FIELD_TIMESTAMP = 4,
	FIELD_DRIVER = 8,
	FIELD_COUNT = 16,
	/* Of a process: */
	FIELD_PID = 32,
	FIELD_PROCESS_NAME = 64,
	FIELD_PROCESS_MEMORY = 128,
	FIELD_DEPRECATED_590 = 256, /* a document of 580 still has the values */
};

struct csv_field {
	const char *name;
	const char *alias; /* NULL: none */
	const char *unit;  /* of the header; NULL: none */
	enum value_id value;
	enum form form;
	unsigned int flags;
};

extern const struct csv_field csv_gpu_fields[];
extern const size_t csv_gpu_field_count;

#endif
