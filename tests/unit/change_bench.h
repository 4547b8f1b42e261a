/* SPDX-License-Identifier: MIT */
/* Two A100 on the table, changed while the library looks at them. */
#ifndef OPENNVML_TESTS_CHANGE_BENCH_H
#define OPENNVML_TESTS_CHANGE_BENCH_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nvml.h"
#include "port/port.h"
#include "sim/change.h"
#include "sim_bench.h"

#define MODELS                                                                                     \
	"name: change\n"                                                                           \
	"driver: 580.142\n"                                                                        \
	"models:\n"                                                                                \
	"  - id: a100\n"                                                                           \
	"    name: NVIDIA A100-SXM4-80GB\n"                                                        \
	"    chip: GA100\n"                                                                        \
	"    pci_device: 0x20b2\n"                                                                 \
	"    memory_mib: 81920\n"                                                                  \
	"    reserved_mib: 600\n"                                                                  \
	"    bar1_mib: 131072\n"                                                                   \
	"    pcie_max_gen: 4\n"                                                                    \
	"    pcie_max_width: 16\n"                                                                 \
	"    ecc_capable: true\n"                                                                  \
	"    ecc_enabled: true\n"                                                                  \
	"    poll_interval_ms: 100\n"                                                              \
	"    idle: {temperature_c: 25, power_mw: 50000, pstate: 0, gpu_percent: 7}\n"              \
	"gpus:\n"                                                                                  \
	"  - {model: a100, pci: \"00000000:68:00.0\"}\n"                                           \
	"  - {model: a100, pci: \"00000000:69:00.0\"}\n"

struct running {
	struct bench bench;
	nvmlDevice_t gpu, other; /* positions 0 and 1 */
	char text[SIM_CHANGE_TEXT];
};

/* The library is not started; nothing is open. */
void machine_open(struct running *running, const char *yaml, const char *driver);
/* Starts the library. */
void start(struct running *running);
/* Both, on MODELS. */
void run_on(struct running *running, const char *driver);
void stop(struct running *running);

int change(struct running *running, const char *line);
void changes(struct running *running, const char *line);
void is_refused(struct running *running, const char *line, int error);
void pass_ms(struct running *running, uint32_t ms);

unsigned celsius(nvmlDevice_t gpu);
nvmlReturn_t ask_memory(nvmlDevice_t gpu);
int open_path(struct running *running, const char *path); /* 0 or -errno */
void file_is(struct running *running, const char *path, const char *content);
/* The library starts, says so, and answers. */
void version_is(struct running *running, const char *version);

#endif
