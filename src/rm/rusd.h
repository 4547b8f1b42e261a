/* SPDX-License-Identifier: MIT */
/*
 * The driver's shared telemetry page of one GPU ("RUSD", class 0xDE): a read-only
 * page that firmware fills at its poll interval. Reading it costs no system call.
 */
#ifndef OPENNVML_RM_RUSD_H
#define OPENNVML_RM_RUSD_H

#include <stddef.h>
#include <stdint.h>

#include "rm_rusd.h"

struct gpu;

enum rm_page_answer {
	RM_PAGE_OK,
	RM_PAGE_EMPTY,  /* the section was not written yet, or never will be */
	RM_PAGE_BUSY,   /* each try met its writer */
	RM_PAGE_ABSENT, /* this driver, GPU or release has no such section */
};

/* One number of the page; element counts in a list of structs, or in an array of numbers. */
struct rm_page_item {
	enum rm_rusd_field field;
	uint8_t element;
};

/* The only element of a field, by its name without RM_RUSD_. */
#define RM_PAGE_ITEM(field) ((struct rm_page_item){RM_RUSD_##field, 0})

/*
 * Reads numbers of one section, all of the same fill. stamp is the section's
 * timestamp. Numbers that the release does not have read as 0.
 */
typedef enum rm_page_answer rm_page_reader(struct gpu *gpu, struct rm_page_item stamp,
					   const struct rm_page_item *items, size_t count,
					   uint64_t *ret_values);
rm_page_reader rm_page_read;

/*
 * The same for a section that no control can answer instead: a writer that is in
 * the middle of it is let run, for a few milliseconds at most.
 */
rm_page_reader rm_page_read_settled;

/*
 * And an empty page is given until its first fill, at most two poll intervals,
 * once per page and for all GPUs in use at the same time.
 */
rm_page_reader rm_page_read_patiently;

/* BAR1 size and free KiB, guarded by the sequence words of unpolled data. */
enum rm_page_answer rm_page_read_bar1(struct gpu *gpu, uint32_t *ret_size_kib,
				      uint32_t *ret_free_kib);

/* Unmaps and frees; called by rm_gpu_release with the state lock held. */
void rm_rusd_release(struct gpu *gpu);

#endif
