/* SPDX-License-Identifier: MIT */
/* From nothing to GPUs, and what is said where that fails. */
#ifndef NVSMI_START_H
#define NVSMI_START_H

#include "nvsmi.h"

/* Loads the library, behind a deadline (patience.h). 0, or an exit status. */
int start_library(void);

/* For what is told without a driver too: the versions, as far as they can be had. */
void start_versions(struct machine *machine);

/*
 * Loads the library, initialises it, and finds versions and GPUs: those of ids (-i), or with NULL
 * all. 0, or an exit status after the message was printed.
 */
int start_machine(struct machine *machine, const char *ids);

/* Each prints why and returns the exit status. */
int start_fail(const struct machine *machine, nvmlReturn_t status, enum command command);
int start_fail_without_gpus(void);
/*
 * As nvidia-smi: which GPUs that are there cannot be had. 0, or the first one's exit status; and
 * whether that is all that is printed, as before 580.
 */
int start_report_refusals(struct machine *machine, enum command command, bool *ret_ends);
/* Whether it is one of those. */
bool start_reports(struct machine *machine, const struct refusal *refusal, bool list);

/*
 * As nvidia-smi, after a first look at all: those that do not start are as if their handles were
 * refused, which they are by NVIDIA's library from 550 on; older ones leave them out. True if
 * there is one.
 */
bool start_leave_out_failed(struct machine *machine);

/* The first digits of a version: "550.163" of "550.163.01". */
int start_short_version(const char *version);

#endif
