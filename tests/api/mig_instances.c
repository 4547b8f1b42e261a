/* SPDX-License-Identifier: MIT */
/*
 * GPU and compute instances from their making to their end, and who may do it. Ids
 * and places: recordings of nvidia-smi mig -lgi; rights: map-notes 12.1; names and
 * codes: calibration-api.md 4.
 */
#include "board.h"

#define GPU_A100_80 1
#define GPU_A30 2
#define GPU_H100 3
#define EXEC_PARTITIONS_GET 0xc6370103u
#define GET_PARTITIONS 0x20800175u

static nvmlGpuInstance_t make(nvmlDevice_t gpu, unsigned profile)
{
	nvmlGpuInstance_t instance = NULL;

	assert_int_equal(nvmlDeviceCreateGpuInstance(gpu, profile, &instance), NVML_SUCCESS);
	assert_non_null(instance);
	return instance;
}

static void expect_place(nvmlGpuInstance_t instance, unsigned profile, unsigned id, unsigned start,
			 unsigned size)
{
	nvmlGpuInstanceInfo_t info;

	memset(&info, 0xa5, sizeof(info));
	assert_int_equal(nvmlGpuInstanceGetInfo(instance, &info), NVML_SUCCESS);
	assert_int_equal(info.id, id);
	assert_int_equal(info.profileId, profile);
	assert_int_equal(info.placement.start, start);
	assert_int_equal(info.placement.size, size);
}

struct made {
	unsigned profile, id, start, size;
};

static void make_all(nvmlDevice_t gpu, const struct made *rows, size_t count)
{
	nvmlGpuInstance_t made[8];

	for (size_t i = 0; i < count; i++)
		made[i] = make(gpu, rows[i].profile);
	for (size_t i = 0; i < count; i++)
		expect_place(made[i], rows[i].profile, rows[i].id, rows[i].start, rows[i].size);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(nvmlGpuInstanceDestroy(made[i]), NVML_SUCCESS);
}

/* Ids follow from places: recorded lists of A100, A30 and H100. */
static void ids_and_places(void **state)
{
	/* An H100's recorded layout, in the order that leads to it. */
	static const struct made mixed[] = {
	    {9, 2, 4, 4}, {14, 3, 0, 2}, {19, 9, 2, 1}, {19, 10, 3, 1}};
	/* Recorded: 4g at 0:4, 2g at 4:2, 1g at 6:1. */
	static const struct made other[] = {{5, 1, 0, 4}, {14, 5, 4, 2}, {19, 13, 6, 1}};
	/* Recorded: instances 7 to 13 at 0 to 6. */
	static const struct made small[] = {{19, 13, 6, 1}, {19, 11, 4, 1}, {19, 12, 5, 1},
					    {19, 7, 0, 1},  {19, 8, 1, 1},  {19, 9, 2, 1},
					    {19, 10, 3, 1}};
	static const struct made whole[] = {{0, 0, 0, 8}};
	static const struct made quarters[] = {
	    {14, 3, 0, 1}, {14, 4, 1, 1}, {14, 5, 2, 1}, {14, 6, 3, 1}};
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	make_all(board_gpu(GPU_H100), mixed, 4);
	make_all(board_gpu(GPU_A100_80), other, 3);
	make_all(board_gpu(GPU_A100_80), small, 7);
	make_all(board_gpu(GPU_A100_80), whole, 1);
	make_all(board_gpu(GPU_A30), quarters, 4);
	board_stop(&board);
}

static unsigned remaining(nvmlDevice_t gpu, unsigned profile)
{
	unsigned count = 99;

	assert_int_equal(nvmlDeviceGetGpuInstanceRemainingCapacity(gpu, profile, &count),
			 NVML_SUCCESS);
	return count;
}

/* Two halves fill a board: nothing fits any more. */
static void capacity_shrinks(void **state)
{
	nvmlGpuInstance_t other = NULL;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlDevice_t gpu = board_gpu(GPU_A100_80);
	nvmlGpuInstance_t first = make(gpu, 9);
	assert_int_equal(remaining(gpu, 9), 1);
	assert_int_equal(remaining(gpu, 5), 1);
	assert_int_equal(remaining(gpu, 14), 2);
	assert_int_equal(remaining(gpu, 19), 4);
	assert_int_equal(remaining(gpu, 0), 0);
	nvmlGpuInstance_t second = make(gpu, 9);
	assert_int_equal(remaining(gpu, 19), 0);
	assert_int_equal(nvmlDeviceCreateGpuInstance(gpu, 19, &other),
			 NVML_ERROR_INSUFFICIENT_RESOURCES);
	assert_null(other);
	assert_int_equal(nvmlGpuInstanceDestroy(first), NVML_SUCCESS);
	/* One of the instances with all media engines is all there is. */
	nvmlGpuInstance_t media = make(gpu, 20);
	assert_int_equal(remaining(gpu, 20), 0);
	assert_int_equal(nvmlDeviceCreateGpuInstance(gpu, 20, &other),
			 NVML_ERROR_INSUFFICIENT_RESOURCES);
	assert_int_equal(nvmlGpuInstanceDestroy(media), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceDestroy(second), NVML_SUCCESS);
	board_stop(&board);
}

static void places_are_chosen(void **state)
{
	nvmlGpuInstancePlacement_t place = {.start = 0, .size = 4};
	nvmlGpuInstance_t instance = NULL, other = NULL;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlDevice_t gpu = board_gpu(GPU_H100);
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, &place, &instance),
			 NVML_SUCCESS);
	expect_place(instance, 9, 1, 0, 4);
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, &place, &other),
			 NVML_ERROR_INSUFFICIENT_RESOURCES);
	place.start = 2;
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, &place, &other),
			 NVML_ERROR_INVALID_ARGUMENT);
	place = (nvmlGpuInstancePlacement_t){.start = 4, .size = 3};
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, &place, &other),
			 NVML_ERROR_INVALID_ARGUMENT);
	place.size = 0;
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, &place, &other),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, NULL, &other),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceCreateGpuInstance(gpu, 10, &other), NVML_ERROR_INVALID_ARGUMENT);
	assert_null(other);
	assert_int_equal(nvmlGpuInstanceDestroy(instance), NVML_SUCCESS);
	/* MIG is off on the first board. */
	assert_int_equal(nvmlDeviceCreateGpuInstance(board.gpu, 9, &other),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void instances_are_listed(void **state)
{
	nvmlGpuInstance_t list[8] = {NULL}, found = NULL;
	nvmlGpuInstanceInfo_t info;
	struct board board;
	unsigned count = 8;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlDevice_t gpu = board_gpu(GPU_H100);
	nvmlGpuInstance_t half = make(gpu, 9), one = make(gpu, 19), two = make(gpu, 19);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 19, list, &count), NVML_SUCCESS);
	assert_int_equal(count, 2);
	/* Handles do not depend on how one comes by them. */
	assert_true((list[0] == one && list[1] == two) || (list[0] == two && list[1] == one));
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 5, list, &count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 4, list, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 19, NULL, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 19, list, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstanceById(gpu, 2, &found), NVML_SUCCESS);
	assert_ptr_equal(found, half);
	assert_int_equal(nvmlGpuInstanceGetInfo(half, &info), NVML_SUCCESS);
	assert_ptr_equal(info.device, gpu);
	assert_int_equal(nvmlDeviceGetGpuInstanceById(gpu, 1, &found), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceGetGpuInstanceById(gpu, 0xffffffff, &found),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlGpuInstanceGetInfo(half, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetInfo(NULL, &info), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetInfo((nvmlGpuInstance_t)(void *)gpu, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetInfo((nvmlGpuInstance_t)(void *)&info, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* Slices, multiprocessors and engines of an A100's 3g.40gb: recorded for the whole. */
static void compute_profiles(void **state)
{
	static const struct {
		unsigned profile, slices, sms, fitting;
		const char *name;
	} rows[] = {{0, 1, 14, 3, "MIG 1c.3g.40gb"},
		    {1, 2, 28, 1, "MIG 2c.3g.40gb"},
		    {2, 3, 42, 1, "MIG 3g.40gb"}};
	nvmlComputeInstanceProfileInfo_t plain;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlGpuInstance_t gi = make(board_gpu(GPU_A100_80), 9);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nvmlComputeInstanceProfileInfo_v3_t info = {
		    .version = nvmlComputeInstanceProfileInfo_v3, .capabilities = 0xa5a5};
		assert_int_equal(nvmlGpuInstanceGetComputeInstanceProfileInfoV(gi, rows[i].profile,
									       0, (void *)&info),
				 NVML_SUCCESS);
		assert_string_equal(info.name, rows[i].name);
		assert_int_equal(info.capabilities, 0);
		assert_int_equal(
		    nvmlGpuInstanceGetComputeInstanceProfileInfo(gi, rows[i].profile, 0, &plain),
		    NVML_SUCCESS);
		assert_int_equal(plain.id, rows[i].profile);
		assert_int_equal(plain.sliceCount, rows[i].slices);
		assert_int_equal(plain.multiprocessorCount, rows[i].sms);
		assert_int_equal(plain.instanceCount, rows[i].fitting);
		assert_int_equal(plain.sharedCopyEngineCount, 3);
		assert_int_equal(plain.sharedDecoderCount, 2);
		assert_int_equal(plain.sharedEncoderCount, 0);
		assert_int_equal(plain.sharedJpegCount, 0);
		assert_int_equal(plain.sharedOfaCount, 0);
	}
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceProfileInfo(gi, 3, 0, &plain),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceProfileInfo(gi, 9, 0, &plain),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceProfileInfo(gi, 0, 1, &plain),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceProfileInfo(NULL, 0, 0, &plain),
			 NVML_ERROR_INVALID_ARGUMENT);
	nvmlComputeInstanceProfileInfo_v2_t stranger = {.version = 7};
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceProfileInfoV(gi, 0, 0, &stranger),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void compute_places(void **state)
{
	nvmlComputeInstancePlacement_t places[8];
	struct board board;
	unsigned count = 8;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlGpuInstance_t gi = make(board_gpu(GPU_A100_80), 9);
	assert_int_equal(nvmlGpuInstanceGetComputeInstancePossiblePlacements(gi, 0, places, &count),
			 NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(places[2].start, 2);
	assert_int_equal(places[2].size, 1);
	assert_int_equal(nvmlGpuInstanceGetComputeInstancePossiblePlacements(gi, 2, NULL, &count),
			 NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceRemainingCapacity(gi, 0, &count),
			 NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceRemainingCapacity(gi, 3, &count),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceRemainingCapacity(NULL, 0, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(
	    nvmlGpuInstanceGetComputeInstancePossiblePlacements(NULL, 0, places, &count),
	    NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void expect_compute(nvmlComputeInstance_t ci, nvmlGpuInstance_t gi, nvmlDevice_t gpu,
			   const unsigned want[4])
{
	nvmlComputeInstanceInfo_t info, old;

	assert_int_equal(nvmlComputeInstanceGetInfo_v2(ci, &info), NVML_SUCCESS);
	assert_ptr_equal(info.device, gpu);
	assert_ptr_equal(info.gpuInstance, gi);
	assert_int_equal(info.id, want[0]);
	assert_int_equal(info.profileId, want[1]);
	assert_int_equal(info.placement.start, want[2]);
	assert_int_equal(info.placement.size, want[3]);
	/* The older function knows no place and leaves those bytes alone. */
	memset(&old, 0xa5, sizeof(old));
	assert_int_equal(nvmlComputeInstanceGetInfo(ci, &old), NVML_SUCCESS);
	assert_int_equal(old.profileId, want[1]);
	assert_int_equal(old.placement.start, 0xa5a5a5a5);
}

static void compute_instances(const char *driver)
{
	static const unsigned at_two[] = {0, 0, 2, 1}, pair[] = {1, 1, 0, 2};
	nvmlComputeInstancePlacement_t place = {.start = 2, .size = 1};
	nvmlComputeInstance_t one = NULL, two = NULL, list[8], found = NULL;
	struct board board;
	unsigned count = 0;

	board_start(&board, "mig", driver);
	sim_port_set_admin(board.inner, true);
	nvmlDevice_t gpu = board_gpu(GPU_A100_80);
	nvmlGpuInstance_t gi = make(gpu, 9);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstanceWithPlacement(gi, 0, &place, &one),
			 NVML_SUCCESS);
	expect_compute(one, gi, gpu, at_two);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 1, &two), NVML_SUCCESS);
	expect_compute(two, gi, gpu, pair);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 0, &found),
			 NVML_ERROR_INSUFFICIENT_RESOURCES);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstanceWithPlacement(gi, 0, &place, &found),
			 NVML_ERROR_IN_USE);
	place.start = 3;
	assert_int_equal(nvmlGpuInstanceCreateComputeInstanceWithPlacement(gi, 0, &place, &found),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 3, &found),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_null(found);
	assert_int_equal(nvmlGpuInstanceGetComputeInstances(gi, 1, list, &count), NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_ptr_equal(list[0], two);
	assert_int_equal(nvmlGpuInstanceGetComputeInstances(gi, 9, list, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceById(gi, 0, &found), NVML_SUCCESS);
	assert_ptr_equal(found, one);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceById(gi, 2, &found),
			 NVML_ERROR_NOT_FOUND);
	/* What is used stays. */
	assert_int_equal(nvmlGpuInstanceDestroy(gi), NVML_ERROR_IN_USE);
	assert_int_equal(nvmlComputeInstanceDestroy(one), NVML_SUCCESS);
	assert_int_equal(nvmlComputeInstanceDestroy(one), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlComputeInstanceDestroy(two), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceDestroy(gi), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceDestroy(gi), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceById(gi, 0, &found),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlComputeInstanceDestroy(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceDestroy(NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void compute_instances_live(void **state)
{
	(void)state;
	compute_instances("580.142");
	compute_instances("550.163.01");
	compute_instances("525.147.05");
}

/* Another program destroys what we hold a handle of. */
static void instances_go_behind_our_back(void **state)
{
	nvmlComputeInstance_t ci;
	nvmlGpuInstanceInfo_t info;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlDevice_t gpu = board_gpu(GPU_H100);
	nvmlGpuInstance_t gi = make(gpu, 19), other = make(gpu, 19);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_SUCCESS);
	/* The kernel lists the other one only, and knows nothing of this one's id. */
	board_patch(&board, 0x2080018b, 4, 4, info.id == 13 ? 11 : 13);
	board_patch(&board, 0x2080018b, 36, 4, 2);
	char path[128];
	snprintf(path, sizeof(path), "/proc/driver/nvidia/capabilities/gpu3/mig/gi%u/access",
		 info.id);
	sim_port_fail_open(board.inner, path, 2);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 0, &ci),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_unpatch(&board);
	/* It exists, so it is forbidden. */
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_ERROR_NO_PERMISSION);
	sim_port_fail_open(board.inner, path, 0);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceDestroy(other), NVML_SUCCESS);
	board_stop(&board);
}

/* Configuring takes an administrator or the config node; seeing one's instance takes its node. */
static void rights(void **state)
{
	nvmlGpuInstance_t gi, list[8], none = NULL;
	nvmlComputeInstance_t ci;
	nvmlGpuInstanceInfo_t info;
	struct board board;
	unsigned count;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	nvmlDevice_t gpu = board_gpu(GPU_H100);
	assert_int_equal(nvmlDeviceCreateGpuInstance(gpu, 19, &none), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	gi = make(gpu, 19); /* becomes 7 */
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 0, &ci), NVML_SUCCESS);
	sim_port_set_admin(board.inner, false);
	assert_int_equal(nvmlGpuInstanceDestroy(gi), NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlComputeInstanceDestroy(ci), NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 19, list, &count),
			 NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlDeviceGetGpuInstanceById(gpu, 7, &none), NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlGpuInstanceGetComputeInstanceById(gi, 0, &ci),
			 NVML_ERROR_NO_PERMISSION);
	assert_null(none);
	/* Its own node is anybody's, but root cannot do without it. */
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_SUCCESS);
	assert_int_equal(info.id, 7);
	sim_port_set_admin(board.inner, true);
	/* 3 + 135 * minor 3 + 9 * 7 */
	sim_port_fail_open(board.inner, "/dev/nvidia-caps/nvidia-cap471", 13);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_ERROR_NO_PERMISSION);
	sim_port_fail_open(board.inner, "/dev/nvidia-caps/nvidia-cap471", 0);
	/* The config node may be missing for an administrator. */
	sim_port_fail_open(board.inner, "/dev/nvidia-caps/nvidia-cap1", 2);
	assert_int_equal(nvmlComputeInstanceDestroy(ci), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceDestroy(gi), NVML_SUCCESS);
	board_stop(&board);
}

/* Handles end with the library, and come back when they are asked for again. */
static void handles_end_with_the_library(void **state)
{
	nvmlGpuInstanceInfo_t info;
	nvmlGpuInstance_t again = NULL;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlGpuInstance_t gi = make(board_gpu(GPU_H100), 9);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_ERROR_UNINITIALIZED);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstanceById(board_gpu(GPU_H100), 2, &again),
			 NVML_SUCCESS);
	assert_ptr_equal(again, gi);
	assert_int_equal(nvmlGpuInstanceGetInfo(gi, &info), NVML_SUCCESS);
	board_stop(&board);
}

/* Ids that would name another GPU's handle, counts beyond the list, spans upside down. */
static void lists_of_a_lying_kernel(void **state)
{
	nvmlGpuInstance_t list[8], gi, found = NULL;
	nvmlComputeInstance_t computes[8], ci;
	struct board board;
	unsigned count = 0;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	nvmlDevice_t gpu = board_gpu(GPU_H100);
	gi = make(gpu, 9);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 2, &ci), NVML_SUCCESS);
	/* NV2080_CTRL_GPU_GET_PARTITIONS_PARAMS of 545 and later: entries of 232 bytes. */
	board_patch(&board, GET_PARTITIONS, 0, 4, 15);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 9, list, &count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	assert_int_equal(nvmlDeviceGetGpuInstanceById(gpu, 15, &found), NVML_ERROR_NOT_FOUND);
	board_unpatch(&board);
	board_patch(&board, GET_PARTITIONS, 1856, 4, 0xffffffff);
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 9, list, &count), NVML_SUCCESS);
	assert_int_equal(count, 1);
	board_unpatch(&board);
	board_patch(&board, GET_PARTITIONS, 192, 8, 9); /* lo above hi */
	assert_int_equal(nvmlDeviceGetGpuInstances(gpu, 9, list, &count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_unpatch(&board);
	/* NVC637_CTRL_EXEC_PARTITIONS_GET_PARAMS: the count and the first id. */
	board_patch(&board, EXEC_PARTITIONS_GET, 0, 4, 0xffffffff);
	assert_int_equal(nvmlGpuInstanceGetComputeInstances(gi, 2, computes, &count), NVML_SUCCESS);
	assert_int_equal(count, 1);
	board_unpatch(&board);
	board_patch(&board, EXEC_PARTITIONS_GET, 4, 4, 8);
	assert_int_equal(nvmlGpuInstanceGetComputeInstances(gi, 2, computes, &count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_unpatch(&board);
	board_patch(&board, 0x20800174, 8, 4, 99); /* SET_PARTITIONS: the new id */
	assert_int_equal(nvmlDeviceCreateGpuInstance(gpu, 19, &found), NVML_ERROR_UNKNOWN);
	assert_null(found);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ids_and_places),
	    cmocka_unit_test(capacity_shrinks),
	    cmocka_unit_test(places_are_chosen),
	    cmocka_unit_test(instances_are_listed),
	    cmocka_unit_test(compute_profiles),
	    cmocka_unit_test(compute_places),
	    cmocka_unit_test(compute_instances_live),
	    cmocka_unit_test(instances_go_behind_our_back),
	    cmocka_unit_test(rights),
	    cmocka_unit_test(handles_end_with_the_library),
	    cmocka_unit_test(lists_of_a_lying_kernel),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
