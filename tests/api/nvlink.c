/* SPDX-License-Identifier: MIT */
/* NVLink: calibration-api.md 3. Offsets are those of branch 580. */
#include "board.h"
#include "questions.h"

#define CAPS 0x20803001u
#define STATUS 0x20803002u
#define COUNTERS 0x20803004u
#define COUNTERS_V2 0x20803050u
#define SET_L1 0x2080303eu
#define BW_MODES 0x20803085u
#define BW_MODE 0x20803087u
#define FIRMWARE 0x20803091u
#define C2C_INFO 0x2080182bu
#define GPU_INFO 0x20800102u
/* linkInfo at 32, 208 bytes a link. */
#define LINK(n) (32u + 208u * (n))

static const struct expectation machine[] = {
    {ask_nvlink_state, NVML_SUCCESS, NVML_FEATURE_ENABLED},
    {ask_nvlink_version, NVML_SUCCESS, 7},
    {ask_nvlink_capability, NVML_SUCCESS, 1}, /* P2P, as a recorded H800 has it */
    {ask_nvlink_remote_type, NVML_SUCCESS, NVML_NVLINK_DEVICE_TYPE_SWITCH},
};

static void links_of_the_machine(void **state)
{
	struct board board;
	nvmlEnableState_t active;
	unsigned version;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, machine);
	/* Five links; the sixth is not enabled. */
	assert_int_equal(nvmlDeviceGetNvLinkState(board.gpu, 4, &active), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetNvLinkState(board.gpu, 5, &active),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetNvLinkVersion(board.gpu, 5, &version),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetNvLinkVersion(board.gpu, 64, &version),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetNvLinkVersion(board.gpu, UINT32_MAX, &version),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void states_of_a_link(void **state)
{
	static const uint8_t active[] = {3, 5, 6, 8, 10}, inactive[] = {0, 1, 2, 4, 255};
	struct board board;
	nvmlEnableState_t is = 9;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < 5; i++) {
		board_patch(&board, STATUS, LINK(2) + 8, 4, active[i]);
		assert_int_equal(nvmlDeviceGetNvLinkState(board.gpu, 2, &is), NVML_SUCCESS);
		assert_int_equal(is, 1);
		board_unpatch(&board);
		board_patch(&board, STATUS, LINK(2) + 8, 4, inactive[i]);
		assert_int_equal(nvmlDeviceGetNvLinkState(board.gpu, 2, &is), NVML_SUCCESS);
		assert_int_equal(is, 0);
		board_unpatch(&board);
	}
	board_patch(&board, STATUS, LINK(3) + 15, 1, 6);
	unsigned version = 0;
	assert_int_equal(nvmlDeviceGetNvLinkVersion(board.gpu, 3, &version), NVML_SUCCESS);
	assert_int_equal(version, 6);
	board_stop(&board);
}

/* Bits of the device-wide table: 1, 2, 3, 4, 6, 12; bit 0 is NVLink itself. */
static void capabilities(void **state)
{
	static const unsigned bits[] = {1, 2, 3, 4, 6, 12};
	struct board board;
	unsigned has;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned capability = 0; capability < 6; capability++) {
		board_patch(&board, CAPS, 0, 4, 1u | 1u << bits[capability]);
		for (unsigned asked = 0; asked < 6; asked++) {
			has = 9;
			assert_int_equal(nvmlDeviceGetNvLinkCapability(board.gpu, 0, asked, &has),
					 NVML_SUCCESS);
			assert_int_equal(has, asked == capability);
		}
		board_unpatch(&board);
	}
	assert_int_equal(nvmlDeviceGetNvLinkCapability(board.gpu, 0, 6, &has),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetNvLinkCapability(board.gpu, 5, 0, &has),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* Not supported without bit 0, nor without an enabled link. */
	uint64_t value;
	board_patch(&board, CAPS, 0, 4, 0xfffffffe);
	assert_int_equal(ask_nvlink_state(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
	board_unpatch(&board);
	board_patch(&board, STATUS, 0, 4, 0);
	board_patch(&board, STATUS, 16, 8, 0);
	assert_int_equal(ask_nvlink_state(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void kinds_of_peers(void **state)
{
	static const struct {
		unsigned kernel, api;
	} kinds[] = {{1, NVML_NVLINK_DEVICE_TYPE_IBMNPU},
		     {2, NVML_NVLINK_DEVICE_TYPE_GPU},
		     {3, NVML_NVLINK_DEVICE_TYPE_SWITCH},
		     {0, NVML_NVLINK_DEVICE_TYPE_UNKNOWN},
		     {255, NVML_NVLINK_DEVICE_TYPE_UNKNOWN}};
	struct board board;
	nvmlIntNvLinkDeviceType_t type;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < 5; i++) {
		board_patch(&board, STATUS, LINK(1) + 120, 8, kinds[i].kernel);
		assert_int_equal(nvmlDeviceGetNvLinkRemoteDeviceType(board.gpu, 1, &type),
				 NVML_SUCCESS);
		assert_int_equal(type, kinds[i].api);
		board_unpatch(&board);
	}
	board_stop(&board);
}

/* remoteDeviceInfo: flags 96, domain 100, bus 104, device 106, pciDeviceId 112. */
static void put_peer(struct board *board)
{
	board_patch(board, STATUS, LINK(1) + 96, 4, 1);
	board_patch(board, STATUS, LINK(1) + 100, 4, 0x1a);
	board_patch(board, STATUS, LINK(1) + 104, 2, 0x2b);
	board_patch(board, STATUS, LINK(1) + 106, 2, 0x1c);
	board_patch(board, STATUS, LINK(1) + 112, 4, 0x22a310de);
}

static void address_of_the_peer(void **state)
{
	struct board board;
	nvmlPciInfo_t pci;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	put_peer(&board);
	memset(&pci, 0xa5, sizeof(pci));
	assert_int_equal(nvmlDeviceGetNvLinkRemotePciInfo_v2(board.gpu, 1, &pci), NVML_SUCCESS);
	assert_int_equal(pci.domain, 0x1a);
	assert_int_equal(pci.bus, 0x2b);
	assert_int_equal(pci.device, 0x1c);
	assert_int_equal(pci.pciDeviceId, 0x22a310de);
	assert_int_equal(pci.pciSubSystemId, 0);
	assert_string_equal(pci.busId, "0000001A:2B:1C.0");
	assert_string_equal(pci.busIdLegacy, "001A:2B:1C.0");
	/* The first version's callers had no room for the long bus id. */
	memset(&pci, 0xa5, sizeof(pci));
	assert_int_equal(nvmlDeviceGetNvLinkRemotePciInfo(board.gpu, 1, &pci), NVML_SUCCESS);
	assert_string_equal(pci.busIdLegacy, "001A:2B:1C.0");
	for (size_t i = 36; i < sizeof(pci); i++)
		assert_int_equal(((const unsigned char *)&pci)[i], 0xa5);
	/* A peer without a PCI address, or of no known kind. */
	board_patch(&board, STATUS, LINK(1) + 96, 4, 2);
	assert_int_equal(nvmlDeviceGetNvLinkRemotePciInfo_v2(board.gpu, 1, &pci),
			 NVML_ERROR_NOT_SUPPORTED);
	board_unpatch(&board);
	put_peer(&board);
	board_patch(&board, STATUS, LINK(1) + 120, 8, 255);
	assert_int_equal(nvmlDeviceGetNvLinkRemotePciInfo_v2(board.gpu, 1, &pci),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static uint32_t word(const struct board *board, uint32_t offset)
{
	uint32_t value;

	memcpy(&value, board->sent + offset, sizeof(value));
	return value;
}

static unsigned long long errors(struct board *board, unsigned link, unsigned counter)
{
	unsigned long long value = 0;

	assert_int_equal(nvmlDeviceGetNvLinkErrorCounter(board->gpu, link, counter, &value),
			 NVML_SUCCESS);
	return value;
}

/* Drivers of each layout: structs.tsv. */
static const char *const layouts[] = {"515.105.01", "535.288.01", "550.163.01",
				      "555.58.02",  "565.77",     "570.211.01",
				      "580.142",    "595.45.04",  "620.10"};

static void errors_of_the_machine(void **state)
{
	struct board board;
	unsigned long long value = 5;

	(void)state;
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		board_start(&board, "witness", layouts[i]);
		assert_int_equal(errors(&board, 4, NVML_NVLINK_ERROR_DL_REPLAY), 71);
		assert_int_equal(errors(&board, 4, NVML_NVLINK_ERROR_DL_RECOVERY), 73);
		assert_int_equal(errors(&board, 4, NVML_NVLINK_ERROR_DL_CRC_FLIT), 79);
		assert_int_equal(errors(&board, 4, NVML_NVLINK_ERROR_DL_CRC_DATA), 83);
		assert_int_equal(errors(&board, 4, NVML_NVLINK_ERROR_DL_ECC_DATA), 89);
		assert_int_equal(nvmlDeviceGetNvLinkErrorCounter(board.gpu, 4, 5, &value),
				 NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(nvmlDeviceGetNvLinkErrorCounter(board.gpu, 5, 0, &value),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(value, 5);
		board_stop(&board);
	}
}

/* calibration-api.md 3: counters[link] of 264 bytes at 16, value at 8, by bit. */
static void bits_of_the_older_control(void **state)
{
	static const struct {
		unsigned counter;
		uint32_t bits[2];
	} kinds[] = {{NVML_NVLINK_ERROR_DL_REPLAY, {25, 27}},
		     {NVML_NVLINK_ERROR_DL_RECOVERY, {26, 26}},
		     {NVML_NVLINK_ERROR_DL_CRC_FLIT, {16, 16}},
		     {NVML_NVLINK_ERROR_DL_CRC_DATA, {17, 18}},
		     {NVML_NVLINK_ERROR_DL_ECC_DATA, {8, 9}}};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITHOUT_PAGE);
	for (uint32_t bit = 0; bit < 32; bit++)
		board_patch(&board, COUNTERS, 16 + 264 * 3 + 8 + 8 * bit, 8, 1ull << bit);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_int_equal(errors(&board, 3, kinds[i].counter),
				 1ull << kinds[i].bits[0] | 1ull << kinds[i].bits[1]);
	/* Asked of this link, and of the lanes that it has: counterMask 0, linkMask 8. */
	assert_int_equal(board.last_cmd, COUNTERS);
	assert_int_equal(word(&board, 0), 0x300);
	assert_int_equal(word(&board, 8), 1u << 3);
	board_stop(&board);
}

/*
 * calibration-api.md 3 for 555: counter[link][28] of 16 bytes at 24, value at 8. The
 * values may lie at their numbers or side by side; either way they are found.
 */
static void numbers_of_the_newer_control(void **state)
{
	static const struct {
		unsigned counter;
		uint32_t numbers[2];
	} kinds[] = {{NVML_NVLINK_ERROR_DL_REPLAY, {17, 18}},
		     {NVML_NVLINK_ERROR_DL_RECOVERY, {16, 16}},
		     {NVML_NVLINK_ERROR_DL_CRC_FLIT, {20, 20}},
		     {NVML_NVLINK_ERROR_DL_CRC_DATA, {8, 9}},
		     {NVML_NVLINK_ERROR_DL_ECC_DATA, {4, 5}}};
	struct board board;

	(void)state;
	board_start(&board, "witness", "555.58.02");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		uint32_t count = kinds[i].numbers[0] == kinds[i].numbers[1] ? 1 : 2;
		for (uint32_t way = 0; way < 2; way++) {
			/* Each way leaves nothing in the places of the other. */
			for (uint32_t slot = 0; slot < 28; slot++)
				board_patch(&board, COUNTERS_V2, 24 + 16 * (28 * 2 + slot) + 8, 8,
					    0);
			for (uint32_t n = 0; n < count; n++) {
				uint32_t slot = way ? n : kinds[i].numbers[n];
				board_patch(&board, COUNTERS_V2, 24 + 16 * (28 * 2 + slot) + 8, 8,
					    5ull << 20 * n);
			}
			assert_int_equal(errors(&board, 2, kinds[i].counter),
					 count == 2 ? 5ull + (5ull << 20) : 5);
			board_unpatch(&board);
		}
	}
	/* linkMask 0, counterMask 8. */
	assert_int_equal(board.last_cmd, COUNTERS_V2);
	assert_int_equal(word(&board, 0), 1u << 2);
	assert_int_equal(word(&board, 8), 0x30);
	board_stop(&board);
}

/* calibration-api.md 3: what is cleared with two lanes; versions.md 4: the layouts. */
static void what_is_cleared(void **state)
{
	static const struct {
		const char *driver;
		uint32_t cmd, numbers, links, masks; /* offsets */
		uint32_t mask;
	} drivers[] = {{"535.288.01", 0x20803005, 0, 8, 0, 0xe070300},
		       {"550.163.01", 0x20803005, 0, 8, 0, 0xe070300},
		       {"555.58.02", 0x20803051, 8, 0, 0, 0x170330},
		       {"570.211.01", 0x20803051, 8, 0, 0, 0x170330},
		       {"580.142", 0x20803051, 24, 0, 16, 0x170330}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_start(&board, "witness", drivers[i].driver);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceResetNvLinkErrorCounters(board.gpu, 4), NVML_SUCCESS);
		assert_int_equal(board.last_cmd, drivers[i].cmd);
		assert_int_equal(word(&board, drivers[i].numbers), drivers[i].mask);
		assert_int_equal(word(&board, drivers[i].links), 1u << 4);
		if (drivers[i].masks != 0)
			assert_int_equal(word(&board, drivers[i].masks), 1u << 4);
		board_stop(&board);
	}
}

static void errors_are_cleared_by_link(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		board_start(&board, "witness", layouts[i]);
		sim_port_set_admin(board.inner, false);
		assert_int_equal(nvmlDeviceResetNvLinkErrorCounters(board.gpu, 3),
				 NVML_ERROR_NO_PERMISSION);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceResetNvLinkErrorCounters(board.gpu, 3), NVML_SUCCESS);
		for (unsigned counter = 0; counter < NVML_NVLINK_ERROR_COUNT; counter++) {
			assert_int_equal(errors(&board, 3, counter), 0);
			assert_true(errors(&board, 2, counter) > 0);
		}
		assert_int_equal(nvmlDeviceResetNvLinkErrorCounters(board.gpu, 5),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceResetNvLinkErrorCounters(board_gpu(1), 0),
				 NVML_ERROR_NOT_SUPPORTED);
		board_stop(&board);
	}
}

/* L1_THRESHOLD came with 525.85.05; its second word, with 555, stays as it was. */
static void thresholds_are_kept(void **state)
{
	static const char *const drivers[] = {"525.147.05", "550.163.01", "555.58.02", "580.142",
					      "595.45.04"};
	struct board board;
	nvmlNvLinkPowerThres_t info = {.lowPwrThreshold = 101};

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_start(&board, "witness", drivers[i]);
		info.lowPwrThreshold = 101;
		assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
				 NVML_ERROR_NO_PERMISSION);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
				 NVML_SUCCESS);
		assert_int_equal(board.last_cmd, SET_L1);
		assert_int_equal(word(&board, 0), 101);
		assert_int_equal(word(&board, 4), i < 2 ? 0 : 97);
		info.lowPwrThreshold = NVML_NVLINK_LOW_POWER_THRESHOLD_RESET;
		assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
				 NVML_SUCCESS);
		assert_int_equal(word(&board, 0), UINT32_MAX);
		board_stop(&board);
	}
}

/* The range of the header, or of the links: nvlinkMinL1Threshold at 84, Max at 88. */
static void thresholds_out_of_range(void **state)
{
	struct board board;
	nvmlNvLinkPowerThres_t info = {.lowPwrThreshold = 0};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	info.lowPwrThreshold = 8191;
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_SUCCESS);
	info.lowPwrThreshold = 8192;
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_patch(&board, STATUS, LINK(0) + 84, 4, 50);
	board_patch(&board, STATUS, LINK(0) + 88, 4, 60);
	info.lowPwrThreshold = 49;
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	info.lowPwrThreshold = 61;
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	info.lowPwrThreshold = 60;
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_SUCCESS);
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board_gpu(1), &info),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	/* No such control before 525.85.05: its number was another struct's. */
	board_start(&board, "witness", "525.78.01");
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(board.last_cmd, STATUS);
	board_stop(&board);
}

/* knvlinkGetSupportedBwMode of the published kernel: full and least on Hopper's switch. */
static void bandwidth_modes_of_a_gpu(void **state)
{
	static const char *const drivers[] = {"565.77", "580.142", "595.45.04"};
	struct board board;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		nvmlNvlinkSupportedBwModes_t modes = {.version = nvmlNvlinkSupportedBwModes_v1};
		nvmlNvlinkGetBwMode_t now = {.version = nvmlNvlinkGetBwMode_v1};
		nvmlNvlinkSetBwMode_t next = {.version = nvmlNvlinkSetBwMode_v1, .bwMode = 2};
		board_start(&board, "witness", drivers[i]);
		assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes),
				 NVML_SUCCESS);
		assert_int_equal(modes.totalBwModes, 2);
		assert_int_equal(modes.bwModes[0], 0);
		assert_int_equal(modes.bwModes[1], 2);
		assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now), NVML_SUCCESS);
		assert_int_equal(now.bwMode, 0);
		assert_int_equal(now.bIsBest, 1);
		assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next),
				 NVML_ERROR_NO_PERMISSION);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now), NVML_SUCCESS);
		assert_int_equal(now.bwMode, 2);
		assert_int_equal(now.bIsBest, 0);
		/* Of this GPU alone, and so not of all together any more. */
		assert_int_equal(nvmlDeviceGetNvlinkBwMode(board_gpu(2), &now), NVML_SUCCESS);
		assert_int_equal(now.bwMode, 0);
		assert_int_equal(nvmlSystemSetNvlinkBwMode(2), NVML_ERROR_IN_USE);
		next.bwMode = 3;
		assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next),
				 NVML_ERROR_NOT_SUPPORTED);
		next.bSetBest = 1;
		assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now), NVML_SUCCESS);
		assert_int_equal(now.bIsBest, 1);
		board_stop(&board);
	}
}

/* One byte a mode up to 590, two from 595 on; what the API cannot say is not cut. */
static void widths_of_bandwidth_modes(void **state)
{
	struct board board;
	nvmlNvlinkSupportedBwModes_t modes = {.version = nvmlNvlinkSupportedBwModes_v1};
	nvmlNvlinkGetBwMode_t now = {.version = nvmlNvlinkGetBwMode_v1, .bwMode = 9};

	(void)state;
	board_start(&board, "witness", "590.48.01");
	for (uint32_t i = 0; i < 23; i++)
		board_patch(&board, BW_MODES, i, 1, 200 + i);
	board_patch(&board, BW_MODES, 23, 1, 23);
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes), NVML_SUCCESS);
	assert_int_equal(modes.totalBwModes, 23);
	assert_int_equal(modes.bwModes[22], 222);
	/* More than the list has room for is no list. */
	modes.totalBwModes = 7;
	board_patch(&board, BW_MODES, 23, 1, 24);
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes),
			 NVML_ERROR_UNKNOWN);
	assert_int_equal(modes.totalBwModes, 7);
	board_stop(&board);
	board_start(&board, "witness", "595.45.04");
	for (uint32_t i = 0; i < 23; i++)
		board_patch(&board, BW_MODES, 2 * i, 2, 100 + i);
	board_patch(&board, BW_MODES, 46, 1, 23);
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes), NVML_SUCCESS);
	assert_int_equal(modes.bwModes[22], 122);
	board_patch(&board, BW_MODES, 4, 2, 0x105);
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes),
			 NVML_ERROR_UNKNOWN);
	board_patch(&board, BW_MODE, 0, 2, 0x105);
	assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now), NVML_ERROR_UNKNOWN);
	assert_int_equal(now.bwMode, 9);
	board_stop(&board);
}

static void bandwidth_modes_elsewhere(void **state)
{
	struct board board;
	nvmlNvlinkSupportedBwModes_t modes = {.version = nvmlNvlinkSupportedBwModes_v1};
	nvmlNvlinkGetBwMode_t now = {.version = nvmlNvlinkGetBwMode_v1};
	nvmlNvlinkSetBwMode_t next = {.version = nvmlNvlinkSetBwMode_v1};

	(void)state;
	board_start(&board, "witness", DRIVER_WITHOUT_PAGE);
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	/* Blackwell names modes by links: count << 3 | 5 (kernel_nvlink_gb100.c). */
	board_start(&board, "gb200", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes), NVML_SUCCESS);
	assert_int_equal(modes.totalBwModes, 6);
	assert_int_equal(modes.bwModes[0], 5);
	assert_int_equal(modes.bwModes[5], 12 << 3 | 5);
	modes.version = 0;
	assert_int_equal(nvmlDeviceGetNvlinkSupportedBwModes(board.gpu, &modes),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	now.version++;
	assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	next.version++;
	assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
}

/* api-semantics.tsv: 0 to 4 are modes, 5 and above are not; the control came with 530. */
static void bandwidth_mode_of_all_gpus(void **state)
{
	static const char *const drivers[] = {"530.41.03", "550.163.01", "580.142", "595.45.04"};
	struct board board;
	unsigned mode = 9;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_start(&board, "rtx4090", drivers[i]);
		assert_int_equal(nvmlSystemSetNvlinkBwMode(1), NVML_ERROR_NO_PERMISSION);
		sim_port_set_admin(board.inner, true);
		for (unsigned wanted = 0; wanted < 5; wanted++) {
			assert_int_equal(nvmlSystemSetNvlinkBwMode(wanted), NVML_SUCCESS);
			assert_int_equal(nvmlSystemGetNvlinkBwMode(&mode), NVML_SUCCESS);
			assert_int_equal(mode, wanted);
		}
		assert_int_equal(nvmlSystemSetNvlinkBwMode(5), NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlSystemGetNvlinkBwMode(NULL), NVML_ERROR_INVALID_ARGUMENT);
		board_stop(&board);
	}
	board_start(&board, "rtx4090", "525.147.05");
	assert_int_equal(nvmlSystemGetNvlinkBwMode(&mode), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlSystemSetNvlinkBwMode(0), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* What all GPUs do no single one may change (gpumgrSetGpuNvlinkBwModePerGpu). */
static void bandwidth_mode_of_all_binds_each(void **state)
{
	struct board board;
	nvmlNvlinkGetBwMode_t now = {.version = nvmlNvlinkGetBwMode_v1};
	nvmlNvlinkSetBwMode_t next = {.version = nvmlNvlinkSetBwMode_v1, .bSetBest = 1};
	uint64_t value;

	(void)state;
	board_start(&board, "dgx-h100", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_SUCCESS);
	/* Behind a switch only full and least. */
	assert_int_equal(nvmlSystemSetNvlinkBwMode(3), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlSystemSetNvlinkBwMode(2), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetNvlinkBwMode(board.gpu, &now), NVML_SUCCESS);
	assert_int_equal(now.bwMode, 2);
	assert_int_equal(nvmlDeviceSetNvlinkBwMode(board.gpu, &next), NVML_ERROR_IN_USE);
	board_stop(&board);
}

/* bNvleModeEnabled at 25 of the status; firmware of 16 bytes each, count at 260. */
static void encryption_and_firmware(void **state)
{
	struct board board;
	nvmlNvLinkInfo_t info = {.version = nvmlNvLinkInfo_v2};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	info.firmwareInfo.numValidEntries = 5;
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.isNvleEnabled, 0);
	assert_int_equal(info.firmwareInfo.numValidEntries, 0);
	board.granted_cmd = FIRMWARE;
	board_patch(&board, STATUS, 25, 1, 1);
	for (uint32_t i = 0; i < 16; i++) {
		board_patch(&board, FIRMWARE, 16 * i, 1, 1 + i % 5);
		board_patch(&board, FIRMWARE, 16 * i + 4, 4, 1000 + i);
		board_patch(&board, FIRMWARE, 16 * i + 8, 4, 2000 + i);
		board_patch(&board, FIRMWARE, 16 * i + 12, 4, 3000 + i);
	}
	board_patch(&board, FIRMWARE, 260, 4, 16);
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.isNvleEnabled, 1);
	assert_int_equal(info.firmwareInfo.numValidEntries, 16);
	assert_int_equal(info.firmwareInfo.firmwareVersion[15].ucodeType,
			 NVML_NVLINK_FIRMWARE_UCODE_TYPE_MSE);
	assert_int_equal(info.firmwareInfo.firmwareVersion[3].major, 1003);
	assert_int_equal(info.firmwareInfo.firmwareVersion[3].minor, 2003);
	assert_int_equal(info.firmwareInfo.firmwareVersion[3].subMinor, 3003);
	/* More than the reply has room for. */
	board_patch(&board, FIRMWARE, 260, 4, 17);
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board.gpu, &info), NVML_ERROR_UNKNOWN);
	/* The first version is 8 bytes long, and asks for no firmware. */
	info.version = nvmlNvLinkInfo_v1;
	info.firmwareInfo.numValidEntries = 77;
	info.firmwareInfo.firmwareVersion[0].ucodeType = 99;
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.firmwareInfo.numValidEntries, 77);
	assert_int_equal(info.firmwareInfo.firmwareVersion[0].ucodeType, 99);
	assert_int_equal(board.last_cmd, STATUS);
	info.version = nvmlNvLinkInfo_v1 + 1;
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board.gpu, &info),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	info.version = nvmlNvLinkInfo_v2;
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board_gpu(1), &info), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
	/* Before 580 the driver does not tell. */
	board_start(&board, "witness", "575.64.05");
	assert_int_equal(nvmlDeviceGetNvLinkInfo(board.gpu, &info), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Recorded: Disabled on every H100, N/A on every other board; calibration.md 8 for 0x3B. */
static void c2c_mode(void **state)
{
	static const struct {
		const char *machine;
		nvmlReturn_t result;
		unsigned enabled;
	} machines[] = {{"dgx-h100", NVML_SUCCESS, 0},
			{"gb200", NVML_SUCCESS, 1},
			{"dgx-a100", NVML_ERROR_NOT_SUPPORTED, 9},
			{"rtx4090", NVML_ERROR_NOT_SUPPORTED, 9},
			{"rtx3090", NVML_ERROR_NOT_SUPPORTED, 9},
			{"t4", NVML_ERROR_NOT_SUPPORTED, 9}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		nvmlC2cModeInfo_v1_t info = {.isC2cEnabled = 9};
		board_start(&board, machines[i].machine, DRIVER_WITH_PAGE);
		assert_int_equal(nvmlDeviceGetC2cModeInfoV(board.gpu, &info), machines[i].result);
		assert_int_equal(info.isC2cEnabled, machines[i].enabled);
		board_stop(&board);
	}
	nvmlC2cModeInfo_v1_t info;
	board_start(&board, "dgx-h100", DRIVER_WITH_PAGE);
	board_patch(&board, GPU_INFO, 8, 4, 1);
	assert_int_equal(nvmlDeviceGetC2cModeInfoV(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.isC2cEnabled, 1);
	board_unpatch(&board);
	board_patch(&board, GPU_INFO, 8, 4, 0);
	board_patch(&board, C2C_INFO, 0, 1, 1);
	assert_int_equal(nvmlDeviceGetC2cModeInfoV(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.isC2cEnabled, 0);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(links_of_the_machine),
	    cmocka_unit_test(states_of_a_link),
	    cmocka_unit_test(capabilities),
	    cmocka_unit_test(kinds_of_peers),
	    cmocka_unit_test(address_of_the_peer),
	    cmocka_unit_test(errors_of_the_machine),
	    cmocka_unit_test(bits_of_the_older_control),
	    cmocka_unit_test(numbers_of_the_newer_control),
	    cmocka_unit_test(what_is_cleared),
	    cmocka_unit_test(errors_are_cleared_by_link),
	    cmocka_unit_test(thresholds_are_kept),
	    cmocka_unit_test(thresholds_out_of_range),
	    cmocka_unit_test(bandwidth_modes_of_a_gpu),
	    cmocka_unit_test(widths_of_bandwidth_modes),
	    cmocka_unit_test(bandwidth_modes_elsewhere),
	    cmocka_unit_test(bandwidth_mode_of_all_gpus),
	    cmocka_unit_test(bandwidth_mode_of_all_binds_each),
	    cmocka_unit_test(encryption_and_firmware),
	    cmocka_unit_test(c2c_mode),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
