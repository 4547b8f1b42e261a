/* SPDX-License-Identifier: MIT */
/* Which hosts and guests fit together: the published ranges of the interface, by release. */
#include "board.h"
#include "vgpu.h"

#define VERSION 0x137u

static void ranges(void **state)
{
	static const struct {
		const char *driver;
		unsigned min, max;
	} rows[] = {{"555.58.02", 0x00070001, 0x00150001}, {"560.35.03", 0x00070001, 0x00160001},
		    {"565.77", 0x00070001, 0x00170001},    {"570.86.15", 0x00070001, 0x00180001},
		    {DRIVER_570, 0x00120001, 0x00180002},  {DRIVER_575, 0x00070001, 0x00190001},
		    {DRIVER_580, 0x00120001, 0x001a0001},  {DRIVER_595, 0x00180001, 0x001c0001}};
	struct board board;
	nvmlVgpuVersion_t supported, current;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		board_start(&board, "vgpu", rows[i].driver);
		assert_int_equal(nvmlGetVgpuVersion(&supported, &current), NVML_SUCCESS);
		assert_int_equal(supported.minVersion, rows[i].min);
		assert_int_equal(supported.maxVersion, rows[i].max);
		assert_int_equal(current.minVersion, rows[i].min);
		assert_int_equal(current.maxVersion, rows[i].max);
		for (unsigned word = 0; word < 4; word++)
			board_patch(&board, VERSION, 4 * word, 4, 101 + word);
		assert_int_equal(nvmlGetVgpuVersion(NULL, &current), NVML_SUCCESS);
		assert_int_equal(current.minVersion, 103);
		assert_int_equal(current.maxVersion, 104);
		assert_int_equal(nvmlGetVgpuVersion(&supported, NULL), NVML_SUCCESS);
		assert_int_equal(supported.minVersion, 101);
		assert_int_equal(supported.maxVersion, 102);
		assert_int_equal(nvmlGetVgpuVersion(NULL, NULL), NVML_SUCCESS);
		board_stop(&board);
	}
}

/* Any host takes a narrower range, but none while guests may rely on it. */
static void a_range_is_set(void **state)
{
	struct board board;
	nvmlVgpuVersion_t wish = {0x00130001, 0x00180001}, supported, current;

	(void)state;
	board_start(&board, "witness", DRIVER_580);
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_SUCCESS);
	assert_int_equal(nvmlGetVgpuVersion(&supported, &current), NVML_SUCCESS);
	assert_int_equal(supported.minVersion, 0x00120001);
	assert_int_equal(supported.maxVersion, 0x001a0001);
	assert_int_equal(current.minVersion, 0x00130001);
	assert_int_equal(current.maxVersion, 0x00180001);
	wish.minVersion = 0x00190001;
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_ERROR_INVALID_ARGUMENT);
	wish = (nvmlVgpuVersion_t){0x00110001, 0x00180001};
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_ERROR_INVALID_ARGUMENT);
	wish = (nvmlVgpuVersion_t){0x00120001, 0x001b0001};
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlSetVgpuVersion(NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_580);
	sim_port_set_admin(board.inner, true);
	wish = (nvmlVgpuVersion_t){0x00130001, 0x00180001};
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_ERROR_IN_USE);
	assert_int_equal(nvmlGetVgpuVersion(NULL, &current), NVML_SUCCESS);
	assert_int_equal(current.minVersion, 0x00120001);
	board_stop(&board);
	board_start(&board, "witness", "515.43.04");
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlSetVgpuVersion(&wish), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlGetVgpuVersion(&supported, &current), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Device and subsystem, four hexadecimal digits each, and bits: 1 error correction, 2 functions. */
static void identity_of_a_host(void **state)
{
	struct board board;
	unsigned size = 256;
	char text[257] = "";

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, text, &size), NVML_SUCCESS);
	assert_string_equal(text, "26B9185100000003");
	size = 16;
	text[0] = 'x';
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, text, &size),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(size, 17);
	assert_int_equal(text[0], 'x');
	size = 0;
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, NULL, &size),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(size, 17);
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, NULL, &size),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* A text without an end. */
	for (unsigned i = 0; i < 32; i++)
		board_patch(&board, 0xa0810114, 8 * i, 8, 0x4142434445464748);
	size = 256;
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, text, &size),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(size, 257);
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, text, &size), NVML_SUCCESS);
	assert_int_equal(strlen(text), 256);
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, text, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "witness", DRIVER_580);
	assert_int_equal(nvmlDeviceGetPgpuMetadataString(board.gpu, NULL, &size),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ranges),
	    cmocka_unit_test(a_range_is_set),
	    cmocka_unit_test(identity_of_a_host),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
