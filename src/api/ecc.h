/* SPDX-License-Identifier: MIT */
/* Sums of ECC counts, for the functions and the field values alike. */
#ifndef OPENNVML_API_ECC_H
#define OPENNVML_API_ECC_H

#include "provider.h"

/* Errors of SRAM and DRAM together. */
uint64_t ecc_total(const struct ecc_counters *counters, bool corrected);
/* Pages that single-bit errors, or double-bit ones, have retired. */
uint32_t ecc_count_retired(const struct retired_pages *pages, bool double_bit);

#endif
