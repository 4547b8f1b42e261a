/* SPDX-License-Identifier: MIT */

#include "nvlink.h"

#include "commands.h"
#include "subcommand.h"

#include <string.h>

enum nvlink_option {
	NVLINK_STATUS, /* views, in the order of the table */
	NVLINK_CAPABILITIES,
	NVLINK_BUS,
	NVLINK_REMOTE,
	NVLINK_ERRORS,
	NVLINK_CRC_ERRORS,
	NVLINK_RESET_ERRORS,
	NVLINK_THROUGHPUT,
	NVLINK_INFO,
	NVLINK_LOW_POWER,
	NVLINK_SET_LOW_POWER,
	NVLINK_VIEWS,
	NVLINK_ID = NVLINK_VIEWS,
	NVLINK_LINK,
	NVLINK_SET_CONTROL,
	NVLINK_GET_CONTROL,
	NVLINK_COUNTERS,
	NVLINK_RESET_COUNTERS,
	NVLINK_BANDWIDTH,
	NVLINK_SET_BANDWIDTH,
};

static const struct argument known[] = {
    {"-h", "--help", ARGUMENTS_HELP, TAKES_NOTHING},
    {"-i", "--id", NVLINK_ID, TAKES_VALUE, VALUES_GPUS},
    {"-l", "--link", NVLINK_LINK, TAKES_VALUE},
    {"-s", "--status", NVLINK_STATUS, TAKES_NOTHING},
    {"-c", "--capabilities", NVLINK_CAPABILITIES, TAKES_NOTHING},
    {"-p", "--pcibusid", NVLINK_BUS, TAKES_NOTHING},
    {"-R", "--remotelinkinfo", NVLINK_REMOTE, TAKES_NOTHING},
    {"-sc", "--setcontrol", NVLINK_SET_CONTROL, TAKES_PERHAPS},
    {"-gc", "--getcontrol", NVLINK_GET_CONTROL, TAKES_PERHAPS},
    {"-g", "--getcounters", NVLINK_COUNTERS, TAKES_PERHAPS},
    {"-r", "--resetcounters", NVLINK_RESET_COUNTERS, TAKES_PERHAPS},
    {"-e", "--errorcounters", NVLINK_ERRORS, TAKES_NOTHING},
    {"-ec", "--crcerrorcounters", NVLINK_CRC_ERRORS, TAKES_NOTHING},
    {"-re", "--reseterrorcounters", NVLINK_RESET_ERRORS, TAKES_NOTHING},
    {"-gt", "--getthroughput", NVLINK_THROUGHPUT, TAKES_VALUE, "d r"},
    {"-info", "--info", NVLINK_INFO, TAKES_NOTHING},
    {"-gLowPwrInfo", "--getLowPowerInfo", NVLINK_LOW_POWER, TAKES_NOTHING},
    {"-sLowPwrThres", "--setLowPowerThreshold", NVLINK_SET_LOW_POWER, TAKES_VALUE},
    {"-gBwMode", "--getBandwidthMode", NVLINK_BANDWIDTH, TAKES_NOTHING},
    {"-sBwMode", "--setBandwidthMode", NVLINK_SET_BANDWIDTH, TAKES_VALUE},
    {0},
};

static const struct nvlink_view views[NVLINK_VIEWS] = {
    [NVLINK_STATUS] = {.link = nvlink_status, .is_for_down = true},
    [NVLINK_CAPABILITIES] = {.link = nvlink_capabilities},
    [NVLINK_BUS] = {.link = nvlink_bus},
    [NVLINK_REMOTE] = {.link = nvlink_remote},
    [NVLINK_ERRORS] = {.link = nvlink_errors},
    [NVLINK_CRC_ERRORS] = {.link = nvlink_crc_errors},
    [NVLINK_RESET_ERRORS] = {.link = nvlink_reset},
    [NVLINK_THROUGHPUT] = {.link = nvlink_throughput},
    [NVLINK_INFO] = {.gpu = nvlink_info},
    [NVLINK_LOW_POWER] = {.gpu = nvlink_low_power},
    [NVLINK_SET_LOW_POWER] = {.gpu = nvlink_set_low_power},
};

struct request {
	bool views[NVLINK_VIEWS];
	const char *values[NVLINK_VIEWS];
	const char *ids;
	const char *link;
	unsigned int only; /* the link, where one is given */
	bool bandwidth;
	const char *set_bandwidth;
	const char *deprecated;
};

static void print_help(void)
{
	out("nvsmi nvlink: the NVLinks of each GPU\n\n"
	    "  -s,  --status              up or not, and how fast\n"
	    "  -c,  --capabilities        what a link can do\n"
	    "  -p,  --pcibusid            PCI bus id of the other end\n"
	    "  -R,  --remotelinkinfo      the same, and the link's number there\n"
	    "  -e,  --errorcounters       replays, recoveries and CRC errors\n"
	    "  -ec, --crcerrorcounters    CRC errors of data\n"
	    "  -re, --reseterrorcounters  all of them back to 0\n"
	    "  -gt, --getthroughput=d|r   KiB sent and received: d payload, r with protocol\n"
	    "  -info, --info              version, encryption and firmware\n"
	    "  -gLowPwrInfo, --getLowPowerInfo             when links go to low power\n"
	    "  -sLowPwrThres, --setLowPowerThreshold=N     set it, or \"default\"\n"
	    "  -gBwMode, --getBandwidthMode                bandwidth mode of all GPUs\n"
	    "  -sBwMode, --setBandwidthMode=NAME           set it; \"values\" lists the names\n"
	    "  -l,  --link=N              only this link\n"
	    "  -i,  --id=ID,...           only these GPUs: index, UUID, bus id or serial\n"
	    "  -h,  --help                this text\n\n"
	    "-sc, -gc, -g and -r belong to counters that drivers do not have any more.\n");
}

/* True if there are links to speak of; otherwise what NVIDIA's says instead is printed. */
static bool print_gate(struct gpu *gpu, const struct machine *machine, struct links *ret_links,
		       int *ret_status)
{
	bool mig = mig_is_on(gpu);

	*ret_status = 0;
	links_ask(gpu, ret_links);
	bool missing = text_is_missing(ret_links->status);

	/* Before 595 nothing is said of a GPU without links, not even that it is there. */
	if (!mig && missing && machine->branch < 595)
		return false;
	*ret_status = list_gpu(gpu);
	if (*ret_status)
		return false;
	if (mig) {
		out("Nvlink queries are not supported for Devices in MIG mode\n");
		return false;
	}
	if (missing) {
		out("Device does not have or support Nvlink\n");
		return false;
	}
	if (ret_links->status != NVML_SUCCESS) {
		out("NVML: Unable to retrieve Nvlink information: %s\n",
		    library_error(ret_links->status));
		*ret_status = gpu->refused == STATUS_ASLEEP ? 0 : exit_status(ret_links->status);
		return false;
	}
	if (!ret_links->up)
		out("NVML: Unable to retrieve %s information as all links are inActive\n",
		    machine->branch < 580 ? "NVLink" : "Nvlink");
	return ret_links->up > 0;
}

static int print_links(struct gpu *gpu, const struct links *links, const struct nvlink_view *view,
		       const struct request *request)
{
	int status = 0;

	if (view->gpu)
		return view->gpu(gpu, view);
	for (unsigned int i = 0; i < LINKS_MAX && !status; i++) {
		if (links->states[i] == LINK_ABSENT || (request->link && i != request->only))
			continue;
		if (links->states[i] == LINK_UP || view->is_for_down)
			status = view->link(gpu, i, links, view);
	}
	return status;
}

/* The GPU is named once, then all that was asked of it follows. */
static int print_gpu(struct gpu *gpu, const struct machine *machine, const struct request *request)
{
	struct links links;
	int status;

	if (!print_gate(gpu, machine, &links, &status))
		return status;
	if (request->link && links.states[request->only] == LINK_ABSENT) {
		complain("Link %u does not exist\n", request->only);
		return EXIT_ARGUMENT;
	}
	for (unsigned int i = 0; i < NVLINK_VIEWS && !status; i++) {
		struct nvlink_view view = views[i];

		view.value = request->values[i];
		view.machine = machine;
		if (request->views[i])
			status = print_links(gpu, &links, &view, request);
	}
	return status;
}

static int run(const struct request *request)
{
	static struct machine machine;
	int status;

	machine.changes = request->set_bandwidth || request->views[NVLINK_SET_LOW_POWER] ||
			  request->views[NVLINK_RESET_ERRORS];
	status = start_machine(&machine, request->ids);
	if (status)
		return status;
	if (request->set_bandwidth)
		return nvlink_set_bandwidth_mode(request->set_bandwidth);
	if (request->bandwidth)
		return nvlink_print_bandwidth_mode();
	for (unsigned int i = 0; i < machine.gpu_count; i++) {
		int failed = print_gpu(machine.gpus[i], &machine, request);

		status = status ? status : failed;
	}
	return status;
}

/* What NVIDIA's help says of these options since the counters are gone. */
static const char *deprecation(int id)
{
	switch (id) {
	case NVLINK_SET_CONTROL:
		return "Setting counter control is deprecated!";
	case NVLINK_GET_CONTROL:
		return "Getting counter control is deprecated!";
	case NVLINK_COUNTERS:
		return "Getting counters using option -g is deprecated. Please use option "
		       "-gt/--getthroughput instead.";
	case NVLINK_RESET_COUNTERS:
		return "Resetting counters is deprecated!";
	default:
		return NULL;
	}
}

static void apply(struct request *request, int id, const char *value)
{
	if (id < NVLINK_VIEWS) {
		request->views[id] = true;
		request->values[id] = value;
	} else if (id == NVLINK_ID) {
		request->ids = value;
	} else if (id == NVLINK_LINK) {
		request->link = value;
	} else if (id == NVLINK_BANDWIDTH) {
		request->bandwidth = true;
	} else if (id == NVLINK_SET_BANDWIDTH) {
		request->set_bandwidth = value;
	} else {
		request->deprecated = deprecation(id);
	}
}

/* 0, or an exit status after the message was printed. */
static int check(struct request *request)
{
	const char *letters = request->values[NVLINK_THROUGHPUT];

	if (request->link && !arguments_number(request->link, LINKS_MAX - 1, &request->only)) {
		complain("Invalid link: %s\n", request->link);
		return EXIT_ARGUMENT;
	}
	if (letters && letters[strspn(letters, "dr")]) {
		complain("Invalid counter type: %s\n", letters);
		return EXIT_ARGUMENT;
	}
	return 0;
}

int command_nvlink(int argc, char **argv)
{
	struct arguments arguments = arguments_of(known, argc, argv);
	struct request request = {0};
	int status;

	while (arguments_next(&arguments))
		apply(&request, arguments.id, arguments.value);
	status = subcommand_end(&arguments, print_help);
	if (!status)
		status = check(&request);
	if (status)
		return status;
	if (request.deprecated) {
		out("%s\n", request.deprecated);
		return 0;
	}
	return run(&request);
}
