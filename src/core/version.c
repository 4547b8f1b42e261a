/* SPDX-License-Identifier: MIT */
#include "core/guard.h"

nvmlReturn_t version_check(unsigned given, const unsigned *known, size_t count,
			   nvmlReturn_t mismatch)
{
	for (size_t i = 0; i < count; i++) {
		if (known[i] == given)
			return NVML_SUCCESS;
	}
	return mismatch;
}
