/* SPDX-License-Identifier: MIT */
#include "core/gpu.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm/mig_session.h"
#include "rm_constants.h"

#define KIB 1024ull

/* All sizes of the list are KiB, but the bus width. */
static nvmlReturn_t fb_info(struct gpu *gpu, const struct rm_session *session,
			    struct rm_fb_get_info_v2 *params)
{
	return rm_control_seeing(gpu, session, RM_FB_GET_INFO_V2, params);
}

/* A GPU that has no memory of its own reports a total of nothing. */
nvmlReturn_t rm_memory_seen(struct gpu *gpu, const struct rm_session *session,
			    struct memory_state *ret_memory)
{
	struct rm_fb_get_info_v2 params = {
	    .fb_info_list_size = 3,
	    .fb_info_list = {{.index = NV2080_CTRL_FB_INFO_INDEX_HEAP_FREE},
			     {.index = NV2080_CTRL_FB_INFO_INDEX_TOTAL_RAM_SIZE},
			     {.index = NV2080_CTRL_FB_INFO_INDEX_HEAP_SIZE}}};
	nvmlReturn_t result = fb_info(gpu, session, &params);

	if (result == NVML_SUCCESS && params.fb_info_list[1].data == 0)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS) {
		ret_memory->free = params.fb_info_list[0].data * KIB;
		ret_memory->total = params.fb_info_list[1].data * KIB;
		ret_memory->heap = params.fb_info_list[2].data * KIB;
	}
	return result;
}

static nvmlReturn_t bar1_by_control(struct gpu *gpu, const struct rm_session *session,
				    uint32_t *ret_size_kib, uint32_t *ret_free_kib)
{
	struct rm_fb_get_info_v2 params = {
	    .fb_info_list_size = 2,
	    .fb_info_list = {{.index = NV2080_CTRL_FB_INFO_INDEX_BAR1_SIZE},
			     {.index = NV2080_CTRL_FB_INFO_INDEX_BAR1_AVAIL_SIZE}}};
	nvmlReturn_t result = fb_info(gpu, session, &params);

	if (result == NVML_SUCCESS) {
		*ret_size_kib = params.fb_info_list[0].data;
		*ret_free_kib = params.fb_info_list[1].data;
	}
	return result;
}

static nvmlReturn_t bar1_of_kib(uint32_t size_kib, uint32_t free_kib, struct bar1_state *ret_bar1)
{
	if (size_kib == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	ret_bar1->total = size_kib * KIB;
	ret_bar1->free = free_kib * KIB;
	return NVML_SUCCESS;
}

nvmlReturn_t rm_bar1_seen(struct gpu *gpu, const struct rm_session *session,
			  struct bar1_state *ret_bar1)
{
	uint32_t size_kib = 0, free_kib = 0;
	nvmlReturn_t result = bar1_by_control(gpu, session, &size_kib, &free_kib);

	return result == NVML_SUCCESS ? bar1_of_kib(size_kib, free_kib, ret_bar1) : result;
}

/* With MIG on the page says 0 where it means "not available"; coherent boards have no BAR1. */
static nvmlReturn_t rm_bar1(struct gpu *gpu, struct bar1_state *ret_bar1)
{
	uint32_t size_kib = 0, free_kib = 0;

	if (rm_page_read_bar1(gpu, &size_kib, &free_kib) != RM_PAGE_OK || size_kib == 0)
		return rm_bar1_seen(gpu, NULL, ret_bar1);
	return bar1_of_kib(size_kib, free_kib, ret_bar1);
}

static nvmlReturn_t rm_memory(struct gpu *gpu, struct memory_state *ret_memory)
{
	return rm_memory_seen(gpu, NULL, ret_memory);
}

/* Alone in its list: the other sizes of a partitioned GPU are not for everybody. */
static nvmlReturn_t rm_memory_total(struct gpu *gpu, uint64_t *ret_total)
{
	struct rm_fb_get_info_v2 params = {
	    .fb_info_list_size = 1,
	    .fb_info_list = {{.index = NV2080_CTRL_FB_INFO_INDEX_TOTAL_RAM_SIZE}}};
	nvmlReturn_t result = fb_info(gpu, NULL, &params);

	if (result == NVML_SUCCESS)
		*ret_total = params.fb_info_list[0].data * KIB;
	return result;
}

static nvmlReturn_t rm_memory_bus_bits(struct gpu *gpu, uint32_t *ret_bits)
{
	struct rm_fb_get_info_v2 params = {
	    .fb_info_list_size = 1,
	    .fb_info_list = {{.index = NV2080_CTRL_FB_INFO_INDEX_BUS_WIDTH}}};
	nvmlReturn_t result = fb_info(gpu, NULL, &params);

	if (result == NVML_SUCCESS)
		*ret_bits = params.fb_info_list[0].data;
	return result;
}

static nvmlReturn_t rm_protected_memory(struct gpu *gpu, struct protected_memory *ret_memory)
{
	struct rm_fb_get_info_v2 params = {
	    .fb_info_list_size = 2,
	    .fb_info_list = {{.index = NV2080_CTRL_FB_INFO_INDEX_PROTECTED_MEM_SIZE_FREE_KB},
			     {.index = NV2080_CTRL_FB_INFO_INDEX_PROTECTED_MEM_SIZE_TOTAL_KB}}};
	nvmlReturn_t result = fb_info(gpu, NULL, &params);

	if (result == NVML_SUCCESS)
		*ret_memory = (struct protected_memory){.free = params.fb_info_list[0].data * KIB,
							.total = params.fb_info_list[1].data * KIB};
	return result;
}

/* The number of the first command moved; the layouts know where it is. */
static nvmlReturn_t rm_dram_encryption(struct gpu *gpu, struct dram_encryption *ret_mode)
{
	struct rm_fb_query_dram_encryption_status now = {0};
	struct rm_fb_query_dram_encryption_pending_configuration next = {0};
	nvmlReturn_t result = rm_control(gpu, RM_FB_QUERY_DRAM_ENCRYPTION_STATUS, &now);

	if (result == NVML_SUCCESS)
		result = rm_control(gpu, RM_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION, &next);
	if (result == NVML_SUCCESS)
		*ret_mode = (struct dram_encryption){
		    .enabled = now.current_status ==
			       NV2080_CTRL_CMD_FB_QUERY_DRAM_ENCRYPTION_STATUS_ENABLED,
		    .pending = next.current_configuration ==
			       NV2080_CTRL_FB_QUERY_DRAM_ENCRYPTION_PENDING_CONFIGURATION_ENABLED};
	return result;
}

static nvmlReturn_t rm_set_dram_encryption(struct gpu *gpu, bool enabled)
{
	struct rm_fb_set_dram_encryption_configuration params = {
	    .new_configuration = enabled
				     ? NV2080_CTRL_FB_SET_DRAM_ENCRYPTION_CONFIGURATION_ENABLE
				     : NV2080_CTRL_FB_SET_DRAM_ENCRYPTION_CONFIGURATION_DISABLE};

	return rm_control(gpu, RM_FB_SET_DRAM_ENCRYPTION_CONFIGURATION, &params);
}

void rm_memory_fill(struct provider_ops *ops)
{
	ops->memory = rm_memory;
	ops->memory_total = rm_memory_total;
	ops->bar1 = rm_bar1;
	ops->protected_memory = rm_protected_memory;
	ops->dram_encryption = rm_dram_encryption;
	ops->set_dram_encryption = rm_set_dram_encryption;
	ops->memory_bus_bits = rm_memory_bus_bits;
}
