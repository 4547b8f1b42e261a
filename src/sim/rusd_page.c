/* SPDX-License-Identifier: MIT */
#include "sim/rusd_page.h"

#include <string.h>

/* Words of cl00de.h. */
#define SEQUENCE_START 0xff00000000000000ull
#define BEING_WRITTEN 0xffffffffffffffffull
#define COUNTER_BEGUN (1ull << 20)          /* two counters in one word: */
#define COUNTER_FINISHED ((1ull << 20) - 1) /* a write adds one, then the other */
#define COUNTER_WRAP (1ull << 18)
#define TEMPERATURE_ONE_DEGREE 256
#define PERF_POINT_RATED_TDP 3u

enum poll_bit {
	POLL_CLOCK = 0x01,
	POLL_PERF = 0x02,
	POLL_MEMORY = 0x04,
	POLL_POWER = 0x08,
	POLL_THERMAL = 0x10,
	POLL_PCI = 0x20,
	POLL_FAN = 0x40,
	POLL_PROCESSES = 0x80,
};

struct page {
	const struct sim_gpu *gpu;
	const struct rm_rusd_layout *layout;
	uint8_t *bytes;
};

static struct page page_at(const struct sim_gpu *gpu, uint8_t *bytes)
{
	return (struct page){gpu, rm_rusd_layout_at(gpu->sim->release), bytes};
}

static bool has(const struct page *page, enum rm_rusd_field field)
{
	return page->layout->cells[field].offset != RM_RUSD_ABSENT;
}

static void put_at(const struct page *page, enum rm_rusd_field field, unsigned element,
		   unsigned inner, uint64_t value)
{
	const struct rm_rusd_cell *cell = &page->layout->cells[field];

	if (!has(page, field) || element >= cell->count || inner >= cell->inner)
		return;
	memcpy(page->bytes + cell->offset + element * cell->stride + inner * cell->width, &value,
	       cell->width);
}

static void put(const struct page *page, enum rm_rusd_field field, uint64_t value)
{
	put_at(page, field, 0, 0, value);
}

static void put_signed(const struct page *page, enum rm_rusd_field field, int32_t value)
{
	put(page, field, value < 0 ? 0 : (uint32_t)value);
}

/* The word that guards data: stored whole, before and after the data. */
static void store_word(uint8_t *at, uint64_t value, size_t width)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (width == 4)
		__atomic_store_n((uint32_t *)(void *)at, (uint32_t)value, __ATOMIC_SEQ_CST);
	else
		__atomic_store_n((uint64_t *)(void *)at, value, __ATOMIC_SEQ_CST);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static void stamp(const struct page *page, enum rm_rusd_field field, unsigned element,
		  uint64_t value)
{
	const struct rm_rusd_cell *cell = &page->layout->cells[field];

	if (has(page, field) && element < cell->count)
		store_word(page->bytes + cell->offset + element * cell->stride, value, 8);
}

/* Unpolled blocks. */

static uint64_t load_word(const uint8_t *at, size_t width)
{
	uint64_t value = 0;

	memcpy(&value, at, width);
	return value;
}

static uint64_t step_begin(uint8_t sequence, uint64_t word)
{
	if (sequence == RM_RUSD_TWO_COUNTERS)
		return word + COUNTER_BEGUN;
	if (sequence == RM_RUSD_SECTION && word == 0)
		return SEQUENCE_START + 1;
	return word + 1;
}

static uint64_t step_end(uint8_t sequence, uint64_t word)
{
	uint64_t finished;

	if (sequence != RM_RUSD_TWO_COUNTERS)
		return word + 1;
	word += COUNTER_FINISHED;
	finished = (COUNTER_BEGUN - word % COUNTER_BEGUN) % COUNTER_BEGUN;
	if (finished % COUNTER_WRAP == 0)
		word -= COUNTER_WRAP * (COUNTER_BEGUN + COUNTER_FINISHED);
	return word;
}

/* Whether a writer is inside. */
static bool is_open(uint8_t sequence, uint64_t word)
{
	if (sequence != RM_RUSD_TWO_COUNTERS)
		return word % 2 != 0;
	return word % COUNTER_FINISHED != (COUNTER_BEGUN - word % COUNTER_BEGUN) % COUNTER_BEGUN;
}

/* Torn sections. One that moves is left open, its data turned over, and closed the next time. */

/* Of a list of sections the element's alone. */
static void turn_over(const struct page *page, enum rm_rusd_field word, unsigned element)
{
	bool is_list = page->layout->cells[word].count > 1;

	for (unsigned f = word + 1; f < RM_RUSD_FIELD_COUNT && !sim_torn_is_word(f); f++) {
		const struct rm_rusd_cell *cell = &page->layout->cells[f];

		for (unsigned n = 0; has(page, f) && n < cell->count; n++) {
			uint8_t *at = page->bytes + cell->offset + n * cell->stride;
			size_t size =
			    is_list && n != element ? 0 : (size_t)cell->width * cell->inner;

			for (size_t i = 0; i < size; i++)
				at[i] ^= 0xff;
		}
	}
}

static enum sim_torn torn(const struct page *page, enum rm_rusd_field word)
{
	const uint8_t *list = page->gpu->trouble.torn;

	if (word != RM_RUSD_SEQ)
		return list[word];
	return list[RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP] | list[RM_RUSD_PMA_MEMORY_INFO_TIMESTAMP];
}

/* A writer opened the section that was open or not: whether it goes on to write and close it. */
static bool goes_on(const struct page *page, enum rm_rusd_field word, unsigned element,
		    bool was_open)
{
	enum sim_torn how = torn(page, word);
	bool closing = page->gpu->trouble.closing;

	if (how == SIM_TORN_MOVING && (was_open || !closing))
		turn_over(page, word, element);
	return closing || how == SIM_WHOLE || (how == SIM_TORN_MOVING && was_open);
}

typedef void write_data(const struct page *page);

static void write_unpolled(const struct page *page, enum rm_rusd_field word_field,
			   write_data *write)
{
	const struct rm_rusd_cell *cell = &page->layout->cells[word_field];
	uint8_t sequence = page->layout->sequence;
	uint8_t *at = page->bytes + cell->offset;
	bool open = is_open(sequence, load_word(at, cell->width));

	if (!open)
		store_word(at, step_begin(sequence, load_word(at, cell->width)), cell->width);
	if (!goes_on(page, word_field, 0, open))
		return;
	write(page);
	store_word(at, step_end(sequence, load_word(at, cell->width)), cell->width);
}

/* Sizes in KiB; a GPU without BAR1 shows a valid 0, and so does one with MIG on. */
static void put_bar1(const struct page *page)
{
	uint64_t size = sim_mig_is_on(page->gpu) ? 0 : (uint64_t)page->gpu->model->bar1_mib * 1024;
	uint64_t used = (uint64_t)page->gpu->state.bar1_used_mib * 1024;
	uint64_t available = size > used ? size - used : 0;

	put(page, RM_RUSD_BAR1_MEMORY_INFO_BAR1_SIZE, size);
	put(page, RM_RUSD_BAR1_MEMORY_INFO_BAR1_AVAIL_SIZE, available);
	put(page, RM_RUSD_BAR1_SIZE, size);
	put(page, RM_RUSD_BAR1_AVAIL_SIZE, available);
}

void sim_page_write_bar1(const struct sim_gpu *gpu, uint8_t *bytes)
{
	struct page page = page_at(gpu, bytes);
	bool head = has(&page, RM_RUSD_SEQ);

	if (!has(&page, RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP)) {
		write_unpolled(&page, RM_RUSD_SEQ, put_bar1);
		return;
	}
	write_unpolled(&page, RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP, put_bar1);
	if (head) /* 560: the old head is a copy, its word the section's */
		store_word(
		    bytes + page.layout->cells[RM_RUSD_SEQ].offset,
		    load_word(bytes + page.layout->cells[RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP].offset,
			      8),
		    page.layout->cells[RM_RUSD_SEQ].width);
}

/* Bytes; 550 to 565 leave the free part 0 until the allocator moves. */
static void put_pma(const struct page *page)
{
	const struct sim_gpu *gpu = page->gpu;
	uint64_t total = (uint64_t)sim_gpu_heap_kib(gpu) << 10;
	uint64_t free_bytes = total - ((uint64_t)sim_gpu_used_kib(gpu) << 10);

	if (!sim_since(gpu->sim, 570, 0, 0) && sim_gpu_used_kib(gpu) == 0)
		free_bytes = 0;
	put(page, RM_RUSD_PMA_MEMORY_INFO_TOTAL_PMA_MEMORY, total);
	put(page, RM_RUSD_PMA_MEMORY_INFO_FREE_PMA_MEMORY, free_bytes);
	put(page, RM_RUSD_TOTAL_PMA_MEMORY, total);
	put(page, RM_RUSD_FREE_PMA_MEMORY, free_bytes);
}

void sim_page_write_pma(const struct sim_gpu *gpu, uint8_t *bytes)
{
	struct page page = page_at(gpu, bytes);

	if (has(&page, RM_RUSD_PMA_MEMORY_INFO_TIMESTAMP))
		write_unpolled(&page, RM_RUSD_PMA_MEMORY_INFO_TIMESTAMP, put_pma);
	else if (has(&page, RM_RUSD_TOTAL_PMA_MEMORY))
		write_unpolled(&page, RM_RUSD_SEQ, put_pma);
}

/* Polled sections: whether the GPU has such data, and writing it. */

static bool has_clocks(const struct sim_gpu *gpu)
{
	return gpu->state.graphics_mhz >= 0;
}

static void put_clocks(const struct page *page)
{
	const struct machine_state *state = &page->gpu->state;
	const int32_t mhz[] = {state->graphics_mhz, state->memory_mhz, state->video_mhz,
			       state->sm_mhz};

	for (unsigned i = 0; i < 4; i++) {
		uint32_t clock = mhz[i] < 0 ? 0 : (uint32_t)mhz[i];

		put_at(page, RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TARGET_CLK_MHZ, i, 0, clock);
		put_at(page, RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_ACTUAL_CLK_KHZ, i, 0, clock * 1000u);
	}
}

static void put_throttle(const struct page *page)
{
	put(page, RM_RUSD_CLK_THROTTLE_INFO_REASON_MASK, page->gpu->state.throttle_reasons);
	put(page, RM_RUSD_CLK_THROTTLE_INFO_REFERENCE_TIME_NS, page->gpu->sim->now_ns);
	put(page, RM_RUSD_CLK_THROTTLE_INFO_GLOBAL_VIOLATION_PERF_POINT_MASK,
	    1u << PERF_POINT_RATED_TDP);
	put_at(page, RM_RUSD_CLK_THROTTLE_INFO_GLOBAL_VIOLATION_TIME_NS, 0, PERF_POINT_RATED_TDP,
	       page->gpu->state.below_base_clock_ns);
}

static bool has_utilisation(const struct sim_gpu *gpu)
{
	return gpu->state.gpu_percent >= 0;
}

static void put_utilisation(const struct page *page)
{
	const struct machine_state *state = &page->gpu->state;
	const int32_t engines[] = {state->encoder_percent, state->decoder_percent,
				   state->jpeg_percent, state->ofa_percent};

	put_signed(page, RM_RUSD_PERF_DEV_UTIL_GPU_PERCENT_BUSY, state->gpu_percent);
	put_signed(page, RM_RUSD_PERF_DEV_UTIL_MEMORY_PERCENT_BUSY, state->memory_percent);
	for (unsigned i = 0; i < 4; i++) {
		if (engines[i] < 0)
			continue;
		put_at(page, RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_CLK_PERCENT_BUSY, i, 0,
		       (uint32_t)engines[i]);
		put_at(page, RM_RUSD_PERF_DEV_UTIL_ENG_UTIL_SAMPLING_PERIOD_US, i, 0,
		       page->gpu->rusd.interval_ms * 1000u);
	}
}

static bool has_pstate(const struct sim_gpu *gpu)
{
	return gpu->state.pstate >= 0;
}

static void put_pstate(const struct page *page)
{
	put(page, RM_RUSD_PERF_CURRENT_PSTATE_CURRENT_PSTATE, 1ull << page->gpu->state.pstate);
}

/* Element 0 is the sum of 1 (DRAM) and 2 (SRAM). */
static void put_ecc_counts(const struct page *page, const struct machine_state *state)
{
	const uint64_t dram[] = {
	    state->ecc_dram_corrected_volatile, state->ecc_dram_corrected_aggregate,
	    state->ecc_dram_uncorrected_volatile, state->ecc_dram_uncorrected_aggregate};
	const uint64_t sram[] = {
	    state->ecc_sram_corrected_volatile, state->ecc_sram_corrected_aggregate,
	    state->ecc_sram_uncorrected_volatile, state->ecc_sram_uncorrected_aggregate};
	static const enum rm_rusd_field fields[] = {RM_RUSD_MEM_ECC_COUNT_CORRECTED_VOLATILE,
						    RM_RUSD_MEM_ECC_COUNT_CORRECTED_AGGREGATE,
						    RM_RUSD_MEM_ECC_COUNT_UNCORRECTED_VOLATILE,
						    RM_RUSD_MEM_ECC_COUNT_UNCORRECTED_AGGREGATE};

	for (unsigned i = 0; i < 4; i++) {
		put_at(page, fields[i], 0, 0, dram[i] + sram[i]);
		put_at(page, fields[i], 1, 0, dram[i]);
		put_at(page, fields[i], 2, 0, sram[i]);
	}
}

static bool has_ecc(const struct sim_gpu *gpu)
{
	return gpu->model->ecc_capable && gpu->model->ecc_enabled;
}

static void put_ecc(const struct page *page)
{
	const struct machine_state *state = &page->gpu->state;

	put_ecc_counts(page, state);
	put(page, RM_RUSD_MEM_ECC_VOLATILE_COUNTS_SRAM_COR_UNI, state->ecc_sram_corrected_volatile);
	put(page, RM_RUSD_MEM_ECC_VOLATILE_COUNTS_SRAM_UNC_SEC_DED_UNI,
	    state->ecc_sram_uncorrected_volatile);
	put(page, RM_RUSD_MEM_ECC_VOLATILE_COUNTS_DRAM_COR_TOT, state->ecc_dram_corrected_volatile);
	put(page, RM_RUSD_MEM_ECC_VOLATILE_COUNTS_DRAM_UNC_TOT,
	    state->ecc_dram_uncorrected_volatile);
	put(page, RM_RUSD_MEM_ECC_CLIENT_EXPOSED_COUNTS_SRAM_SEC_DED_UNCORRECTED_UNIQUE,
	    state->ecc_sram_uncorrected_aggregate);
	put(page, RM_RUSD_MEM_ECC_CLIENT_EXPOSED_COUNTS_SRAM_CORRECTED_UNIQUE,
	    state->ecc_sram_corrected_aggregate);
	put(page, RM_RUSD_MEM_ECC_CLIENT_EXPOSED_COUNTS_DRAM_UNCORRECTED_TOTAL,
	    state->ecc_dram_uncorrected_aggregate);
	put(page, RM_RUSD_MEM_ECC_CLIENT_EXPOSED_COUNTS_DRAM_CORRECTED_TOTAL,
	    state->ecc_dram_corrected_aggregate);
	put(page, RM_RUSD_MEM_ECC_CLIENT_EXPOSED_COUNTS_SRAM_BUCKET_OTHER,
	    state->ecc_sram_uncorrected_aggregate);
}

static bool has_row_remapper(const struct sim_gpu *gpu)
{
	return gpu->model->row_remapper;
}

static void put_row_remap(const struct page *page)
{
	put(page, RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_MAX, page->gpu->model->row_remap_banks);
}

static bool has_power_limit(const struct sim_gpu *gpu)
{
	return gpu->state.power_limit_mw >= 0;
}

static void put_power_limit(const struct page *page)
{
	const struct machine_state *state = &page->gpu->state;

	put_signed(page, RM_RUSD_POWER_LIMIT_GPU_REQUESTED_MW, state->power_requested_mw);
	put_signed(page, RM_RUSD_POWER_LIMIT_GPU_ENFORCED_MW, state->power_limit_mw);
}

static bool has_average_power(const struct sim_gpu *gpu)
{
	return gpu->state.power_mw >= 0 || gpu->state.memory_power_mw >= 0 ||
	       gpu->state.module_power_mw >= 0;
}

static void put_average_power(const struct page *page)
{
	put_signed(page, RM_RUSD_AVG_POWER_USAGE_AVERAGE_GPU_POWER, page->gpu->state.power_mw);
	put_signed(page, RM_RUSD_AVG_POWER_USAGE_AVERAGE_MEMORY_POWER,
		   page->gpu->state.memory_power_mw);
	put_signed(page, RM_RUSD_AVG_POWER_USAGE_AVERAGE_MODULE_POWER,
		   page->gpu->state.module_power_mw);
}

static bool has_instant_power(const struct sim_gpu *gpu)
{
	return gpu->state.power_instant_mw >= 0;
}

static void put_instant_power(const struct page *page)
{
	put_signed(page, RM_RUSD_INST_POWER_USAGE_INST_GPU_POWER,
		   page->gpu->state.power_instant_mw);
}

/* One temperature section, GPU and HBM, before 570. */
static bool has_temperature(const struct sim_gpu *gpu)
{
	return gpu->state.temperature_c >= 0;
}

static void put_temperature(const struct page *page)
{
	const struct machine_state *state = &page->gpu->state;

	put(page, RM_RUSD_TEMPERATURE_GPU_TEMPERATURE,
	    (uint32_t)(state->temperature_c * TEMPERATURE_ONE_DEGREE));
	put_signed(page, RM_RUSD_TEMPERATURE_HBM_TEMPERATURE,
		   state->memory_temperature_c * TEMPERATURE_ONE_DEGREE);
}

static void put_pci(const struct page *page)
{
	put(page, RM_RUSD_PCI_BUS_DATA_DATA, sim_gpu_pcie_gen_info(page->gpu));
}

static bool has_fan(const struct sim_gpu *gpu)
{
	return gpu->state.fan_rpm >= 0;
}

static void put_fans(const struct page *page)
{
	put(page, RM_RUSD_FAN_COOLER_STATUS_RPM_CURR, (uint32_t)page->gpu->state.fan_rpm);
}

static void put_processes(const struct page *page)
{
	const struct sim_gpu *gpu = page->gpu;

	for (unsigned i = 0; i < 5; i++) {
		bool used = i < gpu->processes_count;
		uint32_t pid = used ? gpu->processes[i].pid : 0xffffffffu;

		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_TIME_STAMP, i, 0,
		       used ? gpu->sim->now_ns : 0);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_GR_PROC_ID, i, 0, pid);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_FB_PROC_ID, i, 0, pid);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_NVENC_PROC_ID, i, 0, 0xffffffffu);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_NVDEC_PROC_ID, i, 0, 0xffffffffu);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_NVJPG_PROC_ID, i, 0, 0xffffffffu);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_NVOFA_PROC_ID, i, 0, 0xffffffffu);
		if (!used)
			continue;
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_GR_UTIL, i, 0,
		       gpu->processes[i].sm_percent * 100u);
		put_at(page, RM_RUSD_PROC_UTIL_SAMPLES_FB_UTIL, i, 0,
		       gpu->processes[i].memory_percent * 100u);
	}
}

static const struct section {
	unsigned bit;
	enum rm_rusd_field stamp;
	bool (*there)(const struct sim_gpu *gpu); /* NULL: always */
	void (*put)(const struct page *page);
} sections[] = {
    {POLL_CLOCK, RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP, has_clocks, put_clocks},
    {POLL_PERF, RM_RUSD_CLK_THROTTLE_INFO_TIMESTAMP, NULL, put_throttle},
    {POLL_PERF, RM_RUSD_PERF_DEV_UTIL_TIMESTAMP, has_utilisation, put_utilisation},
    {POLL_PERF, RM_RUSD_PERF_CURRENT_PSTATE_TIMESTAMP, has_pstate, put_pstate},
    {POLL_MEMORY, RM_RUSD_MEM_ECC_TIMESTAMP, has_ecc, put_ecc},
    {POLL_MEMORY, RM_RUSD_MEM_ROW_REMAP_TIMESTAMP, has_row_remapper, put_row_remap},
    {POLL_POWER, RM_RUSD_POWER_LIMIT_GPU_TIMESTAMP, has_power_limit, put_power_limit},
    {POLL_POWER, RM_RUSD_AVG_POWER_USAGE_TIMESTAMP, has_average_power, put_average_power},
    {POLL_POWER, RM_RUSD_INST_POWER_USAGE_TIMESTAMP, has_instant_power, put_instant_power},
    {POLL_THERMAL, RM_RUSD_TEMPERATURE_TIMESTAMP, has_temperature, put_temperature},
    {POLL_PCI, RM_RUSD_PCI_BUS_DATA_TIMESTAMP, NULL, put_pci},
    {POLL_FAN, RM_RUSD_FAN_COOLER_STATUS_TIMESTAMP, has_fan, put_fans},
    {POLL_PROCESSES, RM_RUSD_PROC_UTIL_TIMESTAMP, NULL, put_processes},
};

/* Opens a section for writing; false when it shall stay so. */
static bool open_section(const struct page *page, enum rm_rusd_field word, unsigned element)
{
	const struct rm_rusd_cell *cell = &page->layout->cells[word];
	const uint8_t *at = page->bytes + cell->offset + element * cell->stride;
	bool was_open = load_word(at, sizeof(uint64_t)) == BEING_WRITTEN;

	stamp(page, word, element, BEING_WRITTEN);
	return goes_on(page, word, element, was_open);
}

/* A section that the GPU cannot fill keeps the stamp 0. */
static void write_section(const struct page *page, const struct section *section)
{
	uint64_t now = page->gpu->sim->now_ns;

	if (!has(page, section->stamp) || (section->there && !section->there(page->gpu)) ||
	    !open_section(page, section->stamp, 0))
		return;
	section->put(page);
	stamp(page, section->stamp, 0, now);
}

/* From 570 every sensor has its own stamp. */
static void write_sensor(const struct page *page, enum rm_rusd_sensor sensor, int32_t celsius)
{
	unsigned index = page->layout->sensor_index[sensor];

	if (celsius < 0 || index == 0xff ||
	    !open_section(page, RM_RUSD_TEMPERATURES_TIMESTAMP, index))
		return;
	put_at(page, RM_RUSD_TEMPERATURES_TEMPERATURE, index, 0,
	       (uint32_t)(celsius * TEMPERATURE_ONE_DEGREE));
	stamp(page, RM_RUSD_TEMPERATURES_TIMESTAMP, index, page->gpu->sim->now_ns);
}

/* Chips with stacked memory on the package. */
static bool has_hbm(const struct sim_chip *chip)
{
	return strcmp(chip->name, "GP100") == 0 || strcmp(chip->name, "GV100") == 0 ||
	       strcmp(chip->name, "GA100") == 0 || strcmp(chip->name, "GH100") == 0 ||
	       strncmp(chip->name, "GB10", 4) == 0 || strncmp(chip->name, "GB11", 4) == 0;
}

static void write_temperatures(const struct page *page)
{
	const struct sim_gpu *gpu = page->gpu;

	if (!has(page, RM_RUSD_TEMPERATURES_TIMESTAMP))
		return;
	write_sensor(page, RM_RUSD_SENSOR_GPU, gpu->state.temperature_c);
	write_sensor(page, has_hbm(gpu->chip) ? RM_RUSD_SENSOR_HBM : RM_RUSD_SENSOR_MEMORY,
		     gpu->state.memory_temperature_c);
}

void sim_page_write_polled(const struct sim_gpu *gpu, uint8_t *bytes)
{
	struct page page = page_at(gpu, bytes);

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (gpu->rusd.mask & sections[i].bit)
			write_section(&page, &sections[i]);
	if (gpu->rusd.mask & POLL_THERMAL)
		write_temperatures(&page);
}
