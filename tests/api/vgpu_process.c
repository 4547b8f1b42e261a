/* SPDX-License-Identifier: MIT */
/* What the processes in guests use: samples of ctrl2080perf.h, vgpu/host.md on how they are kept.
 */
#include "board.h"
#include "vgpu.h"

#define SAMPLES 0x20802096u
#define T4_PID 70021u /* of the T4's vGPU on the host */
#define LONG_NAME "a-name-of-more-than-sixty-three-characters-is-cut-where-the-buffer-ends.exe"
/* The two clocks are compared anew for each question; samples are 166 ms apart. */
#define MOMENT_US 80000u

static void start(struct board *board, const char *driver)
{
	board_start(board, "vgpu", driver);
	board->inner->sleep_us(board->inner, 20000000);
}

static const nvmlVgpuProcessUtilizationInfo_v1_t *
find(const nvmlVgpuProcessUtilizationInfo_v1_t *list, unsigned count, unsigned pid)
{
	for (unsigned i = 0; i < count; i++) {
		if (list[i].pid == pid)
			return &list[i];
	}
	fail_msg("no process %u", pid);
	return NULL;
}

/* In percent of the whole GPU, by process and not in sum; a name is cut to its buffer. */
static void use_by_process(void **state)
{
	static const char *const drivers[] = {DRIVER_535, DRIVER_550, DRIVER_580, DRIVER_595};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		nvmlVgpuProcessUtilizationInfo_v1_t list[4];
		nvmlVgpuProcessesUtilizationInfo_t info = {.version =
							       nvmlVgpuProcessesUtilizationInfo_v1,
							   .vgpuProcessCount = 4,
							   .vgpuProcUtilArray = list};
		bool has_jpeg = i > 0;
		start(&board, drivers[i]);
		memset(list, 0xa5, sizeof(list));
		assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), &info),
				 NVML_SUCCESS);
		assert_int_equal(info.vgpuProcessCount, 2);
		const nvmlVgpuProcessUtilizationInfo_v1_t *dwm = find(list, 2, 1528);
		const nvmlVgpuProcessUtilizationInfo_v1_t *other = find(list, 2, 1531);
		assert_int_equal(dwm->vgpuInstance, T4_GUEST);
		assert_string_equal(dwm->processName, "dwm.exe");
		assert_int_equal(dwm->smUtil, 13);
		assert_int_equal(dwm->memUtil, 7);
		assert_int_equal(dwm->encUtil, 5);
		assert_int_equal(dwm->decUtil, 3);
		assert_int_equal(dwm->jpgUtil, has_jpeg ? 2 : 0);
		assert_int_equal(dwm->ofaUtil, has_jpeg ? 1 : 0);
		assert_int_equal(other->vgpuInstance, T4_GUEST);
		assert_int_equal(other->smUtil, 31);
		assert_int_equal(other->memUtil, 19);
		assert_int_equal(other->encUtil, 0);
		assert_int_equal(strlen(other->processName), 63);
		assert_memory_equal(other->processName, LONG_NAME, 63);
		assert_int_not_equal(dwm->timeStamp, other->timeStamp);
		assert_int_equal((unsigned char)list[2].processName[0], 0xa5);
		/* Only the process with the newer sample is newer than the older one's. */
		uint64_t older =
		    dwm->timeStamp < other->timeStamp ? dwm->timeStamp : other->timeStamp;
		unsigned newer_pid = dwm->timeStamp < other->timeStamp ? 1531 : 1528;
		info.lastSeenTimeStamp = older + MOMENT_US;
		assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), &info),
				 NVML_SUCCESS);
		assert_int_equal(info.vgpuProcessCount, 1);
		assert_int_equal(list[0].pid, newer_pid);
		info.lastSeenTimeStamp = list[0].timeStamp + MOMENT_US;
		assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), &info),
				 NVML_ERROR_NOT_FOUND);
		board_stop(&board);
	}
}

static void put_name(struct board *board, unsigned at, const char *text)
{
	for (unsigned i = 0; i <= strlen(text); i++)
		board_patch(board, SAMPLES, at + i, 1, (unsigned char)text[i]);
}

/* Engines of an entry by driver; util 0, procId 8, subProcessID 12, subProcessName 16. */
static void words_of_the_driver(void **state)
{
	static const struct {
		const char *driver;
		unsigned stride, engines, engine[6];
	} rows[] = {{DRIVER_535, 472, 4, {124, 8, 240, 356}},
		    {DRIVER_550, 704, 6, {124, 8, 240, 356, 472, 588}},
		    {DRIVER_595, 776, 6, {136, 8, 264, 392, 520, 648}}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (unsigned e = 0; e < rows[i].engines; e++) {
			nvmlVgpuProcessUtilizationInfo_v1_t list[8];
			nvmlVgpuProcessesUtilizationInfo_t info = {
			    .version = nvmlVgpuProcessesUtilizationInfo_v1,
			    .vgpuProcessCount = 8,
			    .vgpuProcUtilArray = list};
			start(&board, rows[i].driver);
			unsigned entry = 16 + 7 * rows[i].stride;
			unsigned engine = entry + rows[i].engine[e];
			board_patch(&board, SAMPLES, entry, 8, 1ull << 60);
			for (unsigned o = 0; o < rows[i].engines; o++)
				board_patch(&board, SAMPLES, entry + rows[i].engine[o], 4, 0);
			board_patch(&board, SAMPLES, engine, 4, 4299);
			board_patch(&board, SAMPLES, engine + 8, 4, T4_PID);
			board_patch(&board, SAMPLES, engine + 12, 4, 9001);
			put_name(&board, engine + 16, "x.exe");
			assert_int_equal(
			    nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), &info),
			    NVML_SUCCESS);
			assert_int_equal(info.vgpuProcessCount, 3);
			const nvmlVgpuProcessUtilizationInfo_v1_t *found = find(list, 3, 9001);
			const unsigned shares[] = {found->smUtil,  found->memUtil, found->encUtil,
						   found->decUtil, found->jpgUtil, found->ofaUtil};
			for (unsigned o = 0; o < 6; o++)
				assert_int_equal(shares[o], o == e ? 42 : 0);
			assert_string_equal(found->processName, "x.exe");
			/* Neither a stranger's process nor the vGPU as a whole. */
			board_patch(&board, SAMPLES, engine + 8, 4, 4711);
			assert_int_equal(
			    nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), &info),
			    NVML_SUCCESS);
			assert_int_equal(info.vgpuProcessCount, 2);
			board_stop(&board);
		}
	}
}

/* The newest sample speaks, and a process is told once. */
static void newest_of_a_process(void **state)
{
	struct board board;
	nvmlVgpuProcessUtilizationSample_t list[4];
	unsigned count = 4;

	(void)state;
	start(&board, DRIVER_595);
	/* tracker is the next entry to be written: entry 71 is the newest. */
	board_patch(&board, SAMPLES, 12, 4, 0);
	for (unsigned place = 68; place < 72; place++) {
		unsigned engine = 16 + place * 776 + 136;
		board_patch(&board, SAMPLES, engine, 4, 100 * (place == 71 ? 55 : 11));
		board_patch(&board, SAMPLES, engine + 8, 4, T4_PID);
		board_patch(&board, SAMPLES, engine + 12, 4, 1528);
	}
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(board_gpu(1), 0, &count, list),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].pid, 1528);
	assert_int_equal(list[0].vgpuInstance, T4_GUEST);
	assert_int_equal(list[0].smUtil, 55);
	assert_int_equal(list[1].pid, 1531);
	/* A tracker beyond the ring leads nowhere else. */
	board_patch(&board, SAMPLES, 12, 4, 0xffffffff);
	count = 4;
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(board_gpu(1), 0, &count, list),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	board_stop(&board);
}

/* A name without an end is cut where the driver's buffer ends. */
static void endless_name(void **state)
{
	struct board board;
	nvmlVgpuProcessUtilizationSample_t list[4];
	unsigned count = 4;

	(void)state;
	start(&board, DRIVER_595);
	/* subProcessName[100] of the newest sample and the list's pointer behind it. */
	board_patch(&board, SAMPLES, 12, 4, 0);
	board_patch(&board, SAMPLES, 16 + 71 * 776 + 136, 4, 1100);
	board_patch(&board, SAMPLES, 16 + 71 * 776 + 136 + 8, 4, T4_PID);
	board_patch(&board, SAMPLES, 16 + 71 * 776 + 136 + 12, 4, 9001);
	for (unsigned i = 0; i < 14; i++)
		board_patch(&board, SAMPLES, 16 + 71 * 776 + 136 + 16 + i * 8, 8,
			    0x4141414141414141ull);
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(board_gpu(1), 0, &count, list),
			 NVML_SUCCESS);
	assert_int_equal(list[0].pid, 9001);
	assert_int_equal(strlen(list[0].processName), 63);
	board_stop(&board);
}

static void room_for_processes(void **state)
{
	struct board board;
	unsigned count = 0;
	nvmlVgpuProcessUtilizationSample_t sample = {.pid = 7};
	nvmlVgpuProcessUtilizationInfo_v1_t one = {.pid = 7};
	nvmlVgpuProcessesUtilizationInfo_t info = {.version = nvmlVgpuProcessesUtilizationInfo_v1};

	(void)state;
	start(&board, DRIVER_580);
	nvmlDevice_t t4 = board_gpu(1);
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(t4, 0, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	/* The number is asked for with whatever count. */
	count = 9;
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(t4, 0, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	count = 1;
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(t4, 0, &count, &sample),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(sample.pid, 7);
	count = 0;
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(t4, 0, &count, &sample),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(t4, 0, NULL, &sample),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(t4, &info),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(info.vgpuProcessCount, 2);
	info.vgpuProcessCount = 1;
	info.vgpuProcUtilArray = &one;
	assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(t4, &info),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(one.pid, 7);
	/* Guests without a process at work: nothing to tell. */
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(board.gpu, 0, &count, NULL),
			 NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_stop(&board);
}

static void refusals(void **state)
{
	struct board board;
	unsigned count = 1;
	nvmlVgpuProcessesUtilizationInfo_t info = {.version = 1};

	(void)state;
	start(&board, DRIVER_580);
	assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), &info),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(1), NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* A GPU without vGPUs answers so before it looks at anything: api-semantics.tsv. */
	assert_int_equal(nvmlDeviceGetVgpuProcessesUtilizationInfo(board_gpu(2), &info),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(board_gpu(2), 0, NULL, NULL),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(board_gpu(2), 0, &count, NULL),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetVgpuProcessUtilization(NULL, 0, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(use_by_process),      cmocka_unit_test(words_of_the_driver),
	    cmocka_unit_test(newest_of_a_process), cmocka_unit_test(endless_name),
	    cmocka_unit_test(room_for_processes),  cmocka_unit_test(refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
