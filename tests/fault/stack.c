/* SPDX-License-Identifier: MIT */
/*
 * Every question fits into a thread of 128 KiB, which is what musl gives when nobody
 * asks for more. The stack is painted, so that the test can say how much was used.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "nvml.h"
#include "session.h"

#define STACK_SIZE (128u * 1024)
#define PAINT 0x5a
/* The caller needs some, too, and so do signal handlers. */
#define ALLOWED (96u * 1024)

static struct bench bench;
static struct world world;
static const struct conf_function *function;
static int plain;

static void *ask(void *ctx)
{
	struct call *call = ctx;

	call_make(call);
	return NULL;
}

static void *ask_fields(void *ctx)
{
	session_ask_fields(ctx);
	return NULL;
}

static void *initialise(void *ctx)
{
	*(int *)ctx = nvmlInit_v2();
	return NULL;
}

static void *end(void *ctx)
{
	*(int *)ctx = nvmlShutdown();
	return NULL;
}

static size_t used_of(const uint8_t *stack)
{
	size_t clean = 0;

	while (clean < STACK_SIZE && stack[clean] == PAINT)
		clean++;
	return STACK_SIZE - clean;
}

/* Runs in a thread whose stack is painted; a page without access lies below it. */
static size_t measure(void *(*run)(void *), void *ctx)
{
	uint8_t *map =
	    mmap(NULL, STACK_SIZE + 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint8_t *stack = map + 65536;
	pthread_attr_t attributes;
	pthread_t thread;

	assert_true(map != MAP_FAILED);
	assert_int_equal(mprotect(stack, STACK_SIZE, PROT_READ | PROT_WRITE), 0);
	memset(stack, PAINT, STACK_SIZE);
	pthread_attr_init(&attributes);
	assert_int_equal(pthread_attr_setstack(&attributes, stack, STACK_SIZE), 0);
	assert_int_equal(pthread_create(&thread, &attributes, run, ctx), 0);
	pthread_join(thread, NULL);
	pthread_attr_destroy(&attributes);
	size_t used = used_of(stack);
	munmap(map, STACK_SIZE + 65536);
	return used;
}

static size_t measure_function(void)
{
	struct call call;

	call_prepare(&call, function, &world, plain);
	size_t used = measure(ask, &call);
	call_release(&call);
	return used;
}

static void every_question_fits(const char *driver)
{
	nvmlDevice_t device;
	const char *deepest = "";
	size_t most = 0;
	int code = -1;

	bench_set_up(&bench, driver);
	assert_true(measure(initialise, &code) < ALLOWED);
	assert_int_equal(code, NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	world.device = device;
	for (function = conf_functions; function->name; function++) {
		if (!function->done || strstr(function->name, "Shutdown") ||
		    strstr(function->name, "nvmlInit"))
			continue;
		for (plain = 0; plain < 2; plain++) {
			size_t used = measure_function();
			if (used > most)
				deepest = function->name;
			most = used > most ? used : most;
		}
	}
	size_t fields = measure(ask_fields, device);
	printf("%s: deepest is %s with %zu bytes, all field values take %zu\n", driver, deepest,
	       most, fields);
	assert_true(most < ALLOWED);
	assert_true(fields < ALLOWED);
	assert_true(measure(end, &code) < ALLOWED);
	assert_int_equal(code, NVML_SUCCESS);
	bench_tear_down(&bench);
}

static void a_small_thread_is_enough(void **state)
{
	(void)state;
	every_question_fits("515.105.01");
	every_question_fits("535.261.03");
	every_question_fits("580.65.06");
	every_question_fits("595.45.04");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(a_small_thread_is_enough)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
