/* SPDX-License-Identifier: MIT */
/*
 * One call for many fields. Ids that come with one answer of the driver share it: each
 * answer is asked for once, when the first entry wants it.
 */
#ifndef OPENNVML_API_FIELDS_H
#define OPENNVML_API_FIELDS_H

#include <stdbool.h>

#include "provider.h"

enum field_reply {
	REPLY_ECC_MODE,
	REPLY_ECC_VOLATILE,
	REPLY_ECC_AGGREGATE,
	REPLY_RETIRED,
	REPLY_REMAPPED,
	REPLY_PCIE_COUNTERS,
	REPLY_PCIE_LANES,
	REPLY_MIG_MODE,
	REPLY_C2C,
	REPLY_LINKS,
	REPLY_THRESHOLD,
	REPLY_COUNTS, /* and one for each further set */
	REPLIES = REPLY_COUNTS + NVLINK_SETS,
};

struct field_call {
	struct gpu *gpu;
	const nvmlFieldValue_t *entries;
	int entry_count;
	uint64_t entry_us; /* when the present entry's value was read; 0: just now */
	uint32_t asked;    /* bit per reply */
	nvmlReturn_t results[REPLIES];
	uint64_t read_us[REPLIES];
	struct ecc_mode ecc_mode;
	struct ecc_counters ecc[2]; /* volatile, aggregate */
	struct retired_pages retired;
	struct remapped_rows remapped;
	struct pcie_counters pcie;
	uint8_t lanes[PCIE_LANES_MAX];
	uint32_t smc_mode;
	struct c2c_state c2c;
	struct nvlink_state links;
	uint32_t threshold;
	struct nvlink_counts counts;
};

/* Whether a reply is still to be asked for. */
bool field_wants(struct field_call *call, enum field_reply reply);
/* Keeps the result of asking; the reply itself is in its place by then. */
void field_keep(struct field_call *call, enum field_reply reply, nvmlReturn_t result);
/* Result of a reply that was asked for, and its time for the present entry. */
nvmlReturn_t field_result(struct field_call *call, enum field_reply reply);

nvmlReturn_t field_give_u64(nvmlReturn_t result, uint64_t number, nvmlValue_t *ret_value);
nvmlReturn_t field_give_u32(nvmlReturn_t result, uint32_t number, nvmlValue_t *ret_value);

/* fields_links.c: NVLink and C2C */
nvmlReturn_t field_link_count(struct field_call *call, const nvmlFieldValue_t *field,
			      nvmlValue_t *ret_value);
nvmlReturn_t field_link(struct field_call *call, const nvmlFieldValue_t *field,
			nvmlValue_t *ret_value);
nvmlReturn_t field_link_of_old(struct field_call *call, const nvmlFieldValue_t *field,
			       nvmlValue_t *ret_value);
nvmlReturn_t field_link_counter(struct field_call *call, const nvmlFieldValue_t *field,
				nvmlValue_t *ret_value);
nvmlReturn_t field_threshold(struct field_call *call, const nvmlFieldValue_t *field,
			     nvmlValue_t *ret_value);
nvmlReturn_t field_c2c(struct field_call *call, const nvmlFieldValue_t *field,
		       nvmlValue_t *ret_value);
/* Sets the errors of the field's links back; NOT_SUPPORTED for a field that is none of them. */
nvmlReturn_t field_clear_links(struct field_call *call, const nvmlFieldValue_t *field);

#endif
