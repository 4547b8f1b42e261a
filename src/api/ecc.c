/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/ecc.h"
#include "api/enable.h"
#include "core/gpu.h"
#include "entry_impl.h"
#include "provider.h"

nvmlReturn_t impl_DeviceGetEccMode(struct gpu *gpu, nvmlEnableState_t *current,
				   nvmlEnableState_t *pending)
{
	struct ecc_mode mode;
	nvmlReturn_t result = PROVIDER_ASK(gpu, ecc_mode, &mode);

	if (result == NVML_SUCCESS) {
		*current = enable_state(mode.enabled);
		*pending = enable_state(mode.pending);
	}
	return result;
}

nvmlReturn_t impl_DeviceGetDefaultEccMode(struct gpu *gpu, nvmlEnableState_t *defaultMode)
{
	struct ecc_mode mode;
	nvmlReturn_t result = PROVIDER_ASK(gpu, ecc_mode, &mode);

	if (result == NVML_SUCCESS)
		*defaultMode = enable_state(mode.by_default);
	return result;
}

/* In force from the next restart of the GPU on. A mode that is none is an unknown error here. */
nvmlReturn_t impl_DeviceSetEccMode(struct gpu *gpu, nvmlEnableState_t ecc)
{
	if (!is_enable_state(ecc))
		return NVML_ERROR_UNKNOWN;
	return PROVIDER_ASK(gpu, set_ecc, ecc == NVML_FEATURE_ENABLED);
}

nvmlReturn_t impl_DeviceClearEccErrorCounts(struct gpu *gpu, nvmlEccCounterType_t counterType)
{
	if ((unsigned)counterType >= NVML_ECC_COUNTER_TYPE_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, clear_ecc,
			    counterType == NVML_VOLATILE_ECC ? ECC_VOLATILE : ECC_AGGREGATE);
}

static nvmlReturn_t counters(struct gpu *gpu, nvmlMemoryErrorType_t error_type,
			     nvmlEccCounterType_t counter_type, struct ecc_counters *ret_counters)
{
	if ((unsigned)error_type >= NVML_MEMORY_ERROR_TYPE_COUNT ||
	    (unsigned)counter_type >= NVML_ECC_COUNTER_TYPE_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, ecc_counters,
			    counter_type == NVML_VOLATILE_ECC ? ECC_VOLATILE : ECC_AGGREGATE,
			    ret_counters);
}

uint64_t ecc_total(const struct ecc_counters *counters, bool corrected)
{
	return corrected ? counters->sram_corrected + counters->dram_corrected
			 : counters->sram_uncorrected + counters->dram_uncorrected;
}

uint32_t ecc_count_retired(const struct retired_pages *pages, bool double_bit)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < pages->count; i++)
		count += pages->pages[i].double_bit == double_bit;
	return count;
}

nvmlReturn_t impl_DeviceGetTotalEccErrors(struct gpu *gpu, nvmlMemoryErrorType_t errorType,
					  nvmlEccCounterType_t counterType,
					  unsigned long long *eccCounts)
{
	struct ecc_counters found;
	nvmlReturn_t result = counters(gpu, errorType, counterType, &found);

	if (result != NVML_SUCCESS)
		return result;
	*eccCounts = ecc_total(&found, errorType == NVML_MEMORY_ERROR_TYPE_CORRECTED);
	return NVML_SUCCESS;
}

/* Chips that this driver line serves count by SRAM and DRAM only. */
nvmlReturn_t impl_DeviceGetMemoryErrorCounter(struct gpu *gpu, nvmlMemoryErrorType_t errorType,
					      nvmlEccCounterType_t counterType,
					      nvmlMemoryLocation_t locationType,
					      unsigned long long *count)
{
	struct ecc_counters found;

	if ((unsigned)locationType >= NVML_MEMORY_LOCATION_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = counters(gpu, errorType, counterType, &found);
	if (result != NVML_SUCCESS)
		return result;

	bool corrected = errorType == NVML_MEMORY_ERROR_TYPE_CORRECTED;
	switch (locationType) {
	case NVML_MEMORY_LOCATION_DRAM:
		*count = corrected ? found.dram_corrected : found.dram_uncorrected;
		return NVML_SUCCESS;
	case NVML_MEMORY_LOCATION_SRAM:
		*count = corrected ? found.sram_corrected : found.sram_uncorrected;
		return NVML_SUCCESS;
	default:
		return NVML_ERROR_NOT_SUPPORTED;
	}
}

nvmlReturn_t impl_DeviceGetDetailedEccErrors(struct gpu *gpu, nvmlMemoryErrorType_t errorType,
					     nvmlEccCounterType_t counterType,
					     nvmlEccErrorCounts_t *eccCounts)
{
	struct ecc_counters found;
	nvmlReturn_t result = counters(gpu, errorType, counterType, &found);

	if (result == NVML_SUCCESS || result == NVML_ERROR_NOT_SUPPORTED)
		memset(eccCounts, 0, sizeof(*eccCounts));
	if (result == NVML_SUCCESS)
		eccCounts->deviceMemory = errorType == NVML_MEMORY_ERROR_TYPE_CORRECTED
					      ? found.dram_corrected
					      : found.dram_uncorrected;
	return result;
}

nvmlReturn_t impl_DeviceGetSramEccErrorStatus(struct gpu *gpu, nvmlEccSramErrorStatus_t *status)
{
	struct sram_ecc_status found;
	nvmlReturn_t result = PROVIDER_ASK(gpu, sram_ecc, &found);

	if (result != NVML_SUCCESS)
		return result;
	status->aggregateUncParity = found.aggregate_parity;
	status->aggregateUncSecDed = found.aggregate_secded;
	status->aggregateCor = found.aggregate_corrected;
	status->volatileUncParity = found.volatile_parity;
	status->volatileUncSecDed = found.volatile_secded;
	status->volatileCor = found.volatile_corrected;
	status->aggregateUncBucketL2 = found.l2;
	status->aggregateUncBucketSm = found.sm;
	status->aggregateUncBucketPcie = found.pcie;
	status->aggregateUncBucketMcu = found.microcontroller;
	status->aggregateUncBucketOther = found.other;
	status->bThresholdExceeded = found.threshold_exceeded;
	return NVML_SUCCESS;
}

/* Without a list only the number is wanted. */
nvmlReturn_t
impl_DeviceGetSramUniqueUncorrectedEccErrorCounts(struct gpu *gpu,
						  nvmlEccSramUniqueUncorrectedErrorCounts_t *counts)
{
	struct sram_error found[SRAM_ERRORS_MAX];
	uint32_t needed = 0;
	unsigned int room = counts->entryCount;
	nvmlReturn_t result = PROVIDER_ASK(gpu, sram_errors, found, &needed);

	if (result != NVML_SUCCESS)
		return result;
	counts->entryCount = needed;
	if (counts->entries == NULL)
		return NVML_SUCCESS;
	if (room < needed)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	for (uint32_t i = 0; i < needed; i++)
		counts->entries[i] = (nvmlEccSramUniqueUncorrectedErrorEntry_v1_t){
		    .unit = found[i].unit,
		    .location = found[i].location,
		    .sublocation = found[i].sublocation,
		    .extlocation = found[i].extlocation,
		    .address = found[i].address,
		    .isParity = found[i].parity,
		    .count = found[i].count};
	return NVML_SUCCESS;
}

/* Timestamps are optional. */
static nvmlReturn_t retired(struct gpu *gpu, nvmlPageRetirementCause_t cause, unsigned int *count,
			    unsigned long long *addresses, unsigned long long *timestamps)
{
	struct retired_pages found;
	unsigned int room = *count;

	if ((unsigned)cause >= NVML_PAGE_RETIREMENT_CAUSE_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	nvmlReturn_t result = PROVIDER_ASK(gpu, retired_pages, &found);
	if (result != NVML_SUCCESS)
		return result;

	bool double_bit = cause == NVML_PAGE_RETIREMENT_CAUSE_DOUBLE_BIT_ECC_ERROR;
	unsigned int needed = ecc_count_retired(&found, double_bit);
	*count = needed;
	/* An empty room is too small even for no page at all. */
	if (room < needed || room == 0)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	if (addresses == NULL)
		return NVML_ERROR_INVALID_ARGUMENT;
	for (uint32_t i = 0, place = 0; i < found.count; i++) {
		if (found.pages[i].double_bit != double_bit)
			continue;
		addresses[place] = found.pages[i].address;
		if (timestamps != NULL)
			timestamps[place] = found.pages[i].timestamp;
		place++;
	}
	return NVML_SUCCESS;
}

nvmlReturn_t impl_DeviceGetRetiredPages(struct gpu *gpu, nvmlPageRetirementCause_t cause,
					unsigned int *pageCount, unsigned long long *addresses)
{
	return retired(gpu, cause, pageCount, addresses, NULL);
}

nvmlReturn_t impl_DeviceGetRetiredPages_v2(struct gpu *gpu, nvmlPageRetirementCause_t cause,
					   unsigned int *pageCount, unsigned long long *addresses,
					   unsigned long long *timestamps)
{
	return retired(gpu, cause, pageCount, addresses, timestamps);
}

nvmlReturn_t impl_DeviceGetRetiredPagesPendingStatus(struct gpu *gpu, nvmlEnableState_t *isPending)
{
	struct retired_pages found;
	nvmlReturn_t result = PROVIDER_ASK(gpu, retired_pages, &found);

	if (result == NVML_SUCCESS)
		*isPending = enable_state(found.pending);
	return result;
}

nvmlReturn_t impl_DeviceGetRemappedRows(struct gpu *gpu, unsigned int *corrRows,
					unsigned int *uncRows, unsigned int *isPending,
					unsigned int *failureOccurred)
{
	struct remapped_rows rows;
	nvmlReturn_t result = PROVIDER_ASK(gpu, remapped_rows, &rows);

	if (result == NVML_SUCCESS) {
		*corrRows = rows.corrected;
		*uncRows = rows.uncorrected;
		*isPending = rows.pending;
		*failureOccurred = rows.failed;
	}
	return result;
}

nvmlReturn_t impl_DeviceGetRowRemapperHistogram(struct gpu *gpu,
						nvmlRowRemapperHistogramValues_t *values)
{
	struct row_histogram histogram;
	nvmlReturn_t result = PROVIDER_ASK(gpu, row_histogram, &histogram);

	if (result == NVML_SUCCESS)
		*values = (nvmlRowRemapperHistogramValues_t){.max = histogram.max,
							     .high = histogram.high,
							     .partial = histogram.partial,
							     .low = histogram.low,
							     .none = histogram.none};
	return result;
}

nvmlReturn_t impl_DeviceGetRepairStatus(struct gpu *gpu, nvmlRepairStatus_t *repairStatus)
{
	struct repair_status status;
	nvmlReturn_t result = PROVIDER_ASK(gpu, repair_status, &status);

	if (result == NVML_SUCCESS) {
		repairStatus->bChannelRepairPending = status.channel;
		repairStatus->bTpcRepairPending = status.tpc;
	}
	return result;
}

nvmlReturn_t
impl_DeviceGetUnrepairableMemoryFlag_v1(struct gpu *gpu,
					nvmlUnrepairableMemoryStatus_v1_t *unrepairableMemoryStatus)
{
	bool failed;
	nvmlReturn_t result = PROVIDER_ASK(gpu, memory_unrepairable, &failed);

	if (result == NVML_SUCCESS)
		unrepairableMemoryStatus->bUnrepairableMemory = failed;
	return result;
}
