/* SPDX-License-Identifier: MIT */
/* P-states, throttle reasons, power source: calibration.md 5 and 8. */
#include "board.h"
#include "questions.h"

static const struct expectation machine[] = {
    {ask_pstate, NVML_SUCCESS, 2},
    {ask_power_state, NVML_SUCCESS, 2},
    {ask_throttle, NVML_SUCCESS, 0x86},
    {ask_events, NVML_SUCCESS, 0x86},
    {ask_supported_throttle, NVML_SUCCESS, 0x1ff},
    {ask_supported_events, NVML_SUCCESS, 0x1ff},
    {ask_power_source, NVML_SUCCESS, NVML_POWER_SOURCE_AC},
};

static void states_of_the_machine(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, machine);
	board_stop(&board);
}

/* All 32 bits of the mask, and none of what follows it. */
static void the_mask_is_32_bits_wide(void **state)
{
	struct board board;
	uint64_t mask;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board_poke(&board, 0, 104, 8, 0x0000000780010040);
	assert_int_equal(ask_throttle(board.gpu, &mask), NVML_SUCCESS);
	assert_true(mask == 0x80010040);
	board_stop(&board);
}

/* Without a page both names leave 0 behind when they refuse. */
static void no_reasons_are_none(void **state)
{
	struct board board;
	unsigned long long mask = 7;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITHOUT_PAGE);
	assert_int_equal(nvmlDeviceGetCurrentClocksThrottleReasons(board.gpu, &mask),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(mask, 0);
	mask = 7;
	assert_int_equal(nvmlDeviceGetCurrentClocksEventReasons(board.gpu, &mask),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(mask, 0);
	board_stop(&board);
}

/* The control answers with bits as the page does; source 0, 1, else unknown. */
static void states_of_the_control(void **state)
{
	static const struct {
		const char *driver;
		uint32_t cmd;
	} commands[] = {{"535.288.01", 0x2080a068}, {"515.105.01", 0x2080a068}};
	struct board board;
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		board_warm(&board, "witness", commands[i].driver);
		board_patch(&board, commands[i].cmd, 0, 4, 0x100);
		assert_int_equal(ask_pstate(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, 8);
		board_unpatch(&board);
		board_patch(&board, commands[i].cmd, 0, 4, 0x101);
		assert_int_equal(ask_pstate(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, NVML_PSTATE_UNKNOWN);
		board_stop(&board);
	}
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, 0x2080205a, 0, 4, 1);
	assert_int_equal(ask_power_source(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_POWER_SOURCE_BATTERY);
	board_unpatch(&board);
	board_patch(&board, 0x2080205a, 0, 4, 2);
	assert_int_equal(ask_power_source(board.gpu, &value), NVML_ERROR_UNKNOWN);
	board_stop(&board);
}

/* clkThrottleInfo in structs.tsv: referenceTimeNs, globalViolation's mask and six times. */
static void time_below_the_base_clock(void **state)
{
	static const struct {
		const char *driver;
		uint32_t reference, mask, times;
	} places[] = {{"575.64.05", 112, 1920, 1928},
		      {"580.142", 112, 1920, 1928},
		      {"590.48.01", 128, 1936, 1944},
		      {"595.45.04", 128, 1936, 1944}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		nvmlViolationTime_t time = {7, 7};
		board_warm(&board, "witness", places[i].driver);
		board_poke(&board, 0, places[i].reference, 8, 1700000000123456789);
		for (uint32_t point = 0; point < 6; point++)
			board_poke(&board, 0, places[i].times + 8 * point, 8, 100 + point);
		/* RUSD_PERF_POINT_RATED_TDP is 3. */
		board_poke(&board, 0, places[i].mask, 4, 0x37);
		assert_int_equal(nvmlDeviceGetViolationStatus(
				     board.gpu, NVML_PERF_POLICY_TOTAL_BASE_CLOCKS, &time),
				 NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(time.violationTime, 7);
		board_poke(&board, 0, places[i].mask, 4, 8);
		assert_int_equal(nvmlDeviceGetViolationStatus(
				     board.gpu, NVML_PERF_POLICY_TOTAL_BASE_CLOCKS, &time),
				 NVML_SUCCESS);
		assert_int_equal(time.violationTime, 103);
		assert_true(time.referenceTime == 1700000000123456);
		board_stop(&board);
	}
}

/* api-semantics.tsv, scan of perfPolicyType: 0 to 5, 10 and 11 are policies. */
static void policies_that_are_none(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned type = 0; type < 40; type++) {
		nvmlViolationTime_t time;
		bool known = type <= 5 || type == 10 || type == 11;
		nvmlReturn_t expected =
		    known ? NVML_ERROR_NOT_SUPPORTED : NVML_ERROR_INVALID_ARGUMENT;
		if (type == NVML_PERF_POLICY_TOTAL_BASE_CLOCKS)
			expected = NVML_SUCCESS;
		assert_int_equal(nvmlDeviceGetViolationStatus(board.gpu, type, &time), expected);
	}
	board_stop(&board);
}

/* The page's percentages of transport.md 9.1; what has no source is marked absent. */
static void domains_of_utilisation(void **state)
{
	struct board board;
	nvmlGpuDynamicPstatesInfo_t info;

	(void)state;
	memset(&info, 0xa5, sizeof(info));
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board_poke(&board, 0, 1984, 4, 71);
	board_poke(&board, 0, 1988, 4, 37);
	assert_int_equal(nvmlDeviceGetDynamicPstatesInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.flags, 0);
	for (unsigned i = 0; i < NVML_MAX_GPU_UTILIZATIONS; i++) {
		assert_int_equal(info.utilization[i].bIsPresent, i < 2);
		assert_int_equal(info.utilization[i].percentage, i == 0 ? 71 : i == 1 ? 37 : 0);
	}
	assert_int_equal(nvmlDeviceGetDynamicPstatesInfo(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(time_below_the_base_clock), cmocka_unit_test(policies_that_are_none),
	    cmocka_unit_test(domains_of_utilisation),    cmocka_unit_test(states_of_the_machine),
	    cmocka_unit_test(the_mask_is_32_bits_wide),  cmocka_unit_test(no_reasons_are_none),
	    cmocka_unit_test(states_of_the_control),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
