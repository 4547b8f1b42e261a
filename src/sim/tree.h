/* SPDX-License-Identifier: MIT */
/* One walk over the files of a simulated machine. */
#ifndef OPENNVML_SIM_TREE_H
#define OPENNVML_SIM_TREE_H

#include "sim/driver.h"

#define SIM_TEXT_MAX 4096u
/* Modes that the driver announces for capability nodes; monitoring is anybody's. */
#define SIM_MODE_CONFIG 0400u
#define SIM_MODE_ACCESS 0444u

struct sim_walk {
	struct sim *sim;
	sim_visit visit;
	void *ctx;
	int rc; /* of the visit that stopped the walk */
};

/* Text of a file being put together. */
struct sim_text {
	char bytes[SIM_TEXT_MAX];
	size_t size;
};

void sim_text_add(struct sim_text *text, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The path is a format. Nothing is visited any more once rc is set. */
void sim_walk_dir(struct sim_walk *walk, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void sim_walk_data(struct sim_walk *walk, unsigned mode, const void *data, size_t size,
		   const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void sim_walk_link(struct sim_walk *walk, const char *target, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void sim_walk_node(struct sim_walk *walk, unsigned minor, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void sim_walk_cap_node(struct sim_walk *walk, unsigned minor, unsigned mode);

/* Where a PCI device is, behind a root port of its bus. */
struct sim_place {
	char bdf[32], bridge[32]; /* bridge empty: the device sits on the root bus */
	char dir[128];            /* of the device */
	char bridge_dir[96];
	char root[32];
};

void sim_find_place(uint32_t domain, uint8_t bus, uint8_t device, uint8_t function,
		    struct sim_place *ret_place);
/* The 64 bytes that everybody may read. */
void sim_walk_config(struct sim_walk *walk, const char *dir, uint32_t ids, uint32_t class_code,
		     bool bridge, uint32_t subsystem, uint32_t irq);

/* tree_proc.c, tree_pci.c, tree_nic.c */
void sim_walk_proc(struct sim_walk *walk);
void sim_walk_pci(struct sim_walk *walk);
void sim_walk_nics(struct sim_walk *walk);

#endif
