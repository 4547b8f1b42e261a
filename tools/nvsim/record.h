/* SPDX-License-Identifier: MIT */
/*
 * A record: what a program asked of a driver and what it got, in a form that does
 * not depend on the process it was made with. Objects have names instead of
 * handles; pointers, descriptors and handles inside parameters are no part of a
 * question. docs/nvsim.md has the file's format.
 *
 * record.c the command and the watched program · record_call.c one call of it ·
 * record_driver.c calls to the driver · record_pages.c telemetry pages · record_tree.c
 * files · record_model.c the record in memory · record_fields.c names of bytes ·
 * record_body.c parameters · record_objects.c names of objects · record_text.c writing ·
 * record_line.c one body as text · record_parse.c reading · record_scrub.c identifiers ·
 * replay*.c a driver that answers from a record · distil*.c a machine.
 */
#ifndef NVSIM_RECORD_H
#define NVSIM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "rm/abi.h"
#include "sim/sim.h"

enum record_kind { RECORD_ESCAPE, RECORD_CONTROL, RECORD_ALLOC, RECORD_MAP, RECORD_KINDS };

/* Words of the text: by enum record_kind, and by enum sim_node_kind. */
enum { RECORD_FILE_KINDS = SIM_CHARDEV + 1 };
extern const char *const record_kind_words[RECORD_KINDS],
    *const record_file_words[RECORD_FILE_KINDS];

enum { RECORD_PARAMS_MAX = 1 << 20, RECORD_LISTS_MAX = 4 };

struct record_answer {
	int error; /* errno of the call, else 0 */
	uint32_t status;
	uint32_t count; /* how often in a row */
	uint8_t *bytes; /* the body afterwards */
};

struct record_exchange {
	struct record_exchange *next, *next_in_bucket;
	enum record_kind kind;
	char *object;
	uint32_t number;    /* escape, command or class; 0 for a map */
	size_t params_size; /* then the lists that pointers lead to */
	size_t size;        /* of the body: both */
	uint8_t *in;
	struct record_answer *answers;
	unsigned answers_count;
	unsigned answer, used; /* where a replay is */
};

struct record_snapshot {
	unsigned mapping; /* by number: each sees the page from its own beginning */
	uint64_t at_ms;   /* after the mapping */
	uint64_t calls;   /* of the driver since then */
	uint8_t *bytes;
};

struct record_page {
	struct record_page *next;
	char *object;
	size_t size;
	unsigned mappings; /* recorded so far */
	unsigned replayed; /* mappings that a replay has made */
	struct record_snapshot *snapshots;
	unsigned count;
};

struct record_event {
	struct record_event *next;
	char *object;      /* that raised it */
	uint64_t after_ms; /* somebody first asked to be told */
	uint32_t index, info32;
	uint16_t info16;
};

struct record_file {
	struct record_file *next;
	char *path;
	int error; /* it cannot be looked at or, a node, opened; else 0 */
	enum sim_node_kind kind;
	unsigned mode, major, minor;
	uint8_t *content; /* NULL: never read */
	size_t size;
};

enum { RECORD_BUCKETS = 1024 };

struct record {
	char driver[64]; /* empty: not known yet */
	char architecture[16];
	unsigned release;
	struct record_file *files, **files_end;
	struct record_exchange *exchanges, **exchanges_end;
	struct record_exchange *buckets[RECORD_BUCKETS];
	struct record_page *pages, **pages_end;
	struct record_event *events, **events_end;
};

/* record_model.c: NULL when memory is short, as every function below that returns a pointer. */
struct record *record_new(void);
void record_free(struct record *record);
/* False when it is no driver version. */
bool record_set_driver(struct record *record, const char *text);
struct record_exchange *record_find(const struct record *record,
				    const struct record_exchange *question);
/* The same question in the record, put there when it is new. Copies what it is given. */
struct record_exchange *record_ask(struct record *record, const struct record_exchange *question);
/* False when the last answer was the same, which only counts it. */
bool record_answer(struct record_exchange *exchange, const struct record_answer *answer);
struct record_file *record_file_find(const struct record *record, const char *path);
struct record_file *record_file_add(struct record *record, const char *path);
bool record_file_fill(struct record_file *file, const void *bytes, size_t size);
struct record_page *record_page_find(const struct record *record, const char *object);
struct record_page *record_page_add(struct record *record, const char *object, size_t size);
/* The bytes of the snapshot are copied. */
bool record_page_snap(struct record_page *page, const struct record_snapshot *snapshot);
struct record_event *record_event_add(struct record *record, const char *object);

/* record_fields.c */
enum record_field_flags { FIELD_POINTER = 1, FIELD_VOLATILE = 2, FIELD_ASKED = 4 };

/* Number j of element i lies at `at + i * stride + j * width`. */
struct record_field {
	const char *name;
	uint32_t at, stride, elements, inner;
	uint8_t width;
	uint8_t flags;
};

struct record_fields {
	struct record_field *list;
	unsigned count;
};

/* Names for the bytes of a body; empty when no table knows it. */
struct record_fields record_fields_of(const struct record_exchange *question, unsigned release);
/* Of a telemetry page; empty as well when the page is smaller than the release's. */
struct record_fields record_page_fields(unsigned release, size_t size);
void record_fields_free(struct record_fields *fields);
/* The layout of its parameters, NULL when no table knows it; *ret_cmd then is what it is. */
const struct rm_layout *record_layout(enum record_kind kind, uint32_t number, unsigned release,
				      enum rm_cmd *ret_cmd);
/* Lists that parameters point to. Returns how many there are. */
struct record_list {
	const char *name;
	uint32_t pointer_at; /* on the wire */
	size_t element, count;
	bool answer_only; /* what it holds before is no part of the question */
	bool pairs;       /* of index and data */
};
unsigned record_lists(enum record_kind kind, uint32_t number, unsigned release,
		      const uint8_t *params, size_t params_size, struct record_list *lists);
/* Names of numbers, and back. name returns NULL for an unknown one. */
const char *record_number_name(enum record_kind kind, uint32_t number, unsigned release);
bool record_number_of(enum record_kind kind, const char *name, unsigned release,
		      uint32_t *ret_number);
const char *record_status_name(uint32_t status);
bool record_status_of(const char *name, uint32_t *ret_status);

/* record_body.c: parameters of one call, with the lists they point to. */
struct record_body {
	uint8_t *bytes;
	size_t params_size, size;
	uint64_t params_addr;
	struct {
		uint64_t addr;
		size_t at, size;
	} lists[RECORD_LISTS_MAX];
	unsigned lists_count;
};

static inline uint32_t record_word(const uint8_t *bytes, size_t at)
{
	uint32_t value;
	memcpy(&value, bytes + at, sizeof value);
	return value;
}

static inline uint64_t record_address(const uint8_t *bytes, size_t at)
{
	uint64_t value;
	memcpy(&value, bytes + at, sizeof value);
	return value;
}

/* The data of an index among pairs that begin at first and are counted by the first word. */
bool record_find_pair(const uint8_t *bytes, size_t size, size_t first, uint32_t index,
		      uint32_t *ret_data);

typedef int record_copy(void *ctx, void *dst, uint64_t addr, size_t size);
/* 0 or -errno. */
int record_body_read(struct record_body *body, enum record_kind kind, uint32_t number,
		     unsigned release, record_copy *copy, void *ctx);
/* The same addresses again, as the answer left them. */
int record_body_reread(const struct record_body *asked, struct record_body *ret_body,
		       record_copy *copy, void *ctx);
void record_body_free(struct record_body *body);
/* Of a block for NV_ESC_RM_ALLOC: size of the parameters, and where the status is (0: nowhere). */
size_t record_alloc_params_size(const uint8_t *block, size_t block_size, unsigned release);
size_t record_alloc_status_at(size_t block_size, unsigned release);
/* Makes a question of it: pointers become 0 or 1, volatile members and mere answers 0. */
void record_body_ask(struct record_body *body, enum record_kind kind, uint32_t number,
		     unsigned release);
/* The question of a call; in is a comparable copy that the caller frees, object the caller's text.
 */
bool record_question(const struct record_body *body, enum record_kind kind, uint32_t number,
		     const char *object, unsigned release, struct record_exchange *ret_question);
/* Takes what is volatile from another body of the same call. */
void record_body_keep(struct record_body *body, const struct record_body *other,
		      enum record_kind kind, uint32_t number, unsigned release);

/* record_objects.c: who is behind a handle. */
struct record_object {
	struct record_object *next;
	uint32_t client, handle, parent, class_number;
	char *name;
	/* Of an event. */
	char *source;
	uint32_t notify;
	uint64_t born_ms;
	void *file;         /* where a replay tells it */
	unsigned delivered; /* events that a replay has looked at */
};

struct record_gpu {
	uint32_t id, instance, minor;
	bool has_instance, has_minor;
};

struct record_objects {
	struct record_object *list;
	struct record_gpu gpus[32];
	unsigned gpus_count;
};

void record_objects_free(struct record_objects *objects);
struct record_object *record_object_find(const struct record_objects *objects, uint32_t client,
					 uint32_t handle);
struct record_object *record_object_add(struct record_objects *objects, uint32_t client,
					uint32_t parent, uint32_t handle, uint32_t class_number,
					const uint8_t *params, size_t params_size);
/* With all that is below it. */
void record_object_drop(struct record_objects *objects, uint32_t client, uint32_t handle);
void record_client_drop(struct record_objects *objects, uint32_t client);
bool record_is_root(uint32_t class_number);
/* What answers tell about GPUs. */
void record_objects_learn_cards(struct record_objects *objects, const uint8_t *cards, size_t size);
void record_objects_learn_id(struct record_objects *objects, enum rm_cmd cmd,
			     const struct rm_layout *layout, const uint8_t *params);

/* record_line.c: bytes as lines of text. */
void record_print_bytes(FILE *to, const char *prefix, const struct record_fields *fields,
			const uint8_t *before, const uint8_t *bytes, size_t size);
/* Takes one such line, without its prefix; NULL or what is wrong with it. */
const char *record_parse_bytes(char *line, const struct record_fields *fields, uint8_t *bytes,
			       size_t size);
void record_print_text(FILE *to, const uint8_t *text, size_t size);
/* A quoted text at *at, which moves behind it; its length, or -1. */
ssize_t record_parse_text(char **at, uint8_t *dst, size_t size);
void record_print_hex(FILE *to, const uint8_t *bytes, size_t size);
ssize_t record_parse_hex(char **at, uint8_t *dst, size_t size);

/* record_text.c */
void record_write(FILE *to, const struct record *record);
void record_write_head(FILE *to, const struct record *record);
void record_write_file(FILE *to, const struct record_file *file);
void record_write_question(FILE *to, const struct record *record,
			   const struct record_exchange *exchange);
void record_write_answer(FILE *to, const struct record *record,
			 const struct record_exchange *exchange,
			 const struct record_answer *answer);
void record_write_event(FILE *to, const struct record_event *event);
/* Snapshots from first on; the page's own line comes before them. */
void record_write_page(FILE *to, const struct record *record, const struct record_page *page,
		       unsigned first);

/* record_parse.c: NULL and a text "file:line: what is wrong" that the caller frees. */
struct record *record_read(const char *path, char **ret_error);

/* record_scrub.c */
void record_scrub(struct record *record);

#endif
