/* SPDX-License-Identifier: MIT */
/*
 * MIG mode and profiles. Codes: calibration-api.md 4. Profiles: recordings of
 * nvidia-smi mig -lgip, read at run time.
 */
#include "board.h"
#include "questions.h"

#define GPU_GET_INFO_V2 0x20800102u
#define SET_PARTITIONING_MODE 0x20800183u
#define DESCRIBE_PARTITIONS 0x20800185u

#define GPU_A100_40 0
#define GPU_A100_80 1
#define GPU_A30 2
#define GPU_H100 3
#define GPU_NONE 5

/* The kernel's partitioning mode, and what the interface makes of it. */
static void modes_of_the_kernel(void **state)
{
	static const struct {
		uint32_t code;
		nvmlReturn_t result;
		unsigned current, pending;
	} codes[] = {
	    {0, NVML_ERROR_NOT_SUPPORTED, 9, 9},
	    {1, NVML_SUCCESS, 1, 1},
	    {2, NVML_SUCCESS, 0, 0},
	    {3, NVML_SUCCESS, 0, 1},
	    {4, NVML_SUCCESS, 1, 0},
	    {5, NVML_ERROR_UNKNOWN, 9, 9},
	};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		unsigned current = 9, pending = 9;
		board_patch(&board, GPU_GET_INFO_V2, 8, 4, codes[i].code);
		assert_int_equal(nvmlDeviceGetMigMode(board.gpu, &current, &pending),
				 codes[i].result);
		assert_int_equal(current, codes[i].current);
		assert_int_equal(pending, codes[i].pending);
		board_unpatch(&board);
	}
	board_stop(&board);
}

static void the_parent_is_no_mig_device(void **state)
{
	static const struct expectation answers[] = {{ask_is_mig, NVML_SUCCESS, 0},
						     {ask_mig_device_count, NVML_SUCCESS, 0},
						     {ask_mig_current, NVML_SUCCESS, 0}};
	struct board board;
	nvmlDeviceAttributes_t attributes;
	unsigned id = 7;
	nvmlDevice_t device = NULL;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board.gpu, answers);
	assert_int_equal(nvmlDeviceGetGpuInstanceId(board.gpu, &id), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetComputeInstanceId(board.gpu, &id),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetDeviceHandleFromMigDeviceHandle(board.gpu, &device),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(board.gpu, 0, &device),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceGetAttributes_v2(board.gpu, &attributes),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetAttributes(board.gpu, &attributes), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(id, 7);
	/* Without MIG at all the number is 0 as well. */
	uint64_t count = 9;
	assert_int_equal(ask_mig_device_count(board_gpu(1), &count), NVML_SUCCESS);
	assert_int_equal(count, 0);
	board_stop(&board);
}

static void expect_mode(nvmlDevice_t gpu, unsigned current, unsigned pending)
{
	unsigned now = 9, later = 9;

	assert_int_equal(nvmlDeviceGetMigMode(gpu, &now, &later), NVML_SUCCESS);
	assert_int_equal(now, current);
	assert_int_equal(later, pending);
}

/* An A100 waits for its reset, an H100 does not; an instance keeps MIG on. */
static void modes_are_set(void **state)
{
	nvmlReturn_t status = NVML_ERROR_UNKNOWN;
	nvmlGpuInstance_t instance;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 1, &status), NVML_SUCCESS);
	assert_int_equal(status, NVML_ERROR_RESET_REQUIRED);
	expect_mode(board.gpu, 0, 1);
	/* Back again before anything has happened. */
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 0, &status), NVML_SUCCESS);
	assert_int_equal(status, NVML_SUCCESS);
	expect_mode(board.gpu, 0, 0);
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 1, &status), NVML_SUCCESS);
	assert_int_equal(sim_reset_gpu(board.sim, GPU_A100_40), -16); /* EBUSY: we use it */
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(sim_reset_gpu(board.sim, GPU_A100_40), 0);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	expect_mode(board_gpu(GPU_A100_40), 1, 1);

	nvmlDevice_t h100 = board_gpu(GPU_H100);
	assert_int_equal(nvmlDeviceCreateGpuInstance(h100, 19, &instance), NVML_SUCCESS);
	status = NVML_ERROR_UNKNOWN;
	assert_int_equal(nvmlDeviceSetMigMode(h100, 0, &status), NVML_ERROR_IN_USE);
	assert_int_equal(status, NVML_ERROR_UNKNOWN);
	assert_int_equal(nvmlGpuInstanceDestroy(instance), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceSetMigMode(h100, 0, &status), NVML_SUCCESS);
	assert_int_equal(status, NVML_SUCCESS);
	expect_mode(h100, 0, 0);
	board_stop(&board);
}

static void setting_is_refused(void **state)
{
	static const struct {
		uint32_t status;
		nvmlReturn_t result;
	} rows[] = {{0x1b, NVML_ERROR_NO_PERMISSION},    {0x56, NVML_ERROR_NOT_SUPPORTED},
		    {0x63, NVML_ERROR_IN_USE},           {0x17, NVML_ERROR_IN_USE},
		    {0x1f, NVML_ERROR_INVALID_ARGUMENT}, {0x62, NVML_ERROR_RESET_REQUIRED}};
	nvmlReturn_t status = NVML_ERROR_UNKNOWN;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 1, &status), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetMigMode(board_gpu(GPU_NONE), 1, &status),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 2, &status), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 1, NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceSetMigMode(NULL, 1, &status), NVML_ERROR_INVALID_ARGUMENT);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		board.status = rows[i].status;
		board.status_cmd = SET_PARTITIONING_MODE;
		assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 1, &status), rows[i].result);
		board_unpatch(&board);
	}
	assert_int_equal(status, NVML_ERROR_UNKNOWN);
	expect_mode(board.gpu, 0, 0);
	board_stop(&board);
}

/* A row of mig-profiles.tsv. */
struct recording {
	char gpu[64], profile[32], placements[64];
	unsigned id, instances, sms, decoders, encoders, copies, jpegs, ofas;
	char gib[16];
};

static bool parse_row(const char *line, struct recording *row)
{
	memset(row, 0, sizeof(*row));
	return sscanf(line,
		      "%63[^\t]\t%31[^\t]\t%u\t%u\t%15[^\t]\tNo\t%u\t%u\t%u\t%u\t%u\t%u\t%63[^\t]",
		      row->gpu, row->profile, &row->id, &row->instances, row->gib, &row->sms,
		      &row->decoders, &row->encoders, &row->copies, &row->jpegs, &row->ofas,
		      row->placements) == 12;
}

static void check_size(const char *name, const nvmlGpuInstanceProfileInfo_v2_t *info,
		       const struct recording *row)
{
	char gib[16];

	assert_string_equal(name, row->profile);
	assert_int_equal(info->id, row->id);
	assert_int_equal(info->isP2pSupported, 0);
	assert_int_equal(info->sliceCount, (unsigned)(row->profile[0] - '0'));
	assert_int_equal(info->instanceCount, row->instances);
	assert_int_equal(info->multiprocessorCount, row->sms);
	assert_int_equal(info->copyEngineCount, row->copies);
	assert_int_equal(info->decoderCount, row->decoders);
	assert_int_equal(info->encoderCount, row->encoders);
	assert_int_equal(info->jpegCount, row->jpegs);
	assert_int_equal(info->ofaCount, row->ofas);
	snprintf(gib, sizeof(gib), "%.2f", (double)info->memorySizeMB / 1024);
	assert_string_equal(gib, row->gib);
}

/* "{0,2,4}:2" */
static void check_placements(nvmlDevice_t gpu, const struct recording *row)
{
	nvmlGpuInstancePlacement_t places[8];
	unsigned count = 8;
	char text[64] = "{";

	if (row->placements[0] != '{')
		return; /* not recorded for this board */
	assert_int_equal(
	    nvmlDeviceGetGpuInstancePossiblePlacements_v2(gpu, row->id, places, &count),
	    NVML_SUCCESS);
	for (unsigned i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%u", i ? "," : "",
			 places[i].start);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "}:%u", places[0].size);
	assert_string_equal(text, row->placements);
}

/* The other two structs say the same. */
static void check_other_structs(nvmlDevice_t gpu, const nvmlGpuInstanceProfileInfo_v2_t *v2)
{
	nvmlGpuInstanceProfileInfo_v3_t v3 = {.version = nvmlGpuInstanceProfileInfo_v3};
	nvmlGpuInstanceProfileInfo_t v1 = {.id = 99};

	for (unsigned i = 0; i < NVML_GPU_INSTANCE_PROFILE_COUNT && v1.id != v2->id; i++)
		nvmlDeviceGetGpuInstanceProfileInfo(gpu, i, &v1);
	assert_int_equal(v1.id, v2->id);
	assert_int_equal(v1.isP2pSupported, 0);
	assert_int_equal(v1.sliceCount, v2->sliceCount);
	assert_int_equal(v1.instanceCount, v2->instanceCount);
	assert_int_equal(v1.multiprocessorCount, v2->multiprocessorCount);
	assert_int_equal(v1.copyEngineCount, v2->copyEngineCount);
	assert_int_equal(v1.decoderCount, v2->decoderCount);
	assert_int_equal(v1.encoderCount, v2->encoderCount);
	assert_int_equal(v1.jpegCount, v2->jpegCount);
	assert_int_equal(v1.ofaCount, v2->ofaCount);
	assert_int_equal(v1.memorySizeMB, v2->memorySizeMB);
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoByIdV(gpu, v2->id, (void *)&v3),
			 NVML_SUCCESS);
	assert_int_equal(v3.sliceCount, v2->sliceCount);
	assert_int_equal(v3.instanceCount, v2->instanceCount);
	assert_int_equal(v3.multiprocessorCount, v2->multiprocessorCount);
	assert_int_equal(v3.copyEngineCount, v2->copyEngineCount);
	assert_int_equal(v3.decoderCount, v2->decoderCount);
	assert_int_equal(v3.encoderCount, v2->encoderCount);
	assert_int_equal(v3.jpegCount, v2->jpegCount);
	assert_int_equal(v3.ofaCount, v2->ofaCount);
	assert_int_equal(v3.memorySizeMB, v2->memorySizeMB);
	assert_string_equal(v3.name, v2->name);
}

static void check_row(nvmlDevice_t gpu, const struct recording *row)
{
	nvmlGpuInstanceProfileInfo_v2_t info = {.version = nvmlGpuInstanceProfileInfo_v2};
	unsigned remaining = 99;

	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoByIdV(gpu, row->id, &info),
			 NVML_SUCCESS);
	assert_int_equal(strncmp(info.name, "MIG ", 4), 0);
	check_size(info.name + 4, &info, row);
	check_other_structs(gpu, &info);
	check_placements(gpu, row);
	/* Nothing is made yet. */
	assert_int_equal(nvmlDeviceGetGpuInstanceRemainingCapacity(gpu, row->id, &remaining),
			 NVML_SUCCESS);
	assert_int_equal(remaining, row->instances);
}

static void check_uncounted(nvmlDevice_t gpu, const struct recording *row)
{
	nvmlGpuInstanceProfileInfo_v2_t info = {.version = nvmlGpuInstanceProfileInfo_v2};

	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoByIdV(gpu, row->id, &info),
			 NVML_ERROR_NOT_SUPPORTED);
}

static int gpu_of_recording(const char *name)
{
	static const char *const names[] = {"A100 40GB", "A100 80GB PCIe", "A30", "H100 80GB HBM3",
					    "H100 NVL"};

	for (int i = 0; i < 5; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

static void profiles_are_the_recorded_ones(const char *driver, unsigned least)
{
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096], line[1024];
	struct recording row;
	struct board board;
	unsigned checked = 0;

	if (facts == NULL)
		skip();
	snprintf(path, sizeof(path), "%s/smi/mig-profiles.tsv", facts);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		skip();
	board_start(&board, "mig", driver);
	while (fgets(line, sizeof(line), file) != NULL) {
		int gpu = parse_row(line, &row) ? gpu_of_recording(row.gpu) : -1;
		/* Profile 15 came with 520. */
		if (gpu < 0 || (row.id == 15 && driver[0] == '5' && driver[1] == '1'))
			continue;
		/* That one's mode is off: before 550 the driver does not count then. */
		if (gpu == 0 && strcmp(driver, "550") < 0)
			check_uncounted(board_gpu(0), &row);
		else
			check_row(board_gpu((unsigned)gpu), &row);
		checked++;
	}
	fclose(file);
	assert_true(checked >= least);
	board_stop(&board);
}

static void recorded_profiles(void **state)
{
	(void)state;
	profiles_are_the_recorded_ones("580.142", 32);
}

static void recorded_profiles_on_old_drivers(void **state)
{
	(void)state;
	profiles_are_the_recorded_ones("515.105.01", 28);
	profiles_are_the_recorded_ones("525.147.05", 32);
	profiles_are_the_recorded_ones("550.163.01", 32);
}

/* The index is found by slices and kind: calibration-api.md 4. */
static void profiles_have_indices(void **state)
{
	static const struct {
		unsigned gpu, index, id;
	} rows[] = {{3, 0, 19}, {3, 7, 20}, {3, 9, 15}, {3, 1, 14}, {3, 2, 9}, {3, 3, 5},
		    {3, 4, 0},  {2, 0, 14}, {2, 7, 21}, {2, 1, 5},  {2, 8, 6}, {2, 3, 0}};
	nvmlGpuInstanceProfileInfo_t info;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nvmlDevice_t gpu = board_gpu(rows[i].gpu);
		assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfo(gpu, rows[i].index, &info),
				 NVML_SUCCESS);
		assert_int_equal(info.id, rows[i].id);
	}
	nvmlDevice_t h100 = board_gpu(GPU_H100);
	memset(&info, 0xa5, sizeof(info));
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfo(h100, 5, &info),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfo(h100, 18, &info),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(info.id, 0xa5a5a5a5);
	/* MIG is off here, which does not matter; there MIG is unknown. */
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfo(board.gpu, 2, &info), NVML_SUCCESS);
	assert_int_equal(info.memorySizeMB, 19968);
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfo(board_gpu(GPU_NONE), 2, &info),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Version 3 has the memory at byte 40 and the name at byte 48 (calibration-api.md 4). */
static void versions_of_the_struct(void **state)
{
	union {
		nvmlGpuInstanceProfileInfo_v2_t v2;
		nvmlGpuInstanceProfileInfo_v3_t v3;
		unsigned char bytes[256];
	} info;
	uint64_t memory;
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	memset(&info, 0xa5, sizeof(info));
	info.v3.version = nvmlGpuInstanceProfileInfo_v3;
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoV(board_gpu(GPU_H100), 2, &info.v2),
			 NVML_SUCCESS);
	memcpy(&memory, info.bytes + 40, sizeof(memory));
	assert_int_equal(info.v3.version, nvmlGpuInstanceProfileInfo_v3);
	assert_int_equal(memory, 40448);
	assert_string_equal((char *)info.bytes + 48, "MIG 3g.40gb");
	assert_int_equal(info.v3.capabilities, 0);
	info.v2.version = nvmlGpuInstanceProfileInfo_v2;
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoV(board_gpu(GPU_H100), 7, &info.v2),
			 NVML_SUCCESS);
	assert_string_equal(info.v2.name, "MIG 1g.10gb+me");
	info.v2.version = 2;
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoV(board_gpu(GPU_H100), 2, &info.v2),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoByIdV(board_gpu(GPU_H100), 9, &info.v2),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	info.v2.version = nvmlGpuInstanceProfileInfo_v2;
	assert_int_equal(nvmlDeviceGetGpuInstanceProfileInfoByIdV(board_gpu(GPU_H100), 1, &info.v2),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(
	    nvmlDeviceGetGpuInstanceProfileInfoByIdV(board_gpu(GPU_H100), 47, &info.v2),
	    NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* Graphics and all-media profiles, as an RTX PRO 6000 has them (recorded ids 47 and 65). */
static void other_kinds_of_profiles(void **state)
{
	static const struct {
		uint32_t flag;
		unsigned index, id;
		const char *name;
	} rows[] = {
	    {4u << 5 | 3u << 2 | 2, 10, 47, "MIG 1g.20gb+gfx"},
	    {2u << 28 | 3u << 2 | 2, 15, 65, "MIG 1g.20gb+me.all"},
	};
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	nvmlDevice_t gpu = board_gpu(GPU_H100);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nvmlGpuInstanceProfileInfo_v3_t info = {.version = nvmlGpuInstanceProfileInfo_v3};
		/* The first description's flag, and its memory: a quarter. */
		board_patch(&board, DESCRIBE_PARTITIONS, 8, 4, rows[i].flag);
		board_patch(&board, DESCRIBE_PARTITIONS, 64, 8, 20096ull << 20);
		board.granted_cmd = 0x20800181; /* the simulated board has no such profile */
		assert_int_equal(
		    nvmlDeviceGetGpuInstanceProfileInfoV(gpu, rows[i].index, (void *)&info),
		    NVML_SUCCESS);
		assert_int_equal(info.id, rows[i].id);
		assert_string_equal(info.name, rows[i].name);
		assert_int_equal(info.capabilities,
				 i == 0 ? NVML_GPU_INSTANCE_PROFILE_CAPS_GFX : 0);
		board.granted_cmd = 0;
		board_unpatch(&board);
	}
	board_stop(&board);
}

/* Too little room is no error here: the number tells. */
static void placements_as_a_list(void **state)
{
	nvmlGpuInstancePlacement_t places[8];
	struct board board;
	unsigned count = 1;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	memset(places, 0xa5, sizeof(places));
	assert_int_equal(
	    nvmlDeviceGetGpuInstancePossiblePlacements_v2(board.gpu, 14, places, &count),
	    NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(places[0].size, 2);
	assert_int_equal(places[1].size, 0xa5a5a5a5);
	count = 0;
	assert_int_equal(nvmlDeviceGetGpuInstancePossiblePlacements_v2(board.gpu, 14, NULL, &count),
			 NVML_SUCCESS);
	assert_int_equal(count, 3);
	assert_int_equal(nvmlDeviceGetGpuInstancePossiblePlacements(board.gpu, 14, NULL, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstancePossiblePlacements(board.gpu, 14, places, &count),
			 NVML_SUCCESS);
	assert_int_equal(places[2].start, 4);
	assert_int_equal(
	    nvmlDeviceGetGpuInstancePossiblePlacements_v2(board.gpu, 1, places, &count),
	    NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetGpuInstanceRemainingCapacity(board.gpu, 2, &count),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(modes_of_the_kernel),
	    cmocka_unit_test(the_parent_is_no_mig_device),
	    cmocka_unit_test(modes_are_set),
	    cmocka_unit_test(setting_is_refused),
	    cmocka_unit_test(recorded_profiles),
	    cmocka_unit_test(recorded_profiles_on_old_drivers),
	    cmocka_unit_test(profiles_have_indices),
	    cmocka_unit_test(versions_of_the_struct),
	    cmocka_unit_test(other_kinds_of_profiles),
	    cmocka_unit_test(placements_as_a_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
