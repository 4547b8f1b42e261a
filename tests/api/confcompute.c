/* SPDX-License-Identifier: MIT */
/*
 * Confidential computing. Witnesses: numbers and offsets of ctrlcb33.h and ctrlc56f.h (held
 * against the compiled headers by tests/wire), rules of the published conf_compute_api.c.
 */
#include "board.h"

#define CAPABILITIES 0xcb330101u
#define GET_READY 0xcb330104u
#define SET_READY 0xcb330105u
#define MEM_SIZE 0xcb330106u
#define SET_MEM_SIZE 0xcb330107u
#define CERTIFICATE 0xcb330109u
#define ATTESTATION 0xcb33010au
#define SET_POLICY 0xc56f010du
#define GET_POLICY 0xc56f010eu
#define FB_INFO 0x20801303u
#define ENCRYPTION_PENDING 0x20801355u
#define SET_ENCRYPTION 0x20801356u
#define NEWEST "595.45.04"
#define MIB 1048576ull

static const char *const branches[] = {"515.105.01", "520.61.07", "525.147.05", "530.41.03",
				       "535.288.01", "545.29.06", "550.163.01", "555.58.02",
				       "560.35.03",  "565.77",    "570.211.01", "575.64.05",
				       "580.142",    "590.48.01", NEWEST,       "620.10"};
#define BRANCHES (sizeof(branches) / sizeof(branches[0]))

static unsigned branch_of(const char *driver)
{
	return (unsigned)strtoul(driver, NULL, 10);
}

/* The class came with 535; 550 told production from simulation and several GPUs apart. */
static void state_of_the_system(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		unsigned branch = branch_of(branches[i]);
		nvmlReturn_t expected = branch >= 535 ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
		nvmlConfComputeSystemCaps_t caps = {77, 77};
		nvmlConfComputeSystemState_t now = {77, 77, 77};
		nvmlSystemConfComputeSettings_t settings = {nvmlSystemConfComputeSettings_v1, 77,
							    77, 77, 77};
		board_start(&board, "sealed", branches[i]);
		/* Nothing is capable under a driver that does not know the word. */
		assert_int_equal(nvmlSystemGetConfComputeCapabilities(&caps), NVML_SUCCESS);
		assert_int_equal(caps.cpuCaps,
				 branch >= 535 ? NVML_CC_SYSTEM_CPU_CAPS_AMD_SEV_SNP : 0);
		assert_int_equal(caps.gpusCaps, branch >= 535);
		assert_int_equal(nvmlSystemGetConfComputeState(&now), expected);
		assert_int_equal(nvmlSystemGetConfComputeSettings(&settings), expected);
		if (branch >= 535) {
			unsigned environment = branch >= 550 ? NVML_CC_SYSTEM_ENVIRONMENT_PROD
							     : NVML_CC_SYSTEM_ENVIRONMENT_SIM;
			assert_int_equal(now.environment, environment);
			assert_int_equal(now.ccFeature, NVML_CC_SYSTEM_FEATURE_ENABLED);
			assert_int_equal(now.devToolsMode, NVML_CC_SYSTEM_DEVTOOLS_MODE_OFF);
			assert_int_equal(settings.environment, environment);
			assert_int_equal(settings.ccFeature, NVML_CC_SYSTEM_FEATURE_ENABLED);
			assert_int_equal(settings.multiGpuMode, branch >= 550
								    ? NVML_CC_SYSTEM_MULTIGPU_NVLE
								    : NVML_CC_SYSTEM_MULTIGPU_NONE);
		} else {
			assert_int_equal(now.environment, 77);
			assert_int_equal(settings.multiGpuMode, 77);
		}
		board_stop(&board);
	}
}

/* One byte each: CPU, GPUs (APM 1, HCC 2), environment, feature (APM 1, HCC 2), tools, GPUs. */
static void words_of_the_state(void **state)
{
	struct board board;
	nvmlConfComputeSystemCaps_t caps;
	nvmlConfComputeSystemState_t now;
	nvmlSystemConfComputeSettings_t settings = {.version = nvmlSystemConfComputeSettings_v1};

	(void)state;
	board_start(&board, "witness", NEWEST);
	assert_int_equal(nvmlSystemGetConfComputeState(&now), NVML_SUCCESS);
	assert_int_equal(now.ccFeature, 0);
	assert_int_equal(now.environment, 0);
	for (unsigned kind = 1; kind <= 2; kind++) {
		board_patch(&board, CAPABILITIES, 0, 1, 4);
		board_patch(&board, CAPABILITIES, 1, 1, kind);
		board_patch(&board, CAPABILITIES, 2, 1, 2);
		board_patch(&board, CAPABILITIES, 3, 1, kind);
		board_patch(&board, CAPABILITIES, 4, 1, 1);
		board_patch(&board, CAPABILITIES, 5, 1, 2);
		assert_int_equal(nvmlSystemGetConfComputeCapabilities(&caps), NVML_SUCCESS);
		assert_int_equal(caps.cpuCaps, NVML_CC_SYSTEM_CPU_CAPS_AMD_SNP_VTOM);
		assert_int_equal(caps.gpusCaps, NVML_CC_SYSTEM_GPUS_CC_CAPABLE);
		assert_int_equal(nvmlSystemGetConfComputeState(&now), NVML_SUCCESS);
		assert_int_equal(now.environment, NVML_CC_SYSTEM_ENVIRONMENT_PROD);
		assert_int_equal(now.ccFeature, NVML_CC_SYSTEM_FEATURE_ENABLED);
		assert_int_equal(now.devToolsMode, NVML_CC_SYSTEM_DEVTOOLS_MODE_ON);
		assert_int_equal(nvmlSystemGetConfComputeSettings(&settings), NVML_SUCCESS);
		assert_int_equal(settings.environment, NVML_CC_SYSTEM_ENVIRONMENT_PROD);
		assert_int_equal(settings.ccFeature, NVML_CC_SYSTEM_FEATURE_ENABLED);
		assert_int_equal(settings.devToolsMode, NVML_CC_SYSTEM_DEVTOOLS_MODE_ON);
		assert_int_equal(settings.multiGpuMode, NVML_CC_SYSTEM_MULTIGPU_NVLE);
		board_unpatch(&board);
	}
	settings.version++;
	assert_int_equal(nvmlSystemGetConfComputeSettings(&settings),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlSystemGetConfComputeSettings(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlSystemGetConfComputeState(NULL), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlSystemGetConfComputeCapabilities(NULL), NVML_ERROR_INVALID_ARGUMENT);
	/* Another refusal than "not supported" is told. */
	board.status = 0x0f;
	assert_int_equal(nvmlSystemGetConfComputeCapabilities(&caps), NVML_ERROR_GPU_IS_LOST);
	board_stop(&board);
}

/* Only an administrator may; from 550 on a system that stopped takes no work again. */
static void readiness(void **state)
{
	struct board board;
	unsigned ready = 77;

	(void)state;
	board_start(&board, "sealed", NEWEST);
	assert_int_equal(nvmlSystemGetConfComputeGpusReadyState(&ready), NVML_SUCCESS);
	assert_int_equal(ready, 0);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(1), NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(2), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(0), NVML_SUCCESS);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(1), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, SET_READY);
	assert_int_equal(nvmlSystemGetConfComputeGpusReadyState(&ready), NVML_SUCCESS);
	assert_int_equal(board.last_cmd, GET_READY);
	assert_int_equal(ready, 1);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(0), NVML_SUCCESS);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(1), NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlSystemGetConfComputeGpusReadyState(&ready), NVML_SUCCESS);
	assert_int_equal(ready, 0);
	board_patch(&board, GET_READY, 0, 1, 1);
	assert_int_equal(nvmlSystemGetConfComputeGpusReadyState(&ready), NVML_SUCCESS);
	assert_int_equal(ready, 1);
	assert_int_equal(nvmlSystemGetConfComputeGpusReadyState(NULL), NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	ready = 77;
	board_start(&board, "sealed", "525.147.05");
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlSystemGetConfComputeGpusReadyState(&ready), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(1), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(ready, 77);
	board_stop(&board);
}

static nvmlReturn_t set_threshold(unsigned long long exponent)
{
	nvmlConfComputeSetKeyRotationThresholdInfo_t wanted = {
	    nvmlConfComputeSetKeyRotationThresholdInfo_v1, exponent};

	return nvmlSystemSetConfComputeKeyRotationThresholdInfo(&wanted);
}

static unsigned long long threshold(nvmlReturn_t expected)
{
	nvmlConfComputeGetKeyRotationThresholdInfo_t found = {
	    nvmlConfComputeGetKeyRotationThresholdInfo_v1, 77};

	assert_int_equal(nvmlSystemGetConfComputeKeyRotationThresholdInfo(&found), expected);
	return found.attackerAdvantage;
}

/* ATTACKER_ADVANTAGE: 50 to 65, default 60; 75 in 555 and 560. Policy came with 550. */
static void key_rotation(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		unsigned branch = branch_of(branches[i]);
		nvmlReturn_t has = branch >= 550 ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
		bool wide = branch == 555 || branch == 560;
		board_start(&board, "sealed", branches[i]);
		assert_int_equal(threshold(has), branch >= 550 ? 60 : 77);
		assert_int_equal(set_threshold(53), branch >= 550 ? NVML_ERROR_NO_PERMISSION : has);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(set_threshold(53), has);
		assert_int_equal(threshold(has), branch >= 550 ? 53 : 77);
		assert_int_equal(set_threshold(49), NVML_ERROR_INVALID_ARGUMENT);
		if (branch >= 550) {
			/* A driver of no table took the size before: it is the argument. */
			assert_int_equal(set_threshold(75),
					 wide ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT);
			assert_int_equal(set_threshold(76), NVML_ERROR_INVALID_ARGUMENT);
			assert_int_equal(threshold(has), wide ? 75 : 53);
			assert_int_equal(nvmlSystemSetConfComputeGpusReadyState(1), NVML_SUCCESS);
			assert_int_equal(set_threshold(60), NVML_ERROR_INVALID_STATE);
			assert_int_equal(board.last_cmd, SET_POLICY);
			board_patch(&board, GET_POLICY, 0, 8, 0x123456789a);
			assert_int_equal(threshold(has), 0x123456789a);
		}
		board_stop(&board);
	}
}

static void key_rotation_refuses(void **state)
{
	struct board board;
	nvmlConfComputeGetKeyRotationThresholdInfo_t found = {.version = 1};
	nvmlConfComputeSetKeyRotationThresholdInfo_t wanted = {.version = 1};

	(void)state;
	board_start(&board, "sealed", NEWEST);
	assert_int_equal(nvmlSystemGetConfComputeKeyRotationThresholdInfo(&found),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlSystemSetConfComputeKeyRotationThresholdInfo(&wanted),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlSystemGetConfComputeKeyRotationThresholdInfo(NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlSystemSetConfComputeKeyRotationThresholdInfo(NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* hSubDevice 0, protected 8, unprotected 16 in KiB; FB indices 0x34 free and 0x33 total in KiB. */
static void memory_sizes(void **state)
{
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		bool has = branch_of(branches[i]) >= 535;
		nvmlConfComputeMemSizeInfo_t sizes = {77, 77};
		nvmlMemory_t memory;
		board_start(&board, "sealed", branches[i]);
		assert_int_equal(nvmlDeviceGetConfComputeMemSizeInfo(board_gpu(1), &sizes),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(sizes.protectedMemSizeKib, has ? 70007 * 1024 : 77);
		assert_int_equal(sizes.unprotectedMemSizeKib,
				 has ? (81559 - 503 - 70007) * 1024 : 77);
		assert_int_equal(nvmlDeviceGetConfComputeProtectedMemoryUsage(board.gpu, &memory),
				 NVML_SUCCESS);
		assert_int_equal(memory.total, 70007 * MIB);
		assert_int_equal(memory.used, 1013 * MIB);
		assert_int_equal(memory.free, (70007 - 1013) * MIB);
		board_stop(&board);
	}
	nvmlConfComputeMemSizeInfo_t sizes;
	nvmlMemory_t memory;
	board_start(&board, "witness", NEWEST);
	assert_int_equal(nvmlDeviceGetConfComputeProtectedMemoryUsage(board.gpu, &memory),
			 NVML_SUCCESS);
	assert_int_equal(memory.total + memory.used + memory.free, 0);
	board_patch(&board, MEM_SIZE, 8, 8, 0x1122334455);
	board_patch(&board, MEM_SIZE, 16, 8, 0x66778899aa);
	assert_int_equal(nvmlDeviceGetConfComputeMemSizeInfo(board.gpu, &sizes), NVML_SUCCESS);
	assert_int_equal(sizes.protectedMemSizeKib, 0x1122334455);
	assert_int_equal(sizes.unprotectedMemSizeKib, 0x66778899aa);
	assert_int_equal(nvmlDeviceGetConfComputeMemSizeInfo(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetConfComputeMemSizeInfo(NULL, &sizes),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetConfComputeProtectedMemoryUsage(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

/* The published driver takes the size from an administrator and changes nothing. */
static void unprotected_size_is_sent(void **state)
{
	struct board board;
	nvmlConfComputeMemSizeInfo_t before, after;

	(void)state;
	board_start(&board, "sealed", NEWEST);
	assert_int_equal(nvmlDeviceSetConfComputeUnprotectedMemSize(board.gpu, 4096),
			 NVML_ERROR_NO_PERMISSION);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceGetConfComputeMemSizeInfo(board.gpu, &before), NVML_SUCCESS);
	assert_int_equal(nvmlDeviceSetConfComputeUnprotectedMemSize(board.gpu, 0x123456789a),
			 NVML_SUCCESS);
	assert_int_equal(board.last_cmd, SET_MEM_SIZE);
	/* The size lies at 16. */
	assert_int_equal(board_sent(&board, 16, 8), 0x123456789a);
	assert_int_equal(nvmlDeviceGetConfComputeMemSizeInfo(board.gpu, &after), NVML_SUCCESS);
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(nvmlDeviceSetConfComputeUnprotectedMemSize(NULL, 1),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "sealed", "530.41.03");
	sim_port_set_admin(board.inner, true);
	assert_int_equal(nvmlDeviceSetConfComputeUnprotectedMemSize(board.gpu, 1),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* certChain 4, its size 4100, attestationCertChain 4104, its size 9224. */
static void certificates(void **state)
{
	static nvmlConfComputeGpuCertificate_t found;
	static const char chain[] = "simulated certificate of GPU-";
	struct board board;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		bool has = branch_of(branches[i]) >= 535;
		board_start(&board, "sealed", branches[i]);
		memset(&found, 0xa5, sizeof(found));
		assert_int_equal(nvmlDeviceGetConfComputeGpuCertificate(board.gpu, &found),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		if (has) {
			assert_int_equal(found.certChainSize, sizeof(chain) - 1 + 36);
			assert_memory_equal(found.certChain, chain, sizeof(chain) - 1);
		} else {
			assert_int_equal(found.certChainSize, 0xa5a5a5a5);
		}
		board_stop(&board);
	}
	board_start(&board, "sealed", NEWEST);
	board_patch(&board, CERTIFICATE, 4, 1, 0x11);
	board_patch(&board, CERTIFICATE, 4 + 4095, 1, 0x22);
	board_patch(&board, CERTIFICATE, 4100, 4, 4096);
	board_patch(&board, CERTIFICATE, 4104, 1, 0x33);
	board_patch(&board, CERTIFICATE, 4104 + 5119, 1, 0x44);
	board_patch(&board, CERTIFICATE, 9224, 4, 5120);
	assert_int_equal(nvmlDeviceGetConfComputeGpuCertificate(board.gpu, &found), NVML_SUCCESS);
	assert_int_equal(found.certChainSize, 4096);
	assert_int_equal(found.attestationCertChainSize, 5120);
	assert_int_equal(found.certChain[0], 0x11);
	assert_int_equal(found.certChain[4095], 0x22);
	assert_int_equal(found.attestationCertChain[0], 0x33);
	assert_int_equal(found.attestationCertChain[5119], 0x44);
	/* Sizes beyond the room. */
	board_patch(&board, CERTIFICATE, 4100, 4, 4097);
	assert_int_equal(nvmlDeviceGetConfComputeGpuCertificate(board.gpu, &found),
			 NVML_ERROR_UNKNOWN);
	board_patch(&board, CERTIFICATE, 4100, 4, 1);
	board_patch(&board, CERTIFICATE, 9224, 4, 5121);
	assert_int_equal(nvmlDeviceGetConfComputeGpuCertificate(board.gpu, &found),
			 NVML_ERROR_UNKNOWN);
	assert_int_equal(nvmlDeviceGetConfComputeGpuCertificate(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	/* Without confidential computing there is none. */
	board_start(&board, "witness", NEWEST);
	assert_int_equal(nvmlDeviceGetConfComputeGpuCertificate(board.gpu, &found),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

/* nonce 4, report 36, its size 8228, CEC present 8232, CEC report 8233, its size 12332. */
static void attestation(void **state)
{
	static nvmlConfComputeGpuAttestationReport_t found;
	struct board board;

	(void)state;
	board_start(&board, "sealed", NEWEST);
	memset(&found, 0, sizeof(found));
	for (unsigned i = 0; i < 32; i++)
		found.nonce[i] = (unsigned char)(0xc0 + i);
	assert_int_equal(nvmlDeviceGetConfComputeGpuAttestationReport(board.gpu, &found),
			 NVML_SUCCESS);
	assert_memory_equal(found.attestationReport, found.nonce, 32);
	assert_int_equal(found.isCecAttestationReportPresent, 0);
	assert_int_equal(found.cecAttestationReportSize, 0);
	board_patch(&board, ATTESTATION, 36, 1, 0x11);
	board_patch(&board, ATTESTATION, 36 + 8191, 1, 0x22);
	board_patch(&board, ATTESTATION, 8228, 4, 8192);
	board_patch(&board, ATTESTATION, 8232, 1, 1);
	board_patch(&board, ATTESTATION, 8233, 1, 0x33);
	board_patch(&board, ATTESTATION, 8233 + 4095, 1, 0x44);
	board_patch(&board, ATTESTATION, 12332, 4, 4096);
	assert_int_equal(nvmlDeviceGetConfComputeGpuAttestationReport(board.gpu, &found),
			 NVML_SUCCESS);
	assert_int_equal(found.attestationReportSize, 8192);
	assert_int_equal(found.isCecAttestationReportPresent, 1);
	assert_int_equal(found.cecAttestationReportSize, 4096);
	assert_int_equal(found.attestationReport[0], 0x11);
	assert_int_equal(found.attestationReport[8191], 0x22);
	assert_int_equal(found.cecAttestationReport[0], 0x33);
	assert_int_equal(found.cecAttestationReport[4095], 0x44);
	board_patch(&board, ATTESTATION, 12332, 4, 4097);
	assert_int_equal(nvmlDeviceGetConfComputeGpuAttestationReport(board.gpu, &found),
			 NVML_ERROR_UNKNOWN);
	board_patch(&board, ATTESTATION, 12332, 4, 1);
	board_patch(&board, ATTESTATION, 8228, 4, 8193);
	assert_int_equal(nvmlDeviceGetConfComputeGpuAttestationReport(board.gpu, &found),
			 NVML_ERROR_UNKNOWN);
	assert_int_equal(found.cecAttestationReportSize, 4096);
	assert_int_equal(nvmlDeviceGetConfComputeGpuAttestationReport(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
	board_start(&board, "witness", NEWEST);
	assert_int_equal(nvmlDeviceGetConfComputeGpuAttestationReport(board.gpu, &found),
			 NVML_ERROR_NOT_SUPPORTED);
	board_stop(&board);
}

static nvmlReturn_t encryption(nvmlDevice_t gpu, unsigned *ret_now, unsigned *ret_next)
{
	nvmlDramEncryptionInfo_t now = {nvmlDramEncryptionInfo_v1, 77};
	nvmlDramEncryptionInfo_t next = {nvmlDramEncryptionInfo_v1, 77};
	nvmlReturn_t result = nvmlDeviceGetDramEncryptionMode(gpu, &now, &next);

	*ret_now = now.encryptionState;
	*ret_next = next.encryptionState;
	return result;
}

/*
 * The state has number 0x20801359 in 570 and 0x20801358 from 575 on. In 570 0x20801358
 * means whether the InfoROM knows encryption: same size, another meaning.
 */
static void memory_encryption(void **state)
{
	struct board board;
	unsigned now, next;

	(void)state;
	for (size_t i = 0; i < BRANCHES; i++) {
		unsigned branch = branch_of(branches[i]);
		bool has = branch >= 570;
		uint32_t right = branch == 570 ? 0x20801359 : 0x20801358;
		nvmlDramEncryptionInfo_t off = {nvmlDramEncryptionInfo_v1, 0};
		board_start(&board, "sealed", branches[i]);
		/* A reply to any of the three other numbers would turn the answer round. */
		for (uint32_t number = 0x20801356; number <= 0x2080135a; number++)
			board_patch(&board, number, 0, 4, number == right);
		board_patch(&board, ENCRYPTION_PENDING, 0, 4, 0);
		assert_int_equal(encryption(board.gpu, &now, &next),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		assert_int_equal(now, has ? 1 : 77);
		assert_int_equal(next, has ? 0 : 77);
		board_unpatch(&board);
		assert_int_equal(nvmlDeviceSetDramEncryptionMode(board.gpu, &off),
				 has ? NVML_ERROR_NO_PERMISSION : NVML_ERROR_NOT_SUPPORTED);
		sim_port_set_admin(board.inner, true);
		assert_int_equal(nvmlDeviceSetDramEncryptionMode(board.gpu, &off),
				 has ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED);
		if (has) {
			assert_int_equal(board.last_cmd, SET_ENCRYPTION);
			/* In force from the next reset on. */
			assert_int_equal(encryption(board.gpu, &now, &next), NVML_SUCCESS);
			assert_int_equal(now, 1);
			assert_int_equal(next, 0);
			off.encryptionState = 1;
			assert_int_equal(nvmlDeviceSetDramEncryptionMode(board.gpu, &off),
					 NVML_SUCCESS);
			assert_int_equal(encryption(board.gpu, &now, &next), NVML_SUCCESS);
			assert_int_equal(next, 1);
		}
		board_stop(&board);
	}
}

static void memory_encryption_refuses(void **state)
{
	struct board board;
	nvmlDramEncryptionInfo_t mode = {nvmlDramEncryptionInfo_v1, 2}, old = {1, 77};
	unsigned now, next;

	(void)state;
	board_start(&board, "sealed", NEWEST);
	sim_port_set_admin(board.inner, true);
	assert_int_equal(encryption(board_gpu(1), &now, &next), NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetDramEncryptionMode(board.gpu, &mode),
			 NVML_ERROR_INVALID_ARGUMENT);
	mode.encryptionState = 1;
	assert_int_equal(nvmlDeviceSetDramEncryptionMode(board_gpu(1), &mode),
			 NVML_ERROR_NOT_SUPPORTED);
	assert_int_equal(nvmlDeviceSetDramEncryptionMode(board.gpu, &old),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceSetDramEncryptionMode(board.gpu, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	assert_int_equal(nvmlDeviceGetDramEncryptionMode(board.gpu, &mode, &old),
			 NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
	assert_int_equal(nvmlDeviceGetDramEncryptionMode(board.gpu, &mode, NULL),
			 NVML_ERROR_INVALID_ARGUMENT);
	board_stop(&board);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(state_of_the_system),
	    cmocka_unit_test(words_of_the_state),
	    cmocka_unit_test(readiness),
	    cmocka_unit_test(key_rotation),
	    cmocka_unit_test(key_rotation_refuses),
	    cmocka_unit_test(memory_sizes),
	    cmocka_unit_test(unprotected_size_is_sent),
	    cmocka_unit_test(certificates),
	    cmocka_unit_test(attestation),
	    cmocka_unit_test(memory_encryption),
	    cmocka_unit_test(memory_encryption_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
