/* SPDX-License-Identifier: MIT */

#include "ahead.h"

#include "patience.h"

#include <pthread.h>

struct asked {
	struct gpu *gpu;
	void (*ask)(struct gpu *gpu);
	pthread_t thread;
};

static void *run(void *data)
{
	const struct asked *asked = data;

	patience_begin_beside(asked->gpu->index);
	asked->ask(asked->gpu);
	patience_end_beside(asked->gpu->index);
	return NULL;
}

static void side_by_side(struct gpu *const *gpus, unsigned int count, void (*ask)(struct gpu *gpu))
{
	struct asked asked[NVSMI_GPUS];
	unsigned int running = 0;

	for (unsigned int i = 0; i < count; i++) {
		asked[running] = (struct asked){.gpu = gpus[i], .ask = ask};
		if (pthread_create(&asked[running].thread, NULL, run, &asked[running]) == 0)
			running++;
	}
	for (unsigned int i = 0; i < running; i++) {
		patience_ask(asked[i].gpu->index);
		pthread_join(asked[i].thread, NULL);
	}
}

static void measure(struct gpu *gpu)
{
	source_ask(gpu, VALUE_PCIE_TX);
	source_ask(gpu, VALUE_PCIE_RX);
}

void ahead_measure(struct machine *machine)
{
	struct gpu *gpus[NVSMI_GPUS];
	unsigned int count = 0;

	if (machine->gpu_count < 2)
		return;
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];

		if (gpu->refused == NVML_SUCCESS && !gpu->values[VALUE_PCIE_TX].asked)
			gpus[count++] = gpu;
	}
	side_by_side(gpus, count, measure);
}

/* Its name, and what makes its telemetry page, for which a measurement would wait with all. */
static void start(struct gpu *gpu)
{
	if (gpu->refused != NVML_SUCCESS)
		return;
	source_ask(gpu, VALUE_NAME);
	source_ask(gpu, VALUE_BAR1_TOTAL);
}

static void ask_again(struct gpu *gpu)
{
	if (gpu->refused == NVML_SUCCESS)
		source_ask(gpu, (enum value_id)patience_question());
}

void ahead_roll_call(struct gpu *const *gpus, unsigned int count, void (*open)(struct gpu *gpu))
{
	/* Threads in a library of others may wait for each other. */
	if (library_opens_gpus)
		return;
	side_by_side(gpus, count, open);
	side_by_side(gpus, count, start);
	side_by_side(gpus, count, ask_again);
}
