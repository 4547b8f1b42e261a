/* SPDX-License-Identifier: MIT */
/* Lists of processes: calibration.md 10. */
#include "board.h"
#include "questions.h"

#define MIB (1024ull * 1024)
#define PID_INFO 0x2080018eu
/* pidInfoList at 8, 72 bytes an entry. */
#define ENTRY(i) (8u + 72u * (i))

static void entries_have_the_size_of_their_version(void **state)
{
	struct board board;
	unsigned char bytes[8 * 24];
	unsigned count = 8;

	(void)state;
	assert_int_equal(sizeof(nvmlProcessInfo_v1_t), 16);
	assert_int_equal(sizeof(nvmlProcessInfo_v2_t), 24);
	assert_int_equal(sizeof(nvmlProcessInfo_t), 24);
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	memset(bytes, 0xa5, sizeof(bytes));
	nvmlProcessInfo_v1_t *v1 = (nvmlProcessInfo_v1_t *)(void *)bytes;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses(board.gpu, &count, v1), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(v1[0].pid, 4003);
	assert_int_equal(v1[0].usedGpuMemory, 1511 * MIB);
	assert_int_equal(v1[1].pid, 4013);
	assert_int_equal(v1[1].usedGpuMemory, 521 * MIB);
	assert_int_equal(bytes[2 * 16], 0xa5);
	memset(bytes, 0xa5, sizeof(bytes));
	nvmlProcessInfo_v2_t *v2 = (nvmlProcessInfo_v2_t *)(void *)bytes;
	count = 8;
	assert_int_equal(nvmlDeviceGetGraphicsRunningProcesses_v2(board.gpu, &count, v2),
			 NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(v2[0].pid, 4007);
	assert_int_equal(v2[0].usedGpuMemory, 257 * MIB);
	assert_int_equal(v2[1].pid, 4013);
	assert_int_equal(v2[1].usedGpuMemory, 521 * MIB);
	assert_int_equal(v2[1].gpuInstanceId, 0xffffffff);
	assert_int_equal(v2[1].computeInstanceId, 0xffffffff);
	assert_int_equal(bytes[2 * 24], 0xa5);
	board_stop(&board);
}

static const struct expectation counts[] = {
    {ask_compute_processes_v1, NVML_SUCCESS, 2},  {ask_compute_processes_v2, NVML_SUCCESS, 2},
    {ask_compute_processes_v3, NVML_SUCCESS, 2},  {ask_graphics_processes_v1, NVML_SUCCESS, 2},
    {ask_graphics_processes_v2, NVML_SUCCESS, 2}, {ask_graphics_processes_v3, NVML_SUCCESS, 2},
    {ask_mps_processes_v1, NVML_SUCCESS, 0},      {ask_mps_processes_v2, NVML_SUCCESS, 0},
    {ask_mps_processes_v3, NVML_SUCCESS, 0},
};

static void kinds_of_processes(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, counts);
	board_stop(&board);
}

/* Too little room, none included: the number needed. No process: success without room. */
static void room_and_its_lack(void **state)
{
	struct board board;
	nvmlProcessInfo_t list[2] = {{.pid = 1}};
	unsigned count = 0;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(board.gpu, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	count = 1;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(board.gpu, &count, list),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].pid, 1);
	count = 2;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(board.gpu, &count, list),
			 NVML_SUCCESS);
	count = 0;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(board_gpu(2), &count, NULL),
			 NVML_SUCCESS);
	assert_int_equal(count, 0);
	count = 0;
	assert_int_equal(nvmlDeviceGetMPSComputeRunningProcesses_v3(board.gpu, &count, NULL),
			 NVML_SUCCESS);
	board_stop(&board);
}

/* Private and owned memory count, duplicates do not; instances have places of their own. */
static void memory_and_instances_of_an_entry(void **state)
{
	struct board board;
	nvmlProcessInfo_t list[2];
	unsigned count = 2;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, PID_INFO, ENTRY(1) + 16, 8, 1000);
	board_patch(&board, PID_INFO, ENTRY(1) + 24, 8, 200);
	board_patch(&board, PID_INFO, ENTRY(1) + 32, 8, 30);
	board_patch(&board, PID_INFO, ENTRY(1) + 64, 4, 6);
	board_patch(&board, PID_INFO, ENTRY(1) + 68, 4, 9);
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(board.gpu, &count, list),
			 NVML_SUCCESS);
	assert_int_equal(list[1].pid, 4013);
	assert_int_equal(list[1].usedGpuMemory, 1200);
	assert_int_equal(list[1].computeInstanceId, 6);
	assert_int_equal(list[1].gpuInstanceId, 9);
	board_stop(&board);
}

/* A process that ended meanwhile drops out. */
static void an_entry_with_an_error_drops_out(void **state)
{
	struct board board;
	nvmlProcessInfo_t list[2];
	unsigned count = 2;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board_patch(&board, PID_INFO, ENTRY(0) + 8, 4, 0x57);
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(board.gpu, &count, list),
			 NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].pid, 4013);
	board_stop(&board);
}

/* nvmlProcessDetail_v1_t of structs.tsv is 32 bytes; protected memory is private and owned. */
static void details_of_a_process(void **state)
{
	struct board board;
	nvmlProcessDetail_v1_t list[2] = {{0}};
	nvmlProcessDetailList_t found = {.version = nvmlProcessDetailList_v1,
					 .mode = NVML_PROCESS_MODE_GRAPHICS,
					 .numProcArrayEntries = 2,
					 .procArray = list};

	(void)state;
	assert_int_equal(sizeof(list[0]), 32);
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (uint32_t word = 0; word < 6; word++)
		board_patch(&board, PID_INFO, ENTRY(1) + 16 + 8 * word, 8, 1u << (4 * word));
	board_patch(&board, PID_INFO, ENTRY(1) + 64, 4, 6);
	board_patch(&board, PID_INFO, ENTRY(1) + 68, 4, 9);
	assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, &found), NVML_SUCCESS);
	assert_int_equal(found.numProcArrayEntries, 2);
	assert_int_equal(list[0].pid, 4007);
	assert_int_equal(list[0].usedGpuMemory, 257 * MIB);
	assert_int_equal(list[0].usedGpuCcProtectedMemory, 0);
	assert_int_equal(list[0].gpuInstanceId, 0xffffffff);
	assert_int_equal(list[1].pid, 4013);
	assert_int_equal(list[1].usedGpuMemory, 0x11);
	assert_int_equal(list[1].usedGpuCcProtectedMemory, 0x11000);
	assert_int_equal(list[1].computeInstanceId, 6);
	assert_int_equal(list[1].gpuInstanceId, 9);
	board_stop(&board);
}

/* GET_PIDS: the class asked about lies at 4. 900e is MPS, 2080 whoever has the GPU open. */
static uint32_t asked_class;

static void class_of_a_mode(uint32_t cmd, uint8_t *params, uint32_t size)
{
	if (cmd == 0x2080018d && size == 3812)
		memcpy(&asked_class, params + 4, 4);
}

static void modes_of_the_detail_list(void **state)
{
	static const struct {
		uint32_t mode, class_number, count;
	} modes[] = {{NVML_PROCESS_MODE_COMPUTE, 0xcbc0, 2},
		     {NVML_PROCESS_MODE_GRAPHICS, 0xcb97, 2},
		     {NVML_PROCESS_MODE_MPS, 0x900e, 0},
		     {NVML_PROCESS_MODE_ALL, 0x2080, 3}};
	struct board board;
	nvmlProcessDetail_v1_t list[3];

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	board.on_reply = class_of_a_mode;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		nvmlProcessDetailList_t found = {.version = nvmlProcessDetailList_v1,
						 .mode = modes[i].mode,
						 .numProcArrayEntries = 3,
						 .procArray = list};
		assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, &found),
				 NVML_SUCCESS);
		assert_int_equal(found.numProcArrayEntries, modes[i].count);
		assert_int_equal(asked_class, modes[i].class_number);
	}
	board_stop(&board);
}

static void refusals_of_the_detail_list(void **state)
{
	struct board board;
	nvmlProcessDetail_v1_t list[1] = {{.pid = 7}};
	nvmlProcessDetailList_t found = {.version = nvmlProcessDetailList_v1, .procArray = list};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (unsigned room = 0; room < 2; room++) {
		found.numProcArrayEntries = room;
		assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, &found),
				 NVML_ERROR_INSUFFICIENT_SIZE);
		assert_int_equal(found.numProcArrayEntries, 2);
	}
	assert_int_equal(list[0].pid, 7);
	found.procArray = NULL;
	assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, &found),
			 NVML_ERROR_INVALID_ARGUMENT);
	found.mode = NVML_PROCESS_MODE_MAX;
	assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, &found),
			 NVML_ERROR_INVALID_ARGUMENT);
	found.version = nvmlProcessDetailList_v1 + (1 << 24);
	assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, &found),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetRunningProcessDetailList(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(details_of_a_process),
	    cmocka_unit_test(modes_of_the_detail_list),
	    cmocka_unit_test(refusals_of_the_detail_list),
	    cmocka_unit_test(entries_have_the_size_of_their_version),
	    cmocka_unit_test(kinds_of_processes),
	    cmocka_unit_test(room_and_its_lack),
	    cmocka_unit_test(memory_and_instances_of_an_entry),
	    cmocka_unit_test(an_entry_with_an_error_drops_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
