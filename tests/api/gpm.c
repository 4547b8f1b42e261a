/* SPDX-License-Identifier: MIT */
/* Performance samples: api-semantics.tsv, nvmlGpm*. */
#include "board.h"

static void no_gpu_is_supported(void **state)
{
	struct board board;
	nvmlGpmSupport_t support = {NVML_GPM_SUPPORT_VERSION, 77};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlGpmQueryDeviceSupport(board.gpu, &support), NVML_SUCCESS);
	assert_int_equal(support.isSupportedDevice, 0);
	support.version = 2;
	assert_int_equal(nvmlGpmQueryDeviceSupport(board.gpu, &support),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlGpmQueryDeviceSupport(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpmQueryDeviceSupport(NULL, &support), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* Every sample is another; a freed one is given again; what is none of them is refused. */
static void samples_come_and_go(void **state)
{
	static nvmlGpmSample_t samples[1024];
	char stranger[64] = {1};
	struct board board;
	nvmlGpmSample_t more = NULL;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned i = 0; i < 1024; i++) {
		assert_int_equal(nvmlGpmSampleAlloc(&samples[i]), NVML_SUCCESS);
		assert_non_null(samples[i]);
		for (unsigned k = 0; k < i; k += 97)
			assert_ptr_not_equal(samples[i], samples[k]);
	}
	assert_int_equal(nvmlGpmSampleAlloc(&more), NVML_ERROR_MEMORY);
	assert_null(more);
	assert_int_equal(nvmlGpmSampleFree((nvmlGpmSample_t)stranger), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpmSampleFree((nvmlGpmSample_t)1), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpmSampleFree(NULL), NVML_SUCCESS);
	assert_int_equal(stranger[0], 1);
	assert_int_equal(nvmlGpmSampleAlloc(&more), NVML_ERROR_MEMORY);
	assert_int_equal(nvmlGpmSampleFree(samples[1000]), NVML_SUCCESS);
	assert_int_equal(nvmlGpmSampleFree(samples[1000]), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpmSampleAlloc(&more), NVML_SUCCESS);
	assert_ptr_equal(more, samples[1000]);
	for (unsigned i = 0; i < 1024; i++)
		assert_int_equal(nvmlGpmSampleFree(samples[i]), NVML_SUCCESS);
	assert_int_equal(nvmlGpmSampleAlloc(NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void nothing_is_sampled(void **state)
{
	struct board board;
	nvmlGpmSample_t sample;
	nvmlGpmMetricsGet_t metrics = {.version = 2};
	unsigned on = 77;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlGpmSampleAlloc(&sample), NVML_SUCCESS);
	assert_int_equal(nvmlGpmSampleGet(board.gpu, sample), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlGpmSampleGet(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpmMetricsGet(&metrics), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlGpmMetricsGet(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpmQueryIfStreamingEnabled(board.gpu, &on), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(on, 77);
	assert_int_equal(nvmlGpmSampleFree(sample), NVML_SUCCESS);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_gpu_is_supported),
	    cmocka_unit_test(samples_come_and_go),
	    cmocka_unit_test(nothing_is_sampled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
