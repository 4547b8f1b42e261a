/* SPDX-License-Identifier: MIT */
/*
 * GPUs out of service, off the bus and found again. Witnesses: ctrl0000gpu.h for the numbers
 * and flags of 0x278 and 0x279, gpu_mgr.c and nv.c of the published driver for who is refused.
 */
#include "board.h"

#include <errno.h>

#define MODIFY 0x278u
#define ATTACHED 0x201u

static const char *const branches[] = {"515.105.01", "520.61.07", "525.147.05", "530.41.03",
				       "535.288.01", "545.29.06", "550.163.01", "555.58.02",
				       "560.35.03",  "565.77",    "570.211.01", "575.64.05",
				       "580.142",    "590.48.01", "595.45.04",  "620.10"};
#define BRANCHES (sizeof(branches) / sizeof(branches[0]))

/* The second GPU of witness.yaml: minor 0, kept by nobody. */
static nvmlPciInfo_t second = {.domain = 3, .bus = 0x2c};

static unsigned count(void)
{
	unsigned found = 77;

	assert_int_equal(nvmlDeviceGetCount_v2(&found), NVML_SUCCESS);
	return found;
}

static nvmlEnableState_t draining(void)
{
	nvmlEnableState_t state = 77;

	assert_int_equal(nvmlDeviceQueryDrainState(&second, &state), NVML_SUCCESS);
	return state;
}

static void restart(struct board *board)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	board->gpu = board_gpu(0);
}

/* {gpuId 0, newState 4, flags 8}; only the first to drain a GPU is told that it did. */
static void a_gpu_is_drained(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		nvmlMemory_t memory;
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceModifyDrainState(&second, NVML_FEATURE_ENABLED),
				 NVML_ERROR_NO_PERMISSION);
		assert_int_equal(draining(), NVML_FEATURE_DISABLED);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceModifyDrainState(&second, NVML_FEATURE_ENABLED),
				 NVML_SUCCESS);
		assert_int_equal(board.last_cmd, MODIFY);
		assert_int_equal(board_sent(&board, 0, 4), 3u << 16 | 0x2c << 8);
		assert_int_equal(board_sent(&board, 4, 4), 1);
		assert_int_equal(board_sent(&board, 8, 4), 0);
		assert_int_equal(draining(), NVML_FEATURE_ENABLED);
		assert_int_equal(nvmlDeviceModifyDrainState(&second, NVML_FEATURE_ENABLED),
				 NVML_ERROR_IN_USE);
		/* It starts for nobody (EIO), and does again when it is let go. */
		assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory),
				 NVML_ERROR_UNKNOWN);
		assert_int_equal(nvmlDeviceModifyDrainState(&second, NVML_FEATURE_DISABLED),
				 NVML_SUCCESS);
		assert_int_equal(board_sent(&board, 4, 4), 0);
		assert_int_equal(draining(), NVML_FEATURE_DISABLED);
		restart(&board);
		assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory), NVML_SUCCESS);
		board_stop(&board);
	}
}

static void who_has_it_open_keeps_it(void **state)
{
	struct board board;
	nvmlMemory_t memory;
	int other;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceModifyDrainState(&second, NVML_FEATURE_ENABLED), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory), NVML_SUCCESS);
	other = board.inner->open(board.inner, "/dev/nvidia0", PORT_RDWR);
	assert_int_equal(other, -EBUSY);
	board_stop(&board);
}

static void drain_refuses(void **state)
{
	struct board board;
	nvmlPciInfo_t nowhere = {.domain = 9};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceModifyDrainState(&nowhere, NVML_FEATURE_ENABLED),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceModifyDrainState(&nowhere, 7), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceModifyDrainState(&second, 2), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceModifyDrainState(NULL, 1), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceRemoveGpu_v2(&nowhere, 1, 0), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceRemoveGpu_v2(&second, 2, 0), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceRemoveGpu_v2(&second, 1, 2), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceRemoveGpu_v2(&second, NVML_DETACH_GPU_KEEP, 0),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceRemoveGpu_v2(NULL, 1, 0), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceRemoveGpu(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceDiscoverGpus(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(count(), 3);
	board_stop(&board);
}

static bool exists(struct board *board, const char *path)
{
	return board->inner->access(board->inner, path, PORT_EXISTS) == 0;
}

static void expect_files(struct board *board, bool there)
{
	assert_int_equal(exists(board, "/dev/nvidia0"), there);
	assert_int_equal(exists(board, "/proc/driver/nvidia/gpus/0003:2c:00.0"), there);
	assert_int_equal(exists(board, "/sys/bus/pci/devices/0003:2c:00.0"), there);
	assert_int_equal(exists(board, "/sys/bus/pci/devices/0003:2c:00.0/vendor"), there);
	assert_int_equal(exists(board, "/sys/bus/pci/drivers/nvidia/0003:2c:00.0"), there);
	/* The others stay, and so does the bus. */
	assert_true(exists(board, "/dev/nvidia2"));
	assert_true(exists(board, "/sys/bus/pci/devices/0002:1b:05.0/vendor"));
	assert_true(exists(board, "/sys/class/pci_bus/0003:2c/rescan"));
}

/* Flags: REMOVE_DEVICE 1, LINK_DISABLE 2. */
static void a_gpu_is_removed_and_found(void **state)
{
	struct board board;
	nvmlPciInfo_t all = {0};

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		bool link = i % 2;
		nvmlMemory_t memory;
		nvmlEnableState_t drained;
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceRemoveGpu_v2(&second, 1, link),
				 NVML_ERROR_NO_PERMISSION);
		expect_files(&board, true);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceModifyDrainState(&second, 1), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceRemoveGpu_v2(&second, 1, link), NVML_SUCCESS);
		assert_int_equal(board.last_cmd, MODIFY);
		assert_int_equal(board_sent(&board, 4, 4), 1);
		assert_int_equal(board_sent(&board, 8, 4), link ? 3 : 1);
		expect_files(&board, false);
		/* Lost until the list is made anew. */
		assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory),
				 NVML_ERROR_GPU_IS_LOST);
		restart(&board);
		assert_int_equal(count(), 2);
		assert_int_equal(nvmlDeviceQueryDrainState(&second, &drained),
				 NVML_ERROR_NOT_FOUND);
		assert_int_equal(nvmlDeviceDiscoverGpus(i % 3 ? &second : &all), NVML_SUCCESS);
		expect_files(&board, true);
		restart(&board);
		assert_int_equal(count(), 3);
		assert_int_equal(draining(), NVML_FEATURE_DISABLED);
		assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory), NVML_SUCCESS);
		board_stop(&board);
	}
}

/* Persistence keeps the first GPU started; this process keeps the second. */
static void a_gpu_in_use_is_not_removed(void **state)
{
	struct board board;
	nvmlPciInfo_t first = {.domain = 2, .bus = 0x1b, .device = 5};
	nvmlMemory_t memory;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceRemoveGpu(&first), NVML_ERROR_IN_USE);
	assert_int_equal(board.last_cmd, ATTACHED);
	assert_int_equal(nvmlDeviceGetMemoryInfo(board_gpu(1), &memory), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRemoveGpu(&second), NVML_ERROR_IN_USE);
	assert_int_equal(draining(), NVML_FEATURE_DISABLED);
	restart(&board);
	assert_int_equal(nvmlDeviceRemoveGpu(&second), NVML_SUCCESS);
	assert_int_equal(board_sent(&board, 8, 4), 1);
	restart(&board);
	assert_int_equal(count(), 2);
	board_stop(&board);
}

static void discovery_refuses(void **state)
{
	struct board board;
	nvmlPciInfo_t all = {0}, elsewhere = {.domain = 3, .bus = 0x77};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceDiscoverGpus(&all), NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlDeviceDiscoverGpus(&second), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceRemoveGpu(&second), NVML_SUCCESS);
	/* Another bus that is there finds nothing; one that is not is looked for from above. */
	nvmlPciInfo_t third = {.domain = 4, .bus = 1};
	assert_int_equal(nvmlDeviceDiscoverGpus(&third), NVML_SUCCESS);
	expect_files(&board, false);
	assert_int_equal(nvmlDeviceDiscoverGpus(&elsewhere), NVML_SUCCESS);
	expect_files(&board, true);
	sim_port_fail_open(board.inner, "/sys/bus/pci/rescan", EROFS);
	assert_int_equal(nvmlDeviceDiscoverGpus(&all), NVML_ERROR_OPERATING_SYSTEM);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_gpu_is_drained),
	    cmocka_unit_test(who_has_it_open_keeps_it),
	    cmocka_unit_test(drain_refuses),
	    cmocka_unit_test(a_gpu_is_removed_and_found),
	    cmocka_unit_test(a_gpu_in_use_is_not_removed),
	    cmocka_unit_test(discovery_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
