/* SPDX-License-Identifier: MIT */
/* The document of nvsmi --json. */

#include "../../gen/smi_json.h"
#include "ahead.h"
#include "denied.h"
#include "trouble.h"

#include <stdlib.h>

static void print_gpu(struct gpu *gpu)
{
	static struct value cells[JSON_ROWS_OF_GPU];

	json_fill(JSON_OF_GPU, gpu, cells);
	json_set_number(&cells[JSON_GPU_INDEX], NVML_SUCCESS, gpu->index);
	json_item();
	json_object(JSON_OF_GPU, cells, json_gpu_list, gpu);
}

static void print_gpus(const struct machine *machine)
{
	json_open('[');
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		print_gpu(machine->gpus[i]);
	json_close(']');
}

static void print_unavailable(unsigned int index, nvmlReturn_t status)
{
	struct value cells[JSON_ROWS_OF_UNAVAILABLE];

	json_set_number(&cells[JSON_UNAVAILABLE_INDEX], NVML_SUCCESS, index);
	json_set_number(&cells[JSON_UNAVAILABLE_ERROR], status, 0);
	json_item();
	json_object(JSON_OF_UNAVAILABLE, cells, NULL, NULL);
}

static void print_all_unavailable(const struct machine *machine)
{
	json_open('[');
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];
		nvmlReturn_t status = gpu->refused ? gpu->refused : trouble_of(gpu);

		if (status != NVML_SUCCESS)
			print_unavailable(gpu->index, status);
	}
	json_close(']');
}

static nvmlReturn_t print_list(void *context, size_t place)
{
	struct machine *machine = context;

	if (place == JSON_DOCUMENT_GPUS)
		print_gpus(machine);
	else if (place == JSON_DOCUMENT_UNAVAILABLE)
		print_all_unavailable(machine);
	else
		json_topology(machine);
	return NVML_SUCCESS;
}

/* A text or number that nobody asked for has failed as the whole did. */
static void set_text(struct value *cell, nvmlReturn_t status, nvmlReturn_t error, const char *text)
{
	json_set_text(cell, status == NVML_SUCCESS && !*text ? error : status, text);
}

static void set_driver(const struct machine *machine, nvmlReturn_t error, struct value *cells)
{
	/* Not machine->branch, which --compat chooses. */
	unsigned long branch = strtoul(machine->driver, NULL, 10);
	nvmlReturn_t unknown = error ? error : JSON_NOT_AVAILABLE;
	nvmlReturn_t status = error;
	unsigned int mixed = 0;
	static char cuda[32];

	set_text(&cells[JSON_DOCUMENT_DRIVER_VERSION], NVML_SUCCESS, error, machine->driver);
	json_set_number(&cells[JSON_DOCUMENT_DRIVER_BRANCH], branch ? NVML_SUCCESS : unknown,
			(int64_t)branch);
	text_cuda(cuda, sizeof(cuda), machine->cuda, "");
	set_text(&cells[JSON_DOCUMENT_DRIVER_CUDA_VERSION], machine->cuda_status, error, cuda);
	if (status == NVML_SUCCESS)
		status = machine_ask_mixed_vgpus(machine, &mixed);
	json_set_number(&cells[JSON_DOCUMENT_DRIVER_HETEROGENEOUS_MULTI_VGPU], status, mixed);
}

/* NVML_SUCCESS, or why a machine that can be asked has no GPU. */
static nvmlReturn_t why_empty(const struct machine *machine)
{
	return denied_all(machine) ? NVML_ERROR_NO_PERMISSION : NVML_SUCCESS;
}

static void print_document(struct machine *machine, nvmlReturn_t error)
{
	struct value cells[JSON_ROWS_OF_DOCUMENT];

	set_driver(machine, error, cells);
	json_set_number(&cells[JSON_DOCUMENT_SCHEMA], NVML_SUCCESS, JSON_SCHEMA);
	json_set_number(&cells[JSON_DOCUMENT_TIME_UNIX_US], NVML_SUCCESS, text_now_us());
	json_set_text(&cells[JSON_DOCUMENT_NVSMI_VERSION], NVML_SUCCESS, OPENNVML_VERSION);
	set_text(&cells[JSON_DOCUMENT_NVML_VERSION], machine->library_status, error,
		 machine->library);
	json_set_number(&cells[JSON_DOCUMENT_GPU_COUNT], error, machine->count);
	json_set_number(&cells[JSON_DOCUMENT_ERROR], error ? error : why_empty(machine), 0);
	json_set_number(&cells[JSON_DOCUMENT_GPUS], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_UNAVAILABLE], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_TOPOLOGY], error, 0);
	json_object(JSON_OF_DOCUMENT, cells, print_list, machine);
	json_end_document();
}

int json_print(struct machine *machine, bool compact)
{
	ahead_measure(machine);
	json_set_compact(compact);
	print_document(machine, NVML_SUCCESS);
	return 0; /* main has the status of GPUs in trouble */
}

void json_print_failure(struct machine *machine, nvmlReturn_t status, bool compact)
{
	json_set_compact(compact);
	print_document(machine, status);
}
