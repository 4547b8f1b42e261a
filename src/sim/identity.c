/* SPDX-License-Identifier: MIT */
/* What a board is: names, numbers, InfoROM, chip. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/controls.h"

#define FORMAT_MASK 3u
#define FORMAT_BINARY 2u
#define TYPE_SHA256 4u
#define UUID_TEXT_LENGTH 40u

static void put_text(void *dst, size_t size, const char *text)
{
	memset(dst, 0, size);
	if (text)
		memcpy(dst, text, strnlen(text, size));
}

uint32_t sim_get_name(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_name_string *params = neutral;
	const char *name = call->gpu->model->name;

	if (params->gpu_name_string_flags == 0) {
		put_text(params->gpu_name_string.ascii, sizeof(params->gpu_name_string.ascii) - 1,
			 name);
		return SIM_OK;
	}
	memset(&params->gpu_name_string, 0, sizeof(params->gpu_name_string));
	for (size_t i = 0; i < 63 && name[i]; i++)
		params->gpu_name_string.unicode[i] = (uint8_t)name[i];
	return SIM_OK;
}

uint32_t sim_get_short_name(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_short_name_string *params = neutral;

	put_text(params->gpu_short_name_string, sizeof(params->gpu_short_name_string) - 1,
		 call->gpu->chip->name);
	return SIM_OK;
}

uint32_t sim_get_gpu_id(struct sim_call *call, void *neutral)
{
	((struct rm_gpu_get_id *)neutral)->gpu_id = call->gpu->id;
	return SIM_OK;
}

uint32_t sim_get_oem_board_info(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_oem_board_info *params = neutral;

	memset(params, 0, sizeof(*params));
	put_text(params->serial_number, sizeof(params->serial_number), call->gpu->entry->serial);
	put_text(params->product_part_number, sizeof(params->product_part_number),
		 call->gpu->model->board_part_number);
	return SIM_OK;
}

uint32_t sim_get_gid(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_gid_info *params = neutral;

	if (params->index != 0 || (params->flags & TYPE_SHA256))
		return SIM_INVALID_ARGUMENT;
	memset(params->data, 0, sizeof(params->data));
	if ((params->flags & FORMAT_MASK) == FORMAT_BINARY) {
		params->length = sizeof(call->gpu->uuid);
		memcpy(params->data, call->gpu->uuid, sizeof(call->gpu->uuid));
	} else {
		params->length = UUID_TEXT_LENGTH + 1;
		memcpy(params->data, call->gpu->uuid_text, UUID_TEXT_LENGTH);
	}
	return SIM_OK;
}

uint32_t sim_get_inforom_object(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_inforom_object_version *params = neutral;
	const struct machine_model *model = call->gpu->model;
	const struct {
		char type[4];
		const char *version;
	} objects[] = {
	    {"OBD", model->inforom_oem},
	    {"ECC", model->inforom_ecc},
	    {"PWR", model->inforom_power},
	};
	unsigned version, subversion;

	if (!model->inforom_image)
		return SIM_NOT_SUPPORTED;
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		if (memcmp(objects[i].type, params->object_type, 3) != 0 || !objects[i].version ||
		    sscanf(objects[i].version, "%u.%u", &version, &subversion) != 2)
			continue;
		params->version = (uint8_t)version;
		params->subversion = (uint8_t)subversion;
		return SIM_OK;
	}
	return SIM_OBJECT_NOT_FOUND;
}

uint32_t sim_get_inforom_image(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_inforom_image_version *params = neutral;

	if (!call->gpu->model->inforom_image)
		return SIM_NOT_SUPPORTED;
	put_text(params->version, sizeof(params->version), call->gpu->model->inforom_image);
	return SIM_OK;
}

/* "2330-885-A1": device, SKU, major and minor of the chip's revision. */
uint32_t sim_get_chip_details(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_chip_details *params = neutral;
	unsigned device, major, minor;
	char sku[5];

	memset(params, 0, sizeof(*params));
	if (!call->gpu->model->gpu_part_number ||
	    sscanf(call->gpu->model->gpu_part_number, "%4x-%4[^-]-%1x%1x", &device, sku, &major,
		   &minor) != 4)
		return SIM_NOT_SUPPORTED;
	params->pci_dev_id = device;
	put_text(params->chip_sku, sizeof(params->chip_sku), sku);
	params->chip_major = major;
	params->chip_minor = minor;
	return SIM_OK;
}

/* Boards with a PCIe bridge of their own are not described. */
uint32_t sim_get_bridges(struct sim_call *call, void *neutral)
{
	(void)call;
	(void)neutral;
	return SIM_NOT_SUPPORTED;
}

uint32_t sim_get_arch_info(struct sim_call *call, void *neutral)
{
	struct rm_mc_get_arch_info *params = neutral;

	params->architecture = call->gpu->chip->architecture;
	params->implementation = call->gpu->chip->implementation;
	params->revision = 0xa1;
	params->sub_revision = 0;
	return SIM_OK;
}

static uint32_t bios_info(struct sim_call *call, uint32_t index, uint32_t *ret_data)
{
	unsigned b[5];

	if (!call->gpu->model->vbios || sscanf(call->gpu->model->vbios, "%2x.%2x.%2x.%2x.%2x",
					       &b[0], &b[1], &b[2], &b[3], &b[4]) != 5)
		return SIM_NOT_SUPPORTED;
	switch (index) {
	case 0: /* NV2080_CTRL_BIOS_INFO_INDEX_REVISION */
		*ret_data = b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
		return SIM_OK;
	case 1: /* NV2080_CTRL_BIOS_INFO_INDEX_OEM_REVISION */
		*ret_data = b[4];
		return SIM_OK;
	default:
		return SIM_INVALID_ARGUMENT;
	}
}

uint32_t sim_get_bios_info(struct sim_call *call, void *neutral)
{
	struct rm_bios_get_info *params = neutral;

	return sim_info_list_at(call, params->bios_info_list, params->bios_info_list_size,
				bios_info);
}

uint32_t sim_get_bios_info_v2(struct sim_call *call, void *neutral)
{
	struct rm_bios_get_info_v2 *params = neutral;

	return sim_info_list(call, params->bios_info_list, params->bios_info_list_size, 15,
			     bios_info);
}

/* NV2080_CTRL_GPU_INFO_INDEX_*; bits 30:24 of the index choose a die from 580 on. */
static uint32_t gpu_info(struct sim_call *call, uint32_t index, uint32_t *ret_data)
{
	const struct sim_gpu *gpu = call->gpu;
	bool arm = strcmp(call->sim->machine->architecture, "aarch64") == 0;

	switch (index) {
	case 0x22: /* GEMINI_BOARD */
	case 0x25: /* SURPRISE_REMOVAL_POSSIBLE */
	case 0x28: /* NVSWITCH_PROXY_DETECTED */
	case 0x35: /* MOBILE_CONFIG_ENABLED */
		*ret_data = 0;
		return SIM_OK;
	case 0x2a: /* GPU_SMC_MODE */
		*ret_data = gpu->mig.mode;
		return SIM_OK;
	case 0x2c: /* GPU_SM_VERSION */
		*ret_data = gpu->chip->sm_version;
		return SIM_OK;
	case 0x30: /* GPU_ATS_CAPABILITY */
		*ret_data = gpu->model->coherent;
		return SIM_OK;
	case 0x31: /* NVENC_STATS_REPORTING_STATE: off by default on Arm */
		*ret_data = !arm;
		return SIM_OK;
	case 0x34: /* DISPLAY_ENABLED */
		*ret_data = gpu->model->display;
		return SIM_OK;
	case 0x36: /* GPU_PROFILING_CAPABILITY */
	case 0x37: /* GPU_DEBUGGING_CAPABILITY */
		*ret_data = 1;
		return SIM_OK;
	case 0x3a: /* GPU_LOCAL_EGM_CAPABILITY */
	case 0x3b: /* GPU_SELF_HOSTED_CAPABILITY */
	case 0x3f: /* IS_RESETLESS_MIG_SUPPORTED */
		if (!sim_since(call->sim, 535, 0, 0))
			return SIM_INVALID_ARGUMENT;
		*ret_data = index == 0x3a   ? gpu->model->egm
			    : index == 0x3b ? gpu->model->coherent
			    : index == 0x3f ? gpu->model->mig_capable &&
						  gpu->chip->architecture >= ARCHITECTURE_HOPPER
					    : 0;
		return SIM_OK;
	case 0x44: /* COHERENT_GPU_MEMORY_MODE: none or NUMA */
		if (!sim_since(call->sim, 580, 0, 0))
			return SIM_INVALID_ARGUMENT;
		*ret_data = gpu->model->coherent;
		return SIM_OK;
	default:
		return SIM_INVALID_ARGUMENT;
	}
}

uint32_t sim_get_gpu_info(struct sim_call *call, void *neutral)
{
	struct rm_gpu_get_info_v2 *params = neutral;

	return sim_info_list(call, params->gpu_info_list, params->gpu_info_list_size,
			     sizeof(params->gpu_info_list) / sizeof(params->gpu_info_list[0]),
			     gpu_info);
}

uint32_t sim_get_gpu_info_at(struct sim_call *call, void *neutral)
{
	const struct rm_gpu_get_info *params = neutral;

	return sim_info_list_at(call, params->gpu_info_list, params->gpu_info_list_size, gpu_info);
}

/* NV2080_CTRL_GR_INFO_INDEX_*; a count that the machine does not know is no answer. */
static uint32_t gr_info(struct sim_call *call, uint32_t index, uint32_t *ret_data)
{
	const struct sim_gpu *gpu = call->gpu;
	uint32_t gi = sim_mig_subscription(call);

	if (sim_mig_hides(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	switch (index) {
	case 0x0c: /* SM_VERSION */
		*ret_data = gpu->chip->sm_version;
		return SIM_OK;
	case 0x0e: /* MAX_THREADS_PER_WARP */
		*ret_data = 32;
		return SIM_OK;
	case 0x1d: /* GPU_CORE_COUNT */
		*ret_data = gpu->model->cores;
		if (gi != SIM_NO_ID && gpu->mig.instances[gi].profile && gpu->model->sms)
			*ret_data = gpu->model->cores / gpu->model->sms *
				    gpu->mig.instances[gi].profile->sms;
		return gpu->model->cores ? SIM_OK : SIM_NOT_SUPPORTED;
	default:
		return SIM_NOT_SUPPORTED;
	}
}

uint32_t sim_get_gr_info(struct sim_call *call, void *neutral)
{
	struct rm_gr_get_info *params = neutral;

	return sim_info_list_at(call, params->gr_info_list, params->gr_info_list_size, gr_info);
}

uint32_t sim_get_gr_info_v2(struct sim_call *call, void *neutral)
{
	struct rm_gr_get_info_v2 *params = neutral;

	return sim_info_list(call, params->gr_info_list, params->gr_info_list_size,
			     sizeof(params->gr_info_list) / sizeof(params->gr_info_list[0]),
			     gr_info);
}

uint32_t sim_get_brand_caps(struct sim_call *call, void *neutral)
{
	((struct rm_gpu_get_brand_caps *)neutral)->brands = call->gpu->model->brand_caps;
	return SIM_OK;
}

uint32_t sim_get_vgx_caps(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_gpu_get_vgx_caps *)neutral)->is_vgx = 0;
	return SIM_OK;
}

uint32_t sim_get_num_subdevices(struct sim_call *call, void *neutral)
{
	(void)call;
	((struct rm_gpu_get_num_subdevices *)neutral)->num_sub_devices = 1;
	return SIM_OK;
}

uint32_t sim_get_module_info(struct sim_call *call, void *neutral)
{
	struct rm_pmgr_get_module_info *params = neutral;

	if (!call->gpu->model->module_board)
		return SIM_NOT_SUPPORTED;
	params->module_id = call->gpu->entry->module_id;
	params->nvswitch_support = call->sim->machine->fabric;
	return SIM_OK;
}

/* Chassis data of a rack: no machine describes one. */
uint32_t sim_get_platform_info(struct sim_call *call, void *neutral)
{
	(void)call;
	(void)neutral;
	return SIM_NOT_SUPPORTED;
}
