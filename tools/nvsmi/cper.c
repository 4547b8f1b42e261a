/* SPDX-License-Identifier: MIT */
/* nvsmi cper: the platform error records that GPUs logged, in base64. */

#include "commands.h"
#include "subcommand.h"

#include <stdio.h>
#include <string.h>

#define PAGE_MAX (1U << 20)
#define PAGES_MAX 4096 /* of a GPU; a library that tells more is not believed */

/* Of a record's header, as UEFI has it. */
#define HEADER_SIZE 128U
#define LENGTH_AT 20U

static void print_help(void)
{
	out("nvsmi cper: platform error records (CPER) that GPUs logged since the driver was\n"
	    "loaded, a line of base64 for each\n\n"
	    "  -i, --id=ID,...  only these GPUs: index, UUID, bus id or serial\n"
	    "  -h, --help       this text\n");
}

static void print_base64(const unsigned char *bytes, size_t count)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	out("\t");
	for (size_t i = 0; i < count; i += 3) {
		size_t left = count - i;
		unsigned int three = (unsigned int)bytes[i] << 16 |
				     (left > 1 ? (unsigned int)bytes[i + 1] << 8 : 0) |
				     (left > 2 ? bytes[i + 2] : 0);

		out("%c%c%c%c", digits[three >> 18], digits[three >> 12 & 63],
		    left > 1 ? digits[three >> 6 & 63] : '=', left > 2 ? digits[three & 63] : '=');
	}
	out("\n");
}

/* The record that begins here; all that is left where none does. */
static size_t record_length(const unsigned char *bytes, size_t left)
{
	const unsigned char *field = bytes + LENGTH_AT;
	size_t length;

	if (left < HEADER_SIZE || memcmp(bytes, "CPER", 4) != 0)
		return left;
	length = (size_t)field[0] | (size_t)field[1] << 8 | (size_t)field[2] << 16 |
		 (size_t)field[3] << 24;
	return length >= HEADER_SIZE && length <= left ? length : left;
}

/* Says how much there is in the page; 0: no more. */
static nvmlReturn_t read_page(nvmlGetCPER_v1_t *cper, unsigned char page[PAGE_MAX])
{
	nvmlReturn_t (*function)(nvmlGetCPER_v1_t *) = library_symbol("nvmlSystemGetCPER_v1");
	nvmlReturn_t status;
	unsigned int room;

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	cper->buffer = NULL;
	cper->bufferSize = 0;
	status = function(cper);
	if (status != NVML_SUCCESS && status != NVML_ERROR_INSUFFICIENT_SIZE)
		return status;
	room = cper->bufferSize;
	if (room == 0 || room > PAGE_MAX)
		return room == 0 ? NVML_SUCCESS : NVML_ERROR_MEMORY;
	cper->buffer = page;
	status = function(cper);
	if (cper->bufferSize > room)
		cper->bufferSize = room;
	return status;
}

static int fail(struct gpu *gpu, nvmlReturn_t status)
{
	if (status != NVML_ERROR_NOT_SUPPORTED && status != NVML_ERROR_FUNCTION_NOT_FOUND)
		return subcommand_fail("Unable to read CPER records", gpu, status);
	complain("CPER records are not supported on this device.\n");
	return NVML_ERROR_NOT_SUPPORTED;
}

static int print_records(struct gpu *gpu)
{
	static unsigned char page[PAGE_MAX];
	const struct value *uuid = gpu_value(gpu, VALUE_UUID);
	nvmlGetCPER_v1_t cper = {.cursor = {.cperTypeMask = NVML_CPER_ACCESS_TYPE_GPU,
					    .handle = NVML_CPER_CURSOR_HANDLE_INIT}};
	nvmlReturn_t status = uuid->status;

	if (status == NVML_SUCCESS)
		snprintf(cper.cursor.uuid, sizeof(cper.cursor.uuid), "%s", uuid->text);
	for (int i = 0; status == NVML_SUCCESS && i < PAGES_MAX; i++) {
		gpu_device(gpu); /* whom to blame */
		status = read_page(&cper, page);
		if (status == NVML_SUCCESS && cper.bufferSize == 0)
			break;
		for (size_t at = 0, length; status == NVML_SUCCESS && at < cper.bufferSize;
		     at += length) {
			length = record_length(page + at, cper.bufferSize - at);
			print_base64(page + at, length);
		}
	}
	return status == NVML_SUCCESS ? 0 : fail(gpu, status);
}

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", 0, TAKES_VALUE, VALUES_GPUS},
    {NULL, NULL, 0, TAKES_NOTHING},
};

int command_cper(int argc, char **argv)
{
	static struct machine machine;
	struct arguments arguments = arguments_of(known, argc, argv);
	const char *ids = NULL;
	int status;

	while (arguments_next(&arguments))
		ids = arguments.value;
	status = subcommand_end(&arguments, print_help);
	if (status)
		return status;
	status = start_machine(&machine, ids);
	for (unsigned int i = 0; i < machine.gpu_count && !status; i++) {
		status = list_gpu(machine.gpus[i]);
		if (!status)
			status = print_records(machine.gpus[i]);
	}
	return status;
}
