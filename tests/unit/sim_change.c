/* SPDX-License-Identifier: MIT */
/*
 * Each word that changes a running machine, as a program sees it through the public API and in
 * files. Codes are those recorded of NVIDIA's library (calibration.md), errnos and files the
 * published kernel module's (errata.md A, pci-config.md).
 */
#include "change_bench.h"

#define SYSFS "/sys/bus/pci/devices/0000:68:00.0/"

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
	machine_open(&running, MODELS, NULL);
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
	machine_open(&running, MODELS, NULL);
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

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(readings_are_held),       BENCH_CASE(processes_come_and_go),
	    BENCH_CASE(events_are_told),         BENCH_CASE(a_gpu_is_lost),
	    BENCH_CASE(a_loss_is_told),          BENCH_CASE(a_loss_is_not_told),
	    BENCH_CASE(a_gpu_sleeps_until_used), BENCH_CASE(nodes_do_not_open),
	    BENCH_CASE(the_driver_is_replaced),  BENCH_CASE(the_files_are_replaced),
	    BENCH_CASE(a_gpu_is_reset),
	};

	return cmocka_run_group_tests_name("sim-change", cases, NULL, NULL);
}
