/* SPDX-License-Identifier: MIT */
/* Writing NV00DE_SHARED_DATA as the claimed release lays it out. */
#ifndef OPENNVML_SIM_RUSD_PAGE_H
#define OPENNVML_SIM_RUSD_PAGE_H

#include "rm_rusd.h"
#include "sim/driver.h"

void sim_page_write_bar1(const struct sim_gpu *gpu, uint8_t *page);
void sim_page_write_pma(const struct sim_gpu *gpu, uint8_t *page);
/* All sections that gpu->rusd.mask asks for, stamped with the time now. */
void sim_page_write_polled(const struct sim_gpu *gpu, uint8_t *page);

#endif
