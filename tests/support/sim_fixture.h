/* SPDX-License-Identifier: MIT */
/*
 * The library on a simulated machine in the same process. Time stands still but for
 * the port's sleep_us, so that waiting costs none. Failures end the running cmocka test.
 */
#ifndef OPENNVML_SIM_FIXTURE_H
#define OPENNVML_SIM_FIXTURE_H

#include "nvml.h"

struct machine;
struct port;
struct sim;

struct sim_fixture {
	struct machine *machine;
	struct sim *sim;
	struct port *port;
	nvmlDevice_t device; /* GPU 0, once opened */
};

/* The driver is there, the library not yet initialised. */
void sim_fixture_set_up_on(struct sim_fixture *fixture, const char *machine, const char *driver);
/* On a DGX H100, as the next. */
void sim_fixture_set_up(struct sim_fixture *fixture, const char *driver);
/* Also initialises and takes a handle of GPU 0. */
void sim_fixture_open(struct sim_fixture *fixture, const char *driver);
/* Shuts the library down, then as sim_fixture_free. */
void sim_fixture_close(struct sim_fixture *fixture);
/* No descriptor may be left. */
void sim_fixture_free(struct sim_fixture *fixture);

#endif
