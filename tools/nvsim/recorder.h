/* SPDX-License-Identifier: MIT */
/* What the parts of `nvsim record` share: the watched program and the record in the making. */
#ifndef NVSIM_RECORDER_H
#define NVSIM_RECORDER_H

#include <sys/types.h>

#include "nvsim.h"
#include "record.h"

/* An ioctl of the driver that was begun. */
struct begun_ioctl {
	unsigned nr;
	size_t size;
	uint64_t addr;
	uint8_t *block; /* as it was sent */
	char node[32];  /* of the file: nvidiactl */
	int fd;
	enum record_kind kind;
	uint32_t number;
	struct record_body body; /* as it was sent; bytes NULL: nothing behind the block */
};

struct watched_thread {
	struct watched_thread *next;
	pid_t tid, tgid;
	bool in_call;
	uint64_t nr, args[6];
	char path[PATH_MAX]; /* of a call about one of the machine's files, else empty */
	struct begun_ioctl *ioctl;
};

/* A telemetry page: promised by the driver for a descriptor, then mapped. */
struct watched_page {
	struct watched_page *next;
	pid_t tgid;
	int fd;
	uint64_t addr; /* 0: not mapped yet */
	size_t size;
	struct record_page *page;
	unsigned mapping;
	uint64_t born_ms, born_calls;
	char *object;
};

struct recorder {
	struct record *record;
	struct record_objects objects;
	struct watched_thread *threads;
	struct watched_page *pages;
	FILE *journal;
	uint64_t calls;     /* of the driver so far */
	uint32_t pids[256]; /* of programs that use a GPU */
	unsigned pids_count;
	pid_t child;
	int status;
	bool child_gone;
};

uint64_t recorder_now_ms(void);
/* Bytes of the program; 0 or -EFAULT. ctx is a pid_t. */
int recorder_copy(void *ctx, void *dst, uint64_t addr, size_t size);

/* record_call.c: a stopped thread at the beginning and the end of a call. */
void record_call_begin(struct recorder *recorder, struct watched_thread *thread);
void record_call_end(struct recorder *recorder, struct watched_thread *thread, int64_t result);

/* record_driver.c */
void record_ioctl_begin(struct recorder *recorder, struct watched_thread *thread);
void record_ioctl_end(struct recorder *recorder, struct watched_thread *thread, int64_t result);
void record_ioctl_drop(struct watched_thread *thread);

/* record_pages.c */
void record_page_promise(struct recorder *recorder, pid_t tgid, int fd, const char *object,
			 size_t size);
void record_page_mapped(struct recorder *recorder, pid_t tgid, int fd, uint64_t addr);
void record_pages_look(struct recorder *recorder, pid_t tgid);
/* The process unmaps something at addr, or ends when that is 0. */
void record_pages_unmap(struct recorder *recorder, pid_t tgid, uint64_t addr);

/* record_tree.c */
/* An absolute path of PATH_MAX bytes; base is the folder that a relative one starts from. */
bool record_path_tidy(const char *base, const char *path, char *dst);
bool record_tree_owns(const struct recorder *recorder, const char *path);
/* Looks at a file that the program asks about, and at the links on the way. */
void record_tree_note(struct recorder *recorder, const char *path);
/* The program's open of it ended so. */
void record_tree_opened(struct recorder *recorder, const char *path, int flags, int64_t result);

#endif
