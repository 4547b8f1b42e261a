/* SPDX-License-Identifier: MIT */
/* Objects that only a few questions need, below the subdevice or the root. Made at first use. */
#include "core/lib.h"
#include "rm/rm.h"
#include "rm_constants.h"
#include "rm_status.h"

/* Places among a GPU's handles; object.c and rusd.c have the others. */
#define CHILD_HANDLE_OFFSET 8u
/* Beside the handles of all GPUs. */
#define CONF_COMPUTE_HANDLE 0xcafd0000u

static const uint32_t classes[RM_CHILDREN] = {[RM_CHILD_DIAG] = NV20_SUBDEVICE_DIAG,
					      [RM_CHILD_INFOROM] = GF100_SUBDEVICE_INFOROM,
					      [RM_CHILD_VGPU_CONFIG] = NVA081_VGPU_CONFIG};

/* A class that the driver does not know is a question that it does not answer. */
static nvmlReturn_t make(uint32_t parent, uint32_t handle, uint32_t object_class)
{
	uint32_t status;
	nvmlReturn_t result = rm_alloc_plain(parent, handle, object_class, &status);

	return status == NV_ERR_INVALID_CLASS ? NVML_ERROR_NOT_SUPPORTED : result;
}

/* gpu: whose it is; NULL: nobody's alone. */
static nvmlReturn_t use(const struct gpu *gpu, atomic_uint *place, uint32_t parent, uint32_t handle,
			uint32_t object_class, uint32_t *ret_object)
{
	nvmlReturn_t result = NVML_SUCCESS;

	if (atomic_load_explicit(place, memory_order_acquire) == 0) {
		lib_begin_first_use(gpu);
		if (atomic_load_explicit(place, memory_order_relaxed) == 0) {
			result = make(parent, handle, object_class);
			if (result == NVML_SUCCESS)
				atomic_store_explicit(place, handle, memory_order_release);
		}
		lib_end_first_use(gpu);
	}
	if (result == NVML_SUCCESS)
		*ret_object = handle;
	return result;
}

nvmlReturn_t rm_child_use(struct gpu *gpu, enum rm_child child, uint32_t *ret_object)
{
	uint32_t handle = gpu->rm.device + CHILD_HANDLE_OFFSET + (uint32_t)child;

	return use(gpu, &gpu->rm.children[child], gpu->rm.subdevice, handle, classes[child],
		   ret_object);
}

nvmlReturn_t rm_conf_compute_use(uint32_t *ret_object)
{
	return use(NULL, &lib.rm.conf_compute, lib.rm.root, CONF_COMPUTE_HANDLE,
		   NV_CONFIDENTIAL_COMPUTE, ret_object);
}
