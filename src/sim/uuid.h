/* SPDX-License-Identifier: MIT */
/* GPU UUIDs as the driver builds them: name-based, over the board's PDI. */
#ifndef OPENNVML_SIM_UUID_H
#define OPENNVML_SIM_UUID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void sim_sha1(const uint8_t *data, size_t size, uint8_t ret_digest[20]);
void sim_uuid_of_gpu(uint16_t chip_id, uint64_t pdi, uint8_t ret_uuid[16]);
/* Of a compute instance: its GPU instance and graphics engine continue the GPU's message. */
void sim_uuid_of_mig(uint16_t chip_id, uint64_t pdi, uint32_t gi, uint32_t engine,
		     uint8_t ret_uuid[16]);
/* "GPU-" and 8-4-4-4-12 hexadecimal digits; text holds 41 bytes. */
void sim_uuid_format(const uint8_t uuid[16], char text[41]);
bool sim_uuid_parse(const char *text, uint8_t ret_uuid[16]);

#endif
