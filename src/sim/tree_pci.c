/* SPDX-License-Identifier: MIT */
/* The GPUs in /sys/bus/pci, each behind a root port of its own. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/tree.h"

#define CONFIG_SIZE 64u
#define CPUS_MAX 1024u
/* The generic PCIe root port of Red Hat's id range: a simulated board has no real one. */
#define PORT_VENDOR 0x1b36u
#define PORT_DEVICE 0x000cu
/* Resource flags of the kernel: memory 0x200, prefetchable 0x2000, 64 bit 0x100000. */
#define FLAGS_32 0x40200ull
#define FLAGS_64 0x140204ull
#define FLAGS_64_PREFETCH 0x14220cull
#define FLAGS_IO 0x40101ull
#define BAR3_SIZE 0x2000000ull

void sim_find_place(uint32_t domain, uint8_t bus, uint8_t device, uint8_t function,
		    struct sim_place *ret_place)
{
	unsigned root_bus = bus ? bus - 1u : 0;

	snprintf(ret_place->bdf, sizeof(ret_place->bdf), "%04x:%02x:%02x.%x", domain, bus, device,
		 function);
	snprintf(ret_place->root, sizeof(ret_place->root), "pci%04x:%02x", domain & 0xffff,
		 root_bus);
	ret_place->bridge[0] = '\0';
	snprintf(ret_place->bridge_dir, sizeof(ret_place->bridge_dir), "/sys/devices/%s",
		 ret_place->root);
	if (bus) {
		snprintf(ret_place->bridge, sizeof(ret_place->bridge), "%04x:%02x:01.0", domain,
			 root_bus);
		snprintf(ret_place->bridge_dir, sizeof(ret_place->bridge_dir), "/sys/devices/%s/%s",
			 ret_place->root, ret_place->bridge);
	}
	snprintf(ret_place->dir, sizeof(ret_place->dir), "%s/%s", ret_place->bridge_dir,
		 ret_place->bdf);
}

static void find_place(const struct sim_gpu *gpu, struct sim_place *ret_place)
{
	sim_find_place(gpu->domain, gpu->bus, gpu->device, 0, ret_place);
}

static void attribute(struct sim_walk *walk, const char *dir, const char *name, const char *fmt,
		      ...) __attribute__((format(printf, 4, 5)));

static void attribute(struct sim_walk *walk, const char *dir, const char *name, const char *fmt,
		      ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sim_walk_data(walk, 0444, text, strlen(text), "%s/%s", dir, name);
}

static const char *speed_of(uint32_t gen)
{
	static const char *const speeds[] = {"Unknown",       "2.5 GT/s PCIe",  "5.0 GT/s PCIe",
					     "8.0 GT/s PCIe", "16.0 GT/s PCIe", "32.0 GT/s PCIe",
					     "64.0 GT/s PCIe"};

	return speeds[gen < 7 ? gen : 0];
}

/* All ones is what reading the registers of a GPU off the bus gives. */
static void walk_lost_link(struct sim_walk *walk, const char *dir)
{
	attribute(walk, dir, "current_link_speed", "Unknown\n");
	attribute(walk, dir, "current_link_width", "63\n");
	attribute(walk, dir, "max_link_speed", "Unknown\n");
	attribute(walk, dir, "max_link_width", "63\n");
}

static void walk_link(struct sim_walk *walk, const char *dir, const struct sim_gpu *gpu,
		      uint32_t max_gen)
{
	attribute(walk, dir, "current_link_speed", "%s\n", speed_of(gpu->state.pcie_gen));
	attribute(walk, dir, "current_link_width", "%u\n", gpu->state.pcie_width);
	attribute(walk, dir, "max_link_speed", "%s\n", speed_of(max_gen));
	attribute(walk, dir, "max_link_width", "%u\n", gpu->model->pcie_max_width);
}

/* "0-3,8" into bits; returns how many CPUs the mask must show. */
static unsigned parse_cpus(const char *list, uint32_t mask[CPUS_MAX / 32])
{
	unsigned top = 32;

	while (*list) {
		char *end;
		unsigned long first = strtoul(list, &end, 10);
		unsigned long last = *end == '-' ? strtoul(end + 1, &end, 10) : first;

		if (end == list)
			break;
		for (unsigned long cpu = first; cpu <= last && cpu < CPUS_MAX; cpu++) {
			mask[cpu / 32] |= 1u << cpu % 32;
			top = cpu >= top ? (unsigned)cpu / 32 * 32 + 32 : top;
		}
		list = *end ? end + 1 : end;
	}
	return top;
}

static void walk_cpus(struct sim_walk *walk, const char *dir, const struct sim_gpu *gpu)
{
	uint32_t mask[CPUS_MAX / 32] = {0};
	struct sim_text text = {.size = 0};
	unsigned words;

	if (!gpu->entry->cpus)
		return;
	words = parse_cpus(gpu->entry->cpus, mask) / 32;
	for (unsigned i = words; i > 0; i--)
		sim_text_add(&text, "%08x%s", mask[i - 1], i > 1 ? "," : "\n");
	attribute(walk, dir, "local_cpulist", "%s\n", gpu->entry->cpus);
	attribute(walk, dir, "local_cpus", "%s", text.bytes);
}

static void add_resource(struct sim_text *text, uint64_t start, uint64_t size, uint64_t flags)
{
	uint64_t end = size ? start + size - 1 : 0;

	if (size == 0)
		start = flags = 0;
	sim_text_add(text, "0x%016llx 0x%016llx 0x%016llx\n", (unsigned long long)start,
		     (unsigned long long)end, (unsigned long long)flags);
}

/* Registers, frame buffer, instance memory: at BARs 0, 1, 3 or, from Hopper, 0, 2, 4. */
static void walk_resource(struct sim_walk *walk, const char *dir, const struct sim_gpu *gpu)
{
	bool wide = gpu->chip->architecture >= ARCHITECTURE_HOPPER;
	uint64_t bar1 = (uint64_t)gpu->model->bar1_mib << 20;
	uint64_t bar1_at = sim_gpu_bar1_address(gpu);
	uint64_t bar3_at = bar1_at + (1ull << 38);
	struct sim_text text = {.size = 0};

	add_resource(&text, sim_gpu_regs_address(gpu), 0x1000000, wide ? FLAGS_64 : FLAGS_32);
	if (wide)
		add_resource(&text, 0, 0, 0);
	add_resource(&text, bar1_at, bar1, FLAGS_64_PREFETCH);
	add_resource(&text, 0, 0, 0);
	add_resource(&text, bar3_at, BAR3_SIZE, FLAGS_64_PREFETCH);
	add_resource(&text, 0, 0, 0);
	if (!wide)
		add_resource(&text, 0x3000 + gpu->index * 0x1000, 0x80, FLAGS_IO);
	for (unsigned i = 6; i < 13; i++)
		add_resource(&text, 0, 0, 0);
	sim_walk_data(walk, 0444, text.bytes, text.size, "%s/resource", dir);
}

static uint32_t class_of(const struct sim_gpu *gpu)
{
	return gpu->model->display ? 0x030000 : 0x030200;
}

void sim_walk_config(struct sim_walk *walk, const char *dir, uint32_t ids, uint32_t class_code,
		     bool bridge, uint32_t subsystem, uint32_t irq)
{
	uint8_t config[CONFIG_SIZE] = {0};

	sim_put32(config, ids);
	sim_put32(config + 0x04, 0x00100406);
	sim_put32(config + 0x08, class_code << 8 | (bridge ? 0x00 : 0xa1));
	config[0x0e] = bridge;
	if (!bridge)
		sim_put32(config + 0x2c, subsystem);
	config[0x34] = 0x60;
	config[0x3c] = (uint8_t)irq;
	config[0x3d] = 1;
	sim_walk_data(walk, 0644, config, sizeof(config), "%s/config", dir);
}

static void walk_lost_config(struct sim_walk *walk, const char *dir)
{
	uint8_t config[CONFIG_SIZE];

	memset(config, 0xff, sizeof(config));
	sim_walk_data(walk, 0644, config, sizeof(config), "%s/config", dir);
}

static void walk_ids(struct sim_walk *walk, const struct sim_gpu *gpu, const char *dir)
{
	const struct machine_model *model = gpu->model;

	attribute(walk, dir, "vendor", "0x10de\n");
	attribute(walk, dir, "device", "0x%04x\n", model->pci_device);
	attribute(walk, dir, "subsystem_vendor", "0x%04x\n", model->pci_subvendor);
	attribute(walk, dir, "subsystem_device", "0x%04x\n", model->pci_subsystem);
	attribute(walk, dir, "class", "0x%06x\n", class_of(gpu));
	attribute(walk, dir, "revision", "0xa1\n");
	attribute(walk, dir, "irq", "%u\n", gpu->irq);
	attribute(walk, dir, "numa_node", "%d\n", gpu->entry->numa_node);
	if (gpu->trouble.lost)
		walk_lost_config(walk, dir);
	else
		sim_walk_config(walk, dir, model->pci_device << 16 | 0x10de, class_of(gpu), false,
				model->pci_subsystem << 16 | model->pci_subvendor, gpu->irq);
}

/* A GPU under runtime power management sleeps whenever the driver does not have it started. */
static void walk_state(struct sim_walk *walk, const char *dir, const struct sim_gpu *gpu)
{
	bool managed = gpu->entry->suspended || gpu->trouble.sleeps;
	bool asleep = gpu->trouble.suspended || (gpu->entry->suspended && !gpu->attached);

	attribute(walk, dir, "enable", "1\n");
	attribute(walk, dir, "power_state", asleep ? "D3cold\n" : "D0\n");
	sim_walk_dir(walk, "%s/power", dir);
	attribute(walk, dir, "power/runtime_status", asleep ? "suspended\n" : "active\n");
	attribute(walk, dir, "power/control", managed ? "auto\n" : "on\n");
}

static void walk_bridge(struct sim_walk *walk, const struct sim_gpu *gpu,
			const struct sim_place *place)
{
	const char *dir = place->bridge_dir;

	if (place->bridge[0] == '\0')
		return;
	sim_walk_dir(walk, "%s", dir);
	attribute(walk, dir, "vendor", "0x%04x\n", PORT_VENDOR);
	attribute(walk, dir, "device", "0x%04x\n", PORT_DEVICE);
	attribute(walk, dir, "class", "0x060400\n");
	attribute(walk, dir, "numa_node", "%d\n", gpu->entry->numa_node);
	sim_walk_config(walk, dir, PORT_DEVICE << 16 | PORT_VENDOR, 0x060400, true, 0, 0);
	walk_link(walk, dir, gpu, sim_gpu_slot_gen(gpu));
}

static bool root_was_walked(const struct sim *sim, unsigned index, const struct sim_place *place)
{
	struct sim_place other;

	for (unsigned i = 0; i < index; i++) {
		find_place(&sim->gpus[i], &other);
		if (strcmp(other.root, place->root) == 0)
			return true;
	}
	return false;
}

static void walk_device(struct sim_walk *walk, const struct sim_gpu *gpu)
{
	struct sim_place place;
	const char *up;

	find_place(gpu, &place);
	if (!root_was_walked(walk->sim, gpu->index, &place))
		sim_walk_dir(walk, "/sys/devices/%s", place.root);
	walk_bridge(walk, gpu, &place);
	if (gpu->removed)
		return;
	sim_walk_dir(walk, "%s", place.dir);
	walk_ids(walk, gpu, place.dir);
	if (gpu->trouble.lost)
		walk_lost_link(walk, place.dir);
	else
		walk_link(walk, place.dir, gpu, gpu->model->pcie_max_gen);
	walk_cpus(walk, place.dir, gpu);
	walk_resource(walk, place.dir, gpu);
	walk_state(walk, place.dir, gpu);
	up = place.bridge[0] ? "../../../../bus/pci/drivers/nvidia"
			     : "../../../bus/pci/drivers/nvidia";
	sim_walk_link(walk, up, "%s/driver", place.dir);
}

/* Links name places relative to the directory that they are in. */
static void walk_links(struct sim_walk *walk, const struct sim_gpu *gpu)
{
	struct sim_place place;
	char target[320];

	find_place(gpu, &place);
	snprintf(target, sizeof(target), "../../../devices/%s",
		 place.dir + strlen("/sys/devices/"));
	if (!gpu->removed)
		sim_walk_link(walk, target, "/sys/bus/pci/devices/%s", place.bdf);
	if (place.bridge[0] == '\0')
		return;
	snprintf(target, sizeof(target), "../../../devices/%s",
		 place.bridge_dir + strlen("/sys/devices/"));
	sim_walk_link(walk, target, "/sys/bus/pci/devices/%s", place.bridge);
}

static void walk_driver_link(struct sim_walk *walk, const struct sim_gpu *gpu)
{
	struct sim_place place;
	char target[320];

	find_place(gpu, &place);
	snprintf(target, sizeof(target), "../../../../devices/%s",
		 place.dir + strlen("/sys/devices/"));
	sim_walk_link(walk, target, "/sys/bus/pci/drivers/nvidia/%s", place.bdf);
}

/* Whether a GPU before this one is on the same bus. */
static bool bus_was_walked(const struct sim *sim, unsigned index)
{
	for (unsigned i = 0; i < index; i++)
		if (sim->gpus[i].domain == sim->gpus[index].domain &&
		    sim->gpus[i].bus == sim->gpus[index].bus)
			return true;
	return false;
}

/* Buses stay when the last GPU on them is removed: their bridge keeps them. */
static void walk_rescan(struct sim_walk *walk)
{
	sim_walk_data(walk, 0200, "", 0, SIM_RESCAN_ALL);
	sim_walk_dir(walk, "/sys/class");
	sim_walk_dir(walk, "/sys/class/pci_bus");
	for (unsigned i = 0; i < walk->sim->gpu_count; i++) {
		const struct sim_gpu *gpu = &walk->sim->gpus[i];

		if (bus_was_walked(walk->sim, i))
			continue;
		sim_walk_dir(walk, "/sys/class/pci_bus/%04x:%02x", gpu->domain, gpu->bus);
		sim_walk_data(walk, 0220, "", 0, "/sys/class/pci_bus/%04x:%02x/rescan", gpu->domain,
			      gpu->bus);
	}
}

void sim_walk_pci(struct sim_walk *walk)
{
	sim_walk_dir(walk, "/sys/devices");
	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		walk_device(walk, &walk->sim->gpus[i]);
	sim_walk_dir(walk, "/sys/bus");
	sim_walk_dir(walk, "/sys/bus/pci");
	sim_walk_dir(walk, "/sys/bus/pci/devices");
	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		walk_links(walk, &walk->sim->gpus[i]);
	sim_walk_dir(walk, "/sys/bus/pci/drivers");
	sim_walk_dir(walk, "/sys/bus/pci/drivers/nvidia");
	for (unsigned i = 0; i < walk->sim->gpu_count; i++)
		if (!walk->sim->gpus[i].removed)
			walk_driver_link(walk, &walk->sim->gpus[i]);
	walk_rescan(walk);
	sim_walk_nics(walk);
}
