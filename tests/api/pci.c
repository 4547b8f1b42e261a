/* SPDX-License-Identifier: MIT */
/* PCI and PCIe: calibration.md 7, calibration-api.md 2.2. */
#include "board.h"
#include "questions.h"

#define BUS_GET_INFO_V2 0x20801823u
/* {count, {index, data} ...}: where the data of each entry lies. */
#define DATA(entry) (4u + 8u * (entry) + 4u)
#define PEX_UTIL 0x20801819u

/* Callers of older versions allocated less: what lies beyond stays as it was. */
static void older_versions_write_their_size(void **state)
{
	static const struct {
		nvmlReturn_t (*ask)(nvmlDevice_t gpu, nvmlPciInfo_t *pci);
		size_t size;
	} versions[] = {{nvmlDeviceGetPciInfo, 32},
			{nvmlDeviceGetPciInfo_v2, 36},
			{nvmlDeviceGetPciInfo_v3, 68}};
	struct board board;

	(void)state;
	assert_int_equal(sizeof(nvmlPciInfo_t), 68);
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t v = 0; v < 3; v++) {
		nvmlPciInfo_t pci;
		memset(&pci, 0xa5, sizeof(pci));
		assert_int_equal(versions[v].ask(board.gpu, &pci), NVML_SUCCESS);
		for (size_t i = versions[v].size; i < sizeof(pci); i++)
			assert_int_equal(((const unsigned char *)&pci)[i], 0xa5);
		assert_string_equal(pci.busIdLegacy, "0002:1B:05.0");
		assert_int_equal(pci.domain, 2);
		assert_int_equal(pci.bus, 0x1b);
		assert_int_equal(pci.device, 5);
		assert_int_equal(pci.pciDeviceId, 0x233110de);
		if (versions[v].size > 32)
			assert_int_equal(pci.pciSubSystemId, 0x16c310df);
		if (versions[v].size > 36)
			assert_string_equal(pci.busId, "00000002:1B:05.0");
	}
	board_stop(&board);
}

static const struct expectation link[] = {
    {ask_pcie_gen, NVML_SUCCESS, 4},
    {ask_pcie_max_gen, NVML_SUCCESS, 5},
    {ask_pcie_gpu_max_gen, NVML_SUCCESS, 5},
    {ask_pcie_width, NVML_SUCCESS, 8},
    {ask_pcie_max_width, NVML_SUCCESS, 16},
    {ask_pcie_speed, NVML_SUCCESS, 16000},
    {ask_pcie_link_max_speed, NVML_SUCCESS, 5},
    {ask_pcie_replays, NVML_SUCCESS, 37},
    {ask_bus_type, NVML_SUCCESS, NVML_BUS_TYPE_PCIE},
};

static void link_of_the_machine(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, link);
	board_stop(&board);
}

/* Bits of PCIE_GEN_INFO: max 15:12, current 19:16, GPU's own 23:20, each one less. */
static void generations_have_bits_of_their_own(void **state)
{
	static const struct expectation apart[] = {{ask_pcie_max_gen, NVML_SUCCESS, 3},
						   {ask_pcie_gen, NVML_SUCCESS, 2},
						   {ask_pcie_gpu_max_gen, NVML_SUCCESS, 5}};
	static const struct expectation unknown[] = {{ask_pcie_max_gen, NVML_ERROR_UNKNOWN, 0},
						     {ask_pcie_gen, NVML_ERROR_UNKNOWN, 0},
						     {ask_pcie_gpu_max_gen, NVML_ERROR_UNKNOWN, 0}};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, BUS_GET_INFO_V2, DATA(1), 4, 2u << 12 | 1u << 16 | 4u << 20);
	EXPECT_ANSWERS(board.gpu, apart);
	board_unpatch(&board);
	board_patch(&board, BUS_GET_INFO_V2, DATA(1), 4, 6u << 12 | 7u << 16 | 8u << 20);
	EXPECT_ANSWERS(board.gpu, unknown);
	board_stop(&board);
}

static void set_registers(struct board *board, uint32_t capabilities, uint32_t status)
{
	board_unpatch(board);
	board_patch(board, BUS_GET_INFO_V2, DATA(1), 4, capabilities);
	board_patch(board, BUS_GET_INFO_V2, DATA(2), 4, status);
}

static void speeds_and_widths(void **state)
{
	static const unsigned mbps[] = {0, 2500, 5000, 8000, 16000, 32000, 64000};
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t code = 1; code <= 6; code++) {
		set_registers(&board, code | 12u << 4, code << 16 | 4u << 20);
		assert_int_equal(ask_pcie_speed(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, mbps[code]);
		assert_int_equal(ask_pcie_link_max_speed(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, code);
		assert_int_equal(ask_pcie_width(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, 4);
		assert_int_equal(ask_pcie_max_width(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, 12);
	}
	static const struct expectation refused[] = {
	    {ask_pcie_speed, NVML_ERROR_UNKNOWN, 0},
	    {ask_pcie_link_max_speed, NVML_ERROR_INVALID_ARGUMENT, 0},
	    {ask_pcie_width, NVML_ERROR_UNKNOWN, 0},
	    {ask_pcie_max_width, NVML_ERROR_UNKNOWN, 0},
	};
	set_registers(&board, 0, 0);
	EXPECT_ANSWERS(board.gpu, refused);
	set_registers(&board, 7u | 63u << 4, 7u << 16);
	EXPECT_ANSWERS(board.gpu, refused);
	board_stop(&board);
}

/* All but the maximal speed mean something on PCI Express alone. */
static void other_buses(void **state)
{
	static const struct {
		uint32_t code;
		unsigned api;
	} types[] = {{0, 0},
		     {1, NVML_BUS_TYPE_PCI},
		     {2, 0},
		     {3, NVML_BUS_TYPE_PCIE},
		     {4, NVML_BUS_TYPE_FPCI},
		     {8, 5}};
	static const struct expectation refused[] = {
	    {ask_pcie_gen, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_pcie_max_gen, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_pcie_gpu_max_gen, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_pcie_width, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_pcie_max_width, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_pcie_speed, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_pcie_link_max_speed, NVML_SUCCESS, 5},
	};
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		board_patch(&board, BUS_GET_INFO_V2, DATA(0), 4, types[i].code);
		assert_int_equal(ask_bus_type(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, types[i].api);
		board_unpatch(&board);
	}
	board_patch(&board, BUS_GET_INFO_V2, DATA(0), 4, 4);
	EXPECT_ANSWERS(board.gpu, refused);
	board_stop(&board);
}

/* The simulated counters move by 600000 and 550000 units a second: 555's formula. */
static void throughput_is_two_readings(void **state)
{
	struct board board;
	unsigned kbps = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	uint64_t slept = board.slept_us;
	assert_int_equal(nvmlDeviceGetPcieThroughput(board.gpu, NVML_PCIE_UTIL_TX_BYTES, &kbps),
			 NVML_SUCCESS);
	assert_int_equal(kbps, 12000 * 4 * 50 / 1000);
	assert_int_equal(nvmlDeviceGetPcieThroughput(board.gpu, NVML_PCIE_UTIL_RX_BYTES, &kbps),
			 NVML_SUCCESS);
	assert_int_equal(kbps, 11000 * 4 * 50 / 1000);
	assert_int_equal(board.slept_us - slept, 2 * 20000);
	/* api-semantics.tsv: 0 to 6 are taken. The kernel's masks 4 to 0x40 count link states. */
	slept = board.slept_us;
	for (unsigned counter = NVML_PCIE_UTIL_COUNT; counter < 9; counter++) {
		kbps = 77;
		assert_int_equal(nvmlDeviceGetPcieThroughput(board.gpu, counter, &kbps),
				 counter < 7 ? NVML_ERROR_NOT_SUPPORTED
					     : NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(kbps, 77);
	}
	assert_int_equal(board.slept_us, slept);
	/* A counter that stands still is retried for 220 ms, then 0. */
	board_patch(&board, PEX_UTIL, 4, 4, 5);
	slept = board.slept_us;
	assert_int_equal(nvmlDeviceGetPcieThroughput(board.gpu, NVML_PCIE_UTIL_TX_BYTES, &kbps),
			 NVML_SUCCESS);
	assert_int_equal(kbps, 0);
	assert_int_equal(board.slept_us - slept, 220000);
	board_stop(&board);
}

static void sleep_late(struct board *board)
{
	board->inner->sleep_us(board->inner, 60000);
}

/* On a busy machine 20 ms become 80: the rate is the same. */
static void throughput_is_of_the_time_that_passed(void **state)
{
	struct board board;
	unsigned kbps = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.on_sleep = sleep_late;
	assert_int_equal(nvmlDeviceGetPcieThroughput(board.gpu, NVML_PCIE_UTIL_TX_BYTES, &kbps),
			 NVML_SUCCESS);
	assert_int_equal(kbps, 12000 * 4 * 50 / 1000);
	board_stop(&board);
}

/* BUS_GET_PEX_COUNTERS: pexCounters at 14, 16 bits each, replays are bit 1. */
static void replays_come_from_their_counter(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t i = 0; i < 31; i++)
		board_patch(&board, 0x20801813, 14 + 2 * i, 2, 60000 + i);
	assert_int_equal(ask_pcie_replays(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 60001);
	board_stop(&board);
}

/* calibration.md 2: class codes are bytes 0x0B and 0x0A of the configuration space. */
static void address_with_classes(void **state)
{
	struct board board;
	nvmlPciInfoExt_t pci = {.version = nvmlPciInfoExt_v1};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetPciInfoExt(board.gpu, &pci), NVML_SUCCESS);
	assert_int_equal(pci.version, 0x01000040);
	assert_int_equal(pci.domain, 2);
	assert_int_equal(pci.bus, 0x1b);
	assert_int_equal(pci.device, 5);
	assert_int_equal(pci.pciDeviceId, 0x233110de);
	assert_int_equal(pci.pciSubSystemId, 0x16c310df);
	assert_string_equal(pci.busId, "00000002:1B:05.0");
	/* A 3D controller, and a board that shows pictures. */
	assert_int_equal(pci.baseClass, 3);
	assert_int_equal(pci.subClass, 2);
	assert_int_equal(nvmlDeviceGetPciInfoExt(board_gpu(1), &pci), NVML_SUCCESS);
	assert_int_equal(pci.baseClass, 3);
	assert_int_equal(pci.subClass, 0);
	board.status = 0x0f;
	assert_int_equal(nvmlDeviceGetPciInfoExt(board.gpu, &pci), NVML_ERROR_GPU_IS_LOST);
	board.status = 0;
	pci.version = 1;
	assert_int_equal(nvmlDeviceGetPciInfoExt(board.gpu, &pci),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(older_versions_write_their_size),
	    cmocka_unit_test(link_of_the_machine),
	    cmocka_unit_test(generations_have_bits_of_their_own),
	    cmocka_unit_test(speeds_and_widths),
	    cmocka_unit_test(other_buses),
	    cmocka_unit_test(throughput_is_two_readings),
	    cmocka_unit_test(throughput_is_of_the_time_that_passed),
	    cmocka_unit_test(replays_come_from_their_counter),
	    cmocka_unit_test(address_with_classes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
