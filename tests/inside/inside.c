/* SPDX-License-Identifier: MIT */
/*
 * The library that carries the simulator, on the two boards of tests/nvsim/machine.yaml: threads,
 * children, time that passes by itself, and what it says without a machine.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>

#include "nvml.h"

enum {
	BOARDS = 2,
	ASKERS = 6,
	ROUNDS = 30,
	IDLE_MW = 25000,
	IDLE_C = 31,
	XID = 79,
	LONG_WAIT_MS = 1500
};

/* A child of a program with threads starts one of its own here, which ThreadSanitizer may not like.
 */
const char *__tsan_default_options(void);
__attribute__((visibility("default"))) const char *__tsan_default_options(void)
{
	return "die_after_fork=0";
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int count_threads(void)
{
	int count = 0;
	DIR *tasks = opendir("/proc/self/task");
	assert_non_null(tasks);
	for (struct dirent *entry = readdir(tasks); entry; entry = readdir(tasks))
		count += entry->d_name[0] != '.';
	closedir(tasks);
	return count;
}

/* In a child of its own: what the library said, and its first answer. */
static int start_with(const char *name, const char *value, char *said, size_t size)
{
	int pair[2], status;
	assert_int_equal(pipe(pair), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(pair[1], STDERR_FILENO);
		if (value)
			setenv(name, value, 1);
		else
			unsetenv(name);
		_exit((int)nvmlInit_v2() + 100 * (nvmlInit_v2() != NVML_ERROR_DRIVER_NOT_LOADED));
	}
	close(pair[1]);
	ssize_t got = 0, part;
	while ((part = read(pair[0], said + got, size - 1 - (size_t)got)) > 0)
		got += part;
	said[got] = '\0';
	close(pair[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_no_machine(void **state)
{
	char said[1024];
	(void)state;
	assert_int_equal(start_with("OPENNVML_MACHINE", NULL, said, sizeof said),
			 NVML_ERROR_DRIVER_NOT_LOADED);
	assert_non_null(strstr(said, "set OPENNVML_MACHINE"));
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1); /* one line, once */
	assert_int_equal(start_with("OPENNVML_MACHINE", "no-such", said, sizeof said),
			 NVML_ERROR_DRIVER_NOT_LOADED);
	assert_non_null(strstr(said, "OPENNVML_MACHINE=no-such"));
	assert_int_equal(start_with("OPENNVML_MACHINE", "/no/such.yaml", said, sizeof said),
			 NVML_ERROR_DRIVER_NOT_LOADED);
	assert_non_null(strstr(said, "/no/such.yaml"));
}

static void test_machine_by_name(void **state)
{
	char said[1024];
	(void)state;
	/* 100: the second start did not fail, as it must not here. */
	assert_int_equal(start_with("OPENNVML_MACHINE", "t4", said, sizeof said), 100);
	assert_string_equal(said, "");
	assert_int_equal(
	    start_with("OPENNVML_MACHINE", "2x l4, driver=550.90.07", said, sizeof said), 100);
	assert_string_equal(said, "");
}

static void check_board(nvmlDevice_t board)
{
	unsigned power = 0, temperature = 0;
	assert_int_equal(nvmlDeviceGetPowerUsage(board, &power), NVML_SUCCESS);
	assert_int_equal(power, IDLE_MW);
	assert_int_equal(nvmlDeviceGetTemperature(board, NVML_TEMPERATURE_GPU, &temperature),
			 NVML_SUCCESS);
	assert_int_equal(temperature, IDLE_C);
}

static void *ask(void *arg)
{
	nvmlDevice_t board;
	(void)arg;
	for (int i = 0; i < ROUNDS; i++) {
		unsigned minor = 0;
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceGetHandleByIndex_v2(1, &board), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceGetMinorNumber(board, &minor), NVML_SUCCESS);
		assert_int_equal(minor, 5);
		check_board(board);
		assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	}
	return NULL;
}

static void test_threads(void **state)
{
	pthread_t askers[ASKERS];
	(void)state;
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, NULL), 0);
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_join(askers[i], NULL), 0);
}

/* Board 0 has no events, so this waits to the end. */
static void *wait_in_vain(void *arg)
{
	nvmlEventData_t data;
	assert_int_equal(nvmlEventSetWait_v2(arg, &data, LONG_WAIT_MS), NVML_ERROR_TIMEOUT);
	return NULL;
}

static void test_waiting_holds_nobody_up(void **state)
{
	nvmlDevice_t board;
	nvmlEventSet_t set;
	pthread_t waiter;
	(void)state;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &board), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRegisterEvents(board, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	double before = seconds();
	assert_int_equal(pthread_create(&waiter, NULL, wait_in_vain, set), 0);
	usleep(50000);
	for (int i = 0; i < ROUNDS; i++)
		check_board(board);
	assert_true(seconds() - before < LONG_WAIT_MS / 1000.0);
	assert_int_equal(pthread_join(waiter, NULL), 0);
	assert_true(seconds() - before >= LONG_WAIT_MS / 1000.0);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
}

/* One lets time pass while there are pages, and goes with the last. */
static void test_thread_of_pages(void **state)
{
	nvmlDevice_t board;
	(void)state;
	int before = count_threads();
	for (int i = 0; i < 3; i++) {
		assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
		assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &board), NVML_SUCCESS);
		check_board(board);
		assert_int_equal(count_threads(), before + 1);
		assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
		/* A thread that was waited for may be seen a little longer. */
		for (int wait = 0; wait < 1000 && count_threads() != before; wait++)
			usleep(1000);
		assert_int_equal(count_threads(), before);
	}
}

/* The machine file says when, after the machine's start. */
static void test_time_passes(void **state)
{
	nvmlDevice_t board;
	nvmlEventSet_t set;
	nvmlEventData_t data = {0};
	(void)state;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(1, &board), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRegisterEvents(board, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 30000), NVML_SUCCESS);
	assert_int_equal(data.eventData, XID);
	assert_ptr_equal(data.device, board);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
}

static nvmlEnableState_t persistence(nvmlDevice_t board)
{
	nvmlEnableState_t mode = NVML_FEATURE_DISABLED;
	assert_int_equal(nvmlDeviceGetPersistenceMode(board, &mode), NVML_SUCCESS);
	return mode;
}

/* A child has a copy of the machine, whatever the parent's threads were doing. */
static void test_children(void **state)
{
	nvmlDevice_t board;
	pthread_t asker = pthread_self();
	int status;
	(void)state;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &board), NVML_SUCCESS);
	check_board(board);
	nvmlEnableState_t before = persistence(board);
	/* A sanitizer's own memory is not for children of programs whose threads start others. */
	bool beside = !SANITIZED && pthread_create(&asker, NULL, ask, NULL) == 0;
	for (int i = 0; i < 8; i++) {
		pid_t child = fork();
		if (child == 0) {
			nvmlReturn_t set = nvmlDeviceSetPersistenceMode(board, !before);
			check_board(board);
			if (set == NVML_SUCCESS)
				assert_int_equal(persistence(board), !before);
			else
				assert_int_equal(set, NVML_ERROR_NO_PERMISSION);
			_exit((set == NVML_SUCCESS) != (geteuid() == 0) ||
			      nvmlShutdown() != NVML_SUCCESS);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	assert_int_equal(beside ? pthread_join(asker, NULL) : 0, 0);
	assert_int_equal(persistence(board), before);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_no_machine),
	    cmocka_unit_test(test_machine_by_name),
	    cmocka_unit_test(test_threads),
	    cmocka_unit_test(test_children),
	    cmocka_unit_test(test_waiting_holds_nobody_up),
	    cmocka_unit_test(test_thread_of_pages),
	    cmocka_unit_test(test_time_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
