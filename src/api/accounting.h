/* SPDX-License-Identifier: MIT */
#ifndef OPENNVML_API_ACCOUNTING_H
#define OPENNVML_API_ACCOUNTING_H

#include "provider.h"

/* The reserved members stay as they are. */
void accounting_stats_of(const struct accounting_record *record, nvmlAccountingStats_t *ret_stats);

#endif
