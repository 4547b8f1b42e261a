/* SPDX-License-Identifier: MIT */
/* Fabric and place in the rack: calibration.md 8. */
#include "board.h"
#include "questions.h"

#define PROBE 0x208001a3u
#define PLATFORM 0x20803083u

/* state 0, status 4, clusterUuid 8, partition 24, clique 40, health 44, summary 48. */
static void put_fabric(struct board *board, uint8_t fabric_state)
{
	board_unpatch(board);
	board_patch(board, PROBE, 0, 1, fabric_state);
	board_patch(board, PROBE, 4, 4, 0x56);
	board_patch(board, PROBE, 8, 8, 0x8877665544332211);
	board_patch(board, PROBE, 16, 8, 0x00ffeeddccbbaa99);
	board_patch(board, PROBE, 24, 2, 77);
	board_patch(board, PROBE, 40, 4, 99);
	board_patch(board, PROBE, 44, 4, 2);
	board_patch(board, PROBE, 48, 1, 3);
}

static const unsigned char uuid[16] = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
				       0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x00};

static void completed(void **state)
{
	struct board board;
	nvmlGpuFabricInfo_t old;
	nvmlGpuFabricInfoV_t info = {.version = nvmlGpuFabricInfo_v2};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	put_fabric(&board, 3);
	assert_int_equal(nvmlDeviceGetGpuFabricInfo(board.gpu, &old), NVML_SUCCESS);
	assert_int_equal(old.state, NVML_GPU_FABRIC_STATE_COMPLETED);
	/* The status goes through the table of statuses. */
	assert_int_equal(old.status, NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(old.cliqueId, 99);
	assert_memory_equal(old.clusterUuid, uuid, 16);
	info.healthSummary = 0xa5;
	assert_int_equal(nvmlDeviceGetGpuFabricInfoV(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.state, NVML_GPU_FABRIC_STATE_COMPLETED);
	assert_int_equal(info.cliqueId, 99);
	assert_int_equal(info.healthMask, 2);
	assert_memory_equal(info.clusterUuid, uuid, 16);
	/* Version 2 ends before the summary. */
	assert_int_equal(info.healthSummary, 0xa5);
	info.version = nvmlGpuFabricInfo_v3;
	assert_int_equal(nvmlDeviceGetGpuFabricInfoV(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.healthSummary, 3);
	info.version = 0;
	assert_int_equal(nvmlDeviceGetGpuFabricInfoV(board.gpu, &info),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
}

/* Only a completed registration has more than a state. */
static void on_the_way(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (uint8_t s = 0; s < 3; s++) {
		nvmlGpuFabricInfoV_t info = {.version = nvmlGpuFabricInfo_v2, .cliqueId = 5};
		put_fabric(&board, s);
		assert_int_equal(nvmlDeviceGetGpuFabricInfoV(board.gpu, &info), NVML_SUCCESS);
		assert_int_equal(info.state, s);
		assert_int_equal(info.cliqueId, 0);
		assert_int_equal(info.status, NVML_SUCCESS);
		assert_int_equal(info.healthMask, 0);
		assert_int_equal(info.clusterUuid[0], 0);
	}
	board_stop(&board);
}

/* Degraded bandwidth: yes and no unchanged, 3 is no answer. */
static void health(void **state)
{
	static const struct {
		uint32_t kernel, api;
	} rows[] = {{1, 1}, {2, 2}, {3, 0}, {0, 0}};
	struct board board;
	nvmlGpuFabricInfoV_t info = {.version = nvmlGpuFabricInfo_v2};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		put_fabric(&board, 3);
		board_patch(&board, PROBE, 44, 4, rows[i].kernel);
		assert_int_equal(nvmlDeviceGetGpuFabricInfoV(board.gpu, &info), NVML_SUCCESS);
		assert_int_equal(info.healthMask, rows[i].api);
	}
	board_stop(&board);
}

/* Clique ids came with 545; before, the partition. Before 525 there is nothing. */
static void cliques_by_branch(void **state)
{
	struct board board;
	nvmlGpuFabricInfo_t info;

	(void)state;
	board_start(&board, "witness", "535.288.01");
	put_fabric(&board, 3);
	assert_int_equal(nvmlDeviceGetGpuFabricInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.cliqueId, 77);
	board_stop(&board);
	board_start(&board, "witness", "515.105.01");
	assert_int_equal(nvmlDeviceGetGpuFabricInfo(board.gpu, &info), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void place_in_the_rack(void **state)
{
	struct board board;
	nvmlPlatformInfo_t place = {.version = nvmlPlatformInfo_v2};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board.granted_cmd = PLATFORM;
	for (uint32_t i = 0; i < 37; i++)
		board_patch(&board, PLATFORM, i, 1, 100 + i);
	assert_int_equal(nvmlDeviceGetPlatformInfo(board.gpu, &place), NVML_SUCCESS);
	assert_int_equal(place.ibGuid[0], 100);
	assert_int_equal(place.ibGuid[15], 115);
	assert_int_equal(place.chassisSerialNumber[0], 116);
	assert_int_equal(place.chassisSerialNumber[15], 131);
	assert_int_equal(place.slotNumber, 132);
	assert_int_equal(place.trayIndex, 133);
	assert_int_equal(place.hostId, 134);
	assert_int_equal(place.peerType, 135);
	assert_int_equal(place.moduleId, 136);
	nvmlPlatformInfo_v1_t old = {.version = nvmlPlatformInfo_v1};
	assert_int_equal(nvmlDeviceGetPlatformInfo(board.gpu, (nvmlPlatformInfo_t *)&old),
			 NVML_SUCCESS);
	assert_int_equal(old.chassisPhysicalSlotNumber, 132);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(completed),
	    cmocka_unit_test(on_the_way),
	    cmocka_unit_test(health),
	    cmocka_unit_test(cliques_by_branch),
	    cmocka_unit_test(place_in_the_rack),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
