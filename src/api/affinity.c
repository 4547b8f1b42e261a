/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "provider.h"
#include "sys/sys.h"

#define WORD_BITS (8 * sizeof(unsigned long))
/* More than any kernel counts; it ignores the bits of CPUs that it does not have. */
#define CPUS_MAX 8192
#define CPU_WORDS (CPUS_MAX / WORD_BITS)

static void set_bit(unsigned long *set, unsigned words, unsigned long bit)
{
	if (bit / WORD_BITS < words)
		set[bit / WORD_BITS] |= 1ul << (bit % WORD_BITS);
}

/* A set too small for all CPUs is cut silently, as the API has it. */
static void set_of_list(const char *list, unsigned long *set, unsigned words)
{
	unsigned long first, last;

	memset(set, 0, words * sizeof(*set));
	while (text_next_range(&list, &first, &last)) {
		for (unsigned long cpu = first; cpu <= last && cpu / WORD_BITS < words; cpu++)
			set_bit(set, words, cpu);
	}
}

static nvmlReturn_t cpu_set(struct gpu *gpu, unsigned words, unsigned long *set)
{
	char list[4096]; /* all that a file of sysfs holds */

	if (words == 0)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, local_cpus, list, sizeof(list));
	if (result == NVML_SUCCESS)
		set_of_list(list, set, words);
	return result;
}

nvmlReturn_t impl_DeviceGetCpuAffinity(struct gpu *gpu, unsigned int cpuSetSize,
				       unsigned long *cpuSet)
{
	return cpu_set(gpu, cpuSetSize, cpuSet);
}

nvmlReturn_t impl_DeviceGetCpuAffinityWithinScope(struct gpu *gpu, unsigned int cpuSetSize,
						  unsigned long *cpuSet, nvmlAffinityScope_t scope)
{
	if (scope > NVML_AFFINITY_SCOPE_SOCKET)
		return NVML_ERROR_INVALID_ARGUMENT;
	return cpu_set(gpu, cpuSetSize, cpuSet);
}

nvmlReturn_t impl_DeviceGetMemoryAffinity(struct gpu *gpu, unsigned int nodeSetSize,
					  unsigned long *nodeSet, nvmlAffinityScope_t scope)
{
	int node;

	if (nodeSetSize == 0 || scope > NVML_AFFINITY_SCOPE_SOCKET)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, cpu_node, &node);
	if (result != NVML_SUCCESS)
		return result;
	memset(nodeSet, 0, nodeSetSize * sizeof(*nodeSet));
	if (node >= 0)
		set_bit(nodeSet, nodeSetSize, (unsigned long)node);
	return NVML_SUCCESS;
}

static bool is_empty(const unsigned long *set, unsigned words)
{
	for (unsigned i = 0; i < words; i++) {
		if (set[i] != 0)
			return false;
	}
	return true;
}

nvmlReturn_t impl_DeviceSetCpuAffinity(struct gpu *gpu)
{
	unsigned long set[CPU_WORDS];
	nvmlReturn_t result = cpu_set(gpu, CPU_WORDS, set);

	if (result == NVML_SUCCESS && is_empty(set, CPU_WORDS))
		result = NVML_ERROR_UNKNOWN;
	return result == NVML_SUCCESS ? sys_bind_thread(set, sizeof(set)) : result;
}

nvmlReturn_t impl_DeviceClearCpuAffinity(struct gpu *gpu)
{
	unsigned long set[CPU_WORDS];

	(void)gpu;
	memset(set, 0xff, sizeof(set));
	return sys_bind_thread(set, sizeof(set));
}
