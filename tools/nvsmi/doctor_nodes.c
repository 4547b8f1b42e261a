/* SPDX-License-Identifier: MIT */
/* Device nodes: there, and allowed by their mode and by the device cgroup. Asked with access(2),
 * which opens nothing. */

#include "doctor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct node {
	const char *path;
	const char *bus_id; /* "": of no GPU */
	const char *make;   /* how a host gets it */
	bool needed;        /* by every program; the others are needed by some */
	bool read_only;     /* a right, not a device */
};

static const char *missing_cure(const struct doctor *doctor, const struct node *node)
{
	return doctor->container
		   ? "start the container with GPUs: docker run --gpus all, or --device "
		     "nvidia.com/gpu=all (NVIDIA's container toolkit must be there)"
		   : node->make;
}

static const char CURE_CGROUP[] =
    "allow the device: docker run --gpus all; if it was allowed and went away, the host's "
    "systemctl daemon-reload took it: start the container again, and use CDI, or links made by "
    "nvidia-ctk system create-dev-char-symlinks, to keep it";

/* Who is let in by mode and owner is kept out by what stands beside them. */
static const char *denied_cure(const struct doctor *doctor, const struct node *node)
{
	if (probe_mode_allows(doctor, node->path, !node->read_only))
		return "its mode allows it, so a security module does not: SELinux (ausearch -m "
		       "avc, restorecon -v), AppArmor (dmesg), or the folder above";
	return "become one who may, such as by the group that owns it; or load the driver with "
	       "NVreg_DeviceFileMode=0666";
}

static void check(struct doctor *doctor, const struct node *node)
{
	enum level level = node->needed ? LEVEL_PROBLEM : LEVEL_NOTE;
	int error = probe_access(doctor, node->path, !node->read_only);
	char owner[96];

	if (error == 0)
		return;
	if (error == ENOENT || error == ENOTDIR) {
		doctor_add_gpu(doctor, node->bus_id, level, "node-missing",
			       missing_cure(doctor, node), "%s is missing", node->path);
		return;
	}
	probe_owner(doctor, node->path, owner, sizeof(owner));
	if (error == EPERM)
		doctor_add_gpu(doctor, node->bus_id, level, "node-forbidden", CURE_CGROUP,
			       "%s is forbidden by the device cgroup (%s)", node->path, owner);
	else
		doctor_add_gpu(doctor, node->bus_id, level, "node-denied",
			       denied_cure(doctor, node), "%s may not be opened (%s)", node->path,
			       owner);
}

struct instances {
	struct doctor *doctor;
	const struct found_gpu *gpu;
	const char *folder; /* of the capabilities that are looked through */
};

/* The right to use an instance is a node, whose number its file has. */
static void check_right(const struct instances *instances, const char *folder)
{
	char text[256];
	char path[DOCTOR_PATH];
	unsigned int minor;
	struct node node = {path, instances->gpu->bus_id,
			    "nvidia-modprobe -f FILE makes it, for the file access of the instance "
			    "below /proc/driver/nvidia/capabilities",
			    false, true};

	snprintf(path, sizeof(path), "%s/access", folder);
	if (!probe_read(instances->doctor, path, text, sizeof(text)) ||
	    sscanf(text, "DeviceFileMinor: %u", &minor) != 1)
		return;
	snprintf(path, sizeof(path), "/dev/nvidia-caps/nvidia-cap%u", minor);
	check(instances->doctor, &node);
}

/* gi2, and in it ci0. */
static void take_instance(void *context, const char *name)
{
	const struct instances *above = context;
	char folder[DOCTOR_PATH];
	struct instances inner = {above->doctor, above->gpu, folder};

	if (strncmp(name, "gi", 2) != 0 && strncmp(name, "ci", 2) != 0)
		return;
	snprintf(folder, sizeof(folder), "%.300s/%.32s", above->folder, name);
	check_right(above, folder);
	if (name[0] == 'g')
		probe_each(above->doctor, folder, take_instance, &inner);
}

static void check_instances(struct doctor *doctor, const struct found_gpu *gpu)
{
	char folder[DOCTOR_PATH];
	struct instances instances = {doctor, gpu, folder};

	snprintf(folder, sizeof(folder), "/proc/driver/nvidia/capabilities/gpu%d/mig", gpu->minor);
	probe_each(doctor, folder, take_instance, &instances);
}

static void check_gpu(struct doctor *doctor, const struct found_gpu *gpu, bool is_another_granted)
{
	char path[64];
	struct node node = {path, gpu->bus_id,
			    "nvidia-modprobe -c MINOR makes it, and so does any start of "
			    "NVIDIA's tools by root",
			    true};

	if (gpu->minor < 0)
		return;
	snprintf(path, sizeof(path), "/dev/nvidia%d", gpu->minor);
	if (is_another_granted && !probe_exists(doctor, path))
		doctor_add_gpu(doctor, gpu->bus_id, LEVEL_NOTE, "not-granted", NULL,
			       "this container was not given this GPU");
	else
		check(doctor, &node);
	check_instances(doctor, gpu);
}

/* A container may see all of the host's GPUs in files, and have some of them. */
static bool is_some_granted(const struct doctor *doctor)
{
	char path[64];

	for (size_t i = 0; doctor->container && i < doctor->found.gpu_count; i++) {
		snprintf(path, sizeof(path), "/dev/nvidia%d", doctor->found.gpus[i].minor);
		if (probe_exists(doctor, path))
			return true;
	}
	return false;
}

void doctor_nodes(struct doctor *doctor)
{
	static const struct node control = {
	    "/dev/nvidiactl", "",
	    "nvidia-modprobe makes it; or mknod -m 666 /dev/nvidiactl c 195 255", true};
	static const struct node memory = {
	    "/dev/nvidia-uvm", "", "nvidia-modprobe -u -c 0 makes it, which CUDA needs", false};

	bool granted = is_some_granted(doctor);

	if (doctor->found.driver.source == SOURCE_NONE || !probe_exists(doctor, "/dev"))
		return;
	check(doctor, &control);
	check(doctor, &memory);
	for (size_t i = 0; i < doctor->found.gpu_count; i++)
		check_gpu(doctor, &doctor->found.gpus[i], granted);
}
