/* SPDX-License-Identifier: MIT */
/* PCI and PCIe. */
#include <string.h>

#include "sim/controls.h"
#include "sim/life.h"

#define BUS_TYPE_PCI_EXPRESS 3u
/* Counters that always move, in bytes per second (no recording says how much). */
#define IDLE_TX_BYTES_PER_S 600000u
#define IDLE_RX_BYTES_PER_S 550000u

uint32_t sim_get_bus_pci_info(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_pci_info *params = neutral;
	const struct machine_model *model = call->gpu->model;

	params->pci_device_id = model->pci_device << 16 | 0x10de;
	params->pci_sub_system_id = model->pci_subsystem << 16 | model->pci_subvendor;
	params->pci_revision_id = 0xa1;
	params->pci_ext_device_id = model->pci_device;
	return SIM_OK;
}

/* Raw registers: speed code in 3:0, width in 9:4; the status half is shifted by 16. */
static uint32_t link_word(uint32_t gen, uint32_t width)
{
	return gen | width << 4;
}

uint32_t sim_gpu_slot_gen(const struct sim_gpu *gpu)
{
	return gpu->entry->pcie_slot_gen ? gpu->entry->pcie_slot_gen : gpu->model->pcie_max_gen;
}

/* GEN 15:12, CURR_LEVEL 19:16, GPU_GEN 23:20, each a generation less one. */
uint32_t sim_gpu_pcie_gen_info(const struct sim_gpu *gpu)
{
	uint32_t own = gpu->model->pcie_max_gen - 1;
	uint32_t slot = sim_gpu_slot_gen(gpu) - 1;
	uint32_t max = slot < own ? slot : own;

	return max << 12 | (gpu->state.pcie_gen - 1) << 16 | own << 20;
}

static uint32_t bus_info(struct sim_call *call, uint32_t index, uint32_t *ret_data)
{
	const struct sim_gpu *gpu = call->gpu;

	switch (index) {
	case 0x00: /* TYPE */
	case 0x13: /* INTERFACE_TYPE */
	case 0x2e: /* GPU_INTERFACE_TYPE */
		*ret_data = BUS_TYPE_PCI_EXPRESS;
		return SIM_OK;
	case 0x01: /* INTLINE */
		*ret_data = gpu->irq;
		return SIM_OK;
	case 0x03: /* PCIE_GPU_LINK_CAPS */
		*ret_data = link_word(gpu->model->pcie_max_gen, gpu->model->pcie_max_width);
		return SIM_OK;
	case 0x04: /* PCIE_ROOT_LINK_CAPS */
		*ret_data = link_word(sim_gpu_slot_gen(gpu), gpu->model->pcie_max_width);
		return SIM_OK;
	case 0x07: /* PCIE_GPU_LINK_CTRL_STATUS */
	case 0x08: /* PCIE_ROOT_LINK_CTRL_STATUS */
		*ret_data = link_word(gpu->state.pcie_gen, gpu->state.pcie_width) << 16;
		return SIM_OK;
	case 0x0f: /* BUS_NUMBER */
		*ret_data = gpu->bus;
		return SIM_OK;
	case 0x10: /* DEVICE_NUMBER */
		*ret_data = gpu->device;
		return SIM_OK;
	case 0x2c: /* DOMAIN_NUMBER */
		*ret_data = gpu->domain;
		return SIM_OK;
	case 0x2d: /* PCIE_GEN_INFO */
		*ret_data = sim_gpu_pcie_gen_info(gpu);
		return SIM_OK;
	case 0x33: /* SYSMEM_CONNECTION_TYPE: PCIe or C2C */
		*ret_data = gpu->model->coherent ? 2 : 0;
		return SIM_OK;
	default:
		break;
	}
	if (index >= 0x1c && index <= 0x27) { /* link error counters */
		*ret_data = 0;
		return SIM_OK;
	}
	return SIM_INVALID_ARGUMENT;
}

uint32_t sim_get_bus_info(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_info *params = neutral;

	return sim_info_list_at(call, params->bus_info_list, params->bus_info_list_size, bus_info);
}

uint32_t sim_get_bus_info_v2(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_info_v2 *params = neutral;

	return sim_info_list(call, params->bus_info_list, params->bus_info_list_size,
			     sizeof(params->bus_info_list) / sizeof(params->bus_info_list[0]),
			     bus_info);
}

uint32_t sim_get_pex_counters(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_pex_counters *params = neutral;
	uint32_t mask = params->pex_counter_mask;

	memset(params, 0, sizeof(*params));
	params->pex_counter_mask = mask;
	if (mask & 2u) /* NV2080_CTRL_BUS_PEX_COUNTER_REPLAY_COUNT */
		params->pex_counters[1] = (uint16_t)call->gpu->state.pcie_replay;
	return SIM_OK;
}

uint32_t sim_clear_pex_counters(struct sim_call *call, void *neutral)
{
	const struct rm_bus_clear_pex_counters *params = neutral;

	if (params->pex_counter_mask & 2u)
		call->gpu->state.pcie_replay = 0;
	return SIM_OK;
}

/* Lanes without an error. */
uint32_t sim_get_pex_lane_counters(struct sim_call *call, void *neutral)
{
	(void)call;
	memset(neutral, 0, sizeof(struct rm_bus_get_pex_lane_counters));
	return SIM_OK;
}

#define CAPTYPE_P2P 2u /* NV2080_CTRL_CMD_BUS_PCIE_ATOMICS_CAPTYPE_P2P */

uint32_t sim_get_req_atomics(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_pcie_req_atomics_caps *params = neutral;

	if (params->cap_type > CAPTYPE_P2P)
		return SIM_INVALID_ARGUMENT;
	if (call->gpu->model->pcie_atomics_outbound < 0 || params->cap_type == CAPTYPE_P2P)
		return SIM_NOT_SUPPORTED;
	params->atomics_caps = (uint32_t)call->gpu->model->pcie_atomics_outbound;
	return SIM_OK;
}

uint32_t sim_get_cpl_atomics(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_pcie_cpl_atomics_caps *params = neutral;

	if (call->gpu->model->pcie_atomics_inbound < 0)
		return SIM_NOT_SUPPORTED;
	params->atomics_caps = (uint32_t)call->gpu->model->pcie_atomics_inbound;
	return SIM_OK;
}

/* NVML shows words of 4 bytes, counted for 20 ms, in units of 1000 bytes per second. */
static uint32_t counted(uint64_t us, int32_t kb_per_s, uint32_t if_untold)
{
	uint64_t per_s = kb_per_s < 0 ? if_untold : (uint64_t)kb_per_s * 250;

	return (uint32_t)(us * per_s / 1000000);
}

/* Free-running 32-bit counters; one count of load stands for four bytes, as libraries read it. */
uint32_t sim_get_pex_util(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_pex_util_counters *params = neutral;
	uint64_t us = call->sim->now_ns / 1000;
	const struct sim_counters busy = sim_body_counters(call->gpu);

	memset(params->pex_counters, 0, sizeof(params->pex_counters));
	if (params->pex_counter_mask & 1u)
		params->pex_counters[0] =
		    counted(us, call->gpu->state.pcie_tx_kb_per_s, IDLE_TX_BYTES_PER_S) +
		    (uint32_t)(uint64_t)(busy.pcie_tx_bytes / 4);
	if (params->pex_counter_mask & 2u)
		params->pex_counters[1] =
		    counted(us, call->gpu->state.pcie_rx_kb_per_s, IDLE_RX_BYTES_PER_S) +
		    (uint32_t)(uint64_t)(busy.pcie_rx_bytes / 4);
	return SIM_OK;
}

uint32_t sim_clear_pex_util(struct sim_call *call, void *neutral)
{
	(void)call;
	(void)neutral;
	return SIM_OK;
}

/* Chips with the port answer for it, also where no processor is at its other end. */
static bool has_c2c_port(const struct sim_gpu *gpu)
{
	return gpu->chip->architecture == ARCHITECTURE_HOPPER ||
	       gpu->chip->architecture == ARCHITECTURE_BLACKWELL;
}

#define REMOTE_CPU 1u /* NV2080_CTRL_BUS_GET_C2C_INFO_REMOTE_TYPE_CPU */

uint32_t sim_get_c2c_info(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_c2c_info *params = neutral;
	const struct machine_c2c *c2c = &call->gpu->model->c2c;

	if (!has_c2c_port(call->gpu))
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	if (!call->gpu->model->coherent)
		return SIM_OK;
	params->is_link_up = 1;
	params->link_in_hs = 1;
	params->nr_links = c2c->links;
	params->max_nr_links = c2c->links;
	params->link_mask = (1u << c2c->links) - 1;
	params->per_link_bw_mbytesps = c2c->link_mb_per_s;
	params->remote_type = REMOTE_CPU;
	return SIM_OK;
}

uint32_t sim_get_c2c_errors(struct sim_call *call, void *neutral)
{
	struct rm_bus_get_c2c_err_info *params = neutral;
	const struct machine_c2c *c2c = &call->gpu->model->c2c;
	uint32_t room = sizeof(params->err_cnts) / sizeof(params->err_cnts[0]);

	if (!call->gpu->model->coherent)
		return SIM_NOT_SUPPORTED;
	memset(params, 0, sizeof(*params));
	for (uint32_t i = 0; i < c2c->links && i < room; i++) {
		params->err_cnts[i].nr_crc_err_intr = c2c->crc_errors;
		params->err_cnts[i].nr_replay_err_intr = c2c->replays;
		params->err_cnts[i].nr_replay_b2b_err_intr = c2c->replays_back_to_back;
	}
	return SIM_OK;
}

/* The link stays at full power. */
uint32_t sim_get_c2c_low_power(struct sim_call *call, void *neutral)
{
	if (!call->gpu->model->coherent)
		return SIM_NOT_SUPPORTED;
	memset(neutral, 0, sizeof(struct rm_bus_get_c2c_lpwr_stats));
	return SIM_OK;
}
