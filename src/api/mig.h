/* SPDX-License-Identifier: MIT */
/* Profiles of GPU and compute instances: NVML's numbers and names for them. */
#ifndef OPENNVML_API_MIG_H
#define OPENNVML_API_MIG_H

#include "core/gpu.h"
#include "core/mig.h"
#include "provider.h"

/* The profile that NVML_GPU_INSTANCE_PROFILE_<index> means on this GPU. */
nvmlReturn_t mig_profile_by_index(struct gpu *gpu, unsigned index, struct mig_profile *ret_profile);
/* By the id that nvidia-smi prints and instances report. INVALID_ARGUMENT for a stranger. */
nvmlReturn_t mig_profile_by_id(struct gpu *gpu, unsigned id, struct mig_profile *ret_profile);
/* Whether any board has a profile with this id. */
bool mig_is_profile_id(unsigned id);
unsigned mig_profile_id(const struct mig_profile *profile);

/* The number of NVML_COMPUTE_INSTANCE_PROFILE_...; it is the profile's id too. */
unsigned mig_compute_profile_id(const struct mig_compute_profile *profile);

/* "MIG 3g.40gb"; with compute, "MIG 1c.3g.40gb" unless it fills the instance. */
nvmlReturn_t mig_name(struct gpu *gpu, const struct mig_profile *profile,
		      const struct mig_compute_profile *compute, struct text *ret_name);

/* The MIG devices that this process may use, in the order of their indices. */
#define MIG_DEVICES_MAX (MIG_INSTANCES_MAX * MIG_INSTANCES_MAX)

struct mig_device {
	uint32_t gi, ci;
	struct text uuid;
};

nvmlReturn_t mig_devices(struct gpu *gpu, struct mig_device *ret_list, uint32_t *ret_count);
/* Its name: the board's and the profile's. */
nvmlReturn_t mig_device_name(struct gpu *mig, struct text *ret_name);
/* By UUID, or by GPU UUID and ids. NOT_FOUND. */
nvmlReturn_t mig_device_by_uuid(unsigned gpu_count, const char *uuid, nvmlDevice_t *ret_device);

#endif
