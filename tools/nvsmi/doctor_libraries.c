/* SPDX-License-Identifier: MIT */
/* The driver's libraries on disk, whose file names end with the driver's version. */

#include "doctor.h"

#include <stdio.h>
#include <string.h>

static const char CURE_MISMATCH[] =
    "after an upgrade: reboot, or unload and load the driver's modules; in a container: start it "
    "again, so that it gets the host's libraries of now";

struct library {
	const struct doctor *doctor;
	const char *prefix; /* "libcuda.so." */
	char same[64];      /* a version that is the driver's */
	char other[64];     /* one that is not */
	bool seen;
};

/* Versions of drivers have a dot; "1" and "1.1" are what links and WSL are named. */
static bool is_version(const char *text)
{
	return strspn(text, "0123456789.") == strlen(text) && strlen(text) >= 5 &&
	       strchr(text, '.');
}

static void take_name(void *context, const char *name)
{
	struct library *library = context;
	size_t length = strlen(library->prefix);

	if (strncmp(name, library->prefix, length) != 0)
		return;
	library->seen = true;
	if (!is_version(name + length))
		return;
	snprintf(!strcmp(name + length, library->doctor->found.driver.text) ? library->same
									    : library->other,
		 sizeof(library->other), "%.63s", name + length);
}

static void look_everywhere(struct library *library)
{
	static const char *const folders[] = {
	    "/usr/lib/x86_64-linux-gnu",
	    "/usr/lib/aarch64-linux-gnu",
	    "/usr/lib64",
	    "/usr/lib",
	    "/usr/lib/x86_64-linux-gnu/nvidia/current",
	    "/usr/lib/aarch64-linux-gnu/nvidia/current",
	    "/usr/lib64/nvidia",
	    "/usr/local/nvidia/lib64",
	    "/run/opengl-driver/lib",
	};

	for (size_t i = 0; i < COUNT_OF(folders); i++)
		probe_each(library->doctor, folders[i], take_name, library);
}

static void check(struct doctor *doctor, const char *prefix, const char *id, const char *without)
{
	struct library library = {.doctor = doctor, .prefix = prefix};
	const char *driver = doctor->found.driver.text;

	look_everywhere(&library);
	if (!library.seen)
		doctor_add(
		    doctor, LEVEL_NOTE, id,
		    doctor->container
			? "start the container with NVIDIA_DRIVER_CAPABILITIES=compute,utility"
			: "install the driver's libraries of its own version",
		    "%s%s is not here: %s", prefix, driver, without);
	else if (library.other[0] && !library.same[0])
		doctor_add(doctor, LEVEL_PROBLEM, "library-mismatch", CURE_MISMATCH,
			   "%s%s is not of the driver in memory, %s", prefix, library.other,
			   driver);
	else if (library.other[0])
		doctor_add(doctor, LEVEL_NOTE, "library-leftover",
			   "remove the one that is not the driver's, then run ldconfig",
			   "%s%s is here beside the driver's own", prefix, library.other);
}

void doctor_libraries(struct doctor *doctor)
{
	if (doctor->found.driver.source == SOURCE_NONE)
		return;
	check(doctor, "libcuda.so.", "no-libcuda", "programs of CUDA do not start");
	check(doctor, "libnvidia-ml.so.", "no-libnvidia-ml", "programs over NVML need OpenNVML's");
}
