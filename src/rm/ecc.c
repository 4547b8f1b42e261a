/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/gpu.h"
#include "rm/rm.h"
#include "rm/rusd.h"
#include "rm_constants.h"

/* Units of QUERY_ECC_STATUS that NVIDIA's library counts: 0 is DRAM, 1 to 24 are SRAM. */
#define ECC_UNIT_DRAM 0u
#define ECC_UNITS_COUNTED 25u

/* The longer of the two layouts of the client's counters tells causes apart. */
#define CLIENT_COUNTERS_BY_CAUSE_SIZE 96u

/* Bits of RESET_ECC_ERROR_STATUS. */
#define ECC_RESET_VOLATILE 0x1u
#define ECC_RESET_AGGREGATE 0x2u

/* Bits of the flags that head the remapped rows, and of retirementPending. */
#define REMAP_FLAG_PENDING 0x1u
#define REMAP_FLAG_FAILURE 0x2u
#define RETIREMENT_PENDING_BITS 0x3u

/* Elements of the page's counters: total, DRAM, SRAM. */
enum { PAGE_TOTAL, PAGE_DRAM, PAGE_SRAM };

static nvmlReturn_t query_status(struct gpu *gpu, struct rm_gpu_query_ecc_status *ret_status)
{
	memset(ret_status, 0, sizeof(*ret_status));
	return rm_control(gpu, RM_GPU_QUERY_ECC_STATUS, ret_status);
}

/* What runs now changes with a restart of the GPU only: asked once. */
nvmlReturn_t rm_ecc_enabled(struct gpu *gpu, bool *ret_enabled)
{
	struct rm_gpu_query_ecc_status status;
	int known = atomic_load_explicit(&gpu->rm.ecc_enabled, memory_order_relaxed);

	if (known == 0) {
		nvmlReturn_t result = query_status(gpu, &status);
		if (result != NVML_SUCCESS)
			return result;
		known = -1;
		for (size_t i = 0; i < sizeof(status.units) / sizeof(status.units[0]); i++) {
			if (status.units[i].enabled)
				known = 1;
		}
		atomic_store_explicit(&gpu->rm.ecc_enabled, known, memory_order_relaxed);
	}
	*ret_enabled = known > 0;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_ecc_mode(struct gpu *gpu, struct ecc_mode *ret_mode)
{
	struct rm_gpu_query_ecc_configuration params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_QUERY_ECC_CONFIGURATION, &params);
	bool enabled = false;

	if (result == NVML_SUCCESS)
		result = rm_ecc_enabled(gpu, &enabled);
	if (result == NVML_SUCCESS)
		*ret_mode = (struct ecc_mode){
		    .enabled = enabled,
		    .pending =
			params.current_configuration == NV2080_CTRL_GPU_ECC_CONFIGURATION_ENABLED,
		    .by_default =
			params.default_configuration == NV2080_CTRL_GPU_ECC_CONFIGURATION_ENABLED,
		};
	return result;
}

static bool counters_by_page(struct gpu *gpu, enum ecc_lifetime lifetime,
			     struct ecc_counters *ret_counters)
{
	bool now = lifetime == ECC_VOLATILE;
	enum rm_rusd_field corrected = now ? RM_RUSD_MEM_ECC_COUNT_CORRECTED_VOLATILE
					   : RM_RUSD_MEM_ECC_COUNT_CORRECTED_AGGREGATE;
	enum rm_rusd_field uncorrected = now ? RM_RUSD_MEM_ECC_COUNT_UNCORRECTED_VOLATILE
					     : RM_RUSD_MEM_ECC_COUNT_UNCORRECTED_AGGREGATE;
	const struct rm_page_item items[] = {{corrected, PAGE_SRAM},
					     {uncorrected, PAGE_SRAM},
					     {corrected, PAGE_DRAM},
					     {uncorrected, PAGE_DRAM}};
	uint64_t words[4];

	if (rm_page_read(gpu, RM_PAGE_ITEM(MEM_ECC_TIMESTAMP), items, 4, words) != RM_PAGE_OK)
		return false;
	*ret_counters = (struct ecc_counters){words[0], words[1], words[2], words[3]};
	return true;
}

static nvmlReturn_t volatile_by_units(struct gpu *gpu, struct ecc_counters *ret_counters)
{
	struct rm_gpu_query_ecc_status status;
	struct ecc_counters sum = {0};
	nvmlReturn_t result = query_status(gpu, &status);

	if (result != NVML_SUCCESS)
		return result;
	for (unsigned i = 0; i < ECC_UNITS_COUNTED; i++) {
		if (!status.units[i].enabled)
			continue;
		if (i == ECC_UNIT_DRAM) {
			sum.dram_corrected += status.units[i].sbe.count;
			sum.dram_uncorrected += status.units[i].dbe.count;
		} else {
			sum.sram_corrected += status.units[i].sbe.count;
			sum.sram_uncorrected += status.units[i].dbe.count;
		}
	}
	*ret_counters = sum;
	return NVML_SUCCESS;
}

static nvmlReturn_t volatile_by_control(struct gpu *gpu, struct ecc_counters *ret_counters)
{
	struct rm_ecc_get_volatile_counts params = {0};

	if (!rm_has_command(RM_ECC_GET_VOLATILE_COUNTS))
		return volatile_by_units(gpu, ret_counters);
	nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_VOLATILE_COUNTS, &params);
	if (result == NVML_SUCCESS)
		*ret_counters = (struct ecc_counters){
		    .sram_corrected = params.sram_cor_uni,
		    .sram_uncorrected = params.sram_unc_parity_uni + params.sram_unc_sec_ded_uni,
		    .dram_corrected = params.dram_cor_tot,
		    .dram_uncorrected = params.dram_unc_tot};
	return result;
}

/* Two layouts exist; the members that a release lacks stay 0, so their sum fits both. */
static nvmlReturn_t aggregate_by_control(struct gpu *gpu, struct ecc_counters *ret_counters)
{
	struct rm_ecc_get_client_exposed_counters p = {0};
	nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_CLIENT_EXPOSED_COUNTERS, &p);

	if (result == NVML_SUCCESS)
		*ret_counters = (struct ecc_counters){
		    .sram_corrected = p.sram_corrected_unique + p.sram_corrected_total_counts,
		    .sram_uncorrected = p.sram_parity_uncorrected_unique +
					p.sram_sec_ded_uncorrected_unique +
					p.sram_uncorrected_total_counts,
		    .dram_corrected = p.dram_corrected_total + p.dram_corrected_total_counts,
		    .dram_uncorrected = p.dram_uncorrected_total + p.dram_uncorrected_total_counts};
	return result;
}

/* What nothing counts is no zero: every recorded board with ECC off has no counters. */
static nvmlReturn_t require_enabled(struct gpu *gpu)
{
	bool enabled;
	nvmlReturn_t result = rm_ecc_enabled(gpu, &enabled);

	if (result != NVML_SUCCESS)
		return result;
	return enabled ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
}

static nvmlReturn_t rm_ecc_counters(struct gpu *gpu, enum ecc_lifetime lifetime,
				    struct ecc_counters *ret_counters)
{
	nvmlReturn_t result = require_enabled(gpu);

	if (result != NVML_SUCCESS)
		return result;
	if (counters_by_page(gpu, lifetime, ret_counters))
		return NVML_SUCCESS;
	return lifetime == ECC_VOLATILE ? volatile_by_control(gpu, ret_counters)
					: aggregate_by_control(gpu, ret_counters);
}

/* Before the causes were split in it, the same numbers had a control of their own. */
static nvmlReturn_t aggregate_by_cause(struct gpu *gpu, struct sram_ecc_status *ret_status)
{
	const struct rm_layout *layout = rm_layout_in_use(RM_ECC_GET_CLIENT_EXPOSED_COUNTERS);
	struct rm_ecc_get_client_exposed_counters all = {0};
	struct rm_ecc_get_eci_counters eci = {0};

	if (layout == NULL || layout->size < CLIENT_COUNTERS_BY_CAUSE_SIZE) {
		nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_ECI_COUNTERS, &eci);
		if (result == NVML_SUCCESS)
			*ret_status = (struct sram_ecc_status){
			    .aggregate_parity = eci.sram_parity_uncorrected_unique,
			    .aggregate_secded = eci.sram_sec_ded_uncorrected_unique,
			    .aggregate_corrected = eci.sram_corrected_total,
			    .l2 = eci.sram_bucket_l2,
			    .sm = eci.sram_bucket_sm,
			    .microcontroller = eci.sram_bucket_firmware,
			    .pcie = eci.sram_bucket_pcie,
			    .other = eci.sram_bucket_other,
			    .threshold_exceeded = eci.sram_error_threshold_exceeded != 0};
		return result;
	}
	nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_CLIENT_EXPOSED_COUNTERS, &all);
	if (result == NVML_SUCCESS)
		*ret_status = (struct sram_ecc_status){
		    .aggregate_parity = all.sram_parity_uncorrected_unique,
		    .aggregate_secded = all.sram_sec_ded_uncorrected_unique,
		    .aggregate_corrected = all.sram_corrected_unique,
		    .l2 = all.sram_bucket_l2,
		    .sm = all.sram_bucket_sm,
		    .microcontroller = all.sram_bucket_firmware,
		    .pcie = all.sram_bucket_pcie,
		    .other = all.sram_bucket_other,
		    .threshold_exceeded = all.sram_error_threshold_exceeded != 0};
	return result;
}

static nvmlReturn_t rm_sram_ecc(struct gpu *gpu, struct sram_ecc_status *ret_status)
{
	struct rm_ecc_get_volatile_counts now = {0};
	struct sram_ecc_status status;

	nvmlReturn_t result = require_enabled(gpu);
	if (result == NVML_SUCCESS)
		result = aggregate_by_cause(gpu, &status);
	if (result == NVML_SUCCESS)
		result = rm_control(gpu, RM_ECC_GET_VOLATILE_COUNTS, &now);
	if (result != NVML_SUCCESS)
		return result;
	status.volatile_parity = now.sram_unc_parity_uni;
	status.volatile_secded = now.sram_unc_sec_ded_uni;
	status.volatile_corrected = now.sram_cor_uni;
	*ret_status = status;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_sram_errors(struct gpu *gpu, struct sram_error *ret_list,
				   uint32_t *ret_count)
{
	struct rm_ecc_get_sram_unique_uncorr_counts params;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_SRAM_UNIQUE_UNCORR_COUNTS, &params);
	if (result != NVML_SUCCESS)
		return result;
	*ret_count = params.entry_count < SRAM_ERRORS_MAX ? params.entry_count : SRAM_ERRORS_MAX;
	for (uint32_t i = 0; i < *ret_count; i++)
		ret_list[i] =
		    (struct sram_error){.unit = params.entries[i].unit,
					.location = params.entries[i].location.location,
					.sublocation = params.entries[i].location.sublocation,
					.extlocation = params.entries[i].location.extlocation,
					.address = params.entries[i].address,
					.parity = params.entries[i].is_parity != 0,
					.count = params.entries[i].count};
	return NVML_SUCCESS;
}

static bool is_retirement(uint32_t source)
{
	return source == NV2080_CTRL_FB_OFFLINED_PAGES_SOURCE_DPR_MULTIPLE_SBE ||
	       source == NV2080_CTRL_FB_OFFLINED_PAGES_SOURCE_DPR_DBE;
}

/* The page number depends on whether ECC takes its share of the memory. */
static nvmlReturn_t rm_retired_pages(struct gpu *gpu, struct retired_pages *ret_pages)
{
	struct rm_fb_get_offlined_pages params;
	bool ecc = false;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_FB_GET_OFFLINED_PAGES, &params);
	if (result == NVML_SUCCESS)
		result = rm_ecc_enabled(gpu, &ecc);
	if (result != NVML_SUCCESS)
		return result;

	ret_pages->count = 0;
	ret_pages->pending = params.b_retirement_pending != 0;
	ret_pages->causes = params.retirement_pending & RETIREMENT_PENDING_BITS;
	for (uint32_t i = 0; i < params.valid_entries && i < RETIRED_PAGES_MAX; i++) {
		if (!is_retirement(params.offlined[i].source))
			continue;
		ret_pages->pages[ret_pages->count++] = (struct retired_page){
		    .address = ecc ? params.offlined[i].page_address_with_ecc_on
				   : params.offlined[i].page_address_with_ecc_off,
		    .timestamp = params.offlined[i].timestamp,
		    .double_bit =
			params.offlined[i].source == NV2080_CTRL_FB_OFFLINED_PAGES_SOURCE_DPR_DBE};
	}
	return NVML_SUCCESS;
}

enum {
	ROW_MAX,
	ROW_HIGH,
	ROW_PARTIAL,
	ROW_LOW,
	ROW_NONE,
	ROW_CORRECTED,
	ROW_UNCORRECTED,
	ROW_PENDING,
	ROW_FAILED,
	ROW_WORDS
};

static bool rows_by_page(struct gpu *gpu, uint64_t *ret_words)
{
	static const struct rm_page_item items[ROW_WORDS] = {
	    [ROW_MAX] = {RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_MAX, 0},
	    [ROW_HIGH] = {RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_HIGH, 0},
	    [ROW_PARTIAL] = {RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_PARTIAL, 0},
	    [ROW_LOW] = {RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_LOW, 0},
	    [ROW_NONE] = {RM_RUSD_MEM_ROW_REMAP_HISTOGRAM_NONE, 0},
	    [ROW_CORRECTED] = {RM_RUSD_MEM_ROW_REMAP_CORRECTABLE_ROWS, 0},
	    [ROW_UNCORRECTED] = {RM_RUSD_MEM_ROW_REMAP_UNCORRECTABLE_ROWS, 0},
	    [ROW_PENDING] = {RM_RUSD_MEM_ROW_REMAP_IS_PENDING, 0},
	    [ROW_FAILED] = {RM_RUSD_MEM_ROW_REMAP_HAS_FAILURE_OCCURRED, 0},
	};

	return rm_page_read(gpu, RM_PAGE_ITEM(MEM_ROW_REMAP_TIMESTAMP), items, ROW_WORDS,
			    ret_words) == RM_PAGE_OK;
}

/* Even sources are single-bit, odd ones double-bit; factory and field alike. */
static nvmlReturn_t rows_by_control(struct gpu *gpu, struct remapped_rows *ret_rows)
{
	struct rm_fb_get_remapped_rows params;
	struct remapped_rows rows = {0};

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_FB_GET_REMAPPED_ROWS, &params);
	if (result != NVML_SUCCESS)
		return result;
	size_t room = sizeof(params.entries) / sizeof(params.entries[0]);
	for (size_t i = 0; i < params.entry_count && i < room; i++) {
		uint8_t source = params.entries[i].source;
		if (source > NV2080_CTRL_FB_REMAPPED_ROW_SOURCE_DBE_FIELD)
			continue;
		if (source & 1)
			rows.uncorrected++;
		else
			rows.corrected++;
	}
	rows.pending = (params.flags & REMAP_FLAG_PENDING) != 0;
	rows.failed = (params.flags & REMAP_FLAG_FAILURE) != 0;
	*ret_rows = rows;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_remapped_rows(struct gpu *gpu, struct remapped_rows *ret_rows)
{
	uint64_t words[ROW_WORDS];

	if (!rows_by_page(gpu, words))
		return rows_by_control(gpu, ret_rows);
	*ret_rows = (struct remapped_rows){.corrected = (uint32_t)words[ROW_CORRECTED],
					   .uncorrected = (uint32_t)words[ROW_UNCORRECTED],
					   .pending = words[ROW_PENDING] != 0,
					   .failed = words[ROW_FAILED] != 0};
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_row_histogram(struct gpu *gpu, struct row_histogram *ret_histogram)
{
	uint64_t words[ROW_WORDS];
	struct rm_fb_get_row_remapper_histogram params = {0};

	if (rows_by_page(gpu, words)) {
		*ret_histogram =
		    (struct row_histogram){(uint32_t)words[ROW_MAX], (uint32_t)words[ROW_HIGH],
					   (uint32_t)words[ROW_PARTIAL], (uint32_t)words[ROW_LOW],
					   (uint32_t)words[ROW_NONE]};
		return NVML_SUCCESS;
	}
	nvmlReturn_t result = rm_control(gpu, RM_FB_GET_ROW_REMAPPER_HISTOGRAM, &params);
	if (result == NVML_SUCCESS)
		*ret_histogram = (struct row_histogram){params.histogram[0], params.histogram[1],
							params.histogram[2], params.histogram[3],
							params.histogram[4]};
	return result;
}

static nvmlReturn_t rm_repair_status(struct gpu *gpu, struct repair_status *ret_status)
{
	struct rm_ecc_get_repair_status params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_REPAIR_STATUS, &params);

	if (result == NVML_SUCCESS)
		*ret_status = (struct repair_status){.channel = params.channel_repair_pending != 0,
						     .tpc = params.tpc_repair_pending != 0};
	return result;
}

static nvmlReturn_t rm_memory_unrepairable(struct gpu *gpu, bool *ret_is)
{
	struct rm_ecc_get_unrepairable_memory_flag params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_ECC_GET_UNREPAIRABLE_MEMORY_FLAG, &params);

	if (result == NVML_SUCCESS)
		*ret_is = params.unrepairable_memory != 0;
	return result;
}

static nvmlReturn_t rm_set_ecc(struct gpu *gpu, bool enabled)
{
	struct rm_gpu_set_ecc_configuration params = {
	    .new_configuration = enabled ? NV2080_CTRL_GPU_ECC_CONFIGURATION_ENABLE
					 : NV2080_CTRL_GPU_ECC_CONFIGURATION_DISABLE};

	return rm_control(gpu, RM_GPU_SET_ECC_CONFIGURATION, &params);
}

static nvmlReturn_t rm_clear_ecc(struct gpu *gpu, enum ecc_lifetime lifetime)
{
	struct rm_gpu_reset_ecc_error_status params = {
	    .statuses = lifetime == ECC_VOLATILE ? ECC_RESET_VOLATILE : ECC_RESET_AGGREGATE};

	return rm_control(gpu, RM_GPU_RESET_ECC_ERROR_STATUS, &params);
}

void rm_ecc_fill(struct provider_ops *ops)
{
	ops->ecc_mode = rm_ecc_mode;
	ops->set_ecc = rm_set_ecc;
	ops->clear_ecc = rm_clear_ecc;
	ops->ecc_counters = rm_ecc_counters;
	ops->sram_ecc = rm_sram_ecc;
	ops->sram_errors = rm_sram_errors;
	ops->retired_pages = rm_retired_pages;
	ops->remapped_rows = rm_remapped_rows;
	ops->row_histogram = rm_row_histogram;
	ops->repair_status = rm_repair_status;
	ops->memory_unrepairable = rm_memory_unrepairable;
}
