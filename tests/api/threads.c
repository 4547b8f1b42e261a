/* SPDX-License-Identifier: MIT */
/*
 * Eight threads ask while others start and stop the library. The port below is
 * serialised, for the simulated driver is not for threads: what a sanitiser sees then
 * is the library's own memory.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "board.h"
#include "questions.h"

#define ASKERS 8u
#define STARTERS 2u
#define ROUNDS 60u

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static struct port *inner;
static atomic_bool stop;
static atomic_uint wrong, answered;

#define THROUGH_THE_DOOR(call)                                                                     \
	pthread_mutex_lock(&door);                                                                 \
	int result = inner->call;                                                                  \
	pthread_mutex_unlock(&door);                                                               \
	return result

static int door_open(struct port *port, const char *path, int flags)
{
	(void)port;
	THROUGH_THE_DOOR(open(inner, path, flags));
}

static int door_close(struct port *port, int fd)
{
	(void)port;
	THROUGH_THE_DOOR(close(inner, fd));
}

static int door_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	(void)port;
	THROUGH_THE_DOOR(ioctl(inner, fd, request, arg));
}

static int door_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	(void)port;
	THROUGH_THE_DOOR(map(inner, fd, size, ret_addr));
}

static int door_unmap(struct port *port, const void *addr, size_t size)
{
	(void)port;
	THROUGH_THE_DOOR(unmap(inner, addr, size));
}

static int door_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	(void)port;
	THROUGH_THE_DOOR(read_file(inner, path, buf, size));
}

static int door_access(struct port *port, const char *path, int mode)
{
	(void)port;
	THROUGH_THE_DOOR(access(inner, path, mode));
}

static uint64_t door_now_us(struct port *port)
{
	(void)port;
	pthread_mutex_lock(&door);
	uint64_t now = inner->now_us(inner);
	pthread_mutex_unlock(&door);
	return now;
}

static uint64_t door_monotonic_ns(struct port *port)
{
	(void)port;
	pthread_mutex_lock(&door);
	uint64_t now = inner->monotonic_ns(inner);
	pthread_mutex_unlock(&door);
	return now;
}

static void door_sleep_us(struct port *port, uint32_t us)
{
	(void)port;
	pthread_mutex_lock(&door);
	inner->sleep_us(inner, us);
	pthread_mutex_unlock(&door);
	/* Time is the simulator's, but whoever waits must let the others through the door. */
	usleep(50);
}

static int door_is_root(struct port *port)
{
	(void)port;
	return 0;
}

static void door_log(struct port *port, const char *line)
{
	(void)port;
	(void)line;
}

static struct port serialised = {.open = door_open,
				 .close = door_close,
				 .ioctl = door_ioctl,
				 .map = door_map,
				 .unmap = door_unmap,
				 .read_file = door_read_file,
				 .access = door_access,
				 .now_us = door_now_us,
				 .monotonic_ns = door_monotonic_ns,
				 .sleep_us = door_sleep_us,
				 .is_root = door_is_root,
				 .log = door_log};

/* Right value, or one of the two answers of a library that was just stopped. */
static void judge(nvmlReturn_t result, bool right)
{
	if (result == NVML_SUCCESS)
		atomic_fetch_add(&answered, 1);
	if (result == NVML_SUCCESS
		? !right
		: result != NVML_ERROR_UNINITIALIZED && result != NVML_ERROR_INVALID_ARGUMENT)
		atomic_fetch_add(&wrong, 1);
}

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

static void asking_while_starting_and_stopping(void **state)
{
	struct board board;
	pthread_t askers[ASKERS], starters[STARTERS];

	(void)state;
	board_load(&board, "witness", DRIVER_WITH_PAGE);
	inner = board.inner;
	sim_port_use(&serialised);
	for (unsigned i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, NULL), 0);
	for (unsigned i = 0; i < STARTERS; i++)
		assert_int_equal(pthread_create(&starters[i], NULL, start_and_stop, NULL), 0);
	for (unsigned i = 0; i < STARTERS; i++)
		pthread_join(starters[i], NULL);
	atomic_store(&stop, true);
	for (unsigned i = 0; i < ASKERS; i++)
		pthread_join(askers[i], NULL);
	assert_int_equal(atomic_load(&wrong), 0);
	assert_true(atomic_load(&answered) > 0);
	board_free(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(asking_while_starting_and_stopping),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
