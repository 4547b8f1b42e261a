/* SPDX-License-Identifier: MIT */
#include "sim/path.h"
#include "sim/port_faults.h"
#include "sim/port_sim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FDS_MAX 512
#define FIRST_FD 3 /* as if the standard streams were open */
#define PAGE 4096u
#define PATH_SIZE 512
#define LINKS_MAX 16
#define NS_PER_S 1000000000ull
#define POLL_STEP_US 1000u
#define STEP_MAX_US 10000000u

/* Memory that mmap on a file shows; lives while the file or a mapping does. */
struct shared {
	struct shared *next;
	struct sim_file *file; /* NULL once closed */
	uint8_t *bytes;
	size_t size;
	unsigned mappings;
};

struct sim_port {
	struct port port; /* first: the rest is reached from it */
	struct sim *sim;
	struct sim_file *fds[FDS_MAX];
	enum { NO_WAKER, WAKER_AT_REST, WAKER_READABLE } wakers[FDS_MAX];
	struct shared *memory;
	struct port_faults faults;
	bool stepped, admin;
	uint64_t clock_ns;
	int pid;
	unsigned long calls;
	unsigned long affinity[SIM_AFFINITY_WORDS];
	char last_log[256];
};

static struct port *default_port;

static struct sim_port *self(struct port *port)
{
	return (struct sim_port *)port;
}

static uint64_t real_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static uint64_t clock_now(struct sim_port *port)
{
	return port->stepped ? port->clock_ns : real_clock(CLOCK_MONOTONIC);
}

/* Everything that would be a system call passes here: it is counted, and due work done. */
static struct sim_port *enter(struct port *port)
{
	struct sim_port *me = self(port);

	me->calls++;
	sim_tick(me->sim, clock_now(me));
	return me;
}

/* The task. */

static int task_copy_in(const struct sim_task *task, void *dst, uint64_t addr, size_t size)
{
	(void)task;
	if (addr < PAGE)
		return -EFAULT;
	memcpy(dst, (const void *)(uintptr_t)addr, size);
	return 0;
}

static int task_copy_out(const struct sim_task *task, uint64_t addr, const void *src, size_t size)
{
	(void)task;
	if (addr < PAGE)
		return -EFAULT;
	memcpy((void *)(uintptr_t)addr, src, size);
	return 0;
}

static struct sim_file *file_of(const struct sim_port *port, int fd)
{
	return fd >= 0 && fd < FDS_MAX ? port->fds[fd] : NULL;
}

static struct sim_file *task_file_at(const struct sim_task *task, int fd)
{
	return file_of(task->host, fd);
}

static bool task_has_node_open(const struct sim_task *task, unsigned minor)
{
	const struct sim_port *port = task->host;

	for (int fd = 0; fd < FDS_MAX; fd++)
		if (port->fds[fd] && sim_file_minor(port->fds[fd]) == minor)
			return true;
	return false;
}

static void *task_share_memory(const struct sim_task *task, struct sim_file *file, size_t size)
{
	struct sim_port *port = task->host;
	struct shared *shared = calloc(1, sizeof(*shared));
	size_t whole = (size + PAGE - 1) / PAGE * PAGE;

	if (!shared)
		return NULL;
	shared->bytes = aligned_alloc(PAGE, whole);
	if (!shared->bytes) {
		free(shared);
		return NULL;
	}
	memset(shared->bytes, 0, whole);
	shared->file = file;
	shared->size = size;
	shared->next = port->memory;
	port->memory = shared;
	return shared->bytes;
}

static struct sim_task task_of(struct sim_port *port)
{
	return (struct sim_task){
	    .tgid = port->pid,
	    .admin = port->admin,
	    .host = port,
	    .copy_in = task_copy_in,
	    .copy_out = task_copy_out,
	    .file_at = task_file_at,
	    .has_node_open = task_has_node_open,
	    .share_memory = task_share_memory,
	    .can_wait = true,
	};
}

static void drop_unused(struct sim_port *port)
{
	struct shared **at = &port->memory;

	while (*at) {
		struct shared *shared = *at;

		if (shared->file || shared->mappings) {
			at = &shared->next;
			continue;
		}
		*at = shared->next;
		free(shared->bytes);
		free(shared);
	}
}

/* Files: looked up in a walk over what the machine shows. */

struct lookup {
	const char *path;
	enum sim_node_kind kind;
	unsigned mode, major, minor;
	char *copy; /* of content, at most copy_size - 1 bytes */
	size_t copy_size, size;
	bool found;
};

static int lookup_visit(void *ctx, const struct sim_node *node)
{
	struct lookup *lookup = ctx;
	size_t take;

	if (strcmp(node->path, lookup->path) != 0)
		return 0;
	lookup->found = true;
	lookup->kind = node->kind;
	lookup->mode = node->mode;
	lookup->major = node->major;
	lookup->minor = node->minor;
	if (lookup->copy_size && (node->kind == SIM_FILE || node->kind == SIM_LINK)) {
		take = node->size < lookup->copy_size - 1 ? node->size : lookup->copy_size - 1;
		memcpy(lookup->copy, node->content, take);
		lookup->copy[take] = '\0';
		lookup->size = take;
	}
	return 1;
}

static bool look_up(struct sim_port *port, const char *path, struct lookup *lookup)
{
	lookup->path = path;
	lookup->found = false;
	sim_walk_files_around(port->sim, path, lookup_visit, lookup);
	return lookup->found;
}

/* Replaces the first part of the path that is a link; true when there was one. */
static bool follow_one(struct sim_port *port, char *path, bool last_too)
{
	char target[PATH_SIZE], next[3 * PATH_SIZE], part[PATH_SIZE];
	struct lookup lookup = {.copy = target, .copy_size = sizeof(target)};

	for (char *end = strchr(path + 1, '/');; end = strchr(end + 1, '/')) {
		size_t length = end ? (size_t)(end - path) : strlen(path);
		char *slash;

		if (!end && !last_too)
			return false;
		snprintf(part, sizeof(part), "%.*s", (int)length, path);
		if (look_up(port, part, &lookup) && lookup.kind == SIM_LINK) {
			slash = strrchr(part, '/');
			*slash = '\0';
			snprintf(next, sizeof(next), "%s/%s%s", part, target, end ? end : "");
			snprintf(path, PATH_SIZE, "%.*s", PATH_SIZE - 1, next);
			sim_path_normalise(path, PATH_SIZE);
			return true;
		}
		if (!end)
			return false;
	}
}

static void resolve(struct sim_port *port, const char *path, char real[PATH_SIZE], bool last_too)
{
	snprintf(real, PATH_SIZE, "%s", path);
	sim_path_normalise(real, PATH_SIZE);
	for (unsigned i = 0; i < LINKS_MAX && follow_one(port, real, last_too); i++)
		;
}

static bool allowed(const struct sim_port *port, unsigned mode, int wanted)
{
	unsigned bits = port->admin ? mode >> 6 : mode;

	return ((unsigned)wanted & ~bits & 7) == 0;
}

/* What an opened path leads to; errors as open gives them. */
static int find_file(struct sim_port *port, const char *path, char real[PATH_SIZE],
		     struct lookup *lookup)
{
	const struct port_fault *fault = port_fault_of(&port->faults, path);

	if (fault && fault->open_error)
		return -fault->open_error;
	resolve(port, path, real, true);
	return look_up(port, real, lookup) ? 0 : -ENOENT;
}

/* The operations. */

static int free_fd(const struct sim_port *port)
{
	for (int fd = FIRST_FD; fd < FDS_MAX; fd++)
		if (!port->fds[fd] && !port->wakers[fd])
			return fd;
	return -EMFILE;
}

static int port_sim_open(struct port *port, const char *path, int flags)
{
	struct sim_port *me = enter(port);
	struct lookup lookup = {.copy_size = 0};
	struct sim_task task = task_of(me);
	char real[PATH_SIZE];
	int fd = free_fd(me);
	int rc = find_file(me, path, real, &lookup);

	if (fd < 0 || rc < 0)
		return fd < 0 ? fd : rc;
	if (lookup.kind != SIM_CHARDEV)
		return -ENXIO; /* only device nodes are held open through a port */
	if (!allowed(me, lookup.mode,
		     flags == PORT_RDWR ? PORT_MAY_READ | PORT_MAY_WRITE : PORT_MAY_READ))
		return -EACCES;
	int mode = flags == PORT_RDWR ? O_RDWR : O_RDONLY;
	rc = lookup.major == SIM_CAPS_MAJOR
		 ? sim_open_capability(me->sim, lookup.minor, mode, &me->fds[fd])
		 : sim_open(me->sim, &task, lookup.minor, mode, &me->fds[fd]);
	return rc < 0 ? rc : fd;
}

static int port_sim_close(struct port *port, int fd)
{
	struct sim_port *me = enter(port);
	struct sim_file *file = file_of(me, fd);

	if (fd >= 0 && fd < FDS_MAX && me->wakers[fd]) {
		me->wakers[fd] = NO_WAKER;
		return 0;
	}
	if (!file)
		return -EBADF;
	me->fds[fd] = NULL;
	for (struct shared *shared = me->memory; shared; shared = shared->next)
		if (shared->file == file)
			shared->file = NULL;
	sim_close(me->sim, file);
	drop_unused(me);
	return 0;
}

static uint64_t pass_time(struct sim_port *me, uint64_t us)
{
	struct timespec wait = {(time_t)(us / 1000000), (long)(us % 1000000) * 1000};

	if (me->stepped)
		me->clock_ns += us * 1000;
	else
		nanosleep(&wait, NULL);
	return sim_tick(me->sim, clock_now(me));
}

static int port_sim_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	struct sim_port *me = enter(port);
	struct sim_file *file = file_of(me, fd);
	struct sim_task task = task_of(me);

	if (!file)
		return -EBADF;
	int rc = sim_ioctl(me->sim, &task, file, request, (uintptr_t)arg);
	if (rc != SIM_LATER)
		return rc;
	task.waited_ns = sim_wait_ns(me->sim);
	pass_time(me, task.waited_ns / 1000);
	return sim_ioctl(me->sim, &task, file, request, (uintptr_t)arg);
}

static int port_sim_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	struct sim_port *me = enter(port);
	struct sim_file *file = file_of(me, fd);
	ssize_t mappable = file ? sim_mappable(me->sim, file) : -EBADF;

	if (mappable < 0)
		return (int)mappable;
	if (size == 0)
		return -EINVAL;
	if ((size + PAGE - 1) / PAGE > ((size_t)mappable + PAGE - 1) / PAGE)
		return -ERANGE;
	for (struct shared *shared = me->memory; shared; shared = shared->next)
		if (shared->file == file) {
			shared->mappings++;
			*ret_addr = shared->bytes;
			return 0;
		}
	return -EINVAL;
}

static int port_sim_unmap(struct port *port, const void *addr, size_t size)
{
	struct sim_port *me = enter(port);

	(void)size;
	for (struct shared *shared = me->memory; shared; shared = shared->next)
		if (shared->bytes == addr && shared->mappings) {
			shared->mappings--;
			drop_unused(me);
			return 0;
		}
	return -EINVAL;
}

static int poll_once(struct sim_port *me, struct port_poll *set, unsigned count)
{
	int ready = 0;

	for (unsigned i = 0; i < count; i++) {
		struct sim_file *file = file_of(me, set[i].fd);

		if (set[i].fd >= 0 && set[i].fd < FDS_MAX && me->wakers[set[i].fd])
			set[i].readable = me->wakers[set[i].fd] == WAKER_READABLE;
		else
			set[i].readable = file ? sim_poll(file) : -1;
		ready += set[i].readable != 0;
	}
	return ready;
}

/* A stepped wait goes from one thing that is due to the next: nothing happens between them. */
static uint64_t next_step_us(struct sim_port *me, uint64_t due_ns)
{
	if (!me->stepped || due_ns <= me->clock_ns)
		return POLL_STEP_US;
	uint64_t us = (due_ns - me->clock_ns) / 1000 + 1;
	return us < STEP_MAX_US ? us : STEP_MAX_US;
}

static int port_sim_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	struct sim_port *me = enter(port);
	int ready = poll_once(me, set, count);
	uint64_t left_us = timeout_ms < 0 ? UINT64_MAX : (uint64_t)timeout_ms * 1000;
	uint64_t due_ns = sim_tick(me->sim, clock_now(me));

	while (ready == 0 && left_us > 0) {
		uint64_t step_us = next_step_us(me, due_ns);

		if (step_us > left_us)
			step_us = left_us;
		due_ns = pass_time(me, step_us);
		left_us -= timeout_ms < 0 ? 0 : step_us;
		ready = poll_once(me, set, count);
	}
	return ready;
}

static int port_sim_waker(struct port *port)
{
	struct sim_port *me = enter(port);
	int fd = free_fd(me);

	if (fd >= 0)
		me->wakers[fd] = WAKER_AT_REST;
	return fd;
}

static int port_sim_wake(struct port *port, int fd)
{
	struct sim_port *me = enter(port);

	if (fd < 0 || fd >= FDS_MAX || !me->wakers[fd])
		return -EBADF;
	me->wakers[fd] = WAKER_READABLE;
	return 0;
}

static int port_sim_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	struct sim_port *me = enter(port);
	struct lookup lookup = {.copy = buf, .copy_size = size};
	char real[PATH_SIZE];

	if (size == 0)
		return -EINVAL;
	int error = find_file(me, path, real, &lookup);
	if (error < 0)
		return error;
	if (lookup.kind == SIM_DIR)
		return -EISDIR;
	if (lookup.kind != SIM_FILE)
		return -ENXIO;
	return allowed(me, lookup.mode, PORT_MAY_READ) ? (int)lookup.size : -EACCES;
}

static int port_sim_write_file(struct port *port, const char *path, const char *text)
{
	struct sim_port *me = enter(port);
	struct lookup lookup = {.copy_size = 0};
	struct sim_task task = task_of(me);
	char real[PATH_SIZE];

	int error = find_file(me, path, real, &lookup);
	if (error < 0)
		return error;
	if (!allowed(me, lookup.mode, PORT_MAY_WRITE))
		return -EACCES;
	return sim_write_file(me->sim, &task, real, text);
}

struct listing {
	char dir[PATH_SIZE];
	port_visit visit;
	void *ctx;
};

static int listing_visit(void *ctx, const struct sim_node *node)
{
	struct listing *listing = ctx;
	size_t length = strlen(listing->dir);
	const char *name = node->path + length + 1;

	if (strncmp(node->path, listing->dir, length) != 0 || node->path[length] != '/' ||
	    strchr(name, '/'))
		return 0;
	return listing->visit(listing->ctx, name);
}

static int port_sim_list_dir(struct port *port, const char *path, port_visit visit, void *ctx)
{
	struct sim_port *me = enter(port);
	struct listing listing = {.visit = visit, .ctx = ctx};
	struct lookup lookup = {.copy_size = 0};

	resolve(me, path, listing.dir, true);
	if (!look_up(me, listing.dir, &lookup))
		return -ENOENT;
	if (lookup.kind != SIM_DIR)
		return -ENOTDIR;
	sim_walk_files_around(me->sim, listing.dir, listing_visit, &listing);
	return 0;
}

static int port_sim_access(struct port *port, const char *path, int mode)
{
	struct sim_port *me = enter(port);
	struct lookup lookup = {.copy_size = 0};
	const struct port_fault *fault = port_fault_of(&me->faults, path);
	char real[PATH_SIZE];

	if (fault && fault->access_error)
		return -fault->access_error;
	resolve(me, path, real, true);
	if (!look_up(me, real, &lookup))
		return -ENOENT;
	if (!allowed(me, lookup.mode, mode))
		return -EACCES;
	return lookup.kind == SIM_CHARDEV && lookup.major == SIM_MAJOR
		   ? sim_access(me->sim, lookup.minor)
		   : 0;
}

static int port_sim_readlink(struct port *port, const char *path, char *buf, size_t size)
{
	struct sim_port *me = enter(port);
	struct lookup lookup = {.copy = buf, .copy_size = size};
	char real[PATH_SIZE];

	if (size == 0)
		return -EINVAL;
	resolve(me, path, real, false);
	if (!look_up(me, real, &lookup))
		return -ENOENT;
	return lookup.kind == SIM_LINK ? (int)lookup.size : -EINVAL;
}

static int port_sim_set_affinity(struct port *port, const unsigned long *set, size_t size)
{
	struct sim_port *me = enter(port);
	bool any = false;

	memset(me->affinity, 0, sizeof(me->affinity));
	memcpy(me->affinity, set, size < sizeof(me->affinity) ? size : sizeof(me->affinity));
	for (size_t i = 0; i < sizeof(me->affinity) / sizeof(me->affinity[0]); i++)
		any |= me->affinity[i] != 0;
	return any ? 0 : -EINVAL;
}

static uint64_t port_sim_now_us(struct port *port)
{
	return self(port)->stepped ? self(port)->clock_ns / 1000
				   : real_clock(CLOCK_REALTIME) / 1000;
}

static uint64_t port_sim_monotonic_ns(struct port *port)
{
	return clock_now(self(port));
}

static void port_sim_sleep_us(struct port *port, uint32_t us)
{
	pass_time(enter(port), us);
}

static int port_sim_is_root(struct port *port)
{
	return self(port)->admin;
}

static void port_sim_log(struct port *port, const char *line)
{
	snprintf(self(port)->last_log, sizeof(self(port)->last_log), "%s", line);
}

struct port *sim_port_new(struct sim *sim)
{
	struct sim_port *me = calloc(1, sizeof(*me));

	if (!me)
		return NULL;
	me->port = (struct port){
	    .open = port_sim_open,
	    .close = port_sim_close,
	    .ioctl = port_sim_ioctl,
	    .map = port_sim_map,
	    .unmap = port_sim_unmap,
	    .poll = port_sim_poll,
	    .waker = port_sim_waker,
	    .wake = port_sim_wake,
	    .read_file = port_sim_read_file,
	    .write_file = port_sim_write_file,
	    .list_dir = port_sim_list_dir,
	    .access = port_sim_access,
	    .readlink = port_sim_readlink,
	    .set_affinity = port_sim_set_affinity,
	    .now_us = port_sim_now_us,
	    .monotonic_ns = port_sim_monotonic_ns,
	    .sleep_us = port_sim_sleep_us,
	    .is_root = port_sim_is_root,
	    .log = port_sim_log,
	};
	me->sim = sim;
	me->pid = (int)getpid();
	return &me->port;
}

void sim_port_free(struct port *port)
{
	struct sim_port *me;

	if (!port)
		return;
	me = self(port);
	for (int fd = 0; fd < FDS_MAX; fd++)
		if (me->fds[fd])
			port_sim_close(port, fd);
	for (struct shared *shared = me->memory; shared; shared = shared->next)
		shared->mappings = 0;
	drop_unused(me);
	if (default_port == port)
		default_port = NULL;
	free(me);
}

void sim_port_use(struct port *port)
{
	default_port = port;
}

struct port *port_default(void)
{
	return default_port;
}

void sim_port_set_clock(struct port *port, uint64_t ns)
{
	self(port)->stepped = true;
	self(port)->clock_ns = ns;
	sim_tick(self(port)->sim, ns);
}

void sim_port_set_admin(struct port *port, bool admin)
{
	self(port)->admin = admin;
}

void sim_port_set_pid(struct port *port, int pid)
{
	self(port)->pid = pid;
}

void sim_port_fail_open(struct port *port, const char *path, int error)
{
	port_fault_slot(&self(port)->faults, path)->open_error = error;
}

void sim_port_fail_access(struct port *port, const char *path, int error)
{
	port_fault_slot(&self(port)->faults, path)->access_error = error;
}

unsigned long sim_port_count_calls(const struct port *port)
{
	return ((const struct sim_port *)port)->calls;
}

const char *sim_port_last_log(const struct port *port)
{
	return ((const struct sim_port *)port)->last_log;
}

const unsigned long *sim_port_affinity(const struct port *port)
{
	return ((const struct sim_port *)port)->affinity;
}

unsigned sim_port_count_open(const struct port *port)
{
	unsigned count = 0;

	for (int fd = 0; fd < FDS_MAX; fd++)
		count += ((const struct sim_port *)port)->fds[fd] != NULL ||
			 ((const struct sim_port *)port)->wakers[fd] != NO_WAKER;
	return count;
}
