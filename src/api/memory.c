/* SPDX-License-Identifier: MIT */
#include "entry_impl.h"
#include "api/enable.h"
#include "core/gpu.h"
#include "provider.h"

/* Driver and firmware may move the numbers between two words of one reply. */
static uint64_t less(uint64_t whole, uint64_t part)
{
	return whole > part ? whole - part : 0;
}

/* The first version has no member for reserved memory: it counts as used. */
nvmlReturn_t impl_DeviceGetMemoryInfo(struct gpu *gpu, nvmlMemory_t *memory)
{
	struct memory_state state;
	nvmlReturn_t result = PROVIDER_ASK(gpu, memory, &state);

	if (result == NVML_SUCCESS) {
		memory->total = state.total;
		memory->free = state.free;
		memory->used = less(state.total, state.free);
	}
	return result;
}

nvmlReturn_t impl_DeviceGetMemoryInfo_v2(struct gpu *gpu, nvmlMemory_v2_t *memory)
{
	struct memory_state state;
	nvmlReturn_t result = PROVIDER_ASK(gpu, memory, &state);

	if (result == NVML_SUCCESS) {
		memory->total = state.total;
		memory->reserved = less(state.total, state.heap);
		memory->free = state.free;
		memory->used = less(state.heap, state.free);
	}
	return result;
}

nvmlReturn_t impl_DeviceGetBAR1MemoryInfo(struct gpu *gpu, nvmlBAR1Memory_t *bar1Memory)
{
	struct bar1_state state;
	nvmlReturn_t result = PROVIDER_ASK(gpu, bar1, &state);

	if (result == NVML_SUCCESS) {
		bar1Memory->bar1Total = state.total;
		bar1Memory->bar1Free = state.free;
		bar1Memory->bar1Used = less(state.total, state.free);
	}
	return result;
}

nvmlReturn_t impl_DeviceGetMemoryBusWidth(struct gpu *gpu, unsigned int *busWidth)
{
	return PROVIDER_ASK(gpu, memory_bus_bits, busWidth);
}

nvmlReturn_t impl_DeviceGetConfComputeProtectedMemoryUsage(struct gpu *gpu, nvmlMemory_t *memory)
{
	struct protected_memory state;
	nvmlReturn_t result = PROVIDER_ASK(gpu, protected_memory, &state);

	if (result == NVML_SUCCESS) {
		memory->total = state.total;
		memory->free = state.free;
		memory->used = less(state.total, state.free);
	}
	return result;
}

nvmlReturn_t impl_DeviceGetDramEncryptionMode(struct gpu *gpu, nvmlDramEncryptionInfo_t *current,
					      nvmlDramEncryptionInfo_t *pending)
{
	struct dram_encryption mode;
	nvmlReturn_t result = PROVIDER_ASK(gpu, dram_encryption, &mode);

	if (result == NVML_SUCCESS) {
		current->encryptionState = enable_state(mode.enabled);
		pending->encryptionState = enable_state(mode.pending);
	}
	return result;
}

nvmlReturn_t impl_DeviceSetDramEncryptionMode(struct gpu *gpu,
					      const nvmlDramEncryptionInfo_t *dramEncryption)
{
	if (!is_enable_state(dramEncryption->encryptionState))
		return NVML_ERROR_INVALID_ARGUMENT;
	return PROVIDER_ASK(gpu, set_dram_encryption,
			    dramEncryption->encryptionState == NVML_FEATURE_ENABLED);
}
