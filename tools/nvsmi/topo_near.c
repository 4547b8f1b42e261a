/* SPDX-License-Identifier: MIT */
/* What is near a GPU: other GPUs, processors and memory. */

#include "places.h"
#include "topo.h"

#include <stdio.h>
#include <string.h>

#define WORD_BITS (8 * sizeof(unsigned long))
#define CPU_WORDS (8192 / WORD_BITS)
#define NODE_WORDS (1024 / WORD_BITS)

/* The library of 550 and 555 tells several switches where there is one; nvidia-smi knows better. */
nvmlReturn_t topo_level(struct gpu *a, struct gpu *b, nvmlGpuTopologyLevel_t *ret_level)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlDevice_t, nvmlGpuTopologyLevel_t *) =
	    library_symbol("nvmlDeviceGetTopologyCommonAncestor");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	struct place places[2];

	if (function)
		status = function(gpu_device(a), gpu_device(b), ret_level);
	if (status == NVML_SUCCESS && *ret_level != NVML_TOPOLOGY_MULTIPLE)
		return status;
	place_of_gpu(a, &places[0]);
	place_of_gpu(b, &places[1]);
	if (!place_is_known(&places[0]) || !place_is_known(&places[1]))
		return status;
	nvmlGpuTopologyLevel_t level = place_level(&places[0], &places[1]);
	if (status != NVML_SUCCESS || level == NVML_TOPOLOGY_SINGLE)
		*ret_level = level;
	return NVML_SUCCESS;
}

static bool has_bit(const unsigned long *set, size_t words, size_t bit)
{
	return bit / WORD_BITS < words && (set[bit / WORD_BITS] >> bit % WORD_BITS & 1);
}

/* Ranges, as long as they fit. */
static void list_set(const unsigned long *set, size_t words, char *ret_text, size_t size)
{
	size_t used = 0;

	ret_text[0] = '\0';
	for (size_t bit = 0; bit < words * WORD_BITS; bit++) {
		size_t last = bit;
		char range[48];

		if (!has_bit(set, words, bit))
			continue;
		while (has_bit(set, words, last + 1))
			last++;
		int length = snprintf(range, sizeof(range), last > bit ? "%s%zu-%zu" : "%s%zu",
				      used ? "," : "", bit, last);
		if (used + (size_t)length >= size)
			return;
		memcpy(ret_text + used, range, (size_t)length + 1);
		used += (size_t)length;
		bit = last;
	}
}

void topo_cpus(struct gpu *gpu, char *ret_text, size_t size)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned long *) =
	    library_symbol("nvmlDeviceGetCpuAffinity");
	unsigned long set[CPU_WORDS] = {0};

	ret_text[0] = '\0';
	if (function && function(gpu_device(gpu), CPU_WORDS, set) == NVML_SUCCESS)
		list_set(set, CPU_WORDS, ret_text, size);
}

void topo_nodes(struct gpu *gpu, char *ret_text, size_t size)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned long *, nvmlAffinityScope_t) =
	    library_symbol("nvmlDeviceGetMemoryAffinity");
	unsigned long set[NODE_WORDS] = {0};

	ret_text[0] = '\0';
	if (!function ||
	    function(gpu_device(gpu), NODE_WORDS, set, NVML_AFFINITY_SCOPE_NODE) != NVML_SUCCESS)
		return;
	list_set(set, NODE_WORDS, ret_text, size);
	if (!ret_text[0])
		snprintf(ret_text, size, "N/A");
}

void topo_gpu_node(struct gpu *gpu, char *ret_text, size_t size)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *) =
	    library_symbol("nvmlDeviceGetNumaNodeId");
	unsigned int node = 0;

	if (function && function(gpu_device(gpu), &node) == NVML_SUCCESS)
		snprintf(ret_text, size, "%u", node);
	else
		snprintf(ret_text, size, "N/A");
}
