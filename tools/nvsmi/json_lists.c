/* SPDX-License-Identifier: MIT */
/* What a GPU has any number of, as lists of objects. */

#include "../../gen/smi_json.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void set_or_unavailable(struct value *cell, bool there, int64_t number)
{
	json_set_number(cell, there ? NVML_SUCCESS : JSON_NOT_AVAILABLE, number);
}

static void print_item(int object, struct value *cells)
{
	json_item();
	json_object(object, cells, NULL, NULL);
}

/* ---- processes ---- */

static bool process_owner(unsigned int pid, int64_t *ret_uid)
{
	char path[64];
	struct stat found;

	snprintf(path, sizeof(path), "/proc/%u", pid);
	if (stat(path, &found) != 0)
		return false;
	*ret_uid = (int64_t)found.st_uid;
	return true;
}

static void print_process(const struct process *process)
{
	static char name[NVSMI_NAME];
	struct value cells[JSON_ROWS_OF_PROCESS];
	bool named = process_name(process, name, sizeof(name));
	int64_t uid = 0;

	json_set_number(&cells[JSON_PROCESS_PID], NVML_SUCCESS, process->pid);
	json_set_text(&cells[JSON_PROCESS_NAME], named ? NVML_SUCCESS : JSON_NOT_AVAILABLE, name);
	set_or_unavailable(&cells[JSON_PROCESS_UID], process_owner(process->pid, &uid), uid);
	json_set_number(&cells[JSON_PROCESS_TYPE], NVML_SUCCESS,
			process->compute + 2 * process->graphics);
	set_or_unavailable(&cells[JSON_PROCESS_MEMORY_BYTES], process->bytes != UINT64_MAX,
			   (int64_t)process->bytes);
	set_or_unavailable(&cells[JSON_PROCESS_GPU_INSTANCE_ID],
			   process->gpu_instance != UINT32_MAX, process->gpu_instance);
	set_or_unavailable(&cells[JSON_PROCESS_COMPUTE_INSTANCE_ID],
			   process->compute_instance != UINT32_MAX, process->compute_instance);
	print_item(JSON_OF_PROCESS, cells);
}

static nvmlReturn_t list_processes(struct gpu *gpu)
{
	static struct process processes[NVSMI_PROCESSES];
	size_t count = NVSMI_PROCESSES;
	nvmlReturn_t status = gpu_processes(gpu, true, processes, &count);

	if (status != NVML_SUCCESS)
		return status;
	json_open('[');
	for (size_t i = 0; i < count; i++)
		print_process(&processes[i]);
	json_close(']');
	return NVML_SUCCESS;
}

/* ---- accounting ---- */

static void set_share(struct value *cell, unsigned int percent)
{
	set_or_unavailable(cell, percent != (unsigned int)NVML_VALUE_NOT_AVAILABLE, percent);
}

static void print_account(const struct accounted *account)
{
	const nvmlAccountingStats_t *stats = &account->stats;
	struct value cells[JSON_ROWS_OF_ACCOUNT];

	json_set_number(&cells[JSON_ACCOUNT_PID], NVML_SUCCESS, account->pid);
	json_set_number(&cells[JSON_ACCOUNT_RUNNING], NVML_SUCCESS, stats->isRunning != 0);
	set_share(&cells[JSON_ACCOUNT_GPU_PERCENT], stats->gpuUtilization);
	set_share(&cells[JSON_ACCOUNT_MEMORY_PERCENT], stats->memoryUtilization);
	set_or_unavailable(&cells[JSON_ACCOUNT_MAX_MEMORY_BYTES],
			   stats->maxMemoryUsage != UINT64_MAX, (int64_t)stats->maxMemoryUsage);
	json_set_number(&cells[JSON_ACCOUNT_TIME_MS], NVML_SUCCESS, (int64_t)stats->time);
	json_set_number(&cells[JSON_ACCOUNT_START_UNIX_US], NVML_SUCCESS,
			(int64_t)stats->startTime);
	print_item(JSON_OF_ACCOUNT, cells);
}

static nvmlReturn_t list_accounts(struct gpu *gpu)
{
	static struct accounted accounts[NVSMI_ACCOUNTS];
	unsigned int count = NVSMI_ACCOUNTS;
	nvmlReturn_t status = list_accounted(gpu, accounts, &count);

	if (status != NVML_SUCCESS)
		return status;
	json_open('[');
	for (unsigned int i = 0; i < count; i++)
		print_account(&accounts[i]);
	json_close(']');
	return NVML_SUCCESS;
}

/* ---- supported clocks ---- */

struct memory_clock {
	struct gpu *gpu;
	unsigned int mhz;
};

static nvmlReturn_t list_of_graphics(void *context, size_t place)
{
	static unsigned int mhz[NVSMI_CLOCKS];
	const struct memory_clock *memory = context;
	unsigned int count = NVSMI_CLOCKS;
	nvmlReturn_t status = list_graphics_clocks(memory->gpu, memory->mhz, mhz, &count);

	(void)place;
	if (status != NVML_SUCCESS)
		return status;
	out("[");
	for (unsigned int i = 0; i < count && i < NVSMI_CLOCKS; i++)
		out("%s%u", i ? "," : "", mhz[i]);
	out("]");
	return NVML_SUCCESS;
}

static nvmlReturn_t list_clocks(struct gpu *gpu)
{
	static unsigned int mhz[NVSMI_MEMORY_CLOCKS];
	struct value cells[JSON_ROWS_OF_MEMORY_CLOCK];
	unsigned int count = NVSMI_MEMORY_CLOCKS;
	nvmlReturn_t status = list_memory_clocks(gpu, mhz, &count);

	if (status != NVML_SUCCESS)
		return status;
	json_open('[');
	for (unsigned int i = 0; i < count && i < NVSMI_MEMORY_CLOCKS; i++) {
		struct memory_clock memory = {gpu, mhz[i]};

		json_set_number(&cells[JSON_MEMORY_CLOCK_MEMORY_MHZ], NVML_SUCCESS, mhz[i]);
		json_set_number(&cells[JSON_MEMORY_CLOCK_GRAPHICS_MHZ], NVML_SUCCESS, 0);
		json_item();
		json_object(JSON_OF_MEMORY_CLOCK, cells, list_of_graphics, &memory);
	}
	json_close(']');
	return NVML_SUCCESS;
}

/* ---- retired pages ---- */

static nvmlReturn_t list_pages(struct gpu *gpu, nvmlPageRetirementCause_t cause,
			       enum value_id number)
{
	static struct retired pages[NVSMI_RETIRED];
	struct value cells[JSON_ROWS_OF_RETIRED_PAGE];
	unsigned int count = NVSMI_RETIRED;
	nvmlReturn_t status = gpu_value(gpu, number)->status;

	/* Some libraries refuse to list nothing. */
	if (status == NVML_SUCCESS && gpu_number(gpu, number, 0) == 0)
		count = 0;
	else if (status == NVML_SUCCESS)
		status = list_retired(gpu, cause, pages, &count);
	if (status != NVML_SUCCESS)
		return status;
	json_open('[');
	for (unsigned int i = 0; i < count; i++) {
		json_set_number(&cells[JSON_RETIRED_PAGE_ADDRESS], NVML_SUCCESS,
				(int64_t)pages[i].address);
		set_or_unavailable(&cells[JSON_RETIRED_PAGE_RETIRED_UNIX_US], pages[i].time_us != 0,
				   (int64_t)pages[i].time_us);
		print_item(JSON_OF_RETIRED_PAGE, cells);
	}
	json_close(']');
	return NVML_SUCCESS;
}

/* ---- samples ---- */

static int64_t age_ms(unsigned long long read_us)
{
	unsigned long long now_us = (unsigned long long)text_now_us();

	return now_us > read_us ? (int64_t)((now_us - read_us) / 1000) : 0;
}

static void print_samples(struct gpu *gpu, nvmlSamplingType_t type)
{
	struct value cells[JSON_ROWS_OF_SAMPLE];
	struct samples samples = {0};
	nvmlReturn_t status = list_samples(gpu, type, &samples);
	nvmlReturn_t dated = samples.newest_us || status ? status : JSON_NOT_AVAILABLE;

	json_set_number(&cells[JSON_SAMPLE_OF], NVML_SUCCESS, type);
	json_set_number(&cells[JSON_SAMPLE_COUNT], status, samples.count);
	json_set_number(&cells[JSON_SAMPLE_SPAN_MS], status, (int64_t)(samples.seconds * 1000));
	json_set_number(&cells[JSON_SAMPLE_NEWEST_AGE_MS], dated, age_ms(samples.newest_us));
	json_set_number(&cells[JSON_SAMPLE_MIN], status, samples.min);
	json_set_number(&cells[JSON_SAMPLE_MAX], status, samples.max);
	json_set_number(&cells[JSON_SAMPLE_MEAN], status, samples.mean);
	print_item(JSON_OF_SAMPLE, cells);
}

static nvmlReturn_t list_all_samples(struct gpu *gpu)
{
	json_open('[');
	for (int type = NVML_TOTAL_POWER_SAMPLES; type <= NVML_MEMORY_CLK_SAMPLES; type++)
		print_samples(gpu, (nvmlSamplingType_t)type);
	json_close(']');
	return NVML_SUCCESS;
}

/* ---- workload power profiles ---- */

static nvmlReturn_t list_profiles(struct gpu *gpu, bool requested)
{
	const char *between = "";
	nvmlMask255_t mask;
	nvmlReturn_t status = list_power_profiles(gpu, requested, &mask);

	if (status != NVML_SUCCESS)
		return status;
	out("[");
	for (unsigned int id = 0; id < NVML_WORKLOAD_POWER_MAX_PROFILES; id++) {
		if (!NVML_255_MASK_BIT_GET(id, mask))
			continue;
		out("%s%u", between, id);
		between = ",";
	}
	out("]");
	return NVML_SUCCESS;
}

/* ---- MIG devices ---- */

static void ask_instance(nvmlDevice_t device, const char *symbol, struct value *ret_cell)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *) = library_symbol(symbol);
	unsigned int id = 0;
	nvmlReturn_t status;

	status = function ? function(device, &id) : NVML_ERROR_FUNCTION_NOT_FOUND;
	json_set_number(ret_cell, status, id);
}

static void ask_attributes(nvmlDevice_t device, struct value *cells)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlDeviceAttributes_t *) =
	    library_symbol("nvmlDeviceGetAttributes_v2");
	nvmlDeviceAttributes_t found = {0};
	nvmlReturn_t status;

	status = function ? function(device, &found) : NVML_ERROR_FUNCTION_NOT_FOUND;
	const int64_t numbers[] = {
	    found.multiprocessorCount,   found.sharedCopyEngineCount,
	    found.sharedDecoderCount,    found.sharedEncoderCount,
	    found.sharedJpegCount,       found.sharedOfaCount,
	    found.gpuInstanceSliceCount, found.computeInstanceSliceCount,
	    (int64_t)found.memorySizeMB,
	};
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		json_set_number(&cells[JSON_MIG_DEVICE_ATTRIBUTES_MULTIPROCESSORS + i], status,
				numbers[i]);
}

static void print_mig_device(const struct gpu *gpu, nvmlDevice_t device, unsigned int index)
{
	static struct gpu mig; /* as any GPU: the same calls answer */
	struct value cells[JSON_ROWS_OF_MIG_DEVICE];

	memset(&mig, 0, sizeof(mig));
	mig.handle = device;
	mig.index = gpu->index; /* who is blamed */
	json_fill(JSON_OF_MIG_DEVICE, &mig, cells);
	json_set_number(&cells[JSON_MIG_DEVICE_INDEX], NVML_SUCCESS, index);
	ask_instance(device, "nvmlDeviceGetGpuInstanceId", &cells[JSON_MIG_DEVICE_GPU_INSTANCE_ID]);
	ask_instance(device, "nvmlDeviceGetComputeInstanceId",
		     &cells[JSON_MIG_DEVICE_COMPUTE_INSTANCE_ID]);
	ask_attributes(device, cells);
	print_item(JSON_OF_MIG_DEVICE, cells);
}

static nvmlReturn_t list_mig_devices(struct gpu *gpu)
{
	nvmlReturn_t status = gpu_value(gpu, VALUE_MIG_CURRENT)->status;
	unsigned int capacity = mig_is_on(gpu) ? mig_capacity(gpu) : 0;
	nvmlDevice_t device = NULL;

	if (status != NVML_SUCCESS)
		return status;
	json_open('[');
	for (unsigned int i = 0; i < capacity; i++) {
		if (mig_handle(gpu, i, &device))
			print_mig_device(gpu, device, i);
	}
	json_close(']');
	return NVML_SUCCESS;
}

nvmlReturn_t json_gpu_list(void *context, size_t place)
{
	struct gpu *gpu = context;

	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	switch (place) {
	case JSON_GPU_MIG_DEVICES:
		return list_mig_devices(gpu);
	case JSON_GPU_CLOCKS_SUPPORTED:
		return list_clocks(gpu);
	case JSON_GPU_RETIRED_PAGES_SINGLE_BIT:
		return list_pages(gpu, NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS,
				  VALUE_RETIRED_SBE);
	case JSON_GPU_RETIRED_PAGES_DOUBLE_BIT:
		return list_pages(gpu, NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR,
				  VALUE_RETIRED_DBE);
	case JSON_GPU_POWER_PROFILES_REQUESTED:
		return list_profiles(gpu, true);
	case JSON_GPU_POWER_PROFILES_ENFORCED:
		return list_profiles(gpu, false);
	case JSON_GPU_NVLINKS:
		return json_nvlinks(gpu);
	case JSON_GPU_SAMPLES:
		return list_all_samples(gpu);
	case JSON_GPU_ACCOUNTING_PROCESSES:
		return list_accounts(gpu);
	case JSON_GPU_PROCESSES:
		return list_processes(gpu);
	default:
		return NVML_ERROR_NOT_SUPPORTED;
	}
}
