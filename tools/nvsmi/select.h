/* SPDX-License-Identifier: MIT */
/* -i: which GPUs a command is about. */
#ifndef NVSMI_SELECT_H
#define NVSMI_SELECT_H

#include "nvsmi.h"

/* False for a GPU that ids, if they are all indices, do not name. Asks nothing. */
bool select_may_want(const char *ids, unsigned int index);

/*
 * Keeps those named by index, UUID, PCI bus id or serial number, in the machine's order. Where
 * something is to be changed a name that fits none is refused, unless all do: 0, or an exit status
 * after the message was printed.
 */
int select_gpus(struct machine *machine, const char *ids);

#endif
