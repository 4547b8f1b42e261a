/* SPDX-License-Identifier: MIT */
/* Machine files: what is refused, where and why; what is filled in; the files shipped. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/uuid.h"
#include "sim_bench.h"

/* Each case changes one line of the bench's machine. */
struct mistake {
	const char *old_text, *new_text;
	const char *line;     /* expected in the error, behind the file name */
	const char *found;    /* part of the error */
	const char *expected; /* part of the error */
};

static const struct mistake mistakes[] = {
    {"driver: 580.142", "driver: banana", ":2:", "found banana", "expected a driver version"},
    {"driver: 580.142", "driver: 470.57.02", ":2:", "found 470.57.02", "from 515 on"},
    {"name: bench\n", "name: bench\ncolour: red\n", ":2:", "colour", "expected a key"},
    {"memory_mib: 81920", "memory_mib: much", ":9:", "'much'", "unsigned integer"},
    {"memory_mib: 81920", "memory_mib: -1", ":9:", "-1", "unsigned integer"},
    {"    memory_mib: 81920\n", "", "", "no key 'memory_mib'", "present"},
    {"ecc_capable: true", "ecc_capable: perhaps", "", "perhaps", "true or false"},
    {"chip: GA100", "chip: GX100", ":6:", "chip 'GX100'", "chip table"},
    {"id: rtx", "id: a100", "", "model id a second time", "once"},
    {"pcie_max_gen: 4", "pcie_max_gen: 7", ":14:", "pcie_max_gen 7", "1 to 6"},
    {"reserved_mib: 763", "reserved_mib: 81920", ":10:", "all memory reserved", "below"},
    {"vbios: 92.00.9E.00.02", "vbios: 92.00", ":17:", "92.00", "five hexadecimal"},
    {"poll_interval_ms: 100", "poll_interval_ms: 50", "", "poll_interval_ms 50", "100 to 1000"},
    {"gpu_percent: 7", "gpu_percent: 101", "", "gpu_percent 101", "100"},
    {"pstate: 0", "pstate: 16", "", "pstate 16", "15"},
    {"{model: rtx", "{model: rtz", "", "found rtz", "entry of models"},
    {"0000:0a:1f.0", "0000:0a:20.0", "", "0000:0a:20.0", "00000000:1b:00.0"},
    {"0000:0a:1f.0", "0000:0a:1f.1", "", "0000:0a:1f.1", "00000000:1b:00.0"},
    {"0000:0a:1f.0", "0000:68:00.0", "", "0000:68:00.0", "no GPU before it"},
    {"minor: 5", "minor: 248", "", "minor 248", "247"},
    {"pid: 4711", "pid: 0", "", "pid 0", "1 to"},
    {"pid: 4711", "pid: 4711, type: X", "", "found X", "C, G or C+G"},
    {"pid: 4711", "pid: 4711, hat: 1", "", "hat", "expected a key"},
    {"minor: 5", "minor: 5, uuid: GPU-12", "", "GPU-12", "GPU-xxxxxxxx"},
    {"minor: 5", "minor: 5, cpus: all", "", "found all", "0-15,32-47"},
    {"minor: 5", "minor: 5, minor: 6", "", "'minor' a second time", "once"},
    {"minor: 5}", "minor: 5", "", "bad YAML", "expected a machine"},
    {"name: bench\n", "name: bench\nevents: [{at_ms: 5, gpu: 9, xid: 79}]\n",
     ":2:", "gpu that is not", "position in gpus"},
    {"name: bench\n", "name: bench\nevents: [{at_ms: 0, xid: 79}]\n", ":2:", "at_ms 0",
     "after the start"},
    {"name: bench\n", "name: bench\nevents: [{at_ms: 5, kind: meteor}]\n", ":2:", "meteor",
     "kind of event"},
    {"name: bench\n", "name: bench\nevents: [{at_ms: 5}]\n", ":2:", "an Xid without",
     "number of an Xid"},
    {"name: bench\n", "name: bench\nevents: [{at_ms: 5, kind: pstate, xid: 3}]\n",
     ":2:", "an Xid without", "kind xid only"},
    {"pid: 4711", "pid: 4711, load: {shape: round}", "", "found round", "sine"},
    {"pid: 4711", "pid: 4711, load: {period_ms: 5}", "", "no key 'shape'", "present"},
    {"pid: 4711", "pid: 4711, load: {shape: sine, period_ms: 0}", "", "period_ms", "1 to"},
    {"pid: 4711", "pid: 4711, load: {shape: sine, low_percent: 60, high_percent: 50}", "",
     "low_percent above", "lower one first"},
    {"pid: 4711", "pid: 4711, load: {shape: sine, high_percent: 101}", "", "101", "100"},
    {"pid: 4711", "pid: 4711, start_ms: 20, end_ms: 20", "", "not after the start", "above"},
    {"name: bench\n", "name: bench\ntime: {scale: 0}\n", ":2:", "scale 0", "1 to 1000"},
    {"name: bench\n", "name: bench\ntime: {scale: 2, stepped: true}\n", ":2:", "scale of stepped",
     "one of both"},
    {"name: bench\n", "name: bench\ntime: {stepped: perhaps}\n", ":2:", "perhaps", "true or false"},
    {"chip: GA100", "chip: GA100\n    physics: {thermal_ms: 99}", ":7:", "thermal_ms 99", "100 to"},
    {"chip: GA100", "chip: GA100\n    physics: {fire: 1}", ":7:", "fire", "expected a key"},
    {"name: bench\n", "name: [bench]\n", ":1:", "wrong kind", "expected"},
};

static char *replace_once(const char *text, const char *old_text, const char *new_text)
{
	const char *at = strstr(text, old_text);
	char *out = NULL;

	assert_non_null(at);
	assert_true(asprintf(&out, "%.*s%s%s", (int)(at - text), text, new_text,
			     at + strlen(old_text)) > 0);
	return out;
}

static void mistakes_are_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		const struct mistake *m = &mistakes[i];
		char *text = replace_once(bench_machine, m->old_text, m->new_text);
		char *error = NULL;
		struct machine *machine = bench_load(text, &error);

		if (machine || !strstr(error, m->found) || !strstr(error, m->expected) ||
		    !strstr(error, m->line) || strncmp(error, "/tmp/", 5) != 0 ||
		    strtoul(strchr(error, ':') + 1, NULL, 10) == 0)
			fail_msg("%s -> %s: %s", m->old_text, m->new_text,
				 machine ? "accepted" : error);
		free(error);
		free(text);
	}
}

/* NV_MAX_DEVICES = 32 (errata C5): the reason is said. */
static void gpu_33_is_refused(void **state)
{
	char text[8192];
	char *error = NULL;
	size_t used = (size_t)(strstr(bench_machine, "gpus:\n") + 6 - bench_machine);
	unsigned lines = 0;

	(void)state;
	memcpy(text, bench_machine, used);
	for (size_t i = 0; i < used; i++)
		lines += text[i] == '\n';
	for (unsigned i = 0; i < 33; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
					 "  - {model: rtx, pci: \"0000:%02x:00.0\"}\n", i + 1);
	assert_null(bench_load(text, &error));
	assert_int_equal(strtoul(strchr(error, ':') + 1, NULL, 10), lines + 33);
	assert_non_null(strstr(error, "NV_MAX_DEVICES"));
	free(error);
}

static void missing_file_is_named(void **state)
{
	char *error = NULL;

	(void)state;
	assert_null(machine_load("/nonexistent/machine.yaml", &error));
	assert_non_null(strstr(error, "No such file"));
	free(error);
	assert_null(bench_load("", &error));
	assert_non_null(strstr(error, "empty"));
	free(error);
}

static void absent_keys_get_values(void **state)
{
	char *error = NULL;
	struct machine *machine = bench_load(bench_machine, &error);
	const struct machine_model *a100, *rtx;

	(void)state;
	assert_non_null(machine);
	a100 = machine_model_of(machine, &machine->gpus[0]);
	rtx = machine_model_of(machine, &machine->gpus[1]);
	assert_string_equal(machine->architecture, "x86_64");
	assert_string_equal(machine->kernel_module, "open");
	assert_int_equal(a100->power_min_mw, 500000);
	assert_int_equal(a100->idle.power_instant_mw, 59770);
	assert_int_equal(a100->idle.fan_rpm, -1);
	assert_int_equal(a100->idle.pcie_gen, 4);
	assert_int_equal(rtx->idle.pcie_gen, 1);
	assert_int_equal(rtx->idle.power_mw, -1);
	assert_int_equal(rtx->pci_subvendor, 0x10de);
	assert_int_equal(rtx->poll_interval_ms, 500);
	assert_int_equal(machine->gpus[0].minor, -1);
	assert_int_equal(machine->gpus[1].minor, 5);
	assert_int_equal(machine->gpus[1].numa_node, -1);
	assert_string_equal(machine->gpus[0].processes[0].type, "C");
	machine_free(machine);
}

/* A GPU's own state takes what it does not say from its model. */
static void own_state_completes_from_model(void **state)
{
	char *text =
	    replace_once(bench_machine, "minor: 5", "minor: 5, state: {temperature_c: 70}");
	char *error = NULL;
	struct machine *machine = bench_load(text, &error);

	(void)state;
	assert_non_null(machine);
	assert_int_equal(machine->gpus[1].state->temperature_c, 70);
	assert_int_equal(machine->gpus[1].state->pstate, 8);
	assert_int_equal(machine->gpus[1].state->fan_rpm, -1);
	machine_free(machine);
	free(text);
}

/* Every shipped machine loads and starts with its own driver, the oldest and the newest. */
static void shipped_machines_start(void **state)
{
	static const char *const drivers[] = {NULL, "515.43.04", "595.45.04", "620.10"};
	char folder[512], path[1024];
	unsigned count = 0;
	struct dirent *entry;
	DIR *dir;

	(void)state;
	snprintf(folder, sizeof(folder), "%s/machines", getenv("OPENNVML_SOURCE"));
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		struct machine *machine;
		char *error = NULL;

		if (!strstr(entry->d_name, ".yaml"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		machine = machine_load(path, &error);
		if (!machine)
			fail_msg("%s", error);
		for (size_t i = 0; i < 4; i++) {
			const char *reason = NULL;
			struct sim *sim = sim_new(machine, drivers[i], &reason);

			assert_non_null(sim);
			sim_free(sim);
		}
		machine_free(machine);
		count++;
	}
	closedir(dir);
	assert_true(count >= 6);
}

/* FIPS 180 examples of SHA-1, then the UUID rule of gpu_uuid.c; values by Python's hashlib. */
static void uuid_derives_from_pdi(void **state)
{
	uint8_t digest[20], uuid[16];
	char text[41];

	(void)state;
	sim_sha1((const uint8_t *)"abc", 3, digest);
	assert_memory_equal(digest,
			    "\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c"
			    "\xd0\xd8\x9d",
			    20);
	sim_sha1((const uint8_t *)"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
		 digest);
	assert_memory_equal(digest,
			    "\x84\x98\x3e\x44\x1c\x3b\xd2\x6e\xba\xae\x4a\xa1\xf9\x51\x29\xe5\xe5"
			    "\x46\x70\xf1",
			    20);
	sim_uuid_of_gpu(0x180, 0x1122334455667788, uuid);
	sim_uuid_format(uuid, text);
	assert_string_equal(text, "GPU-7b4e19e2-066b-5010-88a3-2f73c6ff5564");
	sim_uuid_of_gpu(0x164, 1, uuid);
	sim_uuid_format(uuid, text);
	assert_string_equal(text, "GPU-70743e82-dcfe-568a-801a-cd73b0568016");
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(mistakes_are_named),
	    BENCH_CASE(gpu_33_is_refused),
	    BENCH_CASE(missing_file_is_named),
	    BENCH_CASE(absent_keys_get_values),
	    BENCH_CASE(own_state_completes_from_model),
	    BENCH_CASE(shipped_machines_start),
	    BENCH_CASE(uuid_derives_from_pdi),
	};

	return cmocka_run_group_tests_name("sim-machine", cases, NULL, NULL);
}
