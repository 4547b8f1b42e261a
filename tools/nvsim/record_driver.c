/* SPDX-License-Identifier: MIT */
/* Calls to the driver: the block and what it points to, before and after. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "recorder.h"
#include "rm/escape.h"
#include "rm_status.h"

/* What the block points to. */
static void read_body(struct recorder *recorder, struct begun_ioctl *ioctl, pid_t tid)
{
	struct record_body *body = &ioctl->body;
	unsigned release = recorder->record->release;
	if (ioctl->nr == NV_ESC_RM_CONTROL && ioctl->size == sizeof(struct rm_nvos54)) {
		ioctl->kind = RECORD_CONTROL;
		ioctl->number = record_word(ioctl->block, offsetof(struct rm_nvos54, cmd));
		body->params_addr =
		    record_address(ioctl->block, offsetof(struct rm_nvos54, params));
		body->params_size =
		    record_word(ioctl->block, offsetof(struct rm_nvos54, params_size));
	} else if (ioctl->nr == NV_ESC_RM_ALLOC && record_alloc_status_at(ioctl->size, release)) {
		ioctl->kind = RECORD_ALLOC;
		ioctl->number = record_word(ioctl->block, offsetof(struct rm_nvos21, h_class));
		body->params_addr =
		    record_address(ioctl->block, offsetof(struct rm_nvos21, alloc_parms));
		body->params_size = record_alloc_params_size(ioctl->block, ioctl->size, release);
	} else
		return;
	if (record_body_read(body, ioctl->kind, ioctl->number, release, recorder_copy, &tid) < 0)
		record_body_free(body);
}

/* The transfer escape carries another one whose size fits no request. */
static bool unwrap(struct begun_ioctl *ioctl, pid_t tid)
{
	struct rm_xfer xfer;
	if (ioctl->nr != NV_ESC_IOCTL_XFER_CMD)
		return true;
	if (ioctl->size != sizeof xfer || recorder_copy(&tid, &xfer, ioctl->addr, sizeof xfer) < 0)
		return false;
	ioctl->nr = xfer.cmd;
	ioctl->size = xfer.size;
	ioctl->addr = xfer.ptr;
	return xfer.size <= RM_XFER_MAX_SIZE;
}

/* A descriptor that waits for events may be a pipe where the driver is simulated. */
static bool find_node(struct begun_ioctl *ioctl, pid_t tid)
{
	const struct request of_thread = {.tid = tid};
	char what[32], path[PATH_MAX];
	snprintf(what, sizeof what, "fd/%d", ioctl->fd);
	if (task_link(&of_thread, what, path, sizeof path) < 0)
		return false;
	bool pipe = !strncmp(path, "pipe:", 5);
	if (strncmp(path, "/dev/nvidia", 11) != 0 && !pipe)
		return false;
	snprintf(ioctl->node, sizeof ioctl->node, "%s",
		 pipe ? "nvidiactl" : strrchr(path, '/') + 1);
	return true;
}

void record_ioctl_drop(struct watched_thread *thread)
{
	if (!thread->ioctl)
		return;
	record_body_free(&thread->ioctl->body);
	free(thread->ioctl->block);
	free(thread->ioctl);
	thread->ioctl = NULL;
}

void record_ioctl_begin(struct recorder *recorder, struct watched_thread *thread)
{
	unsigned long request = (unsigned long)(uint32_t)thread->args[1];
	if ((request >> 8 & 0xff) != RM_ESCAPE_TYPE)
		return;
	struct begun_ioctl *ioctl = thread->ioctl = calloc(1, sizeof *ioctl);
	if (!ioctl)
		return;
	ioctl->nr = rm_request_number(request);
	ioctl->size = rm_request_size(request);
	ioctl->addr = thread->args[2];
	ioctl->fd = (int)thread->args[0];
	bool ours = find_node(ioctl, thread->tid) && unwrap(ioctl, thread->tid);
	ioctl->block = ours ? calloc(1, ioctl->size + 1) : NULL;
	pid_t tid = thread->tid;
	if (!ioctl->block || recorder_copy(&tid, ioctl->block, ioctl->addr, ioctl->size) < 0)
		record_ioctl_drop(thread);
	else
		read_body(recorder, ioctl, tid);
}

static void store(struct recorder *recorder, const struct record_exchange *question,
		  const struct record_answer *answer)
{
	struct record_exchange *exchange = record_ask(recorder->record, question);
	if (!exchange || !record_answer(exchange, answer) || !recorder->journal)
		return;
	record_write_question(recorder->journal, recorder->record, exchange);
	record_write_answer(recorder->journal, recorder->record, exchange, answer);
}

/* Stores the exchange; the body afterwards becomes comparable on the way. */
static void store_body(struct recorder *recorder, const struct record_body *body,
		       const struct record_exchange *call, struct record_body *after,
		       struct record_answer answer)
{
	struct record_exchange question;
	unsigned release = recorder->record->release;
	if (!record_question(body, call->kind, call->number, call->object, release, &question))
		return;
	const struct record_body asked = {
	    .bytes = question.in, .params_size = question.params_size, .size = question.size};
	/* Parameters go back with success only; an escape's block always does. */
	if (call->kind != RECORD_ESCAPE && (answer.status != NV_OK || answer.error))
		memcpy(after->bytes, asked.bytes, asked.size);
	record_body_keep(after, &asked, call->kind, call->number, release);
	answer.bytes = after->bytes;
	answer.count = 1;
	store(recorder, &question, &answer);
	free(question.in);
}

static void store_block(struct recorder *recorder, struct begun_ioctl *ioctl, const uint8_t *block,
			int error)
{
	const struct record_body sent = {
	    .bytes = ioctl->block, .params_size = ioctl->size, .size = ioctl->size};
	const struct record_exchange call = {
	    .kind = RECORD_ESCAPE, .object = ioctl->node, .number = ioctl->nr};
	struct record_body after = sent;
	after.bytes = malloc(sent.size + 1);
	if (!after.bytes)
		return;
	memcpy(after.bytes, block, sent.size);
	store_body(recorder, &sent, &call, &after, (struct record_answer){.error = error});
	free(after.bytes);
}

static const char *name_of(const struct recorder *recorder, uint32_t client, uint32_t handle)
{
	const struct record_object *object = record_object_find(&recorder->objects, client, handle);
	return object ? object->name : "nothing";
}

/* Programs that use a GPU are known by their names below /proc. */
static void learn_pids(struct recorder *recorder, const struct rm_layout *layout,
		       const uint8_t *params)
{
	struct rm_gpu_get_pids *pids = calloc(1, sizeof *pids);
	if (!pids)
		return;
	rm_decode(layout, RM_IN | RM_OUT, params, pids);
	size_t room = sizeof pids->pid_tbl / sizeof pids->pid_tbl[0];
	for (uint32_t i = 0; i < pids->pid_tbl_count && i < room; i++)
		if (recorder->pids_count < sizeof recorder->pids / sizeof recorder->pids[0])
			recorder->pids[recorder->pids_count++] = pids->pid_tbl[i];
	free(pids);
}

static void learn(struct recorder *recorder, uint32_t number, const struct record_body *body)
{
	enum rm_cmd cmd;
	const struct rm_layout *layout =
	    record_layout(RECORD_CONTROL, number, recorder->record->release, &cmd);
	if (!layout || layout->size != body->params_size)
		return;
	record_objects_learn_id(&recorder->objects, cmd, layout, body->bytes);
	if (cmd == RM_GPU_GET_PIDS)
		learn_pids(recorder, layout, body->bytes);
}

static void end_control(struct recorder *recorder, struct watched_thread *thread,
			const uint8_t *block, int error)
{
	struct begun_ioctl *ioctl = thread->ioctl;
	pid_t tid = thread->tid;
	struct record_body after;
	uint32_t status = record_word(block, offsetof(struct rm_nvos54, status));
	if (!ioctl->body.bytes || record_body_reread(&ioctl->body, &after, recorder_copy, &tid) < 0)
		return;
	if (!error && status == NV_OK)
		learn(recorder, ioctl->number, &after);
	const struct record_exchange call = {
	    .kind = RECORD_CONTROL,
	    .object =
		(char *)(uintptr_t)name_of(recorder, record_word(block, 0), record_word(block, 4)),
	    .number = ioctl->number};
	store_body(recorder, &ioctl->body, &call, &after,
		   (struct record_answer){.error = error, .status = status});
	record_body_free(&after);
}

static void end_alloc(struct recorder *recorder, struct watched_thread *thread,
		      const uint8_t *block, int error)
{
	struct begun_ioctl *ioctl = thread->ioctl;
	pid_t tid = thread->tid;
	struct record_body after;
	uint32_t status =
	    record_word(block, record_alloc_status_at(ioctl->size, recorder->record->release));
	uint32_t client = record_word(block, 0), parent = record_word(block, 4),
		 handle = record_word(block, 8);
	if (!ioctl->body.bytes || record_body_reread(&ioctl->body, &after, recorder_copy, &tid) < 0)
		return;
	const char *above =
	    record_is_root(ioctl->number) ? "driver" : name_of(recorder, client, parent);
	const struct record_exchange call = {
	    .kind = RECORD_ALLOC, .object = (char *)(uintptr_t)above, .number = ioctl->number};
	store_body(recorder, &ioctl->body, &call, &after,
		   (struct record_answer){.error = error, .status = status});
	record_body_free(&after);
	if (error || status != NV_OK)
		return;
	struct record_object *object =
	    record_object_add(&recorder->objects, client, parent, handle, ioctl->number,
			      ioctl->body.bytes, ioctl->body.params_size);
	if (object)
		object->born_ms = recorder_now_ms();
}

static void end_map(struct recorder *recorder, const struct watched_thread *thread,
		    const uint8_t *block, int error)
{
	struct rm_nvos33_with_fd map;
	uint8_t nothing = 0;
	memcpy(&map, block, sizeof map);
	const char *object = name_of(recorder, map.params.h_client, map.params.h_memory);
	const struct record_exchange question = {
	    .kind = RECORD_MAP, .object = (char *)(uintptr_t)object, .in = &nothing};
	store(recorder, &question,
	      &(struct record_answer){
		  .error = error, .status = map.params.status, .count = 1, .bytes = &nothing});
	if (!error && map.params.status == NV_OK)
		record_page_promise(recorder, thread->tgid, map.fd, object, map.params.length);
}

static void end_event_data(struct recorder *recorder, const struct watched_thread *thread,
			   const uint8_t *block, int error)
{
	struct rm_nvos41 answer;
	struct rm_unix_event event;
	pid_t tid = thread->tid;
	memcpy(&answer, block, sizeof answer);
	if (error || answer.status != NV_OK ||
	    recorder_copy(&tid, &event, answer.event, sizeof event) < 0)
		return;
	const struct record_object *object = recorder->objects.list;
	while (object && (object->handle != event.h_object || !object->source))
		object = object->next;
	struct record_event *stored =
	    object ? record_event_add(recorder->record, object->source) : NULL;
	if (!stored)
		return;
	stored->after_ms = recorder_now_ms() - object->born_ms;
	stored->index = event.notify_index;
	stored->info32 = event.info32;
	stored->info16 = event.info16;
	if (recorder->journal)
		record_write_event(recorder->journal, stored);
}

static void end_escape(struct recorder *recorder, struct watched_thread *thread,
		       const uint8_t *block, int error)
{
	struct begun_ioctl *ioctl = thread->ioctl;
	if (ioctl->nr == NV_ESC_CARD_INFO && !error)
		record_objects_learn_cards(&recorder->objects, block, ioctl->size);
	if (ioctl->nr == NV_ESC_CHECK_VERSION_STR && !recorder->record->driver[0] &&
	    ioctl->size == sizeof(struct rm_api_version)) {
		char text[64];
		memcpy(text, block + offsetof(struct rm_api_version, version_string), sizeof text);
		text[sizeof text - 1] = '\0';
		record_set_driver(recorder->record, text);
	}
	store_block(recorder, ioctl, block, error);
}

static void end_call(struct recorder *recorder, struct watched_thread *thread, const uint8_t *block,
		     int error)
{
	const struct begun_ioctl *ioctl = thread->ioctl;
	bool sized = (ioctl->nr == NV_ESC_RM_FREE && ioctl->size == sizeof(struct rm_nvos00)) ||
		     (ioctl->nr == NV_ESC_RM_UNMAP_MEMORY);
	if (sized) {
		if (!error && ioctl->nr == NV_ESC_RM_FREE && record_word(block, 12) == NV_OK)
			record_object_drop(&recorder->objects, record_word(block, 0),
					   record_word(block, 8));
	} else if (ioctl->nr == NV_ESC_RM_CONTROL && ioctl->size == sizeof(struct rm_nvos54))
		end_control(recorder, thread, block, error);
	else if (ioctl->nr == NV_ESC_RM_ALLOC &&
		 record_alloc_status_at(ioctl->size, recorder->record->release))
		end_alloc(recorder, thread, block, error);
	else if (ioctl->nr == NV_ESC_RM_MAP_MEMORY &&
		 ioctl->size == sizeof(struct rm_nvos33_with_fd))
		end_map(recorder, thread, block, error);
	else if (ioctl->nr == NV_ESC_RM_GET_EVENT_DATA && ioctl->size == sizeof(struct rm_nvos41))
		end_event_data(recorder, thread, block, error);
	else
		end_escape(recorder, thread, block, error);
}

void record_ioctl_end(struct recorder *recorder, struct watched_thread *thread, int64_t result)
{
	struct begun_ioctl *ioctl = thread->ioctl;
	pid_t tid = thread->tid;
	uint8_t *block = ioctl ? calloc(1, ioctl->size + 1) : NULL;
	if (block && recorder_copy(&tid, block, ioctl->addr, ioctl->size) == 0)
		end_call(recorder, thread, block, result < 0 ? (int)-result : 0);
	free(block);
	recorder->calls += ioctl != NULL;
	record_ioctl_drop(thread);
}
