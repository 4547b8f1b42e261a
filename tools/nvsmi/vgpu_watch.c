/* SPDX-License-Identifier: MIT */
/* nvsmi vgpu -u, -p, -es and -fs. */

#include "vgpu_command.h"

#include "scroll.h"
#include "sessions.h"

#include <stdlib.h>

#define LOAD_COLUMNS                                                                               \
	{"# gpu", "# Idx", 5}, {"vgpu", "Id", 7}, {"sm", "%", 6}, {"mem", "%", 6},                 \
	    {"enc", "%", 6}, {"dec", "%", 6}, {"jpg", "%", 6},                                     \
	{                                                                                          \
		"ofa", "%", 6                                                                      \
	}

#define PROCESS_COLUMNS                                                                            \
	{"# GPU", "# Idx", 5}, {"vGPU", "Id", 8}, {"process", "Id", 8}, {"process", "name", 16},   \
	    {"sm", "%", 7}, {"mem", "%", 7}, {"enc", "%", 7}, {"dec", "%", 7}, {"jpg", "%", 7},    \
	{                                                                                          \
		"ofa", "%", 7                                                                      \
	}

static const struct scroll_column load_columns[] = {LOAD_COLUMNS};
static const struct scroll_column process_columns[] = {PROCESS_COLUMNS};

static void print_percents(struct scroll *scroll, size_t column, const struct vgpu_load *load)
{
	for (size_t i = 0; column < scroll->count; i++, column++) {
		if (load->percent[i] < 0)
			scroll_text(scroll, column, "-");
		else
			scroll_number(scroll, column, (unsigned long long)load->percent[i]);
	}
	scroll_end_row(scroll);
}

static void print_load_rows(struct scroll *scroll, struct gpu *gpu, const nvmlVgpuInstance_t *vgpus,
			    unsigned int count)
{
	struct vgpu_load *loads;
	unsigned int load_count;

	vgpus_loads(gpu, &loads, &load_count);
	for (unsigned int i = 0; i < count; i++) {
		struct vgpu_load load = vgpus_load_of(loads, load_count, vgpus[i]);

		scroll_begin_row(scroll);
		scroll_number(scroll, 0, gpu->index);
		scroll_number(scroll, 1, vgpus[i]);
		print_percents(scroll, 2, &load);
	}
	free(loads);
}

static unsigned int print_process_rows(struct scroll *scroll, struct gpu *gpu)
{
	struct vgpu_load *loads;
	unsigned int count;

	vgpus_process_loads(gpu, &loads, &count);
	for (unsigned int i = 0; i < count; i++) {
		scroll_begin_row(scroll);
		scroll_number(scroll, 0, gpu->index);
		scroll_number(scroll, 1, loads[i].vgpu);
		scroll_number(scroll, 2, loads[i].pid);
		scroll_text(scroll, 3, loads[i].name);
		print_percents(scroll, 4, &loads[i]);
	}
	free(loads);
	return count;
}

static unsigned int print_rows(struct scroll *scroll, struct gpu *gpu, enum vgpu_watch what)
{
	nvmlVgpuInstance_t *vgpus;
	unsigned int count;

	if (what == WATCH_PROCESSES)
		return print_process_rows(scroll, gpu);
	vgpus_active(gpu, &vgpus, &count);
	if (what == WATCH_LOAD)
		print_load_rows(scroll, gpu, vgpus, count);
	for (unsigned int i = 0; what != WATCH_LOAD && i < count; i++)
		sessions_print(scroll,
			       what == WATCH_ENCODER ? SESSIONS_OF_ENCODER : SESSIONS_OF_CAPTURE,
			       gpu, vgpus[i]);
	free(vgpus);
	return count;
}

/* JPEG and optical flow came with 550. */
static struct scroll table_of(const struct machine *machine, enum vgpu_watch what)
{
	size_t absent = machine->branch < 550 ? 2 : 0;

	switch (what) {
	case WATCH_LOAD:
		return (struct scroll){load_columns, COUNT_OF(load_columns) - absent, 0};
	case WATCH_PROCESSES:
		return (struct scroll){process_columns, COUNT_OF(process_columns) - absent, 0};
	case WATCH_ENCODER:
		return sessions_table(SESSIONS_OF_ENCODER, true);
	default:
		return sessions_table(SESSIONS_OF_CAPTURE, true);
	}
}

void vgpu_watch_round(struct machine *machine, enum vgpu_watch what)
{
	static struct scroll scroll;

	if (!scroll.columns)
		scroll = table_of(machine, what);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (print_rows(&scroll, machine->gpus[i], what))
			continue;
		scroll_begin_row(&scroll);
		scroll_number(&scroll, 0, machine->gpus[i]->index);
		scroll_rest_absent(&scroll, 1);
	}
}
