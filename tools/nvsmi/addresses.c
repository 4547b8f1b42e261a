/* SPDX-License-Identifier: MIT */
/*
 * Names of folders and cached texts: neither opens a GPU. The texts are read of a sleeping GPU
 * only, for under some drivers reading them waits for a GPU that hangs.
 */

#include "addresses.h"

#include "nvsmi.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GPU_FOLDER "/proc/driver/nvidia/gpus"

struct address {
	unsigned int domain, bus, slot, function;
};

static bool parse(const char *text, struct address *ret_address)
{
	return sscanf(text, "%x:%x:%x.%x", &ret_address->domain, &ret_address->bus,
		      &ret_address->slot, &ret_address->function) == 4;
}

static int in_order(const void *left, const void *right)
{
	const struct address *a = left;
	const struct address *b = right;

	if (a->domain != b->domain)
		return a->domain < b->domain ? -1 : 1;
	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

static unsigned int list(struct address *ret_list)
{
	DIR *folder = opendir(GPU_FOLDER);
	struct dirent *entry;
	unsigned int count = 0;

	while (folder && count < NVSMI_GPUS && (entry = readdir(folder)) != NULL)
		count += parse(entry->d_name, &ret_list[count]);
	if (folder)
		closedir(folder);
	qsort(ret_list, count, sizeof(*ret_list), in_order);
	return count;
}

unsigned int addresses_count(void)
{
	struct address found[NVSMI_GPUS];

	return list(found);
}

bool address_at(unsigned int index, unsigned int count, char *ret_address)
{
	struct address found[NVSMI_GPUS];

	if (list(found) != count || index >= count)
		return false;
	snprintf(ret_address, ADDRESS_SIZE, "%08X:%02X:%02X.%X", found[index].domain,
		 found[index].bus, found[index].slot, found[index].function);
	return true;
}

/* The file's text in ret_text; false where it cannot be read. */
static bool read_text(const char *path, char *ret_text, size_t size)
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

static bool path_of(const char *folder, const char *address, const char *file, char *ret_path,
		    size_t size)
{
	struct address parts;

	if (!parse(address, &parts))
		return false;
	snprintf(ret_path, size, "%s/%04x:%02x:%02x.%x/%s", folder, parts.domain, parts.bus,
		 parts.slot, parts.function, file);
	return true;
}

bool address_sleeps(const char *address)
{
	char path[128];
	char text[32];

	return path_of("/sys/bus/pci/devices", address, "power/runtime_status", path,
		       sizeof(path)) &&
	       read_text(path, text, sizeof(text)) &&
	       (!strcmp(text, "suspended\n") || !strcmp(text, "suspending\n"));
}

bool address_tells(const char *address, const char *label, char *ret_text, size_t size)
{
	char path[128];
	char text[1024];
	const char *line;
	size_t length;

	if (!path_of(GPU_FOLDER, address, "information", path, sizeof(path)) ||
	    !read_text(path, text, sizeof(text)))
		return false;
	line = strstr(text, label);
	if (!line || line[strlen(label)] != ':')
		return false;
	line += strlen(label) + 1;
	line += strspn(line, " \t");
	length = strcspn(line, "\n");
	snprintf(ret_text, size, "%.*s", (int)length, line);
	return length > 0 && !strchr(ret_text, '?');
}
