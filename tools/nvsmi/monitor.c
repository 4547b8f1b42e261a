/* SPDX-License-Identifier: MIT */

#include "monitor.h"

#include "arguments.h"
#include "commands.h"
#include "patience.h"
#include "settings.h"
#include "start.h"
#include "stop.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Of recordings that went into a file; on a terminal the page is its height. */
#define PAGE_OF_FILE 44
/* NVIDIA's watches no more at once. */
#define NVIDIAS_GPUS 16

enum option_id {
	OPTION_ID,
	OPTION_DELAY,
	OPTION_COUNT,
	OPTION_SELECT,
	OPTION_OPTIONS,
	OPTION_FILE,
	OPTION_FORMAT,
	OPTION_GPM,
	OPTION_GPM_OPTIONS,
};

/* pmon has the options behind the first two. */
static const struct argument options[] = {
    {"--gpm-metrics", NULL, OPTION_GPM, TAKES_VALUE},
    {"--gpm-options", NULL, OPTION_GPM_OPTIONS, TAKES_VALUE, "d"},
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", OPTION_ID, TAKES_VALUE, VALUES_GPUS},
    {"-d", "--delay", OPTION_DELAY, TAKES_VALUE},
    {"-c", "--count", OPTION_COUNT, TAKES_VALUE},
    {"-s", "--select", OPTION_SELECT, TAKES_VALUE},
    {"-o", "--options", OPTION_OPTIONS, TAKES_VALUE, "D T DT"},
    {"-f", "--filename", OPTION_FILE, TAKES_VALUE, VALUES_FILE},
    {"--format", NULL, OPTION_FORMAT, TAKES_VALUE, "csv,noheader,nounit"},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static int refuse(const struct monitor *monitor, const char *option, const char *value,
		  const char *what)
{
	complain("Option \"%s\" of %s must be %s, not \"%s\".\n", option, monitor->name, what,
		 value);
	return EXIT_OPTION;
}

static int parse_gpm(struct monitor *monitor, const char *value)
{
	const char *next = value;

	for (;;) {
		size_t length = strcspn(next, ",");
		unsigned int id;

		if (!text_is_number(next, length, NVML_GPM_METRIC_MAX - 1, &id) || id == 0 ||
		    monitor->gpm_count == MONITOR_GPM)
			return refuse(monitor, "--gpm-metrics", value,
				      "numbers of metrics, parted by commas");
		monitor->gpm[monitor->gpm_count++] = id;
		if (!next[length])
			return 0;
		next += length + 1;
	}
}

static int parse_number(const struct monitor *monitor, const char *option, const char *value,
			unsigned int max, unsigned int *ret_number)
{
	unsigned int number;
	char what[64];

	if (arguments_number(value, max, &number) && number >= 1) {
		*ret_number = number;
		return 0;
	}
	snprintf(what, sizeof(what), "a number from 1 to %u", max);
	return refuse(monitor, option, value, what);
}

static int parse_select(struct monitor *monitor, const char *value)
{
	char what[64];

	monitor->select = value;
	if (value[strspn(value, monitor->letters)] == '\0')
		return 0;
	snprintf(what, sizeof(what), "letters of \"%s\"", monitor->letters);
	return refuse(monitor, "-s", value, what);
}

static int parse_options(struct monitor *monitor, const char *value)
{
	if (value[strspn(value, "DT")])
		return refuse(monitor, "-o", value, "D, T or both");
	monitor->date = strchr(value, 'D') != NULL;
	monitor->time = strchr(value, 'T') != NULL;
	return 0;
}

static int apply(struct monitor *monitor, int id, const char *value)
{
	switch (id) {
	case OPTION_ID:
		monitor->ids = value;
		break;
	case OPTION_DELAY:
		return parse_number(monitor, "-d", value, monitor->delay_max, &monitor->delay_s);
	case OPTION_COUNT:
		return parse_number(monitor, "-c", value, 1000000000, &monitor->count);
	case OPTION_SELECT:
		return parse_select(monitor, value);
	case OPTION_OPTIONS:
		return parse_options(monitor, value);
	case OPTION_FILE:
		monitor->file = value;
		break;
	case OPTION_FORMAT:
		return arguments_format(value, true, &monitor->format);
	case OPTION_GPM:
		return parse_gpm(monitor, value);
	case OPTION_GPM_OPTIONS:
		if (strcmp(value, "d") != 0)
			return refuse(monitor, "--gpm-options", value, "d (of whole GPUs)");
		break;
	}
	return 0;
}

static int complain_unknown(const struct monitor *monitor, const char *name)
{
	size_t length = strcspn(name, "=");

	complain("Option \"%.*s\" is not recognized.\n\nPlease run 'nvidia-smi %s -h' for help.\n",
		 (int)length, name, monitor->name);
	return EXIT_OPTION;
}

static const struct argument *options_of(const struct monitor *monitor)
{
	return strchr(monitor->letters, 'p') ? options : options + 2;
}

static int end(const struct monitor *monitor, const struct arguments *arguments)
{
	if (arguments->id == ARGUMENTS_HELP) {
		monitor->help();
		return SUBCOMMAND_HELPED;
	}
	if (arguments->id == ARGUMENTS_UNKNOWN)
		return complain_unknown(monitor, arguments->name);
	if (arguments->id != ARGUMENTS_BARE)
		return 0;
	complain("Option \"%s\" is missing its value.\n", arguments->name);
	return EXIT_OPTION;
}

int monitor_parse(struct monitor *monitor, int argc, char **argv)
{
	struct arguments arguments = arguments_of(options_of(monitor), argc, argv);
	int status = 0;

	while (!status && arguments_next(&arguments))
		status = apply(monitor, arguments.id, arguments.value);
	return status ? status : end(monitor, &arguments);
}

static unsigned long page_rows(const struct monitor *monitor)
{
	struct winsize size;

	if (monitor->file || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 4)
		return PAGE_OF_FILE;
	return size.ws_row - 2u;
}

int monitor_start(struct monitor *monitor, struct machine *machine)
{
	int status;

	status = start_machine(machine, monitor->ids);
	if (!status && monitor->file)
		status = out_to_file(monitor->file);
	if (status)
		return status;
	if (!settings.native && machine->gpu_count > NVIDIAS_GPUS)
		machine->gpu_count = NVIDIAS_GPUS;
	monitor->page = page_rows(monitor);
	monitor->rows = patience_rows();
	monitor->blank_end = machine->branch >= 530;
	monitor->wide_prefix = machine->branch >= 550;
	return 0;
}

struct monitor_column *monitor_add(struct monitor *monitor, const struct machine *machine,
				   const char *title, const char *unit)
{
	static struct monitor_column none;
	struct monitor_column *column = &none;

	if (monitor->column_count < MONITOR_COLUMNS)
		column = &monitor->columns[monitor->column_count++];
	/* Below 530 headers are narrow; 525 already prints wide rows below them. */
	*column = (struct monitor_column){.title = title,
					  .unit = unit,
					  .head = machine->branch >= 530 ? 6 : 5,
					  .body = machine->branch >= 525 ? 6 : 5};
	return column;
}

static void print_csv_head(const struct monitor *monitor, bool units)
{
	out("# ");
	if (monitor->date)
		out("%s, ", units ? "YYYYMMDD" : "Date");
	if (monitor->time)
		out("%s, ", units ? "HH:MM:SS" : "Time");
	out("%s", units ? "Idx" : "gpu");
	for (size_t i = 0; i < monitor->column_count; i++)
		out(", %s", units ? monitor->columns[i].unit : monitor->columns[i].title);
	out("\n");
}

static void print_prefix(const struct monitor *monitor, const char *day, const char *hour)
{
	if (monitor->date)
		out("%-*s", monitor->wide_prefix ? 12 : 11, day);
	if (monitor->time)
		out("%-*s", monitor->wide_prefix ? 13 : 12, hour);
}

static void print_head(const struct monitor *monitor, bool units)
{
	if (monitor->format.csv) {
		print_csv_head(monitor, units);
		return;
	}
	out("#");
	print_prefix(monitor, units ? "YYYYMMDD" : "Date", units ? "HH:MM:SS" : "Time");
	out("%s%s", monitor->date || monitor->time ? "" : " ", units ? "Idx" : "gpu");
	for (size_t i = 0; i < monitor->column_count; i++)
		out(" %*s", monitor->columns[i].head,
		    units ? monitor->columns[i].unit : monitor->columns[i].title);
	out("%s\n", monitor->blank_end ? " " : "");
}

/* Before the first row and at each page; a CSV has one. */
static void print_heads(struct monitor *monitor)
{
	if (monitor->rows % monitor->page != 0 || (monitor->format.csv && monitor->rows))
		return;
	if (monitor->format.header)
		print_head(monitor, false);
	if (monitor->format.units)
		print_head(monitor, true);
}

/* The same for all lines of a sample. */
static void take_time(struct monitor *monitor)
{
	time_t now;

	if (!monitor->date && !monitor->time)
		return;
	now = time(NULL);
	text_time(monitor->day, sizeof(monitor->day), "%Y%m%d", now);
	text_time(monitor->hour, sizeof(monitor->hour), "%H:%M:%S", now);
}

static void begin_csv(const struct monitor *monitor, unsigned int gpu)
{
	if (monitor->date)
		out("%s, ", monitor->day);
	if (monitor->time)
		out("%s, ", monitor->hour);
	out("%u", gpu);
}

void monitor_begin(struct monitor *monitor, unsigned int gpu)
{
	print_heads(monitor);
	patience_set_rows(++monitor->rows);
	if (monitor->format.csv) {
		begin_csv(monitor, gpu);
	} else if (monitor->date || monitor->time) {
		out(" ");
		print_prefix(monitor, monitor->day, monitor->hour);
		out("%3u", gpu);
	} else {
		out("%5u", gpu);
	}
}

void monitor_cell(struct monitor *monitor, size_t column, const char *text)
{
	if (monitor->format.csv)
		out(", %s", text);
	else
		out(" %*s", monitor->columns[column].body, text);
}

void monitor_number(struct monitor *monitor, size_t column, bool known, uint64_t number)
{
	char text[24] = "-";

	if (known)
		snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	monitor_cell(monitor, column, text);
}

void monitor_end(struct monitor *monitor)
{
	out("%s\n", monitor->blank_end && !monitor->trim_rows && !monitor->format.csv ? " " : "");
}

int monitor_run(struct monitor *monitor, struct machine *machine,
		void (*print_sample)(struct monitor *, struct machine *))
{
	uint64_t next = stop_now();

	/* localtime_r does not read the zone by itself. */
	if (monitor->date || monitor->time)
		tzset();
	stop_catch(false);
	for (unsigned int i = 1 + patience_blocks(); !stop_signal(); i++) {
		take_time(monitor);
		print_sample(monitor, machine);
		out_flush();
		if (i == monitor->count)
			break;
		next += (uint64_t)monitor->delay_s * NS_PER_S;
		stop_wait(next, -1);
		machine_forget(machine);
	}
	return stop_status();
}
