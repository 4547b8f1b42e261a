/* SPDX-License-Identifier: MIT */
/*
 * Sessions of the encoder and of frame buffer capture. Meaning: calibration.md 10; layout:
 * 32-byte and 52-byte entries from 4 on, as map.tsv gives them.
 */
#include "board.h"
#include "questions.h"

#define ENCODER_BY_POINTER 0x2080016e
#define ENCODER_OF_525 0x208001a9
#define ENCODER 0x208001af
#define CAPTURE 0x2080017c

static const char *const drivers[] = {
    "515.105.01", "520.61.07",  "525.60.11", "525.147.05", "530.41.03", "535.288.01",
    "545.29.06",  "550.163.01", "555.58.02", "560.35.03",  "565.77",    "570.211.01",
    "575.64.05",  "580.142",    "590.48.01", "595.45.04",  "620.10"};

static void expect_machine_sessions(nvmlDevice_t gpu)
{
	nvmlEncoderSessionInfo_t list[2];
	unsigned count = 2, fps, latency;

	assert_int_equal(nvmlDeviceGetEncoderSessions(gpu, &count, list), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].sessionId, 71);
	assert_int_equal(list[0].pid, 4003);
	assert_int_equal(list[0].vgpuInstance, 0);
	assert_int_equal(list[0].codecType, NVML_ENCODER_QUERY_HEVC);
	assert_int_equal(list[1].sessionId, 73);
	assert_int_equal(list[1].pid, 4013);
	assert_int_equal(list[1].codecType, NVML_ENCODER_QUERY_AV1);
	assert_int_equal(list[1].hResolution, 3841);
	assert_int_equal(list[1].vResolution, 2161);
	assert_int_equal(list[1].averageFps, 31);
	assert_int_equal(list[1].averageLatency, 9001);
	assert_int_equal(nvmlDeviceGetEncoderStats(gpu, &count, &fps, &latency), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(fps, (61 + 31) / 2);
	assert_int_equal(latency, (4001 + 9001) / 2);
}

/* The proprietary module knows sessions on every branch. */
static void encoder_sessions_of_every_branch(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_load(&board, "witness", drivers[i]);
		free(board.machine->kernel_module);
		board.machine->kernel_module = strdup("proprietary");
		board_remake(&board, drivers[i]);
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		expect_machine_sessions(board_gpu(0));
		board_stop(&board);
	}
}

/* The open module's handlers: a constant 0 until 545, a list from 550 on. */
static void the_open_module_lists_sessions_from_550_on(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		unsigned count = 0;
		board_start(&board, "witness", drivers[i]);
		if (strtoul(drivers[i], NULL, 10) >= 550) {
			expect_machine_sessions(board.gpu);
		} else {
			assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, &count, NULL),
					 NVML_SUCCESS);
			assert_int_equal(count, 0);
		}
		board_stop(&board);
	}
}

static void capture_sessions_of_every_branch(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		nvmlFBCSessionInfo_t list[3];
		nvmlFBCStats_t stats;
		unsigned count = 3;
		board_start(&board, "witness", drivers[i]);
		assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, &count, list), NVML_SUCCESS);
		assert_int_equal(count, 1);
		assert_int_equal(list[0].sessionId, 79);
		assert_int_equal(list[0].pid, 4007);
		assert_int_equal(list[0].hMaxResolution, 7681);
		assert_int_equal(nvmlDeviceGetFBCStats(board.gpu, &stats), NVML_SUCCESS);
		assert_int_equal(stats.sessionsCount, 1);
		assert_int_equal(stats.averageFPS, 59);
		assert_int_equal(stats.averageLatency, 3001);
		board_stop(&board);
	}
}

/* {processId, subProcessId, sessionId, codec, width, height, rate, latency}. */
static void patch_encoder_entry(struct board *board, uint32_t cmd, uint32_t entry, uint32_t inside)
{
	for (uint32_t word = 0; word < 8; word++)
		board_patch(board, cmd, 4 + 32 * entry + 4 * word, 4, 1000 * entry + word);
	board_patch(board, cmd, 4 + 32 * entry + 4, 4, inside);
}

/* With a process inside a guest that one is the pid, and the host's stands for the guest. */
static void words_of_an_encoder_session(void **state)
{
	static const struct {
		const char *driver;
		uint32_t cmd;
	} releases[] = {
	    {"525.147.05", ENCODER_OF_525}, {"530.41.03", ENCODER}, {"595.45.04", ENCODER}};
	struct board board;
	nvmlEncoderSessionInfo_t list[3];

	(void)state;
	for (size_t i = 0; i < sizeof(releases) / sizeof(releases[0]); i++) {
		unsigned count = 3;
		board_start(&board, "witness", releases[i].driver);
		board_patch(&board, releases[i].cmd, 0, 4, 3);
		for (uint32_t entry = 0; entry < 3; entry++)
			patch_encoder_entry(&board, releases[i].cmd, entry, entry == 1 ? 555 : 0);
		assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, &count, list),
				 NVML_SUCCESS);
		assert_int_equal(count, 3);
		assert_int_equal(list[1].pid, 555);
		assert_int_equal(list[1].vgpuInstance, 1000);
		assert_int_equal(list[2].pid, 2000);
		assert_int_equal(list[2].vgpuInstance, 0);
		assert_int_equal(list[2].sessionId, 2002);
		assert_int_equal(list[2].codecType, 2003);
		assert_int_equal(list[2].hResolution, 2004);
		assert_int_equal(list[2].vResolution, 2005);
		assert_int_equal(list[2].averageFps, 2006);
		assert_int_equal(list[2].averageLatency, 2007);
		board_stop(&board);
	}
}

/*
 * {processId, subProcessId, vgpuInstanceId, sessionId, sessionType, displayOrdinal, flags,
 * largest width and height, width, height, rate, latency}.
 */
static void words_of_a_capture_session(void **state)
{
	struct board board;
	nvmlFBCSessionInfo_t list[2];
	unsigned count = 2;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, CAPTURE, 0, 4, 2);
	for (uint32_t word = 0; word < 13; word++)
		board_patch(&board, CAPTURE, 4 + 52 + 4 * word, 4, 500 + word);
	assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, &count, list), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(list[1].pid, 500);
	assert_int_equal(list[1].vgpuInstance, 502);
	assert_int_equal(list[1].sessionId, 503);
	assert_int_equal(list[1].sessionType, 504);
	assert_int_equal(list[1].displayOrdinal, 505);
	assert_int_equal(list[1].sessionFlags, 506);
	assert_int_equal(list[1].hMaxResolution, 507);
	assert_int_equal(list[1].vMaxResolution, 508);
	assert_int_equal(list[1].hResolution, 509);
	assert_int_equal(list[1].vResolution, 510);
	assert_int_equal(list[1].averageFPS, 511);
	assert_int_equal(list[1].averageLatency, 512);
	board_stop(&board);
}

/* api-semantics.tsv: a count of 0 asks for the number, NULL with another is refused first. */
static void room_of_the_lists(void **state)
{
	struct board board;
	nvmlEncoderSessionInfo_t encoders[2] = {{.pid = 7}};
	nvmlFBCSessionInfo_t captures[1] = {{.pid = 7}};
	unsigned count;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	count = 0;
	assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 2);
	count = 1;
	assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, &count, encoders),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(encoders[0].pid, 7);
	count = 64;
	assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(count, 64);
	assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, NULL, encoders),
			 NVML_ERROR_INVALID_ARGUMENT);
	count = 0;
	assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, &count, captures), NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(captures[0].pid, 7);
	count = 64;
	assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, NULL, captures),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_patch(&board, CAPTURE, 0, 4, 2);
	count = 1;
	assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, &count, captures),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	board_stop(&board);
}

/* A count past the table is cut to the table. */
static void more_sessions_than_a_table_holds(void **state)
{
	struct board board;
	unsigned count = 0;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, ENCODER, 0, 4, UINT32_MAX);
	board_patch(&board, CAPTURE, 0, 4, UINT32_MAX);
	assert_int_equal(nvmlDeviceGetEncoderSessions(board.gpu, &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 512);
	count = 0;
	assert_int_equal(nvmlDeviceGetFBCSessions(board.gpu, &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 256);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(encoder_sessions_of_every_branch),
	    cmocka_unit_test(the_open_module_lists_sessions_from_550_on),
	    cmocka_unit_test(capture_sessions_of_every_branch),
	    cmocka_unit_test(words_of_an_encoder_session),
	    cmocka_unit_test(words_of_a_capture_session),
	    cmocka_unit_test(room_of_the_lists),
	    cmocka_unit_test(more_sessions_than_a_table_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
