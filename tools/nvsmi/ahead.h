/* SPDX-License-Identifier: MIT */
/* What is asked of all GPUs side by side. */
#ifndef NVSMI_AHEAD_H
#define NVSMI_AHEAD_H

#include "nvsmi.h"

/*
 * Asks all GPUs at the same time for what NVML measures while its caller waits: 20 ms for each
 * direction of a PCIe link. Before a report that asks for it of one GPU after the other.
 */
void ahead_measure(struct machine *machine);

/*
 * After a GPU was given up: finds who else hangs, all within one deadline. Asks each of these what
 * makes it start, and then what hung; the answers are nobody's, but index is set. open sets handle
 * and refused.
 */
void ahead_roll_call(struct gpu *const *gpus, unsigned int count, void (*open)(struct gpu *gpu));

#endif
