/* SPDX-License-Identifier: MIT */
/* Rows of the CSV queries. */
#ifndef NVSMI_CSV_H
#define NVSMI_CSV_H

#include "nvsmi.h"

enum csv_flag {
	FIELD_PLAIN_MISSING = 1, /* a missing value has no brackets */
	FIELD_DEPRECATED_580 = 2,
	FIELD_DEPRECATED_590 = 4, /* a document of 580 still has the values */
	/* Not a value of the GPU: */
	FIELD_TIMESTAMP = 8,
	FIELD_DRIVER = 16,
	FIELD_COUNT = 32,
	FIELD_MIXED_VGPUS = 64,
	/* Branches that know it: */
	FIELD_UNTIL_580 = 128,
	FIELD_FROM_595 = 256,
	FIELD_FROM_610 = 512,
	FIELD_NOT_595 = 1024,
	FIELD_ALIAS_UNTIL_535 = 2048, /* earlier ones know the other name alone */
};

/* A value of an entry of a list, such as a process: its place in csv_row's items. */
#define FIELD_ITEM(place) (((unsigned int)(place) + 1) << 16)
#define FIELD_ITEM_PLACE(flags) ((flags) >> 16)

struct csv_field {
	const char *name;
	const char *alias; /* NULL: none */
	const char *unit;  /* of the header; NULL: none */
	enum value_id value;
	enum form form;
	unsigned int flags;
	const char *help;
};

struct csv_page {
	const struct machine *machine;
	bool units;
};

/* One query: its option, its fields, and the rows that a GPU gives. */
struct csv_query {
	const char *option;
	const struct csv_field *fields;
	const size_t *count;
	void (*rows)(const struct csv_page *page, struct gpu *gpu);
};

extern const struct csv_field csv_gpu_fields[];
extern const size_t csv_gpu_field_count;

/* NULL for a command that is no CSV query, nor the help of one. */
const struct csv_query *csv_query_of(enum command command);

/* Whether a driver of the branch has the field. 0: not known, which is taken for the newest. */
bool csv_is_known(const struct csv_field *field, unsigned int branch);

/* Prints the chosen columns. items: what the fields of an entry say; NULL: there is no entry. */
void csv_row(const struct csv_page *page, struct gpu *gpu, const struct value *items);

#endif
