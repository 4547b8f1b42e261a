/* SPDX-License-Identifier: MIT */
/*
 * A driver call about one GPU that does not return: threads that ask the other GPUs get their
 * answers, at their first use too. Only the sick thread's calls hang.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "door_port.h"
#include "nvml.h"
#include "sim/port_sim.h"
#include "sim_fixture.h"

#define GPUS 8u
#define PATIENCE_MS 5000u

/* nv_escape.h, nvos.h: what an allocation and a control begin with; cl00de.h. */
#define ESC_RM_CONTROL 0x2au
#define ESC_RM_ALLOC 0x2bu
#define CLASS_SHARED_DATA 0x00deu

static _Thread_local bool sick;
static atomic_bool released, stuck;
static bool (*hangs_here)(const char *path, unsigned long request, const void *arg);

static uint32_t word(const void *arg, unsigned index)
{
	uint32_t value;

	memcpy(&value, (const char *)arg + 4u * index, sizeof(value));
	return value;
}

static bool is_node(const char *path, unsigned long request, const void *arg)
{
	(void)request;
	(void)arg;
	return strcmp(path, "/dev/nvidia0") == 0;
}

/* Root, parent, object, class. */
static bool is_page(const char *path, unsigned long request, const void *arg)
{
	(void)path;
	return (request & 0xff) == ESC_RM_ALLOC && word(arg, 3) == CLASS_SHARED_DATA;
}

/* Client, object, command: one of a subdevice. */
static bool is_control(const char *path, unsigned long request, const void *arg)
{
	(void)path;
	return (request & 0xff) == ESC_RM_CONTROL && word(arg, 2) >> 16 == 0x2080;
}

static bool hangs(const char *path, unsigned long request, const void *arg)
{
	if (!sick || atomic_load(&released) || !hangs_here(path, request, arg))
		return false;
	atomic_store(&stuck, true);
	return true;
}

static nvmlReturn_t ask(nvmlDevice_t gpu)
{
	unsigned value;
	char name[96];
	nvmlReturn_t result = nvmlDeviceGetName(gpu, name, sizeof(name));

	if (result == NVML_SUCCESS)
		result = nvmlDeviceGetPowerUsage(gpu, &value);
	if (result == NVML_SUCCESS)
		result = nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_SM, &value);
	if (result == NVML_SUCCESS)
		result = nvmlDeviceGetTemperature(gpu, NVML_TEMPERATURE_GPU, &value);
	return result;
}

struct asker {
	nvmlDevice_t *gpus;
	unsigned count;
	bool sick;
	nvmlReturn_t result;
	atomic_bool done;
};

static void *run(void *arg)
{
	struct asker *asker = arg;

	sick = asker->sick;
	for (unsigned i = 0; i < asker->count && asker->result == NVML_SUCCESS; i++)
		asker->result = ask(asker->gpus[i]);
	atomic_store(&asker->done, true);
	return NULL;
}

static bool becomes_true(atomic_bool *what)
{
	for (unsigned waited = 0; waited < PATIENCE_MS && !atomic_load(what); waited++)
		usleep(1000);
	return atomic_load(what);
}

static void others_answer_while(bool (*here)(const char *, unsigned long, const void *))
{
	struct sim_fixture fixture;
	nvmlDevice_t gpus[GPUS];
	struct asker patient = {.gpus = gpus, .count = 1, .sick = true};
	struct asker other = {.gpus = gpus + 1, .count = GPUS - 1};
	pthread_t threads[2];

	sim_fixture_set_up(&fixture, "580.142");
	sim_port_use(door_port(fixture.port));
	hangs_here = here;
	atomic_store(&released, false);
	atomic_store(&stuck, false);
	door_set_hangs(hangs);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	for (unsigned i = 0; i < GPUS; i++)
		assert_int_equal(nvmlDeviceGetHandleByIndex_v2(i, &gpus[i]), NVML_SUCCESS);

	assert_int_equal(pthread_create(&threads[0], NULL, run, &patient), 0);
	bool hung = becomes_true(&stuck);
	assert_int_equal(pthread_create(&threads[1], NULL, run, &other), 0);
	bool answered = becomes_true(&other.done);
	bool waits = !atomic_load(&patient.done);

	atomic_store(&released, true);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	assert_true(hung);
	assert_true(answered);
	assert_true(waits);
	assert_int_equal(other.result, NVML_SUCCESS);
	assert_int_equal(patient.result, NVML_SUCCESS);
	sim_fixture_close(&fixture);
}

static void opening_hangs(void **state)
{
	(void)state;
	others_answer_while(is_node);
}

static void making_the_page_hangs(void **state)
{
	(void)state;
	others_answer_while(is_page);
}

static void a_control_hangs(void **state)
{
	(void)state;
	others_answer_while(is_control);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(opening_hangs),
	    cmocka_unit_test(making_the_page_hangs),
	    cmocka_unit_test(a_control_hangs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
