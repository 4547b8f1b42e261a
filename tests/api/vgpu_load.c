/* SPDX-License-Identifier: MIT */
/* What vGPUs use: samples of ctrl2080perf.h, accounts of ctrl0000gpuacct.h. */
#include "board.h"
#include "vgpu.h"

#define SAMPLES 0x20802096u
#define STATE 0xb02u
#define STATS 0xb03u
#define PIDS 0xb04u
#define T4_PID 70021u /* of the T4's vGPU on the host */
/* The two clocks are compared anew for each question; samples are 166 ms apart. */
#define MOMENT_US 80000u

static void start(struct board *board, const char *driver)
{
	board_start(board, "vgpu", driver);
	board->inner->sleep_us(board->inner, 20000000);
}

/* The sum of its guest's processes, in percent of the whole GPU. */
static void use_of_the_engines(void **state)
{
	static const char *const drivers[] = {DRIVER_535, DRIVER_550, DRIVER_580, DRIVER_595};
	struct board board;
	nvmlValueType_t kind;
	nvmlVgpuInstanceUtilizationSample_t sample;
	nvmlVgpuInstanceUtilizationInfo_v1_t wide;
	nvmlVgpuInstancesUtilizationInfo_t info = {.version = nvmlVgpuInstancesUtilizationInfo_v1};

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		unsigned count = 1;
		bool has_jpeg = i > 0;
		start(&board, drivers[i]);
		nvmlDevice_t t4 = board_gpu(1);
		memset(&sample, 0xa5, sizeof(sample));
		assert_int_equal(nvmlDeviceGetVgpuUtilization(t4, 0, &kind, &count, &sample),
				 NVML_SUCCESS);
		assert_int_equal(count, 1);
		assert_int_equal(kind, NVML_VALUE_TYPE_UNSIGNED_INT);
		assert_int_equal(sample.vgpuInstance, T4_GUEST);
		assert_int_equal(sample.smUtil.uiVal, 13 + 31);
		assert_int_equal(sample.memUtil.uiVal, 7 + 19);
		assert_int_equal(sample.encUtil.uiVal, 5);
		assert_int_equal(sample.decUtil.uiVal, 3);
		info.vgpuInstanceCount = 1;
		info.lastSeenTimeStamp = sample.timeStamp - MOMENT_US;
		info.vgpuUtilArray = &wide;
		assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(t4, &info),
				 NVML_SUCCESS);
		assert_int_equal(info.sampleValType, NVML_VALUE_TYPE_UNSIGNED_INT);
		assert_int_equal(wide.vgpuInstance, T4_GUEST);
		assert_in_range(wide.timeStamp, sample.timeStamp - MOMENT_US,
				sample.timeStamp + MOMENT_US);
		assert_int_equal(wide.smUtil.uiVal, 44);
		assert_int_equal(wide.memUtil.uiVal, 26);
		assert_int_equal(wide.encUtil.uiVal, 5);
		assert_int_equal(wide.decUtil.uiVal, 3);
		assert_int_equal(wide.jpgUtil.uiVal, has_jpeg ? 2 : 0);
		assert_int_equal(wide.ofaUtil.uiVal, has_jpeg ? 1 : 0);
		/* Nothing is newer than the newest. */
		info.lastSeenTimeStamp = sample.timeStamp + MOMENT_US;
		assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(t4, &info),
				 NVML_ERROR_NOT_FOUND);
		assert_int_equal(nvmlDeviceGetVgpuUtilization(t4, sample.timeStamp + MOMENT_US,
							      &kind, &count, &sample),
				 NVML_ERROR_NOT_FOUND);
		board_stop(&board);
	}
}

/* Both vGPUs of a GPU, whoever had the last period. */
static void all_vgpus(void **state)
{
	struct board board;
	unsigned count = 4;
	nvmlValueType_t kind;
	nvmlVgpuInstanceUtilizationSample_t samples[4];

	(void)state;
	start(&board, DRIVER_550);
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board.gpu, 0, &kind, &count, samples),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(samples[0].vgpuInstance, A100_GUEST);
	assert_int_equal(samples[1].vgpuInstance, A100_STARTING);
	assert_int_equal(samples[0].smUtil.uiVal, 0);
	board_stop(&board);
}

/* Engines of an entry by driver; each has util 0, procId 8, subProcessID 12. Entries from 16 on. */
static void words_of_the_driver(void **state)
{
	static const struct {
		const char *driver;
		unsigned stride, engines, engine[6];
	} rows[] = {{DRIVER_535, 472, 4, {124, 8, 240, 356}},
		    {DRIVER_550, 704, 6, {124, 8, 240, 356, 472, 588}},
		    {DRIVER_595, 776, 6, {136, 8, 264, 392, 520, 648}}};
	struct board board;
	nvmlVgpuInstanceUtilizationInfo_v1_t wide;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nvmlVgpuInstancesUtilizationInfo_t info = {.version =
							       nvmlVgpuInstancesUtilizationInfo_v1,
							   .vgpuInstanceCount = 1,
							   .vgpuUtilArray = &wide};
		start(&board, rows[i].driver);
		unsigned entry = 16 + 7 * rows[i].stride;
		board_patch(&board, SAMPLES, entry, 8, 1ull << 60);
		for (unsigned e = 0; e < rows[i].engines; e++) {
			board_patch(&board, SAMPLES, entry + rows[i].engine[e], 4, 199 + 100 * e);
			board_patch(&board, SAMPLES, entry + rows[i].engine[e] + 8, 4, T4_PID);
			board_patch(&board, SAMPLES, entry + rows[i].engine[e] + 12, 4, 0);
		}
		assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(board_gpu(1), &info),
				 NVML_SUCCESS);
		assert_int_equal(wide.smUtil.uiVal, 1);
		assert_int_equal(wide.memUtil.uiVal, 2);
		assert_int_equal(wide.encUtil.uiVal, 3);
		assert_int_equal(wide.decUtil.uiVal, 4);
		assert_int_equal(wide.jpgUtil.uiVal, i == 0 ? 0 : 5);
		assert_int_equal(wide.ofaUtil.uiVal, i == 0 ? 0 : 6);
		/* A process of the guest, or the host's own, is not the vGPU. */
		board_patch(&board, SAMPLES, entry + rows[i].engine[0] + 12, 4, 1528);
		board_patch(&board, SAMPLES, entry + rows[i].engine[1] + 8, 4, 4711);
		assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(board_gpu(1), &info),
				 NVML_SUCCESS);
		assert_int_equal(wide.smUtil.uiVal, 0);
		assert_int_equal(wide.memUtil.uiVal, 0);
		assert_int_equal(wide.encUtil.uiVal, 3);
		board_stop(&board);
	}
}

static void room_for_loads(void **state)
{
	struct board board;
	unsigned count = 0;
	nvmlValueType_t kind = 9;
	nvmlVgpuInstanceUtilizationSample_t sample = {.vgpuInstance = 7};
	nvmlVgpuInstancesUtilizationInfo_t info = {.version = nvmlVgpuInstancesUtilizationInfo_v1};

	(void)state;
	start(&board, DRIVER_580);
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board.gpu, 0, NULL, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	count = 1;
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board.gpu, 0, &kind, &count, &sample),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(sample.vgpuInstance, 7);
	assert_int_equal(kind, 9);
	count = 0;
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board.gpu, 0, &kind, &count, &sample),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board.gpu, 0, &kind, NULL, &sample),
			 NVML_ERROR_INVALID_ARGUMENT);
	count = 2;
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board.gpu, 0, NULL, &count, &sample),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board_gpu(2), 0, NULL, NULL, NULL),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(board_gpu(2), &info),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(board.gpu, &info),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(info.vgpuInstanceCount, 2);
	info.version = 1;
	assert_int_equal(nvmlDeviceGetVgpuInstancesUtilizationInfo(board.gpu, &info),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
	/* No vGPU: nothing to tell, and no lack of room. */
	board_start(&board, "vgpu-l40s", DRIVER_580);
	count = 0;
	assert_int_equal(nvmlDeviceGetVgpuUtilization(board_gpu(1), 0, NULL, &count, NULL),
			 NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_stop(&board);
}

static void accounts_of_a_guest(void **state)
{
	struct board board;
	unsigned count = 4, pids[4] = {0, 0, 77};
	nvmlEnableState_t mode = 9;
	nvmlAccountingStats_t stats;

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	assert_int_equal(nvmlVgpuInstanceGetAccountingMode(T4_GUEST, &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_FEATURE_ENABLED);
	/* The host's process stands for the guest; accountingPid since 580. */
	assert_int_equal(board_sent(&board, 4, 4), T4_PID);
	assert_int_equal(nvmlVgpuInstanceGetAccountingMode(A100_GUEST, &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_FEATURE_DISABLED);
	assert_int_equal(nvmlVgpuInstanceGetAccountingPids(T4_GUEST, &count, pids), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(pids[0], 1528);
	assert_int_equal(pids[1], 1531);
	assert_int_equal(pids[2], 77);
	memset(&stats, 0xa5, sizeof(stats));
	assert_int_equal(nvmlVgpuInstanceGetAccountingStats(T4_GUEST, 1528, &stats), NVML_SUCCESS);
	assert_int_equal(board_sent(&board, 4, 4), T4_PID);
	assert_int_equal(board_sent(&board, 8, 4), 1528);
	assert_int_equal(stats.gpuUtilization, 13);
	assert_int_equal(stats.memoryUtilization, 7);
	assert_int_equal(stats.maxMemoryUsage, 173ull << 20);
	assert_int_equal(stats.startTime, 1700000000000001);
	assert_int_equal(stats.isRunning, 1);
	assert_int_equal(stats.time, 0);
	board_patch(&board, STATS, 40, 8, 1700000000000001 + 98765432);
	assert_int_equal(nvmlVgpuInstanceGetAccountingStats(T4_GUEST, 1528, &stats), NVML_SUCCESS);
	assert_int_equal(stats.isRunning, 0);
	assert_int_equal(stats.time, 98765);
	assert_int_equal(nvmlVgpuInstanceGetAccountingStats(T4_GUEST, 4004, &stats),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceGetAccountingStats(A100_GUEST, 1528, &stats),
			 NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/* Before 580 the machine's process, from then on a member of its own, at 80 of the device. */
static void whose_accounts(void **state)
{
	struct board board;
	nvmlEnableState_t mode;

	(void)state;
	board_start(&board, "vgpu", DRIVER_575);
	board_patch(&board, 0xa0810102, 8, 4, 4711);
	nvmlVgpuInstanceGetAccountingMode(A100_GUEST, &mode);
	assert_int_equal(board.last_cmd, STATE);
	assert_int_equal(board_sent(&board, 4, 4), 4711);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_580);
	board_patch(&board, 0xa0810102, 8, 4, 4711);
	board_patch(&board, 0xa0810102, 328 + 80, 4, 4712);
	nvmlVgpuInstanceGetAccountingMode(A100_GUEST, &mode);
	assert_int_equal(board_sent(&board, 4, 4), 4712);
	board_stop(&board);
}

static void accounts_are_refused(void **state)
{
	struct board board;
	unsigned count = 1, pids[2] = {7, 7};
	nvmlEnableState_t mode = 9;
	nvmlAccountingStats_t stats;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlVgpuInstanceGetAccountingMode(A100_STARTING, &mode),
			 NVML_ERROR_DRIVER_NOT_LOADED);
	assert_int_equal(mode, 9);
	assert_int_equal(nvmlVgpuInstanceGetAccountingPids(T4_GUEST, &count, pids),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(pids[0], 7);
	assert_int_equal(nvmlVgpuInstanceGetAccountingPids(T4_GUEST, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	count = 0;
	assert_int_equal(nvmlVgpuInstanceGetAccountingPids(4711, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 4000);
	assert_int_equal(nvmlVgpuInstanceClearAccountingPids(T4_GUEST), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlVgpuInstanceClearAccountingPids(T4_GUEST), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, 0xb05);
	assert_int_equal(board_sent(&board, 4, 4), T4_PID);
	assert_int_equal(nvmlVgpuInstanceGetAccountingMode(4711, &mode), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceGetAccountingPids(4711, &count, pids),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceGetAccountingStats(4711, 1528, &stats),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceClearAccountingPids(4711), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceClearAccountingPids(0), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* A published line: session 2 of process 2308, H.264, 1920x1080, 424 frames, 1977 us. */
static void encoder_sessions(void **state)
{
	struct board board;
	unsigned count = 4, fps = 0, latency = 0;
	nvmlEncoderSessionInfo_t list[4];

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	memset(list, 0xa5, sizeof(list));
	assert_int_equal(nvmlVgpuInstanceGetEncoderSessions(T4_GUEST, &count, list), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].sessionId, 2);
	assert_int_equal(list[0].pid, 2308);
	assert_int_equal(list[0].vgpuInstance, T4_GUEST);
	assert_int_equal(list[0].codecType, NVML_ENCODER_QUERY_H264);
	assert_int_equal(list[0].hResolution, 1920);
	assert_int_equal(list[0].vResolution, 1080);
	assert_int_equal(list[0].averageFps, 424);
	assert_int_equal(list[0].averageLatency, 1977);
	assert_int_equal(list[1].sessionId, 3);
	assert_int_equal(list[1].pid, 2310);
	assert_int_equal(list[2].pid, 0xa5a5a5a5);
	assert_int_equal(nvmlVgpuInstanceGetEncoderStats(T4_GUEST, &count, &fps, &latency),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(fps, 227);
	assert_int_equal(latency, 1000);
	/* All three of the GPU. */
	count = 4;
	assert_int_equal(nvmlDeviceGetEncoderSessions(board_gpu(1), &count, list), NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(list[1].pid, 70100);
	assert_int_equal(list[1].vgpuInstance, 0);
	assert_int_equal(nvmlVgpuInstanceGetEncoderStats(A100_GUEST, &count, &fps, &latency),
			 NVML_SUCCESS);
	assert_int_equal(count, 0);
	assert_int_equal(fps, 0);
	assert_int_equal(latency, 0);
	board_stop(&board);
}

static void capture_sessions(void **state)
{
	struct board board;
	unsigned count = 2;
	nvmlFBCSessionInfo_t list[2];
	nvmlFBCStats_t stats;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlVgpuInstanceGetFBCSessions(T4_GUEST, &count, list), NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].sessionId, 9);
	assert_int_equal(list[0].pid, 2311);
	assert_int_equal(list[0].vgpuInstance, T4_GUEST);
	assert_int_equal(list[0].displayOrdinal, 1);
	assert_int_equal(list[0].sessionType, 1);
	assert_int_equal(list[0].sessionFlags, 2);
	assert_int_equal(list[0].hMaxResolution, 1921);
	assert_int_equal(list[0].vMaxResolution, 1081);
	assert_int_equal(list[0].hResolution, 1601);
	assert_int_equal(list[0].vResolution, 901);
	assert_int_equal(list[0].averageFPS, 59);
	assert_int_equal(list[0].averageLatency, 401);
	assert_int_equal(nvmlVgpuInstanceGetFBCStats(T4_GUEST, &stats), NVML_SUCCESS);
	assert_int_equal(stats.sessionsCount, 1);
	assert_int_equal(stats.averageFPS, 59);
	assert_int_equal(stats.averageLatency, 401);
	assert_int_equal(nvmlVgpuInstanceGetFBCStats(A100_GUEST, &stats), NVML_SUCCESS);
	assert_int_equal(stats.sessionsCount, 0);
	board_stop(&board);
}

/* Room for none asks for the number, and is no lack of room. */
static void room_for_sessions(void **state)
{
	struct board board;
	unsigned count = 0, fps = 77, latency = 77;
	nvmlEncoderSessionInfo_t session = {.pid = 7};
	nvmlFBCSessionInfo_t capture = {.pid = 7};
	nvmlFBCStats_t stats;

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	assert_int_equal(nvmlVgpuInstanceGetEncoderSessions(T4_GUEST, &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 2);
	count = 1;
	assert_int_equal(nvmlVgpuInstanceGetEncoderSessions(T4_GUEST, &count, &session),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(session.pid, 7);
	assert_int_equal(nvmlVgpuInstanceGetEncoderSessions(4711, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlVgpuInstanceGetEncoderSessions(4711, &count, &session),
			 NVML_ERROR_NOT_FOUND);
	count = 0;
	assert_int_equal(nvmlVgpuInstanceGetFBCSessions(T4_GUEST, &count, NULL), NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(nvmlVgpuInstanceGetFBCSessions(T4_GUEST, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlVgpuInstanceGetFBCSessions(4711, &count, &capture),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceGetFBCStats(4711, &stats), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlVgpuInstanceGetEncoderStats(4711, &count, &fps, &latency),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(fps, 77);
	assert_int_equal(capture.pid, 7);
	board_stop(&board);
}

/* api-semantics.tsv: so answered a driver without any vGPU, from the number 1 on. */
static void room_for_accounts_is_told_of_no_vgpu(void **state)
{
	static const nvmlVgpuInstance_t none[] = {1, 4711, 0xffffffff};
	struct board board;
	unsigned pid = 77;

	(void)state;
	board_start(&board, "witness", DRIVER_580);
	for (unsigned i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		unsigned count = 0;
		assert_int_equal(nvmlVgpuInstanceGetAccountingPids(none[i], &count, NULL),
				 NVML_ERROR_INSUFFICIENT_SIZE);
		assert_int_equal(count, 4000);
		assert_int_equal(nvmlVgpuInstanceGetAccountingPids(none[i], &count, NULL),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlVgpuInstanceGetAccountingPids(none[i], &count, &pid),
				 NVML_ERROR_NOT_FOUND);
		assert_int_equal(count, 4000);
		count = 0;
		assert_int_equal(nvmlVgpuInstanceGetAccountingPids(none[i], &count, &pid),
				 NVML_ERROR_NOT_FOUND);
	}
	assert_int_equal(pid, 77);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(use_of_the_engines),
	    cmocka_unit_test(all_vgpus),
	    cmocka_unit_test(words_of_the_driver),
	    cmocka_unit_test(room_for_loads),
	    cmocka_unit_test(accounts_of_a_guest),
	    cmocka_unit_test(whose_accounts),
	    cmocka_unit_test(accounts_are_refused),
	    cmocka_unit_test(room_for_accounts_is_told_of_no_vgpu),
	    cmocka_unit_test(encoder_sessions),
	    cmocka_unit_test(capture_sessions),
	    cmocka_unit_test(room_for_sessions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
