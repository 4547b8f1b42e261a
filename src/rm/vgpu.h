/* SPDX-License-Identifier: MIT */
/*
 * A GPU that hosts vGPUs. What belongs to it is asked of an object of its own (class
 * NVA081_VGPU_CONFIG), which is made at the first question and ends with the GPU's others.
 */
#ifndef OPENNVML_RM_VGPU_H
#define OPENNVML_RM_VGPU_H

#include <stddef.h>

#include "nvml.h"
#include "rm_abi.h"

struct gpu;

/* The whole GPU, where a command asks for a GPU instance. */
#define VGPU_WHOLE_GPU UINT32_MAX

/* Sent with no question: what a driver's release does not tell stays so. */
#define VGPU_NOT_TOLD UINT32_MAX

/* NVML_ERROR_NOT_SUPPORTED unless the GPU hosts vGPUs; makes the object. */
nvmlReturn_t rm_vgpu_use(struct gpu *gpu);
/* The same, and NVML_ERROR_NO_PERMISSION unless root: the driver leaves that to its callers. */
nvmlReturn_t rm_vgpu_use_as_root(struct gpu *gpu);
/* A vGPU and the process on the host that works for it. */
struct rm_vgpu_process {
	uint32_t vgpu, pid;
};

/* ret_list has VGPUS_MAX places. */
nvmlReturn_t rm_vgpu_processes(struct gpu *gpu, struct rm_vgpu_process *ret_list,
			       uint32_t *ret_count);
/*
 * NVML_ERROR_NOT_SUPPORTED when the command cannot name a GPU instance here: drivers before
 * 575 know the whole GPU alone. offset is that of the command's gpu_instance_id.
 */
nvmlReturn_t rm_vgpu_check_instance(enum rm_cmd cmd, size_t offset, uint32_t instance);
/* One control to that object. NV_ERR_OBJECT_NOT_FOUND is NVML_ERROR_NOT_FOUND. */
nvmlReturn_t rm_vgpu_control(struct gpu *gpu, enum rm_cmd cmd, void *neutral);

#endif
