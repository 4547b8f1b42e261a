/* SPDX-License-Identifier: MIT */
/* Texts from outside: files of procfs and sysfs, versions, bus ids and UUIDs of callers. */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <stdio.h>

#include "fuzz.h"
#include "nvml.h"
#include "rm/abi.h"
#include "session.h"
#include "sys/sys.h"

static const uint8_t *file_data;
static size_t file_size;

static int answer_file(struct port *port, const char *path, char *buf, size_t size)
{
	size_t take = file_size < size - 1 ? file_size : size - 1;

	(void)port;
	(void)path;
	if (take)
		memcpy(buf, file_data, take);
	buf[take] = '\0';
	return (int)take;
}

static void ask_sets(nvmlDevice_t device)
{
	for (unsigned words = 1; words <= 32; words *= 2) {
		unsigned long *set = malloc(words * sizeof(*set));
		if (!set)
			return;
		nvmlDeviceGetCpuAffinity(device, words, set);
		nvmlDeviceGetMemoryAffinity(device, words, set, 0);
		free(set);
	}
}

static void ask_names(const char *text)
{
	char buf[64];
	char version[80];
	nvmlDevice_t found;
	struct rm_version parsed;
	enum rm_version_match match;

	if (rm_version_parse(text, &parsed))
		fuzz_check(rm_release_resolve(parsed, &match) < rm_release_count);
	if (sys_driver_version(version, sizeof(version)))
		fuzz_check(memchr(version, '\0', sizeof(version)) != NULL);
	for (unsigned length = 0; length <= sizeof(buf); length += 16) {
		nvmlSystemGetProcessName(1, buf, length);
		nvmlSystemGetNVMLVersion(buf, length);
	}
	nvmlDeviceGetHandleByPciBusId(text, &found);
	nvmlDeviceGetHandleByPciBusId_v2(text, &found);
	nvmlDeviceGetHandleByUUID(text, &found);
	nvmlDeviceGetHandleBySerial(text, &found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct bench bench;
	static nvmlDevice_t device;
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, size ? data : (const uint8_t *)"", size);
	text[size] = '\0';
	if (!device) {
		bench_set_up(&bench, "515.105.01");
		fuzz_check(nvmlInit_v2() == NVML_SUCCESS);
		fuzz_check(nvmlDeviceGetHandleByIndex_v2(0, &device) == NVML_SUCCESS);
		bench.fault.port.read_file = answer_file;
	}
	file_data = (const uint8_t *)text;
	file_size = size;
	ask_names(text);
	ask_sets(device);
	free(text);
	return 0;
}
