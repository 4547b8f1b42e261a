/* SPDX-License-Identifier: MIT */
/*
 * Handles of MIG: GPU instances, compute instances and MIG devices. Each is the
 * address of a cell that its GPU keeps for the ids, so a handle is recognised by its
 * address alone, the same instance has the same handle for ever, and a cell that is
 * not marked belongs to a handle that is stale or was never given out.
 */
#ifndef OPENNVML_CORE_MIG_H
#define OPENNVML_CORE_MIG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "nvml.h"

#define MIG_GI_MAX 15u /* ids 0..14: one whole, two halves, four quarters, eight eighths */
#define MIG_CI_MAX 8u
#define MIG_NO_ID UINT32_MAX

struct gpu;

struct mig_handles {
	atomic_uchar gpu_instances[MIG_GI_MAX];
	atomic_uchar compute_instances[MIG_GI_MAX * MIG_CI_MAX];
	atomic_uchar devices[MIG_GI_MAX * MIG_CI_MAX];
};

/* What a handle names. */
struct mig_place {
	struct gpu *gpu;
	uint32_t gi, ci; /* ci: MIG_NO_ID for a GPU instance */
};

/* Make the handle valid and return it. The ids are below the limits. */
nvmlGpuInstance_t mig_handle_of_gi(struct gpu *gpu, uint32_t gi);
nvmlComputeInstance_t mig_handle_of_ci(const struct mig_place *place);
nvmlDevice_t mig_handle_of_device(const struct mig_place *place);

/* False for a stranger and for a stale handle. */
bool mig_gi_of(nvmlGpuInstance_t handle, struct mig_place *ret_place);
bool mig_ci_of(nvmlComputeInstance_t handle, struct mig_place *ret_place);
bool mig_device_of(nvmlDevice_t handle, struct mig_place *ret_place);

/* The instance is gone, and with it what lay on it. */
void mig_forget(const struct mig_place *place);
void mig_forget_all(void);

#endif
