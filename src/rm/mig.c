/* SPDX-License-Identifier: MIT */
/* MIG mode, GPU instances, and how the driver describes what they can be. */
#include <string.h>

#include "core/lib.h"
#include "rm/mig.h"
#include "rm/rusd.h"
#include "rm/mig_session.h"
#include "rm_constants.h"

/* Fields of NV2080_CTRL_GPU_PARTITION_FLAG. */
#define MEMORY_SIZE(flag) ((flag)&3)
#define COMPUTE_SIZE(flag) ((flag) >> 2 & 7)
#define GRAPHICS_SIZE(flag) ((flag) >> 5 & 7)
#define ALL_MEDIA(flag) ((flag) >> 28 & 3)
#define EXTRA_MEDIA(flag) ((flag) >> 30 & 1)
#define PLACE_AT_SPAN (1u << 31)
#define COMPUTE_EIGHTH_515 4u /* mini-quarters took its number in 520 */

#define DEVICE_LEVEL_ID 0xfffffffeu

/* With MIG on the page has no BAR1; a page with one spares the question. */
bool rm_mig_is_on(struct gpu *gpu)
{
	uint32_t size_kib = 0, free_kib = 0, smc = SMC_UNSUPPORTED;

	if (atomic_load_explicit(&gpu->rm.mig_unsupported, memory_order_relaxed))
		return false;
	if (rm_page_read_bar1(gpu, &size_kib, &free_kib) == RM_PAGE_OK && size_kib != 0)
		return false;
	if (gpu->ops->mig_mode(gpu, &smc) != NVML_SUCCESS)
		return false;
	if (smc == SMC_UNSUPPORTED)
		atomic_store_explicit(&gpu->rm.mig_unsupported, 1, memory_order_relaxed);
	return smc == SMC_ENABLED || smc == SMC_DISABLE_PENDING;
}

static enum mig_size size_of(uint32_t compute)
{
	if (lib.rm.version.major < 520 && compute == COMPUTE_EIGHTH_515)
		return MIG_EIGHTH;
	return compute < MIG_SIZE_UNKNOWN ? (enum mig_size)compute : MIG_SIZE_UNKNOWN;
}

_Static_assert(MIG_EIGHTH == 5 &&
		   MIG_MINI_QUARTER == NV2080_CTRL_GPU_PARTITION_FLAG_COMPUTE_SIZE_MINI_QUARTER,
	       "sizes are numbered as the driver's");

bool rm_mig_size_is_mini(uint32_t compute)
{
	enum mig_size size = size_of(compute);

	return size == MIG_MINI_QUARTER;
}

static enum mig_media media_of(uint32_t flag)
{
	if (EXTRA_MEDIA(flag))
		return MIG_MEDIA_EXTRA;
	switch (ALL_MEDIA(flag)) {
	case NV2080_CTRL_GPU_PARTITION_FLAG_REQ_ALL_MEDIA_ENABLE:
		return MIG_MEDIA_ALL;
	case NV2080_CTRL_GPU_PARTITION_FLAG_REQ_ALL_MEDIA_DISABLE:
		return MIG_MEDIA_NONE;
	default:
		return MIG_MEDIA_USUAL;
	}
}

/* Slices are virtual GPCs where the release tells them apart from real ones. */
static void take_flag(uint32_t flag, uint32_t gpcs, uint32_t virtual_gpcs,
		      struct mig_profile *ret_profile)
{
	ret_profile->flag = flag & ~PLACE_AT_SPAN;
	ret_profile->memory_share = 1u << MEMORY_SIZE(flag);
	ret_profile->size = size_of(COMPUTE_SIZE(flag));
	ret_profile->media = media_of(flag);
	ret_profile->graphics = GRAPHICS_SIZE(flag) != NV2080_CTRL_GPU_PARTITION_FLAG_GFX_SIZE_NONE;
	ret_profile->slices = virtual_gpcs != 0 ? virtual_gpcs : gpcs;
}

void rm_mig_profile_of_flag(uint32_t flag, struct mig_profile *ret_profile)
{
	take_flag(flag, 0, 0, ret_profile);
}

static void take_description(const struct rm_gpu_describe_partitions_partition_descs *from,
			     struct mig_profile *ret_profile)
{
	take_flag(from->partition_flag, from->gpc_count, from->virtual_gpc_count, ret_profile);
	ret_profile->multiprocessors = from->sm_count;
	ret_profile->copy_engines = from->ce_count;
	ret_profile->decoders = from->nv_dec_count;
	ret_profile->encoders = from->nv_enc_count;
	ret_profile->jpegs = from->nv_jpg_count;
	ret_profile->ofas = from->nv_ofa_count;
	ret_profile->memory = from->memory_size;
}

static nvmlReturn_t rm_mig_profiles(struct gpu *gpu, struct mig_profile *ret_list,
				    uint32_t *ret_count)
{
	struct rm_gpu_describe_partitions params;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_control(gpu, RM_GPU_DESCRIBE_PARTITIONS, &params);
	if (result != NVML_SUCCESS)
		return result;
	uint32_t count =
	    params.desc_count < MIG_PROFILES_MAX ? params.desc_count : MIG_PROFILES_MAX;
	for (uint32_t i = 0; i < count; i++)
		take_description(&params.partition_descs[i], &ret_list[i]);
	*ret_count = count;
	return NVML_SUCCESS;
}

/* As many as the largest profile has slices. */
static nvmlReturn_t rm_mig_slices(struct gpu *gpu, uint32_t *ret_count)
{
	struct mig_profile list[MIG_PROFILES_MAX];
	uint32_t count, most = 0;
	nvmlReturn_t result = rm_mig_profiles(gpu, list, &count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++)
		if (list[i].slices > most)
			most = list[i].slices;
	*ret_count = most;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_mig_mode(struct gpu *gpu, uint32_t *ret_smc_mode)
{
	return rm_gpu_info(gpu, NV2080_CTRL_GPU_INFO_INDEX_GPU_SMC_MODE, ret_smc_mode);
}

static nvmlReturn_t rm_set_mig_mode(struct gpu *gpu, bool enabled)
{
	struct rm_gpu_set_partitioning_mode params = {
	    .partitioning_mode =
		enabled ? NV2080_CTRL_GPU_SET_PARTITIONING_MODE_REPARTITIONING_FAST_RECONFIG
			: NV2080_CTRL_GPU_SET_PARTITIONING_MODE_REPARTITIONING_LEGACY};

	return rm_control(gpu, RM_GPU_SET_PARTITIONING_MODE, &params);
}

static bool take_span(uint64_t lo, uint64_t hi, struct mig_span *ret_span)
{
	if (lo > hi || hi >= UINT32_MAX)
		return false;
	ret_span->start = (uint32_t)lo;
	ret_span->size = (uint32_t)(hi - lo + 1);
	return true;
}

void rm_mig_add_span(uint64_t lo, uint64_t hi, struct mig_capacity *capacity)
{
	if (take_span(lo, hi, &capacity->spans[capacity->span_count]))
		capacity->span_count++;
}

static nvmlReturn_t rm_mig_capacity(struct gpu *gpu, const struct mig_profile *profile,
				    struct mig_capacity *ret_capacity)
{
	struct rm_gpu_get_partition_capacity params = {.partition_flag = profile->flag};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_PARTITION_CAPACITY, &params);

	if (result != NVML_SUCCESS)
		return result;
	ret_capacity->remaining = params.partition_count;
	ret_capacity->total = params.total_partition_count;
	ret_capacity->span_count = 0;
	for (uint32_t i = 0; i < params.total_spans_count && i < MIG_INSTANCES_MAX; i++)
		rm_mig_add_span(params.total_spans[i].lo, params.total_spans[i].hi, ret_capacity);
	return NVML_SUCCESS;
}

typedef struct rm_gpu_get_partitions_query_partition_info partition_info;

/* An id beyond the limit would name another GPU's handle. */
static bool take_instance(const partition_info *from, struct mig_instance *ret_instance)
{
	if (!from->valid || from->swizz_id >= MIG_GI_MAX ||
	    !take_span(from->span.lo, from->span.hi, &ret_instance->place))
		return false;
	struct mig_profile *profile = &ret_instance->profile;
	take_flag(from->partition_flag, from->gpc_count, from->virtual_gpc_count, profile);
	profile->multiprocessors = from->sm_count;
	profile->copy_engines = from->ce_count;
	profile->decoders = from->nv_dec_count;
	profile->encoders = from->nv_enc_count;
	profile->jpegs = from->nv_jpg_count;
	profile->ofas = from->nv_ofa_count;
	profile->memory = from->mem_size;
	ret_instance->id = from->swizz_id;
	return true;
}

static nvmlReturn_t get_partitions(const struct rm_session *session, bool all,
				   struct mig_instance *ret_list, uint32_t *ret_count)
{
	struct rm_gpu_get_partitions params = {.get_all_partition_info = all};
	nvmlReturn_t result = rm_mig_control(session, RM_GPU_GET_PARTITIONS, &params);

	if (result != NVML_SUCCESS)
		return result;
	*ret_count = 0;
	for (uint32_t i = 0; i < params.valid_partition_count && i < MIG_INSTANCES_MAX; i++)
		if (take_instance(&params.query_partition_info[i], &ret_list[*ret_count]))
			(*ret_count)++;
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_mig_instances(struct gpu *gpu, struct mig_instance *ret_list,
				     uint32_t *ret_count)
{
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, MIG_NO_ID, MIG_NO_ID, true, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = get_partitions(&session, true, ret_list, ret_count);
	rm_mig_close(&session);
	return result;
}

/* A subscriber that does not ask for all gets its own. */
nvmlReturn_t rm_mig_instance_of(const struct rm_session *session, uint32_t gi,
				struct mig_instance *ret_instance)
{
	struct mig_instance list[MIG_INSTANCES_MAX];
	uint32_t count = 0;
	nvmlReturn_t result = get_partitions(session, false, list, &count);

	if (result != NVML_SUCCESS)
		return result;
	if (count != 1 || list[0].id != gi)
		return NVML_ERROR_INVALID_ARGUMENT;
	*ret_instance = list[0];
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_mig_instance(struct gpu *gpu, uint32_t gi, struct mig_instance *ret_instance)
{
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, false, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_mig_instance_of(&session, gi, ret_instance);
	rm_mig_close(&session);
	return result;
}

/* Ascending ids; the first entry stands for the device and is no instance. */
static nvmlReturn_t rm_mig_instance_ids(struct gpu *gpu, uint32_t *ret_ids, uint32_t *ret_count)
{
	struct rm_gpu_get_active_partition_ids params = {0};
	nvmlReturn_t result = rm_control(gpu, RM_GPU_GET_ACTIVE_PARTITION_IDS, &params);
	size_t room = sizeof(params.swizz_id) / sizeof(params.swizz_id[0]);

	if (result != NVML_SUCCESS)
		return result;
	*ret_count = 0;
	for (size_t i = 0; i < params.partition_count && i < room; i++)
		if (params.swizz_id[i] != DEVICE_LEVEL_ID && params.swizz_id[i] < MIG_GI_MAX &&
		    *ret_count < MIG_INSTANCES_MAX)
			ret_ids[(*ret_count)++] = params.swizz_id[i];
	return NVML_SUCCESS;
}

static nvmlReturn_t set_partition(struct gpu *gpu, struct rm_gpu_set_partitions *params)
{
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, MIG_NO_ID, MIG_NO_ID, true, &session);

	if (result != NVML_SUCCESS)
		return result;
	params->partition_count = 1;
	result = rm_mig_control(&session, RM_GPU_SET_PARTITIONS, params);
	rm_mig_close(&session);
	return result;
}

static nvmlReturn_t rm_create_mig_instance(struct gpu *gpu, const struct mig_profile *profile,
					   const struct mig_span *place, uint32_t *ret_gi)
{
	struct rm_gpu_set_partitions params = {
	    .partition_info = {{.partition_flag = profile->flag, .valid = 1}}};

	if (place != NULL) {
		if (place->size == 0)
			return NVML_ERROR_INVALID_ARGUMENT;
		params.partition_info[0].partition_flag |= PLACE_AT_SPAN;
		params.partition_info[0].placement.lo = place->start;
		params.partition_info[0].placement.hi = (uint64_t)place->start + place->size - 1;
	}
	nvmlReturn_t result = set_partition(gpu, &params);
	if (result == NVML_SUCCESS && params.partition_info[0].swizz_id >= MIG_GI_MAX)
		result = NVML_ERROR_UNKNOWN;
	if (result == NVML_SUCCESS)
		*ret_gi = params.partition_info[0].swizz_id;
	return result;
}

static nvmlReturn_t rm_destroy_mig_instance(struct gpu *gpu, uint32_t gi)
{
	struct rm_gpu_set_partitions params = {.partition_info = {{.swizz_id = gi, .valid = 0}}};

	return set_partition(gpu, &params);
}

void rm_mig_fill(struct provider_ops *ops)
{
	ops->mig_mode = rm_mig_mode;
	ops->set_mig_mode = rm_set_mig_mode;
	ops->mig_slices = rm_mig_slices;
	ops->mig_profiles = rm_mig_profiles;
	ops->mig_capacity = rm_mig_capacity;
	ops->mig_instances = rm_mig_instances;
	ops->mig_instance = rm_mig_instance;
	ops->mig_instance_ids = rm_mig_instance_ids;
	ops->create_mig_instance = rm_create_mig_instance;
	ops->destroy_mig_instance = rm_destroy_mig_instance;
	rm_mig_compute_fill(ops);
}
