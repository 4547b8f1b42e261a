/* SPDX-License-Identifier: MIT */
/* Numbers of vGPU types and of vGPUs name no GPU: whoever asks looks at all that host vGPUs. */
#ifndef OPENNVML_API_VGPU_H
#define OPENNVML_API_VGPU_H

#include "provider.h"

/* NVML_ERROR_INVALID_ARGUMENT for a type that no GPU here has. */
nvmlReturn_t vgpu_find_type(nvmlVgpuTypeId_t id, struct vgpu_type *ret_type);
/* NVML_ERROR_INVALID_ARGUMENT for a type that this GPU lacks. */
nvmlReturn_t vgpu_type_of(struct gpu *gpu, nvmlVgpuTypeId_t id, struct vgpu_type *ret_type);
/* The vGPU and the GPU that it runs on; NVML_ERROR_NOT_FOUND when it does not run. */
nvmlReturn_t vgpu_find(nvmlVgpuInstance_t id, struct gpu **ret_gpu, struct vgpu *ret_vgpu);
/* Whether the GPU hosts vGPUs: what else is wrong with a call is said after that. */
nvmlReturn_t vgpu_check_host(struct gpu *gpu);

/* found into the caller's list of *count places; too few are answered with the number needed. */
nvmlReturn_t vgpu_give_list(const uint32_t *found, uint32_t needed, unsigned int *count,
			    unsigned int *list);
/* text into the caller's buffer of *size bytes, the same way. */
nvmlReturn_t vgpu_give_text(const char *text, unsigned int *size, char *buf);

#endif
