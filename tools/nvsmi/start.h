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
/* 0 unless a GPU that is there cannot be had, which stops a report from 550 on. */
int start_report_lost(struct machine *machine, enum command command);
int start_fail_without_gpus(void);

/* The first digits of a version: "550.163" of "550.163.01". */
int start_short_version(const char *version);

#endif
