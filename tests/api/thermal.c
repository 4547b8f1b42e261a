/* SPDX-License-Identifier: MIT */
/* Temperatures: calibration.md 5. The page's rounding is in telemetry.c. */
#include "board.h"
#include "questions.h"

static void whole_degrees_of_every_branch(void **state)
{
	static const char *const drivers[] = {"515.105.01", "535.288.01", "545.29.06",
					      "570.211.01", "575.64.05",  "595.45.04"};
	struct board board;
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		/* Before the page is filled the control answers, afterwards the page. */
		board_start(&board, "witness", drivers[i]);
		assert_int_equal(ask_temperature(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, 41);
		assert_int_equal(board.slept_us, 0);
		board_fill_pages(&board);
		assert_int_equal(ask_temperature(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, 41);
		board_stop(&board);
	}
}

/* Accepted are 1 to 250 degrees. */
static void readings_that_cannot_be(void **state)
{
	static const struct {
		int32_t reading;
		nvmlReturn_t result;
	} cases[] = {{1, NVML_SUCCESS},
		     {250, NVML_SUCCESS},
		     {0, NVML_ERROR_UNKNOWN},
		     {251, NVML_ERROR_UNKNOWN},
		     {-5, NVML_ERROR_UNKNOWN}};
	struct board board;
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		board_load(&board, "witness", DRIVER_WITHOUT_PAGE);
		/* The simulated sensor reads what its machine says. */
		board.machine->models[0].idle.temperature_c = cases[i].reading;
		sim_port_free(board.inner);
		sim_free(board.sim);
		const char *refusal;
		board.sim = sim_new(board.machine, DRIVER_WITHOUT_PAGE, &refusal);
		assert_non_null(board.sim);
		board.inner = sim_port_new(board.sim);
		sim_port_set_clock(board.inner, 1);
		board_use();
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		nvmlReturn_t result = ask_temperature(board_gpu(0), &value);
		assert_int_equal(result, cases[i].result);
		if (result == NVML_SUCCESS)
			assert_int_equal(value, cases[i].reading);
		board_stop(&board);
	}
}

static void other_sensors_and_versions(void **state)
{
	struct board board;
	unsigned celsius = 7;
	nvmlTemperature_t temperature = {.version = nvmlTemperature_v1, .sensorType = 1};

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetTemperature(board.gpu, NVML_TEMPERATURE_COUNT, &celsius),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(celsius, 7);
	assert_int_equal(nvmlDeviceGetTemperatureV(board.gpu, &temperature),
			 NVML_ERROR_INVALID_ARGUMENT);
	temperature.sensorType = NVML_TEMPERATURE_GPU;
	temperature.version++;
	assert_int_equal(nvmlDeviceGetTemperatureV(board.gpu, &temperature),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_degrees_of_every_branch),
	    cmocka_unit_test(readings_that_cannot_be),
	    cmocka_unit_test(other_sensors_and_versions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
