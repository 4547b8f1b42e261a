/* SPDX-License-Identifier: MIT */
/* --no-wake: which GPUs sleep (runtime power management), and what is known of them so. */
#ifndef NVSMI_SLEEPERS_H
#define NVSMI_SLEEPERS_H

#include <stdbool.h>

/* Before the library is loaded: true if any GPU sleeps. */
bool sleepers_any(void);

/* With the library initialised, which knows a GPU's index by its address without opening it. */
void sleepers_find(void);
bool sleepers_has(unsigned int index);

#endif
