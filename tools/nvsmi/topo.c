/* SPDX-License-Identifier: MIT */

#include "topo.h"

#include "commands.h"
#include "select.h"
#include "settings.h"
#include "subcommand.h"

#include <string.h>

enum topo_option {
	TOPO_ID,
	TOPO_MATRIX,
	TOPO_MATRIX_PCI,
	TOPO_CPU,
	TOPO_NEAREST,
	TOPO_PATH,
	TOPO_P2P,
	TOPO_CPU_NODE,
	TOPO_MEMORY_NODE,
	TOPO_GPU_NODE,
};

#define BIT(option) (1u << (option))
#define NODES (BIT(TOPO_CPU_NODE) | BIT(TOPO_MEMORY_NODE) | BIT(TOPO_GPU_NODE))

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", TOPO_ID, TAKES_VALUE, VALUES_GPUS},
    {"-m", "--matrix", TOPO_MATRIX, TAKES_NOTHING},
    {"-mp", "--matrix_pci", TOPO_MATRIX_PCI, TAKES_NOTHING},
    {"-c", "--cpu", TOPO_CPU, TAKES_VALUE},
    {"-n", "--nearest_gpus", TOPO_NEAREST, TAKES_VALUE},
    {"-p", "--gpu_path", TOPO_PATH, TAKES_NOTHING},
    {"-p2p", "--p2pstatus", TOPO_P2P, TAKES_VALUE},
    {"-C", "--get-numa-id-of-nearby-cpu", TOPO_CPU_NODE, TAKES_NOTHING},
    {"-M", "--get-numa-id-of-nearby-mem", TOPO_MEMORY_NODE, TAKES_NOTHING},
    {"-gnid", "--gpu-numa-id", TOPO_GPU_NODE, TAKES_NOTHING},
    {0},
};

struct request {
	unsigned int chosen; /* bits of topo_option */
	const char *ids;
	const char *cpu;
	const char *level;
	const char *capabilities;
};

static void print_help(void)
{
	out("nvsmi topo: how GPUs, processors and network adapters are connected\n\n"
	    "  -m,   --matrix             every device with every other; with NVLinks\n"
	    "  -mp,  --matrix_pci         the same over PCIe alone\n"
	    "  -p,   --gpu_path           the path between the two GPUs of -i\n"
	    "  -n,   --nearest_gpus=N     GPUs that the one of -i reaches over a path N:\n"
	    "                             0 a switch on a board of two, 1 one PCIe switch,\n"
	    "                             2 several, 3 a host bridge, 4 those of a NUMA\n"
	    "                             node, 5 several NUMA nodes\n"
	    "  -c,   --cpu=N              GPUs near this processor\n"
	    "  -p2p, --p2pstatus=LETTERS  may GPUs reach another's memory: r read, w write,\n"
	    "                             n NVLink, a atomics, p PCIe\n"
	    "  -C,   --get-numa-id-of-nearby-cpu    NUMA node of the processors near a GPU\n"
	    "  -M,   --get-numa-id-of-nearby-mem    NUMA node of the memory near a GPU\n"
	    "  -gnid, --gpu-numa-id       NUMA node that a GPU's own memory is\n"
	    "  -i,   --id=ID,...          GPUs by index, UUID, bus id or serial number, for\n"
	    "                             -n, -p, -C, -M and -gnid\n"
	    "  -h,   --help               this text\n");
}

static const char *path_name(nvmlGpuTopologyLevel_t level)
{
	switch (level) {
	case NVML_TOPOLOGY_INTERNAL:
		return "a single PCIe switch on a dual GPU board";
	case NVML_TOPOLOGY_SINGLE:
		return "a single PCIe switch";
	case NVML_TOPOLOGY_MULTIPLE:
		return "multiple PCIe switches";
	case NVML_TOPOLOGY_HOSTBRIDGE:
		return "a PCIe host bridge";
	case NVML_TOPOLOGY_NODE:
		return "an on-CPU interconnect link between PCIe host bridges";
	default:
		return "an SMP interconnect link between NUMA nodes";
	}
}

static int print_path(struct machine *machine)
{
	nvmlGpuTopologyLevel_t level;
	nvmlReturn_t status;

	if (machine->gpu_count != 2) {
		complain("The -p command line argument needs two GPUs in -i.\n\n");
		return EXIT_OPTION;
	}
	status = topo_level(machine->gpus[0], machine->gpus[1], &level);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to determine the path", machine->gpus[0], status);
	out("Device %u is connected to device %u by way of %s.\n", machine->gpus[0]->index,
	    machine->gpus[1]->index, path_name(level));
	return 0;
}

/* The whole machine is asked, and the GPU in question found in it. */
static int print_nearest(struct machine *machine, const struct request *request)
{
	struct machine subject = *machine;
	unsigned int number;
	unsigned int found = 0;

	select_gpus(&subject, request->ids);
	if (subject.gpu_count == 0)
		return start_fail_without_gpus();
	if (subject.gpu_count != 1 || !arguments_number(request->level, 5, &number)) {
		complain("The -n command line argument needs a path from 0 to 5, and one GPU in "
			 "-i.\n\n");
		return EXIT_OPTION;
	}
	nvmlGpuTopologyLevel_t wanted = (nvmlGpuTopologyLevel_t)(number * 10);
	out("Device %u is connected by way of %s to device(s):", subject.gpus[0]->index,
	    path_name(wanted));
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		nvmlGpuTopologyLevel_t level;

		if (machine->gpus[i] != subject.gpus[0] &&
		    topo_level(subject.gpus[0], machine->gpus[i], &level) == NVML_SUCCESS &&
		    level == wanted)
			out("%s %u", found++ ? "," : "", machine->gpus[i]->index);
	}
	out(found ? "\n" : " none\n");
	return 0;
}

static struct gpu *gpu_of(struct machine *machine, nvmlDevice_t device)
{
	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		if (machine->gpus[i]->handle == device)
			return machine->gpus[i];
	}
	return NULL;
}

static int print_near_cpu(struct machine *machine, const char *cpu)
{
	nvmlReturn_t (*function)(unsigned int, unsigned int *, nvmlDevice_t *) =
	    library_symbol("nvmlSystemGetTopologyGpuSet");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	nvmlDevice_t devices[NVSMI_GPUS] = {0};
	unsigned int count = 0;
	unsigned int number;
	unsigned int found = 0;

	if (!arguments_number(cpu, 1u << 20, &number)) {
		complain("The -c command line argument needs the number of a processor.\n\n");
		return EXIT_OPTION;
	}
	if (function)
		status = function(number, &count, NULL);
	if (status == NVML_SUCCESS && count > NVSMI_GPUS)
		count = NVSMI_GPUS;
	if (status == NVML_SUCCESS && count)
		status = function(number, &count, devices);
	if (status != NVML_SUCCESS) {
		complain("Unable to determine the GPUs near CPU %u: %s\n", number,
			 library_error(status));
		return exit_status(status);
	}
	if (!count && settings.native) {
		complain("No GPU has an affinity with CPU %u.\n", number);
		return NVML_ERROR_NOT_FOUND;
	}
	out("The GPUs that have an affinity with CPU %u are:\n", number);
	for (unsigned int i = 0; i < count && i < NVSMI_GPUS; i++) {
		const struct gpu *gpu = gpu_of(machine, devices[i]);

		if (gpu)
			out("%s%u", found++ ? ", " : "", gpu->index);
	}
	out("\n");
	return 0;
}

static int print_nodes(struct machine *machine, unsigned int chosen)
{
	char text[4096];

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];

		topo_nodes(gpu, text, sizeof(text));
		if (chosen & BIT(TOPO_CPU_NODE))
			out("NUMA IDs of closest CPU: %s\n", *text ? text : "N/A");
		if (chosen & BIT(TOPO_MEMORY_NODE))
			out("NUMA IDs of closest memory: %s\n", *text ? text : "N/A");
		topo_gpu_node(gpu, text, sizeof(text));
		if (chosen & BIT(TOPO_GPU_NODE))
			out("GPU NUMA ID: %s\n", text);
	}
	return 0;
}

static int run(struct machine *machine, const struct request *request)
{
	if (request->chosen & BIT(TOPO_NEAREST))
		return print_nearest(machine, request);
	if (request->ids) {
		select_gpus(machine, request->ids);
		if (!machine->gpu_count)
			return start_fail_without_gpus();
	}
	if (request->chosen & BIT(TOPO_PATH))
		return print_path(machine);
	if (request->chosen & BIT(TOPO_CPU))
		return print_near_cpu(machine, request->cpu);
	if (request->chosen & BIT(TOPO_P2P))
		return topo_print_p2p(machine, request->capabilities);
	if (request->chosen & NODES)
		return print_nodes(machine, request->chosen);
	return topo_print_matrix(machine, request->chosen & BIT(TOPO_MATRIX_PCI));
}

/* True if one command is chosen, or several of the lines that go together. */
static bool is_one(unsigned int chosen)
{
	return chosen == (chosen & NODES) || (chosen & (chosen - 1)) == 0;
}

/* 0, or an exit status after the message was printed. */
static int check(const struct request *request)
{
	unsigned int with_ids = BIT(TOPO_NEAREST) | BIT(TOPO_PATH) | NODES;
	unsigned int needs_ids = BIT(TOPO_NEAREST) | BIT(TOPO_PATH);

	if (!request->chosen) {
		print_help();
		return EXIT_OPTION;
	}
	/* As nvidia-smi one of them is done: what NVIDIA's tool does is not known. */
	if (settings.native && !is_one(request->chosen))
		return subcommand_refuse_combination("topo");
	if (request->ids && !(request->chosen & with_ids)) {
		complain(
		    "The -i command line argument must be used in conjunction with -n or -p.\n\n");
		return EXIT_OPTION;
	}
	if (!request->ids && (request->chosen & needs_ids)) {
		complain("The -n and -p command line arguments must be used in conjunction with "
			 "-i.\n\n");
		return EXIT_OPTION;
	}
	if (request->capabilities &&
	    request->capabilities[strspn(request->capabilities, "rwnap")]) {
		complain("The -p2p command line argument needs letters of r, w, n, a and p.\n\n");
		return EXIT_OPTION;
	}
	return 0;
}

static void apply(struct request *request, enum topo_option option, const char *value)
{
	switch (option) {
	case TOPO_ID:
		request->ids = value;
		return;
	case TOPO_CPU:
		request->cpu = value;
		break;
	case TOPO_NEAREST:
		request->level = value;
		break;
	case TOPO_P2P:
		request->capabilities = value;
		break;
	default:
		break;
	}
	request->chosen |= BIT(option);
}

int command_topo(int argc, char **argv)
{
	static struct machine machine;
	struct arguments arguments = arguments_of(known, argc, argv);
	struct request request = {0};
	int status;

	while (arguments_next(&arguments))
		apply(&request, (enum topo_option)arguments.id, arguments.value);
	status = subcommand_end(&arguments, print_help);
	if (!status)
		status = check(&request);
	if (!status)
		status = start_machine(&machine, NULL);
	return status ? status : run(&machine, &request);
}
