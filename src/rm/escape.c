/* SPDX-License-Identifier: MIT */
#include "rm/escape.h"

#include "rm/abi.h"

static bool since(unsigned release, uint16_t major)
{
	return rm_releases[release].major >= major;
}

size_t rm_numa_info_size(unsigned release)
{
	return since(release, 535) ? sizeof(struct rm_numa_info) : sizeof(struct rm_numa_info_515);
}

size_t rm_nvos21_status_offset(unsigned release)
{
	return since(release, 535) ? 28 : 24;
}

size_t rm_nvos21_params_size_offset(unsigned release)
{
	return since(release, 535) ? 24 : 0;
}

size_t rm_nvos64_size(unsigned release)
{
	return since(release, 535) ? 48 : 40;
}

size_t rm_nvos64_status_offset(unsigned release)
{
	if (since(release, 535))
		return 40;
	return since(release, 525) ? 36 : 32;
}

size_t rm_nvos64_flags_offset(unsigned release)
{
	if (since(release, 535))
		return 36;
	return since(release, 525) ? 32 : 0;
}

size_t rm_nvos64_params_size_offset(unsigned release)
{
	return since(release, 535) ? 32 : 0;
}
