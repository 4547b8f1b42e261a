/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "api/device.h"
#include "api/enable.h"
#include "api/mig.h"
#include "core/lib.h"
#include "core/strings.h"
#include "entry_impl.h"
#include "ids.h"
#include "provider.h"

typedef nvmlReturn_t (*text_question)(struct gpu *gpu, struct text *ret_text);

static nvmlReturn_t give_answer(struct gpu *gpu, text_question question, char *buf,
				unsigned int length)
{
	struct text answer;

	if (question == NULL)
		return NVML_ERROR_NOT_SUPPORTED;
	nvmlReturn_t result = question(gpu, &answer);
	if (result != NVML_SUCCESS)
		return result;
	return text_give(answer.chars, buf, length);
}

static unsigned visible_count(void)
{
	return lib.no_attach ? 0 : lib.gpu_count;
}

nvmlReturn_t impl_DeviceGetCount(unsigned int *deviceCount)
{
	*deviceCount = visible_count();
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetCount_v2(unsigned int *deviceCount)
{
	*deviceCount = visible_count();
	return NVML_SUCCESS;
}

static nvmlReturn_t handle_by_index(unsigned int index, nvmlDevice_t *device)
{
	if (index >= visible_count())
		return NVML_ERROR_INVALID_ARGUMENT;
	*device = lib_handle_of(lib_gpu_at(index));
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetHandleByIndex(unsigned int index, nvmlDevice_t *device)
{
	return handle_by_index(index, device);
}

nvmlReturn_t impl_DeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device)
{
	return handle_by_index(index, device);
}

/* The accepted forms: %x:%x:%x.%x, %x:%x:%x and %x:%x.%x, function 0 only. */
static bool parse_bus_id(const char *text, struct gpu_address *ret_address)
{
	unsigned domain = 0, bus = 0, slot = 0, function = 0;
	int used = 0;

	if (sscanf(text, "%x:%x:%x.%x", &domain, &bus, &slot, &function) != 4) {
		function = 0;
		if (sscanf(text, "%x:%x:%x%n", &domain, &bus, &slot, &used) != 3 ||
		    text[used] != '\0') {
			domain = 0;
			if (sscanf(text, "%x:%x.%x%n", &bus, &slot, &function, &used) != 3 ||
			    text[used] != '\0')
				return false;
		}
	}
	if (function != 0)
		return false;
	ret_address->domain = domain;
	ret_address->bus = (uint8_t)bus;
	ret_address->slot = (uint8_t)slot;
	return bus <= UINT8_MAX && slot <= UINT8_MAX;
}

struct gpu *device_at_address(unsigned count, unsigned domain, unsigned bus, unsigned slot)
{
	for (unsigned i = 0; i < count; i++) {
		struct gpu *gpu = lib_gpu_at(i);
		if (gpu->address.domain == domain && gpu->address.bus == bus &&
		    gpu->address.slot == slot)
			return gpu;
	}
	return NULL;
}

static nvmlReturn_t handle_by_bus_id(const char *bus_id, nvmlDevice_t *device)
{
	struct gpu_address wanted;

	if (!parse_bus_id(bus_id, &wanted))
		return NVML_ERROR_INVALID_ARGUMENT;
	struct gpu *gpu =
	    device_at_address(visible_count(), wanted.domain, wanted.bus, wanted.slot);
	if (gpu == NULL)
		return NVML_ERROR_NOT_FOUND;
	*device = lib_handle_of(gpu);
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetHandleByPciBusId(const char *pciBusId, nvmlDevice_t *device)
{
	return handle_by_bus_id(pciBusId, device);
}

nvmlReturn_t impl_DeviceGetHandleByPciBusId_v2(const char *pciBusId, nvmlDevice_t *device)
{
	return handle_by_bus_id(pciBusId, device);
}

/* GPU-<uuid>, and the bare 32 digits that NVIDIA's library takes as well. */
static bool uuid_matches(const char *uuid, const char *wanted)
{
	if (strcmp(uuid, wanted) == 0)
		return true;
	if (strlen(wanted) != 32 || strncmp(uuid, "GPU-", 4) != 0)
		return false;
	for (const char *c = uuid + 4; *c != '\0'; c++) {
		if (*c != '-' && *c != *wanted++)
			return false;
	}
	return *wanted == '\0';
}

static bool text_matches(const char *text, const char *wanted)
{
	return strcmp(text, wanted) == 0;
}

/* A GPU that cannot answer is passed over: the one asked for may be another. */
static nvmlReturn_t handle_by_text(size_t question_offset, const char *wanted,
				   bool (*matches)(const char *, const char *),
				   nvmlDevice_t *device)
{
	for (unsigned i = 0; i < visible_count(); i++) {
		struct gpu *gpu = lib_gpu_at(i);
		struct text text;
		text_question question;
		memcpy(&question, (const char *)gpu->ops + question_offset, sizeof(question));
		if (question != NULL && question(gpu, &text) == NVML_SUCCESS &&
		    matches(text.chars, wanted))
			return handle_by_index(i, device);
	}
	return NVML_ERROR_NOT_FOUND;
}

nvmlReturn_t impl_DeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *device)
{
	nvmlReturn_t result =
	    handle_by_text(offsetof(struct provider_ops, uuid), uuid, uuid_matches, device);

	if (result == NVML_ERROR_NOT_FOUND)
		result = mig_device_by_uuid(visible_count(), uuid, device);
	return result;
}

/* Bytes are the bare digits of the text. */
nvmlReturn_t impl_DeviceGetHandleByUUIDV(const nvmlUUID_t *uuid, nvmlDevice_t *device)
{
	char text[NVML_DEVICE_UUID_ASCII_LEN + 1] = "";

	switch (uuid->type) {
	case NVML_UUID_TYPE_ASCII:
		text_take(text, sizeof(text), uuid->value.str, sizeof(uuid->value.str));
		break;
	case NVML_UUID_TYPE_BINARY:
		for (size_t i = 0; i < NVML_DEVICE_UUID_BINARY_LEN; i++)
			snprintf(text + 2 * i, sizeof(text) - 2 * i, "%02x", uuid->value.bytes[i]);
		break;
	default:
		return NVML_ERROR_INVALID_ARGUMENT;
	}
	return impl_DeviceGetHandleByUUID(text, device);
}

nvmlReturn_t impl_DeviceGetHandleBySerial(const char *serial, nvmlDevice_t *device)
{
	return handle_by_text(offsetof(struct provider_ops, serial), serial, text_matches, device);
}

nvmlReturn_t impl_DeviceGetName(struct gpu *gpu, char *name, unsigned int length)
{
	return give_answer(gpu, gpu->parent ? mig_device_name : gpu->ops->name, name, length);
}

nvmlReturn_t impl_DeviceGetUUID(struct gpu *gpu, char *uuid, unsigned int length)
{
	return give_answer(gpu, gpu->ops->uuid, uuid, length);
}

nvmlReturn_t impl_DeviceGetSerial(struct gpu *gpu, char *serial, unsigned int length)
{
	return give_answer(gpu, gpu->ops->serial, serial, length);
}

nvmlReturn_t impl_DeviceGetBoardPartNumber(struct gpu *gpu, char *partNumber, unsigned int length)
{
	return give_answer(gpu, gpu->ops->board_part_number, partNumber, length);
}

nvmlReturn_t impl_DeviceGetVbiosVersion(struct gpu *gpu, char *version, unsigned int length)
{
	return give_answer(gpu, gpu->ops->vbios_version, version, length);
}

nvmlReturn_t impl_DeviceGetInforomImageVersion(struct gpu *gpu, char *version, unsigned int length)
{
	return give_answer(gpu, gpu->ops->inforom_image, version, length);
}

nvmlReturn_t impl_DeviceGetInforomVersion(struct gpu *gpu, nvmlInforomObject_t object,
					  char *version, unsigned int length)
{
	static const char objects[][4] = {
	    [NVML_INFOROM_OEM] = "OBD", [NVML_INFOROM_ECC] = "ECC", [NVML_INFOROM_POWER] = "PWR"};
	struct text answer;

	if ((unsigned)object >= sizeof(objects) / sizeof(objects[0]))
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, inforom_object, objects[object], &answer);
	if (result != NVML_SUCCESS)
		return result;
	return text_give(answer.chars, version, length);
}

nvmlReturn_t impl_DeviceGetMinorNumber(struct gpu *gpu, unsigned int *minorNumber)
{
	*minorNumber = gpu->minor;
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetBoardId(struct gpu *gpu, unsigned int *boardId)
{
	return PROVIDER_ASK(gpu, board_id, boardId);
}

nvmlReturn_t impl_DeviceGetMultiGpuBoard(struct gpu *gpu, unsigned int *multiGpuBool)
{
	return PROVIDER_ASK(gpu, multi_gpu_board, multiGpuBool);
}

/* Boards are the same when their serial numbers are. */
nvmlReturn_t impl_DeviceOnSameBoard(struct gpu *gpu, struct gpu *peer, int *onSameBoard)
{
	struct text mine, theirs;
	nvmlReturn_t result = PROVIDER_ASK(gpu, serial, &mine);

	if (result == NVML_SUCCESS)
		result = PROVIDER_ASK(peer, serial, &theirs);
	if (result == NVML_SUCCESS)
		*onSameBoard = strcmp(mine.chars, theirs.chars) == 0;
	return result;
}

/* The library numbers module slots from 1, the driver from 0. */
nvmlReturn_t impl_DeviceGetModuleId(struct gpu *gpu, unsigned int *moduleId)
{
	uint32_t id;
	nvmlReturn_t result = PROVIDER_ASK(gpu, module_id, &id);

	if (result == NVML_SUCCESS)
		*moduleId = id + 1;
	return result;
}

nvmlReturn_t impl_DeviceGetNumGpuCores(struct gpu *gpu, unsigned int *numCores)
{
	return PROVIDER_ASK(gpu, cores, numCores);
}

nvmlReturn_t impl_DeviceGetIrqNum(struct gpu *gpu, unsigned int *irqNum)
{
	return PROVIDER_ASK(gpu, irq, irqNum);
}

nvmlReturn_t impl_DeviceGetNumaNodeId(struct gpu *gpu, unsigned int *node)
{
	return PROVIDER_ASK(gpu, numa_node, node);
}

/* NULL where the driver answers but the chip is newer than the table. */
static nvmlReturn_t known_chip(struct gpu *gpu, const struct ids_chip **ret_chip)
{
	struct chip chip;
	nvmlReturn_t result = PROVIDER_ASK(gpu, chip, &chip);

	if (result == NVML_SUCCESS &&
	    !ids_chip_by_arch(chip.architecture, chip.implementation, ret_chip))
		*ret_chip = NULL;
	return result;
}

/* A chip newer than the table has an architecture nobody knows, not an error. */
nvmlReturn_t impl_DeviceGetArchitecture(struct gpu *gpu, nvmlDeviceArchitecture_t *arch)
{
	const struct ids_chip *chip;
	nvmlReturn_t result = known_chip(gpu, &chip);

	if (result == NVML_SUCCESS)
		*arch = chip != NULL ? chip->nvml_architecture : NVML_DEVICE_ARCH_UNKNOWN;
	return result;
}

nvmlReturn_t impl_DeviceGetCudaComputeCapability(struct gpu *gpu, int *major, int *minor)
{
	const struct ids_chip *chip;
	nvmlReturn_t result = known_chip(gpu, &chip);

	if (result == NVML_SUCCESS && (chip == NULL || chip->compute_major == 0))
		result = NVML_ERROR_NOT_SUPPORTED;
	if (result == NVML_SUCCESS) {
		*major = chip->compute_major;
		*minor = chip->compute_minor;
	}
	return result;
}

/* "NVIDIA " and a data-centre series letter with digits: A100, L4, H200, B200, GB200, GH200. */
static bool is_datacentre_name(const char *name)
{
	if (strncmp(name, "NVIDIA ", 7) != 0)
		return false;
	const char *series = name + 7;
	if (series[0] == 'G' && (series[1] == 'B' || series[1] == 'H'))
		series++;
	return strchr("ALHB", series[0]) != NULL && series[0] != '\0' && series[1] >= '0' &&
	       series[1] <= '9';
}

nvmlBrandType_t device_brand_of_name(const char *name)
{
	/* The first word found decides. */
	static const struct {
		const char *word;
		nvmlBrandType_t brand;
	} rules[] = {
	    {"GeForce", NVML_BRAND_GEFORCE},       {"Quadro RTX", NVML_BRAND_QUADRO_RTX},
	    {"Quadro", NVML_BRAND_QUADRO},         {"NVS", NVML_BRAND_NVS},
	    {"TITAN RTX", NVML_BRAND_TITAN_RTX},   {"TITAN", NVML_BRAND_TITAN},
	    {"NVIDIA RTX", NVML_BRAND_NVIDIA_RTX}, {"GRID K", NVML_BRAND_GRID},
	    {"Tesla T4", NVML_BRAND_NVIDIA},
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (strstr(name, rules[i].word) != NULL)
			return rules[i].brand;
	}
	if (is_datacentre_name(name))
		return NVML_BRAND_NVIDIA;
	return strstr(name, "Tesla") != NULL ? NVML_BRAND_TESLA : NVML_BRAND_UNKNOWN;
}

nvmlReturn_t impl_DeviceGetBrand(struct gpu *gpu, nvmlBrandType_t *type)
{
	struct text name;
	nvmlReturn_t result = PROVIDER_ASK(gpu, name, &name);

	if (result == NVML_SUCCESS)
		*type = device_brand_of_name(name.chars);
	return result;
}
