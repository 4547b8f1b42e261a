/* SPDX-License-Identifier: MIT */
/* What a board does: telemetry, memory, errors. */
#include "questions.h"

#include <string.h>

nvmlReturn_t ask_power(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetPowerUsage(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_power_limit(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetPowerManagementLimit(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_enforced_limit(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetEnforcedPowerLimit(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_power_mode(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetPowerManagementMode(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_default_ecc_mode(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetDefaultEccMode(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_retired_pending(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetRetiredPagesPendingStatus(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pstate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPstates_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetPerformanceState(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_power_state(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPstates_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetPowerState(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_throttle(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long long v = 0;
	nvmlReturn_t result = nvmlDeviceGetCurrentClocksThrottleReasons(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_events(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long long v = 0;
	nvmlReturn_t result = nvmlDeviceGetCurrentClocksEventReasons(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_supported_throttle(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long long v = 0;
	nvmlReturn_t result = nvmlDeviceGetSupportedClocksThrottleReasons(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_supported_events(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long long v = 0;
	nvmlReturn_t result = nvmlDeviceGetSupportedClocksEventReasons(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_graphics_clock(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_GRAPHICS, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_graphics_clock_now(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result =
	    nvmlDeviceGetClock(gpu, NVML_CLOCK_GRAPHICS, NVML_CLOCK_ID_CURRENT, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_sm_clock(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_SM, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_sm_clock_now(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClock(gpu, NVML_CLOCK_SM, NVML_CLOCK_ID_CURRENT, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_memory_clock(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_MEM, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_memory_clock_now(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClock(gpu, NVML_CLOCK_MEM, NVML_CLOCK_ID_CURRENT, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_video_clock(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClockInfo(gpu, NVML_CLOCK_VIDEO, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_video_clock_now(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetClock(gpu, NVML_CLOCK_VIDEO, NVML_CLOCK_ID_CURRENT, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_temperature(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetTemperature(gpu, NVML_TEMPERATURE_GPU, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_temperature_v(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlTemperature_t v = {.version = nvmlTemperature_v1, .sensorType = NVML_TEMPERATURE_GPU};
	nvmlReturn_t result = nvmlDeviceGetTemperatureV(gpu, &v);
	return give_answer(result, (uint64_t)v.temperature, ret_value);
}

nvmlReturn_t ask_gpu_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlUtilization_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetUtilizationRates(gpu, &v);
	return give_answer(result, v.gpu, ret_value);
}

nvmlReturn_t ask_memory_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlUtilization_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetUtilizationRates(gpu, &v);
	return give_answer(result, v.memory, ret_value);
}

nvmlReturn_t ask_encoder_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, period = 0;
	nvmlReturn_t result = nvmlDeviceGetEncoderUtilization(gpu, &v, &period);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_decoder_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, period = 0;
	nvmlReturn_t result = nvmlDeviceGetDecoderUtilization(gpu, &v, &period);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_jpeg_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, period = 0;
	nvmlReturn_t result = nvmlDeviceGetJpgUtilization(gpu, &v, &period);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_ofa_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, period = 0;
	nvmlReturn_t result = nvmlDeviceGetOfaUtilization(gpu, &v, &period);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_encoder_period(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, period = 0;
	nvmlReturn_t result = nvmlDeviceGetEncoderUtilization(gpu, &v, &period);
	return give_answer(result, period, ret_value);
}

nvmlReturn_t ask_memory_total(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo(gpu, &v);
	return give_answer(result, v.total, ret_value);
}

nvmlReturn_t ask_memory_free(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo(gpu, &v);
	return give_answer(result, v.free, ret_value);
}

nvmlReturn_t ask_memory_used(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo(gpu, &v);
	return give_answer(result, v.used, ret_value);
}

nvmlReturn_t ask_memory_v2_total(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_v2_t v = {.version = nvmlMemory_v2};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo_v2(gpu, &v);
	return give_answer(result, v.total, ret_value);
}

nvmlReturn_t ask_memory_v2_reserved(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_v2_t v = {.version = nvmlMemory_v2};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo_v2(gpu, &v);
	return give_answer(result, v.reserved, ret_value);
}

nvmlReturn_t ask_memory_v2_free(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_v2_t v = {.version = nvmlMemory_v2};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo_v2(gpu, &v);
	return give_answer(result, v.free, ret_value);
}

nvmlReturn_t ask_memory_v2_used(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlMemory_v2_t v = {.version = nvmlMemory_v2};
	nvmlReturn_t result = nvmlDeviceGetMemoryInfo_v2(gpu, &v);
	return give_answer(result, v.used, ret_value);
}

nvmlReturn_t ask_bar1_total(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlBAR1Memory_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetBAR1MemoryInfo(gpu, &v);
	return give_answer(result, v.bar1Total, ret_value);
}

nvmlReturn_t ask_bar1_free(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlBAR1Memory_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetBAR1MemoryInfo(gpu, &v);
	return give_answer(result, v.bar1Free, ret_value);
}

nvmlReturn_t ask_bar1_used(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlBAR1Memory_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetBAR1MemoryInfo(gpu, &v);
	return give_answer(result, v.bar1Used, ret_value);
}

nvmlReturn_t ask_ecc_current(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0, pending = 0;
	nvmlReturn_t result = nvmlDeviceGetEccMode(gpu, &v, &pending);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_ecc_pending(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0, pending = 0;
	nvmlReturn_t result = nvmlDeviceGetEccMode(gpu, &v, &pending);
	return give_answer(result, pending, ret_value);
}

static nvmlReturn_t ecc_total(nvmlDevice_t gpu, nvmlMemoryErrorType_t error,
			      nvmlEccCounterType_t counter, uint64_t *ret_value)
{
	unsigned long long v = 0;
	nvmlReturn_t result = nvmlDeviceGetTotalEccErrors(gpu, error, counter, &v);
	return give_answer(result, v, ret_value);
}

static nvmlReturn_t ecc_at(nvmlDevice_t gpu, nvmlMemoryErrorType_t error,
			   nvmlEccCounterType_t counter, nvmlMemoryLocation_t location,
			   uint64_t *ret_value)
{
	unsigned long long v = 0;
	nvmlReturn_t result = nvmlDeviceGetMemoryErrorCounter(gpu, error, counter, location, &v);
	return give_answer(result, v, ret_value);
}

static nvmlReturn_t ecc_detail(nvmlDevice_t gpu, nvmlMemoryErrorType_t error,
			       nvmlEccCounterType_t counter, uint64_t *ret_value)
{
	nvmlEccErrorCounts_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetDetailedEccErrors(gpu, error, counter, &v);
	return give_answer(result, v.deviceMemory, ret_value);
}

nvmlReturn_t ask_ecc_total_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_total(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_dram_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC,
		      NVML_MEMORY_LOCATION_DRAM, ret_value);
}

nvmlReturn_t ask_ecc_sram_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC,
		      NVML_MEMORY_LOCATION_SRAM, ret_value);
}

nvmlReturn_t ask_ecc_detail_corrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_detail(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_total_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_total(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_AGGREGATE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_dram_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_AGGREGATE_ECC,
		      NVML_MEMORY_LOCATION_DRAM, ret_value);
}

nvmlReturn_t ask_ecc_sram_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_AGGREGATE_ECC,
		      NVML_MEMORY_LOCATION_SRAM, ret_value);
}

nvmlReturn_t ask_ecc_detail_corrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_detail(gpu, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_AGGREGATE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_total_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_total(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_dram_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC,
		      NVML_MEMORY_LOCATION_DRAM, ret_value);
}

nvmlReturn_t ask_ecc_sram_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC,
		      NVML_MEMORY_LOCATION_SRAM, ret_value);
}

nvmlReturn_t ask_ecc_detail_uncorrected_volatile(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_detail(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_total_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_total(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_AGGREGATE_ECC, ret_value);
}

nvmlReturn_t ask_ecc_dram_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_AGGREGATE_ECC,
		      NVML_MEMORY_LOCATION_DRAM, ret_value);
}

nvmlReturn_t ask_ecc_sram_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_at(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_AGGREGATE_ECC,
		      NVML_MEMORY_LOCATION_SRAM, ret_value);
}

nvmlReturn_t ask_ecc_detail_uncorrected_aggregate(nvmlDevice_t gpu, uint64_t *ret_value)
{
	return ecc_detail(gpu, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_AGGREGATE_ECC, ret_value);
}

nvmlReturn_t ask_sram_status(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEccSramErrorStatus_t v = {.version = nvmlEccSramErrorStatus_v1};
	nvmlReturn_t result = nvmlDeviceGetSramEccErrorStatus(gpu, &v);
	return give_answer(result, v.aggregateUncSecDed, ret_value);
}

nvmlReturn_t ask_retired_pages(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 64;
	unsigned long long at[64];
	nvmlReturn_t result =
	    nvmlDeviceGetRetiredPages(gpu, NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR, &v, at);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_retired_pages_v2(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 64;
	unsigned long long at[64], times[64];
	nvmlReturn_t result = nvmlDeviceGetRetiredPages_v2(
	    gpu, NVML_PAGE_RETIREMENT_CAUSE_MULTIPLE_SINGLE_BIT_ECC_ERRORS, &v, at, times);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_remapped_rows(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, other[3];
	nvmlReturn_t result = nvmlDeviceGetRemappedRows(gpu, &v, &other[0], &other[1], &other[2]);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_row_histogram(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlRowRemapperHistogramValues_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetRowRemapperHistogram(gpu, &v);
	return give_answer(result, v.max, ret_value);
}

nvmlReturn_t ask_samples(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 128;
	nvmlValueType_t type;
	nvmlSample_t list[128];
	nvmlReturn_t result =
	    nvmlDeviceGetSamples(gpu, NVML_GPU_UTILIZATION_SAMPLES, 0, &type, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_process_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 128;
	nvmlProcessUtilizationSample_t list[128];
	nvmlReturn_t result = nvmlDeviceGetProcessUtilization(gpu, list, &v, 0);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_memory_affinity(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long v[2] = {0};
	nvmlReturn_t result = nvmlDeviceGetMemoryAffinity(gpu, 2, v, NVML_AFFINITY_SCOPE_NODE);
	return give_answer(result, v[0], ret_value);
}

nvmlReturn_t ask_below_base_clock(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlViolationTime_t v = {0};
	nvmlReturn_t result =
	    nvmlDeviceGetViolationStatus(gpu, NVML_PERF_POLICY_TOTAL_BASE_CLOCKS, &v);
	return give_answer(result, v.violationTime, ret_value);
}

nvmlReturn_t ask_dynamic_gpu_load(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlGpuDynamicPstatesInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetDynamicPstatesInfo(gpu, &v);
	return give_answer(result, v.utilization[NVML_GPU_UTILIZATION_DOMAIN_GPU].percentage,
			   ret_value);
}

nvmlReturn_t ask_sensor_count(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlGpuThermalSettings_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetThermalSettings(gpu, NVML_THERMAL_TARGET_ALL, &v);
	return give_answer(result, v.count, ret_value);
}

nvmlReturn_t ask_fan_count(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetNumFans(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_encoder_sessions(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int count = 0;
	nvmlReturn_t result = nvmlDeviceGetEncoderSessions(gpu, &count, NULL);
	return give_answer(result, count, ret_value);
}

nvmlReturn_t ask_capture_sessions(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int count = 0;
	nvmlReturn_t result = nvmlDeviceGetFBCSessions(gpu, &count, NULL);
	return give_answer(result, count, ret_value);
}

nvmlReturn_t ask_process_infos(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlProcessUtilizationInfo_v1_t list[72];
	nvmlProcessesUtilizationInfo_t v = {.version = nvmlProcessesUtilizationInfo_v1,
					    .processSamplesCount = 72,
					    .procUtilArray = list};
	nvmlReturn_t result = nvmlDeviceGetProcessesUtilizationInfo(gpu, &v);
	return give_answer(result, v.processSamplesCount, ret_value);
}

nvmlReturn_t ask_process_details(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlProcessDetail_v1_t list[8];
	nvmlProcessDetailList_t v = {.version = nvmlProcessDetailList_v1,
				     .mode = NVML_PROCESS_MODE_ALL,
				     .numProcArrayEntries = 8,
				     .procArray = list};
	nvmlReturn_t result = nvmlDeviceGetRunningProcessDetailList(gpu, &v);
	return give_answer(result, v.numProcArrayEntries, ret_value);
}
