/* SPDX-License-Identifier: MIT */
/* Fans: fanCoolerStatus of transport.md 9.1, a stamp and 16 words of turns per minute. */
#include "board.h"
#include "questions.h"

static const struct {
	const char *driver;
	uint32_t stamp, rpm;
} places[] = {{"575.64.05", 2392, 2400},
	      {"580.142", 2528, 2536},
	      {"590.48.01", 2544, 2552},
	      {"595.45.04", 2544, 2552}};

static nvmlReturn_t speed_of(nvmlDevice_t gpu, unsigned fan, unsigned *ret_rpm)
{
	nvmlFanSpeedInfo_t info = {.version = nvmlFanSpeedInfo_v1, .fan = fan, .speed = 7777};
	nvmlReturn_t result = nvmlDeviceGetFanSpeedRPM(gpu, &info);

	*ret_rpm = info.speed;
	return result;
}

static void turns_per_minute_of_every_fan(void **state)
{
	struct board board;
	unsigned rpm, count;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		board_warm(&board, "witness", places[i].driver);
		board_poke(&board, 0, places[i].stamp, 8, 99);
		for (unsigned fan = 0; fan < 16; fan++)
			board_poke(&board, 0, places[i].rpm + 4 * fan, 4, 1001 + fan);
		assert_int_equal(nvmlDeviceGetNumFans(board.gpu, &count), NVML_SUCCESS);
		assert_int_equal(count, 16);
		for (unsigned fan = 0; fan < 16; fan++) {
			assert_int_equal(speed_of(board.gpu, fan, &rpm), NVML_SUCCESS);
			assert_int_equal(rpm, 1001 + fan);
		}
		assert_int_equal(speed_of(board.gpu, 16, &rpm), NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(rpm, 7777);
		board_stop(&board);
	}
}

/* The middle one of three rests; past the last that turns there is none. */
static void a_fan_at_rest_counts_before_one_that_turns(void **state)
{
	struct board board;
	unsigned rpm, count = 7777;

	(void)state;
	board_warm(&board, "witness", "580.142");
	board_poke(&board, 0, 2528, 8, 99);
	assert_int_equal(nvmlDeviceGetNumFans(board.gpu, &count), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(speed_of(board.gpu, 0, &rpm), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(count, 7777);
	board_poke(&board, 0, 2536, 4, 1200);
	board_poke(&board, 0, 2536 + 8, 4, 1300);
	assert_int_equal(nvmlDeviceGetNumFans(board.gpu, &count), NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(speed_of(board.gpu, 1, &rpm), NVML_SUCCESS);
	assert_int_equal(rpm, 0);
	assert_int_equal(speed_of(board.gpu, 3, &rpm), NVML_ERROR_INVALID_ARGUMENT);
	/* A section that was never written. */
	board_poke(&board, 0, 2528, 8, 0);
	assert_int_equal(nvmlDeviceGetNumFans(board.gpu, &count), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* A board with a fan under every branch: the page has fans from 575 on. */
static void fans_by_branch(void **state)
{
	static const char *const drivers[] = {"515.105.01", "520.61.07", "525.147.05", "530.41.03",
					      "535.288.01", "545.29.06", "550.163.01", "555.58.02",
					      "560.35.03",  "565.77",    "570.211.01", "575.64.05",
					      "580.142",    "590.48.01", "595.45.04",  "620.10"};
	struct board board;
	unsigned rpm, count;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		bool has = strtoul(drivers[i], NULL, 10) >= 575;
		nvmlReturn_t expected = has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
		board_warm(&board, "rtx3090", drivers[i]);
		assert_int_equal(nvmlDeviceGetNumFans(board.gpu, &count), expected);
		assert_int_equal(speed_of(board.gpu, 0, &rpm), expected);
		assert_int_equal(rpm, has ? 1000 : 7777);
		board_stop(&board);
	}
}

static void arguments(void **state)
{
	struct board board;
	nvmlFanSpeedInfo_t info = {.version = nvmlFanSpeedInfo_v1 + 1};

	(void)state;
	board_warm(&board, "rtx3090", "580.142");
	assert_int_equal(nvmlDeviceGetNumFans(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetFanSpeedRPM(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetFanSpeedRPM(board.gpu, &info),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(turns_per_minute_of_every_fan),
	    cmocka_unit_test(a_fan_at_rest_counts_before_one_that_turns),
	    cmocka_unit_test(fans_by_branch),
	    cmocka_unit_test(arguments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
