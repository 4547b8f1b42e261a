/* SPDX-License-Identifier: MIT */
/* What the files of the words share. */
#ifndef OPENNVML_SIM_CHANGE_WORDS_H
#define OPENNVML_SIM_CHANGE_WORDS_H

#include <stdbool.h>

#include "sim/change.h"
#include "sim/driver.h"

#define CHANGE_WORDS_MAX 16u

/* A line being served. A handler reads its words first and stops there without a sim. */
struct change {
	const struct machine *machine;
	struct sim *sim; /* NULL: the line is only looked at */
	unsigned gpu;    /* for words that name one first: words[1] */
	unsigned count;
	char *words[CHANGE_WORDS_MAX];
	char copy[SIM_CHANGE_LINE];
	char *text; /* refusal or answer */
	size_t size, used;
};

typedef int change_handler(struct change *change);

/* Writes "found FOUND, expected EXPECTED" and returns -EINVAL. */
int change_expected(struct change *change, const char *found, const char *expected, ...)
    __attribute__((format(printf, 3, 4)));
/* Writes why it cannot be now, and returns -error. */
int change_refuse(struct change *change, int error, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void change_tell(struct change *change, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline struct sim_gpu *change_gpu_of(const struct change *change)
{
	return &change->sim->gpus[change->gpu];
}

/* Numbers as C writes them; false for anything else or above the limit. */
bool change_number(const char *text, uint64_t limit, uint64_t *ret_value);
/* "500ms", "3s": with a unit of us, ms, s or m; at most a day. */
bool change_time(const char *text, uint64_t *ret_ns);
/* The value of KEY=VALUE among the words from a place on; NULL: not given. */
const char *change_option(const struct change *change, unsigned from, const char *key);
/* 0 when every word from a place on is one of these keys with a value, and none comes twice. */
int change_options_are(struct change *change, unsigned from, const char *const *keys);
/* The number of an option, or the default; 0 or -EINVAL. */
int change_option_number(struct change *change, unsigned from, const char *key, uint64_t limit,
			 uint64_t otherwise, uint64_t *ret_value);
/* Reads the word as a GPU of the machine. */
int change_read_gpu(struct change *change, const char *word, unsigned *ret_gpu);

/* change_gpu.c */
change_handler change_set, change_release, change_start, change_end, change_xid, change_raise,
    change_lose, change_restore, change_suspend, change_resume, change_reset, change_node;
/* change_fault.c */
change_handler change_fault, change_torn, change_firmware, change_clear;
void change_show_faults(struct change *change);
/* change_driver.c */
change_handler change_driver, change_step, change_show;

#endif
