/* SPDX-License-Identifier: MIT */
/* The lists of a report: one item at a time becomes the GPU's values, which rows print as any. */

#include "report.h"

#include <inttypes.h>
#include <stdio.h>

/* What the last list of each kind has. One GPU is reported after the other. */
static unsigned int slots[NVSMI_MIGS];
static struct process processes[NVSMI_PROCESSES];
static struct accounted accounts[NVSMI_ACCOUNTS];
static unsigned int memory_mhz[NVSMI_MEMORY_CLOCKS];
static unsigned int graphics_mhz[NVSMI_CLOCKS];
static unsigned long long pages[NVSMI_RETIRED];

static void set_number(struct gpu *gpu, enum value_id id, int64_t number)
{
	gpu_set_number(gpu, id, NVML_SUCCESS, number);
}

static void set_known(struct gpu *gpu, enum value_id id, bool known, int64_t number)
{
	gpu_set_number(gpu, id, known ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED, number);
}

/* A text that stays until the next item: the GPU's own room would not hold all of them. */
static void set_text(struct gpu *gpu, enum value_id id, const char *text)
{
	gpu->values[id] = (struct value){.asked = true, .status = NVML_SUCCESS, .text = text};
}

static nvmlReturn_t open_migs(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	unsigned int capacity = mig_is_on(gpu) ? mig_capacity(gpu) : 0;
	nvmlDevice_t device;

	(void)list;
	for (unsigned int i = 0; i < capacity && *ret_count < NVSMI_MIGS; i++) {
		if (mig_handle(gpu, i, &device))
			slots[(*ret_count)++] = i;
	}
	return NVML_SUCCESS;
}

static void load_mig(struct gpu *gpu, unsigned int index)
{
	struct mig_device mig = {0};

	mig_at(gpu, slots[index], &mig);
	set_number(gpu, VALUE_MIG_INDEX, index);
	set_number(gpu, VALUE_MIG_GPU_INSTANCE, mig.gpu_instance);
	set_number(gpu, VALUE_MIG_COMPUTE_INSTANCE, mig.compute_instance);
	set_number(gpu, VALUE_MIG_SMS, mig.attributes.multiprocessorCount);
	set_number(gpu, VALUE_MIG_COPY_ENGINES, mig.attributes.sharedCopyEngineCount);
	set_number(gpu, VALUE_MIG_ENCODERS, mig.attributes.sharedEncoderCount);
	set_number(gpu, VALUE_MIG_DECODERS, mig.attributes.sharedDecoderCount);
	set_number(gpu, VALUE_MIG_OFAS, mig.attributes.sharedOfaCount);
	set_number(gpu, VALUE_MIG_JPEGS, mig.attributes.sharedJpegCount);
	set_known(gpu, VALUE_MIG_ECC, mig.has_ecc, (int64_t)mig.ecc);
	set_number(gpu, VALUE_MIG_MEMORY_TOTAL, (int64_t)mig.memory.total);
	set_number(gpu, VALUE_MIG_MEMORY_RESERVED, (int64_t)mig.memory.reserved);
	set_number(gpu, VALUE_MIG_MEMORY_USED, (int64_t)mig.memory.used);
	set_number(gpu, VALUE_MIG_MEMORY_FREE, (int64_t)mig.memory.free);
	set_number(gpu, VALUE_MIG_BAR1_TOTAL, (int64_t)mig.bar1.bar1Total);
	set_number(gpu, VALUE_MIG_BAR1_USED, (int64_t)mig.bar1.bar1Used);
	set_number(gpu, VALUE_MIG_BAR1_FREE, (int64_t)mig.bar1.bar1Free);
}

static nvmlReturn_t open_processes(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	size_t count = NVSMI_PROCESSES;
	nvmlReturn_t status = gpu_processes(gpu, true, processes, &count);

	(void)list;
	if (status == NVML_SUCCESS)
		*ret_count = (unsigned int)count;
	return status;
}

static void load_process(struct gpu *gpu, unsigned int index)
{
	static char name[NVSMI_NAME];
	const struct process *process = &processes[index];

	set_number(gpu, VALUE_PROCESS_ID, process->pid);
	set_known(gpu, VALUE_PROCESS_GPU_INSTANCE, process->gpu_instance != UINT32_MAX,
		  process->gpu_instance);
	set_known(gpu, VALUE_PROCESS_COMPUTE_INSTANCE, process->compute_instance != UINT32_MAX,
		  process->compute_instance);
	set_text(gpu, VALUE_PROCESS_TYPE, process_type(process));
	set_text(gpu, VALUE_PROCESS_NAME, process_name(process, name, sizeof(name)) ? name : "");
	set_known(gpu, VALUE_PROCESS_MEMORY, process->bytes != UINT64_MAX, (int64_t)process->bytes);
}

static nvmlReturn_t open_accounts(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	(void)list;
	*ret_count = NVSMI_ACCOUNTS;
	return list_accounted(gpu, accounts, ret_count);
}

static void load_account(struct gpu *gpu, unsigned int index)
{
	static char milliseconds[32];
	const nvmlAccountingStats_t *stats = &accounts[index].stats;

	snprintf(milliseconds, sizeof(milliseconds), "%llu ms", stats->time);
	set_number(gpu, VALUE_ACCOUNT_PID, accounts[index].pid);
	set_known(gpu, VALUE_ACCOUNT_GPU,
		  stats->gpuUtilization != (unsigned int)NVML_VALUE_NOT_AVAILABLE,
		  stats->gpuUtilization);
	set_known(gpu, VALUE_ACCOUNT_MEMORY,
		  stats->memoryUtilization != (unsigned int)NVML_VALUE_NOT_AVAILABLE,
		  stats->memoryUtilization);
	set_known(gpu, VALUE_ACCOUNT_MAX_MEMORY, stats->maxMemoryUsage != UINT64_MAX,
		  (int64_t)stats->maxMemoryUsage);
	set_text(gpu, VALUE_ACCOUNT_TIME, milliseconds);
	set_number(gpu, VALUE_ACCOUNT_RUNNING, stats->isRunning);
}

static nvmlReturn_t open_clocks(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	(void)list;
	*ret_count = NVSMI_MEMORY_CLOCKS;
	return list_memory_clocks(gpu, memory_mhz, ret_count);
}

static void load_clock(struct gpu *gpu, unsigned int index)
{
	set_number(gpu, VALUE_SUPPORTED_MEMORY, memory_mhz[index]);
}

static nvmlReturn_t open_graphics(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	unsigned int of_memory = (unsigned int)gpu_number(gpu, VALUE_SUPPORTED_MEMORY, 0);

	(void)list;
	*ret_count = NVSMI_CLOCKS;
	return list_graphics_clocks(gpu, of_memory, graphics_mhz, ret_count);
}

static void load_graphics(struct gpu *gpu, unsigned int index)
{
	set_number(gpu, VALUE_SUPPORTED_GRAPHICS, graphics_mhz[index]);
}

static nvmlReturn_t open_pages(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	const struct value *number = gpu_value(gpu, list->value);
	nvmlPageRetirementCause_t cause =
	    list->value == VALUE_RETIRED_DBE
		? NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR
		: NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS;

	if (number->status != NVML_SUCCESS || number->number == 0)
		return number->status;
	*ret_count = NVSMI_RETIRED;
	return list_retired_pages(gpu, cause, pages, ret_count);
}

static void load_page(struct gpu *gpu, unsigned int index)
{
	set_number(gpu, VALUE_RETIRED_PAGE, (int64_t)pages[index]);
}

static const struct {
	nvmlReturn_t (*open)(struct gpu *gpu, const struct row *list, unsigned int *ret_count);
	void (*load)(struct gpu *gpu, unsigned int index);
	unsigned int capacity;
} lists[] = {
    [ROW_MIG] = {open_migs, load_mig, NVSMI_MIGS},
    [ROW_PAGES] = {open_pages, load_page, NVSMI_RETIRED},
    [ROW_CLOCKS] = {open_clocks, load_clock, NVSMI_MEMORY_CLOCKS},
    [ROW_GRAPHICS] = {open_graphics, load_graphics, NVSMI_CLOCKS},
    [ROW_PROCESSES] = {open_processes, load_process, NVSMI_PROCESSES},
    [ROW_ACCOUNTED] = {open_accounts, load_account, NVSMI_ACCOUNTS},
};

nvmlReturn_t items_open(struct gpu *gpu, const struct row *list, unsigned int *ret_count)
{
	unsigned int capacity = lists[list->kind].capacity;
	nvmlReturn_t status = lists[list->kind].open(gpu, list, ret_count);

	/* A library may count more than it was given room for. */
	if (*ret_count > capacity)
		*ret_count = capacity;
	return status;
}

void items_load(struct gpu *gpu, const struct row *list, unsigned int index)
{
	lists[list->kind].load(gpu, index);
}
