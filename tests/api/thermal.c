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
		board_remake(&board, DRIVER_WITHOUT_PAGE);
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

/*
 * calibration.md 8: controller is the provider's type, target the target's, both found
 * where the sensor points. Instructions of structs.tsv: 44 bytes from 24 on, result 0,
 * executed 4, opcode 8, then the number asked about and the answers.
 */
static void three_sensors(uint32_t cmd, uint8_t *params, uint32_t size)
{
	static const int32_t providers[] = {16, 1, 12, 5}, targets[] = {8, 2, 1, 4};
	static const int32_t provider_of[] = {1, 2, 0}, target_of[] = {2, 0, 1};
	uint32_t count;

	if ((cmd != 0x20800513 && cmd != 0x20808513) || size != 1432)
		return;
	memcpy(&count, params + 20, 4);
	for (uint32_t i = 0; i < count; i++) {
		uint8_t *at = params + 24 + 44 * i;
		uint32_t opcode, ok = 0;
		int32_t answers[3];
		memcpy(&opcode, at + 8, 4);
		memcpy(answers, at + 12, sizeof(answers));
		int32_t n = answers[0];
		if (opcode == 0x500)
			answers[0] = 7;
		else if (opcode == 0x101)
			answers[1] = targets[n];
		else if (opcode == 0x301)
			answers[1] = providers[n];
		else if (opcode == 0x510)
			answers[1] = provider_of[n];
		else if (opcode == 0x520)
			answers[1] = target_of[n];
		else if (opcode == 0x540)
			answers[1] = -50 - n, answers[2] = 120 + n;
		else if (opcode == 0x1500)
			answers[1] = n == 1 ? -3 : 70 + n;
		memcpy(at, &ok, 4);
		memcpy(at + 12, answers, sizeof(answers));
	}
}

static void expect_sensor(const nvmlGpuThermalSettings_t *settings, unsigned i, int controller,
			  int target, int now)
{
	assert_int_equal(settings->sensor[i].controller, controller);
	assert_int_equal(settings->sensor[i].target, target);
	assert_int_equal(settings->sensor[i].defaultMinTemp, -50 - (int)i);
	assert_int_equal(settings->sensor[i].defaultMaxTemp, 120 + (int)i);
	assert_int_equal(settings->sensor[i].currentTemp, now);
}

static void sensors_of_every_branch(void **state)
{
	static const char *const drivers[] = {"515.105.01", "520.61.07", "525.147.05", "530.41.03",
					      "535.288.01", "545.29.06", "550.163.01", "555.58.02",
					      "560.35.03",  "565.77",    "570.211.01", "575.64.05",
					      "580.142",    "590.48.01", "595.45.04",  "620.10"};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		nvmlGpuThermalSettings_t all = {0};
		board_start(&board, "witness", drivers[i]);
		/* The machine's own: the GPU and its memory. */
		assert_int_equal(
		    nvmlDeviceGetThermalSettings(board.gpu, NVML_THERMAL_TARGET_ALL, &all),
		    NVML_SUCCESS);
		assert_int_equal(all.count, 2);
		assert_int_equal(all.sensor[0].currentTemp, 41);
		assert_int_equal(all.sensor[0].target, NVML_THERMAL_TARGET_GPU);
		assert_int_equal(all.sensor[1].currentTemp, 47);
		assert_int_equal(all.sensor[1].target, NVML_THERMAL_TARGET_MEMORY);
		board.on_reply = three_sensors;
		assert_int_equal(
		    nvmlDeviceGetThermalSettings(board.gpu, NVML_THERMAL_TARGET_ALL, &all),
		    NVML_SUCCESS);
		assert_int_equal(all.count, 3);
		expect_sensor(&all, 0, NVML_THERMAL_CONTROLLER_GPU_INTERNAL,
			      NVML_THERMAL_TARGET_GPU, 70);
		expect_sensor(&all, 1, NVML_THERMAL_CONTROLLER_VBIOSEVT, NVML_THERMAL_TARGET_BOARD,
			      -3);
		expect_sensor(&all, 2, NVML_THERMAL_CONTROLLER_MAX6649R, NVML_THERMAL_TARGET_MEMORY,
			      72);
		board_stop(&board);
	}
}

/* calibration.md 8: sensorIndex n fills slot n only; api-semantics.tsv: none is refused. */
static void one_sensor_fills_one_slot(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board.on_reply = three_sensors;
	for (unsigned index = 0; index < 40; index++) {
		nvmlGpuThermalSettings_t one, untouched;
		memset(&one, 0xa5, sizeof(one));
		untouched = one;
		assert_int_equal(nvmlDeviceGetThermalSettings(board.gpu, index, &one),
				 NVML_SUCCESS);
		assert_int_equal(one.count, 3);
		for (unsigned i = 0; i < 3; i++) {
			bool written = index == i || index == NVML_THERMAL_TARGET_ALL;
			assert_int_equal(memcmp(&one.sensor[i], &untouched.sensor[i],
						sizeof(one.sensor[i])) != 0,
					 written);
		}
	}
	assert_int_equal(nvmlDeviceGetThermalSettings(board.gpu, 0, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* A sensor that points past the lists, and instructions that fail: no half struct. */
static uint32_t failing;

static void fail_opcode(uint32_t cmd, uint8_t *params, uint32_t size)
{
	static const uint32_t refused = 0x56, far = 0x7fffffff;
	uint32_t count = 0, opcode;

	three_sensors(cmd, params, size);
	if (cmd == 0x20800513)
		memcpy(&count, params + 20, 4);
	for (uint32_t i = 0; i < count; i++) {
		uint8_t *at = params + 24 + 44 * i;
		memcpy(&opcode, at + 8, 4);
		if (opcode != failing)
			continue;
		memcpy(at, &refused, 4);
		memcpy(at + 16, &far, 4);
		if (opcode == 0x510) /* answered, with a place that is none */
			memset(at, 0, 4);
	}
}

static void instructions_that_fail(void **state)
{
	static const struct {
		uint32_t opcode;
		nvmlReturn_t result;
	} cases[] = {{0x500, NVML_ERROR_NOT_SUPPORTED},
		     {0x540, NVML_ERROR_UNKNOWN},
		     {0x1500, NVML_ERROR_UNKNOWN},
		     {0x510, NVML_SUCCESS},
		     {0x520, NVML_SUCCESS}};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board.on_reply = fail_opcode;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nvmlGpuThermalSettings_t settings = {.count = 77};
		failing = cases[i].opcode;
		assert_int_equal(nvmlDeviceGetThermalSettings(board.gpu, 0, &settings),
				 cases[i].result);
		assert_int_equal(settings.count, cases[i].result == NVML_SUCCESS ? 3 : 77);
		if (failing == 0x510)
			assert_int_equal(settings.sensor[0].controller,
					 NVML_THERMAL_CONTROLLER_UNKNOWN);
		if (failing == 0x520)
			assert_int_equal(settings.sensor[0].target, NVML_THERMAL_TARGET_UNKNOWN);
	}
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sensors_of_every_branch),
	    cmocka_unit_test(one_sensor_fills_one_slot),
	    cmocka_unit_test(instructions_that_fail),
	    cmocka_unit_test(whole_degrees_of_every_branch),
	    cmocka_unit_test(readings_that_cannot_be),
	    cmocka_unit_test(other_sensors_and_versions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
