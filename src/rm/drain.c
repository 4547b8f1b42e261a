/* SPDX-License-Identifier: MIT */
/* GPUs that take no new clients, and their removal. Asked of the root: no GPU is woken. */
#include <string.h>

#include "core/lib.h"
#include "rm/rm.h"
#include "rm_constants.h"

nvmlReturn_t provider_drain_state(uint32_t id, bool *ret_draining)
{
	struct rm_gpu_query_drain_state params = {.gpu_id = id};
	nvmlReturn_t result = rm_control(NULL, RM_GPU_QUERY_DRAIN_STATE, &params);

	if (result == NVML_SUCCESS)
		*ret_draining = params.drain_state == NV0000_CTRL_GPU_DRAIN_STATE_ENABLED;
	return result;
}

nvmlReturn_t provider_set_draining(uint32_t id, bool draining)
{
	struct rm_gpu_modify_drain_state params = {
	    .gpu_id = id,
	    .new_state = draining ? NV0000_CTRL_GPU_DRAIN_STATE_ENABLED
				  : NV0000_CTRL_GPU_DRAIN_STATE_DISABLED};

	return rm_control(NULL, RM_GPU_MODIFY_DRAIN_STATE, &params);
}

/* Whether any process has it started, this one included. */
static nvmlReturn_t is_attached(uint32_t id, bool *ret_is)
{
	struct rm_gpu_get_attached_ids params;
	bool found = false;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(NULL, RM_GPU_GET_ATTACHED_IDS, &params);
	if (result != NVML_SUCCESS)
		return result;
	for (size_t i = 0; i < sizeof(params.gpu_ids) / sizeof(params.gpu_ids[0]); i++)
		found |= params.gpu_ids[i] == id;
	*ret_is = found;
	return NVML_SUCCESS;
}

/* The driver would remove a GPU in use at its last close, long after its caller was told. */
nvmlReturn_t provider_remove_gpu(uint32_t id, bool link_down)
{
	struct rm_gpu_modify_drain_state params = {
	    .gpu_id = id,
	    .new_state = NV0000_CTRL_GPU_DRAIN_STATE_ENABLED,
	    .flags = NV0000_CTRL_GPU_DRAIN_STATE_FLAG_REMOVE_DEVICE |
		     (link_down ? NV0000_CTRL_GPU_DRAIN_STATE_FLAG_LINK_DISABLE : 0)};
	bool attached;
	nvmlReturn_t result = is_attached(id, &attached);

	if (result == NVML_SUCCESS && attached)
		result = NVML_ERROR_IN_USE;
	if (result == NVML_SUCCESS)
		result = rm_control(NULL, RM_GPU_MODIFY_DRAIN_STATE, &params);
	return result;
}
