/* SPDX-License-Identifier: MIT */
/* Field values: calibration-api.md 6, calibration-fields.tsv. */
#include "board.h"
#include "questions.h"

static nvmlFieldValue_t ask_field(nvmlDevice_t gpu, unsigned id, unsigned scope)
{
	nvmlFieldValue_t field;

	memset(&field, 0x5a, sizeof(field));
	field.fieldId = id;
	field.scopeId = scope;
	assert_int_equal(nvmlDeviceGetFieldValues(gpu, 1, &field), NVML_SUCCESS);
	assert_int_equal(field.fieldId, id);
	assert_int_equal(field.scopeId, scope);
	return field;
}

static const struct {
	unsigned id, scope;
	nvmlValueType_t type;
	unsigned long long value;
} values[] = {
    {NVML_FI_DEV_ECC_CURRENT, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1},
    {NVML_FI_DEV_ECC_PENDING, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1},
    {NVML_FI_DEV_ECC_SBE_VOL_TOTAL, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1108},
    {NVML_FI_DEV_ECC_DBE_VOL_TOTAL, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1112},
    {NVML_FI_DEV_ECC_SBE_AGG_TOTAL, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1100006},
    {NVML_FI_DEV_ECC_DBE_AGG_TOTAL, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1100052},
    {NVML_FI_DEV_RETIRED_SBE, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1},
    {NVML_FI_DEV_RETIRED_DBE, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 2},
    {NVML_FI_DEV_RETIRED_PENDING, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 0},
    {NVML_FI_DEV_RETIRED_PENDING_SBE, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 0},
    {NVML_FI_DEV_RETIRED_PENDING_DBE, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1},
    {NVML_FI_DEV_MEMORY_TEMP, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 47},
    {NVML_FI_DEV_NVLINK_LINK_COUNT, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 5},
    /* 106251 Mbit/s on each of two lanes, in MB/s, cut. */
    {NVML_FI_DEV_NVLINK_GET_SPEED, 4, NVML_VALUE_TYPE_UNSIGNED_INT, 26562},
    {NVML_FI_DEV_NVLINK_GET_STATE, 3, NVML_VALUE_TYPE_UNSIGNED_INT, 1},
    {NVML_FI_DEV_NVLINK_GET_VERSION, 2, NVML_VALUE_TYPE_UNSIGNED_INT, 7},
    {NVML_FI_DEV_NVLINK_REMOTE_NVLINK_ID, 3, NVML_VALUE_TYPE_UNSIGNED_INT, 3},
    {NVML_FI_DEV_NVSWITCH_CONNECTED_LINK_COUNT, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 5},
    {NVML_FI_DEV_PCIE_REPLAY_COUNTER, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 37},
    {NVML_FI_DEV_REMAPPED_COR, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 36},
    {NVML_FI_DEV_REMAPPED_UNC, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 37},
    {NVML_FI_DEV_REMAPPED_PENDING, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 1},
    {NVML_FI_DEV_REMAPPED_FAILURE, 0, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 0},
    {NVML_FI_DEV_POWER_AVERAGE, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 123457},
    {NVML_FI_DEV_POWER_INSTANT, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 234571},
    {NVML_FI_DEV_POWER_CURRENT_LIMIT, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 654323},
    {NVML_FI_DEV_POWER_REQUESTED_LIMIT, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 678901},
    {NVML_FI_DEV_NVLINK_ERROR_DL_REPLAY, 1, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 71},
    {NVML_FI_DEV_NVLINK_ERROR_DL_RECOVERY, 2, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 73},
    {NVML_FI_DEV_NVLINK_ERROR_DL_CRC, UINT32_MAX, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 5 * 79},
    {NVML_FI_DEV_NVLINK_GET_POWER_STATE, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 0},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 97},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MIN, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 1},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_MAX, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 8191},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_UNITS, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 0},
    {NVML_FI_DEV_NVLINK_GET_POWER_THRESHOLD_SUPPORTED, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 1},
    {NVML_FI_DEV_PCIE_OUTBOUND_ATOMICS_MASK, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 0x2b},
    {NVML_FI_DEV_PCIE_INBOUND_ATOMICS_MASK, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 0x15},
    {NVML_FI_DEV_IS_RESETLESS_MIG_SUPPORTED, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 1},
    {NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 1},
    {NVML_FI_DEV_GET_GPU_RECOVERY_ACTION, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 0},
    /* Two seconds of 16384000 bytes in flits of 16; raw traffic is 9/8 of it; in KiB. */
    {NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, 3, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 32000},
    {NVML_FI_DEV_NVLINK_THROUGHPUT_RAW_RX, UINT32_MAX, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG, 180000},
};

/* What the machine file cannot say: three retired pages, remapped rows in the page. */
static void open_with_errors(struct board *board)
{
	board_warm(board, "witness", DRIVER_WITH_PAGE);
	board_patch(board, 0x20801322, 20, 4, 2);
	board_patch(board, 0x20801322, 32 + 20, 4, 4);
	board_patch(board, 0x20801322, 64 + 20, 4, 4);
	board_patch(board, 0x20801322, 2048, 4, 3);
	board_patch(board, 0x20801322, 2053, 1, 2);
	board_poke(board, 0, 2404, 4, 36);
	board_poke(board, 0, 2408, 4, 37);
	board_poke(board, 0, 2412, 1, 1);
}

static void values_and_their_types(void **state)
{
	struct board board;

	(void)state;
	open_with_errors(&board);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		nvmlFieldValue_t field = ask_field(board.gpu, values[i].id, values[i].scope);
		/* Unsigned int leaves the other half of the union as it was. */
		unsigned long long expected = values[i].type == NVML_VALUE_TYPE_UNSIGNED_INT
						  ? 0x5a5a5a5a00000000 | values[i].value
						  : values[i].value;
		if (field.nvmlReturn != NVML_SUCCESS || field.valueType != values[i].type ||
		    field.value.ullVal != expected)
			fail_msg("field %u: %d, type %d, %#llx", values[i].id,
				 (int)field.nvmlReturn, (int)field.valueType, field.value.ullVal);
		/* The clock of the port stands still between questions. */
		assert_int_equal(field.timestamp, 2000000);
		assert_int_equal(field.latencyUsec, 0);
	}
	board_stop(&board);
}

static void one_call_answers_many(void **state)
{
	struct board board;
	nvmlFieldValue_t fields[4] = {{.fieldId = NVML_FI_DEV_MEMORY_TEMP},
				      {.fieldId = 0},
				      {.fieldId = NVML_FI_MAX},
				      {.fieldId = NVML_FI_DEV_PCIE_REPLAY_COUNTER}};

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetFieldValues(board.gpu, 4, fields), NVML_SUCCESS);
	assert_int_equal(fields[0].nvmlReturn, NVML_SUCCESS);
	assert_int_equal(fields[1].nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(fields[2].nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(fields[3].nvmlReturn, NVML_SUCCESS);
	assert_int_equal(fields[3].value.uiVal, 37);
	assert_int_equal(nvmlDeviceGetFieldValues(board.gpu, 0, fields),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetFieldValues(board.gpu, -1, fields),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* A failing entry keeps its value; every known id is answered by a code of its own. */
static void refusals_are_those_of_the_entry(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	nvmlDevice_t bare = board_gpu(1);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (values[i].id == NVML_FI_DEV_PCIE_REPLAY_COUNTER ||
		    values[i].id == NVML_FI_DEV_IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE ||
		    values[i].id == NVML_FI_DEV_GET_GPU_RECOVERY_ACTION)
			continue;
		nvmlFieldValue_t field = ask_field(bare, values[i].id, values[i].scope);
		if (field.nvmlReturn != NVML_ERROR_NOT_SUPPORTED ||
		    field.value.ullVal != 0x5a5a5a5a5a5a5a5a)
			fail_msg("field %u: %d", values[i].id, (int)field.nvmlReturn);
	}
	/* Links beyond the last. */
	assert_int_equal(ask_field(board.gpu, NVML_FI_DEV_NVLINK_GET_SPEED, 5).nvmlReturn,
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_field(board.gpu, NVML_FI_DEV_NVLINK_GET_SPEED, 64).nvmlReturn,
			 NVML_ERROR_NOT_SUPPORTED);
	for (unsigned id = 1; id < NVML_FI_MAX; id++) {
		nvmlReturn_t result = ask_field(board.gpu, id, 0).nvmlReturn;
		assert_true(result == NVML_SUCCESS || result == NVML_ERROR_NOT_SUPPORTED);
	}
	board_stop(&board);
}

/* One answer of the driver for all ids that come with it: controls, counted. */
static unsigned long controls_for(struct board *board, const unsigned *ids, unsigned count)
{
	nvmlFieldValue_t fields[64];
	unsigned long before = board->controls;

	assert_true(count <= 64);
	memset(fields, 0, sizeof(fields));
	for (unsigned i = 0; i < count; i++) {
		fields[i].fieldId = ids[i];
		fields[i].scopeId = ids[i] >= 185 && ids[i] <= 192 ? 0 : i % 4;
	}
	assert_int_equal(nvmlDeviceGetFieldValues(board->gpu, (int)count, fields), NVML_SUCCESS);
	for (unsigned i = 0; i < count; i++) {
		if (fields[i].nvmlReturn != NVML_SUCCESS)
			fail_msg("field %u: %d", ids[i], (int)fields[i].nvmlReturn);
	}
	return board->controls - before;
}

#define CONTROLS_FOR(board, list) controls_for(board, list, sizeof(list) / sizeof((list)[0]))

static void ids_share_a_control(void **state)
{
	static const unsigned retired[] = {29, 30, 31, 92, 93};
	static const unsigned pcie[] = {94,  95,  169, 173, 174, 175, 176,
					177, 178, 179, 180, 181, 182};
	static const unsigned lanes[] = {183, 183, 183, 183};
	static const unsigned page[] = {3, 4, 5, 6, 82, 142, 143, 144, 145, 185, 190, 192};
	static const unsigned counters[] = {3, 4, 5, 6};
	static const unsigned links[] = {91, 146, 147, 164, 165, 166, 164, 165};
	static const unsigned errors[] = {161, 162, 163, 161, 162, 163, 161, 162};
	static const unsigned throughput[] = {138, 139, 140, 141, 138, 139, 140, 141};
	static const unsigned thresholds[] = {168, 200, 223, 224, 225};
	static const unsigned newer[] = {201, 202, 203, 204, 214, 215, 205, 206, 207,
					 208, 209, 210, 211, 212, 213, 219, 221, 289,
					 290, 294, 295, 235, 236, 240, 250};
	static const unsigned c2c[] = {170, 171, 172};
	struct board board;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	ask_ecc_current(board.gpu, &value);
	assert_int_equal(CONTROLS_FOR(&board, retired), 1);
	assert_int_equal(CONTROLS_FOR(&board, pcie), 1);
	assert_int_equal(CONTROLS_FOR(&board, lanes), 1);
	assert_int_equal(CONTROLS_FOR(&board, page), 0);
	/* Links: capabilities and links, and one control for each kind of counter. */
	assert_int_equal(CONTROLS_FOR(&board, links), 2);
	assert_int_equal(CONTROLS_FOR(&board, errors), 3);
	assert_int_equal(CONTROLS_FOR(&board, throughput), 3);
	assert_int_equal(CONTROLS_FOR(&board, thresholds), 3);
	board_stop(&board);
	board_warm(&board, "gb200", DRIVER_WITH_PAGE);
	/* Traffic, errors, histogram. */
	assert_int_equal(CONTROLS_FOR(&board, newer), 5);
	assert_int_equal(CONTROLS_FOR(&board, c2c), 1);
	board_stop(&board);
	board_warm(&board, "witness", DRIVER_WITHOUT_PAGE);
	/* Volatile and aggregate; whether ECC is on was asked before. */
	ask_ecc_current(board.gpu, &value);
	assert_int_equal(CONTROLS_FOR(&board, counters), 2);
	board_stop(&board);
}

/* A refused answer is not asked for again by each of its ids. */
static void a_refusal_is_shared(void **state)
{
	struct board board;
	nvmlFieldValue_t fields[5] = {
	    {.fieldId = 29}, {.fieldId = 30}, {.fieldId = 31}, {.fieldId = 92}, {.fieldId = 93}};

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	unsigned long before = board.controls;
	board.status = 0x1b;
	assert_int_equal(nvmlDeviceGetFieldValues(board.gpu, 5, fields), NVML_SUCCESS);
	board.status = 0;
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(fields[i].nvmlReturn, NVML_ERROR_NO_PERMISSION);
	assert_int_equal(board.controls - before, 1);
	board_stop(&board);
}

/* A control that takes a while: three tries of a busy driver, 100 ms apart. */
static void time_is_that_of_the_reading(void **state)
{
	struct board board;
	nvmlFieldValue_t fields[4] = {{.fieldId = NVML_FI_DEV_PCIE_REPLAY_COUNTER},
				      {.fieldId = NVML_FI_DEV_RETIRED_SBE},
				      {.fieldId = NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER},
				      {.fieldId = NVML_FI_DEV_MEMORY_TEMP}};

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.busy_cmd = 0x20801322;
	board.busy_tries = 2;
	assert_int_equal(nvmlDeviceGetFieldValues(board.gpu, 4, fields), NVML_SUCCESS);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(fields[i].nvmlReturn, NVML_SUCCESS);
	assert_int_equal(fields[0].timestamp, 2000000);
	assert_int_equal(fields[0].latencyUsec, 0);
	assert_int_equal(fields[1].timestamp, 2200000);
	assert_int_equal(fields[1].latencyUsec, 200000);
	/* Came with the first entry's answer. */
	assert_int_equal(fields[2].timestamp, 2000000);
	assert_int_equal(fields[2].latencyUsec, 0);
	assert_int_equal(fields[3].timestamp, 2200000);
	board_stop(&board);
}

/* calibration.md 7: places of the u16 counters at 14, by bit of the mask at 0. */
static void counters_of_pcie(void **state)
{
	static const struct {
		unsigned id, place;
	} kinds[] = {{94, 1},  {95, 2},  {169, 13}, {173, 22}, {174, 10}, {175, 0}, {176, 4},
		     {177, 9}, {178, 3}, {179, 23}, {180, 24}, {181, 25}, {182, 7}};
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t i = 0; i < 31; i++)
		board_patch(&board, 0x20801813, 14 + 2 * i, 2, 60000 + i);
	for (uint32_t i = 0; i < 16; i++)
		board_patch(&board, 0x20801816, 2 + i, 1, 200 + i);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		nvmlFieldValue_t field = ask_field(board.gpu, kinds[i].id, 0);
		uint32_t mask;
		assert_int_equal(field.value.uiVal, 60000 + kinds[i].place);
		memcpy(&mask, board.sent, sizeof(mask));
		assert_int_equal(mask, 1u << kinds[i].place);
	}
	assert_int_equal(ask_field(board.gpu, 183, 15).value.uiVal, 215);
	assert_int_equal(ask_field(board.gpu, 183, 16).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	/* calibration.md 7: the counter is in words of four bytes; it turns over. */
	board_patch(&board, 0x20801819, 4, 4, 0x40000003);
	board_patch(&board, 0x20801819, 8, 4, 7);
	assert_int_equal(ask_field(board.gpu, 197, 0).value.uiVal, 12);
	assert_int_equal(ask_field(board.gpu, 198, 0).value.uiVal, 28);
	board_stop(&board);
}

/* Ids of single links: NVLink 3 of an A100 with twelve links, 25 GB/s each. */
static void ids_of_single_links(void **state)
{
	static const struct {
		unsigned first, seventh, total;
		uint32_t bit; /* of NVLINK_GET_COUNTERS */
	} rows[] = {{32, 96, 38, 16}, {39, 102, 45, 17}, {53, 114, 59, 26}, {148, 154, 160, 8}};
	struct board board;

	(void)state;
	board_warm(&board, "dgx-a100", DRIVER_WITHOUT_PAGE);
	for (size_t row = 0; row < 4; row++) {
		for (uint32_t link = 0; link < 12; link++)
			board_patch(&board, 0x20803004, 16 + 264 * link + 8 + 8 * rows[row].bit, 8,
				    1ull << link);
		for (uint32_t link = 0; link < 12; link++) {
			unsigned id =
			    link < 6 ? rows[row].first + link : rows[row].seventh + link - 6;
			nvmlFieldValue_t field = ask_field(board.gpu, id, 0);
			assert_int_equal(field.nvmlReturn, NVML_SUCCESS);
			assert_int_equal(field.value.ullVal, 1ull << link);
		}
		assert_int_equal(ask_field(board.gpu, rows[row].total, 0).value.ullVal, 0xfff);
		board_unpatch(&board);
	}
	for (unsigned link = 0; link < 12; link++)
		assert_int_equal(
		    ask_field(board.gpu, link < 6 ? 84 + link : 126 + link, 0).value.uiVal, 25000);
	assert_int_equal(ask_field(board.gpu, 90, 0).value.uiVal, 25000);
	/* A link that is down: no speed of its own, and not the common one. */
	board_patch(&board, 0x20803002, 8 + 184 * 0 + 8, 4, 4);
	assert_int_equal(ask_field(board.gpu, 84, 0).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_field(board.gpu, 90, 0).value.uiVal, 25000);
	board_stop(&board);
}

/* constants.tsv: numbers of NVLink 5's counters; 28 places of 16 bytes a link from 40. */
static void counters_of_nvlink_5(void **state)
{
	static const struct {
		unsigned id, place; /* of the values asked for together, in ascending order */
		uint32_t cmd_set;
	} kinds[] = {/* 22 to 27 */
		     {201, 0, 0},
		     {202, 1, 0},
		     {203, 2, 0},
		     {204, 3, 0},
		     {215, 4, 0},
		     {214, 5, 0},
		     /* 28 to 35, 38, 45, 46, 52, 54, 62, 63 */
		     {213, 0, 1},
		     {208, 1, 1},
		     {209, 2, 1},
		     {210, 3, 1},
		     {206, 4, 1},
		     {207, 5, 1},
		     {205, 6, 1},
		     {211, 7, 1},
		     {212, 8, 1},
		     {289, 9, 1},
		     {290, 10, 1},
		     {219, 11, 1},
		     {221, 12, 1},
		     {294, 13, 1},
		     {295, 14, 1},
		     /* 71 to 86 */
		     {235, 0, 2},
		     {236, 1, 2},
		     {243, 8, 2},
		     {250, 15, 2}};
	static const uint64_t masks[3][2] = {
	    {0xfc00000, 0}, {0xc050604ff0000000, 0}, {0, 0x7fff80}};
	struct board board;

	(void)state;
	board_warm(&board, "gb200", DRIVER_WITH_PAGE);
	for (uint32_t slot = 0; slot < 28; slot++)
		board_patch(&board, 0x20803050, 40 + 16 * (28 * 17 + slot) + 8, 8,
			    slot < 16 ? 1000 + slot : 0);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		uint64_t mask[2];
		nvmlFieldValue_t field = ask_field(board.gpu, kinds[i].id, 17);
		if (field.nvmlReturn != NVML_SUCCESS || field.value.ullVal != 1000 + kinds[i].place)
			fail_msg("field %u: %d %llu", kinds[i].id, (int)field.nvmlReturn,
				 field.value.ullVal);
		memcpy(mask, board.sent + 24, sizeof(mask));
		assert_memory_equal(mask, masks[kinds[i].cmd_set], sizeof(mask));
	}
	/* Values at their own numbers, where these are below 28. */
	board_unpatch(&board);
	for (uint32_t slot = 0; slot < 28; slot++)
		board_patch(&board, 0x20803050, 40 + 16 * (28 * 17 + slot) + 8, 8,
			    slot >= 22 ? 3000 + slot : 0);
	assert_int_equal(ask_field(board.gpu, 201, 17).value.ullVal, 3022);
	assert_int_equal(ask_field(board.gpu, 214, 17).value.ullVal, 3027);
	/* Older errors are not counted any more, and 18 is no link. */
	assert_int_equal(ask_field(board.gpu, 161, 17).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_field(board.gpu, 201, 18).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* A driver that refuses the whole set may still give the one. */
static void one_counter_of_a_refused_set(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "gb200", DRIVER_WITH_PAGE);
	board.busy_cmd = 0x20803050;
	board.busy_tries = 1;
	board.busy_status = 0x56;
	unsigned long before = board.controls;
	nvmlFieldValue_t field = ask_field(board.gpu, 202, 3);
	assert_int_equal(field.nvmlReturn, NVML_SUCCESS);
	/* Two seconds of 90000 bytes. */
	assert_int_equal(field.value.ullVal, 180000);
	assert_int_equal(board.controls - before, 4);
	uint64_t mask;
	memcpy(&mask, board.sent + 24, sizeof(mask));
	assert_int_equal(mask, 1ull << 23);
	board_stop(&board);
}

static void counters_move(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "gb200", DRIVER_WITH_PAGE);
	unsigned long long bytes = ask_field(board.gpu, 204, 0).value.ullVal;
	unsigned long long all = ask_field(board.gpu, 204, UINT32_MAX).value.ullVal;
	assert_int_equal(all, 18 * bytes);
	board.inner->sleep_us(board.inner, 1000000);
	assert_int_equal(ask_field(board.gpu, 204, 0).value.ullVal, bytes + 90000);
	board_stop(&board);
}

/* errCnts of 12 bytes a link; localPowerState at 72: structs.tsv. */
static void chip_to_chip(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "gb200", DRIVER_WITH_PAGE);
	board_patch(&board, 0x2080182b, 4, 4, 13);
	board_patch(&board, 0x2080182b, 16, 4, 44123);
	for (uint32_t i = 0; i < 42; i++)
		board_patch(&board, 0x2080182d, 4 * i, 4, 500 + i);
	assert_int_equal(ask_field(board.gpu, 170, 0).value.uiVal, 13);
	assert_int_equal(ask_field(board.gpu, 171, 0).value.uiVal, 1);
	assert_int_equal(ask_field(board.gpu, 172, 0).value.uiVal, 44123);
	assert_int_equal(ask_field(board.gpu, 231, 13).value.uiVal, 539);
	assert_int_equal(ask_field(board.gpu, 232, 13).value.uiVal, 540);
	assert_int_equal(ask_field(board.gpu, 233, 13).value.uiVal, 541);
	assert_int_equal(ask_field(board.gpu, 231, 14).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_field(board.gpu, 234, 0).value.uiVal, 0);
	board_patch(&board, 0x20801831, 72, 4, 2);
	assert_int_equal(ask_field(board.gpu, 234, 0).value.uiVal, 1);
	/* calibration.md 8: nothing is told of a link that is down. */
	board_patch(&board, 0x2080182b, 0, 1, 0);
	for (unsigned id = 170; id < 173; id++)
		assert_int_equal(ask_field(board.gpu, id, 0).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void words_of_the_driver(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, 0x2080300e, 4, 4, 1);
	assert_int_equal(ask_field(board.gpu, 167, 2).value.uiVal, NVML_NVLINK_POWER_STATE_LOW);
	assert_int_equal(board.sent[0], 2);
	board_patch(&board, 0x2080300e, 4, 4, 2);
	assert_int_equal(ask_field(board.gpu, 167, 2).nvmlReturn, NVML_ERROR_UNKNOWN);
	board_patch(&board, 0x208001b2, 0, 4, 4);
	assert_int_equal(ask_field(board.gpu, 230, 0).value.uiVal,
			 NVML_GPU_RECOVERY_ACTION_DRAIN_AND_RESET);
	board_patch(&board, 0x208001ab, 0, 1, 1);
	assert_int_equal(ask_field(board.gpu, 226, 0).value.uiVal, 1);
	assert_int_equal(ask_field(board.gpu, 227, 0).value.uiVal, 0);
	board_patch(&board, 0x208001ae, 0, 1, 1);
	assert_int_equal(ask_field(board.gpu, 227, 0).value.uiVal, 1);
	/* Other scopes than the page has. */
	assert_int_equal(ask_field(board.gpu, 190, 1).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask_field(board.gpu, 185, 3).nvmlReturn, NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Set by nvmlDeviceSetNvLinkDeviceLowPowerThreshold, from 525.85.05 on. */
static void threshold_that_was_set(void **state)
{
	static const char *const drivers[] = {"525.147.05", "550.163.01", "580.142", "595.45.04"};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		nvmlNvLinkPowerThres_t info = {.lowPwrThreshold = 101};
		board_start(&board, "witness", drivers[i]);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
				 NVML_SUCCESS);
		assert_int_equal(ask_field(board.gpu, 168, 0).value.uiVal, 101);
		info.lowPwrThreshold = NVML_NVLINK_LOW_POWER_THRESHOLD_RESET;
		assert_int_equal(nvmlDeviceSetNvLinkDeviceLowPowerThreshold(board.gpu, &info),
				 NVML_SUCCESS);
		assert_int_equal(ask_field(board.gpu, 168, 0).value.uiVal, 97);
		board_stop(&board);
	}
}

static nvmlReturn_t clear_one(nvmlDevice_t gpu, unsigned id, unsigned scope)
{
	nvmlFieldValue_t field = {.fieldId = id, .scopeId = scope, .nvmlReturn = 77};

	assert_int_equal(nvmlDeviceClearFieldValues(gpu, 1, &field), NVML_SUCCESS);
	return field.nvmlReturn;
}

static void counters_are_cleared(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(ask_field(board.gpu, 94, 0).value.uiVal, 37);
	assert_int_equal(clear_one(board.gpu, 95, 0), NVML_SUCCESS);
	assert_int_equal(ask_field(board.gpu, 94, 0).value.uiVal, 37);
	assert_int_equal(clear_one(board.gpu, 94, 0), NVML_SUCCESS);
	assert_int_equal(ask_field(board.gpu, 94, 0).value.uiVal, 0);
	assert_int_equal(clear_one(board.gpu, 162, 1), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(clear_one(board.gpu, 162, 1), NVML_SUCCESS);
	assert_int_equal(ask_field(board.gpu, 162, 1).value.ullVal, 0);
	assert_int_equal(ask_field(board.gpu, 162, 2).value.ullVal, 73);
	assert_int_equal(clear_one(board.gpu, 161, UINT32_MAX), NVML_SUCCESS);
	assert_int_equal(ask_field(board.gpu, 162, 2).value.ullVal, 0);
	/* What is no counter, has no such link, or is no field. */
	assert_int_equal(clear_one(board.gpu, NVML_FI_DEV_MEMORY_TEMP, 0),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(clear_one(board.gpu, 138, 0), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(clear_one(board.gpu, 161, 5), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(clear_one(board.gpu, 187, 0), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(clear_one(board.gpu, 0, 0), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(clear_one(board.gpu, NVML_FI_MAX, 0), NVML_ERROR_INVALID_ARGUMENT);
	/* api-semantics.tsv: the call succeeds without a handle and without entries. */
	assert_int_equal(nvmlDeviceClearFieldValues(board.gpu, 3, NULL), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceClearFieldValues(board.gpu, -1, NULL), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceClearFieldValues(NULL, 0, NULL), NVML_SUCCESS);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_and_their_types),
	    cmocka_unit_test(one_call_answers_many),
	    cmocka_unit_test(refusals_are_those_of_the_entry),
	    cmocka_unit_test(ids_share_a_control),
	    cmocka_unit_test(a_refusal_is_shared),
	    cmocka_unit_test(time_is_that_of_the_reading),
	    cmocka_unit_test(counters_of_pcie),
	    cmocka_unit_test(ids_of_single_links),
	    cmocka_unit_test(counters_of_nvlink_5),
	    cmocka_unit_test(one_counter_of_a_refused_set),
	    cmocka_unit_test(counters_move),
	    cmocka_unit_test(chip_to_chip),
	    cmocka_unit_test(words_of_the_driver),
	    cmocka_unit_test(threshold_that_was_set),
	    cmocka_unit_test(counters_are_cleared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
