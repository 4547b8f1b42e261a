/* SPDX-License-Identifier: MIT */
/* calibration.md 4: what the frame buffer list means. Numbers are those of witness.yaml. */
#include "board.h"
#include "questions.h"

#define MIB (1024ull * 1024)
#define TOTAL (70001 * MIB)
#define RESERVED (503 * MIB)
/* Three processes and what the machine uses besides. */
#define USED ((907 + 1511 + 257 + 521) * MIB)

static const struct expectation full[] = {
    {ask_memory_total, NVML_SUCCESS, TOTAL},
    {ask_memory_free, NVML_SUCCESS, TOTAL - RESERVED - USED},
    /* The first version has no member for what the driver keeps. */
    {ask_memory_used, NVML_SUCCESS, RESERVED + USED},
    {ask_memory_v2_total, NVML_SUCCESS, TOTAL},
    {ask_memory_v2_reserved, NVML_SUCCESS, RESERVED},
    {ask_memory_v2_free, NVML_SUCCESS, TOTAL - RESERVED - USED},
    {ask_memory_v2_used, NVML_SUCCESS, USED},
    {ask_bar1_total, NVML_SUCCESS, 65537 * MIB},
    {ask_bar1_free, NVML_SUCCESS, (65537 - 13) * MIB},
    {ask_bar1_used, NVML_SUCCESS, 13 * MIB},
    {ask_bus_width, NVML_SUCCESS, 5119},
    {ask_numa_node, NVML_ERROR_NOT_SUPPORTED, 0},
};

static const struct expectation bare[] = {
    {ask_memory_total, NVML_SUCCESS, 24001 * MIB}, {ask_memory_v2_reserved, NVML_SUCCESS, 0},
    {ask_bar1_total, NVML_ERROR_NOT_SUPPORTED, 0}, {ask_bus_width, NVML_ERROR_NOT_SUPPORTED, 0},
    {ask_numa_node, NVML_ERROR_NOT_SUPPORTED, 0},
};

static void sizes_are_bytes(void **state)
{
	static const char *const drivers[] = {"515.105.01", "535.288.01", "550.163.01",
					      "560.35.03",  "580.142",    "595.45.04"};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_warm(&board, "witness", drivers[i]);
		EXPECT_ANSWERS(board_gpu(0), full);
		EXPECT_ANSWERS(board_gpu(1), bare);
		board_stop(&board);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sizes_are_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
