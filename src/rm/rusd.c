/* SPDX-License-Identifier: MIT */
#include "rm/rusd.h"

#include <string.h>

#include "core/lib.h"
#include "core/log.h"
#include "rm/escape.h"
#include "rm/rm.h"
#include "rm_constants.h"
#include "rm_status.h"

#define READ_TRIES 10
#define WRITER_PAUSES 50
#define WRITER_PAUSE_US 200u
#define PAGE_HANDLE_OFFSET 2u

/* The slowest published poll interval is 500 ms. */
#define FIRST_FILL_NS 1000000000ull
#define FIRST_FILL_STEP_US 20000u
#define NEXT_SECTIONS_US 5000u

#define STAMP_BEING_WRITTEN UINT64_MAX
#define SECTION_WORD_BASE 0xff00000000000000ull

/* Making the page. */

static uint32_t page_handle(const struct gpu *gpu)
{
	return gpu->rm.device + PAGE_HANDLE_OFFSET;
}

static nvmlReturn_t alloc_page(struct gpu *gpu, uint64_t mask)
{
	const struct rm_alloc_shared_data params = {.polled_data_mask = mask};
	uint32_t status;

	return rm_alloc_with(gpu->rm.subdevice, page_handle(gpu), RM_ALLOC_SHARED_DATA, &params,
			     &status);
}

/* Where the driver polls nothing it refuses a mask, but still keeps BAR1 numbers. */
static nvmlReturn_t alloc_page_with_any_mask(struct gpu *gpu)
{
	nvmlReturn_t result = alloc_page(gpu, lib.rm.page_layout->poll_mask);

	if (result == NVML_ERROR_NOT_SUPPORTED && lib.rm.page_layout->poll_mask != 0)
		result = alloc_page(gpu, 0);
	return result;
}

static int map_page(struct gpu *gpu, int fd)
{
	struct rm_nvos33_with_fd request = {
	    .params = {.h_client = lib.rm.root,
		       .h_device = gpu->rm.subdevice,
		       .h_memory = page_handle(gpu),
		       .length = lib.rm.page_layout->size,
		       .flags = NVOS33_FLAGS_ACCESS_READ_ONLY},
	    .fd = fd,
	};
	unsigned long escape = rm_escape_request(NV_ESC_RM_MAP_MEMORY, sizeof(request));
	const void *address = NULL;

	int error = lib.port->ioctl(lib.port, lib.rm.ctl_fd, escape, &request);
	if (error < 0 || request.params.status != NV_OK) {
		log_line(LOG_TELEMETRY_LAYOUT, "telemetry page of %u bytes refused: status %#x",
			 lib.rm.page_layout->size, request.params.status);
		return -1;
	}
	if (lib.port->map(lib.port, fd, lib.rm.page_layout->size, &address) < 0)
		return -1;
	gpu->rm.page = address;
	return 0;
}

/*
 * A control descriptor carries one mapping for its whole life. The client's own
 * serves the first page; every other page has one of its own.
 */
static int page_descriptor(struct gpu *gpu)
{
	if (!atomic_exchange(&lib.rm.ctl_mapped, true)) {
		gpu->rm.page_fd = RM_NO_PAGE_FD;
		return lib.rm.ctl_fd;
	}
	gpu->rm.page_fd = lib.port->open(lib.port, RM_CTL_NODE, PORT_RDWR);
	return gpu->rm.page_fd;
}

static void close_page_descriptor(struct gpu *gpu)
{
	if (gpu->rm.page_fd >= 0)
		lib.port->close(lib.port, gpu->rm.page_fd);
	gpu->rm.page_fd = RM_NO_PAGE_FD;
}

static enum rm_page_state make_page(struct gpu *gpu)
{
	if (lib.rm.page_layout == NULL)
		return RM_PAGE_REFUSED;
	nvmlReturn_t result = alloc_page_with_any_mask(gpu);
	if (result != NVML_SUCCESS) {
		log_line(LOG_TELEMETRY_REFUSED, "GPU %u: no telemetry page (%d)", gpu->index,
			 (int)result);
		return RM_PAGE_REFUSED;
	}

	int fd = page_descriptor(gpu);
	if (fd >= 0 && map_page(gpu, fd) == 0) {
		gpu->rm.page_born_ns = lib.port->monotonic_ns(lib.port);
		atomic_store(&gpu->rm.page_filled, false);
		return RM_PAGE_MAPPED;
	}
	close_page_descriptor(gpu);
	rm_free(gpu->rm.subdevice, page_handle(gpu));
	return RM_PAGE_REFUSED;
}

/* The page of a GPU in use; NULL when there is none. */
static const uint8_t *page_of(struct gpu *gpu)
{
	int state = atomic_load_explicit(&gpu->rm.page_state, memory_order_acquire);

	if (state == RM_PAGE_UNKNOWN && rm_gpu_use(gpu) == NVML_SUCCESS) {
		lib_begin_first_use(gpu);
		state = atomic_load_explicit(&gpu->rm.page_state, memory_order_relaxed);
		if (state == RM_PAGE_UNKNOWN) {
			state = make_page(gpu);
			atomic_store_explicit(&gpu->rm.page_state, state, memory_order_release);
		}
		lib_end_first_use(gpu);
	}
	return state == RM_PAGE_MAPPED ? gpu->rm.page : NULL;
}

void rm_rusd_release(struct gpu *gpu)
{
	if (atomic_load(&gpu->rm.page_state) == RM_PAGE_MAPPED) {
		lib.port->unmap(lib.port, gpu->rm.page, lib.rm.page_layout->size);
		close_page_descriptor(gpu);
	}
	gpu->rm.page = NULL;
	atomic_store(&gpu->rm.page_state, RM_PAGE_UNKNOWN);
}

/* Reading it. Firmware writes while we read: every word is loaded once, atomically. */

static uint64_t load(const uint8_t *at, unsigned width)
{
	switch (width) {
	case 1:
		return __atomic_load_n(at, __ATOMIC_RELAXED);
	case 2:
		return __atomic_load_n((const uint16_t *)(const void *)at, __ATOMIC_RELAXED);
	case 4:
		return __atomic_load_n((const uint32_t *)(const void *)at, __ATOMIC_RELAXED);
	default:
		return __atomic_load_n((const uint64_t *)(const void *)at, __ATOMIC_RELAXED);
	}
}

static uint64_t load_sequence(const uint8_t *at, unsigned width)
{
	uint64_t word = load(at, width);

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return word;
}

/* Where an item lies; NULL when the release does not have it. */
static const uint8_t *place_of(const uint8_t *page, struct rm_page_item item,
			       const struct rm_rusd_cell **ret_cell)
{
	const struct rm_rusd_cell *cell = &lib.rm.page_layout->cells[item.field];

	*ret_cell = cell;
	if (cell->offset == RM_RUSD_ABSENT)
		return NULL;
	if (cell->count == 1 && item.element < cell->inner)
		return page + cell->offset + item.element * cell->width;
	return item.element < cell->count ? page + cell->offset + item.element * cell->stride
					  : NULL;
}

static void copy_items(const uint8_t *page, const struct rm_page_item *items, size_t count,
		       uint64_t *ret_values)
{
	for (size_t i = 0; i < count; i++) {
		const struct rm_rusd_cell *cell;
		const uint8_t *at = place_of(page, items[i], &cell);
		ret_values[i] = at ? load(at, cell->width) : 0;
	}
}

enum rm_page_answer rm_page_read(struct gpu *gpu, struct rm_page_item stamp,
				 const struct rm_page_item *items, size_t count,
				 uint64_t *ret_values)
{
	const struct rm_rusd_cell *cell;
	const uint8_t *page = page_of(gpu);

	if (page == NULL)
		return RM_PAGE_ABSENT;
	const uint8_t *word = place_of(page, stamp, &cell);
	const struct rm_rusd_cell *first;
	if (word == NULL || place_of(page, items[0], &first) == NULL)
		return RM_PAGE_ABSENT;

	for (int tries = 0; tries < READ_TRIES; tries++) {
		uint64_t before = load_sequence(word, cell->width);
		if (before == 0)
			return RM_PAGE_EMPTY;
		if (before == STAMP_BEING_WRITTEN)
			continue;
		copy_items(page, items, count, ret_values);
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (load(word, cell->width) == before)
			return RM_PAGE_OK;
	}
	return RM_PAGE_BUSY;
}

/*
 * A writer that was put aside in the middle needs the processor; spinning on would keep
 * it away.
 */
enum rm_page_answer rm_page_read_settled(struct gpu *gpu, struct rm_page_item stamp,
					 const struct rm_page_item *items, size_t count,
					 uint64_t *ret_values)
{
	enum rm_page_answer answer = rm_page_read(gpu, stamp, items, count, ret_values);

	for (unsigned i = 0; i < WRITER_PAUSES && answer == RM_PAGE_BUSY; i++) {
		lib.port->sleep_us(lib.port, WRITER_PAUSE_US);
		answer = rm_page_read(gpu, stamp, items, count, ret_values);
	}
	return answer;
}

/* Waiting for the first fill. */

/* Whether firmware has filled any polled section of the page. */
static bool was_polled(const struct gpu *gpu)
{
	static const enum rm_rusd_field stamps[] = {
	    RM_RUSD_CLK_PUBLIC_DOMAIN_INFOS_TIMESTAMP,
	    RM_RUSD_PERF_DEV_UTIL_TIMESTAMP,
	    RM_RUSD_PERF_CURRENT_PSTATE_TIMESTAMP,
	    RM_RUSD_INST_POWER_USAGE_TIMESTAMP,
	    RM_RUSD_TEMPERATURES_TIMESTAMP,
	    RM_RUSD_TEMPERATURE_TIMESTAMP,
	};

	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		const struct rm_rusd_cell *cell;
		const uint8_t *at =
		    place_of(gpu->rm.page, (struct rm_page_item){stamps[i], 0}, &cell);
		if (at != NULL && load(at, cell->width) != 0)
			return true;
	}
	return false;
}

/* One that the caller leaves alone is left alone, and one that hangs in another thread. */
static bool is_ready_for_page(const struct gpu *gpu)
{
	return atomic_load_explicit(&gpu->fetched, memory_order_relaxed) && !lib_in_first_use(gpu);
}

/*
 * Whoever asks one GPU will ask the others whose handles it has: let their pages fill
 * meanwhile. GPUs that nobody uses stay asleep.
 */
static void make_other_pages(void)
{
	struct rm_gpu_get_attached_ids attached;
	uint32_t status;

	memset(&attached, 0xff, sizeof(attached));
	if (rm_root_control(RM_GPU_GET_ATTACHED_IDS, &attached, &status) != NVML_SUCCESS)
		return;
	for (unsigned i = 0; i < GPU_MAX; i++) {
		for (unsigned j = 0; j < lib.gpu_count; j++) {
			struct gpu *gpu = lib.order[j];

			if (gpu->id == attached.gpu_ids[i] && is_ready_for_page(gpu))
				page_of(gpu);
		}
	}
}

static bool is_young(const struct gpu *gpu)
{
	return lib.port->monotonic_ns(lib.port) - gpu->rm.page_born_ns < FIRST_FILL_NS;
}

static void await_first_section(struct gpu *gpu)
{
	if (was_polled(gpu) || !is_young(gpu))
		return;
	if (lib.gpu_count > 1)
		make_other_pages();
	while (!was_polled(gpu) && is_young(gpu))
		lib.port->sleep_us(lib.port, FIRST_FILL_STEP_US);
}

/*
 * Any answer of "empty" is from before the wait, so the section is read once more after
 * it. Sections are filled one after the other: who saw the first waits for the others.
 */
enum rm_page_answer rm_page_read_patiently(struct gpu *gpu, struct rm_page_item stamp,
					   const struct rm_page_item *items, size_t count,
					   uint64_t *ret_values)
{
	enum rm_page_answer answer = rm_page_read_settled(gpu, stamp, items, count, ret_values);

	if (answer != RM_PAGE_EMPTY || atomic_load(&gpu->rm.page_filled))
		return answer;
	await_first_section(gpu);
	answer = rm_page_read_settled(gpu, stamp, items, count, ret_values);
	if (answer != RM_PAGE_EMPTY || !was_polled(gpu))
		return answer;
	lib.port->sleep_us(lib.port, NEXT_SECTIONS_US);
	atomic_store(&gpu->rm.page_filled, true);
	return rm_page_read_settled(gpu, stamp, items, count, ret_values);
}

/* BAR1: data that the kernel itself writes, under one of three kinds of sequence word. */

/* Writers add 2^20 when they begin and 2^20 - 1 when they have finished. */
static bool two_counters_agree(uint64_t word)
{
	const uint64_t begin = 1ull << 20, end = begin - 1;
	uint64_t begun = word % end;
	uint64_t finished = (begin - word % begin) % begin;

	return begun == finished;
}

static bool is_stable(uint8_t kind, uint64_t word)
{
	switch (kind) {
	case RM_RUSD_PARITY32:
		return word != 0 && word % 2 == 0;
	case RM_RUSD_TWO_COUNTERS:
		return two_counters_agree(word);
	default:
		return word > SECTION_WORD_BASE && word % 2 == 0;
	}
}

enum rm_page_answer rm_page_read_bar1(struct gpu *gpu, uint32_t *ret_size_kib,
				      uint32_t *ret_free_kib)
{
	static const struct rm_page_item head[] = {{RM_RUSD_BAR1_SIZE, 0},
						   {RM_RUSD_BAR1_AVAIL_SIZE, 0}};
	static const struct rm_page_item section[] = {
	    {RM_RUSD_BAR1_MEMORY_INFO_BAR1_SIZE, 0}, {RM_RUSD_BAR1_MEMORY_INFO_BAR1_AVAIL_SIZE, 0}};
	const uint8_t *page = page_of(gpu);
	const struct rm_rusd_cell *cell;
	uint64_t values[2];

	if (page == NULL)
		return RM_PAGE_ABSENT;
	uint8_t kind = lib.rm.page_layout->sequence;
	enum rm_rusd_field stamp =
	    kind == RM_RUSD_SECTION ? RM_RUSD_BAR1_MEMORY_INFO_TIMESTAMP : RM_RUSD_SEQ;
	const uint8_t *word = place_of(page, (struct rm_page_item){stamp, 0}, &cell);
	if (word == NULL)
		return RM_PAGE_ABSENT;
	for (int tries = 0; tries < READ_TRIES; tries++) {
		uint64_t before = load_sequence(word, cell->width);
		if (!is_stable(kind, before))
			continue;
		copy_items(page, kind == RM_RUSD_SECTION ? section : head, 2, values);
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (load(word, cell->width) == before) {
			*ret_size_kib = (uint32_t)values[0];
			*ret_free_kib = (uint32_t)values[1];
			return RM_PAGE_OK;
		}
	}
	return RM_PAGE_BUSY;
}
