/* SPDX-License-Identifier: MIT */
/* Each asks one NVML function, or sysfs, and sets every value that it answers. */
#ifndef NVSMI_ANSWERS_H
#define NVSMI_ANSWERS_H

#include "nvsmi.h"

void ask_addressing(struct gpu *gpu);
void ask_bar1(struct gpu *gpu);
void ask_bbx(struct gpu *gpu);
void ask_capability(struct gpu *gpu);
void ask_dram_encryption(struct gpu *gpu);
void ask_egm(struct gpu *gpu);
void ask_encoder_stats(struct gpu *gpu);
void ask_fabric(struct gpu *gpu);
void ask_fbc_stats(struct gpu *gpu);
void ask_gsp_version(struct gpu *gpu);
void ask_heterogeneous(struct gpu *gpu);
void ask_histogram(struct gpu *gpu);
void ask_host_link(struct gpu *gpu);
void ask_hostname(struct gpu *gpu);
void ask_inforom_valid(struct gpu *gpu);
void ask_licence(struct gpu *gpu);
void ask_margin(struct gpu *gpu);
void ask_memory(struct gpu *gpu);
void ask_pci(struct gpu *gpu);
void ask_pci_class(struct gpu *gpu);
void ask_pdi(struct gpu *gpu);
void ask_platform(struct gpu *gpu);
void ask_protected(struct gpu *gpu);
void ask_reasons(struct gpu *gpu);
void ask_remapped(struct gpu *gpu);
void ask_repair(struct gpu *gpu);
void ask_retired_dbe(struct gpu *gpu);
void ask_retired_sbe(struct gpu *gpu);
void ask_smoothing(struct gpu *gpu);
void ask_sram(struct gpu *gpu);
void ask_utilization(struct gpu *gpu);

/* Fields asked for together; each has its own answer, that of the call where this failed. */
void gpu_fields(struct gpu *gpu, nvmlFieldValue_t *fields, size_t count);
/* The name that the GPU was given, ended and in one line; "": none. */
nvmlReturn_t gpu_hostname(struct gpu *gpu, char ret_name[NVML_DEVICE_HOSTNAME_BUFFER_SIZE]);
/* The number of a field, whatever its type. */
int64_t field_number(const nvmlFieldValue_t *field);

#endif
