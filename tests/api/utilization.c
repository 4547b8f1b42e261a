/* SPDX-License-Identifier: MIT */
/* Loads and their samples: calibration.md 5 and 6. */
#include "board.h"
#include "questions.h"

/* Offsets of transport.md 9.1, branch 580: {percent, period} of four engines. */
#define LOAD_STAMP 1976u
#define ENGINES 1992u
#define VIDEO_SAMPLE 0x20802087u

static const struct expectation loads[] = {
    {ask_gpu_load, NVML_SUCCESS, 61},           {ask_memory_load, NVML_SUCCESS, 23},
    {ask_encoder_load, NVML_SUCCESS, 17},       {ask_decoder_load, NVML_SUCCESS, 19},
    {ask_jpeg_load, NVML_SUCCESS, 29},          {ask_ofa_load, NVML_SUCCESS, 31},
    {ask_encoder_period, NVML_SUCCESS, 100000},
};

static void loads_of_the_machine(void **state)
{
	struct board board;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, loads);
	board_stop(&board);
}

/* From the page unchanged, also what cannot be; from the control only what can. */
static void engines_of_page_and_control(void **state)
{
	struct board board;
	unsigned percent = 5, period = 6;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t i = 0; i < 4; i++) {
		board_poke(&board, 0, ENGINES + 8 * i, 4, 110 + i);
		board_poke(&board, 0, ENGINES + 8 * i + 4, 4, 7000 + i);
	}
	static const struct expectation page[] = {{ask_encoder_load, NVML_SUCCESS, 110},
						  {ask_decoder_load, NVML_SUCCESS, 111},
						  {ask_jpeg_load, NVML_SUCCESS, 112},
						  {ask_ofa_load, NVML_SUCCESS, 113},
						  {ask_encoder_period, NVML_SUCCESS, 7000}};
	EXPECT_ANSWERS(board.gpu, page);
	board_poke(&board, 0, LOAD_STAMP, 8, 0);
	assert_int_equal(nvmlDeviceGetDecoderUtilization(board.gpu, &percent, &period),
			 NVML_SUCCESS);
	assert_int_equal(percent, 19);
	board_patch(&board, VIDEO_SAMPLE, 4, 4, 101);
	assert_int_equal(nvmlDeviceGetDecoderUtilization(board.gpu, &percent, &period),
			 NVML_ERROR_UNKNOWN);
	board_unpatch(&board);
	board_patch(&board, VIDEO_SAMPLE, 8, 4, 0);
	assert_int_equal(nvmlDeviceGetJpgUtilization(board.gpu, &percent, &period),
			 NVML_ERROR_UNKNOWN);
	board_stop(&board);
}

/* calibration.md 6: place 0 of the ring of 72 is never told; hundredths are cut. */
static void samples_of_the_ring(void **state)
{
	static const struct {
		nvmlSamplingType_t type;
		unsigned percent;
	} types[] = {{NVML_GPU_UTILIZATION_SAMPLES, 61}, {NVML_MEMORY_UTILIZATION_SAMPLES, 23},
		     {NVML_ENC_UTILIZATION_SAMPLES, 17}, {NVML_DEC_UTILIZATION_SAMPLES, 19},
		     {NVML_JPG_UTILIZATION_SAMPLES, 29}, {NVML_OFA_UTILIZATION_SAMPLES, 31}};
	struct board board;
	nvmlSample_t samples[128];
	nvmlValueType_t type = 99;
	unsigned count = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	/* The sibling has no process, so every sample is the whole GPU's. */
	nvmlDevice_t gpu = board_gpu(2);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		assert_int_equal(nvmlDeviceGetSamples(gpu, types[i].type, 0, &type, &count, NULL),
				 NVML_SUCCESS);
		assert_int_equal(count, 72);
		count = 128;
		assert_int_equal(
		    nvmlDeviceGetSamples(gpu, types[i].type, 0, &type, &count, samples),
		    NVML_SUCCESS);
		assert_int_equal(type, NVML_VALUE_TYPE_UNSIGNED_INT);
		/* 2 s at 166 ms a sample. */
		assert_int_equal(count, 12);
		for (unsigned s = 0; s < count; s++)
			assert_int_equal(samples[s].sampleValue.uiVal, types[i].percent);
		assert_in_range(samples[1].timeStamp - samples[0].timeStamp, 165000, 167000);
	}
	/* Younger than the last one seen: none. Younger than the one before: one. */
	assert_int_equal(nvmlDeviceGetSamples(gpu, NVML_GPU_UTILIZATION_SAMPLES, UINT64_MAX, &type,
					      &count, samples),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceGetSamples(gpu, NVML_GPU_UTILIZATION_SAMPLES,
					      samples[10].timeStamp + 83000, &type, &count,
					      samples),
			 NVML_SUCCESS);
	assert_int_equal(count, 1);
	count = 3;
	assert_int_equal(
	    nvmlDeviceGetSamples(gpu, NVML_GPU_UTILIZATION_SAMPLES, 0, &type, &count, samples),
	    NVML_ERROR_INSUFFICIENT_SIZE);
	count = 128;
	assert_int_equal(
	    nvmlDeviceGetSamples(gpu, NVML_TOTAL_POWER_SAMPLES, 0, &type, &count, samples),
	    NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/*
 * Sums over samples, divided by all samples with an owner: 12 samples, three processes
 * in turn, four each. SM is rounded up, the others down; the process seen last first.
 */
static void process_loads(void **state)
{
	static const nvmlProcessUtilizationSample_t expected[] = {
	    {.pid = 4013, .smUtil = 3, .memUtil = 0},
	    {.pid = 4007},
	    {.pid = 4003, .smUtil = 15, .memUtil = 3, .encUtil = 1, .decUtil = 1},
	};
	struct board board;
	nvmlProcessUtilizationSample_t list[72];
	unsigned count = 71, found = 0;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetProcessUtilization(board.gpu, list, &count, 0),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 72);
	assert_int_equal(nvmlDeviceGetProcessUtilization(board.gpu, NULL, &count, 0),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlDeviceGetProcessUtilization(board.gpu, list, &count, 0), NVML_SUCCESS);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < 3; i++) {
		for (unsigned j = 0; j < count; j++) {
			if (list[j].pid != expected[i].pid)
				continue;
			found++;
			assert_int_equal(list[j].smUtil, expected[i].smUtil);
			assert_int_equal(list[j].memUtil, expected[i].memUtil);
			assert_int_equal(list[j].encUtil, expected[i].encUtil);
			assert_int_equal(list[j].decUtil, expected[i].decUtil);
		}
	}
	assert_int_equal(found, 3);
	count = 72;
	assert_int_equal(nvmlDeviceGetProcessUtilization(board.gpu, list, &count, UINT64_MAX),
			 NVML_ERROR_NOT_FOUND);
	/* Nobody runs there. */
	count = 72;
	assert_int_equal(nvmlDeviceGetProcessUtilization(board_gpu(2), list, &count, 0),
			 NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/*
 * Sample entries of versions.md 8: 776 bytes from 570 on, stamp 0, engines of 128 bytes
 * from 8 on, util 0 and procId 8 in each. calibration.md 6: sums of whole percents over
 * samples with any owner, all rounded down here, the process seen last first.
 */
static void two_samples(uint32_t cmd, uint8_t *params, uint32_t size)
{
	if (cmd != 0x20802096 || size != 55888)
		return;
	memset(params + 16, 0xff, 72 * 776);
	for (uint32_t i = 0; i < 72; i++) {
		uint64_t stamp = i >= 1 && i <= 3 ? (1000 + i) * 1000000000ull : 0;
		memcpy(params + 16 + 776 * i, &stamp, 8);
	}
	for (uint32_t engine = 0; engine < 6; engine++) {
		uint32_t util[] = {1199 + 200 * engine, 399 + 100 * engine}, pids[] = {51, 53};
		for (uint32_t i = 0; i < 2; i++) {
			uint8_t *at = params + 16 + 776 * (i + 1) + 8 + 128 * engine;
			memcpy(at, &util[i], 4);
			memcpy(at + 8, &pids[i], 4);
		}
	}
}

static void process_loads_with_all_engines(void **state)
{
	struct board board;
	nvmlProcessUtilizationInfo_v1_t list[72];
	nvmlProcessesUtilizationInfo_t info = {.version = nvmlProcessesUtilizationInfo_v1,
					       .processSamplesCount = 72,
					       .procUtilArray = list};

	(void)state;
	assert_int_equal(sizeof(list[0]), 40);
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	board.on_reply = two_samples;
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.processSamplesCount, 2);
	/* In the sample: memory, SM, encoder, decoder, JPEG, OFA. */
	assert_int_equal(list[0].pid, 53);
	assert_int_equal(list[0].memUtil, 3 / 2);
	assert_int_equal(list[0].smUtil, 4 / 2);
	assert_int_equal(list[0].encUtil, 5 / 2);
	assert_int_equal(list[0].decUtil, 6 / 2);
	assert_int_equal(list[0].jpgUtil, 7 / 2);
	assert_int_equal(list[0].ofaUtil, 8 / 2);
	assert_int_equal(list[1].pid, 51);
	assert_int_equal(list[1].memUtil, 11 / 2);
	assert_int_equal(list[1].smUtil, 13 / 2);
	assert_int_equal(list[1].encUtil, 15 / 2);
	assert_int_equal(list[1].decUtil, 17 / 2);
	assert_int_equal(list[1].jpgUtil, 19 / 2);
	assert_int_equal(list[1].ofaUtil, 21 / 2);
	assert_int_equal(list[0].timeStamp - list[1].timeStamp, 1000000);
	/* Younger than the first sample: the second one alone, not halved. */
	info.lastSeenTimeStamp = list[1].timeStamp + 500000;
	info.processSamplesCount = 72;
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, &info), NVML_SUCCESS);
	assert_int_equal(info.processSamplesCount, 1);
	assert_int_equal(list[0].ofaUtil, 8);
	board_stop(&board);
}

/* api-semantics.tsv: too little room is told first, with 72. */
static void refusals_of_process_loads(void **state)
{
	struct board board;
	nvmlProcessUtilizationInfo_v1_t list[72];
	nvmlProcessesUtilizationInfo_t info = {.version = nvmlProcessesUtilizationInfo_v1,
					       .processSamplesCount = 71,
					       .procUtilArray = list};

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, &info),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(info.processSamplesCount, 72);
	info.procUtilArray = NULL;
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, &info),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	info.procUtilArray = list;
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board_gpu(2), &info),
			 NVML_ERROR_NOT_FOUND);
	info.lastSeenTimeStamp = UINT64_MAX;
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, &info),
			 NVML_ERROR_NOT_FOUND);
	info.version = nvmlProcessesUtilizationInfo_v1 + 1;
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, &info),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetProcessesUtilizationInfo(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* map.tsv: 100 on a whole GPU whatever the load; H.264 0, HEVC 1, AV1 2; 0x2080016c. */
static void encoder_capacity(void **state)
{
	struct board board;
	unsigned percent = 7;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned codec = 0; codec < 3; codec++) {
		percent = 7;
		assert_int_equal(nvmlDeviceGetEncoderCapacity(board.gpu, codec, &percent),
				 NVML_SUCCESS);
		assert_int_equal(percent, 100);
	}
	board_patch(&board, 0x2080016c, 4, 4, 37);
	assert_int_equal(nvmlDeviceGetEncoderCapacity(board.gpu, 1, &percent), NVML_SUCCESS);
	assert_int_equal(percent, 37);
	board_unpatch(&board);
	assert_int_equal(nvmlDeviceGetEncoderCapacity(board.gpu, 3, &percent),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* The bare board has no encoder for AV1. */
	assert_int_equal(nvmlDeviceGetEncoderCapacity(board_gpu(1), 2, &percent),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(percent, 37);
	board_stop(&board);
}

/* calibration.md 10: unchanged. 0x2080016d and 0x2080017b: sessions 0, frames 4, latency 8. */
static void encoder_and_capture_sessions(void **state)
{
	struct board board;
	unsigned count = 9, fps = 9, latency = 9;
	nvmlFBCStats_t stats = {9, 9, 9};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetEncoderStats(board_gpu(1), &count, &fps, &latency),
			 NVML_SUCCESS);
	assert_int_equal(count + fps + latency, 0);
	assert_int_equal(nvmlDeviceGetFBCStats(board_gpu(1), &stats), NVML_SUCCESS);
	assert_int_equal(stats.sessionsCount + stats.averageFPS + stats.averageLatency, 0);
	for (uint32_t i = 0; i < 3; i++) {
		board_patch(&board, 0x2080016d, 4 * i, 4, 11 + i);
		board_patch(&board, 0x2080017b, 4 * i, 4, 21 + i);
	}
	assert_int_equal(nvmlDeviceGetEncoderStats(board.gpu, &count, &fps, &latency),
			 NVML_SUCCESS);
	assert_int_equal(count, 11);
	assert_int_equal(fps, 12);
	assert_int_equal(latency, 13);
	assert_int_equal(nvmlDeviceGetFBCStats(board.gpu, &stats), NVML_SUCCESS);
	assert_int_equal(stats.sessionsCount, 21);
	assert_int_equal(stats.averageFPS, 22);
	assert_int_equal(stats.averageLatency, 23);
	board.status = 0x56;
	assert_int_equal(nvmlDeviceGetEncoderStats(board.gpu, &count, &fps, &latency),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetFBCStats(board.gpu, &stats), NVML_ERROR_NOT_SUPPORTED);
	board.status = 0;
	assert_int_equal(count, 11);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(loads_of_the_machine),
	    cmocka_unit_test(engines_of_page_and_control),
	    cmocka_unit_test(samples_of_the_ring),
	    cmocka_unit_test(process_loads),
	    cmocka_unit_test(process_loads_with_all_engines),
	    cmocka_unit_test(refusals_of_process_loads),
	    cmocka_unit_test(encoder_capacity),
	    cmocka_unit_test(encoder_and_capture_sessions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
