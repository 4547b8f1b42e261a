/* SPDX-License-Identifier: MIT */

#include "places.h"

#include "answers.h"

#include "../../src/sys/pci_path.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ADAPTERS "/sys/class/infiniband"

bool place_is_known(const struct place *place)
{
	return place->path[0] != '\0';
}

static int read_node(const char *path)
{
	char name[PLACE_MAX + 32];
	int node = -1;

	snprintf(name, sizeof(name), "/sys/%s/numa_node", path);
	FILE *file = fopen(name, "re");
	if (!file)
		return -1;
	if (fscanf(file, "%d", &node) != 1)
		node = -1;
	fclose(file);
	return node;
}

/* A link of sysfs climbs to /sys first: what follows is the place. A cut one is none. */
static bool read_link(const char *name, char ret_path[PLACE_MAX])
{
	char text[PLACE_MAX];
	ssize_t length = readlink(name, text, sizeof(text));
	const char *path = text;

	if (length <= 0 || (size_t)length >= sizeof(text))
		return false;
	text[length] = '\0';
	while (!strncmp(path, "../", 3))
		path += 3;
	snprintf(ret_path, PLACE_MAX, "%s", path);
	return true;
}

bool place_name(struct gpu *gpu, char ret_name[PLACE_NAME])
{
	if (gpu_value(gpu, VALUE_PCI_BUS)->status != NVML_SUCCESS)
		return false;
	snprintf(ret_name, PLACE_NAME, "%04x:%02x:%02x.0",
		 (unsigned int)gpu_number(gpu, VALUE_PCI_DOMAIN, 0),
		 (unsigned int)gpu_number(gpu, VALUE_PCI_BUS, 0),
		 (unsigned int)gpu_number(gpu, VALUE_PCI_DEVICE, 0));
	return true;
}

static bool path_of_gpu(struct gpu *gpu, char ret_path[PLACE_MAX])
{
	char name[PLACE_NAME];
	char link[96];

	if (!place_name(gpu, name))
		return false;
	snprintf(link, sizeof(link), "/sys/bus/pci/devices/%s", name);
	return read_link(link, ret_path);
}

void place_of_gpu(struct gpu *gpu, struct place *ret_place)
{
	memset(ret_place, 0, sizeof(*ret_place));
	ret_place->node = -1;
	if (path_of_gpu(gpu, ret_place->path))
		ret_place->node = read_node(ret_place->path);
}

/* "devices/pci0000:16/0000:16:01.0/0000:17:00.0" up to the root port; false: there is none. */
static bool cut_to_root_port(char *path)
{
	char *port = strncmp(path, "devices/pci", 11) == 0 ? strchr(path + 11, '/') : NULL;
	char *below = port ? strchr(port + 1, '/') : NULL;

	if (below)
		*below = '\0';
	return below != NULL;
}

/* The kernel writes "16.0 GT/s PCIe", older ones "16 GT/s". */
static unsigned int generation_of(const char *path)
{
	static const double speeds[] = {2.5, 5, 8, 16, 32, 64};
	char name[PLACE_MAX + 32];
	double speed = 0;

	snprintf(name, sizeof(name), "/sys/%s/max_link_speed", path);
	FILE *file = fopen(name, "re");
	if (!file)
		return 0;
	if (fscanf(file, "%lf GT/s", &speed) != 1)
		speed = 0;
	fclose(file);
	for (unsigned int i = 0; i < COUNT_OF(speeds); i++) {
		if (speed == speeds[i])
			return i + 1;
	}
	return 0;
}

/* Recorded: in a guest NVIDIA's tool does not tell it, whatever port the guest has. */
static bool is_guest(struct gpu *gpu)
{
	int64_t mode = gpu_number(gpu, VALUE_VIRTUALIZATION, NVML_GPU_VIRTUALIZATION_MODE_NONE);

	return mode == NVML_GPU_VIRTUALIZATION_MODE_PASSTHROUGH ||
	       mode == NVML_GPU_VIRTUALIZATION_MODE_VGPU;
}

void ask_host_link(struct gpu *gpu)
{
	char path[PLACE_MAX];
	unsigned int generation = 0;

	if (!is_guest(gpu) && path_of_gpu(gpu, path) && cut_to_root_port(path))
		generation = generation_of(path);
	gpu_set_number(gpu, VALUE_LINK_GEN_HOST_MAX,
		       generation ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED, generation);
}

nvmlGpuTopologyLevel_t place_level(const struct place *a, const struct place *b)
{
	unsigned int level = pci_path_level(a->path, b->path);

	if (level != PCI_PATH_APART)
		return (nvmlGpuTopologyLevel_t)level;
	return a->node == b->node ? NVML_TOPOLOGY_NODE : NVML_TOPOLOGY_SYSTEM;
}

/* "devices/pci0000:16/0000:17:00.0/infiniband/mlx5_0": the device is what stands before. */
static bool find_nic(const char *name, struct nic *ret_nic)
{
	char link[sizeof(ADAPTERS) + 320];
	char *end;

	memset(ret_nic, 0, sizeof(*ret_nic));
	snprintf(ret_nic->name, sizeof(ret_nic->name), "%s", name);
	snprintf(link, sizeof(link), ADAPTERS "/%s", name);
	if (!read_link(link, ret_nic->place.path))
		return false;
	end = strstr(ret_nic->place.path, "/infiniband/");
	if (strncmp(ret_nic->place.path, "devices/pci", 11) != 0 || !end)
		return false;
	*end = '\0';
	ret_nic->place.node = read_node(ret_nic->place.path);
	return true;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

size_t places_nics(struct nic **ret_nics)
{
	struct dirent **names = NULL;
	int count = scandir(ADAPTERS, &names, is_visible, versionsort);
	struct nic *nics = count > 0 ? calloc((size_t)count, sizeof(*nics)) : NULL;
	size_t found = 0;

	for (int i = 0; i < count; i++) {
		found += nics && find_nic(names[i]->d_name, &nics[found]);
		free(names[i]);
	}
	free(names);
	*ret_nics = nics;
	return found;
}
