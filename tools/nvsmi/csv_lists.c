/* SPDX-License-Identifier: MIT */
/* The queries of which a GPU gives any number of rows: processes, pages, clocks. */

#include "csv.h"

#define COUNT(fields) static const size_t fields##_count = COUNT_OF(fields)

/* clang-format off */
#define GPU_FIELDS                                                                                           \
	{"timestamp", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_TIMESTAMP,                                    \
	 "When this row was made, as YYYY/MM/DD HH:MM:SS.msec, local time."},                                \
	{"gpu_name", NULL, NULL, VALUE_NAME, FORM_TEXT, 0, "Product name of the GPU."},                      \
	{"gpu_bus_id", NULL, NULL, VALUE_BUS_ID, FORM_TEXT, 0,                                               \
	 "The GPU's place on the PCI bus: domain:bus:device.function, hexadecimal."},                        \
	{"gpu_serial", NULL, NULL, VALUE_SERIAL, FORM_TEXT, 0, "Serial number of the board."},               \
	{"gpu_uuid", NULL, NULL, VALUE_UUID, FORM_TEXT, 0, "The GPU's own identifier."}

enum { APP_PID, APP_NAME, APP_MEMORY, APP_ITEMS };

static const struct csv_field app_fields[] = {
	GPU_FIELDS,
	{"pid", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_ITEM(APP_PID), "Number of the process."},
	{"process_name", "name", NULL, VALUE_NONE, FORM_TEXT, FIELD_ITEM(APP_NAME), "What it runs."},
	{"used_gpu_memory", "used_memory", "MiB", VALUE_NONE, FORM_MIB, FIELD_ITEM(APP_MEMORY),
	 "Memory of the GPU that it uses."},
};

enum { ACCOUNT_VGPU, ACCOUNT_PID, ACCOUNT_GPU, ACCOUNT_MEMORY, ACCOUNT_MAX, ACCOUNT_TIME, ACCOUNT_ITEMS };

static const struct csv_field account_fields[] = {
	GPU_FIELDS,
	{"vgpu_instance", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_ITEM(ACCOUNT_VGPU), "The vGPU that it ran on."},
	{"pid", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_ITEM(ACCOUNT_PID), "Number of the process."},
	{"gpu_utilization", "gpu_util", "%", VALUE_NONE, FORM_PERCENT, FIELD_ITEM(ACCOUNT_GPU),
	 "Share of its time in which a kernel of it ran."},
	{"mem_utilization", "mem_util", "%", VALUE_NONE, FORM_PERCENT, FIELD_ITEM(ACCOUNT_MEMORY),
	 "Share of its time in which it read or wrote memory."},
	{"max_memory_usage", NULL, "MiB", VALUE_NONE, FORM_MIB, FIELD_ITEM(ACCOUNT_MAX),
	 "Most memory of the GPU that it ever used."},
	{"time", NULL, "ms", VALUE_NONE, FORM_MILLISECONDS, FIELD_ITEM(ACCOUNT_TIME),
	 "How long it was active; 0 while it runs."},
};

enum { PAGE_ADDRESS, PAGE_TIME, PAGE_CAUSE, PAGE_ITEMS };

static const struct csv_field page_fields[] = {
	GPU_FIELDS,
	{"retired_pages.address", NULL, NULL, VALUE_NONE, FORM_LOWER_HEX16, FIELD_ITEM(PAGE_ADDRESS),
	 "Address of a retired page."},
	{"retired_pages.timestamp", NULL, NULL, VALUE_NONE, FORM_EPOCH, FIELD_ITEM(PAGE_TIME), "When it was retired."},
	{"retired_pages.cause", NULL, NULL, VALUE_NONE, FORM_TEXT, FIELD_ITEM(PAGE_CAUSE),
	 "Why: Single Bit ECC (several such errors) or Double Bit ECC."},
};

static const struct csv_field row_fields[] = {
	GPU_FIELDS,
	{"remapped_rows.correctable", NULL, NULL, VALUE_REMAPPED_CORRECTABLE, FORM_TEXT, 0,
	 "Rows replaced for corrected errors."},
	{"remapped_rows.uncorrectable", NULL, NULL, VALUE_REMAPPED_UNCORRECTABLE, FORM_TEXT, 0,
	 "Rows replaced for uncorrected errors."},
	{"remapped_rows.pending", NULL, NULL, VALUE_REMAPPED_PENDING, FORM_YES, 0,
	 "Whether a row waits for the next reset."},
	{"remapped_rows.failure", NULL, NULL, VALUE_REMAPPED_FAILURE, FORM_YES, 0,
	 "Whether replacing a row ever failed."},
	{"remapped_rows.histogram.max", NULL, NULL, VALUE_HISTOGRAM_MAX, FORM_TEXT, 0,
	 "Banks with all of their spare rows."},
	{"remapped_rows.histogram.high", NULL, NULL, VALUE_HISTOGRAM_HIGH, FORM_TEXT, 0, "Banks with most of them."},
	{"remapped_rows.histogram.partial", NULL, NULL, VALUE_HISTOGRAM_PARTIAL, FORM_TEXT, 0, "Banks with some of them."},
	{"remapped_rows.histogram.low", NULL, NULL, VALUE_HISTOGRAM_LOW, FORM_TEXT, 0, "Banks with few of them."},
	{"remapped_rows.histogram.none", NULL, NULL, VALUE_HISTOGRAM_NONE, FORM_TEXT, 0, "Banks without any."},
};

enum { CLOCK_MEMORY, CLOCK_GRAPHICS, CLOCK_ITEMS };

static const struct csv_field clock_fields[] = {
	GPU_FIELDS,
	{"memory", "mem", "MHz", VALUE_NONE, FORM_MHZ, FIELD_ITEM(CLOCK_MEMORY), "A memory clock."},
	{"graphics", "gr", "MHz", VALUE_NONE, FORM_MHZ, FIELD_ITEM(CLOCK_GRAPHICS),
	 "A graphics clock that goes with it."},
};
/* clang-format on */

COUNT(app_fields);
COUNT(account_fields);
COUNT(page_fields);
COUNT(row_fields);
COUNT(clock_fields);

static struct value number(int64_t number)
{
	return (struct value){.status = NVML_SUCCESS, .number = number};
}

static struct value text(const char *text)
{
	return (struct value){.status = NVML_SUCCESS, .text = text};
}

static struct value missing(nvmlReturn_t status)
{
	return (struct value){.status = status};
}

static void gpu_rows(const struct csv_page *page, struct gpu *gpu)
{
	csv_row(page, gpu, NULL);
}

static void app_rows(const struct csv_page *page, struct gpu *gpu)
{
	static struct process processes[NVSMI_PROCESSES];
	static char name[NVSMI_NAME];
	size_t count = NVSMI_PROCESSES;

	gpu_processes(gpu, false, processes, &count);
	for (size_t i = 0; i < count; i++) {
		const struct process *process = &processes[i];
		struct value items[APP_ITEMS];

		items[APP_PID] = number(process->pid);
		items[APP_NAME] =
		    text(process_name(process, name, sizeof(name)) ? name : "[Not Found]");
		items[APP_MEMORY] = process->bytes == UINT64_MAX ? missing(NVML_ERROR_NOT_SUPPORTED)
								 : number((int64_t)process->bytes);
		csv_row(page, gpu, items);
	}
}

static struct value available(unsigned long long value, unsigned long long none)
{
	return value == none ? missing(NVML_ERROR_NOT_SUPPORTED) : number((int64_t)value);
}

/* None of NVML's accounts of processes names a vGPU. */
static void account_rows(const struct csv_page *page, struct gpu *gpu)
{
	static struct accounted accounts[NVSMI_ACCOUNTS];
	unsigned int count = NVSMI_ACCOUNTS;

	if (list_accounted(gpu, accounts, &count) != NVML_SUCCESS)
		return;
	for (unsigned int i = 0; i < count; i++) {
		const nvmlAccountingStats_t *stats = &accounts[i].stats;
		struct value items[ACCOUNT_ITEMS];

		items[ACCOUNT_VGPU] = missing(NVML_ERROR_NOT_SUPPORTED);
		items[ACCOUNT_PID] = number(accounts[i].pid);
		items[ACCOUNT_GPU] = available(stats->gpuUtilization, UINT32_MAX);
		items[ACCOUNT_MEMORY] = available(stats->memoryUtilization, UINT32_MAX);
		items[ACCOUNT_MAX] = available(stats->maxMemoryUsage, UINT64_MAX);
		items[ACCOUNT_TIME] = number((int64_t)stats->time);
		csv_row(page, gpu, items);
	}
}

/* Where a GPU does not retire pages, one row says so for each cause. */
static void page_rows_of(const struct csv_page *page, struct gpu *gpu,
			 nvmlPageRetirementCause_t cause, const char *name)
{
	static struct retired pages[NVSMI_RETIRED];
	unsigned int count = NVSMI_RETIRED;
	nvmlReturn_t status = list_retired(gpu, cause, pages, &count);
	struct value items[PAGE_ITEMS];

	items[PAGE_ADDRESS] = items[PAGE_TIME] = missing(status);
	items[PAGE_CAUSE] = text(name);
	if (status != NVML_SUCCESS)
		csv_row(page, gpu, items);
	for (unsigned int i = 0; status == NVML_SUCCESS && i < count; i++) {
		items[PAGE_ADDRESS] = number((int64_t)pages[i].address);
		items[PAGE_TIME] = available(pages[i].time_us, 0);
		csv_row(page, gpu, items);
	}
}

/* Of a GPU that is not asked, one row that says so. */
static void page_rows(const struct csv_page *page, struct gpu *gpu)
{
	const struct value none = missing(gpu->refused);
	struct value items[PAGE_ITEMS] = {none, none, none};

	if (gpu->refused != NVML_SUCCESS) {
		csv_row(page, gpu, items);
		return;
	}
	page_rows_of(page, gpu, NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS,
		     "Single Bit ECC");
	page_rows_of(page, gpu, NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR, "Double Bit ECC");
}

static void graphics_rows(const struct csv_page *page, struct gpu *gpu, unsigned int memory_mhz)
{
	static unsigned int mhz[NVSMI_CLOCKS];
	unsigned int count = NVSMI_CLOCKS;

	if (list_graphics_clocks(gpu, memory_mhz, mhz, &count) != NVML_SUCCESS)
		count = 0;
	for (unsigned int i = 0; i < count && i < NVSMI_CLOCKS; i++) {
		struct value items[CLOCK_ITEMS] = {number(memory_mhz), number(mhz[i])};

		csv_row(page, gpu, items);
	}
}

static void clock_rows(const struct csv_page *page, struct gpu *gpu)
{
	static unsigned int mhz[NVSMI_MEMORY_CLOCKS];
	unsigned int count = NVSMI_MEMORY_CLOCKS;
	nvmlReturn_t status = list_memory_clocks(gpu, mhz, &count);
	struct value none[CLOCK_ITEMS] = {missing(status), missing(status)};

	if (status != NVML_SUCCESS) {
		csv_row(page, gpu, none);
		return;
	}
	for (unsigned int i = 0; i < count && i < NVSMI_MEMORY_CLOCKS; i++)
		graphics_rows(page, gpu, mhz[i]);
}

const struct csv_query *csv_query_of(enum command command)
{
	static const struct csv_query queries[] = {
	    {"--query-gpu", csv_gpu_fields, &csv_gpu_field_count, gpu_rows},
	    {"--query-compute-apps", app_fields, &app_fields_count, app_rows},
	    {"--query-accounted-apps", account_fields, &account_fields_count, account_rows},
	    {"--query-retired-pages", page_fields, &page_fields_count, page_rows},
	    {"--query-remapped-rows", row_fields, &row_fields_count, gpu_rows},
	    {"--query-supported-clocks", clock_fields, &clock_fields_count, clock_rows},
	};

	if (command >= COMMAND_CSV_GPU && command <= COMMAND_CSV_CLOCKS)
		return &queries[command - COMMAND_CSV_GPU];
	if (command >= COMMAND_HELP_GPU && command <= COMMAND_HELP_CLOCKS)
		return &queries[command - COMMAND_HELP_GPU];
	return NULL;
}
