/* SPDX-License-Identifier: MIT */
/* Building the arguments of a call and bending them as a recorded case says. */
#include "conformance.h"
#include "nvml.h"

#include <stdlib.h>
#include <string.h>

enum { FILL = 0xA5, COUNT_DEFAULT = 64, LENGTH_DEFAULT = 256, INSUFFICIENT_SIZE = 7 };

static unsigned long long zeroed_memory[512];
static unsigned long long filled_memory[512];

static const struct conf_arg *argument(const struct call *call, unsigned int index)
{
	return &call->function->args[index];
}

static bool is_buffer(const struct conf_arg *arg)
{
	return arg->kind == CONF_TEXT || arg->kind == CONF_COUNT || arg->kind == CONF_POINTER;
}

static size_t buffer_size(const struct conf_arg *arg)
{
	if (arg->kind == CONF_TEXT)
		return CONF_CAPACITY;
	return arg->flags & CONF_LIST ? arg->size * CONF_CAPACITY : arg->size + 64;
}

static unsigned int newest(const struct conf_arg *arg)
{
	unsigned int version = 0;

	for (const unsigned int *known = arg->known; known != NULL && *known != 0; known++)
		version = *known;
	return version;
}

static void fill_buffer(struct call *call, unsigned int index, const struct world *world)
{
	const struct conf_arg *arg = argument(call, index);
	unsigned char *buffer = call->buffers[index];
	unsigned int number = arg->kind == CONF_COUNT ? COUNT_DEFAULT : newest(arg);
	bool plain = arg->kind == CONF_TEXT || arg->flags & (CONF_INPUT | CONF_VERSION);

	memset(buffer, plain ? 0 : FILL, call->sizes[index]);
	if (arg->kind == CONF_COUNT || arg->flags & CONF_VERSION)
		memcpy(buffer, &number, sizeof(number));
	if (arg->kind == CONF_TEXT && strcmp(arg->name, "uuid") == 0)
		memcpy(buffer, world->uuid, sizeof(world->uuid));
}

/* One to be freed is made for it: the other cases still need theirs. */
static void *event_set(struct call *call, const struct world *world)
{
	nvmlEventSet_t set = world->event_set;

	call->no_handle |= set == NULL;
	if (strcmp(call->function->name, "nvmlEventSetFree") == 0)
		nvmlEventSetCreate(&set);
	return set;
}

static void *default_handle(struct call *call, const struct conf_arg *arg,
			    const struct world *world)
{
	if (strcmp(arg->type, "nvmlEventSet_t") == 0)
		return event_set(call, world);
	if (strcmp(arg->type, "nvmlGpmSample_t") == 0) {
		call->no_handle |= world->gpm_sample == NULL;
		return world->gpm_sample;
	}
	return zeroed_memory; /* no such object existed in the recording either */
}

static unsigned long long default_number(const struct call *call, const struct conf_arg *arg)
{
	if (strcmp(arg->name, "length") == 0)
		return LENGTH_DEFAULT;
	if (arg->flags & CONF_NONZERO && strstr(arg->name, "ize") != NULL)
		return COUNT_DEFAULT;
	if (arg->flags & CONF_NONZERO && !call->plain)
		return 1;
	return 0;
}

void call_prepare(struct call *call, const struct conf_function *function,
		  const struct world *world, bool plain)
{
	memset(call, 0, sizeof(*call));
	call->plain = plain;
	memset(filled_memory, FILL, sizeof(filled_memory));
	call->function = function;
	for (unsigned int i = 0; i < function->arg_count; i++) {
		const struct conf_arg *arg = argument(call, i);

		if (is_buffer(arg)) {
			call->sizes[i] = buffer_size(arg);
			call->buffers[i] = malloc(call->sizes[i]);
			call->copies[i] = malloc(call->sizes[i]);
			if (call->buffers[i] == NULL || call->copies[i] == NULL)
				abort();
			fill_buffer(call, i, world);
			call->values[i].pointer = call->buffers[i];
		} else if (arg->kind == CONF_DEVICE) {
			call->values[i].pointer = world->device;
		} else if (arg->kind == CONF_HANDLE) {
			call->values[i].pointer = default_handle(call, arg, world);
		} else {
			call->values[i].number = default_number(call, arg);
		}
	}
}

void call_clear(struct call *call)
{
	memset(call->values, 0, sizeof(call->values));
}

void call_release(struct call *call)
{
	for (unsigned int i = 0; i < call->function->arg_count; i++) {
		free(call->buffers[i]);
		free(call->copies[i]);
	}
}

static int find(const struct call *call, const char *name, size_t length)
{
	for (unsigned int i = 0; i < call->function->arg_count; i++)
		if (strlen(argument(call, i)->name) == length &&
		    strncmp(argument(call, i)->name, name, length) == 0)
			return (int)i;
	return -1;
}

static void set_null(struct call *call, unsigned int index)
{
	const struct conf_arg *arg = argument(call, index);

	if (arg->kind == CONF_NUMBER)
		return;
	call->values[index].pointer = NULL;
	call->guarded |= !(arg->flags & (CONF_OPTIONAL | CONF_ANSWERS));
}

static void set_all_null(struct call *call, bool handles)
{
	for (unsigned int i = 0; i < call->function->arg_count; i++) {
		enum conf_kind kind = argument(call, i)->kind;

		if ((kind == CONF_DEVICE || kind == CONF_HANDLE) == handles)
			set_null(call, i);
	}
}

static void set_version(struct call *call, unsigned int index, unsigned int version)
{
	const struct conf_arg *arg = argument(call, index);
	bool known = false;

	for (const unsigned int *one = arg->known; one != NULL && *one != 0; one++)
		known |= *one == version;
	memcpy(call->buffers[index], &version, sizeof(version));
	call->newer_version |= known;
	call->guarded |= !known && arg->flags & CONF_VERSION && !(arg->flags & CONF_LATE);
}

static void set_number(struct call *call, unsigned int index, unsigned long long number)
{
	const struct conf_arg *arg = argument(call, index);
	unsigned int small = (unsigned int)number;

	if (arg->kind == CONF_COUNT) {
		memcpy(call->buffers[index], &small, sizeof(small));
	} else if (arg->kind == CONF_DEVICE || arg->kind == CONF_HANDLE) {
		call->values[index].pointer = (void *)(size_t)number;
		call->guarded |= arg->kind == CONF_DEVICE;
	} else {
		call->values[index].number = number;
		call->guarded |= arg->limit != 0 && small >= arg->limit;
		call->guarded |= number == 0 && arg->flags & CONF_NONZERO;
	}
}

bool call_set_number(struct call *call, const char *name, unsigned long long number)
{
	int index = find(call, name, strlen(name));

	if (index < 0)
		return false;
	set_number(call, (unsigned int)index, number);
	return true;
}

static void set_foreign(struct call *call, unsigned int index, bool zeroed)
{
	call->values[index].pointer = zeroed ? zeroed_memory : filled_memory;
	call->guarded |= argument(call, index)->kind == CONF_DEVICE;
}

/* "name=value" or "name.version=value". */
static bool assign(struct call *call, const char *name, size_t name_length, const char *value)
{
	bool version = name_length > 8 && strncmp(name + name_length - 8, ".version", 8) == 0;
	int found = find(call, name, version ? name_length - 8 : name_length);
	unsigned int index = (unsigned int)found;

	if (found < 0)
		return false;
	if (version)
		set_version(call, index, (unsigned int)strtoul(value, NULL, 0));
	else if (strcmp(value, "NULL") == 0)
		set_null(call, index);
	else if (strncmp(value, "foreign", 7) == 0)
		set_foreign(call, index, strstr(value, "zeroed") != NULL);
	else
		set_number(call, index, strtoull(value, NULL, 0));
	return true;
}

/* "handle NULL", "pointers NULL", "all pointers NULL" or "name NULL". */
static bool drop(struct call *call, const char *word)
{
	const char *space = strrchr(word, ' ');
	int index;

	if (space == NULL || strcmp(space, " NULL") != 0)
		return false;
	if (strcmp(word, "handle NULL") == 0 || strstr(word, "pointers NULL") != NULL) {
		set_all_null(call, word[0] == 'h');
		return true;
	}
	index = find(call, word, (size_t)(space - word));
	if (index >= 0)
		set_null(call, (unsigned int)index);
	return index >= 0;
}

static bool modify_one(struct call *call, const char *word)
{
	const char *equals = strchr(word, '=');

	if (strncmp(word, "ok", 2) == 0)
		return true;
	return equals != NULL ? assign(call, word, (size_t)(equals - word), equals + 1)
			      : drop(call, word);
}

bool call_modify(struct call *call, const char *text)
{
	char copy[256];
	char *word = copy;
	bool read = true;

	snprintf(copy, sizeof(copy), "%s", text);
	while (word != NULL && read) {
		char *plus = strstr(word, " + ");
		char *comma = strstr(word, ", ");
		char *end = plus == NULL || (comma != NULL && comma < plus) ? comma : plus;
		size_t skip = end == plus ? 3 : 2;

		if (end != NULL)
			*end = '\0';
		read = modify_one(call, word);
		word = end != NULL ? end + skip : NULL;
	}
	return read;
}

int call_make(struct call *call)
{
	for (unsigned int i = 0; i < call->function->arg_count; i++)
		if (call->buffers[i] != NULL)
			memcpy(call->copies[i], call->buffers[i], call->sizes[i]);
	return call->function->call(call->values);
}

static bool noted(const char *note, const char *name)
{
	size_t length = strlen(name);

	note = strstr(note, "touched on error");
	for (const char *at = note; at != NULL && (at = strstr(at, name)) != NULL; at++)
		if (at[length] == '[')
			return true;
	return false;
}

/* A list that is too short always tells how long it must be. */
static bool tells_size(const struct conf_arg *arg, int rc)
{
	return arg->kind == CONF_COUNT && rc == INSUFFICIENT_SIZE;
}

const char *call_touched(const struct call *call, const char *note, int rc)
{
	for (unsigned int i = 0; i < call->function->arg_count; i++)
		if (call->buffers[i] != NULL && !tells_size(argument(call, i), rc) &&
		    !noted(note, argument(call, i)->name) &&
		    memcmp(call->buffers[i], call->copies[i], call->sizes[i]) != 0)
			return argument(call, i)->name;
	return NULL;
}
