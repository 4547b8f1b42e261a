/* SPDX-License-Identifier: MIT */
/*
 * Which driver is on disk, beside the one in memory: by the module itself, by what dkms built it
 * from, else by folders whose names end with the driver's version. Nothing is unpacked.
 */

#include "doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char CURE_RELOAD[] =
    "reboot; or stop all users of the GPUs, then rmmod nvidia_drm nvidia_modeset nvidia_uvm nvidia "
    "and modprobe nvidia";

static bool is_plain(const char *path)
{
	size_t length = strlen(path);

	return length > 3 && !strcmp(path + length - 3, ".ko");
}

/* "550.54.14", "570.86": branches have three digits, which tells nvidia-fs and others apart. */
static bool is_version(const char *text)
{
	const char *dot = strchr(text, '.');

	return dot && dot - text == 3 && dot[1] && strspn(text, "0123456789.") == strlen(text);
}

struct versions {
	const struct doctor *doctor;
	const char *folder;
	bool same;               /* the version in memory is there */
	char other[64];          /* another one; the last that was met */
	char where[DOCTOR_PATH]; /* it lies */
};

static void take_version(struct versions *versions, const char *version, const char *name)
{
	if (!is_version(version))
		return;
	if (!strcmp(version, versions->doctor->found.driver.text)) {
		versions->same = true;
		return;
	}
	snprintf(versions->other, sizeof(versions->other), "%.63s", version);
	snprintf(versions->where, sizeof(versions->where), "%.200s/%.200s", versions->folder, name);
}

/* 550.163.01 */
static void take_folder(void *context, const char *name)
{
	take_version(context, name, name);
}

/* nvidia-550.163.01, nvidia-open-550.163.01 */
static void take_source(void *context, const char *name)
{
	const char *dash = strrchr(name, '-');

	if (dash && !strncmp(name, "nvidia-", strlen("nvidia-")))
		take_version(context, dash + 1, name);
}

static void look_in(struct versions *versions, const char *folder,
		    void (*take)(void *context, const char *name))
{
	versions->folder = folder;
	probe_each(versions->doctor, folder, take, versions);
}

/* ---- firmware ---- */

/* Where the kernel looks, in this order; the first is a parameter of its own. */
static void find_firmware(struct versions *versions)
{
	const struct doctor *doctor = versions->doctor;
	char chosen[200] = "";
	char folder[DOCTOR_PATH];

	if (probe_read(doctor, "/sys/module/firmware_class/parameters/path", chosen,
		       sizeof(chosen)) &&
	    chosen[0] == '/') {
		snprintf(folder, sizeof(folder), "%s/nvidia", chosen);
		look_in(versions, folder, take_folder);
	}
	snprintf(folder, sizeof(folder), "/lib/firmware/updates/%.64s/nvidia", doctor->release);
	look_in(versions, folder, take_folder);
	look_in(versions, "/lib/firmware/updates/nvidia", take_folder);
	snprintf(folder, sizeof(folder), "/lib/firmware/%.64s/nvidia", doctor->release);
	look_in(versions, folder, take_folder);
	look_in(versions, "/lib/firmware/nvidia", take_folder);
}

/* The open module starts every GPU with firmware, the other one some: those say so. */
static bool needs_firmware(const struct doctor *doctor)
{
	const struct found *found = &doctor->found;
	char text[4096];

	if (!strcmp(found->flavour.text, "open"))
		return true;
	for (size_t i = 0; i < found->gpu_count; i++) {
		const char *line;

		line = probe_information(doctor, &found->gpus[i], text, sizeof(text))
			   ? strstr(text, "GPU Firmware:")
			   : NULL;
		if (line && strtoul(line + strlen("GPU Firmware:"), NULL, 10))
			return true;
	}
	return false;
}

/* A note as long as nothing else tells that files went away: doctor_answers.c asks the GPUs. */
static void check_firmware(struct doctor *doctor, const struct versions *firmware)
{
	if (firmware->same || !needs_firmware(doctor))
		return;
	doctor_add(doctor, firmware->other[0] ? LEVEL_PROBLEM : LEVEL_NOTE, "firmware-gone",
		   firmware->other[0]
		       ? CURE_RELOAD
		       : "install the driver's firmware of its own version, or all of "
			 "the driver anew, then reboot",
		   "/lib/firmware has none of the driver in memory, %s: GPUs that are not started "
		   "yet cannot start",
		   doctor->found.driver.text);
}

/* ---- the module ---- */

/* kernel-6.8.0-50-generic-x86_64 leads to the version that is installed for that kernel. */
struct link {
	struct versions *versions;
	char module[DOCTOR_PATH];
	bool found;
};

static void take_link(void *context, const char *name)
{
	struct link *link = context;
	const struct doctor *doctor = link->versions->doctor;
	char path[DOCTOR_PATH];
	char target[DOCTOR_PATH];
	size_t length = strlen(doctor->release);

	if (strncmp(name, "kernel-", 7) != 0 || strncmp(name + 7, doctor->release, length) != 0 ||
	    name[7 + length] != '-' || strchr(name + 8 + length, '-'))
		return;
	snprintf(path, sizeof(path), "%.200s/%.200s", link->module, name);
	if (!probe_target(doctor, path, target, sizeof(target)))
		return;
	target[strcspn(target, "/")] = '\0';
	link->found = is_version(target);
	link->versions->folder = link->module;
	take_version(link->versions, target, target);
}

static void take_module(void *context, const char *name)
{
	struct link *link = context;

	if (link->found || strncmp(name, "nvidia", strlen("nvidia")) != 0)
		return;
	snprintf(link->module, sizeof(link->module), "/var/lib/dkms/%.64s", name);
	probe_each(link->versions->doctor, link->module, take_link, link);
}

/* Whether it is certain which version would be loaded now. */
static bool find_installed(struct versions *versions)
{
	const struct doctor *doctor = versions->doctor;
	struct link link = {.versions = versions};
	char version[64];
	char path[DOCTOR_PATH];

	if (doctor_find_module(doctor, doctor->release, path) && is_plain(path) &&
	    probe_module_version(doctor, path, version, sizeof(version))) {
		versions->folder = "";
		take_version(versions, version, path + 1);
		return true;
	}
	probe_each(doctor, "/var/lib/dkms", take_module, &link);
	return link.found;
}

void doctor_disk(struct doctor *doctor)
{
	struct versions firmware = {.doctor = doctor};
	struct versions module = {.doctor = doctor};

	/* A container has other files than the kernel. */
	if (doctor->container)
		return;
	find_firmware(&firmware);
	if (!find_installed(&module)) {
		module = firmware;
		look_in(&module, "/usr/src", take_source);
	}
	if (module.other[0] && !module.same)
		doctor_add(doctor, LEVEL_PROBLEM, "half-upgraded", CURE_RELOAD,
			   "the driver in memory is %s, the one on disk %s (%.120s)",
			   doctor->found.driver.text, module.other, module.where);
	check_firmware(doctor, &firmware);
}
