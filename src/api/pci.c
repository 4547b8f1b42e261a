/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/lib.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "provider.h"

/*
 * What the first two versions write: their callers allocated 32 and 52 bytes, and the
 * last 16 of the second were reserved.
 */
#define PCI_INFO_V1_SIZE 32u
#define PCI_INFO_V2_SIZE 36u

static nvmlReturn_t pci_info(struct gpu *gpu, nvmlPciInfo_t *ret_info)
{
	const struct gpu_address *address = &gpu->address;
	struct pci_ids ids;
	nvmlReturn_t result = PROVIDER_ASK(gpu, pci_ids, &ids);

	if (result != NVML_SUCCESS)
		return result;
	memset(ret_info, 0, sizeof(*ret_info));
	ret_info->domain = address->domain;
	ret_info->bus = address->bus;
	ret_info->device = address->slot;
	ret_info->pciDeviceId = ids.device;
	ret_info->pciSubSystemId = ids.subsystem;
	text_bus_id(ret_info->busId, 8, address->domain, address->bus, address->slot);
	text_bus_id(ret_info->busIdLegacy, 4, address->domain, address->bus, address->slot);
	return NVML_SUCCESS;
}

/* Older callers allocated a shorter struct: never write beyond theirs. */
static nvmlReturn_t pci_info_cut(struct gpu *gpu, size_t size, nvmlPciInfo_t *pci)
{
	nvmlPciInfo_t info;
	nvmlReturn_t result = pci_info(gpu, &info);

	if (result == NVML_SUCCESS)
		memcpy(pci, &info, size);
	return result;
}

nvmlReturn_t impl_DeviceGetPciInfo(struct gpu *gpu, nvmlPciInfo_t *pci)
{
	return pci_info_cut(gpu, PCI_INFO_V1_SIZE, pci);
}

nvmlReturn_t impl_DeviceGetPciInfo_v2(struct gpu *gpu, nvmlPciInfo_t *pci)
{
	return pci_info_cut(gpu, PCI_INFO_V2_SIZE, pci);
}

nvmlReturn_t impl_DeviceGetPciInfo_v3(struct gpu *gpu, nvmlPciInfo_t *pci)
{
	return pci_info_cut(gpu, sizeof(nvmlPciInfo_t), pci);
}

nvmlReturn_t impl_DeviceGetPciInfoExt(struct gpu *gpu, nvmlPciInfoExt_t *pci)
{
	nvmlPciInfo_t info;
	struct pci_class class;
	nvmlReturn_t result = pci_info(gpu, &info);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(gpu, pci_class, &class);
	if (result != NVML_SUCCESS)
		return result;
	pci->domain = info.domain;
	pci->bus = info.bus;
	pci->device = info.device;
	pci->pciDeviceId = info.pciDeviceId;
	pci->pciSubSystemId = info.pciSubSystemId;
	pci->baseClass = class.base;
	pci->subClass = class.sub;
	memcpy(pci->busId, info.busId, sizeof(pci->busId));
	return NVML_SUCCESS;
}

/* A code of 0 means that the driver could not tell. */
static nvmlReturn_t known_generation(nvmlReturn_t result, uint32_t generation, unsigned int *ret)
{
	if (result != NVML_SUCCESS)
		return result;
	if (generation < 1 || generation > 6)
		return NVML_ERROR_UNKNOWN;
	*ret = generation;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetCurrPcieLinkGeneration(struct gpu *gpu, unsigned int *currLinkGen)
{
	struct pcie_generations generations = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_generations, &generations);

	return known_generation(result, generations.current, currLinkGen);
}

nvmlReturn_t impl_DeviceGetMaxPcieLinkGeneration(struct gpu *gpu, unsigned int *maxLinkGen)
{
	struct pcie_generations generations = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_generations, &generations);

	return known_generation(result, generations.max, maxLinkGen);
}

nvmlReturn_t impl_DeviceGetGpuMaxPcieLinkGeneration(struct gpu *gpu, unsigned int *maxLinkGenDevice)
{
	struct pcie_generations generations = {0};
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_generations, &generations);

	return known_generation(result, generations.gpu_max, maxLinkGenDevice);
}

/* What the link does now, and how wide it may be, PCI Express alone has. */
static nvmlReturn_t express_registers(struct gpu *gpu, struct pcie_registers *ret_registers)
{
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_registers, ret_registers);

	if (result == NVML_SUCCESS && !ret_registers->express)
		result = NVML_ERROR_NOT_SUPPORTED;
	return result;
}

/* Bits 25:20 of LnkSta << 16: negotiated width. */
nvmlReturn_t impl_DeviceGetCurrPcieLinkWidth(struct gpu *gpu, unsigned int *currLinkWidth)
{
	struct pcie_registers registers;
	nvmlReturn_t result = express_registers(gpu, &registers);

	if (result != NVML_SUCCESS)
		return result;
	uint32_t width = registers.control_status >> 20 & 0x3f;
	if (width == 0)
		return NVML_ERROR_UNKNOWN;
	*currLinkWidth = width;
	return NVML_SUCCESS;
}

/* Bits 9:4 of LnkCap: 63 is what a GPU off the bus reads. */
nvmlReturn_t impl_DeviceGetMaxPcieLinkWidth(struct gpu *gpu, unsigned int *maxLinkWidth)
{
	struct pcie_registers registers;
	nvmlReturn_t result = express_registers(gpu, &registers);

	if (result != NVML_SUCCESS)
		return result;
	uint32_t width = registers.capabilities >> 4 & 0x3f;
	if (width == 0 || width == 0x3f)
		return NVML_ERROR_UNKNOWN;
	*maxLinkWidth = width;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetPcieSpeed(struct gpu *gpu, unsigned int *pcieSpeed)
{
	static const unsigned mbps[] = {0, 2500, 5000, 8000, 16000, 32000, 64000};
	struct pcie_registers registers;
	nvmlReturn_t result = express_registers(gpu, &registers);

	if (result != NVML_SUCCESS)
		return result;
	uint32_t code = registers.control_status >> 16 & 0xf;
	if (code == 0 || code >= sizeof(mbps) / sizeof(mbps[0]))
		return NVML_ERROR_UNKNOWN;
	*pcieSpeed = mbps[code];
	return NVML_SUCCESS;
}

/* Asked of any bus, as NVIDIA's library does. */
nvmlReturn_t impl_DeviceGetPcieLinkMaxSpeed(struct gpu *gpu, unsigned int *maxSpeed)
{
	struct pcie_registers registers;
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_registers, &registers);

	if (result != NVML_SUCCESS)
		return result;
	uint32_t code = registers.capabilities & 0xf;
	if (code == 0 || code > 6)
		return NVML_ERROR_INVALID_ARGUMENT;
	*maxSpeed = code;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetPcieReplayCounter(struct gpu *gpu, unsigned int *value)
{
	return PROVIDER_ASK(gpu, pcie_replays, value);
}

struct reading {
	uint32_t units; /* of 4 bytes, from no published zero */
	uint64_t ns;    /* when: in the middle of the call */
};

static nvmlReturn_t read_bytes(struct gpu *gpu, nvmlPcieUtilCounter_t counter,
			       struct reading *ret_reading)
{
	uint64_t began = lib.port->monotonic_ns(lib.port);
	nvmlReturn_t result = PROVIDER_ASK(gpu, pcie_bytes, 1u << counter, &ret_reading->units);

	ret_reading->ns = began + (lib.port->monotonic_ns(lib.port) - began) / 2;
	return result;
}

static unsigned int kb_per_s(const struct reading *before, const struct reading *after)
{
	uint64_t bytes = (uint64_t)(uint32_t)(after->units - before->units) * 4;
	uint64_t ns = after->ns - before->ns;
	uint64_t rate = ns ? bytes * 1000000 / ns : 0;

	return rate < UINT32_MAX ? (unsigned int)rate : UINT32_MAX;
}

/*
 * Two readings of a byte counter 20 ms apart, repeated while it stands still. The
 * unit, 4 bytes, is the one seen with NVIDIA's 555 library, which takes every
 * window for 20 ms; here it is what passed, more on a busy machine. No hardware has
 * confirmed the unit. The driver's other five counters are of link states, in no
 * published unit; numbers beyond them are refused before.
 */
nvmlReturn_t impl_DeviceGetPcieThroughput(struct gpu *gpu, nvmlPcieUtilCounter_t counter,
					  unsigned int *value)
{
	struct reading before = {0}, after = {0};

	if (counter != NVML_PCIE_UTIL_TX_BYTES && counter != NVML_PCIE_UTIL_RX_BYTES)
		return NVML_ERROR_NOT_SUPPORTED;
	for (int attempt = 0; attempt < 11 && before.units == after.units; attempt++) {
		nvmlReturn_t result = read_bytes(gpu, counter, &before);
		if (result == NVML_SUCCESS) {
			lib.port->sleep_us(lib.port, 20000);
			result = read_bytes(gpu, counter, &after);
		}
		if (result != NVML_SUCCESS)
			return result;
	}
	*value = kb_per_s(&before, &after);
	return NVML_SUCCESS;
}

/* The driver's codes: PCI 1, PCIe 3, FPCI 4, AXI 8. */
nvmlReturn_t impl_DeviceGetBusType(struct gpu *gpu, nvmlBusType_t *type)
{
	uint32_t code;
	nvmlReturn_t result = PROVIDER_ASK(gpu, bus_type, &code);

	if (result != NVML_SUCCESS)
		return result;
	switch (code) {
	case 1:
		*type = NVML_BUS_TYPE_PCI;
		break;
	case 3:
		*type = NVML_BUS_TYPE_PCIE;
		break;
	case 4:
		*type = NVML_BUS_TYPE_FPCI;
		break;
	case 8:
		*type = 5; /* as NVIDIA's library answers for AXI; the header has no name */
		break;
	default:
		*type = NVML_BUS_TYPE_UNKNOWN;
		break;
	}
	return NVML_SUCCESS;
}
