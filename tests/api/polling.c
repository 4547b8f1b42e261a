/* SPDX-License-Identifier: MIT */
/* What polling costs over a long time: system calls, memory, descriptors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "counting_port.h"
#include "nvml.h"
#include "sim/port_sim.h"

#define POLLS 1000000u
#define INITS 10000u
/* A leak of one byte a poll would show; the C library's own arenas do not. */
#define RSS_SLACK_KIB 512

/* Under valgrind and emulation a hundredth shows leaks as well. */
static unsigned rounds(unsigned full)
{
	return getenv("OPENNVML_QUICK") ? full / 100 : full;
}

struct fixture {
	struct counting_port counting;
	struct port *sim;
	nvmlDevice_t device;
};

static struct fixture *fixture_new(const char *driver)
{
	const char *source = getenv("OPENNVML_SOURCE");
	const char *error = NULL;
	char path[4096];
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	assert_non_null(source);
	snprintf(path, sizeof(path), "%s/machines/dgx-h100.yaml", source);
	fixture->sim = sim_port_new(path, driver, &error);
	if (!fixture->sim)
		fail_msg("%s", error);
	counting_port_init(&fixture->counting, fixture->sim);
	sim_port_use(&fixture->counting.port);
	return fixture;
}

static struct fixture *fixture_open(const char *driver)
{
	struct fixture *fixture = fixture_new(driver);

	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &fixture->device), NVML_SUCCESS);
	return fixture;
}

static void fixture_free(struct fixture *fixture)
{
	sim_port_use(NULL);
	sim_port_free(fixture->sim);
	free(fixture);
}

static void fixture_close(struct fixture *fixture)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(fixture->counting.opens, fixture->counting.closes);
	fixture_free(fixture);
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

/* System calls of the second and later times that a question is asked. */
static uint64_t calls_of(struct fixture *fixture, ask_fn ask)
{
	assert_int_equal(ask(fixture->device), NVML_SUCCESS);
	fixture->counting.calls = 0;
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(ask(fixture->device), NVML_SUCCESS);
	return fixture->counting.calls;
}

static void telemetry_page_costs_no_call(void **state)
{
	static const ask_fn asks[] = {ask_temperature, ask_utilization, ask_power, ask_clock,
				      ask_pstate};
	struct fixture *fixture = fixture_open("580.142");

	(void)state;
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_int_equal(calls_of(fixture, asks[i]), 0);
	fixture_close(fixture);
}

static void control_costs_one_call(void **state)
{
	static const ask_fn asks[] = {ask_temperature, ask_utilization, ask_memory};
	struct fixture *fixture = fixture_open("535.288.01");

	(void)state;
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_int_equal(calls_of(fixture, asks[i]), 100);
	fixture_close(fixture);
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

static void poll_all(struct fixture *fixture, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		ask_temperature(fixture->device);
		ask_memory(fixture->device);
	}
}

static void a_million_polls_leave_no_trace(void **state)
{
	struct fixture *fixture = fixture_open("580.142");

	(void)state;
	poll_all(fixture, 1000);
	uint64_t opens = fixture->counting.opens;
	long before = rss_kib();
	/* Each round asks twice. */
	poll_all(fixture, rounds(POLLS / 2));
	assert_true(rss_kib() - before < RSS_SLACK_KIB);
	assert_int_equal(fixture->counting.opens, opens);
	fixture_close(fixture);
}

static void init_and_use(struct fixture *fixture)
{
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &fixture->device), NVML_SUCCESS);
	assert_int_equal(ask_temperature(fixture->device), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
}

static void starting_ten_thousand_times_leaves_no_trace(void **state)
{
	struct fixture *fixture = fixture_new("580.142");

	(void)state;
	for (unsigned i = 0; i < 200; i++)
		init_and_use(fixture);
	long before = rss_kib();
	for (unsigned i = 0; i < rounds(INITS); i++)
		init_and_use(fixture);
	assert_true(rss_kib() - before < RSS_SLACK_KIB);
	assert_int_equal(fixture->counting.opens, fixture->counting.closes);
	fixture_free(fixture);
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
