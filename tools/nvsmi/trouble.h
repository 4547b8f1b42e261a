/* SPDX-License-Identifier: MIT */
/* GPUs that cannot be asked, or are lost: the report goes on, and this is what is said of them. */
#ifndef NVSMI_TROUBLE_H
#define NVSMI_TROUBLE_H

#include "nvsmi.h"

/* Those of this machine are told of; its GPUs may be chosen from later. */
void trouble_watch(const struct machine *machine);

/* Of an answer that is no value of the catalogue: what it tells of the GPU. Returns the status. */
nvmlReturn_t trouble_note(struct gpu *gpu, nvmlReturn_t status);

/* After a failure: that too; natively what is known of the GPU without asking it. */
void trouble_fill(struct gpu *gpu, enum value_id id);

/*
 * NVML_SUCCESS for a GPU that can be asked, or sleeps; else why it cannot: no handle, lost, or it
 * does not start. That one shows only when it is asked, and then no question has an answer.
 */
nvmlReturn_t trouble_of(struct gpu *gpu);

/* Where the GPU of this index is, as far as that is known without asking it; NULL: it is not. */
const char *trouble_address(unsigned int index);
/* "0000:17:00.0", as NVIDIA's tool has it in some messages; "" where it is not known. */
const char *trouble_shorten(const char *address);

/* In the place of values that failed with this status; NULL: they say it themselves. */
const char *trouble_in_short(const struct gpu *gpu, nvmlReturn_t status);

/* Why, within a sentence. */
const char *trouble_in_words(nvmlReturn_t status);

/* Says on standard error which GPUs are in trouble, each once. Nothing as nvidia-smi. */
void trouble_tell(void);

/* Below a table: says if the GPU's infoROM is corrupt. Asked once, for the driver reads it whole.
 */
void trouble_warn_of_inforom(struct gpu *gpu);

/*
 * 0, or the exit status for a GPU that is, NVML's code: 10 without an answer, 15 lost; called as
 * nvidia-smi too, 14 after the warning above.
 */
int trouble_status(void);

#endif
