/* SPDX-License-Identifier: MIT */
/*
 * nvsmi --json: one document, whose objects and keys are tables made from registry/smi/json.toml.
 * json_write.c knows JSON's letters, json_object.c prints an object by its table, json_lists.c
 * fills those that a GPU has any number of, and json.c the document.
 */
#ifndef NVSMI_JSON_H
#define NVSMI_JSON_H

#include "nvsmi.h"

/* Reasons beside NVML's statuses; which they are not, so that no library answers them. */
#define JSON_NO_SOURCE ((nvmlReturn_t)0x4001)
#define JSON_NOT_AVAILABLE ((nvmlReturn_t)0x4002)
#define JSON_ASLEEP STATUS_ASLEEP

enum json_kind {
	JSON_INTEGER,
	JSON_KNOWN, /* an integer that is never missing */
	JSON_TEXT,
	JSON_BOOLEAN,
	JSON_CAPABILITY,
	JSON_ENUM,
	JSON_HEX16,
	JSON_HEX4_LOW,
	JSON_HEX4_HIGH,
	JSON_INTEGERS,
	JSON_LIST,
	JSON_ERROR,
};

struct json_row {
	const char *key; /* a path: groups end with dots */
	enum json_kind kind;
	enum value_id value; /* of a GPU; VALUE_NONE: no call gives it, or code fills it in */
	const char *const *names;
	size_t name_count;
	int64_t absent; /* the number that stands for none; -1: there is no such number */
	bool sampled;
	const char *why; /* why the open library never has it; NULL: it may */
};

struct json_table {
	const struct json_row *rows;
	size_t count;
};

struct json_reason {
	nvmlReturn_t status;
	const char *word;
	const char *why;
};

/* gen/smi_json.c */
extern const struct json_table json_tables[];
extern const struct json_reason json_reasons[];
extern const size_t json_reason_count;

/* ---- json_write.c ---- */

/* From now on one document a line, or one that people can read. */
void json_set_compact(bool compact);
/* What comes next in an object or list; its comma and place are the writer's. */
void json_key(const char *key, size_t length);
void json_item(void);
void json_open(char bracket);
void json_close(char bracket);
void json_text(const char *text);
void json_end_document(void);

/* ---- json_object.c ---- */

/*
 * Prints the list or numbers of the row at this place, all of "[...]", and returns NVML_SUCCESS;
 * or prints nothing and returns why there are none.
 */
typedef nvmlReturn_t (*json_list)(void *context, size_t place);

/* The object by its table; cells are its values in the table's order, statuses of lists are set. */
void json_object(int object, struct value *cells, json_list list, void *context);

/* Cells of what values.h names, asked of this GPU; lists may be had, the rest is without a source.
 */
void json_fill(int object, struct gpu *gpu, struct value *ret_cells);
void json_set_number(struct value *cell, nvmlReturn_t status, int64_t number);
void json_set_text(struct value *cell, nvmlReturn_t status, const char *text);

/* ---- json_lists.c, json_links.c ---- */

/* As json_list, of a GPU. */
nvmlReturn_t json_gpu_list(void *gpu, size_t place);
nvmlReturn_t json_nvlinks(struct gpu *gpu);
/* Every two of the machine's GPUs. */
void json_topology(struct machine *machine);

/* ---- json.c ---- */

int json_print(struct machine *machine, bool compact);
/* A document that says why there is nothing. */
void json_print_failure(struct machine *machine, nvmlReturn_t status, bool compact);

#endif
