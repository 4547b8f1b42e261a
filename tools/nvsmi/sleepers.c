/* SPDX-License-Identifier: MIT */

#include "sleepers.h"

#include "addresses.h"
#include "nvsmi.h"
#include "patience.h"

static bool asleep[NVSMI_GPUS];

bool sleepers_any(void)
{
	unsigned int count = addresses_count();
	char address[ADDRESS_SIZE];

	for (unsigned int i = 0; i < count; i++) {
		if (address_at(i, count, address) && address_sleeps(address))
			return true;
	}
	return false;
}

/* False: NVML does not have it, as a container that was given other GPUs. */
static bool index_of(const char *address, unsigned int *ret_index)
{
	nvmlReturn_t (*by_address)(const char *, nvmlDevice_t *) =
	    library_symbol("nvmlDeviceGetHandleByPciBusId_v2");
	nvmlReturn_t (*index)(nvmlDevice_t, unsigned int *) = library_symbol("nvmlDeviceGetIndex");
	nvmlDevice_t device;

	return by_address && index && by_address(address, &device) == NVML_SUCCESS &&
	       index(device, ret_index) == NVML_SUCCESS && *ret_index < NVSMI_GPUS;
}

void sleepers_find(void)
{
	unsigned int count = addresses_count();
	char address[ADDRESS_SIZE];
	unsigned int index;

	for (unsigned int i = 0; i < count; i++) {
		if (!address_at(i, count, address) || !address_sleeps(address) ||
		    !index_of(address, &index))
			continue;
		asleep[index] = true;
		patience_keep_address(index, address);
	}
}

bool sleepers_has(unsigned int index)
{
	return index < NVSMI_GPUS && asleep[index];
}
