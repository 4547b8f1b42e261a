/* SPDX-License-Identifier: MIT */
/*
 * The supervisor: runs a program whose calls about NVIDIA's files and nodes are
 * answered by the simulated driver. The kernel hands over those calls (seccomp
 * user notification); every other call of the program runs untouched.
 *
 * main.c options · machines.c finding machine files · ctl.c changing a running
 * machine from outside · control.c its socket · run.c starting the program
 * and its signals · calls.c which calls are handed over · filter.c the kernel's
 * filter · notify.c the loop · task.c the caller's memory and identity · paths.c
 * whose path is it · shadow.c the simulated file tree · view.c which nodes of it the
 * program is given · library.c the library it may load · serve.c path calls ·
 * stat.c the stat family · files.c open device nodes · closes.c which of them may be
 * closed · events.c their events.
 */
#ifndef NVSIM_H
#define NVSIM_H

#include <limits.h>
#include <linux/audit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "sim/machine.h"
#include "sim/sim.h"

#if defined(__x86_64__)
enum { NATIVE_ARCH = AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { NATIVE_ARCH = AUDIT_ARCH_AARCH64 };
#else
#error "nvsim knows x86-64 and aarch64"
#endif

struct seccomp_notif;
struct seccomp_notif_resp;

enum { EXIT_USAGE = 2, EXIT_UNSUPPORTED = 3, EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127 };

enum call_kind {
	CALL_OPEN,
	CALL_OPENAT2,
	CALL_STAT,
	CALL_LSTAT,
	CALL_FSTAT,
	CALL_STATX,
	CALL_ACCESS,
	CALL_READLINK,
	CALL_GETXATTR,
	CALL_LISTXATTR,
	CALL_IOCTL,
	CALL_MMAP,
};

/*
 * What the supervisor asks of a driver: the functions of sim/sim.h, which has their
 * contracts. The simulated driver is one, a record that answers is the other.
 */
struct driver {
	int (*open)(struct sim *sim, const struct sim_task *task, unsigned minor, int flags,
		    struct sim_file **ret_file);
	int (*open_capability)(struct sim *sim, unsigned minor, int flags,
			       struct sim_file **ret_file);
	void (*close)(struct sim *sim, struct sim_file *file);
	int (*ioctl)(struct sim *sim, const struct sim_task *task, struct sim_file *file,
		     unsigned long request, uint64_t arg);
	int (*access)(const struct sim *sim, unsigned minor);
	uint64_t (*wait_ns)(const struct sim *sim); /* NULL: no call takes long */
	ssize_t (*mappable)(const struct sim *sim, const struct sim_file *file);
	unsigned (*file_minor)(const struct sim_file *file);
	int (*poll)(struct sim_file *file);
	uint64_t (*tick)(struct sim *sim, uint64_t now_ns);
	int (*walk_files)(struct sim *sim, sim_visit visit, void *ctx);
	uint64_t (*files_state)(const struct sim *sim);
	int (*write_file)(struct sim *sim, const struct sim_task *task, const char *path,
			  const char *text);
	/* A line of nvsim ctl; NULL: this driver cannot be changed. */
	int (*change)(struct sim *sim, const char *line, char *ret_text, size_t size);
};

extern const struct driver simulated_driver; /* run.c */

/* A call that is handed over, with the places of its arguments; -1: it has none. */
struct watched_call {
	int number;
	enum call_kind kind;
	int8_t dirfd;
	int8_t path;
	int8_t data;  /* buffer, struct open_how, or access mode */
	int8_t flags; /* or the buffer's size */
};

extern const struct watched_call watched_calls[];
extern const unsigned watched_calls_count;
/* NULL: a call that runs untouched. */
const struct watched_call *find_watched_call(int number);

/* One thing of the simulated tree, as the program shall see it. */
struct shadow_node {
	struct shadow_node *next_by_path, *next_by_inode;
	char *path;
	enum sim_node_kind kind;
	unsigned mode, major, minor;
	char *content;
	size_t content_size;
	off_t shown_size;
	ino_t inode;
	bool merged;   /* a real directory that shows simulated entries beside its own */
	bool subtree;  /* everything below belongs to the machine */
	bool implied;  /* no file of the simulator: a folder for what is in it, or the library */
	bool library;  /* opens as the library inside nvsim */
	unsigned walk; /* that last met it */
};

enum { SHADOW_BUCKETS = 1024, NAME_BITS = 4096, WORD_BITS = 64 };

enum { VIEW_NODES = 256 };

/* What a container was given: sets of N in /dev/nvidiaN, 255 for nvidiactl. */
struct view {
	bool none, some; /* no nodes; those shown alone */
	uint64_t shown[VIEW_NODES / WORD_BITS];
	uint64_t denied[VIEW_NODES / WORD_BITS]; /* there, but forbidden by the device cgroup */
};

struct shadow {
	const struct driver *driver;
	char root[PATH_MAX]; /* the private folder; no trailing slash */
	size_t root_length;
	int root_fd;
	dev_t device;
	struct shadow_node *by_path[SHADOW_BUCKETS];
	struct shadow_node *by_inode[SHADOW_BUCKETS];
	uint64_t names[NAME_BITS / WORD_BITS]; /* hashes of all last parts of paths */
	struct shadow_node *gone;              /* by next_by_path: open files may still know them */
	uint64_t state; /* of the simulator's files when they were last walked */
	unsigned walk;
	struct view view;
	int library;       /* the memory file of the one inside nvsim; -1: not shown */
	const char *error; /* what building the tree failed at */
};

/* One open of a device node, known by the inode of the memory file behind it. */
struct open_file {
	struct open_file *next;
	ino_t inode;
	struct sim_file *file; /* NULL: a node that opens but answers nothing */
	const struct shadow_node *node;
	int probe; /* second description of the memory file: sees the lock of the first */
	void *memory;
	size_t memory_size;
	/* Once registered for events, the descriptor is a pipe: readable when an event waits. */
	struct open_file *next_event;
	int event_write; /* -1: not registered */
	ino_t event_inode;
	bool event_ready;
	int watch; /* of its closes; -1: none was to be had */
	struct open_file *next_watched, *next_closed;
	bool may_be_closed; /* is in the list of those */
};

enum { FILE_BUCKETS = 2048 };

struct files {
	const struct driver *driver;
	struct open_file *buckets[FILE_BUCKETS];
	unsigned count;
	bool injected;      /* some shadow file or node was ever handed to the program */
	bool folders;       /* one of them a folder, from which relative paths may start */
	dev_t device;       /* of every memory file */
	dev_t event_device; /* of every pipe */
	struct open_file *events;
	uint64_t next_check_ns;
	unsigned writable; /* open files whose text the simulator takes */
	int closes;        /* tells of closed memory files; -1: not yet */
	unsigned unwatched;
	struct open_file *by_watch[FILE_BUCKETS];
	struct open_file *closed; /* by next_closed */
	uint64_t next_look_ns;    /* at all of them */
};

/* A call that is answered later. */
struct parked {
	struct parked *next;
	const struct watched_call *call;
	uint64_t id, since_ns, due_ns;
	pid_t tid;
	uint64_t args[6];
};

/* The socket through which the machine is changed from outside. */
enum { CONTROL_CLIENTS = 8, CONTROL_POLLED = CONTROL_CLIENTS + 1 };

struct control {
	int listener; /* -1: none */
	int clients[CONTROL_CLIENTS];
	char path[PATH_MAX];
};

struct supervisor {
	struct sim *sim;
	const struct driver *driver;
	struct control control;
	struct parked *parked;
	struct shadow shadow;
	struct files files;
	int listener;
	int signals;
	pid_t child;
	bool child_gone;
	int status; /* exit status, once the child is gone */
	struct seccomp_notif *notif;
	struct seccomp_notif_resp *response;
	size_t notif_size, response_size;
};

/* What is known of the caller beside its call; read on demand. */
struct caller {
	bool known;
	pid_t tgid;
	uid_t uid, fsuid;
	uint64_t capabilities;
};

struct request {
	struct supervisor *sv;
	const struct watched_call *call;
	uint64_t id;
	pid_t tid;
	const uint64_t *args;
	uint64_t waited_ns; /* since it was parked */
	struct caller caller;
};

/* A handler returns the call's result (>= 0 or -errno) or one of these. */
enum { ANSWER_CONTINUE = -100000, ANSWER_SENT = -100001, ANSWER_LATER = -100002 };

/* filter.c: installs the filter on the calling thread; returns the listener or -errno. */
int filter_install(void);

/* notify.c: serves until the program and all its children are gone. Returns the exit status. */
int notify_loop(struct supervisor *sv);
/* Whether the call still waits for its answer. Ask after reading, before writing. */
bool request_alive(const struct request *req);
/* Answers an open with a copy of fd. Returns ANSWER_SENT or -errno. */
int request_answer_fd(const struct request *req, int fd, int flags);
/* Puts a copy of fd in the place of the caller's descriptor; the call still waits. */
int request_replace_fd(const struct request *req, int fd, int at, int flags);
uint64_t monotonic_ns(void);

/* run.c */
struct run_options {
	const char *machine, *driver, *log, *lib_dir, *control;
	bool no_lib;
	struct view view;
	char **argv;
};
int run_program(const struct run_options *options);
/* Without /proc nothing can be known of the program: false after saying so. */
bool run_has_proc(void);
/* Runs the program on a driver, which stays the caller's. Returns the exit status. */
int run_on(struct sim *sim, const struct driver *driver, const char *machine,
	   const struct run_options *options);
/* A line of the driver's log into a FILE. */
void run_log(void *file, const char *line);
void run_signals(struct supervisor *sv);

/* control.c: what ctl.c and the loop know of the socket */
struct pollfd;
struct sockaddr_un;
/* Opens it in the private folder, or at the path and a link to it there; nowhere for a driver that
 * cannot be changed. 0 or -errno. */
int control_open(struct supervisor *sv, const char *path);
void control_close(struct supervisor *sv);
/* Fills CONTROL_POLLED entries; what became of them is served. */
void control_prepare(const struct supervisor *sv, struct pollfd *set);
/* True when the machine was perhaps changed. */
bool control_serve(struct supervisor *sv, const struct pollfd *set);
/* An address that also works for long paths while the descriptor is open; -1 in it: none needed. */
int control_address(const char *path, struct sockaddr_un *ret_address, int *ret_folder);

/* ctl.c */
int command_ctl(int argc, char **argv);

/* machines.c */
/* What machines_load takes, for a name, file or line as the user gave it (NULL: the default); NULL
 * after saying why not. Caller frees. */
char *machines_find(const char *name);
/* The machine of a name, file or line, or NULL and its mistake on standard error. */
struct machine *machines_load(const char *name);
int machines_list(void);
int machines_list_models(void);
int machines_show(const char *name);
/* Folder of the running program, without trailing slash. */
const char *own_folder(void);

/* record.c, replay.c, distil.c: commands, with options of their own */
int command_record(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_distil(int argc, char **argv);

/* task.c: the caller */
/* Bytes of a thread's memory, read or written; how many, or -errno. */
ssize_t task_copy(pid_t tid, void *buf, uint64_t addr, size_t size, bool write);
int task_read(const struct request *req, void *dst, uint64_t addr, size_t size);
int task_write(const struct request *req, uint64_t addr, const void *src, size_t size);
/* Returns the length, or -errno; -ENAMETOOLONG when size does not hold it. */
ssize_t task_read_string(const struct request *req, char *dst, size_t size, uint64_t addr);
const struct caller *task_caller(struct request *req);
/* Whether the machine's processes have ids in the caller's pid namespace. */
bool task_sees_machine(const struct request *req);
/* st of the caller's descriptor; -EBADF. */
int task_stat_fd(const struct request *req, int fd, struct stat *ret_st);
/* Link text of /proc/<tid>/<what>; length or -errno. */
ssize_t task_link(const struct request *req, const char *what, char *dst, size_t size);

/* paths.c */
enum owner { OWNER_REAL, OWNER_SHADOW, OWNER_REAL_FROM_SHADOW };
struct located {
	enum owner owner;
	bool empty;          /* the path was "" */
	char path[PATH_MAX]; /* absolute and normal, a trailing slash kept */
};
/* Whose the path of this call is. -errno: not readable, let the kernel say so. */
int path_locate(const struct request *req, int dirfd, uint64_t addr, bool in_root,
		struct located *ret_where);
/* The kernel's own /proc/<pid>/fd/N links show where a simulated file really is: the text to show.
 */
ssize_t path_of_fd_link(const struct request *req, const char *path, char *dst, size_t size);

/* view.c */
/* Numbers parted by commas, added to the set; false when that is not what text is. */
bool view_parse(const char *text, uint64_t *ret_set);
bool view_shows(const struct view *view, const struct sim_node *node);
bool view_denies(const struct view *view, const struct shadow_node *node);
/* -1 after saying which node is shown or denied that the machine does not have. */
int view_check(const struct shadow *shadow);

/* library.c */
/* Lets the program find the library that is beside nvsim or where it was said. -1 after an error.
 */
int library_use(const struct run_options *options);
/* Otherwise shows it the one inside. 0 or -errno. */
int library_show(struct shadow *shadow, const struct run_options *options);
int library_open(const struct request *req, int flags);
/* library_none.c, or written at build time: the library's file; NULL: there is none. */
const char *library_inside(size_t *ret_size);

/* shadow.c */
int shadow_build(struct shadow *shadow, struct sim *sim);
void shadow_remove(struct shadow *shadow);
int shadow_add_library(struct shadow *shadow, const char *path, off_t size);
/* Takes over what came, changed or went since. */
void shadow_refresh(struct shadow *shadow, struct sim *sim);
/* The same, when something came or went. */
void shadow_follow(struct shadow *shadow, struct sim *sim);
/* Shows the present real entries of a merged folder in the shadow. */
void shadow_merge(struct shadow *shadow, const struct shadow_node *node);
struct shadow_node *shadow_by_path(const struct shadow *shadow, const char *path);
struct shadow_node *shadow_by_stat(const struct shadow *shadow, const struct stat *st);
/* Whether a file or folder of the machine may be called so; path: up to its first slash. */
bool shadow_may_be_named(const struct shadow *shadow, const char *path);
/* Whether a normal absolute path belongs to the machine. */
bool shadow_owns(const struct shadow *shadow, const char *path);
/* O_PATH descriptor of a located path, or -errno. flags: O_NOFOLLOW, O_DIRECTORY. */
int shadow_open_path(const struct shadow *shadow, const struct located *where, int flags);
/* The same with flags of the *at family, of which AT_SYMLINK_NOFOLLOW counts. */
int shadow_open_at(const struct shadow *shadow, const struct located *where, int at_flags);
/* Whether the caller may do want (R_OK|W_OK|X_OK) to the node. */
bool shadow_allows(const struct shadow_node *node, const struct caller *caller, uid_t uid,
		   int want);

/* serve.c */
int serve_open(struct request *req, const struct located *where, int flags, mode_t mode);
int serve_access(struct request *req, const struct located *where, int mode, int flags);
int serve_readlink(struct request *req, const struct located *where, uint64_t addr, size_t size);

/* stat.c */
int serve_stat(struct request *req, const struct located *where, uint64_t addr, int flags);
int serve_statx(struct request *req, const struct located *where, uint64_t addr, int flags,
		unsigned mask);
int serve_fstat(struct request *req, int fd, uint64_t addr);
int serve_fstatx(struct request *req, int fd, uint64_t addr, int flags, unsigned mask);

/* files.c */
int files_open(struct request *req, const struct shadow_node *node, int flags);
int files_ioctl(struct request *req, int fd, unsigned long request, uint64_t arg);
int files_mmap(struct request *req);
struct open_file *files_by_stat(const struct supervisor *sv, const struct stat *st);
/* Tells the simulator what was written since. */
void files_take_texts(struct supervisor *sv);
/* Closes what no descriptor of the program refers to any more. */
void files_reap(struct supervisor *sv);
void files_close_all(struct supervisor *sv);

/* closes.c */
void closes_watch(struct files *files, struct open_file *file);
void closes_forget(struct files *files, const struct open_file *file);
/* Learns what was closed since. True when every open file is to be looked at. */
bool closes_collect(struct files *files, uint64_t now);
/* One of those that may be closed, which are then no longer known; NULL: no more. */
struct open_file *closes_next(struct files *files);

/* events.c */
/* The caller registered its descriptor for events: makes it pollable. 0 or -errno. */
int events_register(const struct request *req, struct open_file *file, int fd);
struct open_file *events_by_stat(const struct files *files, const struct stat *st);
/* Makes readable what the driver has an event for; served: the file just read one. */
void events_update(struct files *files, struct open_file *served);
bool events_still_open(const struct open_file *file);
void events_forget(struct files *files, struct open_file *file);

/* ---- import_command.c: nvsim import; argv[0] is the command's own name ---- */

int command_import(int argc, char **argv);

#endif
