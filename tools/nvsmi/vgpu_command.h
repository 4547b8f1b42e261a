/* SPDX-License-Identifier: MIT */
/* What the parts of nvsmi vgpu share. */
#ifndef NVSMI_VGPU_COMMAND_H
#define NVSMI_VGPU_COMMAND_H

#include "vgpus.h"

/* "Label      : value"; the colons of one report stand in one column. */
__attribute__((format(printf, 4, 5))) void vgpu_line(unsigned int depth, int column,
						     const char *label, const char *format, ...);
/* A line that only heads others. */
void vgpu_heading(unsigned int depth, const char *label);
/* "GPU 00000000:10:00.0" */
void vgpu_gpu_line(struct gpu *gpu);

/* Each prints what it has of the GPUs, all of which host vGPUs, and returns an exit status. */
int vgpu_print_report(struct machine *machine);
int vgpu_print_types(struct machine *machine, bool creatable, bool verbose);

/* ---- vgpu_watch.c: one round of a scrolling table ---- */

enum vgpu_watch { WATCH_LOAD, WATCH_PROCESSES, WATCH_ENCODER, WATCH_CAPTURE };

void vgpu_watch_round(struct machine *machine, enum vgpu_watch what);

/* ---- vgpu_schedule.c ---- */

int vgpu_print_capabilities(struct machine *machine);
int vgpu_print_schedule(struct machine *machine);
int vgpu_print_turns(struct machine *machine);
/* argv[0] is its own name. */
int vgpu_set_schedule(int argc, char **argv);

/* Keeps the GPUs that host vGPUs; false after it was said that there are none. */
bool vgpu_keep_hosts(struct machine *machine);

#endif
