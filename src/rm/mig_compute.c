/* SPDX-License-Identifier: MIT */
/* Compute instances, and what a MIG device answers. */
#include <string.h>

#include "core/lib.h"
#include "core/strings.h"
#include "rm/mig.h"
#include "rm/mig_session.h"
#include "rm_constants.h"

#define AT_SPAN 2u /* NVC637_CTRL_DMA_EXEC_PARTITIONS_CREATE_REQUEST_AT_SPAN_TRUE */
#define SHARE_ALL_ENGINES                                                                          \
	(NVC637_CTRL_EXEC_PARTITIONS_SHARED_FLAG_CE |                                              \
	 NVC637_CTRL_EXEC_PARTITIONS_SHARED_FLAG_NVDEC |                                           \
	 NVC637_CTRL_EXEC_PARTITIONS_SHARED_FLAG_NVENC |                                           \
	 NVC637_CTRL_EXEC_PARTITIONS_SHARED_FLAG_OFA |                                             \
	 NVC637_CTRL_EXEC_PARTITIONS_SHARED_FLAG_NVJPG)
#define NO_SIZE UINT32_MAX

/* Compute instances carry their size since 525. */
static bool has_sizes(void)
{
	return lib.rm.version.major >= 525;
}

static nvmlReturn_t profiles_of(const struct rm_session *session, uint32_t gi,
				struct mig_compute_profile *ret_list, uint32_t *ret_count)
{
	struct rm_gpu_get_compute_profiles params = {0};
	struct mig_instance instance;
	nvmlReturn_t result = rm_mig_instance_of(session, gi, &instance);

	if (result != NVML_SUCCESS)
		return result;
	params.partition_flag = instance.profile.flag;
	result = rm_mig_control(session, RM_GPU_GET_COMPUTE_PROFILES, &params);
	if (result != NVML_SUCCESS)
		return result;
	*ret_count = 0;
	for (uint32_t i = 0; i < params.profile_count && i < MIG_INSTANCES_MAX; i++)
		ret_list[(*ret_count)++] = (struct mig_compute_profile){
		    .flag = params.profiles[i].compute_size,
		    .mini = rm_mig_size_is_mini(params.profiles[i].compute_size),
		    .slices = params.profiles[i].gpc_count,
		    .multiprocessors = params.profiles[i].sm_count,
		    .contexts = params.profiles[i].veid_count};
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_compute_profiles(struct gpu *gpu, uint32_t gi,
					struct mig_compute_profile *ret_list, uint32_t *ret_count)
{
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, false, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = profiles_of(&session, gi, ret_list, ret_count);
	rm_mig_close(&session);
	return result;
}

static nvmlReturn_t capacity_of(const struct rm_session *session, uint32_t size,
				struct mig_capacity *ret_capacity)
{
	struct rm_exec_partitions_get_profile_capacity params = {.compute_size = size};
	nvmlReturn_t result =
	    rm_mig_control(session, RM_EXEC_PARTITIONS_GET_PROFILE_CAPACITY, &params);

	if (result != NVML_SUCCESS)
		return result;
	ret_capacity->remaining = params.profile_count;
	ret_capacity->total = params.total_profile_count;
	ret_capacity->span_count = 0;
	for (uint32_t i = 0; i < params.total_spans_count && i < MIG_INSTANCES_MAX; i++)
		rm_mig_add_span(params.total_spans[i].lo, params.total_spans[i].hi, ret_capacity);
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_compute_capacity(struct gpu *gpu, uint32_t gi,
					const struct mig_compute_profile *profile,
					struct mig_capacity *ret_capacity)
{
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, false, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = capacity_of(&session, profile->flag, ret_capacity);
	rm_mig_close(&session);
	return result;
}

/* A profile tells the slices of a size; without sizes the GPCs do. */
static void take_compute(uint32_t id, const struct rm_exec_partitions_get_exec_part_info *from,
			 const struct mig_compute_profile *profiles, uint32_t count,
			 struct mig_compute *ret_compute)
{
	*ret_compute = (struct mig_compute){
	    .id = id,
	    .profile = {.flag = has_sizes() ? from->compute_size : NO_SIZE,
			.slices = from->gpc_count,
			.multiprocessors = from->sm_count,
			.contexts = from->veid_count},
	    .start = from->span_start,
	};
	for (uint32_t i = 0; i < count; i++) {
		bool same = has_sizes() ? profiles[i].flag == from->compute_size
					: profiles[i].slices == from->gpc_count;
		if (!same)
			continue;
		ret_compute->profile.slices = profiles[i].slices;
		ret_compute->profile.mini = profiles[i].mini;
		if (!has_sizes())
			ret_compute->profile.multiprocessors = profiles[i].multiprocessors;
		break;
	}
}

/* Subscribed to one, that one; else all, which takes the right to configure. */
static nvmlReturn_t list_computes(const struct rm_session *session, uint32_t gi,
				  struct mig_compute *ret_list, uint32_t *ret_count)
{
	struct rm_exec_partitions_get params;
	struct mig_compute_profile profiles[MIG_INSTANCES_MAX];
	uint32_t count = 0;

	memset(&params, 0, sizeof(params));
	nvmlReturn_t result = rm_mig_control(session, RM_EXEC_PARTITIONS_GET, &params);
	if (result != NVML_SUCCESS)
		return result;
	if (profiles_of(session, gi, profiles, &count) != NVML_SUCCESS)
		count = 0;
	*ret_count = 0;
	for (uint32_t i = 0; i < params.exec_part_count && i < MIG_INSTANCES_MAX; i++)
		if (params.exec_part_id[i] < MIG_CI_MAX)
			take_compute(params.exec_part_id[i], &params.exec_part_info[i], profiles,
				     count, &ret_list[(*ret_count)++]);
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_computes(struct gpu *gpu, uint32_t gi, struct mig_compute *ret_list,
				uint32_t *ret_count)
{
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, true, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = list_computes(&session, gi, ret_list, ret_count);
	rm_mig_close(&session);
	return result;
}

static nvmlReturn_t rm_compute(struct gpu *gpu, uint32_t gi, uint32_t ci,
			       struct mig_compute *ret_compute)
{
	struct mig_compute list[MIG_INSTANCES_MAX];
	struct rm_session session;
	uint32_t count = 0;
	nvmlReturn_t result = rm_mig_open(gpu, gi, ci, false, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = list_computes(&session, gi, list, &count);
	rm_mig_close(&session);
	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++)
		if (list[i].id == ci) {
			*ret_compute = list[i];
			return NVML_SUCCESS;
		}
	return NVML_ERROR_INVALID_ARGUMENT;
}

static nvmlReturn_t rm_device_ids(struct gpu *gpu, uint32_t gi, struct mig_device_id *ret_list,
				  uint32_t *ret_count)
{
	struct rm_exec_partitions_get_active_ids params;
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, false, &session);

	if (result != NVML_SUCCESS)
		return result;
	memset(&params, 0, sizeof(params));
	result = rm_mig_control(&session, RM_EXEC_PARTITIONS_GET_ACTIVE_IDS, &params);
	rm_mig_close(&session);
	if (result != NVML_SUCCESS)
		return result;
	*ret_count = 0;
	for (uint32_t i = 0; i < params.exec_part_count && i < MIG_INSTANCES_MAX; i++) {
		struct mig_device_id *to = &ret_list[*ret_count];
		const char *text = params.exec_part_uuid[i].str;
		if (params.exec_part_id[i] >= MIG_CI_MAX)
			continue;
		to->compute_instance = params.exec_part_id[i];
		text_take(to->uuid.chars, sizeof(to->uuid.chars), text,
			  sizeof(params.exec_part_uuid[i].str));
		(*ret_count)++;
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t rm_create_compute(struct gpu *gpu, uint32_t gi,
				      const struct mig_compute_profile *profile,
				      const struct mig_span *place, uint32_t *ret_ci)
{
	struct rm_exec_partitions_create params;
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, true, &session);

	if (result != NVML_SUCCESS)
		return result;
	memset(&params, 0, sizeof(params));
	params.exec_part_count = 1;
	params.exec_part_info[0].gpc_count = profile->slices;
	params.exec_part_info[0].veid_count = profile->contexts;
	params.exec_part_info[0].sm_count = profile->multiprocessors;
	params.exec_part_info[0].compute_size = profile->flag;
	params.exec_part_info[0].shared_eng_flag = SHARE_ALL_ENGINES;
	if (place != NULL) {
		params.flags = AT_SPAN;
		params.exec_part_info[0].span_start = place->start;
	}
	result = rm_mig_control(&session, RM_EXEC_PARTITIONS_CREATE, &params);
	rm_mig_close(&session);
	if (result == NVML_SUCCESS && params.exec_part_id[0] >= MIG_CI_MAX)
		result = NVML_ERROR_UNKNOWN;
	if (result == NVML_SUCCESS)
		*ret_ci = params.exec_part_id[0];
	return result;
}

static nvmlReturn_t rm_destroy_compute(struct gpu *gpu, uint32_t gi, uint32_t ci)
{
	struct rm_exec_partitions_delete params = {.exec_part_count = 1, .exec_part_id = {ci}};
	struct rm_session session;
	nvmlReturn_t result = rm_mig_open(gpu, gi, MIG_NO_ID, true, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_mig_control(&session, RM_EXEC_PARTITIONS_DELETE, &params);
	rm_mig_close(&session);
	return result;
}

void rm_mig_compute_fill(struct provider_ops *ops)
{
	ops->mig_compute_profiles = rm_compute_profiles;
	ops->mig_compute_capacity = rm_compute_capacity;
	ops->mig_computes = rm_computes;
	ops->mig_compute = rm_compute;
	ops->mig_device_ids = rm_device_ids;
	ops->create_mig_compute = rm_create_compute;
	ops->destroy_mig_compute = rm_destroy_compute;
}

/* A MIG device: its questions go through a session of its GPU instance. */

static nvmlReturn_t device_session(const struct gpu *mig, struct rm_session *ret_session)
{
	return rm_mig_open(mig->parent, mig->gpu_instance, MIG_NO_ID, false, ret_session);
}

static nvmlReturn_t device_memory(struct gpu *mig, struct memory_state *ret_memory)
{
	struct rm_session session;
	nvmlReturn_t result = device_session(mig, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_memory_seen(mig->parent, &session, ret_memory);
	rm_mig_close(&session);
	return result;
}

static nvmlReturn_t device_bar1(struct gpu *mig, struct bar1_state *ret_bar1)
{
	struct rm_session session;
	nvmlReturn_t result = device_session(mig, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_bar1_seen(mig->parent, &session, ret_bar1);
	rm_mig_close(&session);
	return result;
}

/* The driver lists those of the GPU instance; of other compute instances they are not ours. */
static nvmlReturn_t device_processes(struct gpu *mig, enum process_kind kind,
				     struct process_state *ret_list, uint32_t *ret_count)
{
	struct rm_session session;
	uint32_t count = 0;
	nvmlReturn_t result = device_session(mig, &session);

	if (result != NVML_SUCCESS)
		return result;
	result = rm_processes_seen(mig->parent, &session, kind, ret_list, &count);
	rm_mig_close(&session);
	if (result != NVML_SUCCESS)
		return result;
	*ret_count = 0;
	for (uint32_t i = 0; i < count; i++)
		if (ret_list[i].compute_instance == mig->compute_instance ||
		    ret_list[i].compute_instance == MIG_NO_ID)
			ret_list[(*ret_count)++] = ret_list[i];
	return NVML_SUCCESS;
}

static nvmlReturn_t device_uuid(struct gpu *mig, struct text *ret_uuid)
{
	struct mig_device_id list[MIG_INSTANCES_MAX];
	uint32_t count = 0;
	nvmlReturn_t result = rm_device_ids(mig->parent, mig->gpu_instance, list, &count);

	if (result != NVML_SUCCESS)
		return result;
	for (uint32_t i = 0; i < count; i++)
		if (list[i].compute_instance == mig->compute_instance) {
			*ret_uuid = list[i].uuid;
			return NVML_SUCCESS;
		}
	return NVML_ERROR_INVALID_ARGUMENT;
}

const struct provider_ops *provider_mig_ops(void)
{
	static const struct provider_ops ops = {
	    .memory = device_memory,
	    .bar1 = device_bar1,
	    .processes = device_processes,
	    .uuid = device_uuid,
	};

	return &ops;
}
