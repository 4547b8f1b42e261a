/* SPDX-License-Identifier: MIT */
/* Clocks of the telemetry page: calibration.md 5. */
#include "board.h"
#include "questions.h"

/* transport.md 9.1, branch 580: target MHz of graphics, memory, video, SM. */
#define CLOCKS 80u

static const struct expectation machine[] = {
    {ask_graphics_clock, NVML_SUCCESS, 1411},     {ask_sm_clock, NVML_SUCCESS, 1423},
    {ask_memory_clock, NVML_SUCCESS, 2617},       {ask_video_clock, NVML_SUCCESS, 1277},
    {ask_graphics_clock_now, NVML_SUCCESS, 1411}, {ask_sm_clock_now, NVML_SUCCESS, 1423},
    {ask_memory_clock_now, NVML_SUCCESS, 2617},   {ask_video_clock_now, NVML_SUCCESS, 1277},
};

static const struct expectation page[] = {
    {ask_graphics_clock, NVML_SUCCESS, 801},
    {ask_memory_clock, NVML_SUCCESS, 802},
    {ask_video_clock, NVML_SUCCESS, 803},
    {ask_sm_clock, NVML_SUCCESS, 804},
};

static void clocks_have_places_of_their_own(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, machine);
	for (uint32_t i = 0; i < 4; i++)
		board_poke(&board, 0, CLOCKS + 4 * i, 4, 801 + i);
	EXPECT_ANSWERS(board.gpu, page);
	board_stop(&board);
}

/* From 590 the page has the actual clock in kHz besides: {target, actual} of 8 bytes. */
static void actual_clocks_win(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", "590.48.01");
	EXPECT_ANSWERS(board.gpu, machine);
	board_poke(&board, 0, CLOCKS, 4, 900);
	board_poke(&board, 0, CLOCKS + 4, 4, 887499);
	assert_int_equal(ask_graphics_clock(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 887);
	board_poke(&board, 0, CLOCKS + 4, 4, 887500);
	assert_int_equal(ask_graphics_clock(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 888);
	board_poke(&board, 0, CLOCKS + 4, 4, 0);
	assert_int_equal(ask_graphics_clock(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 900);
	board_stop(&board);
}

static void arguments_out_of_range(void **state)
{
	struct board board;
	unsigned mhz = 7;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetClockInfo(board.gpu, NVML_CLOCK_COUNT, &mhz),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(
	    nvmlDeviceGetClock(board.gpu, NVML_CLOCK_COUNT, NVML_CLOCK_ID_CURRENT, &mhz),
	    NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetClock(board.gpu, NVML_CLOCK_SM, NVML_CLOCK_ID_COUNT, &mhz),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* No open source has the others. */
	assert_int_equal(
	    nvmlDeviceGetClock(board.gpu, NVML_CLOCK_SM, NVML_CLOCK_ID_APP_CLOCK_TARGET, &mhz),
	    NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(mhz, 7);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clocks_have_places_of_their_own),
	    cmocka_unit_test(actual_clocks_win),
	    cmocka_unit_test(arguments_out_of_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
