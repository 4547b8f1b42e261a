/* SPDX-License-Identifier: MIT */
#ifndef OPENNVML_API_NVLINK_H
#define OPENNVML_API_NVLINK_H

#include <stdbool.h>

#include "provider.h"

/* NOT_SUPPORTED where the GPU has no NVLink or none of its links is enabled. */
nvmlReturn_t nvlink_state(struct gpu *gpu, struct nvlink_state *ret_state);
/* Whether the GPU has the link at all; any number may be asked for. */
bool nvlink_is_enabled(const struct nvlink_state *state, unsigned link);
bool nvlink_is_active(const struct nvlink *link);
/* Which set a count comes with, and all counts of a set as bits. */
enum nvlink_count_set nvlink_set_of(enum nvlink_count count);
uint64_t nvlink_counts_of(enum nvlink_count_set set);

#endif
