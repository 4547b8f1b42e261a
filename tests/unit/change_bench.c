/* SPDX-License-Identifier: MIT */
#include "change_bench.h"

void machine_open(struct running *running, const char *yaml, const char *driver)
{
	memset(running, 0, sizeof(*running));
	bench_open_text(&running->bench, yaml, driver);
	running->bench.port->close(running->bench.port, running->bench.ctl);
	sim_port_use(running->bench.port);
}

void start(struct running *running)
{
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &running->gpu), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(1, &running->other), NVML_SUCCESS);
}

void run_on(struct running *running, const char *driver)
{
	machine_open(running, MODELS, driver);
	start(running);
}

void stop(struct running *running)
{
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	bench_close(&running->bench);
}

int change(struct running *running, const char *line)
{
	return sim_change(running->bench.sim, line, running->text, sizeof(running->text));
}

void changes(struct running *running, const char *line)
{
	if (change(running, line) < 0)
		fail_msg("%s: %s", line, running->text);
}

void is_refused(struct running *running, const char *line, int error)
{
	running->text[0] = '\0';
	assert_int_equal(change(running, line), -error);
	assert_true(running->text[0] != '\0');
}

void pass_ms(struct running *running, uint32_t ms)
{
	running->bench.port->sleep_us(running->bench.port, ms * 1000);
}

unsigned celsius(nvmlDevice_t gpu)
{
	unsigned value = 0;

	assert_int_equal(nvmlDeviceGetTemperature(gpu, NVML_TEMPERATURE_GPU, &value), NVML_SUCCESS);
	return value;
}

nvmlReturn_t ask_memory(nvmlDevice_t gpu)
{
	nvmlMemory_t memory;

	return nvmlDeviceGetMemoryInfo(gpu, &memory);
}

int open_path(struct running *running, const char *path)
{
	struct port *port = running->bench.port;
	int fd = port->open(port, path, PORT_RDWR);

	if (fd >= 0)
		port->close(port, fd);
	return fd < 0 ? fd : 0;
}

void file_is(struct running *running, const char *path, const char *content)
{
	char text[256];
	int size = running->bench.port->read_file(running->bench.port, path, text, sizeof(text));

	assert_true(size >= 0);
	text[size] = '\0';
	assert_string_equal(text, content);
}

void version_is(struct running *running, const char *version)
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
