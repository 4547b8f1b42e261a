/* SPDX-License-Identifier: MIT */
/*
 * An NVML that answers from a text file (FAKE_NVML): one "key=value" per line. A key is an index, a
 * dot, and the function's name, with the argument after another dot where there is one:
 * "0.nvmlDeviceGetClockInfo.2=2619". A value "!15" is a return code, several numbers are separated
 * by blanks, and a missing key is NVML_ERROR_NOT_SUPPORTED.
 */

#include "fake_nvml.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICES 64

struct nvmlDevice_st {
	char prefix[32];
};

static struct nvmlDevice_st devices[DEVICES];
static struct nvmlDevice_st migs[DEVICES];
static char *content;

static void load(void)
{
	const char *path = getenv("FAKE_NVML");
	FILE *file = path ? fopen(path, "r") : NULL;

	content = calloc(1, 1 << 20);
	if (file && content) {
		content[0] = '\n';
		if (fread(content + 1, 1, (1 << 20) - 2, file) == 0)
			content[1] = '\0';
		fclose(file);
	}
}

static bool find(const char *key, char *ret_value, size_t size)
{
	char needle[400];
	const char *found;

	if (!content)
		load();
	snprintf(needle, sizeof(needle), "\n%s=", key);
	found = strstr(content, needle);
	if (!found)
		return false;
	found += strlen(needle);
	snprintf(ret_value, size, "%.*s", (int)strcspn(found, "\n"), found);
	return true;
}

nvmlReturn_t fake_machine(const char *key, char *ret_value, size_t size)
{
	if (!find(key, ret_value, size))
		return NVML_ERROR_NOT_SUPPORTED;
	return ret_value[0] == '!' ? (nvmlReturn_t)atoi(ret_value + 1) : NVML_SUCCESS;
}

/* "until=N": after N questions about GPUs nothing answers any more. */
static bool is_over(void)
{
	static int asked;
	char text[16];

	return find("until", text, sizeof(text)) && ++asked > atoi(text);
}

nvmlReturn_t fake_machine_number(const char *key, unsigned int *ret_number)
{
	char text[32];
	nvmlReturn_t status = fake_machine(key, text, sizeof(text));

	if (status == NVML_SUCCESS)
		*ret_number = (unsigned int)atoi(text);
	return status;
}

nvmlReturn_t fake_answer(nvmlDevice_t device, const char *function, int argument, char *ret_value,
			 size_t size)
{
	char key[320];

	if (is_over())
		return NVML_ERROR_UNKNOWN;
	if (argument < 0)
		snprintf(key, sizeof(key), "%s.%.64s", device->prefix, function);
	else
		snprintf(key, sizeof(key), "%s.%.64s.%d", device->prefix, function, argument);
	return fake_machine(key, ret_value, size);
}

nvmlReturn_t fake_numbers(nvmlDevice_t device, const char *function, int argument,
			  unsigned long long *ret_numbers, int count)
{
	char text[1024] = "";
	char *next = text;
	nvmlReturn_t status = fake_answer(device, function, argument, text, sizeof(text));

	for (int i = 0; status == NVML_SUCCESS && i < count; i++)
		ret_numbers[i] = (unsigned long long)strtoll(next, &next, 0);
	return status;
}

nvmlReturn_t fake_number(nvmlDevice_t device, const char *function, int argument,
			 unsigned int *ret_number)
{
	unsigned long long number = 0;
	nvmlReturn_t status = fake_numbers(device, function, argument, &number, 1);

	if (status == NVML_SUCCESS)
		*ret_number = (unsigned int)number;
	return status;
}

static nvmlReturn_t two(nvmlDevice_t device, const char *function, unsigned int *ret_first,
			unsigned int *ret_second)
{
	unsigned long long number[2] = {0};
	nvmlReturn_t status = fake_numbers(device, function, -1, number, 2);

	if (status == NVML_SUCCESS) {
		*ret_first = (unsigned int)number[0];
		*ret_second = (unsigned int)number[1];
	}
	return status;
}

static nvmlReturn_t text_of(nvmlDevice_t device, const char *function, int argument, char *ret_text,
			    unsigned int size)
{
	char text[251];
	nvmlReturn_t status = fake_answer(device, function, argument, text, sizeof(text));

	if (status == NVML_SUCCESS)
		memccpy(ret_text, text, 0, size);
	return status;
}

const char *nvmlErrorString(nvmlReturn_t result)
{
	switch (result) {
	case NVML_SUCCESS:
		return "Success";
	case NVML_ERROR_INVALID_ARGUMENT:
		return "Invalid Argument";
	case NVML_ERROR_NOT_SUPPORTED:
		return "Not Supported";
	case NVML_ERROR_NO_PERMISSION:
		return "Insufficient Permissions";
	case NVML_ERROR_NOT_FOUND:
		return "Not Found";
	case NVML_ERROR_DRIVER_NOT_LOADED:
		return "Driver Not Loaded";
	case NVML_ERROR_TIMEOUT:
		return "Timeout";
	case NVML_ERROR_GPU_IS_LOST:
		return "GPU is lost";
	case NVML_ERROR_IN_USE:
		return "In use by another client";
	case NVML_ERROR_LIB_RM_VERSION_MISMATCH:
		return "Driver/library version mismatch";
	case NVML_ERROR_GPU_NOT_FOUND:
		return "No supported GPUs were found";
	default:
		return "Unknown Error";
	}
}

nvmlReturn_t nvmlInit_v2(void)
{
	char text[32];
	nvmlReturn_t status = fake_machine("nvmlInit", text, sizeof(text));

	return status == NVML_ERROR_NOT_SUPPORTED ? NVML_SUCCESS : status;
}

nvmlReturn_t nvmlShutdown(void)
{
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned int length)
{
	return fake_machine("driver", version, length);
}

nvmlReturn_t nvmlSystemGetNVMLVersion(char *version, unsigned int length)
{
	return fake_machine("library", version, length);
}

nvmlReturn_t nvmlSystemGetCudaDriverVersion_v2(int *cudaDriverVersion)
{
	char text[32];
	nvmlReturn_t status = fake_machine("cuda", text, sizeof(text));

	if (status == NVML_SUCCESS)
		*cudaDriverVersion = atoi(text);
	return status;
}

nvmlReturn_t nvmlSystemGetProcessName(unsigned int pid, char *name, unsigned int length)
{
	char key[64];

	snprintf(key, sizeof(key), "process.%u", pid);
	return fake_machine(key, name, length);
}

nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *deviceCount)
{
	return fake_machine_number("count", deviceCount);
}

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device)
{
	char text[32];
	nvmlReturn_t status;

	if (index >= DEVICES)
		return NVML_ERROR_INVALID_ARGUMENT;
	snprintf(devices[index].prefix, sizeof(devices[index].prefix), "%u", index);
	status = fake_answer(&devices[index], "handle", -1, text, sizeof(text));
	*device = &devices[index];
	return status == NVML_ERROR_NOT_SUPPORTED ? NVML_SUCCESS : status;
}

/* By the key busid. */
nvmlReturn_t nvmlDeviceGetHandleByPciBusId_v2(const char *pciBusId, nvmlDevice_t *device)
{
	char text[32];

	for (unsigned int i = 0; i < DEVICES; i++) {
		if (nvmlDeviceGetHandleByIndex_v2(i, device) == NVML_SUCCESS &&
		    fake_answer(*device, "busid", -1, text, sizeof(text)) == NVML_SUCCESS &&
		    !strcmp(text, pciBusId))
			return NVML_SUCCESS;
	}
	return NVML_ERROR_NOT_FOUND;
}

nvmlReturn_t nvmlDeviceGetMigDeviceHandleByIndex(nvmlDevice_t device, unsigned int index,
						 nvmlDevice_t *migDevice)
{
	char text[32];

	if (index >= DEVICES)
		return NVML_ERROR_INVALID_ARGUMENT;
	snprintf(migs[index].prefix, sizeof(migs[index].prefix), "%.16s.mig.%u", device->prefix,
		 index);
	*migDevice = &migs[index];
	return fake_answer(*migDevice, "nvmlDeviceGetUUID", -1, text, sizeof(text)) == NVML_SUCCESS
		   ? NVML_SUCCESS
		   : NVML_ERROR_NOT_FOUND;
}

#define UINT(function, type)                                                                       \
	nvmlReturn_t function(nvmlDevice_t device, type *value)                                    \
	{                                                                                          \
		return fake_number(device, #function, -1, (unsigned int *)value);                  \
	}

UINT(nvmlDeviceGetBrand, nvmlBrandType_t)
UINT(nvmlDeviceGetArchitecture, nvmlDeviceArchitecture_t)
UINT(nvmlDeviceGetIndex, unsigned int)
UINT(nvmlDeviceGetMinorNumber, unsigned int)
UINT(nvmlDeviceGetMultiGpuBoard, unsigned int)
UINT(nvmlDeviceGetBoardId, unsigned int)
UINT(nvmlDeviceGetModuleId, unsigned int)
UINT(nvmlDeviceGetDisplayMode, nvmlEnableState_t)
UINT(nvmlDeviceGetDisplayActive, nvmlEnableState_t)
UINT(nvmlDeviceGetPersistenceMode, nvmlEnableState_t)
UINT(nvmlDeviceGetAccountingMode, nvmlEnableState_t)
UINT(nvmlDeviceGetAccountingBufferSize, unsigned int)
UINT(nvmlDeviceGetVirtualizationMode, nvmlGpuVirtualizationMode_t)
UINT(nvmlDeviceGetHostVgpuMode, nvmlHostVgpuMode_t)
UINT(nvmlDeviceGetMaxPcieLinkGeneration, unsigned int)
UINT(nvmlDeviceGetCurrPcieLinkGeneration, unsigned int)
UINT(nvmlDeviceGetGpuMaxPcieLinkGeneration, unsigned int)
UINT(nvmlDeviceGetMaxPcieLinkWidth, unsigned int)
UINT(nvmlDeviceGetCurrPcieLinkWidth, unsigned int)
UINT(nvmlDeviceGetPcieReplayCounter, unsigned int)
UINT(nvmlDeviceGetFanSpeed, unsigned int)
UINT(nvmlDeviceGetPerformanceState, nvmlPstates_t)
UINT(nvmlDeviceGetComputeMode, nvmlComputeMode_t)
UINT(nvmlDeviceGetRetiredPagesPendingStatus, nvmlEnableState_t)
UINT(nvmlDeviceGetPowerUsage, unsigned int)
UINT(nvmlDeviceGetPowerManagementLimit, unsigned int)
UINT(nvmlDeviceGetEnforcedPowerLimit, unsigned int)
UINT(nvmlDeviceGetPowerManagementDefaultLimit, unsigned int)
UINT(nvmlDeviceGetPowerManagementMode, nvmlEnableState_t)
UINT(nvmlDeviceGetMaxMigDeviceCount, unsigned int)
UINT(nvmlDeviceGetGpuInstanceId, unsigned int)
UINT(nvmlDeviceGetComputeInstanceId, unsigned int)
UINT(nvmlDeviceGetC2cModeInfoV, nvmlC2cModeInfo_v1_t)
#ifdef FAKE_OF_580
/* Which of its functions tell that fields have the numbers of NVML 12.9. */
nvmlReturn_t nvmlGpuInstanceGetActiveVgpus(nvmlGpuInstance_t gpuInstance,
					   nvmlActiveVgpuInstanceInfo_t *pVgpuInstanceInfo)
{
	(void)gpuInstance;
	(void)pVgpuInstanceInfo;
	return NVML_ERROR_NOT_SUPPORTED;
}
#else
UINT(nvmlDeviceGetUnrepairableMemoryFlag_v1, nvmlUnrepairableMemoryStatus_v1_t)
#endif

#define PAIR(function, type)                                                                       \
	nvmlReturn_t function(nvmlDevice_t device, type *first, type *second)                      \
	{                                                                                          \
		return two(device, #function, (unsigned int *)first, (unsigned int *)second);      \
	}

PAIR(nvmlDeviceGetMigMode, unsigned int)
PAIR(nvmlDeviceGetGpuOperationMode, nvmlGpuOperationMode_t)
PAIR(nvmlDeviceGetGspFirmwareMode, unsigned int)
PAIR(nvmlDeviceGetEncoderUtilization, unsigned int)
PAIR(nvmlDeviceGetDecoderUtilization, unsigned int)
PAIR(nvmlDeviceGetJpgUtilization, unsigned int)
PAIR(nvmlDeviceGetOfaUtilization, unsigned int)
PAIR(nvmlDeviceGetEccMode, nvmlEnableState_t)
PAIR(nvmlDeviceGetPowerManagementLimitConstraints, unsigned int)
PAIR(nvmlDeviceGetAutoBoostedClocksEnabled, nvmlEnableState_t)

#define BY_ENUM(function, type)                                                                    \
	nvmlReturn_t function(nvmlDevice_t device, type argument, unsigned int *value)             \
	{                                                                                          \
		return fake_number(device, #function, (int)argument, value);                       \
	}

BY_ENUM(nvmlDeviceGetPcieThroughput, nvmlPcieUtilCounter_t)
BY_ENUM(nvmlDeviceGetTemperature, nvmlTemperatureSensors_t)
BY_ENUM(nvmlDeviceGetTemperatureThreshold, nvmlTemperatureThresholds_t)
BY_ENUM(nvmlDeviceGetClockInfo, nvmlClockType_t)
BY_ENUM(nvmlDeviceGetMaxClockInfo, nvmlClockType_t)
BY_ENUM(nvmlDeviceGetApplicationsClock, nvmlClockType_t)
BY_ENUM(nvmlDeviceGetDefaultApplicationsClock, nvmlClockType_t)
BY_ENUM(nvmlDeviceGetMaxCustomerBoostClock, nvmlClockType_t)

#define TEXT(function)                                                                             \
	nvmlReturn_t function(nvmlDevice_t device, char *text, unsigned int size)                  \
	{                                                                                          \
		return text_of(device, #function, -1, text, size);                                 \
	}

TEXT(nvmlDeviceGetName)
TEXT(nvmlDeviceGetSerial)
TEXT(nvmlDeviceGetUUID)
TEXT(nvmlDeviceGetVbiosVersion)
TEXT(nvmlDeviceGetBoardPartNumber)
TEXT(nvmlDeviceGetInforomImageVersion)

nvmlReturn_t nvmlDeviceGetInforomVersion(nvmlDevice_t device, nvmlInforomObject_t object,
					 char *version, unsigned int length)
{
	return text_of(device, "nvmlDeviceGetInforomVersion", (int)object, version, length);
}

nvmlReturn_t nvmlDeviceGetGspFirmwareVersion(nvmlDevice_t device, char *version)
{
	return text_of(device, "nvmlDeviceGetGspFirmwareVersion", -1, version, 0x40);
}

nvmlReturn_t nvmlDeviceValidateInforom(nvmlDevice_t device)
{
	char text[16];

	return fake_answer(device, "nvmlDeviceValidateInforom", -1, text, sizeof(text));
}

nvmlReturn_t nvmlDeviceGetLastBBXFlushTime(nvmlDevice_t device, unsigned long long *timestamp,
					   unsigned long *durationUs)
{
	unsigned long long number[2] = {0};
	nvmlReturn_t status = fake_numbers(device, "nvmlDeviceGetLastBBXFlushTime", -1, number, 2);

	*timestamp = number[0];
	*durationUs = (unsigned long)number[1];
	return status;
}

nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *pci)
{
	char text[64];
	unsigned long long number[2] = {0};
	nvmlReturn_t status = fake_answer(device, "busid", -1, text, sizeof(text));

	if (status != NVML_SUCCESS)
		return status;
	memset(pci, 0, sizeof(*pci));
	snprintf(pci->busId, sizeof(pci->busId), "%.31s", text);
	sscanf(text, "%x:%x:%x", &pci->domain, &pci->bus, &pci->device);
	fake_numbers(device, "pciids", -1, number, 2);
	pci->pciDeviceId = (unsigned int)number[0];
	pci->pciSubSystemId = (unsigned int)number[1];
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetPciInfoExt(nvmlDevice_t device, nvmlPciInfoExt_t *pci)
{
	unsigned long long number[2] = {0};
	nvmlReturn_t status = fake_numbers(device, "pciclass", -1, number, 2);

	pci->baseClass = (unsigned int)number[0];
	pci->subClass = (unsigned int)number[1];
	return status;
}

nvmlReturn_t nvmlDeviceGetCudaComputeCapability(nvmlDevice_t device, int *major, int *minor)
{
	return two(device, "nvmlDeviceGetCudaComputeCapability", (unsigned int *)major,
		   (unsigned int *)minor);
}

/* total reserved used free */
nvmlReturn_t nvmlDeviceGetMemoryInfo_v2(nvmlDevice_t device, nvmlMemory_v2_t *memory)
{
	unsigned long long number[4] = {0};
	nvmlReturn_t status = fake_numbers(device, "memory", -1, number, 4);

	if (memory->version != nvmlMemory_v2)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	memory->total = number[0];
	memory->reserved = number[1];
	memory->used = number[2];
	memory->free = number[3];
	return status;
}

/* total used free */
nvmlReturn_t nvmlDeviceGetBAR1MemoryInfo(nvmlDevice_t device, nvmlBAR1Memory_t *bar1)
{
	unsigned long long number[3] = {0};
	nvmlReturn_t status = fake_numbers(device, "bar1", -1, number, 3);

	*bar1 = (nvmlBAR1Memory_t){
	    .bar1Total = number[0], .bar1Used = number[1], .bar1Free = number[2]};
	return status;
}

nvmlReturn_t nvmlDeviceGetConfComputeProtectedMemoryUsage(nvmlDevice_t device, nvmlMemory_t *memory)
{
	unsigned long long number[3] = {0};
	nvmlReturn_t status = fake_numbers(device, "protected", -1, number, 3);

	*memory = (nvmlMemory_t){.total = number[0], .used = number[1], .free = number[2]};
	return status;
}

nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *utilization)
{
	return two(device, "utilization", &utilization->gpu, &utilization->memory);
}

nvmlReturn_t nvmlDeviceGetEncoderStats(nvmlDevice_t device, unsigned int *sessionCount,
				       unsigned int *averageFps, unsigned int *averageLatency)
{
	unsigned long long number[3] = {0};
	nvmlReturn_t status = fake_numbers(device, "encoder", -1, number, 3);

	*sessionCount = (unsigned int)number[0];
	*averageFps = (unsigned int)number[1];
	*averageLatency = (unsigned int)number[2];
	return status;
}

nvmlReturn_t nvmlDeviceGetFBCStats(nvmlDevice_t device, nvmlFBCStats_t *stats)
{
	unsigned long long number[3] = {0};
	nvmlReturn_t status = fake_numbers(device, "fbc", -1, number, 3);

	*stats = (nvmlFBCStats_t){(unsigned int)number[0], (unsigned int)number[1],
				  (unsigned int)number[2]};
	return status;
}

nvmlReturn_t nvmlDeviceGetCurrentClocksEventReasons(nvmlDevice_t device,
						    unsigned long long *reasons)
{
	return fake_numbers(device, "reasons", -1, reasons, 1);
}

nvmlReturn_t nvmlDeviceGetSupportedClocksThrottleReasons(nvmlDevice_t device,
							 unsigned long long *reasons)
{
	return fake_numbers(device, "reasonssupported", -1, reasons, 1);
}

nvmlReturn_t nvmlDeviceGetTotalEccErrors(nvmlDevice_t device, nvmlMemoryErrorType_t type,
					 nvmlEccCounterType_t counter, unsigned long long *count)
{
	return fake_numbers(device, "ecctotal", (int)(type * 10 + counter), count, 1);
}

nvmlReturn_t nvmlDeviceGetMemoryErrorCounter(nvmlDevice_t device, nvmlMemoryErrorType_t type,
					     nvmlEccCounterType_t counter,
					     nvmlMemoryLocation_t location,
					     unsigned long long *count)
{
	return fake_numbers(device, "ecc", (int)(type * 100 + counter * 10 + location), count, 1);
}

/* volatile parity, secded, aggregate parity, secded, threshold, L2, SM, microcontroller, PCIe,
 * other */
nvmlReturn_t nvmlDeviceGetSramEccErrorStatus(nvmlDevice_t device, nvmlEccSramErrorStatus_t *sram)
{
	unsigned long long number[10] = {0};
	nvmlReturn_t status = fake_numbers(device, "sram", -1, number, 10);

	sram->volatileUncParity = number[0];
	sram->volatileUncSecDed = number[1];
	sram->aggregateUncParity = number[2];
	sram->aggregateUncSecDed = number[3];
	sram->bThresholdExceeded = (unsigned int)number[4];
	sram->aggregateUncBucketL2 = number[5];
	sram->aggregateUncBucketSm = number[6];
	sram->aggregateUncBucketMcu = number[7];
	sram->aggregateUncBucketPcie = number[8];
	sram->aggregateUncBucketOther = number[9];
	return status;
}

nvmlReturn_t nvmlDeviceGetRepairStatus(nvmlDevice_t device, nvmlRepairStatus_t *repair)
{
	return two(device, "repair", &repair->bChannelRepairPending, &repair->bTpcRepairPending);
}

nvmlReturn_t nvmlDeviceGetRetiredPages(nvmlDevice_t device, nvmlPageRetirementCause_t cause,
				       unsigned int *pageCount, unsigned long long *addresses)
{
	nvmlReturn_t status = fake_number(device, "retired", (int)cause, pageCount);

	if (status == NVML_SUCCESS && addresses && *pageCount)
		status =
		    fake_numbers(device, "retiredpages", (int)cause, addresses, (int)*pageCount);
	return status;
}

nvmlReturn_t nvmlDeviceGetRemappedRows(nvmlDevice_t device, unsigned int *corrected,
				       unsigned int *uncorrected, unsigned int *pending,
				       unsigned int *failure)
{
	unsigned long long number[4] = {0};
	nvmlReturn_t status = fake_numbers(device, "remapped", -1, number, 4);

	*corrected = (unsigned int)number[0];
	*uncorrected = (unsigned int)number[1];
	*pending = (unsigned int)number[2];
	*failure = (unsigned int)number[3];
	return status;
}

nvmlReturn_t nvmlDeviceGetRowRemapperHistogram(nvmlDevice_t device,
					       nvmlRowRemapperHistogramValues_t *values)
{
	unsigned long long number[5] = {0};
	nvmlReturn_t status = fake_numbers(device, "histogram", -1, number, 5);

	*values = (nvmlRowRemapperHistogramValues_t){
	    (unsigned int)number[0], (unsigned int)number[1], (unsigned int)number[2],
	    (unsigned int)number[3], (unsigned int)number[4]};
	return status;
}

nvmlReturn_t nvmlDeviceGetMarginTemperature(nvmlDevice_t device,
					    nvmlMarginTemperature_t *temperature)
{
	return fake_number(device, "margin", -1, (unsigned int *)&temperature->marginTemperature);
}

nvmlReturn_t nvmlDeviceGetAddressingMode(nvmlDevice_t device, nvmlDeviceAddressingMode_t *mode)
{
	return fake_number(device, "addressing", -1, &mode->value);
}

nvmlReturn_t nvmlDeviceGetCapabilities(nvmlDevice_t device, nvmlDeviceCapabilities_t *caps)
{
	return fake_number(device, "capabilities", -1, &caps->capMask);
}

nvmlReturn_t nvmlDeviceGetPdi(nvmlDevice_t device, nvmlPdi_t *pdi)
{
	char text[64] = "";
	nvmlReturn_t status = fake_answer(device, "pdi", -1, text, sizeof(text));

	pdi->value = strtoull(text, NULL, 0);
	return status;
}

/* state status clique uuid */
nvmlReturn_t nvmlDeviceGetGpuFabricInfoV(nvmlDevice_t device, nvmlGpuFabricInfoV_t *info)
{
	unsigned long long number[5] = {0};
	nvmlReturn_t status = fake_numbers(device, "fabric", -1, number, 5);

	info->healthMask = (unsigned int)number[3];
	info->healthSummary = (unsigned char)number[4];
	info->state = (nvmlGpuFabricState_t)number[0];
	info->status = (nvmlReturn_t)number[1];
	info->cliqueId = (unsigned int)number[2];
	memset(info->clusterUuid, 0, sizeof(info->clusterUuid));
	return status;
}

/* chassis is empty; slot tray host peer module guid */
nvmlReturn_t nvmlDeviceGetPlatformInfo(nvmlDevice_t device, nvmlPlatformInfo_t *info)
{
	unsigned long long number[5] = {0};
	nvmlReturn_t status = fake_numbers(device, "platform", -1, number, 5);
	unsigned int version = info->version;

	*info = (nvmlPlatformInfo_t){
	    .version = version,
	    .slotNumber = (unsigned char)number[0],
	    .trayIndex = (unsigned char)number[1],
	    .hostId = (unsigned char)number[2],
	    .peerType = (unsigned char)number[3],
	    .moduleId = (unsigned char)number[4],
	};
	return status;
}

static nvmlReturn_t one_field(nvmlDevice_t device, nvmlFieldValue_t *field)
{
	char name[32] = "field";
	unsigned long long number = 0;

	if (field->scopeId)
		snprintf(name, sizeof(name), "field%u", field->scopeId);
	field->valueType = NVML_VALUE_TYPE_UNSIGNED_LONG_LONG;
	field->nvmlReturn = fake_numbers(device, name, (int)field->fieldId, &number, 1);
	field->value.ullVal = number;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetFieldValues(nvmlDevice_t device, int valuesCount,
				      nvmlFieldValue_t *values)
{
	for (int i = 0; i < valuesCount; i++)
		one_field(device, &values[i]);
	return NVML_SUCCESS;
}

/* slices and engines of a MIG device: multiprocessors, copy, decoders, encoders, jpeg, ofa */
nvmlReturn_t nvmlDeviceGetAttributes_v2(nvmlDevice_t device, nvmlDeviceAttributes_t *attributes)
{
	unsigned long long number[6] = {0};
	nvmlReturn_t status = fake_numbers(device, "attributes", -1, number, 6);

	attributes->multiprocessorCount = (unsigned int)number[0];
	attributes->sharedCopyEngineCount = (unsigned int)number[1];
	attributes->sharedDecoderCount = (unsigned int)number[2];
	attributes->sharedEncoderCount = (unsigned int)number[3];
	attributes->sharedJpegCount = (unsigned int)number[4];
	attributes->sharedOfaCount = (unsigned int)number[5];
	return status;
}

/* "pid bytes gi ci;" repeated; bytes -1: not known, gi and ci -1: none */
static nvmlReturn_t processes(nvmlDevice_t device, const char *function, unsigned int *count,
			      nvmlProcessInfo_t *infos)
{
	static char text[65536];
	char *next = text;
	unsigned int found = 0;
	nvmlReturn_t status = fake_answer(device, function, -1, text, sizeof(text));

	if (status != NVML_SUCCESS)
		return status;
	while (found < *count && *next) {
		infos[found].pid = (unsigned int)strtol(next, &next, 10);
		infos[found].usedGpuMemory = (unsigned long long)strtoll(next, &next, 10);
		infos[found].gpuInstanceId = (unsigned int)strtol(next, &next, 10);
		infos[found].computeInstanceId = (unsigned int)strtol(next, &next, 10);
		next += *next == ';';
		found++;
	}
	*count = found;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t device, unsigned int *infoCount,
						     nvmlProcessInfo_t *infos)
{
	return processes(device, "compute", infoCount, infos);
}

nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses_v3(nvmlDevice_t device, unsigned int *infoCount,
						      nvmlProcessInfo_t *infos)
{
	return processes(device, "graphics", infoCount, infos);
}
