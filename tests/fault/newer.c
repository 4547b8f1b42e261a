/* SPDX-License-Identifier: MIT */
/*
 * A driver of a branch that no table knows. It is a 595 with declared changes: one
 * command has grown, one is gone, one has another number, the telemetry page is
 * longer. Exactly the answers that need those are lost.
 */
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
#include "rm_status.h"
#include "session.h"
#include "sim/port_sim.h"

#define BASE "595.45.04"
#define NEWER "620.10"

/* What the newer driver does otherwise. The number is the old one. */
enum change { GROWN, GONE, RENUMBERED };

struct mutation {
	enum rm_cmd cmd;
	enum change change;
};

static const struct mutation mutations[] = {
    {RM_BUS_GET_PEX_COUNTERS, GROWN},
    {RM_GPU_GET_OEM_BOARD_INFO, GONE},
    {RM_GPU_GET_NAME_STRING, RENUMBERED},
};

/* What needs one of them, and nothing else does. */
static const char *const lost[] = {
    "nvmlDeviceGetPcieReplayCounter", "nvmlDeviceGetSerial", "nvmlDeviceGetBoardPartNumber",
    "nvmlDeviceOnSameBoard",          "nvmlDeviceGetName",   "nvmlDeviceGetBrand",
    "nvmlDeviceGetHandleBySerial",
};

static struct bench bench;
static struct session before, after;
static unsigned refused_sizes;

static bool answers_version(unsigned long request, void *arg)
{
	struct rm_api_version *query = arg;

	if (rm_request_number(request) != NV_ESC_CHECK_VERSION_STR)
		return false;
	snprintf(query->version_string, sizeof(query->version_string), "%s", NEWER);
	query->reply = 1;
	return true;
}

/* A grown struct is refused for its size; a number that is gone or taken is not supported. */
static bool refuses(const struct fault_port *fault, const struct rm_nvos54 *control,
		    uint32_t *ret_status)
{
	for (size_t i = 0; i < sizeof(mutations) / sizeof(mutations[0]); i++) {
		const struct rm_layout *layout = rm_layout_at(mutations[i].cmd, fault->release);
		if (layout->number != control->cmd)
			continue;
		*ret_status = mutations[i].change == GROWN ? NV_ERR_INVALID_PARAM_STRUCT
							   : NV_ERR_NOT_SUPPORTED;
		refused_sizes += mutations[i].change == GROWN;
		return true;
	}
	return false;
}

static bool newer_escape(struct fault_port *fault, unsigned long request, void *arg,
			 int *ret_result)
{
	struct rm_nvos54 *control = arg;
	uint32_t status;

	*ret_result = 0;
	if (answers_version(request, arg))
		return true;
	if (rm_request_number(request) != NV_ESC_RM_CONTROL || !refuses(fault, control, &status))
		return false;
	control->status = status;
	return true;
}

static bool is_lost(const char *name)
{
	for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++)
		if (strcmp(lost[i], name) == 0)
			return true;
	return false;
}

/* These say which driver it is. */
static bool tells_version(const char *name)
{
	return strstr(name, "Version") && strncmp(name, "nvmlSystemGet", 13) == 0;
}

static unsigned compare(unsigned row)
{
	unsigned gone = 0;

	for (unsigned i = 0; conf_functions[i].name; i++) {
		const struct session_answer *old = &before.answers[row][i];
		const struct session_answer *new = &after.answers[row][i];
		const char *name = conf_functions[i].name;

		if (!old->asked || tells_version(name))
			continue;
		if (is_lost(name)) {
			if (new->rc == NVML_SUCCESS)
				fail_msg("%s still answers", name);
			gone += old->rc == NVML_SUCCESS;
		} else if (new->rc != old->rc) {
			fail_msg("%s: %d, was %d", name, new->rc, old->rc);
		} else if (old->rc == NVML_SUCCESS && !session_is_volatile(name) &&
			   new->digest != old->digest) {
			fail_msg("%s answers something else", name);
		}
	}
	return gone;
}

static void exactly_the_changed_commands_are_lost(void **state)
{
	char version[80];
	nvmlDevice_t device;
	unsigned replays;

	(void)state;
	bench_set_up(&bench, BASE);
	assert_true(session_run(&bench, &before, NULL));
	bench.fault.escape = newer_escape;
	assert_true(session_run(&bench, &after, NULL));
	assert_int_equal(after.init_rc, NVML_SUCCESS);
	assert_int_equal(after.count, SESSION_GPUS);
	for (unsigned row = 0; row < SESSION_GPUS; row++)
		assert_true(compare(row) >= 5);
	compare(SESSION_GPUS);

	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlSystemGetDriverVersion(version, sizeof(version)), NVML_SUCCESS);
	assert_string_equal(version, NEWER);
	/* A refused size is not tried twice. */
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	refused_sizes = 0;
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(nvmlDeviceGetPcieReplayCounter(device, &replays),
				 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(refused_sizes, 1);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_tear_down(&bench);
}

/* An argument refused by a driver of which the tables know no layout is a size refused. */
static bool refuses_argument(struct fault_port *fault, unsigned long request, void *arg,
			     int *ret_result)
{
	bool taken = newer_escape(fault, request, arg, ret_result);
	struct rm_nvos54 *control = arg;

	if (taken && rm_request_number(request) == NV_ESC_RM_CONTROL &&
	    control->status == NV_ERR_INVALID_PARAM_STRUCT)
		control->status = NV_ERR_INVALID_ARGUMENT;
	return taken;
}

static void an_invalid_argument_of_a_newer_driver_is_a_size(void **state)
{
	nvmlDevice_t device;
	unsigned replays;

	(void)state;
	bench_set_up(&bench, BASE);
	bench.fault.escape = refuses_argument;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	refused_sizes = 0;
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(nvmlDeviceGetPcieReplayCounter(device, &replays),
				 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(refused_sizes, 1);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_tear_down(&bench);
}

static bool answers_version_only(struct fault_port *fault, unsigned long request, void *arg,
				 int *ret_result)
{
	(void)fault;
	*ret_result = 0;
	return answers_version(request, arg);
}

/* Once it took the size, a refused argument is one: the next question is asked again. */
static void an_argument_refused_later_disables_nothing(void **state)
{
	nvmlDevice_t device;
	unsigned replays;

	(void)state;
	bench_set_up(&bench, BASE);
	bench.fault.escape = answers_version_only;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetPcieReplayCounter(device, &replays), NVML_SUCCESS);
	fault_port_arm(&bench.fault, FAULT_STATUS, 1, 0, NV_ERR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetPcieReplayCounter(device, &replays),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetPcieReplayCounter(device, &replays), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_tear_down(&bench);
}

/* A page that the driver will not map at our length costs the telemetry, nothing else. */
static bool refuses_map(struct fault_port *fault, unsigned long request, void *arg, int *ret_result)
{
	if (rm_request_number(request) == NV_ESC_RM_MAP_MEMORY) {
		*ret_result = 0;
		return fault_set_status(fault, request, arg, NV_ERR_INVALID_LIMIT);
	}
	return newer_escape(fault, request, arg, ret_result);
}

static void a_page_of_another_length_costs_telemetry_only(void **state)
{
	nvmlDevice_t device;
	nvmlMemory_t memory;
	unsigned celsius = 0, milliwatts = 77;

	(void)state;
	bench_set_up(&bench, BASE);
	setenv("OPENNVML_LOG", "1", 1);
	bench.fault.escape = refuses_map;
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &device), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetPowerUsage(device, &milliwatts), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(milliwatts, 77);
	/* There is a control for it, and for memory. */
	assert_int_equal(nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &celsius),
			 NVML_SUCCESS);
	assert_int_equal(celsius, 30);
	assert_int_equal(nvmlDeviceGetMemoryInfo(device, &memory), NVML_SUCCESS);
	bool told = false;
	for (unsigned i = 0; i < 8; i++)
		told |= strstr(bench.fault.log[i], "[L06]") != NULL;
	assert_true(told);
	assert_int_equal(bench.fault.mapped, 0);
	unsetenv("OPENNVML_LOG");
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(sim_port_count_open(bench.sim_port), 0);
	bench_tear_down(&bench);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(exactly_the_changed_commands_are_lost),
	    cmocka_unit_test(an_invalid_argument_of_a_newer_driver_is_a_size),
	    cmocka_unit_test(an_argument_refused_later_disables_nothing),
	    cmocka_unit_test(a_page_of_another_length_costs_telemetry_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
