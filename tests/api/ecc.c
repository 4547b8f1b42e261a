/* SPDX-License-Identifier: MIT */
/* Memory errors, retired pages, remapped rows: calibration.md 9. */
#include "board.h"
#include "questions.h"

#define QUERY_STATUS 0x2080012fu
#define QUERY_CONFIGURATION 0x20800133u
#define OFFLINED_PAGES 0x20801322u
#define REMAPPED_ROWS 0x20801344u
#define CLIENT_EXPOSED 0x20803400u
#define SRAM_UNIQUE 0x20803402u
#define UNIT 40u /* bytes: enabled 0, dbe.count 8, sbe.count 24 */

/* Numbers of witness.yaml, from the page and from the controls alike. */
static const struct expectation machine[] = {
    {ask_ecc_current, NVML_SUCCESS, 1},
    {ask_ecc_pending, NVML_SUCCESS, 1},
    {ask_default_ecc_mode, NVML_SUCCESS, 1},
    {ask_ecc_total_corrected_volatile, NVML_SUCCESS, 1108},
    {ask_ecc_total_uncorrected_volatile, NVML_SUCCESS, 1112},
    {ask_ecc_total_corrected_aggregate, NVML_SUCCESS, 1100006},
    {ask_ecc_total_uncorrected_aggregate, NVML_SUCCESS, 1100052},
    {ask_ecc_dram_corrected_volatile, NVML_SUCCESS, 1007},
    {ask_ecc_dram_uncorrected_volatile, NVML_SUCCESS, 1009},
    {ask_ecc_dram_corrected_aggregate, NVML_SUCCESS, 1000003},
    {ask_ecc_dram_uncorrected_aggregate, NVML_SUCCESS, 1000033},
    {ask_ecc_sram_corrected_volatile, NVML_SUCCESS, 101},
    {ask_ecc_sram_uncorrected_volatile, NVML_SUCCESS, 103},
    {ask_ecc_sram_corrected_aggregate, NVML_SUCCESS, 100003},
    {ask_ecc_sram_uncorrected_aggregate, NVML_SUCCESS, 100019},
    {ask_ecc_detail_corrected_volatile, NVML_SUCCESS, 1007},
    {ask_ecc_detail_uncorrected_aggregate, NVML_SUCCESS, 1000033},
};

static void counters_of_page_and_controls(void **state)
{
	static const char *const drivers[] = {"515.105.01", "535.288.01", "550.144.03",
					      "555.58.02",  "570.211.01", "580.142"};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		/* Without the page, then with it. */
		board_start(&board, "witness", drivers[i]);
		board.map_error = 12;
		EXPECT_ANSWERS(board.gpu, machine);
		board_stop(&board);
		board_warm(&board, "witness", drivers[i]);
		EXPECT_ANSWERS(board.gpu, machine);
		board_stop(&board);
	}
}

/* Elements of the page's counters at 2032: total, DRAM, SRAM, each {cor, agg, unc, agg}. */
static void totals_and_parts_of_the_page(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t i = 4; i < 12; i++)
		board_poke(&board, 0, 2032 + 8 * i, 8, 1ull << (4 * i));
	static const struct expectation parts[] = {
	    {ask_ecc_dram_corrected_volatile, NVML_SUCCESS, 1ull << 16},
	    {ask_ecc_dram_corrected_aggregate, NVML_SUCCESS, 1ull << 20},
	    {ask_ecc_dram_uncorrected_volatile, NVML_SUCCESS, 1ull << 24},
	    {ask_ecc_dram_uncorrected_aggregate, NVML_SUCCESS, 1ull << 28},
	    {ask_ecc_sram_corrected_volatile, NVML_SUCCESS, 1ull << 32},
	    {ask_ecc_sram_corrected_aggregate, NVML_SUCCESS, 1ull << 36},
	    {ask_ecc_sram_uncorrected_volatile, NVML_SUCCESS, 1ull << 40},
	    {ask_ecc_sram_uncorrected_aggregate, NVML_SUCCESS, 1ull << 44},
	    {ask_ecc_total_corrected_volatile, NVML_SUCCESS, (1ull << 16) + (1ull << 32)},
	};
	EXPECT_ANSWERS(board.gpu, parts);
	board_stop(&board);
}

/* Units of QUERY_ECC_STATUS on a branch without a control for totals: 520. */
static void units_are_added_up(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", "525.147.05");
	for (uint32_t unit = 0; unit < 24; unit++) {
		board_patch(&board, QUERY_STATUS, unit * UNIT + 24, 8, 10);
		board_patch(&board, QUERY_STATUS, unit * UNIT + 8, 8, 7);
	}
	/* A unit that is off does not count. */
	board_patch(&board, QUERY_STATUS, 3 * UNIT, 1, 0);
	assert_int_equal(ask_ecc_total_corrected_volatile(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 23 * 10);
	assert_int_equal(ask_ecc_total_uncorrected_volatile(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 23 * 7);
	assert_int_equal(ask_ecc_dram_corrected_volatile(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 10);
	assert_int_equal(ask_ecc_sram_uncorrected_volatile(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 22 * 7);
	board_stop(&board);
}

/* Every recorded board with ECC off prints N/A for each counter: RTX 4090 on 550.127.05, 595.84. */
static void nothing_is_counted_without_ecc(void **state)
{
	static const struct expectation off[] = {
	    {ask_ecc_current, NVML_SUCCESS, 0},
	    {ask_ecc_total_corrected_volatile, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_ecc_total_uncorrected_aggregate, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_ecc_dram_corrected_aggregate, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_ecc_sram_uncorrected_volatile, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_ecc_detail_corrected_volatile, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_sram_status, NVML_ERROR_NOT_SUPPORTED, 0},
	};
	struct board board;

	(void)state;
	board_start(&board, "rtx4090", DRIVER_WITHOUT_PAGE);
	EXPECT_ANSWERS(board.gpu, off);
	board_stop(&board);
	board_warm(&board, "rtx4090", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, off);
	board_stop(&board);
}

/* CLIENT_EXPOSED_COUNTERS of 96 bytes: uncorrected is parity, SEC-DED and DRAM. */
static void causes_of_the_long_layout(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITHOUT_PAGE);
	for (uint32_t i = 0; i < 5; i++)
		board_patch(&board, CLIENT_EXPOSED, 8 * i, 8, 1ull << (4 * i));
	assert_int_equal(ask_ecc_total_uncorrected_aggregate(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0x1011);
	assert_int_equal(ask_ecc_total_corrected_aggregate(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0x10100);
	board_stop(&board);
}

/* Eleven numbers and a flag, each from a place of its own. */
static void causes_of_sram_errors(void **state)
{
	static const struct {
		const char *driver;
		uint32_t aggregate, now;
	} drivers[] = {{"535.288.01", 0x20803400, 0x20803401},
		       {"550.144.03", 0x20803401, 0x20803402},
		       {"555.58.02", 0x20803401, 0x20803402},
		       {"580.142", 0x20803400, 0x20803401}};

	(void)state;
	for (size_t d = 0; d < 4; d++) {
		struct board board;
		nvmlEccSramErrorStatus_t s = {.version = nvmlEccSramErrorStatus_v1};
		board_start(&board, "witness", drivers[d].driver);
		for (uint32_t i = 0; i < 11; i++)
			board_patch(&board, drivers[d].aggregate, 8 * i, 8, 500 + i);
		board_patch(&board, drivers[d].aggregate, 88, 1, 1);
		for (uint32_t i = 0; i < 5; i++)
			board_patch(&board, drivers[d].now, 8 * i, 8, 700 + i);
		assert_int_equal(nvmlDeviceGetSramEccErrorStatus(board.gpu, &s), NVML_SUCCESS);
		assert_int_equal(s.aggregateUncParity, 500);
		assert_int_equal(s.aggregateUncSecDed, 501);
		assert_int_equal(s.aggregateCor, 502);
		assert_int_equal(s.volatileCor, 700);
		assert_int_equal(s.volatileUncParity, 701);
		assert_int_equal(s.volatileUncSecDed, 702);
		assert_int_equal(s.aggregateUncBucketL2, 506);
		assert_int_equal(s.aggregateUncBucketSm, 507);
		assert_int_equal(s.aggregateUncBucketPcie, 508);
		assert_int_equal(s.aggregateUncBucketMcu, 509);
		assert_int_equal(s.aggregateUncBucketOther, 510);
		assert_int_equal(s.bThresholdExceeded, 1);
		board_stop(&board);
	}
}

/*
 * map.tsv: an administrator's control of 580 and later. Entries of structs.tsv: 28 bytes
 * from 4 on, unit 0, location 4, sublocation 8, extlocation 12, address 16, bIsParity 20,
 * count 24.
 */
static void places_of_sram_errors(void **state)
{
	static const struct {
		const char *driver;
		nvmlReturn_t result;
	} drivers[] = {{"535.288.01", NVML_ERROR_NOT_SUPPORTED},
		       {"570.211.01", NVML_ERROR_NOT_SUPPORTED},
		       {"575.64.05", NVML_ERROR_NOT_SUPPORTED},
		       {"580.142", NVML_SUCCESS},
		       {"590.48.01", NVML_SUCCESS},
		       {"595.45.04", NVML_SUCCESS},
		       {"620.10", NVML_SUCCESS}};
	nvmlEccSramUniqueUncorrectedErrorEntry_v1_t list[3];

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		struct board board;
		nvmlEccSramUniqueUncorrectedErrorCounts_t counts = {
		    .version = nvmlEccSramUniqueUncorrectedErrorCounts_v1,
		    .entryCount = 3,
		    .entries = list};
		board_start(&board, "witness", drivers[d].driver);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(
		    nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
		    drivers[d].result);
		if (drivers[d].result == NVML_SUCCESS) {
			assert_int_equal(counts.entryCount, 2);
			assert_int_equal(list[0].unit, 3);
			assert_int_equal(list[1].address, 0x3700);
			board_patch(&board, SRAM_UNIQUE, 0, 4, 3);
			for (uint32_t word = 0; word < 7; word++)
				board_patch(&board, SRAM_UNIQUE, 4 + 2 * 28 + 4 * word, 4,
					    900 + word);
			counts.entryCount = 3;
			assert_int_equal(
			    nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
			    NVML_SUCCESS);
			assert_int_equal(counts.entryCount, 3);
			assert_int_equal(list[0].isParity, 1);
			assert_int_equal(list[1].isParity, 0);
			assert_int_equal(list[2].unit, 900);
			assert_int_equal(list[2].location, 901);
			assert_int_equal(list[2].sublocation, 902);
			assert_int_equal(list[2].extlocation, 903);
			assert_int_equal(list[2].address, 904);
			assert_int_equal(list[2].isParity, 1);
			assert_int_equal(list[2].count, 906);
		}
		board_stop(&board);
	}
}

static void refusals_of_sram_errors(void **state)
{
	struct board board;
	nvmlEccSramUniqueUncorrectedErrorEntry_v1_t list[1] = {{.unit = 7}};
	nvmlEccSramUniqueUncorrectedErrorCounts_t counts = {
	    .version = nvmlEccSramUniqueUncorrectedErrorCounts_v1,
	    .entryCount = 1,
	    .entries = list};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
			 NVML_ERROR_NO_PERMISSION);
	assert_int_equal(counts.entryCount, 1);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(counts.entryCount, 2);
	assert_int_equal(list[0].unit, 7);
	counts.entryCount = 0;
	counts.entries = NULL;
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
			 NVML_SUCCESS);
	assert_int_equal(counts.entryCount, 2);
	/* A count past the table is cut to the table. */
	board_patch(&board, SRAM_UNIQUE, 0, 4, UINT32_MAX);
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
			 NVML_SUCCESS);
	assert_int_equal(counts.entryCount, 600);
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board_gpu(1), &counts),
			 NVML_ERROR_NOT_SUPPORTED);
	counts.version++;
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, &counts),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void mode_now_next_and_by_default(void **state)
{
	struct board board;
	nvmlEnableState_t now = 9, next = 9, normal = 9;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, QUERY_CONFIGURATION, 0, 4, 0);
	board_patch(&board, QUERY_CONFIGURATION, 4, 4, 1);
	assert_int_equal(nvmlDeviceGetEccMode(board.gpu, &now, &next), NVML_SUCCESS);
	assert_int_equal(now, 1);
	assert_int_equal(next, 0);
	assert_int_equal(nvmlDeviceGetDefaultEccMode(board.gpu, &normal), NVML_SUCCESS);
	assert_int_equal(normal, 1);
	board_unpatch(&board);
	board_patch(&board, QUERY_CONFIGURATION, 4, 4, 0);
	assert_int_equal(nvmlDeviceGetDefaultEccMode(board.gpu, &normal), NVML_SUCCESS);
	assert_int_equal(normal, 0);
	board_stop(&board);
}

static void arguments_out_of_range(void **state)
{
	struct board board;
	unsigned long long count = 7;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetTotalEccErrors(board.gpu, NVML_MEMORY_ERROR_TYPE_COUNT,
						     NVML_VOLATILE_ECC, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(
	    nvmlDeviceGetTotalEccErrors(board.gpu, 0, NVML_ECC_COUNTER_TYPE_COUNT, &count),
	    NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetMemoryErrorCounter(board.gpu, 0, NVML_VOLATILE_ECC,
							 NVML_MEMORY_LOCATION_COUNT, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* Places other than DRAM and SRAM are not told apart. */
	assert_int_equal(nvmlDeviceGetMemoryErrorCounter(board.gpu, 0, NVML_VOLATILE_ECC,
							 NVML_MEMORY_LOCATION_L1_CACHE, &count),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(count, 7);
	board_stop(&board);
}

/* {address with ECC 0, without 8, source 20, timestamp 28} of 32 bytes; count at 2048. */
static void put_pages(struct board *board)
{
	static const uint32_t sources[] = {2, 4, 4, 1, 2, 8};

	for (uint32_t i = 0; i < 6; i++) {
		board_patch(board, OFFLINED_PAGES, 32 * i, 8, 0x100000 + i);
		board_patch(board, OFFLINED_PAGES, 32 * i + 8, 8, 0x200000 + i);
		board_patch(board, OFFLINED_PAGES, 32 * i + 20, 4, sources[i]);
		board_patch(board, OFFLINED_PAGES, 32 * i + 28, 4, 1600000000 + i);
	}
	board_patch(board, OFFLINED_PAGES, 2048, 4, 6);
}

static void retired_pages(void **state)
{
	struct board board;
	unsigned long long at[4] = {0}, when[4] = {0};
	unsigned count = 4;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	put_pages(&board);
	assert_int_equal(nvmlDeviceGetRetiredPages_v2(
			     board.gpu, NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS,
			     &count, at, when),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(at[0], 0x100000);
	assert_int_equal(at[1], 0x100004);
	assert_int_equal(when[1], 1600000004);
	count = 4;
	assert_int_equal(nvmlDeviceGetRetiredPages(board.gpu,
						   NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR,
						   &count, at),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(at[0], 0x100001);
	assert_int_equal(at[1], 0x100002);
	count = 1;
	at[0] = 7;
	assert_int_equal(nvmlDeviceGetRetiredPages(board.gpu,
						   NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR,
						   &count, at),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(at[0], 7);
	assert_int_equal(
	    nvmlDeviceGetRetiredPages(board.gpu, NVML_PAGE_RETIREMENT_CAUSE_COUNT, &count, at),
	    NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/*
 * nvidia-ml-py asks for the number first, with NULL and no room, in both versions; recorded so:
 * 7 and the number, and 2 where there is room but no list.
 */
static void number_of_retired_pages(void **state)
{
	const nvmlPageRetirementCause_t cause = NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR;
	struct board board;
	unsigned count = 0;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	put_pages(&board);
	assert_int_equal(nvmlDeviceGetRetiredPages(board.gpu, cause, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	count = 0;
	assert_int_equal(nvmlDeviceGetRetiredPages_v2(board.gpu, cause, &count, NULL, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	count = 4;
	assert_int_equal(nvmlDeviceGetRetiredPages_v2(board.gpu, cause, &count, NULL, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(count, 2);
	board_stop(&board);
}

/* Without ECC the other address holds. */
static void retired_pages_without_ecc(void **state)
{
	struct board board;
	unsigned long long at[4] = {0};
	unsigned count = 4;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	put_pages(&board);
	for (uint32_t unit = 0; unit < 30; unit++)
		board_patch(&board, QUERY_STATUS, unit * UNIT, 1, 0);
	assert_int_equal(nvmlDeviceGetRetiredPages(board.gpu,
						   NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR,
						   &count, at),
			 NVML_SUCCESS);
	assert_int_equal(at[0], 0x200001);
	board_stop(&board);
}

/* bRetirementPending at 2052 alone decides; the bits at 2053 are fields 92 and 93. */
static void pages_that_wait_for_a_restart(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(ask_retired_pending(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	board_patch(&board, OFFLINED_PAGES, 2052, 1, 1);
	assert_int_equal(ask_retired_pending(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 1);
	board_unpatch(&board);
	board_patch(&board, OFFLINED_PAGES, 2053, 1, 3);
	assert_int_equal(ask_retired_pending(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	board_stop(&board);
}

static void expect_rows(struct board *board, unsigned corrected, unsigned uncorrected,
			unsigned pending, unsigned failed)
{
	unsigned got[4] = {99, 99, 99, 99};

	assert_int_equal(nvmlDeviceGetRemappedRows(board->gpu, &got[0], &got[1], &got[2], &got[3]),
			 NVML_SUCCESS);
	assert_int_equal(got[0], corrected);
	assert_int_equal(got[1], uncorrected);
	assert_int_equal(got[2], pending);
	assert_int_equal(got[3], failed);
}

/* Sources 0 and 2 are corrected, 1 and 3 uncorrected, others none; {.., source 10} of 12. */
static void remapped_rows_of_the_control(void **state)
{
	static const uint8_t sources[] = {0, 2, 2, 1, 3, 3, 3, 4, 0xff};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITHOUT_PAGE);
	board_patch(&board, REMAPPED_ROWS, 0, 4, 9);
	for (uint32_t i = 0; i < 9; i++)
		board_patch(&board, REMAPPED_ROWS, 8 + 12 * i + 10, 1, sources[i]);
	expect_rows(&board, 3, 4, 0, 0);
	board_patch(&board, REMAPPED_ROWS, 4, 1, 1);
	expect_rows(&board, 3, 4, 1, 0);
	board_patch(&board, REMAPPED_ROWS, 4, 1, 2);
	expect_rows(&board, 3, 4, 0, 1);
	/* A kernel that claims more entries than its list has. */
	board_patch(&board, REMAPPED_ROWS, 0, 4, 0xffffffff);
	expect_rows(&board, 3 + 503, 4, 0, 1);
	board_stop(&board);
}

/* transport.md 9.1, branch 580. */
static void remapped_rows_of_the_page(void **state)
{
	struct board board;
	nvmlRowRemapperHistogramValues_t h = {0};

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t i = 0; i < 7; i++)
		board_poke(&board, 0, 2384 + 4 * i, 4, 31 + i);
	board_poke(&board, 0, 2412, 1, 1);
	expect_rows(&board, 36, 37, 1, 0);
	board_poke(&board, 0, 2412, 2, 0x0100);
	expect_rows(&board, 36, 37, 0, 1);
	assert_int_equal(nvmlDeviceGetRowRemapperHistogram(board.gpu, &h), NVML_SUCCESS);
	assert_int_equal(h.max, 31);
	assert_int_equal(h.high, 32);
	assert_int_equal(h.partial, 33);
	assert_int_equal(h.low, 34);
	assert_int_equal(h.none, 35);
	board_stop(&board);
	/* The control has the same order. */
	board_start(&board, "witness", DRIVER_WITHOUT_PAGE);
	for (uint32_t i = 0; i < 5; i++)
		board_patch(&board, 0x20801347, 4 * i, 4, 41 + i);
	assert_int_equal(nvmlDeviceGetRowRemapperHistogram(board.gpu, &h), NVML_SUCCESS);
	assert_int_equal(h.max, 41);
	assert_int_equal(h.high, 42);
	assert_int_equal(h.partial, 43);
	assert_int_equal(h.low, 44);
	assert_int_equal(h.none, 45);
	board_stop(&board);
}

/* Only an administrator may; the mode waits for a restart of the GPU. */
static void mode_is_set(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceSetEccMode(board.gpu, NVML_FEATURE_DISABLED),
			 NVML_ERROR_NO_PERMISSION);
	assert_int_equal(ask_ecc_pending(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_FEATURE_ENABLED);
	sim_port_set_admin(board.inner, true);
	for (unsigned mode = 0; mode < 2; mode++) {
		assert_int_equal(nvmlDeviceSetEccMode(board.gpu, mode), NVML_SUCCESS);
		assert_int_equal(ask_ecc_pending(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, mode);
		assert_int_equal(ask_ecc_current(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, NVML_FEATURE_ENABLED);
	}
	/* api-semantics.tsv. */
	assert_int_equal(nvmlDeviceSetEccMode(board.gpu, 2), NVML_ERROR_UNKNOWN);
	assert_int_equal(nvmlDeviceSetEccMode(board_gpu(1), 1), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* map-notes.md 7: bit 1 volatile, bit 2 aggregate. The witness had 101 + 1007 and 100003 + 1000003.
 */
static void counters_are_cleared(void **state)
{
	struct board board;
	uint64_t now, ever;

	(void)state;
	board_start(&board, "witness", DRIVER_WITHOUT_PAGE);
	assert_int_equal(nvmlDeviceClearEccErrorCounts(board.gpu, NVML_VOLATILE_ECC),
			 NVML_ERROR_NO_PERMISSION);
	assert_int_equal(ask_ecc_total_corrected_volatile(board.gpu, &now), NVML_SUCCESS);
	assert_int_equal(now, 1108);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceClearEccErrorCounts(board.gpu, NVML_VOLATILE_ECC), NVML_SUCCESS);
	assert_int_equal(ask_ecc_total_corrected_volatile(board.gpu, &now), NVML_SUCCESS);
	assert_int_equal(ask_ecc_total_corrected_aggregate(board.gpu, &ever), NVML_SUCCESS);
	assert_int_equal(now, 0);
	assert_int_equal(ever, 1100006);
	assert_int_equal(nvmlDeviceClearEccErrorCounts(board.gpu, NVML_AGGREGATE_ECC),
			 NVML_SUCCESS);
	assert_int_equal(ask_ecc_total_corrected_aggregate(board.gpu, &ever), NVML_SUCCESS);
	assert_int_equal(ever, 0);
	assert_int_equal(nvmlDeviceClearEccErrorCounts(board.gpu, 2), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceClearEccErrorCounts(board_gpu(1), 0), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counters_of_page_and_controls),
	    cmocka_unit_test(totals_and_parts_of_the_page),
	    cmocka_unit_test(units_are_added_up),
	    cmocka_unit_test(nothing_is_counted_without_ecc),
	    cmocka_unit_test(causes_of_the_long_layout),
	    cmocka_unit_test(causes_of_sram_errors),
	    cmocka_unit_test(places_of_sram_errors),
	    cmocka_unit_test(refusals_of_sram_errors),
	    cmocka_unit_test(mode_now_next_and_by_default),
	    cmocka_unit_test(mode_is_set),
	    cmocka_unit_test(counters_are_cleared),
	    cmocka_unit_test(arguments_out_of_range),
	    cmocka_unit_test(retired_pages),
	    cmocka_unit_test(number_of_retired_pages),
	    cmocka_unit_test(retired_pages_without_ecc),
	    cmocka_unit_test(pages_that_wait_for_a_restart),
	    cmocka_unit_test(remapped_rows_of_the_control),
	    cmocka_unit_test(remapped_rows_of_the_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
