/* SPDX-License-Identifier: MIT */
/* Power: calibration.md 5; milliwatts of the page unchanged. */
#include "board.h"
#include "questions.h"

static const struct expectation machine[] = {
    {ask_power, NVML_SUCCESS, 123457},
    {ask_enforced_limit, NVML_SUCCESS, 654323},
    {ask_power_limit, NVML_SUCCESS, 678901},
    {ask_power_mode, NVML_SUCCESS, NVML_FEATURE_ENABLED},
};

static void milliwatts_of_the_machine(void **state)
{
	static const char *const drivers[] = {"545.29.06", "550.163.01", "555.58.02", "570.211.01",
					      "595.45.04"};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_warm(&board, "witness", drivers[i]);
		EXPECT_ANSWERS(board.gpu, machine);
		board_stop(&board);
	}
}

/* transport.md 9.1, branch 580: requested 2288, enforced 2292; 0 and all-ones are absent. */
static void limits_that_are_absent(void **state)
{
	static const uint32_t none[] = {0, UINT32_MAX};
	struct board board;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < 2; i++) {
		board_poke(&board, 0, 2288, 4, none[i]);
		assert_int_equal(ask_power_limit(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(ask_enforced_limit(board.gpu, &value), NVML_SUCCESS);
		board_poke(&board, 0, 2292, 4, none[i]);
		assert_int_equal(ask_enforced_limit(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(ask_power_mode(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
		board_poke(&board, 0, 2292, 4, 5);
	}
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(milliwatts_of_the_machine),
	    cmocka_unit_test(limits_that_are_absent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
