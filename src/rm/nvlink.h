/* SPDX-License-Identifier: MIT */
/* Counters of links: src/rm/counters.c answers for src/rm/nvlink.c. */
#ifndef OPENNVML_RM_NVLINK_H
#define OPENNVML_RM_NVLINK_H

#include "provider.h"

nvmlReturn_t rm_nvlink_counts(struct gpu *gpu, enum nvlink_count_set set, uint64_t wanted,
			      uint64_t links, uint32_t lanes, struct nvlink_counts *ret_counts);
nvmlReturn_t rm_clear_nvlink_errors(struct gpu *gpu, uint64_t links, uint32_t lanes);

#endif
