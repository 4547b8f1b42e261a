/* SPDX-License-Identifier: MIT */
/* A simulated machine on the table: raw ioctls with numbers as the kernel takes them. */
#ifndef OPENNVML_TESTS_SIM_BENCH_H
#define OPENNVML_TESTS_SIM_BENCH_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdbool.h>
#include <cmocka.h>

#include "sim/machine.h"
#include "sim/port_sim.h"

struct bench {
	struct machine *machine;
	struct sim *sim;
	struct port *port;
	int ctl;
	uint32_t client;
};

/* Two GPUs (A100 with all features, RTX 3090) that nobody uses; claims that driver. */
void bench_open(struct bench *bench, const char *driver);
/* The same with another machine text; fails the test when it does not load. */
void bench_open_text(struct bench *bench, const char *yaml, const char *driver);
/* A machine of the tree's own folder. */
void bench_open_file(struct bench *bench, const char *name, const char *driver);
void bench_close(struct bench *bench);
extern const char bench_machine[];

/* Loads a machine from text; NULL and the error otherwise. */
struct machine *bench_load(const char *yaml, char **ret_error);

int bench_ioctl(struct bench *bench, int fd, unsigned nr, void *arg, size_t size);
int bench_node(struct bench *bench, unsigned minor); /* opens it; the descriptor */

/* Statuses of RM calls on the bench's client; ioctl itself must succeed. */
uint32_t bench_alloc(struct bench *bench, uint32_t parent, uint32_t handle, uint32_t class_number,
		     void *params);
uint32_t bench_control(struct bench *bench, uint32_t object, uint32_t number, void *params,
		       uint32_t size);
uint32_t bench_free(struct bench *bench, uint32_t handle);
uint32_t bench_map(struct bench *bench, uint32_t device, uint32_t memory, uint64_t length, int fd);
/* Makes client, device 0xd0 of this instance and subdevice 0xd1 below it. */
void bench_objects(struct bench *bench, uint32_t instance);

uint32_t bench_u32(const void *bytes, size_t offset);
uint64_t bench_u64(const void *bytes, size_t offset);
void bench_put32(void *bytes, size_t offset, uint32_t value);
void bench_put64(void *bytes, size_t offset, uint64_t value);

#define BENCH_DEVICE 0xd0u
#define BENCH_SUBDEVICE 0xd1u
#define BENCH_CASE(function) cmocka_unit_test(function)

#endif
