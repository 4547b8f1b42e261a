/* SPDX-License-Identifier: MIT */
#ifndef NVSMI_AHEAD_H
#define NVSMI_AHEAD_H

#include "nvsmi.h"

/*
 * Asks all GPUs at the same time for what NVML measures while its caller waits: 20 ms for each
 * direction of a PCIe link. Before a report that asks for it of one GPU after the other.
 */
void ahead_measure(struct machine *machine);

#endif
