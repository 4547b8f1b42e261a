/* SPDX-License-Identifier: MIT */
/*
 * Calls every exported function in every plain way on one simulated machine under
 * several drivers and prints what came of it, one fact a line:
 *
 *   matrix [--reads] MACHINE.yaml DRIVER...
 *   driver TAB release
 *   refused TAB reason                         the driver does not take this machine
 *   answer TAB function TAB code               some call of the function answered that
 *   sent TAB function TAB kind TAB number TAB size    control, alloc or escape
 *
 * The function "session" stands for what starting costs. --reads
 * leaves out what changes the machine, for many drivers in short time.
 *
 * What is right is said by check-matrix.py, from recorded facts and from the registry.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../abi/conformance.h"
#include "../support/counting_port.h"
#include "nvml.h"
#include "sim/machine.h"
#include "sim/port_sim.h"

/* Numbers and offsets as published in nv_escape.h, nv-ioctl-numbers.h and nvos.h. */
enum { ESC_RM_ALLOC = 0x2b, ESC_RM_CONTROL = 0x2a, ESC_IOCTL_XFER = 211 };
enum { ALLOC_CLASS = 12, CONTROL_CMD = 8, CONTROL_SIZE = 24, XFER_CMD = 0, XFER_PTR = 8 };

enum { MAX_SENT = 160, MAX_CODES = 40, NUMBERS = 32, WORDS = 16, FIELDS = 320, WORD = 4 };

/* Long enough that every ring of samples is full. */
#define UPTIME_NS (3600ull * 1000 * 1000 * 1000)

enum kind { CONTROL, ALLOC, ESCAPE };

struct sent {
	enum kind kind;
	uint32_t number;
	uint32_t size;
};

/* What one function did on one driver. */
static struct sent sent[MAX_SENT];
static unsigned sent_count;
static int codes[MAX_CODES];
static unsigned code_count;

/* Handles and texts that a call can use; made anew for each function. */
struct place {
	struct world world;
	nvmlDevice_t second;
	nvmlGpuInstance_t gpu_instance;
	nvmlComputeInstance_t compute_instance;
	nvmlDevice_t mig;
	nvmlPciInfo_t pci;
	char serial[NVML_DEVICE_SERIAL_BUFFER_SIZE];
	unsigned pid;
};

static struct place place;
static struct counting_port counting;
static struct machine *machine;
static struct sim *sim;
static struct port *inner;
static bool reads_only;

static uint32_t word_at(const uint8_t *from, size_t offset)
{
	uint32_t word;

	memcpy(&word, from + offset, sizeof(word));
	return word;
}

static void note_sent(enum kind kind, uint32_t number, uint32_t size)
{
	for (unsigned i = 0; i < sent_count; i++) {
		if (sent[i].kind == kind && sent[i].number == number && sent[i].size == size)
			return;
	}
	if (sent_count == MAX_SENT)
		abort();
	sent[sent_count++] = (struct sent){kind, number, size};
}

static void on_ioctl(int fd, unsigned long request, void *arg)
{
	uint32_t number = request & 0xff, size = request >> 16 & 0x3fff;
	uint8_t *block = arg;

	(void)fd;
	note_sent(ESCAPE, number, number == ESC_RM_ALLOC ? 0 : size);
	if (number == ESC_IOCTL_XFER) {
		uint64_t pointer;
		number = word_at(block, XFER_CMD);
		memcpy(&pointer, block + XFER_PTR, sizeof(pointer));
		block = (uint8_t *)(uintptr_t)pointer;
	}
	if (number == ESC_RM_CONTROL)
		note_sent(CONTROL, word_at(block, CONTROL_CMD), word_at(block, CONTROL_SIZE));
	if (number == ESC_RM_ALLOC)
		note_sent(ALLOC, word_at(block, ALLOC_CLASS), 0);
}

static void note_code(int code)
{
	for (unsigned i = 0; i < code_count; i++) {
		if (codes[i] == code)
			return;
	}
	if (code_count == MAX_CODES)
		abort();
	codes[code_count++] = code;
}

static void set_text(struct call *call, unsigned i)
{
	const char *name = call->function->args[i].name;
	char *text = call->values[i].pointer;

	if (strcmp(name, "pciBusId") == 0)
		snprintf(text, CONF_CAPACITY, "%s", place.pci.busId);
	if (strcmp(name, "serial") == 0)
		snprintf(text, CONF_CAPACITY, "%s", place.serial);
}

static void set_handle(struct call *call, unsigned i)
{
	const char *type = call->function->args[i].type;

	if (strcmp(type, "nvmlGpuInstance_t") == 0 && place.gpu_instance != NULL)
		call->values[i].pointer = place.gpu_instance;
	if (strcmp(type, "nvmlComputeInstance_t") == 0 && place.compute_instance != NULL)
		call->values[i].pointer = place.compute_instance;
}

/* A text of a versioned struct that stands for a GPU. */
static void set_inputs(struct call *call, unsigned i)
{
	const struct conf_arg *arg = &call->function->args[i];

	if (strcmp(arg->type, "nvmlPciInfo_t *") == 0)
		memcpy(call->values[i].pointer, &place.pci, sizeof(place.pci));
	if (strcmp(arg->type, "const nvmlUUID_t *") == 0) {
		nvmlUUID_t *uuid = call->values[i].pointer;
		uuid->type = NVML_UUID_TYPE_ASCII;
		snprintf(uuid->value.str, sizeof(uuid->value.str), "%s", place.world.uuid);
	}
	if (strcmp(arg->type, "nvmlFieldValue_t *") == 0)
		memset(call->values[i].pointer, 0, sizeof(nvmlFieldValue_t));
}

static void fill(struct call *call, const struct conf_function *function, nvmlDevice_t device)
{
	const unsigned room = CONF_CAPACITY;
	unsigned devices = 0;

	call_prepare(call, function, &place.world, false);
	for (unsigned i = 0; i < function->arg_count; i++) {
		const struct conf_arg *arg = &function->args[i];

		if (arg->kind == CONF_DEVICE)
			call->values[i].pointer = devices++ == 0 ? device : place.second;
		else if (arg->kind == CONF_HANDLE)
			set_handle(call, i);
		else if (arg->kind == CONF_TEXT)
			set_text(call, i);
		else if (arg->kind == CONF_POINTER)
			set_inputs(call, i);
		else if (arg->kind == CONF_COUNT)
			memcpy(call->values[i].pointer, &room, sizeof(room));
		else if (strcmp(arg->name, "pid") == 0)
			call->values[i].number = place.pid;
		else if (strcmp(arg->name, "valuesCount") == 0)
			call->values[i].number = 1;
	}
}

static void make(const struct conf_function *function, nvmlDevice_t device)
{
	struct call call;

	fill(&call, function, device);
	note_code(function->call(call.values));
	call_release(&call);
}

static void with_number(const struct conf_function *function, nvmlDevice_t device, unsigned i,
			unsigned long long number)
{
	struct call call;

	fill(&call, function, device);
	call.values[i].number = number;
	note_code(function->call(call.values));
	call_release(&call);
}

/* A word of a struct, behind a version word where it has one. */
static void with_word(const struct conf_function *function, nvmlDevice_t device, unsigned i,
		      uint32_t version, size_t offset, uint32_t word)
{
	struct call call;

	fill(&call, function, device);
	if (version != 0)
		memcpy(call.values[i].pointer, &version, WORD);
	memcpy((uint8_t *)call.values[i].pointer + offset, &word, WORD);
	note_code(function->call(call.values));
	call_release(&call);
}

static void vary(const struct conf_function *function, nvmlDevice_t device, unsigned i)
{
	const struct conf_arg *arg = &function->args[i];
	unsigned numbers = function->mutates ? NUMBERS / 8 : NUMBERS;

	if (arg->kind == CONF_NUMBER && strcmp(arg->name, "length") != 0) {
		for (unsigned n = 0; n < numbers; n++)
			with_number(function, device, i, n);
	}
	for (const unsigned *v = arg->known; v != NULL && *v != 0; v++) {
		for (unsigned n = 0; n < WORDS && arg->size > WORD; n++)
			with_word(function, device, i, *v, WORD, n);
	}
	if (strcmp(arg->type, "nvmlFieldValue_t *") == 0) {
		for (unsigned n = 0; n < FIELDS; n++)
			with_word(function, device, i, 0, 0, n);
	}
}

static void call_all_ways(const struct conf_function *function, nvmlDevice_t device)
{
	make(function, device);
	for (unsigned i = 0; i < function->arg_count; i++)
		vary(function, device, i);
}

/* One GPU instance with one compute instance where this driver and this library can. */
static void divide(void)
{
	nvmlReturn_t status;
	unsigned id = 0;

	if (nvmlDeviceSetMigMode(place.world.device, NVML_DEVICE_MIG_ENABLE, &status) !=
	    NVML_SUCCESS)
		return;
	while (id < NVML_GPU_INSTANCE_PROFILE_COUNT) {
		nvmlGpuInstanceProfileInfo_t info;
		if (nvmlDeviceGetGpuInstanceProfileInfo(place.world.device, id++, &info) ==
			NVML_SUCCESS &&
		    nvmlDeviceCreateGpuInstance(place.world.device, info.id, &place.gpu_instance) ==
			NVML_SUCCESS)
			break;
	}
	if (place.gpu_instance == NULL)
		return;
	for (id = 0; id < NVML_COMPUTE_INSTANCE_PROFILE_COUNT; id++) {
		if (nvmlGpuInstanceCreateComputeInstance(place.gpu_instance, id,
							 &place.compute_instance) == NVML_SUCCESS)
			break;
	}
	nvmlDeviceGetMigDeviceHandleByIndex(place.world.device, 0, &place.mig);
}

static bool wants(const struct conf_function *function, const char *type)
{
	for (unsigned i = 0; i < function->arg_count; i++) {
		if (strcmp(function->args[i].type, type) == 0)
			return true;
	}
	return false;
}

/* Only what the function needs, so that nothing else is sent on its account. */
static void find_handles(const struct conf_function *function, bool divided)
{
	nvmlDevice_t device = NULL;

	if (nvmlDeviceGetHandleByIndex_v2(0, &device) == NVML_SUCCESS)
		place.world.device = device;
	place.second = device;
	nvmlDeviceGetHandleByIndex_v2(1, &place.second);
	if (wants(function, "nvmlEventSet_t")) {
		nvmlEventSet_t set = NULL;
		if (nvmlEventSetCreate(&set) == NVML_SUCCESS)
			place.world.event_set = set;
	}
	if (wants(function, "nvmlGpmSample_t")) {
		nvmlGpmSample_t sample = NULL;
		if (nvmlGpmSampleAlloc(&sample) == NVML_SUCCESS)
			place.world.gpm_sample = sample;
	}
	if (divided)
		divide();
}

static void find_texts(void)
{
	nvmlDevice_t device = NULL;
	unsigned pids[4] = {0}, count = 4;

	memset(&place, 0, sizeof(place));
	if (nvmlInit_v2() != NVML_SUCCESS ||
	    nvmlDeviceGetHandleByIndex_v2(0, &device) != NVML_SUCCESS)
		abort();
	nvmlDeviceGetUUID(device, place.world.uuid, sizeof(place.world.uuid));
	nvmlDeviceGetPciInfo_v3(device, &place.pci);
	nvmlDeviceGetSerial(device, place.serial, sizeof(place.serial));
	nvmlDeviceGetAccountingPids(device, &count, pids);
	place.pid = pids[0];
	nvmlShutdown();
}

static const char *start(const char *driver)
{
	const char *refusal = "no memory";

	sim = sim_new(machine, driver, &refusal);
	if (sim == NULL)
		return refusal;
	inner = sim_port_new(sim);
	if (inner == NULL)
		abort();
	sim_port_set_clock(inner, UPTIME_NS);
	sim_port_set_admin(inner, true);
	counting_port_init(&counting, inner);
	counting.on_ioctl = on_ioctl;
	sim_port_use(&counting.port);
	return NULL;
}

static void stop(void)
{
	sim_port_free(inner);
	sim_free(sim);
}

static void forget(void)
{
	sent_count = code_count = 0;
}

static void run(const struct conf_function *function, bool divided)
{
	struct place before = place;

	if (nvmlInit_v2() != NVML_SUCCESS)
		abort();
	find_handles(function, divided);
	forget();
	call_all_ways(function, place.world.device);
	if (place.mig != NULL && wants(function, "nvmlDevice_t"))
		call_all_ways(function, place.mig);
	for (unsigned i = 0; i < 8; i++)
		nvmlShutdown();
	place = before;
}

static void print_facts(const char *function)
{
	static const char *const kinds[] = {"control", "alloc", "escape"};

	for (unsigned i = 0; i < code_count; i++)
		printf("answer\t%s\t%d\n", function, codes[i]);
	for (unsigned i = 0; i < sent_count; i++)
		printf("sent\t%s\t%s\t0x%" PRIx32 "\t%" PRIu32 "\n", function, kinds[sent[i].kind],
		       sent[i].number, sent[i].size);
}

/* A machine that a function has changed is no place for the next one. */
static void renew(const char *driver)
{
	stop();
	if (start(driver) != NULL)
		abort();
}

static void run_driver(const char *driver)
{
	const char *refusal = start(driver);

	printf("driver\t%s\n", driver);
	if (refusal != NULL) {
		printf("refused\t%s\n", refusal);
		return;
	}
	forget();
	find_texts();
	print_facts("session");
	for (const struct conf_function *f = conf_functions; f->name != NULL; f++) {
		bool instance = wants(f, "nvmlGpuInstance_t") || wants(f, "nvmlComputeInstance_t");
		bool divides = instance || strstr(f->name, "Mig") || strstr(f->name, "InstanceId");

		if (reads_only && f->mutates)
			continue;
		fflush(stdout);
		run(f, false);
		print_facts(f->name);
		if (f->mutates || divides)
			renew(driver);
		if (!divides || reads_only)
			continue;
		run(f, true);
		print_facts(f->name);
		renew(driver);
	}
	stop();
}

int main(int argc, char **argv)
{
	char *error = NULL;
	uint32_t gpus;

	reads_only = argc > 1 && strcmp(argv[1], "--reads") == 0;
	argv += reads_only;
	argc -= reads_only;
	if (argc < 3)
		return 2;
	machine = machine_load(argv[1], &error);
	if (machine == NULL) {
		fprintf(stderr, "%s\n", error);
		return 1;
	}
	/* Two GPUs answer all that eight would. */
	gpus = machine->gpus_count;
	machine->gpus_count = gpus < 2 ? gpus : 2;
	for (int i = 2; i < argc; i++)
		run_driver(argv[i]);
	machine->gpus_count = gpus;
	machine_free(machine);
	return 0;
}
