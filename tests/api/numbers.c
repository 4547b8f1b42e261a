/* SPDX-License-Identifier: MIT */
/*
 * Commands that got another number or another size on the way, on every release that
 * NVIDIA has published: the one of that release is sent, those of others never. Numbers
 * and sizes are those compiled from the published headers (constants.tsv,
 * struct-sizes.tsv).
 */
#include "board.h"
#include "questions.h"

#define RELEASES_MAX 160
#define ROWS_MAX 16
#define SENT_MAX 256

static char releases[RELEASES_MAX][16];
static unsigned release_count;

/* A number or a size, and the releases that have it: "A..B,C..D". */
struct fact {
	uint32_t value;
	char where[512];
};

struct facts {
	struct fact rows[ROWS_MAX];
	unsigned count;
};

struct moved {
	const char *command, *params;
	struct facts numbers, sizes;
};

static struct moved moved[] = {
    {.command = "NV2080_CTRL_CMD_ECC_GET_VOLATILE_COUNTS",
     .params = "NV2080_CTRL_ECC_GET_VOLATILE_COUNTS_PARAMS"},
    {.command = "NV2080_CTRL_CMD_ECC_GET_ECI_COUNTERS",
     .params = "NV2080_CTRL_ECC_GET_ECI_COUNTERS_PARAMS"},
    {.command = "NV2080_CTRL_CMD_ECC_GET_CLIENT_EXPOSED_COUNTERS",
     .params = "NV2080_CTRL_ECC_GET_CLIENT_EXPOSED_COUNTERS_PARAMS"},
    {.command = "NV2080_CTRL_CMD_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS",
     .params = "NV2080_CTRL_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS_PARAMS"},
    {.command = "NV2080_CTRL_CMD_GPU_QUERY_ECC_STATUS",
     .params = "NV2080_CTRL_GPU_QUERY_ECC_STATUS_PARAMS"},
    {.command = "NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_INFO_V2",
     .params = "NV2080_CTRL_GPU_GET_NVENC_SW_SESSION_INFO_V2_PARAMS"},
    {.command = "NV2080_CTRL_CMD_GPU_RUSD_SET_FEATURES",
     .params = "NV2080_CTRL_GPU_RUSD_SET_FEATURES_PARAMS"},
    {.command = "NV2080_CTRL_CMD_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2",
     .params = "NV2080_CTRL_PERF_GET_GPUMON_PERFMON_UTIL_SAMPLES_V2_PARAMS"},
    {.command = "NV2080_CTRL_CMD_THERMAL_SYSTEM_EXECUTE_V2",
     .params = "NV2080_CTRL_THERMAL_SYSTEM_EXECUTE_V2_PARAMS"},
};

/* They share a number with one of the above, and change the GPU. */
static struct moved dangerous[] = {
    {.command = "NV2080_CTRL_CMD_GPU_FORCE_GSP_UNLOAD"},
    {.command = "NV2080_CTRL_CMD_GPU_MARK_DEVICE_FOR_RESET"},
    {.command = "NV2080_CTRL_CMD_GPU_MARK_DEVICE_FOR_DRAIN_AND_RESET"},
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static FILE *facts_file(const char *name)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];

	snprintf(path, sizeof(path), "%s/kernel/%s", facts ? facts : "", name);
	return fopen(path, "r");
}

static void take_row(struct facts *facts, const char *wanted, const char *name, const char *value,
		     const char *where)
{
	if (wanted == NULL || strcmp(wanted, name) != 0)
		return;
	assert_true(facts->count < ROWS_MAX);
	struct fact *row = &facts->rows[facts->count++];
	row->value = (uint32_t)strtoul(value, NULL, 0);
	snprintf(row->where, sizeof(row->where), "%s", where);
}

static void read_table(FILE *file, bool sizes)
{
	char line[1024], name[256], value[64], where[512];

	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "%255[^\t]\t%63[^\t]\t%511[^\n]", name, value, where) != 3)
			continue;
		for (size_t i = 0; i < COUNT(moved); i++)
			take_row(sizes ? &moved[i].sizes : &moved[i].numbers,
				 sizes ? moved[i].params : moved[i].command, name, value, where);
		for (size_t i = 0; i < COUNT(dangerous) && !sizes; i++)
			take_row(&dangerous[i].numbers, dangerous[i].command, name, value, where);
	}
	fclose(file);
}

static unsigned place_of(const char *release)
{
	for (unsigned i = 0; i < release_count; i++) {
		if (strcmp(releases[i], release) == 0)
			return i;
	}
	fail_msg("%s is no release", release);
	return 0;
}

static bool covers(const struct fact *fact, unsigned place)
{
	char ranges[512], *rest = NULL;

	snprintf(ranges, sizeof(ranges), "%s", fact->where);
	for (char *range = strtok_r(ranges, ",", &rest); range != NULL;
	     range = strtok_r(NULL, ",", &rest)) {
		char *last = strstr(range, "..");
		if (last != NULL)
			*last = '\0';
		unsigned first = place_of(range);
		if (place >= first && place <= (last != NULL ? place_of(last + 2) : first))
			return true;
	}
	return false;
}

static uint32_t value_at(const struct facts *facts, unsigned place)
{
	for (unsigned i = 0; i < facts->count; i++) {
		if (covers(&facts->rows[i], place))
			return facts->rows[i].value;
	}
	return 0;
}

static struct {
	uint32_t number, size;
} sent[SENT_MAX];
static unsigned sent_count;

static void note(uint32_t cmd, uint8_t *params, uint32_t size)
{
	(void)params;
	assert_true(sent_count < SENT_MAX);
	sent[sent_count].number = cmd;
	sent[sent_count++].size = size;
}

/* size 0: any. */
static bool was_sent(uint32_t number, uint32_t size)
{
	for (unsigned i = 0; i < sent_count; i++) {
		if (sent[i].number == number && (size == 0 || sent[i].size == size))
			return true;
	}
	return false;
}

static void ask_everything(nvmlDevice_t gpu)
{
	nvmlEccSramErrorStatus_t status = {.version = nvmlEccSramErrorStatus_v1};
	nvmlEccSramUniqueUncorrectedErrorCounts_t places = {
	    .version = nvmlEccSramUniqueUncorrectedErrorCounts_v1};
	nvmlRusdSettings_v1_t settings = {.version = nvmlRusdSettings_v1};
	nvmlGpuThermalSettings_t sensors;
	unsigned count = 0;
	uint64_t value;

	nvmlDeviceGetSramEccErrorStatus(gpu, &status);
	nvmlDeviceGetSramUniqueUncorrectedEccErrorCounts(gpu, &places);
	nvmlDeviceGetEncoderSessions(gpu, &count, NULL);
	nvmlDeviceSetRusdSettings_v1(gpu, &settings);
	nvmlDeviceGetThermalSettings(gpu, 0, &sensors);
	ask_ecc_current(gpu, &value);
	ask_ecc_total_corrected_volatile(gpu, &value);
	ask_ecc_total_corrected_aggregate(gpu, &value);
	ask_gpu_load(gpu, &value);
	ask_temperature(gpu, &value);
}

/* Every pair of a number and a size that the command ever had: this release's, and no other. */
static void check_command(const struct moved *command, unsigned place)
{
	uint32_t number = value_at(&command->numbers, place);
	uint32_t size = value_at(&command->sizes, place);

	for (unsigned n = 0; n < command->numbers.count; n++) {
		for (unsigned s = 0; s < command->sizes.count; s++) {
			uint32_t other = command->numbers.rows[n].value;
			uint32_t bytes = command->sizes.rows[s].value;
			bool right = other == number && bytes == size;
			if (was_sent(other, bytes) != right)
				fail_msg("%s of %s: %#x with %u bytes is %s", command->command,
					 releases[place], other, bytes,
					 right ? "not sent" : "sent");
		}
	}
}

static void check_release(unsigned place)
{
	struct board board;

	board_start(&board, "witness", releases[place]);
	board.map_error = 12; /* controls only */
	sim_port_set_admin(board.inner, true);
	sent_count = 0;
	board.on_reply = note;
	ask_everything(board.gpu);
	for (size_t i = 0; i < COUNT(moved); i++)
		check_command(&moved[i], place);
	for (size_t i = 0; i < COUNT(dangerous); i++) {
		uint32_t number = value_at(&dangerous[i].numbers, place);
		if (number != 0 && was_sent(number, 0))
			fail_msg("%s of %s is sent", dangerous[i].command, releases[place]);
	}
	/* Before the plain number is published its twin serves, and not afterwards. */
	assert_int_equal(was_sent(0x20808513, 1432), value_at(&moved[8].numbers, place) == 0);
	board_stop(&board);
}

static void the_number_of_the_release_is_sent(void **state)
{
	FILE *list = facts_file("releases.txt"), *constants = facts_file("constants.tsv"),
	     *sizes = facts_file("struct-sizes.tsv");

	(void)state;
	if (list == NULL || constants == NULL || sizes == NULL)
		skip();
	while (release_count < RELEASES_MAX && fscanf(list, "%15s", releases[release_count]) == 1)
		release_count++;
	fclose(list);
	read_table(constants, false);
	read_table(sizes, true);
	assert_int_equal(release_count, 119);
	for (size_t i = 0; i < COUNT(moved); i++)
		assert_true(moved[i].numbers.count > 0 && moved[i].sizes.count > 0);
	for (size_t i = 0; i < COUNT(dangerous); i++)
		assert_true(dangerous[i].numbers.count > 0);
	for (unsigned place = 0; place < release_count; place++)
		check_release(place);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_number_of_the_release_is_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
