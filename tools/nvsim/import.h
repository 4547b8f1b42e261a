/* SPDX-License-Identifier: MIT */
/*
 * A recorded `nvidia-smi -q -x`, or -q, becomes a machine file. A value is taken from the
 * recording or stays out; what stands in for a member that the file must have is listed as
 * assumed, and everything that is not the recording's own is told in notes.
 *
 * import_command.c the command · import.c the recording as a whole · import_read.c its words ·
 * import_text.c -q as a tree · import_rows.c elements that are one member each ·
 * import_board.c chip, memory and what takes several elements · import_gpu.c which GPU it is ·
 * import_lists.c processes, MIG, sessions · import_notes.c notes · import_write.c the file.
 */
#ifndef NVSIM_IMPORT_H
#define NVSIM_IMPORT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { IMPORT_GPUS = 32, IMPORT_PAIRS = 96, IMPORT_TEXT = 512 };

struct import_options {
	const char *driver; /* to claim instead of the recording's; NULL: its own */
	const char *name;   /* the recording's, for the file's head and for notes */
	bool scrub;         /* other UUIDs and serial numbers */
};

/* Texts to free. machine and notes, or error with the line where it is known. */
struct import_result {
	char *machine;
	char *notes;
	char *error;
};

bool import_recording(const char *data, size_t size, const struct import_options *options,
		      struct import_result *ret_result);
void import_result_free(struct import_result *result);

/* ---- between the files of the import ---- */

enum import_note {
	NOTE_UNTOLD,  /* the recording does not tell it */
	NOTE_ASSUMED, /* told by nobody: what stands in */
	NOTE_LOST,    /* told, but no machine can carry it */
	NOTE_CHANGED, /* told, and something else was written */
	NOTE_KINDS,
};

/* Growing lists of texts that the import owns. */
struct import_texts {
	char **items;
	size_t count;
};

struct import_pair {
	const char *key;
	const char *value;
	const char *comment; /* NULL: none */
};

struct import_section {
	struct import_pair pairs[IMPORT_PAIRS];
	size_t count;
};

enum import_group { GROUP_MODEL, GROUP_STATE, GROUP_GPU, GROUP_COUNT };

struct import_gpu {
	const xmlNode *node;
	unsigned index;
	struct import_section sections[GROUP_COUNT];
	struct import_texts assumed, processes, instances, accounts, sessions;
	uint64_t processes_mib; /* what the processes use together */
	unsigned model;         /* the first GPU with the same model; itself: a model of its own */
};

struct import {
	const struct import_options *options;
	const xmlNode *root;
	struct import_gpu *gpus;
	unsigned gpu_count;
	char driver[32];
	bool recorded_driver; /* it is the recording's own */
	struct import_texts owned;
	struct import_texts notes[NOTE_KINDS];
	bool no_memory;
	bool fabric, uvm;
	bool is_text; /* -q without -x */
	const char *kernel_module;
};

/* A text that lives as long as the import; "" when memory is short. */
__attribute__((format(printf, 2, 3))) const char *import_format(struct import *import,
								const char *format, ...);
void import_append(struct import *import, struct import_texts *list, const char *text);

/* ---- import_text.c ---- */

/* True of what nvidia-smi -q printed, without -x. */
bool import_is_text(const char *data, size_t size);
/* Its tree; NULL: no memory. */
xmlDoc *import_parse_text(const char *data, size_t size);

/* ---- import_read.c ---- */

/* The document, or NULL and why not. */
xmlDoc *import_parse(const char *data, size_t size, const char *name, char **ret_error);

/* The first child element of this name; NULL when there is none or no parent. */
const xmlNode *import_child(const xmlNode *parent, const char *name);
const xmlNode *import_next(const xmlNode *node);
/* Down a path of names with slashes. */
const xmlNode *import_at(const xmlNode *node, const char *path);
long import_line(const xmlNode *node);

/* The element's own text without the blanks around it. False: no such element or too long. */
bool import_text(const xmlNode *node, char ret_text[IMPORT_TEXT]);
/* Whether a text tells a value: "N/A" and the like do not. */
bool import_tells(const char *text);
/* Text of the first of several paths, parted by '|', that tells one. */
bool import_told(const xmlNode *gpu, const char *paths, char ret_text[IMPORT_TEXT],
		 const xmlNode **ret_node);
/* A number with its unit behind it, times scale. False: not such a number. */
bool import_number(const char *text, unsigned scale, int64_t *ret_value);

/* ---- import_notes.c ---- */

__attribute__((format(printf, 4, 5))) void import_note(struct import *import, enum import_note kind,
						       const xmlNode *node, const char *format,
						       ...);
char *import_notes_text(const struct import *import);

/* ---- import_rows.c, import_board.c, import_lists.c ---- */

void import_set(struct import *import, struct import_gpu *gpu, enum import_group group,
		const char *key, const char *value);
void import_set_number(struct import *import, struct import_gpu *gpu, enum import_group group,
		       const char *key, int64_t value);
/* In double quotes, with everything escaped that YAML wants escaped. */
const char *import_quoted(struct import *import, const char *text);
/* Sets it and lists it in assumed. */
void import_assume(struct import *import, struct import_gpu *gpu, enum import_group group,
		   const char *key, const char *value, const char *why);
const char *import_get(const struct import_gpu *gpu, enum import_group group, const char *key);

void import_rows(struct import *import, struct import_gpu *gpu);
void import_board(struct import *import, struct import_gpu *gpu);
void import_memory(struct import *import, struct import_gpu *gpu);
/* Address, UUID, serial number, and the state of its clocks. */
void import_identity(struct import *import, struct import_gpu *gpu);
/* Before import_board, which tells their memory from the rest. */
void import_processes(struct import *import, struct import_gpu *gpu);
void import_lists(struct import *import, struct import_gpu *gpu);
/* What has no place in a machine file. */
void import_lost(struct import *import, const struct import_gpu *gpu);

/* ---- import_write.c ---- */

char *import_write(struct import *import);

#endif
