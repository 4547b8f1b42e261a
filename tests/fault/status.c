/* SPDX-License-Identifier: MIT */
/* Every status that the driver's headers name, on one control, becomes the recorded code. */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nvml.h"
#include "rm/abi.h"
#include "rm/escape.h"
#include "session.h"
#include "sim/port_sim.h"

#define NV_OK 0u
#define BUSY_RETRY 0x03u
#define PARAM_STRUCT 0x3au
#define TIMEOUT_RETRY 0x66u

static struct bench bench;
static nvmlDevice_t device;

static void start(void)
{
	bench_set_up(&bench, "550.163.01");
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
}

static void stop(void)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_tear_down(&bench);
}

/* By calibration: section 1 of the recorded answers of NVIDIA's library. */
static int recorded_code(uint32_t status)
{
	switch (status) {
	case 0x0f:
		return NVML_ERROR_GPU_IS_LOST;
	case 0x17:
	case 0x63:
		return NVML_ERROR_IN_USE;
	case 0x1a:
		return NVML_ERROR_INSUFFICIENT_RESOURCES;
	case 0x1b:
		return NVML_ERROR_NO_PERMISSION;
	case 0x1f:
	case 0x3b:
	case 0x54:
		return NVML_ERROR_INVALID_ARGUMENT;
	case 0x51:
		return NVML_ERROR_MEMORY;
	case 0x55:
		return NVML_ERROR_NOT_READY;
	case 0x56:
		return NVML_ERROR_NOT_SUPPORTED;
	case 0x59:
		return NVML_ERROR_OPERATING_SYSTEM;
	case 0x62:
		return NVML_ERROR_RESET_REQUIRED;
	case TIMEOUT_RETRY:
		return NVML_ERROR_TIMEOUT;
	default:
		return NVML_ERROR_UNKNOWN;
	}
}

static int ask_with(uint32_t status)
{
	nvmlMemory_t memory = {.total = 77};

	fault_port_arm(&bench.fault, FAULT_STATUS, 1, 0, status);
	bench.fault.all_after = true;
	int code = nvmlDeviceGetMemoryInfo(device, &memory);
	assert_int_equal(memory.total, 77);
	fault_port_arm(&bench.fault, 0, 0, 0, 0);
	bench.fault.all_after = false;
	return code;
}

static FILE *open_facts(void)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];

	snprintf(path, sizeof(path), "%s/kernel/status.tsv", facts ? facts : "../shared/facts");
	return fopen(path, "r");
}

/* A refused size is ours to explain: see the test below. A busy GPU has one, too. */
static bool is_special(uint32_t status)
{
	return status == NV_OK || status == BUSY_RETRY || status == PARAM_STRUCT;
}

static void every_status_has_its_code(void **state)
{
	FILE *file = open_facts();
	char line[256], name[128];
	unsigned status, tried = 0;

	(void)state;
	if (!file)
		skip();
	start();
	nvmlMemory_t memory;
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%127s %x", name, &status) != 2 || is_special(status))
			continue;
		int code = ask_with(status);
		if (code != recorded_code(status))
			fail_msg("%s: answered %d, recorded %d", name, code, recorded_code(status));
		tried++;
	}
	fclose(file);
	assert_true(tried > 100);
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	stop();
}

/* NVIDIA's library never returns from BUSY_RETRY; ours tries three times in a fifth of a second. */
static void a_busy_driver_is_asked_three_times(void **state)
{
	static const uint32_t statuses[] = {BUSY_RETRY, TIMEOUT_RETRY};

	(void)state;
	start();
	nvmlMemory_t memory;
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	for (size_t i = 0; i < 2; i++) {
		uint64_t before = bench.sim_port->monotonic_ns(bench.sim_port);
		fault_port_arm(&bench.fault, FAULT_STATUS, 1, 0, statuses[i]);
		bench.fault.all_after = true;
		assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_ERROR_TIMEOUT);
		assert_int_equal(bench.fault.fired, 3);
		uint64_t waited = bench.sim_port->monotonic_ns(bench.sim_port) - before;
		assert_int_equal(waited / 1000000, 200);
		/* Busy once is not busy for ever. */
		fault_port_arm(&bench.fault, FAULT_STATUS, 1, 0, statuses[i]);
		bench.fault.all_after = false;
		assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	}
	fault_port_arm(&bench.fault, 0, 0, 0, 0);
	stop();
}

static unsigned count_lines(const char *id)
{
	unsigned count = 0;

	for (unsigned i = 0; i < bench.fault.log_lines && i < 8; i++)
		count += strstr(bench.fault.log[i], id) != NULL;
	return count;
}

/* The driver refuses the size of one command: that one is gone, with one line, the rest is not. */
static void a_refused_size_disables_one_command(void **state)
{
	nvmlMemory_t memory;
	char name[96];

	(void)state;
	setenv("OPENNVML_LOG", "1", 1);
	start();
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	bench.fault.log_lines = 0;
	assert_int_equal(ask_with(PARAM_STRUCT), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(count_lines("[L02]"), 1);

	/* Never asked again, not even by the same driver with the same size. */
	unsigned long calls = sim_port_count_calls(bench.sim_port);
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory),
				 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(sim_port_count_calls(bench.sim_port), calls);
	assert_int_equal(count_lines("[L02]"), 1);
	assert_int_equal(nvmlDeviceGetName(device, name, sizeof(name)), NVML_SUCCESS);

	/* The next initialisation gives it another chance. */
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	stop();
	unsetenv("OPENNVML_LOG");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_status_has_its_code),
	    cmocka_unit_test(a_busy_driver_is_asked_three_times),
	    cmocka_unit_test(a_refused_size_disables_one_command),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
