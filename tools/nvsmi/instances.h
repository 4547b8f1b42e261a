/* SPDX-License-Identifier: MIT */
/* GPU instances and compute instances: what can be made on a GPU, and what is. */
#ifndef NVSMI_INSTANCES_H
#define NVSMI_INSTANCES_H

#include "nvsmi.h"

/* What instances of one kind have, GPU and compute instances alike; other fields are zero. */
struct instance_profile {
	unsigned int id;
	unsigned int slices;
	unsigned int total; /* how many fit at all, and how many now */
	unsigned int free;
	unsigned int multiprocessors;
	unsigned int copy_engines;
	unsigned int decoders;
	unsigned int encoders;
	unsigned int jpegs;
	unsigned int ofas;
	unsigned long long mib;
	bool p2p;
	char name[96]; /* without "MIG " */
};

struct instance_place {
	unsigned int start;
	unsigned int size;
};

struct gpu_instance {
	nvmlGpuInstance_t handle;
	unsigned int id;
	const struct instance_profile *profile;
	struct instance_place place;
};

struct compute_instance {
	nvmlComputeInstance_t handle;
	unsigned int id;
	const struct instance_profile *profile;
	struct instance_place place;
};

/* In the order in which nvidia-smi lists them: small ones first, then those with more engines. */
struct gpu_profiles {
	unsigned int count;
	struct instance_profile list[NVML_GPU_INSTANCE_PROFILE_COUNT];
};

struct compute_profiles {
	bool bare; /* the driver does not describe them: ids, slices and names alone */
	unsigned int count;
	struct instance_profile list[NVML_COMPUTE_INSTANCE_PROFILE_COUNT];
};

/* The profiles of a GPU that can be divided; fails with the reason when there are none. */
nvmlReturn_t instances_gpu_profiles(struct gpu *gpu, struct gpu_profiles *ret_profiles);
nvmlReturn_t instances_compute_profiles(const struct gpu_instance *instance,
					struct compute_profiles *ret_profiles);

/*
 * All instances, profile by profile, on the heap (free() the list). They point to their profiles.
 */
nvmlReturn_t instances_of_gpu(struct gpu *gpu, const struct gpu_profiles *profiles,
			      struct gpu_instance **ret_list, unsigned int *ret_count);
nvmlReturn_t instances_of_instance(const struct gpu_instance *instance,
				   const struct compute_profiles *profiles,
				   struct compute_instance **ret_list, unsigned int *ret_count);

/* Where an instance of a profile can lie; free() the list. */
nvmlReturn_t instances_gpu_places(struct gpu *gpu, const struct instance_profile *profile,
				  struct instance_place **ret_list, unsigned int *ret_count);
nvmlReturn_t instances_compute_places(const struct gpu_instance *instance,
				      const struct instance_profile *profile,
				      struct instance_place **ret_list, unsigned int *ret_count);

/* place NULL: where the driver likes. */
nvmlReturn_t instances_create_gpu(struct gpu *gpu, const struct instance_profile *profile,
				  const struct instance_place *place,
				  struct gpu_instance *ret_instance);
nvmlReturn_t instances_create_compute(const struct gpu_instance *instance,
				      const struct instance_profile *profile,
				      const struct instance_place *place, unsigned int *ret_id);
nvmlReturn_t instances_destroy_gpu(const struct gpu_instance *instance);
nvmlReturn_t instances_destroy_compute(const struct compute_instance *instance);

#endif
