/* SPDX-License-Identifier: MIT */
/* On and off, as the API writes them. */
#ifndef OPENNVML_API_ENABLE_H
#define OPENNVML_API_ENABLE_H

#include <stdbool.h>

#include "nvml.h"

static inline nvmlEnableState_t enable_state(bool enabled)
{
	return enabled ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
}

/* Whether a caller's word is one of the two. */
static inline bool is_enable_state(nvmlEnableState_t state)
{
	return state == NVML_FEATURE_ENABLED || state == NVML_FEATURE_DISABLED;
}

#endif
