/* SPDX-License-Identifier: MIT */
/* nvsmi dmon: one line per GPU and sample. */

#include "ahead.h"
#include "activity.h"
#include "commands.h"
#include "monitor.h"

#include <stdio.h>
#include <string.h>

enum kind { KIND_VALUE, KIND_POWER_VIOLATION, KIND_THERMAL_VIOLATION };

struct metric {
	char letter;
	const char *title;
	const char *unit;
	enum kind kind;
	enum value_id value;
	uint64_t divisor; /* 0: MiB as the driver rounds them */
	unsigned int since, until;
};

#define NEVER 10000

/* In the order of the recordings; fractions are cut off, as theirs are. */
static const struct metric metrics[] = {
    {'p', "pwr", "W", KIND_VALUE, VALUE_POWER, 1000, 0, NEVER},
    {'p', "temp", "C", KIND_VALUE, VALUE_TEMPERATURE, 1, 0, 418},
    {'p', "gtemp", "C", KIND_VALUE, VALUE_TEMPERATURE, 1, 418, NEVER},
    {'p', "mtemp", "C", KIND_VALUE, VALUE_TEMPERATURE_MEMORY, 1, 418, NEVER},
    {'u', "sm", "%", KIND_VALUE, VALUE_UTIL_GPU, 1, 0, NEVER},
    {'u', "mem", "%", KIND_VALUE, VALUE_UTIL_MEMORY, 1, 0, NEVER},
    {'u', "enc", "%", KIND_VALUE, VALUE_UTIL_ENCODER, 1, 0, NEVER},
    {'u', "dec", "%", KIND_VALUE, VALUE_UTIL_DECODER, 1, 0, NEVER},
    {'u', "jpg", "%", KIND_VALUE, VALUE_UTIL_JPEG, 1, 530, NEVER},
    {'u', "ofa", "%", KIND_VALUE, VALUE_UTIL_OFA, 1, 530, NEVER},
    {'c', "mclk", "MHz", KIND_VALUE, VALUE_CLOCK_MEMORY, 1, 0, NEVER},
    {'c', "pclk", "MHz", KIND_VALUE, VALUE_CLOCK_SM, 1, 0, NEVER},
    {'v', "pviol", "%", KIND_POWER_VIOLATION, VALUE_NONE, 1, 0, NEVER},
    {'v', "tviol", "bool", KIND_THERMAL_VIOLATION, VALUE_NONE, 1, 0, NEVER},
    {'m', "fb", "MB", KIND_VALUE, VALUE_MEMORY_USED, 0, 0, NEVER},
    {'m', "bar1", "MB", KIND_VALUE, VALUE_BAR1_USED, 0, 0, NEVER},
    {'m', "ccpm", "MB", KIND_VALUE, VALUE_PROTECTED_USED, 0, 530, NEVER},
    {'e', "sbecc", "errs", KIND_VALUE, VALUE_ECC_TOTAL(0, 1), 1, 0, NEVER},
    {'e', "dbecc", "errs", KIND_VALUE, VALUE_ECC_TOTAL(1, 1), 1, 0, NEVER},
    {'e', "pci", "errs", KIND_VALUE, VALUE_REPLAYS, 1, 0, NEVER},
    {'t', "rxpci", "MB/s", KIND_VALUE, VALUE_PCIE_RX, 1024, 0, NEVER},
    {'t', "txpci", "MB/s", KIND_VALUE, VALUE_PCIE_TX, 1024, 0, NEVER},
};

#define METRICS (sizeof(metrics) / sizeof(metrics[0]))

static const struct {
	unsigned int id;
	const char *title;
	const char *unit;
} counters[] = {
    {1, "gract", "GPM:%"},      {2, "smutil", "GPM:%"},     {3, "smocc", "GPM:%"},
    {4, "intutil", "GPM:%"},    {5, "mmaact", "GPM:%"},     {10, "dram", "GPM:%"},
    {11, "fp64", "GPM:%"},      {12, "fp32", "GPM:%"},      {13, "fp16", "GPM:%"},
    {20, "pcitx", "GPM:MiB/s"}, {21, "pcirx", "GPM:MiB/s"}, {60, "nvlrx", "GPM:MiB/s"},
    {61, "nvltx", "GPM:MiB/s"},
};

static const struct metric *chosen[METRICS];
static size_t chosen_count;

static void help(void)
{
	out("nvsmi dmon: a line per GPU and sample, until Ctrl-C\n\n"
	    "  -i, --id=ID,...           only these GPUs: index, UUID, bus id or serial\n"
	    "  -d, --delay=SECONDS       between two samples; 1\n"
	    "  -c, --count=N             end after so many samples\n"
	    "  -s, --select=LETTERS      groups of columns, in this order; puc\n"
	    "        p power and temperatures     u utilisation       c clocks\n"
	    "        v held down by power, heat   m memory, BAR1      e ECC and replay errors\n"
	    "        t PCIe throughput\n"
	    "  --gpm-metrics=ID,...      performance counters, where the library has them\n"
	    "  --gpm-options=d           of whole GPUs, the only way there is\n"
	    "  -o, --options=D|T|DT      begin lines with date, time or both\n"
	    "  -f, --filename=FILE       write there instead of standard output\n"
	    "  --format=csv[,noheader][,nounit]\n"
	    "  -h, --help                this text\n\n"
	    "\"-\" stands for what this GPU or library does not tell.\n");
}

static bool is_chosen(const struct metric *metric)
{
	for (size_t i = 0; i < chosen_count; i++) {
		if (chosen[i] == metric)
			return true;
	}
	return false;
}

static void choose_letter(struct monitor *monitor, const struct machine *machine, char letter)
{
	for (size_t i = 0; i < METRICS; i++) {
		const struct metric *metric = &metrics[i];

		if (metric->letter != letter || machine->branch < metric->since ||
		    machine->branch >= metric->until || is_chosen(metric))
			continue;
		chosen[chosen_count++] = metric;
		monitor_add(monitor, machine, metric->title, metric->unit);
	}
}

static void choose_counter(struct monitor *monitor, const struct machine *machine, unsigned int id)
{
	struct monitor_column *column = monitor_add(monitor, machine, NULL, "GPM:%");

	column->head = column->body = 10;
	snprintf(column->own_title, sizeof(column->own_title), "gpm%u", id);
	column->title = column->own_title;
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		if (counters[i].id == id) {
			column->title = counters[i].title;
			column->unit = counters[i].unit;
		}
	}
}

static void choose(struct monitor *monitor, const struct machine *machine)
{
	for (const char *letter = monitor->select; *letter; letter++)
		choose_letter(monitor, machine, *letter);
	for (size_t i = 0; i < monitor->gpm_count; i++)
		choose_counter(monitor, machine, monitor->gpm[i]);
}

static void print_value(struct monitor *monitor, size_t column, struct gpu *gpu,
			const struct metric *metric)
{
	const struct value *value = gpu_value(gpu, metric->value);
	bool known = value->status == NVML_SUCCESS && value->number >= 0;
	uint64_t number = known ? (uint64_t)value->number : 0;

	monitor_number(monitor, column, known,
		       metric->divisor ? number / metric->divisor : text_mib(number));
}

/* Percent of the time since the sample before; of heat only whether there was any. */
static void print_violation(struct monitor *monitor, size_t column, struct gpu *gpu, size_t place,
			    enum kind kind)
{
	static nvmlViolationTime_t before[NVSMI_GPUS][2];
	bool thermal = kind == KIND_THERMAL_VIOLATION;
	nvmlViolationTime_t *last = &before[place][thermal];
	nvmlViolationTime_t now = {0, 0};
	uint64_t percent = 0;

	if (activity_violation(gpu, thermal ? NVML_PERF_POLICY_THERMAL : NVML_PERF_POLICY_POWER,
			       &now) != NVML_SUCCESS) {
		monitor_cell(monitor, column, "-");
		return;
	}
	if (last->referenceTime && now.referenceTime > last->referenceTime &&
	    now.violationTime > last->violationTime)
		percent = (now.violationTime - last->violationTime) / 10 /
			  (now.referenceTime - last->referenceTime);
	if (thermal)
		percent = last->referenceTime && now.violationTime > last->violationTime;
	*last = now;
	monitor_number(monitor, column, true, percent > 100 ? 100 : percent);
}

static void print_counters(struct monitor *monitor, struct gpu *gpu, size_t place)
{
	double values[MONITOR_GPM];
	bool known[MONITOR_GPM];

	if (!monitor->gpm_count)
		return;
	activity_gpm(gpu, place, monitor->gpm, monitor->gpm_count, values, known);
	for (size_t i = 0; i < monitor->gpm_count; i++) {
		bool sane = known[i] && values[i] >= 0 && values[i] < 1e15;

		monitor_number(monitor, chosen_count + i, sane, sane ? (uint64_t)values[i] : 0);
	}
}

static bool shows(enum value_id value)
{
	for (size_t i = 0; i < chosen_count; i++) {
		if (chosen[i]->value == value)
			return true;
	}
	return false;
}

static void print_sample(struct monitor *monitor, struct machine *machine)
{
	if (shows(VALUE_PCIE_RX))
		ahead_measure(machine);
	for (unsigned int place = 0; place < machine->gpu_count; place++) {
		struct gpu *gpu = machine->gpus[place];

		monitor_begin(monitor, gpu->index);
		for (size_t i = 0; i < chosen_count; i++) {
			if (chosen[i]->kind == KIND_VALUE)
				print_value(monitor, i, gpu, chosen[i]);
			else
				print_violation(monitor, i, gpu, place, chosen[i]->kind);
		}
		print_counters(monitor, gpu, place);
		monitor_end(monitor);
	}
}

int command_dmon(int argc, char **argv)
{
	static struct machine machine;
	static struct monitor monitor = {.name = "dmon",
					 .letters = "pucvmet",
					 .delay_max = 86400,
					 .help = help,
					 .select = "puc",
					 .delay_s = 1,
					 .format = {.header = true, .units = true}};
	int status = monitor_parse(&monitor, argc, argv);

	if (!status)
		status = monitor_start(&monitor, &machine);
	if (status)
		return status;
	choose(&monitor, &machine);
	return monitor_run(&monitor, &machine, print_sample);
}
