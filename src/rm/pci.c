/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "rm/rm.h"
#include "rm_constants.h"

/* Generations in PCIE_GEN_INFO are codes: 0 is the first generation. */
#define GEN_INFO_MAX(data) (((data) >> 12 & 0xf) + 1)
#define GEN_INFO_CURRENT(data) (((data) >> 16 & 0xf) + 1)
#define GEN_INFO_GPU(data) (((data) >> 20 & 0xf) + 1)

/* Answers fields 1 and 2 of the counters: bits of the mask, places of the array. */
#define PEX_REPLAY_COUNT_BIT 1

static nvmlReturn_t rm_pci_ids(struct gpu *gpu, struct pci_ids *ret_ids)
{
	struct rm_bus_get_pci_info params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_PCI_INFO, &params);

	if (result == NVML_SUCCESS) {
		ret_ids->device = params.pci_device_id;
		ret_ids->subsystem = params.pci_sub_system_id;
	}
	return result;
}

/*
 * The bus type comes along in the same call: link values mean something on PCIe
 * alone. One index that the driver refuses would spoil the list, so ask no others.
 */
static nvmlReturn_t pcie_info(struct gpu *gpu, uint32_t first, uint32_t second,
			      struct rm_bus_get_info_v2 *params, bool *ret_express)
{
	*params = (struct rm_bus_get_info_v2){
	    .bus_info_list_size = 3,
	    .bus_info_list = {
		{.index = NV2080_CTRL_BUS_INFO_INDEX_TYPE}, {.index = first}, {.index = second}}};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_INFO_V2, params);

	if (result == NVML_SUCCESS)
		*ret_express =
		    params->bus_info_list[0].data == NV2080_CTRL_BUS_INFO_TYPE_PCI_EXPRESS;
	return result;
}

static nvmlReturn_t rm_pcie_generations(struct gpu *gpu, struct pcie_generations *ret_generations)
{
	struct rm_bus_get_info_v2 params;
	bool express = false;
	nvmlReturn_t result =
	    pcie_info(gpu, NV2080_CTRL_BUS_INFO_INDEX_PCIE_GEN_INFO,
		      NV2080_CTRL_BUS_INFO_INDEX_PCIE_GPU_LINK_CAPS, &params, &express);

	if (result == NVML_SUCCESS && !express)
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS) {
		uint32_t data = params.bus_info_list[1].data;
		ret_generations->current = GEN_INFO_CURRENT(data);
		ret_generations->max = GEN_INFO_MAX(data);
		ret_generations->gpu_max = GEN_INFO_GPU(data);
	}
	return result;
}

static nvmlReturn_t rm_pcie_registers(struct gpu *gpu, struct pcie_registers *ret_registers)
{
	struct rm_bus_get_info_v2 params;
	bool express = false;
	nvmlReturn_t result =
	    pcie_info(gpu, NV2080_CTRL_BUS_INFO_INDEX_PCIE_GPU_LINK_CAPS,
		      NV2080_CTRL_BUS_INFO_INDEX_PCIE_GPU_LINK_CTRL_STATUS, &params, &express);

	if (result == NVML_SUCCESS) {
		ret_registers->express = express;
		ret_registers->capabilities = params.bus_info_list[1].data;
		ret_registers->control_status = params.bus_info_list[2].data;
	}
	return result;
}

static nvmlReturn_t one_info(struct gpu *gpu, uint32_t index, uint32_t *ret_data)
{
	struct rm_bus_get_info_v2 params = {.bus_info_list_size = 1,
					    .bus_info_list = {{.index = index}}};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_INFO_V2, &params);

	if (result == NVML_SUCCESS)
		*ret_data = params.bus_info_list[0].data;
	return result;
}

static nvmlReturn_t rm_bus_type(struct gpu *gpu, uint32_t *ret_type)
{
	return one_info(gpu, NV2080_CTRL_BUS_INFO_INDEX_TYPE, ret_type);
}

static nvmlReturn_t rm_irq(struct gpu *gpu, uint32_t *ret_irq)
{
	return one_info(gpu, NV2080_CTRL_BUS_INFO_INDEX_INTLINE, ret_irq);
}

static nvmlReturn_t rm_pcie_replays(struct gpu *gpu, uint32_t *ret_count)
{
	struct rm_bus_get_pex_counters params = {.pex_counter_mask = 1u << PEX_REPLAY_COUNT_BIT};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_PEX_COUNTERS, &params);

	if (result == NVML_SUCCESS)
		*ret_count = params.pex_counters[PEX_REPLAY_COUNT_BIT];
	return result;
}

static nvmlReturn_t rm_pcie_counters(struct gpu *gpu, uint32_t mask,
				     struct pcie_counters *ret_counters)
{
	struct rm_bus_get_pex_counters params = {.pex_counter_mask = mask};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_PEX_COUNTERS, &params);

	if (result == NVML_SUCCESS)
		memcpy(ret_counters->of, params.pex_counters, sizeof(ret_counters->of));
	return result;
}

static nvmlReturn_t rm_clear_pcie_counters(struct gpu *gpu, uint32_t mask)
{
	struct rm_bus_clear_pex_counters params = {.pex_counter_mask = mask};

	return rm_control(gpu, RM_BUS_CLEAR_PEX_COUNTERS, &params);
}

static nvmlReturn_t rm_pcie_lane_errors(struct gpu *gpu, uint8_t *ret_counts)
{
	struct rm_bus_get_pex_lane_counters params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_PEX_LANE_COUNTERS, &params);

	if (result == NVML_SUCCESS)
		memcpy(ret_counts, params.pex_lane_counter, sizeof(params.pex_lane_counter));
	return result;
}

/* What the GPU may ask of system memory (type 0), and what others may ask of the GPU. */
static nvmlReturn_t rm_pcie_atomics(struct gpu *gpu, enum pcie_atomics direction,
				    uint32_t *ret_mask)
{
	struct rm_bus_get_pcie_req_atomics_caps outbound = {0};
	struct rm_bus_get_pcie_cpl_atomics_caps inbound = {0};
	bool is_outbound = direction == PCIE_ATOMICS_OUTBOUND;
	nvmlReturn_t result = is_outbound
				  ? rm_control(gpu, RM_BUS_GET_PCIE_REQ_ATOMICS_CAPS, &outbound)
				  : rm_control(gpu, RM_BUS_GET_PCIE_CPL_ATOMICS_CAPS, &inbound);

	if (result == NVML_SUCCESS)
		*ret_mask = is_outbound ? outbound.atomics_caps : inbound.atomics_caps;
	return result;
}

static nvmlReturn_t rm_pcie_bytes(struct gpu *gpu, uint32_t mask, uint32_t *ret_bytes)
{
	struct rm_bus_get_pex_util_counters params = {.pex_counter_mask = mask};
	nvmlReturn_t result = rm_control(gpu, RM_BUS_GET_PEX_UTIL_COUNTERS, &params);

	if (result == NVML_SUCCESS)
		*ret_bytes =
		    params.pex_counters[mask == NV2080_CTRL_BUS_PEX_UTIL_COUNTER_TX_BYTES ? 0 : 1];
	return result;
}

void rm_pci_fill(struct provider_ops *ops)
{
	ops->pci_ids = rm_pci_ids;
	ops->pcie_generations = rm_pcie_generations;
	ops->pcie_registers = rm_pcie_registers;
	ops->bus_type = rm_bus_type;
	ops->irq = rm_irq;
	ops->pcie_replays = rm_pcie_replays;
	ops->pcie_bytes = rm_pcie_bytes;
	ops->pcie_counters = rm_pcie_counters;
	ops->clear_pcie_counters = rm_clear_pcie_counters;
	ops->pcie_lane_errors = rm_pcie_lane_errors;
	ops->pcie_atomics = rm_pcie_atomics;
}
