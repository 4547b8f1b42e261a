/* SPDX-License-Identifier: MIT */
/*
 * The lines of a report on one GPU, once for all its formats: -q prints the rows with a
 * label, -q -x those with an element. The rows are registry/smi/rows.toml.
 */
#ifndef NVSMI_REPORT_H
#define NVSMI_REPORT_H

#include "nvsmi.h"

enum row_kind {
	ROW_VALUE,
	ROW_HEAD,    /* a label alone, the deeper rows follow */
	ROW_GATE,    /* a head where the GPU has the value, else "N/A" and nothing below it */
	ROW_SAMPLES, /* which a renderer prints in its own way */
	/* Lists: the deeper rows are those of one item. */
	ROW_MIG,
	ROW_PAGES,
	ROW_CLOCKS,
	ROW_GRAPHICS, /* of a memory clock; without label or element of its own */
	ROW_PROCESSES,
	ROW_ACCOUNTED,
};

static inline bool report_is_list(enum row_kind kind)
{
	return kind >= ROW_MIG;
}

/* Which GPUs print the row. */
enum row_only {
	ONLY_ALWAYS,
	ONLY_ECC_BITS,    /* counters by bit count: up to Volta */
	ONLY_SRAM,        /* counters by memory: Turing and later */
	ONLY_SRAM_PLAIN,  /* one uncorrected SRAM counter */
	ONLY_SRAM_PARITY, /* parity and SEC-DED apart: Ampere and later, from 550 */
	ONLY_LICENSABLE,  /* a vGPU in its guest, and what else wants a licence */
	ONLY_MARGIN,      /* limits as margins */
	ONLY_ABSOLUTE,
};

/* Bits of -d. */
enum row_section {
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
	SECTION_SUPPORTED_CLOCKS = 1 << 17,
	SECTION_SMOOTHING = 1 << 18,
	SECTION_PROFILES = 1 << 19,
	SECTION_TARGET_TEMP = 1 << 20,
	SECTION_CHOSEN = 1 << 30, /* text has it with -d only */
};

struct row {
	int depth;
	enum row_kind kind;
	const char *label;      /* NULL: not in text */
	const char *element;    /* NULL: not in XML */
	const char *item_label; /* of lists: a line before each item, and an element around it */
	const char *item;
	const char *text; /* instead of a value */
	enum value_id value;
	enum form form;
	unsigned int since; /* release * 1000 + minor */
	unsigned int until; /* 0: still printed */
	enum row_only only;
	unsigned int section;
};

extern const struct row report_rows[];
extern const size_t report_row_count;

enum medium { MEDIUM_TEXT, MEDIUM_XML };

/* Of "535.161.07": 535161. */
unsigned int report_release(const struct machine *machine);

/* True if drivers of this release print the row there, on some GPU at least. */
bool report_is_in(const struct row *row, enum medium medium, unsigned int release);

/* What a row begins. */
enum report_event {
	EVENT_ROW,
	EVENT_CLOSED, /* a gate without a value */
	EVENT_LIST,   /* the list as a whole: list_status, list_count */
	EVENT_ITEM,   /* its next item, which the rows that follow are of */
};

/* ---- q.c, xml.c, dtd.c: parts of a report that other subjects than GPUs have too ---- */

/* Where the colon stands. */
int q_column(unsigned int release);
void q_print_line(int column, int depth, const char *label, const char *text);
/* Up to the versions. */
void q_print_head(const struct machine *machine, int column);

/* dtd: prints what stands within the document; NULL: only its name. */
void xml_print_head(const struct machine *machine, const char *subject,
		    void (*dtd)(unsigned int release));
/* A text that may hold anything, of an element or in the quotes of an attribute. */
void xml_escape(const char *text, bool quoted);
/* What is declared of xml_print_head; content: what follows. */
void dtd_declare_head(unsigned int release, const char *content);

#define NESTS 2 /* a list within a list */

/* The rows that one GPU prints, one after the other. */
struct walk {
	struct gpu *gpu;
	enum medium medium;
	unsigned int release;
	unsigned int sections; /* 0: all */
	size_t next;
	int closed_depth; /* rows deeper than this belong to a closed gate; 0: none is closed */
	nvmlReturn_t list_status;
	unsigned int list_count;
	struct nest {
		const struct row *list;
		unsigned int item; /* the next */
		unsigned int count;
	} nests[NESTS];
	int nested;
};

/* The next row, or NULL. */
const struct row *report_next(struct walk *walk, enum report_event *ret_event);

/* ---- items.c: lists by items ---- */

/* How many items there are. */
nvmlReturn_t items_open(struct gpu *gpu, const struct row *list, unsigned int *ret_count);

/* Makes one of them the GPU's values. */
void items_load(struct gpu *gpu, const struct row *list, unsigned int index);

/* What a row of one value says. */
const char *report_text(char *ret_text, size_t size, struct gpu *gpu, const struct row *row);

/* What NVIDIA's tool says in the place of a GPU without an address. */
#define REPORT_NO_ADDRESS "Unable to determine the PCI bus id for the target device: "
/* False if the GPU cannot be reported without its address. */
bool report_has_address(struct gpu *gpu, int *ret_status);
const char *report_address_failure(struct gpu *gpu);
/* What a GPU's part of the report is headed by. */
const char *report_address(struct gpu *gpu);

#endif
