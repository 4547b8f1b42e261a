/* SPDX-License-Identifier: MIT */
/*
 * Objects in two places, and who may put them there. A share policy grants or
 * refuses rights to other clients; without one of its own an object follows its
 * parent, and at last the rule that a process may use what is its own.
 */
#include "sim/controls.h"

/* RS_ACCESS_*: bits of a mask. */
#define RIGHT_DUP (1u << 0)
#define RIGHT_NICE (1u << 1)
#define RIGHT_DEBUG (1u << 2)
#define RIGHT_PERFMON (1u << 3)
/* RS_SHARE_ACTION_FLAG_* */
#define REVOKE 1u
#define REQUIRE 2u
#define COMPOSE 4u
/* NV0000_CTRL_CMD_CLIENT_GET_HANDLE_INFO_INDEX_* */
#define INDEX_PARENT 1u
#define INDEX_CLASS 2u

/* RS_SHARE_TYPE_* */
enum share_type {
	SHARE_ALL = 1,
	SHARE_USER = 2,
	SHARE_CLIENT = 3,
	SHARE_PROCESS = 4,
	SHARE_PARTITION = 5,
	SHARE_GPU = 6,
	SHARE_TYPES = 8,
};

static const struct sim_share default_share = {0, RIGHT_DUP, SHARE_PROCESS, 0};

/* Users are not told apart here. What only a GPU's resources can fail is met by the others. */
static bool applies(const struct sim_share *share, const struct sim_client *owner,
		    const struct sim_client *other)
{
	switch (share->type) {
	case SHARE_ALL:
	case SHARE_USER:
		return true;
	case SHARE_CLIENT:
		return share->target == other->handle;
	case SHARE_PROCESS:
		return owner->tgid == other->tgid;
	case SHARE_PARTITION:
	case SHARE_GPU:
		return (share->action & REQUIRE) != 0;
	default:
		return false;
	}
}

static const struct sim_share *active_shares(const struct sim_object *object, unsigned *ret_count)
{
	for (; object; object = object->parent)
		if (object->shares_set) {
			*ret_count = object->share_count;
			return object->shares;
		}
	*ret_count = 1;
	return &default_share;
}

/* With what is one's own: everything that one's privilege allows. */
uint32_t sim_own_rights(const struct sim_call *call)
{
	return RIGHT_DUP | RIGHT_DEBUG | (call->admin ? RIGHT_NICE | RIGHT_PERFMON : 0);
}

/* What a client may do with an object. */
static uint32_t rights_on(const struct sim_call *call, const struct sim_object *object,
			  const struct sim_client *client)
{
	uint32_t granted = 0, denied = 0;
	const struct sim_share *shares;
	unsigned count;

	if (object->client == client)
		return sim_own_rights(call);
	shares = active_shares(object, &count);
	for (unsigned i = 0; i < count; i++) {
		bool met = applies(&shares[i], object->client, client);

		if (!(shares[i].action & REQUIRE))
			granted |= met ? shares[i].rights : 0;
		else if (!met)
			denied |= shares[i].rights;
	}
	return granted & ~denied;
}

/* Memory and instances only. */
static bool has_copies(const struct sim_object *object)
{
	return object->class_number == SIM_CLASS_SHARED_DATA ||
	       object->class_number == SIM_CLASS_GPU_INSTANCE ||
	       object->class_number == SIM_CLASS_COMPUTE_INSTANCE;
}

static uint32_t copy(struct sim_client *client, const struct sim_object *source,
		     struct sim_object *parent, uint32_t handle)
{
	struct sim_object *object;

	if (source->class_number != SIM_CLASS_SHARED_DATA)
		return SIM_NOT_SUPPORTED; /* instances are copied by the kernel alone */
	if (parent->class_number != SIM_CLASS_SUBDEVICE)
		return SIM_INVALID_OBJECT_PARENT;
	if (parent->gpu != source->gpu)
		return SIM_NOT_SUPPORTED; /* memory of another GPU is not simulated */
	object = sim_object_new(client, parent, handle, source->class_number);
	return object ? SIM_OK : SIM_NO_MEMORY;
}

/* NVOS55: the order is serverCopyResource's. */
uint32_t sim_dup_object(struct sim_call *call)
{
	uint8_t *arg = call->arg;
	struct sim_client *source_client = sim_client_find(call->sim, sim_get32(arg + 12));
	uint32_t handle = sim_get32(arg + 8);
	uint32_t status = SIM_OK;
	struct sim_object *source, *parent;

	if (!source_client)
		return SIM_INVALID_OBJECT_HANDLE;
	call->client = sim_client_of_call(call, sim_get32(arg), SIM_INVALID_OBJECT_HANDLE, &status);
	if (!call->client)
		return status;
	source = sim_object_find(source_client, sim_get32(arg + 16));
	parent = sim_object_find(call->client, sim_get32(arg + 4));
	if (!source || !parent)
		return SIM_OBJECT_NOT_FOUND;
	if (!has_copies(source))
		return SIM_INVALID_ARGUMENT;
	status = sim_handle_assign(call->client, &handle);
	if (status == SIM_OK && !(rights_on(call, source, call->client) & RIGHT_DUP))
		status = SIM_INSUFFICIENT_PERMISSIONS;
	if (status == SIM_OK)
		status = copy(call->client, source, parent, handle);
	if (status == SIM_OK)
		sim_put32(arg + 8, handle);
	return status;
}

static struct sim_share *find_share(struct sim_object *object, const struct sim_share *wanted)
{
	for (unsigned i = 0; i < object->share_count; i++) {
		struct sim_share *share = &object->shares[i];

		if (share->type == wanted->type &&
		    (share->action & REQUIRE) == (wanted->action & REQUIRE) &&
		    (share->type != SHARE_CLIENT || share->target == wanted->target))
			return share;
	}
	return NULL;
}

static uint32_t add_share(struct sim_object *object, const struct sim_share *share)
{
	struct sim_share *known = find_share(object, share);

	if (known) {
		known->rights |= share->rights;
		return SIM_OK;
	}
	if (object->share_count == SIM_SHARES_MAX)
		return SIM_NO_MEMORY;
	object->shares[object->share_count++] = *share;
	return SIM_OK;
}

static void revoke_share(struct sim_object *object, const struct sim_share *share)
{
	struct sim_share *known = find_share(object, share);

	if (!known)
		return;
	known->rights &= ~share->rights;
	if (known->rights == 0)
		*known = object->shares[--object->share_count];
}

/* A first composed policy begins with what held so far. */
static void own_the_list(struct sim_object *object, bool compose)
{
	const struct sim_share *shares;
	unsigned count = 0;

	if (!object->shares_set && compose) {
		shares = active_shares(object->parent, &count);
		for (unsigned i = 0; i < count; i++)
			object->shares[i] = shares[i];
		object->share_count = count;
	}
	if (!compose)
		object->share_count = 0;
	object->shares_set = true;
}

static uint32_t set_share(const struct sim_call *call, struct sim_object *object,
			  const struct sim_share *share)
{
	if (!(share->action & REVOKE) &&
	    (share->rights & ~rights_on(call, object, object->client)) != 0)
		return SIM_INSUFFICIENT_PERMISSIONS;
	own_the_list(object, share->action & COMPOSE);
	if (!(share->action & REVOKE))
		return add_share(object, share);
	revoke_share(object, share);
	return SIM_OK;
}

/* NVOS57. To share with one client takes both, and does not ask who calls. */
uint32_t sim_share_object(struct sim_call *call)
{
	const uint8_t *arg = call->arg;
	struct sim_share share = {.target = sim_get32(arg + 8),
				  .rights = sim_get32(arg + 12),
				  .type = (uint16_t)sim_get32(arg + 16),
				  .action = arg[18]};
	struct sim_client *client = sim_client_find(call->sim, sim_get32(arg));
	uint32_t status = SIM_OK;
	struct sim_object *object;

	if (share.type >= SHARE_TYPES)
		return SIM_INVALID_ARGUMENT;
	if (share.type != SHARE_CLIENT)
		client =
		    sim_client_of_call(call, sim_get32(arg), SIM_INVALID_OBJECT_HANDLE, &status);
	else if (!sim_client_find(call->sim, share.target))
		client = NULL;
	if (!client)
		return status != SIM_OK ? status : SIM_INVALID_OBJECT_HANDLE;
	object = sim_object_find(client, sim_get32(arg + 4));
	return object ? set_share(call, object, &share) : SIM_OBJECT_NOT_FOUND;
}

static uint32_t share_by_control(struct sim_call *call, uint32_t handle,
				 const struct sim_share *share)
{
	struct sim_object *object;
	uint32_t status;

	if (share->type >= SHARE_TYPES)
		return SIM_INVALID_ARGUMENT;
	object = sim_object_find(call->client, handle);
	if (!object)
		return SIM_OBJECT_NOT_FOUND;
	status = set_share(call, object, share);
	if (status == SIM_OK && share->type == SHARE_CLIENT && !(share->action & REVOKE) &&
	    !sim_client_find(call->sim, share->target))
		return SIM_INVALID_OBJECT_HANDLE;
	return status;
}

uint32_t sim_client_share_object(struct sim_call *call, void *neutral)
{
	const struct rm_client_share_object *params = neutral;
	struct sim_share share = {params->share_policy.target,
				  params->share_policy.access_mask.limbs[0],
				  params->share_policy.type, params->share_policy.action};

	return share_by_control(call, params->h_object, &share);
}

uint32_t sim_client_set_share_policy(struct sim_call *call, void *neutral)
{
	const struct rm_client_set_inherited_share_policy *params = neutral;
	struct sim_share share = {params->share_policy.target,
				  params->share_policy.access_mask.limbs[0],
				  params->share_policy.type, params->share_policy.action};

	return share_by_control(call, call->client->handle, &share);
}

uint32_t sim_client_get_rights(struct sim_call *call, void *neutral)
{
	struct rm_client_get_access_rights *params = neutral;
	struct sim_client *client = sim_client_find(call->sim, params->h_client);
	const struct sim_object *object = client ? sim_object_find(client, params->h_object) : NULL;

	if (!client)
		return SIM_INVALID_CLIENT;
	if (!object)
		return SIM_OBJECT_NOT_FOUND;
	params->mask_result.limbs[0] = rights_on(call, object, call->client);
	return SIM_OK;
}

uint32_t sim_client_get_handle_info(struct sim_call *call, void *neutral)
{
	struct rm_client_get_handle_info *params = neutral;
	const struct sim_object *object = sim_object_find(call->client, params->h_object);

	if (!object)
		return SIM_OBJECT_NOT_FOUND;
	if (params->index != INDEX_PARENT && params->index != INDEX_CLASS)
		return SIM_INVALID_ARGUMENT;
	if (params->index == INDEX_PARENT)
		params->data.h_result = object->parent ? object->parent->handle : 0;
	else
		params->data.i_result = object->class_number;
	return SIM_OK;
}

/* Of memory alone: all shared data of a GPU is the same page. */
uint32_t sim_client_are_duplicates(struct sim_call *call, void *neutral)
{
	struct rm_client_objects_are_duplicates *params = neutral;
	const struct sim_object *first = sim_object_find(call->client, params->h_object1);
	const struct sim_object *second = sim_object_find(call->client, params->h_object2);

	if (!first)
		return SIM_OBJECT_NOT_FOUND;
	if (first->class_number != SIM_CLASS_SHARED_DATA)
		return SIM_NOT_SUPPORTED;
	if (!second)
		return SIM_OBJECT_NOT_FOUND;
	if (second->class_number != SIM_CLASS_SHARED_DATA)
		return SIM_INVALID_OBJECT_HANDLE;
	params->duplicates = first->gpu == second->gpu;
	return SIM_OK;
}
