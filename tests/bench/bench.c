/* SPDX-License-Identifier: MIT */
/*
 * What questions cost, in process, on the simulated driver: nanoseconds, system
 * calls, allocations. One row a figure: name, value, unit, target. A target says
 * at most; "-" has none. Figures vary with the machine: this is no test.
 * Usage: bench MACHINE.yaml [--smoke]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "counting_port.h"
#include "nvml.h"
#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

static struct counting_port counting;
static uint64_t allocations;
static unsigned rounds = 200000;

/* The linker sends the library's allocations here; the simulator's own are not counted. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static void count_allocation(void)
{
	if (counting.depth == 0)
		allocations++;
}

void *__wrap_malloc(size_t size)
{
	count_allocation();
	return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	count_allocation();
	return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	count_allocation();
	return __real_realloc(old, size);
}

/* Telemetry comes from the shared page where the driver has one; the rest are controls. */
enum source { FROM_PAGE, FROM_CONTROL };

struct question {
	const char *name;
	enum source source;
	nvmlReturn_t (*ask)(nvmlDevice_t device);
};

static nvmlReturn_t ask_temperature(nvmlDevice_t device)
{
	unsigned value;
	return nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &value);
}

static nvmlReturn_t ask_power(nvmlDevice_t device)
{
	unsigned value;
	return nvmlDeviceGetPowerUsage(device, &value);
}

static nvmlReturn_t ask_utilization(nvmlDevice_t device)
{
	nvmlUtilization_t value;
	return nvmlDeviceGetUtilizationRates(device, &value);
}

static nvmlReturn_t ask_clock(nvmlDevice_t device)
{
	unsigned value;
	return nvmlDeviceGetClockInfo(device, NVML_CLOCK_SM, &value);
}

static nvmlReturn_t ask_pstate(nvmlDevice_t device)
{
	nvmlPstates_t value;
	return nvmlDeviceGetPerformanceState(device, &value);
}

static nvmlReturn_t ask_reasons(nvmlDevice_t device)
{
	unsigned long long value;
	return nvmlDeviceGetCurrentClocksThrottleReasons(device, &value);
}

static nvmlReturn_t ask_memory(nvmlDevice_t device)
{
	nvmlMemory_t value;
	return nvmlDeviceGetMemoryInfo(device, &value);
}

static nvmlReturn_t ask_name(nvmlDevice_t device)
{
	char value[NVML_DEVICE_NAME_V2_BUFFER_SIZE];
	return nvmlDeviceGetName(device, value, sizeof(value));
}

static nvmlReturn_t ask_uuid(nvmlDevice_t device)
{
	char value[NVML_DEVICE_UUID_V2_BUFFER_SIZE];
	return nvmlDeviceGetUUID(device, value, sizeof(value));
}

static nvmlReturn_t ask_pci(nvmlDevice_t device)
{
	nvmlPciInfo_t value;
	return nvmlDeviceGetPciInfo_v3(device, &value);
}

static const struct question questions[] = {
    {"temperature", FROM_PAGE, ask_temperature},
    {"power", FROM_PAGE, ask_power},
    {"utilization", FROM_PAGE, ask_utilization},
    {"sm clock", FROM_PAGE, ask_clock},
    {"pstate", FROM_PAGE, ask_pstate},
    {"throttle reasons", FROM_PAGE, ask_reasons},
    {"memory", FROM_CONTROL, ask_memory},
    {"name", FROM_CONTROL, ask_name},
    {"uuid", FROM_CONTROL, ask_uuid},
    {"pci", FROM_CONTROL, ask_pci},
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* limit < 0: no target. */
static void row(const char *what, const char *name, double value, const char *unit, double limit)
{
	if (limit < 0)
		printf("%s %s|%.4g %s|-|\n", name, what, value, unit);
	else
		printf("%s %s|%.4g %s|%.4g|%s\n", name, what, value, unit, limit,
		       value <= limit ? "ok" : "MISS");
}

static double time_ns(const struct question *question, nvmlDevice_t device)
{
	uint64_t start = now_ns();

	for (unsigned i = 0; i < rounds; i++)
		question->ask(device);
	return (double)(now_ns() - start) / rounds;
}

static void measure(const struct question *question, nvmlDevice_t device)
{
	static const double calls_at_most[] = {0, 1}, ns_at_most[] = {150, -1};

	/* The first answer may open, map and look up. */
	nvmlReturn_t result = question->ask(device);
	if (result != NVML_SUCCESS) {
		printf("%s|%s|-|MISS\n", question->name, nvmlErrorString(result));
		return;
	}
	counting.calls = 0;
	allocations = 0;
	double ns = time_ns(question, device);
	row("system calls", question->name, (double)counting.calls / rounds, "",
	    calls_at_most[question->source]);
	row("allocations", question->name, (double)allocations / rounds, "", 0);
	row("time", question->name, ns, "ns", ns_at_most[question->source]);
}

/* What the library adds to a control: the whole question against the bare ioctl in it. */
static void measure_ratio(const struct question *question, nvmlDevice_t device)
{
	counting.timed = true;
	counting.inner_ns = 0;
	double whole = time_ns(question, device) * rounds;
	counting.timed = false;
	if (counting.inner_ns > 0)
		row("time to bare ioctl", question->name, whole / (double)counting.inner_ns, "x",
		    2);
}

static void measure_start(void)
{
	unsigned count = 0;

	counting.calls = 0;
	nvmlReturn_t result = nvmlInit_v2();
	if (result == NVML_SUCCESS)
		result = nvmlDeviceGetCount_v2(&count);
	if (result != NVML_SUCCESS) {
		printf("init|%s|-|MISS\n", nvmlErrorString(result));
		exit(EXIT_FAILURE);
	}
	/* A dozen for the driver, three for each GPU. */
	row("system calls", "init and count", (double)counting.calls, "", 12 + 3.0 * count);
	row("device nodes opened", "init and count", (double)counting.opens, "", 1);
}

static nvmlDevice_t measure_first_use(void)
{
	nvmlDevice_t device = NULL;
	unsigned value;

	counting.calls = 0;
	uint64_t start = now_ns();
	nvmlDeviceGetHandleByIndex_v2(0, &device);
	nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &value);
	row("time", "first use of a GPU", (double)(now_ns() - start) / 1000, "us", -1);
	row("system calls", "first use of a GPU", (double)counting.calls, "", 16);
	return device;
}

static struct port *machine_port(const char *path)
{
	const char *refusal = NULL;
	char *error = NULL;
	struct machine *machine = machine_load(path, &error);
	struct sim *sim = machine ? sim_new(machine, "580.142", &refusal) : NULL;

	if (!sim) {
		fprintf(stderr, "%s\n", machine ? refusal : error);
		exit(EXIT_FAILURE);
	}
	return sim_port_new(sim);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return EXIT_FAILURE;
	if (argc > 2 && strcmp(argv[2], "--smoke") == 0)
		rounds = 1000;
	counting_port_init(&counting, machine_port(argv[1]));
	sim_port_use(&counting.port);

	measure_start();
	nvmlDevice_t device = measure_first_use();
	/* The driver fills the page within two of its poll intervals. */
	counting.port.sleep_us(&counting.port, 500000);
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		measure(&questions[i], device);
		if (questions[i].source == FROM_CONTROL)
			measure_ratio(&questions[i], device);
	}
	return nvmlShutdown() == NVML_SUCCESS ? EXIT_SUCCESS : EXIT_FAILURE;
}
