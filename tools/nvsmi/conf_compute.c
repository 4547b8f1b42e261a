/* SPDX-License-Identifier: MIT */
/* nvsmi conf-compute: confidential computing of the whole machine. */

#include "commands.h"
#include "subcommand.h"

#include <inttypes.h>
#include <string.h>

enum cc_option {
	CC_NONE,
	CC_ID,
	CC_CPU,
	CC_GPUS,
	CC_DEV_TOOLS,
	CC_ENVIRONMENT,
	CC_FEATURE,
	CC_MULTI_GPU,
	CC_MEMORY,
	CC_SET_MEMORY,
	CC_READY,
	CC_SET_READY,
	CC_QUERY,
};

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", CC_ID, TAKES_VALUE, VALUES_GPUS},
    {"-gc", "--get-cpu-caps", CC_CPU, TAKES_NOTHING},
    {"-gg", "--get-gpus-caps", CC_GPUS, TAKES_NOTHING},
    {"-d", "--get-devtools-mode", CC_DEV_TOOLS, TAKES_NOTHING},
    {"-e", "--get-environment", CC_ENVIRONMENT, TAKES_NOTHING},
    {"-f", "--get-cc-feature", CC_FEATURE, TAKES_NOTHING},
    {"-mgm", "--get-multigpu-mode", CC_MULTI_GPU, TAKES_NOTHING},
    {"-gm", "--get-mem-size-info", CC_MEMORY, TAKES_NOTHING},
    {"-sm", "--set-unprotected-mem-size", CC_SET_MEMORY, TAKES_VALUE},
    {"-grs", "--get-gpus-ready-state", CC_READY, TAKES_NOTHING},
    {"-srs", "--set-gpus-ready-state", CC_SET_READY, TAKES_VALUE, "0 1"},
    {"-q", "--query-conf-compute", CC_QUERY, TAKES_NOTHING},
    {0},
};

static const char *const words_on[] = {"OFF", "ON"};
static const char *const words_environment[] = {"UNAVAILABLE", "SIM", "PRODUCTION"};
static const char *const words_cpu[] = {"None", "AMD SEV", "INTEL TDX", "AMD SEV-SNP",
					"AMD SEV-SNP(vTOM Mode)"};
static const char *const words_gpus[] = {"Not CC Capable", "CC Capable"};
static const char *const words_multi[] = {"None", "Protected PCIe", "NVLE"};
static const char *const words_ready[] = {"not-ready", "ready"};
static const char *const words_ready_long[] = {"Not Ready", "Ready"};

#define WORD(words, number) word(words, COUNT_OF(words), number)

static const char *word(const char *const *words, size_t count, unsigned int number)
{
	return number < count ? words[number] : "N/A";
}

static void print_help(void)
{
	out("nvsmi conf-compute: confidential computing of the machine\n\n"
	    "  -q,   --query-conf-compute        all of the machine\n"
	    "  -f,   --get-cc-feature            on or off\n"
	    "  -e,   --get-environment           production or simulation\n"
	    "  -d,   --get-devtools-mode         tools of developers are let in\n"
	    "  -mgm, --get-multigpu-mode         how several GPUs are protected\n"
	    "  -gc,  --get-cpu-caps              what the processor can do\n"
	    "  -gg,  --get-gpus-caps             what the GPUs can do\n"
	    "  -grs, --get-gpus-ready-state      whether GPUs take work\n"
	    "  -srs, --set-gpus-ready-state=0|1  let them; needs root\n"
	    "  -gm,  --get-mem-size-info         protected and other memory of each GPU\n"
	    "  -sm,  --set-unprotected-mem-size=KIB    set the other; needs root\n"
	    "  -i,   --id=ID,...                 GPUs for -gm and -sm: index, UUID,\n"
	    "                                    bus id or serial\n"
	    "  -h,   --help                      this text\n");
}

static nvmlReturn_t ask_capabilities(nvmlConfComputeSystemCaps_t *ret_caps)
{
	nvmlReturn_t (*function)(nvmlConfComputeSystemCaps_t *) =
	    library_symbol("nvmlSystemGetConfComputeCapabilities");

	return function ? function(ret_caps) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static nvmlReturn_t ask_state(nvmlConfComputeSystemState_t *ret_state)
{
	nvmlReturn_t (*function)(nvmlConfComputeSystemState_t *) =
	    library_symbol("nvmlSystemGetConfComputeState");

	return function ? function(ret_state) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

static nvmlReturn_t ask_multi_gpu(unsigned int *ret_mode)
{
	nvmlReturn_t (*function)(nvmlSystemConfComputeSettings_t *) =
	    library_symbol("nvmlSystemGetConfComputeSettings");
	nvmlSystemConfComputeSettings_t settings = {.version = nvmlSystemConfComputeSettings_v1};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(&settings);
	if (status == NVML_SUCCESS)
		*ret_mode = settings.multiGpuMode;
	return status;
}

static nvmlReturn_t ask_ready(unsigned int *ret_ready)
{
	nvmlReturn_t (*function)(unsigned int *) =
	    library_symbol("nvmlSystemGetConfComputeGpusReadyState");

	return function ? function(ret_ready) : NVML_ERROR_FUNCTION_NOT_FOUND;
}

/* A driver that knows nothing of it means boards that cannot; anything else is said. */
static int fail(nvmlReturn_t status)
{
	if (text_is_missing(status)) {
		complain("No CC capable devices found.\n");
		return NVML_ERROR_NOT_FOUND;
	}
	complain("Unable to determine the state of confidential computing: %s\n",
		 library_error(status));
	return exit_status(status);
}

static int print_capability(enum cc_option option)
{
	nvmlConfComputeSystemCaps_t caps = {0};
	nvmlReturn_t status = ask_capabilities(&caps);

	if (status != NVML_SUCCESS)
		return fail(status);
	if (option == CC_CPU)
		out("CC CPU Capability: %s\n", WORD(words_cpu, caps.cpuCaps));
	else
		out("CC GPUs Capability: %s\n", WORD(words_gpus, caps.gpusCaps));
	return 0;
}

static int print_state(enum cc_option option)
{
	nvmlConfComputeSystemState_t state = {0};
	nvmlReturn_t status = ask_state(&state);

	if (status != NVML_SUCCESS)
		return fail(status);
	if (option == CC_FEATURE)
		out("CC status: %s\n", WORD(words_on, state.ccFeature));
	else if (option == CC_ENVIRONMENT)
		out("CC Environment: %s\n", WORD(words_environment, state.environment));
	else
		out("DevTools Mode: %s\n", WORD(words_on, state.devToolsMode));
	return 0;
}

static int print_multi_gpu(void)
{
	unsigned int mode = 0;
	nvmlReturn_t status = ask_multi_gpu(&mode);

	if (status != NVML_SUCCESS)
		return fail(status);
	out("Multi-GPU Mode: %s\n", WORD(words_multi, mode));
	return 0;
}

static int print_ready(void)
{
	unsigned int ready = 0;
	nvmlReturn_t status = ask_ready(&ready);

	if (status != NVML_SUCCESS)
		return fail(status);
	out("Confidential Compute GPUs Ready state: %s\n", WORD(words_ready, ready));
	return 0;
}

static int set_ready(const char *value)
{
	nvmlReturn_t (*function)(unsigned int) =
	    library_change("nvmlSystemSetConfComputeGpusReadyState");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int ready;

	if (!arguments_number(value, 1, &ready)) {
		complain("Invalid ready state: %s\n", value);
		return EXIT_ARGUMENT;
	}
	if (function)
		status = function(ready);
	if (status != NVML_SUCCESS) {
		complain("Unable to set the ready state: %s\n", library_error(status));
		return exit_status(status);
	}
	out("Confidential Compute GPUs Ready state set to %s\n", WORD(words_ready, ready));
	return 0;
}

static int print_all(void)
{
	nvmlConfComputeSystemCaps_t caps = {0};
	nvmlConfComputeSystemState_t state = {0};
	unsigned int multi = 0;
	unsigned int ready = 0;
	nvmlReturn_t status = ask_state(&state);

	if (status != NVML_SUCCESS)
		return fail(status);
	bool has_caps = ask_capabilities(&caps) == NVML_SUCCESS;
	out("\n==============NVSMI CONF-COMPUTE LOG==============\n\n"
	    "    CC State                   : %s\n",
	    WORD(words_on, state.ccFeature));
	out("    Multi-GPU Mode             : %s\n",
	    ask_multi_gpu(&multi) == NVML_SUCCESS ? WORD(words_multi, multi) : "N/A");
	out("    CPU CC Capabilities        : %s\n",
	    has_caps ? WORD(words_cpu, caps.cpuCaps) : "N/A");
	out("    GPU CC Capabilities        : %s\n",
	    has_caps ? WORD(words_gpus, caps.gpusCaps) : "N/A");
	out("    CC GPUs Ready State        : %s\n\n",
	    ask_ready(&ready) == NVML_SUCCESS ? WORD(words_ready_long, ready) : "N/A");
	return 0;
}

static int print_memory(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlConfComputeMemSizeInfo_t *) =
	    library_symbol("nvmlDeviceGetConfComputeMemSizeInfo");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	nvmlConfComputeMemSizeInfo_t info = {0};

	if (function)
		status = function(gpu_device(gpu), &info);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to determine the protected memory", gpu, status);
	int listed = list_gpu(gpu);
	out("\t CC Protected Memory: %llu KiB\n\t CC Unprotected Memory: %llu KiB\n",
	    info.protectedMemSizeKib, info.unprotectedMemSizeKib);
	return listed;
}

static int set_memory(struct gpu *gpu, const char *value)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned long long) =
	    library_change("nvmlDeviceSetConfComputeUnprotectedMemSize");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int kib;

	if (!arguments_number(value, UINT32_MAX, &kib)) {
		complain("Invalid size of memory: %s\n", value);
		return EXIT_ARGUMENT;
	}
	if (function)
		status = function(gpu_device(gpu), kib);
	if (status != NVML_SUCCESS)
		return subcommand_fail("Unable to set the unprotected memory", gpu, status);
	int listed = list_gpu(gpu);
	out("\t CC Unprotected Memory set to %u KiB\n", kib);
	return listed;
}

static int each_gpu(struct machine *machine, enum cc_option option, const char *value)
{
	int status = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		struct gpu *gpu = machine->gpus[i];
		int one = option == CC_MEMORY ? print_memory(gpu) : set_memory(gpu, value);

		if (!subcommand_goes_on(gpu, one, &status))
			break;
	}
	return status;
}

static int run(struct machine *machine, enum cc_option option, const char *value)
{
	switch (option) {
	case CC_CPU:
	case CC_GPUS:
		return print_capability(option);
	case CC_DEV_TOOLS:
	case CC_ENVIRONMENT:
	case CC_FEATURE:
		return print_state(option);
	case CC_MULTI_GPU:
		return print_multi_gpu();
	case CC_READY:
		return print_ready();
	case CC_SET_READY:
		return set_ready(value);
	case CC_MEMORY:
	case CC_SET_MEMORY:
		return each_gpu(machine, option, value);
	default:
		return print_all();
	}
}

int command_conf_compute(int argc, char **argv)
{
	static struct machine machine;
	struct arguments arguments = arguments_of(known, argc, argv);
	const char *ids = NULL, *value = NULL;
	enum cc_option chosen = CC_NONE;
	int status;

	while (arguments_next(&arguments)) {
		if (arguments.id == CC_ID) {
			ids = arguments.value;
			continue;
		}
		chosen = (enum cc_option)arguments.id;
		value = arguments.value;
	}
	status = subcommand_end(&arguments, print_help);
	if (status)
		return status;
	if (chosen == CC_NONE) {
		print_help();
		return argc > 1 ? 0 : EXIT_OPTION;
	}
	machine.changes = chosen == CC_SET_MEMORY || chosen == CC_SET_READY;
	status = start_machine(&machine, ids);
	return status ? status : run(&machine, chosen, value);
}
