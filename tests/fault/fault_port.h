/* SPDX-License-Identifier: MIT */
/*
 * A port in front of another that makes things go wrong: a chosen call fails with
 * an errno, a chosen escape answers with a status, replies and telemetry pages
 * are replaced. It also counts mappings, so that a test can see one left behind.
 */
#ifndef OPENNVML_TESTS_FAULT_PORT_H
#define OPENNVML_TESTS_FAULT_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "port/port.h"

enum fault_call {
	FAULT_OPEN = 1,
	FAULT_IOCTL = 2,
	FAULT_MAP = 4,
	FAULT_READ_FILE = 8,
	FAULT_ACCESS = 16,
	FAULT_STATUS = 32, /* escapes that carry an NV_STATUS */
	FAULT_POLL = 64,
	FAULT_WAKER = 128,
};

struct fault_port;

/* Called after an escape succeeded; may change all that the driver could have written. */
typedef void (*fault_reply)(struct fault_port *fault, unsigned long request, void *arg);
/* Fills what the program sees instead of a mapped page of the driver. */
typedef void (*fault_page)(struct fault_port *fault, uint8_t *bytes, size_t size);
/* Answers instead of the inner port: true when *ret_result is the escape's result. */
typedef bool (*fault_escape)(struct fault_port *fault, unsigned long request, void *arg,
			     int *ret_result);

enum { FAULT_PAGES_MAX = 64 };

struct fault_port {
	struct port port;
	struct port *inner;
	unsigned release; /* index into rm_releases of the driver below */

	unsigned kinds;  /* of enum fault_call; which calls are counted */
	unsigned at;     /* the one that fails, from 1; 0: none */
	bool all_after;  /* and every later one */
	int error;       /* errno */
	uint32_t status; /* for FAULT_STATUS */
	unsigned seen;   /* calls of these kinds so far */
	unsigned fired;  /* how many of them failed */
	enum fault_call fired_kind;

	fault_escape escape;
	fault_reply reply;
	fault_page page;
	uint64_t random; /* state of fault_random */
	void *ctx;       /* the test's own */

	unsigned mapped; /* mappings that exist now */
	struct fault_shown {
		uint8_t *shown;
		const void *below;
		size_t size;
	} pages[FAULT_PAGES_MAX];
	unsigned sleeps;
	unsigned log_lines;
	char log[8][320]; /* the last lines, log_lines % 8 is next */
};

/* fault must outlive its use. inner stays the caller's. */
void fault_port_init(struct fault_port *fault, struct port *inner, const char *driver);
/* Call number at of these kinds fails; counting starts anew. at 0 disarms. */
void fault_port_arm(struct fault_port *fault, unsigned kinds, unsigned at, int error,
		    uint32_t status);
/* Fills all pages that the program has mapped anew. */
void fault_port_refill(struct fault_port *fault);
/* A seeded generator (splitmix64). */
uint64_t fault_random(uint64_t *state);
/* Sets the NV_STATUS of an escape's argument block; false when it carries none. */
bool fault_set_status(const struct fault_port *fault, unsigned long request, void *arg,
		      uint32_t status);

#endif
