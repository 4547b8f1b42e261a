/* SPDX-License-Identifier: MIT */
/*
 * A driver with faults of its own, told by the lines that nvsim ctl takes: every function is asked
 * meanwhile. None may crash, hang or hand out a string without an end, and each believes an honest
 * driver again.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "nvml.h"
#include "session.h"
#include "sim/change.h"
#include "sim/port_sim.h"

#define ROUND_S 60

static struct bench bench;
static struct session honest, got;

static void change(const char *line)
{
	char text[SIM_CHANGE_TEXT];

	if (sim_change(bench.sim, line, text, sizeof(text)) < 0)
		fail_msg("%s: %s", line, text);
}

static void round_of(struct session *session)
{
	alarm(ROUND_S);
	assert_true(session_run(&bench, session, NULL));
	alarm(0);
	assert_int_equal(sim_port_count_open(bench.sim_port), 0);
	assert_int_equal(bench.fault.mapped, 0);
}

static void honesty_is_restored(void)
{
	change("clear");
	round_of(&got);
	assert_int_equal(got.init_rc, NVML_SUCCESS);
	assert_int_equal(got.succeeded, honest.succeeded);
}

static void with(const char *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		change(lines[i]);
		round_of(&got);
		change("clear");
	}
	honesty_is_restored();
}

static void start(const char *driver)
{
	bench_set_up(&bench, driver);
	round_of(&honest);
	assert_true(honest.succeeded > 100);
}

static void replies_that_lie(void **state)
{
	static const char *const drivers[] = {"535.261.03", "550.163.01", "580.65.06"};
	static const char *const lines[] = {
	    "fault any hostile",
	    "fault any hostile=counts",
	    "fault any hostile=text every=3",
	    "fault any hostile=ones every=2",
	    "fault any hostile=words",
	    "fault NV2080_CTRL_CMD_FB_GET_INFO_V2 hostile",
	    "fault NV2080_CTRL_CMD_GPU_GET_PIDS hostile",
	    "fault NV2080_CTRL_CMD_GPU_GET_PID_INFO hostile",
	    "fault NV0000_CTRL_CMD_GPU_GET_PROBED_IDS hostile",
	    "fault NV2080_CTRL_CMD_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2 hostile",
	};

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		start(drivers[d]);
		with(lines, sizeof(lines) / sizeof(lines[0]));
		bench_tear_down(&bench);
	}
}

static void controls_that_fail(void **state)
{
	static const char *const lines[] = {
	    "fault any status=0x65",
	    "fault any status=0x0f every=2",
	    "fault any status=0x62 every=5",
	    "fault any status=0x56 gpu=0",
	    "fault any hang=10ms every=7",
	    "fault any status=0xffff every=3 count=20",
	    "torn 0",
	    "torn 0 moving",
	    "torn 1 moving",
	    "gsp-timeout 0",
	};

	(void)state;
	start("580.65.06");
	with(lines, sizeof(lines) / sizeof(lines[0]));
	bench_tear_down(&bench);
}

/* The GPU goes while everything is asked; each answer about it is the right one. */
static void a_gpu_is_lost_meanwhile(void **state)
{
	nvmlDevice_t device;
	nvmlMemory_t memory;

	(void)state;
	start("550.163.01");
	change("lose 0");
	round_of(&got);
	assert_int_equal(got.init_rc, NVML_SUCCESS);
	change("restore 0");
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	change("lose 0");
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_ERROR_GPU_IS_LOST);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	change("restore 0");
	honesty_is_restored();
	bench_tear_down(&bench);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replies_that_lie),
	    cmocka_unit_test(controls_that_fail),
	    cmocka_unit_test(a_gpu_is_lost_meanwhile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
