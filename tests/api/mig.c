/* SPDX-License-Identifier: MIT */
/* A GPU without MIG instances: calibration-api.md 4. */
#include "board.h"
#include "questions.h"

#define GPU_GET_INFO_V2 0x20800102u

/* The kernel's partitioning mode, and what the interface makes of it. */
static void modes_of_the_kernel(void **state)
{
	static const struct {
		uint32_t code;
		nvmlReturn_t result;
		unsigned current, pending;
	} codes[] = {
	    {0, NVML_ERROR_NOT_SUPPORTED, 9, 9},
	    {1, NVML_SUCCESS, 1, 1},
	    {2, NVML_SUCCESS, 0, 0},
	    {3, NVML_SUCCESS, 0, 1},
	    {4, NVML_SUCCESS, 1, 0},
	    {5, NVML_ERROR_UNKNOWN, 9, 9},
	};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		unsigned current = 9, pending = 9;
		board_patch(&board, GPU_GET_INFO_V2, 8, 4, codes[i].code);
		assert_int_equal(nvmlDeviceGetMigMode(board.gpu, &current, &pending),
				 codes[i].result);
		assert_int_equal(current, codes[i].current);
		assert_int_equal(pending, codes[i].pending);
		board_unpatch(&board);
	}
	board_stop(&board);
}

static void the_parent_is_no_mig_device(void **state)
{
	static const struct expectation answers[] = {{ask_is_mig, NVML_SUCCESS, 0},
						     {ask_mig_device_count, NVML_SUCCESS, 0},
						     {ask_mig_current, NVML_SUCCESS, 0}};
	struct board board;
	unsigned id = 7;
	nvmlDevice_t device = NULL;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, answers);
	assert_int_equal(nvmlDeviceGetGpuInstanceId(board.gpu, &id), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetComputeInstanceId(board.gpu, &id),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetDeviceHandleFromMigDeviceHandle(board.gpu, &device),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(board.gpu, 0, &device),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(id, 7);
	/* Without MIG at all the number is 0 as well. */
	uint64_t count = 9;
	assert_int_equal(ask_mig_device_count(board_gpu(1), &count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(modes_of_the_kernel),
	    cmocka_unit_test(the_parent_is_no_mig_device),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
