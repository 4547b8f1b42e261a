/* SPDX-License-Identifier: MIT */
/*
 * What questions cost, in process, on the simulated driver: nanoseconds, system
 * calls, allocations. One row a figure: name, value, unit, target. A target says
 * at most; "-" has none. Figures vary with the machine: this is no test.
 * Usage: bench [--smoke] MACHINE.yaml     on the simulated driver, in this process
 *        bench-kernel [--smoke]           on the driver of this machine, or under nvsim
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench_port.h"
#include "counting_port.h"
#include "nvml.h"
#include "rm/escape.h"

static struct counting_port counting;
static uint64_t allocations;
static unsigned rounds = 20000;

#define TURNS 10

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

/* The best of some turns: what else the machine does only ever adds. */
static double best_ns(const struct question *question, nvmlDevice_t device)
{
	double best = time_ns(question, device);

	for (int turn = 1; turn < TURNS; turn++) {
		double ns = time_ns(question, device);
		best = ns < best ? ns : best;
	}
	return best;
}

static void measure(const struct question *question, nvmlDevice_t device)
{
	static const double calls_at_most[] = {0, 1}, ns_at_most[] = {50, -1};

	/* The first answer may open, map and look up. */
	nvmlReturn_t result = question->ask(device);
	if (result != NVML_SUCCESS) {
		printf("%s|%s|-|MISS\n", question->name, nvmlErrorString(result));
		return;
	}
	counting.calls = 0;
	allocations = 0;
	double ns = best_ns(question, device);
	row("system calls", question->name, (double)counting.calls / rounds / TURNS, "",
	    calls_at_most[question->source]);
	row("allocations", question->name, (double)allocations / rounds / TURNS, "", 0);
	row("time", question->name, ns, "ns", ns_at_most[question->source]);
}

/* The last control, ready to be made again without the library. */
static struct {
	int fd;
	unsigned long request;
	struct rm_nvos54 control;
	uint8_t params[64 * 1024] __attribute__((aligned(8)));
} last;

static void keep_control(int fd, unsigned long request, void *arg)
{
	if (rm_request_number(request) != NV_ESC_RM_CONTROL)
		return;
	last.fd = fd;
	last.request = request;
	memcpy(&last.control, arg, sizeof(last.control));
	if (last.control.params_size <= sizeof(last.params))
		memcpy(last.params, (const void *)(uintptr_t)last.control.params,
		       last.control.params_size);
	last.control.params = (uint64_t)(uintptr_t)last.params;
}

static double time_bare_ns(void)
{
	uint64_t start = now_ns();

	for (unsigned i = 0; i < rounds; i++)
		counting.inner->ioctl(counting.inner, last.fd, last.request, &last.control);
	return (double)(now_ns() - start) / rounds;
}

/*
 * What the library adds to a control: the whole question against its bare ioctl on
 * the same port. In turns, and the best of each, so that a busy machine harms both alike.
 */
static void measure_ratio(const struct question *question, nvmlDevice_t device)
{
	double whole = 1e18, bare = 1e18;

	counting.on_ioctl = keep_control;
	question->ask(device);
	counting.on_ioctl = NULL;
	for (int turn = 0; turn < TURNS; turn++) {
		double ns = time_ns(question, device);
		whole = ns < whole ? ns : whole;
		ns = time_bare_ns();
		bare = ns < bare ? ns : bare;
	}
	row("time to bare ioctl", question->name, whole / bare, "x", bench_ratio_target);
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
	row("system calls", "init and count", (double)counting.calls, "", 12);
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
	row("system calls", "first use of a GPU", (double)counting.calls, "", 8);
	return device;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--smoke") == 0) {
		rounds = 1000;
		argv++;
	}
	counting_port_init(&counting, bench_port_open(argv[1]));
	bench_port_use(&counting.port);

	measure_start();
	nvmlDevice_t device = measure_first_use();
	/* The driver fills the page within two of its poll intervals. */
	counting.port.sleep_us(&counting.port, 1000000);
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		measure(&questions[i], device);
		if (questions[i].source == FROM_CONTROL)
			measure_ratio(&questions[i], device);
	}
	return nvmlShutdown() == NVML_SUCCESS ? EXIT_SUCCESS : EXIT_FAILURE;
}
