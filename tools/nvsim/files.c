/* SPDX-License-Identifier: MIT */
/*
 * Open device nodes. Behind each open is a memory file of its own: its inode is
 * the identity of the open file through dup, fork, exec and descriptor passing,
 * and mmap of it is real. A lock that belongs to the program's open file
 * description tells when the last descriptor is gone.
 */
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nvsim.h"

enum {
	RM_CONTROL_REQUEST = 0x2A,
	ALLOC_OS_EVENT_REQUEST = 0xCE,
	PAGE_BYTES = 4096,
	TEXT_BYTES = 4096,
	CAPABILITY_SYS_ADMIN = 21,
};
static const uint64_t check_interval_ns = 2000000;

struct open_file *files_by_stat(const struct supervisor *sv, const struct stat *st)
{
	const struct files *files = &sv->files;
	if (files->count == 0)
		return NULL;
	if (st->st_dev != files->device)
		return events_by_stat(files, st);
	struct open_file *file = files->buckets[st->st_ino % FILE_BUCKETS];
	while (file && file->inode != st->st_ino)
		file = file->next;
	return file;
}

static struct open_file *find_by_sim_file(const struct files *files,
					  const struct sim_file *sim_file)
{
	for (unsigned i = 0; i < FILE_BUCKETS; i++)
		for (struct open_file *file = files->buckets[i]; file; file = file->next)
			if (file->file == sim_file)
				return file;
	return NULL;
}

static int call_copy_in(const struct sim_task *task, void *dst, uint64_t user_addr, size_t size)
{
	return task_read(task->host, dst, user_addr, size);
}

static int call_copy_out(const struct sim_task *task, uint64_t user_addr, const void *src,
			 size_t size)
{
	return task_write(task->host, user_addr, src, size);
}

static struct open_file *file_of_fd(const struct request *req, int fd)
{
	struct stat st;
	if (req->sv->files.count == 0 || task_stat_fd(req, fd, &st) < 0)
		return NULL;
	return files_by_stat(req->sv, &st);
}

static struct sim_file *call_file_at(const struct sim_task *task, int fd)
{
	const struct open_file *file = file_of_fd(task->host, fd);
	return file ? file->file : NULL;
}

static bool call_has_node_open(const struct sim_task *task, unsigned minor)
{
	const struct request *req = task->host;
	const struct driver *driver = req->sv->driver;
	char name[64];
	bool found = false;
	snprintf(name, sizeof name, "/proc/%d/fd", (int)req->tid);
	DIR *dir = opendir(name);
	if (!dir)
		return false;
	for (struct dirent *entry = readdir(dir); entry && !found; entry = readdir(dir)) {
		if (entry->d_name[0] == '.')
			continue;
		const struct sim_file *file = call_file_at(task, atoi(entry->d_name));
		found = file && driver->file_minor(file) == minor;
	}
	closedir(dir);
	return found;
}

/* Sealed so that the program can map it for reading only, as the driver's page. */
static void *call_share_memory(const struct sim_task *task, struct sim_file *sim_file, size_t size)
{
	const struct request *req = task->host;
	struct open_file *file = find_by_sim_file(&req->sv->files, sim_file);
	size_t rounded = (size + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
	if (!file || size == 0 || file->memory || ftruncate(file->probe, (off_t)rounded) < 0)
		return NULL;
	void *memory = mmap(NULL, rounded, PROT_READ | PROT_WRITE, MAP_SHARED, file->probe, 0);
	if (memory == MAP_FAILED)
		return NULL;
	fcntl(file->probe, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW);
	file->memory = memory;
	file->memory_size = rounded;
	return memory;
}

static bool call_sees_machine(const struct sim_task *task)
{
	return task_sees_machine(task->host);
}

static struct sim_task task_of(struct request *req)
{
	const struct caller *caller = task_caller(req);
	return (struct sim_task){.tgid = caller->tgid,
				 .admin = caller->capabilities >> CAPABILITY_SYS_ADMIN & 1,
				 .host = req,
				 .copy_in = call_copy_in,
				 .copy_out = call_copy_out,
				 .file_at = call_file_at,
				 .has_node_open = call_has_node_open,
				 .share_memory = call_share_memory,
				 .sees_machine = call_sees_machine,
				 .can_wait = true,
				 .waited_ns = req->waited_ns};
}

static int reopen(int fd, int flags)
{
	char name[64];
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	int again = open(name, flags | O_CLOEXEC);
	return again < 0 ? -errno : again;
}

/*
 * Returns the description for the program, locked; ret_probe gets another one.
 * A read lock where the program only reads: a lock needs the mode it locks.
 */
static int make_memory_file(const struct shadow_node *node, int flags, int *ret_probe)
{
	struct flock lock = {.l_type = (flags & O_ACCMODE) == O_WRONLY ? F_WRLCK : F_RDLCK,
			     .l_whence = SEEK_SET};
	int probe = memfd_create(strrchr(node->path, '/') + 1, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (probe < 0)
		return -errno;
	int fd = reopen(probe, flags & (O_ACCMODE | O_NONBLOCK));
	if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) < 0) {
		int error = errno;
		close(fd);
		fd = -error;
	}
	if (fd < 0)
		close(probe);
	else
		*ret_probe = probe;
	return fd;
}

static bool takes_text(const struct open_file *file)
{
	return file->node->kind == SIM_FILE;
}

static struct open_file *insert(struct files *files, const struct open_file *value)
{
	struct open_file *file = malloc(sizeof *file);
	if (!file)
		return NULL;
	*file = *value;
	struct open_file **bucket = &files->buckets[file->inode % FILE_BUCKETS];
	file->next = *bucket;
	*bucket = file;
	files->count++;
	files->writable += takes_text(file);
	return file;
}

/* Whoever could open the file may write to it. A second text lies behind the first's gap. */
static void take_text(const struct supervisor *sv, const struct open_file *file)
{
	static const struct sim_task allowed = {.admin = true};
	char text[TEXT_BYTES] = "";
	ssize_t size = pread(file->probe, text, sizeof text - 1, 0), gap = 0;
	if (size <= 0 || ftruncate(file->probe, 0) < 0)
		return;
	while (gap < size && text[gap] == '\0')
		gap++;
	sv->driver->write_file(sv->sim, &allowed, file->node->path, text + gap);
}

void files_take_texts(struct supervisor *sv)
{
	for (unsigned i = 0; sv->files.writable > 0 && i < FILE_BUCKETS; i++)
		for (struct open_file *file = sv->files.buckets[i]; file; file = file->next)
			if (takes_text(file))
				take_text(sv, file);
}

static void dispose(struct supervisor *sv, struct open_file *file)
{
	if (takes_text(file)) {
		take_text(sv, file);
		sv->files.writable--;
	}
	if (file->file)
		sv->driver->close(sv->sim, file->file);
	if (file->memory)
		munmap(file->memory, file->memory_size);
	events_forget(&sv->files, file);
	closes_forget(&sv->files, file);
	close(file->probe);
	free(file);
	sv->files.count--;
}

static void forget(struct supervisor *sv, struct open_file *file)
{
	struct open_file **at = &sv->files.buckets[file->inode % FILE_BUCKETS];
	while (*at && *at != file)
		at = &(*at)->next;
	if (*at)
		*at = file->next;
	dispose(sv, file);
}

static bool still_open(const struct open_file *file)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	if (fcntl(file->probe, F_OFD_GETLK, &lock) < 0 || lock.l_type != F_UNLCK)
		return true;
	return events_still_open(file);
}

static void reap_all(struct supervisor *sv)
{
	for (unsigned i = 0; i < FILE_BUCKETS; i++)
		for (struct open_file **at = &sv->files.buckets[i]; *at;) {
			struct open_file *file = *at;
			if (still_open(file)) {
				at = &file->next;
				continue;
			}
			*at = file->next;
			dispose(sv, file);
		}
}

/* The closes of a pipe are not told of. */
static void reap_registered(struct supervisor *sv)
{
	for (struct open_file *file = sv->files.events, *next; file; file = next) {
		next = file->next_event;
		if (!still_open(file))
			forget(sv, file);
	}
}

void files_reap(struct supervisor *sv)
{
	struct files *files = &sv->files;
	uint64_t now = monotonic_ns();
	if (files->count == 0)
		return;
	bool all = closes_collect(files, now);
	for (struct open_file *file = closes_next(files); file; file = closes_next(files))
		if (!all && !still_open(file))
			forget(sv, file);
	if (all)
		reap_all(sv);
	else
		reap_registered(sv);
	files->next_check_ns = now + check_interval_ns;
}

void files_close_all(struct supervisor *sv)
{
	for (unsigned i = 0; i < FILE_BUCKETS; i++)
		while (sv->files.buckets[i]) {
			struct open_file *file = sv->files.buckets[i];
			sv->files.buckets[i] = file->next;
			dispose(sv, file);
		}
}

static struct open_file *prepare(struct request *req, const struct shadow_node *node, int probe,
				 struct sim_file *sim_file)
{
	struct stat st;
	if (fstat(probe, &st) < 0)
		return NULL;
	req->sv->files.device = st.st_dev;
	req->sv->files.injected = true;
	const struct open_file value = {
	    .inode = st.st_ino, .file = sim_file, .node = node, .probe = probe, .event_write = -1};
	struct open_file *file = insert(&req->sv->files, &value);
	if (file)
		closes_watch(&req->sv->files, file);
	return file;
}

/* The kernel gives these nodes a number of its choice. */
static bool is_capability(const struct shadow_node *node)
{
	return !strncmp(node->path, "/dev/nvidia-caps/", 17);
}

int files_open(struct request *req, const struct shadow_node *node, int flags)
{
	struct supervisor *sv = req->sv;
	struct sim_task task = task_of(req);
	struct sim_file *sim_file = NULL;
	int probe = -1;
	files_reap(sv);
	int opened = 0;
	if (node->major == SIM_MAJOR)
		opened = sv->driver->open(sv->sim, &task, node->minor, flags, &sim_file);
	else if (is_capability(node))
		opened = sv->driver->open_capability(sv->sim, node->minor, flags, &sim_file);
	if (opened < 0)
		return opened;
	int fd = make_memory_file(node, flags, &probe);
	struct open_file *file = fd < 0 ? NULL : prepare(req, node, probe, sim_file);
	if (!file) {
		if (sim_file)
			sv->driver->close(sv->sim, sim_file);
		if (fd < 0)
			return fd;
		close(fd);
		close(probe);
		return -ENOMEM;
	}
	int rc = request_answer_fd(req, fd, flags);
	close(fd);
	if (rc != ANSWER_SENT)
		forget(sv, file);
	return rc;
}

int files_ioctl(struct request *req, int fd, unsigned long request, uint64_t arg)
{
	struct supervisor *sv = req->sv;
	struct open_file *file = file_of_fd(req, fd);
	if (!file)
		return ANSWER_CONTINUE;
	if (!file->file)
		return -ENOTTY;
	/* Controls are frequent and seldom depend on what was closed just now. */
	if ((request & 0xff) != RM_CONTROL_REQUEST || monotonic_ns() >= sv->files.next_check_ns)
		files_reap(sv);
	struct sim_task task = task_of(req);
	int rc = sv->driver->ioctl(sv->sim, &task, file->file, request, arg);
	if (rc == SIM_LATER)
		return ANSWER_LATER;
	if (rc >= 0 && (request & 0xff) == ALLOC_OS_EVENT_REQUEST)
		events_register(req, file, fd);
	events_update(&sv->files, file);
	return rc;
}

/* Only the refusals are ours; what may be mapped, the kernel maps. */
int files_mmap(struct request *req)
{
	size_t length = req->args[1];
	uint64_t offset = req->args[5];
	const struct open_file *file = file_of_fd(req, (int)req->args[4]);
	if (!file)
		return ANSWER_CONTINUE;
	if (!file->file)
		return -ENODEV;
	ssize_t mappable = req->sv->driver->mappable(req->sv->sim, file->file);
	if (mappable < 0)
		return (int)mappable;
	if (!file->memory || offset != 0)
		return -EINVAL;
	return length > file->memory_size ? -ERANGE : ANSWER_CONTINUE;
}
