/* SPDX-License-Identifier: MIT */
/*
 * The shared telemetry page: waiting for its first fill, sections that are being
 * written, values as published. Offsets are those of transport.md 9.1, branch 580.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "board.h"
#include "questions.h"

enum {
	CLOCK_STAMP = 72,
	CLOCK_GRAPHICS = 80, /* graphics, memory, video, SM: 4 bytes each */
	LOAD_STAMP = 1976,
	LOAD_GPU = 1984,
	LOAD_MEMORY = 1988,
	PSTATE_STAMP = 2264,
	PSTATE = 2272,
	LIMIT_STAMP = 2280,
	LIMIT_REQUESTED = 2288,
	LIMIT_ENFORCED = 2292,
	SENSORS = 2296, /* {stamp 8, temperature 4, pad 4}: GPU, ..., HBM is the fifth */
	AVERAGE_STAMP = 2416,
	AVERAGE_GPU = 2424,
	AVERAGE_MODULE = 2428,
	AVERAGE_MEMORY = 2432,
	INSTANT_GPU = 2448,
	INSTANT_MODULE = 2452,
	/* A writer has done by then, even if its thread was put aside for a while. */
	WRITER_MAX_US = 10000,
};

static uint64_t answer(nvmlDevice_t gpu, question ask)
{
	uint64_t value = 0;

	assert_int_equal(ask(gpu, &value), NVML_SUCCESS);
	return value;
}

static nvmlReturn_t result(nvmlDevice_t gpu, question ask)
{
	uint64_t value;
	return ask(gpu, &value);
}

/* One bounded wait of at most two poll intervals, and no second one. */
static void first_fill_is_waited_for_once(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	assert_int_equal(answer(board.gpu, ask_power), 11003);
	assert_true(board.slept_us > 0 && board.slept_us <= 2 * 500000);
	uint64_t slept = board.slept_us;
	assert_int_equal(answer(board.gpu, ask_graphics_clock), 211);
	assert_int_equal(board.slept_us, slept);
	board_stop(&board);
}

static void eight_gpus_fill_at_the_same_time(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "dgx-h100", DRIVER_WITH_PAGE);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(result(board_gpu(i), ask_memory_total), NVML_SUCCESS);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(result(board_gpu(i), ask_power), NVML_SUCCESS);
	/* The interval of these boards, and a step. */
	assert_true(board.slept_us <= 100000 + 5000);
	board_stop(&board);
}

/* Clocks are filled; the power follows in the next moment. */
static void fill_power(struct board *board)
{
	board_poke(board, 0, AVERAGE_STAMP, 8, 79);
}

static void sections_are_filled_one_after_the_other(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.on_sleep = fill_power;
	board_poke(&board, 0, AVERAGE_STAMP, 8, 0);
	uint64_t slept = board.slept_us;
	assert_int_equal(answer(board.gpu, ask_power), 123457);
	assert_in_range(board.slept_us - slept, 1, WRITER_MAX_US);
	board_stop(&board);
}

/* A board without clocks: no wait at all once any section was filled. */
static void a_section_never_written_is_not_supported_at_once(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	nvmlDevice_t bare = board_gpu(1);
	assert_int_equal(result(bare, ask_power), NVML_ERROR_NOT_SUPPORTED);
	assert_true(board.slept_us <= 2 * 500000);
	uint64_t slept = board.slept_us;
	assert_int_equal(result(bare, ask_power), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(result(bare, ask_graphics_clock), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(result(bare, ask_enforced_limit), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.slept_us, slept);
	board_stop(&board);
}

/* calibration.md 5: signed 24.8, half a degree rounds up, below zero is zero. */
static void temperatures_round_half_up(void **state)
{
	static const struct {
		int32_t fixed;
		unsigned celsius;
	} cases[] = {
	    {30 * 256 + 127, 30},
	    {30 * 256 + 128, 31},
	    {30 * 256, 30},
	    {7805, 30},
	    {7808, 31},
	    {256 * 104 + 255, 105},
	    {127, 0},
	    {128, 1},
	    {0, 0},
	    {-1, 0},
	    {-128, 0},
	    {-5 * 256, 0},
	};
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		board_poke(&board, 0, SENSORS + 8, 4, (uint32_t)cases[i].fixed);
		assert_int_equal(answer(board.gpu, ask_temperature), cases[i].celsius);
		assert_int_equal(answer(board.gpu, ask_temperature_v), cases[i].celsius);
	}
	board_stop(&board);
}

/* calibration.md 5: average if present, else instantaneous; 0 and all-ones are absent. */
static void power_is_the_average_if_there_is_one(void **state)
{
	static const struct {
		uint32_t average, instant;
		nvmlReturn_t result;
		unsigned mw;
	} cases[] = {
	    {91001, 92003, NVML_SUCCESS, 91001},
	    {0, 92003, NVML_SUCCESS, 92003},
	    {UINT32_MAX, 92003, NVML_SUCCESS, 92003},
	    {0, 0, NVML_ERROR_NOT_SUPPORTED, 0},
	    {UINT32_MAX, UINT32_MAX, NVML_ERROR_NOT_SUPPORTED, 0},
	};
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t mw = 0;
		board_poke(&board, 0, AVERAGE_GPU, 4, cases[i].average);
		board_poke(&board, 0, INSTANT_GPU, 4, cases[i].instant);
		assert_int_equal(ask_power(board.gpu, &mw), cases[i].result);
		assert_int_equal(mw, cases[i].mw);
	}
	board_stop(&board);
}

static nvmlFieldValue_t field(nvmlDevice_t gpu, unsigned id, unsigned scope)
{
	nvmlFieldValue_t value = {.fieldId = id, .scopeId = scope};

	value.value.ullVal = 0x5555555555555555;
	assert_int_equal(nvmlDeviceGetFieldValues(gpu, 1, &value), NVML_SUCCESS);
	return value;
}

static void expect_power(nvmlDevice_t gpu, unsigned id, unsigned scope, unsigned mw)
{
	nvmlFieldValue_t value = field(gpu, id, scope);

	assert_int_equal(value.nvmlReturn, NVML_SUCCESS);
	assert_int_equal(value.valueType, NVML_VALUE_TYPE_UNSIGNED_INT);
	/* Only the low half of the union is written. */
	assert_int_equal(value.value.ullVal, 0x5555555500000000 | mw);
}

static void power_fields_have_scopes(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board_poke(&board, 0, AVERAGE_MODULE, 4, 71003);
	board_poke(&board, 0, AVERAGE_MEMORY, 4, 71009);
	board_poke(&board, 0, INSTANT_MODULE, 4, 71011);
	expect_power(board.gpu, NVML_FI_DEV_POWER_AVERAGE, 0, 123457);
	expect_power(board.gpu, NVML_FI_DEV_POWER_AVERAGE, 1, 71003);
	expect_power(board.gpu, NVML_FI_DEV_POWER_AVERAGE, 2, 71009);
	expect_power(board.gpu, NVML_FI_DEV_POWER_INSTANT, 0, 234571);
	expect_power(board.gpu, NVML_FI_DEV_POWER_INSTANT, 1, 71011);
	expect_power(board.gpu, NVML_FI_DEV_POWER_CURRENT_LIMIT, 0, 654323);
	expect_power(board.gpu, NVML_FI_DEV_POWER_REQUESTED_LIMIT, 0, 678901);
	assert_int_equal(field(board.gpu, NVML_FI_DEV_POWER_AVERAGE, 3).nvmlReturn,
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(field(board.gpu, NVML_FI_DEV_POWER_INSTANT, 2).nvmlReturn,
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* calibration.md 5: one bit 0 to 15 names a P-state, anything else is unknown. */
static void performance_states_are_single_bits(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned p = 0; p < 16; p++) {
		board_poke(&board, 0, PSTATE, 4, 1u << p);
		assert_int_equal(answer(board.gpu, ask_pstate), p);
		assert_int_equal(answer(board.gpu, ask_power_state), p);
	}
	static const uint32_t others[] = {0, 3, 1u << 16, 0x8001, UINT32_MAX};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		board_poke(&board, 0, PSTATE, 4, others[i]);
		assert_int_equal(answer(board.gpu, ask_pstate), NVML_PSTATE_UNKNOWN);
	}
	board_stop(&board);
}

/* No page, or nothing in it: controls go on, the rest refuses. */
static void expect_controls_only(struct board *board)
{
	static const struct expectation rest[] = {
	    {ask_temperature, NVML_SUCCESS, 41},
	    {ask_memory_total, NVML_SUCCESS, 70001ull << 20},
	    {ask_bar1_used, NVML_SUCCESS, 13ull << 20},
	    {ask_pstate, NVML_SUCCESS, 2},
	    {ask_encoder_load, NVML_SUCCESS, 17},
	    {ask_ecc_dram_corrected_volatile, NVML_SUCCESS, 1007},
	    {ask_row_histogram, NVML_SUCCESS, 2561},
	    {ask_power, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_power_limit, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_graphics_clock, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_throttle, NVML_ERROR_NOT_SUPPORTED, 0},
	};

	EXPECT_ANSWERS(board->gpu, rest);
}

static void a_page_that_cannot_be_mapped_leaves_the_controls(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board.map_error = ENOMEM;
	expect_controls_only(&board);
	/* Refused once: not asked for again. */
	assert_int_equal(board.maps, 1);
	board_stop(&board);
}

/* NVOS33_PARAMETERS.status at 40: a kernel whose page is shorter than asked answers 0x2E. */
static void a_page_of_another_size_leaves_the_controls(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board.map_status = 0x2e;
	expect_controls_only(&board);
	assert_int_equal(board.maps, 0);
	board_stop(&board);
}

static void a_section_being_written_is_not_read(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board_poke(&board, 0, CLOCK_STAMP, 8, UINT64_MAX);
	board_poke(&board, 0, CLOCK_GRAPHICS, 4, 9999);
	uint64_t slept = board.slept_us;
	assert_int_equal(result(board.gpu, ask_graphics_clock), NVML_ERROR_NOT_SUPPORTED);
	assert_in_range(board.slept_us - slept, 1, WRITER_MAX_US);
	/* Others are not disturbed, and it comes back. */
	slept = board.slept_us;
	assert_int_equal(answer(board.gpu, ask_power), 123457);
	board_poke(&board, 0, CLOCK_STAMP, 8, 77);
	assert_int_equal(answer(board.gpu, ask_graphics_clock), 9999);
	assert_int_equal(board.slept_us, slept);
	board_stop(&board);
}

/* The writer finishes while the library lets it run. */
static void finish_writing(struct board *board)
{
	board_poke(board, 0, CLOCK_STAMP, 8, 78);
	board_poke(board, 0, SENSORS + 4 * 16, 8, 78);
}

static void a_section_being_written_is_waited_for(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.on_sleep = finish_writing;
	board_poke(&board, 0, CLOCK_STAMP, 8, UINT64_MAX);
	board_poke(&board, 0, CLOCK_GRAPHICS, 4, 9999);
	uint64_t slept = board.slept_us;
	assert_int_equal(answer(board.gpu, ask_graphics_clock), 9999);
	assert_in_range(board.slept_us - slept, 1, WRITER_MAX_US / 10);
	/* Nor does a control know how warm the memory is. */
	board_poke(&board, 0, SENSORS + 4 * 16, 8, UINT64_MAX);
	board_poke(&board, 0, SENSORS + 4 * 16 + 8, 4, 61 * 256);
	assert_int_equal(field(board.gpu, NVML_FI_DEV_MEMORY_TEMP, 0).value.uiVal, 61);
	/* What a control tells is asked of it instead. */
	slept = board.slept_us;
	board_poke(&board, 0, LOAD_STAMP, 8, UINT64_MAX);
	assert_int_equal(answer(board.gpu, ask_gpu_load), 43);
	assert_int_equal(board.slept_us, slept);
	board_stop(&board);
}

/* Which section an answer comes from: each stamp silences its own, and no other. */
static void every_value_has_the_stamp_of_its_section(void **state)
{
	static const struct {
		uint32_t stamp;
		question silenced, kept;
	} cases[] = {
	    {CLOCK_STAMP, ask_sm_clock, ask_throttle},
	    {LIMIT_STAMP, ask_enforced_limit, ask_power},
	    {LIMIT_STAMP, ask_power_limit, ask_power},
	    {104 - 8, ask_throttle, ask_sm_clock},
	};
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		board_poke(&board, 0, cases[i].stamp, 8, 0);
		assert_int_equal(result(board.gpu, cases[i].silenced), NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(result(board.gpu, cases[i].kept), NVML_SUCCESS);
		board_poke(&board, 0, cases[i].stamp, 8, 5);
		assert_int_equal(result(board.gpu, cases[i].silenced), NVML_SUCCESS);
	}
	board_stop(&board);
}

/* A writer at full speed: GPU and memory load are always of one fill. */

struct writer {
	struct board *board;
	atomic_bool stop;
};

static void store(struct board *board, uint32_t offset, uint64_t value)
{
	__atomic_store_n((uint64_t *)(void *)(board->pages[0] + offset), value, __ATOMIC_SEQ_CST);
}

static void *write_loads(void *arg)
{
	struct writer *writer = arg;
	struct board *board = writer->board;

	for (uint32_t fill = 1; !atomic_load(&writer->stop); fill++) {
		uint32_t percent = fill % 100;
		store(board, LOAD_STAMP, UINT64_MAX);
		__atomic_store_n((uint32_t *)(void *)(board->pages[0] + LOAD_GPU), percent,
				 __ATOMIC_SEQ_CST);
		__atomic_store_n((uint32_t *)(void *)(board->pages[0] + LOAD_MEMORY), percent,
				 __ATOMIC_SEQ_CST);
		store(board, LOAD_STAMP, fill);
	}
	return NULL;
}

static void a_torn_section_is_never_a_mix(void **state)
{
	struct board board;
	struct writer writer;
	pthread_t thread;
	unsigned seen = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board_poke(&board, 0, LOAD_GPU, 4, 50);
	board_poke(&board, 0, LOAD_MEMORY, 4, 50);
	writer.board = &board;
	atomic_init(&writer.stop, false);
	assert_int_equal(pthread_create(&thread, NULL, write_loads, &writer), 0);
	/* When ten tries were all disturbed the samples of the control answer: 43 and 11. */
	for (unsigned i = 0; i < 200000; i++) {
		nvmlUtilization_t load = {0};
		assert_int_equal(nvmlDeviceGetUtilizationRates(board.gpu, &load), NVML_SUCCESS);
		bool of_control = load.gpu == 43 && load.memory == 11;
		assert_true(load.gpu == load.memory || of_control);
		seen += !of_control;
	}
	atomic_store(&writer.stop, true);
	pthread_join(thread, NULL);
	assert_true(seen > 0);
	board_stop(&board);
}

/* transport.md 9 step 7: BAR1 words of every branch's kind; odd or begun ones are not read. */
static void bar1_is_read_when_its_word_is_stable(void **state)
{
	static const struct {
		const char *driver;
		uint32_t word, width, size;
		uint64_t stable, torn;
	} cases[] = {
	    {"535.288.01", 0, 4, 4, 4, 5},
	    {"550.163.01", 0, 8, 8, 0x1fffff, 0x100000},
	    {"555.58.02", 0, 8, 8, 2 * 0x1fffffull, 2 * 0x1fffffull + 0x100000},
	    {"560.35.03", 16, 8, 24, 0xff00000000000004, 0xff00000000000005},
	    {"580.142", 0, 8, 8, 0xff00000000000004, 0xff00000000000005},
	    {"595.45.04", 0, 8, 8, 0xff00000000000006, 0xff00000000000007},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct board board;
		board_warm(&board, "witness", cases[i].driver);
		answer(board.gpu, ask_bar1_total);
		assert_true(board.page_count > 0);
		board_poke(&board, 0, cases[i].size, 4, 777);
		board_poke(&board, 0, cases[i].word, cases[i].width, cases[i].stable);
		assert_int_equal(answer(board.gpu, ask_bar1_total), 777 * 1024);
		board_poke(&board, 0, cases[i].word, cases[i].width, cases[i].torn);
		assert_int_equal(answer(board.gpu, ask_bar1_total), 65537ull << 20);
		board_stop(&board);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_fill_is_waited_for_once),
	    cmocka_unit_test(eight_gpus_fill_at_the_same_time),
	    cmocka_unit_test(sections_are_filled_one_after_the_other),
	    cmocka_unit_test(a_section_never_written_is_not_supported_at_once),
	    cmocka_unit_test(temperatures_round_half_up),
	    cmocka_unit_test(power_is_the_average_if_there_is_one),
	    cmocka_unit_test(power_fields_have_scopes),
	    cmocka_unit_test(performance_states_are_single_bits),
	    cmocka_unit_test(a_page_that_cannot_be_mapped_leaves_the_controls),
	    cmocka_unit_test(a_page_of_another_size_leaves_the_controls),
	    cmocka_unit_test(a_section_being_written_is_not_read),
	    cmocka_unit_test(a_section_being_written_is_waited_for),
	    cmocka_unit_test(every_value_has_the_stamp_of_its_section),
	    cmocka_unit_test(a_torn_section_is_never_a_mix),
	    cmocka_unit_test(bar1_is_read_when_its_word_is_stable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
