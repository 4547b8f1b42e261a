/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "api/mig.h"

#define NO_PROFILE UINT32_MAX
#define GIB (1024ull * 1024 * 1024)

/* Ids were made of the size codes of the first release and stayed when those moved. */
static const struct {
	uint8_t memory_share, size, media;
	bool graphics;
	uint8_t id;
} ids[] = {
    {1, MIG_FULL, MIG_MEDIA_USUAL, false, 0},     {2, MIG_HALF, MIG_MEDIA_USUAL, false, 5},
    {2, MIG_HALF, MIG_MEDIA_EXTRA, false, 6},     {2, MIG_MINI_HALF, MIG_MEDIA_USUAL, false, 9},
    {4, MIG_QUARTER, MIG_MEDIA_USUAL, false, 14}, {4, MIG_MINI_QUARTER, MIG_MEDIA_USUAL, false, 15},
    {8, MIG_EIGHTH, MIG_MEDIA_USUAL, false, 19},  {8, MIG_EIGHTH, MIG_MEDIA_EXTRA, false, 20},
    {4, MIG_QUARTER, MIG_MEDIA_EXTRA, false, 21}, {4, MIG_QUARTER, MIG_MEDIA_USUAL, true, 47},
    {4, MIG_QUARTER, MIG_MEDIA_ALL, false, 65},
};

#define ID_COUNT (sizeof(ids) / sizeof(ids[0]))

unsigned mig_profile_id(const struct mig_profile *profile)
{
	for (size_t i = 0; i < ID_COUNT; i++)
		if (ids[i].memory_share == profile->memory_share && ids[i].size == profile->size &&
		    ids[i].media == profile->media && ids[i].graphics == profile->graphics)
			return ids[i].id;
	return NO_PROFILE;
}

bool mig_is_profile_id(unsigned id)
{
	for (size_t i = 0; i < ID_COUNT; i++)
		if (ids[i].id == id)
			return true;
	return false;
}

static unsigned index_of_slices(uint32_t slices)
{
	switch (slices) {
	case 1:
		return NVML_GPU_INSTANCE_PROFILE_1_SLICE;
	case 2:
		return NVML_GPU_INSTANCE_PROFILE_2_SLICE;
	case 3:
		return NVML_GPU_INSTANCE_PROFILE_3_SLICE;
	case 4:
		return NVML_GPU_INSTANCE_PROFILE_4_SLICE;
	case 6:
		return NVML_GPU_INSTANCE_PROFILE_6_SLICE;
	case 7:
		return NVML_GPU_INSTANCE_PROFILE_7_SLICE;
	case 8:
		return NVML_GPU_INSTANCE_PROFILE_8_SLICE;
	default:
		return NO_PROFILE;
	}
}

static unsigned index_of_graphics(uint32_t slices)
{
	switch (slices) {
	case 1:
		return NVML_GPU_INSTANCE_PROFILE_1_SLICE_GFX;
	case 2:
		return NVML_GPU_INSTANCE_PROFILE_2_SLICE_GFX;
	case 3:
		return NVML_GPU_INSTANCE_PROFILE_3_SLICE_GFX;
	case 4:
		return NVML_GPU_INSTANCE_PROFILE_4_SLICE_GFX;
	default:
		return NO_PROFILE;
	}
}

/* One slice and two come in further kinds. */
static unsigned index_of_profile(const struct mig_profile *profile)
{
	static const uint8_t kinds[][2] = {
	    [MIG_MEDIA_EXTRA] = {NVML_GPU_INSTANCE_PROFILE_1_SLICE_REV1,
				 NVML_GPU_INSTANCE_PROFILE_2_SLICE_REV1},
	    [MIG_MEDIA_NONE] = {NVML_GPU_INSTANCE_PROFILE_1_SLICE_NO_ME,
				NVML_GPU_INSTANCE_PROFILE_2_SLICE_NO_ME},
	    [MIG_MEDIA_ALL] = {NVML_GPU_INSTANCE_PROFILE_1_SLICE_ALL_ME,
			       NVML_GPU_INSTANCE_PROFILE_2_SLICE_ALL_ME},
	};

	if (profile->graphics)
		return index_of_graphics(profile->slices);
	if (profile->media != MIG_MEDIA_USUAL)
		return profile->slices == 1 || profile->slices == 2
			   ? kinds[profile->media][profile->slices - 1]
			   : NO_PROFILE;
	if (profile->slices == 1 && profile->size == MIG_MINI_QUARTER)
		return NVML_GPU_INSTANCE_PROFILE_1_SLICE_REV2;
	return index_of_slices(profile->slices);
}

static nvmlReturn_t find(struct gpu *gpu, unsigned (*number_of)(const struct mig_profile *),
			 unsigned wanted, struct mig_profile *ret_profile)
{
	struct mig_profile list[MIG_PROFILES_MAX];
	uint32_t count = 0;
	nvmlReturn_t result = PROVIDER_ASK(gpu, mig_profiles, list, &count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++)
		if (number_of(&list[i]) == wanted && mig_profile_id(&list[i]) != NO_PROFILE) {
			*ret_profile = list[i];
			return NVML_SUCCESS;
		}
	return NVML_ERROR_NOT_SUPPORTED;
}

nvmlReturn_t mig_profile_by_index(struct gpu *gpu, unsigned index, struct mig_profile *ret_profile)
{
	if (index >= NVML_GPU_INSTANCE_PROFILE_COUNT)
		return NVML_ERROR_INVALID_ARGUMENT;
	return find(gpu, index_of_profile, index, ret_profile);
}

nvmlReturn_t mig_profile_by_id(struct gpu *gpu, unsigned id, struct mig_profile *ret_profile)
{
	if (!mig_is_profile_id(id))
		return NVML_ERROR_INVALID_ARGUMENT;
	return find(gpu, mig_profile_id, id, ret_profile);
}

/* Numbered as GPU instances of so many slices are. */
unsigned mig_compute_profile_id(const struct mig_compute_profile *profile)
{
	if (profile->mini && profile->slices == 1)
		return NVML_COMPUTE_INSTANCE_PROFILE_1_SLICE_REV1;
	return index_of_slices(profile->slices);
}

_Static_assert(NVML_COMPUTE_INSTANCE_PROFILE_7_SLICE == NVML_GPU_INSTANCE_PROFILE_7_SLICE &&
		   NVML_COMPUTE_INSTANCE_PROFILE_8_SLICE == NVML_GPU_INSTANCE_PROFILE_8_SLICE &&
		   NVML_COMPUTE_INSTANCE_PROFILE_6_SLICE == NVML_GPU_INSTANCE_PROFILE_6_SLICE,
	       "both are numbered alike");

/* The size in the name: eighths of the board's memory, rounded up, in whole GB. */
static unsigned name_gb(uint64_t memory, uint64_t total)
{
	uint64_t board = (total + GIB - 1) / GIB;
	uint64_t eighths = (8 * memory + total - 1) / total;

	return (unsigned)((eighths * board + 4) / 8);
}

static const char *name_attribute(const struct mig_profile *profile)
{
	static const char *const words[] = {[MIG_MEDIA_USUAL] = "",
					    [MIG_MEDIA_NONE] = "-me",
					    [MIG_MEDIA_ALL] = "+me.all",
					    [MIG_MEDIA_EXTRA] = "+me"};

	return profile->graphics ? "+gfx" : words[profile->media];
}

nvmlReturn_t mig_name(struct gpu *gpu, const struct mig_profile *profile,
		      const struct mig_compute_profile *compute, struct text *ret_name)
{
	uint64_t total = 0;
	char part[16] = "";
	nvmlReturn_t result = PROVIDER_ASK(gpu, memory_total, &total);

	if (result == NVML_SUCCESS && (total == 0 || profile->memory > total))
		result = NVML_ERROR_UNKNOWN;
	if (result != NVML_SUCCESS)
		return result;
	if (compute != NULL && compute->slices != profile->slices)
		snprintf(part, sizeof(part), "%uc.", compute->slices);
	snprintf(ret_name->chars, sizeof(ret_name->chars), "MIG %s%ug.%ugb%s", part,
		 profile->slices, name_gb(profile->memory, total), name_attribute(profile));
	return NVML_SUCCESS;
}
