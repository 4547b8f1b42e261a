/* SPDX-License-Identifier: MIT */
/*
 * MIG devices and instances before a kernel that lies, and the handle of a MIG device
 * given to every function there is.
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
#include "rm/escape.h"
#include "session.h"
#include "sim/port_sim.h"

#define MACHINE "machines/h100-mig.yaml"
#define ROUND_S 60

static struct bench bench;

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* What NVIDIA's library was seen to answer for a MIG device: calibration-api.md 4 and 5. */
static nvmlReturn_t expected_of(const char *name)
{
	static const char *const answered[] = {"nvmlDeviceGetName",
					       "nvmlDeviceGetUUID",
					       "nvmlDeviceGetIndex",
					       "nvmlDeviceGetAttributes",
					       "nvmlDeviceGetAttributes_v2",
					       "nvmlDeviceGetMemoryInfo",
					       "nvmlDeviceGetMemoryInfo_v2",
					       "nvmlDeviceGetBAR1MemoryInfo",
					       "nvmlDeviceGetComputeRunningProcesses",
					       "nvmlDeviceGetComputeRunningProcesses_v2",
					       "nvmlDeviceGetComputeRunningProcesses_v3",
					       "nvmlDeviceGetGraphicsRunningProcesses",
					       "nvmlDeviceGetGraphicsRunningProcesses_v2",
					       "nvmlDeviceGetGraphicsRunningProcesses_v3",
					       "nvmlDeviceGetMPSComputeRunningProcesses",
					       "nvmlDeviceGetMPSComputeRunningProcesses_v2",
					       "nvmlDeviceGetMPSComputeRunningProcesses_v3",
					       "nvmlDeviceIsMigDeviceHandle",
					       "nvmlDeviceGetGpuInstanceId",
					       "nvmlDeviceGetComputeInstanceId",
					       "nvmlDeviceGetDeviceHandleFromMigDeviceHandle"};
	static const char *const wrong[] = {"nvmlDeviceGetSupportedEventTypes",
					    "nvmlDeviceRegisterEvents"};

	if (is_one_of(name, answered, sizeof(answered) / sizeof(answered[0])))
		return NVML_SUCCESS;
	if (is_one_of(name, wrong, sizeof(wrong) / sizeof(wrong[0])))
		return NVML_ERROR_INVALID_ARGUMENT;
	return NVML_ERROR_NOT_SUPPORTED;
}

static bool takes_device(const struct conf_function *function)
{
	for (unsigned i = 0; i < function->arg_count; i++)
		if (function->args[i].kind == CONF_DEVICE)
			return true;
	return false;
}

/* Refused before anything is asked or written. */
static unsigned check_function(const struct conf_function *function, const struct world *world)
{
	nvmlReturn_t expected = expected_of(function->name);
	struct call call;
	unsigned long before = sim_port_count_calls(bench.sim_port);

	call_prepare(&call, function, world, true);
	int rc = call_make(&call);
	bool asked = sim_port_count_calls(bench.sim_port) != before;
	call_release(&call);
	if (rc == (int)expected && (rc == NVML_SUCCESS || !asked))
		return 0;
	fprintf(stderr, "%s of a MIG device: %d, expected %d\n", function->name, rc, (int)expected);
	return 1;
}

static void every_function_knows_a_mig_handle(void **state)
{
	struct world world = {0};
	nvmlDevice_t gpu, mig;
	unsigned wrong = 0, checked = 0;

	(void)state;
	bench_set_up_on(&bench, MACHINE, NULL);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &gpu), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(gpu, 0, &mig), NVML_SUCCESS);
	world.device = mig;
	for (unsigned i = 0; conf_functions[i].name; i++) {
		if (!takes_device(&conf_functions[i]))
			continue;
		wrong += check_function(&conf_functions[i], &world);
		checked++;
	}
	assert_int_equal(wrong, 0);
	assert_true(checked > 200);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_tear_down(&bench);
}

static void corrupt(struct fault_port *fault, uint8_t *bytes, size_t size)
{
	uint64_t dice = fault_random(&fault->random);
	size_t head = size < 64 ? size : 64;

	switch (dice % 5) {
	case 0:
		memset(bytes, 0xff, size);
		break;
	case 1:
		memset(bytes, 0, size);
		break;
	case 2:
		for (size_t i = 0; i < head; i++)
			bytes[i] = (uint8_t)fault_random(&fault->random);
		break;
	default:
		for (unsigned i = 0; i < 1 + dice / 16 % 8; i++)
			bytes[fault_random(&fault->random) % size] =
			    (uint8_t)fault_random(&fault->random);
	}
}

/* Half of the controls' replies are corrupt, and most that failed are said to have worked. */
static void reply_noise(struct fault_port *fault, unsigned long request, void *arg)
{
	struct rm_nvos54 *control = arg;

	if (rm_request_number(request) != NV_ESC_RM_CONTROL)
		return;
	if (control->params_size > 0 && fault_random(&fault->random) % 2 == 0)
		corrupt(fault, (uint8_t *)(uintptr_t)control->params, control->params_size);
	if (fault_random(&fault->random) % 8)
		fault_set_status(fault, request, arg, 0);
}

static void ask_compute(nvmlGpuInstance_t gi)
{
	nvmlComputeInstance_t list[NVML_COMPUTE_INSTANCE_PROFILE_COUNT * 8];
	nvmlComputeInstanceProfileInfo_v2_t info = {.version = nvmlComputeInstanceProfileInfo_v2};
	nvmlComputeInstancePlacement_t places[8];
	nvmlComputeInstanceInfo_t found;

	for (unsigned profile = 0; profile < NVML_COMPUTE_INSTANCE_PROFILE_COUNT; profile++) {
		unsigned count = 8;
		nvmlGpuInstanceGetComputeInstanceProfileInfoV(gi, profile, 0, &info);
		assert_non_null(memchr(info.name, 0, sizeof(info.name)));
		if (nvmlGpuInstanceGetComputeInstancePossiblePlacements(gi, profile, places,
									&count) == NVML_SUCCESS)
			assert_true(count <= 8);
		count = 0;
		if (nvmlGpuInstanceGetComputeInstances(gi, profile, list, &count) != NVML_SUCCESS)
			continue;
		assert_true(count <= 8);
		for (unsigned i = 0; i < count; i++)
			nvmlComputeInstanceGetInfo_v2(list[i], &found);
	}
}

static void ask_instances(nvmlDevice_t gpu)
{
	nvmlGpuInstance_t list[8];
	nvmlGpuInstanceInfo_t info;
	nvmlGpuInstanceProfileInfo_v3_t profile = {.version = nvmlGpuInstanceProfileInfo_v3};
	nvmlGpuInstancePlacement_t places[8];

	for (unsigned id = 0; id < 66; id++) {
		unsigned count = 8;
		nvmlDeviceGetGpuInstanceProfileInfoByIdV(gpu, id, (void *)&profile);
		assert_non_null(memchr(profile.name, 0, sizeof(profile.name)));
		if (nvmlDeviceGetGpuInstancePossiblePlacements_v2(gpu, id, places, &count) ==
		    NVML_SUCCESS)
			assert_true(count <= 8);
		count = 0;
		if (nvmlDeviceGetGpuInstances(gpu, id, list, &count) != NVML_SUCCESS)
			continue;
		assert_true(count <= 8);
		for (unsigned i = 0; i < count; i++) {
			nvmlGpuInstanceGetInfo(list[i], &info);
			ask_compute(list[i]);
		}
	}
}

static void ask_device(nvmlDevice_t mig)
{
	static nvmlProcessInfo_t processes[1024];
	nvmlDeviceAttributes_t attributes;
	nvmlMemory_t memory;
	unsigned count = 1024, index;
	char text[96] = "";
	nvmlDevice_t found;

	nvmlDeviceGetAttributes_v2(mig, &attributes);
	nvmlDeviceGetMemoryInfo(mig, &memory);
	nvmlDeviceGetComputeRunningProcesses_v3(mig, &count, processes);
	nvmlDeviceGetIndex(mig, &index);
	if (nvmlDeviceGetName(mig, text, sizeof(text)) == NVML_SUCCESS)
		assert_non_null(memchr(text, 0, sizeof(text)));
	if (nvmlDeviceGetUUID(mig, text, sizeof(text)) == NVML_SUCCESS) {
		assert_non_null(memchr(text, 0, sizeof(text)));
		nvmlDeviceGetHandleByUUID(text, &found);
	}
}

static void one_round(void)
{
	nvmlDevice_t gpu, mig;
	nvmlGpuInstance_t gi;
	nvmlComputeInstance_t ci;

	if (nvmlDeviceGetHandleByIndex_v2(0, &gpu) != NVML_SUCCESS)
		return;
	ask_instances(gpu);
	for (unsigned i = 0; i < 64; i++)
		if (nvmlDeviceGetMigDeviceHandleByIndex(gpu, i, &mig) == NVML_SUCCESS)
			ask_device(mig);
	if (nvmlDeviceCreateGpuInstance(gpu, 19, &gi) == NVML_SUCCESS) {
		if (nvmlGpuInstanceCreateComputeInstance(gi, 0, &ci) == NVML_SUCCESS)
			nvmlComputeInstanceDestroy(ci);
		nvmlGpuInstanceDestroy(gi);
	}
}

static void instances_of_noise(void **state)
{
	static const char *const drivers[] = {"515.105.01", "535.261.03", "550.163.01",
					      "595.45.04"};
	unsigned rounds = getenv("OPENNVML_QUICK") ? 3 : 15;

	(void)state;
	for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++) {
		bench_set_up_on(&bench, MACHINE, drivers[d]);
		for (unsigned i = 0; i < rounds; i++) {
			assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
			bench.fault.random = d * 7919 + i;
			bench.fault.reply = reply_noise;
			alarm(ROUND_S);
			one_round();
			alarm(0);
			bench.fault.reply = NULL;
			assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
			assert_int_equal(sim_port_count_open(bench.sim_port), 0);
		}
		bench_tear_down(&bench);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_function_knows_a_mig_handle),
	    cmocka_unit_test(instances_of_noise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
