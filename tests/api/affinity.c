/* SPDX-License-Identifier: MIT */
/* Processors and memory near a GPU: calibration-api.md 2.5, of a 64-bit word. */
#include "board.h"
#include "questions.h"

static void processors_of_the_machine(void **state)
{
	struct board board;
	unsigned long set[3];

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	memset(set, 0xff, sizeof(set));
	/* "1,3-5,66"; all words of the buffer are written. */
	assert_int_equal(nvmlDeviceGetCpuAffinity(board.gpu, 3, set), NVML_SUCCESS);
	assert_int_equal(set[0], 0x3a);
	assert_int_equal(set[1], 1ul << 2);
	assert_int_equal(set[2], 0);
	/* A buffer too small is cut silently. */
	set[1] = 7;
	assert_int_equal(nvmlDeviceGetCpuAffinity(board.gpu, 1, set), NVML_SUCCESS);
	assert_int_equal(set[0], 0x3a);
	assert_int_equal(set[1], 7);
	for (unsigned scope = 0; scope < 2; scope++) {
		assert_int_equal(nvmlDeviceGetCpuAffinityWithinScope(board.gpu, 2, set, scope),
				 NVML_SUCCESS);
		assert_int_equal(set[0], 0x3a);
	}
	assert_int_equal(nvmlDeviceGetCpuAffinityWithinScope(board.gpu, 2, set, 2),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetCpuAffinity(board.gpu, 0, set), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetCpuAffinityWithinScope(board.gpu, 0, set, 0),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void memory_of_the_machine(void **state)
{
	struct board board;
	unsigned long set[2] = {0xff, 0xff};

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetMemoryAffinity(board.gpu, 2, set, 0), NVML_SUCCESS);
	assert_int_equal(set[0], 1ul << 1);
	assert_int_equal(set[1], 0);
	assert_int_equal(nvmlDeviceGetMemoryAffinity(board_gpu(2), 1, set, 1), NVML_SUCCESS);
	assert_int_equal(set[0], 1);
	assert_int_equal(nvmlDeviceGetMemoryAffinity(board.gpu, 1, set, 2),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetMemoryAffinity(board.gpu, 0, set, 0),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* 2.6: status index i of the reply, at 144; PCI is 6 from 550 on and 4 before. */
static void peer_to_peer(void **state)
{
	static const struct {
		const char *driver;
		unsigned place_of_pci;
	} drivers[] = {{"535.288.01", 4}, {"550.163.01", 6}, {"580.142", 6}};
	struct board board;

	(void)state;
	for (size_t d = 0; d < 3; d++) {
		const unsigned places[] = {0, 1, 2, 3, drivers[d].place_of_pci};
		board_start(&board, "witness", drivers[d].driver);
		nvmlDevice_t peer = board_gpu(2);
		for (unsigned index = 0; index < 5; index++) {
			nvmlGpuP2PStatus_t status = 99;
			for (uint32_t i = 0; i < 9; i++)
				board_patch(&board, 0x12b, 144 + i, 1, i == places[index] ? 4 : 1);
			assert_int_equal(nvmlDeviceGetP2PStatus(board.gpu, peer, index, &status),
					 NVML_SUCCESS);
			assert_int_equal(status, 4);
			board_unpatch(&board);
			board_patch(&board, 0x12b, 144 + places[index], 1, 7);
			assert_int_equal(nvmlDeviceGetP2PStatus(board.gpu, peer, index, &status),
					 NVML_SUCCESS);
			assert_int_equal(status, NVML_P2P_STATUS_UNKNOWN);
			board_unpatch(&board);
		}
		board_stop(&board);
	}
}

static unsigned long bound(const struct board *board, unsigned word)
{
	return sim_port_affinity(board->inner)[word];
}

/* 2.5: the local CPUs, "1,3-5,66"; none of them is an error; all of them again. */
static void the_calling_thread_is_bound(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceSetCpuAffinity(board.gpu), NVML_SUCCESS);
	assert_int_equal(bound(&board, 0), 0x3a);
	assert_int_equal(bound(&board, 1), 1ul << 2);
	for (unsigned i = 2; i < SIM_AFFINITY_WORDS; i++)
		assert_int_equal(bound(&board, i), 0);
	assert_int_equal(nvmlDeviceSetCpuAffinity(board_gpu(2)), NVML_SUCCESS);
	assert_int_equal(bound(&board, 0), 1);
	/* A GPU that says nothing about CPUs leaves the thread as it is. */
	assert_int_not_equal(nvmlDeviceSetCpuAffinity(board_gpu(1)), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceSetCpuAffinity(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(bound(&board, 0), 1);
	assert_int_equal(nvmlDeviceClearCpuAffinity(NULL), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceClearCpuAffinity(board.gpu), NVML_SUCCESS);
	for (unsigned i = 0; i < SIM_AFFINITY_WORDS; i++)
		assert_int_equal(bound(&board, i), ~0ul);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(processors_of_the_machine),
	    cmocka_unit_test(memory_of_the_machine),
	    cmocka_unit_test(peer_to_peer),
	    cmocka_unit_test(the_calling_thread_is_bound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
