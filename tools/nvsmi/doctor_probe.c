/* SPDX-License-Identifier: MIT */
/* Files below a root. None of these reads opens a device or wakes a GPU. */

#include "doctor.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void below_root(const struct doctor *doctor, const char *path, char *ret_path)
{
	snprintf(ret_path, DOCTOR_PATH, "%s%s", doctor->root, path);
}

bool probe_read(const struct doctor *doctor, const char *path, char *ret_text, size_t size)
{
	char full[DOCTOR_PATH];
	size_t length;
	FILE *file;

	below_root(doctor, path, full);
	file = fopen(full, "re");
	if (!file)
		return false;
	length = fread(ret_text, 1, size - 1, file);
	fclose(file);
	ret_text[length] = '\0';
	if (length && ret_text[length - 1] == '\n')
		ret_text[length - 1] = '\0';
	return length > 0;
}

bool probe_exists(const struct doctor *doctor, const char *path)
{
	char full[DOCTOR_PATH];
	struct stat found;

	below_root(doctor, path, full);
	return lstat(full, &found) == 0;
}

bool probe_target(const struct doctor *doctor, const char *path, char *ret_target, size_t size)
{
	char full[DOCTOR_PATH];
	ssize_t length;

	below_root(doctor, path, full);
	length = readlink(full, ret_target, size - 1);
	if (length <= 0)
		return false;
	ret_target[length] = '\0';
	return true;
}

/* The last word of where a link leads. */
static bool read_link(const struct doctor *doctor, const char *path, char *ret_name, size_t size)
{
	char target[DOCTOR_PATH];
	const char *slash;

	if (!probe_target(doctor, path, target, sizeof(target)))
		return false;
	slash = strrchr(target, '/');
	snprintf(ret_name, size, "%s", slash ? slash + 1 : target);
	return true;
}

void probe_each(const struct doctor *doctor, const char *path,
		void (*take)(void *context, const char *name), void *context)
{
	char full[DOCTOR_PATH];
	struct dirent *entry;
	DIR *list;

	below_root(doctor, path, full);
	list = opendir(full);
	while (list && (entry = readdir(list))) {
		if (entry->d_name[0] != '.')
			take(context, entry->d_name);
	}
	if (list)
		closedir(list);
}

/* The word after the byte 0 and "version=", the way modules keep what modinfo shows. */
static bool find_version(FILE *file, char *ret_version, size_t size)
{
	static const char wanted[] = "\0version=";
	size_t matched = 0;
	size_t length = 0;
	int byte;

	while (matched < sizeof(wanted) - 1 && (byte = getc(file)) != EOF) {
		if (byte == wanted[matched])
			matched++;
		else
			matched = byte == wanted[0];
	}
	while (matched == sizeof(wanted) - 1 && length < size - 1 && (byte = getc(file)) > ' ' &&
	       byte < 0x7F)
		ret_version[length++] = (char)byte;
	ret_version[length] = '\0';
	return length > 0;
}

bool probe_module_version(const struct doctor *doctor, const char *path, char *ret_version,
			  size_t size)
{
	char full[DOCTOR_PATH];
	bool found;
	FILE *file;

	below_root(doctor, path, full);
	file = fopen(full, "re");
	if (!file)
		return false;
	found = find_version(file, ret_version, size);
	fclose(file);
	return found;
}

int probe_access(const struct doctor *doctor, const char *path, bool writing)
{
	char full[DOCTOR_PATH];

	below_root(doctor, path, full);
	return access(full, writing ? R_OK | W_OK : R_OK) == 0 ? 0 : errno;
}

void probe_owner(const struct doctor *doctor, const char *path, char *ret_text, size_t size)
{
	char full[DOCTOR_PATH];
	struct stat found;

	below_root(doctor, path, full);
	snprintf(ret_text, size, "mode not known");
	if (stat(full, &found) == 0)
		snprintf(ret_text, size, "mode %04o, owner %u, group %u",
			 (unsigned int)found.st_mode & 07777, found.st_uid, found.st_gid);
}

static bool is_mine(gid_t group)
{
	gid_t groups[NGROUPS_MAX];
	int count = getgroups(NGROUPS_MAX, groups);

	for (int i = 0; i < count; i++) {
		if (groups[i] == group)
			return true;
	}
	return group == getgid();
}

/* Owners of another user namespace are shown so, and its root is nobody to their files. */
#define UNMAPPED 65534

bool probe_mode_allows(const struct doctor *doctor, const char *path, bool writing)
{
	mode_t wanted = writing ? 6 : 4;
	char full[DOCTOR_PATH];
	struct stat found;

	below_root(doctor, path, full);
	if (stat(full, &found) != 0)
		return false;
	if (getuid() == 0 && found.st_uid != UNMAPPED)
		return true;
	if (found.st_uid == getuid())
		wanted <<= 6;
	else if (is_mine(found.st_gid))
		wanted <<= 3;
	return (found.st_mode & wanted) == wanted;
}

static void address_of(const struct found_gpu *gpu, char ret_address[32])
{
	unsigned int domain = 0;
	unsigned int bus = 0;
	unsigned int device = 0;

	sscanf(gpu->bus_id, "%x:%x:%x", &domain, &bus, &device);
	snprintf(ret_address, 32, "%04x:%02x:%02x.0", domain, bus, device);
}

bool probe_information(const struct doctor *doctor, const struct found_gpu *gpu, char *ret_text,
		       size_t size)
{
	char address[32];
	char path[DOCTOR_PATH];

	address_of(gpu, address);
	snprintf(path, sizeof(path), "/proc/driver/nvidia/gpus/%s/information", address);
	return probe_read(doctor, path, ret_text, size);
}

static void pci_path(const struct found_gpu *gpu, const char *name, char *ret_path)
{
	char address[32];

	address_of(gpu, address);
	snprintf(ret_path, DOCTOR_PATH, "/sys/bus/pci/devices/%s/%s", address, name);
}

bool probe_pci(const struct doctor *doctor, const struct found_gpu *gpu, const char *name,
	       char *ret_text, size_t size)
{
	char path[DOCTOR_PATH];

	pci_path(gpu, name, path);
	return probe_read(doctor, path, ret_text, size);
}

void probe_pci_driver(const struct doctor *doctor, const struct found_gpu *gpu, char *ret_name,
		      size_t size)
{
	char path[DOCTOR_PATH];

	*ret_name = '\0';
	pci_path(gpu, "driver", path);
	read_link(doctor, path, ret_name, size);
}

bool probe_is_asleep(const struct doctor *doctor, const struct found_gpu *gpu)
{
	char status[32];

	return probe_pci(doctor, gpu, "power/runtime_status", status, sizeof(status)) &&
	       (!strcmp(status, "suspended") || !strcmp(status, "suspending"));
}
