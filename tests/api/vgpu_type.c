/* SPDX-License-Identifier: MIT */
/* Types of vGPUs: published lists of types (ids, names, subsystems, sizes), structs of ctrla081.h.
 */
#include "board.h"
#include "vgpu.h"

#define SUPPORTED 0xa0810104u
#define CREATABLE 0xa0810105u
#define TYPE_INFO 0xa0810103u
/* NVA081_CTRL_VGPU_INFO within the parameters. */
#define INFO 8u

static void types_of_a_gpu(void **state)
{
	static const unsigned a100[] = {468, 472, 473, 474, 475};
	struct board board;
	unsigned count = 128, types[128] = {0};

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, &count, types), NVML_SUCCESS);
	assert_int_equal(count, 5);
	assert_memory_equal(types, a100, sizeof(a100));
	count = 5;
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board_gpu(1), &count, types), NVML_SUCCESS);
	assert_int_equal(count, 5);
	assert_int_equal(types[0], 222);
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board_gpu(2), &count, types),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void room_for_types(void **state)
{
	struct board board;
	unsigned count = 0, types[5] = {7, 7, 7, 7, 7};

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, &count, NULL),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 5);
	count = 4;
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, &count, types),
			 NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(count, 5);
	assert_int_equal(types[0], 7);
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, &count, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, NULL, types),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* A driver that lists nothing; one that claims more types than its struct has: 0 is none. */
static void lists_of_the_driver(void **state)
{
	static const struct {
		const char *driver;
		unsigned count_at, list_at, room;
	} rows[] = {{"525.53", 4, 8, 64},     {DRIVER_535, 4, 8, 64},   {DRIVER_570, 4, 8, 64},
		    {DRIVER_575, 8, 12, 100}, {DRIVER_580, 8, 12, 128}, {DRIVER_595, 8, 12, 128}};
	struct board board;
	unsigned count, types[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		board_start(&board, "vgpu-l40s", rows[i].driver);
		board_patch(&board, SUPPORTED, rows[i].count_at, 4, 0xffffffff);
		board_patch(&board, SUPPORTED, rows[i].list_at + 4 * (rows[i].room - 1), 4, 4711);
		count = 128;
		assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, &count, types),
				 NVML_SUCCESS);
		assert_int_equal(count, 24);
		assert_int_equal(types[0], 1145);
		assert_int_equal(types[22], 2164);
		assert_int_equal(types[23], 4711);
		board_unpatch(&board);
		board_patch(&board, CREATABLE, rows[i].count_at, 4, 0);
		count = 0;
		assert_int_equal(nvmlDeviceGetCreatableVgpus(board.gpu, &count, NULL),
				 NVML_SUCCESS);
		assert_int_equal(count, 0);
		board_stop(&board);
	}
}

/* One size at a time: with 8 GiB vGPUs running, 8Q and 8A can follow; nothing runs on the other. */
static void creatable_types(void **state)
{
	struct board board;
	unsigned count = 128, types[128];

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	assert_int_equal(nvmlDeviceGetCreatableVgpus(board.gpu, &count, types), NVML_SUCCESS);
	assert_int_equal(count, 2);
	assert_int_equal(types[0], L40S_8Q);
	assert_int_equal(types[1], 1162);
	count = 128;
	assert_int_equal(nvmlDeviceGetCreatableVgpus(board_gpu(1), &count, types), NVML_SUCCESS);
	assert_int_equal(count, 23);
	board_stop(&board);
	/* Two of two. */
	board_start(&board, "vgpu", DRIVER_535);
	count = 128;
	assert_int_equal(nvmlDeviceGetCreatableVgpus(board.gpu, &count, types), NVML_SUCCESS);
	assert_int_equal(count, 0);
	assert_int_equal(nvmlDeviceGetCreatableVgpus(board_gpu(2), &count, types),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static void expect_number(nvmlReturn_t result, const unsigned *value, unsigned expected)
{
	assert_int_equal(result, NVML_SUCCESS);
	assert_int_equal(*value, expected);
}

static void numbers_of_a_type(nvmlDevice_t gpu)
{
	unsigned value = 0, height = 0;
	unsigned long long wide = 0, subsystem = 0;
	nvmlVgpuTypeBar1Info_t bar1 = {.version = nvmlVgpuTypeBar1Info_v1};

	expect_number(nvmlVgpuTypeGetNumDisplayHeads(L40S_1Q, &value), &value, 4);
	expect_number(nvmlVgpuTypeGetFrameRateLimit(L40S_1Q, &value), &value, 60);
	expect_number(nvmlVgpuTypeGetMaxInstances(gpu, L40S_1Q, &value), &value, 32);
	expect_number(nvmlVgpuTypeGetMaxInstancesPerVm(L40S_1Q, &value), &value, 16);
	expect_number(nvmlVgpuTypeGetMaxInstancesPerVm(1145, &value), &value, 1);
	expect_number(nvmlVgpuTypeGetGpuInstanceProfileId(L40S_1Q, &value), &value, 0xffffffff);
	assert_int_equal(nvmlVgpuTypeGetResolution(L40S_1Q, 3, &value, &height), NVML_SUCCESS);
	assert_int_equal(value, 5120);
	assert_int_equal(height, 2880);
	assert_int_equal(nvmlVgpuTypeGetFramebufferSize(L40S_1Q, &wide), NVML_SUCCESS);
	assert_int_equal(wide, 0x40000000);
	assert_int_equal(nvmlVgpuTypeGetGspHeapSize(L40S_1Q, &wide), NVML_SUCCESS);
	assert_int_equal(wide, 0x2000000);
	assert_int_equal(nvmlVgpuTypeGetFbReservation(L40S_1Q, &wide), NVML_SUCCESS);
	assert_int_equal(wide, 0);
	assert_int_equal(nvmlVgpuTypeGetBAR1Info(L40S_1Q, &bar1), NVML_SUCCESS);
	assert_int_equal(bar1.bar1Size, 0x100ull << 20);
	assert_int_equal(nvmlVgpuTypeGetDeviceID(L40S_1Q, &wide, &subsystem), NVML_SUCCESS);
	assert_int_equal(wide, 0x26b910de);
	assert_int_equal(subsystem, 0x26b9188b);
}

static void texts_of_a_type(void)
{
	char text[128];
	unsigned size = 64;

	assert_int_equal(nvmlVgpuTypeGetName(L40S_1Q, text, &size), NVML_SUCCESS);
	assert_string_equal(text, "NVIDIA L40S-1Q");
	assert_int_equal(size, 64);
	assert_int_equal(nvmlVgpuTypeGetClass(L40S_1Q, text, &size), NVML_SUCCESS);
	assert_string_equal(text, "Quadro");
	assert_int_equal(nvmlVgpuTypeGetClass(1145, text, &size), NVML_SUCCESS);
	assert_string_equal(text, "NVS");
	assert_int_equal(nvmlVgpuTypeGetLicense(1157, text, sizeof(text)), NVML_SUCCESS);
	assert_string_equal(text, "GRID-Virtual-Apps,3.0");
}

static void a_type_on_every_branch(void **state)
{
	static const char *const drivers[] = {"525.147.05", DRIVER_535,  DRIVER_550, DRIVER_570,
					      DRIVER_575,   "580.65.06", DRIVER_580, DRIVER_595};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_start(&board, "vgpu-l40s", drivers[i]);
		numbers_of_a_type(board.gpu);
		texts_of_a_type();
		board_stop(&board);
	}
}

/* Where the published struct has a member: 535, 575, 580. */
struct places {
	const char *driver;
	unsigned max, heads, width, height, limit, several, limited, profile_slices;
	unsigned vdev, pdev, memory, heap, reserved, bar1;
	unsigned gpudirect, nvlink, exclusive, profile;
};

static const struct places places[] = {
    {DRIVER_535, 324, 328, 332, 336, 344, 360, 440, 356, 368, 376, 384, 400, 408, 432, 4928, 4932,
     4936, 4948},
    {DRIVER_575, 324, 328, 332, 336, 344, 360, 440, 356, 368, 376, 384, 400, 408, 432, 4928, 4932,
     4940, 4952},
    {"580.65.06", 388, 392, 396, 400, 408, 424, 504, 420, 432, 440, 448, 464, 472, 496, 4992, 4996,
     5004, 5016},
    {DRIVER_595, 388, 392, 396, 400, 408, 428, 504, 420, 432, 440, 448, 464, 472, 496, 4996, 5000,
     5008, 5020},
};

static void patch_info(struct board *board, unsigned at, unsigned width, uint64_t value)
{
	board_patch(board, TYPE_INFO, INFO + at, width, value);
}

static void patch_type(struct board *board, const struct places *at)
{
	patch_info(board, at->max, 4, 29);
	patch_info(board, at->heads, 4, 3);
	patch_info(board, at->width, 4, 4097);
	patch_info(board, at->height, 4, 2161);
	patch_info(board, at->limit, 4, 47);
	patch_info(board, at->several, 4, 0);
	patch_info(board, at->vdev, 8, 0x123456789abcdef1);
	patch_info(board, at->pdev, 8, 0x223456789abcdef2);
	patch_info(board, at->memory, 8, 0x323456789abcdef3);
	patch_info(board, at->heap, 8, 0x423456789abcdef4);
	patch_info(board, at->reserved, 8, 0x523456789abcdef5);
	patch_info(board, at->bar1, 8, 0x601);
	patch_info(board, at->profile, 4,
		   2 | 3 << 2 | 4 << 5); /* quarters of memory, compute, graphics */
}

static void words_of_the_driver(void **state)
{
	struct board board;
	unsigned value, other;
	unsigned long long wide, second;
	nvmlVgpuTypeBar1Info_t bar1 = {.version = nvmlVgpuTypeBar1Info_v1};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		board_start(&board, "vgpu-l40s", places[i].driver);
		patch_type(&board, &places[i]);
		expect_number(nvmlVgpuTypeGetMaxInstances(board.gpu, L40S_1Q, &value), &value, 29);
		expect_number(nvmlVgpuTypeGetNumDisplayHeads(L40S_1Q, &value), &value, 3);
		expect_number(nvmlVgpuTypeGetResolution(L40S_1Q, 2, &value, &other), &value, 4097);
		assert_int_equal(other, 2161);
		assert_int_equal(nvmlVgpuTypeGetResolution(L40S_1Q, 3, &value, &other),
				 NVML_ERROR_INVALID_ARGUMENT);
		expect_number(nvmlVgpuTypeGetFrameRateLimit(L40S_1Q, &value), &value, 47);
		expect_number(nvmlVgpuTypeGetMaxInstancesPerVm(L40S_1Q, &value), &value, 1);
		/* facts/vgpu/host.md: 47, as recorded for the types of such an instance. */
		expect_number(nvmlVgpuTypeGetGpuInstanceProfileId(L40S_1Q, &value), &value, 47);
		assert_int_equal(nvmlVgpuTypeGetDeviceID(L40S_1Q, &wide, &second), NVML_SUCCESS);
		assert_int_equal(wide, 0x223456789abcdef2);
		assert_int_equal(second, 0x123456789abcdef1);
		assert_int_equal(nvmlVgpuTypeGetFramebufferSize(L40S_1Q, &wide), NVML_SUCCESS);
		assert_int_equal(wide, 0x323456789abcdef3);
		assert_int_equal(nvmlVgpuTypeGetGspHeapSize(L40S_1Q, &wide), NVML_SUCCESS);
		assert_int_equal(wide, 0x423456789abcdef4);
		assert_int_equal(nvmlVgpuTypeGetFbReservation(L40S_1Q, &wide), NVML_SUCCESS);
		assert_int_equal(wide, 0x523456789abcdef5);
		assert_int_equal(nvmlVgpuTypeGetBAR1Info(L40S_1Q, &bar1), NVML_SUCCESS);
		assert_int_equal(bar1.bar1Size, 0x60100000);
		patch_info(&board, places[i].limited, 4, 0);
		assert_int_equal(nvmlVgpuTypeGetFrameRateLimit(L40S_1Q, &value),
				 NVML_ERROR_NOT_SUPPORTED);
		board_stop(&board);
	}
}

/* Five words, one after the other set. */
static void capabilities(void **state)
{
	struct board board;
	unsigned value;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const unsigned at[] = {places[i].nvlink, places[i].gpudirect, places[i].exclusive,
				       places[i].exclusive + 4, places[i].exclusive + 8};
		board_start(&board, "vgpu-l40s", places[i].driver);
		for (unsigned set = 0; set < 5; set++) {
			for (unsigned word = 0; word < 5; word++)
				patch_info(&board, at[word], 4, word == set);
			for (unsigned cap = 0; cap < 5; cap++)
				expect_number(nvmlVgpuTypeGetCapabilities(L40S_1Q, cap, &value),
					      &value, cap == set);
			board_unpatch(&board);
		}
		assert_int_equal(nvmlVgpuTypeGetCapabilities(L40S_1Q, 5, &value),
				 NVML_ERROR_INVALID_ARGUMENT);
		board_stop(&board);
	}
}

/* A type for a GPU instance: how many in one of them is told from 575 on. */
static void types_in_gpu_instances(void **state)
{
	struct board board;
	unsigned value = 0;
	nvmlVgpuTypeMaxInstance_t most = {.version = nvmlVgpuTypeMaxInstance_v1,
					  .vgpuTypeId = A100_1_5C};

	(void)state;
	board_start(&board, "vgpu", DRIVER_580);
	/* mig-profiles.tsv: 1g.5gb is 19. */
	expect_number(nvmlVgpuTypeGetGpuInstanceProfileId(A100_1_5C, &value), &value, 19);
	assert_int_equal(nvmlVgpuTypeGetMaxInstancesPerGpuInstance(&most), NVML_SUCCESS);
	assert_int_equal(most.maxInstancePerGI, 1);
	patch_info(&board, 5004, 4, 12);
	assert_int_equal(nvmlVgpuTypeGetMaxInstancesPerGpuInstance(&most), NVML_SUCCESS);
	assert_int_equal(most.maxInstancePerGI, 12);
	most.vgpuTypeId = A100_20C;
	assert_int_equal(nvmlVgpuTypeGetMaxInstancesPerGpuInstance(&most),
			 NVML_ERROR_NOT_SUPPORTED);
	most.version = 1;
	assert_int_equal(nvmlVgpuTypeGetMaxInstancesPerGpuInstance(&most),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
	board_start(&board, "vgpu", DRIVER_570);
	most = (nvmlVgpuTypeMaxInstance_t){.version = nvmlVgpuTypeMaxInstance_v1,
					   .vgpuTypeId = A100_1_5C};
	assert_int_equal(nvmlVgpuTypeGetMaxInstancesPerGpuInstance(&most),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* The second host's types are found, too; a type belongs to the boards that list it. */
static void types_of_other_gpus(void **state)
{
	struct board board;
	unsigned value, size = 64;
	char text[64];

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	assert_int_equal(nvmlVgpuTypeGetName(T4_4Q, text, &size), NVML_SUCCESS);
	assert_string_equal(text, "GRID T4-4Q");
	expect_number(nvmlVgpuTypeGetMaxInstances(board_gpu(1), T4_4Q, &value), &value, 4);
	assert_int_equal(nvmlVgpuTypeGetMaxInstances(board.gpu, T4_4Q, &value),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlVgpuTypeGetMaxInstances(board_gpu(2), T4_4Q, &value),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlVgpuTypeGetMaxInstances(board_gpu(1), T4_4Q, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	/* Sizes exclude each other where there are no virtual functions. */
	expect_number(nvmlVgpuTypeGetCapabilities(T4_4Q, NVML_VGPU_CAP_EXCLUSIVE_SIZE, &value),
		      &value, 1);
	expect_number(nvmlVgpuTypeGetCapabilities(A100_20C, NVML_VGPU_CAP_EXCLUSIVE_SIZE, &value),
		      &value, 0);
	board_stop(&board);
}

static void room_for_texts(void **state)
{
	struct board board;
	unsigned size = 14;
	char text[128] = "untouched";

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	assert_int_equal(nvmlVgpuTypeGetName(L40S_1Q, text, &size), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(size, 15);
	assert_int_equal(nvmlVgpuTypeGetName(L40S_1Q, text, &size), NVML_SUCCESS);
	size = 0;
	assert_int_equal(nvmlVgpuTypeGetClass(L40S_1Q, text, &size), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(size, 7);
	assert_string_equal(text, "NVIDIA L40S-1Q");
	assert_int_equal(nvmlVgpuTypeGetLicense(L40S_1Q, text, 127), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlVgpuTypeGetLicense(NO_TYPE, text, 127), NVML_ERROR_INSUFFICIENT_SIZE);
	assert_int_equal(nvmlVgpuTypeGetLicense(0, text, 127), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* The whole family answers a number that is no type here alike, on a host and elsewhere. */
static void refuse_type(nvmlVgpuTypeId_t id)
{
	unsigned value = 77, size = 128;
	unsigned long long wide = 77;
	char text[128];
	nvmlVgpuTypeBar1Info_t bar1 = {.version = nvmlVgpuTypeBar1Info_v1};
	nvmlVgpuTypeMaxInstance_t most = {.version = nvmlVgpuTypeMaxInstance_v1, .vgpuTypeId = id};
	const nvmlReturn_t answers[] = {
	    nvmlVgpuTypeGetName(id, text, &size),
	    nvmlVgpuTypeGetClass(id, text, &size),
	    nvmlVgpuTypeGetLicense(id, text, 128),
	    nvmlVgpuTypeGetDeviceID(id, &wide, &wide),
	    nvmlVgpuTypeGetFramebufferSize(id, &wide),
	    nvmlVgpuTypeGetFbReservation(id, &wide),
	    nvmlVgpuTypeGetGspHeapSize(id, &wide),
	    nvmlVgpuTypeGetBAR1Info(id, &bar1),
	    nvmlVgpuTypeGetNumDisplayHeads(id, &value),
	    nvmlVgpuTypeGetResolution(id, 0, &value, &value),
	    nvmlVgpuTypeGetFrameRateLimit(id, &value),
	    nvmlVgpuTypeGetMaxInstancesPerVm(id, &value),
	    nvmlVgpuTypeGetMaxInstancesPerGpuInstance(&most),
	    nvmlVgpuTypeGetGpuInstanceProfileId(id, &value),
	    nvmlVgpuTypeGetCapabilities(id, 0, &value),
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		assert_int_equal(answers[i], NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(value, 77);
	assert_int_equal(wide, 77);
	assert_int_equal(size, 128);
}

static void unknown_types(void **state)
{
	struct board board;
	nvmlVgpuTypeBar1Info_t bar1 = {.version = 1};

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	refuse_type(0);
	refuse_type(NO_TYPE);
	assert_int_equal(nvmlVgpuTypeGetBAR1Info(L40S_1Q, &bar1),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	board_stop(&board);
	board_start(&board, "witness", DRIVER_580);
	refuse_type(L40S_1Q);
	board_stop(&board);
	/* No driver of that time has a host's class. */
	board_start(&board, "vgpu-l40s", "515.43.04");
	refuse_type(L40S_1Q);
	board_stop(&board);
}

/* A driver's failure is not the caller's mistake. */
static void failures_of_the_driver(void **state)
{
	struct board board;
	unsigned value = 0;

	(void)state;
	board_start(&board, "vgpu-l40s", DRIVER_580);
	board.status = 0x0f; /* NV_ERR_GPU_IS_LOST */
	board.status_cmd = SUPPORTED;
	assert_int_equal(nvmlVgpuTypeGetNumDisplayHeads(L40S_1Q, &value), NVML_ERROR_GPU_IS_LOST);
	assert_int_equal(nvmlDeviceGetSupportedVgpus(board.gpu, &value, NULL),
			 NVML_ERROR_GPU_IS_LOST);
	board_unpatch(&board);
	expect_number(nvmlVgpuTypeGetNumDisplayHeads(L40S_1Q, &value), &value, 4);
	board_stop(&board);
}

/* The GPU is asked once whether it is a host; then each question costs its controls. */
static void cost(void **state)
{
	struct board board;
	unsigned count = 0, value;

	(void)state;
	board_start(&board, "vgpu", DRIVER_535);
	nvmlDeviceGetSupportedVgpus(board.gpu, &count, NULL);
	nvmlDeviceGetSupportedVgpus(board_gpu(2), &count, NULL);
	unsigned long before = board.calls;
	nvmlDeviceGetSupportedVgpus(board.gpu, &count, NULL);
	assert_int_equal(board.calls - before, 1);
	nvmlDeviceGetSupportedVgpus(board_gpu(2), &count, NULL);
	assert_int_equal(board.calls - before, 1);
	nvmlVgpuTypeGetNumDisplayHeads(A100_20C, &value);
	assert_int_equal(board.calls - before, 3);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(types_of_a_gpu),
	    cmocka_unit_test(room_for_types),
	    cmocka_unit_test(lists_of_the_driver),
	    cmocka_unit_test(creatable_types),
	    cmocka_unit_test(a_type_on_every_branch),
	    cmocka_unit_test(words_of_the_driver),
	    cmocka_unit_test(capabilities),
	    cmocka_unit_test(types_in_gpu_instances),
	    cmocka_unit_test(types_of_other_gpus),
	    cmocka_unit_test(room_for_texts),
	    cmocka_unit_test(unknown_types),
	    cmocka_unit_test(failures_of_the_driver),
	    cmocka_unit_test(cost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
