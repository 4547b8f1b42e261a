/* SPDX-License-Identifier: MIT */
/* How each device reaches each other one, as a table. */

#include "links.h"
#include "places.h"
#include "topo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNDERLINE "\033[4m"
#define PLAIN "\033[0m"
#define CPUS_MAX 4096

/* Where the active links of a GPU end. */
struct ends {
	unsigned int in_switches;
	unsigned int count;
	struct {
		unsigned int domain, bus, device;
	} peers[LINKS_MAX];
};

/* A line and column of the matrix. */
struct node {
	char label[72];
	struct gpu *gpu; /* NULL: a network adapter */
	struct place place;
	struct ends ends;
};

struct matrix {
	struct machine *machine;
	struct node *nodes;
	size_t count;
	struct nic *nics;
	size_t nic_count;
	bool pci_only;
};

static void find_ends(struct gpu *gpu, struct ends *ret_ends)
{
	struct links links;
	nvmlPciInfo_t pci;

	links_ask(gpu, &links);
	for (unsigned int i = 0; i < LINKS_MAX; i++) {
		if (links.states[i] != LINK_UP)
			continue;
		if (link_ends_in_switch(gpu, i)) {
			ret_ends->in_switches++;
		} else if (link_remote_pci(gpu, i, &pci) == NVML_SUCCESS) {
			ret_ends->peers[ret_ends->count].domain = pci.domain;
			ret_ends->peers[ret_ends->count].bus = pci.bus;
			ret_ends->peers[ret_ends->count++].device = pci.device;
		}
	}
}

/* Links that end at the other GPU, or in the switches that both are connected to. */
static unsigned int count_links(const struct node *from, const struct node *to)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < from->ends.count; i++)
		count += from->ends.peers[i].domain == gpu_number(to->gpu, VALUE_PCI_DOMAIN, -1) &&
			 from->ends.peers[i].bus == gpu_number(to->gpu, VALUE_PCI_BUS, -1) &&
			 from->ends.peers[i].device == gpu_number(to->gpu, VALUE_PCI_DEVICE, -1);
	if (!count && to->ends.in_switches)
		count = from->ends.in_switches;
	return count;
}

static const char *level_name(nvmlGpuTopologyLevel_t level)
{
	switch (level) {
	case NVML_TOPOLOGY_INTERNAL:
	case NVML_TOPOLOGY_SINGLE:
		return "PIX";
	case NVML_TOPOLOGY_MULTIPLE:
		return "PXB";
	case NVML_TOPOLOGY_HOSTBRIDGE:
		return "PHB";
	case NVML_TOPOLOGY_NODE:
		return "NODE";
	case NVML_TOPOLOGY_SYSTEM:
		return "SYS";
	default:
		return "N/A";
	}
}

static bool find_level(const struct node *a, const struct node *b,
		       nvmlGpuTopologyLevel_t *ret_level)
{
	if (a->gpu && b->gpu)
		return topo_level(a->gpu, b->gpu, ret_level) == NVML_SUCCESS;
	if (!place_is_known(&a->place) || !place_is_known(&b->place))
		return false;
	*ret_level = place_level(&a->place, &b->place);
	return true;
}

static void print_cell(const struct matrix *matrix, const struct node *from, const struct node *to)
{
	nvmlGpuTopologyLevel_t level;
	unsigned int links = 0;

	if (from->gpu && to->gpu && from != to && !matrix->pci_only)
		links = count_links(from, to);
	if (from == to)
		out("\t X ");
	else if (links)
		out("\tNV%u", links);
	else
		out("\t%s", find_level(from, to, &level) ? level_name(level) : "N/A");
}

static bool has_memory_column(const struct matrix *matrix)
{
	return matrix->machine->branch >= 450;
}

static bool has_node_column(const struct matrix *matrix)
{
	return matrix->machine->branch >= 535;
}

/* An adapter has the same columns, with nothing in them. */
static void print_affinities(const struct matrix *matrix, struct gpu *gpu)
{
	char cpus[CPUS_MAX] = "";
	char nodes[CPUS_MAX] = "";
	char own[32] = "";

	if (gpu) {
		topo_cpus(gpu, cpus, sizeof(cpus));
		topo_nodes(gpu, nodes, sizeof(nodes));
		topo_gpu_node(gpu, own, sizeof(own));
	}
	out("\t%s", cpus);
	/* NVIDIA's moves what is not there to the next stop. */
	if (has_memory_column(matrix))
		out("\t%s%s", strcmp(nodes, "N/A") == 0 ? "\t" : "", nodes);
	if (has_node_column(matrix))
		out("\t\t%s", own);
	out("\n");
}

static void print_header(const struct matrix *matrix)
{
	out("\t" UNDERLINE);
	for (size_t i = 0; i < matrix->count; i++)
		out("%s\t", matrix->nodes[i].label);
	out("CPU Affinity%s%s" PLAIN "\n", has_memory_column(matrix) ? "\tNUMA Affinity" : "",
	    has_node_column(matrix) ? "\tGPU NUMA ID" : "");
}

static void print_rows(const struct matrix *matrix)
{
	for (size_t row = 0; row < matrix->count; row++) {
		const struct node *node = &matrix->nodes[row];

		out("%s", node->label);
		for (size_t column = 0; column < matrix->count; column++)
			print_cell(matrix, node, &matrix->nodes[column]);
		print_affinities(matrix, node->gpu);
	}
}

/* Adapters have numbers from 515 on, and a legend; before, their names. */
static bool numbers_nics(const struct matrix *matrix)
{
	return matrix->machine->branch >= 515;
}

static void print_legend(const struct matrix *matrix)
{
	bool bridges = matrix->machine->branch >= 430;

	out("\nLegend:\n\n"
	    "  X    = Self\n"
	    "  SYS  = Connection traversing PCIe as well as the SMP interconnect between NUMA "
	    "nodes (e.g., QPI/UPI)\n"
	    "  NODE = Connection traversing PCIe as well as the interconnect between PCIe Host "
	    "Bridges within a NUMA node\n"
	    "  PHB  = Connection traversing PCIe as well as a PCIe Host Bridge (typically the "
	    "CPU)\n"
	    "  PXB  = Connection traversing multiple PCIe %s (without traversing the PCIe Host "
	    "Bridge)\n"
	    "  PIX  = Connection traversing %s\n",
	    bridges ? "bridges" : "switches",
	    bridges ? "at most a single PCIe bridge" : "a single PCIe switch");
	if (!matrix->pci_only)
		out("  NV#  = Connection traversing a bonded set of # NVLinks\n");
	if (!matrix->nic_count || !numbers_nics(matrix))
		return;
	out("\nNIC Legend:\n\n");
	for (size_t i = 0; i < matrix->nic_count; i++)
		out("  NIC%zu: %s\n", i, matrix->nics[i].name);
}

static void add_gpus(struct matrix *matrix)
{
	for (unsigned int i = 0; i < matrix->machine->gpu_count; i++) {
		struct node *node = &matrix->nodes[matrix->count++];

		node->gpu = matrix->machine->gpus[i];
		snprintf(node->label, sizeof(node->label), "GPU%u", node->gpu->index);
		if (!matrix->pci_only)
			find_ends(node->gpu, &node->ends);
		if (matrix->nic_count)
			place_of_gpu(node->gpu, &node->place);
	}
}

static void add_nics(struct matrix *matrix)
{
	for (size_t i = 0; i < matrix->nic_count; i++) {
		struct node *node = &matrix->nodes[matrix->count++];

		node->place = matrix->nics[i].place;
		if (numbers_nics(matrix))
			snprintf(node->label, sizeof(node->label), "NIC%zu", i);
		else
			snprintf(node->label, sizeof(node->label), "%s", matrix->nics[i].name);
	}
}

int topo_print_matrix(struct machine *machine, bool pci_only)
{
	struct matrix matrix = {.machine = machine, .pci_only = pci_only};

	matrix.nic_count = places_nics(&matrix.nics);
	matrix.nodes = calloc(machine->gpu_count + matrix.nic_count, sizeof(*matrix.nodes));
	if (matrix.nodes) {
		add_gpus(&matrix);
		add_nics(&matrix);
		print_header(&matrix);
		print_rows(&matrix);
		print_legend(&matrix);
	}
	free(matrix.nodes);
	free(matrix.nics);
	return matrix.nodes ? 0 : 255;
}
