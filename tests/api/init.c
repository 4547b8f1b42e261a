/* SPDX-License-Identifier: MIT */
/* Start, stop, and finding GPUs. Tables and sections are those of calibration-api.md 2. */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "board.h"
#include "questions.h"

#define CTL "/dev/nvidiactl"

static unsigned count_v1(void)
{
	unsigned count = 99;

	assert_int_equal(nvmlDeviceGetCount(&count), NVML_SUCCESS);
	return count;
}

static unsigned count_v2(void)
{
	unsigned count = 99;

	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	return count;
}

/* 2.1: the control node. */
static void control_node_that_does_not_open(void **state)
{
	static const struct {
		int error;
		nvmlReturn_t result;
	} cases[] = {
	    {ENOENT, NVML_ERROR_DRIVER_NOT_LOADED}, {ENXIO, NVML_ERROR_DRIVER_NOT_LOADED},
	    {EACCES, NVML_ERROR_NO_PERMISSION},     {EIO, NVML_ERROR_OPERATING_SYSTEM},
	    {EMFILE, NVML_ERROR_OPERATING_SYSTEM},  {EPERM, NVML_ERROR_UNKNOWN},
	    {ENODEV, NVML_ERROR_UNKNOWN},           {ENOMEM, NVML_ERROR_UNKNOWN},
	};
	struct board board;
	unsigned count;

	(void)state;
	board_load(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sim_port_fail_open(board.inner, CTL, cases[i].error);
		assert_int_equal(nvmlInit_v2(), cases[i].result);
		assert_int_equal(nvmlInit(), cases[i].result);
		assert_int_equal(nvmlInitWithFlags(0), cases[i].result);
		/* After a failed start nothing is started. */
		assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_ERROR_UNINITIALIZED);
		assert_int_equal(sim_port_count_open(board.inner), 0);
	}
	sim_port_fail_open(board.inner, CTL, 0);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	board_stop(&board);
}

/* PRECEDENCE.md: access(2) decides who is counted; indices close up. */
static void a_forbidden_gpu_is_left_out(void **state)
{
	static const int errors[] = {EACCES, EPERM, ENOENT};
	struct board board;
	unsigned minor;
	nvmlDevice_t gpu;

	(void)state;
	board_load(&board, "shuffled", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < 3; i++) {
		sim_port_fail_access(board.inner, "/dev/nvidia0", errors[i]);
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		assert_int_equal(count_v1(), 2);
		assert_int_equal(count_v2(), 2);
		assert_int_equal(nvmlDeviceGetMinorNumber(board_gpu(0), &minor), NVML_SUCCESS);
		assert_int_equal(minor, 2);
		assert_int_equal(nvmlDeviceGetMinorNumber(board_gpu(1), &minor), NVML_SUCCESS);
		assert_int_equal(minor, 1);
		assert_int_equal(nvmlDeviceGetHandleByIndex_v2(2, &gpu),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceGetHandleByPciBusId_v2("0000:81:02.0", &gpu),
				 NVML_ERROR_NOT_FOUND);
		assert_int_equal(nvmlDeviceGetHandleBySerial("B2", &gpu), NVML_ERROR_NOT_FOUND);
		assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	}
	board_free(&board);
}

static void all_gpus_forbidden_is_a_start_without_gpus(void **state)
{
	struct board board;

	(void)state;
	board_load(&board, "single", DRIVER_WITH_PAGE);
	sim_port_fail_access(board.inner, "/dev/nvidia0", EACCES);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(count_v2(), 0);
	board_stop(&board);
}

/* A GPU that fails to open later is counted; the others go on, a new start asks again. */
static void a_gpu_that_fails_later_is_counted(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	sim_port_fail_open(board.inner, "/dev/nvidia2", EIO);
	assert_int_equal(count_v2(), 3);
	assert_int_equal(ask_temperature(board_gpu(0), &value), NVML_ERROR_UNKNOWN);
	assert_int_equal(ask_temperature(board_gpu(1), &value), NVML_SUCCESS);
	assert_int_equal(ask_temperature(board_gpu(2), &value), NVML_SUCCESS);
	/* By UUID: the one that cannot say its own is passed over. */
	nvmlDevice_t gpu;
	assert_int_equal(
	    nvmlDeviceGetHandleByUUID("GPU-33333333-3333-3333-3333-333333333333", &gpu),
	    NVML_SUCCESS);
	assert_ptr_equal(gpu, board_gpu(2));
	sim_port_fail_open(board.inner, "/dev/nvidia2", 0);
	assert_int_equal(ask_temperature(board_gpu(0), &value), NVML_ERROR_UNKNOWN);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(ask_temperature(board_gpu(0), &value), NVML_SUCCESS);
	board_stop(&board);
}

static void no_gpu_at_all(void **state)
{
	struct board board;

	(void)state;
	board_load(&board, "single", DRIVER_WITH_PAGE);
	board.no_cards = true;
	assert_int_equal(nvmlInit_v2(), NVML_ERROR_GPU_NOT_FOUND);
	assert_int_equal(nvmlInitWithFlags(0), NVML_ERROR_GPU_NOT_FOUND);
	assert_int_equal(nvmlInitWithFlags(NVML_INIT_FLAG_NO_ATTACH), NVML_ERROR_GPU_NOT_FOUND);
	assert_int_equal(nvmlInitWithFlags(NVML_INIT_FLAG_NO_GPUS), NVML_SUCCESS);
	assert_int_equal(count_v1(), 0);
	assert_int_equal(count_v2(), 0);
	board_stop(&board);
}

static void starts_and_stops_are_counted(void **state)
{
	struct board board;
	unsigned count;

	(void)state;
	board_load(&board, "single", DRIVER_WITH_PAGE);
	/* Before any start, and more often than started: no harm. */
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_ERROR_UNINITIALIZED);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	unsigned long calls = board.calls;
	assert_int_equal(nvmlInitWithFlags(0), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	/* Only the first asks the kernel. */
	assert_int_equal(board.calls, calls);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(count_v2(), 1);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_ERROR_UNINITIALIZED);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(count_v2(), 1);
	board_stop(&board);
}

/* The first version attached every GPU: it fails with that GPU's error. */
static void the_first_init_uses_every_gpu(void **state)
{
	struct board board;

	(void)state;
	board_load(&board, "shuffled", DRIVER_WITH_PAGE);
	sim_port_fail_open(board.inner, "/dev/nvidia1", ENODEV);
	assert_int_equal(nvmlInit(), NVML_ERROR_GPU_IS_LOST);
	assert_int_equal(sim_port_count_open(board.inner), 0);
	sim_port_fail_open(board.inner, "/dev/nvidia1", EACCES);
	assert_int_equal(nvmlInit(), NVML_SUCCESS);
	board_stop(&board);
}

static void no_attach_shows_no_gpu(void **state)
{
	struct board board;
	nvmlDevice_t gpu;

	(void)state;
	board_load(&board, "single", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlInitWithFlags(NVML_INIT_FLAG_NO_ATTACH), NVML_SUCCESS);
	assert_int_equal(count_v2(), 0);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &gpu), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* Handles stay the same, but one of a former start is stale until it is fetched again. */
static void handles_over_a_new_start(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	nvmlDevice_t first = board_gpu(0), second = board_gpu(1);
	assert_int_equal(ask_temperature(first, &value), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(ask_temperature(first, &value), NVML_ERROR_UNINITIALIZED);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(ask_temperature(first, &value), NVML_ERROR_INVALID_ARGUMENT);
	assert_ptr_equal(board_gpu(0), first);
	assert_int_equal(ask_temperature(first, &value), NVML_SUCCESS);
	assert_int_equal(ask_temperature(second, &value), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void foreign_handles_are_refused(void **state)
{
	struct board board;
	uint64_t value;
	int other = 0;

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	uintptr_t gpu = (uintptr_t)board.gpu;
	void *const wrong[] = {
	    NULL, &other, (void *)(gpu + 8), (void *)(gpu - 1), (void *)UINTPTR_MAX, (void *)1};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(ask_temperature((nvmlDevice_t)wrong[i], &value),
				 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* 2.2: ordered by (domain, bus, device), whatever minors and positions are. */
static void order_is_that_of_addresses(void **state)
{
	static const struct {
		unsigned minor, domain, bus, device;
		const char *bus_id, *legacy, *serial;
	} gpus[] = {
	    {2, 0, 0x09, 0, "00000000:09:00.0", "0000:09:00.0", "A1"},
	    {0, 0, 0x81, 2, "00000000:81:02.0", "0000:81:02.0", "B2"},
	    {1, 1, 0x03, 0, "00000001:03:00.0", "0001:03:00.0", "C3"},
	};
	struct board board;

	(void)state;
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	assert_int_equal(count_v2(), 3);
	for (unsigned i = 0; i < 3; i++) {
		unsigned minor, index;
		char serial[NVML_DEVICE_SERIAL_BUFFER_SIZE];
		nvmlPciInfo_t pci;
		nvmlDevice_t gpu = board_gpu(i), same;

		assert_int_equal(nvmlDeviceGetIndex(gpu, &index), NVML_SUCCESS);
		assert_int_equal(index, i);
		assert_int_equal(nvmlDeviceGetHandleByIndex(i, &same), NVML_SUCCESS);
		assert_ptr_equal(same, gpu);
		assert_int_equal(nvmlDeviceGetMinorNumber(gpu, &minor), NVML_SUCCESS);
		assert_int_equal(minor, gpus[i].minor);
		assert_int_equal(nvmlDeviceGetSerial(gpu, serial, sizeof(serial)), NVML_SUCCESS);
		assert_string_equal(serial, gpus[i].serial);
		assert_int_equal(nvmlDeviceGetPciInfo_v3(gpu, &pci), NVML_SUCCESS);
		assert_int_equal(pci.domain, gpus[i].domain);
		assert_int_equal(pci.bus, gpus[i].bus);
		assert_int_equal(pci.device, gpus[i].device);
		assert_string_equal(pci.busId, gpus[i].bus_id);
		assert_string_equal(pci.busIdLegacy, gpus[i].legacy);
		assert_int_equal(nvmlDeviceGetHandleByPciBusId(gpus[i].bus_id, &same),
				 NVML_SUCCESS);
		assert_ptr_equal(same, gpu);
		assert_int_equal(nvmlDeviceGetHandleBySerial(serial, &same), NVML_SUCCESS);
		assert_ptr_equal(same, gpu);
	}
	board_stop(&board);
}

/* 2.3 */
static void bus_id_forms(void **state)
{
	static const struct {
		const char *text;
		nvmlReturn_t result;
	} forms[] = {
	    {"00000000:81:02.0", NVML_SUCCESS},
	    {"0000:81:02.0", NVML_SUCCESS},
	    {"0:81:2.0", NVML_SUCCESS},
	    {"0:81:2", NVML_SUCCESS},
	    {"81:2.0", NVML_SUCCESS},
	    {"0x0:0x81:0x2.0", NVML_SUCCESS},
	    {" 0000:81:02.0", NVML_SUCCESS},
	    {"+0:81:02.0", NVML_SUCCESS},
	    {"0000:81:02.0x", NVML_SUCCESS},
	    {"000000000000:81:02.0", NVML_SUCCESS},
	    {"81:2", NVML_ERROR_INVALID_ARGUMENT},
	    {"0000:81:02.1", NVML_ERROR_INVALID_ARGUMENT},
	    {"0000:81:02.8", NVML_ERROR_INVALID_ARGUMENT},
	    {"", NVML_ERROR_INVALID_ARGUMENT},
	    {"words", NVML_ERROR_INVALID_ARGUMENT},
	    {"0:81:2:0", NVML_ERROR_INVALID_ARGUMENT},
	    {"0:81:2 ", NVML_ERROR_INVALID_ARGUMENT},
	    {"0000:82:02.0", NVML_ERROR_NOT_FOUND},
	    {"0002:81:02.0", NVML_ERROR_NOT_FOUND},
	    {"03:00.0", NVML_ERROR_NOT_FOUND},
	    /* Numbers that would fit only after being cut. */
	    {"0000:181:02.0", NVML_ERROR_INVALID_ARGUMENT},
	};
	struct board board;
	nvmlDevice_t gpu;

	(void)state;
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		gpu = NULL;
		nvmlReturn_t result = nvmlDeviceGetHandleByPciBusId_v2(forms[i].text, &gpu);
		if (result != forms[i].result)
			fail_msg("'%s': %d", forms[i].text, (int)result);
		assert_ptr_equal(gpu, result == NVML_SUCCESS ? board_gpu(1) : NULL);
		assert_int_equal(nvmlDeviceGetHandleByPciBusId(forms[i].text, &gpu), result);
	}
	board_stop(&board);
}

/* 2.4 */
static void uuid_forms(void **state)
{
	static const struct {
		const char *text;
		nvmlReturn_t result;
	} forms[] = {
	    {"GPU-22222222-2222-2222-2222-222222222abc", NVML_SUCCESS},
	    {"22222222222222222222222222222abc", NVML_SUCCESS},
	    {"22222222-2222-2222-2222-222222222abc", NVML_ERROR_NOT_FOUND},
	    {"gpu-22222222-2222-2222-2222-222222222abc", NVML_ERROR_NOT_FOUND},
	    {"GPU-22222222-2222-2222-2222-222222222ABC", NVML_ERROR_NOT_FOUND},
	    {"22222222222222222222222222222ABC", NVML_ERROR_NOT_FOUND},
	    {" GPU-22222222-2222-2222-2222-222222222abc", NVML_ERROR_NOT_FOUND},
	    {"GPU-22222222-2222-2222-2222-222222222abc ", NVML_ERROR_NOT_FOUND},
	    {"GPU-22222222-2222-2222-2222-222222222ab", NVML_ERROR_NOT_FOUND},
	    {"GPU-22222222-2222-2222-2222-222222222abcd", NVML_ERROR_NOT_FOUND},
	    {"MIG-GPU-22222222-2222-2222-2222-222222222abc", NVML_ERROR_NOT_FOUND},
	    {"GPU-22222222222222222222222222222abc", NVML_ERROR_NOT_FOUND},
	    {"", NVML_ERROR_NOT_FOUND},
	};
	struct board board;

	(void)state;
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		nvmlDevice_t gpu = NULL;
		nvmlReturn_t result = nvmlDeviceGetHandleByUUID(forms[i].text, &gpu);
		if (result != forms[i].result)
			fail_msg("'%s': %d", forms[i].text, (int)result);
		assert_ptr_equal(gpu, result == NVML_SUCCESS ? board_gpu(1) : NULL);
	}
	nvmlDevice_t gpu;
	assert_int_equal(nvmlDeviceGetHandleBySerial("b2", &gpu), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceGetHandleBySerial("", &gpu), NVML_ERROR_NOT_FOUND);
	board_stop(&board);
}

/* 2.1: version files and procfs missing is no reason to fail. */
static void hidden_version_files(void **state)
{
	static const char *const drivers[] = {"515.105.01", "535.288.01", "580.142"};
	struct board board;
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		board_load(&board, "witness", drivers[i]);
		sim_port_fail_open(board.inner, "/sys/module/nvidia/version", ENOENT);
		sim_port_fail_open(board.inner, "/proc/driver/nvidia/version", ENOENT);
		sim_port_fail_open(board.inner, "/sys/module/nvidia/initstate", ENOENT);
		sim_port_fail_open(board.inner, "/proc/driver/nvidia/params", ENOENT);
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		assert_int_equal(ask_memory_total(board_gpu(0), &value), NVML_SUCCESS);
		assert_int_equal(ask_temperature(board_gpu(0), &value), NVML_SUCCESS);
		assert_int_equal(value, 41);
		board_stop(&board);
	}
}

/*
 * A child of fork goes on with what the parent had, by a client of its own. Each returns 0, or the
 * number of the check that failed; board is the child's copy, simulator and all.
 */
static int child_that_asks(struct board *board)
{
	uint64_t value;

	if (ask_temperature(board->gpu, &value) != NVML_SUCCESS || value != 41)
		return 1;
	if (ask_power(board->gpu, &value) != NVML_SUCCESS || value != 123457)
		return 2;
	if (ask_memory_total(board->gpu, &value) != NVML_SUCCESS || value != 70001ull << 20)
		return 3;
	if (count_v2() != 3)
		return 4;
	/* A page of its own; the parent's is gone from here. */
	if (board->maps != 2)
		return 5;
	if (nvmlShutdown() != NVML_SUCCESS || sim_port_count_open(board->inner) != 0)
		return 6;
	return ask_temperature(board->gpu, &value) == NVML_ERROR_UNINITIALIZED ? 0 : 7;
}

/* Counts go on too: the parent's start and the child's. */
static int child_that_starts(struct board *board)
{
	uint64_t value;

	if (nvmlInit_v2() != NVML_SUCCESS || nvmlShutdown() != NVML_SUCCESS)
		return 1;
	if (ask_temperature(board->gpu, &value) != NVML_SUCCESS || value != 41)
		return 2;
	if (nvmlShutdown() != NVML_SUCCESS)
		return 3;
	if (ask_temperature(board->gpu, &value) != NVML_ERROR_UNINITIALIZED)
		return 4;
	if (nvmlInit_v2() != NVML_SUCCESS)
		return 5;
	/* A new start as any other: handles are to be fetched again. */
	if (ask_temperature(board->gpu, &value) != NVML_ERROR_INVALID_ARGUMENT)
		return 6;
	return ask_temperature(board_gpu(0), &value) == NVML_SUCCESS ? 0 : 7;
}

/* Nothing inherited is left open, and stopping what was never used asks nobody. */
static int child_that_only_stops(struct board *board)
{
	unsigned long calls = board->calls;
	uint64_t value;

	if (sim_port_count_open(board->inner) != 0)
		return 1;
	if (nvmlShutdown() != NVML_SUCCESS || board->calls != calls)
		return 2;
	return ask_temperature(board->gpu, &value) == NVML_ERROR_UNINITIALIZED ? 0 : 3;
}

/* What the child may not open it does not have; later it may. */
static int child_without_rights(struct board *board)
{
	uint64_t value;

	sim_port_fail_open(board->inner, CTL, EACCES);
	if (ask_temperature(board->gpu, &value) != NVML_ERROR_UNINITIALIZED)
		return 1;
	if (nvmlInit_v2() != NVML_ERROR_NO_PERMISSION)
		return 2;
	sim_port_fail_open(board->inner, CTL, 0);
	if (ask_temperature(board->gpu, &value) != NVML_SUCCESS || value != 41)
		return 3;
	return nvmlShutdown() == NVML_SUCCESS && sim_port_count_open(board->inner) == 0 ? 0 : 4;
}

/* QUERY_ECC_STATUS: 580 has 30 units of 40 bytes, `enabled` first. */
static void switch_ecc_off(struct board *board)
{
	for (unsigned unit = 0; unit < 30; unit++)
		board_patch(board, 0x2080012f, unit * 40, 1, 0);
}

/* What was learnt about a GPU is learnt again. */
static int child_that_learns(struct board *board)
{
	uint64_t value;

	switch_ecc_off(board);
	return ask_ecc_current(board->gpu, &value) == NVML_SUCCESS && value == 0 ? 0 : 1;
}

static nvmlEventSet_t inherited_set;

/* The parent's sets of events are not the child's. */
static int child_with_a_set(struct board *board)
{
	nvmlEventSet_t own = NULL;
	nvmlEventData_t data;

	if (nvmlEventSetWait_v2(inherited_set, &data, 0) != NVML_ERROR_INVALID_ARGUMENT)
		return 1;
	if (nvmlDeviceRegisterEvents(board->gpu, 8, inherited_set) != NVML_ERROR_INVALID_ARGUMENT)
		return 2;
	if (nvmlEventSetFree(inherited_set) != NVML_ERROR_INVALID_ARGUMENT)
		return 3;
	if (nvmlEventSetCreate(&own) != NVML_SUCCESS ||
	    nvmlDeviceRegisterEvents(board->gpu, 8, own) != NVML_SUCCESS)
		return 4;
	sim_raise_event(board->sim, 0, 37, 79, 233);
	return nvmlEventSetWait_v2(own, &data, 0) == NVML_SUCCESS && data.eventData == 79 ? 0 : 5;
}

static int run_child(struct board *board, int (*child)(struct board *board))
{
	int status = -1;

	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(child(board));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A child of a child that asked nothing, and of one that did. */
static int child_of_an_idle_child(struct board *board)
{
	return run_child(board, child_that_asks);
}

static int child_of_a_busy_child(struct board *board)
{
	uint64_t value;

	if (ask_temperature(board->gpu, &value) != NVML_SUCCESS)
		return 20;
	board->maps = 1;
	return run_child(board, child_that_asks);
}

static void fork_after_start(void **state)
{
	static int (*const children[])(struct board *) = {
	    child_that_asks,   child_that_starts, child_that_only_stops,  child_without_rights,
	    child_that_learns, child_with_a_set,  child_of_an_idle_child, child_of_a_busy_child,
	};
	struct board board;
	nvmlEventData_t data;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(ask_memory_total(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(ask_ecc_current(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetCreate(&inherited_set), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, 8, inherited_set), NVML_SUCCESS);
	board.maps = 1;
	for (size_t i = 0; i < sizeof(children) / sizeof(children[0]); i++) {
		int failed = run_child(&board, children[i]);
		if (failed)
			fail_msg("child %zu: check %d", i, failed);
		/* The parent goes on. */
		assert_int_equal(ask_temperature(board.gpu, &value), NVML_SUCCESS);
		assert_int_equal(ask_memory_total(board.gpu, &value), NVML_SUCCESS);
		sim_raise_event(board.sim, 0, 37, 13, 233);
		assert_int_equal(nvmlEventSetWait_v2(inherited_set, &data, 0), NVML_SUCCESS);
		assert_int_equal(data.eventData, 13);
	}
	board_stop(&board);
}

static int child_of_nothing(struct board *board)
{
	uint64_t value;

	if (ask_temperature(board->gpu, &value) != NVML_ERROR_UNINITIALIZED)
		return 1;
	return nvmlInit_v2() == NVML_SUCCESS && count_v2() == 1 ? 0 : 2;
}

static void fork_without_a_start(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(run_child(&board, child_of_nothing), 0);
	board_free(&board);
}

/* ECC may change over a restart of the GPU: a new start asks again. */
static void a_new_start_forgets_what_was_learnt(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_warm(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(ask_ecc_current(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 1);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	switch_ecc_off(&board);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(ask_ecc_current(board_gpu(0), &value), NVML_SUCCESS);
	assert_int_equal(value, 0);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(control_node_that_does_not_open),
	    cmocka_unit_test(a_forbidden_gpu_is_left_out),
	    cmocka_unit_test(all_gpus_forbidden_is_a_start_without_gpus),
	    cmocka_unit_test(a_gpu_that_fails_later_is_counted),
	    cmocka_unit_test(no_gpu_at_all),
	    cmocka_unit_test(starts_and_stops_are_counted),
	    cmocka_unit_test(the_first_init_uses_every_gpu),
	    cmocka_unit_test(no_attach_shows_no_gpu),
	    cmocka_unit_test(handles_over_a_new_start),
	    cmocka_unit_test(foreign_handles_are_refused),
	    cmocka_unit_test(order_is_that_of_addresses),
	    cmocka_unit_test(bus_id_forms),
	    cmocka_unit_test(uuid_forms),
	    cmocka_unit_test(hidden_version_files),
	    cmocka_unit_test(fork_after_start),
	    cmocka_unit_test(fork_without_a_start),
	    cmocka_unit_test(a_new_start_forgets_what_was_learnt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
