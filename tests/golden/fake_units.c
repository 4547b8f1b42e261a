/* SPDX-License-Identifier: MIT */
/*
 * Enclosures of fake_nvml.c, fields of an answer apart by ";": "units" is their number, "hics" has
 * "ID VERSION" of each card, "unit.0.info" name, id, serial and firmware, "unit.0.led" a color and
 * its cause, "unit.0.psu" state, current, voltage and power, "unit.0.temperature.1" degrees,
 * "unit.0.fans" "SPEED STATE" of each, "unit.0.devices" the indices of GPUs, and
 * "unit.0.setled.1" the status of setting it amber.
 */

#include "fake_nvml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nvmlUnit_st {
	unsigned int index;
};

static nvmlReturn_t answer(nvmlUnit_t unit, const char *what, char ret_text[512])
{
	char key[64];

	snprintf(key, sizeof(key), "unit.%u.%s", unit->index, what);
	ret_text[0] = '\0';
	return fake_machine(key, ret_text, 512);
}

/* The next field of a text; its end moves on. */
static void next_field(char **text, char *ret_field, size_t size)
{
	size_t length = strcspn(*text, ";");

	snprintf(ret_field, size, "%.*s", (int)length, *text);
	*text += length + ((*text)[length] == ';');
}

nvmlReturn_t nvmlSystemGetHicVersion(unsigned int *hwbcCount, nvmlHwbcEntry_t *hwbcEntries)
{
	char text[512] = "", field[64];
	char *next = text;
	nvmlReturn_t status = fake_machine("hics", text, sizeof(text));
	unsigned int count = 0;

	for (; *next && count < *hwbcCount; count++) {
		next_field(&next, field, sizeof(field));
		sscanf(field, "%u %31s", &hwbcEntries[count].hwbcId,
		       hwbcEntries[count].firmwareVersion);
	}
	*hwbcCount = count;
	return status == NVML_ERROR_NOT_SUPPORTED ? NVML_SUCCESS : status;
}

nvmlReturn_t nvmlUnitGetCount(unsigned int *unitCount)
{
	return fake_machine_number("units", unitCount);
}

nvmlReturn_t nvmlUnitGetHandleByIndex(unsigned int index, nvmlUnit_t *unit)
{
	static struct nvmlUnit_st units[8];

	if (index >= 8)
		return NVML_ERROR_INVALID_ARGUMENT;
	units[index].index = index;
	*unit = &units[index];
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlUnitGetUnitInfo(nvmlUnit_t unit, nvmlUnitInfo_t *info)
{
	char text[512];
	char *next = text;
	nvmlReturn_t status = answer(unit, "info", text);

	next_field(&next, info->name, sizeof(info->name));
	next_field(&next, info->id, sizeof(info->id));
	next_field(&next, info->serial, sizeof(info->serial));
	next_field(&next, info->firmwareVersion, sizeof(info->firmwareVersion));
	return status;
}

nvmlReturn_t nvmlUnitGetLedState(nvmlUnit_t unit, nvmlLedState_t *state)
{
	char text[512], color[16];
	char *next = text;
	nvmlReturn_t status = answer(unit, "led", text);

	next_field(&next, color, sizeof(color));
	state->color = (nvmlLedColor_t)atoi(color);
	next_field(&next, state->cause, sizeof(state->cause));
	return status;
}

nvmlReturn_t nvmlUnitGetPsuInfo(nvmlUnit_t unit, nvmlPSUInfo_t *psu)
{
	char text[512];
	char *next = text;
	nvmlReturn_t status = answer(unit, "psu", text);

	next_field(&next, psu->state, sizeof(psu->state));
	sscanf(next, "%u;%u;%u", &psu->current, &psu->voltage, &psu->power);
	return status;
}

nvmlReturn_t nvmlUnitGetTemperature(nvmlUnit_t unit, unsigned int type, unsigned int *temp)
{
	char key[32], text[512];
	nvmlReturn_t status;

	snprintf(key, sizeof(key), "temperature.%u", type);
	status = answer(unit, key, text);
	*temp = (unsigned int)atoi(text);
	return status;
}

nvmlReturn_t nvmlUnitGetFanSpeedInfo(nvmlUnit_t unit, nvmlUnitFanSpeeds_t *fanSpeeds)
{
	char text[512], field[64];
	char *next = text;
	nvmlReturn_t status = answer(unit, "fans", text);
	unsigned int state;

	for (fanSpeeds->count = 0; *next && fanSpeeds->count < 24; fanSpeeds->count++) {
		nvmlUnitFanInfo_t *fan = &fanSpeeds->fans[fanSpeeds->count];

		next_field(&next, field, sizeof(field));
		if (sscanf(field, "%u %u", &fan->speed, &state) == 2)
			fan->state = (nvmlFanState_t)state;
	}
	return status;
}

nvmlReturn_t nvmlUnitGetDevices(nvmlUnit_t unit, unsigned int *deviceCount, nvmlDevice_t *devices)
{
	char text[512], field[64];
	char *next = text;
	nvmlReturn_t status = answer(unit, "devices", text);
	unsigned int count = 0;

	for (; *next && count < *deviceCount; count++) {
		next_field(&next, field, sizeof(field));
		nvmlDeviceGetHandleByIndex_v2((unsigned int)atoi(field), &devices[count]);
	}
	*deviceCount = count;
	return status;
}

nvmlReturn_t nvmlUnitSetLedState(nvmlUnit_t unit, nvmlLedColor_t color)
{
	char key[32], text[512];

	snprintf(key, sizeof(key), "setled.%u", (unsigned int)color);
	return answer(unit, key, text);
}
