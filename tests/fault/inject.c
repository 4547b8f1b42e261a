/* SPDX-License-Identifier: MIT */
/*
 * One call to the kernel fails, whichever it is: the first, the second, and so on
 * until a whole session runs without meeting the failure. What the library says
 * must be right or an error, and nothing may be left behind.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nvml.h"
#include "rm_status.h"
#include "session.h"
#include "sim/port_sim.h"

/* The first meets every error, the others one. */
static const char *const drivers[] = {"580.65.06", "535.261.03", "550.163.01", "595.45.04"};

static struct bench bench;
static struct session expected, got;

/* Nothing is open or mapped, and the library starts again. */
static void assert_clean(void)
{
	assert_int_equal(sim_port_count_open(bench.sim_port), 0);
	assert_int_equal(bench.fault.mapped, 0);
	fault_port_arm(&bench.fault, 0, 0, 0, 0);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	unsigned count = 0;
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	assert_int_equal(count, SESSION_GPUS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(sim_port_count_open(bench.sim_port), 0);
}

/* A GPU whose error correction could not be asked about still reports its other events. */
static bool may_say_less(const char *name)
{
	return strcmp(name, "nvmlDeviceGetSupportedEventTypes") == 0;
}

static void compare_answer(unsigned row, unsigned function, const char *what)
{
	const struct session_answer *want = &expected.answers[row][function];
	const struct session_answer *have = &got.answers[row][function];
	const char *name = conf_functions[function].name;

	if (!have->asked || have->rc != NVML_SUCCESS || session_is_volatile(name))
		return;
	if (want->rc != NVML_SUCCESS)
		fail_msg("%s: %s succeeds, without the fault it answers %d", what, name, want->rc);
	if (want->digest != have->digest && !may_say_less(name))
		fail_msg("%s: %s answers something else", what, name);
}

static void compare(const char *what)
{
	for (unsigned row = 0; row <= SESSION_GPUS; row++)
		for (unsigned i = 0; conf_functions[i].name; i++)
			compare_answer(row, i, what);
}

/* Access may be refused, or the node be missing: then the GPU is not this process's. */
static bool leaves_gpu_out(int error)
{
	return error == EPERM || error == EACCES || error == ENOENT || error == ENXIO ||
	       error == ENODEV;
}

static void check_session(const char *what, int error)
{
	bool fewer =
	    bench.fault.fired && bench.fault.fired_kind == FAULT_ACCESS && leaves_gpu_out(error);

	if (got.init_rc == NVML_SUCCESS && got.count != SESSION_GPUS && !fewer)
		fail_msg("%s: %u GPUs counted", what, got.count);
	for (unsigned i = 0; fewer && conf_functions[i].name; i++) {
		got.answers[SESSION_GPUS][i].asked = false;
		if (strcmp(conf_functions[i].name, "nvmlDeviceGetIndex") == 0)
			got.answers[0][i].asked = got.answers[1][i].asked = false;
	}
	compare(what);
	assert_clean();
}

/* Calls of the initialisation and of a GPU's first use: always tried. */
#define FIRST_CALLS 40u

/*
 * The first error meets every call; the others every fourth after the start. Builds that are
 * slow take every seventh, or every n-th with OPENNVML_QUICK=n.
 */
static unsigned stride(unsigned at, bool all)
{
	const char *quick = getenv("OPENNVML_QUICK");

	if (quick)
		return atoi(quick) > 1 ? (unsigned)atoi(quick) : 7;
	return all || at < FIRST_CALLS ? 1 : 4;
}

static unsigned fail_each(unsigned kinds, int error, uint32_t status, bool all)
{
	char what[96];
	unsigned sessions = 0;

	for (unsigned at = 1;; at += stride(at, all)) {
		snprintf(what, sizeof(what), "call %u of kind %#x, errno %d, status %#x", at, kinds,
			 error, status);
		fault_port_arm(&bench.fault, kinds, at, error, status);
		assert_true(session_run(&bench, &got, NULL));
		unsigned fired = bench.fault.fired;
		check_session(what, error);
		if (!fired)
			return sessions;
		sessions++;
	}
}

static void start(const char *driver)
{
	bench_set_up(&bench, driver);
	assert_true(session_run(&bench, &expected, NULL));
	assert_int_equal(expected.init_rc, NVML_SUCCESS);
	assert_int_equal(expected.count, SESSION_GPUS);
	/* Most questions have an answer on this machine. */
	assert_true(expected.succeeded > 100);
	memset(&got, 0, sizeof(got));
	assert_true(session_run(&bench, &got, NULL));
	compare("the same again");
	assert_clean();
}

static void every_call_fails_once(void **state)
{
	static const int errors[] = {EIO,   EPERM,  EACCES, ENOENT, ENXIO, ENODEV,
				     EBUSY, EMFILE, ENOMEM, EINVAL, EINTR};
	unsigned kinds = FAULT_OPEN | FAULT_IOCTL | FAULT_MAP | FAULT_READ_FILE | FAULT_ACCESS;
	unsigned tried = 0;

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		start(drivers[d]);
		for (size_t i = 0; i < (d == 0 ? sizeof(errors) / sizeof(errors[0]) : 1); i++)
			tried += fail_each(kinds, errors[i], 0, i == 0);
		bench_tear_down(&bench);
	}
	printf("%u sessions with one failed call\n", tried);
	assert_true(tried > 100);
}

static void every_escape_is_refused_once(void **state)
{
	static const uint32_t statuses[] = {
	    NV_ERR_GENERIC,          NV_ERR_GPU_IS_LOST,          NV_ERR_INSUFFICIENT_PERMISSIONS,
	    NV_ERR_INVALID_ARGUMENT, NV_ERR_INVALID_PARAM_STRUCT, NV_ERR_NOT_SUPPORTED,
	    NV_ERR_NO_MEMORY,        NV_ERR_BUSY_RETRY,           NV_ERR_INVALID_OBJECT_HANDLE,
	    NV_ERR_OBJECT_NOT_FOUND, NV_ERR_INVALID_STATE,        NV_ERR_TIMEOUT,
	};
	unsigned tried = 0;

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		start(drivers[d]);
		for (size_t i = 0; i < (d == 0 ? sizeof(statuses) / sizeof(statuses[0]) : 1); i++)
			tried += fail_each(FAULT_STATUS, 0, statuses[i], i == 0);
		bench_tear_down(&bench);
	}
	printf("%u sessions with one refused escape\n", tried);
	assert_true(tried > 100);
}

/* From some moment on nothing works any more: the machine is going down. */
static void everything_fails_from_then_on(void **state)
{
	unsigned kinds = FAULT_OPEN | FAULT_IOCTL | FAULT_MAP | FAULT_READ_FILE | FAULT_ACCESS;
	char what[64];
	unsigned fired = 1;

	(void)state;
	start("580.65.06");
	for (unsigned at = 1; fired; at += 3) {
		snprintf(what, sizeof(what), "all calls from %u", at);
		fault_port_arm(&bench.fault, kinds, at, EIO, 0);
		bench.fault.all_after = true;
		assert_true(session_run(&bench, &got, NULL));
		fired = bench.fault.fired;
		bench.fault.all_after = false;
		check_session(what, EIO);
	}
	bench_tear_down(&bench);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_call_fails_once),
	    cmocka_unit_test(every_escape_is_refused_once),
	    cmocka_unit_test(everything_fails_from_then_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
