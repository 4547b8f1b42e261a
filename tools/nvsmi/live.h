/* SPDX-License-Identifier: MIT */
/* nvsmi -l on a terminal: GPUs and processes on one screen that is drawn anew in place. */
#ifndef NVSMI_LIVE_H
#define NVSMI_LIVE_H

#include "nvsmi.h"

/* On a terminal that can, by our own name; all else gets the tables one after the other. */
bool live_is_wanted(const struct options *options);

/* Until q, a signal, or nothing answers any more. Returns an exit status. */
int live_run(struct machine *machine, unsigned int interval_ms);

#endif
