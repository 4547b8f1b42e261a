/* SPDX-License-Identifier: MIT */
/*
 * Threads ask, wait for events, fork, start and stop the library all at once. The port below
 * is serialised, for the simulated driver is not for threads: what a sanitiser sees then is the
 * library's own memory.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "board.h"
#include "door_port.h"
#include "questions.h"

#define ASKERS 8u
#define WAITERS 3u
#define STARTERS 2u
#define ROUNDS 60u
#define FORKS 12u

static atomic_bool stop;
static atomic_uint wrong, answered;

/* Right value, or one of the two answers of a library that was just stopped. */
static void judge_at(int line, nvmlReturn_t result, bool right)
{
	if (result == NVML_SUCCESS)
		atomic_fetch_add(&answered, 1);
	if (result == NVML_SUCCESS
		? right
		: result == NVML_ERROR_UNINITIALIZED || result == NVML_ERROR_INVALID_ARGUMENT)
		return;
	atomic_fetch_add(&wrong, 1);
	fprintf(stderr, "threads.c:%d: answer %d, value %s\n", line, (int)result,
		right ? "right" : "wrong");
}

#define judge(result, right) judge_at(__LINE__, result, right)

static void *ask(void *arg)
{
	(void)arg;
	while (!atomic_load(&stop)) {
		nvmlDevice_t gpu = NULL;
		uint64_t value = 0;
		nvmlReturn_t result = nvmlDeviceGetHandleByIndex_v2(0, &gpu);

		judge(result, gpu != NULL);
		if (result != NVML_SUCCESS)
			continue;
		result = ask_temperature(gpu, &value);
		judge(result, value == 41);
		result = ask_power(gpu, &value);
		judge(result, value == 123457);
		result = ask_memory_total(gpu, &value);
		judge(result, value == 70001ull << 20);
		result = ask_ecc_current(gpu, &value);
		judge(result, value == 1);
		result = ask_compute_processes_v3(gpu, &value);
		judge(result, value == 2);
		result = ask_name(gpu, &value);
		judge(result, value == 19);
	}
	return NULL;
}

static void *start_and_stop(void *arg)
{
	(void)arg;
	for (unsigned i = 0; i < ROUNDS; i++) {
		if (nvmlInit_v2() != NVML_SUCCESS)
			atomic_fetch_add(&wrong, 1);
		for (unsigned pause = 0; pause < 20; pause++)
			sched_yield();
		if (nvmlShutdown() != NVML_SUCCESS)
			atomic_fetch_add(&wrong, 1);
	}
	return NULL;
}

static void raise_xid(const struct board *board, uint32_t number)
{
	door_lock();
	sim_raise_event(board->sim, 0, 37, number, 233);
	door_unlock();
}

/* A set is used until somebody stops the library, and sometimes freed before. */
static void *wait_for_events(void *arg)
{
	unsigned rounds = 0;

	(void)arg;
	while (!atomic_load(&stop)) {
		nvmlEventSet_t set = NULL;
		nvmlDevice_t gpu = NULL;
		nvmlEventData_t data = {0};
		nvmlReturn_t result = nvmlEventSetCreate(&set);

		judge(result, set != NULL);
		if (result != NVML_SUCCESS)
			continue;
		result = nvmlDeviceGetHandleByIndex_v2(0, &gpu);
		if (result == NVML_SUCCESS)
			result = nvmlDeviceRegisterEvents(gpu, nvmlEventTypeXidCriticalError, set);
		judge(result, true);
		while (result == NVML_SUCCESS || result == NVML_ERROR_TIMEOUT) {
			result = nvmlEventSetWait_v2(set, &data, 5);
			if (result != NVML_ERROR_TIMEOUT)
				judge(result, data.eventData == 79 && data.device == gpu);
			if (++rounds % 3 == 0)
				break;
		}
		judge(nvmlEventSetFree(set), true);
	}
	return NULL;
}

static void *raise_events(void *board)
{
	while (!atomic_load(&stop)) {
		raise_xid(board, 79);
		usleep(100);
	}
	return NULL;
}

static struct board *board_up(struct board *board)
{
	board_load(board, "witness", DRIVER_WITH_PAGE);
	sim_port_use(door_port(board->inner));
	atomic_store(&stop, false);
	atomic_store(&wrong, 0);
	atomic_store(&answered, 0);
	return board;
}

static void start(pthread_t *threads, unsigned count, void *(*run)(void *), void *arg)
{
	for (unsigned i = 0; i < count; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, run, arg), 0);
}

static void finish(const pthread_t *threads, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

static void asking_while_starting_and_stopping(void **state)
{
	struct board board;
	pthread_t askers[ASKERS], waiters[WAITERS], starters[STARTERS], raiser;

	(void)state;
	board_up(&board);
	start(askers, ASKERS, ask, NULL);
	start(waiters, WAITERS, wait_for_events, NULL);
	start(&raiser, 1, raise_events, &board);
	start(starters, STARTERS, start_and_stop, NULL);
	finish(starters, STARTERS);
	atomic_store(&stop, true);
	finish(askers, ASKERS);
	finish(waiters, WAITERS);
	finish(&raiser, 1);
	assert_int_equal(atomic_load(&wrong), 0);
	assert_true(atomic_load(&answered) > 0);
	board_free(&board);
}

/* One set: who waits for ever is sent away when it is freed, or when the library stops. */

struct waiter {
	nvmlEventSet_t set;
	nvmlReturn_t result;
	nvmlEventData_t data;
	atomic_bool waits;
};

static void *wait_for_ever(void *arg)
{
	struct waiter *waiter = arg;

	atomic_store(&waiter->waits, true);
	waiter->result = nvmlEventSetWait_v2(waiter->set, &waiter->data, 0xffffffffu);
	return NULL;
}

static void start_waiters(struct waiter *waiters, pthread_t *threads, nvmlEventSet_t set)
{
	for (unsigned i = 0; i < WAITERS; i++) {
		waiters[i] = (struct waiter){.set = set, .result = NVML_ERROR_UNKNOWN};
		start(&threads[i], 1, wait_for_ever, &waiters[i]);
		while (!atomic_load(&waiters[i].waits))
			usleep(50);
	}
	usleep(2000);
}

static void whoever_waits_is_sent_away(void **state)
{
	struct board board;
	struct waiter waiters[WAITERS];
	pthread_t threads[WAITERS];
	nvmlEventSet_t set = NULL;

	(void)state;
	board_up(&board);
	for (unsigned round = 0; round < 8; round++) {
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
		start_waiters(waiters, threads, set);
		bool freed = round % 2 == 0;
		if (freed)
			assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
		else
			assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
		finish(threads, WAITERS);
		for (unsigned i = 0; i < WAITERS; i++)
			assert_int_equal(waiters[i].result, freed ? NVML_ERROR_INVALID_ARGUMENT
								  : NVML_ERROR_UNINITIALIZED);
		if (freed)
			assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	}
	board_free(&board);
}

/* Registered while they wait; each of three events wakes one of three waiters. */
static void every_event_has_one_taker(void **state)
{
	struct board board;
	struct waiter waiters[WAITERS];
	pthread_t threads[WAITERS];
	nvmlEventSet_t set = NULL;
	unsigned long long sum = 0;

	(void)state;
	board_up(&board);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	start_waiters(waiters, threads, set);
	assert_int_equal(nvmlDeviceRegisterEvents(board_gpu(0), nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	for (unsigned i = 0; i < WAITERS; i++)
		raise_xid(&board, 1u << i);
	finish(threads, WAITERS);
	for (unsigned i = 0; i < WAITERS; i++) {
		assert_int_equal(waiters[i].result, NVML_SUCCESS);
		sum += waiters[i].data.eventData;
	}
	assert_int_equal(sum, (1u << WAITERS) - 1);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	board_free(&board);
}

/* Forks at any moment: no lock that a vanished thread held may stop the child. */

static void hold_door(void)
{
	door_lock();
}

static void open_door(void)
{
	door_unlock();
}

static int forked_child(nvmlDevice_t gpu)
{
	nvmlEventSet_t set = NULL;
	uint64_t value;

	alarm(20);
	if (ask_temperature(gpu, &value) != NVML_SUCCESS || value != 41)
		return 1;
	if (nvmlEventSetCreate(&set) != NVML_SUCCESS)
		return 2;
	return nvmlShutdown() == NVML_SUCCESS ? 0 : 3;
}

static void forking_while_asking(void **state)
{
	struct board board;
	pthread_t askers[ASKERS], waiters[WAITERS];

	(void)state;
	board_up(&board);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	nvmlDevice_t gpu = board_gpu(0);
	start(askers, ASKERS, ask, NULL);
	start(waiters, WAITERS, wait_for_events, NULL);
	fflush(NULL);
	for (unsigned i = 0; i < FORKS; i++) {
		int status = -1;
		pid_t child = fork();

		if (child == 0)
			_exit(forked_child(gpu));
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	atomic_store(&stop, true);
	finish(askers, ASKERS);
	finish(waiters, WAITERS);
	assert_int_equal(atomic_load(&wrong), 0);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	board_free(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(asking_while_starting_and_stopping),
	    cmocka_unit_test(whoever_waits_is_sent_away),
	    cmocka_unit_test(every_event_has_one_taker),
	    cmocka_unit_test(forking_while_asking),
	};
	/* Before the library's own handler, which goes through the door. */
	pthread_atfork(hold_door, open_door, open_door);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
