/* SPDX-License-Identifier: MIT */
/* MIG is never enabled on a simulated machine. */
#include "sim/controls.h"

/* Listing all needs a right; without a subscription one's own list is empty. */
uint32_t sim_get_partitions(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_partitions *params = neutral;

	if (!call->gpu->model->mig_capable)
		return SIM_NOT_SUPPORTED;
	if (params->get_all_partition_info && !call->admin)
		return SIM_INSUFFICIENT_PERMISSIONS;
	params->valid_partition_count = 0;
	return SIM_OK;
}

uint32_t sim_refuse_unless_mig(struct sim_call *call, void *neutral)
{
	(void)call;
	(void)neutral;
	return SIM_NOT_SUPPORTED;
}
