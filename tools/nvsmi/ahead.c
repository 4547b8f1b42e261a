/* SPDX-License-Identifier: MIT */
/* What takes its time is asked of all GPUs side by side. */

#include "ahead.h"

#include "patience.h"

#include <pthread.h>

static void *measure(void *data)
{
	struct gpu *gpu = data;

	patience_leave_to_others();
	source_ask(gpu, VALUE_PCIE_TX);
	source_ask(gpu, VALUE_PCIE_RX);
	return NULL;
}

static bool is_to_be_asked(const struct gpu *gpu)
{
	return gpu->refused == NVML_SUCCESS && !gpu->values[VALUE_PCIE_TX].asked;
}

void ahead_measure(struct machine *machine)
{
	pthread_t threads[NVSMI_GPUS];
	const struct gpu *asked[NVSMI_GPUS];
	unsigned int count = 0;

	if (machine->gpu_count < 2)
		return;
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		asked[count] = machine->gpus[i];
		if (is_to_be_asked(machine->gpus[i]) &&
		    pthread_create(&threads[count], NULL, measure, machine->gpus[i]) == 0)
			count++;
	}
	/* Whoever hangs is blamed here, where one GPU is waited for at a time. */
	for (unsigned int i = 0; i < count; i++) {
		patience_ask(asked[i]->index);
		pthread_join(threads[i], NULL);
	}
}
