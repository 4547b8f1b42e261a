/* SPDX-License-Identifier: MIT */
/*
 * A simulated NVIDIA kernel driver: stateful, at the kernel's own boundary.
 *
 * It knows nothing of how a program reaches it. Two hosts exist: an in-process
 * port for tests (src/sim/port_sim.c) and the nvsim supervisor (tools/nvsim),
 * which serves any unmodified program through seccomp user notification. A host
 * serialises its calls: struct sim takes no lock.
 *
 * Statuses, errnos and the order of checks are those of the published driver
 * sources. Every function returns >= 0 or -errno, as a driver entry point does.
 */
#ifndef OPENNVML_SIM_H
#define OPENNVML_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct machine;
struct sim;
struct sim_file; /* one open file description of a device node */

/* Minors of the nodes of major 195. */
#define SIM_MAJOR 195u
#define SIM_MINOR_MODESET 254u
#define SIM_MINOR_CTL 255u
/* Of the nvidia-caps nodes; the kernel gives them a number of its choice. */
#define SIM_CAPS_MAJOR 511u
#define SIM_CAP_FIRST_OF_GPUS 3u
#define SIM_CAPS_OF_GPU 135u /* instances and their parts, by the GPU's minor */
#define SIM_MINOR_NONE 0xffffffffu

/*
 * The program that makes a call. The host fills it for each call; the
 * simulator reaches the caller's memory and descriptors only through it.
 */
struct sim_task {
	int32_t tgid;
	bool admin; /* CAP_SYS_ADMIN in the initial user namespace */
	void *host; /* for the host's own use in the functions below */
	/* Copies between the simulator and the caller's memory; 0 or -EFAULT. */
	int (*copy_in)(const struct sim_task *task, void *dst, uint64_t user_addr, size_t size);
	int (*copy_out)(const struct sim_task *task, uint64_t user_addr, const void *src,
			size_t size);
	/* The simulated open file at one of the caller's descriptors; NULL if it is none of ours.
	 */
	struct sim_file *(*file_at)(const struct sim_task *task, int fd);
	/* Whether any descriptor of the calling process is an open of this GPU minor. */
	bool (*has_node_open)(const struct sim_task *task, unsigned minor);
	/*
	 * Makes size bytes of memory that later mmap calls on this file will see, and
	 * returns where the simulator may write it; NULL when memory is short. Freed by
	 * the host when the file is closed.
	 */
	void *(*share_memory)(const struct sim_task *task, struct sim_file *file, size_t size);
	/* Whether the host can make this call wait, and how long it waited already. */
	bool can_wait;
	uint64_t waited_ns;
	/*
	 * Whether the machine's processes have ids in the caller's pid namespace. NULL: they do,
	 * as in the machine's first one.
	 */
	bool (*sees_machine)(const struct sim_task *task);
};

/*
 * Builds the driver for a machine, claiming driver version `driver` (NULL: the
 * machine's own). On failure returns NULL and points *ret_error at a static
 * or machine-owned text.
 */
struct sim *sim_new(const struct machine *machine, const char *driver, const char **ret_error);
void sim_free(struct sim *sim);

/* Device nodes. flags are the caller's open(2) flags. */
int sim_open(struct sim *sim, const struct sim_task *task, unsigned minor, int flags,
	     struct sim_file **ret_file);
/* The same for a node of SIM_CAPS_MAJOR; whether its mode allows it is for the host to ask. */
int sim_open_capability(struct sim *sim, unsigned minor, int flags, struct sim_file **ret_file);
/* The last descriptor of this open file is gone. */
void sim_close(struct sim *sim, struct sim_file *file);
int sim_ioctl(struct sim *sim, const struct sim_task *task, struct sim_file *file,
	      unsigned long request, uint64_t arg);
/*
 * What sim_ioctl answers, to a host that can make calls wait, for one that takes long:
 * nothing was done. After sim_wait_ns the host makes the same call again, with waited_ns set.
 */
#define SIM_LATER (-200000) /* no errno */
uint64_t sim_wait_ns(const struct sim *sim);
/* 0, or what access(2) on this node answers besides what its mode says. */
int sim_access(const struct sim *sim, unsigned minor);
/* Bytes that mmap at offset 0 may cover, or -errno as the driver's mmap would answer. */
ssize_t sim_mappable(const struct sim *sim, const struct sim_file *file);
/* SIM_MINOR_NONE for a nvidia-caps node and for a GPU's whose initialisation failed. */
unsigned sim_file_minor(const struct sim_file *file);

/* poll(2): 1 readable, 0 nothing, -1 error. Reporting a data-less event clears it. */
int sim_poll(struct sim_file *file);
/* Lets GPU number gpu of the machine raise a notifier (NV2080_NOTIFIERS_*). */
void sim_raise_event(struct sim *sim, unsigned gpu, uint32_t notifier, uint32_t info32,
		     uint16_t info16);
/* Tells that a GPU's driver was bound or unbound; the GPU itself stays as it is. */
void sim_raise_system_event(struct sim *sim, unsigned gpu, bool bind);

/* Resets GPU number gpu, which makes a pending mode the current one; -EBUSY while it is in use. */
int sim_reset_gpu(struct sim *sim, unsigned gpu);

/*
 * Time. The host calls sim_tick with a monotonic clock at least as often as the
 * telemetry pages must move; the simulator does what became due. Returns the
 * host's time of the next due work in ns. A machine may say that its own time is
 * another: so many times as fast, or stepped.
 */
uint64_t sim_tick(struct sim *sim, uint64_t now_ns);
/* Moves a machine whose time is stepped, at most 31 days at once; -EINVAL for another. */
int sim_step(struct sim *sim, uint64_t ns);
/* Since the machine's start, in its own time. */
uint64_t sim_age_ns(const struct sim *sim);

/*
 * Files. Everything below /dev, /proc and /sys that the simulated driver and its
 * PCI devices show. Parents come before children.
 */
enum sim_node_kind { SIM_DIR, SIM_FILE, SIM_LINK, SIM_CHARDEV };

struct sim_node {
	const char *path; /* absolute, as the program sees it */
	enum sim_node_kind kind;
	unsigned mode;       /* permission bits */
	const void *content; /* file bytes or link target; NULL for others */
	size_t size;
	unsigned major, minor; /* SIM_CHARDEV */
};

typedef int (*sim_visit)(void *ctx, const struct sim_node *node);
int sim_walk_files(struct sim *sim, sim_visit visit, void *ctx);
/* Only the part of them, /dev, /proc or /sys, in which a path lies. */
int sim_walk_files_around(struct sim *sim, const char *path, sim_visit visit, void *ctx);

/* Changes when GPUs or their parts, and so files, come or go. */
uint64_t sim_files_state(const struct sim *sim);

/*
 * A write to one of those files. Only the bus listens: "1" to a rescan file finds removed GPUs
 * again. Bytes taken or -errno.
 */
int sim_write_file(struct sim *sim, const struct sim_task *task, const char *path,
		   const char *text);

/* Where refused or unknown requests are logged; NULL (default) is silent. */
void sim_set_log(struct sim *sim, void (*log)(void *ctx, const char *line), void *ctx);

#endif
