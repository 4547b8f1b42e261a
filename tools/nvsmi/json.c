/* SPDX-License-Identifier: MIT */
/* The document of nvsmi --json. */

#include "../../gen/smi_json.h"

#include <time.h>

struct document {
	struct machine *machine;
	nvmlReturn_t lost; /* why the first GPU that cannot be had cannot */
};

static void print_gpu(struct document *document, struct gpu *gpu)
{
	static struct value cells[JSON_ROWS_OF_GPU];

	json_fill(JSON_OF_GPU, gpu, cells);
	json_set_number(&cells[JSON_GPU_INDEX], NVML_SUCCESS, gpu->index);
	json_item();
	json_object(JSON_OF_GPU, cells, json_gpu_list, gpu);
	/* Lost since it was counted: no other question is answered either. */
	if (!document->lost && gpu_value(gpu, VALUE_UUID)->status == NVML_ERROR_GPU_IS_LOST)
		document->lost = NVML_ERROR_GPU_IS_LOST;
}

static void print_gpus(struct document *document)
{
	const struct machine *machine = document->machine;

	json_open('[');
	for (unsigned int i = 0; i < machine->gpu_count; i++)
		print_gpu(document, machine->gpus[i]);
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

/* Asked again: the machine remembers the first one alone, and -i leaves others out. */
static void print_all_unavailable(struct document *document)
{
	nvmlReturn_t (*by_index)(unsigned int, nvmlDevice_t *) =
	    library_symbol("nvmlDeviceGetHandleByIndex_v2");
	const struct machine *machine = document->machine;

	json_open('[');
	for (unsigned int i = machine->lost_index; machine->lost_status && i < machine->count;
	     i++) {
		nvmlDevice_t device;
		nvmlReturn_t status = by_index ? by_index(i, &device) : machine->lost_status;

		if (status == NVML_SUCCESS)
			continue;
		print_unavailable(i, status);
		document->lost = document->lost ? document->lost : status;
	}
	json_close(']');
}

static nvmlReturn_t print_list(void *context, size_t place)
{
	struct document *document = context;

	switch (place) {
	case JSON_DOCUMENT_GPUS:
		print_gpus(document);
		return NVML_SUCCESS;
	case JSON_DOCUMENT_UNAVAILABLE:
		print_all_unavailable(document);
		return NVML_SUCCESS;
	default:
		json_topology(document->machine);
		return NVML_SUCCESS;
	}
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
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

static void print_document(struct document *document, nvmlReturn_t error)
{
	struct value cells[JSON_ROWS_OF_DOCUMENT];
	char cuda[32];

	set_machine(document->machine, cells, cuda, sizeof(cuda));
	json_set_number(&cells[JSON_DOCUMENT_SCHEMA], NVML_SUCCESS, JSON_SCHEMA);
	json_set_number(&cells[JSON_DOCUMENT_TIME_UNIX_US], NVML_SUCCESS, now_us());
	json_set_text(&cells[JSON_DOCUMENT_NVSMI_VERSION], NVML_SUCCESS, OPENNVML_VERSION);
	json_set_number(&cells[JSON_DOCUMENT_ERROR], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_GPUS], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_UNAVAILABLE], error, 0);
	json_set_number(&cells[JSON_DOCUMENT_TOPOLOGY], error, 0);
	if (error)
		json_set_number(&cells[JSON_DOCUMENT_GPU_COUNT], error, 0);
	json_object(JSON_OF_DOCUMENT, cells, print_list, document);
	json_end_document();
}

int json_print(struct machine *machine, bool compact)
{
	struct document document = {.machine = machine};

	json_set_compact(compact);
	print_document(&document, NVML_SUCCESS);
	return exit_status(document.lost);
}

void json_print_failure(struct machine *machine, nvmlReturn_t status, bool compact)
{
	struct document document = {.machine = machine};

	json_set_compact(compact);
	print_document(&document, status);
}
