/* SPDX-License-Identifier: MIT */
/* GPUs that the library leaves out since their device nodes may not be opened. */
#ifndef NVSMI_DENIED_H
#define NVSMI_DENIED_H

#include "nvsmi.h"

/* True if the machine has no GPU to show, and a node that may not be opened. */
bool denied_all(const struct machine *machine);

/*
 * Natively, once: a line on standard error where there is no GPU, or where a minor number is
 * missing in front of others and its node may not be opened. Of GPUs that are there only their
 * minor numbers are asked, which our library knows.
 */
void denied_tell(const struct machine *machine);

#endif
