/* SPDX-License-Identifier: MIT */
/* vGPUs of a host, their types and their load: what NVML tells of them, as text where it is text.
 */
#ifndef NVSMI_VGPUS_H
#define NVSMI_VGPUS_H

#include "nvsmi.h"

#define VGPU_TEXT 96

/* True if the GPU hosts vGPUs now. */
bool vgpus_are_hosted(struct gpu *gpu);

/* free() each list. NVML_SUCCESS and 0 when there are none. */
nvmlReturn_t vgpus_active(struct gpu *gpu, nvmlVgpuInstance_t **ret_list, unsigned int *ret_count);
nvmlReturn_t vgpus_types(struct gpu *gpu, bool creatable, nvmlVgpuTypeId_t **ret_list,
			 unsigned int *ret_count);

/* Each writes "N/A" where there is no answer. */
void vgpus_type_name(nvmlVgpuTypeId_t type, char ret_text[VGPU_TEXT]);
void vgpus_type_class(nvmlVgpuTypeId_t type, char ret_text[VGPU_TEXT]);
void vgpus_uuid(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT]);
void vgpus_mdev_uuid(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT]);
void vgpus_guest_driver(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT]);
void vgpus_licence(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT]);
void vgpus_bus_id(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT]);
/* True if it is a UUID, not a number of the hypervisor. */
bool vgpus_vm_id(nvmlVgpuInstance_t vgpu, char ret_text[VGPU_TEXT]);

/* Negative where there is no answer. */
int64_t vgpus_type(nvmlVgpuInstance_t vgpu);
int64_t vgpus_frame_limit(nvmlVgpuInstance_t vgpu);
int64_t vgpus_ecc(nvmlVgpuInstance_t vgpu);
int64_t vgpus_accounting(nvmlVgpuInstance_t vgpu);
int64_t vgpus_gpu_instance(nvmlVgpuInstance_t vgpu);
int64_t vgpus_placement(nvmlVgpuInstance_t vgpu);
int64_t vgpus_memory_used(nvmlVgpuInstance_t vgpu);
int64_t vgpus_type_memory(nvmlVgpuTypeId_t type);

/* Sessions, frames per second, latency; false where there is no answer. */
bool vgpus_encoder(nvmlVgpuInstance_t vgpu, unsigned int ret_numbers[3]);
bool vgpus_capture(nvmlVgpuInstance_t vgpu, unsigned int ret_numbers[3]);

enum { LOAD_SM, LOAD_MEMORY, LOAD_ENCODER, LOAD_DECODER, LOAD_JPEG, LOAD_OFA, LOAD_COUNT };

/* Percent of the whole GPU; negative where the library does not tell. */
struct vgpu_load {
	nvmlVgpuInstance_t vgpu;
	unsigned int pid; /* of a process in the guest; 0: the whole vGPU */
	char name[64];
	int percent[LOAD_COUNT];
};

/* The newest of each vGPU, or of each process in them; free() the list. */
nvmlReturn_t vgpus_loads(struct gpu *gpu, struct vgpu_load **ret_list, unsigned int *ret_count);
nvmlReturn_t vgpus_process_loads(struct gpu *gpu, struct vgpu_load **ret_list,
				 unsigned int *ret_count);
/* The one of a vGPU; all zero when it was not sampled. */
struct vgpu_load vgpus_load_of(const struct vgpu_load *list, unsigned int count,
			       nvmlVgpuInstance_t vgpu);

#endif
