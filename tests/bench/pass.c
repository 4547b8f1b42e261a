/* SPDX-License-Identifier: MIT */
/*
 * What a whole pass costs and how it grows: every question that many programs ask, of
 * every GPU, on machines with more and more GPUs; and process lists that grow. The
 * time in the library alone counts, the simulated driver's is taken off. Rows as in bench.c.
 * Usage: bench-pass TIER1.txt gpus MACHINE.yaml...        the same machine with more GPUs each
 *        bench-pass TIER1.txt processes MACHINE.yaml...   the same with more processes each
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../abi/conformance.h"
#include "counting_port.h"
#include "nvml.h"
#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

enum { NAMES = 200, ITEMS = 8192, LIST = 1024, GPUS = 32, TURNS = 20 };

/* A question to one GPU, ready to be asked again and again. */
struct item {
	struct call call;
	bool answered;
};

/* What one machine showed. */
struct figures {
	unsigned gpus, questions, answered, processes;
	double ns, inner_ns, calls; /* of one pass */
	double each_ns[NAMES];      /* of each question, in the library, over all GPUs */
};

static struct counting_port counting;
static struct machine *machine;
static struct sim *sim;
static struct port *inner;
static char names[NAMES][64];
static unsigned name_count;
static struct item items[ITEMS];
static unsigned item_count;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void give_up(const char *what)
{
	fprintf(stderr, "bench-pass: %s\n", what);
	exit(EXIT_FAILURE);
}

static void read_names(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[128];

	if (file == NULL)
		give_up(path);
	while (fgets(line, sizeof(line), file) != NULL && name_count < NAMES) {
		if (line[0] != '#')
			sscanf(line, "%63s", names[name_count++]);
	}
	fclose(file);
}

static void start(const char *path)
{
	const char *refusal = NULL;
	char *error = NULL;

	machine = machine_load(path, &error);
	if (machine == NULL)
		give_up(error);
	sim = sim_new(machine, "580.142", &refusal);
	if (sim == NULL)
		give_up(refusal);
	inner = sim_port_new(sim);
	/* Time stands still but for the library's own waits, which then cost none. */
	sim_port_set_clock(inner, 3600ull * 1000000000u);
	counting_port_init(&counting, inner);
	sim_port_use(&counting.port);
	if (nvmlInit_v2() != NVML_SUCCESS)
		give_up("the library does not start");
}

static void stop(void)
{
	for (unsigned i = 0; i < item_count; i++)
		call_release(&items[i].call);
	item_count = 0;
	nvmlShutdown();
	sim_port_free(inner);
	sim_free(sim);
	machine_free(machine);
}

/* Plain questions to a GPU: no look-ups, and nothing that another object must be made for. */
static bool is_question(const struct conf_function *function)
{
	bool gpu = false;

	if (function->mutates || strstr(function->name, "HandleBy") != NULL ||
	    strstr(function->name, "Handle") != NULL || strstr(function->name, "Event") != NULL)
		return strstr(function->name, "EventReasons") != NULL && !function->mutates;
	for (unsigned i = 0; i < function->arg_count; i++) {
		gpu |= function->args[i].kind == CONF_DEVICE;
		if (function->args[i].kind == CONF_HANDLE)
			return false;
	}
	return gpu;
}

static void add_item(const struct conf_function *function, const struct world *world)
{
	struct item *item = &items[item_count++];

	if (item_count == ITEMS)
		give_up("too many questions");
	call_prepare(&item->call, function, world, true);
	item->answered = function->call(item->call.values) == NVML_SUCCESS;
}

static void add_questions(const struct world *world)
{
	for (unsigned n = 0; n < name_count; n++) {
		for (const struct conf_function *f = conf_functions; f->name != NULL; f++) {
			if (strcmp(f->name, names[n]) == 0 && is_question(f))
				add_item(f, world);
		}
	}
}

static unsigned find_gpus(nvmlDevice_t gpus[GPUS])
{
	unsigned count = 0;

	nvmlDeviceGetCount_v2(&count);
	for (unsigned i = 0; i < count; i++)
		nvmlDeviceGetHandleByIndex_v2(i, &gpus[i]);
	return count;
}

static nvmlProcessInfo_t list[LIST];

static unsigned list_one(nvmlDevice_t gpu)
{
	unsigned entries = LIST;
	nvmlReturn_t result = nvmlDeviceGetComputeRunningProcesses_v3(gpu, &entries, list);

	return result == NVML_SUCCESS ? entries : 0;
}

/* What is asked in a pass: the questions, or the list of one GPU after the other. */
static void ask(unsigned index, nvmlDevice_t *gpus, struct figures *figures)
{
	if (gpus != NULL)
		figures->processes += list_one(gpus[index]);
	else
		items[index].call.function->call(items[index].call.values);
}

static void time_pass(struct figures *figures, nvmlDevice_t *gpus, unsigned steps)
{
	uint64_t begin = now_ns();

	counting.calls = 0;
	figures->processes = 0;
	for (unsigned i = 0; i < steps; i++)
		ask(i, gpus, figures);
	figures->ns = (double)(now_ns() - begin);
	figures->calls = (double)counting.calls;
}

/*
 * Each step by itself, the best of some turns: what else the machine does only ever adds,
 * and what the simulated driver leaves in the caches is not the library's.
 */
static double time_inside(unsigned step, nvmlDevice_t *gpus)
{
	struct figures ignored = {0};
	double best = 1e18;

	for (unsigned turn = 0; turn < TURNS; turn++) {
		uint64_t begin = now_ns();
		counting.inner_ns = 0;
		ask(step, gpus, &ignored);
		double ns = (double)(now_ns() - begin) - (double)counting.inner_ns;
		best = ns < best ? ns : best;
	}
	return best;
}

static void time_steps(struct figures *figures, nvmlDevice_t *gpus, unsigned steps)
{
	time_pass(figures, gpus, steps);
	time_pass(figures, gpus, steps);
	counting.clock_ns = now_ns;
	for (unsigned i = 0; i < steps; i++) {
		double ns = time_inside(i, gpus);
		figures->inner_ns += ns;
		figures->each_ns[i % (steps / figures->gpus)] += ns;
	}
	counting.clock_ns = NULL;
}

static struct figures measure(const char *path, bool processes)
{
	struct figures figures = {0};
	nvmlDevice_t gpus[GPUS] = {NULL};

	start(path);
	figures.gpus = find_gpus(gpus);
	for (unsigned i = 0; i < figures.gpus; i++) {
		struct world world = {.device = gpus[i]};
		unsigned before = item_count;
		add_questions(&world);
		for (unsigned n = before; n < item_count; n++)
			figures.answered += items[n].answered;
	}
	figures.questions = item_count;
	time_steps(&figures, processes ? gpus : NULL, processes ? figures.gpus : item_count);
	stop();
	return figures;
}

/* limit < 0: no target. */
static void row(const char *what, double value, const char *unit, double limit)
{
	if (limit < 0)
		printf("%s|%.4g %s|-|\n", what, value, unit);
	else
		printf("%s|%.4g %s|%.4g|%s\n", what, value, unit, limit,
		       value <= limit ? "ok" : "MISS");
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Of the questions' own growths the middle one: single ones feel what the simulator leaves behind.
 */
static double growth(const struct figures *now, const struct figures *first)
{
	unsigned count = first->questions / first->gpus;
	double ratios[NAMES];

	for (unsigned i = 0; i < count; i++)
		ratios[i] = now->each_ns[i] / now->gpus / (first->each_ns[i] / first->gpus);
	qsort(ratios, count, sizeof(ratios[0]), compare);
	return ratios[count / 2];
}

static void show_pass(const struct figures *now, const struct figures *first)
{
	char what[128], name[128];

	snprintf(name, sizeof(name), "%u tier-1 questions to %u GPUs", now->questions / now->gpus,
		 now->gpus);
	snprintf(what, sizeof(what), "answered, %s", name);
	row(what, now->answered, "", -1);
	snprintf(what, sizeof(what), "time with the simulator, %s", name);
	row(what, now->ns / 1000, "us", -1);
	snprintf(what, sizeof(what), "time in the library, %s", name);
	row(what, now->inner_ns / 1000, "us", -1);
	snprintf(what, sizeof(what), "system calls, %s", name);
	row(what, now->calls, "", first->calls / first->gpus * now->gpus);
	if (now == first)
		return;
	snprintf(what, sizeof(what), "time of a question, %u GPUs to %u", now->gpus, first->gpus);
	row(what, growth(now, first), "x", 1.5);
}

static void show_list(const struct figures *now)
{
	char what[128];

	snprintf(what, sizeof(what), "%u processes on %u GPUs: time", now->processes, now->gpus);
	row(what, now->ns / 1000, "us", -1);
	snprintf(what, sizeof(what), "%u processes on %u GPUs: time in the library", now->processes,
		 now->gpus);
	row(what, now->inner_ns / 1000, "us", -1);
	snprintf(what, sizeof(what), "%u processes on %u GPUs: system calls", now->processes,
		 now->gpus);
	row(what, now->calls, "", -1);
}

/* Growth that is no more than linear never makes one entry dearer. */
static void show_growth(const struct figures *more, const struct figures *fewer)
{
	char what[128];
	double one = more->inner_ns / more->processes, before = fewer->inner_ns / fewer->processes;

	snprintf(what, sizeof(what), "time of a process, %u to %u", more->processes,
		 fewer->processes);
	row(what, one / before, "x", 1.5);
}

int main(int argc, char **argv)
{
	static struct figures all[16];
	int count = argc - 3;

	if (count < 1 || count > 16)
		give_up("TIER1.txt gpus|processes MACHINE.yaml...");
	read_names(argv[1]);
	bool processes = strcmp(argv[2], "processes") == 0;
	for (int i = 0; i < count; i++) {
		all[i] = measure(argv[3 + i], processes);
		if (processes)
			show_list(&all[i]);
		else
			show_pass(&all[i], all);
	}
	for (int i = 1; processes && i < count; i++)
		show_growth(&all[i], &all[i - 1]);
	return EXIT_SUCCESS;
}
