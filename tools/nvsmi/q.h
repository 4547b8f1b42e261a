/* SPDX-License-Identifier: MIT */
/* Rows of -q. */
#ifndef NVSMI_Q_H
#define NVSMI_Q_H

#include "nvsmi.h"

enum q_kind {
	ROW_VALUE,
	ROW_HEAD, /* a label alone, the deeper rows follow */
	ROW_GATE, /* a head where the GPU has the value, else "N/A" and nothing below it */
	ROW_DEPRECATED,
	ROW_MIG,
	ROW_PROCESSES,
};

/* Which GPUs print the row. */
enum q_only {
	ONLY_ALWAYS,
	ONLY_ECC_BITS,    /* counters by bit count: up to Volta */
	ONLY_SRAM,        /* counters by memory: Turing and later */
	ONLY_SRAM_PLAIN,  /* one uncorrected SRAM counter */
	ONLY_SRAM_PARITY, /* parity and SEC-DED apart: Ampere and later, from 550 */
	ONLY_MARGIN,      /* limits as margins */
	ONLY_ABSOLUTE,
};

/* Bits of -d. */
enum q_section {
	SECTION_ALL = 0, /* printed without -d only */
	SECTION_MEMORY = 1 << 0,
	SECTION_UTILIZATION = 1 << 1,
	SECTION_ECC = 1 << 2,
	SECTION_TEMPERATURE = 1 << 3,
	SECTION_POWER = 1 << 4,
	SECTION_CLOCK = 1 << 5,
	SECTION_COMPUTE = 1 << 6,
	SECTION_PIDS = 1 << 7,
	SECTION_PERFORMANCE = 1 << 8,
	SECTION_RETIREMENT = 1 << 9,
	SECTION_ACCOUNTING = 1 << 10,
	SECTION_ENCODER = 1 << 11,
	SECTION_REMAPPER = 1 << 12,
	SECTION_VOLTAGE = 1 << 13,
	SECTION_FBC = 1 << 14,
	SECTION_GSP = 1 << 15,
	SECTION_RESET = 1 << 16,
};

struct q_row {
	int depth;
	enum q_kind kind;
	const char *label;
	enum value_id value;
	enum form form;
	unsigned int first;
	unsigned int until;
	enum q_only only;
	unsigned int section;
};

extern const struct q_row q_rows[];
extern const size_t q_row_count;

#endif
