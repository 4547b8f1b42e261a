/* SPDX-License-Identifier: MIT */
/* What a board is, and who uses it. */
#include "questions.h"

#include <string.h>

nvmlReturn_t ask_accounting_buffer_size(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetAccountingBufferSize(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_board_id(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetBoardId(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_minor(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetMinorNumber(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_index(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetIndex(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_multi_gpu_board(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetMultiGpuBoard(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_module_id(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetModuleId(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_irq(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetIrqNum(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_cores(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetNumGpuCores(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_bus_width(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetMemoryBusWidth(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_numa_node(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetNumaNodeId(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_gen(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetCurrPcieLinkGeneration(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_max_gen(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetMaxPcieLinkGeneration(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_gpu_max_gen(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetGpuMaxPcieLinkGeneration(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_width(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetCurrPcieLinkWidth(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_max_width(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetMaxPcieLinkWidth(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_speed(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetPcieSpeed(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_link_max_speed(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetPcieLinkMaxSpeed(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_pcie_replays(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetPcieReplayCounter(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_mig_device_count(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetMaxMigDeviceCount(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_is_mig(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceIsMigDeviceHandle(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_accounting_mode(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetAccountingMode(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_persistence(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetPersistenceMode(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_compute_mode(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlComputeMode_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetComputeMode(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_virtualization(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlGpuVirtualizationMode_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetVirtualizationMode(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_brand(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlBrandType_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetBrand(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_bus_type(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlBusType_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetBusType(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_architecture(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlDeviceArchitecture_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetArchitecture(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_power_source(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPowerSource_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetPowerSource(gpu, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_mig_current(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, pending = 0;
	nvmlReturn_t result = nvmlDeviceGetMigMode(gpu, &v, &pending);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_gsp_mode(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0, normal = 0;
	nvmlReturn_t result = nvmlDeviceGetGspFirmwareMode(gpu, &v, &normal);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_compute_major(nvmlDevice_t gpu, uint64_t *ret_value)
{
	int v = 0, minor = 0;
	nvmlReturn_t result = nvmlDeviceGetCudaComputeCapability(gpu, &v, &minor);
	return give_answer(result, (uint64_t)v, ret_value);
}

nvmlReturn_t ask_compute_minor(nvmlDevice_t gpu, uint64_t *ret_value)
{
	int v = 0, minor = 0;
	nvmlReturn_t result = nvmlDeviceGetCudaComputeCapability(gpu, &v, &minor);
	return give_answer(result, (uint64_t)minor, ret_value);
}

nvmlReturn_t ask_pci_v1(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPciInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetPciInfo(gpu, &v);
	return give_answer(result, v.pciDeviceId, ret_value);
}

nvmlReturn_t ask_pci_v2(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPciInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetPciInfo_v2(gpu, &v);
	return give_answer(result, v.pciDeviceId, ret_value);
}

nvmlReturn_t ask_pci_v3(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPciInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetPciInfo_v3(gpu, &v);
	return give_answer(result, v.pciDeviceId, ret_value);
}

nvmlReturn_t ask_pcie_throughput(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetPcieThroughput(gpu, NVML_PCIE_UTIL_TX_BYTES, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_compute_processes_v1(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_v1_t list[8];
	nvmlReturn_t result = nvmlDeviceGetComputeRunningProcesses(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_compute_processes_v2(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_v2_t list[8];
	nvmlReturn_t result = nvmlDeviceGetComputeRunningProcesses_v2(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_compute_processes_v3(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_t list[8];
	nvmlReturn_t result = nvmlDeviceGetComputeRunningProcesses_v3(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_graphics_processes_v1(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_v1_t list[8];
	nvmlReturn_t result = nvmlDeviceGetGraphicsRunningProcesses(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_graphics_processes_v2(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_v2_t list[8];
	nvmlReturn_t result = nvmlDeviceGetGraphicsRunningProcesses_v2(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_graphics_processes_v3(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_t list[8];
	nvmlReturn_t result = nvmlDeviceGetGraphicsRunningProcesses_v3(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_mps_processes_v1(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_v1_t list[8];
	nvmlReturn_t result = nvmlDeviceGetMPSComputeRunningProcesses(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_mps_processes_v2(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_v2_t list[8];
	nvmlReturn_t result = nvmlDeviceGetMPSComputeRunningProcesses_v2(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_mps_processes_v3(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 8;
	nvmlProcessInfo_t list[8];
	nvmlReturn_t result = nvmlDeviceGetMPSComputeRunningProcesses_v3(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_accounting_pids(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 16, list[16];
	nvmlReturn_t result = nvmlDeviceGetAccountingPids(gpu, &v, list);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_accounting_stats(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlAccountingStats_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetAccountingStats(gpu, 4003, &v);
	return give_answer(result, v.gpuUtilization, ret_value);
}

nvmlReturn_t ask_nvlink_state(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlEnableState_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetNvLinkState(gpu, 0, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_nvlink_version(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result = nvmlDeviceGetNvLinkVersion(gpu, 0, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_nvlink_capability(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned int v = 0;
	nvmlReturn_t result =
	    nvmlDeviceGetNvLinkCapability(gpu, 0, NVML_NVLINK_CAP_P2P_SUPPORTED, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_nvlink_remote_pci(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPciInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetNvLinkRemotePciInfo(gpu, 0, &v);
	return give_answer(result, v.pciDeviceId, ret_value);
}

nvmlReturn_t ask_nvlink_remote_pci_v2(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPciInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetNvLinkRemotePciInfo_v2(gpu, 0, &v);
	return give_answer(result, v.pciDeviceId, ret_value);
}

nvmlReturn_t ask_nvlink_remote_type(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlIntNvLinkDeviceType_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetNvLinkRemoteDeviceType(gpu, 0, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_fabric_state(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlGpuFabricInfo_t v = {0};
	nvmlReturn_t result = nvmlDeviceGetGpuFabricInfo(gpu, &v);
	return give_answer(result, v.state, ret_value);
}

nvmlReturn_t ask_fabric_state_v(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlGpuFabricInfoV_t v = {.version = nvmlGpuFabricInfo_v2};
	nvmlReturn_t result = nvmlDeviceGetGpuFabricInfoV(gpu, &v);
	return give_answer(result, v.state, ret_value);
}

nvmlReturn_t ask_platform(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlPlatformInfo_t v = {.version = nvmlPlatformInfo_v2};
	nvmlReturn_t result = nvmlDeviceGetPlatformInfo(gpu, &v);
	return give_answer(result, v.slotNumber, ret_value);
}

nvmlReturn_t ask_name(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetName(gpu, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_uuid(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetUUID(gpu, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_serial(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetSerial(gpu, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_part_number(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetBoardPartNumber(gpu, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_vbios(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetVbiosVersion(gpu, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_inforom_image(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetInforomImageVersion(gpu, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_inforom_ecc(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[96] = "";
	nvmlReturn_t result = nvmlDeviceGetInforomVersion(gpu, NVML_INFOROM_ECC, v, sizeof(v));
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_gsp_version(nvmlDevice_t gpu, uint64_t *ret_value)
{
	char v[NVML_GSP_FIRMWARE_VERSION_BUF_SIZE] = "";
	nvmlReturn_t result = nvmlDeviceGetGspFirmwareVersion(gpu, v);
	return give_answer(result, strlen(v), ret_value);
}

nvmlReturn_t ask_same_board(nvmlDevice_t gpu, uint64_t *ret_value)
{
	int v = 0;
	nvmlReturn_t result = nvmlDeviceOnSameBoard(gpu, gpu, &v);
	return give_answer(result, (uint64_t)v, ret_value);
}

nvmlReturn_t ask_p2p_read(nvmlDevice_t gpu, uint64_t *ret_value)
{
	nvmlGpuP2PStatus_t v = 0;
	nvmlReturn_t result = nvmlDeviceGetP2PStatus(gpu, gpu, NVML_P2P_CAPS_INDEX_READ, &v);
	return give_answer(result, v, ret_value);
}

nvmlReturn_t ask_cpu_affinity(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long v[2] = {0};
	nvmlReturn_t result = nvmlDeviceGetCpuAffinity(gpu, 2, v);
	return give_answer(result, v[0], ret_value);
}

nvmlReturn_t ask_cpu_affinity_socket(nvmlDevice_t gpu, uint64_t *ret_value)
{
	unsigned long v[2] = {0};
	nvmlReturn_t result =
	    nvmlDeviceGetCpuAffinityWithinScope(gpu, 2, v, NVML_AFFINITY_SCOPE_SOCKET);
	return give_answer(result, v[0], ret_value);
}
