/* SPDX-License-Identifier: MIT */
/*
 * Every model of the catalogue, asked through the library on a machine of one line, against the
 * table of recorded boards (smi/profiles.tsv). An answer that the driver does not give is counted,
 * not compared.
 */
#include <ctype.h>
#include <dirent.h>

#include "board.h"
#include "sim/catalogue.h"
#include "sim/machine_line.h"

#define CELL 128
#define COLUMNS 64
#define MIB(bytes) ((unsigned long long)((bytes) >> 20))

typedef nvmlReturn_t (*ask)(nvmlDevice_t gpu, char text[CELL]);

static nvmlReturn_t put(nvmlReturn_t result, char text[CELL], const char *format,
			unsigned long long value)
{
	if (result == NVML_SUCCESS)
		snprintf(text, CELL, format, value);
	return result;
}

static nvmlReturn_t ask_memory(nvmlDevice_t gpu, char text[CELL])
{
	nvmlMemory_t memory = {0};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo(gpu, &memory);

	return put(result, text, "%llu", MIB(memory.total));
}

static nvmlReturn_t ask_reserved(nvmlDevice_t gpu, char text[CELL])
{
	nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo_v2(gpu, &memory);

	return put(result, text, "%llu", MIB(memory.reserved));
}

static nvmlReturn_t ask_bar1(nvmlDevice_t gpu, char text[CELL])
{
	nvmlBAR1Memory_t bar1 = {0};
	nvmlReturn_t result = nvmlDeviceGetBAR1MemoryInfo(gpu, &bar1);

	return put(result, text, "%llu", MIB(bar1.bar1Total));
}

/* At rest every board is at its default limit. */
static nvmlReturn_t ask_limit(nvmlDevice_t gpu, char text[CELL])
{
	unsigned mw = 0;
	nvmlReturn_t result = nvmlDeviceGetEnforcedPowerLimit(gpu, &mw);

	snprintf(text, CELL, "%.2f", mw / 1000.0);
	return result;
}

static nvmlReturn_t ask_vbios(nvmlDevice_t gpu, char text[CELL])
{
	return nvmlDeviceGetVbiosVersion(gpu, text, CELL);
}

static nvmlReturn_t ask_device(nvmlDevice_t gpu, char text[CELL])
{
	nvmlPciInfo_t pci = {0};
	nvmlReturn_t result = nvmlDeviceGetPciInfo_v3(gpu, &pci);

	return put(result, text, "%08llX", pci.pciDeviceId);
}

static nvmlReturn_t ask_subsystem(nvmlDevice_t gpu, char text[CELL])
{
	nvmlPciInfo_t pci = {0};
	nvmlReturn_t result = nvmlDeviceGetPciInfo_v3(gpu, &pci);

	return put(result, text, "%08llX", pci.pciSubSystemId);
}

static nvmlReturn_t ask_capability(nvmlDevice_t gpu, char text[CELL])
{
	int major = 0, minor = 0;
	nvmlReturn_t result = nvmlDeviceGetCudaComputeCapability(gpu, &major, &minor);

	snprintf(text, CELL, "%d.%d", major, minor);
	return result;
}

static nvmlReturn_t ask_board_part(nvmlDevice_t gpu, char text[CELL])
{
	return nvmlDeviceGetBoardPartNumber(gpu, text, CELL);
}

static nvmlReturn_t ask_image(nvmlDevice_t gpu, char text[CELL])
{
	return nvmlDeviceGetInforomImageVersion(gpu, text, CELL);
}

static nvmlReturn_t ask_oem(nvmlDevice_t gpu, char text[CELL])
{
	return nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_OEM, text, CELL);
}

static nvmlReturn_t ask_ecc_object(nvmlDevice_t gpu, char text[CELL])
{
	return nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_ECC, text, CELL);
}

static nvmlReturn_t ask_generation(nvmlDevice_t gpu, char text[CELL])
{
	unsigned generation = 0;
	nvmlReturn_t result = nvmlDeviceGetGpuMaxPcieLinkGeneration(gpu, &generation);

	return put(result, text, "%llu", generation);
}

static nvmlReturn_t ask_width(nvmlDevice_t gpu, char text[CELL])
{
	unsigned width = 0;
	nvmlReturn_t result = nvmlDeviceGetMaxPcieLinkWidth(gpu, &width);

	return put(result, text, "%llux", width);
}

static nvmlReturn_t ask_ecc(nvmlDevice_t gpu, char text[CELL])
{
	nvmlEnableState_t current = NVML_FEATURE_DISABLED, pending;
	nvmlReturn_t result = nvmlDeviceGetEccMode(gpu, &current, &pending);

	snprintf(text, CELL, "%s", current == NVML_FEATURE_ENABLED ? "Enabled" : "Disabled");
	return result;
}

static nvmlReturn_t ask_banks(nvmlDevice_t gpu, char text[CELL])
{
	nvmlRowRemapperHistogramValues_t banks = {0};
	nvmlReturn_t result = nvmlDeviceGetRowRemapperHistogram(gpu, &banks);

	return put(result, text, "%llu", banks.max);
}

static nvmlReturn_t ask_cores(nvmlDevice_t gpu, char text[CELL])
{
	unsigned cores = 0;
	nvmlReturn_t result = nvmlDeviceGetNumGpuCores(gpu, &cores);

	return put(result, text, "%llu", cores);
}

static nvmlReturn_t ask_bits(nvmlDevice_t gpu, char text[CELL])
{
	unsigned bits = 0;
	nvmlReturn_t result = nvmlDeviceGetMemoryBusWidth(gpu, &bits);

	return put(result, text, "%llu", bits);
}

static nvmlReturn_t ask_brand(nvmlDevice_t gpu, char text[CELL])
{
	static const struct {
		nvmlBrandType_t brand;
		const char *word;
	} brands[] = {{NVML_BRAND_QUADRO, "Quadro"},
		      {NVML_BRAND_TESLA, "Tesla"},
		      {NVML_BRAND_GEFORCE, "GeForce"},
		      {NVML_BRAND_NVIDIA_RTX, "NVIDIA RTX"},
		      {NVML_BRAND_NVIDIA, "NVIDIA"}};
	nvmlBrandType_t brand = NVML_BRAND_UNKNOWN;
	nvmlReturn_t result = nvmlDeviceGetBrand(gpu, &brand);

	snprintf(text, CELL, "%d", (int)brand);
	for (size_t i = 0; i < sizeof(brands) / sizeof(brands[0]); i++)
		if (brands[i].brand == brand)
			snprintf(text, CELL, "%s", brands[i].word);
	return result;
}

/* least: in how many boards the answer must be compared, so that the table cannot fall silent. */
static const struct {
	const char *column;
	ask ask;
	unsigned least;
} questions[] = {
    {"memory_total_MiB", ask_memory, 51},
    {"reserved_MiB", ask_reserved, 39},
    {"bar1_MiB", ask_bar1, 50},
    {"power_default_W", ask_limit, 25},
    {"vbios", ask_vbios, 50},
    {"pci_device_id", ask_device, 50},
    {"pci_sub_system_id", ask_subsystem, 50},
    {"compute_cap", ask_capability, 49},
    {"board_part_number", ask_board_part, 22},
    {"inforom_image", ask_image, 49},
    {"inforom_oem", ask_oem, 49},
    {"inforom_ecc", ask_ecc_object, 27},
    {"pcie_max_gen", ask_generation, 51},
    {"pcie_max_width", ask_width, 51},
    {"ecc_mode", ask_ecc, 27},
    {"row_remap_banks", ask_banks, 22},
    {"cuda_cores", ask_cores, 21},
    {"mem_bus_bits", ask_bits, 21},
    {"brand", ask_brand, 51},
};

/* What the driver tells nobody: the model has it for what follows from it. */
static const struct {
	const char *column;
	size_t place;
	unsigned scale;
} members[] = {
    {"power_min_W", offsetof(struct machine_model, power_min_mw), 1000},
    {"power_max_W", offsetof(struct machine_model, power_max_mw), 1000},
    {"max_graphics_MHz", offsetof(struct machine_model, max_graphics_mhz), 1},
    {"max_sm_MHz", offsetof(struct machine_model, max_sm_mhz), 1},
    {"max_mem_MHz", offsetof(struct machine_model, max_memory_mhz), 1},
    {"max_video_MHz", offsetof(struct machine_model, max_video_mhz), 1},
};

#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

/* Boards of the catalogue that another recording than the table's describes. */
static const struct {
	const char *id, *column;
} others[] = {
    {"h100-80gb-hbm3", "vbios"},
    {"h100-80gb-hbm3", "reserved_MiB"},
};

struct table {
	char *names[COLUMNS];
	unsigned count;
};

struct tally {
	unsigned compared[QUESTIONS];
	unsigned boards, members, refused, wrong;
};

/* Cuts a line at its tabs. */
static unsigned cut(char *line, char *cells[COLUMNS])
{
	unsigned count = 0;

	line[strcspn(line, "\n")] = '\0';
	for (char *cell = line; cell && count < COLUMNS; count++) {
		cells[count] = cell;
		cell = strchr(cell, '\t');
		if (cell)
			*cell++ = '\0';
	}
	return count;
}

static const char *cell_of(const struct table *table, char *const cells[], const char *column)
{
	for (unsigned i = 0; i < table->count; i++)
		if (strcmp(table->names[i], column) == 0)
			return cells[i];
	fail_msg("no column %s", column);
	return NULL;
}

static bool is_known(const char *cell)
{
	/* A blanked identity: 000000DE, 00000000. */
	return strncmp(cell, "unknown", 7) != 0 && strcmp(cell, "N/A") != 0 &&
	       strncmp(cell, "000000", 6) != 0;
}

static bool is_other(const char *id, const char *column)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].id, id) == 0 && strcmp(others[i].column, column) == 0)
			return true;
	return false;
}

/* "0x1EB810DE" and "1EB810DE" are one; "8.0 (by chip)" is 8.0. */
static bool is_same(const char *got, const char *recorded)
{
	char wanted[CELL];

	if (strncmp(recorded, "0x", 2) == 0)
		recorded += 2;
	snprintf(wanted, sizeof(wanted), "%s", recorded);
	wanted[strcspn(wanted, "(")] = '\0';
	for (size_t end = strlen(wanted); end && wanted[end - 1] == ' '; end--)
		wanted[end - 1] = '\0';
	return strcasecmp(got, wanted) == 0;
}

static void compare(nvmlDevice_t gpu, const char *id, const struct table *table,
		    char *const cells[], struct tally *tally)
{
	for (size_t i = 0; i < QUESTIONS; i++) {
		const char *recorded = cell_of(table, cells, questions[i].column);
		char text[CELL] = "";
		nvmlReturn_t result;

		if (!is_known(recorded) || is_other(id, questions[i].column))
			continue;
		result = questions[i].ask(gpu, text);
		if (result == NVML_ERROR_NOT_SUPPORTED) {
			tally->refused++;
			continue;
		}
		tally->compared[i]++;
		if (result == NVML_SUCCESS && is_same(text, recorded))
			continue;
		tally->wrong++;
		print_error("%s: %s is %s (%d), recorded %s\n", id, questions[i].column, text,
			    result, recorded);
	}
}

static void compare_members(const struct machine_model *model, const struct table *table,
			    char *const cells[], struct tally *tally)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *recorded = cell_of(table, cells, members[i].column);
		int32_t value;

		memcpy(&value, (const char *)model + members[i].place, sizeof(value));
		if (!is_known(recorded))
			continue;
		tally->members++;
		if (value == (int32_t)(strtod(recorded, NULL) * members[i].scale + 0.5))
			continue;
		tally->wrong++;
		print_error("%s: %s is %d, recorded %s\n", model->id, members[i].column, value,
			    recorded);
	}
}

static void check_board(const char *id, const struct table *table, char *const cells[],
			struct tally *tally)
{
	const char *name = cell_of(table, cells, "name"), *refusal = NULL;
	char text[CELL] = "", *error = NULL;
	struct machine *machine = machine_open(id, &error);
	nvmlDevice_t gpu;

	/* Served by no driver from 515 on; another test says that this is told. */
	if (!machine && strstr(error, "is 470")) {
		free(error);
		return;
	}
	if (!machine)
		fail_msg("%s", error);
	struct sim *sim = sim_new(machine, NULL, &refusal);
	struct port *port = sim_port_new(sim);

	sim_port_set_clock(port, 1);
	sim_port_use(port);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetHandleByIndex_v2(0, &gpu), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetName(gpu, text, sizeof(text)), NVML_SUCCESS);
	/* Drivers before 465 left the maker out of the names of consumer boards. */
	if (strcmp(text, name) != 0 && (strncmp(text, "NVIDIA ", 7) != 0 || strcmp(text + 7, name)))
		fail_msg("%s calls itself %s, recorded %s", id, text, name);
	compare(gpu, id, table, cells, tally);
	compare_members(&machine->models[0], table, cells, tally);
	tally->boards++;
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	sim_port_free(port);
	sim_free(sim);
	machine_free(machine);
}

/* The rule by which the catalogue names a board. */
static void id_of(const char *name, char id[CELL])
{
	static const char *const makers[] = {"nvidia ", "geforce ", "tesla ", "grid "};

	for (unsigned i = 0; i < 4; i++)
		if (strncasecmp(name, makers[i], strlen(makers[i])) == 0) {
			name += strlen(makers[i]);
			i = (unsigned)-1;
		}
	snprintf(id, CELL, "%s", name);
	for (char *c = id; *c; c++)
		*c = *c == ' ' ? '-' : (char)tolower((unsigned char)*c);
}

static FILE *open_table(void)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];

	snprintf(path, sizeof(path), "%s/smi/profiles.tsv", facts ? facts : "");
	return facts ? fopen(path, "r") : NULL;
}

static bool has_model(const char *id)
{
	size_t size = 0;
	char name[CELL + 8], *path = NULL;

	snprintf(name, sizeof(name), CATALOGUE_MODELS "%s", id);
	char *text = catalogue_read(NULL, name, &size, &path);

	free(path);
	free(text);
	return text != NULL;
}

static void boards_answer_what_was_recorded(void **state)
{
	char head[8192], line[8192], id[CELL], *cells[COLUMNS];
	struct table table = {.count = 0};
	struct tally tally = {.boards = 0};
	unsigned left_out = 0;
	FILE *file = open_table();

	(void)state;
	if (!file)
		skip();
	assert_non_null(fgets(head, sizeof(head), file));
	table.count = cut(head, table.names);
	while (fgets(line, sizeof(line), file)) {
		assert_int_equal(cut(line, cells), table.count);
		id_of(cell_of(&table, cells, "name"), id);
		if (has_model(id))
			check_board(id, &table, cells, &tally);
		else
			left_out++;
	}
	fclose(file);
	print_message("%u boards, %u answers that the driver does not give\n", tally.boards,
		      tally.refused);
	assert_int_equal(tally.wrong, 0);
	assert_true(tally.members >= 280);
	/* A guest's GPU, and two recordings that were cut down to a few lines. */
	assert_int_equal(left_out, 3);
	for (size_t i = 0; i < QUESTIONS; i++)
		if (tally.compared[i] < questions[i].least)
			fail_msg("%s compared on %u boards, expected %u", questions[i].column,
				 tally.compared[i], questions[i].least);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
	    cmocka_unit_test(boards_answer_what_was_recorded),
	};
	static char folder[4096];

	snprintf(folder, sizeof(folder), "%s/machines", getenv("OPENNVML_SOURCE"));
	catalogue_use_folders(folder);
	return cmocka_run_group_tests_name("catalogue", cases, NULL, NULL);
}
