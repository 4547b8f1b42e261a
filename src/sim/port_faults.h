/* SPDX-License-Identifier: MIT */
/* Paths on which a test wants open or access to fail. */
#ifndef OPENNVML_SIM_PORT_FAULTS_H
#define OPENNVML_SIM_PORT_FAULTS_H

#define FAULTS_MAX 16

struct port_fault {
	char path[128];
	int open_error, access_error; /* 0: does not fail */
};

struct port_faults {
	struct port_fault list[FAULTS_MAX];
	unsigned count;
};

/* NULL: nothing fails on this path. */
const struct port_fault *port_fault_of(const struct port_faults *faults, const char *path);
/* The path's entry, made when it is new; the last one is used again when all are taken. */
struct port_fault *port_fault_slot(struct port_faults *faults, const char *path);

#endif
