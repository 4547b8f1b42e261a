/* SPDX-License-Identifier: MIT */
/* -i: which GPUs a command is about. */
#ifndef NVSMI_SELECT_H
#define NVSMI_SELECT_H

#include "nvsmi.h"

/* Keeps those named by index, UUID, PCI bus id or serial number, in the machine's order. */
void select_gpus(struct machine *machine, const char *ids);

#endif
