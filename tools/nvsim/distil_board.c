/* SPDX-License-Identifier: MIT */
/* What all boards of a product share. */
#include <stdlib.h>
#include <string.h>

#include "distil.h"
#include "rm_constants.h"
#include "sim/chips.h"

static bool fb(const struct distil *distil, const struct distil_gpu *gpu, uint32_t index,
	       uint32_t *ret_data)
{
	return distil_info(distil, gpu->subdevice, RM_FB_GET_INFO, RM_FB_GET_INFO_V2, index,
			   ret_data);
}

static bool gpu_info(const struct distil *distil, const struct distil_gpu *gpu, uint32_t index,
		     uint32_t *ret_data)
{
	return distil_info(distil, gpu->subdevice, RM_GPU_GET_INFO_V2, RM_GPU_GET_INFO_V2, index,
			   ret_data);
}

static bool put_name_and_chip(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gpu_get_name_string name = {0};
	struct rm_mc_get_arch_info arch = {0};
	const struct sim_chip *chip = NULL;
	if (distil_answer(distil, gpu->subdevice, RM_GPU_GET_NAME_STRING, &name))
		distil_put_text(&gpu->model, "name", name.gpu_name_string.ascii,
				sizeof name.gpu_name_string.ascii);
	else {
		distil_put_text(&gpu->model, "name", "unknown", 7);
		distil_untold(gpu, "name");
	}
	if (distil_answer(distil, gpu->subdevice, RM_MC_GET_ARCH_INFO, &arch))
		chip = sim_chip_by_numbers(arch.architecture, arch.implementation);
	if (!chip) {
		fprintf(stderr,
			"nvsim: the record does not tell the chip of %s, or none that is known\n",
			gpu->device);
		return false;
	}
	distil_put_text(&gpu->model, "chip", chip->name, strlen(chip->name));
	return true;
}

static bool put_pci(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_bus_get_pci_info info = {0};
	if (!distil_answer(distil, gpu->subdevice, RM_BUS_GET_PCI_INFO, &info)) {
		fprintf(stderr, "nvsim: the record does not tell the PCI ids of %s\n", gpu->device);
		return false;
	}
	distil_put_hex(&gpu->model, "pci_device", info.pci_device_id >> 16);
	distil_put_hex(&gpu->model, "pci_subvendor", info.pci_sub_system_id & 0xffff);
	distil_put_hex(&gpu->model, "pci_subsystem", info.pci_sub_system_id >> 16);
	return true;
}

/* Told in KiB. */
static bool put_memory(const struct distil *distil, struct distil_gpu *gpu)
{
	uint32_t total = 0, heap = 0, bar1 = 0, value = 0;
	if (!fb(distil, gpu, NV2080_CTRL_FB_INFO_INDEX_TOTAL_RAM_SIZE, &total)) {
		fprintf(stderr, "nvsim: the record does not tell the memory of %s\n", gpu->device);
		return false;
	}
	distil_put_number(&gpu->model, "memory_mib", total / 1024);
	if (fb(distil, gpu, NV2080_CTRL_FB_INFO_INDEX_HEAP_SIZE, &heap) && heap <= total)
		distil_put_number(&gpu->model, "reserved_mib", (total - heap) / 1024);
	else
		distil_untold(gpu, "reserved_mib");
	if (fb(distil, gpu, NV2080_CTRL_FB_INFO_INDEX_BUS_WIDTH, &value))
		distil_put_number(&gpu->model, "memory_bus_bits", value);
	else
		distil_untold(gpu, "memory_bus_bits");
	if (fb(distil, gpu, NV2080_CTRL_FB_INFO_INDEX_L2CACHE_SIZE, &value))
		distil_put_number(&gpu->model, "l2_bytes", value);
	else
		distil_untold(gpu, "l2_bytes");
	if (!fb(distil, gpu, NV2080_CTRL_FB_INFO_INDEX_BAR1_SIZE, &bar1))
		bar1 = (uint32_t)(gpu->bar1_bytes >> 10);
	distil_put_number(&gpu->model, "bar1_mib", bar1 / 1024);
	return true;
}

/* Speed in 3:0, width in 9:4, as the register has them. */
static void put_link(const struct distil *distil, struct distil_gpu *gpu)
{
	uint32_t caps;
	if (!distil_info(distil, gpu->subdevice, RM_BUS_GET_INFO, RM_BUS_GET_INFO_V2,
			 NV2080_CTRL_BUS_INFO_INDEX_PCIE_GPU_LINK_CAPS, &caps)) {
		distil_untold(gpu, "pcie_max_gen, pcie_max_width");
		return;
	}
	distil_put_number(&gpu->model, "pcie_max_gen", caps & 0xf);
	distil_put_number(&gpu->model, "pcie_max_width", caps >> 4 & 0x3f);
}

static void put_vbios(const struct distil *distil, struct distil_gpu *gpu)
{
	char text[32];
	uint32_t revision, oem;
	if (!distil_info(distil, gpu->subdevice, RM_BIOS_GET_INFO, RM_BIOS_GET_INFO_V2,
			 NV2080_CTRL_BIOS_INFO_INDEX_REVISION, &revision) ||
	    !distil_info(distil, gpu->subdevice, RM_BIOS_GET_INFO, RM_BIOS_GET_INFO_V2,
			 NV2080_CTRL_BIOS_INFO_INDEX_OEM_REVISION, &oem)) {
		distil_untold(gpu, "vbios");
		return;
	}
	snprintf(text, sizeof text, "%02X.%02X.%02X.%02X.%02X", revision >> 24,
		 revision >> 16 & 0xff, revision >> 8 & 0xff, revision & 0xff, oem & 0xff);
	distil_put_text(&gpu->model, "vbios", text, strlen(text));
}

/* One question for each kind of object: the version lies in the answer to its own. */
static void put_inforom_object(const struct distil *distil, struct distil_gpu *gpu,
			       const char *type, const char *key)
{
	char text[16];
	const struct rm_layout *layout;
	const struct record_exchange *at = NULL;
	while ((at = distil_next(distil, at, gpu->subdevice, RM_GPU_GET_INFOROM_OBJECT_VERSION,
				 &layout)) != NULL) {
		struct rm_gpu_get_inforom_object_version version = {0};
		if (at->answers[0].error || at->answers[0].status)
			continue;
		rm_decode(layout, RM_IN | RM_OUT, at->answers[0].bytes, &version);
		if (memcmp(version.object_type, type, 3) != 0)
			continue;
		snprintf(text, sizeof text, "%u.%u", version.version, version.subversion);
		distil_put_text(&gpu->model, key, text, strlen(text));
		return;
	}
}

static void put_inforom(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gpu_get_inforom_image_version image = {0};
	struct rm_gpu_verify_inforom verified = {0};
	if (!distil_answer(distil, gpu->subdevice, RM_GPU_GET_INFOROM_IMAGE_VERSION, &image)) {
		if (!distil_refused(distil, gpu->subdevice, RM_GPU_GET_INFOROM_IMAGE_VERSION))
			distil_untold(gpu, "inforom_image");
		return;
	}
	distil_put_text(&gpu->model, "inforom_image", image.version, sizeof image.version);
	put_inforom_object(distil, gpu, "OBD", "inforom_oem");
	put_inforom_object(distil, gpu, "ECC", "inforom_ecc");
	put_inforom_object(distil, gpu, "PWR", "inforom_power");
	if (distil_answer(distil, gpu->subdevice, RM_GPU_VERIFY_INFOROM, &verified))
		distil_put_number(&gpu->model, "inforom_checksum", verified.checksum);
}

static void put_part_numbers(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gpu_get_oem_board_info board = {0};
	struct rm_gpu_get_chip_details chip = {0};
	struct rm_gpu_get_brand_caps brand = {0};
	char text[32];
	if (distil_answer(distil, gpu->subdevice, RM_GPU_GET_OEM_BOARD_INFO, &board) &&
	    board.product_part_number[0])
		distil_put_text(&gpu->model, "board_part_number", board.product_part_number,
				sizeof board.product_part_number);
	if (distil_answer(distil, gpu->subdevice, RM_GPU_GET_CHIP_DETAILS, &chip)) {
		snprintf(text, sizeof text, "%04X-%.4s-%X%X", chip.pci_dev_id & 0xffff,
			 (const char *)chip.chip_sku, chip.chip_major & 0xf, chip.chip_minor & 0xf);
		distil_put_text(&gpu->model, "gpu_part_number", text, strlen(text));
	}
	if (distil_answer(distil, gpu->device, RM_GPU_GET_BRAND_CAPS, &brand) && brand.brands)
		distil_put_number(&gpu->model, "brand_caps", brand.brands);
}

static void put_ecc(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gpu_query_ecc_status status = {0};
	bool capable = distil_answer(distil, gpu->subdevice, RM_GPU_QUERY_ECC_STATUS, &status);
	if (!capable && !distil_refused(distil, gpu->subdevice, RM_GPU_QUERY_ECC_STATUS))
		distil_untold(gpu, "ecc_capable, ecc_enabled");
	if (!capable)
		return;
	distil_put_bool(&gpu->model, "ecc_capable", true);
	distil_put_bool(&gpu->model, "ecc_enabled", status.units[0].enabled != 0);
}

static void put_rows(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_fb_get_remapped_rows *rows = calloc(1, sizeof *rows);
	struct rm_fb_get_row_remapper_histogram histogram = {0};
	uint64_t banks = 0;
	bool on_page = distil_reading(distil, gpu, RM_RUSD_MEM_ROW_REMAP_TIMESTAMP, 0,
				      RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_MAX, 0, &banks);
	bool told = rows && distil_answer(distil, gpu->subdevice, RM_FB_GET_REMAPPED_ROWS, rows);
	free(rows);
	if (!on_page && !told)
		return;
	distil_put_bool(&gpu->model, "row_remapper", true);
	if (distil_answer(distil, gpu->subdevice, RM_FB_GET_ROW_REMAPPER_HISTOGRAM, &histogram))
		banks = histogram.histogram[0];
	else if (!on_page)
		distil_untold(gpu, "row_remap_banks");
	distil_put_number(&gpu->model, "row_remap_banks", (int64_t)banks);
}

/* Said, or shown by the list of retired pages being there. */
static void put_retirement(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_fb_get_offlined_pages *pages = calloc(1, sizeof *pages);
	uint32_t allowed = 0;
	if (fb(distil, gpu, NV2080_CTRL_FB_INFO_INDEX_ALLOW_PAGE_RETIREMENT, &allowed))
		distil_put_bool(&gpu->model, "page_retirement", allowed != 0);
	else if (pages && distil_answer(distil, gpu->subdevice, RM_FB_GET_OFFLINED_PAGES, pages))
		distil_put_bool(&gpu->model, "page_retirement", true);
	free(pages);
}

static void put_atomics(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_bus_get_pcie_req_atomics_caps out = {0};
	struct rm_bus_get_pcie_cpl_atomics_caps in = {0};
	if (distil_answer(distil, gpu->subdevice, RM_BUS_GET_PCIE_REQ_ATOMICS_CAPS, &out))
		distil_put_number(&gpu->model, "pcie_atomics_outbound", out.atomics_caps);
	if (distil_answer(distil, gpu->subdevice, RM_BUS_GET_PCIE_CPL_ATOMICS_CAPS, &in))
		distil_put_number(&gpu->model, "pcie_atomics_inbound", in.atomics_caps);
}

static void put_features(struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_gsp_get_features gsp = {0};
	struct rm_pmgr_get_module_info module = {0};
	uint32_t value;
	if (gpu_info(distil, gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_SMC_MODE, &value))
		distil_put_bool(&gpu->model, "mig_capable",
				value != NV2080_CTRL_GPU_INFO_GPU_SMC_MODE_UNSUPPORTED);
	if (gpu_info(distil, gpu, NV2080_CTRL_GPU_INFO_INDEX_DISPLAY_ENABLED, &value))
		distil_put_bool(&gpu->model, "display", value != 0);
	if (gpu_info(distil, gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_ATS_CAPABILITY, &value) && value)
		distil_put_bool(&gpu->model, "coherent", true);
	if (gpu_info(distil, gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_LOCAL_EGM_CAPABILITY, &value) &&
	    value)
		distil_put_bool(&gpu->model, "egm", true);
	if (distil_answer(distil, gpu->subdevice, RM_GSP_GET_FEATURES, &gsp)) {
		distil_put_bool(&gpu->model, "gsp", gsp.valid != 0);
		distil->no_firmware |= gsp.valid == 0;
	}
	if (distil_answer(distil, gpu->subdevice, RM_PMGR_GET_MODULE_INFO, &module))
		distil_put_bool(&gpu->model, "module_board", true);
	if (distil_info(distil, gpu->subdevice, RM_GR_GET_INFO, RM_GR_GET_INFO_V2,
			NV2080_CTRL_GR_INFO_INDEX_GPU_CORE_COUNT, &value))
		distil_put_number(&gpu->model, "cores", value);
	else
		distil_untold(gpu, "cores, sms");
}

static unsigned count_bits(uint64_t mask)
{
	unsigned count = 0;
	for (; mask; mask &= mask - 1)
		count++;
	return count;
}

/* All links of a board are alike. */
static void put_nvlink(const struct distil *distil, struct distil_gpu *gpu)
{
	struct rm_nvlink_get_nvlink_status *status = calloc(1, sizeof *status);
	if (!status ||
	    !distil_answer(distil, gpu->subdevice, RM_NVLINK_GET_NVLINK_STATUS, status)) {
		free(status);
		return;
	}
	uint64_t mask = status->enabled_links.masks[0] ? status->enabled_links.masks[0]
						       : status->enabled_link_mask;
	unsigned first = 0;
	while (first < 63 && mask && !(mask >> first & 1))
		first++;
	size_t room = sizeof status->link_info / sizeof status->link_info[0];
	if (mask && first < room) {
		enum { DEVICE_SWITCH = 3 }; /* NV2080_CTRL_NVLINK_DEVICE_INFO_DEVICE_TYPE_SWITCH */
		bool to_switch =
		    status->link_info[first].remote_device_info.device_type == DEVICE_SWITCH;
		fprintf(gpu->model.to,
			"    nvlink: {links: %u, version: %u, line_rate_mbps: %u, lanes: %u, peer: "
			"%s}\n",
			count_bits(mask), status->link_info[first].nvlink_version,
			status->link_info[first].nvlink_line_rate_mbps,
			status->link_info[first].sub_link_width, to_switch ? "switch" : "gpu");
	}
	free(status);
}

bool distil_model(struct distil *distil, struct distil_gpu *gpu)
{
	if (!put_name_and_chip(distil, gpu) || !put_pci(distil, gpu) || !put_memory(distil, gpu))
		return false;
	put_link(distil, gpu);
	put_vbios(distil, gpu);
	put_inforom(distil, gpu);
	put_part_numbers(distil, gpu);
	put_ecc(distil, gpu);
	put_rows(distil, gpu);
	put_retirement(distil, gpu);
	put_atomics(distil, gpu);
	put_features(distil, gpu);
	put_nvlink(distil, gpu);
	return true;
}
