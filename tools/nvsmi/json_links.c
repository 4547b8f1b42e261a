/* SPDX-License-Identifier: MIT */
/* What connects GPUs: each one's NVLinks, and how every two of them reach each other. */

#include "../../gen/smi_json.h"
#include "answers.h"
#include "links.h"
#include "topo.h"

#include <string.h>

/* Where the active links of a GPU lead. */
struct ends {
	unsigned int count;
	nvmlReturn_t status; /* why there are none */
	char bus_id[LINKS_MAX][NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE];
};

static nvmlReturn_t link_number(struct gpu *gpu, const char *symbol, unsigned int link,
				unsigned int *ret_number)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int *) =
	    library_symbol(symbol);

	*ret_number = 0;
	return function ? function(gpu_device(gpu), link, ret_number)
			: NVML_ERROR_FUNCTION_NOT_FOUND;
}

static void set_link(struct gpu *gpu, const char *symbol, unsigned int link, struct value *ret_cell)
{
	unsigned int number;
	nvmlReturn_t status = link_number(gpu, symbol, link, &number);

	json_set_number(ret_cell, status, number);
}

static void set_errors(struct gpu *gpu, unsigned int link, struct value *cells)
{
	for (int kind = NVML_NVLINK_ERROR_DL_REPLAY; kind <= NVML_NVLINK_ERROR_DL_CRC_DATA;
	     kind++) {
		unsigned long long count = 0;
		nvmlReturn_t status =
		    link_errors(gpu, link, (nvmlNvLinkErrorCounter_t)kind, &count);

		json_set_number(&cells[JSON_NVLINK_ERRORS_REPLAY + kind], status, (int64_t)count);
	}
}

static void set_fields(struct gpu *gpu, unsigned int link, struct value *cells)
{
	nvmlFieldValue_t fields[] = {
	    {.fieldId = NVML_FI_DEV_NVLINK_GET_SPEED, .scopeId = link},
	    {.fieldId = NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX, .scopeId = link},
	    {.fieldId = NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX, .scopeId = link},
	};

	gpu_fields(gpu, fields, 3);
	for (size_t i = 0; i < 3; i++) {
		nvmlReturn_t status = fields[i].nvmlReturn;
		struct value *cell = &cells[JSON_NVLINK_SPEED_MB_PER_S + i];

		json_set_number(cell, status, status ? 0 : field_number(&fields[i]));
		cell->read_us = fields[i].timestamp;
	}
}

static void print_link(struct gpu *gpu, unsigned int link, bool active)
{
	struct value cells[JSON_ROWS_OF_NVLINK];
	char bus_id[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE];
	nvmlReturn_t status = link_remote_bus_id(gpu, link, bus_id);

	json_set_number(&cells[JSON_NVLINK_LINK], NVML_SUCCESS, link);
	json_set_number(&cells[JSON_NVLINK_ACTIVE], NVML_SUCCESS, active);
	set_link(gpu, "nvmlDeviceGetNvLinkVersion", link, &cells[JSON_NVLINK_VERSION]);
	set_link(gpu, "nvmlDeviceGetNvLinkRemoteDeviceType", link, &cells[JSON_NVLINK_REMOTE_TYPE]);
	json_set_text(&cells[JSON_NVLINK_REMOTE_BUS_ID], status, bus_id);
	set_fields(gpu, link, cells);
	set_errors(gpu, link, cells);
	json_item();
	json_object(JSON_OF_NVLINK, cells, NULL, NULL);
}

nvmlReturn_t json_nvlinks(struct gpu *gpu)
{
	struct links links;

	links_ask(gpu, &links);
	if (!links.present)
		return links.status ? links.status : NVML_ERROR_NOT_SUPPORTED;
	json_open('[');
	for (unsigned int link = 0; link < LINKS_MAX; link++) {
		if (links.states[link] != LINK_ABSENT)
			print_link(gpu, link, links.states[link] == LINK_UP);
	}
	json_close(']');
	return NVML_SUCCESS;
}

static void find_ends(struct gpu *gpu, struct ends *ret_ends)
{
	struct links links;

	memset(ret_ends, 0, sizeof(*ret_ends));
	links_ask(gpu, &links);
	if (!links.present)
		ret_ends->status = links.status ? links.status : NVML_ERROR_NOT_SUPPORTED;
	for (unsigned int link = 0; link < LINKS_MAX; link++) {
		char *bus_id = ret_ends->bus_id[ret_ends->count];

		if (links.states[link] == LINK_UP &&
		    link_remote_bus_id(gpu, link, bus_id) == NVML_SUCCESS)
			ret_ends->count++;
	}
}

static int64_t count_to(const struct ends *ends, struct gpu *peer)
{
	const struct value *bus = gpu_value(peer, VALUE_BUS_ID);
	int64_t count = 0;

	if (bus->status != NVML_SUCCESS)
		return 0;
	for (unsigned int i = 0; i < ends->count; i++)
		count += !strcmp(ends->bus_id[i], bus->text);
	return count;
}

/* nvmlGpuTopologyLevel_t counts in tens. */
static void set_level(struct gpu *gpu, struct gpu *peer, struct value *ret_cell)
{
	nvmlGpuTopologyLevel_t level = NVML_TOPOLOGY_INTERNAL;
	nvmlReturn_t status = topo_level(gpu, peer, &level);

	json_set_number(ret_cell, status, level / 10);
}

static void set_p2p(struct gpu *gpu, struct gpu *peer, struct value *cells)
{
	for (int kind = NVML_P2P_CAPS_INDEX_READ; kind <= NVML_P2P_CAPS_INDEX_ATOMICS; kind++) {
		nvmlGpuP2PStatus_t found = NVML_P2P_STATUS_OK;
		nvmlReturn_t status = topo_p2p(gpu, peer, (nvmlGpuP2PCapsIndex_t)kind, &found);

		json_set_number(&cells[JSON_PAIR_P2P_READ + kind], status, found);
	}
}

static void print_pair(struct gpu *gpu, struct gpu *peer, const struct ends *ends)
{
	struct value cells[JSON_ROWS_OF_PAIR];

	json_set_number(&cells[JSON_PAIR_GPU], NVML_SUCCESS, gpu->index);
	json_set_number(&cells[JSON_PAIR_PEER], NVML_SUCCESS, peer->index);
	set_level(gpu, peer, &cells[JSON_PAIR_LEVEL]);
	json_set_number(&cells[JSON_PAIR_NVLINKS], ends->status, count_to(ends, peer));
	set_p2p(gpu, peer, cells);
	json_item();
	json_object(JSON_OF_PAIR, cells, NULL, NULL);
}

void json_topology(struct machine *machine)
{
	static struct ends ends;

	json_open('[');
	for (unsigned int i = 0; i + 1 < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];

		if (gpu->refused != NVML_SUCCESS)
			continue;
		find_ends(gpu, &ends);
		for (unsigned int j = i + 1; j < machine->gpu_count; j++) {
			if (machine->gpus[j]->refused == NVML_SUCCESS)
				print_pair(gpu, machine->gpus[j], &ends);
		}
	}
	json_close(']');
}
