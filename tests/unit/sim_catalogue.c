/* SPDX-License-Identifier: MIT */
/* Models by name, what a machine changes of them, machines in one line, and drivers that fit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/catalogue.h"
#include "sim/chips.h"
#include "sim/machine_driver.h"
#include "sim/machine_line.h"
#include "sim/machine_model.h"
#include "sim_bench.h"

static struct machine *open_line(const char *line)
{
	char *error = NULL;
	struct machine *machine = machine_open(line, &error);

	if (!machine)
		fail_msg("%s: %s", line, error);
	return machine;
}

static void expect_refusal(const char *line, const char *const said[], size_t count)
{
	char *error = NULL;
	struct machine *machine = machine_open(line, &error);

	for (size_t i = 0; i < count; i++)
		if (machine || (said[i] && !strstr(error, said[i])))
			fail_msg("%s: %s, expected %s", line, machine ? "accepted" : error,
				 said[i]);
	free(error);
}

/* A machine of the text, in a folder of its own without models. */
static struct machine *load(const char *text, char **ret_error)
{
	return machine_load_text("/nonexistent/machine.yaml", text, strlen(text), ret_error);
}

#define HEAD "name: test\ndriver: 580.142\n"
#define GPU "gpus: [{model: own, pci: \"0000:01:00.0\"}]\n"

/* Recorded of a T4: 60 to 70 W, 5001 MHz, 33 C, no average of power. */
static void base_gives_what_an_entry_does_not_say(void **state)
{
	char *error = NULL;
	struct machine *machine = load(
	    HEAD "models:\n  - {id: own, base: t4, vbios: 90.04.38.00.03, power_max_mw: 75000,\n"
		 "     nvlink: {links: 2}, idle: {temperature_c: 71, power_instant_mw: -1}}\n" GPU,
	    &error);
	const struct machine_model *model;

	(void)state;
	if (!machine)
		fail_msg("%s", error);
	model = machine_model_of(machine, &machine->gpus[0]);
	assert_int_equal(machine->models_count, 1);
	assert_string_equal(model->id, "own");
	assert_string_equal(model->name, "Tesla T4");
	assert_string_equal(model->vbios, "90.04.38.00.03");
	assert_int_equal(model->power_max_mw, 75000);
	assert_int_equal(model->power_min_mw, 60000);
	assert_int_equal(model->max_memory_mhz, 5001);
	assert_int_equal(model->nvlink.links, 2);
	assert_int_equal(model->idle.temperature_c, 71);
	assert_int_equal(model->idle.pstate, 0);
	assert_int_equal(model->idle.power_mw, -1);
	assert_int_equal(model->idle.power_instant_mw, -1);
	assert_int_equal(model->idle.fan_rpm, -1);
	assert_int_equal(model->assumed_count, 5);
	assert_string_equal(model->assumed[0], "memory_bus_bits");
	machine_free(machine);
}

static void lists_replace_lists(void **state)
{
	char *error = NULL;
	struct machine *machine =
	    load(HEAD "models: [{id: own, base: t4, assumed: [cores, idle]}]\n" GPU, &error);

	(void)state;
	if (!machine)
		fail_msg("%s", error);
	assert_int_equal(machine->models[0].assumed_count, 2);
	assert_string_equal(machine->models[0].assumed[1], "idle");
	machine_free(machine);
}

/* What follows from another key follows from the entry's own. */
static void base_is_settled_last(void **state)
{
	char *error = NULL;
	struct machine *machine =
	    load(HEAD "models:\n  - {id: own, base: gtx-1080, power_default_mw: 150000}\n"
		      "kernel_module: proprietary\n" GPU,
		 &error);

	(void)state;
	if (!machine)
		fail_msg("%s", error);
	assert_int_equal(machine->models[0].idle.power_limit_mw, 150000);
	machine_free(machine);
}

static void models_come_from_the_catalogue_once(void **state)
{
	char *error = NULL;
	struct machine *machine = load(
	    HEAD "gpus: [{model: t4, pci: \"0000:01:00.0\"}, {model: l4, pci: \"0000:02:00.0\"},"
		 " {model: t4, pci: \"0000:03:00.0\", state: {pstate: 8}}]\n",
	    &error);

	(void)state;
	if (!machine)
		fail_msg("%s", error);
	assert_int_equal(machine->models_count, 2);
	assert_ptr_equal(machine_model_of(machine, &machine->gpus[0]),
			 machine_model_of(machine, &machine->gpus[2]));
	assert_int_equal(machine->gpus[2].state->pstate, 8);
	assert_int_equal(machine->gpus[2].state->temperature_c, 33);
	machine_free(machine);
}

static void mistakes_of_models_are_named(void **state)
{
	static const struct {
		const char *text, *found, *expected;
	} rows[] = {
	    {HEAD "models: [{id: own, base: t44}]\n" GPU, ":3: found t44", "near: t4"},
	    {HEAD "gpus: [{model: h10, pci: \"0000:01:00.0\"}]\n", ":3: found h10",
	     "h100-80gb-hbm3 h100-nvl"},
	    {HEAD "gpus: [{model: ../models/t4, pci: \"0000:01:00.0\"}]\n", "found ../models/t4",
	     "catalogue"},
	    {HEAD "models: [{id: own, base: t4, colour: red}]\n" GPU, "'colour'", "a key"},
	    {HEAD "models: [{id: own, base: t4, bar1_mib: -5}]\n" GPU, "-5", "unsigned"},
	    {HEAD "models: [{id: own, base: t4, pcie_max_gen: 9}]\n" GPU, "pcie_max_gen 9",
	     "1 to 6"},
	    {HEAD "models: [{id: own, base: t4, idle: {pstate: 16}}]\n" GPU, "pstate 16", "15"},
	    {HEAD "models: [{id: own, base: t4, reserved_mib: 15360}]\n" GPU, "all memory",
	     "below memory_mib"},
	    {HEAD "models: [{id: own, name: x, pci_device: 1, memory_mib: 9}]\n" GPU,
	     "no key 'chip'", "present"},
	    {HEAD "models: [{id: own, base: t4, assumed: [nvlink.lane]}]\n" GPU, "nvlink.lane",
	     "keys of a model"},
	    {HEAD "models: [{id: own, base: k520}]\n" GPU,
	     "last driver branch for its chip GK104 is 470", "515"},
	    {HEAD, "no key 'gpus'", "present"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *error = NULL;
		struct machine *machine = load(rows[i].text, &error);

		if (machine || !strstr(error, rows[i].found) || !strstr(error, rows[i].expected))
			fail_msg("%s: %s", rows[i].text, machine ? "accepted" : error);
		free(error);
	}
}

#define BOARD "name: Board\nchip: TU104\npci_device: 1\nmemory_mib: 9\n"
static void model_files_stand_for_themselves(void **state)
{
	static struct embedded_text texts[] = {
	    {.name = "models/wrong-id", .text = "id: t4\n" BOARD},
	    {.name = "models/has-base", .text = "id: has-base\nbase: t4\n"},
	    {.name = "models/inside", .text = "id: inside\n" BOARD},
	    {.name = "inside", .text = HEAD "gpus: [{model: inside, pci: \"0000:01:00.0\"}]\n"},
	};
	static const char *const wrong_id[] = {"models/wrong-id:1: found t4", "name of the file"};
	static const char *const has_base[] = {"models/has-base:2: found a base"};
	struct machine *machine;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		texts[i].end = texts[i].text + strlen(texts[i].text);
	catalogue_use_texts(texts, 4);
	expect_refusal("wrong-id", wrong_id, 2);
	expect_refusal("has-base", has_base, 1);
	/* A machine and its model from inside the program. */
	machine = open_line("inside");
	assert_string_equal(machine->models[0].name, "Board");
	machine_free(machine);
	catalogue_use_texts(NULL, 0);
	expect_refusal("inside", (const char *const[]){"no model 'inside'"}, 1);
}

/* One line. */

static void line_is_the_text_of_a_file(void **state)
{
	static const struct {
		const char *line;
		const char *parts[6];
	} rows[] = {
	    {"t4",
	     {"name: 1x-t4\n", "driver: 580.142\n", "kernel_module: open\n", "x86_64\n",
	      "fabric: false\n", "{model: t4, pci: \"00000000:07:00.0\", numa_node: 0"}},
	    {"4x t4, driver=535.288.01",
	     {"name: 4x-t4\n", "driver: 535.288.01\n", "numa_node: 1",
	      "serial: \"1650000000004\", persistence: true"}},
	    {"2 x NVIDIA GeForce RTX 4090,1xt4",
	     {"name: 2x-rtx-4090-1x-t4\n", "2x NVIDIA GeForce RTX 4090, 1x Tesla T4",
	      "{model: rtx-4090, pci: \"00000000:16:00.0\", numa_node: 0, cpus: \"0-31\", "
	      "persistence: false}"}},
	    {"8x h100-80gb-hbm3", {"fabric: true\n", "module_id: 7"}},
	    {"4x h100-80gb-hbm3", {"fabric: false\n", "nvlink: {peer: gpu}"}},
	    {"8x h100-80gb-hbm3,fabric=false", {"fabric: false\n"}},
	    {"8x v100-sxm2-16gb", {"fabric: false\n", "kernel_module: proprietary\n"}},
	    {"4x gb200",
	     {"fabric: true\n", "aarch64\n",
	      "pci: \"00000019:01:00.0\", numa_node: 1, cpus: \"72-143\""}},
	    {"2x gh200-480gb", {"fabric: false\n", "numa_node: 1, cpus: \"72-143\""}},
	    {"t4, name=node-7, arch=aarch64, persistence=false, kernel_module=proprietary",
	     {"name: node-7\n", "aarch64\n", "persistence: false", "kernel_module: proprietary\n"}},
	    {"rtx-3060-laptop-gpu, suspended=true", {"suspended: true"}},
	    {"a100-sxm4-40gb, mig=on", {"mig_enabled: true}"}},
	    {"a100-sxm4-40gb, t4, mig=3g.20gb+1g.5gb+me+1g.5gb",
	     {"mig_instances: [{profile: 3g.20gb}, {profile: 1g.5gb+me}, {profile: 1g.5gb}]}"}},
	    {"a100-sxm4-40gb, mig=off", {"persistence: true}"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *error = NULL, *text = machine_line_text(rows[i].line, &error);

		if (!text)
			fail_msg("%s: %s", rows[i].line, error);
		for (size_t k = 0; k < 6 && rows[i].parts[k]; k++)
			if (!strstr(text, rows[i].parts[k]))
				fail_msg("%s: no %s in\n%s", rows[i].line, rows[i].parts[k], text);
		free(text);
	}
}

static void mistakes_of_lines_are_named(void **state)
{
	static const struct {
		const char *line, *said[2];
	} rows[] = {
	    {"", {"found nothing"}},
	    {"t4,", {"found nothing between commas"}},
	    {"driver=580.142", {"found no model", "4x t4"}},
	    {"4x t44", {"no model 't44'", "near: t4"}},
	    {"h100", {"no model 'h100'", "h100-80gb-hbm3 h100-nvl"}},
	    {"zebra", {"no model 'zebra'", "list --models"}},
	    {"4x ../t4", {"4x ../t4"}}, /* a path */
	    {"0x t4", {"found 0 GPUs", "1 to 32"}},
	    {"33x t4", {"found 33 GPUs", "NV_MAX_DEVICES"}},
	    {"31x t4, 2x l4", {"found 33 GPUs", "NV_MAX_DEVICES"}},
	    {"99999999999x t4", {"NV_MAX_DEVICES"}},
	    {"t4, colour=red", {"the key colour", "expected driver"}},
	    {"t4, driver=580.142, driver=535.288.01", {"driver a second time"}},
	    {"t4, arch=x86_64, architecture=x86_64", {"architecture a second time"}},
	    {"t4, fabric=yes", {"fabric=yes", "true or false"}},
	    {"t4, name=a b", {"name=a b", "letters"}},
	    {"t4, name={}", {"letters"}},
	    {"t4, driver=", {"driver=", "letters"}},
	    {"t4, driver=470.57.02", {"found 470.57.02", "from 515 on"}},
	    {"t4, arch=mips", {"found mips", "aarch64"}},
	    {"t4, mig=on", {"mig=on", "can be divided"}},
	    {"gtx-1080, rtx-5090, kernel_module=open", {"open kernel module", "GTX 1080"}},
	    {"p100-pcie-16gb, driver=590.48.01",
	     {"driver 590.48.01", "branch for its chip GP100 is 580"}},
	    {"k520", {"GRID K520", "is 470"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_refusal(rows[i].line, rows[i].said, 2);
}

/* 72 GPUs of a rack are 18 kernels with 4: NV_MAX_DEVICES of nv.h is 32. */
static void one_kernel_has_32_gpus(void **state)
{
	const char *refusal = NULL;
	struct machine *machine = open_line("32x t4");
	struct sim *sim = sim_new(machine, NULL, &refusal);

	(void)state;
	assert_int_equal(machine->gpus_count, 32);
	assert_string_equal(machine->gpus[31].pci, "00000000:e0:00.0");
	assert_non_null(sim);
	sim_free(sim);
	machine_free(machine);
	expect_refusal("72x gb200", (const char *const[]){"found 72 GPUs", "NV_MAX_DEVICES"}, 2);
}

/* Each has other addresses, and so other identities; the same line has the same. */
static void lines_are_repeatable(void **state)
{
	struct machine *first = open_line("2x t4"), *second = open_line("2x t4");
	struct machine *other = open_line("2x t4, name=other");

	(void)state;
	assert_true(first->gpus[0].pdi == second->gpus[0].pdi);
	assert_true(first->gpus[0].pdi != first->gpus[1].pdi);
	assert_true(first->gpus[0].pdi != other->gpus[0].pdi);
	machine_free(first);
	machine_free(second);
	machine_free(other);
}

/* Drivers; chips.tsv has the first of GB202 and of GH100. */

static void drivers_fit_chips(void **state)
{
	static const struct {
		const char *line, *driver, *refusal, *warning;
	} rows[] = {
	    {"t4", NULL, NULL, NULL},
	    {"t4", "515.43.04", NULL, NULL},
	    {"h100-80gb-hbm3", "515.43.04", NULL, "520.56.06 for its chip GH100"},
	    {"h100-80gb-hbm3", "520.56.06", NULL, NULL},
	    {"rtx-5090", "570.86.15", NULL, "570.86.16 for its chip GB202"},
	    {"rtx-5090", "570.86.16", NULL, NULL},
	    {"t4, gtx-1080", "580.142", NULL, NULL},
	    {"t4, gtx-1080", "590.44.01", "last branch for its chip GP104 is 580", NULL},
	    {"quadro-k2200", "595.45.04", "last branch for its chip GM107 is 580", NULL},
	    {"v100-sxm2-16gb", "595.45.04", "last branch for its chip GV100 is 580", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct machine *machine = open_line(rows[i].line);
		char *refusal = machine_driver_refusal(machine, rows[i].driver);
		char *warning = machine_driver_warning(machine, rows[i].driver);

		if (!refusal != !rows[i].refusal || (refusal && !strstr(refusal, rows[i].refusal)))
			fail_msg("%s on %s: refused %s", rows[i].line, rows[i].driver, refusal);
		if (!warning != !rows[i].warning || (warning && !strstr(warning, rows[i].warning)))
			fail_msg("%s on %s: warned %s", rows[i].line, rows[i].driver, warning);
		free(refusal);
		free(warning);
		machine_free(machine);
	}
}

/* Every chip with a published first driver or a last branch, of the recorded table. */
static void chips_are_the_recorded_ones(void **state)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096], line[4096];
	enum { FIRST_DRIVER = 11, LAST_BRANCH = 13, COLUMNS = 15 };
	unsigned compared = 0;

	(void)state;
	snprintf(path, sizeof(path), "%s/ids/chips.tsv", facts ? facts : "");
	FILE *file = facts ? fopen(path, "r") : NULL;
	if (!file)
		skip();
	while (fgets(line, sizeof(line), file)) {
		char *cells[COLUMNS] = {line}, *end;
		unsigned count = 1;

		for (char *tab = line; count < COLUMNS && (tab = strchr(tab, '\t')); count++) {
			*tab++ = '\0';
			cells[count] = tab;
		}
		struct machine_model model = {.chip = cells[0]};
		unsigned long last = count == COLUMNS ? strtoul(cells[LAST_BRANCH], &end, 10) : 0;
		const char *first = machine_model_first_driver(&model);

		if (count < COLUMNS || strcmp(cells[0], "chip") == 0 || !sim_chip_find(cells[0]))
			continue;
		assert_int_equal(machine_model_last_branch(&model), *end == '\0' ? last : 0);
		/* Others are marked as recalled, or are prose. */
		if (strspn(cells[FIRST_DRIVER], "0123456789.") != strlen(cells[FIRST_DRIVER]))
			assert_null(first);
		else
			assert_string_equal(first, cells[FIRST_DRIVER]);
		compared++;
	}
	fclose(file);
	assert_true(compared >= 50);
}

/* All files. */

static void every_model_loads(void **state)
{
	struct catalogue_names names;

	(void)state;
	catalogue_list(CATALOGUE_MODELS, &names);
	for (size_t i = 0; i < names.count; i++) {
		char *error = NULL;
		struct machine_model *model = machine_model_load(NULL, names.names[i], &error);

		if (!model)
			fail_msg("%s: %s", names.names[i], error);
		assert_non_null(model->source);
		assert_true(model->max_memory_mhz == 0 ||
			    model->idle.memory_mhz <= (int32_t)model->max_memory_mhz);
		assert_true(model->power_min_mw <= model->power_default_mw);
		assert_true(model->power_default_mw <= model->power_max_mw);
		machine_model_free(model);
	}
	assert_true(names.count >= 55);
	catalogue_names_free(&names);
}

/* As the driver is that each names; none has a chip younger than its driver. */
static void every_machine_starts(void **state)
{
	struct catalogue_names names;

	(void)state;
	catalogue_list("", &names);
	for (size_t i = 0; i < names.count; i++) {
		struct machine *machine = open_line(names.names[i]);
		const char *refusal = NULL;
		struct sim *sim = sim_new(machine, NULL, &refusal);

		if (!sim)
			fail_msg("%s: %s", names.names[i], refusal);
		assert_string_equal(machine->name, names.names[i]);
		assert_non_null(machine->description);
		assert_non_null(machine->source);
		assert_null(machine_driver_warning(machine, NULL));
		sim_free(sim);
		machine_free(machine);
	}
	assert_true(names.count >= 34);
	catalogue_names_free(&names);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    BENCH_CASE(base_gives_what_an_entry_does_not_say),
	    BENCH_CASE(lists_replace_lists),
	    BENCH_CASE(base_is_settled_last),
	    BENCH_CASE(models_come_from_the_catalogue_once),
	    BENCH_CASE(mistakes_of_models_are_named),
	    BENCH_CASE(model_files_stand_for_themselves),
	    BENCH_CASE(line_is_the_text_of_a_file),
	    BENCH_CASE(mistakes_of_lines_are_named),
	    BENCH_CASE(one_kernel_has_32_gpus),
	    BENCH_CASE(lines_are_repeatable),
	    BENCH_CASE(drivers_fit_chips),
	    BENCH_CASE(chips_are_the_recorded_ones),
	    BENCH_CASE(every_model_loads),
	    BENCH_CASE(every_machine_starts),
	};
	static char folder[4096];

	snprintf(folder, sizeof(folder), "%s/machines", getenv("OPENNVML_SOURCE"));
	catalogue_use_folders(folder);
	return cmocka_run_group_tests_name("sim-catalogue", cases, NULL, NULL);
}
