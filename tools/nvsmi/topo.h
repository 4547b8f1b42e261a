/* SPDX-License-Identifier: MIT */
/* nvsmi topo: topo.c reads the command line and prints what is no matrix. */
#ifndef NVSMI_TOPO_H
#define NVSMI_TOPO_H

#include "nvsmi.h"

/* The level between two GPUs as nvidia-smi tells it. */
nvmlReturn_t topo_level(struct gpu *a, struct gpu *b, nvmlGpuTopologyLevel_t *ret_level);

/* Whether a GPU may do this to the other one's memory. */
nvmlReturn_t topo_p2p(struct gpu *from, struct gpu *to, nvmlGpuP2PCapsIndex_t index,
		      nvmlGpuP2PStatus_t *ret_status);

/* "0-31,64-95" of a set; fallback where it is empty, and nothing where it cannot be had. */
void topo_cpus(struct gpu *gpu, char *ret_text, size_t size);
void topo_nodes(struct gpu *gpu, char *ret_text, size_t size);
/* The node that the GPU's own memory is, "N/A" where it is none. */
void topo_gpu_node(struct gpu *gpu, char *ret_text, size_t size);

/* GPUs and network adapters; exit status. */
int topo_print_matrix(struct machine *machine, bool pci_only);
/* capabilities: letters of r, w, n, a and p. */
int topo_print_p2p(struct machine *machine, const char *capabilities);

#endif
