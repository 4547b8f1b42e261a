/* SPDX-License-Identifier: MIT */
/* The snapshot: what was asked is remembered, what nobody wants is never asked. */

#include "ahead.h"
#include "nvsmi.h"
#include "patience.h"
#include "select.h"
#include "settings.h"
#include "sleepers.h"
#include "trouble.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static nvmlReturn_t call_text(const char *symbol, char *ret_text, unsigned int size)
{
	nvmlReturn_t (*function)(char *, unsigned int) = library_symbol(symbol);

	nvmlReturn_t status = function ? function(ret_text, size) : NVML_ERROR_FUNCTION_NOT_FOUND;

	text_tame(ret_text, size);
	return status;
}

static nvmlReturn_t call_init(void)
{
	nvmlReturn_t (*function)(void) = library_symbol("nvmlInit_v2");

	if (!function)
		function = library_symbol("nvmlInit");
	return function ? function() : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static void ask_library_version(struct machine *machine)
{
	char text[96] = "";
	const char *dot;

	machine->library_status = call_text("nvmlSystemGetNVMLVersion", text, sizeof(text));
	if (machine->library_status != NVML_SUCCESS)
		return;
	/* "12.535.104.12": the CUDA version's major number comes first. */
	dot = strchr(text, '.');
	snprintf(machine->library, sizeof(machine->library), "%s", dot ? dot + 1 : text);
}

static void ask_cuda_version(struct machine *machine)
{
	nvmlReturn_t (*function)(int *) = library_symbol("nvmlSystemGetCudaDriverVersion_v2");

	if (!function)
		function = library_symbol("nvmlSystemGetCudaDriverVersion");
	machine->cuda_status = function ? function(&machine->cuda) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (machine->cuda_status != NVML_SUCCESS)
		machine->cuda = 0;
}

nvmlReturn_t machine_open(struct machine *machine)
{
	nvmlReturn_t status = call_init();

	if (status != NVML_SUCCESS)
		ask_library_version(machine);
	return status;
}

nvmlReturn_t machine_versions(struct machine *machine)
{
	nvmlReturn_t status;

	if (machine->branch)
		return NVML_SUCCESS;
	status = call_text("nvmlSystemGetDriverVersion", machine->driver, sizeof(machine->driver));
	if (status != NVML_SUCCESS)
		return status;
	sscanf(machine->driver, "%u.%u", &machine->branch, &machine->minor);
	if (settings.compat) {
		machine->branch = settings.compat;
		machine->minor = settings.compat_minor;
	}
	ask_library_version(machine);
	ask_cuda_version(machine);
	text_set_rounding(machine);
	return NVML_SUCCESS;
}

nvmlReturn_t machine_ask_mixed_vgpus(const struct machine *machine, unsigned int *ret_able)
{
	nvmlReturn_t (*function)(nvmlVgpuDriverCapability_t, unsigned int *) =
	    library_symbol("nvmlGetVgpuDriverCapabilities");

	if (!machine->gpu_count)
		return NVML_ERROR_NOT_SUPPORTED;
	/* The report asks this anyway; elsewhere than on a host it spares the other call. */
	if (gpu_number(machine->gpus[0], VALUE_VIRTUALIZATION, 0) !=
	    NVML_GPU_VIRTUALIZATION_MODE_HOST_VGPU)
		return NVML_ERROR_NOT_SUPPORTED;
	patience_ask(PATIENCE_DRIVER);
	return function ? function(NVML_VGPU_DRIVER_CAP_HETEROGENEOUS_MULTI_VGPU, ret_able)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

const char *machine_mixed_vgpus(const struct machine *machine)
{
	unsigned int able = 0;

	if (machine->branch < 525 || machine_ask_mixed_vgpus(machine, &able) != NVML_SUCCESS)
		return NULL;
	return able ? "Supported" : "Not Supported";
}

/* One machine a process: its GPUs need no heap, and untouched places no memory. */
static struct gpu places[NVSMI_GPUS];
static const struct machine *current;

static nvmlReturn_t handle_of(unsigned int index, nvmlDevice_t *ret_device)
{
	nvmlReturn_t (*by_index)(unsigned int, nvmlDevice_t *) =
	    library_symbol("nvmlDeviceGetHandleByIndex_v2");

	if (patience_is_hung(index))
		return NVML_ERROR_TIMEOUT;
	if (settings.no_wake && sleepers_has(index))
		return STATUS_ASLEEP;
	patience_ask(index);
	return by_index ? by_index(index, ret_device) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

/* NVIDIA's tool does not show what it cannot open. */
static bool is_shown(nvmlReturn_t status)
{
	return status == NVML_SUCCESS || (settings.native && status != NVML_ERROR_NO_PERMISSION);
}

static void open_gpu(struct gpu *gpu)
{
	gpu->refused = handle_of(gpu->index, &gpu->handle);
}

/* In the places that are filled afterwards. */
static void roll_call(const struct machine *machine)
{
	struct gpu *called[NVSMI_GPUS];
	unsigned int count = 0;

	for (unsigned int i = 0; i < machine->count && i < NVSMI_GPUS; i++) {
		if (!select_may_want(machine->wanted, i))
			continue;
		places[i].index = i;
		called[count++] = &places[i];
	}
	ahead_roll_call(called, count, open_gpu);
}

void machine_note_refusal(struct machine *machine, unsigned int index, nvmlReturn_t status)
{
	if (machine->refusal_count < NVSMI_GPUS)
		machine->refusals[machine->refusal_count++] = (struct refusal){index, status};
}

static void add_gpu(struct machine *machine, unsigned int index)
{
	nvmlDevice_t device = NULL;
	nvmlReturn_t status = handle_of(index, &device);
	struct gpu *gpu = &places[machine->gpu_count];

	if (status != NVML_SUCCESS && status != STATUS_ASLEEP)
		machine_note_refusal(machine, index, status);
	if (!is_shown(status))
		return;
	memset(gpu, 0, sizeof(*gpu));
	gpu->handle = status == NVML_SUCCESS ? device : NULL;
	gpu->refused = status;
	gpu->index = index;
	machine->gpus[machine->gpu_count++] = gpu;
}

nvmlReturn_t machine_gpus(struct machine *machine)
{
	nvmlReturn_t (*count)(unsigned int *) = library_symbol("nvmlDeviceGetCount_v2");
	nvmlReturn_t status;

	status = count ? count(&machine->count) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status != NVML_SUCCESS)
		return status;
	patience_keep_count(machine->count);
	if (settings.no_wake)
		sleepers_find();
	if (patience_has_hung())
		roll_call(machine);
	for (unsigned int i = 0;
	     i < machine->count && i < NVSMI_PLACES && machine->gpu_count < NVSMI_GPUS; i++) {
		if (select_may_want(machine->wanted, i))
			add_gpu(machine, i);
	}
	patience_ask(PATIENCE_DRIVER);
	trouble_watch(machine);
	current = machine;
	return NVML_SUCCESS;
}

/* Where drivers keep such a page. */
#define FIRST_PAGE_BRANCH 545

void machine_roll_call(void)
{
	static bool called;
	unsigned long branch;

	if (called || !current || current->gpu_count < 2)
		return;
	called = true;
	branch = strtoul(current->driver, NULL, 10);
	for (unsigned int i = 0; i < current->gpu_count && (!branch || branch >= FIRST_PAGE_BRANCH);
	     i++)
		gpu_value(current->gpus[i], VALUE_BAR1_TOTAL);
}

void machine_start_all(struct machine *machine, enum value_id id)
{
	for (unsigned int i = 0; settings.timeout_ms && i < machine->gpu_count; i++)
		gpu_value(machine->gpus[i], id);
}

nvmlDevice_t gpu_device(const struct gpu *gpu)
{
	patience_ask(gpu->index);
	return gpu->handle;
}

void machine_forget(struct machine *machine)
{
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		memset(machine->gpus[i]->values, 0, sizeof(machine->gpus[i]->values));
		machine->gpus[i]->arena_used = 0;
	}
}

const struct value *gpu_value(struct gpu *gpu, enum value_id id)
{
	struct value *value = &gpu->values[id];

	if (!value->asked) {
		value->asked = true;
		value->status = NVML_ERROR_NOT_SUPPORTED;
		patience_note_question(id);
		if (gpu->refused == NVML_SUCCESS)
			source_ask(gpu, id);
		else
			value->status = gpu->refused;
		if (value->status != NVML_SUCCESS)
			trouble_fill(gpu, id);
	}
	return value;
}

int64_t gpu_number(struct gpu *gpu, enum value_id id, int64_t fallback)
{
	const struct value *value = gpu_value(gpu, id);

	return value->status == NVML_SUCCESS ? value->number : fallback;
}

bool gpu_has_corrupt_inforom(struct gpu *gpu)
{
	return gpu_number(gpu, VALUE_INFOROM_VALID, 1) == 0;
}

void gpu_set_number(struct gpu *gpu, enum value_id id, nvmlReturn_t status, int64_t number)
{
	gpu->values[id] = (struct value){.asked = true, .status = status, .number = number};
}

void gpu_set_text(struct gpu *gpu, enum value_id id, nvmlReturn_t status, const char *text)
{
	size_t size = status == NVML_SUCCESS ? strlen(text) + 1 : 0;
	char *kept = gpu->arena + gpu->arena_used;

	gpu->values[id] = (struct value){.asked = true, .status = status};
	if (status != NVML_SUCCESS)
		return;
	if (size > sizeof(gpu->arena) - gpu->arena_used) {
		gpu->values[id].status = NVML_ERROR_MEMORY;
		return;
	}
	memcpy(kept, text, size);
	text_tame(kept, size);
	gpu->arena_used += size;
	gpu->values[id].text = kept;
}

/* Up to *count, and how many; 0 after a failure. */
static nvmlReturn_t running(struct gpu *gpu, const char *symbol, const char *older,
			    nvmlProcessInfo_t *ret_list, unsigned int *count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *, nvmlProcessInfo_t *) =
	    library_symbol(symbol);
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int found = *count;

	if (!function)
		function = library_symbol(older);
	if (gpu->refused != NVML_SUCCESS)
		status = gpu->refused;
	else if (function)
		status = trouble_note(gpu, function(gpu_device(gpu), &found, ret_list));
	if (status != NVML_SUCCESS)
		found = 0;
	*count = found < *count ? found : *count;
	return status;
}

static struct process *find_process(struct process *processes, size_t count,
				    const nvmlProcessInfo_t *info)
{
	for (size_t i = 0; i < count; i++) {
		if (processes[i].pid == info->pid &&
		    processes[i].gpu_instance == info->gpuInstanceId &&
		    processes[i].compute_instance == info->computeInstanceId)
			return &processes[i];
	}
	return NULL;
}

static size_t merge(struct process *processes, size_t count, size_t capacity,
		    const nvmlProcessInfo_t *list, size_t found, bool compute)
{
	for (size_t i = 0; i < found; i++) {
		struct process *process = find_process(processes, count, &list[i]);

		if (!process) {
			if (count == capacity)
				break;
			process = &processes[count++];
			*process = (struct process){
			    .pid = list[i].pid,
			    .gpu_instance = list[i].gpuInstanceId,
			    .compute_instance = list[i].computeInstanceId,
			    .bytes = list[i].usedGpuMemory,
			};
		}
		process->compute |= compute;
		process->graphics |= !compute;
	}
	return count;
}

static int by_pid(const void *left, const void *right)
{
	const struct process *a = left;
	const struct process *b = right;

	return (a->pid > b->pid) - (a->pid < b->pid);
}

nvmlReturn_t gpu_processes(struct gpu *gpu, bool graphics, struct process *ret_processes,
			   size_t *count)
{
	static nvmlProcessInfo_t list[NVSMI_PROCESSES];
	unsigned int found = NVSMI_PROCESSES;
	nvmlReturn_t status = running(gpu, "nvmlDeviceGetComputeRunningProcesses_v3",
				      "nvmlDeviceGetComputeRunningProcesses_v2", list, &found);
	nvmlReturn_t drawing;
	size_t capacity = *count;

	*count = merge(ret_processes, 0, capacity, list, found, true);
	if (!graphics)
		return status;
	found = NVSMI_PROCESSES;
	drawing = running(gpu, "nvmlDeviceGetGraphicsRunningProcesses_v3",
			  "nvmlDeviceGetGraphicsRunningProcesses_v2", list, &found);
	*count = merge(ret_processes, *count, capacity, list, found, false);
	qsort(ret_processes, *count, sizeof(*ret_processes), by_pid);
	return drawing == NVML_SUCCESS ? drawing : status;
}

const char *process_type(const struct process *process)
{
	if (process->graphics)
		return process->compute ? "C+G" : "G";
	return "C";
}

/* Why a name is not known; a signal of nothing asks whether there is such a process here. */
static bool name_unknown(unsigned int pid, char *ret_name, size_t size)
{
	bool here = (pid_t)pid > 0 && (kill((pid_t)pid, 0) == 0 || errno != ESRCH);

	snprintf(ret_name, size, "%s", here ? "[unknown]" : "[other namespace]");
	return true;
}

bool process_name(const struct process *process, char *ret_name, size_t size)
{
	nvmlReturn_t (*function)(unsigned int, char *, unsigned int) =
	    library_symbol("nvmlSystemGetProcessName");

	bool known;

	if (patience_is_hung(PATIENCE_NAMES))
		return false;
	patience_ask(PATIENCE_NAMES);
	known = function && function(process->pid, ret_name, (unsigned int)size) == NVML_SUCCESS;
	patience_ask(PATIENCE_DRIVER);
	text_tame(ret_name, size);
	return known || (settings.native && name_unknown(process->pid, ret_name, size));
}
