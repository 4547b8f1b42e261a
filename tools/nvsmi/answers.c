/* SPDX-License-Identifier: MIT */
/* The NVML calls that answer several values at once, or in a shape of their own. */

#include "answers.h"

#include <stdio.h>
#include <string.h>

void ask_pci(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPciInfo_t *) =
	    library_symbol("nvmlDeviceGetPciInfo_v3");
	nvmlPciInfo_t pci = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &pci) : NVML_ERROR_FUNCTION_NOT_FOUND;
	text_tame(pci.busId, sizeof(pci.busId));
	gpu_set_text(gpu, VALUE_BUS_ID, status, pci.busId);
	gpu_set_number(gpu, VALUE_PCI_DOMAIN, status, pci.domain);
	gpu_set_number(gpu, VALUE_PCI_BUS, status, pci.bus);
	gpu_set_number(gpu, VALUE_PCI_DEVICE, status, pci.device);
	gpu_set_number(gpu, VALUE_PCI_ID, status, pci.pciDeviceId);
	gpu_set_number(gpu, VALUE_PCI_SUBSYSTEM, status, pci.pciSubSystemId);
}

void ask_pci_class(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPciInfoExt_t *) =
	    library_symbol("nvmlDeviceGetPciInfoExt");
	nvmlPciInfoExt_t pci = {.version = nvmlPciInfoExt_v1};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &pci) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_PCI_BASE_CLASS, status, pci.baseClass);
	gpu_set_number(gpu, VALUE_PCI_SUB_CLASS, status, pci.subClass);
}

void ask_capability(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, int *, int *) =
	    library_symbol("nvmlDeviceGetCudaComputeCapability");
	nvmlReturn_t status;
	int major = 0;
	int minor = 0;

	status =
	    function ? function(gpu_device(gpu), &major, &minor) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_COMPUTE_CAPABILITY, status,
		       (int64_t)major * 256 + (minor & 0xff));
}

static nvmlReturn_t ask_memory_v1(struct gpu *gpu, nvmlMemory_v2_t *ret_memory)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlMemory_t *) =
	    library_symbol("nvmlDeviceGetMemoryInfo");
	nvmlMemory_t memory = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &memory) : NVML_ERROR_FUNCTION_NOT_FOUND;
	ret_memory->total = memory.total;
	ret_memory->used = memory.used;
	ret_memory->free = memory.free;
	return status;
}

void ask_memory(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlMemory_v2_t *) =
	    library_symbol("nvmlDeviceGetMemoryInfo_v2");
	nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	nvmlReturn_t reserved;

	if (function)
		status = function(gpu_device(gpu), &memory);
	reserved = status;
	if (status == NVML_ERROR_FUNCTION_NOT_FOUND)
		status = ask_memory_v1(gpu, &memory);
	gpu_set_number(gpu, VALUE_MEMORY_TOTAL, status, (int64_t)memory.total);
	gpu_set_number(gpu, VALUE_MEMORY_USED, status, (int64_t)memory.used);
	gpu_set_number(gpu, VALUE_MEMORY_FREE, status, (int64_t)memory.free);
	gpu_set_number(gpu, VALUE_MEMORY_RESERVED, reserved, (int64_t)memory.reserved);
}

void ask_bar1(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlBAR1Memory_t *) =
	    library_symbol("nvmlDeviceGetBAR1MemoryInfo");
	nvmlBAR1Memory_t bar1 = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &bar1) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_BAR1_TOTAL, status, (int64_t)bar1.bar1Total);
	gpu_set_number(gpu, VALUE_BAR1_USED, status, (int64_t)bar1.bar1Used);
	gpu_set_number(gpu, VALUE_BAR1_FREE, status, (int64_t)bar1.bar1Free);
}

void ask_protected(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlMemory_t *) =
	    library_symbol("nvmlDeviceGetConfComputeProtectedMemoryUsage");
	nvmlMemory_t memory = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &memory) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_PROTECTED_TOTAL, status, (int64_t)memory.total);
	gpu_set_number(gpu, VALUE_PROTECTED_USED, status, (int64_t)memory.used);
	gpu_set_number(gpu, VALUE_PROTECTED_FREE, status, (int64_t)memory.free);
}

void ask_utilization(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlUtilization_t *) =
	    library_symbol("nvmlDeviceGetUtilizationRates");
	nvmlUtilization_t rates = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &rates) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_UTIL_GPU, status, rates.gpu);
	gpu_set_number(gpu, VALUE_UTIL_MEMORY, status, rates.memory);
}

void ask_encoder_stats(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *, unsigned int *, unsigned int *) =
	    library_symbol("nvmlDeviceGetEncoderStats");
	unsigned int sessions = 0;
	unsigned int fps = 0;
	unsigned int latency = 0;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &sessions, &fps, &latency);
	gpu_set_number(gpu, VALUE_ENCODER_SESSIONS, status, sessions);
	gpu_set_number(gpu, VALUE_ENCODER_FPS, status, fps);
	gpu_set_number(gpu, VALUE_ENCODER_LATENCY, status, latency);
}

void ask_fbc_stats(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlFBCStats_t *) =
	    library_symbol("nvmlDeviceGetFBCStats");
	nvmlFBCStats_t stats = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &stats) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_FBC_SESSIONS, status, stats.sessionsCount);
	gpu_set_number(gpu, VALUE_FBC_FPS, status, stats.averageFPS);
	gpu_set_number(gpu, VALUE_FBC_LATENCY, status, stats.averageLatency);
}

void ask_gsp_version(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, char *) =
	    library_symbol("nvmlDeviceGetGspFirmwareVersion");
	char text[NVML_GSP_FIRMWARE_VERSION_BUF_SIZE] = "";
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), text) : NVML_ERROR_FUNCTION_NOT_FOUND;
	text_tame(text, sizeof(text));
	gpu_set_text(gpu, VALUE_GSP_VERSION, status, text);
}

void ask_inforom_valid(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t) = library_symbol("nvmlDeviceValidateInforom");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu));
	if (status == NVML_ERROR_CORRUPTED_INFOROM)
		gpu_set_text(gpu, VALUE_INFOROM_VALID, NVML_SUCCESS, "invalid");
	else
		gpu_set_text(gpu, VALUE_INFOROM_VALID, status, "valid");
	gpu->values[VALUE_INFOROM_VALID].number = status == NVML_SUCCESS;
}

void ask_bbx(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned long long *, unsigned long *) =
	    library_symbol("nvmlDeviceGetLastBBXFlushTime");
	unsigned long long time_us = 0;
	unsigned long duration_us = 0;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &time_us, &duration_us);
	gpu_set_number(gpu, VALUE_BBX_TIME, status, (int64_t)time_us);
	gpu_set_number(gpu, VALUE_BBX_DURATION, status, (int64_t)duration_us);
}

void ask_platform(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPlatformInfo_t *) =
	    library_symbol("nvmlDeviceGetPlatformInfo");
	nvmlPlatformInfo_t info = {.version = nvmlPlatformInfo_v2};
	char chassis[sizeof(info.chassisSerialNumber) + 1] = "";
	nvmlReturn_t status;
	uint64_t guid = 0;

	status = function ? function(gpu_device(gpu), &info) : NVML_ERROR_FUNCTION_NOT_FOUND;
	memcpy(chassis, info.chassisSerialNumber, sizeof(info.chassisSerialNumber));
	for (size_t i = 0; i < sizeof(guid); i++)
		guid = guid << 8 | info.ibGuid[i];
	gpu_set_text(gpu, VALUE_PLATFORM_CHASSIS, status, chassis);
	gpu_set_number(gpu, VALUE_PLATFORM_SLOT, status, info.slotNumber);
	gpu_set_number(gpu, VALUE_PLATFORM_TRAY, status, info.trayIndex);
	gpu_set_number(gpu, VALUE_PLATFORM_HOST, status, info.hostId);
	gpu_set_number(gpu, VALUE_PLATFORM_PEER, status, info.peerType);
	gpu_set_number(gpu, VALUE_PLATFORM_MODULE, status, info.moduleId);
	gpu_set_number(gpu, VALUE_PLATFORM_GUID, status, (int64_t)guid);
}

void ask_reasons(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned long long *) =
	    library_symbol("nvmlDeviceGetCurrentClocksEventReasons");
	unsigned long long reasons = 0;
	nvmlReturn_t status;

	if (!function)
		function = library_symbol("nvmlDeviceGetCurrentClocksThrottleReasons");
	status = function ? function(gpu_device(gpu), &reasons) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_REASONS, status, (int64_t)reasons);
	for (int bit = 0; bit <= VALUE_REASON_DISPLAY - VALUE_REASON_IDLE; bit++)
		gpu_set_number(gpu, VALUE_REASON_IDLE + bit, status, reasons >> bit & 1);
}

void ask_sram(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlEccSramErrorStatus_t *) =
	    library_symbol("nvmlDeviceGetSramEccErrorStatus");
	nvmlEccSramErrorStatus_t sram = {.version = nvmlEccSramErrorStatus_v1};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &sram) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_SRAM_VOLATILE_PARITY, status, (int64_t)sram.volatileUncParity);
	gpu_set_number(gpu, VALUE_SRAM_VOLATILE_SECDED, status, (int64_t)sram.volatileUncSecDed);
	gpu_set_number(gpu, VALUE_SRAM_AGGREGATE_PARITY, status, (int64_t)sram.aggregateUncParity);
	gpu_set_number(gpu, VALUE_SRAM_AGGREGATE_SECDED, status, (int64_t)sram.aggregateUncSecDed);
	gpu_set_number(gpu, VALUE_SRAM_THRESHOLD, status, sram.bThresholdExceeded);
	gpu_set_number(gpu, VALUE_SRAM_L2, status, (int64_t)sram.aggregateUncBucketL2);
	gpu_set_number(gpu, VALUE_SRAM_SM, status, (int64_t)sram.aggregateUncBucketSm);
	gpu_set_number(gpu, VALUE_SRAM_MCU, status, (int64_t)sram.aggregateUncBucketMcu);
	gpu_set_number(gpu, VALUE_SRAM_PCIE, status, (int64_t)sram.aggregateUncBucketPcie);
	gpu_set_number(gpu, VALUE_SRAM_OTHER, status, (int64_t)sram.aggregateUncBucketOther);
}

void ask_repair(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlRepairStatus_t *) =
	    library_symbol("nvmlDeviceGetRepairStatus");
	nvmlRepairStatus_t repair = {.version = nvmlRepairStatus_v1};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &repair) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_REPAIR_CHANNEL, status, repair.bChannelRepairPending);
	gpu_set_number(gpu, VALUE_REPAIR_TPC, status, repair.bTpcRepairPending);
}

static void ask_retired(struct gpu *gpu, enum value_id id, nvmlPageRetirementCause_t cause)
{
	unsigned int count = 0;
	nvmlReturn_t status = list_retired_pages(gpu, cause, NULL, &count);

	if (status == NVML_ERROR_INSUFFICIENT_SIZE)
		status = NVML_SUCCESS;
	gpu_set_number(gpu, id, status, count);
}

void ask_retired_sbe(struct gpu *gpu)
{
	ask_retired(gpu, VALUE_RETIRED_SBE,
		    NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS);
}

void ask_retired_dbe(struct gpu *gpu)
{
	ask_retired(gpu, VALUE_RETIRED_DBE, NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR);
}

void ask_remapped(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *, unsigned int *, unsigned int *,
				 unsigned int *) = library_symbol("nvmlDeviceGetRemappedRows");
	unsigned int rows[4] = {0};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &rows[0], &rows[1], &rows[2], &rows[3]);
	for (int i = 0; i < 4; i++)
		gpu_set_number(gpu, VALUE_REMAPPED_CORRECTABLE + i, status, rows[i]);
}

void ask_histogram(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlRowRemapperHistogramValues_t *) =
	    library_symbol("nvmlDeviceGetRowRemapperHistogram");
	nvmlRowRemapperHistogramValues_t rows = {0};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &rows) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_HISTOGRAM_MAX, status, rows.max);
	gpu_set_number(gpu, VALUE_HISTOGRAM_HIGH, status, rows.high);
	gpu_set_number(gpu, VALUE_HISTOGRAM_PARTIAL, status, rows.partial);
	gpu_set_number(gpu, VALUE_HISTOGRAM_LOW, status, rows.low);
	gpu_set_number(gpu, VALUE_HISTOGRAM_NONE, status, rows.none);
}

static const char *name_at(const char *const *names, size_t count, unsigned int number)
{
	return number < count ? names[number] : NULL;
}

#define NAME_AT(names, number) name_at(names, COUNT_OF(names), number)

/* Text, or a missing value. */
static void set_name(struct gpu *gpu, enum value_id id, nvmlReturn_t status, const char *name)
{
	if (status == NVML_SUCCESS && !name)
		status = NVML_ERROR_NOT_SUPPORTED;
	gpu_set_text(gpu, id, status, name);
}

/* The word of a number, with the number beside it. */
static void set_word(struct gpu *gpu, enum value_id id, nvmlReturn_t status, const char *name,
		     unsigned int number)
{
	set_name(gpu, id, status, name);
	gpu->values[id].number = number;
}

/* What NVML counts from 1: true, false. */
static void set_truth(struct gpu *gpu, enum value_id id, nvmlReturn_t status, unsigned int number)
{
	static const char *const truths[] = {NULL, "True", "False"};

	set_word(gpu, id, status, NAME_AT(truths, number), number == 1);
}

static void set_fabric_health(struct gpu *gpu, nvmlReturn_t status,
			      const nvmlGpuFabricInfo_v3_t *info)
{
	/* Number 0 is "not supported" in all of them. */
	static const char *const summaries[] = {NULL, "Healthy", "Unhealthy", "Limited Capacity"};
	static const char *const bandwidths[] = {NULL, "Degraded", "Full"};
	static const char *const configurations[] = {
	    NULL,
	    "None",
	    "Incorrect SystemGUID",
	    "Incorrect Chassis Serial Number",
	    "No Partition",
	    "Insufficient Nvlinks",
	    "Incompatible GPU Firmware",
	    "Invalid Location",
	    "GPU State Invalid",
	};
	unsigned int mask = info->healthMask;
	unsigned int bandwidth = NVML_GPU_FABRIC_HEALTH_GET(mask, _DEGRADED_BW);
	unsigned int wrong = NVML_GPU_FABRIC_HEALTH_GET(mask, _INCORRECT_CONFIGURATION);

	set_word(gpu, VALUE_FABRIC_SUMMARY, status, NAME_AT(summaries, info->healthSummary),
		 info->healthSummary);
	set_word(gpu, VALUE_FABRIC_BANDWIDTH, status, NAME_AT(bandwidths, bandwidth), bandwidth);
	set_truth(gpu, VALUE_FABRIC_RECOVERY, status,
		  NVML_GPU_FABRIC_HEALTH_GET(mask, _ROUTE_RECOVERY));
	set_truth(gpu, VALUE_FABRIC_UNHEALTHY, status,
		  NVML_GPU_FABRIC_HEALTH_GET(mask, _ROUTE_UNHEALTHY));
	set_truth(gpu, VALUE_FABRIC_TIMEOUT, status,
		  NVML_GPU_FABRIC_HEALTH_GET(mask, _ACCESS_TIMEOUT_RECOVERY));
	set_word(gpu, VALUE_FABRIC_CONFIGURATION, status, NAME_AT(configurations, wrong), wrong);
	set_truth(gpu, VALUE_FABRIC_PARTITION, status,
		  NVML_GPU_FABRIC_HEALTH_GET(mask, _PARTITION_ASSIGNED));
}

/* The third version has the summary; libraries before 575 know the second. */
static nvmlReturn_t call_fabric(struct gpu *gpu, nvmlGpuFabricInfo_v3_t *ret_info)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlGpuFabricInfo_v3_t *) =
	    library_symbol("nvmlDeviceGetGpuFabricInfoV");
	nvmlReturn_t status;

	if (!function)
		return NVML_ERROR_FUNCTION_NOT_FOUND;
	ret_info->version = nvmlGpuFabricInfo_v3;
	status = function(gpu_device(gpu), ret_info);
	if (status != NVML_ERROR_ARGUMENT_VERSION_MISMATCH && status != NVML_ERROR_INVALID_ARGUMENT)
		return status;
	*ret_info = (nvmlGpuFabricInfo_v3_t){.version = nvmlGpuFabricInfo_v2};
	return function(gpu_device(gpu), ret_info);
}

void ask_fabric(struct gpu *gpu)
{
	nvmlGpuFabricInfo_v3_t info = {0};
	nvmlReturn_t status = call_fabric(gpu, &info);
	const unsigned char *u = info.clusterUuid;
	char uuid[40];

	/* A GPU without a fabric answers with success and this state. */
	if (status == NVML_SUCCESS && info.state == NVML_GPU_FABRIC_STATE_NOT_SUPPORTED)
		status = NVML_ERROR_NOT_SUPPORTED;
	snprintf(uuid, sizeof(uuid),
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", u[0], u[1],
		 u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14],
		 u[15]);
	gpu_set_number(gpu, VALUE_FABRIC_STATE, status, info.state);
	gpu_set_number(gpu, VALUE_FABRIC_STATUS, status, info.status);
	gpu_set_number(gpu, VALUE_FABRIC_CLIQUE, status, info.cliqueId);
	gpu_set_text(gpu, VALUE_FABRIC_CLUSTER, status, uuid);
	set_fabric_health(gpu, status, &info);
}

nvmlReturn_t gpu_hostname(struct gpu *gpu, char ret_name[NVML_DEVICE_HOSTNAME_BUFFER_SIZE])
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlHostname_v1_t *) =
	    library_symbol("nvmlDeviceGetHostname_v1");
	nvmlHostname_v1_t name = {""};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &name) : NVML_ERROR_FUNCTION_NOT_FOUND;
	text_tame(name.value, sizeof(name.value));
	memcpy(ret_name, name.value, sizeof(name.value));
	return status;
}

void ask_hostname(struct gpu *gpu)
{
	char name[NVML_DEVICE_HOSTNAME_BUFFER_SIZE];
	nvmlReturn_t status = gpu_hostname(gpu, name);

	set_name(gpu, VALUE_HOSTNAME, status, *name ? name : NULL);
}

/* In the order of VALUE_SMOOTHING_ENABLED and so on. */
static const unsigned int smoothing_fields[] = {
    NVML_FI_PWR_SMOOTHING_ENABLED,
    NVML_FI_PWR_SMOOTHING_PRIV_LVL,
    NVML_FI_PWR_SMOOTHING_IMM_RAMP_DOWN_ENABLED,
    NVML_FI_PWR_SMOOTHING_APPLIED_TMP_CEIL,
    NVML_FI_PWR_SMOOTHING_APPLIED_TMP_FLOOR,
    NVML_FI_PWR_SMOOTHING_MAX_PERCENT_TMP_FLOOR_SETTING,
    NVML_FI_PWR_SMOOTHING_MIN_PERCENT_TMP_FLOOR_SETTING,
    NVML_FI_PWR_SMOOTHING_HW_CIRCUITRY_PERCENT_LIFETIME_REMAINING,
    NVML_FI_PWR_SMOOTHING_MAX_NUM_PRESET_PROFILES,
    NVML_FI_PWR_SMOOTHING_ACTIVE_PRESET_PROFILE,
    NVML_FI_PWR_SMOOTHING_PRIMARY_POWER_FLOOR,
    NVML_FI_PWR_SMOOTHING_SECONDARY_POWER_FLOOR,
    NVML_FI_PWR_SMOOTHING_MIN_PRIMARY_FLOOR_ACT_OFFSET,
    NVML_FI_PWR_SMOOTHING_MIN_PRIMARY_FLOOR_ACT_POINT,
    NVML_FI_PWR_SMOOTHING_WINDOW_MULTIPLIER,
    NVML_FI_PWR_SMOOTHING_DELAYED_PWR_SMOOTHING_SUPPORTED,
    NVML_FI_PWR_SMOOTHING_SOC_POWER_SMOOTHING_ENABLED,
    NVML_FI_PWR_SMOOTHING_PROFILE_PERCENT_TMP_FLOOR,
    NVML_FI_PWR_SMOOTHING_PROFILE_RAMP_UP_RATE,
    NVML_FI_PWR_SMOOTHING_PROFILE_RAMP_DOWN_RATE,
    NVML_FI_PWR_SMOOTHING_PROFILE_RAMP_DOWN_HYST_VAL,
    NVML_FI_PWR_SMOOTHING_PROFILE_SECONDARY_POWER_FLOOR,
    NVML_FI_PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_ACT_WIN_MULT,
    NVML_FI_PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_TAR_WIN_MULT,
    NVML_FI_PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_ACT_OFFSET,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_PERCENT_TMP_FLOOR,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_UP_RATE,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_RATE,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_HYST_VAL,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_SECONDARY_POWER_FLOOR,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_PRIMARY_FLOOR_ACT_WIN_MULT,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_PRIMARY_FLOOR_TAR_WIN_MULT,
    NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_PRIMARY_FLOOR_ACT_OFFSET,
};
#define SMOOTHING_COUNT COUNT_OF(smoothing_fields)
_Static_assert(SMOOTHING_COUNT == VALUE_SMOOTHING_END - VALUE_SMOOTHING_ENABLED + 1,
	       "one field for each value");

/* count of them, from first on, of a preset profile. */
static void ask_smoothing_fields(struct gpu *gpu, size_t first, size_t count, unsigned int profile)
{
	nvmlFieldValue_t fields[SMOOTHING_COUNT];

	memset(fields, 0, sizeof(fields));
	for (size_t i = 0; i < count; i++) {
		fields[i].fieldId = smoothing_fields[first + i];
		if (first + i < VALUE_SMOOTHING_OVERRIDE - VALUE_SMOOTHING_ENABLED)
			fields[i].scopeId = profile;
	}
	gpu_fields(gpu, fields, count);
	for (size_t i = 0; i < count; i++) {
		enum value_id id = VALUE_SMOOTHING_ENABLED + (enum value_id)(first + i);
		nvmlReturn_t own = fields[i].nvmlReturn;
		int64_t number = own == NVML_SUCCESS ? field_number(&fields[i]) : 0;

		if (id >= VALUE_SMOOTHING_OVERRIDE &&
		    number == NVML_POWER_SMOOTHING_ADMIN_OVERRIDE_NOT_SET)
			own = NVML_ERROR_NOT_FOUND;
		gpu_set_number(gpu, id, own, number);
	}
}

void ask_smoothing(struct gpu *gpu)
{
	size_t common = VALUE_SMOOTHING_PROFILE - VALUE_SMOOTHING_ENABLED;

	ask_smoothing_fields(gpu, 0, common, 0);
	ask_smoothing_fields(gpu, common, SMOOTHING_COUNT - common,
			     (unsigned int)gpu_number(gpu, VALUE_SMOOTHING_ACTIVE, 0));
}

static void ask_versioned(struct gpu *gpu, enum value_id id, const char *symbol,
			  unsigned int version)
{
	struct {
		unsigned int version;
		int value;
	} answer = {.version = version};
	nvmlReturn_t (*function)(nvmlDevice_t, void *) = library_symbol(symbol);
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &answer) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, id, status, answer.value);
}

void ask_margin(struct gpu *gpu)
{
	ask_versioned(gpu, VALUE_TEMPERATURE_MARGIN, "nvmlDeviceGetMarginTemperature",
		      nvmlMarginTemperature_v1);
}

void ask_addressing(struct gpu *gpu)
{
	ask_versioned(gpu, VALUE_ADDRESSING, "nvmlDeviceGetAddressingMode",
		      nvmlDeviceAddressingMode_v1);
}

void ask_egm(struct gpu *gpu)
{
	ask_versioned(gpu, VALUE_EGM, "nvmlDeviceGetCapabilities", nvmlDeviceCapabilities_v1);
	gpu->values[VALUE_EGM].number &= NVML_DEV_CAP_EGM;
}

void ask_heterogeneous(struct gpu *gpu)
{
	ask_versioned(gpu, VALUE_HETEROGENEOUS, "nvmlDeviceGetVgpuHeterogeneousMode",
		      nvmlVgpuHeterogeneousMode_v1);
}

/* A vGPU has one feature; of several, the licensed one counts. */
void ask_licence(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlGridLicensableFeatures_t *) =
	    library_symbol("nvmlDeviceGetGridLicensableFeatures_v4");
	nvmlGridLicensableFeatures_t features;
	const nvmlGridLicensableFeature_t *feature = &features.gridLicensableFeatures[0];
	char product[sizeof(feature->productName) + 1];
	nvmlReturn_t status;
	char text[96] = "Unlicensed";

	memset(&features, 0, sizeof(features));
	status = function ? function(gpu_device(gpu), &features) : NVML_ERROR_FUNCTION_NOT_FOUND;
	if (status == NVML_SUCCESS &&
	    (!features.isGridLicenseSupported || !features.licensableFeaturesCount))
		status = NVML_ERROR_NOT_SUPPORTED;
	for (unsigned int i = 1;
	     i < features.licensableFeaturesCount && i < NVML_GRID_LICENSE_FEATURE_MAX_COUNT; i++) {
		if (!feature->featureState)
			feature = &features.gridLicensableFeatures[i];
	}
	if (feature->featureState)
		text_licensed(text, sizeof(text), &feature->licenseExpiry);
	snprintf(product, sizeof(product), "%.*s", (int)sizeof(feature->productName),
		 feature->productName);
	gpu_set_text(gpu, VALUE_LICENCE_PRODUCT, status, product);
	gpu_set_text(gpu, VALUE_LICENCE_STATUS, status, text);
}

void ask_dram_encryption(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlDramEncryptionInfo_t *,
				 nvmlDramEncryptionInfo_t *) =
	    library_symbol("nvmlDeviceGetDramEncryptionMode");
	nvmlDramEncryptionInfo_t current = {.version = nvmlDramEncryptionInfo_v1};
	nvmlDramEncryptionInfo_t pending = {.version = nvmlDramEncryptionInfo_v1};
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	if (function)
		status = function(gpu_device(gpu), &current, &pending);
	gpu_set_number(gpu, VALUE_DRAM_ENCRYPTION, status, current.encryptionState);
	gpu_set_number(gpu, VALUE_DRAM_ENCRYPTION_PENDING, status, pending.encryptionState);
}

void ask_pdi(struct gpu *gpu)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlPdi_t *) = library_symbol("nvmlDeviceGetPdi");
	nvmlPdi_t pdi = {.version = nvmlPdi_v1};
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &pdi) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, VALUE_PDI, status, (int64_t)pdi.value);
}
