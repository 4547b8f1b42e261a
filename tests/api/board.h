/* SPDX-License-Identifier: MIT */
/*
 * A simulated machine under the library, with a port between them that counts what
 * goes through and can change what the driver answers: statuses of all controls, or
 * words of one control's reply. What a test expects then comes from the published
 * layouts and from the machine file, not from the code under test.
 */
#ifndef OPENNVML_TESTS_BOARD_H
#define OPENNVML_TESTS_BOARD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Every version of a function by its own name. */
#ifndef NVML_NO_UNVERSIONED_FUNC_DEFS
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#endif
#include "nvml.h"
#include "port/port.h"
#include "sim/machine.h"
#include "sim/port_sim.h"
#include "sim/sim.h"

#define PATCHES_MAX 96
#define PAGES_MAX 32

/* A driver with the telemetry page, and one with controls alone. */
#define DRIVER_WITH_PAGE "580.142"
#define DRIVER_WITHOUT_PAGE "535.288.01"

struct patch {
	uint32_t cmd; /* control number */
	uint32_t offset, width;
	uint64_t value;
};

/* A symbolic link that leads elsewhere; target NULL: it cannot be read. */
struct board_link {
	const char *name; /* last part of its path */
	const char *target;
};

/* What stands at /dev/nvidia-uvm: nothing, nothing although its module is loaded, or a driver. */
enum board_uvm {
	UVM_ABSENT,
	UVM_HIDDEN,
	UVM_FORBIDDEN,
	UVM_BROKEN,
	UVM_NOT_PAGEABLE,
	UVM_PAGEABLE
};

struct board {
	struct port *inner; /* of the simulator */
	struct machine *machine;
	struct sim *sim;
	/* All controls below a GPU answer this NV_STATUS; 0: the driver's own answer. */
	uint32_t status;
	uint32_t status_cmd; /* this control alone; 0: all of them */
	/* This control answers so often with this status (0: busy, try again), then as it does. */
	uint32_t busy_cmd, busy_status;
	unsigned busy_tries;
	uint32_t granted_cmd; /* this control succeeds though the simulator has no answer */
	struct patch patches[PATCHES_MAX];
	unsigned patch_count;
	uint8_t *pages[PAGES_MAX]; /* telemetry pages in the order of their mapping */
	unsigned page_count;
	int map_error;       /* mapping fails with this errno */
	uint32_t map_status; /* RM_MAP_MEMORY answers this NV_STATUS */
	/* Sees every reply of a control, and may change it. */
	void (*on_reply)(uint32_t cmd, uint8_t *params, uint32_t size);
	struct board_link links[2];
	unsigned interrupted_polls; /* so many polls end with EINTR */
	/* GET_EVENT_DATA names this object instead of the event's own; 0: it does not. */
	uint32_t event_object;
	enum board_uvm uvm;
	bool uvm_started;
	bool no_cards; /* CARD_INFO lists nothing */
	unsigned long calls, controls, maps;
	uint64_t slept_us;
	void (*on_sleep)(struct board *board); /* what happens meanwhile */
	uint32_t last_cmd;
	uint8_t sent[64]; /* head of the last control's parameters */
	nvmlDevice_t gpu; /* the first one */
};

/* The machine is tests/api/machines/<name>.yaml, or machines/<name>.yaml of the tree. */
void board_load(struct board *board, const char *machine, const char *driver);
/* Makes the driver anew, after a test has changed the machine; before the library starts. */
void board_remake(struct board *board, const char *driver);
/* The same, initialised, with the first GPU's handle. */
void board_start(struct board *board, const char *machine, const char *driver);
/* The same, with every telemetry page made and filled. */
void board_warm(struct board *board, const char *machine, const char *driver);
/* Puts the port in front of the library again, after the simulator's was replaced. */
void board_use(void);
/* Shuts the library down; nothing may be left open. */
void board_stop(struct board *board);
/* For a board that was loaded only. */
void board_free(struct board *board);

nvmlDevice_t board_gpu(unsigned index);
void board_patch(struct board *board, uint32_t cmd, uint32_t offset, uint32_t width,
		 uint64_t value);
void board_unpatch(struct board *board);
/* A word of what the last control was sent with. */
uint64_t board_sent(const struct board *board, uint32_t offset, uint32_t width);
/* Lets all GPUs' pages be made and filled. */
void board_fill_pages(struct board *board);
/* Writes a word of a mapped page. */
void board_poke(struct board *board, unsigned page, uint32_t offset, uint32_t width,
		uint64_t value);

#endif
