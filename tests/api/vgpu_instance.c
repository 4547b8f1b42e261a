/* SPDX-License-Identifier: MIT */
/*
 * vGPUs in GPU instances. Which types an instance takes, and what is refused: vgpu/host.md;
 * words: structs of ctrla081.h and ctrl0080gpu.h.
 */
#include "board.h"
#include "vgpu.h"

#define CREATABLE 0xa0810105u
#define PLACES 0xa081011cu
#define OF_INSTANCE 0xa0810124u
#define SUPPORT 0xa0810117u
#define GET_MIXED 0x800298u
#define SET_MIXED 0x800297u
#define PROFILE_1G 19u
#define PROFILE_2G 14u
#define A100_2_10C 475u

/* The instances in the order that the driver lists them. */
static unsigned instances(struct board *board, unsigned profile, nvmlGpuInstance_t *list)
{
	unsigned count = 0;

	sim_port_set_admin(board->inner, true);
	assert_int_equal(nvmlDeviceGetGpuInstances(board->gpu, profile, list, &count),
			 NVML_SUCCESS);
	return count;
}

static unsigned id_of(nvmlGpuInstance_t instance)
{
	nvmlGpuInstanceInfo_t info;

	assert_int_equal(nvmlGpuInstanceGetInfo(instance, &info), NVML_SUCCESS);
	return info.id;
}

static void start(struct board *board, const char *driver, nvmlGpuInstance_t *small,
		  nvmlGpuInstance_t *large)
{
	board_start(board, "vgpu-mig", driver);
	assert_int_equal(instances(board, PROFILE_1G, small), 2);
	assert_int_equal(instances(board, PROFILE_2G, large), 1);
}

static unsigned creatable(nvmlGpuInstance_t instance, unsigned *types)
{
	nvmlVgpuTypeIdInfo_t info = {
	    .version = nvmlVgpuTypeIdInfo_v1, .vgpuCount = 4, .vgpuTypeIds = types};

	memset(types, 0xa5, 4 * sizeof(types[0]));
	assert_int_equal(nvmlGpuInstanceGetCreatableVgpus(instance, &info), NVML_SUCCESS);
	return info.vgpuCount;
}

/* The type of the instance's own profile, while nothing runs there. */
static void creatable_types(void **state)
{
	static const char *const drivers[] = {DRIVER_575, DRIVER_580, DRIVER_595};
	struct board board;
	nvmlGpuInstance_t small[8], large[8];
	unsigned types[4];

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		start(&board, drivers[i], small, large);
		unsigned id = id_of(large[0]);
		assert_int_equal(creatable(large[0], types), 1);
		assert_int_equal(types[0], A100_2_10C);
		/* gpuInstanceId comes first. */
		assert_int_equal(board.last_cmd, CREATABLE);
		assert_int_equal(board_sent(&board, 0, 4), id);
		for (unsigned k = 0; k < 2; k++) {
			bool taken = id_of(small[k]) == 9;
			assert_int_equal(creatable(small[k], types), taken ? 0 : 1);
			if (!taken)
				assert_int_equal(types[0], A100_1_5C);
		}
		board_patch(&board, CREATABLE, 8, 4, 2);
		board_patch(&board, CREATABLE, 12, 4, 4711);
		board_patch(&board, CREATABLE, 16, 4, 4712);
		assert_int_equal(creatable(large[0], types), 2);
		assert_int_equal(types[0], 4711);
		assert_int_equal(types[1], 4712);
		board_stop(&board);
	}
}

static void active_vgpus(void **state)
{
	static const char *const drivers[] = {DRIVER_575, DRIVER_580, DRIVER_595};
	struct board board;
	nvmlGpuInstance_t small[8], large[8];

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		unsigned vgpus[12], found = 0;
		start(&board, drivers[i], small, large);
		for (unsigned k = 0; k < 2; k++) {
			nvmlActiveVgpuInstanceInfo_t info = {.version =
								 nvmlActiveVgpuInstanceInfo_v1,
							     .vgpuCount = 12,
							     .vgpuInstances = vgpus};
			unsigned id = id_of(small[k]);
			assert_int_equal(nvmlGpuInstanceGetActiveVgpus(small[k], &info),
					 NVML_SUCCESS);
			assert_int_equal(board.last_cmd, OF_INSTANCE);
			assert_int_equal(board_sent(&board, 0, 4), id);
			assert_int_equal(info.vgpuCount, id == 9);
			if (id == 9)
				assert_int_equal(vgpus[0], A100_GUEST);
			found += info.vgpuCount;
		}
		assert_int_equal(found, 1);
		/* A count beyond the driver's own list of 12. */
		nvmlActiveVgpuInstanceInfo_t info = {.version = nvmlActiveVgpuInstanceInfo_v1,
						     .vgpuCount = 12,
						     .vgpuInstances = vgpus};
		board_patch(&board, OF_INSTANCE, 4, 4, 0xffffffff);
		for (unsigned k = 0; k < 12; k++)
			board_patch(&board, OF_INSTANCE, 8 + 4 * k, 4, 100 + k);
		assert_int_equal(nvmlGpuInstanceGetActiveVgpus(large[0], &info), NVML_SUCCESS);
		assert_int_equal(info.vgpuCount, 12);
		assert_int_equal(vgpus[11], 111);
		board_stop(&board);
	}
}

static void room_for_lists(void **state)
{
	struct board board;
	nvmlGpuInstance_t small[8], large[8];
	unsigned one = 7;
	nvmlVgpuTypeIdInfo_t types = {.version = nvmlVgpuTypeIdInfo_v1};
	nvmlActiveVgpuInstanceInfo_t vgpus = {.version = nvmlActiveVgpuInstanceInfo_v1};

	(void)state;
	start(&board, DRIVER_580, small, large);
	assert_int_equal(nvmlGpuInstanceGetCreatableVgpus(large[0], &types),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(types.vgpuCount, 1);
	board_patch(&board, CREATABLE, 8, 4, 2);
	board_patch(&board, CREATABLE, 16, 4, 4712);
	types.vgpuTypeIds = &one;
	assert_int_equal(nvmlGpuInstanceGetCreatableVgpus(large[0], &types),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(types.vgpuCount, 2);
	assert_int_equal(one, 7);
	/* Nothing runs there: no lack of room. */
	assert_int_equal(nvmlGpuInstanceGetActiveVgpus(large[0], &vgpus), NVML_SUCCESS);
	assert_int_equal(vgpus.vgpuCount, 0);
	board_patch(&board, OF_INSTANCE, 4, 4, 1);
	board_patch(&board, OF_INSTANCE, 8, 4, 4713);
	assert_int_equal(nvmlGpuInstanceGetActiveVgpus(large[0], &vgpus),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(vgpus.vgpuCount, 1);
	board_stop(&board);
}

/* This board's vGPUs do not take turns within an instance: the driver refuses. */
static void sizes_that_share(void **state)
{
	struct board board;
	nvmlGpuInstance_t small[8], large[8];
	nvmlVgpuHeterogeneousMode_t mode = {.version = nvmlVgpuHeterogeneousMode_v1, .mode = 9};

	(void)state;
	start(&board, DRIVER_580, small, large);
	unsigned id = id_of(large[0]);
	assert_int_equal(nvmlGpuInstanceGetVgpuHeterogeneousMode(large[0], &mode),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.last_cmd, GET_MIXED);
	assert_int_equal(mode.mode, 9);
	/* bHeterogeneousMode 0, gpuInstanceId 4. */
	assert_int_equal(board_sent(&board, 4, 4), id);
	board.granted_cmd = GET_MIXED;
	board_patch(&board, GET_MIXED, 0, 1, 1);
	assert_int_equal(nvmlGpuInstanceGetVgpuHeterogeneousMode(large[0], &mode), NVML_SUCCESS);
	assert_int_equal(mode.mode, 1);
	/* A board that cannot do it at all says "off" to the other question. */
	board_patch(&board, SUPPORT, 8, 4, 0);
	board.granted_cmd = 0;
	mode.mode = 1;
	assert_int_equal(nvmlGpuInstanceSetVgpuHeterogeneousMode(large[0], &mode),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.last_cmd, SET_MIXED);
	assert_int_equal(board_sent(&board, 0, 1), 1);
	assert_int_equal(board_sent(&board, 4, 4), id);
	board.granted_cmd = SET_MIXED;
	mode.mode = 0;
	assert_int_equal(nvmlGpuInstanceSetVgpuHeterogeneousMode(large[0], &mode), NVML_SUCCESS);
	assert_int_equal(board_sent(&board, 0, 1), 0);
	mode.mode = 2;
	assert_int_equal(nvmlGpuInstanceSetVgpuHeterogeneousMode(large[0], &mode),
			 NVML_ERROR_INVALID_ARGUMENT);
	mode.mode = 1;
	sim_port_set_admin(board.inner, false);
	assert_int_equal(nvmlGpuInstanceSetVgpuHeterogeneousMode(large[0], &mode),
			 NVML_ERROR_NO_PERMISSION);
	board_stop(&board);
}

/* gpuInstanceId 0, vgpuTypeId 4, placementSize 8, count 12, placementIds 16. */
static void places(void **state)
{
	static const char *const drivers[] = {DRIVER_575, DRIVER_580, DRIVER_595};
	struct board board;
	nvmlGpuInstance_t small[8], large[8];

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		unsigned ids[3] = {7, 7, 7};
		nvmlVgpuCreatablePlacementInfo_t info = {.version =
							     nvmlVgpuCreatablePlacementInfo_v1,
							 .vgpuTypeId = A100_2_10C,
							 .count = 3,
							 .placementIds = ids};
		start(&board, drivers[i], small, large);
		assert_int_equal(nvmlGpuInstanceGetVgpuTypeCreatablePlacements(large[0], &info),
				 NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(board.last_cmd, PLACES);
		assert_int_equal(board_sent(&board, 4, 4), A100_2_10C);
		unsigned sent = (unsigned)board_sent(&board, 0, 4);
		assert_int_equal(sent, id_of(large[0]));
		board.granted_cmd = PLACES;
		board_patch(&board, PLACES, 8, 4, 5);
		board_patch(&board, PLACES, 12, 4, 2);
		board_patch(&board, PLACES, 16, 4, 11);
		board_patch(&board, PLACES, 20, 4, 16);
		assert_int_equal(nvmlGpuInstanceGetVgpuTypeCreatablePlacements(large[0], &info),
				 NVML_SUCCESS);
		assert_int_equal(info.placementSize, 5);
		assert_int_equal(info.count, 2);
		assert_int_equal(ids[0], 11);
		assert_int_equal(ids[1], 16);
		assert_int_equal(ids[2], 7);
		info.count = 1;
		ids[0] = 7;
		assert_int_equal(nvmlGpuInstanceGetVgpuTypeCreatablePlacements(large[0], &info),
				 NVML_ERROR_INSUFFICIENT_SIZE);
		assert_int_equal(info.count, 2);
		assert_int_equal(ids[0], 7);
		info.vgpuTypeId = NO_TYPE;
		assert_int_equal(nvmlGpuInstanceGetVgpuTypeCreatablePlacements(large[0], &info),
				 NVML_ERROR_INVALID_ARGUMENT);
		board_stop(&board);
	}
}

struct asked {
	nvmlReturn_t types, vgpus, places, mode, set;
};

static struct asked ask_all(nvmlGpuInstance_t instance)
{
	unsigned list[12];
	nvmlVgpuTypeIdInfo_t types = {nvmlVgpuTypeIdInfo_v1, 12, list};
	nvmlActiveVgpuInstanceInfo_t vgpus = {nvmlActiveVgpuInstanceInfo_v1, 12, list};
	nvmlVgpuCreatablePlacementInfo_t where = {nvmlVgpuCreatablePlacementInfo_v1, A100_2_10C, 12,
						  list, 0};
	nvmlVgpuHeterogeneousMode_t mode = {nvmlVgpuHeterogeneousMode_v1, 1};

	return (struct asked){nvmlGpuInstanceGetCreatableVgpus(instance, &types),
			      nvmlGpuInstanceGetActiveVgpus(instance, &vgpus),
			      nvmlGpuInstanceGetVgpuTypeCreatablePlacements(instance, &where),
			      nvmlGpuInstanceGetVgpuHeterogeneousMode(instance, &mode),
			      nvmlGpuInstanceSetVgpuHeterogeneousMode(instance, &mode)};
}

static void expect_all(nvmlGpuInstance_t instance, nvmlReturn_t expected)
{
	struct asked asked = ask_all(instance);

	assert_int_equal(asked.types, expected);
	assert_int_equal(asked.vgpus, expected);
	assert_int_equal(asked.places, expected);
	assert_int_equal(asked.mode, expected);
	assert_int_equal(asked.set, expected);
}

/* Drivers before 575 cannot name an instance, and would answer for the whole GPU. */
static void refusals(void **state)
{
	struct board board;
	nvmlGpuInstance_t small[8], large[8], plain[8];
	unsigned count = 0;
	nvmlVgpuTypeIdInfo_t types = {.version = 1};
	nvmlActiveVgpuInstanceInfo_t vgpus = {.version = 1};
	nvmlVgpuCreatablePlacementInfo_t where = {.version = 1};
	nvmlVgpuHeterogeneousMode_t mode = {.version = 1};

	(void)state;
	start(&board, DRIVER_570, small, large);
	expect_all(large[0], NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	start(&board, DRIVER_580, small, large);
	expect_all(NULL, NVML_ERROR_INVALID_ARGUMENT);
	expect_all((nvmlGpuInstance_t)(void *)board.gpu, NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetCreatableVgpus(large[0], NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetCreatableVgpus(large[0], &types),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlGpuInstanceGetActiveVgpus(large[0], NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlGpuInstanceGetActiveVgpus(large[0], &vgpus),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlGpuInstanceGetVgpuTypeCreatablePlacements(large[0], &where),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlGpuInstanceGetVgpuHeterogeneousMode(large[0], &mode),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlGpuInstanceSetVgpuHeterogeneousMode(large[0], NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	/* A GPU that is divided and hosts no vGPUs. */
	board_start(&board, "h100-mig", DRIVER_580);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceGetGpuInstances(board.gpu, PROFILE_1G, plain, &count),
			 NVML_SUCCESS);
	assert_true(count > 0);
	expect_all(plain[0], NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(creatable_types), cmocka_unit_test(active_vgpus),
	    cmocka_unit_test(room_for_lists),  cmocka_unit_test(sizes_that_share),
	    cmocka_unit_test(places),          cmocka_unit_test(refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
