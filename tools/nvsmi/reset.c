/* SPDX-License-Identifier: MIT */
/*
 * -r: no public function resets a GPU, so none is. What NVIDIA's tool would refuse for another
 * reason, and before, is refused for that one.
 */

#include "places.h"
#include "setters.h"
#include "settings.h"
#include "subcommand.h"

#include <stdio.h>
#include <unistd.h>

static int refuse_user(struct machine *machine)
{
	complain("Unable to reset GPU %s: %s\nTerminating early due to previous errors.\n",
		 subcommand_bus_id(machine->gpus[0]), library_error(NVML_ERROR_NO_PERMISSION));
	return exit_status(NVML_ERROR_NO_PERMISSION);
}

static bool is_used(struct gpu *gpu)
{
	static struct process processes[NVSMI_PROCESSES];
	size_t count = NVSMI_PROCESSES;

	gpu_processes(gpu, true, processes, &count);
	return count > 0;
}

/* Recorded, with the status. */
static int refuse_used(struct machine *machine, const bool used[NVSMI_GPUS], unsigned int count)
{
	bool one = count == 1;

	complain("\nThe following GPUs could not be reset:\n");
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		complain("  GPU %s: %s\n", subcommand_bus_id(machine->gpus[i]),
			 library_error(used[i] ? NVML_ERROR_IN_USE : NVML_ERROR_NOT_SUPPORTED));
	complain("\n%u %s currently being used by one or more other processes (e.g., Fabric "
		 "Manager, CUDA application, graphics application such as an X server, or a "
		 "monitoring application such as another instance of nvidia-smi). Please first "
		 "kill all processes using %s and all compute applications running in the "
		 "system.\n",
		 count, one ? "device is" : "devices are", one ? "this device" : "these devices");
	return 255;
}

static void advise(struct gpu *gpu)
{
	char name[PLACE_NAME] = "0000:00:00.0";

	place_name(gpu, name);
	complain("No GPU was reset, for no public NVML function does it. Instead stop what uses "
		 "it, unload the driver (modprobe -r nvidia_uvm nvidia_drm nvidia_modeset nvidia), "
		 "write 1 to /sys/bus/pci/devices/%s/reset, and load it again (modprobe nvidia).\n",
		 name);
}

int reset_refuse(struct machine *machine)
{
	bool used[NVSMI_GPUS] = {false};
	unsigned int count = 0;

	if (geteuid() != 0)
		return refuse_user(machine);
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		used[i] = is_used(machine->gpus[i]);
		count += used[i];
	}
	if (count > 0)
		return refuse_used(machine, used, count);
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		complain("Resetting GPU %s is not supported.\n",
			 subcommand_bus_id(machine->gpus[i]));
	if (settings.native)
		advise(machine->gpus[0]);
	return NVML_ERROR_NOT_SUPPORTED;
}
