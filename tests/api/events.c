/* SPDX-License-Identifier: MIT */
/*
 * Events: calibration-api.md 5 (masks, notifiers, instances, time-outs). Numbers of
 * notifiers are NV2080_NOTIFIERS_* of the published cl2080_notification.h.
 */
#include <errno.h>

#include "board.h"
#include "questions.h"

#define RC_ERROR 37u
#define SET_NOTIFICATION 0x20800301u
#define GPU_INFO 0x20800102u
#define ECC_STATUS 0x2080012fu
#define UNATTRIBUTED 233u

static uint64_t now_ms(const struct board *board)
{
	return board->inner->monotonic_ns(board->inner) / 1000000;
}

static nvmlEventSet_t new_set(void)
{
	nvmlEventSet_t set = NULL;

	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_non_null(set);
	return set;
}

static nvmlEventSet_t set_of(nvmlDevice_t gpu, unsigned long long types)
{
	nvmlEventSet_t set = new_set();

	assert_int_equal(nvmlDeviceRegisterEvents(gpu, types, set), NVML_SUCCESS);
	return set;
}

static nvmlEventData_t next_of(nvmlEventSet_t set)
{
	nvmlEventData_t data;

	memset(&data, 0x5a, sizeof(data));
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_SUCCESS);
	return data;
}

static void assert_nothing(nvmlEventSet_t set)
{
	nvmlEventData_t data, before;

	memset(&data, 0x5a, sizeof(data));
	before = data;
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
	assert_memory_equal(&data, &before, sizeof(data));
}

/* "0x19c, plus bits 0 and 1 when QUERY_ECC_STATUS says ECC is enabled"; the later kinds by branch.
 */
static void supported_types(void **state)
{
	static const struct {
		const char *driver;
		unsigned long long with_ecc, without;
	} rows[] = {
	    {"515.105.01", 0x19f, 0x19c}, {"535.288.01", 0x19f, 0x19c},
	    {"550.144.03", 0x19f, 0x19c}, {"555.58.02", 0x19f, 0x19c},
	    {"560.35.03", 0x3f9f, 0x19c}, {"565.57.01", 0xff9f, 0xc19c},
	    {"580.142", 0xff9f, 0xc19c},
	};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned long long types = 0;

		board_start(&board, "witness", rows[i].driver);
		assert_int_equal(nvmlDeviceGetSupportedEventTypes(board.gpu, &types), NVML_SUCCESS);
		assert_int_equal(types, rows[i].with_ecc);
		assert_int_equal(types & ~nvmlEventTypeAll, 0);
		board_stop(&board);
		board_start(&board, "single", rows[i].driver);
		assert_int_equal(nvmlDeviceGetSupportedEventTypes(board.gpu, &types), NVML_SUCCESS);
		assert_int_equal(types, rows[i].without);
		board_stop(&board);
	}
}

/* The recorded scan: bits 5 and 6 pass though they are not announced; all or nothing. */
static void what_may_be_registered(void **state)
{
	static const unsigned long long taken[] = {0, 4, 8, 16, 28, 32, 36, 64, 100, 256},
					refused[] = {
					    1,          2,    3, 5, 255, 0x10000, 0x80000000ull,
					    1ull << 40, ~0ull};
	struct board board;

	(void)state;
	board_start(&board, "single", "555.58.02");
	nvmlEventSet_t set = new_set();
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, taken[i], set), NVML_SUCCESS);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, refused[i], set),
				 NVML_ERROR_NOT_SUPPORTED);
	nvmlEventSet_t other = new_set();
	assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, 9, other), NVML_ERROR_NOT_SUPPORTED);
	sim_raise_event(board.sim, 0, RC_ERROR, 31, UNATTRIBUTED);
	assert_nothing(other);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetFree(other), NVML_SUCCESS);
	board_stop(&board);
}

static void each_notifier_is_its_type(void **state)
{
	static const struct {
		uint32_t notifier;
		unsigned long long type, data;
	} rows[] = {
	    {37, nvmlEventTypeXidCriticalError, 79},
	    {33, nvmlEventTypePState, 0},
	    {119, nvmlEventTypeClock, 0},
	    {118, nvmlEventTypePowerSourceChange, 0},
	    {159, nvmlEventMigConfigChange, 0},
	    {111, nvmlEventTypeSingleBitEccError, 0},
	    {112, nvmlEventTypeDoubleBitEccError, 0},
	    {187, nvmlEventTypeSingleBitEccErrorStorm, 0},
	    {188, nvmlEventTypeDramRetirementEvent, 0},
	    {189, nvmlEventTypeDramRetirementFailure, 0},
	    {155, nvmlEventTypeNonFatalPoisonError, 0},
	    {156, nvmlEventTypeFatalPoisonError, 0},
	    {191, nvmlEventTypeGpuUnavailableError, 0},
	    {192, nvmlEventTypeGpuRecoveryAction, 0},
	    {123, 0x20, 0},
	    {125, 0x40, 0},
	};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		/* Each alone: a set that has another kind stays silent. */
		nvmlEventSet_t set = set_of(board.gpu, rows[i].type);
		nvmlEventSet_t rest = set_of(board.gpu, 0xffffull & ~rows[i].type);

		sim_raise_event(board.sim, 0, rows[i].notifier, 79, UNATTRIBUTED);
		nvmlEventData_t data = next_of(set);
		assert_ptr_equal(data.device, board.gpu);
		assert_int_equal(data.eventType, rows[i].type);
		assert_int_equal(data.eventData, rows[i].data);
		assert_int_equal(data.gpuInstanceId, 0xffffffffu);
		assert_int_equal(data.computeInstanceId, 0xffffffffu);
		assert_nothing(set);
		assert_nothing(rest);
		assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
		assert_int_equal(nvmlEventSetFree(rest), NVML_SUCCESS);
	}
	board_stop(&board);
}

/* One event a call, oldest first; several GPUs in one set. */
static void events_come_in_order(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "shuffled", DRIVER_WITH_PAGE);
	nvmlDevice_t second = board_gpu(1), third = board_gpu(2);
	nvmlEventSet_t set = set_of(board.gpu, nvmlEventTypeXidCriticalError);
	assert_int_equal(nvmlDeviceRegisterEvents(third, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	/* Machine positions 0, 1, 2 are the GPUs with index 2, 1, 0. */
	sim_raise_event(board.sim, 0, RC_ERROR, 31, UNATTRIBUTED);
	sim_raise_event(board.sim, 2, RC_ERROR, 43, UNATTRIBUTED);
	sim_raise_event(board.sim, 1, RC_ERROR, 45, UNATTRIBUTED); /* not registered */
	sim_raise_event(board.sim, 0, RC_ERROR, 0xfffffff0u, UNATTRIBUTED);
	nvmlEventData_t data = next_of(set);
	assert_ptr_equal(data.device, third);
	assert_int_equal(data.eventData, 31);
	data = next_of(set);
	assert_ptr_equal(data.device, board.gpu);
	assert_int_equal(data.eventData, 43);
	data = next_of(set);
	assert_ptr_equal(data.device, third);
	assert_int_equal(data.eventData, 0xfffffff0u);
	assert_nothing(set);
	/* Registered while the set is in use; what happened before is not reported. */
	assert_int_equal(nvmlDeviceRegisterEvents(second, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	assert_nothing(set);
	sim_raise_event(board.sim, 1, RC_ERROR, 46, UNATTRIBUTED);
	assert_ptr_equal(next_of(set).device, second);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	board_stop(&board);
}

/* Sets do not take from one another, and the last one switches the notifier off. */
static void several_sets(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	nvmlEventSet_t one = set_of(board.gpu, nvmlEventTypeXidCriticalError);
	nvmlEventSet_t two = set_of(board.gpu, nvmlEventTypeXidCriticalError | nvmlEventTypePState);
	/* Registered again: still told once. */
	assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, nvmlEventTypeXidCriticalError, one),
			 NVML_SUCCESS);
	sim_raise_event(board.sim, 0, RC_ERROR, 62, UNATTRIBUTED);
	assert_int_equal(next_of(one).eventData, 62);
	assert_nothing(one);
	assert_int_equal(next_of(two).eventData, 62);
	assert_nothing(two);
	assert_int_equal(nvmlEventSetFree(two), NVML_SUCCESS);
	sim_raise_event(board.sim, 0, RC_ERROR, 63, UNATTRIBUTED);
	assert_int_equal(next_of(one).eventData, 63);
	assert_int_equal(nvmlEventSetFree(one), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, SET_NOTIFICATION);
	/* The driver refuses to switch on what is on: so it is off again. */
	one = set_of(board.gpu, nvmlEventTypeXidCriticalError);
	sim_raise_event(board.sim, 0, RC_ERROR, 64, UNATTRIBUTED);
	assert_int_equal(next_of(one).eventData, 64);
	board_stop(&board);
}

/* info16 = GPU instance * 15 + compute instance, 15 and 8 for none; only with MIG on. */
static void instances_of_an_xid(void **state)
{
	static const struct {
		uint16_t info16;
		uint32_t gpu_instance, compute_instance;
	} rows[] = {
	    {0, 0, 0},
	    {3 * 15 + 2, 3, 2},
	    {14 * 15 + 7, 14, 7},
	    {9 * 15 + 8, 9, 0xffffffffu},
	    {4 * 15 + 9, 4, 0xffffffffu},
	    {UNATTRIBUTED, 0xffffffffu, 0xffffffffu},
	    {0xffff, 0xffffffffu, 0},
	};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	nvmlEventSet_t set =
	    set_of(board.gpu, nvmlEventTypeXidCriticalError | nvmlEventTypeDoubleBitEccError);
	sim_raise_event(board.sim, 0, RC_ERROR, 31, 3 * 15 + 2);
	assert_int_equal(next_of(set).gpuInstanceId, 0xffffffffu);
	board_patch(&board, GPU_INFO, 8, 4, 1); /* SMC_MODE enabled */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sim_raise_event(board.sim, 0, RC_ERROR, 31, rows[i].info16);
		nvmlEventData_t data = next_of(set);
		assert_int_equal(data.eventData, 31);
		assert_int_equal(data.gpuInstanceId, rows[i].gpu_instance);
		assert_int_equal(data.computeInstanceId, rows[i].compute_instance);
	}
	sim_raise_event(board.sim, 0, 112, 0, 3 * 15 + 2);
	assert_int_equal(next_of(set).gpuInstanceId, 0xffffffffu);
	board_stop(&board);
}

/* The first version's caller has room for 24 bytes. */
static void the_first_wait_writes_24_bytes(void **state)
{
	struct board board;
	unsigned char room[32];

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	nvmlEventSet_t set = set_of(board.gpu, nvmlEventTypeXidCriticalError);
	sim_raise_event(board.sim, 0, RC_ERROR, 48, UNATTRIBUTED);
	memset(room, 0x5a, sizeof(room));
	assert_int_equal(nvmlEventSetWait(set, (nvmlEventData_t *)(void *)room, 0), NVML_SUCCESS);
	assert_memory_equal(room, &board.gpu, sizeof(board.gpu));
	assert_int_equal(room[8], 8);
	assert_int_equal(room[16], 48);
	for (size_t i = 24; i < sizeof(room); i++)
		assert_int_equal(room[i], 0x5a);
	assert_int_equal(nvmlEventSetWait(set, (nvmlEventData_t *)(void *)room, 20),
			 NVML_ERROR_TIMEOUT);
	assert_int_equal(room[16], 48);
	board_stop(&board);
}

/* "Empty set: waits too, then 10. 0 ms: immediate 10." */
static void time_outs(void **state)
{
	static const unsigned timeouts[] = {0, 1, 39, 5000, 60000};
	struct board board;
	nvmlEventData_t data;

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	nvmlEventSet_t empty = new_set(), set = set_of(board.gpu, nvmlEventTypeXidCriticalError);
	for (size_t i = 0; i < sizeof(timeouts) / sizeof(timeouts[0]); i++) {
		uint64_t before = now_ms(&board);
		assert_int_equal(nvmlEventSetWait_v2(empty, &data, timeouts[i]),
				 NVML_ERROR_TIMEOUT);
		assert_in_range(now_ms(&board) - before, timeouts[i], timeouts[i] + 1);
	}
	/* A signal neither ends the wait nor makes it longer; one poll a wait, not many. */
	uint64_t before = now_ms(&board);
	unsigned long calls = board.calls;
	board.interrupted_polls = 3;
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 5000), NVML_ERROR_TIMEOUT);
	assert_in_range(now_ms(&board) - before, 5000, 5001);
	assert_true(board.calls - calls <= 5);
	/* There already: no time passes, whatever the time-out. */
	sim_raise_event(board.sim, 0, RC_ERROR, 13, UNATTRIBUTED);
	before = now_ms(&board);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0xffffffffu), NVML_SUCCESS);
	assert_int_equal(data.eventData, 13);
	assert_int_equal(now_ms(&board), before);
	board_stop(&board);
}

/* The machine file says what happens when. */
static void a_machine_on_which_things_happen(void **state)
{
	struct board board;
	nvmlEventData_t data;

	(void)state;
	board_start(&board, "eventful", DRIVER_WITH_PAGE);
	nvmlEventSet_t set = set_of(board_gpu(1), nvmlEventTypeXidCriticalError);
	assert_int_equal(nvmlDeviceRegisterEvents(
			     board.gpu, nvmlEventTypePState | nvmlEventTypeDoubleBitEccError, set),
			 NVML_SUCCESS);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 400), NVML_ERROR_TIMEOUT);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 5000), NVML_SUCCESS);
	assert_in_range(now_ms(&board), 500, 501);
	assert_ptr_equal(data.device, board_gpu(1));
	assert_int_equal(data.eventType, nvmlEventTypeXidCriticalError);
	assert_int_equal(data.eventData, 79);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 5000), NVML_SUCCESS);
	assert_in_range(now_ms(&board), 700, 701);
	assert_int_equal(data.eventType, nvmlEventTypePState);
	assert_int_equal(next_of(set).eventType, nvmlEventTypeDoubleBitEccError);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 5000), NVML_ERROR_TIMEOUT);
	board_stop(&board);
}

/* Sets without number, handles without a set. */
static void sets_are_limited_and_known(void **state)
{
	struct board board;
	nvmlEventSet_t sets[65] = {NULL};
	nvmlEventData_t data;
	unsigned long foreign[64] = {0};

	(void)state;
	board_warm(&board, "single", DRIVER_WITH_PAGE);
	unsigned open_before = sim_port_count_open(board.inner);
	for (unsigned round = 0; round < 3; round++) {
		for (unsigned i = 0; i < 64; i++)
			sets[i] = set_of(board.gpu, nvmlEventTypeXidCriticalError);
		assert_int_equal(nvmlEventSetCreate(&sets[64]), NVML_ERROR_INSUFFICIENT_RESOURCES);
		assert_null(sets[64]);
		sim_raise_event(board.sim, 0, RC_ERROR, 100 + round, UNATTRIBUTED);
		for (unsigned i = 0; i < 64; i++)
			assert_int_equal(next_of(sets[i]).eventData, 100 + round);
		for (unsigned i = 0; i < 64; i++)
			assert_int_equal(nvmlEventSetFree(sets[i]), NVML_SUCCESS);
		assert_int_equal(sim_port_count_open(board.inner), open_before);
	}
	void *const wrong[] = {
	    NULL, foreign, sets[0], (char *)sets[1] + 8, board.gpu, (void *)(intptr_t)1};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		nvmlEventSet_t set = wrong[i];
		assert_int_equal(nvmlEventSetFree(set), NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlEventSetWait(set, &data, 0), NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, 8, set),
				 NVML_ERROR_INVALID_ARGUMENT);
	}
	nvmlEventSet_t set = new_set();
	assert_int_equal(nvmlEventSetWait_v2(set, NULL, 0), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlEventSetCreate(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceRegisterEvents(NULL, 8, set), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetSupportedEventTypes(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* A set ends with the library; a later one does not revive it. */
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_UNINITIALIZED);
	assert_int_equal(nvmlEventSetFree(set), NVML_ERROR_UNINITIALIZED);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetFree(set), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* What the driver refuses, and what it should never say. */
static void refusals_of_the_driver(void **state)
{
	struct board board;
	nvmlEventData_t data;
	nvmlEventSet_t none = NULL;
	unsigned long long types = 77;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	nvmlEventSet_t set = new_set();
	board.status = 0x0f; /* GPU_IS_LOST */
	board.status_cmd = ECC_STATUS;
	assert_int_equal(nvmlDeviceGetSupportedEventTypes(board.gpu, &types),
			 NVML_ERROR_GPU_IS_LOST);
	assert_int_equal(types, 77);
	/* A board without an answer about ECC reports no memory errors, but still its Xids. */
	board.status = 0x56;
	assert_int_equal(nvmlDeviceGetSupportedEventTypes(board.gpu, &types), NVML_SUCCESS);
	assert_int_equal(types, 0xc19c);
	board.status = 0;
	assert_int_equal(nvmlDeviceGetSupportedEventTypes(board.gpu, &types), NVML_SUCCESS);
	assert_int_equal(types, 0xff9f);
	board.status = 0x0f;
	board.status_cmd = SET_NOTIFICATION;
	assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, 12, set), NVML_ERROR_GPU_IS_LOST);
	board_unpatch(&board);
	/* Nothing of the failed registration is left. */
	sim_raise_event(board.sim, 0, RC_ERROR, 1, UNATTRIBUTED);
	assert_nothing(set);
	assert_int_equal(nvmlDeviceRegisterEvents(board.gpu, 12, set), NVML_SUCCESS);
	static const uint32_t objects[] = {0xcaff0000u, 0xcaff0003u ^ 0x10u, 1, 0xffffffffu,
					   0xcafe0001u};
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		board.event_object = objects[i];
		sim_raise_event(board.sim, 0, RC_ERROR, 1, UNATTRIBUTED);
		assert_int_equal(nvmlEventSetWait_v2(set, &data, 1000), NVML_ERROR_UNKNOWN);
	}
	board.event_object = 0;
	sim_raise_event(board.sim, 0, RC_ERROR, 2, UNATTRIBUTED);
	assert_int_equal(next_of(set).eventData, 2);
	/* A set without its queue is none. */
	sim_port_fail_open(board.inner, "/dev/nvidiactl", EACCES);
	unsigned open_before = sim_port_count_open(board.inner);
	assert_int_equal(nvmlEventSetCreate(&none), NVML_ERROR_NO_PERMISSION);
	assert_null(none);
	assert_int_equal(sim_port_count_open(board.inner), open_before);
	board_stop(&board);
}

/* System events (client_resource.c, event_api.c): one queue of data per client. */

static nvmlSystemEventSet_t system_set(unsigned long long types)
{
	nvmlSystemEventSetCreateRequest_t create = {.version = nvmlSystemEventSetCreateRequest_v1};

	assert_int_equal(nvmlSystemEventSetCreate(&create), NVML_SUCCESS);
	nvmlSystemRegisterEventRequest_t request = {
	    .version = nvmlSystemRegisterEventRequest_v1, .eventTypes = types, .set = create.set};
	assert_int_equal(nvmlSystemRegisterEvents(&request), NVML_SUCCESS);
	return create.set;
}

static nvmlReturn_t wait_system(nvmlSystemEventSet_t set, nvmlSystemEventData_v1_t *data,
				unsigned room, unsigned timeout_ms, unsigned *ret_count)
{
	nvmlSystemEventSetWaitRequest_t request = {.version = nvmlSystemEventSetWaitRequest_v1,
						   .timeoutms = timeout_ms,
						   .set = set,
						   .data = data,
						   .dataSize = room,
						   .numEvent = 99};
	nvmlReturn_t result = nvmlSystemEventSetWait(&request);

	*ret_count = request.numEvent;
	return result;
}

static nvmlReturn_t free_system(nvmlSystemEventSet_t set)
{
	nvmlSystemEventSetFreeRequest_t request = {.version = nvmlSystemEventSetFreeRequest_v1,
						   .set = set};
	return nvmlSystemEventSetFree(&request);
}

static void gpus_that_come_and_go(void **state)
{
	struct board board;
	nvmlSystemEventData_v1_t data[4];
	unsigned count;

	(void)state;
	board_start(&board, "eventful", DRIVER_WITH_PAGE);
	nvmlSystemEventSet_t both = system_set(3);
	nvmlSystemEventSet_t bound = system_set(nvmlSystemEventTypeGpuDriverBind);
	assert_int_equal(wait_system(both, data, 4, 5000, &count), NVML_SUCCESS);
	assert_in_range(now_ms(&board), 900, 901);
	assert_int_equal(count, 1);
	assert_int_equal(data[0].eventType, nvmlSystemEventTypeGpuDriverUnbind);
	assert_int_equal(data[0].gpuId, 0x8100); /* bus 81, as the driver names GPUs */
	/* The set that wants the other kind waits on. */
	assert_int_equal(wait_system(bound, data, 4, 5000, &count), NVML_SUCCESS);
	assert_in_range(now_ms(&board), 1200, 1201);
	assert_int_equal(count, 1);
	assert_int_equal(data[0].eventType, nvmlSystemEventTypeGpuDriverBind);
	/* As many as there is room for. */
	sim_raise_system_event(board.sim, 0, false);
	sim_raise_system_event(board.sim, 0, true);
	assert_int_equal(wait_system(both, data, 2, 0, &count), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(data[0].eventType, nvmlSystemEventTypeGpuDriverBind);
	assert_int_equal(data[0].gpuId, 0x8100);
	assert_int_equal(data[1].eventType, nvmlSystemEventTypeGpuDriverUnbind);
	assert_int_equal(data[1].gpuId, 0x900);
	assert_int_equal(wait_system(both, data, 2, 0, &count), NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(wait_system(both, data, 2, 30, &count), NVML_ERROR_TIMEOUT);
	assert_int_equal(count, 99);
	assert_int_equal(free_system(both), NVML_SUCCESS);
	assert_int_equal(free_system(both), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void refusals_of_system_events(void **state)
{
	struct board board;
	nvmlSystemEventData_v1_t data[1];
	nvmlEventData_t event;
	unsigned count;

	(void)state;
	board_start(&board, "single", DRIVER_WITH_PAGE);
	nvmlSystemEventSet_t set = system_set(1);
	nvmlSystemRegisterEventRequest_t request = {
	    .version = nvmlSystemRegisterEventRequest_v1, .eventTypes = 4, .set = set};
	assert_int_equal(nvmlSystemRegisterEvents(&request), NVML_ERROR_NOT_SUPPORTED);
	request.eventTypes = 1ull << 32;
	assert_int_equal(nvmlSystemRegisterEvents(&request), NVML_ERROR_NOT_SUPPORTED);
	/* Twice the same, and nothing. */
	request.eventTypes = 1;
	assert_int_equal(nvmlSystemRegisterEvents(&request), NVML_SUCCESS);
	request.eventTypes = 0;
	assert_int_equal(nvmlSystemRegisterEvents(&request), NVML_SUCCESS);
	request.version = 1;
	assert_int_equal(nvmlSystemRegisterEvents(&request), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlSystemRegisterEvents(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(wait_system(set, NULL, 1, 0, &count), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(wait_system(set, data, 0, 0, &count), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(wait_system(NULL, data, 1, 0, &count), NVML_ERROR_INVALID_ARGUMENT);
	/* The two kinds of sets are not mixed up. */
	nvmlEventSet_t other = new_set();
	assert_int_equal(free_system((void *)other), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlEventSetFree((void *)set), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlEventSetWait_v2((void *)set, &event, 0), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);

	/* The driver has the data from 575 on (versions.md). */
	board_start(&board, "single", "570.211.01");
	nvmlSystemEventSetCreateRequest_t create = {.version = nvmlSystemEventSetCreateRequest_v1};
	assert_int_equal(nvmlSystemEventSetCreate(&create), NVML_ERROR_NOT_SUPPORTED);
	assert_null(create.set);
	board_stop(&board);
	board_start(&board, "single", "575.51.02");
	assert_int_equal(nvmlSystemEventSetCreate(&create), NVML_SUCCESS);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(supported_types),
	    cmocka_unit_test(what_may_be_registered),
	    cmocka_unit_test(each_notifier_is_its_type),
	    cmocka_unit_test(events_come_in_order),
	    cmocka_unit_test(several_sets),
	    cmocka_unit_test(instances_of_an_xid),
	    cmocka_unit_test(the_first_wait_writes_24_bytes),
	    cmocka_unit_test(time_outs),
	    cmocka_unit_test(a_machine_on_which_things_happen),
	    cmocka_unit_test(sets_are_limited_and_known),
	    cmocka_unit_test(refusals_of_the_driver),
	    cmocka_unit_test(gpus_that_come_and_go),
	    cmocka_unit_test(refusals_of_system_events),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
