/* SPDX-License-Identifier: MIT */
/*
 * What the library leaves behind in a process that loads and unloads it: nothing.
 *
 *   hygiene LIBRARY [driver]
 *
 * With "driver" there must be one; nvsim's will do.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nvml.h"

#define CYCLES 20
#define LOADS 1000
#define LOADS_SLACK_KIB 4096 /* what 1000 loads may cost: allocators keep some */

/* The part of the interface that is used here; all functions return nvmlReturn_t. */
struct library {
	void *handle;
	nvmlReturn_t (*init)(void);
	nvmlReturn_t (*shutdown)(void);
	nvmlReturn_t (*count)(unsigned *);
	nvmlReturn_t (*by_index)(unsigned, nvmlDevice_t *);
	nvmlReturn_t (*name)(nvmlDevice_t, char *, unsigned);
	nvmlReturn_t (*temperature)(nvmlDevice_t, nvmlTemperatureSensors_t, unsigned *);
	nvmlReturn_t (*power)(nvmlDevice_t, unsigned *);
	nvmlReturn_t (*new_set)(nvmlEventSet_t *);
	nvmlReturn_t (*add)(nvmlDevice_t, unsigned long long, nvmlEventSet_t);
	nvmlReturn_t (*wait)(nvmlEventSet_t, nvmlEventData_t *, unsigned);
};

static const char *path;
static bool has_driver;
static unsigned failures;

static void expect(bool holds, const char *what, long value)
{
	if (holds)
		return;
	printf("failed: %s (%ld)\n", what, value);
	failures++;
}

static void *find(void *handle, const char *name)
{
	void *address = dlsym(handle, name);

	if (!address) {
		printf("failed: no %s\n", name);
		exit(1);
	}
	return address;
}

static void load(struct library *library)
{
	library->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library->handle) {
		printf("failed: %s\n", dlerror());
		exit(1);
	}
	*(void **)&library->init = find(library->handle, "nvmlInit_v2");
	*(void **)&library->shutdown = find(library->handle, "nvmlShutdown");
	*(void **)&library->count = find(library->handle, "nvmlDeviceGetCount_v2");
	*(void **)&library->by_index = find(library->handle, "nvmlDeviceGetHandleByIndex_v2");
	*(void **)&library->name = find(library->handle, "nvmlDeviceGetName");
	*(void **)&library->temperature = find(library->handle, "nvmlDeviceGetTemperature");
	*(void **)&library->power = find(library->handle, "nvmlDeviceGetPowerUsage");
	*(void **)&library->new_set = find(library->handle, "nvmlEventSetCreate");
	*(void **)&library->add = find(library->handle, "nvmlDeviceRegisterEvents");
	*(void **)&library->wait = find(library->handle, "nvmlEventSetWait_v2");
}

static long count_entries(const char *folder)
{
	DIR *dir = opendir(folder);
	long count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

/* Lines of the memory map; with a word, those that contain it. */
static long count_maps(const char *word)
{
	FILE *file = fopen("/proc/self/maps", "r");
	char line[1024];
	long count = 0;

	while (file && fgets(line, sizeof(line), file))
		count += !word || strstr(line, word) != NULL;
	if (file)
		fclose(file);
	return count;
}

static void ask(const struct library *library)
{
	unsigned count = 0, value;
	nvmlDevice_t device;
	char name[96];

	expect(library->count(&count) == NVML_SUCCESS && count > 0, "count", (long)count);
	for (unsigned i = 0; i < count; i++) {
		expect(library->by_index(i, &device) == NVML_SUCCESS, "handle", (long)i);
		expect(library->name(device, name, sizeof(name)) == NVML_SUCCESS, "name", (long)i);
		library->temperature(device, NVML_TEMPERATURE_GPU, &value);
		library->power(device, &value);
	}
}

/* A set of events is left to whoever ends the library. */
static void watch(const struct library *library)
{
	nvmlEventData_t data;
	nvmlEventSet_t set;
	nvmlDevice_t device;

	expect(library->by_index(0, &device) == NVML_SUCCESS, "handle", 0);
	expect(library->new_set(&set) == NVML_SUCCESS, "event set", 0);
	expect(library->add(device, nvmlEventTypeXidCriticalError, set) == NVML_SUCCESS, "events",
	       0);
	expect(library->wait(set, &data, 1) == NVML_ERROR_TIMEOUT, "no event", 0);
}

static void wait_for(pid_t child, const char *what)
{
	int status = -1;

	waitpid(child, &status, 0);
	expect(child > 0 && status == 0, what, (long)status);
}

/* A child goes on where its parent was, with descriptors of its own; the parent is not disturbed.
 */
static void fork_while_in_use(const struct library *library)
{
	long before = count_entries("/proc/self/fd");
	pid_t child = fork();

	if (child == 0) {
		failures = 0;
		expect(count_maps("/dev/nvidia") == 0, "inherited mappings",
		       count_maps("/dev/nvidia"));
		expect(count_entries("/proc/self/fd") < before, "inherited descriptors",
		       count_entries("/proc/self/fd") - before);
		ask(library);
		expect(library->shutdown() == NVML_SUCCESS, "child's shutdown", 0);
		fflush(stdout);
		_exit(failures ? 1 : 0);
	}
	wait_for(child, "child of a program that uses the library");
	expect(count_entries("/proc/self/fd") == before, "descriptors of the parent", before);
	ask(library);
}

/* The handler for forks must be gone with the library. */
static void fork_after_unload(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	wait_for(child, "child after the library was unloaded");
}

static void cycle(void)
{
	struct library library;
	long descriptors = count_entries("/proc/self/fd");

	load(&library);
	nvmlReturn_t result = library.init();
	expect(result == (has_driver ? NVML_SUCCESS : NVML_ERROR_DRIVER_NOT_LOADED), "init",
	       (long)result);
	if (result == NVML_SUCCESS) {
		ask(&library);
		watch(&library);
		fork_while_in_use(&library);
		expect(library.shutdown() == NVML_SUCCESS, "shutdown", 0);
	}
	expect(count_entries("/proc/self/fd") == descriptors, "descriptors",
	       count_entries("/proc/self/fd") - descriptors);
	expect(count_entries("/proc/self/task") == 3, "threads", count_entries("/proc/self/task"));
	expect(count_maps("/dev/nvidia") == 0, "mappings of the driver", count_maps("/dev/nvidia"));
	expect(dlclose(library.handle) == 0, "dlclose", 0);
	fork_after_unload();
}

static long resident_kib(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (file && fscanf(file, "%*d %ld", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* A sanitizer keeps what it knows of every load; the plain builds look at memory. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZER_GROWS true
#else
#define SANITIZER_GROWS false
#endif

/* Programs forget to shut down, and load again and again. musl never unloads. */
static void unload_without_shutdown(unsigned loads)
{
	long descriptors = count_entries("/proc/self/fd"), resident = 0;

	for (unsigned i = 0; i < loads; i++) {
		struct library library;

		load(&library);
		if (library.init() == NVML_SUCCESS && i % 100 == 0) {
			ask(&library);
			watch(&library);
		}
		dlclose(library.handle);
		if (i == loads / 10)
			resident = resident_kib();
	}
	expect(count_entries("/proc/self/fd") == descriptors, "descriptors after unloading",
	       count_entries("/proc/self/fd") - descriptors);
	expect(count_maps("nvidia") == 0, "mappings after unloading", count_maps("nvidia"));
	expect(SANITIZER_GROWS || resident_kib() - resident < LOADS_SLACK_KIB,
	       "memory after many loads", resident_kib() - resident);
	fork_after_unload();
}

/* Nothing is said unless asked for, and then every line has its id. */
static void check_lines(int file, bool may_speak)
{
	char text[4096] = "";
	ssize_t size = pread(file, text, sizeof(text) - 1, 0);

	expect(may_speak || size == 0, "silence on standard error", (long)size);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		expect(strncmp(line, "opennvml: [L", 12) == 0, line, 0);
}

int main(int argc, char **argv)
{
	int errors = memfd_create("stderr", MFD_CLOEXEC);

	path = argc > 1 ? argv[1] : "libnvidia-ml.so.1";
	has_driver = argc > 2 || access("/dev/nvidiactl", F_OK) == 0;
	unsetenv("OPENNVML_LOG");
	dup2(errors, STDERR_FILENO);
	cycle();
#ifdef __GLIBC__ /* musl never unloads */
	expect(count_maps("libnvidia-ml") == 0, "library still mapped", count_maps("libnvidia-ml"));
#endif
	cycle();
	long maps = count_maps(NULL);
	for (unsigned i = 0; i < CYCLES; i++)
		cycle();
	/* Fewer is no harm: allocators and sanitizers join their own. */
	expect(count_maps(NULL) <= maps, "mappings", count_maps(NULL) - maps);
#ifdef __GLIBC__
	unload_without_shutdown(LOADS);
#endif
	check_lines(errors, false);
	setenv("OPENNVML_LOG", "1", 1);
	cycle();
	check_lines(errors, true);
	printf("%u failures\n", failures);
	return failures ? 1 : 0;
}
