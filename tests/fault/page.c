/* SPDX-License-Identifier: MIT */
/* Firmware writes the telemetry page while it is read: numbers of two fills never mix. */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nvml.h"
#include "rm_rusd.h"
#include "session.h"
#include "sim/port_sim.h"

#define DRIVER "580.65.06"
#define READS 200000u
#define BEING_WRITTEN UINT64_MAX

static struct bench bench;
static uint8_t *page;
static atomic_bool stop;

static void start_page(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	(void)fault;
	memset(bytes, 0, size);
	page = bytes;
}

static void put(const struct rm_rusd_layout *layout, enum rm_rusd_field field, uint64_t value)
{
	const struct rm_rusd_cell *cell = &layout->cells[field];
	void *at = page + cell->offset;

	switch (cell->width) {
	case 1:
		__atomic_store_n((uint8_t *)at, (uint8_t)value, __ATOMIC_RELAXED);
		break;
	case 4:
		__atomic_store_n((uint32_t *)at, (uint32_t)value, __ATOMIC_RELAXED);
		break;
	default:
		__atomic_store_n((uint64_t *)at, value, __ATOMIC_RELAXED);
	}
}

/* As firmware does it: the stamp says so while the section is written. */
static void fill(const struct rm_rusd_layout *layout, uint64_t stamp)
{
	uint64_t percent = 1 + stamp % 99;

	put(layout, RM_RUSD_PERF_DEV_UTIL_TIMESTAMP, BEING_WRITTEN);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	put(layout, RM_RUSD_PERF_DEV_UTIL_GPU_PERCENT_BUSY, percent);
	put(layout, RM_RUSD_PERF_DEV_UTIL_MEMORY_PERCENT_BUSY, percent);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	put(layout, RM_RUSD_PERF_DEV_UTIL_TIMESTAMP, stamp);
}

static void *write_on(void *ctx)
{
	for (uint64_t stamp = 1000; !atomic_load(&stop); stamp++)
		fill(ctx, stamp);
	return NULL;
}

static void fills_never_mix(void **state)
{
	nvmlUtilization_t load = {0};
	nvmlDevice_t device;
	pthread_t writer;
	unsigned from_page = 0, reads = getenv("OPENNVML_QUICK") ? READS / 100 : READS;

	(void)state;
	bench_set_up(&bench, DRIVER);
	bench.fault.page = start_page;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	nvmlDeviceGetUtilizationRates(device, &load);
	assert_non_null(page);
	const struct rm_rusd_layout *layout = rm_rusd_layout_at(bench.fault.release);
	assert_int_equal(pthread_create(&writer, NULL, write_on, (void *)(uintptr_t)layout), 0);
	for (unsigned i = 0; i < reads; i++) {
		/* Where the page gives nothing the samples say 0 and 0. */
		if (nvmlDeviceGetUtilizationRates(device, &load) != NVML_SUCCESS)
			continue;
		assert_int_equal(load.gpu, load.memory);
		from_page += load.gpu != 0;
	}
	atomic_store(&stop, true);
	pthread_join(writer, NULL);
	assert_true(from_page > 0);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_tear_down(&bench);
}

/* A page that is for ever being written, or changes at each look, ends with an answer. */
static void a_page_that_never_settles_is_left(void **state)
{
	unsigned milliwatts;
	nvmlDevice_t device;

	(void)state;
	bench_set_up(&bench, DRIVER);
	bench.fault.page = start_page;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	nvmlDeviceGetPowerUsage(device, &milliwatts);
	memset(page, 0xff, rm_rusd_layout_at(bench.fault.release)->size);
	assert_int_equal(nvmlDeviceGetPowerUsage(device, &milliwatts), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(sim_port_count_open(bench.sim_port), 0);
	bench_tear_down(&bench);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fills_never_mix),
	    cmocka_unit_test(a_page_that_never_settles_is_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
