/* SPDX-License-Identifier: MIT */
/* nvsim replay: the supervisor with a record in the driver's place. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "rm/escape.h"

static const char usage[] =
    "Usage: nvsim replay [OPTIONS] FILE -- PROGRAM [ARGUMENTS]\n"
    "\n"
    "Runs PROGRAM on a driver that answers what the record in FILE says. What the record does\n"
    "not have is refused, and counted on standard error at the end.\n"
    "\n"
    "Options:\n"
    "      --lib-dir FOLDER  where OpenNVML's libnvidia-ml.so.1 is\n"
    "      --no-lib          leave LD_LIBRARY_PATH alone: the program uses its own library\n"
    "      --log FILE        write what the record does not have to FILE\n"
    "\n"
    "The exit status is PROGRAM's, as that of nvsim run; 2: wrong use, or no such record.\n";

uint64_t replay_now_ms(const struct replay *replay)
{
	return replay->now_ns / 1000000;
}

void replay_miss(struct replay *replay, const char *what, const char *name, uint32_t number,
		 const char *object)
{
	char text[16];
	snprintf(text, sizeof text, "0x%x", number);
	replay->misses++;
	if (replay->log)
		fprintf(replay->log, "REPLAY-MISSING %s %s of %s\n", what, name ? name : text,
			object);
}

/* The supervisor knows drivers and files by these names only. */
static struct replay *replay_of(const struct sim *sim)
{
	return (struct replay *)(uintptr_t)sim;
}

static struct replay_file *file_of(const struct sim_file *file)
{
	return (struct replay_file *)(uintptr_t)file;
}

static int add_file(struct replay *replay, unsigned minor, const char *node,
		    struct sim_file **ret_file)
{
	char path[64];
	snprintf(path, sizeof path, "/dev/%s", node);
	const struct record_file *known = record_file_find(replay->record, path);
	if (known && known->error)
		return -known->error;
	struct replay_file *file = calloc(1, sizeof *file);
	if (!file)
		return -ENOMEM;
	file->minor = minor;
	snprintf(file->node, sizeof file->node, "%s", strrchr(path, '/') + 1);
	file->next = replay->files;
	replay->files = file;
	*ret_file = (struct sim_file *)(void *)file;
	return 0;
}

static int replay_open(struct sim *sim, const struct sim_task *task, unsigned minor, int flags,
		       struct sim_file **ret_file)
{
	char node[32];
	(void)task;
	(void)flags;
	snprintf(node, sizeof node, "nvidia%u", minor);
	if (minor == SIM_MINOR_CTL)
		snprintf(node, sizeof node, "nvidiactl");
	return add_file(replay_of(sim), minor, node, ret_file);
}

static int replay_open_capability(struct sim *sim, unsigned minor, int flags,
				  struct sim_file **ret_file)
{
	char node[64];
	(void)flags;
	snprintf(node, sizeof node, "nvidia-caps/nvidia-cap%u", minor);
	return add_file(replay_of(sim), SIM_MINOR_NONE, node, ret_file);
}

static void drop_clients(struct replay *replay, const struct replay_file *file)
{
	struct record_object *object = replay->objects.list;
	while (object) {
		if (object->handle != object->client || object->file != file) {
			object = object->next;
			continue;
		}
		record_client_drop(&replay->objects, object->client);
		object = replay->objects.list;
	}
}

static void replay_close(struct sim *sim, struct sim_file *sim_file)
{
	struct replay *replay = replay_of(sim);
	struct replay_file *file = file_of(sim_file), **at = &replay->files;
	drop_clients(replay, file);
	replay_forget_file(replay, file);
	while (*at && *at != file)
		at = &(*at)->next;
	if (*at)
		*at = file->next;
	free(file);
}

static int replay_ioctl(struct sim *sim, const struct sim_task *task, struct sim_file *file,
			unsigned long request, uint64_t arg)
{
	struct replay *replay = replay_of(sim);
	struct rm_xfer xfer = {rm_request_number(request), (uint32_t)rm_request_size(request), arg};
	struct replay_call call = {
	    .replay = replay, .task = task, .file = file_of(file), .block = replay->block};
	if (xfer.cmd == NV_ESC_IOCTL_XFER_CMD) {
		if (xfer.size != sizeof xfer)
			return -EINVAL;
		if (task->copy_in(task, &xfer, arg, sizeof xfer) < 0)
			return -EFAULT;
	}
	if (xfer.size > sizeof replay->block)
		return -EINVAL;
	if (xfer.size && task->copy_in(task, replay->block, xfer.ptr, xfer.size) < 0)
		return -EFAULT;
	if (call.file->minor == SIM_MINOR_NONE)
		return -ENOTTY;
	call.nr = xfer.cmd;
	call.size = xfer.size;
	int rc = replay_serve(&call);
	replay->calls++;
	replay_pages_show(replay);
	if (rc != -EFAULT && xfer.size &&
	    task->copy_out(task, xfer.ptr, replay->block, xfer.size) < 0)
		return -EFAULT;
	return rc;
}

static ssize_t replay_mappable(const struct sim *sim, const struct sim_file *file)
{
	const struct record_page *page = file_of(file)->page;
	(void)sim;
	return page ? (ssize_t)page->size : -EINVAL;
}

static unsigned replay_file_minor(const struct sim_file *file)
{
	return file_of(file)->minor;
}

/* A node's mode says all. */
static int replay_access(const struct sim *sim, unsigned minor)
{
	(void)sim;
	(void)minor;
	return 0;
}

static int replay_poll(struct sim_file *file)
{
	return file_of(file)->events != NULL;
}

static uint64_t replay_tick(struct sim *sim, uint64_t now_ns)
{
	struct replay *replay = replay_of(sim);
	replay->now_ns = now_ns;
	replay_pages_show(replay);
	replay_events_raise(replay);
	return replay_pages_due(replay);
}

static int replay_walk_files(struct sim *sim, sim_visit visit, void *ctx)
{
	const struct replay *replay = replay_of(sim);
	int rc = 0;
	for (unsigned i = 0; rc == 0 && i < replay->files_count; i++) {
		const struct record_file *file = replay->files_sorted[i];
		const struct sim_node node = {.path = file->path,
					      .kind = file->kind,
					      .mode = file->mode,
					      .content = file->content ? (void *)file->content : "",
					      .size = file->size,
					      .major = file->major,
					      .minor = file->minor};
		if (!file->error || file->kind == SIM_CHARDEV)
			rc = visit(ctx, &node);
	}
	return rc;
}

static uint64_t replay_files_state(const struct sim *sim)
{
	(void)sim;
	return 0;
}

static int replay_write_file(struct sim *sim, const struct sim_task *task, const char *path,
			     const char *text)
{
	struct replay *replay = replay_of(sim);
	(void)task;
	(void)text;
	replay_miss(replay, "write to", path, 0, "the bus");
	return -EINVAL;
}

static const struct driver replay_driver = {
    .open = replay_open,
    .open_capability = replay_open_capability,
    .close = replay_close,
    .ioctl = replay_ioctl,
    .access = replay_access,
    .mappable = replay_mappable,
    .file_minor = replay_file_minor,
    .poll = replay_poll,
    .tick = replay_tick,
    .walk_files = replay_walk_files,
    .files_state = replay_files_state,
    .write_file = replay_write_file,
};

static int by_path(const void *one, const void *other)
{
	const struct record_file *const *a = one, *const *b = other;
	return strcmp((*a)->path, (*b)->path);
}

/* Folders come before what is in them. */
static bool sort_files(struct replay *replay)
{
	for (const struct record_file *file = replay->record->files; file; file = file->next)
		replay->files_count++;
	replay->files_sorted = calloc(replay->files_count + 1, sizeof *replay->files_sorted);
	if (!replay->files_sorted)
		return false;
	unsigned i = 0;
	for (struct record_file *file = replay->record->files; file; file = file->next)
		replay->files_sorted[i++] = file;
	qsort(replay->files_sorted, replay->files_count, sizeof *replay->files_sorted, by_path);
	return true;
}

static void free_replay(struct replay *replay)
{
	while (replay->files)
		replay_close((struct sim *)(void *)replay,
			     (struct sim_file *)(void *)replay->files);
	record_objects_free(&replay->objects);
	free(replay->files_sorted);
	record_free(replay->record);
	if (replay->log)
		fclose(replay->log);
	free(replay);
}

static int run(struct replay *replay, const char *path, const struct run_options *options)
{
	if (options->log && !(replay->log = fopen(options->log, "we"))) {
		fprintf(stderr, "nvsim: %s: %s\n", options->log, strerror(errno));
		return EXIT_USAGE;
	}
	if (!replay->record->driver[0]) {
		fprintf(stderr, "nvsim: %s: the record does not say which driver it is of\n", path);
		return EXIT_USAGE;
	}
	if (!sort_files(replay) || library_use(options) < 0)
		return EXIT_USAGE;
	replay->now_ns = monotonic_ns();
	int status = run_on((struct sim *)(void *)replay, &replay_driver, path, options);
	if (replay->misses)
		fprintf(stderr,
			"nvsim: %lu requests were refused that the record does not have%s\n",
			replay->misses, options->log ? "" : "; --log FILE lists them");
	return status;
}

static int replay_program(const char *path, const struct run_options *options)
{
	char *error = NULL;
	if (!run_has_proc())
		return EXIT_UNSUPPORTED;
	struct replay *replay = calloc(1, sizeof *replay);
	if (!replay)
		return EXIT_FAILURE;
	replay->record = record_read(path, &error);
	int status = EXIT_USAGE;
	if (replay->record)
		status = run(replay, path, options);
	else
		fprintf(stderr, "nvsim: %s\n", error ? error : "no memory");
	free(error);
	free_replay(replay);
	return status;
}

static int wrong_use(const char *what)
{
	fprintf(stderr, "nvsim: %s; see nvsim replay --help\n", what);
	return EXIT_USAGE;
}

int command_replay(int argc, char **argv)
{
	enum { OPTION_LIB_DIR = 256, OPTION_NO_LIB, OPTION_LOG };
	static const struct option known[] = {{"lib-dir", required_argument, NULL, OPTION_LIB_DIR},
					      {"no-lib", no_argument, NULL, OPTION_NO_LIB},
					      {"log", required_argument, NULL, OPTION_LOG},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	struct run_options options = {0};
	int option;
	while ((option = getopt_long(argc, argv, "+h", known, NULL)) != -1)
		switch (option) {
		case OPTION_LIB_DIR:
			options.lib_dir = optarg;
			break;
		case OPTION_NO_LIB:
			options.no_lib = true;
			break;
		case OPTION_LOG:
			options.log = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		default:
			return EXIT_USAGE;
		}
	if (optind >= argc)
		return wrong_use("replay needs a record");
	const char *path = argv[optind++];
	if (optind < argc && !strcmp(argv[optind], "--"))
		optind++;
	if (optind >= argc)
		return wrong_use("replay needs a program");
	options.argv = argv + optind;
	return replay_program(path, &options);
}
