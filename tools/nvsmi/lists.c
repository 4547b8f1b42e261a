/* SPDX-License-Identifier: MIT */
/* What a GPU has any number of; only the XML report asks for these. */

#include "nvsmi.h"

#include <string.h>

nvmlReturn_t list_memory_clocks(struct gpu *gpu, unsigned int *ret_mhz, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetSupportedMemoryClocks");

	return function ? function(gpu->device, count, ret_mhz) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

nvmlReturn_t list_graphics_clocks(struct gpu *gpu, unsigned int memory_mhz, unsigned int *ret_mhz,
				  unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetSupportedGraphicsClocks");

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return function(gpu->device, memory_mhz, count, ret_mhz);
}

nvmlReturn_t list_retired_pages(struct gpu *gpu, nvmlPageRetirementCause_t cause,
				unsigned long long *ret_addresses, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPageRetirementCause_t, unsigned int *,
				 unsigned long long *) =
	    library_symbol("nvmlDeviceGetRetiredPages");

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	return function(gpu->device, cause, count, ret_addresses);
}

/* A process may be forgotten between the two calls; the others stay. */
nvmlReturn_t list_accounted(struct gpu *gpu, struct accounted *ret_processes, unsigned int *count)
{
	static unsigned int pids[NVSMI_ACCOUNTS];
	nvmlReturn_t (*ask_pids)(nvmlDevice_t, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetAccountingPids");
	nvmlReturn_t (*ask_stats)(nvmlDevice_t, unsigned int, nvmlAccountingStats_t *) =
	    library_symbol("nvmlDeviceGetAccountingStats");
	unsigned int found = *count < NVSMI_ACCOUNTS ? *count : NVSMI_ACCOUNTS;
	unsigned int kept = 0;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (ask_pids && ask_stats)
		status = ask_pids(gpu->device, &found, pids);
	if (status != NVML_SUCCESS)
		return status;
	for (unsigned int i = 0; i < found; i++) {
		struct accounted *process = &ret_processes[kept];

		memset(process, 0, sizeof(*process));
		process->pid = pids[i];
		kept += ask_stats(gpu->device, pids[i], &process->stats) == NVML_SUCCESS;
	}
	*count = kept;
	return NVML_SUCCESS;
}
