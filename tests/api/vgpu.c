/* SPDX-License-Identifier: MIT */
/* vGPUs that run: a recorded host's (nvidia-smi vgpu -q, 535.129.03), and structs of ctrla081.h. */
#include "board.h"
#include "vgpu.h"

#define LIST 0xa0810102u
#define MEMORY 0xa0810111u

static void expect_text(nvmlReturn_t result, const char *text, const char *expected)
{
	assert_int_equal(result, NVML_SUCCESS);
	assert_string_equal(text, expected);
}

static void running_vgpus(void **state)
{
	struct board board;
	unsigned count = 48, vgpus[48];

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlDeviceGetActiveVgpus(board.gpu, &count, vgpus), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(vgpus[0], A100_GUEST);
	assert_int_equal(vgpus[1], A100_STARTING);
	count = 1;
	vgpus[0] = 7;
	assert_int_equal(nvmlDeviceGetActiveVgpus(board.gpu, &count, vgpus),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(vgpus[0], 7);
	assert_int_equal(nvmlDeviceGetActiveVgpus(board.gpu, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetActiveVgpus(board.gpu, NULL, vgpus),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetActiveVgpus(board_gpu(2), &count, vgpus),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	/* None runs: a list of nothing is no lack of room. */
	board_start(&board, "vgpu-l40s", DRIVER_580);
	count = 0;
	assert_int_equal(nvmlDeviceGetActiveVgpus(board_gpu(1), &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_stop(&board);
}

static void a_recorded_vgpu(void **state)
{
	struct board board;
	char text[80];
	unsigned value = 0;
	unsigned long long bytes = 0;
	nvmlVgpuVmIdType_t kind = 9;
	nvmlEnableState_t mode = 9;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	expect_text(nvmlVgpuInstanceGetVmID(A100_GUEST, text, 80, &kind), text,
		    "3418ce09-7aad-4506-9305-618522870574");
	assert_int_equal(kind, NVML_VGPU_VM_ID_UUID);
	expect_text(nvmlVgpuInstanceGetUUID(A100_GUEST, text, 80), text,
		    "9a0a5219-8563-11ef-bc81-d4857749fa2b");
	expect_text(nvmlVgpuInstanceGetMdevUUID(A100_GUEST, text, 80), text,
		    "c73f1fa6-489e-4834-9476-d70dabd98c40");
	expect_text(nvmlVgpuInstanceGetVmDriverVersion(A100_GUEST, text, 80), text, "470.256.02");
	assert_int_equal(nvmlVgpuInstanceGetType(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 472);
	assert_int_equal(nvmlVgpuInstanceGetLicenseStatus(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	assert_int_equal(nvmlVgpuInstanceGetGpuInstanceId(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 0xffffffff);
	assert_int_equal(nvmlVgpuInstanceGetEccMode(A100_GUEST, &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_FEATURE_ENABLED);
	assert_int_equal(nvmlVgpuInstanceGetFrameRateLimit(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 15);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(A100_GUEST, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 640ull << 20);
	assert_int_equal(nvmlVgpuInstanceGetEncoderCapacity(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 83);
	board_stop(&board);
}

/* As recorded: nothing of the guest is known before its driver runs. */
static void a_vgpu_that_starts(void **state)
{
	struct board board;
	char text[80];
	unsigned value = 77;
	unsigned long long bytes = 77;
	nvmlVgpuLicenseInfo_t license;

	(void)state;
	memset(&license, 0xa5, sizeof(license));
	board_start(&board, "vgpu", DRIVER_535);
	expect_text(nvmlVgpuInstanceGetVmDriverVersion(A100_STARTING, text, 80), text,
		    "Not Available");
	assert_int_equal(nvmlVgpuInstanceGetFrameRateLimit(A100_STARTING, &value),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlVgpuInstanceGetLicenseInfo_v2(A100_STARTING, &license),
			 NVML_ERROR_DRIVER_NOT_LOADED);
	assert_int_equal(nvmlVgpuInstanceGetLicenseInfo(A100_STARTING, &license),
			 NVML_ERROR_DRIVER_NOT_LOADED);
	assert_int_equal(license.currentState, 0xa5a5a5a5);
	assert_int_equal(value, 77);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(A100_STARTING, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 0);
	assert_int_equal(nvmlVgpuInstanceGetLicenseStatus(A100_STARTING, &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	board_stop(&board);
}

/* A GPU without virtual functions, a machine that has a number. */
static void a_vgpu_of_an_older_kind(void **state)
{
	struct board board;
	char text[80];
	unsigned value = 77;
	unsigned long long bytes = 0;
	nvmlVgpuVmIdType_t kind = 9;
	nvmlEnableState_t mode = 9;

	(void)state;
	board_start(&board, "vgpu", DRIVER_550);
	expect_text(nvmlVgpuInstanceGetVmID(T4_GUEST, text, 80, &kind), text, "2103066");
	assert_int_equal(kind, NVML_VGPU_VM_ID_DOMAIN_ID);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(T4_GUEST, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 311ull << 20);
	assert_int_equal(nvmlVgpuInstanceGetMdevUUID(T4_GUEST, text, 80), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlVgpuInstanceGetEccMode(T4_GUEST, &mode), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlVgpuInstanceGetLicenseStatus(T4_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 1);
	assert_int_equal(mode, 9);
	board_stop(&board);
}

/* 1742369344 is the date of a published sample: 2025-3-19 7:29:4 GMT. */
static void licenses(void **state)
{
	static const struct {
		uint32_t seconds;
		unsigned year, month, day, hour, min, sec;
	} dates[] = {{1742369344, 2025, 3, 19, 7, 29, 4},    {951827696, 2000, 2, 29, 12, 34, 56},
		     {1709251199, 2024, 2, 29, 23, 59, 59},  {1709251200, 2024, 3, 1, 0, 0, 0},
		     {1767225599, 2025, 12, 31, 23, 59, 59}, {1767225600, 2026, 1, 1, 0, 0, 0},
		     {4107542400, 2100, 3, 1, 0, 0, 0},      {0, 0, 0, 0, 0, 0, 0}};
	struct board board;
	nvmlVgpuLicenseInfo_t license;

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		board_patch(&board, LIST, 40, 4, dates[i].seconds);
		memset(&license, 0xa5, sizeof(license));
		assert_int_equal(nvmlVgpuInstanceGetLicenseInfo_v2(T4_GUEST, &license),
				 NVML_SUCCESS);
		assert_int_equal(license.isLicensed, 1);
		assert_int_equal(license.currentState, NVML_GRID_LICENSE_STATE_LICENSED);
		assert_int_equal(license.licenseExpiry.status, NVML_GRID_LICENSE_EXPIRY_VALID);
		assert_int_equal(license.licenseExpiry.year, dates[i].year);
		assert_int_equal(license.licenseExpiry.month, dates[i].month);
		assert_int_equal(license.licenseExpiry.day, dates[i].day);
		assert_int_equal(license.licenseExpiry.hour, dates[i].hour);
		assert_int_equal(license.licenseExpiry.min, dates[i].min);
		assert_int_equal(license.licenseExpiry.sec, dates[i].sec);
		board_unpatch(&board);
	}
	/* The older struct ends before the state. */
	memset(&license, 0xa5, sizeof(license));
	assert_int_equal(nvmlVgpuInstanceGetLicenseInfo(A100_GUEST, &license), NVML_SUCCESS);
	assert_int_equal(license.isLicensed, 0);
	assert_int_equal(license.currentState, 0xa5a5a5a5);
	assert_int_equal(nvmlVgpuInstanceGetLicenseInfo_v2(A100_GUEST, &license), NVML_SUCCESS);
	assert_int_equal(license.currentState, NVML_GRID_LICENSE_STATE_UNLICENSED_RESTRICTED);
	board_stop(&board);
}

/* Where the published structs have a member of the first vGPU, by driver. */
struct places {
	const char *driver;
	unsigned device, driver_text;
	bool has_place;
};

static const struct places places[] = {
    {"525.60.11", 264, 64, false}, {DRIVER_535, 264, 64, false}, {DRIVER_550, 264, 64, true},
    {DRIVER_575, 264, 64, true},   {DRIVER_580, 328, 64, true},  {DRIVER_595, 328, 64, true},
};

#define FIRST 4711u

static void patch_first(struct board *board, const struct places *at)
{
	board_patch(board, LIST, at->device, 4, 231);       /* vgpuType */
	board_patch(board, LIST, at->device + 4, 4, FIRST); /* vgpuDeviceInstanceId */
	board_patch(board, LIST, at->device + 16, 8, 0x0706050403020100);
	board_patch(board, LIST, at->device + 24, 8, 0x0f0e0d0c0b0a0908); /* vgpuUuid */
	board_patch(board, LIST, at->device + 32, 8, 0x1716151413121110);
	board_patch(board, LIST, at->device + 40, 8, 0x1f1e1d1c1b1a1918); /* mdevUuid */
	board_patch(board, LIST, at->device + 48, 4, 37);                 /* encoderCapacity */
	board_patch(board, LIST, at->device + 56, 8, 0x123456789a);       /* fbUsed */
	board_patch(board, LIST, at->device + 64, 4, 2);                  /* eccState */
	board_patch(board, LIST, at->device + 68, 1, 1);                  /* bDriverLoaded */
	board_patch(board, LIST, at->device + 72, 4, 5);                  /* swizzId */
	if (at->has_place)
		board_patch(board, LIST, at->device + 76, 4, 24);
	board_patch(board, LIST, 12, 4, 0);                             /* vmIdType */
	board_patch(board, LIST, 28, 4, 23);                            /* frameRateLimit */
	board_patch(board, LIST, 32, 1, 1);                             /* licensed */
	board_patch(board, LIST, 36, 4, 5);                             /* licenseState */
	board_patch(board, LIST, 48, 8, 0x1122334455667788);            /* vmId */
	board_patch(board, LIST, at->driver_text, 8, 0x39372e3636352e); /* .566.79 */
}

static void expect_numbers(bool has_place)
{
	unsigned value = 0;
	unsigned long long bytes = 0;
	nvmlEnableState_t mode = 9;
	nvmlVgpuPlacementId_t place = {.version = nvmlVgpuPlacementId_v1};

	assert_int_equal(nvmlVgpuInstanceGetType(FIRST, &value), NVML_SUCCESS);
	assert_int_equal(value, 231);
	assert_int_equal(nvmlVgpuInstanceGetEncoderCapacity(FIRST, &value), NVML_SUCCESS);
	assert_int_equal(value, 37);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(FIRST, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 0x123456789a);
	assert_int_equal(nvmlVgpuInstanceGetEccMode(FIRST, &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_FEATURE_DISABLED);
	assert_int_equal(nvmlVgpuInstanceGetGpuInstanceId(FIRST, &value), NVML_SUCCESS);
	assert_int_equal(value, 5);
	assert_int_equal(nvmlVgpuInstanceGetFrameRateLimit(FIRST, &value), NVML_SUCCESS);
	assert_int_equal(value, 23);
	assert_int_equal(nvmlVgpuInstanceGetLicenseStatus(FIRST, &value), NVML_SUCCESS);
	assert_int_equal(value, 1);
	assert_int_equal(nvmlVgpuInstanceGetPlacementId(FIRST, &place),
			 has_place ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
	if (has_place)
		assert_int_equal(place.placementId, 24);
}

static void words_of_the_driver(void **state)
{
	struct board board;
	char text[80];
	nvmlVgpuVmIdType_t kind = 9;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		board_start(&board, "vgpu", places[i].driver);
		patch_first(&board, &places[i]);
		expect_numbers(places[i].has_place);
		expect_text(nvmlVgpuInstanceGetUUID(FIRST, text, 80), text,
			    "00010203-0405-0607-0809-0a0b0c0d0e0f");
		expect_text(nvmlVgpuInstanceGetMdevUUID(FIRST, text, 80), text,
			    "10111213-1415-1617-1819-1a1b1c1d1e1f");
		expect_text(nvmlVgpuInstanceGetVmDriverVersion(FIRST, text, 80), text, ".566.79");
		expect_text(nvmlVgpuInstanceGetVmID(FIRST, text, 80, &kind), text,
			    "1234605616436508552");
		assert_int_equal(kind, NVML_VGPU_VM_ID_DOMAIN_ID);
		board_stop(&board);
	}
}

static void states_of_ecc(void **state)
{
	static const nvmlReturn_t results[] = {NVML_ERROR_UNKNOWN, NVML_ERROR_NOT_SUPPORTED,
					       NVML_SUCCESS, NVML_SUCCESS, NVML_ERROR_UNKNOWN};
	struct board board;
	nvmlEnableState_t mode;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	for (unsigned ecc = 0; ecc < 5; ecc++) {
		board_patch(&board, LIST, 264 + 64, 4, ecc);
		mode = 9;
		assert_int_equal(nvmlVgpuInstanceGetEccMode(A100_GUEST, &mode), results[ecc]);
		assert_int_equal(mode, results[ecc] == NVML_SUCCESS ? ecc - 2 : 9);
		board_unpatch(&board);
	}
	board_stop(&board);
}

/* The list with the use of memory: by identity, 24 bytes each from 8 on. */
static void use_of_memory(void **state)
{
	struct board board;
	unsigned long long bytes = 0;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	board_patch(&board, MEMORY, 24, 8, 0x1122334455);
	board_patch(&board, MEMORY, 48, 8, 0x2233445566);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(A100_GUEST, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 0x1122334455);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(A100_STARTING, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 0x2233445566);
	/* More than its struct has. */
	board_patch(&board, MEMORY, 0, 4, 0xffffffff);
	assert_int_equal(nvmlVgpuInstanceGetFbUsage(A100_GUEST, &bytes), NVML_SUCCESS);
	assert_int_equal(bytes, 0x1122334455);
	board_stop(&board);
}

static void places_of_vgpus(void **state)
{
	struct board board;
	nvmlVgpuPlacementId_t place = {.version = nvmlVgpuPlacementId_v1};

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	assert_int_equal(nvmlVgpuInstanceGetPlacementId(L40S_STARTING, &place), NVML_SUCCESS);
	assert_int_equal(place.placementId, 8);
	place.version = 1;
	assert_int_equal(nvmlVgpuInstanceGetPlacementId(L40S_GUEST, &place),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlVgpuInstanceGetPlacementId(L40S_GUEST, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_550);
	place.version = nvmlVgpuPlacementId_v1;
	assert_int_equal(nvmlVgpuInstanceGetPlacementId(A100_STARTING, &place), NVML_SUCCESS);
	assert_int_equal(place.placementId, NVML_INVALID_VGPU_PLACEMENT_ID);
	board_stop(&board);
}

static void encoder_capacity_is_set(void **state)
{
	struct board board;
	unsigned value = 0;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlVgpuInstanceSetEncoderCapacity(A100_GUEST, 40),
			 NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlVgpuInstanceSetEncoderCapacity(A100_GUEST, 101),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlVgpuInstanceGetEncoderCapacity(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 83);
	assert_int_equal(nvmlVgpuInstanceSetEncoderCapacity(A100_GUEST, 40), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, 0xa0810110);
	assert_int_equal(nvmlVgpuInstanceGetEncoderCapacity(A100_GUEST, &value), NVML_SUCCESS);
	assert_int_equal(value, 40);
	assert_int_equal(nvmlVgpuInstanceGetEncoderCapacity(A100_STARTING, &value), NVML_SUCCESS);
	assert_int_equal(value, 100);
	assert_int_equal(nvmlVgpuInstanceSetEncoderCapacity(A100_GUEST, 100), NVML_SUCCESS);
	assert_int_equal(nvmlVgpuInstanceSetEncoderCapacity(4711, 40), NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

static void room_for_texts(void **state)
{
	struct board board;
	char text[80] = "untouched";
	nvmlVgpuVmIdType_t kind = 9;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlVgpuInstanceGetVmID(A100_GUEST, text, 79, &kind),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlVgpuInstanceGetUUID(A100_GUEST, text, 36),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlVgpuInstanceGetMdevUUID(A100_GUEST, text, 36),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlVgpuInstanceGetVmDriverVersion(A100_GUEST, text, 10),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_string_equal(text, "untouched");
	assert_int_equal(kind, 9);
	assert_int_equal(nvmlVgpuInstanceGetUUID(A100_GUEST, text, 37), NVML_SUCCESS);
	assert_int_equal(nvmlVgpuInstanceGetVmDriverVersion(A100_GUEST, text, 11), NVML_SUCCESS);
	board_stop(&board);
}

/* The whole family answers a number that runs nowhere alike. */
static void refuse_vgpu(nvmlVgpuInstance_t id, nvmlReturn_t expected)
{
	unsigned value = 77;
	unsigned long long bytes = 77;
	char text[80];
	nvmlEnableState_t mode = 9;
	nvmlVgpuVmIdType_t kind = 9;
	nvmlVgpuLicenseInfo_t license;
	nvmlVgpuPlacementId_t place = {.version = nvmlVgpuPlacementId_v1};
	const nvmlReturn_t answers[] = {
	    nvmlVgpuInstanceGetVmID(id, text, 80, &kind),
	    nvmlVgpuInstanceGetUUID(id, text, 80),
	    nvmlVgpuInstanceGetMdevUUID(id, text, 80),
	    nvmlVgpuInstanceGetVmDriverVersion(id, text, 80),
	    nvmlVgpuInstanceGetFbUsage(id, &bytes),
	    nvmlVgpuInstanceGetType(id, &value),
	    nvmlVgpuInstanceGetFrameRateLimit(id, &value),
	    nvmlVgpuInstanceGetEccMode(id, &mode),
	    nvmlVgpuInstanceGetEncoderCapacity(id, &value),
	    nvmlVgpuInstanceSetEncoderCapacity(id, 50),
	    nvmlVgpuInstanceGetGpuInstanceId(id, &value),
	    nvmlVgpuInstanceGetPlacementId(id, &place),
	    nvmlVgpuInstanceGetLicenseStatus(id, &value),
	    nvmlVgpuInstanceGetLicenseInfo_v2(id, &license),
	    nvmlVgpuInstanceGetLicenseInfo(id, &license),
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		assert_int_equal(answers[i], expected);
	assert_int_equal(value, 77);
	assert_int_equal(bytes, 77);
}

static void unknown_vgpus(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	refuse_vgpu(0, NVML_ERROR_INVALID_ARGUMENT);
	refuse_vgpu(4711, NVML_ERROR_NOT_FOUND);
	board_stop(&board);
	board_start(&board, "witness", DRIVER_580);
	refuse_vgpu(A100_GUEST, NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/* While a machine starts or stops, the driver refuses the list: INVALID_STATE, for a moment. */
static void a_list_that_changes(void **state)
{
	struct board board;
	unsigned count = 48, vgpus[48];

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	board.status = 0x40;
	board.status_cmd = LIST;
	uint64_t before = board.slept_us;
	assert_int_equal(nvmlDeviceGetActiveVgpus(board.gpu, &count, vgpus), NVML_ERROR_UNKNOWN);
	assert_true(board.slept_us > before);
	assert_int_equal(nvmlVgpuInstanceGetType(A100_GUEST, &count), NVML_ERROR_UNKNOWN);
	board_unpatch(&board);
	/* More than its struct has: the places behind the last are empty. */
	board_patch(&board, LIST, 4, 4, 0xffffffff);
	count = 48;
	assert_int_equal(nvmlDeviceGetActiveVgpus(board.gpu, &count, vgpus), NVML_SUCCESS);
	assert_int_equal(count, 2);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(running_vgpus),
	    cmocka_unit_test(a_recorded_vgpu),
	    cmocka_unit_test(a_vgpu_that_starts),
	    cmocka_unit_test(a_vgpu_of_an_older_kind),
	    cmocka_unit_test(licenses),
	    cmocka_unit_test(words_of_the_driver),
	    cmocka_unit_test(states_of_ecc),
	    cmocka_unit_test(use_of_memory),
	    cmocka_unit_test(places_of_vgpus),
	    cmocka_unit_test(encoder_capacity_is_set),
	    cmocka_unit_test(room_for_texts),
	    cmocka_unit_test(unknown_vgpus),
	    cmocka_unit_test(a_list_that_changes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
