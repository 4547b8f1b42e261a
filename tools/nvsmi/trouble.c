/* SPDX-License-Identifier: MIT */

#include "trouble.h"

#include "addresses.h"
#include "denied.h"
#include "patience.h"
#include "settings.h"

#include <string.h>

static const struct machine *watched;

void trouble_watch(const struct machine *machine)
{
	watched = machine;
}

/* Two questions that every GPU answers, once it is started. */
static nvmlReturn_t start_failure(struct gpu *gpu)
{
	nvmlReturn_t status = gpu_value(gpu, VALUE_NAME)->status;

	if (status == NVML_SUCCESS || text_is_missing(status) ||
	    gpu_value(gpu, VALUE_UUID)->status != status)
		return NVML_SUCCESS;
	return status;
}

nvmlReturn_t trouble_of(struct gpu *gpu)
{
	if (gpu->refused == STATUS_ASLEEP)
		return NVML_SUCCESS;
	if (gpu->refused != NVML_SUCCESS)
		return gpu->refused;
	if (gpu->failed == NVML_SUCCESS && gpu->doubtful)
		gpu->failed = start_failure(gpu);
	gpu->doubtful = false;
	return gpu->failed;
}

const char *trouble_address(unsigned int index)
{
	char address[ADDRESS_SIZE];

	if (!patience_address(index) && watched && address_at(index, watched->count, address))
		patience_keep_address(index, address);
	return patience_address(index);
}

const char *trouble_shorten(const char *address)
{
	return address && strlen(address) > 4 ? address + 4 : "";
}

/* The driver's own text, kept since the GPU was awake. */
static void fill_from_text(struct gpu *gpu, enum value_id id, const char *label)
{
	const char *address = trouble_address(gpu->index);
	char text[128];

	if (address && address_tells(address, label, text, sizeof(text)))
		gpu_set_text(gpu, id, NVML_SUCCESS, text);
}

/* What a driver answers that could not start a GPU; others have reasons of their own. */
static bool casts_doubt(nvmlReturn_t status)
{
	return status == NVML_ERROR_UNKNOWN || status == NVML_ERROR_OPERATING_SYSTEM ||
	       status == NVML_ERROR_RESET_REQUIRED || status == NVML_ERROR_IRQ_ISSUE ||
	       status == NVML_ERROR_INSUFFICIENT_POWER;
}

nvmlReturn_t trouble_note(struct gpu *gpu, nvmlReturn_t status)
{
	if (status == NVML_ERROR_GPU_IS_LOST)
		gpu->failed = status;
	gpu->doubtful |= casts_doubt(status);
	return status;
}

void trouble_fill(struct gpu *gpu, enum value_id id)
{
	nvmlReturn_t status = trouble_note(gpu, gpu->values[id].status);
	const char *address;

	if (!settings.native || text_is_missing(status))
		return;
	if (id == VALUE_INDEX)
		gpu_set_number(gpu, id, NVML_SUCCESS, gpu->index);
	if (id == VALUE_BUS_ID && (address = trouble_address(gpu->index)) != NULL)
		gpu_set_text(gpu, id, NVML_SUCCESS, address);
	if (id == VALUE_NAME && status == STATUS_ASLEEP)
		fill_from_text(gpu, id, "Model");
	if (id == VALUE_UUID && status == STATUS_ASLEEP)
		fill_from_text(gpu, id, "GPU UUID");
}

const char *trouble_in_short(const struct gpu *gpu, nvmlReturn_t status)
{
	if (status == NVML_ERROR_GPU_IS_LOST)
		return "GPU is lost";
	if (gpu->refused == STATUS_ASLEEP)
		return "asleep";
	return gpu->refused == NVML_ERROR_TIMEOUT ? "no answer" : NULL;
}

const char *trouble_in_words(nvmlReturn_t status)
{
	return status == STATUS_ASLEEP ? "asleep, and not woken (--no-wake)"
				       : library_error(status);
}

void trouble_tell(void)
{
	if (watched)
		denied_tell(watched);
	for (unsigned int i = 0; settings.native && watched && i < watched->gpu_count; i++) {
		struct gpu *gpu = watched->gpus[i];
		nvmlReturn_t status = trouble_of(gpu);
		const char *address;

		/* The parent told of a GPU without answer. */
		if (status == NVML_SUCCESS || status == NVML_ERROR_TIMEOUT || gpu->told)
			continue;
		gpu->told = true;
		address = trouble_address(gpu->index);
		complain("nvsmi: GPU %u%s%s%s: %s. The kernel's log (dmesg) may say why; a reset "
			 "of the GPU or a reboot may help.\n",
			 gpu->index, address ? " (" : "", address ? address : "",
			 address ? ")" : "", library_error(status));
	}
}

/* Asked once, also where a loop forgets the answers. */
static bool has_corrupt_inforom(struct gpu *gpu)
{
	if (!gpu->inforom_asked)
		gpu->inforom_corrupt = gpu_has_corrupt_inforom(gpu);
	gpu->inforom_asked = true;
	return gpu->inforom_corrupt;
}

void trouble_warn_of_inforom(struct gpu *gpu)
{
	const struct value *bus;

	if (!has_corrupt_inforom(gpu) || (settings.native && gpu->inforom_told))
		return;
	gpu->inforom_told = true;
	bus = gpu_value(gpu, VALUE_BUS_ID);
	complain("WARNING: infoROM is corrupted at gpu %s\n",
		 trouble_shorten(bus->status == NVML_SUCCESS ? bus->text : NULL));
}

int trouble_status(void)
{
	for (unsigned int i = 0; settings.native && watched && i < watched->gpu_count; i++) {
		nvmlReturn_t status = trouble_of(watched->gpus[i]);

		if (status != NVML_SUCCESS)
			return exit_status(status);
	}
	for (unsigned int i = 0; watched && i < watched->gpu_count; i++) {
		if (watched->gpus[i]->inforom_corrupt)
			return NVML_ERROR_CORRUPTED_INFOROM;
	}
	return 0;
}
