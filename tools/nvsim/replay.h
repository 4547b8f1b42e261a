/* SPDX-License-Identifier: MIT */
/*
 * A driver that answers from a record. It knows objects and handles as the driver
 * does; what it says about them is what was recorded.
 */
#ifndef NVSIM_REPLAY_H
#define NVSIM_REPLAY_H

#include "nvsim.h"
#include "record.h"

/* An event on its way to whoever reads the file. */
struct replay_event {
	struct replay_event *next;
	uint32_t object;
	const struct record_event *event;
};

struct replay_file {
	struct replay_file *next;
	unsigned minor; /* SIM_MINOR_NONE for a capability */
	char node[32];
	struct record_page *page; /* NULL: nothing to map */
	uint8_t *memory;          /* of the host */
	unsigned mapping;         /* as which it sees the page */
	uint64_t born_ms, born_calls;
	unsigned shown; /* snapshot */
	struct replay_event *events;
};

/* Where events of a client's descriptor go. */
struct replay_sink {
	struct replay_sink *next;
	uint32_t client;
	int32_t fd;
	struct replay_file *file;
};

struct replay {
	struct record *record;
	struct record_objects objects;
	struct record_file **files_sorted;
	unsigned files_count;
	struct replay_file *files;
	struct replay_sink *sinks;
	uint64_t now_ns;
	uint32_t clients_made, handles_made, maps_made;
	unsigned long misses;
	uint64_t calls;
	FILE *log;
	uint8_t block[16384];
};

/* One ioctl. */
struct replay_call {
	struct replay *replay;
	const struct sim_task *task;
	struct replay_file *file;
	unsigned nr;
	size_t size;
	uint8_t *block;
};

void replay_miss(struct replay *replay, const char *what, const char *name, uint32_t number,
		 const char *object) __attribute__((nonnull(1, 2, 5)));
uint64_t replay_now_ms(const struct replay *replay);

/* replay_call.c: 0 or -errno; the block is written back unless that is -EFAULT. */
int replay_serve(struct replay_call *call);

/* replay_list.c: an exchange for a list of information, when each index was ever recorded. */
struct record_exchange *replay_put_together(struct replay *replay,
					    const struct record_exchange *question);

/* replay_page.c */
int replay_map(struct replay_call *call);
void replay_pages_show(struct replay *replay);
/* When the next snapshot is due. */
uint64_t replay_pages_due(const struct replay *replay);

/* replay_event.c */
int replay_add_sink(struct replay_call *call);
int replay_drop_sink(struct replay_call *call);
int replay_get_event(struct replay_call *call);
/* Finds where an event object's data goes. */
void replay_connect(struct replay_call *call, struct record_object *object, int32_t fd);
void replay_events_raise(struct replay *replay);
void replay_forget_file(struct replay *replay, struct replay_file *file);

#endif
