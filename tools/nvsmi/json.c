/* SPDX-License-Identifier: MIT */
/* The document of nvsmi --json. */

#include "ahead.h"
#include "../../gen/smi_json.h"
#include "trouble.h"

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

static void set_machine(const struct machine *machine, struct value *cells, char *cuda, size_t size)
{
	text_cuda(cuda, size, machine->cuda, "");
	json_set_text(&cells[JSON_DOCUMENT_NVML_VERSION], NVML_SUCCESS, machine->library);
	json_set_text(&cells[JSON_DOCUMENT_DRIVER_VERSION], NVML_SUCCESS, machine->driver);
	json_set_number(&cells[JSON_DOCUMENT_DRIVER_BRANCH],
			machine->branch ? NVML_SUCCESS : JSON_NOT_AVAILABLE, machine->branch);
	json_set_text(&cells[JSON_DOCUMENT_DRIVER_CUDA_VERSION], NVML_SUCCESS, cuda);
	json_set_number(&cells[JSON_DOCUMENT_GPU_COUNT], NVML_SUCCESS, machine->count);
}

static void print_document(struct machine *machine, nvmlReturn_t error)
{
	struct value cells[JSON_ROWS_OF_DOCUMENT];
	char cuda[32];

	set_machine(machine, cells, cuda, sizeof(cuda));
	json_set_number(&cells[JSON_DOCUMENT_SCHEMA], NVML_SUCCESS, JSON_SCHEMA);
	json_set_number(&cells[JSON_DOCUMENT_TIME_UNIX_US], NVML_SUCCESS, text_now_us());
	json_set_text(&cells[JSON_DOCUMENT_NVSMI_VERSION], NVML_SUCCESS, OPENNVML_VERSION);
	json_set_number(&cells[JSON_DOCUMENT_ERROR], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_GPUS], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_UNAVAILABLE], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_TOPOLOGY], error, 0);
	if (error)
		json_set_number(&cells[JSON_DOCUMENT_GPU_COUNT], error, 0);
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
