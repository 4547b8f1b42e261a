/* SPDX-License-Identifier: MIT */
/*
 * What the library answers to the question behind an element of nvidia-smi -q -x, in the
 * words and units of the recordings.
 */
#ifndef OPENNVML_TESTS_IMPORT_ANSWERS_H
#define OPENNVML_TESTS_IMPORT_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

enum { ANSWER_SIZE = 512 };

/* On the port in use. False: the library does not start. */
bool answers_open(void);
void answers_close(void);
/* The driver's branch, as 535. */
unsigned answers_branch(void);

/* An element of the whole; false: no question is known for it. */
bool answer_root(const char *path, char ret_text[ANSWER_SIZE]);
/* An element of a gpu by its path below it. */
bool answer_gpu(unsigned gpu, const char *path, char ret_text[ANSWER_SIZE]);
/* An element of the process with this id; "N/A" where there is no such process. */
bool answer_process(unsigned gpu, unsigned pid, const char *name, char ret_text[ANSWER_SIZE]);
/* An element of a MIG device by its path below it. */
bool answer_mig(unsigned gpu, unsigned index, const char *path, char ret_text[ANSWER_SIZE]);

/* What nvsmi -q -x prints of it all. The caller frees it; NULL: nothing was printed. */
char *answers_report(size_t *ret_size);

#endif
