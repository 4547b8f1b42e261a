/* SPDX-License-Identifier: MIT */
/*
 * What verifies and describes a board. Witnesses: layouts of structs.tsv (offsets and
 * numbers stand here as the published headers have them), calibration-api.md for order
 * and refusals, uvm_ioctl.h for the unified memory driver.
 */
#include "board.h"

#include <errno.h>

#define GPU_INFO 0x20800102u
#define INFO_DATA 8u /* of the first entry */
#define VERIFY_INFOROM 0x208f1105u
#define BBX_FLUSH 0x90e70113u
#define BBX_TIMES 0x90e70102u
#define REPAIR 0x20803404u
#define UNREPAIRABLE 0x20803406u
#define BRIDGES 0x2080015au
#define BRIDGE_LIST 404u
#define GET_HOSTNAME 0x2080309bu
#define NEWEST "595.45.04"
#define UNKNOWN_NEWER "620.10"

static const char *const branches[] = {"515.105.01", "520.61.07", "525.147.05", "530.41.03",
				       "535.288.01", "545.29.06", "550.163.01", "555.58.02",
				       "560.35.03",  "565.77",    "570.211.01", "575.64.05",
				       "580.142",    "590.48.01", NEWEST,       UNKNOWN_NEWER};
#define BRANCHES (sizeof(branches) / sizeof(branches[0]))

static unsigned branch_of(const char *driver)
{
	return (unsigned)strtoul(driver, NULL, 10);
}

static void inforom_is_verified(void **state)
{
	struct board board;
	unsigned checksum = 7;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceGetInforomConfigurationChecksum(board.gpu, &checksum),
				 NVML_SUCCESS);
		assert_int_equal(board.last_cmd, VERIFY_INFOROM);
		assert_int_equal(checksum, 0x9ab3c5d7);
		assert_int_equal(nvmlDeviceValidateInforom(board.gpu), NVML_SUCCESS);
		checksum = 7;
		/* No InfoROM at all, and one that does not verify. */
		assert_int_equal(nvmlDeviceValidateInforom(board_gpu(1)), NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(nvmlDeviceValidateInforom(board_gpu(2)),
				 NVML_ERROR_CORRUPTED_INFOROM);
		assert_int_equal(nvmlDeviceGetInforomConfigurationChecksum(board_gpu(2), &checksum),
				 NVML_ERROR_CORRUPTED_INFOROM);
		assert_int_equal(checksum, 7);
		board_stop(&board);
	}
}

/* result 0, checksum 4: NONE 0, IO_ERROR 1, VALID 2, INVALID 3. */
static void results_of_verification(void **state)
{
	static const nvmlReturn_t results[] = {NVML_ERROR_UNKNOWN, NVML_ERROR_UNKNOWN, NVML_SUCCESS,
					       NVML_ERROR_CORRUPTED_INFOROM, NVML_ERROR_UNKNOWN};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned i = 0; i < 5; i++) {
		unsigned checksum = 7;
		board_patch(&board, VERIFY_INFOROM, 0, 4, i);
		board_patch(&board, VERIFY_INFOROM, 4, 4, 0xfedcba98);
		assert_int_equal(nvmlDeviceValidateInforom(board.gpu), results[i]);
		assert_int_equal(nvmlDeviceGetInforomConfigurationChecksum(board.gpu, &checksum),
				 results[i]);
		assert_int_equal(checksum, results[i] == NVML_SUCCESS ? 0xfedcba98 : 7);
		board_unpatch(&board);
	}
	assert_int_equal(nvmlDeviceGetInforomConfigurationChecksum(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceValidateInforom(NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* The object is made once, and again after a restart of the library. */
static void rare_objects_are_kept(void **state)
{
	struct board board;
	unsigned long before;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned round = 0; round < 2; round++) {
		assert_int_equal(nvmlDeviceValidateInforom(board.gpu), NVML_SUCCESS);
		before = board.calls;
		for (unsigned i = 0; i < 3; i++)
			assert_int_equal(nvmlDeviceValidateInforom(board.gpu), NVML_SUCCESS);
		assert_int_equal(board.calls - before, 3);
		assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		board.gpu = board_gpu(0);
	}
	board_stop(&board);
}

static void black_box(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		unsigned long long when = 7;
		unsigned long how_long = 7;
		nvmlBBXTimeData_v1_t times = {7};
		/* The published header that has the time is 535.129.03's; the sums came with 595.
		 */
		bool flush = branch_of(branches[i]) >= 535, sums = branch_of(branches[i]) >= 595;
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceGetLastBBXFlushTime(board.gpu, &when, &how_long),
				 flush ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(when, flush ? 1700000123456 : 7);
		assert_int_equal(how_long, flush ? 54321 : 7);
		assert_int_equal(nvmlDeviceGetBBXTimeData_v1(board.gpu, &times),
				 sums ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(times.timeRun, sums ? 31337001 : 7);
		board_stop(&board);
	}
}

static void black_box_refuses(void **state)
{
	struct board board;
	unsigned long long when = 7;
	unsigned long how_long = 7;
	nvmlBBXTimeData_v1_t times = {7};

	(void)state;
	board_start(&board, "witness", NEWEST);
	/* Never saved since the driver was loaded; no black box at all, whatever the pointers. */
	assert_int_equal(nvmlDeviceGetLastBBXFlushTime(board_gpu(2), &when, &how_long),
			 NVML_ERROR_NOT_READY);
	assert_int_equal(nvmlDeviceGetLastBBXFlushTime(board_gpu(1), NULL, NULL),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetBBXTimeData_v1(board_gpu(1), &times),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetLastBBXFlushTime(board.gpu, NULL, &how_long),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetLastBBXFlushTime(board.gpu, &when, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetBBXTimeData_v1(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(when, 7);
	assert_int_equal(how_long, 7);
	assert_int_equal(times.timeRun, 7);
	/* timestamp 0 of 8 bytes, durationUs 8; timeRun is the third word. */
	board_patch(&board, BBX_FLUSH, 0, 8, 0x1122334455667788);
	board_patch(&board, BBX_FLUSH, 8, 4, 0x99aabbcc);
	board_patch(&board, BBX_TIMES, 8, 4, 0xddeeff01);
	assert_int_equal(nvmlDeviceGetLastBBXFlushTime(board.gpu, &when, &how_long), NVML_SUCCESS);
	assert_int_equal(when, 0x1122334455667788);
	assert_int_equal(how_long, 0x99aabbcc);
	assert_int_equal(nvmlDeviceGetBBXTimeData_v1(board.gpu, &times), NVML_SUCCESS);
	assert_int_equal(times.timeRun, 0xddeeff01);
	board_stop(&board);
}

/* bTpcRepairPending 0, bChannelRepairPending 1. */
static void repairs(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		nvmlRepairStatus_t repair = {nvmlRepairStatus_v1, 7, 7};
		nvmlUnrepairableMemoryStatus_v1_t memory = {7};
		bool repairs = branch_of(branches[i]) >= 580, flag = branch_of(branches[i]) >= 590;
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceGetRepairStatus(board.gpu, &repair),
				 repairs ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(repair.bChannelRepairPending, repairs ? 1 : 7);
		assert_int_equal(repair.bTpcRepairPending, repairs ? 0 : 7);
		assert_int_equal(nvmlDeviceGetUnrepairableMemoryFlag_v1(board.gpu, &memory),
				 flag ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(memory.bUnrepairableMemory, flag ? 1 : 7);
		board_stop(&board);
	}
	nvmlRepairStatus_t repair = {nvmlRepairStatus_v1, 7, 7};
	nvmlUnrepairableMemoryStatus_v1_t memory = {7};
	board_start(&board, "witness", NEWEST);
	board_patch(&board, REPAIR, 0, 1, 1);
	board_patch(&board, REPAIR, 1, 1, 0);
	assert_int_equal(nvmlDeviceGetRepairStatus(board.gpu, &repair), NVML_SUCCESS);
	assert_int_equal(repair.bChannelRepairPending, 0);
	assert_int_equal(repair.bTpcRepairPending, 1);
	board_patch(&board, UNREPAIRABLE, 0, 1, 0);
	assert_int_equal(nvmlDeviceGetUnrepairableMemoryFlag_v1(board.gpu, &memory), NVML_SUCCESS);
	assert_int_equal(memory.bUnrepairableMemory, 0);
	repair.version = nvmlRepairStatus_v1 + 1;
	assert_int_equal(nvmlDeviceGetRepairStatus(board.gpu, &repair),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetRepairStatus(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetUnrepairableMemoryFlag_v1(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	repair.version = nvmlRepairStatus_v1;
	assert_int_equal(nvmlDeviceGetUnrepairableMemoryFlag_v1(board_gpu(1), &memory),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	/* Recorded: nothing of the kind on a T4, with driver 595 too. */
	board_start(&board, "t4", NEWEST);
	assert_int_equal(nvmlDeviceGetRepairStatus(board.gpu, &repair), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Index 0x3a from 535 on: bit 0; the bits above are a peer's number. */
static void extended_memory(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		nvmlDeviceCapabilities_t caps = {nvmlDeviceCapabilities_v1, 77};
		unsigned cores;
		bool has = branch_of(branches[i]) >= 535;
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceGetCapabilities(board.gpu, &caps),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(caps.capMask, has ? NVML_DEV_CAP_EGM : 77);
		assert_int_equal(nvmlDeviceGetCapabilities(board_gpu(1), &caps),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(caps.capMask, has ? 0 : 77);
		/* The list itself still answers. */
		assert_int_equal(nvmlDeviceGetMultiGpuBoard(board.gpu, &cores), NVML_SUCCESS);
		board_stop(&board);
	}
	nvmlDeviceCapabilities_t caps = {nvmlDeviceCapabilities_v1, 77};
	board_start(&board, "witness", NEWEST);
	board_patch(&board, GPU_INFO, INFO_DATA, 4, 0xfffffffe);
	assert_int_equal(nvmlDeviceGetCapabilities(board.gpu, &caps), NVML_SUCCESS);
	assert_int_equal(caps.capMask, 0);
	board_unpatch(&board);
	board_patch(&board, GPU_INFO, INFO_DATA, 4, 7);
	assert_int_equal(nvmlDeviceGetCapabilities(board_gpu(1), &caps), NVML_SUCCESS);
	assert_int_equal(caps.capMask, 1);
	caps.version++;
	assert_int_equal(nvmlDeviceGetCapabilities(board.gpu, &caps),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetCapabilities(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static unsigned addressing(struct board *board, nvmlReturn_t expected)
{
	nvmlDeviceAddressingMode_t mode = {nvmlDeviceAddressingMode_v1, 77};

	assert_int_equal(nvmlDeviceGetAddressingMode(board->gpu, &mode), expected);
	return mode.value;
}

/* ATS is the driver's word; HMM the unified memory driver's, whose node may be missing. */
static void addressing_mode(void **state)
{
	struct board board;
	nvmlDeviceAddressingMode_t mode = {nvmlDeviceAddressingMode_v1 + 1, 77};

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		board_start(&board, "gb200", branches[i]);
		assert_int_equal(addressing(&board, NVML_SUCCESS), NVML_DEVICE_ADDRESSING_MODE_ATS);
		board_stop(&board);
	}
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(addressing(&board, NVML_SUCCESS), NVML_DEVICE_ADDRESSING_MODE_NONE);
	board.uvm = UVM_NOT_PAGEABLE;
	assert_int_equal(addressing(&board, NVML_SUCCESS), NVML_DEVICE_ADDRESSING_MODE_NONE);
	board.uvm = UVM_PAGEABLE;
	assert_int_equal(addressing(&board, NVML_SUCCESS), NVML_DEVICE_ADDRESSING_MODE_HMM);
	board.uvm = UVM_BROKEN;
	assert_int_equal(addressing(&board, NVML_ERROR_UNKNOWN), 77);
	board.uvm = UVM_HIDDEN;
	assert_int_equal(addressing(&board, NVML_ERROR_NOT_SUPPORTED), 77);
	board.uvm = UVM_FORBIDDEN;
	assert_int_equal(addressing(&board, NVML_ERROR_NO_PERMISSION), 77);
	/* Not asked where the hardware translates. */
	board_patch(&board, GPU_INFO, INFO_DATA, 4, 1);
	assert_int_equal(addressing(&board, NVML_SUCCESS), NVML_DEVICE_ADDRESSING_MODE_ATS);
	assert_int_equal(nvmlDeviceGetAddressingMode(board.gpu, &mode),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetAddressingMode(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* bridgeCount 0; entries of 8 bytes from 404: fwVersion 0, hwbcResourceType 6 (BR04 2, PLX 3). */
static void bridges(void **state)
{
	struct board board;
	nvmlBridgeChipHierarchy_t found;

	(void)state;
	memset(&found, 0xa5, sizeof(found));
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	/* GEMINI_BOARD is 0: the bridges are not asked for. */
	assert_int_equal(nvmlDeviceGetBridgeChipInfo(board.gpu, &found), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.last_cmd, GPU_INFO);
	assert_int_equal(found.bridgeCount, 0xa5);
	board_patch(&board, GPU_INFO, INFO_DATA, 4, 1);
	assert_int_equal(nvmlDeviceGetBridgeChipInfo(board.gpu, &found), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.last_cmd, BRIDGES);
	board.granted_cmd = BRIDGES;
	board_patch(&board, BRIDGES, 0, 1, 3);
	for (uint32_t i = 0; i < 3; i++) {
		board_patch(&board, BRIDGES, BRIDGE_LIST + 8 * i, 4, 0x01020304 + i);
		board_patch(&board, BRIDGES, BRIDGE_LIST + 8 * i + 6, 1, 3 - i);
	}
	assert_int_equal(nvmlDeviceGetBridgeChipInfo(board.gpu, &found), NVML_SUCCESS);
	assert_int_equal(found.bridgeCount, 2); /* BR03 has no name here */
	assert_int_equal(found.bridgeChipInfo[0].type, NVML_BRIDGE_CHIP_PLX);
	assert_int_equal(found.bridgeChipInfo[0].fwVersion, 0x01020304);
	assert_int_equal(found.bridgeChipInfo[1].type, NVML_BRIDGE_CHIP_BRO4);
	assert_int_equal(found.bridgeChipInfo[1].fwVersion, 0x01020305);
	assert_int_equal(found.bridgeChipInfo[2].fwVersion, 0);
	/* A count beyond the list. */
	board_patch(&board, BRIDGES, 0, 1, 255);
	assert_int_equal(nvmlDeviceGetBridgeChipInfo(board.gpu, &found), NVML_SUCCESS);
	assert_int_equal(found.bridgeCount, 2);
	assert_int_equal(nvmlDeviceGetBridgeChipInfo(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void set_name(nvmlHostname_v1_t *name, const char *text)
{
	memset(name, 0, sizeof(*name));
	memcpy(name->value, text, strlen(text));
}

static void host_name(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		nvmlHostname_v1_t name = {"before"};
		bool has = branch_of(branches[i]) >= 580;
		board_start(&board, "witness", branches[i]);
		assert_int_equal(nvmlDeviceGetHostname_v1(board.gpu, &name),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_string_equal(name.value, has ? "" : "before");
		set_name(&name, "rack7-tray3");
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceSetHostname_v1(board.gpu, &name),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		set_name(&name, "before");
		assert_int_equal(nvmlDeviceGetHostname_v1(board.gpu, &name),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_string_equal(name.value, has ? "rack7-tray3" : "before");
		board_stop(&board);
	}
}

static void host_name_refuses(void **state)
{
	struct board board;
	nvmlHostname_v1_t name;

	(void)state;
	board_start(&board, "witness", NEWEST);
	set_name(&name, "mine");
	assert_int_equal(nvmlDeviceSetHostname_v1(board.gpu, &name), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetHostname_v1(board_gpu(1), &name), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetHostname_v1(board_gpu(1), &name), NVML_ERROR_NOT_SUPPORTED);
	assert_string_equal(name.value, "mine");
	assert_int_equal(nvmlDeviceSetHostname_v1(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetHostname_v1(board.gpu, NULL), NVML_ERROR_INVALID_ARGUMENT);
	/* 64 characters leave no room for the end; 63 do. */
	memset(name.value, 'h', sizeof(name.value));
	assert_int_equal(nvmlDeviceSetHostname_v1(board.gpu, &name), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetHostname_v1(board.gpu, &name), NVML_SUCCESS);
	assert_string_equal(name.value, "");
	memset(name.value, 'h', sizeof(name.value) - 1);
	assert_int_equal(nvmlDeviceSetHostname_v1(board.gpu, &name), NVML_SUCCESS);
	memset(&name, 0, sizeof(name));
	assert_int_equal(nvmlDeviceGetHostname_v1(board.gpu, &name), NVML_SUCCESS);
	assert_int_equal(strlen(name.value), 63);
	/* A kernel that leaves out the end. */
	board_patch(&board, GET_HOSTNAME, 63, 1, 'z');
	assert_int_equal(nvmlDeviceGetHostname_v1(board.gpu, &name), NVML_SUCCESS);
	assert_int_equal(strlen(name.value), 63);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(inforom_is_verified),
	    cmocka_unit_test(results_of_verification),
	    cmocka_unit_test(rare_objects_are_kept),
	    cmocka_unit_test(black_box),
	    cmocka_unit_test(black_box_refuses),
	    cmocka_unit_test(repairs),
	    cmocka_unit_test(extended_memory),
	    cmocka_unit_test(addressing_mode),
	    cmocka_unit_test(bridges),
	    cmocka_unit_test(host_name),
	    cmocka_unit_test(host_name_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
