/* SPDX-License-Identifier: MIT */
/*
 * Random machines: what the library says of each is what its file says. The file's text is read
 * here once more, with the plain YAML reader, and what it means is said by the tables and rules
 * below: units and refusals of the facts (calibration.md, transport.md 9, map-notes.md), the keys
 * as docs/nvsim.md has them. The simulator is asked for one thing beside running and stepping:
 * where heat and clocks of a machine that lives are, which sim_life_moves holds against formulas.
 *
 *   random-machines [SEEDS [FIRST]]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "meaning.h"
#include "sim/driver.h"
#include "sim/life.h"
#include "sim/machine.h"
#include "sim/machine_ranges.h"
#include "sim/machine_schema.h"
#include "sim/port_sim.h"

#define SEEDS 500
#define STEPS 3
#define NAMES 3
#define MIB (1ull << 20)

/* Checks of one GPU. */

static void check_identity(void)
{
	const char *part = text(gpu.model, "board_part_number");
	char got[128];
	unsigned value;

	says("name", text(gpu.model, "name"), nvmlDeviceGetName(gpu.device, got, sizeof(got)), got);
	says("serial", text(gpu.node, "serial"), nvmlDeviceGetSerial(gpu.device, got, sizeof(got)),
	     got);
	if (text(gpu.node, "uuid"))
		says("uuid", text(gpu.node, "uuid"),
		     nvmlDeviceGetUUID(gpu.device, got, sizeof(got)), got);
	if (text(gpu.model, "vbios"))
		says("vbios", text(gpu.model, "vbios"),
		     nvmlDeviceGetVbiosVersion(gpu.device, got, sizeof(got)), got);
	says("inforom image", text(gpu.model, "inforom_image"),
	     nvmlDeviceGetInforomImageVersion(gpu.device, got, sizeof(got)), got);
	says("inforom ecc", text(gpu.model, "inforom_ecc"),
	     nvmlDeviceGetInforomVersion(gpu.device, NVML_INFOROM_ECC, got, sizeof(got)), got);
	/* A board without one has an empty one. */
	says("board part number", part ? part : "",
	     nvmlDeviceGetBoardPartNumber(gpu.device, got, sizeof(got)), got);
	if (answers("minor", NVML_SUCCESS, nvmlDeviceGetMinorNumber(gpu.device, &value)) &&
	    text(gpu.node, "minor"))
		is("minor", number(gpu.node, "minor", 0), value);
	/* structs.tsv: PMGR_MODULE_INFO from 525.53 on. */
	if (world.major >= 525 && yaml_flag(&world.document, gpu.model, "module_board") &&
	    answers("module", NVML_SUCCESS, nvmlDeviceGetModuleId(gpu.device, &value)))
		is("module", number(gpu.node, "module_id", 0) + 1, value);
}

static void check_pci(void)
{
	nvmlPciInfo_t pci;
	unsigned domain, bus, device, value;

	sscanf(text(gpu.node, "pci"), "%x:%x:%x", &domain, &bus, &device);
	if (answers("pci", NVML_SUCCESS, nvmlDeviceGetPciInfo_v3(gpu.device, &pci))) {
		is("domain", domain, pci.domain);
		is("bus", bus, pci.bus);
		is("device", device, pci.device);
		is("pci device", number(gpu.model, "pci_device", 0) << 16 | 0x10de,
		   pci.pciDeviceId);
		is("pci subsystem",
		   number(gpu.model, "pci_subsystem", 0) << 16 |
		       number(gpu.model, "pci_subvendor", 0x10de),
		   pci.pciSubSystemId);
	}
	if (answers("generation", NVML_SUCCESS,
		    nvmlDeviceGetCurrPcieLinkGeneration(gpu.device, &value)) &&
	    !world.lives)
		is("generation", reading("pcie_gen"), value);
	if (answers("width", NVML_SUCCESS, nvmlDeviceGetCurrPcieLinkWidth(gpu.device, &value)))
		is("width", reading("pcie_width"), value);
	if (answers("replays", NVML_SUCCESS, nvmlDeviceGetPcieReplayCounter(gpu.device, &value)))
		is("replays", reading("pcie_replay"), value);
}

static void check_modes(void)
{
	nvmlEnableState_t state, pending;
	nvmlComputeMode_t mode;
	bool capable = yaml_flag(&world.document, gpu.model, "ecc_capable");

	if (answers("persistence", NVML_SUCCESS, nvmlDeviceGetPersistenceMode(gpu.device, &state)))
		is("persistence", yaml_flag(&world.document, gpu.node, "persistence"), state);
	if (answers("compute mode", NVML_SUCCESS, nvmlDeviceGetComputeMode(gpu.device, &mode)))
		is("compute mode", number(gpu.node, "compute_mode", 0), mode);
	if (answers("accounting", NVML_SUCCESS, nvmlDeviceGetAccountingMode(gpu.device, &state)))
		is("accounting", yaml_flag(&world.document, gpu.node, "accounting"), state);
	if (answers("ecc", capable ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED,
		    nvmlDeviceGetEccMode(gpu.device, &state, &pending)))
		is("ecc", yaml_flag(&world.document, gpu.model, "ecc_enabled"), state);
}

static void check_ecc(void)
{
	static const char *const words[][2] = {{"corrected", "uncorrected"},
					       {"volatile", "aggregate"}};
	bool enabled = yaml_flag(&world.document, gpu.model, "ecc_capable") &&
		       yaml_flag(&world.document, gpu.model, "ecc_enabled");

	for (unsigned i = 0; i < 4; i++) {
		char dram[64], sram[64];
		unsigned long long count;

		snprintf(dram, sizeof(dram), "ecc_dram_%s_%s", words[0][i % 2], words[1][i / 2]);
		snprintf(sram, sizeof(sram), "ecc_sram_%s_%s", words[0][i % 2], words[1][i / 2]);
		if (answers("ecc errors", enabled ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED,
			    nvmlDeviceGetTotalEccErrors(gpu.device, i % 2, i / 2, &count)))
			is("ecc errors", reading(dram) + reading(sram), (int64_t)count);
		if (enabled &&
		    answers("dram errors", NVML_SUCCESS,
			    nvmlDeviceGetMemoryErrorCounter(gpu.device, i % 2, i / 2,
							    NVML_MEMORY_LOCATION_DRAM, &count)))
			is("dram errors", reading(dram), (int64_t)count);
	}
}

static void check_memory(void)
{
	nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
	nvmlBAR1Memory_t bar1;
	yaml_node_t *process;
	int64_t used = reading("memory_used_mib"), heap = heap_mib();
	int64_t bar1_mib = number(gpu.model, "bar1_mib", 0);
	unsigned bits;

	for (size_t i = 0; (process = item(list(gpu.node, "processes"), i)); i++)
		if (runs(process))
			used += process_mib(process);
	used = used < heap ? used : heap;
	if (answers("memory", NVML_SUCCESS, nvmlDeviceGetMemoryInfo_v2(gpu.device, &memory))) {
		is("memory total", number(gpu.model, "memory_mib", 0),
		   (int64_t)(memory.total / MIB));
		is("memory reserved", number(gpu.model, "reserved_mib", 0),
		   (int64_t)(memory.reserved / MIB));
		is("memory used", used, (int64_t)(memory.used / MIB));
		is("memory free", heap - used, (int64_t)(memory.free / MIB));
	}
	if (bar1_mib > 0 &&
	    answers("bar1", NVML_SUCCESS, nvmlDeviceGetBAR1MemoryInfo(gpu.device, &bar1))) {
		is("bar1 total", bar1_mib, (int64_t)(bar1.bar1Total / MIB));
		is("bar1 used", reading("bar1_used_mib"), (int64_t)(bar1.bar1Used / MIB));
	}
	if (text(gpu.model, "memory_bus_bits") &&
	    answers("bus width", NVML_SUCCESS, nvmlDeviceGetMemoryBusWidth(gpu.device, &bits)))
		is("bus width", number(gpu.model, "memory_bus_bits", 0), bits);
}

static void check_list(const char *what, char type, nvmlReturn_t result,
		       const nvmlProcessInfo_t *infos, unsigned count)
{
	yaml_node_t *process;
	unsigned place = 0;

	if (!answers(what, NVML_SUCCESS, result))
		return;
	/* By start: those of the file first, then as they came. */
	for (int64_t start = 0; start <= (int64_t)world.age_ms; start += MACHINE_STEP_MS)
		for (size_t i = 0; (process = item(list(gpu.node, "processes"), i)); i++) {
			if (!runs(process) || number(process, "start_ms", 0) != start ||
			    !strchr(text(process, "type"), type))
				continue;
			if (place < count) {
				is("pid", number(process, "pid", 0), infos[place].pid);
				is("process memory", process_mib(process),
				   (int64_t)(infos[place].usedGpuMemory / MIB));
			}
			place++;
		}
	is(what, place, count);
}

/* Of the first few: each question reads files of the whole machine. */
static void check_names(void)
{
	yaml_node_t *process;
	char name[64];

	for (size_t i = 0; i < NAMES && (process = item(list(gpu.node, "processes"), i)); i++) {
		nvmlReturn_t result = nvmlSystemGetProcessName((unsigned)number(process, "pid", 0),
							       name, sizeof(name));

		if (!answers("process name", runs(process) ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND,
			     result))
			continue;
		/* The program without its arguments. */
		is("length of a name", (int64_t)strcspn(text(process, "name"), " "),
		   (int64_t)strlen(name));
		is("process name", 0, strncmp(name, text(process, "name"), strlen(name)));
	}
}

static void check_processes(void)
{
	nvmlProcessInfo_t infos[16];
	unsigned count = 16;
	nvmlReturn_t result = nvmlDeviceGetComputeRunningProcesses_v3(gpu.device, &count, infos);

	check_list("compute processes", 'C', result, infos, count);
	count = 16;
	result = nvmlDeviceGetGraphicsRunningProcesses_v3(gpu.device, &count, infos);
	check_list("graphics processes", 'G', result, infos, count);
}

static unsigned count_ended(void)
{
	yaml_node_t *process;
	unsigned count = 0;

	for (size_t i = 0; (process = item(list(gpu.node, "processes"), i)); i++) {
		int64_t end = number(process, "end_ms", 0);

		count += end > 0 && end <= (int64_t)world.age_ms;
	}
	return count;
}

static void check_ended(yaml_node_t *process)
{
	nvmlAccountingStats_t stats;
	int64_t start = number(process, "start_ms", 0), end = number(process, "end_ms", 0);

	if (end == 0 || end > (int64_t)world.age_ms)
		return;
	if (!answers("account", NVML_SUCCESS,
		     nvmlDeviceGetAccountingStats(gpu.device, (unsigned)number(process, "pid", 0),
						  &stats)))
		return;
	is("account time", end - start, (int64_t)stats.time);
	is("account start", (number(list(world.root, "time"), "epoch_s", 0) * 1000 + start) * 1000,
	   (int64_t)stats.startTime);
}

static void check_accounts(void)
{
	static unsigned pids[4000];
	unsigned count = 4000, accounts = 0;
	nvmlAccountingStats_t stats;
	yaml_node_t *account, *process;

	if (!yaml_flag(&world.document, gpu.node, "accounting"))
		return;
	for (; (account = item(list(gpu.node, "accounts"), accounts)); accounts++) {
		if (!answers("account", NVML_SUCCESS,
			     nvmlDeviceGetAccountingStats(
				 gpu.device, (unsigned)number(account, "pid", 0), &stats)))
			continue;
		is("account gpu", number(account, "gpu_percent", 0), stats.gpuUtilization);
		is("account memory", number(account, "max_memory_mib", 0),
		   (int64_t)(stats.maxMemoryUsage / MIB));
		is("account time",
		   (number(account, "end_us", 0) - number(account, "start_us", 0)) / 1000,
		   (int64_t)stats.time);
	}
	if (answers("accounted pids", NVML_SUCCESS,
		    nvmlDeviceGetAccountingPids(gpu.device, &count, pids)))
		is("accounted pids", accounts + count_ended() + count_running(), count);
	for (size_t i = 0; (process = item(list(gpu.node, "processes"), i)); i++)
		check_ended(process);
}

/* A reading that moves by itself where the machine lives. */
static int64_t present(const char *key)
{
	const struct sim_gpu *running = sim_gpu_at(world.sim, gpu.index);

	return world.lives ? machine_value_of(&running->state,
					      &machine_state_fields[machine_state_find(key)])
			   : reading(key);
}

static void check_clock(nvmlClockType_t type, const char *key)
{
	int64_t expected = present(key);
	unsigned mhz;

	if (answers(key, if_there(expected, gpu.page && reading("graphics_mhz") >= 0),
		    nvmlDeviceGetClockInfo(gpu.device, type, &mhz)))
		is(key, expected, mhz);
}

static void check_telemetry(void)
{
	nvmlFanSpeedInfo_t fan = {.version = nvmlFanSpeedInfo_v1};
	/* The mean of a second where there is one, else what is drawn now. */
	int64_t power_mw =
	    present("power_mw") > 0 ? present("power_mw") : present("power_instant_mw");
	bool turns = gpu.page && world.major >= 575 && present("fan_rpm") > 0;
	unsigned long long reasons;
	unsigned value;

	if (reading("temperature_c") > 0 &&
	    answers("temperature", NVML_SUCCESS,
		    nvmlDeviceGetTemperature(gpu.device, NVML_TEMPERATURE_GPU, &value)))
		is("temperature", present("temperature_c"), value);
	if (answers("power", if_there(power_mw, gpu.page),
		    nvmlDeviceGetPowerUsage(gpu.device, &value)))
		is("power", power_mw, value);
	if (answers("limit", if_there(reading("power_limit_mw"), gpu.page),
		    nvmlDeviceGetEnforcedPowerLimit(gpu.device, &value)))
		is("limit", reading("power_limit_mw"), value);
	check_clock(NVML_CLOCK_GRAPHICS, "graphics_mhz");
	check_clock(NVML_CLOCK_SM, "sm_mhz");
	check_clock(NVML_CLOCK_MEM, "memory_mhz");
	check_clock(NVML_CLOCK_VIDEO, "video_mhz");
	if (answers("reasons", if_there(0, gpu.page),
		    nvmlDeviceGetCurrentClocksEventReasons(gpu.device, &reasons)))
		is("reasons", present("throttle_reasons"), (int64_t)reasons);
	if (answers("fan", turns ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED,
		    nvmlDeviceGetFanSpeedRPM(gpu.device, &fan)))
		is("fan", present("fan_rpm"), fan.speed);
}

/* Without a page the driver's samples tell, and those name one process at a time. */
static void check_use(void)
{
	int64_t busy = world.lives ? sum_percent("sm_percent") : reading("gpu_percent");
	int64_t memory = world.lives ? sum_percent("memory_percent") : reading("memory_percent");
	int64_t at_ease = reading("pstate");
	nvmlPstates_t pstate;
	nvmlUtilization_t use;

	if (reading("gpu_percent") < 0 || reading("memory_percent") < 0)
		return;
	if ((gpu.page || (!world.lives && count_running() == 0)) &&
	    answers("use", NVML_SUCCESS, nvmlDeviceGetUtilizationRates(gpu.device, &use))) {
		is("use", busy, use.gpu);
		is("use of memory", memory, use.memory);
	}
	if (world.lives && at_ease >= 0)
		at_ease = busy > 0 ? 0 : at_rest("pstate");
	if (answers("pstate", if_there(reading("pstate"), true),
		    nvmlDeviceGetPerformanceState(gpu.device, &pstate)) &&
	    at_ease >= 0)
		is("pstate", at_ease, pstate);
}

static void check_links(void)
{
	int64_t links = number(list(gpu.model, "nvlink"), "links", 0);
	nvmlEnableState_t state;

	for (unsigned i = 0; i < links; i++)
		if (answers("link", NVML_SUCCESS, nvmlDeviceGetNvLinkState(gpu.device, i, &state)))
			is("link", NVML_FEATURE_ENABLED, state);
}

static void look_at(unsigned index)
{
	yaml_node_t *models = list(world.root, "models");

	memset(&gpu, 0, sizeof(gpu));
	gpu.index = index;
	gpu.node = item(list(world.root, "gpus"), index);
	for (size_t i = 0; (gpu.model = item(models, i)); i++)
		if (strcmp(text(gpu.model, "id"), text(gpu.node, "model")) == 0)
			break;
	gpu.state = list(gpu.node, "state");
	gpu.idle = list(gpu.model, "idle");
	gpu.page = polls();
	answers("handle", NVML_SUCCESS,
		nvmlDeviceGetHandleByPciBusId_v2(text(gpu.node, "pci"), &gpu.device));
}

/* Checks of the whole machine. */

static void check_system(void)
{
	/* ids/driver-cuda.tsv */
	static const int cuda[][2] = {{515, 11070}, {520, 11080}, {525, 12000}, {530, 12010},
				      {535, 12020}, {545, 12030}, {550, 12040}, {555, 12050},
				      {560, 12060}, {565, 12070}, {570, 12080}, {575, 12090},
				      {580, 13000}, {590, 13010}, {595, 13020}};
	char got[80];
	int version;
	unsigned count;

	says("driver", text(world.root, "driver"), nvmlSystemGetDriverVersion(got, sizeof(got)),
	     got);
	for (size_t i = 0; i < sizeof(cuda) / sizeof(cuda[0]); i++)
		if (cuda[i][0] == world.major &&
		    answers("cuda", NVML_SUCCESS, nvmlSystemGetCudaDriverVersion_v2(&version)))
			is("cuda", cuda[i][1], version);
	if (answers("count", NVML_SUCCESS, nvmlDeviceGetCount_v2(&count)))
		is("count", world.gpus, count);
}

/* Indices go by address. */
static void check_order(void)
{
	uint64_t last = 0;

	for (unsigned i = 0; i < world.gpus; i++) {
		nvmlDevice_t device;
		nvmlPciInfo_t pci;

		if (!answers("handle", NVML_SUCCESS, nvmlDeviceGetHandleByIndex_v2(i, &device)) ||
		    !answers("pci", NVML_SUCCESS, nvmlDeviceGetPciInfo_v3(device, &pci)))
			continue;
		uint64_t place = (uint64_t)pci.domain << 16 | pci.bus << 8 | pci.device;

		is("order", i == 0 || place > last, 1);
		last = place;
	}
}

static void register_events(void)
{
	answers("event set", NVML_SUCCESS, nvmlEventSetCreate(&world.events));
	for (unsigned i = 0; i < world.gpus; i++) {
		look_at(i);
		answers("events", NVML_SUCCESS,
			nvmlDeviceRegisterEvents(gpu.device, nvmlEventTypeXidCriticalError,
						 world.events));
	}
}

static uint64_t next_event(uint64_t after_ms)
{
	yaml_node_t *event;
	uint64_t next = UINT64_MAX;

	for (size_t i = 0; (event = item(list(world.root, "events"), i)); i++) {
		uint64_t at = (uint64_t)number(event, "at_ms", 0);

		if (at > after_ms && at < next)
			next = at;
	}
	return next;
}

/* What happened since, in order; nothing else. */
static void check_events(uint64_t since_ms)
{
	yaml_node_t *events = list(world.root, "events"), *event;
	nvmlEventData_t data;

	for (uint64_t at = next_event(since_ms); at <= world.age_ms; at = next_event(at))
		for (size_t i = 0; (event = item(events, i)); i++) {
			if (number(event, "at_ms", 0) != (int64_t)at)
				continue;
			look_at((unsigned)number(event, "gpu", 0));
			if (!answers("event", NVML_SUCCESS,
				     nvmlEventSetWait_v2(world.events, &data, 0)))
				continue;
			is("event's xid", number(event, "xid", 0), (int64_t)data.eventData);
			is("event's gpu", (intptr_t)gpu.device, (intptr_t)data.device);
		}
	answers("no event", NVML_ERROR_TIMEOUT, nvmlEventSetWait_v2(world.events, &data, 0));
}

static void check_now(void)
{
	for (unsigned i = 0; i < world.gpus; i++) {
		look_at(i);
		check_memory();
		check_processes();
		check_accounts();
		check_telemetry();
		check_use();
	}
}

static void check_start(void)
{
	check_system();
	check_order();
	for (unsigned i = 0; i < world.gpus; i++) {
		look_at(i);
		check_identity();
		check_pci();
		check_modes();
		check_ecc();
		check_links();
	}
	check_now();
}

static void check_machine(struct sim *sim)
{
	uint64_t series = world.seed;

	world.sim = sim;
	if (!answers("start", NVML_SUCCESS, nvmlInit_v2()))
		return;
	register_events();
	check_start();
	for (unsigned i = 0; i < STEPS; i++) {
		uint64_t before_ms = world.age_ms;
		uint64_t ms = random_below(&series, 15) * MACHINE_STEP_MS;

		is("step", 0, sim_step(sim, ms * 1000000));
		world.age_ms += ms;
		check_now();
		check_events(before_ms);
	}
	look_at(0);
	check_names();
	answers("event set", NVML_SUCCESS, nvmlEventSetFree(world.events));
	answers("stop", NVML_SUCCESS, nvmlShutdown());
}

static void run_machine(const struct machine *machine)
{
	const char *refusal = NULL;
	struct sim *sim = sim_new(machine, NULL, &refusal);
	struct port *port = sim ? sim_port_new(sim) : NULL;

	if (!port) {
		world.mismatches++;
		printf("seed %" PRIu64 ": %s\n", world.seed, refusal ? refusal : "no memory");
	} else {
		sim_port_set_clock(port, 1000000000);
		sim_port_use(port);
		check_machine(sim);
		is("open descriptors", 0, sim_port_count_open(port));
	}
	sim_port_free(port);
	sim_free(sim);
}

static struct machine *load(const char *yaml)
{
	char path[64], *error = NULL;
	int fd = memfd_create("machine", MFD_CLOEXEC);
	struct machine *machine = NULL;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd >= 0 && write(fd, yaml, strlen(yaml)) == (ssize_t)strlen(yaml))
		machine = machine_load(path, &error);
	if (!machine) {
		world.mismatches++;
		printf("seed %" PRIu64 ": %s\n", world.seed, error ? error : "no file");
	}
	free(error);
	close(fd);
	return machine;
}

static void begin_world(uint64_t seed, const char *yaml)
{
	unsigned mismatches = world.mismatches;
	yaml_parser_t parser;

	memset(&world, 0, sizeof(world));
	world.mismatches = mismatches;
	world.seed = seed;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, strlen(yaml));
	if (!yaml_parser_load(&parser, &world.document))
		abort();
	yaml_parser_delete(&parser);
	world.root = yaml_document_get_root_node(&world.document);
	world.lives = yaml_flag(&world.document, world.root, "life");
	sscanf(text(world.root, "driver"), "%d.%d", &world.major, &world.minor);
	while (item(list(world.root, "gpus"), world.gpus))
		world.gpus++;
}

static void run_seed(uint64_t seed)
{
	char *yaml = machine_text(seed);
	unsigned before = world.mismatches;

	begin_world(seed, yaml);
	struct machine *machine = load(yaml);

	if (machine)
		run_machine(machine);
	machine_free(machine);
	yaml_document_delete(&world.document);
	if (world.mismatches != before && before == 0)
		printf("%s", yaml);
	free(yaml);
}

int main(int argc, char **argv)
{
	const char *source = getenv("OPENNVML_SOURCE"), *facts = getenv("OPENNVML_FACTS"),
		   *quick = getenv("OPENNVML_QUICK");
	uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	uint64_t seeds = argc > 1 ? strtoull(argv[1], NULL, 0) : SEEDS;
	char folder[4096], releases[4096];

	/* A build that is slow takes its part of them; see tests/fault/inject.c. */
	if (argc < 2 && quick && atoi(quick) > 1)
		seeds /= (uint64_t)atoi(quick);
	snprintf(folder, sizeof(folder), "%s/machines/models", source ? source : ".");
	snprintf(releases, sizeof(releases), "%s/kernel/releases.txt", facts ? facts : ".");
	if (!machine_text_setup(folder, releases)) {
		printf("no models in %s\n", folder);
		return EXIT_FAILURE;
	}
	for (uint64_t seed = first; seed < first + seeds; seed++)
		run_seed(seed);
	machine_text_teardown();
	printf("%" PRIu64 " machines, %u mismatches\n", seeds, world.mismatches);
	return world.mismatches ? EXIT_FAILURE : EXIT_SUCCESS;
}
