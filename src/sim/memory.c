/* SPDX-License-Identifier: MIT */
/* Frame buffer: sizes, retired pages, remapped rows. */
#include <string.h>

#include "sim/controls.h"

static uint32_t kib(uint32_t mib)
{
	return mib * 1024;
}

/* NV2080_CTRL_FB_INFO_INDEX_MAX by release. */
static uint32_t last_index(const struct sim *sim)
{
	if (sim_since(sim, 580, 82, 7))
		return 0x3b;
	if (sim_since(sim, 580, 0, 0))
		return 0x39;
	if (sim_since(sim, 560, 0, 0))
		return 0x38;
	return sim_since(sim, 545, 0, 0) ? 0x36 : 0x35;
}

/* What is told of a partitioned GPU to everybody. */
static bool is_of_whole_board(uint32_t index)
{
	static const uint8_t indices[] = {0x00, 0x03, 0x06, 0x07, 0x08, 0x0e, 0x0f, 0x10,
					  0x17, 0x18, 0x24, 0x26, 0x27, 0x29, 0x2a, 0x2c,
					  0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x32};

	return index <= 0x32 && memchr(indices, (int)index, sizeof(indices)) != NULL;
}

/* The sizes of one's own instance; true when the index has one. */
static bool instance_info(const struct sim_call *call, uint32_t index, uint32_t *ret_data)
{
	uint32_t id = sim_mig_subscription(call);
	const struct sim_gi *gi = id == SIM_NO_ID ? NULL : &call->gpu->mig.instances[id];

	if (!gi || !gi->profile)
		return false;
	switch (index) {
	case 0x07: /* RAM_SIZE */
	case 0x08: /* TOTAL_RAM_SIZE */
	case 0x09: /* HEAP_SIZE */
	case 0x20: /* USABLE_RAM_SIZE */
		*ret_data = (uint32_t)sim_gi_memory_kib(gi);
		return true;
	case 0x16: /* HEAP_FREE */
		*ret_data = (uint32_t)(sim_gi_memory_kib(gi) - sim_gi_used_kib(call->gpu, id));
		return true;
	case 0x05: /* BAR1_SIZE */
	case 0x1d: /* BAR1_AVAIL_SIZE */
		*ret_data = (uint32_t)sim_gi_bar1_kib(call->gpu, gi);
		return true;
	default:
		return false;
	}
}

/* Sizes travel in KiB, but the L2 cache in bytes. */
static uint32_t fb_info(struct sim_call *call, uint32_t index, uint32_t *ret_data)
{
	const struct sim_gpu *gpu = call->gpu;
	const struct machine_model *model = gpu->model;
	uint32_t heap = sim_gpu_heap_kib(gpu);
	uint32_t bar1_used = kib((uint32_t)gpu->state.bar1_used_mib);
	uint32_t bar1 = kib(model->bar1_mib);

	if (index > last_index(call->sim))
		return SIM_INVALID_ARGUMENT;
	if (!is_of_whole_board(index) && sim_mig_hides(call))
		return SIM_INSUFFICIENT_PERMISSIONS;
	if (instance_info(call, index, ret_data))
		return SIM_OK;
	switch (index) {
	case 0x05: /* BAR1_SIZE */
		*ret_data = bar1;
		return SIM_OK;
	case 0x07: /* RAM_SIZE */
	case 0x08: /* TOTAL_RAM_SIZE */
		*ret_data = kib(model->memory_mib);
		return SIM_OK;
	case 0x09: /* HEAP_SIZE */
	case 0x20: /* USABLE_RAM_SIZE */
		*ret_data = heap;
		return SIM_OK;
	case 0x0b: /* BUS_WIDTH */
		*ret_data = model->memory_bus_bits;
		return model->memory_bus_bits ? SIM_OK : SIM_NOT_SUPPORTED;
	case 0x16: /* HEAP_FREE */
		*ret_data = heap - sim_gpu_used_kib(gpu);
		return SIM_OK;
	case 0x1b: /* L2CACHE_SIZE */
		*ret_data = model->l2_bytes;
		return model->l2_bytes ? SIM_OK : SIM_NOT_SUPPORTED;
	case 0x1d: /* BAR1_AVAIL_SIZE */
	case 0x1f: /* BAR1_MAX_CONTIGUOUS_AVAIL_SIZE */
		*ret_data = bar1 > bar1_used ? bar1 - bar1_used : 0;
		return SIM_OK;
	case 0x2a: /* ALLOW_PAGE_RETIREMENT */
		*ret_data = model->page_retirement;
		return SIM_OK;
	case 0x17: /* RAM_LOCATION: GPU dedicated */
	case 0x18: /* FB_IS_BROKEN */
	case 0x24: /* L2CACHE_ONLY_MODE */
	case 0x36: /* IS_ZERO_FB */
		*ret_data = 0;
		return SIM_OK;
	case 0x33: /* PROTECTED_MEM_SIZE_TOTAL_KB */
		*ret_data = (uint32_t)sim_gpu_protected_kib(gpu);
		return SIM_OK;
	case 0x34: /* PROTECTED_MEM_SIZE_FREE_KB */
		*ret_data = (uint32_t)sim_gpu_protected_kib(gpu);
		if (*ret_data != 0)
			*ret_data -= kib(call->sim->machine->conf_compute.protected_used_mib);
		return SIM_OK;
	case 0x2d: /* ECC status: FB_INFO index of the mode now */
		*ret_data = model->ecc_enabled;
		return SIM_OK;
	case 0x3b: /* NUMA_NODE_ID */
		*ret_data = sim_gpu_memory_node(gpu);
		return SIM_OK;
	default:
		return SIM_NOT_SUPPORTED;
	}
}

uint32_t sim_get_fb_info(struct sim_call *call, void *neutral)
{
	struct rm_fb_get_info *params = neutral;

	return sim_info_list_at(call, params->fb_info_list, params->fb_info_list_size, fb_info);
}

uint32_t sim_get_fb_info_v2(struct sim_call *call, void *neutral)
{
	struct rm_fb_get_info_v2 *params = neutral;

	return sim_info_list(call, params->fb_info_list, params->fb_info_list_size, 64, fb_info);
}

uint32_t sim_get_offlined_pages(struct sim_call *call, void *neutral)
{
	if (!call->gpu->model->page_retirement)
		return SIM_NOT_SUPPORTED;
	memset(neutral, 0, sizeof(struct rm_fb_get_offlined_pages));
	return SIM_OK;
}

uint32_t sim_get_remapped_rows(struct sim_call *call, void *neutral)
{
	if (!call->gpu->model->row_remapper)
		return SIM_NOT_SUPPORTED;
	memset(neutral, 0, sizeof(struct rm_fb_get_remapped_rows));
	return SIM_OK;
}

/* No row is remapped: every bank has all its spares. */
uint32_t sim_get_row_histogram(struct sim_call *call, void *neutral)
{
	struct rm_fb_get_row_remapper_histogram *params = neutral;

	if (!call->gpu->model->row_remapper)
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	params->histogram[0] = call->gpu->model->row_remap_banks;
	return SIM_OK;
}

uint32_t sim_get_dram_encryption_support(struct sim_call *call, void *neutral)
{
	if (!call->gpu->model->dram_encryption)
		return SIM_NOT_SUPPORTED;
	((struct rm_fb_query_dram_encryption_inforom_support *)neutral)->is_supported = 1;
	return SIM_OK;
}

uint32_t sim_get_dram_encryption(struct sim_call *call, void *neutral)
{
	if (!call->gpu->model->dram_encryption)
		return SIM_NOT_SUPPORTED;
	((struct rm_fb_query_dram_encryption_status *)neutral)->current_status =
	    call->gpu->entry->dram_encrypted;
	return SIM_OK;
}

uint32_t sim_get_dram_encryption_pending(struct sim_call *call, void *neutral)
{
	struct rm_fb_query_dram_encryption_pending_configuration *params = neutral;

	if (!call->gpu->model->dram_encryption)
		return SIM_NOT_SUPPORTED;
	params->current_configuration = call->gpu->dram_encryption_pending;
	return SIM_OK;
}

uint32_t sim_set_dram_encryption(struct sim_call *call, void *neutral)
{
	const struct rm_fb_set_dram_encryption_configuration *params = neutral;

	if (!call->gpu->model->dram_encryption)
		return SIM_NOT_SUPPORTED;
	if (params->new_configuration > 1)
		return SIM_INVALID_ARGUMENT;
	call->gpu->dram_encryption_pending = params->new_configuration == 1;
	return SIM_OK;
}
