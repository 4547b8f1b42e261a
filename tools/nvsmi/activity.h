/* SPDX-License-Identifier: MIT */
/* What is only known between two times: load of processes, violations, performance counters. */
#ifndef NVSMI_ACTIVITY_H
#define NVSMI_ACTIVITY_H

#include "nvsmi.h"

/* The load of one process, in percent. */
struct activity {
	unsigned int pid;
	uint64_t time_us;
	unsigned int sm, memory, encoder, decoder, jpeg, ofa;
};

/* Of the last interval. At most *count, and how many; none where the GPU tells none. */
void activity_processes(struct gpu *gpu, unsigned int interval_ms, struct activity *ret_list,
			size_t *count);
/* The newest of this process; NULL: none. */
const struct activity *activity_of(const struct activity *list, size_t count, unsigned int pid);

/* Protected memory of each process, as (pid, bytes); where the library knows it. */
struct protected_memory {
	unsigned int pid;
	uint64_t bytes;
};
void activity_protected(struct gpu *gpu, struct protected_memory *ret_list, size_t *count);

/* Time that a policy held the clocks down, and the time of reading. */
nvmlReturn_t activity_violation(struct gpu *gpu, nvmlPerfPolicyType_t policy,
				nvmlViolationTime_t *ret_time);

/*
 * Performance counters between this call and the one before for the same place, below
 * NVSMI_GPUS. ret_values and ret_known have count entries.
 */
void activity_gpm(struct gpu *gpu, size_t place, const unsigned int *ids, size_t count,
		  double *ret_values, bool *ret_known);

#endif
