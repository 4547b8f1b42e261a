/* SPDX-License-Identifier: MIT */
/* Distances between GPUs: calibration-api.md 2.5, map-notes.md 9. */
#include "board.h"
#include "questions.h"

static nvmlReturn_t level_of(unsigned a, unsigned b, unsigned *ret_level)
{
	nvmlGpuTopologyLevel_t level = 99;
	nvmlReturn_t result =
	    nvmlDeviceGetTopologyCommonAncestor(board_gpu(a), board_gpu(b), &level);

	*ret_level = (unsigned)level;
	return result;
}

static void distances_of_the_machine(void **state)
{
	static const unsigned levels[5][5] = {{0, 30, 50, 50, 40},
					      {30, 0, 50, 50, 40},
					      {50, 50, 0, 10, 50},
					      {50, 50, 10, 0, 50},
					      {40, 40, 50, 50, 0}};
	struct board board;
	unsigned level;

	(void)state;
	board_start(&board, "places", DRIVER_WITH_PAGE);
	for (unsigned a = 0; a < 5; a++) {
		for (unsigned b = 0; b < 5; b++) {
			if (a == b)
				continue;
			assert_int_equal(level_of(a, b, &level), NVML_SUCCESS);
			assert_int_equal(level, levels[a][b]);
		}
		assert_int_equal(level_of(a, a, &level), NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(level, 99);
	}
	board_stop(&board);
}

/* One switch is SINGLE, two levels of switches MULTIPLE. */
static void distances_below_switches(void **state)
{
#define ROOT "../../../devices/pci0000:40/0000:40:01.0/0000:41:00.0/"
	static const struct {
		const char *first, *second;
		unsigned level;
	} rows[] = {
	    {ROOT "0000:42:00.0/0000:43:00.0", ROOT "0000:42:01.0/0000:44:00.0", 10},
	    {ROOT "0000:42:00.0/0000:43:00.0/0000:44:00.0/0000:45:00.0",
	     ROOT "0000:42:01.0/0000:53:00.0/0000:54:00.0/0000:55:00.0", 20},
	    {ROOT "0000:42:00.0/0000:43:00.0",
	     ROOT "0000:42:01.0/0000:53:00.0/0000:54:00.0/0000:55:00.0", 20},
	    {"../../../devices/platform/a/pci0000:00/0000:00:01.0/0000:01:00.0",
	     "../../../devices/platform/b/pci0000:00/0000:00:01.0/0000:01:00.0", 40},
	    {"../../../devices/pci0000:40/0000:40:01.0/0000:41:00.0",
	     "../../../devices/pci0000:40/0000:40:02.0/0000:42:00.0", 30},
	};
#undef ROOT
	struct board board;
	unsigned level;

	(void)state;
	board_start(&board, "places", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		board.links[0] = (struct board_link){"0000:00:05.0", rows[i].first};
		board.links[1] = (struct board_link){"0000:01:00.0", rows[i].second};
		assert_int_equal(level_of(0, 1, &level), NVML_SUCCESS);
		assert_int_equal(level, rows[i].level);
	}
	board.links[1].target = NULL;
	assert_int_equal(level_of(0, 1, &level), NVML_ERROR_UNKNOWN);
	assert_int_equal(level, 99);
	board_stop(&board);
}

static void nearest_gpus(void **state)
{
	static const struct {
		unsigned of, level, count;
	} rows[] = {{0, 0, 0}, {0, 20, 0}, {0, 30, 1}, {0, 40, 2}, {0, 50, 4},
		    {2, 9, 0}, {2, 10, 1}, {2, 40, 1}, {2, 50, 4}};
	struct board board;
	nvmlDevice_t list[5] = {NULL};
	unsigned count = 0;

	(void)state;
	board_start(&board, "places", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		count = 0;
		assert_int_equal(nvmlDeviceGetTopologyNearestGpus(board_gpu(rows[i].of),
								  rows[i].level, &count, NULL),
				 NVML_SUCCESS);
		assert_int_equal(count, rows[i].count);
	}
	count = 1;
	assert_int_equal(nvmlDeviceGetTopologyNearestGpus(board.gpu, 40, &count, list),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_ptr_equal(list[0], board_gpu(1));
	assert_null(list[1]);
	count = 5;
	assert_int_equal(nvmlDeviceGetTopologyNearestGpus(board.gpu, 40, &count, list),
			 NVML_SUCCESS);
	assert_ptr_equal(list[1], board_gpu(4));
	assert_int_equal(nvmlDeviceGetTopologyNearestGpus(board.gpu, 40, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	count = 0;
	assert_int_equal(nvmlDeviceGetTopologyNearestGpus(board.gpu, 40, &count, list),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void gpus_near_a_processor(void **state)
{
	static const unsigned counts[] = {3, 3, 3, 3, 2, 2, 2, 2, 3, 0, 0};
	struct board board;
	nvmlDevice_t list[5] = {NULL};
	unsigned count;

	(void)state;
	board_start(&board, "places", DRIVER_WITH_PAGE);
	for (unsigned cpu = 0; cpu < sizeof(counts) / sizeof(counts[0]); cpu++) {
		count = 0;
		assert_int_equal(nvmlSystemGetTopologyGpuSet(cpu, &count, NULL), NVML_SUCCESS);
		assert_int_equal(count, counts[cpu]);
	}
	/* The room is left as it was. */
	count = 5;
	assert_int_equal(nvmlSystemGetTopologyGpuSet(5, &count, list), NVML_SUCCESS);
	assert_int_equal(count, 5);
	assert_ptr_equal(list[0], board_gpu(2));
	assert_ptr_equal(list[1], board_gpu(3));
	assert_null(list[2]);
	assert_int_equal(nvmlSystemGetTopologyGpuSet(5, &count, NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(distances_of_the_machine),
	    cmocka_unit_test(distances_below_switches),
	    cmocka_unit_test(nearest_gpus),
	    cmocka_unit_test(gpus_near_a_processor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
