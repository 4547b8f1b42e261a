/* SPDX-License-Identifier: MIT */
/*
 * How long an answer is waited for. A call that hangs in the kernel can neither be left nor killed,
 * and a process with such a thread does not end. So a child asks and prints, and its parent waits
 * with a deadline: whoever makes no progress is given up with the GPU that it was asking, and a new
 * child starts over without that GPU.
 *
 * What is said here is said by plain stores into a page that both share. Without a deadline
 * there is no child, and the stores are seen by nobody.
 */
#ifndef NVSMI_PATIENCE_H
#define NVSMI_PATIENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Who else than a GPU may be waited for. */
enum patience_subject {
	PATIENCE_DRIVER = 64, /* the library, or the driver as a whole */
	PATIENCE_NAMES,       /* the system's files of processes */
};

/*
 * From here on there is a deadline: returns in the child, as often as one is needed. Before
 * the library is loaded; what was printed before is printed once.
 */
void patience_start(void);

/* Says who is asked next: a GPU's index, or one of the above. */
void patience_ask(unsigned int subject);
/*
 * Of a thread that asks one GPU while others ask others, and somebody waits for them all: between
 * these the GPU owes an answer. Of those that do, none is given up without the others.
 */
void patience_begin_beside(unsigned int gpu);
void patience_end_beside(unsigned int gpu);
/* True if this one has hung before and must not be asked. */
bool patience_is_hung(unsigned int subject);

/* True if anyone has hung before. */
bool patience_has_hung(void);

/* A number of the asker's own for what is asked; and the one that hung last, 0: none. */
void patience_note_question(unsigned int question);
unsigned int patience_question(void);

/* Between these, time does not count: while output is written, and from round to round. */
void patience_rest(void);
void patience_go_on(void);
/* Sleeps meanwhile. */
void patience_sleep(unsigned int ms);

/* A block of output was written, and how many those before this child wrote. */
void patience_wrote_block(void);
unsigned int patience_blocks(void);
/* So many rows are printed with the next block, and were with theirs. */
void patience_set_rows(unsigned long rows);
unsigned long patience_rows(void);

/* Something is about to be changed: from here on nothing is given up or done twice. */
void patience_commit(void);

/* How many GPUs there are. */
void patience_keep_count(unsigned int count);
/* The PCI address of a GPU, for when it cannot be asked any more; NULL: never heard. */
void patience_keep_address(unsigned int index, const char *address);
const char *patience_address(unsigned int index);

#endif
