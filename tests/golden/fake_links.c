/* SPDX-License-Identifier: MIT */
/*
 * NVLink, neighbours and what else connects. "0.links=8" is how many links a GPU has; each is up
 * unless "0.nvmlDeviceGetNvLinkState.3=0" says otherwise, and other numbers are wrong arguments.
 */

#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two numbers in one argument. */
#define BOTH(link, other) ((int)((link)*100 + (other)))

static nvmlReturn_t find_link(nvmlDevice_t device, unsigned int link)
{
	unsigned int count = 0;
	nvmlReturn_t status = fake_number(device, "links", -1, &count);

	if (status != NVML_SUCCESS)
		return status;
	return link < count ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t nvmlDeviceGetNvLinkState(nvmlDevice_t device, unsigned int link,
				      nvmlEnableState_t *isActive)
{
	nvmlReturn_t status = find_link(device, link);
	unsigned int active = 1;

	if (status != NVML_SUCCESS)
		return status;
	fake_number(device, "nvmlDeviceGetNvLinkState", (int)link, &active);
	*isActive = active ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetNvLinkCapability(nvmlDevice_t device, unsigned int link,
					   nvmlNvLinkCapability_t capability,
					   unsigned int *capResult)
{
	return fake_number(device, "nvmlDeviceGetNvLinkCapability", BOTH(link, capability),
			   capResult);
}

nvmlReturn_t nvmlDeviceGetNvLinkErrorCounter(nvmlDevice_t device, unsigned int link,
					     nvmlNvLinkErrorCounter_t counter,
					     unsigned long long *counterValue)
{
	return fake_numbers(device, "nvmlDeviceGetNvLinkErrorCounter", BOTH(link, counter),
			    counterValue, 1);
}

nvmlReturn_t nvmlDeviceResetNvLinkErrorCounters(nvmlDevice_t device, unsigned int link)
{
	unsigned int ignored;

	return fake_number(device, "nvmlDeviceResetNvLinkErrorCounters", (int)link, &ignored);
}

nvmlReturn_t nvmlDeviceGetNvLinkRemoteDeviceType(nvmlDevice_t device, unsigned int link,
						 nvmlIntNvLinkDeviceType_t *type)
{
	return fake_number(device, "nvmlDeviceGetNvLinkRemoteDeviceType", (int)link,
			   (unsigned int *)type);
}

nvmlReturn_t nvmlDeviceGetNvLinkRemotePciInfo_v2(nvmlDevice_t device, unsigned int link,
						 nvmlPciInfo_t *pci)
{
	char text[32];
	nvmlReturn_t status = fake_answer(device, "nvmlDeviceGetNvLinkRemotePciInfo_v2", (int)link,
					  text, sizeof(text));

	if (status != NVML_SUCCESS)
		return status;
	memset(pci, 0, sizeof(*pci));
	snprintf(pci->busId, sizeof(pci->busId), "%s", text);
	sscanf(text, "%x:%x:%x", &pci->domain, &pci->bus, &pci->device);
	return NVML_SUCCESS;
}

/* A device's index, as far as a test has devices. */
static int index_of(nvmlDevice_t wanted)
{
	nvmlDevice_t device;

	for (unsigned int i = 0; i < 64; i++) {
		if (nvmlDeviceGetHandleByIndex_v2(i, &device) == NVML_SUCCESS && device == wanted)
			return (int)i;
	}
	return 99;
}

nvmlReturn_t nvmlDeviceGetTopologyCommonAncestor(nvmlDevice_t device1, nvmlDevice_t device2,
						 nvmlGpuTopologyLevel_t *pathInfo)
{
	return fake_number(device1, "nvmlDeviceGetTopologyCommonAncestor", index_of(device2),
			   (unsigned int *)pathInfo);
}

nvmlReturn_t nvmlDeviceGetP2PStatus(nvmlDevice_t device1, nvmlDevice_t device2,
				    nvmlGpuP2PCapsIndex_t p2pIndex, nvmlGpuP2PStatus_t *p2pStatus)
{
	return fake_number(device1, "nvmlDeviceGetP2PStatus", BOTH(index_of(device2), p2pIndex),
			   (unsigned int *)p2pStatus);
}

/* The set as words of 32 bits. All of it is written, as far as it is said. */
static nvmlReturn_t set_of(nvmlDevice_t device, const char *function, unsigned int size,
			   unsigned long *set)
{
	unsigned long long halves[32] = {0};
	nvmlReturn_t status = fake_numbers(device, function, -1, halves, 32);

	for (unsigned int i = 0; status == NVML_SUCCESS && i < size; i++)
		set[i] = i < 16 ? (unsigned long)(halves[2 * i] | halves[2 * i + 1] << 32) : 0;
	return status;
}

nvmlReturn_t nvmlDeviceGetCpuAffinity(nvmlDevice_t device, unsigned int cpuSetSize,
				      unsigned long *cpuSet)
{
	return set_of(device, "nvmlDeviceGetCpuAffinity", cpuSetSize, cpuSet);
}

nvmlReturn_t nvmlDeviceGetMemoryAffinity(nvmlDevice_t device, unsigned int nodeSetSize,
					 unsigned long *nodeSet, nvmlAffinityScope_t scope)
{
	if (scope > NVML_AFFINITY_SCOPE_SOCKET)
		return NVML_ERROR_INVALID_ARGUMENT;
	return set_of(device, "nvmlDeviceGetMemoryAffinity", nodeSetSize, nodeSet);
}

nvmlReturn_t nvmlDeviceGetNumaNodeId(nvmlDevice_t device, unsigned int *node)
{
	return fake_number(device, "nvmlDeviceGetNumaNodeId", -1, node);
}

/* "near.48=0 1" */
nvmlReturn_t nvmlSystemGetTopologyGpuSet(unsigned int cpuNumber, unsigned int *count,
					 nvmlDevice_t *deviceArray)
{
	char key[32];
	char text[256] = "";
	char *next = text;
	unsigned int found = 0;

	snprintf(key, sizeof(key), "near.%u", cpuNumber);
	fake_machine(key, text, sizeof(text));
	while (*next) {
		unsigned int index = (unsigned int)strtoul(next, &next, 10);

		if (deviceArray && found < *count)
			nvmlDeviceGetHandleByIndex_v2(index, &deviceArray[found]);
		found++;
	}
	if (!deviceArray)
		*count = found;
	return NVML_SUCCESS;
}

static nvmlReturn_t system_number(const char *key, unsigned int *ret_number)
{
	char text[32];
	nvmlReturn_t status = fake_machine(key, text, sizeof(text));

	if (status == NVML_SUCCESS)
		*ret_number = (unsigned int)atoi(text);
	return status;
}

nvmlReturn_t nvmlSystemGetNvlinkBwMode(unsigned int *nvlinkBwMode)
{
	return system_number("nvmlSystemGetNvlinkBwMode", nvlinkBwMode);
}

nvmlReturn_t nvmlDeviceGetConfComputeMemSizeInfo(nvmlDevice_t device,
						 nvmlConfComputeMemSizeInfo_t *memInfo)
{
	unsigned long long numbers[2] = {0};
	nvmlReturn_t status = fake_numbers(device, "ccmemory", -1, numbers, 2);

	memInfo->protectedMemSizeKib = numbers[0];
	memInfo->unprotectedMemSizeKib = numbers[1];
	return status;
}

nvmlReturn_t nvmlSystemGetConfComputeCapabilities(nvmlConfComputeSystemCaps_t *capabilities)
{
	nvmlReturn_t status = system_number("cc.cpu", &capabilities->cpuCaps);

	return status == NVML_SUCCESS ? system_number("cc.gpus", &capabilities->gpusCaps) : status;
}

nvmlReturn_t nvmlSystemGetConfComputeState(nvmlConfComputeSystemState_t *state)
{
	nvmlReturn_t status = system_number("cc.feature", &state->ccFeature);

	system_number("cc.environment", &state->environment);
	system_number("cc.tools", &state->devToolsMode);
	return status;
}

nvmlReturn_t nvmlSystemGetConfComputeSettings(nvmlSystemConfComputeSettings_t *settings)
{
	if (settings->version != nvmlSystemConfComputeSettings_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	return system_number("cc.multi", &settings->multiGpuMode);
}

nvmlReturn_t nvmlSystemGetConfComputeGpusReadyState(unsigned int *isAcceptingWork)
{
	return system_number("cc.ready", isAcceptingWork);
}

/* "cc.set=4": setting it is refused so. */
nvmlReturn_t nvmlSystemSetConfComputeGpusReadyState(unsigned int isAcceptingWork)
{
	unsigned int status = NVML_SUCCESS;

	(void)isAcceptingWork;
	system_number("cc.set", &status);
	return (nvmlReturn_t)status;
}

nvmlReturn_t nvmlGpmQueryIfStreamingEnabled(nvmlDevice_t device, unsigned int *state)
{
	return fake_number(device, "nvmlGpmQueryIfStreamingEnabled", -1, state);
}

/* "0.rusd=1": the mask must be this one. */
nvmlReturn_t nvmlDeviceSetRusdSettings_v1(nvmlDevice_t device, nvmlRusdSettings_v1_t *settings)
{
	unsigned long long wanted = 0;
	nvmlReturn_t status = fake_numbers(device, "rusd", -1, &wanted, 1);

	if (settings->version != nvmlRusdSettings_v1)
		return NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
	if (status == NVML_SUCCESS && (settings->pollMask & 0xfff) != wanted)
		return NVML_ERROR_INVALID_ARGUMENT;
	return status;
}

/* "0.prm.304=17": the counter with this number, of port 3. */
nvmlReturn_t nvmlDeviceReadPRMCounters_v1(nvmlDevice_t device, nvmlPRMCounterList_v1_t *counterList)
{
	for (unsigned int i = 0; i < counterList->numCounters; i++) {
		nvmlPRMCounter_v1_t *counter = &counterList->counters[i];
		unsigned long long number = 0;

		counter->counterValue.status =
		    fake_numbers(device, "prm", (int)counter->counterId, &number, 1);
		if (counter->inData.localPort != 3)
			counter->counterValue.status = NVML_ERROR_INVALID_ARGUMENT;
		counter->counterValue.outputType = NVML_VALUE_TYPE_UNSIGNED_LONG_LONG;
		counter->counterValue.outputValue.ullVal = number;
	}
	return NVML_SUCCESS;
}
