/* SPDX-License-Identifier: MIT */
/* Network adapters in /sys/bus/pci and /sys/class/infiniband; they share a bridge with what is on
 * their bus. */
#include <stdio.h>
#include <string.h>

#include "sim/machine_check.h"
#include "sim/tree.h"

/* A ConnectX-7 behind a root port of Red Hat's id range. */
#define NIC_VENDOR 0x15b3u
#define NIC_DEVICE 0x1021u
#define NIC_CLASS 0x020700u
#define PORT_VENDOR 0x1b36u
#define PORT_DEVICE 0x000cu
#define PORT_CLASS 0x060400u

static void find_place(const struct machine_nic *nic, struct sim_place *ret_place)
{
	uint8_t bus = 0, device = 0, function = 0;
	uint32_t domain = 0;

	machine_parse_function(nic->pci, &domain, &bus, &device, &function);
	sim_find_place(domain, bus, device, function, ret_place);
}

enum shared { SHARES_NOTHING, SHARES_ROOT, SHARES_BRIDGE };

static enum shared compare(const struct sim_place *a, const struct sim_place *b)
{
	if (strcmp(a->bridge_dir, b->bridge_dir) == 0)
		return SHARES_BRIDGE;
	return strcmp(a->root, b->root) == 0 ? SHARES_ROOT : SHARES_NOTHING;
}

/* What of the folders above an adapter the GPUs and adapters before it have brought. */
static enum shared shared_before(const struct sim *sim, uint32_t index,
				 const struct sim_place *place)
{
	enum shared most = SHARES_NOTHING;
	struct sim_place other;

	for (unsigned i = 0; i < sim->gpu_count + index; i++) {
		enum shared now;

		if (i < sim->gpu_count)
			sim_find_place(sim->gpus[i].domain, sim->gpus[i].bus, sim->gpus[i].device,
				       0, &other);
		else
			find_place(&sim->machine->nics[i - sim->gpu_count], &other);
		now = compare(place, &other);
		most = now > most ? now : most;
	}
	return most;
}

static void walk_attributes(struct sim_walk *walk, const char *dir, uint32_t ids,
			    uint32_t class_code, int numa_node)
{
	struct sim_text text = {.size = 0};

	sim_text_add(&text, "0x%04x\n", ids & 0xffff);
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/vendor", dir);
	text.size = 0;
	sim_text_add(&text, "0x%04x\n", ids >> 16);
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/device", dir);
	text.size = 0;
	sim_text_add(&text, "0x%06x\n", class_code);
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/class", dir);
	text.size = 0;
	sim_text_add(&text, "%d\n", numa_node);
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/numa_node", dir);
	sim_walk_config(walk, dir, ids, class_code, class_code == PORT_CLASS, 0, 0);
}

static void walk_link(struct sim_walk *walk, const char *dir, const char *bdf)
{
	char target[160];

	snprintf(target, sizeof(target), "../../../devices/%s", dir + strlen("/sys/devices/"));
	sim_walk_link(walk, target, "/sys/bus/pci/devices/%s", bdf);
}

static void walk_nic(struct sim_walk *walk, uint32_t index)
{
	const struct machine_nic *nic = &walk->sim->machine->nics[index];
	struct sim_place place;

	find_place(nic, &place);
	enum shared shared = shared_before(walk->sim, index, &place);
	if (shared == SHARES_NOTHING)
		sim_walk_dir(walk, "/sys/devices/%s", place.root);
	if (shared != SHARES_BRIDGE && place.bridge[0] != '\0') {
		sim_walk_dir(walk, "%s", place.bridge_dir);
		walk_attributes(walk, place.bridge_dir, PORT_DEVICE << 16 | PORT_VENDOR, PORT_CLASS,
				nic->numa_node);
		walk_link(walk, place.bridge_dir, place.bridge);
	}
	sim_walk_dir(walk, "%s", place.dir);
	walk_attributes(walk, place.dir, NIC_DEVICE << 16 | NIC_VENDOR, NIC_CLASS, nic->numa_node);
	sim_walk_dir(walk, "%s/infiniband", place.dir);
	sim_walk_dir(walk, "%s/infiniband/%s", place.dir, nic->name);
	walk_link(walk, place.dir, place.bdf);
}

static void walk_class_link(struct sim_walk *walk, const struct machine_nic *nic)
{
	struct sim_place place;
	char target[256];

	find_place(nic, &place);
	snprintf(target, sizeof(target), "../../devices/%s/infiniband/%s",
		 place.dir + strlen("/sys/devices/"), nic->name);
	sim_walk_link(walk, target, "/sys/class/infiniband/%s", nic->name);
}

void sim_walk_nics(struct sim_walk *walk)
{
	const struct machine *machine = walk->sim->machine;

	if (machine->nics_count == 0)
		return;
	for (uint32_t i = 0; i < machine->nics_count; i++)
		walk_nic(walk, i);
	sim_walk_dir(walk, "/sys/class/infiniband");
	for (uint32_t i = 0; i < machine->nics_count; i++)
		walk_class_link(walk, &machine->nics[i]);
}
