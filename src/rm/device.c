/* SPDX-License-Identifier: MIT */
/* Identity: names, ids, versions. */
#include <stdio.h>
#include <string.h>

#include "core/gpu.h"
#include "core/strings.h"
#include "rm/mig_session.h"
#include "rm_constants.h"

static void take(struct text *text, const void *bytes, size_t limit)
{
	text_take(text->chars, sizeof(text->chars), bytes, limit);
}

static nvmlReturn_t rm_name(struct gpu *gpu, struct text *ret_name)
{
	struct rm_gpu_get_name_string params = {
	    .gpu_name_string_flags = NV2080_CTRL_GPU_GET_NAME_STRING_FLAGS_TYPE_ASCII};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_NAME_STRING, &params);

	if (result == NVML_SUCCESS)
		take(ret_name, params.gpu_name_string.ascii, sizeof(params.gpu_name_string.ascii));
	return result;
}

/* flags 0: text, "GPU-" and the UUID. */
static nvmlReturn_t rm_uuid(struct gpu *gpu, struct text *ret_uuid)
{
	struct rm_gpu_get_gid_info params = {.index = 0, .flags = 0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_GID_INFO, &params);

	if (result == NVML_SUCCESS)
		take(ret_uuid, params.data, sizeof(params.data));
	return result;
}

static nvmlReturn_t rm_serial(struct gpu *gpu, struct text *ret_serial)
{
	struct rm_gpu_get_oem_board_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_OEM_BOARD_INFO, &params);

	if (result == NVML_SUCCESS && params.serial_number[0] == '\0')
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		take(ret_serial, params.serial_number, sizeof(params.serial_number));
	return result;
}

static nvmlReturn_t rm_board_part_number(struct gpu *gpu, struct text *ret_number)
{
	struct rm_gpu_get_oem_board_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_OEM_BOARD_INFO, &params);

	if (result == NVML_SUCCESS)
		take(ret_number, params.product_part_number, sizeof(params.product_part_number));
	return result;
}

/* Four bytes of REVISION, high to low, then the low byte of OEM_REVISION. */
static nvmlReturn_t rm_vbios_version(struct gpu *gpu, struct text *ret_version)
{
	struct rm_bios_get_info_v2 params = {
	    .bios_info_list_size = 2,
	    .bios_info_list = {{.index = NV2080_CTRL_BIOS_INFO_INDEX_REVISION},
			       {.index = NV2080_CTRL_BIOS_INFO_INDEX_OEM_REVISION}}};
	nvmlReturn_t result = rm_control(gpu, RM_BIOS_GET_INFO_V2, &params);

	if (result != NVML_SUCCESS)
		return result;
	uint32_t revision = params.bios_info_list[0].data;
	uint32_t oem = params.bios_info_list[1].data;
	snprintf(ret_version->chars, sizeof(ret_version->chars), "%02X.%02X.%02X.%02X.%02X",
		 revision >> 24, revision >> 16 & 0xff, revision >> 8 & 0xff, revision & 0xff,
		 oem & 0xff);
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_inforom_image(struct gpu *gpu, struct text *ret_version)
{
	struct rm_gpu_get_inforom_image_version params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_INFOROM_IMAGE_VERSION, &params);

	if (result == NVML_SUCCESS && params.version[0] == '\0')
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		take(ret_version, params.version, sizeof(params.version));
	return result;
}

/* A board that lacks the object has no version of it. */
static nvmlReturn_t rm_inforom_object(struct gpu *gpu, const char *object, struct text *ret_version)
{
	struct rm_gpu_get_inforom_object_version params = {0};
	uint32_t status;

	nvmlReturn_t result = rm_gpu_use(gpu);
	if (result != NVML_SUCCESS)
		return result;
	memcpy(params.object_type, object, sizeof(params.object_type));
	result =
	    rm_control_at(gpu->rm.subdevice, RM_GPU_GET_INFOROM_OBJECT_VERSION, &params, &status);
	if (status == NV_ERR_OBJECT_NOT_FOUND)
		return NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		snprintf(ret_version->chars, sizeof(ret_version->chars), "%u.%u", params.version,
			 params.subversion);
	return result;
}

static nvmlReturn_t rm_chip(struct gpu *gpu, struct chip *ret_chip)
{
	struct rm_mc_get_arch_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_MC_GET_ARCH_INFO, &params);

	if (result == NVML_SUCCESS) {
		ret_chip->architecture = params.architecture;
		ret_chip->implementation = params.implementation;
	}
	return result;
}

/* Learnt when the GPU's objects were made. */
static nvmlReturn_t rm_board_id(struct gpu *gpu, uint32_t *ret_id)
{
	nvmlReturn_t result = rm_gpu_use(gpu);

	if (result == NVML_SUCCESS)
		*ret_id = gpu->rm.board_id;
	return result;
}

/* Only a GPU whose memory is a node of the system has one. */
static nvmlReturn_t rm_numa_node(struct gpu *gpu, uint32_t *ret_node)
{
	nvmlReturn_t result = rm_gpu_use(gpu);

	if (result == NVML_SUCCESS && gpu->rm.numa_node < 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS)
		*ret_node = (uint32_t)gpu->rm.numa_node;
	return result;
}

static nvmlReturn_t rm_module_id(struct gpu *gpu, uint32_t *ret_id)
{
	struct rm_pmgr_get_module_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_PMGR_GET_MODULE_INFO, &params);

	if (result == NVML_SUCCESS)
		*ret_id = params.module_id;
	return result;
}

static nvmlReturn_t rm_cores(struct gpu *gpu, uint32_t *ret_count)
{
	struct rm_gr_get_info_v2 params = {
	    .gr_info_list_size = 1,
	    .gr_info_list = {{.index = NV2080_CTRL_GR_INFO_INDEX_GPU_CORE_COUNT}}};
	nvmlReturn_t result = rm_control_seeing(gpu, NULL, RM_GR_GET_INFO_V2, &params);

	if (result == NVML_SUCCESS)
		*ret_count = params.gr_info_list[0].data;
	return result;
}

nvmlReturn_t rm_gpu_info(struct gpu *gpu, uint32_t index, uint32_t *ret_data)
{
	struct rm_gpu_get_info_v2 params = {.gpu_info_list_size = 1,
					    .gpu_info_list = {{.index = index}}};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_INFO_V2, &params);

	if (result == NVML_SUCCESS)
		*ret_data = params.gpu_info_list[0].data;
	return result;
}

static nvmlReturn_t rm_multi_gpu_board(struct gpu *gpu, uint32_t *ret_is)
{
	return rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_GEMINI_BOARD, ret_is);
}

void rm_device_fill(struct provider_ops *ops)
{
	ops->name = rm_name;
	ops->uuid = rm_uuid;
	ops->serial = rm_serial;
	ops->board_part_number = rm_board_part_number;
	ops->vbios_version = rm_vbios_version;
	ops->inforom_image = rm_inforom_image;
	ops->inforom_object = rm_inforom_object;
	ops->chip = rm_chip;
	ops->board_id = rm_board_id;
	ops->numa_node = rm_numa_node;
	ops->module_id = rm_module_id;
	ops->cores = rm_cores;
	ops->multi_gpu_board = rm_multi_gpu_board;
}
