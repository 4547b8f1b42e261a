/* SPDX-License-Identifier: MIT */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nvml.h"
#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

static void give_up(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

void bench_set_up(struct bench *bench, const char *driver)
{
	bench_set_up_on(bench, "tests/fault/machine.yaml", driver);
}

void bench_set_up_on(struct bench *bench, const char *machine, const char *driver)
{
	const char *source = getenv("OPENNVML_SOURCE");
	const char *refused = "out of memory";
	char *error = NULL;
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", source ? source : ".", machine);
	bench->machine = machine_load(path, &error);
	if (!bench->machine)
		give_up(error);
	bench->sim = sim_new(bench->machine, driver, &refused);
	if (!bench->sim)
		give_up(refused);
	bench->sim_port = sim_port_new(bench->sim);
	if (!bench->sim_port)
		give_up("out of memory");
	sim_port_set_clock(bench->sim_port, 1000000000);
	sim_port_set_admin(bench->sim_port, true);
	fault_port_init(&bench->fault, bench->sim_port, driver);
	sim_port_use(&bench->fault.port);
}

void bench_tear_down(struct bench *bench)
{
	sim_port_use(NULL);
	sim_port_free(bench->sim_port);
	sim_free(bench->sim);
	machine_free(bench->machine);
}

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_question(const struct conf_function *function)
{
	return function->done && !function->mutates && !has_prefix(function->name, "nvmlInit") &&
	       !has_prefix(function->name, "nvmlShutdown") &&
	       !has_prefix(function->name, "nvmlInternal");
}

static bool takes_device(const struct conf_function *function)
{
	return function->arg_count > 0 && function->args[0].kind == CONF_DEVICE;
}

/* Handles differ from run to run, and clocks move. */
bool session_is_volatile(const char *function)
{
	static const char *const names[] = {"nvmlDeviceGetHandle",
					    "nvmlEventSetCreate",
					    "nvmlSystemEventSetCreate",
					    "nvmlDeviceGetSamples",
					    "nvmlDeviceGetProcessUtilization",
					    "nvmlDeviceGetProcessesUtilization",
					    "nvmlDeviceGetPcieThroughput",
					    "nvmlDeviceGetTotalEnergyConsumption",
					    "nvmlDeviceGetTopologyNearestGpus",
					    "nvmlGpmSampleAlloc"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (has_prefix(function, names[i]))
			return true;
	return false;
}

/* FNV-1a over everything that the call could have written. */
static uint64_t digest_of(const struct call *call)
{
	uint64_t digest = 0xcbf29ce484222325ull;

	for (unsigned i = 0; i < call->function->arg_count; i++)
		for (size_t n = 0; call->buffers[i] && n < call->sizes[i]; n++)
			digest = (digest ^ call->buffers[i][n]) * 0x100000001b3ull;
	return digest;
}

static bool is_string(const struct conf_arg *arg)
{
	return arg->kind == CONF_POINTER && strcmp(arg->type, "char *") == 0;
}

static bool strings_end(const struct call *call)
{
	for (unsigned i = 0; i < call->function->arg_count; i++)
		if (call->buffers[i] && is_string(&call->function->args[i]) &&
		    !memchr(call->buffers[i], '\0', call->sizes[i]))
			return false;
	return true;
}

/* plain gives numbers 0: the first link, fan, sensor, clock; else 1. */
static bool ask(const struct conf_function *function, const struct world *world, bool plain,
		struct session_answer *ret_answer)
{
	struct call call;
	bool ended = true;

	call_prepare(&call, function, world, plain);
	ret_answer->asked = true;
	ret_answer->rc = call_make(&call);
	if (ret_answer->rc == NVML_SUCCESS) {
		ret_answer->digest = digest_of(&call);
		ended = strings_end(&call);
	}
	if (!ended)
		fprintf(stderr, "%s: string without an end\n", function->name);
	call_release(&call);
	return ended;
}

static bool ask_all(struct bench *bench, const struct world *world, bool of_device,
		    struct session *session, struct session_answer *answers, session_step step)
{
	bool ended = true;

	for (unsigned i = 0; conf_functions[i].name && i < SESSION_FUNCTIONS_MAX; i++) {
		const struct conf_function *function = &conf_functions[i];
		if (!is_question(function) || takes_device(function) != of_device)
			continue;
		if (step)
			step(bench);
		ended &= ask(function, world, true, &answers[i]);
		session->asked++;
		session->succeeded += answers[i].rc == NVML_SUCCESS;
		/* Another set of numbers, for what the first did not reach. */
		struct session_answer other;
		if (of_device && step)
			ended &= ask(function, world, false, &other);
	}
	return ended;
}

/* The list is not on the stack, whose depth is measured here. */
unsigned session_ask_fields(void *device)
{
	nvmlFieldValue_t *fields = calloc(NVML_FI_MAX, sizeof(*fields));
	unsigned succeeded = 0;

	if (fields == NULL)
		return 0;
	for (unsigned i = 0; i < NVML_FI_MAX; i++)
		fields[i].fieldId = i;
	if (nvmlDeviceGetFieldValues(device, NVML_FI_MAX, fields) == NVML_SUCCESS) {
		for (unsigned i = 0; i < NVML_FI_MAX; i++)
			succeeded += fields[i].nvmlReturn == NVML_SUCCESS;
	}
	free(fields);
	return succeeded;
}

static bool ask_gpu(struct bench *bench, unsigned index, struct session *session, session_step step)
{
	struct world world = {0};
	nvmlDevice_t device;
	unsigned minor = SESSION_GPUS;

	if (nvmlDeviceGetHandleByIndex_v2(index, &device) != NVML_SUCCESS)
		return true;
	world.device = device;
	if (nvmlDeviceGetUUID(device, world.uuid, sizeof(world.uuid)) != NVML_SUCCESS)
		world.uuid[0] = '\0';
	if (nvmlDeviceGetMinorNumber(device, &minor) != NVML_SUCCESS || minor >= SESSION_GPUS)
		minor = 0;
	session_ask_fields(device);
	if (index == 0 &&
	    !ask_all(bench, &world, false, session, session->answers[SESSION_GPUS], step))
		return false;
	return ask_all(bench, &world, true, session, session->answers[minor], step);
}

bool session_run(struct bench *bench, struct session *ret_session, session_step step)
{
	bool ended = true;

	memset(ret_session, 0, sizeof(*ret_session));
	ret_session->init_rc = nvmlInit_v2();
	if (ret_session->init_rc != NVML_SUCCESS)
		return true;
	if (nvmlDeviceGetCount_v2(&ret_session->count) != NVML_SUCCESS)
		ret_session->count = 0;
	for (unsigned i = 0; i < ret_session->count; i++)
		ended &= ask_gpu(bench, i, ret_session, step);
	if (nvmlShutdown() != NVML_SUCCESS)
		ended = false;
	return ended;
}
