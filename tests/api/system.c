/* SPDX-License-Identifier: MIT */
/* The system's own questions: calibration.md 2, PRECEDENCE.md. */
#include "board.h"
#include "questions.h"

static void versions(void **state)
{
	static const struct {
		const char *driver, *library;
		int cuda;
	} rows[] = {{"535.261.03", "12.535.261.03", 12020},
		    {"550.163.01", "12.550.163.01", 12040},
		    {"555.58.02", "12.555.58.02", 12050},
		    {"580.142", "13.580.142", 13000}};
	struct board board;
	char text[NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE];
	int cuda;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		board_load(&board, "single", rows[i].driver);
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		assert_int_equal(nvmlSystemGetDriverVersion(text, sizeof(text)), NVML_SUCCESS);
		assert_string_equal(text, rows[i].driver);
		unsigned length = (unsigned)strlen(text);
		assert_int_equal(nvmlSystemGetDriverVersion(text, length),
				 NVML_ERROR_INSUFFICIENT_SIZE);
		assert_int_equal(nvmlSystemGetDriverVersion(text, length + 1), NVML_SUCCESS);
		assert_int_equal(nvmlSystemGetNVMLVersion(text, sizeof(text)), NVML_SUCCESS);
		assert_string_equal(text, rows[i].library);
		assert_int_equal(nvmlSystemGetNVMLVersion(text, 4), NVML_ERROR_INSUFFICIENT_SIZE);
		cuda = 0;
		assert_int_equal(nvmlSystemGetCudaDriverVersion(&cuda), NVML_SUCCESS);
		assert_int_equal(cuda, rows[i].cuda);
		cuda = 0;
		assert_int_equal(nvmlSystemGetCudaDriverVersion_v2(&cuda), NVML_SUCCESS);
		assert_int_equal(cuda, rows[i].cuda);
		board_stop(&board);
	}
}

/* map.tsv: such as r580_00. */
static void branches_of_drivers(void **state)
{
	static const char *const rows[][2] = {{"535.288.01", "r535_00"}, {"580.142", "r580_00"}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		nvmlSystemDriverBranchInfo_t info = {.version = nvmlSystemDriverBranchInfo_v1};
		board_start(&board, "single", rows[i][0]);
		assert_int_equal(nvmlSystemGetDriverBranch(&info, 7), NVML_ERROR_INSUFFICIENT_SIZE);
		assert_string_equal(info.branch, "");
		assert_int_equal(nvmlSystemGetDriverBranch(&info, 0xffffffff), NVML_SUCCESS);
		assert_string_equal(info.branch, rows[i][1]);
		/* From 560 on the driver names it, at 512 of 0x13e. */
		board_patch(&board, 0x13e, 512, 4, 0x39393972);
		assert_int_equal(nvmlSystemGetDriverBranch(&info, 80), NVML_SUCCESS);
		assert_string_equal(info.branch, i == 0 ? rows[0][1] : "r999_00");
		board_unpatch(&board);
		info.version = 1;
		assert_int_equal(nvmlSystemGetDriverBranch(&info, 80),
				 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
		info.version = nvmlSystemDriverBranchInfo_v1;
		board.status = 0x56;
		assert_int_equal(nvmlSystemGetDriverBranch(&info, 80), NVML_ERROR_NOT_SUPPORTED);
		board.status = 0;
		board_stop(&board);
	}
}

/* Names of former days, which the header does not have any more. */
nvmlReturn_t nvmlGetBlacklistDeviceCount(unsigned int *deviceCount);
nvmlReturn_t nvmlGetBlacklistDeviceInfoByIndex(unsigned int index, nvmlExcludedDeviceInfo_t *info);

/* calibration-api.md 2.2: numbers of the address and the UUID, nothing else; not found otherwise.
 */
static void excluded_gpus(void **state)
{
	static const char second[] = "GPU-11234567-89ab-cdef-0123-456789abcdef";
	struct board board;
	nvmlExcludedDeviceInfo_t info, old;
	nvmlDevice_t gpu;
	unsigned count = 9;

	(void)state;
	board_start(&board, "excluded", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	assert_int_equal(count, 2);
	count = 9;
	assert_int_equal(nvmlGetExcludedDeviceCount(&count), NVML_SUCCESS);
	assert_int_equal(count, 2);
	count = 9;
	assert_int_equal(nvmlGetBlacklistDeviceCount(&count), NVML_SUCCESS);
	assert_int_equal(count, 2);
	memset(&info, 7, sizeof(info));
	assert_int_equal(nvmlGetExcludedDeviceInfoByIndex(0, &info), NVML_SUCCESS);
	assert_int_equal(info.pciInfo.domain, 2);
	assert_int_equal(info.pciInfo.bus, 0x1b);
	assert_int_equal(info.pciInfo.device, 5);
	assert_int_equal(info.pciInfo.pciDeviceId, 0);
	assert_string_equal(info.pciInfo.busId, "");
	assert_string_equal(info.uuid, "GPU-01234567-89ab-cdef-0123-456789abcdef");
	assert_int_equal(nvmlGetBlacklistDeviceInfoByIndex(1, &old), NVML_SUCCESS);
	assert_int_equal(old.pciInfo.bus, 0x3d);
	assert_string_equal(old.uuid, second);
	assert_int_equal(nvmlGetExcludedDeviceInfoByIndex(2, &info), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGetBlacklistDeviceInfoByIndex(2, &old), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetHandleByUUID(second, &gpu), NVML_ERROR_NOT_FOUND);
	board.status = 0x1b;
	assert_int_equal(nvmlGetExcludedDeviceCount(&count), NVML_ERROR_NO_PERMISSION);
	board.status = 0;
	board_stop(&board);
	board_start(&board, "single", DRIVER_WITHOUT_PAGE);
	assert_int_equal(nvmlGetExcludedDeviceCount(&count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	assert_int_equal(nvmlGetExcludedDeviceInfoByIndex(0, &info), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* Names of processes are the machine's. */
static void process_names(void **state)
{
	struct board board;
	char name[64];

	(void)state;
	board_load(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlSystemGetProcessName(4003, name, sizeof(name)), NVML_SUCCESS);
	assert_string_equal(name, "trainer");
	assert_int_equal(nvmlSystemGetProcessName(4003, name, 7), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlSystemGetProcessName(4003, name, 8), NVML_SUCCESS);
	assert_int_equal(nvmlSystemGetProcessName(4004, name, sizeof(name)), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlSystemGetProcessName(4003, name, 0), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* S-class enclosures are extinct. */
static void enclosures(void **state)
{
	struct board board;
	unsigned count = 7, temperature;
	nvmlUnit_t unit = NULL;
	nvmlUnitInfo_t info;
	nvmlLedState_t led;
	nvmlPSUInfo_t psu;
	nvmlUnitFanSpeeds_t fans;
	nvmlDevice_t devices[2];

	(void)state;
	board_load(&board, "single", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlUnitGetCount(&count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	count = 7;
	assert_int_equal(nvmlSystemGetHicVersion(&count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 0);
	assert_int_equal(nvmlUnitGetHandleByIndex(0, &unit), NVML_ERROR_INVALID_ARGUMENT);
	unit = (nvmlUnit_t)(void *)&board;
	assert_int_equal(nvmlUnitGetUnitInfo(unit, &info), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlUnitGetLedState(unit, &led), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlUnitGetPsuInfo(unit, &psu), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlUnitGetTemperature(unit, 0, &temperature),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlUnitGetFanSpeedInfo(unit, &fans), NVML_ERROR_INVALID_ARGUMENT);
	count = 2;
	assert_int_equal(nvmlUnitGetDevices(unit, &count, devices), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlUnitSetLedState(unit, 0), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* Every code has a text, an unknown one too; without a start. */
static void texts_of_errors(void **state)
{
	(void)state;
	assert_string_equal(nvmlErrorString(NVML_SUCCESS), "Success");
	assert_string_equal(nvmlErrorString(NVML_ERROR_UNINITIALIZED), "Uninitialized");
	assert_string_equal(nvmlErrorString(NVML_ERROR_NOT_SUPPORTED), "Not Supported");
	assert_string_equal(nvmlErrorString(NVML_ERROR_NO_PERMISSION), "Insufficient Permissions");
	assert_string_equal(nvmlErrorString(NVML_ERROR_GPU_IS_LOST), "GPU is lost");
	assert_string_equal(nvmlErrorString(NVML_ERROR_UNKNOWN), "Unknown Error");
	for (int code = -5; code < 1100; code++)
		assert_true(nvmlErrorString((nvmlReturn_t)code)[0] != '\0');
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(versions),
	    cmocka_unit_test(process_names),
	    cmocka_unit_test(branches_of_drivers),
	    cmocka_unit_test(excluded_gpus),
	    cmocka_unit_test(enclosures),
	    cmocka_unit_test(texts_of_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
