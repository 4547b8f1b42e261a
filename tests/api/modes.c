/* SPDX-License-Identifier: MIT */
/* Switches: calibration.md 8. */
#include "board.h"
#include "questions.h"

static const struct expectation full[] = {
    {ask_persistence, NVML_SUCCESS, NVML_FEATURE_ENABLED},
    {ask_compute_mode, NVML_SUCCESS, NVML_COMPUTEMODE_EXCLUSIVE_PROCESS},
    {ask_virtualization, NVML_SUCCESS, NVML_GPU_VIRTUALIZATION_MODE_NONE},
    {ask_gsp_mode, NVML_SUCCESS, 1},
    {ask_gsp_version, NVML_SUCCESS, sizeof("580.142") - 1},
};

static const struct expectation bare[] = {
    {ask_persistence, NVML_SUCCESS, NVML_FEATURE_DISABLED},
    {ask_compute_mode, NVML_SUCCESS, NVML_COMPUTEMODE_DEFAULT},
};

static void switches_of_the_machine(void **state)
{
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	EXPECT_ANSWERS(board_gpu(0), full);
	EXPECT_ANSWERS(board_gpu(1), bare);
	board_stop(&board);
}

/* Every value of a control's first word, and what the interface makes of it. */
static void codes_of_the_kernel(void **state)
{
	static const struct {
		uint32_t cmd, code;
		question ask;
		nvmlReturn_t result;
		uint64_t value;
	} codes[] = {
	    {0x800288, 0, ask_persistence, NVML_SUCCESS, 1},
	    {0x800288, 1, ask_persistence, NVML_SUCCESS, 0},
	    {0x800288, 2, ask_persistence, NVML_ERROR_UNKNOWN, 0},
	    {0x20800131, 0, ask_compute_mode, NVML_SUCCESS, 0},
	    {0x20800131, 2, ask_compute_mode, NVML_SUCCESS, 2},
	    {0x20800131, 5, ask_compute_mode, NVML_SUCCESS, 5},
	    {0x800289, 0, ask_virtualization, NVML_SUCCESS, 0},
	    {0x800289, 1, ask_virtualization, NVML_SUCCESS, 1},
	    {0x800289, 2, ask_virtualization, NVML_SUCCESS, 2},
	    {0x800289, 3, ask_virtualization, NVML_SUCCESS, 3},
	    {0x800289, 4, ask_virtualization, NVML_SUCCESS, 4},
	    {0x800289, 5, ask_virtualization, NVML_ERROR_UNKNOWN, 0},
	};
	struct board board;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		uint64_t value = 0;
		board_patch(&board, codes[i].cmd, 0, 4, codes[i].code);
		assert_int_equal(codes[i].ask(board.gpu, &value), codes[i].result);
		assert_int_equal(value, codes[i].value);
		board_unpatch(&board);
	}
	board_stop(&board);
}

/* GSP_GET_FEATURES: bValid 4, bDefaultGspRmGpu 5, firmwareVersion 6. */
static void firmware(void **state)
{
	struct board board;
	char version[NVML_GSP_FIRMWARE_VERSION_BUF_SIZE];
	unsigned enabled = 9, normal = 9;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetGspFirmwareVersion(board.gpu, version), NVML_SUCCESS);
	assert_string_equal(version, "580.142");
	board_patch(&board, 0x20803601, 5, 1, 0);
	assert_int_equal(nvmlDeviceGetGspFirmwareMode(board.gpu, &enabled, &normal), NVML_SUCCESS);
	assert_int_equal(enabled, 1);
	assert_int_equal(normal, 0);
	board_unpatch(&board);
	board_patch(&board, 0x20803601, 4, 1, 0);
	assert_int_equal(nvmlDeviceGetGspFirmwareVersion(board.gpu, version),
			 NVML_ERROR_NOT_SUPPORTED);
	/* As 555 and later: without firmware there is no mode of it. */
	assert_int_equal(nvmlDeviceGetGspFirmwareMode(board.gpu, &enabled, &normal),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* GPU_GET_INFO_V2: the answer to the one index asked lies at 8. Recorded H100: Display Active
 * Disabled. */
static void nothing_is_shown_without_display_hardware(void **state)
{
	struct board board;
	nvmlEnableState_t active = (nvmlEnableState_t)9;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetDisplayActive(board.gpu, &active), NVML_SUCCESS);
	assert_int_equal(active, NVML_FEATURE_DISABLED);
	board_patch(&board, 0x20800102, 8, 4, 1);
	active = (nvmlEnableState_t)9;
	assert_int_equal(nvmlDeviceGetDisplayActive(board.gpu, &active), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(active, 9);
	board_stop(&board);
}

/* map.tsv: only an administrator may; 0x00800287 takes 0 for enabled, 0x20800130 NVML's number. */
static void modes_are_set(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	nvmlDevice_t gpu = board_gpu(1);
	assert_int_equal(nvmlDeviceSetPersistenceMode(gpu, NVML_FEATURE_ENABLED),
			 NVML_ERROR_NO_PERMISSION);
	assert_int_equal(nvmlDeviceSetComputeMode(gpu, NVML_COMPUTEMODE_PROHIBITED),
			 NVML_ERROR_NO_PERMISSION);
	EXPECT_ANSWERS(gpu, ((const struct expectation[]){
				{ask_persistence, NVML_SUCCESS, NVML_FEATURE_DISABLED},
				{ask_compute_mode, NVML_SUCCESS, NVML_COMPUTEMODE_DEFAULT}}));
	sim_port_set_admin(board.inner, true);
	for (unsigned mode = 0; mode < 2; mode++) {
		assert_int_equal(nvmlDeviceSetPersistenceMode(gpu, 1 - mode), NVML_SUCCESS);
		assert_int_equal(ask_persistence(gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, 1 - mode);
	}
	assert_int_equal(nvmlDeviceSetPersistenceMode(gpu, 2), NVML_ERROR_INVALID_ARGUMENT);
	for (unsigned mode = 3; mode < 4; mode--) {
		bool thread = mode == NVML_COMPUTEMODE_EXCLUSIVE_THREAD;
		assert_int_equal(nvmlDeviceSetComputeMode(gpu, mode),
				 thread ? NVML_ERROR_NOT_SUPPORTED : NVML_SUCCESS);
		assert_int_equal(ask_compute_mode(gpu, &value), NVML_SUCCESS);
		assert_int_equal(value, thread ? NVML_COMPUTEMODE_PROHIBITED : mode);
	}
	assert_int_equal(nvmlDeviceSetComputeMode(gpu, 4), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(ask_compute_mode(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_COMPUTEMODE_EXCLUSIVE_PROCESS);
	board_stop(&board);
}

static uint64_t asked_parts;
static unsigned times_asked;

/* NV2080_CTRL_GPU_RUSD_SET_FEATURES_PARAMS: one mask of 8 bytes; the number is another's in 580. */
static void note_parts(uint32_t cmd, uint8_t *params, uint32_t size)
{
	if (cmd != 0x208001eb)
		return;
	times_asked++;
	asked_parts = 0;
	if (size == 8)
		memcpy(&asked_parts, params, 8);
}

static void parts_of_the_telemetry(void **state)
{
	static const struct {
		const char *driver;
		bool has;
	} drivers[] = {{"515.105.01", false}, {"535.288.01", false}, {"575.64.05", false},
		       {"580.65.06", false},  {"580.95.05", false},  {"580.142", false},
		       {"590.48.01", true},   {"595.45.04", true},   {"620.10", true}};
	nvmlRusdSettings_v1_t settings = {.version = nvmlRusdSettings_v1,
					  .pollMask = 0x8000000000000051};

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		struct board board;
		board_start(&board, "witness", drivers[i].driver);
		board.on_reply = note_parts;
		times_asked = 0;
		assert_int_equal(nvmlDeviceSetRusdSettings_v1(board.gpu, &settings),
				 drivers[i].has ? NVML_ERROR_NO_PERMISSION
						: NVML_ERROR_NOT_SUPPORTED);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceSetRusdSettings_v1(board.gpu, &settings),
				 drivers[i].has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(times_asked, drivers[i].has ? 2 : 0);
		if (drivers[i].has)
			assert_true(asked_parts == 0x8000000000000051);
		settings.version++;
		assert_int_equal(nvmlDeviceSetRusdSettings_v1(board.gpu, &settings),
				 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
		settings.version--;
		assert_int_equal(nvmlDeviceSetRusdSettings_v1(board.gpu, NULL),
				 NVML_ERROR_INVALID_ARGUMENT);
		board_stop(&board);
	}
}

/* versions.md 3: 0x20803090 up to 575.64, then 0x20803095; nothing before 570.153. */
static void port_registers(void **state)
{
	static const struct {
		const char *driver;
		uint32_t cmd;
	} drivers[] = {{"570.211.01", 0x20803090},
		       {"575.64.05", 0x20803090},
		       {"580.142", 0x20803095},
		       {"595.45.04", 0x20803095}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		nvmlPRMTLV_v1_t buffer = {.dataSize = 24, .status = 7};
		board_start(&board, "gb200", drivers[i].driver);
		memset(buffer.inData, 0x33, sizeof(buffer.inData));
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, &buffer),
				 NVML_ERROR_NO_PERMISSION);
		assert_int_equal(buffer.status, 7);
		sim_port_set_admin(board.inner, true);
		board_patch(&board, drivers[i].cmd, 23, 1, 0x44);
		board_patch(&board, drivers[i].cmd, 24, 1, 0x55);
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, &buffer), NVML_SUCCESS);
		assert_int_equal(board.last_cmd, drivers[i].cmd);
		/* Sent are the bytes that the caller counts, and no others. */
		assert_int_equal(board.sent[23], 0x33);
		assert_int_equal(board.sent[24], 0);
		assert_int_equal(buffer.status, 0);
		assert_int_equal(buffer.outData[22], 0x33);
		assert_int_equal(buffer.outData[23], 0x44);
		assert_int_equal(buffer.outData[24], 0x33);
		buffer.dataSize = NVML_PRM_DATA_MAX_SIZE;
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, &buffer), NVML_SUCCESS);
		buffer.dataSize = NVML_PRM_DATA_MAX_SIZE + 1;
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, &buffer),
				 NVML_ERROR_INVALID_ARGUMENT);
		buffer.dataSize = 0;
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, &buffer),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, NULL),
				 NVML_ERROR_INVALID_ARGUMENT);
		board_stop(&board);
	}
}

/* bSriovEnabled lies at 67; only a GPU that hosts vGPUs (mode 3) is asked for it. */
static void how_a_host_makes_vgpus(void **state)
{
	static const char *const drivers[] = {"525.147.05", "535.288.01", "550.163.01", "595.45.04",
					      "620.10"};
	struct board board;
	nvmlHostVgpuMode_t mode = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		board_start(&board, "witness", drivers[i]);
		for (uint32_t kind = 0; kind < 5; kind++) {
			board_patch(&board, 0x800289, 0, 4, kind);
			if (kind != 3)
				assert_int_equal(nvmlDeviceGetHostVgpuMode(board.gpu, &mode),
						 NVML_ERROR_NOT_SUPPORTED);
			board_unpatch(&board);
		}
		assert_int_equal(mode, 77);
		board_patch(&board, 0x800289, 0, 4, 3);
		board.status = 0x56;
		board.status_cmd = 0x800291;
		assert_int_equal(nvmlDeviceGetHostVgpuMode(board.gpu, &mode),
				 NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(board.last_cmd, 0x800291);
		assert_int_equal(mode, 77);
		board.status = board.status_cmd = 0;
		for (unsigned sriov = 0; sriov < 2; sriov++) {
			board_patch(&board, 0x800291, 66, 1, !sriov);
			board_patch(&board, 0x800291, 67, 1, sriov);
			board_patch(&board, 0x800291, 68, 1, !sriov);
			assert_int_equal(nvmlDeviceGetHostVgpuMode(board.gpu, &mode), NVML_SUCCESS);
			assert_int_equal(mode, sriov);
		}
		assert_int_equal(nvmlDeviceGetHostVgpuMode(board.gpu, NULL),
				 NVML_ERROR_INVALID_ARGUMENT);
		assert_int_equal(nvmlDeviceSetVirtualizationMode(board.gpu, 0),
				 NVML_ERROR_NOT_SUPPORTED);
		mode = 77;
		board_stop(&board);
	}
}

/* facts/vgpu/host.md: Turing has no virtual functions, Ampere has; the third GPU hosts nothing. */
static void how_the_hosts_of_the_machine_do(void **state)
{
	struct board board;
	nvmlHostVgpuMode_t mode = 77;

	(void)state;
	board_start(&board, "vgpu", DRIVER_WITH_PAGE);
	assert_int_equal(nvmlDeviceGetHostVgpuMode(board_gpu(0), &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_HOST_VGPU_MODE_SRIOV);
	assert_int_equal(nvmlDeviceGetHostVgpuMode(board_gpu(1), &mode), NVML_SUCCESS);
	assert_int_equal(mode, NVML_HOST_VGPU_MODE_NON_SRIOV);
	assert_int_equal(nvmlDeviceGetHostVgpuMode(board_gpu(2), &mode), NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* map.tsv: set with MIG enabled is 0x56; then nothing has changed. */
static void a_divided_gpu_keeps_its_compute_mode(void **state)
{
	struct board board;
	uint64_t value;

	(void)state;
	board_start(&board, "witness", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	board.status = 0x56;
	board.status_cmd = 0x20800130;
	assert_int_equal(nvmlDeviceSetComputeMode(board.gpu, NVML_COMPUTEMODE_DEFAULT),
			 NVML_ERROR_NOT_SUPPORTED);
	board_unpatch(&board);
	assert_int_equal(ask_compute_mode(board.gpu, &value), NVML_SUCCESS);
	assert_int_equal(value, NVML_COMPUTEMODE_EXCLUSIVE_PROCESS);
	board_stop(&board);
}

/* constants.tsv: 0x208001e9 in 570, 0x208001eb in 580, 0x208001ec from 590; no other branch. */
static void firmware_is_unloaded(void **state)
{
	static const struct {
		const char *driver;
		uint32_t cmd;
	} drivers[] = {{"565.77", 0},
		       {"570.172.08", 0},
		       {"570.211.01", 0x208001e9},
		       {"575.64.05", 0},
		       {"580.142", 0x208001eb},
		       {"590.48.01", 0x208001ec},
		       {"595.45.04", 0x208001ec}};
	struct board board;

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		nvmlReturn_t none =
		    drivers[i].cmd != 0 ? NVML_ERROR_NO_PERMISSION : NVML_ERROR_NOT_SUPPORTED;
		board_start(&board, "vgpu-l40s", drivers[i].driver);
		assert_int_equal(nvmlDeviceVgpuForceGspUnload(board.gpu), none);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceVgpuForceGspUnload(board.gpu),
				 drivers[i].cmd != 0 ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		if (drivers[i].cmd != 0) {
			assert_int_equal(board.last_cmd, drivers[i].cmd);
			assert_int_equal(board_sent(&board, 0, 4), 0);
		}
		board_stop(&board);
	}
	board_start(&board, "t4", DRIVER_WITH_PAGE);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceVgpuForceGspUnload(board.gpu), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceVgpuForceGspUnload(NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

static void port_registers_elsewhere(void **state)
{
	static const char *const drivers[] = {"565.77", "570.86.15", "575.51.02"};
	struct board board;
	nvmlPRMTLV_v1_t buffer = {.dataSize = 24};
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		board_start(&board, "gb200", drivers[i]);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(ask_memory_total(board.gpu, &value), NVML_SUCCESS);
		unsigned long before = board.controls;
		assert_int_equal(nvmlDeviceReadWritePRM_v1(board.gpu, &buffer),
				 NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(board.controls, before);
		board_stop(&board);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_of_the_telemetry),
	    cmocka_unit_test(a_divided_gpu_keeps_its_compute_mode),
	    cmocka_unit_test(switches_of_the_machine),
	    cmocka_unit_test(codes_of_the_kernel),
	    cmocka_unit_test(modes_are_set),
	    cmocka_unit_test(firmware),
	    cmocka_unit_test(nothing_is_shown_without_display_hardware),
	    cmocka_unit_test(how_a_host_makes_vgpus),
	    cmocka_unit_test(how_the_hosts_of_the_machine_do),
	    cmocka_unit_test(firmware_is_unloaded),
	    cmocka_unit_test(port_registers),
	    cmocka_unit_test(port_registers_elsewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
