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
    {NVML_FI_DEV_NVLINK_SPEED_MBPS_COMMON, 0, NVML_VALUE_TYPE_UNSIGNED_INT, 26562},
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
		if (values[i].id == NVML_FI_DEV_PCIE_REPLAY_COUNTER)
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

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_and_their_types),
	    cmocka_unit_test(one_call_answers_many),
	    cmocka_unit_test(refusals_are_those_of_the_entry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
