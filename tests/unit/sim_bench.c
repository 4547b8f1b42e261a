/* SPDX-License-Identifier: MIT */
#include "sim_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char bench_machine[] =
    "name: bench\n"
    "driver: 580.142\n"
    "models:\n"
    "  - id: a100\n"
    "    name: NVIDIA A100-SXM4-80GB\n"
    "    chip: GA100\n"
    "    pci_device: 0x20b2\n"
    "    pci_subsystem: 0x147f\n"
    "    memory_mib: 81920\n"
    "    reserved_mib: 763\n"
    "    memory_bus_bits: 5120\n"
    "    cores: 6912\n"
    "    bar1_mib: 131072\n"
    "    pcie_max_gen: 4\n"
    "    pcie_max_width: 16\n"
    "    power_default_mw: 500000\n"
    "    vbios: 92.00.9E.00.02\n"
    "    inforom_image: G506.0212.00.01\n"
    "    inforom_oem: \"2.0\"\n"
    "    ecc_capable: true\n"
    "    ecc_enabled: true\n"
    "    mig_capable: true\n"
    "    row_remapper: true\n"
    "    row_remap_banks: 640\n"
    "    poll_interval_ms: 100\n"
    "    idle: {temperature_c: 25, memory_temperature_c: 43, power_mw: 59770, pstate: 0,\n"
    "           graphics_mhz: 210, sm_mhz: 211, memory_mhz: 1593, video_mhz: 585,\n"
    "           gpu_percent: 7, memory_percent: 3, encoder_percent: 0, throttle_reasons: 1,\n"
    "           bar1_used_mib: 1, memory_used_mib: 2}\n"
    "  - id: rtx\n"
    "    name: NVIDIA GeForce RTX 3090\n"
    "    chip: GA102\n"
    "    pci_device: 0x2204\n"
    "    memory_mib: 24576\n"
    "    reserved_mib: 422\n"
    "    bar1_mib: 256\n"
    "    pcie_max_gen: 4\n"
    "    pcie_max_width: 16\n"
    "    power_default_mw: 350000\n"
    "    idle: {temperature_c: 30, pstate: 8, pcie_gen: 1}\n"
    "gpus:\n"
    "  - {model: a100, pci: \"00000000:68:00.0\", pdi: 0x1122334455667788, serial: \"1\", cpus: "
    "\"0-3,40\", numa_node: 1,\n"
    "     processes: [{pid: 4711, name: \"/usr/bin/python3 train.py\", memory_mib: 1024}]}\n"
    "  - {model: rtx, pci: \"0000:0a:1f.0\", minor: 5}\n";

struct machine *bench_load(const char *yaml, char **ret_error)
{
	char path[] = "/tmp/opennvml-machine-XXXXXX";
	int fd = mkstemp(path);
	struct machine *machine;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
	close(fd);
	machine = machine_load(path, ret_error);
	unlink(path);
	return machine;
}

static void power_on(struct bench *bench, const char *error, const char *driver)
{
	const char *reason = NULL;

	if (!bench->machine)
		fail_msg("%s", error);
	bench->sim = sim_new(bench->machine, driver, &reason);
	if (!bench->sim)
		fail_msg("%s", reason);
	bench->port = sim_port_new(bench->sim);
	assert_non_null(bench->port);
	sim_port_set_clock(bench->port, 1000000000);
	bench->ctl = bench->port->open(bench->port, "/dev/nvidiactl", PORT_RDWR);
	assert_true(bench->ctl >= 0);
}

void bench_open_text(struct bench *bench, const char *yaml, const char *driver)
{
	char *error = NULL;

	memset(bench, 0, sizeof(*bench));
	bench->machine = bench_load(yaml, &error);
	power_on(bench, error, driver);
}

void bench_open_file(struct bench *bench, const char *name, const char *driver)
{
	const char *source = getenv("OPENNVML_SOURCE");
	char path[4096], *error = NULL;

	assert_non_null(source);
	memset(bench, 0, sizeof(*bench));
	snprintf(path, sizeof(path), "%s/machines/%s.yaml", source, name);
	bench->machine = machine_load(path, &error);
	power_on(bench, error, driver);
}

void bench_open(struct bench *bench, const char *driver)
{
	bench_open_text(bench, bench_machine, driver);
}

void bench_close(struct bench *bench)
{
	sim_port_free(bench->port);
	sim_free(bench->sim);
	machine_free(bench->machine);
}

int bench_ioctl(struct bench *bench, int fd, unsigned nr, void *arg, size_t size)
{
	unsigned long request = 3ul << 30 | (unsigned long)size << 16 | 'F' << 8 | nr;

	return bench->port->ioctl(bench->port, fd, request, arg);
}

int bench_node(struct bench *bench, unsigned minor)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/nvidia%u", minor);
	return bench->port->open(bench->port, path, PORT_RDWR);
}

/* The status of NVOS21 moved from 24 to 28 in 535. */
static unsigned alloc_status_at(const struct bench *bench)
{
	char version[64] = "";

	bench->port->read_file(bench->port, "/sys/module/nvidia/version", version, sizeof(version));
	return atoi(version) >= 535 ? 28 : 24;
}

uint32_t bench_alloc(struct bench *bench, uint32_t parent, uint32_t handle, uint32_t class_number,
		     void *params)
{
	uint8_t arg[32] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, parent);
	bench_put32(arg, 8, handle);
	bench_put32(arg, 12, class_number);
	bench_put64(arg, 16, (uintptr_t)params);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x2b, arg, sizeof(arg)), 0);
	if (class_number <= 1 || class_number == 0x41)
		bench->client = bench_u32(arg, 8);
	return bench_u32(arg, alloc_status_at(bench));
}

uint32_t bench_control(struct bench *bench, uint32_t object, uint32_t number, void *params,
		       uint32_t size)
{
	uint8_t arg[32] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, object);
	bench_put32(arg, 8, number);
	bench_put64(arg, 16, (uintptr_t)params);
	bench_put32(arg, 24, size);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x2a, arg, sizeof(arg)), 0);
	return bench_u32(arg, 28);
}

uint32_t bench_free(struct bench *bench, uint32_t handle)
{
	uint8_t arg[16] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 8, handle);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x29, arg, sizeof(arg)), 0);
	return bench_u32(arg, 12);
}

uint32_t bench_map(struct bench *bench, uint32_t device, uint32_t memory, uint64_t length, int fd)
{
	uint8_t arg[56] = {0};

	bench_put32(arg, 0, bench->client);
	bench_put32(arg, 4, device);
	bench_put32(arg, 8, memory);
	bench_put64(arg, 24, length);
	bench_put32(arg, 44, 1);
	bench_put32(arg, 48, (uint32_t)fd);
	assert_int_equal(bench_ioctl(bench, bench->ctl, 0x4e, arg, sizeof(arg)), 0);
	return bench_u32(arg, 40);
}

void bench_objects(struct bench *bench, uint32_t instance)
{
	uint8_t device[56] = {0}, subdevice[4] = {0};

	bench_put32(device, 0, instance);
	assert_int_equal(bench_alloc(bench, 0, 0, 0x41, NULL), 0);
	assert_int_equal(bench_alloc(bench, bench->client, BENCH_DEVICE, 0x80, device), 0);
	assert_int_equal(bench_alloc(bench, BENCH_DEVICE, BENCH_SUBDEVICE, 0x2080, subdevice), 0);
}

uint32_t bench_u32(const void *bytes, size_t offset)
{
	uint32_t value;

	memcpy(&value, (const uint8_t *)bytes + offset, sizeof(value));
	return value;
}

uint64_t bench_u64(const void *bytes, size_t offset)
{
	uint64_t value;

	memcpy(&value, (const uint8_t *)bytes + offset, sizeof(value));
	return value;
}

void bench_put32(void *bytes, size_t offset, uint32_t value)
{
	memcpy((uint8_t *)bytes + offset, &value, sizeof(value));
}

void bench_put64(void *bytes, size_t offset, uint64_t value)
{
	memcpy((uint8_t *)bytes + offset, &value, sizeof(value));
}
