/* SPDX-License-Identifier: MIT */
/* Which NVML call gives which value. Most calls have one of few shapes, and are data. */

#include "answers.h"
#include "trouble.h"

enum shape {
	SHAPE_NONE,
	SHAPE_UINT,      /* (device, unsigned *) */
	SHAPE_ULONGLONG, /* (device, unsigned long long *) */
	SHAPE_PAIR,      /* (device, unsigned *, unsigned *): this value and the next */
	SHAPE_FIRST,     /* as pair, the second number is of no interest */
	SHAPE_BY_ENUM,   /* (device, argument, unsigned *) */
	SHAPE_TEXT,      /* (device, char *, unsigned) */
	SHAPE_TEXT_ENUM, /* (device, argument, char *, unsigned) */
	SHAPE_FIELD,     /* field value argument; scope in the upper half */
	SHAPE_CUSTOM,
};

struct source {
	enum shape shape;
	const char *symbol;
	unsigned int argument;
	void (*custom)(struct gpu *gpu);
	enum value_id base; /* the first value of a pair */
};

#define FIELD_SCOPE(id, scope) ((id) | (scope) << 16)

static const struct source sources[VALUE_COUNT] = {
    [VALUE_NAME] = {SHAPE_TEXT, "nvmlDeviceGetName"},
    [VALUE_BRAND] = {SHAPE_UINT, "nvmlDeviceGetBrand"},
    [VALUE_ARCHITECTURE] = {SHAPE_UINT, "nvmlDeviceGetArchitecture"},
    [VALUE_COMPUTE_CAPABILITY] = {SHAPE_CUSTOM, .custom = ask_capability},
    [VALUE_INDEX] = {SHAPE_UINT, "nvmlDeviceGetIndex"},
    [VALUE_SERIAL] = {SHAPE_TEXT, "nvmlDeviceGetSerial"},
    [VALUE_UUID] = {SHAPE_TEXT, "nvmlDeviceGetUUID"},
    [VALUE_PDI] = {SHAPE_CUSTOM, .custom = ask_pdi},
    [VALUE_MINOR] = {SHAPE_UINT, "nvmlDeviceGetMinorNumber"},
    [VALUE_VBIOS] = {SHAPE_TEXT, "nvmlDeviceGetVbiosVersion"},
    [VALUE_MULTI_GPU] = {SHAPE_UINT, "nvmlDeviceGetMultiGpuBoard"},
    [VALUE_BOARD_ID] = {SHAPE_UINT, "nvmlDeviceGetBoardId"},
    [VALUE_BOARD_PART] = {SHAPE_TEXT, "nvmlDeviceGetBoardPartNumber"},
    [VALUE_MODULE_ID] = {SHAPE_UINT, "nvmlDeviceGetModuleId"},
    [VALUE_DISPLAY_MODE] = {SHAPE_UINT, "nvmlDeviceGetDisplayMode"},
    [VALUE_DISPLAY_ACTIVE] = {SHAPE_UINT, "nvmlDeviceGetDisplayActive"},
    [VALUE_PERSISTENCE] = {SHAPE_UINT, "nvmlDeviceGetPersistenceMode"},
    [VALUE_ADDRESSING] = {SHAPE_CUSTOM, .custom = ask_addressing},
    [VALUE_MIG_CURRENT] = {SHAPE_PAIR, "nvmlDeviceGetMigMode", .base = VALUE_MIG_CURRENT},
    [VALUE_MIG_PENDING] = {SHAPE_PAIR, "nvmlDeviceGetMigMode", .base = VALUE_MIG_CURRENT},
    [VALUE_ACCOUNTING] = {SHAPE_UINT, "nvmlDeviceGetAccountingMode"},
    [VALUE_ACCOUNTING_SIZE] = {SHAPE_UINT, "nvmlDeviceGetAccountingBufferSize"},
    [VALUE_INFOROM_IMAGE] = {SHAPE_TEXT, "nvmlDeviceGetInforomImageVersion"},
    [VALUE_INFOROM_OEM] = {SHAPE_TEXT_ENUM, "nvmlDeviceGetInforomVersion", NVML_INFOROM_OEM},
    [VALUE_INFOROM_ECC] = {SHAPE_TEXT_ENUM, "nvmlDeviceGetInforomVersion", NVML_INFOROM_ECC},
    [VALUE_INFOROM_POWER] = {SHAPE_TEXT_ENUM, "nvmlDeviceGetInforomVersion", NVML_INFOROM_POWER},
    [VALUE_INFOROM_VALID] = {SHAPE_CUSTOM, .custom = ask_inforom_valid},
    [VALUE_BBX_TIME] = {SHAPE_CUSTOM, .custom = ask_bbx},
    [VALUE_BBX_DURATION] = {SHAPE_CUSTOM, .custom = ask_bbx},
    [VALUE_BBX_RUN] = {SHAPE_UINT, "nvmlDeviceGetBBXTimeData_v1"},
    [VALUE_OPERATION_CURRENT] = {SHAPE_PAIR, "nvmlDeviceGetGpuOperationMode",
				 .base = VALUE_OPERATION_CURRENT},
    [VALUE_OPERATION_PENDING] = {SHAPE_PAIR, "nvmlDeviceGetGpuOperationMode",
				 .base = VALUE_OPERATION_CURRENT},
    [VALUE_C2C] = {SHAPE_UINT, "nvmlDeviceGetC2cModeInfoV"},
    [VALUE_VIRTUALIZATION] = {SHAPE_UINT, "nvmlDeviceGetVirtualizationMode"},
    [VALUE_HOST_VGPU] = {SHAPE_UINT, "nvmlDeviceGetHostVgpuMode"},
    [VALUE_HETEROGENEOUS] = {SHAPE_CUSTOM, .custom = ask_heterogeneous},
    [VALUE_VGPU_FRACTIONAL] = {SHAPE_BY_ENUM, "nvmlDeviceGetVgpuCapabilities",
			       NVML_DEVICE_VGPU_CAP_FRACTIONAL_MULTI_VGPU},
    [VALUE_VGPU_MIXED_PROFILES] = {SHAPE_BY_ENUM, "nvmlDeviceGetVgpuCapabilities",
				   NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_PROFILES},
    [VALUE_VGPU_MIXED_SIZES] = {SHAPE_BY_ENUM, "nvmlDeviceGetVgpuCapabilities",
				NVML_DEVICE_VGPU_CAP_HETEROGENEOUS_TIMESLICE_SIZES},
    [VALUE_VGPU_HOMOGENEOUS] = {SHAPE_BY_ENUM, "nvmlDeviceGetVgpuCapabilities",
				NVML_DEVICE_VGPU_CAP_HOMOGENEOUS_PLACEMENTS},
    [VALUE_VGPU_MIG_SLICING] = {SHAPE_BY_ENUM, "nvmlDeviceGetVgpuCapabilities",
				NVML_DEVICE_VGPU_CAP_MIG_TIMESLICING_SUPPORTED},
    [VALUE_VGPU_MIG_SLICING_MODE] = {SHAPE_BY_ENUM, "nvmlDeviceGetVgpuCapabilities",
				     NVML_DEVICE_VGPU_CAP_MIG_TIMESLICING_ENABLED},
    [VALUE_LICENCE_PRODUCT] = {SHAPE_CUSTOM, .custom = ask_licence},
    [VALUE_LICENCE_STATUS] = {SHAPE_CUSTOM, .custom = ask_licence},
    [VALUE_RESET_REQUIRED] = {SHAPE_FIELD, .argument = NVML_FI_DEV_RESET_STATUS},
    [VALUE_DRAIN_RECOMMENDED] = {SHAPE_FIELD, .argument = NVML_FI_DEV_DRAIN_AND_RESET_STATUS},
    [VALUE_RECOVERY] = {SHAPE_FIELD, .argument = NVML_FI_DEV_GET_GPU_RECOVERY_ACTION},
    [VALUE_GSP_VERSION] = {SHAPE_CUSTOM, .custom = ask_gsp_version},
    [VALUE_GSP_MODE] = {SHAPE_PAIR, "nvmlDeviceGetGspFirmwareMode", .base = VALUE_GSP_MODE},
    [VALUE_GSP_DEFAULT] = {SHAPE_PAIR, "nvmlDeviceGetGspFirmwareMode", .base = VALUE_GSP_MODE},
    [VALUE_PLATFORM_CHASSIS] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_PLATFORM_SLOT] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_PLATFORM_TRAY] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_PLATFORM_HOST] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_PLATFORM_PEER] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_PLATFORM_MODULE] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_PLATFORM_GUID] = {SHAPE_CUSTOM, .custom = ask_platform},
    [VALUE_BUS_ID] = {SHAPE_CUSTOM, .custom = ask_pci},
    [VALUE_PCI_DOMAIN] = {SHAPE_CUSTOM, .custom = ask_pci},
    [VALUE_PCI_BUS] = {SHAPE_CUSTOM, .custom = ask_pci},
    [VALUE_PCI_DEVICE] = {SHAPE_CUSTOM, .custom = ask_pci},
    [VALUE_PCI_ID] = {SHAPE_CUSTOM, .custom = ask_pci},
    [VALUE_PCI_SUBSYSTEM] = {SHAPE_CUSTOM, .custom = ask_pci},
    [VALUE_PCI_BASE_CLASS] = {SHAPE_CUSTOM, .custom = ask_pci_class},
    [VALUE_PCI_SUB_CLASS] = {SHAPE_CUSTOM, .custom = ask_pci_class},
    [VALUE_LINK_GEN_MAX] = {SHAPE_UINT, "nvmlDeviceGetMaxPcieLinkGeneration"},
    [VALUE_LINK_GEN] = {SHAPE_UINT, "nvmlDeviceGetCurrPcieLinkGeneration"},
    [VALUE_LINK_GEN_GPU_MAX] = {SHAPE_UINT, "nvmlDeviceGetGpuMaxPcieLinkGeneration"},
    [VALUE_LINK_GEN_HOST_MAX] = {SHAPE_CUSTOM, .custom = ask_host_link},
    [VALUE_LINK_WIDTH_MAX] = {SHAPE_UINT, "nvmlDeviceGetMaxPcieLinkWidth"},
    [VALUE_LINK_WIDTH] = {SHAPE_UINT, "nvmlDeviceGetCurrPcieLinkWidth"},
    [VALUE_REPLAYS] = {SHAPE_UINT, "nvmlDeviceGetPcieReplayCounter"},
    [VALUE_ROLLOVERS] = {SHAPE_FIELD, .argument = NVML_FI_DEV_PCIE_REPLAY_ROLLOVER_COUNTER},
    [VALUE_PCIE_TX] = {SHAPE_BY_ENUM, "nvmlDeviceGetPcieThroughput", NVML_PCIE_UTIL_TX_BYTES},
    [VALUE_PCIE_RX] = {SHAPE_BY_ENUM, "nvmlDeviceGetPcieThroughput", NVML_PCIE_UTIL_RX_BYTES},
    [VALUE_ATOMICS_OUT] = {SHAPE_FIELD, .argument = NVML_FI_DEV_PCIE_OUTBOUND_ATOMICS_MASK},
    [VALUE_ATOMICS_IN] = {SHAPE_FIELD, .argument = NVML_FI_DEV_PCIE_INBOUND_ATOMICS_MASK},
    [VALUE_FAN] = {SHAPE_UINT, "nvmlDeviceGetFanSpeed"},
    [VALUE_PSTATE] = {SHAPE_UINT, "nvmlDeviceGetPerformanceState"},
    [VALUE_REASONS] = {SHAPE_CUSTOM, .custom = ask_reasons},
    [VALUE_REASONS_SUPPORTED] = {SHAPE_ULONGLONG, "nvmlDeviceGetSupportedClocksThrottleReasons"},
    [VALUE_REASON_IDLE... VALUE_REASON_DISPLAY] = {SHAPE_CUSTOM, .custom = ask_reasons},
    [VALUE_COUNTER_POWER_CAP] = {SHAPE_FIELD, .argument = NVML_FI_DEV_PERF_POLICY_POWER},
    [VALUE_COUNTER_SYNC] = {SHAPE_FIELD, .argument = NVML_FI_DEV_PERF_POLICY_SYNC_BOOST},
    [VALUE_COUNTER_SW_THERMAL] = {SHAPE_FIELD,
				  .argument = NVML_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN},
    [VALUE_COUNTER_HW_THERMAL] = {SHAPE_FIELD,
				  .argument = NVML_FI_DEV_CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN},
    [VALUE_COUNTER_HW_BRAKE] = {SHAPE_FIELD,
				.argument =
				    NVML_FI_DEV_CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN},
    [VALUE_MEMORY_TOTAL... VALUE_MEMORY_FREE] = {SHAPE_CUSTOM, .custom = ask_memory},
    [VALUE_BAR1_TOTAL... VALUE_BAR1_FREE] = {SHAPE_CUSTOM, .custom = ask_bar1},
    [VALUE_PROTECTED_TOTAL... VALUE_PROTECTED_FREE] = {SHAPE_CUSTOM, .custom = ask_protected},
    [VALUE_COMPUTE_MODE] = {SHAPE_UINT, "nvmlDeviceGetComputeMode"},
    [VALUE_UTIL_GPU] = {SHAPE_CUSTOM, .custom = ask_utilization},
    [VALUE_UTIL_MEMORY] = {SHAPE_CUSTOM, .custom = ask_utilization},
    [VALUE_UTIL_ENCODER] = {SHAPE_FIRST, "nvmlDeviceGetEncoderUtilization"},
    [VALUE_UTIL_DECODER] = {SHAPE_FIRST, "nvmlDeviceGetDecoderUtilization"},
    [VALUE_UTIL_JPEG] = {SHAPE_FIRST, "nvmlDeviceGetJpgUtilization"},
    [VALUE_UTIL_OFA] = {SHAPE_FIRST, "nvmlDeviceGetOfaUtilization"},
    [VALUE_ENCODER_SESSIONS... VALUE_ENCODER_LATENCY] = {SHAPE_CUSTOM, .custom = ask_encoder_stats},
    [VALUE_FBC_SESSIONS... VALUE_FBC_LATENCY] = {SHAPE_CUSTOM, .custom = ask_fbc_stats},
    [VALUE_DRAM_ENCRYPTION] = {SHAPE_CUSTOM, .custom = ask_dram_encryption},
    [VALUE_DRAM_ENCRYPTION_PENDING] = {SHAPE_CUSTOM, .custom = ask_dram_encryption},
    [VALUE_ECC_MODE] = {SHAPE_PAIR, "nvmlDeviceGetEccMode", .base = VALUE_ECC_MODE},
    [VALUE_ECC_PENDING] = {SHAPE_PAIR, "nvmlDeviceGetEccMode", .base = VALUE_ECC_MODE},
    [VALUE_SRAM_VOLATILE_PARITY... VALUE_SRAM_OTHER] = {SHAPE_CUSTOM, .custom = ask_sram},
    [VALUE_REPAIR_CHANNEL] = {SHAPE_CUSTOM, .custom = ask_repair},
    [VALUE_REPAIR_TPC] = {SHAPE_CUSTOM, .custom = ask_repair},
    [VALUE_UNREPAIRABLE] = {SHAPE_UINT, "nvmlDeviceGetUnrepairableMemoryFlag_v1"},
    [VALUE_RETIRED_SBE] = {SHAPE_CUSTOM, .custom = ask_retired_sbe},
    [VALUE_RETIRED_DBE] = {SHAPE_CUSTOM, .custom = ask_retired_dbe},
    [VALUE_RETIRED_PENDING] = {SHAPE_UINT, "nvmlDeviceGetRetiredPagesPendingStatus"},
    [VALUE_REMAPPED_CORRECTABLE... VALUE_REMAPPED_FAILURE] = {SHAPE_CUSTOM, .custom = ask_remapped},
    [VALUE_REMAPPED_CORRECTABLE_INACTIVE] = {SHAPE_FIELD,
					     .argument = NVML_FI_DEV_REMAPPED_ROWS_COR_INACTIVE},
    [VALUE_REMAPPED_UNCORRECTABLE_INACTIVE] = {SHAPE_FIELD,
					       .argument = NVML_FI_DEV_REMAPPED_ROWS_UNC_INACTIVE},
    [VALUE_HISTOGRAM_MAX... VALUE_HISTOGRAM_NONE] = {SHAPE_CUSTOM, .custom = ask_histogram},
    [VALUE_TEMPERATURE] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperature", NVML_TEMPERATURE_GPU},
    [VALUE_TEMPERATURE_MARGIN] = {SHAPE_CUSTOM, .custom = ask_margin},
    [VALUE_TEMPERATURE_SHUTDOWN] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				    NVML_TEMPERATURE_THRESHOLD_SHUTDOWN},
    [VALUE_TEMPERATURE_SLOWDOWN] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				    NVML_TEMPERATURE_THRESHOLD_SLOWDOWN},
    [VALUE_TEMPERATURE_GPU_MAX] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				   NVML_TEMPERATURE_THRESHOLD_GPU_MAX},
    [VALUE_TEMPERATURE_MEMORY_MAX] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				      NVML_TEMPERATURE_THRESHOLD_MEM_MAX},
    [VALUE_TEMPERATURE_TARGET] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				  NVML_TEMPERATURE_THRESHOLD_ACOUSTIC_CURR},
    [VALUE_TEMPERATURE_TARGET_MIN] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				      NVML_TEMPERATURE_THRESHOLD_ACOUSTIC_MIN},
    [VALUE_TEMPERATURE_TARGET_MAX] = {SHAPE_BY_ENUM, "nvmlDeviceGetTemperatureThreshold",
				      NVML_TEMPERATURE_THRESHOLD_ACOUSTIC_MAX},
    [VALUE_MARGIN_SHUTDOWN] = {SHAPE_FIELD, .argument = NVML_FI_DEV_TEMPERATURE_SHUTDOWN_TLIMIT},
    [VALUE_MARGIN_SLOWDOWN] = {SHAPE_FIELD, .argument = NVML_FI_DEV_TEMPERATURE_SLOWDOWN_TLIMIT},
    [VALUE_MARGIN_GPU_MAX] = {SHAPE_FIELD, .argument = NVML_FI_DEV_TEMPERATURE_GPU_MAX_TLIMIT},
    [VALUE_MARGIN_MEMORY_MAX] = {SHAPE_FIELD, .argument = NVML_FI_DEV_TEMPERATURE_MEM_MAX_TLIMIT},
    [VALUE_TEMPERATURE_MEMORY] = {SHAPE_FIELD, .argument = NVML_FI_DEV_MEMORY_TEMP},
    [VALUE_POWER] = {SHAPE_UINT, "nvmlDeviceGetPowerUsage"},
    [VALUE_POWER_AVERAGE] = {SHAPE_FIELD, .argument = NVML_FI_DEV_POWER_AVERAGE},
    [VALUE_POWER_INSTANT] = {SHAPE_FIELD, .argument = NVML_FI_DEV_POWER_INSTANT},
    [VALUE_POWER_LIMIT] = {SHAPE_UINT, "nvmlDeviceGetPowerManagementLimit"},
    [VALUE_POWER_ENFORCED] = {SHAPE_UINT, "nvmlDeviceGetEnforcedPowerLimit"},
    [VALUE_POWER_DEFAULT] = {SHAPE_UINT, "nvmlDeviceGetPowerManagementDefaultLimit"},
    [VALUE_POWER_MIN] = {SHAPE_PAIR, "nvmlDeviceGetPowerManagementLimitConstraints",
			 .base = VALUE_POWER_MIN},
    [VALUE_POWER_MAX] = {SHAPE_PAIR, "nvmlDeviceGetPowerManagementLimitConstraints",
			 .base = VALUE_POWER_MIN},
    [VALUE_POWER_MANAGED] = {SHAPE_UINT, "nvmlDeviceGetPowerManagementMode"},
    [VALUE_MEMORY_POWER_AVERAGE] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_AVERAGE, 2)},
    [VALUE_MEMORY_POWER_INSTANT] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_INSTANT, 2)},
    [VALUE_MODULE_POWER_AVERAGE] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_AVERAGE, 1)},
    [VALUE_MODULE_POWER_INSTANT] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_INSTANT, 1)},
    [VALUE_MODULE_POWER_CURRENT] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_CURRENT_LIMIT, 1)},
    [VALUE_MODULE_POWER_REQUESTED] = {SHAPE_FIELD, .argument = FIELD_SCOPE(
						       NVML_FI_DEV_POWER_REQUESTED_LIMIT, 1)},
    [VALUE_MODULE_POWER_DEFAULT] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_DEFAULT_LIMIT, 1)},
    [VALUE_MODULE_POWER_MIN] = {SHAPE_FIELD,
				.argument = FIELD_SCOPE(NVML_FI_DEV_POWER_MIN_LIMIT, 1)},
    [VALUE_MODULE_POWER_MAX] = {SHAPE_FIELD,
				.argument = FIELD_SCOPE(NVML_FI_DEV_POWER_MAX_LIMIT, 1)},
    [VALUE_BASE_POWER_CURRENT] = {SHAPE_FIELD,
				  .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_CURRENT_LIMIT,
							  NVML_POWER_SCOPE_GPU_BASE)},
    [VALUE_BASE_POWER_REQUESTED] = {SHAPE_FIELD,
				    .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_REQUESTED_LIMIT,
							    NVML_POWER_SCOPE_GPU_BASE)},
    [VALUE_BASE_POWER_DEFAULT] = {SHAPE_FIELD,
				  .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_DEFAULT_LIMIT,
							  NVML_POWER_SCOPE_GPU_BASE)},
    [VALUE_BASE_POWER_MIN] = {SHAPE_FIELD, .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_MIN_LIMIT,
								   NVML_POWER_SCOPE_GPU_BASE)},
    [VALUE_BASE_POWER_MAX] = {SHAPE_FIELD, .argument = FIELD_SCOPE(NVML_FI_DEV_POWER_MAX_LIMIT,
								   NVML_POWER_SCOPE_GPU_BASE)},
    [VALUE_SMOOTHING_ENABLED... VALUE_SMOOTHING_END] = {SHAPE_CUSTOM, .custom = ask_smoothing},
    [VALUE_EDPP] = {SHAPE_FIELD, .argument = NVML_FI_DEV_EDPP_MULTIPLIER},
    [VALUE_CLOCK_GRAPHICS] = {SHAPE_BY_ENUM, "nvmlDeviceGetClockInfo", NVML_CLOCK_GRAPHICS},
    [VALUE_CLOCK_SM] = {SHAPE_BY_ENUM, "nvmlDeviceGetClockInfo", NVML_CLOCK_SM},
    [VALUE_CLOCK_MEMORY] = {SHAPE_BY_ENUM, "nvmlDeviceGetClockInfo", NVML_CLOCK_MEM},
    [VALUE_CLOCK_VIDEO] = {SHAPE_BY_ENUM, "nvmlDeviceGetClockInfo", NVML_CLOCK_VIDEO},
    [VALUE_APP_CLOCK_GRAPHICS] = {SHAPE_BY_ENUM, "nvmlDeviceGetApplicationsClock",
				  NVML_CLOCK_GRAPHICS},
    [VALUE_APP_CLOCK_MEMORY] = {SHAPE_BY_ENUM, "nvmlDeviceGetApplicationsClock", NVML_CLOCK_MEM},
    [VALUE_DEFAULT_CLOCK_GRAPHICS] = {SHAPE_BY_ENUM, "nvmlDeviceGetDefaultApplicationsClock",
				      NVML_CLOCK_GRAPHICS},
    [VALUE_DEFAULT_CLOCK_MEMORY] = {SHAPE_BY_ENUM, "nvmlDeviceGetDefaultApplicationsClock",
				    NVML_CLOCK_MEM},
    [VALUE_MAX_CLOCK_GRAPHICS] = {SHAPE_BY_ENUM, "nvmlDeviceGetMaxClockInfo", NVML_CLOCK_GRAPHICS},
    [VALUE_MAX_CLOCK_SM] = {SHAPE_BY_ENUM, "nvmlDeviceGetMaxClockInfo", NVML_CLOCK_SM},
    [VALUE_MAX_CLOCK_MEMORY] = {SHAPE_BY_ENUM, "nvmlDeviceGetMaxClockInfo", NVML_CLOCK_MEM},
    [VALUE_MAX_CLOCK_VIDEO] = {SHAPE_BY_ENUM, "nvmlDeviceGetMaxClockInfo", NVML_CLOCK_VIDEO},
    [VALUE_CUSTOMER_CLOCK_GRAPHICS] = {SHAPE_BY_ENUM, "nvmlDeviceGetMaxCustomerBoostClock",
				       NVML_CLOCK_GRAPHICS},
    [VALUE_AUTO_BOOST] = {SHAPE_PAIR, "nvmlDeviceGetAutoBoostedClocksEnabled",
			  .base = VALUE_AUTO_BOOST},
    [VALUE_AUTO_BOOST_DEFAULT] = {SHAPE_PAIR, "nvmlDeviceGetAutoBoostedClocksEnabled",
				  .base = VALUE_AUTO_BOOST},
    [VALUE_FABRIC_STATE... VALUE_FABRIC_PARTITION] = {SHAPE_CUSTOM, .custom = ask_fabric},
    [VALUE_EGM] = {SHAPE_CUSTOM, .custom = ask_egm},
    [VALUE_CORES] = {SHAPE_UINT, "nvmlDeviceGetNumGpuCores"},
    [VALUE_BUS_WIDTH] = {SHAPE_UINT, "nvmlDeviceGetMemoryBusWidth"},
    [VALUE_NUMA_NODE] = {SHAPE_UINT, "nvmlDeviceGetNumaNodeId"},
    [VALUE_ENERGY] = {SHAPE_ULONGLONG, "nvmlDeviceGetTotalEnergyConsumption"},
    [VALUE_HOSTNAME] = {SHAPE_CUSTOM, .custom = ask_hostname},
};

static void ask_uint(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *) = library_symbol(source->symbol);
	unsigned int number = 0;
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &number) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, id, status, number);
}

static void ask_ulonglong(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned long long *) =
	    library_symbol(source->symbol);
	unsigned long long number = 0;
	nvmlReturn_t status;

	status = function ? function(gpu_device(gpu), &number) : NVML_ERROR_FUNCTION_NOT_FOUND;
	gpu_set_number(gpu, id, status, (int64_t)number);
}

static void ask_pair(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int *, unsigned int *) =
	    library_symbol(source->symbol);
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int first = 0;
	unsigned int second = 0;

	if (function)
		status = function(gpu_device(gpu), &first, &second);
	if (source->shape == SHAPE_FIRST) {
		gpu_set_number(gpu, id, status, first);
		return;
	}
	gpu_set_number(gpu, source->base, status, first);
	gpu_set_number(gpu, source->base + 1, status, second);
}

static void ask_by_enum(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, unsigned int *) =
	    library_symbol(source->symbol);
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned int number = 0;

	if (function)
		status = function(gpu_device(gpu), source->argument, &number);
	gpu_set_number(gpu, id, status, number);
}

static void ask_text(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlReturn_t (*function)(nvmlDevice_t, char *, unsigned int) =
	    library_symbol(source->symbol);
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	char text[128] = "";

	if (function)
		status = function(gpu_device(gpu), text, sizeof(text));
	text_tame(text, sizeof(text));
	gpu_set_text(gpu, id, status, text);
}

static void ask_text_enum(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlReturn_t (*function)(nvmlDevice_t, unsigned int, char *, unsigned int) =
	    library_symbol(source->symbol);
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	char text[128] = "";

	if (function)
		status = function(gpu_device(gpu), source->argument, text, sizeof(text));
	text_tame(text, sizeof(text));
	gpu_set_text(gpu, id, status, text);
}

int64_t number_of_double(double number)
{
	/* Neither of these is a number that fits, nor what is no number. */
	if (!(number > -0x1p63 && number < 0x1p63))
		return 0;
	return (int64_t)number;
}

int64_t field_number(const nvmlFieldValue_t *field)
{
	switch (field->valueType) {
	case NVML_VALUE_TYPE_DOUBLE:
		return number_of_double(field->value.dVal);
	case NVML_VALUE_TYPE_SIGNED_INT:
		return field->value.siVal;
	case NVML_VALUE_TYPE_UNSIGNED_INT:
		return field->value.uiVal;
	case NVML_VALUE_TYPE_UNSIGNED_LONG:
		return (int64_t)field->value.ulVal;
	case NVML_VALUE_TYPE_UNSIGNED_SHORT:
		return field->value.usVal;
	default:
		return (int64_t)field->value.ullVal;
	}
}

/*
 * NVML 12.9 and 13.0 (drivers 575 and 580) gave these numbers to others; 12.8 and 13.1 agree. A
 * library tells by its functions which it is: ours has those of the newest over any driver.
 */
static bool has_numbers_of_12_9(void)
{
	return library_symbol("nvmlGpuInstanceGetActiveVgpus") &&
	       !library_symbol("nvmlDeviceGetUnrepairableMemoryFlag_v1");
}

static unsigned int number_in_12_9(unsigned int field_id)
{
	if (field_id >= NVML_FI_PWR_SMOOTHING_ENABLED &&
	    field_id <= NVML_FI_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_HYST_VAL)
		return field_id - NVML_FI_PWR_SMOOTHING_ENABLED + 256;
	if (field_id >= NVML_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN &&
	    field_id <= NVML_FI_DEV_POWER_SYNC_BALANCING_AF)
		return field_id - NVML_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN + 251;
	return field_id;
}

static void renumber(nvmlFieldValue_t *fields, size_t count)
{
	if (!has_numbers_of_12_9())
		return;
	for (size_t i = 0; i < count; i++)
		fields[i].fieldId = number_in_12_9(fields[i].fieldId);
}

void gpu_fields(struct gpu *gpu, nvmlFieldValue_t *fields, size_t count)
{
	nvmlReturn_t (*function)(nvmlDevice_t, int, nvmlFieldValue_t *) =
	    library_symbol("nvmlDeviceGetFieldValues");
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;

	renumber(fields, count);
	if (function)
		status = function(gpu_device(gpu), (int)count, fields);
	for (size_t i = 0; i < count && status != NVML_SUCCESS; i++)
		fields[i].nvmlReturn = status;
}

static nvmlReturn_t read_field(struct gpu *gpu, nvmlFieldValue_t *field)
{
	gpu_fields(gpu, field, 1);
	return trouble_note(gpu, field->nvmlReturn);
}

nvmlReturn_t gpu_field(struct gpu *gpu, unsigned int field_id, unsigned int scope,
		       int64_t *ret_number)
{
	nvmlFieldValue_t field = {.fieldId = field_id, .scopeId = scope};
	nvmlReturn_t status = read_field(gpu, &field);

	if (status == NVML_SUCCESS)
		*ret_number = field_number(&field);
	return status;
}

static void ask_field(struct gpu *gpu, enum value_id id, const struct source *source)
{
	nvmlFieldValue_t field = {.fieldId = source->argument & 0xffff,
				  .scopeId = source->argument >> 16};
	nvmlReturn_t status = read_field(gpu, &field);

	gpu_set_number(gpu, id, status, status == NVML_SUCCESS ? field_number(&field) : 0);
	gpu->values[id].read_us = field.timestamp;
}

static void ask_ecc_counter(struct gpu *gpu, enum value_id id)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlMemoryErrorType_t, nvmlEccCounterType_t,
				 nvmlMemoryLocation_t, unsigned long long *) =
	    library_symbol("nvmlDeviceGetMemoryErrorCounter");
	unsigned int place = (unsigned int)id - VALUE_ECC_COUNTERS;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned long long count = 0;

	if (function)
		status = function(gpu_device(gpu), place / 16, place / 8 % 2, place % 8, &count);
	gpu_set_number(gpu, id, status, (int64_t)count);
}

static void ask_ecc_total(struct gpu *gpu, enum value_id id)
{
	nvmlReturn_t (*function)(nvmlDevice_t, nvmlMemoryErrorType_t, nvmlEccCounterType_t,
				 unsigned long long *) =
	    library_symbol("nvmlDeviceGetTotalEccErrors");
	unsigned int place = (unsigned int)id - VALUE_ECC_TOTALS;
	nvmlReturn_t status = NVML_ERROR_FUNCTION_NOT_FOUND;
	unsigned long long count = 0;

	if (function)
		status = function(gpu_device(gpu), place / 2, place % 2, &count);
	gpu_set_number(gpu, id, status, (int64_t)count);
}

/* What our library waits for where the driver has just begun to measure. */
static bool is_measured(enum value_id id)
{
	return id == VALUE_FAN || (id >= VALUE_REASONS && id <= VALUE_REASON_DISPLAY) ||
	       (id >= VALUE_POWER && id <= VALUE_POWER_INSTANT) ||
	       (id >= VALUE_CLOCK_GRAPHICS && id <= VALUE_CLOCK_VIDEO);
}

void source_ask(struct gpu *gpu, enum value_id id)
{
	static void (*const askers[])(struct gpu *, enum value_id, const struct source *) = {
	    [SHAPE_UINT] = ask_uint,           [SHAPE_ULONGLONG] = ask_ulonglong,
	    [SHAPE_PAIR] = ask_pair,           [SHAPE_FIRST] = ask_pair,
	    [SHAPE_BY_ENUM] = ask_by_enum,     [SHAPE_TEXT] = ask_text,
	    [SHAPE_TEXT_ENUM] = ask_text_enum, [SHAPE_FIELD] = ask_field,
	};
	const struct source *source = &sources[id];

	if (is_measured(id))
		machine_roll_call();
	if (id >= VALUE_ECC_COUNTERS && id <= VALUE_ECC_COUNTERS_END)
		ask_ecc_counter(gpu, id);
	else if (id >= VALUE_ECC_TOTALS && id <= VALUE_ECC_TOTALS_END)
		ask_ecc_total(gpu, id);
	else if (source->shape == SHAPE_CUSTOM)
		source->custom(gpu);
	else if (source->shape != SHAPE_NONE)
		askers[source->shape](gpu, id, source);
}
