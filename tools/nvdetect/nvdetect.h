/* SPDX-License-Identifier: MIT */
/*
 * nvdetect: which NVIDIA driver and GPUs are here, and where each answer comes from.
 *
 * files.c reads what procfs and sysfs tell without opening a GPU, tables.c adds
 * what follows from the ids, and driver.c is asked only for what is still missing.
 */
#ifndef NVDETECT_H
#define NVDETECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NVDETECT_GPUS 64
#define NVDETECT_TEXT 96

enum source { SOURCE_NONE, SOURCE_DRIVER, SOURCE_PROCFS, SOURCE_SYSFS, SOURCE_TABLE };

struct fact {
	enum source source; /* SOURCE_NONE: not known, text is empty */
	char text[NVDETECT_TEXT];
};

enum usable { USABLE_UNKNOWN, USABLE_YES, USABLE_NO };

struct found_gpu {
	char bus_id[32]; /* as NVML writes it: 00000000:01:00.0 */
	struct fact name;
	struct fact uuid;
	struct fact compute_capability;
	struct fact chip;
	struct fact family;
	enum source ids_source;
	uint16_t vendor;
	uint16_t device;
	uint16_t subvendor;
	uint16_t subdevice;
	int minor; /* -1: not known */
	enum usable usable;
};

struct found {
	struct fact driver;
	struct fact flavour; /* "open" or "proprietary" */
	struct fact cuda;
	bool cuda_newer_than_table;
	struct found_gpu gpus[NVDETECT_GPUS];
	size_t gpu_count;
};

/* Sets a fact that is not known yet. */
__attribute__((format(printf, 3, 4))) void fact_set(struct fact *fact, enum source source,
						    const char *format, ...);

/* Reads below root ("" for the running system). Opens no device. */
void files_find(struct found *found, const char *root);

/* Adds the GPUs of the PCI bus, driven or not. A container sees there what it was not granted. */
void files_find_on_bus(struct found *found, const char *root);

/* Names, chips and the CUDA version that follow from what is known. */
void tables_find(struct found *found);

/* True if the driver could tell something that is not known. */
bool driver_is_needed(const struct found *found);

/* Asks the driver for what is missing; may wake a GPU whose UUID nobody knows. */
void driver_find(struct found *found);

/* The GPU of this bus id, added if it is new. NULL: no room. */
struct found_gpu *found_gpu_at(struct found *found, const char *bus_id);

void print_text(const struct found *found);
void print_json(const struct found *found);

#endif
