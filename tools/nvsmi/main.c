/* SPDX-License-Identifier: MIT */

#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

/* A device cgroup shows as EPERM on a node whose mode allows everybody. */
static void explain_forbidden(void)
{
	int fd = open("/dev/nvidiactl", O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	else if (errno == EPERM)
		fputs("/dev/nvidiactl is forbidden by the device cgroup of this container: start "
		      "it with the GPU's devices allowed (docker: --gpus all).\n",
		      stderr);
}

static int fail_without_driver(void)
{
	out("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make "
	    "sure that the latest NVIDIA driver is installed and running.\n\n");
	return NVML_ERROR_DRIVER_NOT_LOADED;
}

/* "550.163.01" is shown as "550.163". */
static int library_short(const struct machine *machine)
{
	const char *first = strchr(machine->library, '.');
	const char *second = first ? strchr(first + 1, '.') : NULL;

	return second ? (int)(second - machine->library) : (int)strlen(machine->library);
}

static int fail_init(const struct machine *machine, nvmlReturn_t status, enum command command)
{
	if (status == NVML_ERROR_DRIVER_NOT_LOADED)
		return fail_without_driver();
	out("Failed to initialize NVML: %s\n", library_error(status));
	if (status == NVML_ERROR_LIB_RM_VERSION_MISMATCH)
		out("NVML library version: %.*s\n", library_short(machine), machine->library);
	if (status == NVML_ERROR_GPU_NOT_FOUND) {
		out("%s", command == COMMAND_LIST
			      ? "Unable to determine the number of available GPUs: Uninitialized"
			      : "Unable to determine the number of GPUs");
		return 255;
	}
	if (status == NVML_ERROR_UNKNOWN)
		explain_forbidden();
	return exit_status(status);
}

static int fail_without_library(void)
{
	out("NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please make sure "
	    "that the NVIDIA Display Driver is properly installed and present in your system.\n"
	    "Please also try adding directory that contains libnvidia-ml.so to your system "
	    "PATH.\n");
	return NVML_ERROR_LIBRARY_NOT_FOUND;
}

/* Bus ids are compared without leading zeros of the domain. */
static bool same_bus(const char *left, const char *right)
{
	unsigned int a[4] = {0};
	unsigned int b[4] = {0};

	if (sscanf(left, "%x:%x:%x.%x", &a[0], &a[1], &a[2], &a[3]) < 3) {
		a[0] = 0;
		if (sscanf(left, "%x:%x.%x", &a[1], &a[2], &a[3]) < 2)
			return false;
	}
	sscanf(right, "%x:%x:%x.%x", &b[0], &b[1], &b[2], &b[3]);
	return !memcmp(a, b, sizeof(a));
}

static bool same_text(struct gpu *gpu, enum value_id id, const char *wanted)
{
	const struct value *value = gpu_value(gpu, id);

	return value->status == NVML_SUCCESS && !strcasecmp(value->text, wanted);
}

static bool is_wanted(struct gpu *gpu, const char *wanted)
{
	char *end;
	unsigned long index = strtoul(wanted, &end, 10);
	const struct value *bus;

	if (!*end && strlen(wanted) < 4)
		return index == gpu->index;
	if (strchr(wanted, ':')) {
		bus = gpu_value(gpu, VALUE_BUS_ID);
		return bus->status == NVML_SUCCESS && same_bus(wanted, bus->text);
	}
	return same_text(gpu, VALUE_UUID, wanted) || same_text(gpu, VALUE_SERIAL, wanted);
}

static bool is_selected(struct gpu *gpu, const char *ids)
{
	char wanted[96];

	while (*ids) {
		size_t length = strcspn(ids, ",");

		snprintf(wanted, sizeof(wanted), "%.*s", (int)length, ids);
		if (is_wanted(gpu, wanted))
			return true;
		ids += length;
		ids += *ids == ',';
	}
	return false;
}

static void select_gpus(struct machine *machine, const char *ids)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];

		if (is_selected(gpu, ids))
			machine->gpus[kept++] = gpu;
	}
	machine->gpu_count = kept;
}

/* What NVIDIA's does from 550 on: a GPU that is there but cannot be had stops the report. */
static int report_lost(struct machine *machine, enum command command)
{
	nvmlReturn_t status = machine->lost_status;
	bool list = command == COMMAND_LIST;

	if (status == NVML_SUCCESS)
		return 0;
	machine_versions(machine);
	if (machine->branch < 550)
		return 0;
	if (status == NVML_ERROR_NO_PERMISSION && !list)
		return 0;
	out("Unable to determine the device handle for %s%u: %s%s\n%s", list ? "gpu " : "GPU",
	    machine->lost_index, library_error(status),
	    status == NVML_ERROR_GPU_IS_LOST ? ".  Reboot the system to recover this GPU" : "",
	    list ? "" : "\n\n");
	return exit_status(status);
}

static int print_version(const struct machine *machine)
{
	char cuda[32];

	text_cuda(cuda, sizeof(cuda), machine->cuda, "N/A");
	out("NVIDIA-SMI version  : %s\n", machine->library);
	out("NVML version        : %.*s\n", library_short(machine), machine->library);
	if (machine->branch < 610) {
		out("DRIVER version      : %s\nCUDA Version        : %s\n", machine->driver, cuda);
		return 0;
	}
	out("DRIVER version      : Deprecated, see \"KMD version\" instead\n"
	    "CUDA version        : Deprecated, see \"CUDA UMD version\" instead\n"
	    "KMD version         : %s\nCUDA UMD version    : %s\n",
	    machine->driver, cuda);
	return 0;
}

static int print_once(struct machine *machine, const struct options *options, bool first)
{
	switch (options->command) {
	case COMMAND_LIST:
		return list_print(machine);
	case COMMAND_QUERY:
		return options->xml ? xml_print(machine, options) : q_print(machine, options);
	case COMMAND_CSV_GPU:
		return csv_print_gpus(machine, options, options->header && first);
	case COMMAND_CSV_APPS:
		return csv_print_apps(machine, options, options->header && first);
	default:
		return table_print(machine);
	}
}

static void wait_ms(unsigned int ms)
{
	struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	nanosleep(&pause, NULL);
}

static int print_loop(struct machine *machine, const struct options *options)
{
	int status = print_once(machine, options, true);

	while (options->loop_ms && !status) {
		out_flush();
		wait_ms(options->loop_ms);
		machine_forget(machine);
		status = print_once(machine, options, false);
	}
	return status;
}

static bool needs_versions(const struct options *options)
{
	if (options->command == COMMAND_CSV_GPU || options->command == COMMAND_CSV_APPS)
		return csv_needs_versions();
	return options->command != COMMAND_LIST;
}

static int print_gpus(struct machine *machine, const struct options *options)
{
	int lost = 0;

	if (options->command != COMMAND_LIST && !options->ids)
		lost = report_lost(machine, options->command);
	if (lost)
		return lost;
	if (options->ids)
		select_gpus(machine, options->ids);
	if (machine->gpu_count == 0 && options->command != COMMAND_LIST) {
		out("No devices were found\n");
		return NVML_ERROR_NOT_FOUND;
	}
	lost = print_loop(machine, options);
	if (!lost && options->command == COMMAND_LIST)
		lost = report_lost(machine, options->command);
	return lost;
}

/* Of the driver that is there, or of the newest. */
static int print_dtd(struct machine *machine)
{
	bool known =
	    machine_open(machine) == NVML_SUCCESS && machine_versions(machine) == NVML_SUCCESS;

	dtd_print(known ? report_release(machine) : UINT_MAX);
	return 0;
}

static int run_on_machine(struct machine *machine, const struct options *options)
{
	nvmlReturn_t status = machine_open(machine);
	int refused;

	if (status != NVML_SUCCESS)
		return fail_init(machine, status, options->command);
	refused = csv_check(options);
	if (refused)
		return refused;
	if (needs_versions(options))
		status = machine_versions(machine);
	if (status == NVML_SUCCESS && options->command == COMMAND_VERSION)
		return print_version(machine);
	if (status == NVML_SUCCESS)
		status = machine_gpus(machine);
	if (status != NVML_SUCCESS)
		return fail_init(machine, status, options->command);
	return print_gpus(machine, options);
}

static bool print_help(enum command command)
{
	if (command == COMMAND_HELP)
		options_help();
	else if (command == COMMAND_HELP_GPU)
		csv_help_gpu();
	else if (command == COMMAND_HELP_APPS)
		csv_help_apps();
	else
		return false;
	return true;
}

int main(int argc, char **argv)
{
	static struct machine machine;
	struct options options;
	int status = options_parse(argc, argv, &options);

	if (status || print_help(options.command))
		return status;
	if (options.file && !out_to_file(options.file)) {
		fprintf(stderr, "nvsmi: %s: %s\n", options.file, strerror(errno));
		return 255;
	}
	if (!library_open(argv))
		return fail_without_library();
	status = options.command == COMMAND_DTD ? print_dtd(&machine)
						: run_on_machine(&machine, &options);
	/* No shutdown: the kernel takes back at exit what it would, in fewer calls. */
	out_flush();
	return status;
}
