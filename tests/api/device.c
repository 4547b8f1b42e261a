/* SPDX-License-Identifier: MIT */
/* Identity: calibration.md 3. Texts and numbers are those of witness.yaml. */
#include "board.h"
#include "questions.h"

typedef nvmlReturn_t (*text_question)(nvmlDevice_t gpu, char *text, unsigned int length);

static nvmlReturn_t oem_version(nvmlDevice_t gpu, char *text, unsigned int length)
{
	return nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_OEM, text, length);
}

static nvmlReturn_t ecc_version(nvmlDevice_t gpu, char *text, unsigned int length)
{
	return nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_ECC, text, length);
}

static nvmlReturn_t power_version(nvmlDevice_t gpu, char *text, unsigned int length)
{
	return nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_POWER, text, length);
}

static const struct {
	text_question ask;
	const char *text;
} texts[] = {
    {nvmlDeviceGetName, "NVIDIA H100 WITNESS"},
    {nvmlDeviceGetUUID, "GPU-01234567-89ab-cdef-0123-456789abcdef"},
    {nvmlDeviceGetSerial, "1654423000017"},
    {nvmlDeviceGetBoardPartNumber, "692-2G520-0200-001"},
    {nvmlDeviceGetVbiosVersion, "96.0A.74.0C.E1"},
    {nvmlDeviceGetInforomImageVersion, "G520.0201.00.07"},
    {oem_version, "2.3"},
    {ecc_version, "7.17"},
    {power_version, "4.29"},
};

/* Room for the text and its end suffices; one byte less is refused and nothing written. */
static void check_text(nvmlDevice_t gpu, text_question ask, const char *text)
{
	char buf[96];
	unsigned needed = (unsigned)strlen(text) + 1;

	memset(buf, '#', sizeof(buf));
	assert_int_equal(ask(gpu, buf, needed - 1), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(buf[0], '#');
	assert_int_equal(ask(gpu, buf, needed), NVML_SUCCESS);
	assert_string_equal(buf, text);
	assert_int_equal(buf[needed], '#');
	assert_int_equal(ask(gpu, buf, sizeof(buf)), NVML_SUCCESS);
}

static void texts_fit_their_buffers_exactly(void **state)
{
	static const char *const drivers[] = {"515.105.01", "535.288.01", "560.35.03", "580.142",
					      "595.45.04"};
	struct board board;

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		board_start(&board, "witness", drivers[d]);
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			check_text(board.gpu, texts[i].ask, texts[i].text);
		board_stop(&board);
	}
}

static void texts_that_a_board_lacks(void **state)
{
	struct board board;
	char buf[96] = "#";

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	nvmlDevice_t bare = board_gpu(1);
	/* An empty part number is a success with nothing in it. */
	assert_int_equal(nvmlDeviceGetBoardPartNumber(bare, buf, sizeof(buf)), NVML_SUCCESS);
	assert_string_equal(buf, "");
	/* Beyond the last object. */
	for (unsigned object = NVML_INFOROM_POWER + 1; object < 6; object++)
		assert_int_equal(nvmlDeviceGetInforomVersion(board.gpu, object, buf, sizeof(buf)),
				 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static const struct expectation full[] = {
    {ask_index, NVML_SUCCESS, 0},
    {ask_minor, NVML_SUCCESS, 2},
    /* The driver numbers slots from 0, the interface from 1. */
    {ask_module_id, NVML_SUCCESS, 7},
    {ask_cores, NVML_SUCCESS, 16895},
    {ask_brand, NVML_SUCCESS, NVML_BRAND_NVIDIA},
    {ask_architecture, NVML_SUCCESS, NVML_DEVICE_ARCH_HOPPER},
    {ask_compute_major, NVML_SUCCESS, 9},
    {ask_compute_minor, NVML_SUCCESS, 0},
    {ask_multi_gpu_board, NVML_SUCCESS, 0},
    {ask_same_board, NVML_SUCCESS, 1},
};

static const struct expectation bare[] = {
    {ask_index, NVML_SUCCESS, 1},
    {ask_minor, NVML_SUCCESS, 0},
    {ask_brand, NVML_SUCCESS, NVML_BRAND_GEFORCE},
    {ask_architecture, NVML_SUCCESS, NVML_DEVICE_ARCH_ADA},
    {ask_compute_major, NVML_SUCCESS, 8},
    {ask_compute_minor, NVML_SUCCESS, 9},
    {ask_same_board, NVML_ERROR_NOT_SUPPORTED, 0},
};

static void numbers(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board_gpu(0), full);
	EXPECT_ANSWERS(board_gpu(1), bare);
	board_stop(&board);
}

/* Boards are the same when their serial numbers are. */
static void same_board(void **state)
{
	struct board board;
	int same = -1;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceOnSameBoard(board_gpu(0), board_gpu(2), &same), NVML_SUCCESS);
	assert_int_equal(same, 1);
	same = -1;
	assert_int_equal(nvmlDeviceOnSameBoard(board_gpu(0), board_gpu(1), &same),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(same, -1);
	board_stop(&board);
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceOnSameBoard(board_gpu(0), board_gpu(1), &same), NVML_SUCCESS);
	assert_int_equal(same, 0);
	board_stop(&board);
}

/* Words of the kernel's replies at their published offsets, each with a number of its own. */
static void numbers_come_from_the_published_places(void **state)
{
	static const struct {
		uint32_t cmd, offset;
		uint64_t value;
		question ask;
		uint64_t expected;
	} places[] = {
	    {0x20800102, 8, 1, ask_multi_gpu_board, 1}, /* first entry's data */
	    {0x20801823, 8, 123, ask_irq, 123},         /* INTLINE */
	    {0x20802609, 0, 41, ask_module_id, 42},
	    {0x20801701, 0, 0x170, ask_compute_major, 8}, /* architecture; GA100 is 0x170/0 */
	};
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		board_patch(&board, places[i].cmd, places[i].offset, 4, places[i].value);
		assert_int_equal(places[i].ask(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, places[i].expected);
		board_unpatch(&board);
	}
	board_stop(&board);
}

/* GET_ID_INFO_V2: boardId at 20, numaId at 28; learnt at first use. */
static void board_and_memory_node_are_learnt_at_first_use(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, 0x205, 20, 4, 0xb00);
	board_patch(&board, 0x205, 28, 4, 5);
	assert_int_equal(ask_board_id(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 0xb00);
	assert_int_equal(ask_numa_node(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 5);
	board_unpatch(&board);
	assert_int_equal(ask_board_id(board_gpu(1), &value), NVML_SUCCESS);
	assert_int_not_equal(value, 0xb00);
	board_stop(&board);
}

/* calibration.md 3: chips by architecture, as 555 has them for what it does not know. */
static void architectures(void **state)
{
	static const struct {
		uint32_t architecture;
		unsigned api;
	} rows[] = {
	    {0x130, NVML_DEVICE_ARCH_PASCAL},  {0x140, NVML_DEVICE_ARCH_VOLTA},
	    {0x160, NVML_DEVICE_ARCH_TURING},  {0x170, NVML_DEVICE_ARCH_AMPERE},
	    {0x180, NVML_DEVICE_ARCH_HOPPER},  {0x190, NVML_DEVICE_ARCH_ADA},
	    {0x7f0, NVML_DEVICE_ARCH_UNKNOWN},
	};
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		board_patch(&board, 0x20801701, 0, 4, rows[i].architecture);
		/* Implementation 0 exists in all but Ada and Turing. */
		board_patch(&board, 0x20801701, 4, 4,
			    rows[i].architecture == 0x190 || rows[i].architecture == 0x160 ? 2 : 0);
		assert_int_equal(ask_architecture(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, rows[i].api);
		board_unpatch(&board);
	}
	board_patch(&board, 0x20801701, 0, 4, 0x7f0);
	assert_int_equal(ask_compute_major(board.gpu, &value), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* The same GPU by text and by bytes. */
static void handles_by_typed_uuid(void **state)
{
	struct board board;
	nvmlUUID_t uuid = {.version = nvmlUUID_v1, .type = NVML_UUID_TYPE_ASCII};
	nvmlDevice_t gpu = NULL;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	memcpy(uuid.value.str, "GPU-01234567-89ab-cdef-0123-456789abcdef", 41);
	assert_int_equal(nvmlDeviceGetHandleByUUIDV(&uuid, &gpu), NVML_SUCCESS);
	assert_ptr_equal(gpu, board.gpu);
	uuid.type = NVML_UUID_TYPE_BINARY;
	assert_int_equal(nvmlDeviceGetHandleByUUIDV(&uuid, &gpu), NVML_ERROR_NOT_FOUND);
	for (unsigned i = 0; i < 16; i++)
		uuid.value.bytes[i] = (unsigned char)(0x0123456789abcdefull >> (56 - i % 8 * 8));
	gpu = NULL;
	assert_int_equal(nvmlDeviceGetHandleByUUIDV(&uuid, &gpu), NVML_SUCCESS);
	assert_ptr_equal(gpu, board.gpu);
	uuid.value.bytes[15] ^= 1;
	assert_int_equal(nvmlDeviceGetHandleByUUIDV(&uuid, &gpu), NVML_ERROR_NOT_FOUND);
	uuid.type = NVML_UUID_TYPE_NONE;
	assert_int_equal(nvmlDeviceGetHandleByUUIDV(&uuid, &gpu), NVML_ERROR_INVALID_ARGUMENT);
	uuid.type = NVML_UUID_TYPE_ASCII;
	memset(uuid.value.str, 'x', sizeof(uuid.value.str));
	assert_int_equal(nvmlDeviceGetHandleByUUIDV(&uuid, &gpu), NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/* 0x279: drainState at 4, 1 is enabled. */
static void drain_state(void **state)
{
	struct board board;
	nvmlPciInfo_t pci = {.domain = 2, .bus = 0x1b, .device = 5};
	nvmlEnableState_t draining = (nvmlEnableState_t)9;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceQueryDrainState(&pci, &draining), NVML_SUCCESS);
	assert_int_equal(draining, NVML_FEATURE_DISABLED);
	board_patch(&board, 0x279, 4, 4, 1);
	assert_int_equal(nvmlDeviceQueryDrainState(&pci, &draining), NVML_SUCCESS);
	assert_int_equal(draining, NVML_FEATURE_ENABLED);
	pci.device = 0;
	assert_int_equal(nvmlDeviceQueryDrainState(&pci, &draining), NVML_ERROR_NOT_FOUND);
	pci.device = 5;
	pci.bus = 0x11b; /* a bus number has 8 bits: cut to them it would be the board's */
	assert_int_equal(nvmlDeviceQueryDrainState(&pci, &draining), NVML_ERROR_NOT_FOUND);
	pci.bus = 0x1b;
	board.status = 0x56;
	assert_int_equal(nvmlDeviceQueryDrainState(&pci, &draining), NVML_ERROR_NOT_SUPPORTED);
	board.status = 0;
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_fit_their_buffers_exactly),
	    cmocka_unit_test(texts_that_a_board_lacks),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(same_board),
	    cmocka_unit_test(numbers_come_from_the_published_places),
	    cmocka_unit_test(board_and_memory_node_are_learnt_at_first_use),
	    cmocka_unit_test(architectures),
	    cmocka_unit_test(handles_by_typed_uuid),
	    cmocka_unit_test(drain_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
