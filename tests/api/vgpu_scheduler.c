/* SPDX-License-Identifier: MIT */
/* How vGPUs take turns: a host's published output, structs of ctrl2080fifo.h. */
#include "board.h"
#include "vgpu.h"

#define STATE 0x20801120u
#define CAPS 0x20801122u
#define LOG 0x2080110eu

/* The recorded capabilities of a host (550): policies in this order, limits, units. */
static void limits(void **state)
{
	struct board board;
	nvmlVgpuSchedulerCapabilities_t caps;

	(void)state;
	board_start(&board, "vgpu", DRIVER_550);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerCapabilities(board.gpu, &caps), NVML_SUCCESS);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(caps.supportedSchedulers[i], i + 1);
	assert_int_equal(caps.isArrModeSupported, 1);
	assert_int_equal(caps.maxTimeslice, 30000000);
	assert_int_equal(caps.minTimeslice, 1000000);
	assert_int_equal(caps.maxFrequencyForARR, 960);
	assert_int_equal(caps.minFrequencyForARR, 63);
	assert_int_equal(caps.maxAvgFactorForARR, 60);
	assert_int_equal(caps.minAvgFactorForARR, 1);
	for (unsigned i = 0; i < 6; i++)
		board_patch(&board, CAPS, 20 + 4 * i, 4, 1001 + i);
	board_patch(&board, CAPS, 4, 4, 1);
	board_patch(&board, CAPS, 8, 4, 4);
	board_patch(&board, CAPS, 12, 4, 5);
	board_patch(&board, CAPS, 16, 1, 0);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerCapabilities(board.gpu, &caps), NVML_SUCCESS);
	assert_int_equal(caps.supportedSchedulers[0], 0);
	assert_int_equal(caps.supportedSchedulers[1], 3);
	assert_int_equal(caps.supportedSchedulers[2], 0);
	assert_int_equal(caps.isArrModeSupported, 0);
	assert_int_equal(caps.maxTimeslice, 1001);
	assert_int_equal(caps.minTimeslice, 1002);
	assert_int_equal(caps.maxFrequencyForARR, 1003);
	assert_int_equal(caps.minFrequencyForARR, 1004);
	assert_int_equal(caps.maxAvgFactorForARR, 1005);
	assert_int_equal(caps.minAvgFactorForARR, 1006);
	board_stop(&board);
}

/* The driver's numbers: 0 unknown, 1 other, 2 best effort, 3 equal share, 4 fixed share. */
static void policies(void **state)
{
	static const unsigned expected[] = {0, 0, 1, 2, 3, 0};
	struct board board;
	nvmlVgpuSchedulerGetState_t got;
	nvmlVgpuSchedulerStateInfo_v2_t info = {.engineId = 1};

	(void)state;
	board_start(&board, "vgpu", DRIVER_595);
	board_patch(&board, STATE, 8, 4, 2);
	board_patch(&board, STATE, 12, 4, 2083333);
	board_patch(&board, STATE, 16, 4, 33);
	for (unsigned i = 0; i < 6; i++) {
		board_patch(&board, STATE, 4, 4, i);
		memset(&got, 0xa5, sizeof(got));
		assert_int_equal(nvmlDeviceGetVgpuSchedulerState(board.gpu, &got), NVML_SUCCESS);
		assert_int_equal(got.schedulerPolicy, expected[i]);
		assert_int_equal(got.arrMode, NVML_VGPU_SCHEDULER_ARR_ENABLE);
		assert_int_equal(got.schedulerParams.vgpuSchedDataWithARR.avgFactor, 33);
		assert_int_equal(got.schedulerParams.vgpuSchedDataWithARR.timeslice, 2083333);
		assert_int_equal(nvmlDeviceGetVgpuSchedulerState_v2(board.gpu, &info),
				 NVML_SUCCESS);
		assert_int_equal(info.schedulerPolicy, expected[i]);
		assert_int_equal(info.avgFactor, 33);
		assert_int_equal(info.timeslice, 2083333);
	}
	board_patch(&board, STATE, 8, 4, 1);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(board.gpu, &got), NVML_SUCCESS);
	assert_int_equal(got.arrMode, NVML_VGPU_SCHEDULER_ARR_DISABLE);
	assert_int_equal(got.schedulerParams.vgpuSchedData.timeslice, 2083333);
	board_stop(&board);
}

/* On a host where nothing runs: state is set and read back; 480 Hz is a slice of 2083333 ns. */
static void policy_is_set(void **state)
{
	struct board board;
	nvmlVgpuSchedulerGetState_t got;
	nvmlVgpuSchedulerSetState_t wish = {.schedulerPolicy =
						NVML_VGPU_SCHEDULER_POLICY_EQUAL_SHARE,
					    .enableARRMode = NVML_VGPU_SCHEDULER_ARR_ENABLE};

	(void)state;
	wish.schedulerParams.vgpuSchedDataWithARR.avgFactor = 44;
	wish.schedulerParams.vgpuSchedDataWithARR.frequency = 480;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	nvmlDevice_t idle = board_gpu(1);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(idle, &got), NVML_SUCCESS);
	assert_int_equal(got.schedulerPolicy, NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT);
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, 0x20801121);
	static const uint32_t sent[] = {1, 3, 2, 0, 480, 44};
	assert_memory_equal(board.sent, sent, sizeof(sent));
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(idle, &got), NVML_SUCCESS);
	assert_int_equal(got.schedulerPolicy, NVML_VGPU_SCHEDULER_POLICY_EQUAL_SHARE);
	assert_int_equal(got.arrMode, NVML_VGPU_SCHEDULER_ARR_ENABLE);
	/* Nothing takes turns: the policy alone means something. */
	assert_int_equal(got.schedulerParams.vgpuSchedDataWithARR.timeslice, 0);
	/* Where vGPUs run, it cannot be changed. */
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(board.gpu, &wish),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(board.gpu, &got), NVML_SUCCESS);
	assert_int_equal(got.schedulerPolicy, NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT);
	wish.schedulerPolicy = 4;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_ERROR_INVALID_ARGUMENT);
	wish.schedulerPolicy = 0;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_ERROR_INVALID_ARGUMENT);
	wish.schedulerPolicy = 1;
	wish.enableARRMode = 3;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* What reached the driver shows in its log, whose head has the same words. */
static nvmlVgpuSchedulerLog_t the_log;
static nvmlVgpuSchedulerLogInfo_v2_t log_info;

static void what_was_set(void **state)
{
	struct board board;
	nvmlVgpuSchedulerSetState_t wish = {.schedulerPolicy = 3};
	nvmlVgpuSchedulerState_v2_t newer = {
	    .engineId = 1, .schedulerPolicy = 2, .avgFactor = 21, .frequency = 100};

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	nvmlDevice_t idle = board_gpu(1);
	sim_port_set_admin(board.inner, true);
	wish.enableARRMode = NVML_VGPU_SCHEDULER_ARR_DISABLE;
	wish.schedulerParams.vgpuSchedData.timeslice = 24000000;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(idle, &the_log), NVML_SUCCESS);
	assert_int_equal(the_log.entriesCount, 0);
	assert_int_equal(the_log.schedulerPolicy, 3);
	assert_int_equal(the_log.arrMode, NVML_VGPU_SCHEDULER_ARR_DISABLE);
	assert_int_equal(the_log.schedulerParams.vgpuSchedData.timeslice, 24000000);
	wish.enableARRMode = NVML_VGPU_SCHEDULER_ARR_ENABLE;
	wish.schedulerParams.vgpuSchedDataWithARR.avgFactor = 44;
	wish.schedulerParams.vgpuSchedDataWithARR.frequency = 480;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(idle, &the_log), NVML_SUCCESS);
	assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.avgFactor, 44);
	assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.timeslice, 2083333);
	/* The driver's own average, the slice that was asked for beforehand forgotten. */
	wish.enableARRMode = NVML_VGPU_SCHEDULER_ARR_DEFAULT;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(idle, &wish), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(idle, &the_log), NVML_SUCCESS);
	assert_int_equal(the_log.arrMode, NVML_VGPU_SCHEDULER_ARR_ENABLE);
	assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.avgFactor, 33);
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState_v2(idle, &newer), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(idle, &the_log), NVML_SUCCESS);
	assert_int_equal(the_log.schedulerPolicy, 2);
	assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.avgFactor, 21);
	assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.timeslice, 10000000);
	newer.schedulerPolicy = 1;
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState_v2(idle, &newer), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(idle, &the_log), NVML_SUCCESS);
	assert_int_equal(the_log.schedulerPolicy, 1);
	assert_int_equal(the_log.arrMode, NVML_VGPU_SCHEDULER_ARR_DISABLE);
	board_stop(&board);
}

/* NVML 1, 2, 3 are graphics, the second and the first encoder: the driver's 1, 0x1c, 0x1b. */
static void engines(void **state)
{
	struct board board;
	nvmlVgpuSchedulerStateInfo_v2_t info = {.engineId = 2};
	nvmlVgpuSchedulerState_v2_t wish = {.engineId = 3, .schedulerPolicy = 1};

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_595);
	nvmlDevice_t idle = board_gpu(1);
	sim_port_set_admin(board.inner, true);
	for (unsigned engine = 1; engine < 4; engine++) {
		static const uint32_t types[] = {0, 1, 0x1c, 0x1b};
		info.engineId = log_info.engineId = wish.engineId = engine;
		assert_int_equal(nvmlDeviceGetVgpuSchedulerState_v2(board.gpu, &info),
				 NVML_SUCCESS);
		assert_int_equal(board_sent(&board, 0, 4), types[engine]);
		assert_int_equal(info.schedulerPolicy, NVML_VGPU_SCHEDULER_POLICY_BEST_EFFORT);
		assert_int_equal(nvmlDeviceGetVgpuSchedulerLog_v2(board.gpu, &log_info),
				 NVML_SUCCESS);
		assert_int_equal(board_sent(&board, 0, 4), types[engine]);
		assert_int_equal(log_info.entriesCount, engine == 1 ? 6 : 0);
		wish.schedulerPolicy = 1;
		assert_int_equal(nvmlDeviceSetVgpuSchedulerState_v2(idle, &wish), NVML_SUCCESS);
		assert_int_equal(board_sent(&board, 0, 4), types[engine]);
		wish.schedulerPolicy = 2;
		assert_int_equal(nvmlDeviceSetVgpuSchedulerState_v2(idle, &wish),
				 engine == 1 ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT);
	}
	for (unsigned engine = 0; engine < 5; engine += 4) {
		info.engineId = log_info.engineId = wish.engineId = engine;
		assert_int_equal(nvmlDeviceGetVgpuSchedulerState_v2(board.gpu, &info),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceGetVgpuSchedulerLog_v2(board.gpu, &log_info),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceSetVgpuSchedulerState_v2(idle, &wish),
				 NVML_ERROR_INVALID_ARGUMENT);
	}
	board_stop(&board);
}

static void patch_turn(struct board *board, unsigned at, unsigned preempted)
{
	board_patch(board, LOG, at, 8, 0x1122334455667788);
	board_patch(board, LOG, at + 8, 8, 0x2122334455667788);
	board_patch(board, LOG, at + 16, 4, 0x31223344);
	board_patch(board, LOG, at + 20, 4, 5);
	board_patch(board, LOG, at + 24, 4, 0x41223344);
	board_patch(board, LOG, at + preempted, 8, 0x5122334455667788);
}

/* Entries of 104, 112 and 120 bytes from 8 on; the state follows them. */
static void turns(void **state)
{
	static const struct {
		const char *driver;
		unsigned stride, head;
	} rows[] = {{DRIVER_550, 104, 20808}, {DRIVER_580, 112, 22408}, {DRIVER_595, 120, 24008}};
	struct board board;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		board_start(&board, "vgpu", rows[i].driver);
		board_patch(&board, LOG, 4, 4, 0xffffffff);
		patch_turn(&board, 8 + 199 * rows[i].stride, 32);
		board_patch(&board, LOG, rows[i].head, 4, 3);
		board_patch(&board, LOG, rows[i].head + 4, 4, 2);
		board_patch(&board, LOG, rows[i].head + 8, 4, 57);
		board_patch(&board, LOG, rows[i].head + 12, 4, 1234567);
		memset(&the_log, 0xa5, sizeof(the_log));
		assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(board.gpu, &the_log), NVML_SUCCESS);
		assert_int_equal(the_log.engineId, 1);
		assert_int_equal(the_log.schedulerPolicy, 2);
		assert_int_equal(the_log.arrMode, 2);
		assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.avgFactor, 57);
		assert_int_equal(the_log.schedulerParams.vgpuSchedDataWithARR.timeslice, 1234567);
		assert_int_equal(the_log.entriesCount, 200);
		const nvmlVgpuSchedulerLogEntry_t *last = &the_log.logEntries[199];
		assert_int_equal(last->timestamp, 0x1122334455667788);
		assert_int_equal(last->timeRunTotal, 0x2122334455667788);
		assert_int_equal(last->timeRun, 0x31223344);
		assert_int_equal(last->swRunlistId, 5);
		assert_int_equal(last->targetTimeSlice, 0x41223344);
		assert_int_equal(last->cumulativePreemptionTime, 0x5122334455667788);
		board_stop(&board);
	}
}

static void turns_with_weights(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "vgpu", DRIVER_595);
	log_info = (nvmlVgpuSchedulerLogInfo_v2_t){.engineId = 1};
	patch_turn(&board, 8 + 120, 32);
	board_patch(&board, LOG, 8 + 120 + 48, 4, 61);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog_v2(board.gpu, &log_info), NVML_SUCCESS);
	assert_int_equal(log_info.entriesCount, 6);
	assert_int_equal(log_info.schedulerPolicy, 1);
	assert_int_equal(log_info.logEntries[1].timestamp, 0x1122334455667788);
	assert_int_equal(log_info.logEntries[1].timeRunTotal, 0x2122334455667788);
	assert_int_equal(log_info.logEntries[1].timeRun, 0x31223344);
	assert_int_equal(log_info.logEntries[1].swRunlistId, 5);
	assert_int_equal(log_info.logEntries[1].targetTimeSlice, 0x41223344);
	assert_int_equal(log_info.logEntries[1].cumulativePreemptionTime, 0x5122334455667788);
	assert_int_equal(log_info.logEntries[1].weight, 61);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_580);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog_v2(board.gpu, &log_info),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* A GPU that hosts none, and a driver without the commands. */
static void refusals(void **state)
{
	struct board board;
	nvmlVgpuSchedulerGetState_t got;
	nvmlVgpuSchedulerStateInfo_v2_t info = {.engineId = 9};
	nvmlVgpuSchedulerSetState_t wish = {.schedulerPolicy = 9};
	nvmlVgpuSchedulerState_v2_t newer = {.engineId = 9};
	nvmlVgpuSchedulerCapabilities_t caps;

	(void)state;
	board_start(&board, "vgpu", DRIVER_595);
	nvmlDevice_t plain = board_gpu(2);
	sim_port_set_admin(board.inner, true);
	log_info.engineId = 9;
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(plain, &got), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState_v2(plain, &info),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState(plain, &wish), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetVgpuSchedulerState_v2(plain, &newer),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerCapabilities(plain, &caps),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(plain, &the_log), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog_v2(plain, &log_info),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerState(board.gpu, &got),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerLog(board.gpu, &the_log),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuSchedulerCapabilities(board.gpu, &caps),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(limits),
	    cmocka_unit_test(policies),
	    cmocka_unit_test(policy_is_set),
	    cmocka_unit_test(what_was_set),
	    cmocka_unit_test(engines),
	    cmocka_unit_test(turns),
	    cmocka_unit_test(turns_with_weights),
	    cmocka_unit_test(refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
