/* SPDX-License-Identifier: MIT */
/* GPUs that cannot be asked, or are lost: the report goes on, and this is what is said of them. */
#ifndef NVSMI_TROUBLE_H
#define NVSMI_TROUBLE_H

#include "nvsmi.h"

/* Those of this machine are told of; its GPUs may be chosen from later. */
void trouble_watch(const struct machine *machine);

/* Of an answer that is no value of the catalogue: whether the GPU is lost. Returns the status. */
nvmlReturn_t trouble_note(struct gpu *gpu, nvmlReturn_t status);

/* After a failure: what is known of the GPU without asking it. */
void trouble_fill(struct gpu *gpu, enum value_id id);

/* In the place of values that failed with this status; NULL: they say it themselves. */
const char *trouble_in_short(const struct gpu *gpu, nvmlReturn_t status);

/* Says on standard error which GPUs are in trouble, each once. Nothing as nvidia-smi. */
void trouble_tell(void);

/* 0, or the exit status for a GPU that is: 10 without an answer, 15 lost, as NVML's codes. */
int trouble_status(void);

#endif
