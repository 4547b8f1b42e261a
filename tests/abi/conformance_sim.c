/* SPDX-License-Identifier: MIT */
/* Puts the simulated machine of conformance.yaml under the library before the runner starts. */
#include "sim/machine.h"
#include "sim/port_sim.h"

#include <stdio.h>
#include <stdlib.h>

static struct machine *machine;
static struct sim *sim;
static struct port *port;

static void give_up(const char *what)
{
	fprintf(stderr, "conformance machine: %s\n", what);
	exit(1);
}

__attribute__((constructor)) static void start(void)
{
	const char *source = getenv("OPENNVML_SOURCE");
	const char *refused = "out of memory";
	char *error = NULL;
	char path[4096];

	snprintf(path, sizeof(path), "%s/tests/abi/conformance.yaml",
		 source != NULL ? source : ".");
	machine = machine_load(path, &error);
	if (machine == NULL)
		give_up(error);
	sim = sim_new(machine, getenv("CONFORMANCE_DRIVER"), &refused);
	if (sim == NULL)
		give_up(refused);
	port = sim_port_new(sim);
	if (port == NULL)
		give_up("out of memory");
	sim_port_set_admin(port, true);
	sim_port_use(port);
}

__attribute__((destructor)) static void stop(void)
{
	sim_port_free(port);
	sim_free(sim);
	machine_free(machine);
}
