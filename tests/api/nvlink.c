/* SPDX-License-Identifier: MIT */
/* NVLink: calibration-api.md 3. Offsets are those of branch 580. */
#include "board.h"
#include "questions.h"

#define CAPS 0x20803001u
#define STATUS 0x20803002u
/* linkInfo at 32, 208 bytes a link. */
#define LINK(n) (32u + 208u * (n))

static const struct expectation machine[] = {
    {ask_nvlink_state, NVML_SUCCESS, NVML_FEATURE_ENABLED},
    {ask_nvlink_version, NVML_SUCCESS, 7},
    {ask_nvlink_capability, NVML_SUCCESS, 0},
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

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(links_of_the_machine), cmocka_unit_test(states_of_a_link),
	    cmocka_unit_test(capabilities),         cmocka_unit_test(kinds_of_peers),
	    cmocka_unit_test(address_of_the_peer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
