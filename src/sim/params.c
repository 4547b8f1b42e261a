/* SPDX-License-Identifier: MIT */
/* Defaults of the module's parameters (nv-reg.h). */
#include "sim/params.h"

#include "sim/driver.h"

#define UNSET 4294967295u
#define FOREVER                                                                                    \
	{                                                                                          \
		UINT16_MAX, 0, 0                                                                   \
	}

struct row {
	struct sim_param param;
	struct rm_version since, until; /* until: the first release without it */
};

static const struct row rows[] = {
    {{"ResmanDebugLevel", UNSET}, {0, 0, 0}, FOREVER},
    {{"RmLogonRC", 1}, {0, 0, 0}, FOREVER},
    {{"ModifyDeviceFiles", 1}, {0, 0, 0}, FOREVER},
    {{"DeviceFileUID", 0}, {0, 0, 0}, FOREVER},
    {{"DeviceFileGID", 0}, {0, 0, 0}, FOREVER},
    {{"DeviceFileMode", 0666}, {0, 0, 0}, FOREVER},
    {{"InitializeSystemMemoryAllocations", 1}, {0, 0, 0}, FOREVER},
    {{"UsePageAttributeTable", UNSET}, {0, 0, 0}, FOREVER},
    {{"EnableMSI", 1}, {0, 0, 0}, FOREVER},
    {{"RegisterForACPIEvents", 1}, {0, 0, 0}, {515, 48, 7}},
    {{"EnablePCIeGen3", 0}, {0, 0, 0}, FOREVER},
    {{"MemoryPoolSize", 0}, {0, 0, 0}, FOREVER},
    {{"KMallocHeapMaxSize", 0}, {0, 0, 0}, FOREVER},
    {{"VMallocHeapMaxSize", 0}, {0, 0, 0}, FOREVER},
    {{"IgnoreMMIOCheck", 0}, {0, 0, 0}, FOREVER},
    {{"TCEBypassMode", 0}, {0, 0, 0}, {570, 0, 0}},
    {{"EnableStreamMemOPs", 0}, {0, 0, 0}, FOREVER},
    {{"EnableUserNUMAManagement", 1}, {0, 0, 0}, FOREVER},
    {{"NvLinkDisable", 0}, {0, 0, 0}, FOREVER},
    {{"RmProfilingAdminOnly", 1}, {0, 0, 0}, FOREVER},
    {{"PreserveVideoMemoryAllocations", 0}, {0, 0, 0}, {595, 0, 0}},
    {{"PreserveVideoMemoryAllocations", 2}, {595, 0, 0}, FOREVER},
    {{"UseKernelSuspendNotifiers", 0}, {595, 0, 0}, FOREVER},
    {{"EnableS0ixPowerManagement", 0}, {0, 0, 0}, FOREVER},
    {{"S0ixPowerManagementVideoMemoryThreshold", 256}, {0, 0, 0}, FOREVER},
    {{"DynamicPowerManagement", 3}, {0, 0, 0}, FOREVER},
    {{"DynamicPowerManagementVideoMemoryThreshold", 200}, {0, 0, 0}, FOREVER},
    {{"TegraGpuPgMask", 0}, {590, 0, 0}, {595, 0, 0}},
    {{"TegraGpuPgMask", UNSET}, {595, 0, 0}, FOREVER},
    {{"RegisterPCIDriver", 1}, {0, 0, 0}, FOREVER},
    {{"EnablePCIERelaxedOrderingMode", 0}, {0, 0, 0}, FOREVER},
    {{"EnableResizableBar", 0}, {530, 0, 0}, FOREVER},
    {{"EnableGpuFirmware", 0x12}, {0, 0, 0}, FOREVER},
    {{"EnableGpuFirmwareLogs", 2}, {0, 0, 0}, FOREVER},
    {{"RmNvlinkBandwidthLinkCount", 0}, {565, 0, 0}, FOREVER},
    {{"EnableDbgBreakpoint", 0}, {0, 0, 0}, FOREVER},
    {{"OpenRmEnableUnsupportedGpus", 0}, {0, 0, 0}, {545, 0, 0}},
    {{"OpenRmEnableUnsupportedGpus", 1}, {545, 0, 0}, FOREVER},
    {{"DmaRemapPeerMmio", 1}, {515, 48, 7}, FOREVER},
    {{"ImexChannelCount", 2048}, {550, 40, 53}, FOREVER},
    {{"CreateImexChannel0", 0}, {555, 0, 0}, FOREVER},
    {{"GrdmaPciTopoCheckOverride", 0}, {570, 0, 0}, FOREVER},
    {{"EnableSystemMemoryPools", 0x211}, {590, 0, 0}, FOREVER},
};

struct sim_param sim_param_at(const struct sim *sim, unsigned index)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rm_version_compare(sim->version, rows[i].since) < 0 ||
		    rm_version_compare(sim->version, rows[i].until) >= 0)
			continue;
		if (index-- == 0)
			return rows[i].param;
	}
	return (struct sim_param){NULL, 0};
}
