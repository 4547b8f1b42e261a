/* SPDX-License-Identifier: MIT */
/*
 * A machine file from a record. Each value is what an answer or a page told; a key that
 * nothing told is left out and said so. What the simulated driver answers with these
 * keys (src/sim) is what was read here.
 */
#ifndef NVSIM_DISTIL_H
#define NVSIM_DISTIL_H

#include "record.h"
#include "rm_rusd.h"

enum { DISTIL_GPUS = 32, DISTIL_TEXT = 128 };

/* Lines of YAML in the making. */
struct distil_part {
	FILE *to;
	char *text;
	size_t size;
};

struct distil_gpu {
	unsigned minor;
	uint32_t id;
	uint64_t bar1_bytes;
	char pci[24];    /* 00000000:1b:00.0 */
	char folder[64]; /* below /sys */
	char device[32]; /* names of its objects */
	char subdevice[48];
	uint64_t processes_kib;
	struct distil_part model, state, gpu, untold;
};

struct distil {
	const struct record *record;
	struct distil_gpu gpus[DISTIL_GPUS];
	unsigned count;
	bool fabric;
	bool no_firmware; /* some GPU runs without: the module is not the open one */
};

/* distil_ask.c: the next question for a command of an object; NULL: no more. */
const struct record_exchange *distil_next(const struct distil *distil,
					  const struct record_exchange *after, const char *object,
					  enum rm_cmd cmd, const struct rm_layout **ret_layout);
/* What was told last; false when nothing was. */
bool distil_answer(const struct distil *distil, const char *object, enum rm_cmd cmd, void *neutral);
/* Asked, and never answered. */
bool distil_refused(const struct distil *distil, const char *object, enum rm_cmd cmd);
/* The data of an index in the information lists of either form. */
bool distil_info(const struct distil *distil, const char *object, enum rm_cmd with_pointer,
		 enum rm_cmd with_list, uint32_t index, uint32_t *ret_data);
/* A number of the last snapshot in which its section was written; false when there is none. */
bool distil_reading(const struct distil *distil, const struct distil_gpu *gpu,
		    enum rm_rusd_field stamp, unsigned stamp_element, enum rm_rusd_field field,
		    unsigned element, uint64_t *ret_value);
const char *distil_file(const struct distil *distil, const char *folder, const char *name);

/* distil.c: one line; text is quoted where YAML needs it. */
void distil_put_number(struct distil_part *part, const char *key, int64_t value);
void distil_put_hex(struct distil_part *part, const char *key, uint64_t value);
void distil_put_text(struct distil_part *part, const char *key, const void *text, size_t size);
void distil_put_bool(struct distil_part *part, const char *key, bool value);
/* A key that nothing told. */
void distil_untold(struct distil_gpu *gpu, const char *key);

/* distil_board.c, distil_state.c, distil_gpu.c. False after a message: no such machine can be. */
bool distil_model(struct distil *distil, struct distil_gpu *gpu);
void distil_state(const struct distil *distil, struct distil_gpu *gpu);
void distil_identity(struct distil *distil, struct distil_gpu *gpu);

#endif
