/* SPDX-License-Identifier: MIT */
/*
 * MIG devices, on an H100 whose division, memory and processes are recorded:
 * nvidia-smi -q under load, driver 590.48.01. Names and codes: calibration-api.md 4.
 */
#include "board.h"
#include "questions.h"

#define RECORDED "q/h100-mig_590.48.01_q_load.txt"
#define DEVICES 4
#define MIB (1024ull * 1024)

/* The recording's n-th "MIG Device" block, and in it the n-th line with a label. */
static const char *block_of(const char *text, unsigned device)
{
	const char *at = text;

	for (unsigned i = 0; at != NULL && i <= device; i++)
		at = strstr(at + 1, "    MIG Device\n");
	assert_non_null(at);
	return at;
}

static uint64_t number_in(const char *block, const char *heading, const char *label)
{
	const char *at = strstr(block, heading);

	assert_non_null(at);
	at = strstr(at, label);
	assert_non_null(at);
	return strtoull(strchr(at, ':') + 1, NULL, 10);
}

static char *read_recording(void)
{
	static char text[1 << 17];
	const char *facts = getenv("OPENNVML_FACTS");
	char path[4096];

	if (facts == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%s/smi/samples/" RECORDED, facts);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return NULL;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static nvmlDevice_t mig_device(nvmlDevice_t gpu, unsigned index)
{
	nvmlDevice_t device = NULL;

	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(gpu, index, &device), NVML_SUCCESS);
	assert_non_null(device);
	return device;
}

static uint64_t up(uint64_t bytes)
{
	return (bytes + MIB - 1) / MIB;
}

static void check_ids(nvmlDevice_t mig, const char *block)
{
	unsigned gi = 99, ci = 99, index = 99;

	assert_int_equal(nvmlDeviceGetGpuInstanceId(mig, &gi), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetComputeInstanceId(mig, &ci), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetIndex(mig, &index), NVML_SUCCESS);
	assert_int_equal(gi, number_in(block, "MIG Device", "GPU Instance ID"));
	assert_int_equal(ci, number_in(block, "MIG Device", "Compute Instance ID"));
	assert_int_equal(index, number_in(block, "MIG Device", "Index"));
}

static void check_attributes(nvmlDevice_t mig, const char *block)
{
	nvmlDeviceAttributes_t got, old;

	assert_int_equal(nvmlDeviceGetAttributes_v2(mig, &got), NVML_SUCCESS);
	assert_int_equal(got.multiprocessorCount,
			 number_in(block, "Shared", "Multiprocessor count"));
	assert_int_equal(got.sharedCopyEngineCount,
			 number_in(block, "Shared", "Copy Engine count"));
	assert_int_equal(got.sharedEncoderCount, number_in(block, "Shared", "Encoder count"));
	assert_int_equal(got.sharedDecoderCount, number_in(block, "Shared", "Decoder count"));
	assert_int_equal(got.sharedOfaCount, number_in(block, "Shared", "OFA count"));
	assert_int_equal(got.sharedJpegCount, number_in(block, "Shared", "JPG count"));
	assert_int_equal(got.memorySizeMB, number_in(block, "Shared FB Memory", "Total"));
	assert_int_equal(got.gpuInstanceSliceCount, got.computeInstanceSliceCount);
	/* The older function ends before the slices. */
	memset(&old, 0xa5, sizeof(old));
	assert_int_equal(nvmlDeviceGetAttributes(mig, &old), NVML_SUCCESS);
	assert_int_equal(old.sharedOfaCount, got.sharedOfaCount);
	assert_int_equal(old.gpuInstanceSliceCount, 0xa5a5a5a5);
}

static void check_memory(nvmlDevice_t mig, const char *block)
{
	nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
	nvmlMemory_t old;
	nvmlBAR1Memory_t bar1;

	assert_int_equal(nvmlDeviceGetMemoryInfo_v2(mig, &memory), NVML_SUCCESS);
	assert_int_equal(up(memory.total), number_in(block, "Shared FB Memory", "Total"));
	assert_int_equal(up(memory.reserved), number_in(block, "Shared FB Memory", "Reserved"));
	assert_int_equal(up(memory.used), number_in(block, "Shared FB Memory", "Used"));
	assert_int_equal(up(memory.free), number_in(block, "Shared FB Memory", "Free"));
	assert_int_equal(nvmlDeviceGetMemoryInfo(mig, &old), NVML_SUCCESS);
	assert_int_equal(old.used, memory.used);
	assert_int_equal(nvmlDeviceGetBAR1MemoryInfo(mig, &bar1), NVML_SUCCESS);
	assert_int_equal(up(bar1.bar1Total), number_in(block, "Shared BAR1 Memory", "Total"));
	assert_int_equal(up(bar1.bar1Used), number_in(block, "Shared BAR1 Memory", "Used"));
	assert_int_equal(up(bar1.bar1Free), number_in(block, "Shared BAR1 Memory", "Free"));
}

static void devices_are_the_recorded_ones(void **state)
{
	const char *text = read_recording();
	struct board board;
	nvmlDevice_t parent = NULL, none = NULL;
	uint64_t value;

	(void)state;
	if (text == NULL)
		skip();
	board_start(&board, "h100-mig", NULL);
	assert_int_equal(ask_mig_device_count(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, 7);
	for (unsigned i = 0; i < DEVICES; i++) {
		nvmlDevice_t mig = mig_device(board.gpu, i);
		check_ids(mig, block_of(text, i));
		check_attributes(mig, block_of(text, i));
		check_memory(mig, block_of(text, i));
		assert_int_equal(ask_is_mig(mig, &value), NVML_SUCCESS);
		assert_int_equal(value, 1);
		assert_int_equal(nvmlDeviceGetDeviceHandleFromMigDeviceHandle(mig, &parent),
				 NVML_SUCCESS);
		assert_ptr_equal(parent, board.gpu);
		/* Asking again gives the same handle. */
		assert_ptr_equal(mig_device(board.gpu, i), mig);
	}
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(board.gpu, DEVICES, &none),
			 NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(board.gpu, 0xffffffff, &none),
			 NVML_ERROR_NOT_FOUND);
	assert_null(none);
	board_stop(&board);
}

/* The whole GPU as a monitor sees it, and what MIG hides of it. */
static void the_parent_is_the_recorded_one(void **state)
{
	static const struct expectation hidden[] = {
	    {ask_gpu_load, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_memory_load, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_encoder_load, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_decoder_load, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_jpeg_load, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_ofa_load, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_nvlink_state, NVML_ERROR_NOT_SUPPORTED, 0},
	    {ask_temperature, NVML_SUCCESS, 53},
	    {ask_mig_current, NVML_SUCCESS, 1},
	};
	nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
	nvmlBAR1Memory_t bar1;
	const char *text = read_recording();
	struct board board;

	(void)state;
	if (text == NULL)
		skip();
	board_warm(&board, "h100-mig", NULL);
	board.gpu = board_gpu(0);
	EXPECT_ANSWERS(board.gpu, hidden);
	text = strstr(text, "\n    FB Memory Usage");
	assert_int_equal(nvmlDeviceGetMemoryInfo_v2(board.gpu, &memory), NVML_SUCCESS);
	assert_int_equal(up(memory.total), number_in(text, "FB Memory", "Total"));
	assert_int_equal(up(memory.reserved), number_in(text, "FB Memory", "Reserved"));
	assert_int_equal(up(memory.used), number_in(text, "FB Memory", "Used"));
	assert_int_equal(up(memory.free), number_in(text, "FB Memory", "Free"));
	assert_int_equal(nvmlDeviceGetBAR1MemoryInfo(board.gpu, &bar1), NVML_SUCCESS);
	assert_int_equal(up(bar1.bar1Total), number_in(text, "\n    BAR1 Memory", "Total"));
	assert_int_equal(up(bar1.bar1Free), number_in(text, "\n    BAR1 Memory", "Free"));
	board_stop(&board);
}

/* No driver's table of right to monitor: the sizes of a partitioned GPU are refused. */
static void a_monitor_needs_its_node(void **state)
{
	static const struct expectation refused[] = {
	    {ask_memory_total, NVML_ERROR_NO_PERMISSION, 0},
	    {ask_bar1_total, NVML_ERROR_NO_PERMISSION, 0},
	    {ask_cores, NVML_ERROR_NO_PERMISSION, 0},
	    {ask_compute_processes_v3, NVML_ERROR_NO_PERMISSION, 0}};
	char name[96] = "";
	struct board board;

	(void)state;
	board_load(&board, "h100-mig", NULL);
	sim_port_set_admin(board.inner, true); /* which is not enough */
	sim_port_fail_open(board.inner, "/dev/nvidia-caps/nvidia-cap2", 13);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	nvmlDevice_t gpu = board_gpu(0);
	EXPECT_ANSWERS(gpu, refused);
	/* Refused once, it is not tried again; what is everybody's is not touched by it. */
	unsigned long before = board.calls;
	EXPECT_ANSWERS(gpu, refused);
	assert_true(board.calls - before <= 6);
	assert_int_equal(nvmlDeviceGetName(mig_device(gpu, 0), name, sizeof(name)), NVML_SUCCESS);
	/* The next start may find it. */
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	sim_port_fail_open(board.inner, "/dev/nvidia-caps/nvidia-cap2", 0);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	uint64_t total;
	assert_int_equal(ask_memory_total(board_gpu(0), &total), NVML_SUCCESS);
	assert_int_equal(total, 81559 * MIB);
	board_stop(&board);
}

static void names_and_uuids(void **state)
{
	static const char *const names[] = {
	    "NVIDIA H100 80GB HBM3 MIG 3g.40gb", "NVIDIA H100 80GB HBM3 MIG 2g.20gb",
	    "NVIDIA H100 80GB HBM3 MIG 1g.10gb", "NVIDIA H100 80GB HBM3 MIG 1g.10gb"};
	static const unsigned ids[] = {2, 3, 9, 10};
	char name[96], uuid[96], old[96], gpu_uuid[96];
	struct board board;

	(void)state;
	board_start(&board, "h100-mig", NULL);
	assert_int_equal(nvmlDeviceGetUUID(board.gpu, gpu_uuid, sizeof(gpu_uuid)), NVML_SUCCESS);
	for (unsigned i = 0; i < DEVICES; i++) {
		nvmlDevice_t mig = mig_device(board.gpu, i), found = NULL;
		nvmlUUID_t typed = {.version = nvmlUUID_v1, .type = NVML_UUID_TYPE_ASCII};
		assert_int_equal(nvmlDeviceGetName(mig, name, sizeof(name)), NVML_SUCCESS);
		assert_string_equal(name, names[i]);
		assert_int_equal(nvmlDeviceGetName(mig, name, 10), NVML_ERROR_INSUFFICIENT_SIZE);
		assert_int_equal(nvmlDeviceGetUUID(mig, uuid, sizeof(uuid)), NVML_SUCCESS);
		assert_int_equal(strncmp(uuid, "MIG-", 4), 0);
		assert_int_equal(strlen(uuid), 40);
		assert_int_equal(nvmlDeviceGetHandleByUUID(uuid, &found), NVML_SUCCESS);
		assert_ptr_equal(found, mig);
		snprintf(typed.value.str, sizeof(typed.value.str), "%s", uuid);
		assert_int_equal(nvmlDeviceGetHandleByUUIDV(&typed, &found), NVML_SUCCESS);
		assert_ptr_equal(found, mig);
		/* The form of the first releases. */
		snprintf(old, sizeof(old), "MIG-%s/%u/0", gpu_uuid, ids[i]);
		found = NULL;
		assert_int_equal(nvmlDeviceGetHandleByUUID(old, &found), NVML_SUCCESS);
		assert_ptr_equal(found, mig);
	}
	nvmlDevice_t none = NULL;
	snprintf(old, sizeof(old), "MIG-%s/2/1", gpu_uuid);
	assert_int_equal(nvmlDeviceGetHandleByUUID(old, &none), NVML_ERROR_NOT_FOUND);
	snprintf(old, sizeof(old), "MIG-%s/2/0x", gpu_uuid);
	assert_int_equal(nvmlDeviceGetHandleByUUID(old, &none), NVML_ERROR_NOT_FOUND);
	uuid[39] = uuid[39] == '0' ? '1' : '0';
	assert_int_equal(nvmlDeviceGetHandleByUUID(uuid, &none), NVML_ERROR_NOT_FOUND);
	assert_null(none);
	board_stop(&board);
}

/* Name-based over PDI, GPU instance and graphics engine: worked out apart, from map-notes 3. */
static void uuids_derive_from_the_pdi(void **state)
{
	char uuid[96];
	struct board board;

	(void)state;
	board_start(&board, "h100-mig", NULL);
	assert_int_equal(nvmlDeviceGetUUID(mig_device(board.gpu, 0), uuid, sizeof(uuid)),
			 NVML_SUCCESS);
	assert_string_equal(uuid, "MIG-e78b2545-288e-5bf7-9240-7b0d5ad2eae4");
	assert_int_equal(nvmlDeviceGetUUID(mig_device(board.gpu, 3), uuid, sizeof(uuid)),
			 NVML_SUCCESS);
	assert_string_equal(uuid, "MIG-3d35e980-5047-5f95-a291-699dc665d479");
	board_stop(&board);
}

/* Recorded: three compute processes on the largest device, none elsewhere. */
static void processes_belong_to_instances(void **state)
{
	static const struct {
		unsigned pid;
		uint64_t mib;
	} recorded[] = {{21180, 2296}, {21181, 1272}, {21198, 7484}};
	nvmlProcessInfo_t list[8];
	nvmlProcessInfo_v1_t plain[8];
	struct board board;

	(void)state;
	board_start(&board, "h100-mig", NULL);
	for (unsigned which = 0; which < 2; which++) {
		nvmlDevice_t device = which ? mig_device(board.gpu, 0) : board.gpu;
		unsigned count = 8;
		assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(device, &count, list),
				 NVML_SUCCESS);
		assert_int_equal(count, 3);
		for (unsigned i = 0; i < 3; i++) {
			assert_int_equal(list[i].pid, recorded[i].pid);
			assert_int_equal(list[i].usedGpuMemory, recorded[i].mib * MIB);
			assert_int_equal(list[i].gpuInstanceId, 2);
			assert_int_equal(list[i].computeInstanceId, 0);
		}
		count = 8;
		assert_int_equal(nvmlDeviceGetComputeRunningProcesses(device, &count, plain),
				 NVML_SUCCESS);
		assert_int_equal(count, 3);
		assert_int_equal(plain[2].pid, 21198);
		assert_int_equal(nvmlDeviceGetGraphicsRunningProcesses_v3(device, &count, list),
				 NVML_SUCCESS);
		assert_int_equal(count, 0);
	}
	unsigned count = 8;
	assert_int_equal(
	    nvmlDeviceGetComputeRunningProcesses_v3(mig_device(board.gpu, 1), &count, list),
	    NVML_SUCCESS);
	assert_int_equal(count, 0);
	count = 2;
	assert_int_equal(
	    nvmlDeviceGetComputeRunningProcesses_v3(mig_device(board.gpu, 0), &count, list),
	    NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 3);
	board_stop(&board);
}

/* Two compute instances share a GPU instance, and each has its processes. */
static void processes_belong_to_compute_instances(void **state)
{
	static const unsigned pids[] = {501, 502};
	nvmlProcessInfo_t list[8];
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	nvmlDevice_t gpu = board_gpu(6);
	for (unsigned i = 0; i < 2; i++) {
		unsigned count = 8;
		assert_int_equal(
		    nvmlDeviceGetComputeRunningProcesses_v3(mig_device(gpu, i), &count, list),
		    NVML_SUCCESS);
		assert_int_equal(count, 1);
		assert_int_equal(list[0].pid, pids[i]);
		assert_int_equal(list[0].computeInstanceId, i);
		count = 8;
		assert_int_equal(
		    nvmlDeviceGetMPSComputeRunningProcesses_v3(mig_device(gpu, i), &count, list),
		    NVML_SUCCESS);
		assert_int_equal(count, 0);
	}
	unsigned count = 8;
	assert_int_equal(nvmlDeviceGetComputeRunningProcesses_v3(gpu, &count, list), NVML_SUCCESS);
	assert_int_equal(count, 2);
	board_stop(&board);
}

/* A container that was given one instance sees that one, and as its first. */
static void only_what_was_granted(void **state)
{
	/* 3 + 9 * gi of minor 0 */
	static const char *const nodes[] = {"/dev/nvidia-caps/nvidia-cap21",
					    "/dev/nvidia-caps/nvidia-cap84",
					    "/dev/nvidia-caps/nvidia-cap93"};
	nvmlDevice_t mig, none = NULL;
	struct board board;
	unsigned id = 0, index = 9;

	(void)state;
	board_load(&board, "h100-mig", NULL);
	for (size_t i = 0; i < 3; i++)
		sim_port_fail_open(board.inner, nodes[i], 1);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	mig = mig_device(board_gpu(0), 0);
	assert_int_equal(nvmlDeviceGetGpuInstanceId(mig, &id), NVML_SUCCESS);
	assert_int_equal(id, 3);
	assert_int_equal(nvmlDeviceGetIndex(mig, &index), NVML_SUCCESS);
	assert_int_equal(index, 0);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(board_gpu(0), 1, &none),
			 NVML_ERROR_NOT_FOUND);
	assert_null(none);
	board_stop(&board);
}

/* From MIG off to a device and back. */
static void a_life(void **state)
{
	nvmlReturn_t status;
	nvmlGpuInstance_t gi;
	nvmlComputeInstance_t ci, second;
	nvmlDevice_t mig, other;
	nvmlMemory_t memory;
	char name[96];
	struct board board;

	(void)state;
	board_start(&board, "mig", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetMigMode(board.gpu, 1, &status), NVML_SUCCESS);
	assert_int_equal(nvmlShutdown(), NVML_SUCCESS);
	assert_int_equal(sim_reset_gpu(board.sim, 0), 0);
	assert_int_equal(nvmlInit_v2(), NVML_SUCCESS);
	nvmlDevice_t gpu = board_gpu(0);
	const nvmlGpuInstancePlacement_t place = {.start = 4, .size = 4};
	assert_int_equal(nvmlDeviceCreateGpuInstanceWithPlacement(gpu, 9, &place, &gi),
			 NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(gpu, 0, &mig), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 0, &ci), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceCreateComputeInstance(gi, 1, &second), NVML_SUCCESS);
	mig = mig_device(gpu, 0);
	other = mig_device(gpu, 1);
	assert_int_equal(nvmlDeviceGetName(mig, name, sizeof(name)), NVML_SUCCESS);
	assert_string_equal(name, "NVIDIA A100-SXM4-40GB MIG 1c.3g.20gb");
	/* Both share the memory of their GPU instance: recorded 19.50 GiB. */
	assert_int_equal(nvmlDeviceGetMemoryInfo(mig, &memory), NVML_SUCCESS);
	assert_int_equal(memory.total, 19968 * MIB);
	nvmlDeviceAttributes_t attributes;
	assert_int_equal(nvmlDeviceGetAttributes_v2(other, &attributes), NVML_SUCCESS);
	assert_int_equal(attributes.multiprocessorCount, 28);
	assert_int_equal(attributes.gpuInstanceSliceCount, 3);
	assert_int_equal(attributes.computeInstanceSliceCount, 2);
	assert_int_equal(nvmlComputeInstanceDestroy(ci), NVML_SUCCESS);
	/* Its device is gone with it, and the other's index closes up. */
	assert_int_equal(nvmlDeviceGetMemoryInfo(mig, &memory), NVML_ERROR_INVALID_ARGUMENT);
	assert_ptr_equal(mig_device(gpu, 0), other);
	assert_int_equal(nvmlComputeInstanceDestroy(second), NVML_SUCCESS);
	assert_int_equal(nvmlGpuInstanceDestroy(gi), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceGetMigDeviceHandleByIndex(gpu, 0, &mig), NVML_ERROR_NOT_FOUND);
	assert_int_equal(nvmlDeviceSetMigMode(gpu, 0, &status), NVML_SUCCESS);
	assert_int_equal(status, NVML_ERROR_RESET_REQUIRED);
	board_stop(&board);
}

/* Modes that the driver keeps while MIG is on (map-notes 11). */
static void what_mig_forbids(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "h100-mig", NULL);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetComputeMode(board.gpu, NVML_COMPUTEMODE_PROHIBITED),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetAccountingMode(board.gpu, NVML_FEATURE_ENABLED),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(devices_are_the_recorded_ones),
	    cmocka_unit_test(the_parent_is_the_recorded_one),
	    cmocka_unit_test(a_monitor_needs_its_node),
	    cmocka_unit_test(names_and_uuids),
	    cmocka_unit_test(uuids_derive_from_the_pdi),
	    cmocka_unit_test(processes_belong_to_instances),
	    cmocka_unit_test(processes_belong_to_compute_instances),
	    cmocka_unit_test(only_what_was_granted),
	    cmocka_unit_test(a_life),
	    cmocka_unit_test(what_mig_forbids),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
