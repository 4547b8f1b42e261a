/* SPDX-License-Identifier: MIT */
/*
 * Every field id on every machine and under one release of every driver branch: its
 * return code and the type of its value. The codes are those of what the machine has and
 * what the branch publishes; they and the types are held against the recorded tables.
 */
#include "board.h"

#define ID_MAX 310
#define LATER 10000

struct machine_traits {
	bool average, ecc, ecc_on, retires, remaps, hbm, mig;
	bool links, old_links, links_4, links_5;
	bool outbound, inbound, c2c;
};

static const char *const machines[] = {"witness", "dgx-a100", "dgx-h100", "gb200",
				       "rtx3090", "rtx4090",  "t4"};

static const char *const drivers[] = {
    "515.105.01", "520.61.07", "525.147.05", "530.41.03", "535.288.01", "545.29.06",
    "550.163.01", "555.58.02", "560.35.03",  "565.77",    "570.211.01", "575.64.05",
    "580.142",    "590.48.01", "595.45.04",  "620.10",
};

/* map.tsv: averages from Ampere on; calibration-api.md 3: versions of links. */
static struct machine_traits traits_of(const struct machine_model *model)
{
	bool turing = strncmp(model->chip, "TU", 2) == 0;
	uint32_t version = model->nvlink.links ? model->nvlink.version : 0;

	return (struct machine_traits){
	    .average = !turing,
	    .ecc = model->ecc_capable,
	    .ecc_on = model->ecc_enabled,
	    .retires = model->page_retirement,
	    .remaps = model->row_remapper,
	    .hbm = !turing && model->idle.memory_temperature_c >= 0,
	    .mig = model->mig_capable,
	    .links = version != 0,
	    .old_links = version != 0 && version < 7,
	    .links_4 = version == 7,
	    .links_5 = version == 8,
	    .outbound = model->pcie_atomics_outbound >= 0,
	    .inbound = model->pcie_atomics_inbound >= 0,
	    .c2c = model->coherent,
	};
}

/* A range of ids that a machine with the trait answers, from a branch up to another. */
static const struct {
	unsigned first, last;
	size_t trait; /* offset; ALWAYS: every machine */
	unsigned since, until;
} answered[] = {
#define TRAIT(name) offsetof(struct machine_traits, name)
#define ALWAYS SIZE_MAX
    {1, 2, TRAIT(ecc), 515, LATER},
    {3, 6, TRAIT(ecc_on), 515, LATER},
    {29, 31, TRAIT(retires), 515, LATER},
    {32, 59, TRAIT(old_links), 515, LATER},
    {82, 82, TRAIT(hbm), 545, LATER},
    {84, 90, TRAIT(old_links), 515, LATER},
    {91, 91, TRAIT(links), 515, LATER},
    {92, 93, TRAIT(retires), 515, LATER},
    {94, 95, ALWAYS, 515, LATER},
    {96, 119, TRAIT(old_links), 515, LATER},
    {132, 137, TRAIT(old_links), 515, LATER},
    {138, 141, TRAIT(links), 515, LATER},
    {142, 145, TRAIT(remaps), 515, LATER},
    {146, 147, TRAIT(links), 515, LATER},
    {148, 160, TRAIT(old_links), 515, LATER},
    {161, 163, TRAIT(old_links), 515, LATER},
    {161, 163, TRAIT(links_4), 515, LATER},
    {164, 166, TRAIT(links), 515, LATER},
    {167, 167, TRAIT(links_4), 515, LATER},
    {167, 167, TRAIT(links_5), 515, LATER},
    {168, 168, TRAIT(links_4), 525, LATER},
    {168, 168, TRAIT(links_5), 525, LATER},
    {169, 169, ALWAYS, 515, LATER},
    {170, 172, TRAIT(c2c), 520, LATER},
    {173, 183, ALWAYS, 515, LATER},
    {184, 184, TRAIT(mig), 535, LATER},
    {185, 185, TRAIT(average), 545, LATER},
    {186, 186, ALWAYS, 545, LATER},
    {190, 190, ALWAYS, 545, LATER},
    {192, 192, ALWAYS, 545, LATER},
    {197, 199, ALWAYS, 515, LATER},
    {200, 200, TRAIT(links_4), 555, LATER},
    {200, 200, TRAIT(links_5), 555, LATER},
    {201, 215, TRAIT(links_5), 560, LATER},
    {219, 219, TRAIT(links_5), 560, LATER},
    {221, 221, TRAIT(links_5), 560, LATER},
    {223, 225, TRAIT(links_4), 555, LATER},
    {223, 225, TRAIT(links_5), 555, LATER},
    {226, 227, ALWAYS, 530, LATER},
    {228, 228, TRAIT(outbound), 520, LATER},
    {229, 229, TRAIT(inbound), 560, LATER},
    {230, 230, ALWAYS, 565, LATER},
    {231, 233, TRAIT(c2c), 520, 535},
    {231, 233, TRAIT(c2c), 575, LATER},
    {234, 234, TRAIT(c2c), 575, LATER},
    {235, 250, TRAIT(links_5), 560, LATER},
    {289, 290, TRAIT(links_5), 560, LATER},
    {294, 295, TRAIT(links_5), 560, LATER},
};

static nvmlReturn_t expected_of(unsigned id, const struct machine_traits *traits, unsigned branch)
{
	if (id == 0 || id >= NVML_FI_MAX)
		return NVML_ERROR_INVALID_ARGUMENT;
	for (size_t i = 0; i < sizeof(answered) / sizeof(answered[0]); i++) {
		size_t trait = answered[i].trait;
		if (id >= answered[i].first && id <= answered[i].last &&
		    branch >= answered[i].since && branch <= answered[i].until &&
		    (trait == ALWAYS || *((const char *)traits + trait)))
			return NVML_SUCCESS;
	}
	return NVML_ERROR_NOT_SUPPORTED;
}

/* The recorded tables. */

struct recorded {
	nvmlReturn_t codes[6]; /* Hopper under 535, 550, 555, then Ampere */
	int type;              /* -1: never succeeded */
};

static FILE *open_fact(const char *name)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];

	snprintf(path, sizeof(path), "%s/nvml/%s", facts ? facts : "", name);
	return fopen(path, "r");
}

static int type_named(const char *name)
{
	if (strcmp(name, "uint") == 0)
		return NVML_VALUE_TYPE_UNSIGNED_INT;
	if (strcmp(name, "ulonglong") == 0)
		return NVML_VALUE_TYPE_UNSIGNED_LONG_LONG;
	return NVML_VALUE_TYPE_SIGNED_INT;
}

static void take_recorded(char *line, struct recorded *list)
{
	char *rest = NULL, *cell = strtok_r(line, "\t", &rest);
	unsigned id = (unsigned)strtoul(cell, NULL, 10);

	assert_true(id < ID_MAX);
	list[id].type = -1;
	strtok_r(NULL, "\t", &rest);
	for (size_t i = 0; i < 6; i++) {
		char name[16] = "";
		int code = -1;
		cell = strtok_r(NULL, "\t", &rest);
		assert_true(sscanf(cell, "%d %15s", &code, name) >= 1);
		list[id].codes[i] = (nvmlReturn_t)code;
		if (name[0] != '\0')
			list[id].type = type_named(name);
	}
}

/* calibration-fields.tsv; false where the facts are not at hand. */
static bool read_recorded(struct recorded *list)
{
	FILE *file = open_fact("calibration-fields.tsv");
	char line[2048];
	unsigned count = 0;

	if (file == NULL || fgets(line, sizeof(line), file) == NULL)
		return false;
	while (fgets(line, sizeof(line), file) != NULL) {
		take_recorded(line, list);
		count++;
	}
	fclose(file);
	assert_int_equal(count, ID_MAX);
	return true;
}

/* fields.tsv: what others believe of the types of ids that were not recorded. */
static bool read_types(int *types)
{
	FILE *file = open_fact("fields.tsv");
	char line[2048], name[128], type[32];
	unsigned id;

	if (file == NULL)
		return false;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "%127[^\t]\t%u\t%*[^\t]\t%*[^\t]\t%31[^\t]", name, &id, type) ==
			3 &&
		    id < ID_MAX)
			types[id] = type_named(type);
	}
	fclose(file);
	return true;
}

/* All ids in one call, each with the scope that every machine has. */
static void ask_all(nvmlDevice_t gpu, nvmlFieldValue_t *fields)
{
	for (unsigned id = 0; id < ID_MAX; id++) {
		memset(&fields[id], 0x5a, sizeof(fields[id]));
		fields[id].fieldId = id;
		fields[id].scopeId = 0;
	}
	assert_int_equal(nvmlDeviceGetFieldValues(gpu, ID_MAX, fields), NVML_SUCCESS);
}

static unsigned check_codes(const char *machine, const char *driver)
{
	struct board board;
	nvmlFieldValue_t fields[ID_MAX];
	unsigned branch = (unsigned)strtoul(driver, NULL, 10), wrong = 0;

	board_warm(&board, machine, driver);
	struct machine_traits traits = traits_of(&board.machine->models[0]);
	ask_all(board.gpu, fields);
	for (unsigned id = 0; id < ID_MAX; id++) {
		nvmlReturn_t expected = expected_of(id, &traits, branch);
		bool kept = fields[id].value.ullVal == 0x5a5a5a5a5a5a5a5a;
		if (fields[id].nvmlReturn == expected && (expected == NVML_SUCCESS || kept))
			continue;
		wrong++;
		print_message("%s %s: field %u: %d, not %d\n", machine, driver, id,
			      (int)fields[id].nvmlReturn, (int)expected);
	}
	board_stop(&board);
	return wrong;
}

static void codes_on_every_machine_and_branch(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t m = 0; m < sizeof(machines) / sizeof(machines[0]); m++) {
		for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++)
			wrong += check_codes(machines[m], drivers[d]);
	}
	assert_int_equal(wrong, 0);
}

static unsigned check_types(const char *machine, const char *driver, const struct recorded *list,
			    const int *believed)
{
	struct board board;
	nvmlFieldValue_t fields[ID_MAX];
	unsigned wrong = 0;

	board_warm(&board, machine, driver);
	ask_all(board.gpu, fields);
	for (unsigned id = 1; id < NVML_FI_MAX; id++) {
		int type = list[id].type >= 0 ? list[id].type : believed[id];
		if (fields[id].nvmlReturn != NVML_SUCCESS || (int)fields[id].valueType == type)
			continue;
		wrong++;
		print_message("%s %s: field %u: type %d, not %d\n", machine, driver, id,
			      (int)fields[id].valueType, type);
	}
	board_stop(&board);
	return wrong;
}

static void types_on_every_machine_and_branch(void **state)
{
	static struct recorded list[ID_MAX];
	static int believed[ID_MAX];
	unsigned wrong = 0;

	(void)state;
	if (!read_recorded(list) || !read_types(believed))
		skip();
	for (size_t m = 0; m < sizeof(machines) / sizeof(machines[0]); m++) {
		for (size_t d = 0; d < sizeof(drivers) / sizeof(drivers[0]); d++)
			wrong += check_types(machines[m], drivers[d], list, believed);
	}
	assert_int_equal(wrong, 0);
}

/* Where ours differ from the recorded library's, each for a reason. */
static const struct {
	unsigned first, last;
	const char *reason;
} differences[] = {
    {29, 31, "the recorded driver retired pages on boards that remap rows instead"},
    {82, 82, "the page is read on every driver that has it"},
    {92, 93, "as 29"},
    {184, 184, "the recorded board had no MIG here; observed.tsv has it answered"},
    {185, 186, "as 82"},
    {190, 190, "the page has it, the recorded library did not look there"},
    {192, 192, "as 190"},
    {196, 196, "a constant without a source"},
    {197, 198, "the control is older than the id"},
    {199, 200, "the two ids changed places after the recorded libraries"},
    {201, NVML_FI_MAX - 1, "ids newer than the recorded libraries"},
};

static bool differs(unsigned id)
{
	for (size_t i = 0; i < sizeof(differences) / sizeof(differences[0]); i++) {
		if (id >= differences[i].first && id <= differences[i].last)
			return true;
	}
	return false;
}

static unsigned check_recorded(const char *machine, const char *driver, const struct recorded *list,
			       size_t column)
{
	struct board board;
	nvmlFieldValue_t fields[ID_MAX];
	unsigned wrong = 0;

	board_warm(&board, machine, driver);
	ask_all(board.gpu, fields);
	for (unsigned id = 0; id < ID_MAX; id++) {
		if (fields[id].nvmlReturn == list[id].codes[column] || differs(id))
			continue;
		wrong++;
		print_message("%s %s: field %u: %d, recorded %d\n", machine, driver, id,
			      (int)fields[id].nvmlReturn, (int)list[id].codes[column]);
	}
	board_stop(&board);
	return wrong;
}

static void codes_as_recorded(void **state)
{
	static struct recorded list[ID_MAX];
	unsigned wrong = 0;

	(void)state;
	if (!read_recorded(list))
		skip();
	wrong += check_recorded("dgx-h100", "535.261.03", list, 0);
	wrong += check_recorded("dgx-h100", "550.163.01", list, 1);
	wrong += check_recorded("dgx-h100", "555.58.02", list, 2);
	wrong += check_recorded("dgx-a100", "535.261.03", list, 3);
	wrong += check_recorded("dgx-a100", "550.163.01", list, 4);
	wrong += check_recorded("dgx-a100", "555.58.02", list, 5);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(codes_on_every_machine_and_branch),
	    cmocka_unit_test(types_on_every_machine_and_branch),
	    cmocka_unit_test(codes_as_recorded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
