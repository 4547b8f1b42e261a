/* SPDX-License-Identifier: MIT */
/* What a host of vGPUs can do: places of a published table of 48 GB boards, structs of ctrla081.h.
 */
#include "board.h"
#include "vgpu.h"

#define TYPE_INFO 0xa0810103u
#define PLACES 0xa081011cu
#define SUPPORT 0xa0810117u
#define ABILITY 0xa081011fu
#define BANDWIDTH 0xa0810122u
#define STREAMING 0xa081011du
#define DRIVER_CAPS 0xa0810118u
#define MIXED 0x00800298u

static nvmlReturn_t ask_mixed(nvmlDevice_t gpu, unsigned *ret_mode)
{
	nvmlVgpuHeterogeneousMode_t mode = {.version = nvmlVgpuHeterogeneousMode_v1, .mode = 77};
	nvmlReturn_t result = nvmlDeviceGetVgpuHeterogeneousMode(gpu, &mode);

	*ret_mode = mode.mode;
	return result;
}

static nvmlReturn_t set_mixed(nvmlDevice_t gpu, unsigned wanted)
{
	nvmlVgpuHeterogeneousMode_t mode = {.version = nvmlVgpuHeterogeneousMode_v1,
					    .mode = wanted};

	return nvmlDeviceSetVgpuHeterogeneousMode(gpu, &mode);
}

static void mixed_sizes_are_set(void **state)
{
	static const char *const drivers[] = {DRIVER_550, DRIVER_570, DRIVER_575, DRIVER_595};
	struct board board;
	unsigned mode, count;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_start(&board, "vgpu-l40s", drivers[i]);
		nvmlDevice_t idle = board_gpu(1);
		assert_int_equal(ask_mixed(idle, &mode), NVML_SUCCESS);
		assert_int_equal(mode, 0);
		assert_int_equal(set_mixed(idle, 1), NVML_ERROR_NO_PERMISSION);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(set_mixed(idle, 2), NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(set_mixed(idle, 1), NVML_SUCCESS);
		assert_int_equal(board.last_cmd, 0x800297);
		assert_int_equal(ask_mixed(idle, &mode), NVML_SUCCESS);
		assert_int_equal(mode, 1);
		/* vGPUs run on the other: as it was. */
		assert_int_equal(set_mixed(board.gpu, 1), NVML_ERROR_IN_USE);
		assert_int_equal(ask_mixed(board.gpu, &mode), NVML_SUCCESS);
		assert_int_equal(mode, 0);
		/* With nothing running, types of all sizes have room. */
		count = 0;
		assert_int_equal(nvmlDeviceGetCreatableVgpus(idle, &count, NULL),
				 NVML_ERROR_INSUFFICIENT_SIZE);
		assert_int_equal(count, 23);
		assert_int_equal(set_mixed(idle, 0), NVML_SUCCESS);
		assert_int_equal(ask_mixed(idle, &mode), NVML_SUCCESS);
		assert_int_equal(mode, 0);
		board_stop(&board);
	}
}

static void mixed_sizes_are_refused(void **state)
{
	struct board board;
	unsigned mode;
	nvmlVgpuHeterogeneousMode_t old = {.version = 1};

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	/* No virtual functions; no host; no such command in the driver. */
	assert_int_equal(ask_mixed(board_gpu(1), &mode), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_mixed(board_gpu(2), &mode), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(mode, 77);
	assert_int_equal(nvmlDeviceGetVgpuHeterogeneousMode(board.gpu, &old),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetVgpuHeterogeneousMode(board_gpu(2), &old),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuHeterogeneousMode(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetVgpuHeterogeneousMode(board.gpu, &old),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceSetVgpuHeterogeneousMode(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(set_mixed(board_gpu(1), 1), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(set_mixed(board_gpu(2), 1), NVML_ERROR_NOT_SUPPORTED);
	board_patch(&board, MIXED, 0, 1, 1);
	assert_int_equal(ask_mixed(board.gpu, &mode), NVML_SUCCESS);
	assert_int_equal(mode, 1);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(ask_mixed(board.gpu, &mode), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

typedef nvmlReturn_t (*ask_places)(nvmlDevice_t, nvmlVgpuTypeId_t, nvmlVgpuPlacementList_t *);

static void expect_places(ask_places ask, nvmlDevice_t gpu, nvmlVgpuTypeId_t type, unsigned mode,
			  unsigned size, const unsigned *expected, unsigned count)
{
	unsigned ids[48];
	nvmlVgpuPlacementList_t list = {
	    .version = nvmlVgpuPlacementList_v2, .count = 48, .placementIds = ids, .mode = mode};

	memset(ids, 0xa5, sizeof(ids));
	assert_int_equal(ask(gpu, type, &list), NVML_SUCCESS);
	assert_int_equal(list.placementSize, size);
	assert_int_equal(list.count, count);
	assert_memory_equal(ids, expected, count * sizeof(ids[0]));
	assert_int_equal(ids[count], 0xa5a5a5a5);
}

/* A 48 GB Ada board's table of places among other sizes, and multiples of the size alone. */
static void supported_places(void **state)
{
	static const unsigned one[] = {0, 5, 6, 11, 12, 17, 18, 23, 24, 29, 30, 35, 36, 41, 42, 47};
	static const unsigned eight[] = {0, 16, 24, 40}, twelve[] = {0, 12, 24, 36}, all[] = {0},
			      eights[] = {0, 8, 16, 24, 32, 40};
	struct board board;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		board_start(&board, "vgpu-l40s", i ? DRIVER_595 : DRIVER_570);
		ask_places ask = nvmlDeviceGetVgpuTypeSupportedPlacements;
		expect_places(ask, board.gpu, L40S_1Q, 0, 1, one, 16);
		expect_places(ask, board.gpu, L40S_8Q, 0, 8, eight, 4);
		expect_places(ask, board.gpu, L40S_12Q, 0, 12, twelve, 4);
		expect_places(ask, board.gpu, L40S_48Q, 0, 48, all, 1);
		expect_places(ask, board.gpu, L40S_8Q, 1, 8, eights, 6);
		expect_places(ask, board.gpu, L40S_48Q, 1, 48, all, 1);
		board_stop(&board);
	}
}

/* Two vGPUs of 8 GiB run in places 0 and 8; later the mode of sizes decides what is free. */
static void creatable_places(void **state)
{
	static const unsigned left[] = {16, 24, 32, 40}, eight[] = {0, 16, 24, 40},
			      eights[] = {0, 8, 16, 24, 32, 40}, sixteen[] = {16, 32};
	ask_places ask = nvmlDeviceGetVgpuTypeCreatablePlacements;
	struct board board;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		static const char *const drivers[] = {DRIVER_550, DRIVER_575, DRIVER_580};
		board_start(&board, "vgpu-l40s", drivers[i]);
		sim_port_set_admin(board.inner, true);
		expect_places(ask, board.gpu, L40S_8Q, 1, 8, left, 4);
		expect_places(ask, board.gpu, 1154, 1, 16, sixteen, 2);
		expect_places(ask, board_gpu(1), L40S_8Q, 1, 8, eights, 6);
		assert_int_equal(set_mixed(board_gpu(1), 1), NVML_SUCCESS);
		expect_places(ask, board_gpu(1), L40S_8Q, 0, 8, eight, 4);
		board_stop(&board);
	}
}

/* vgpuTypeId, placementSize, count, ids: behind a GPU instance from 575 on, with 48 from 580 on. */
static void places_of_the_driver(void **state)
{
	static const struct {
		const char *driver;
		unsigned size, count, ids, last;
	} rows[] = {
	    {DRIVER_570, 4, 8, 12, 31}, {DRIVER_575, 8, 12, 16, 31}, {DRIVER_580, 8, 12, 16, 47}};
	struct board board;
	unsigned ids[48];

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		nvmlVgpuPlacementList_t list = {
		    .version = nvmlVgpuPlacementList_v2, .count = 48, .placementIds = ids};
		board_start(&board, "vgpu-l40s", rows[i].driver);
		board_patch(&board, PLACES, rows[i].size, 4, 3);
		board_patch(&board, PLACES, rows[i].count, 4, 0xffffffff);
		board_patch(&board, PLACES, rows[i].ids + 4, 4, 4711);
		board_patch(&board, PLACES, rows[i].ids + 4 * rows[i].last, 4, 4712);
		assert_int_equal(
		    nvmlDeviceGetVgpuTypeCreatablePlacements(board.gpu, L40S_8Q, &list),
		    NVML_SUCCESS);
		assert_int_equal(list.placementSize, 3);
		assert_int_equal(list.count, 48);
		assert_int_equal(ids[1], 4711);
		assert_int_equal(ids[rows[i].last], 4712);
		board_stop(&board);
	}
}

/* In a type's words: 4952 to 4960 in 550, then the lists of one size and of all. */
static void supported_places_of_the_driver(void **state)
{
	static const struct {
		const char *driver;
		unsigned size, uniform, mixed;
	} rows[] = {{DRIVER_550, 4952, 0, 4956},
		    {DRIVER_570, 4952, 4956, 5088},
		    {DRIVER_575, 4956, 4960, 5092},
		    {DRIVER_595, 5024, 5028, 5224}};
	struct board board;
	unsigned ids[48];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		nvmlVgpuPlacementList_v1_t list = {
		    .version = nvmlVgpuPlacementList_v1, .count = 48, .placementIds = ids};
		board_start(&board, "vgpu-l40s", rows[i].driver);
		board_patch(&board, TYPE_INFO, 8 + rows[i].size, 4, 5);
		board_patch(&board, TYPE_INFO, 8 + rows[i].mixed, 4, 2);
		board_patch(&board, TYPE_INFO, 8 + rows[i].mixed + 8, 4, 4711);
		assert_int_equal(nvmlDeviceGetVgpuTypeSupportedPlacements(
				     board.gpu, L40S_1Q, (nvmlVgpuPlacementList_t *)&list),
				 NVML_SUCCESS);
		assert_int_equal(list.placementSize, 5);
		assert_int_equal(list.count, 2);
		assert_int_equal(ids[1], 4711);
		nvmlVgpuPlacementList_t uniform = {.version = nvmlVgpuPlacementList_v2,
						   .count = 48,
						   .placementIds = ids,
						   .mode = 1};
		if (rows[i].uniform)
			board_patch(&board, TYPE_INFO, 8 + rows[i].uniform, 4, 3);
		assert_int_equal(
		    nvmlDeviceGetVgpuTypeSupportedPlacements(board.gpu, L40S_1Q, &uniform),
		    rows[i].uniform ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(uniform.count, rows[i].uniform ? 3 : 48);
		board_stop(&board);
	}
}

/* nvidia-ml-py: a list of nvmlVgpuTypeGetMaxInstances, and count left 0. */
static void expect_first_version(ask_places ask, nvmlDevice_t gpu, nvmlVgpuTypeId_t type,
				 unsigned size, unsigned count, unsigned last)
{
	unsigned ids[48], room = 0;
	nvmlVgpuPlacementList_v1_t list = {.version = nvmlVgpuPlacementList_v1,
					   .placementIds = ids};

	memset(ids, 0xa5, sizeof(ids));
	assert_int_equal(nvmlVgpuTypeGetMaxInstances(gpu, type, &room), NVML_SUCCESS);
	assert_in_range(count, 1, room);
	assert_int_equal(ask(gpu, type, (nvmlVgpuPlacementList_t *)&list), NVML_SUCCESS);
	assert_int_equal(list.placementSize, size);
	assert_int_equal(list.count, count);
	assert_int_equal(ids[count - 1], last);
	assert_int_equal(ids[count], 0xa5a5a5a5);
}

static void first_version_has_room_for_every_vgpu(void **state)
{
	ask_places ask = nvmlDeviceGetVgpuTypeSupportedPlacements;
	unsigned ids[48] = {7};
	nvmlVgpuPlacementList_v1_t list = {.version = nvmlVgpuPlacementList_v1,
					   .placementSize = 77};
	struct board board;

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_575);
	expect_first_version(ask, board.gpu, L40S_1Q, 1, 16, 47);
	expect_first_version(ask, board.gpu, L40S_48Q, 48, 1, 0);
	expect_first_version(nvmlDeviceGetVgpuTypeCreatablePlacements, board.gpu, L40S_8Q, 8, 4,
			     40);
	/* No list, a count that is told, and a driver with more places than vGPUs of the type. */
	assert_int_equal(ask(board.gpu, L40S_8Q, (nvmlVgpuPlacementList_t *)&list),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(list.count, 4);
	list.placementIds = ids;
	list.count = 3;
	assert_int_equal(ask(board.gpu, L40S_8Q, (nvmlVgpuPlacementList_t *)&list),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	list.count = 0;
	board_patch(&board, TYPE_INFO, 8 + 5092, 4, 7);
	assert_int_equal(ask(board.gpu, L40S_8Q, (nvmlVgpuPlacementList_t *)&list),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(list.count, 7);
	assert_int_equal(list.placementSize, 77);
	assert_int_equal(ids[0], 7);
	board_stop(&board);
}

static void refuse_places(ask_places ask, const struct board *board)
{
	unsigned ids[4] = {7, 7, 7, 7};
	nvmlVgpuPlacementList_t list = {.version = nvmlVgpuPlacementList_v2,
					.placementSize = 77,
					.count = 3,
					.placementIds = ids};

	assert_int_equal(ask(board->gpu, L40S_8Q, &list), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(list.count, 4);
	assert_int_equal(list.placementSize, 77);
	assert_int_equal(ids[0], 7);
	list.placementIds = NULL;
	assert_int_equal(ask(board->gpu, L40S_8Q, &list), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(ask(board->gpu, NO_TYPE, &list), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(ask(board->gpu, L40S_8Q, NULL), NVML_ERROR_INVALID_ARGUMENT);
	list.version = 2;
	assert_int_equal(ask(board->gpu, L40S_8Q, &list), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
}

static void places_are_refused(void **state)
{
	struct board board;
	nvmlVgpuPlacementList_t list = {.version = nvmlVgpuPlacementList_v2, .mode = 2};

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	refuse_places(nvmlDeviceGetVgpuTypeSupportedPlacements, &board);
	refuse_places(nvmlDeviceGetVgpuTypeCreatablePlacements, &board);
	assert_int_equal(nvmlDeviceGetVgpuTypeSupportedPlacements(board.gpu, L40S_8Q, &list),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	/* Ampere has no places of one size, Turing none at all, a plain GPU no types. */
	board_start(&board, "vgpu", DRIVER_580);
	list.mode = 1;
	assert_int_equal(nvmlDeviceGetVgpuTypeSupportedPlacements(board.gpu, A100_20C, &list),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuTypeCreatablePlacements(board.gpu, A100_20C, &list),
			 NVML_ERROR_NOT_SUPPORTED);
	list.mode = 0;
	assert_int_equal(nvmlDeviceGetVgpuTypeSupportedPlacements(board_gpu(1), T4_4Q, &list),
			 NVML_ERROR_NOT_SUPPORTED);
	list.version = 0;
	assert_int_equal(nvmlDeviceGetVgpuTypeSupportedPlacements(board_gpu(2), T4_4Q, &list),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuTypeCreatablePlacements(board_gpu(2), T4_4Q, NULL),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Which words answer, and from which driver on the number of an ability is known. */
static void abilities_of_a_gpu(void **state)
{
	static const struct {
		unsigned ability, cmd, at;
		const char *since, *before;
	} rows[] = {
	    {0, SUPPORT, 0, DRIVER_535, NULL},         {1, SUPPORT, 4, DRIVER_535, NULL},
	    {2, SUPPORT, 8, DRIVER_535, NULL},         {3, BANDWIDTH, 0, DRIVER_550, "555.58.02"},
	    {4, BANDWIDTH, 0, DRIVER_580, DRIVER_535}, {5, STREAMING, 0, DRIVER_550, DRIVER_535},
	    {6, ABILITY, 4, DRIVER_550, DRIVER_535},   {7, ABILITY, 4, DRIVER_550, DRIVER_535},
	    {8, ABILITY, 4, "560.35.03", DRIVER_550},  {9, ABILITY, 4, DRIVER_570, "565.77"},
	    {10, ABILITY, 4, DRIVER_575, DRIVER_570},  {11, ABILITY, 4, DRIVER_575, DRIVER_570},
	};
	struct board board;
	unsigned amount;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		board_start(&board, "vgpu-l40s", rows[i].since);
		board_patch(&board, rows[i].cmd, rows[i].at, 1, 0x2b);
		assert_int_equal(nvmlDeviceGetVgpuCapabilities(board.gpu, rows[i].ability, &amount),
				 NVML_SUCCESS);
		assert_int_equal(board.last_cmd, rows[i].cmd);
		assert_int_equal(amount & 0xff, 0x2b);
		board_stop(&board);
		if (!rows[i].before)
			continue;
		board_start(&board, "vgpu-l40s", rows[i].before);
		assert_int_equal(nvmlDeviceGetVgpuCapabilities(board.gpu, rows[i].ability, &amount),
				 NVML_ERROR_NOT_SUPPORTED);
		board_stop(&board);
	}
}

/* The driver's numbers differ from NVML's: warm update 2, places 9, time slices 10 and 11. */
static void abilities_by_number(void **state)
{
	static const unsigned answers[] = {1, 1, 1, 12345, 12345, 1, 0, 0, 1, 1, 0, 0};
	struct board board;
	unsigned amount;

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	for (unsigned i = 0; i < 12; i++) {
		amount = 77;
		assert_int_equal(nvmlDeviceGetVgpuCapabilities(board.gpu, i, &amount),
				 NVML_SUCCESS);
		assert_int_equal(amount, answers[i]);
	}
	assert_int_equal(nvmlDeviceGetVgpuCapabilities(board.gpu, 12, &amount),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_580);
	assert_int_equal(nvmlDeviceGetVgpuCapabilities(board_gpu(1), 2, &amount), NVML_SUCCESS);
	assert_int_equal(amount, 0);
	assert_int_equal(nvmlDeviceGetVgpuCapabilities(board_gpu(2), 12, &amount),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void abilities_are_set(void **state)
{
	struct board board;
	unsigned amount;

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, 6, 1), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	for (unsigned set = 6; set < 8; set++) {
		assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, set, 1), NVML_SUCCESS);
		for (unsigned i = 6; i < 8; i++) {
			nvmlDeviceGetVgpuCapabilities(board.gpu, i, &amount);
			assert_int_equal(amount, i == set);
		}
		assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, set, 0), NVML_SUCCESS);
	}
	assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, 6, 2),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, 12, 1),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, 0, 1),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceSetVgpuCapabilities(board.gpu, 11, 1), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_580);
	assert_int_equal(nvmlDeviceSetVgpuCapabilities(board_gpu(2), 12, 2),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void abilities_of_the_driver(void **state)
{
	struct board board;
	unsigned result = 77;

	(void)state;
	for (unsigned set = 0; set < 2; set++) {
		board_start(&board, "vgpu", DRIVER_580);
		board_patch(&board, DRIVER_CAPS, 0, 4, set == 0);
		board_patch(&board, DRIVER_CAPS, 4, 4, set == 1);
		for (unsigned cap = 0; cap < 2; cap++) {
			assert_int_equal(nvmlGetVgpuDriverCapabilities(cap, &result), NVML_SUCCESS);
			assert_int_equal(result, cap == set);
		}
		assert_int_equal(nvmlGetVgpuDriverCapabilities(2, &result),
				 NVML_ERROR_INVALID_ARGUMENT);
		board_stop(&board);
	}
	board_start(&board, "vgpu", "555.58.02");
	assert_int_equal(nvmlGetVgpuDriverCapabilities(0, &result), NVML_SUCCESS);
	assert_int_equal(result, 1);
	assert_int_equal(nvmlGetVgpuDriverCapabilities(1, &result), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	board_start(&board, "witness", DRIVER_580);
	assert_int_equal(nvmlGetVgpuDriverCapabilities(0, &result), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlGetVgpuDriverCapabilities(2, &result), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Ampere and later host vGPUs on virtual functions, Turing and older do not. */
static void kinds_of_host(void **state)
{
	struct board board;
	nvmlHostVgpuMode_t mode = 77;

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	assert_int_equal(nvmlDeviceGetHostVgpuMode(board.gpu, &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_HOST_VGPU_MODE_SRIOV);
	assert_int_equal(nvmlDeviceGetHostVgpuMode(board_gpu(1), &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_HOST_VGPU_MODE_NON_SRIOV);
	assert_int_equal(nvmlDeviceGetHostVgpuMode(board_gpu(2), &mode), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds_of_host),
	    cmocka_unit_test(mixed_sizes_are_set),
	    cmocka_unit_test(mixed_sizes_are_refused),
	    cmocka_unit_test(supported_places),
	    cmocka_unit_test(creatable_places),
	    cmocka_unit_test(places_of_the_driver),
	    cmocka_unit_test(supported_places_of_the_driver),
	    cmocka_unit_test(first_version_has_room_for_every_vgpu),
	    cmocka_unit_test(places_are_refused),
	    cmocka_unit_test(abilities_of_a_gpu),
	    cmocka_unit_test(abilities_by_number),
	    cmocka_unit_test(abilities_are_set),
	    cmocka_unit_test(abilities_of_the_driver),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
