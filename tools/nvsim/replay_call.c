/* SPDX-License-Identifier: MIT */
/* One ioctl, answered from the record. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "rm/escape.h"
#include "rm_status.h"

/* As the driver chooses them. */
static const uint32_t client_base = 0xc1d00000, handle_base = 0xcaf00000;

static void put_word(struct replay_call *call, size_t at, uint32_t value)
{
	memcpy(call->block + at, &value, sizeof value);
}

static int copy_in(void *ctx, void *dst, uint64_t addr, size_t size)
{
	const struct sim_task *task = ctx;
	return size ? task->copy_in(task, dst, addr, size) : 0;
}

/* The next recorded answer; the last one repeats. */
static const struct record_answer *next_answer(struct record_exchange *exchange)
{
	const struct record_answer *answer = &exchange->answers[exchange->answer];
	if (++exchange->used >= answer->count && exchange->answer + 1 < exchange->answers_count) {
		exchange->answer++;
		exchange->used = 0;
	}
	return answer;
}

/* The recorded exchange of a call with parameters; NULL when nobody asked this. */
static struct record_exchange *look_up(struct replay_call *call, const struct record_body *body,
				       enum record_kind kind, uint32_t number, const char *object)
{
	struct replay *replay = call->replay;
	struct record_exchange question, *found = NULL;
	if (!record_question(body, kind, number, object, replay->record->release, &question))
		return NULL;
	found = record_find(replay->record, &question);
	if (!found)
		found = replay_put_together(replay, &question);
	free(question.in);
	if (!found)
		replay_miss(replay, kind == RECORD_CONTROL ? "control" : "alloc",
			    record_number_name(kind, number, replay->record->release), number,
			    object);
	return found;
}

static bool write_part(const struct replay_call *call, const struct record_body *before,
		       const uint8_t *after, size_t at, size_t size, uint64_t addr)
{
	if (size == 0 || memcmp(before->bytes + at, after + at, size) == 0)
		return true;
	return call->task->copy_out(call->task, addr, after + at, size) == 0;
}

/* The recorded parameters into the program's memory. */
static bool write_body(const struct replay_call *call, const struct record_body *before,
		       const uint8_t *after)
{
	bool done = write_part(call, before, after, 0, before->params_size, before->params_addr);
	for (unsigned i = 0; done && i < before->lists_count; i++)
		done = write_part(call, before, after, before->lists[i].at, before->lists[i].size,
				  before->lists[i].addr);
	return done;
}

static uint32_t give(struct replay_call *call, const struct record_body *before,
		     const struct record_answer *answer, enum record_kind kind, uint32_t number)
{
	unsigned release = call->replay->record->release;
	struct record_body after = *before;
	enum rm_cmd cmd;
	after.bytes = malloc(before->size + 1);
	if (!after.bytes)
		return NV_ERR_NO_MEMORY;
	memcpy(after.bytes, answer->bytes, before->size);
	record_body_keep(&after, before, kind, number, release);
	bool done = write_body(call, before, after.bytes);
	const struct rm_layout *layout = record_layout(kind, number, release, &cmd);
	if (layout && kind == RECORD_CONTROL && layout->size == before->params_size)
		record_objects_learn_id(&call->replay->objects, cmd, layout, after.bytes);
	free(after.bytes);
	return done ? NV_OK : NV_ERR_INVALID_ADDRESS;
}

/* Returns -errno where the call itself failed. */
static int answer_body(struct replay_call *call, const struct record_body *body,
		       enum record_kind kind, uint32_t number, const char *object,
		       uint32_t *ret_status)
{
	struct record_exchange *exchange = look_up(call, body, kind, number, object);
	*ret_status = NV_ERR_NOT_SUPPORTED;
	if (!exchange)
		return 0;
	const struct record_answer *answer = next_answer(exchange);
	*ret_status = answer->status;
	if (answer->error)
		return -answer->error;
	if (answer->status == NV_OK)
		*ret_status = give(call, body, answer, kind, number);
	return 0;
}

static int serve_control(struct replay_call *call)
{
	struct replay *replay = call->replay;
	uint32_t number = record_word(call->block, offsetof(struct rm_nvos54, cmd));
	uint32_t status = NV_OK;
	struct record_body body = {
	    .params_addr = record_address(call->block, offsetof(struct rm_nvos54, params)),
	    .params_size = record_word(call->block, offsetof(struct rm_nvos54, params_size))};
	const struct record_object *object = record_object_find(
	    &replay->objects, record_word(call->block, 0), record_word(call->block, 4));
	int rc = 0;
	if (!object)
		status = record_object_find(&replay->objects, record_word(call->block, 0),
					    record_word(call->block, 0))
			     ? NV_ERR_OBJECT_NOT_FOUND
			     : NV_ERR_INVALID_CLIENT;
	else if (record_body_read(&body, RECORD_CONTROL, number, replay->record->release, copy_in,
				  (void *)(uintptr_t)call->task) < 0)
		status = NV_ERR_INVALID_ADDRESS;
	else
		rc = answer_body(call, &body, RECORD_CONTROL, number, object->name, &status);
	record_body_free(&body);
	put_word(call, offsetof(struct rm_nvos54, status), status);
	return rc;
}

static int alloc_root(struct replay_call *call, size_t status_at)
{
	struct replay *replay = call->replay;
	uint32_t handle = record_word(call->block, 8);
	uint64_t addr = record_address(call->block, offsetof(struct rm_nvos21, alloc_parms));
	while (handle == 0 || record_object_find(&replay->objects, handle, handle))
		handle = client_base + ++replay->clients_made;
	struct record_object *object =
	    record_object_add(&replay->objects, handle, handle, handle, NV01_ROOT_CLIENT, NULL, 0);
	if (!object)
		return -ENOMEM;
	object->file = call->file;
	put_word(call, 8, handle);
	bool done =
	    addr == 0 || call->task->copy_out(call->task, addr, &handle, sizeof handle) == 0;
	put_word(call, status_at, done ? NV_OK : NV_ERR_INVALID_ADDRESS);
	return 0;
}

static void add_object(struct replay_call *call, const struct record_body *body, uint32_t number)
{
	struct replay *replay = call->replay;
	uint32_t client = record_word(call->block, 0), handle = record_word(call->block, 8);
	while (handle == 0 || (handle >= handle_base && record_word(call->block, 8) == 0 &&
			       record_object_find(&replay->objects, client, handle)))
		handle = handle_base + ++replay->handles_made;
	struct record_object *object =
	    record_object_add(&replay->objects, client, record_word(call->block, 4), handle, number,
			      body->bytes, body->params_size);
	if (object && object->source && body->params_size >= 20) {
		int32_t fd;
		memcpy(&fd, body->bytes + 16, sizeof fd);
		replay_connect(call, object, fd);
	}
	put_word(call, 8, handle);
}

static int serve_alloc(struct replay_call *call)
{
	struct replay *replay = call->replay;
	unsigned release = replay->record->release;
	uint32_t number = record_word(call->block, offsetof(struct rm_nvos21, h_class)), status;
	size_t status_at = record_alloc_status_at(call->size, release);
	if (status_at == 0)
		return -EINVAL;
	if (record_is_root(number))
		return alloc_root(call, status_at);
	struct record_body body = {
	    .params_addr = record_address(call->block, offsetof(struct rm_nvos21, alloc_parms)),
	    .params_size = record_alloc_params_size(call->block, call->size, release)};
	const struct record_object *parent = record_object_find(
	    &replay->objects, record_word(call->block, 0), record_word(call->block, 4));
	int rc = 0;
	if (!parent)
		status = NV_ERR_OBJECT_NOT_FOUND;
	else if (record_body_read(&body, RECORD_ALLOC, number, release, copy_in,
				  (void *)(uintptr_t)call->task) < 0)
		status = NV_ERR_INVALID_ADDRESS;
	else
		rc = answer_body(call, &body, RECORD_ALLOC, number, parent->name, &status);
	if (rc == 0 && status == NV_OK)
		add_object(call, &body, number);
	record_body_free(&body);
	put_word(call, status_at, status);
	return rc;
}

static int serve_free(struct replay_call *call)
{
	record_object_drop(&call->replay->objects, record_word(call->block, 0),
			   record_word(call->block, 8));
	put_word(call, offsetof(struct rm_nvos00, status), NV_OK);
	return 0;
}

static int serve_unmap(struct replay_call *call)
{
	put_word(call, offsetof(struct rm_nvos34, status), NV_OK);
	return 0;
}

/* The same question, else one of the same size: what such an escape sends is advice. */
static struct record_exchange *find_escape(struct replay_call *call,
					   const struct record_exchange *question)
{
	struct record *record = call->replay->record;
	struct record_exchange *found = record_find(record, question);
	for (struct record_exchange *at = record->exchanges; at && !found; at = at->next)
		if (at->kind == RECORD_ESCAPE && at->number == question->number &&
		    at->size == question->size && !strcmp(at->object, question->object))
			found = at;
	return found;
}

static int serve_escape(struct replay_call *call)
{
	struct replay *replay = call->replay;
	const struct record_body sent = {
	    .bytes = call->block, .params_size = call->size, .size = call->size};
	struct record_exchange question;
	if (!record_question(&sent, RECORD_ESCAPE, call->nr, call->file->node,
			     replay->record->release, &question))
		return -ENOMEM;
	struct record_exchange *exchange = find_escape(call, &question);
	int rc = -EINVAL;
	if (exchange) {
		const struct record_answer *answer = next_answer(exchange);
		struct record_body after = sent;
		after.bytes = question.in;
		memcpy(after.bytes, answer->bytes, call->size);
		record_body_keep(&after, &sent, RECORD_ESCAPE, call->nr, replay->record->release);
		memcpy(call->block, after.bytes, call->size);
		rc = -answer->error;
		if (rc == 0 && call->nr == NV_ESC_CARD_INFO)
			record_objects_learn_cards(&replay->objects, call->block, call->size);
	} else
		replay_miss(replay, "escape",
			    record_number_name(RECORD_ESCAPE, call->nr, replay->record->release),
			    call->nr, call->file->node);
	free(question.in);
	return rc;
}

static int serve_nothing(struct replay_call *call)
{
	(void)call;
	return 0;
}

static const struct {
	unsigned nr;
	size_t size; /* 0: the handler looks */
	int (*serve)(struct replay_call *call);
} own[] = {
    {NV_ESC_RM_FREE, sizeof(struct rm_nvos00), serve_free},
    {NV_ESC_RM_CONTROL, sizeof(struct rm_nvos54), serve_control},
    {NV_ESC_RM_ALLOC, 0, serve_alloc},
    {NV_ESC_RM_MAP_MEMORY, sizeof(struct rm_nvos33_with_fd), replay_map},
    {NV_ESC_RM_UNMAP_MEMORY, sizeof(struct rm_nvos34), serve_unmap},
    {NV_ESC_RM_GET_EVENT_DATA, sizeof(struct rm_nvos41), replay_get_event},
    {NV_ESC_REGISTER_FD, sizeof(struct rm_register_fd), serve_nothing},
    {NV_ESC_ALLOC_OS_EVENT, sizeof(struct rm_os_event), replay_add_sink},
    {NV_ESC_FREE_OS_EVENT, sizeof(struct rm_os_event), replay_drop_sink},
};

int replay_serve(struct replay_call *call)
{
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (own[i].nr == call->nr)
			return own[i].size && own[i].size != call->size ? -EINVAL
									: own[i].serve(call);
	return serve_escape(call);
}
