/* SPDX-License-Identifier: MIT */
/*
 * Each word that changes a running machine, as a program sees it through the public API and in
 * files. Codes are those recorded of NVIDIA's library (calibration.md), errnos and files the
 * published kernel module's (errata.md A, pci-config.md).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nvml.h"
#include "port/port.h"
#include "sim/change.h"
#include "sim_bench.h"

#define MODELS                                                                                     \
	"name: change\n"                                                                           \
	"driver: 580.142\n"                                                                        \
	"models:\n"                                                                                \
	"  - id: a100\n"                                                                           \
	"    name: NVIDIA A100-SXM4-80GB\n"                                                        \
	"    chip: GA100\n"                                                                        \
	"    pci_device: 0x20b2\n"                                                                 \
	"    memory_mib: 81920\n"                                                                  \
	"    reserved_mib: 600\n"                                                                  \
	"    bar1_mib: 131072\n"                                                                   \
	"    pcie_max_gen: 4\n"                                                                    \
	"    pcie_max_width: 16\n"                                                                 \
	"    ecc_capable: true\n"                                                                  \
	"    ecc_enabled: true\n"                                                                  \
	"    poll_interval_ms: 100\n"                                                              \
	"    idle: {temperature_c: 25, power_mw: 50000, pstate: 0, gpu_percent: 7}\n"              \
	"gpus:\n"                                                                                  \
	"  - {model: a100, pci: \"00000000:68:00.0\"}\n"                                           \
	"  - {model: a100, pci: \"00000000:69:00.0\"}\n"
#define SYSFS "/sys/bus/pci/devices/0000:68:00.0/"

static const char plain[] = MODELS;

struct running {
	struct bench bench;
	nvmlDevice_t gpu, other;
	char text[SIM_CHANGE_TEXT];
};

static void machine_open(struct running *running, const char *yaml, const char *driver)
{
	memset(running, 0, sizeof(*running));
	bench_open_text(&running->bench, yaml, driver);
	running->bench.port->close(running->bench.port, running->bench.ctl);
	sim_port_use(running->bench.port);
}

static void start(struct running *running)
{
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &running->gpu), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(1, &running->other), NVML_SUCCESS);
}

static void run_on(struct running *running, const char *driver)
{
	machine_open(running, plain, driver);
	start(running);
}

static void stop(struct running *running)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_close(&running->bench);
}

static int change(struct running *running, const char *line)
{
	return sim_change(running->bench.sim, line, running->text, sizeof(running->text));
}

static void changes(struct running *running, const char *line)
{
	if (change(running, line) < 0)
		fail_msg("%s: %s", line, running->text);
}

static void is_refused(struct running *running, const char *line, int error)
{
	running->text[0] = '\0';
	assert_int_equal(change(running, line), -error);
	assert_true(running->text[0] != '\0');
}

static void pass_ms(struct running *running, uint32_t ms)
{
	running->bench.port->sleep_us(running->bench.port, ms * 1000);
}

static unsigned celsius(nvmlDevice_t gpu)
{
	unsigned value = 0;

	assert_int_equal(nvmlDeviceGetTemperature(gpu, NVML_TEMPERATURE_GPU, &value), NVML_SUCCESS);
	return value;
}

static nvmlReturn_t ask_memory(nvmlDevice_t gpu)
{
	nvmlMemory_t memory;

	return nvmlDeviceGetMemoryInfo(gpu, &memory);
}

static int open_path(struct running *running, const char *path)
{
	struct port *port = running->bench.port;
	int fd = port->open(port, path, PORT_RDWR);

	if (fd >= 0)
		port->close(port, fd);
	return fd < 0 ? fd : 0;
}

static void file_is(struct running *running, const char *path, const char *content)
{
	char text[256];
	int size = running->bench.port->read_file(running->bench.port, path, text, sizeof(text));

	assert_true(size >= 0);
	text[size] = '\0';
	assert_string_equal(text, content);
}

static void readings_are_held(void **state)
{
	struct running running;

	(void)state;
	run_on(&running, NULL);
	assert_int_equal(celsius(running.gpu), 25);
	changes(&running, "set 0 temperature_c 93");
	pass_ms(&running, 200);
	assert_int_equal(celsius(running.gpu), 93);
	assert_int_equal(celsius(running.other), 25);
	changes(&running, "show");
	assert_non_null(strstr(running.text, "\nset 0 temperature_c 93\n"));
	changes(&running, "  release\t0 temperature_c # it cools\n");
	pass_ms(&running, 200);
	assert_int_equal(celsius(running.gpu), 25);
	changes(&running, "set 1 temperature_c 50");
	changes(&running, "release 1");
	pass_ms(&running, 200);
	assert_int_equal(celsius(running.other), 25);
	stop(&running);
}

static void processes_come_and_go(void **state)
{
	struct running running;
	nvmlProcessInfo_t infos[4];
	unsigned count = 4;

	(void)state;
	run_on(&running, NULL);
	changes(&running, "start 0 pid=77 \"name=/opt/a b\" memory_mib=512 sm_percent=40");
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(running.gpu, &count, infos),
			 NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(infos[0].pid, 77);
	assert_int_equal(infos[0].usedGpuMemory >> 20, 512);
	file_is(&running, "/proc/77/comm", "a\n");
	is_refused(&running, "start 0 pid=77 name=x", EEXIST);
	is_refused(&running, "suspend 0", EBUSY);
	is_refused(&running, "reset 0", EBUSY);
	is_refused(&running, "end 1 77", ESRCH);
	changes(&running, "start 1 pid=78 name=x type=G");
	count = 4;
	assert_int_equal(nvmlDeviceGetGraphicsRunningProcesses_v3(running.other, &count, infos),
			 NVML_SUCCESS);
	assert_int_equal(count, 1);
	changes(&running, "end 0 77");
	count = 4;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(running.gpu, &count, infos),
			 NVML_SUCCESS);
	assert_int_equal(count, 0);
	stop(&running);
}

static void events_are_told(void **state)
{
	struct running running;
	nvmlEventSet_t set;
	nvmlEventData_t data;

	(void)state;
	run_on(&running, NULL);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(
	    nvmlDeviceRegisterEvents(
		running.gpu, nvmlEventTypeXidCriticalError | nvmlEventTypeDoubleBitEccError, set),
	    NVML_SUCCESS);
	changes(&running, "xid 1 48");
	changes(&running, "xid 0 79");
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_SUCCESS);
	assert_ptr_equal(data.device, running.gpu);
	assert_int_equal(data.eventType, nvmlEventTypeXidCriticalError);
	assert_int_equal(data.eventData, 79);
	changes(&running, "raise 0 double_bit_ecc");
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_SUCCESS);
	assert_int_equal(data.eventType, nvmlEventTypeDoubleBitEccError);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	stop(&running);
}

/* errata A12 step 11, its notes on open and ioctl, pci-config.md section 7. */
static void a_gpu_is_lost(void **state)
{
	struct running running;
	uint8_t config[64], ones[64];

	(void)state;
	memset(ones, 0xff, sizeof(ones));
	run_on(&running, NULL);
	assert_int_equal(ask_memory(running.gpu), NVML_SUCCESS);
	int node = running.bench.port->open(running.bench.port, "/dev/nvidia0", PORT_RDWR);
	assert_true(node >= 0);
	changes(&running, "lose 0");
	assert_int_equal(ask_memory(running.gpu), NVML_ERROR_GPU_IS_LOST);
	assert_int_equal(ask_memory(running.other), NVML_SUCCESS);
	assert_int_equal(open_path(&running, "/dev/nvidia0"), -ENODEV);
	assert_int_equal(open_path(&running, "/dev/nvidia1"), 0);
	uint8_t interrupt[8] = {0};
	assert_int_equal(bench_ioctl(&running.bench, node, 213, interrupt, 8), -EINVAL);
	struct port_poll poll = {.fd = node};
	running.bench.port->poll(running.bench.port, &poll, 1, 0);
	assert_int_equal(poll.readable, -1);
	file_is(&running, SYSFS "current_link_width", "63\n");
	file_is(&running, SYSFS "current_link_speed", "Unknown\n");
	assert_int_equal(running.bench.port->read_file(running.bench.port, SYSFS "config",
						       (char *)config, sizeof(config)),
			 63);
	assert_memory_equal(config, ones, 63);
	/* What firmware does not write stands still. */
	changes(&running, "set 0 temperature_c 80");
	is_refused(&running, "suspend 0", EIO);
	is_refused(&running, "reset 0", EIO);
	changes(&running, "restore 0");
	assert_int_equal(ask_memory(running.gpu), NVML_SUCCESS);
	assert_int_equal(open_path(&running, "/dev/nvidia0"), 0);
	file_is(&running, SYSFS "current_link_width", "16\n");
	running.bench.port->close(running.bench.port, node);
	stop(&running);
}

/* NV2080_NOTIFIERS_GPU_UNAVAILABLE came with 565, info32 is the Xid (osHandleGpuLost). */
static void a_loss_is_told(void **state)
{
	struct running running;
	nvmlEventSet_t set;
	nvmlEventData_t data;

	(void)state;
	run_on(&running, NULL);
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(
	    nvmlDeviceRegisterEvents(running.gpu, nvmlEventTypeGpuUnavailableError, set),
	    NVML_SUCCESS);
	changes(&running, "lose 0");
	changes(&running, "lose 0");
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_SUCCESS);
	assert_int_equal(data.eventType, nvmlEventTypeGpuUnavailableError);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
	/* A channel in use tells the Xid, too (krcRcAndNotifyAllChannels). */
	changes(&running, "restore 0");
	changes(&running, "start 0 pid=5 name=x");
	assert_int_equal(nvmlDeviceRegisterEvents(running.gpu, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	changes(&running, "lose 0");
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_SUCCESS);
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_SUCCESS);
	assert_int_equal(data.eventType, nvmlEventTypeXidCriticalError);
	assert_int_equal(data.eventData, 79);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	stop(&running);
}

/* Before 565 the Xid goes to the kernel's log alone. */
static void a_loss_is_not_told(void **state)
{
	struct running running;
	nvmlEventSet_t set;
	nvmlEventData_t data;

	(void)state;
	run_on(&running, "560.35.03");
	assert_int_equal(nvmlEventSetCreate(&set), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceRegisterEvents(running.gpu, nvmlEventTypeXidCriticalError, set),
			 NVML_SUCCESS);
	changes(&running, "start 0 pid=5 name=x");
	changes(&running, "lose 0");
	assert_int_equal(nvmlEventSetWait_v2(set, &data, 0), NVML_ERROR_TIMEOUT);
	assert_int_equal(nvmlEventSetFree(set), NVML_SUCCESS);
	stop(&running);
}

/* rmapiPrologue: a user's call refers to every attached GPU; opening refers to one. */
static void a_gpu_sleeps_until_used(void **state)
{
	struct running running;

	(void)state;
	run_on(&running, NULL);
	assert_int_equal(ask_memory(running.gpu), NVML_SUCCESS);
	assert_int_equal(ask_memory(running.other), NVML_SUCCESS);
	file_is(&running, SYSFS "power/runtime_status", "active\n");
	changes(&running, "suspend 0");
	file_is(&running, SYSFS "power/runtime_status", "suspended\n");
	file_is(&running, SYSFS "power_state", "D3cold\n");
	changes(&running, "show");
	assert_non_null(strstr(running.text, "\nsuspend 0\n"));
	assert_int_equal(ask_memory(running.other), NVML_SUCCESS);
	file_is(&running, SYSFS "power/runtime_status", "active\n");
	changes(&running, "suspend 0");
	assert_int_equal(open_path(&running, "/dev/nvidia0"), 0);
	file_is(&running, SYSFS "power_state", "D0\n");
	changes(&running, "suspend 0");
	changes(&running, "resume 0");
	file_is(&running, SYSFS "power/runtime_status", "active\n");
	stop(&running);
}

static void nodes_do_not_open(void **state)
{
	static const struct {
		const char *line;
		int opened, asked;
	} rows[] = {
	    {"node 0 errno=EPERM", -EPERM, -EPERM},
	    {"node 0 errno=EACCES", -EACCES, -EACCES},
	    {"node 0 errno=EIO", -EIO, 0},
	    {"node 0 errno=EBUSY", -EBUSY, 0},
	    {"node 0 errno=ENODEV", -ENODEV, 0},
	    {"node 0 errno=ENXIO", -ENXIO, 0},
	    {"node 0 errno=24", -EMFILE, 0},
	    {"node 0 gone", -ENOENT, -ENOENT},
	    {"node 0 back", 0, 0},
	};
	struct running running;
	unsigned count;

	(void)state;
	machine_open(&running, plain, NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		changes(&running, rows[i].line);
		assert_int_equal(open_path(&running, "/dev/nvidia0"), rows[i].opened);
		assert_int_equal(running.bench.port->access(running.bench.port, "/dev/nvidia0",
							    PORT_MAY_READ | PORT_MAY_WRITE),
				 rows[i].asked);
	}
	/* A GPU whose node is forbidden or missing is left out. */
	changes(&running, "node 0 errno=EPERM");
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
	assert_int_equal(count, 1);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	changes(&running, "node ctl gone");
	assert_int_equal(open_path(&running, "/dev/nvidiactl"), -ENOENT);
	changes(&running, "node ctl errno=EACCES");
	assert_int_equal(nvmlInit_v2(), NVML_ERROR_NO_PERMISSION);
	changes(&running, "show");
	assert_non_null(strstr(running.text, "\nnode 0 errno=1\nnode ctl errno=13\n"));
	changes(&running, "node ctl back");
	changes(&running, "node 0 back");
	start(&running);
	stop(&running);
}

static void version_is(struct running *running, const char *version)
{
	char text[80], line[96];

	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlSystemGetDriverVersion(text, sizeof(text)), NVML_SUCCESS);
	assert_string_equal(text, version);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &running->gpu), NVML_SUCCESS);
	assert_int_equal(ask_memory(running->gpu), NVML_SUCCESS);
	assert_int_equal(celsius(running->gpu), 25);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	snprintf(line, sizeof(line), "%s\n", version);
	file_is(running, "/sys/module/nvidia/version", line);
}

static void the_driver_is_replaced(void **state)
{
	struct running running;

	(void)state;
	run_on(&running, NULL);
	is_refused(&running, "driver 550.90.07", EBUSY);
	file_is(&running, "/sys/module/nvidia/version", "580.142\n");
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	version_is(&running, "580.142");
	changes(&running, "driver 550.90.07");
	version_is(&running, "550.90.07");
	changes(&running, "show");
	assert_non_null(strstr(running.text, "\ndriver 550.90.07\n"));
	changes(&running, "start 1 pid=5 name=x");
	is_refused(&running, "driver 580.142", EBUSY);
	changes(&running, "end 1 5");
	/* Layouts and the page differ most between these. */
	changes(&running, "driver 595.45.04");
	version_is(&running, "595.45.04");
	bench_close(&running.bench);
}

/* The module stays, its firmware is gone: GPUs that run go on, others do not start. */
static void the_files_are_replaced(void **state)
{
	struct running running;

	(void)state;
	machine_open(&running, plain, NULL);
	int node = running.bench.port->open(running.bench.port, "/dev/nvidia0", PORT_RDWR);
	assert_true(node >= 0);
	changes(&running, "driver 590.48.01 files");
	file_is(&running, "/sys/module/nvidia/version", "580.142\n");
	assert_int_equal(open_path(&running, "/dev/nvidia0"), 0);
	assert_int_equal(open_path(&running, "/dev/nvidia1"), -EIO);
	running.bench.port->close(running.bench.port, node);
	assert_int_equal(open_path(&running, "/dev/nvidia0"), -EIO);
	changes(&running, "driver 590.48.01");
	version_is(&running, "590.48.01");
	bench_close(&running.bench);
}

static void a_gpu_is_reset(void **state)
{
	struct running running;

	(void)state;
	run_on(&running, NULL);
	assert_int_equal(ask_memory(running.gpu), NVML_SUCCESS);
	is_refused(&running, "reset 0", EBUSY);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	changes(&running, "reset 0");
	bench_close(&running.bench);
}

/* The same lines, when their time has come; what is impossible by then does nothing. */
static void a_timeline_does_it(void **state)
{
	struct running running;

	(void)state;
	machine_open(&running,
		     MODELS "events:\n"
			    "  - {at_ms: 300, do: \"set 1 temperature_c 66\"}\n"
			    "  - {at_ms: 600, do: driver 550.90.07}\n"
			    "  - {at_ms: 900, do: lose 0}\n",
		     NULL);
	start(&running);
	assert_int_equal(celsius(running.other), 25);
	pass_ms(&running, 500);
	assert_int_equal(celsius(running.other), 66);
	assert_int_equal(ask_memory(running.gpu), NVML_SUCCESS);
	pass_ms(&running, 300);
	file_is(&running, "/sys/module/nvidia/version", "580.142\n");
	pass_ms(&running, 300);
	assert_int_equal(ask_memory(running.gpu), NVML_ERROR_GPU_IS_LOST);
	stop(&running);
}

static void time_is_stepped(void **state)
{
	struct running running;

	(void)state;
	machine_open(&running,
		     MODELS "time: {stepped: true}\n"
			    "events:\n"
			    "  - {at_ms: 5000, do: \"set 1 temperature_c 66\"}\n",
		     NULL);
	start(&running);
	changes(&running, "step 2s");
	assert_int_equal(celsius(running.other), 25);
	changes(&running, "show");
	assert_non_null(strstr(running.text, " 2.000 s\n"));
	changes(&running, "step 2999ms");
	changes(&running, "step 1100us");
	changes(&running, "step 1s");
	assert_int_equal(celsius(running.other), 66);
	stop(&running);
	machine_open(&running, plain, NULL);
	is_refused(&running, "step 2s", EOPNOTSUPP);
	bench_close(&running.bench);
}

/* Half of the time twice the other half's use (square: high, then low). */
static void a_load_is_started(void **state)
{
	struct running running;
	nvmlUtilization_t use;

	(void)state;
	machine_open(&running, MODELS "life: true\ntime: {stepped: true}\n", NULL);
	start(&running);
	changes(&running,
		"start 0 pid=9 name=x sm_percent=80 load=square low_percent=50 "
		"period_ms=20000 memory_mib=10 memory_grow_mib_per_s=5 memory_end_mib=20");
	changes(&running, "step 5s");
	assert_int_equal(nvmlDeviceGetUtilizationRates(running.gpu, &use), NVML_SUCCESS);
	assert_int_equal(use.gpu, 80);
	changes(&running, "step 10s");
	assert_int_equal(nvmlDeviceGetUtilizationRates(running.gpu, &use), NVML_SUCCESS);
	assert_int_equal(use.gpu, 40);
	nvmlProcessInfo_t info;
	unsigned count = 1;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(running.gpu, &count, &info),
			 NVML_SUCCESS);
	assert_int_equal(info.usedGpuMemory >> 20, 20);
	stop(&running);
}

static void bad_timelines_are_refused(void **state)
{
	static const struct {
		const char *events, *found;
	} rows[] = {
	    {"  - {at_ms: 1, do: nonsense}\n", ":21: found 'nonsense', expected a word"},
	    {"  - {at_ms: 1, do: lose 2}\n", ":21: found '2', expected a GPU from 0 to 1"},
	    {"  - {at_ms: 1, do: set 0 warmth 3}\n", ":21: found 'warmth', expected a key"},
	    {"  - {at_ms: 1, do: set 0 pstate 16}\n", ":21: found pstate '16', expected"},
	    {"  - {at_ms: 1, do: step 1s}\n", ":21: found 'step', expected what may happen"},
	    {"  - {at_ms: 1, do: lose}\n", ":21: found 0 words behind lose, expected GPU"},
	    {"  - {at_ms: 0, do: lose 0}\n", "expected a time after the start"},
	    {"  - {at_ms: 1, do: lose 0, xid: 3}\n", "expected do alone"},
	    {"  - {at_ms: 1, do: \"\"}\n", ":21: found '', expected a word"},
	};
	char yaml[2048], *error;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		error = NULL;
		snprintf(yaml, sizeof(yaml), MODELS "events:\n%s", rows[i].events);
		assert_null(bench_load(yaml, &error));
		if (!strstr(error, rows[i].found))
			fail_msg("%s: %s", rows[i].events, error);
		free(error);
	}
}

static void bad_lines_are_refused(void **state)
{
	static const char *const lines[] = {
	    "",
	    "  ",
	    "# nothing",
	    "nonsense",
	    "set",
	    "set 0",
	    "set 0 temperature_c",
	    "set 2 temperature_c 3",
	    "set x temperature_c 3",
	    "set 0 temperature_c hot",
	    "set 0 temperature_c 3 4",
	    "set -1 temperature_c 3",
	    "release 0 nonsense",
	    "start 0 pid=5",
	    "start 0 name=x",
	    "start 0 pid=0 name=x",
	    "start 0 pid=5 name=x y",
	    "start 0 pid=5 name=x type=Q",
	    "start 0 pid=5 pid=6 name=x",
	    "start 0 pid=5 name=x sm_percent=101",
	    "start 0 pid=5 name=x memory_mib=-1",
	    "start 0 pid=5 name=x load=nonsense",
	    "start 0 pid=5 name=x load=ramp period_ms=0",
	    "end 0 x",
	    "xid 0 0",
	    "xid 0 65536",
	    "xid 0 -1",
	    "raise 0 nonsense",
	    "raise 0 xid",
	    "lose 9",
	    "node 0 away",
	    "node 9 gone",
	    "node 0 errno=ENONSENSE",
	    "node 0 errno=0",
	    "node 0 errno=99999",
	    "driver 470.57.02",
	    "driver nonsense",
	    "driver 550.90.07 disk",
	    "step 0s",
	    "step 3",
	    "step 2000m",
	    "step -1s",
	    "show me",
	    "\"set 0",
	    "lose \"0",
	};
	struct running running;
	char line[2 * SIM_CHANGE_LINE], before[SIM_CHANGE_TEXT];

	(void)state;
	machine_open(&running, plain, NULL);
	changes(&running, "show");
	strcpy(before, running.text);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		is_refused(&running, lines[i], EINVAL);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	is_refused(&running, line, EINVAL);
	strcpy(line, "show");
	for (unsigned i = 0; i < 20; i++)
		strcat(line, " a");
	is_refused(&running, line, EINVAL);
	changes(&running, "show");
	assert_string_equal(running.text, before);
	/* Little room for the answer. */
	char small[4] = "xyz";
	assert_int_equal(sim_change(running.bench.sim, "nonsense", small, sizeof(small)), -EINVAL);
	assert_string_equal(small, "fou");
	assert_int_equal(sim_change(running.bench.sim, "nonsense", NULL, 0), -EINVAL);
	bench_close(&running.bench);
}

/* Every word that there is stands in the help, and the machine knows it. */
static void help_lists_all(void **state)
{
	struct running running;
	const char *word, *arguments, *help;
	unsigned count = 0;

	(void)state;
	machine_open(&running, plain, NULL);
	while ((word = sim_change_help(count, &arguments, &help)) != NULL) {
		assert_true(help[0] != '\0');
		count++;
		if (arguments[0] == '\0' || arguments[0] == '[')
			changes(&running, word);
		else
			is_refused(&running, word, EINVAL);
	}
	assert_true(count >= 19);
	bench_close(&running.bench);
}

/* Lines of words in any order, and of any bytes: an answer each time, and a machine that runs. */

static uint64_t dice;

static unsigned roll(unsigned sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (unsigned)(dice % sides);
}

static void random_line(char line[256])
{
	static const char *const words[] = {
	    "0",           "1",           "2",
	    "ctl",         "any",         "temperature_c",
	    "power_mw",    "pid=5",       "pid=6",
	    "name=x",      "type=C",      "gone",
	    "back",        "errno=EPERM", "status=0x65",
	    "hang=10us",   "hostile",     "hostile=text",
	    "every=2",     "count=3",     "gpu=1",
	    "550.90.07",   "595.45.04",   "files",
	    "temperature", "busy",        "moving",
	    "whole",       "10ms",        "NV2080_CTRL_CMD_FB_GET_INFO_V2",
	    "0x20801303",  "pstate",      "mig_config",
	    "\"a b\"",     "-1",          "99999999999999999999",
	    "=",           "#",
	};
	const char *arguments, *help, *word = sim_change_help(roll(20), &arguments, &help);
	size_t used = (size_t)snprintf(line, 256, "%s", word ? word : "x");

	for (unsigned i = roll(6); i > 0; i--)
		used += (size_t)snprintf(line + used, 256 - used, " %s",
					 words[roll(sizeof(words) / sizeof(words[0]))]);
	for (unsigned i = roll(3) ? 0 : roll(8); i > 0; i--)
		line[roll((unsigned)used)] = (char)roll(256);
}

static void random_lines_do_no_harm(void **state)
{
	struct running running;
	char line[256];
	unsigned done = 0, rounds = getenv("OPENNVML_QUICK") ? 5000 : 50000;

	(void)state;
	dice = 88172645463325252ull;
	machine_open(&running, plain, NULL);
	for (unsigned i = 0; i < rounds; i++) {
		random_line(line);
		sim_change_check(running.bench.machine, line, running.text, sizeof(running.text));
		done += change(&running, line) == 0;
		assert_true(memchr(running.text, '\0', sizeof(running.text)) != NULL);
		if (i % 64 == 0)
			pass_ms(&running, 1);
	}
	assert_true(done > rounds / 100);
	changes(&running, "clear");
	for (unsigned gpu = 0; gpu < 2; gpu++) {
		static const char *const mend[] = {"restore %u", "node %u back", "release %u",
						   "end %u 5", "end %u 6"};

		for (unsigned i = 0; i < 5; i++) {
			snprintf(line, sizeof(line), mend[i], gpu);
			change(&running, line);
		}
	}
	changes(&running, "node ctl back");
	changes(&running, "driver 580.142");
	version_is(&running, "580.142");
	bench_close(&running.bench);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(readings_are_held),
	    BENCH_CASE(processes_come_and_go),
	    BENCH_CASE(events_are_told),
	    BENCH_CASE(a_gpu_is_lost),
	    BENCH_CASE(a_loss_is_told),
	    BENCH_CASE(a_loss_is_not_told),
	    BENCH_CASE(a_gpu_sleeps_until_used),
	    BENCH_CASE(nodes_do_not_open),
	    BENCH_CASE(the_driver_is_replaced),
	    BENCH_CASE(the_files_are_replaced),
	    BENCH_CASE(a_gpu_is_reset),
	    BENCH_CASE(a_timeline_does_it),
	    BENCH_CASE(time_is_stepped),
	    BENCH_CASE(a_load_is_started),
	    BENCH_CASE(bad_timelines_are_refused),
	    BENCH_CASE(bad_lines_are_refused),
	    BENCH_CASE(help_lists_all),
	    BENCH_CASE(random_lines_do_no_harm),
	};

	return cmocka_run_group_tests_name("sim-change", cases, NULL, NULL);
}
