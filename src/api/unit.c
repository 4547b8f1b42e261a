/* SPDX-License-Identifier: MIT */
/* S-class enclosures are extinct: there is never one, so every handle is a wrong one. */
#include "entry_impl.h"

nvmlReturn_t impl_UnitGetCount(unsigned int *unitCount)
{
	*unitCount = 0;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_SystemGetHicVersion(unsigned int *hwbcCount, nvmlHwbcEntry_t *hwbcEntries)
{
	(void)hwbcEntries;
	*hwbcCount = 0;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_UnitGetHandleByIndex(unsigned int index, nvmlUnit_t *unit)
{
	(void)index;
	(void)unit;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitGetUnitInfo(nvmlUnit_t unit, nvmlUnitInfo_t *info)
{
	(void)unit;
	(void)info;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitGetLedState(nvmlUnit_t unit, nvmlLedState_t *state)
{
	(void)unit;
	(void)state;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitGetPsuInfo(nvmlUnit_t unit, nvmlPSUInfo_t *psu)
{
	(void)unit;
	(void)psu;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitGetTemperature(nvmlUnit_t unit, unsigned int type, unsigned int *temp)
{
	(void)unit;
	(void)type;
	(void)temp;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitGetFanSpeedInfo(nvmlUnit_t unit, nvmlUnitFanSpeeds_t *fanSpeeds)
{
	(void)unit;
	(void)fanSpeeds;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitGetDevices(nvmlUnit_t unit, unsigned int *deviceCount, nvmlDevice_t *devices)
{
	(void)unit;
	(void)deviceCount;
	(void)devices;
	return NVML_ERROR_INVALID_ARGUMENT;
}

nvmlReturn_t impl_UnitSetLedState(nvmlUnit_t unit, nvmlLedColor_t color)
{
	(void)unit;
	(void)color;
	return NVML_ERROR_INVALID_ARGUMENT;
}
