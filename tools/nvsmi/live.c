/* SPDX-License-Identifier: MIT */

#include "live.h"

#include "activity.h"
#include "frame.h"
#include "patience.h"
#include "settings.h"
#include "stop.h"
#include "terminal.h"
#include "trouble.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NS_PER_MS 1000000u
#define SHOWN_PROCESSES 256
#define NAME_COLUMN 34

struct row {
	unsigned int gpu;
	struct process process;
	int sm; /* percent; -1: not known */
};

/* What is on the screen. */
struct live {
	struct machine *machine;
	unsigned int interval_ms;
	unsigned int rows, columns;
	struct frame frame;
	struct row processes[SHOWN_PROCESSES]; /* the largest, by memory */
	size_t process_count;                  /* of them */
	size_t running;                        /* altogether */
};

bool live_is_wanted(const struct options *options)
{
	return options->command == COMMAND_TABLE && options->loop_ms && !options->file &&
	       settings.native && terminal_is_able();
}

static uint64_t bytes_of(const struct process *process)
{
	return process->bytes == UINT64_MAX ? 0 : process->bytes;
}

static void add_process(struct live *live, const struct row *row)
{
	size_t place = live->process_count;

	live->running++;
	while (place > 0 && bytes_of(&live->processes[place - 1].process) < bytes_of(&row->process))
		place--;
	if (place == SHOWN_PROCESSES)
		return;
	if (live->process_count < SHOWN_PROCESSES)
		live->process_count++;
	memmove(&live->processes[place + 1], &live->processes[place],
		(live->process_count - place - 1) * sizeof(live->processes[0]));
	live->processes[place] = *row;
}

static void find_processes(struct live *live, struct gpu *gpu)
{
	static struct process processes[NVSMI_PROCESSES];
	static struct activity loads[NVSMI_PROCESSES];
	size_t count = NVSMI_PROCESSES, load_count = NVSMI_PROCESSES;

	gpu_processes(gpu, true, processes, &count);
	if (count)
		activity_processes(gpu, live->interval_ms, loads, &load_count);
	for (size_t i = 0; i < count; i++) {
		const struct activity *load = activity_of(loads, load_count, processes[i].pid);
		const struct row row = {
		    .gpu = gpu->index, .process = processes[i], .sm = load ? (int)load->sm : -1};

		add_process(live, &row);
	}
}

/*
 * Of values that every GPU is asked: NVML_SUCCESS where one is there or the board has none of it,
 * otherwise why not. A lost GPU's telemetry page stands still: one refusal says more than readings.
 */
static nvmlReturn_t health(struct gpu *gpu)
{
	static const enum value_id essential[] = {VALUE_MEMORY_USED, VALUE_TEMPERATURE,
						  VALUE_UTIL_GPU, VALUE_POWER};
	nvmlReturn_t status = NVML_SUCCESS;
	bool healthy = false;

	for (size_t i = 0; i < sizeof(essential) / sizeof(essential[0]); i++) {
		status = gpu_value(gpu, essential[i])->status;
		if (status == NVML_ERROR_GPU_IS_LOST)
			return status;
		healthy |= status == NVML_SUCCESS || text_is_missing(status) ||
			   status == NVML_ERROR_NO_PERMISSION;
	}
	return healthy ? NVML_SUCCESS : status;
}

/* Asks all anew. NVML_SUCCESS unless no GPU answers; lost and sleeping ones stay on the screen. */
static nvmlReturn_t sample(struct live *live)
{
	nvmlReturn_t gone = NVML_ERROR_UNKNOWN;
	bool worth = false;

	live->process_count = live->running = 0;
	for (unsigned int i = 0; i < live->machine->gpu_count; i++) {
		nvmlReturn_t status = health(live->machine->gpus[i]);

		worth |= status == NVML_SUCCESS || status == NVML_ERROR_GPU_IS_LOST ||
			 live->machine->gpus[i]->refused == STATUS_ASLEEP;
		if (status == NVML_SUCCESS)
			find_processes(live, live->machine->gpus[i]);
		else
			gone = status;
	}
	return worth ? NVML_SUCCESS : gone;
}

static enum colour colour_of(double share, double warm, double hot)
{
	if (share >= hot)
		return COLOUR_RED;
	return share >= warm ? COLOUR_YELLOW : COLOUR_GREEN;
}

/* "name [|||   ] text" within width columns; a narrow one has no bar. share -1: not known. */
static void draw_cell(struct frame *frame, unsigned int width, const char *name, double share,
		      enum colour colour, const char *text)
{
	unsigned int start = frame->column;
	size_t words = strlen(name) + strlen(text) + 6;

	frame_print(frame, COLOUR_DIM, "%s ", name);
	if (width >= words + 4) {
		frame_bar(frame, colour, share, width - (unsigned int)words);
		frame_text(frame, COLOUR_NONE, " ");
	}
	frame_text(frame, share < 0 ? COLOUR_DIM : colour, text);
	frame_text(frame, COLOUR_NONE, " ");
	frame_pad(frame, start + width);
}

static void draw_load(struct frame *frame, unsigned int width, struct gpu *gpu)
{
	int64_t percent = gpu_number(gpu, VALUE_UTIL_GPU, -1);
	char text[32] = "N/A";

	if (percent >= 0)
		snprintf(text, sizeof(text), "%lld%%", (long long)percent);
	draw_cell(frame, width, "util", percent < 0 ? -1 : (double)percent / 100, COLOUR_GREEN,
		  text);
}

static void draw_bytes(struct frame *frame, unsigned int width, uint64_t used, uint64_t total)
{
	double share = total ? (double)used / (double)total : -1;
	char text[64] = "N/A";

	if (total)
		snprintf(text, sizeof(text), "%llu/%lluMiB", (unsigned long long)text_mib(used),
			 (unsigned long long)text_mib(total));
	draw_cell(frame, width, "mem", share, colour_of(share, 0.9, 0.98), text);
}

static void draw_power(struct frame *frame, unsigned int width, struct gpu *gpu)
{
	int64_t power = gpu_number(gpu, VALUE_POWER, -1);
	int64_t limit = gpu_number(gpu, VALUE_POWER_ENFORCED, 0);
	double share = power >= 0 && limit > 0 ? (double)power / (double)limit : -1;
	char text[64] = "N/A";

	if (power >= 0 && limit > 0)
		snprintf(text, sizeof(text), "%.0f/%.0fW", (double)power / 1000,
			 (double)limit / 1000);
	else if (power >= 0)
		snprintf(text, sizeof(text), "%.0fW", (double)power / 1000);
	draw_cell(frame, width, "power", share, colour_of(share, 0.95, 1.02), text);
}

static void draw_bars(struct live *live, struct gpu *gpu)
{
	struct frame *frame = &live->frame;
	unsigned int left = frame->columns > frame->column ? frame->columns - frame->column : 0;
	int64_t total = gpu_number(gpu, VALUE_MEMORY_TOTAL, 0);
	int64_t used = gpu_number(gpu, VALUE_MEMORY_USED, 0);

	draw_load(frame, left * 3 / 10, gpu);
	draw_bytes(frame, left * 4 / 10, (uint64_t)used, (uint64_t)total);
	draw_power(frame, left * 3 / 10, gpu);
	frame_end_line(frame);
}

static void draw_temperature(struct frame *frame, struct gpu *gpu)
{
	int64_t celsius = gpu_number(gpu, VALUE_TEMPERATURE, -1);
	int64_t slowdown = gpu_number(gpu, VALUE_TEMPERATURE_SLOWDOWN, 1000);
	double margin = (double)(celsius - slowdown);

	if (celsius < 0)
		frame_text(frame, COLOUR_DIM, "  -C");
	else
		frame_print(frame, colour_of(margin, -10, 0), "%3lldC", (long long)celsius);
}

/* What holds the clocks down. */
static void draw_reasons(struct frame *frame, struct gpu *gpu)
{
	static const struct {
		enum value_id id;
		enum colour colour;
		const char *text;
	} reasons[] = {
	    {VALUE_REASON_POWER_CAP, COLOUR_YELLOW, "power cap"},
	    {VALUE_REASON_SW_THERMAL, COLOUR_YELLOW, "warm"},
	    {VALUE_REASON_HW_THERMAL, COLOUR_RED, "too hot"},
	    {VALUE_REASON_HW_BRAKE, COLOUR_RED, "power brake"},
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (gpu_number(gpu, reasons[i].id, 0) > 0)
			frame_print(frame, reasons[i].colour, "  %s", reasons[i].text);
	}
}

static void draw_name(struct live *live, struct gpu *gpu)
{
	struct frame *frame = &live->frame;
	const struct value *name = gpu_value(gpu, VALUE_NAME);
	int64_t pstate = gpu_number(gpu, VALUE_PSTATE, -1);
	int64_t clock = gpu_number(gpu, VALUE_CLOCK_SM, -1);
	int64_t fan = gpu_number(gpu, VALUE_FAN, -1);

	frame_print(frame, COLOUR_BOLD, "%2u %s ", gpu->index,
		    name->status == NVML_SUCCESS ? name->text : "GPU");
	frame_pad(frame, NAME_COLUMN);
	draw_temperature(frame, gpu);
	if (pstate >= 0 && pstate < 16)
		frame_print(frame, COLOUR_NONE, "  P%lld", (long long)pstate);
	if (clock >= 0)
		frame_print(frame, COLOUR_NONE, "  %4lldMHz", (long long)clock);
	if (fan >= 0)
		frame_print(frame, COLOUR_NONE, "  fan %lld%%", (long long)fan);
	draw_reasons(frame, gpu);
	frame_end_line(frame);
}

static void draw_lost(struct live *live, struct gpu *gpu, nvmlReturn_t status)
{
	const char *words = trouble_in_short(gpu, status);

	frame_print(&live->frame, COLOUR_RED, "%2u %s", gpu->index,
		    words ? words : library_error(status));
	frame_end_line(&live->frame);
}

static void draw_mig(struct live *live, struct gpu *gpu)
{
	struct frame *frame = &live->frame;
	unsigned int slots = mig_capacity(gpu);
	struct mig_device mig;

	for (unsigned int i = 0; i < slots && frame_rows_left(frame); i++) {
		if (!mig_at(gpu, i, &mig))
			continue;
		frame_print(frame, COLOUR_NONE, "   MIG %u  GI %u CI %u ", i, mig.gpu_instance,
			    mig.compute_instance);
		frame_pad(frame, 22);
		draw_bytes(frame, frame->columns / 2, mig.has_memory ? mig.memory.used : 0,
			   mig.has_memory ? mig.memory.total : 0);
		frame_end_line(frame);
	}
}

static void draw_gpu(struct live *live, struct gpu *gpu, bool brief)
{
	nvmlReturn_t status = health(gpu);

	if (status != NVML_SUCCESS) {
		draw_lost(live, gpu, status);
		return;
	}
	if (brief) {
		frame_print(&live->frame, COLOUR_BOLD, "%2u ", gpu->index);
		draw_temperature(&live->frame, gpu);
		frame_text(&live->frame, COLOUR_NONE, "  ");
	} else {
		draw_name(live, gpu);
		frame_text(&live->frame, COLOUR_NONE, "   ");
	}
	draw_bars(live, gpu);
	if (!brief && gpu_number(gpu, VALUE_MIG_CURRENT, 0) == 1)
		draw_mig(live, gpu);
}

static void draw_title(struct live *live)
{
	char when[64], cuda[32];

	text_timestamp_table(when, sizeof(when));
	text_cuda(cuda, sizeof(cuda), live->machine->cuda, "N/A");
	frame_print(&live->frame, COLOUR_BOLD, "nvsmi  driver %s  CUDA %s", live->machine->driver,
		    cuda);
	frame_print(&live->frame, COLOUR_DIM, "  %s  every %gs  %s quits", when,
		    live->interval_ms / 1000.0, terminal_keys() < 0 ? "Ctrl-C" : "q");
	frame_end_line(&live->frame);
}

/* Two lines a GPU where they and a few processes have room, else one; the last says what has none.
 */
static void draw_gpus(struct live *live)
{
	unsigned int count = live->machine->gpu_count;
	unsigned int left = frame_rows_left(&live->frame);
	bool brief = 2 * count + 4 > left;
	unsigned int shown = brief && count > left && left ? left - 1 : count;

	for (unsigned int i = 0; i < shown; i++)
		draw_gpu(live, live->machine->gpus[i], brief);
	if (shown < count) {
		frame_print(&live->frame, COLOUR_DIM, "%u GPUs more", count - shown);
		frame_end_line(&live->frame);
	}
}

static void draw_process(struct live *live, const struct row *row)
{
	char name[1024] = "-", memory[32] = "N/A", sm[16] = "-";

	if (!process_name(&row->process, name, sizeof(name)))
		snprintf(name, sizeof(name), "-");
	name[sizeof(name) - 1] = '\0';
	if (row->process.bytes != UINT64_MAX)
		snprintf(memory, sizeof(memory), "%lluMiB",
			 (unsigned long long)text_mib(row->process.bytes));
	if (row->sm >= 0)
		snprintf(sm, sizeof(sm), "%d%%", row->sm);
	frame_print(&live->frame, COLOUR_NONE, "%4u %10u %4s %5s %10s  ", row->gpu,
		    row->process.pid, process_type(&row->process), sm, memory);
	frame_text(&live->frame, COLOUR_NONE, name);
	frame_end_line(&live->frame);
}

static void draw_processes(struct live *live)
{
	unsigned int left = frame_rows_left(&live->frame);
	size_t shown = live->process_count;

	if (left < 3)
		return;
	frame_end_line(&live->frame);
	frame_print(&live->frame, COLOUR_DIM, "%4s %10s %4s %5s %10s  %s", "GPU", "PID", "TYPE",
		    "SM", "MEMORY", "COMMAND");
	frame_end_line(&live->frame);
	left -= 2;
	if (live->running > left && shown > left - 1)
		shown = left - 1;
	for (size_t i = 0; i < shown; i++)
		draw_process(live, &live->processes[i]);
	if (shown < live->running)
		frame_print(&live->frame, COLOUR_DIM, "%zu processes more", live->running - shown);
	else if (!live->running)
		frame_text(&live->frame, COLOUR_DIM, "     no processes");
	if (shown < live->running || !live->running)
		frame_end_line(&live->frame);
}

static bool draw(struct live *live)
{
	frame_begin(&live->frame, live->rows, live->columns);
	draw_title(live);
	draw_gpus(live);
	draw_processes(live);
	return frame_show(&live->frame, STDOUT_FILENO);
}

/* A terminal that stands still is none of a GPU's. */
static void enter(struct live *live)
{
	patience_rest();
	terminal_enter();
	patience_go_on();
	terminal_size(&live->rows, &live->columns);
}

static void leave(void)
{
	patience_rest();
	terminal_leave();
	patience_go_on();
}

/* As a shell's user expects of Ctrl-Z: the terminal is the shell's meanwhile. */
static void pause_here(struct live *live)
{
	leave();
	stop_pause();
	enter(live);
}

/* Until the next sample is due. False: the end was asked for. */
static bool wait_for(struct live *live, uint64_t due_ns)
{
	while (!stop_signal() && stop_now() < due_ns) {
		bool typed = stop_wait(due_ns, terminal_keys());
		bool again = false;

		if (stop_signal() || (typed && terminal_read_quit()))
			return false;
		if (stop_take_pause()) {
			pause_here(live);
			again = true;
		}
		if (stop_take_resize()) {
			terminal_size(&live->rows, &live->columns);
			again = true;
		}
		if (again && !draw(live))
			return false;
	}
	return !stop_signal();
}

/* A status that none answers any more with, or NVML_SUCCESS. */
static nvmlReturn_t watch(struct live *live)
{
	uint64_t due_ns = stop_now();
	nvmlReturn_t status;

	for (;;) {
		status = sample(live);
		if (status != NVML_SUCCESS || !draw(live))
			return status;
		due_ns += (uint64_t)live->interval_ms * NS_PER_MS;
		/* After a stop or a slow driver: no samples in a row for the time that passed. */
		if (due_ns < stop_now())
			due_ns = stop_now();
		if (!wait_for(live, due_ns))
			return NVML_SUCCESS;
		machine_forget(live->machine);
	}
}

int live_run(struct machine *machine, unsigned int interval_ms)
{
	static struct live live;
	nvmlReturn_t status;

	live.machine = machine;
	live.interval_ms = interval_ms;
	live.frame.colours = terminal_has_colour();
	stop_catch(true);
	enter(&live);
	status = watch(&live);
	leave();
	if (status == NVML_SUCCESS)
		return stop_status();
	complain("No GPU answers any more: %s\n", library_error(status));
	return exit_status(status);
}
