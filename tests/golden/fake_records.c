/* SPDX-License-Identifier: MIT */
/*
 * Error records of fake_nvml.c: "cper.UUID.0", "cper.UUID.1" and so on are pages of bytes in
 * hexadecimal, or a status. Whoever asks without room learns the size, and stays where he is.
 */

#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

nvmlReturn_t nvmlSystemGetCPER_v1(nvmlGetCPER_v1_t *cper)
{
	static char text[8192];
	char key[160];
	nvmlReturn_t status;
	unsigned int size;

	if (cper->cursor.cperTypeMask != NVML_CPER_ACCESS_TYPE_GPU)
		return NVML_ERROR_INVALID_ARGUMENT;
	snprintf(key, sizeof(key), "cper.%.79s.%llu", cper->cursor.uuid, cper->cursor.handle);
	status = fake_machine(key, text, sizeof(text));
	if (status == NVML_ERROR_NOT_SUPPORTED && cper->cursor.handle) {
		cper->bufferSize = 0;
		return NVML_SUCCESS;
	}
	if (status != NVML_SUCCESS)
		return status;
	size = (unsigned int)strlen(text) / 2;
	for (unsigned int i = 0; cper->buffer && i < size && i < cper->bufferSize; i++) {
		char byte[3] = {text[2 * i], text[2 * i + 1], '\0'};

		cper->buffer[i] = (unsigned char)strtoul(byte, NULL, 16);
	}
	cper->cursor.handle += cper->buffer != NULL;
	cper->bufferSize = size;
	return NVML_SUCCESS;
}
