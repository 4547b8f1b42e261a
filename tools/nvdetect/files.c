/* SPDX-License-Identifier: MIT */
/* What /proc/driver/nvidia and /sys tell everybody. None of these reads opens or wakes a GPU. */

#include "nvdetect.h"

#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VENDOR_NVIDIA 0x10de
#define PATH_SIZE 512

void fact_set(struct fact *fact, enum source source, const char *format, ...)
{
	va_list arguments;

	if (fact->source != SOURCE_NONE)
		return;
	fact->source = source;
	va_start(arguments, format);
	vsnprintf(fact->text, sizeof(fact->text), format, arguments);
	va_end(arguments);
	/* Terminals and JSON readers get printable ASCII, whatever a file held. */
	for (char *byte = fact->text; *byte; byte++) {
		if (*byte < 0x20 || *byte > 0x7e)
			*byte = '?';
	}
}

/* The file's beginning as a string; false if it cannot be read. */
static bool read_file(const char *path, char *ret_text, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t length;

	if (!file)
		return false;
	length = fread(ret_text, 1, size - 1, file);
	ret_text[length] = '\0';
	fclose(file);
	return length > 0;
}

/* "0x10de\n" */
static bool read_hex(const char *directory, const char *name, uint32_t *ret_number)
{
	char path[PATH_SIZE];
	char text[64];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (!read_file(path, text, sizeof(text)))
		return false;
	*ret_number = (uint32_t)strtoul(text, NULL, 16);
	return true;
}

/* The first word that reads like 580.65.06. */
static bool find_version(const char *text, char *ret_version, size_t size)
{
	while (*text) {
		size_t length = strspn(text, "0123456789.");

		if (length >= 5 && isdigit((unsigned char)text[2]) && memchr(text, '.', length)) {
			snprintf(ret_version, size, "%.*s", (int)length, text);
			return true;
		}
		text += length ? length : 1;
	}
	return false;
}

static void find_driver(struct found *found, const char *root)
{
	char path[PATH_SIZE];
	char text[1024];
	char version[NVDETECT_TEXT];
	const char *start;

	snprintf(path, sizeof(path), "%s/proc/driver/nvidia/version", root);
	if (read_file(path, text, sizeof(text))) {
		start = strstr(text, "Kernel Module");
		text[strcspn(text, "\n")] = '\0';
		if (start && find_version(start, version, sizeof(version)))
			fact_set(&found->driver, SOURCE_PROCFS, "%s", version);
		fact_set(&found->flavour, SOURCE_PROCFS, "%s",
			 strstr(text, "Open Kernel Module") ? "open" : "proprietary");
	}
	snprintf(path, sizeof(path), "%s/sys/module/nvidia/version", root);
	if (read_file(path, text, sizeof(text)) && find_version(text, version, sizeof(version)))
		fact_set(&found->driver, SOURCE_SYSFS, "%s", version);
}

/* "0000:01:00.0", lower case, as the kernel names it, from the bus id; and back. */
static void bus_to_name(const char *bus_id, char *ret_name, size_t size)
{
	unsigned int domain = 0;
	unsigned int bus = 0;
	unsigned int device = 0;

	sscanf(bus_id, "%x:%x:%x", &domain, &bus, &device);
	snprintf(ret_name, size, "%04x:%02x:%02x.0", domain, bus, device);
}

static bool name_to_bus(const char *name, char *ret_bus_id, size_t size)
{
	unsigned int domain;
	unsigned int bus;
	unsigned int device;
	unsigned int function;

	if (sscanf(name, "%x:%x:%x.%x", &domain, &bus, &device, &function) != 4)
		return false;
	snprintf(ret_bus_id, size, "%08X:%02X:%02X.0", domain, bus, device);
	return true;
}

struct found_gpu *found_gpu_at(struct found *found, const char *bus_id)
{
	struct found_gpu *gpu;

	for (size_t i = 0; i < found->gpu_count; i++) {
		if (!strcmp(found->gpus[i].bus_id, bus_id))
			return &found->gpus[i];
	}
	if (found->gpu_count == NVDETECT_GPUS)
		return NULL;
	gpu = &found->gpus[found->gpu_count++];
	snprintf(gpu->bus_id, sizeof(gpu->bus_id), "%s", bus_id);
	gpu->minor = -1;
	return gpu;
}

/* The rest of the line "label: value", without the blanks before it. */
static bool find_line(const char *text, const char *label, char *ret_value, size_t size)
{
	const char *found = strstr(text, label);

	if (!found)
		return false;
	found += strlen(label);
	found += strspn(found, " \t");
	snprintf(ret_value, size, "%.*s", (int)strcspn(found, "\n"), found);
	return *ret_value != '\0';
}

static void find_information(struct found_gpu *gpu, const char *text)
{
	char value[NVDETECT_TEXT];

	if (find_line(text, "Model:", value, sizeof(value)) && strcmp(value, "Unknown") != 0)
		fact_set(&gpu->name, SOURCE_PROCFS, "%s", value);
	if (find_line(text, "GPU UUID:", value, sizeof(value)) && !strchr(value, '?'))
		fact_set(&gpu->uuid, SOURCE_PROCFS, "%s", value);
	if (find_line(text, "Device Minor:", value, sizeof(value)))
		gpu->minor = atoi(value);
}

static void find_procfs_gpu(struct found *found, const char *directory, const char *name)
{
	struct found_gpu *gpu;
	char path[PATH_SIZE];
	char text[2048];
	char bus_id[32];

	snprintf(path, sizeof(path), "%s/%s/information", directory, name);
	if (!name_to_bus(name, bus_id, sizeof(bus_id)) || !read_file(path, text, sizeof(text)))
		return;
	gpu = found_gpu_at(found, bus_id);
	if (gpu)
		find_information(gpu, text);
}

static void find_procfs_gpus(struct found *found, const char *root)
{
	char directory[PATH_SIZE / 2];
	struct dirent *entry;
	DIR *list;

	snprintf(directory, sizeof(directory), "%s/proc/driver/nvidia/gpus", root);
	list = opendir(directory);
	while (list && (entry = readdir(list)))
		find_procfs_gpu(found, directory, entry->d_name);
	if (list)
		closedir(list);
}

static bool is_gpu(const char *directory)
{
	uint32_t vendor;
	uint32_t class;

	if (!read_hex(directory, "vendor", &vendor) || vendor != VENDOR_NVIDIA)
		return false;
	/* Display controller: VGA or 3D. */
	return read_hex(directory, "class", &class) &&
	       (class >> 8 == 0x0300 || class >> 8 == 0x0302);
}

void files_find_on_bus(struct found *found, const char *root)
{
	char directory[PATH_SIZE / 2];
	char path[PATH_SIZE];
	char bus_id[32];
	struct dirent *entry;
	DIR *list;

	snprintf(directory, sizeof(directory), "%s/sys/bus/pci/devices", root);
	list = opendir(directory);
	while (list && (entry = readdir(list))) {
		snprintf(path, sizeof(path), "%s/%.64s", directory, entry->d_name);
		if (name_to_bus(entry->d_name, bus_id, sizeof(bus_id)) && is_gpu(path))
			found_gpu_at(found, bus_id);
	}
	if (list)
		closedir(list);
}

static void find_ids(struct found_gpu *gpu, const char *root)
{
	char name[32];
	char directory[PATH_SIZE];
	uint32_t ids[4];

	bus_to_name(gpu->bus_id, name, sizeof(name));
	snprintf(directory, sizeof(directory), "%s/sys/bus/pci/devices/%s", root, name);
	if (!read_hex(directory, "vendor", &ids[0]) || !read_hex(directory, "device", &ids[1]) ||
	    !read_hex(directory, "subsystem_vendor", &ids[2]) ||
	    !read_hex(directory, "subsystem_device", &ids[3]))
		return;
	gpu->ids_source = SOURCE_SYSFS;
	gpu->vendor = (uint16_t)ids[0];
	gpu->device = (uint16_t)ids[1];
	gpu->subvendor = (uint16_t)ids[2];
	gpu->subdevice = (uint16_t)ids[3];
}

/* access(2) consults the device cgroup as well, and opens nothing. */
static void find_usable(struct found_gpu *gpu, const char *root)
{
	char path[PATH_SIZE];

	if (gpu->minor < 0 || *root)
		return;
	snprintf(path, sizeof(path), "/dev/nvidia%d", gpu->minor);
	gpu->usable = access(path, R_OK | W_OK) == 0 ? USABLE_YES : USABLE_NO;
}

static int by_bus(const void *left, const void *right)
{
	return strcmp(((const struct found_gpu *)left)->bus_id,
		      ((const struct found_gpu *)right)->bus_id);
}

void files_find(struct found *found, const char *root)
{
	find_driver(found, root);
	find_procfs_gpus(found, root);
	/* Containers hide the GPUs that are not granted in procfs, never in sysfs. */
	if (found->gpu_count == 0)
		files_find_on_bus(found, root);
	for (size_t i = 0; i < found->gpu_count; i++) {
		find_ids(&found->gpus[i], root);
		find_usable(&found->gpus[i], root);
	}
	qsort(found->gpus, found->gpu_count, sizeof(found->gpus[0]), by_bus);
}
