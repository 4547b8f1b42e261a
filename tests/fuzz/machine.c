/* SPDX-License-Identifier: MIT */
/* A machine file of any content is refused with a text, or makes a machine that works. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "sim/machine.h"
#include "sim/sim.h"

static uint64_t sum;

static int visit(void *ctx, const struct sim_node *node)
{
	(void)ctx;
	for (size_t i = 0; node->content && i < node->size; i++)
		sum += ((const uint8_t *)node->content)[i];
	return 0;
}

static void use(const struct machine *machine)
{
	const char *error = NULL;
	struct sim *sim = sim_new(machine, NULL, &error);

	fuzz_check(sim != NULL || error != NULL);
	if (!sim)
		return;
	sim_walk_files(sim, visit, NULL);
	sim_tick(sim, 1000000000);
	sim_tick(sim, 1050000000);
	sim_step(sim, 250000000);
	sim_free(sim);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64], *error = NULL;
	int fd = memfd_create("machine", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		exit(1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct machine *machine = machine_load(path, &error);
	fuzz_check(machine != NULL || error != NULL);
	if (machine)
		use(machine);
	machine_free(machine);
	free(error);
	close(fd);
	return 0;
}
