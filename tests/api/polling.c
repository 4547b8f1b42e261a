/* SPDX-License-Identifier: MIT */
/* What polling costs over a long time: system calls, memory, descriptors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nvml.h"
#include "sim/port_sim.h"
#include "sim_fixture.h"

#define POLLS 1000000u
#define INITS 10000u
/* A leak of one byte a poll would show; the C library's own arenas do not. */
#define RSS_SLACK_KIB 512

/* Under valgrind, sanitizers and emulation, which have memory of their own. */
static bool quick(void)
{
	return getenv("OPENNVML_QUICK") != NULL;
}

static unsigned rounds(unsigned full)
{
	return quick() ? full / 100 : full;
}

static nvmlReturn_t ask_temperature(nvmlDevice_t device)
{
	unsigned value;
	return nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &value);
}

static nvmlReturn_t ask_utilization(nvmlDevice_t device)
{
	nvmlUtilization_t value;
	return nvmlDeviceGetUtilizationRates(device, &value);
}

static nvmlReturn_t ask_power(nvmlDevice_t device)
{
	unsigned value;
	return nvmlDeviceGetPowerUsage(device, &value);
}

static nvmlReturn_t ask_clock(nvmlDevice_t device)
{
	unsigned value;
	return nvmlDeviceGetClockInfo(device, NVML_CLOCK_GRAPHICS, &value);
}

static nvmlReturn_t ask_pstate(nvmlDevice_t device)
{
	nvmlPstates_t value;
	return nvmlDeviceGetPerformanceState(device, &value);
}

static nvmlReturn_t ask_memory(nvmlDevice_t device)
{
	nvmlMemory_t value;
	return nvmlDeviceGetMemoryInfo(device, &value);
}

typedef nvmlReturn_t (*ask_fn)(nvmlDevice_t device);

/* Makes the telemetry page and lets the driver fill it. */
static void warm_up(const struct sim_fixture *fixture)
{
	ask_temperature(fixture->device);
	fixture->port->sleep_us(fixture->port, 1000000);
}

/* System calls of the second to the 101st time that a question is asked. */
static unsigned long calls_of_hundred(const struct sim_fixture *fixture, ask_fn ask)
{
	assert_int_equal(ask(fixture->device), NVML_SUCCESS);
	unsigned long before = sim_port_count_calls(fixture->port);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(ask(fixture->device), NVML_SUCCESS);
	return sim_port_count_calls(fixture->port) - before;
}

static void telemetry_page_costs_no_call(void **state)
{
	static const ask_fn asks[] = {ask_temperature, ask_utilization, ask_power, ask_clock,
				      ask_pstate};
	struct sim_fixture fixture;

	(void)state;
	sim_fixture_open(&fixture, "580.142");
	warm_up(&fixture);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_int_equal(calls_of_hundred(&fixture, asks[i]), 0);
	sim_fixture_close(&fixture);
}

static void control_costs_one_call(void **state)
{
	static const ask_fn asks[] = {ask_temperature, ask_utilization, ask_memory};
	struct sim_fixture fixture;

	(void)state;
	sim_fixture_open(&fixture, "535.288.01");
	/* Until then its ring of utilisation samples is empty. */
	warm_up(&fixture);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_int_equal(calls_of_hundred(&fixture, asks[i]), 100);
	sim_fixture_close(&fixture);
}

static long rss_kib(void)
{
	char text[256] = {0};
	FILE *file = fopen("/proc/self/status", "r");
	long kib = -1;

	assert_non_null(file);
	while (kib < 0 && fgets(text, sizeof(text), file))
		if (strncmp(text, "VmRSS:", 6) == 0)
			kib = strtol(text + 6, NULL, 10);
	fclose(file);
	assert_true(kib > 0);
	return kib;
}

static void assert_steady(long before_kib)
{
	if (!quick())
		assert_true(rss_kib() - before_kib < RSS_SLACK_KIB);
}

static void poll_all(const struct sim_fixture *fixture, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		ask_temperature(fixture->device);
		ask_memory(fixture->device);
	}
}

static void a_million_polls_leave_no_trace(void **state)
{
	struct sim_fixture fixture;

	(void)state;
	sim_fixture_open(&fixture, "580.142");
	warm_up(&fixture);
	poll_all(&fixture, 1000);
	unsigned open_before = sim_port_count_open(fixture.port);
	long before = rss_kib();
	/* Each round asks twice. */
	poll_all(&fixture, rounds(POLLS / 2));
	assert_steady(before);
	assert_int_equal(sim_port_count_open(fixture.port), open_before);
	sim_fixture_close(&fixture);
}

static void init_and_use(struct sim_fixture *fixture)
{
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &fixture->device), NVML_SUCCESS);
	assert_int_equal(ask_temperature(fixture->device), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(sim_port_count_open(fixture->port), 0);
}

static void starting_ten_thousand_times_leaves_no_trace(void **state)
{
	struct sim_fixture fixture;

	(void)state;
	/* One GPU: what the simulator itself does for each start grows with them. */
	sim_fixture_set_up_on(&fixture, "t4", "580.142");
	for (unsigned i = 0; i < 100; i++)
		init_and_use(&fixture);
	long before = rss_kib();
	for (unsigned i = 0; i < rounds(INITS); i++)
		init_and_use(&fixture);
	assert_steady(before);
	sim_fixture_free(&fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(telemetry_page_costs_no_call),
	    cmocka_unit_test(control_costs_one_call),
	    cmocka_unit_test(a_million_polls_leave_no_trace),
	    cmocka_unit_test(starting_ten_thousand_times_leaves_no_trace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
