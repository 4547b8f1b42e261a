/* SPDX-License-Identifier: MIT */
/* nvsmi pmon: one line per process, GPU and sample. */

#include "activity.h"
#include "commands.h"
#include "monitor.h"

#include <stdio.h>
#include <string.h>

enum cell { CELL_PID, CELL_TYPE, CELL_LOAD, CELL_FB, CELL_PROTECTED, CELL_COMMAND };

static enum cell cells[MONITOR_COLUMNS];

/* What one GPU said in this sample. */
struct sample {
	struct process processes[NVSMI_PROCESSES];
	struct activity loads[NVSMI_PROCESSES];
	struct protected_memory hidden[2 * NVSMI_PROCESSES];
	size_t process_count, load_count, hidden_count;
};

static void help(void)
{
	out("nvsmi pmon: a line per process, GPU and sample, until Ctrl-C\n\n"
	    "  -i, --id=ID,...           only these GPUs: index, UUID, bus id or serial\n"
	    "  -d, --delay=SECONDS       between two samples, at most 10; 1\n"
	    "  -c, --count=N             end after so many samples\n"
	    "  -s, --select=LETTERS      groups of columns, in this order; u\n"
	    "        u utilisation       m memory\n"
	    "  -o, --options=D|T|DT      begin lines with date, time or both\n"
	    "  -f, --filename=FILE       write there instead of standard output\n"
	    "  --format=csv[,noheader][,nounit]\n"
	    "  -h, --help                this text\n\n"
	    "\"-\" stands for what is not known or did not happen; a line of dashes for a GPU\n"
	    "without processes.\n");
}

static void add(struct monitor *monitor, const struct machine *machine, enum cell cell,
		const char *title, const char *unit)
{
	cells[monitor->column_count] = cell;
	monitor_add(monitor, machine, title, unit);
}

static void add_group(struct monitor *monitor, const struct machine *machine, char letter)
{
	bool wide = machine->branch >= 530;

	if (letter == 'u') {
		add(monitor, machine, CELL_LOAD, "sm", "%");
		add(monitor, machine, CELL_LOAD, "mem", "%");
		add(monitor, machine, CELL_LOAD, "enc", "%");
		add(monitor, machine, CELL_LOAD, "dec", "%");
	}
	if (letter == 'u' && wide) {
		add(monitor, machine, CELL_LOAD, "jpg", "%");
		add(monitor, machine, CELL_LOAD, "ofa", "%");
	}
	if (letter == 'm')
		add(monitor, machine, CELL_FB, "fb", "MB");
	if (letter == 'm' && wide)
		add(monitor, machine, CELL_PROTECTED, "ccpm", "MB");
}

static bool has_letter(const struct monitor *monitor, char letter)
{
	return strchr(monitor->select, letter) != NULL;
}

static void choose(struct monitor *monitor, const struct machine *machine)
{
	bool wide = machine->branch >= 530;
	struct monitor_column *columns = monitor->columns;

	add(monitor, machine, CELL_PID, "pid", "#");
	add(monitor, machine, CELL_TYPE, "type", "C/G");
	for (const char *letter = monitor->select; *letter; letter++) {
		if (strchr(monitor->select, *letter) == letter)
			add_group(monitor, machine, *letter);
	}
	/* Rows of 535 and newer are two columns out of step with their header. */
	columns[0].head = wide ? 11 : 10;
	columns[0].body = 10;
	columns[1].body = 5;
	for (size_t i = 2; i < monitor->column_count; i++)
		columns[i].body = wide ? 6 : 5;
	add(monitor, machine, CELL_COMMAND, wide ? "   command" : "  command",
	    wide ? "   name" : "  name");
	if (monitor->format.csv) {
		columns[monitor->column_count - 1].title = "command";
		columns[monitor->column_count - 1].unit = "name";
	}
	columns[monitor->column_count - 1].head = 0;
	columns[monitor->column_count - 1].body = -15;
	monitor->trim_rows = true;
}

/* Without its folders, cut as long as the branch does, and harmless on a terminal. */
static void command_text(const struct process *process, unsigned int branch, char *ret_text,
			 size_t size)
{
	char name[4096] = "-";
	const char *start = name;
	size_t longest = branch >= 590 && branch < 595 ? 16 : 15;
	size_t length;

	if (process && (!process_name(process, name, sizeof(name)) || !name[0]))
		snprintf(name, sizeof(name), "-");
	name[sizeof(name) - 1] = '\0';
	for (size_t i = 0; name[i] && name[i] != ' '; i++) {
		if (name[i] == '/' && name[i + 1])
			start = &name[i + 1];
	}
	length = strnlen(start, longest < size - 1 ? longest : size - 1);
	for (size_t i = 0; i < length; i++)
		ret_text[i] = (unsigned char)start[i] < ' ' || start[i] == 0x7f ? '?' : start[i];
	ret_text[length] = '\0';
}

/*
 * A process that was seen has a share of the GPU and its memory, even none; of the other engines,
 * and of those two beside another engine, a share of nothing is not shown.
 */
static void print_loads(struct monitor *monitor, size_t column, const struct activity *load)
{
	static const struct activity none;
	const struct activity *of = load ? load : &none;
	bool elsewhere = of->encoder || of->decoder || of->jpeg || of->ofa;
	bool ran = load && (of->sm || of->memory || !elsewhere);
	const unsigned int shares[] = {of->sm,      of->memory, of->encoder,
				       of->decoder, of->jpeg,   of->ofa};

	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		if (column + i < monitor->column_count && cells[column + i] == CELL_LOAD)
			monitor_number(monitor, column + i, i < 2 ? ran : shares[i] != 0,
				       shares[i]);
	}
}

static void print_memory(struct monitor *monitor, size_t column, const struct sample *sample,
			 const struct process *process)
{
	if (cells[column] == CELL_FB) {
		bool known = process && process->bytes != UINT64_MAX;

		monitor_number(monitor, column, known, known ? text_mib(process->bytes) : 0);
		return;
	}
	for (size_t i = 0; process && i < sample->hidden_count; i++) {
		if (sample->hidden[i].pid == process->pid) {
			monitor_number(monitor, column, sample->hidden[i].bytes != UINT64_MAX,
				       text_mib(sample->hidden[i].bytes));
			return;
		}
	}
	monitor_cell(monitor, column, "-");
}

static void print_command(struct monitor *monitor, size_t column, const char *text)
{
	if (monitor->format.csv)
		out(", %s", text);
	else
		out("%*s%*s", cells[0] == CELL_PID && monitor->blank_end ? 4 : 3, "",
		    monitor->columns[column].body, text);
}

/* process NULL: a GPU without any. */
static void print_process(struct monitor *monitor, const struct machine *machine,
			  const struct gpu *gpu, const struct sample *sample,
			  const struct process *process)
{
	const struct activity *load =
	    process ? activity_of(sample->loads, sample->load_count, process->pid) : NULL;
	char command[32];
	bool loaded = false;

	monitor_begin(monitor, gpu->index);
	for (size_t i = 0; i < monitor->column_count; i++) {
		if (cells[i] == CELL_PID)
			monitor_number(monitor, i, process != NULL, process ? process->pid : 0);
		else if (cells[i] == CELL_TYPE)
			monitor_cell(monitor, i, process ? process_type(process) : "-");
		else if (cells[i] == CELL_LOAD && !loaded)
			print_loads(monitor, i, load);
		else if (cells[i] == CELL_FB || cells[i] == CELL_PROTECTED)
			print_memory(monitor, i, sample, process);
		loaded |= cells[i] == CELL_LOAD;
	}
	command_text(process, machine->branch, command, sizeof(command));
	print_command(monitor, monitor->column_count - 1, command);
	monitor_end(monitor);
}

static void ask(const struct monitor *monitor, struct gpu *gpu, struct sample *ret_sample)
{
	ret_sample->process_count = NVSMI_PROCESSES;
	gpu_processes(gpu, true, ret_sample->processes, &ret_sample->process_count);
	ret_sample->load_count = ret_sample->hidden_count = 0;
	/* An idle GPU is asked nothing more. */
	if (ret_sample->process_count && has_letter(monitor, 'u')) {
		ret_sample->load_count = NVSMI_PROCESSES;
		activity_processes(gpu, monitor->delay_s * 1000, ret_sample->loads,
				   &ret_sample->load_count);
	}
	if (ret_sample->process_count && has_letter(monitor, 'm') && monitor->blank_end) {
		ret_sample->hidden_count = 2 * (size_t)NVSMI_PROCESSES;
		activity_protected(gpu, ret_sample->hidden, &ret_sample->hidden_count);
	}
}

static void print_sample(struct monitor *monitor, struct machine *machine)
{
	static struct sample sample;

	for (unsigned int place = 0; place < machine->gpu_count; place++) {
		struct gpu *gpu = machine->gpus[place];

		ask(monitor, gpu, &sample);
		if (!sample.process_count)
			print_process(monitor, machine, gpu, &sample, NULL);
		for (size_t i = 0; i < sample.process_count; i++)
			print_process(monitor, machine, gpu, &sample, &sample.processes[i]);
	}
}

int command_pmon(int argc, char **argv)
{
	static struct machine machine;
	static struct monitor monitor = {.name = "pmon",
					 .letters = "um",
					 .delay_max = 10,
					 .help = help,
					 .select = "u",
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
