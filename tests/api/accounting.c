/* SPDX-License-Identifier: MIT */
/* Accounting: calibration.md 8 and 10. */
#include "board.h"
#include "questions.h"

#define STATE 0xb02u
#define STATS 0xb03u
#define PIDS 0xb04u

static void records_of_the_machine(void **state)
{
	struct board board;
	unsigned count = 3, size = 0, pids[4] = {0, 0, 0, 77};
	nvmlEnableState_t mode = 9;
	nvmlAccountingStats_t stats;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetAccountingMode(board.gpu, &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_FEATURE_ENABLED);
	assert_int_equal(nvmlDeviceGetAccountingBufferSize(board.gpu, &size), NVML_SUCCESS);
	assert_int_equal(size, 4000);
	assert_int_equal(nvmlDeviceGetAccountingPids(board.gpu, &count, pids), NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(pids[0], 4003);
	assert_int_equal(pids[1], 4007);
	assert_int_equal(pids[2], 4013);
	assert_int_equal(pids[3], 77);
	memset(&stats, 0xa5, sizeof(stats));
	assert_int_equal(nvmlDeviceGetAccountingStats(board.gpu, 4003, &stats), NVML_SUCCESS);
	assert_int_equal(stats.gpuUtilization, 43);
	assert_int_equal(stats.memoryUtilization, 11);
	assert_int_equal(stats.maxMemoryUsage, 1511ull << 20);
	assert_int_equal(stats.isRunning, 1);
	assert_int_equal(stats.time, 0);
	assert_int_equal(nvmlDeviceGetAccountingStats(board.gpu, 4004, &stats),
			 NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/* gpuUtil 12, fbUtil 16, maxFbUsage 24, startTime 32, endTime 40; times in microseconds. */
static void a_finished_process(void **state)
{
	struct board board;
	nvmlAccountingStats_t stats;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, STATS, 12, 4, 83);
	board_patch(&board, STATS, 16, 4, 17);
	board_patch(&board, STATS, 24, 8, 0x123456789a);
	board_patch(&board, STATS, 32, 8, 1700000000000001);
	board_patch(&board, STATS, 40, 8, 1700000000000001 + 98765432);
	assert_int_equal(nvmlDeviceGetAccountingStats(board.gpu, 4003, &stats), NVML_SUCCESS);
	assert_int_equal(stats.gpuUtilization, 83);
	assert_int_equal(stats.memoryUtilization, 17);
	assert_int_equal(stats.maxMemoryUsage, 0x123456789a);
	assert_int_equal(stats.startTime, 1700000000000001);
	assert_int_equal(stats.isRunning, 0);
	assert_int_equal(stats.time, 98765);
	board_stop(&board);
}

/* The kernel's 0 means on. */
static void states(void **state)
{
	static const nvmlEnableState_t modes[] = {NVML_FEATURE_ENABLED, NVML_FEATURE_DISABLED,
						  NVML_FEATURE_DISABLED};
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t s = 0; s < 3; s++) {
		board_patch(&board, STATE, 8, 4, s);
		assert_int_equal(ask_accounting_mode(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, modes[s]);
		board_unpatch(&board);
	}
	assert_int_equal(ask_accounting_mode(board_gpu(1), &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_FEATURE_DISABLED);
	board_stop(&board);
}

static void room_for_pids(void **state)
{
	struct board board;
	unsigned count = 2, pids[4000] = {7};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetAccountingPids(board.gpu, &count, pids),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 3);
	assert_int_equal(pids[0], 7);
	count = 0;
	assert_int_equal(nvmlDeviceGetAccountingPids(board_gpu(1), &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 0);
	/* A kernel that claims more than its table has. */
	board_patch(&board, PIDS, 16008, 4, 0xffffffff);
	count = 4000;
	assert_int_equal(nvmlDeviceGetAccountingPids(board.gpu, &count, pids), NVML_SUCCESS);
	assert_int_equal(count, 4000);
	board_stop(&board);
}

/* Only an administrator may; clearing keeps the processes that still run. */
static void accounting_is_set_and_cleared(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceSetAccountingMode(board.gpu, NVML_FEATURE_DISABLED),
			 NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlDeviceClearAccountingPids(board.gpu), NVML_ERROR_NO_PERMISSION);
	assert_int_equal(ask_accounting_mode(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_FEATURE_ENABLED);
	sim_port_set_admin(board.inner, true);
	for (unsigned mode = 0; mode < 2; mode++) {
		assert_int_equal(nvmlDeviceSetAccountingMode(board.gpu, mode), NVML_SUCCESS);
		assert_int_equal(ask_accounting_mode(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, mode);
	}
	assert_int_equal(nvmlDeviceSetAccountingMode(board.gpu, 2), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceClearAccountingPids(board.gpu), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, 0xb05);
	assert_int_equal(ask_accounting_pids(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 3);
	board_stop(&board);
}

/* What has ended is listed until it is cleared, and only while accounting is on. */
static void finished_processes_are_kept_and_cleared(void **state)
{
	struct board board;
	nvmlAccountingStats_t stats;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	nvmlDevice_t gpu = board_gpu(2);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(ask_accounting_pids(gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 2);
	assert_int_equal(nvmlDeviceGetAccountingStats(gpu, 3001, &stats), NVML_SUCCESS);
	assert_int_equal(stats.gpuUtilization, 83);
	assert_int_equal(stats.memoryUtilization, 37);
	assert_int_equal(stats.maxMemoryUsage, 1709ull << 20);
	assert_int_equal(stats.isRunning, 0);
	assert_int_equal(stats.time, 98765);
	assert_int_equal(nvmlDeviceSetAccountingMode(gpu, NVML_FEATURE_DISABLED), NVML_SUCCESS);
	assert_int_equal(ask_accounting_pids(gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	assert_int_equal(nvmlDeviceSetAccountingMode(gpu, NVML_FEATURE_ENABLED), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceClearAccountingPids(gpu), NVML_SUCCESS);
	assert_int_equal(ask_accounting_pids(gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	assert_int_equal(nvmlDeviceGetAccountingStats(gpu, 3001, &stats), NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/* gpuacctEnableAccounting of the kernel: refused while the GPU is divided. */
static void a_divided_gpu_keeps_no_accounts(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	board.status = 0x56;
	board.status_cmd = 0xb01;
	assert_int_equal(nvmlDeviceSetAccountingMode(board.gpu, NVML_FEATURE_ENABLED),
			 NVML_ERROR_NOT_SUPPORTED);
	board_unpatch(&board);
	assert_int_equal(ask_accounting_mode(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_FEATURE_ENABLED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finished_processes_are_kept_and_cleared),
	    cmocka_unit_test(a_divided_gpu_keeps_no_accounts),
	    cmocka_unit_test(records_of_the_machine),
	    cmocka_unit_test(a_finished_process),
	    cmocka_unit_test(states),
	    cmocka_unit_test(room_for_pids),
	    cmocka_unit_test(accounting_is_set_and_cleared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
