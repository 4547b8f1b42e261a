/* SPDX-License-Identifier: MIT */
/*
 * nvsim record: a program is watched with ptrace(2), which needs no privilege for a
 * program of one's own and works where its calls are already handed to somebody
 * else (under `nvsim run`): a filter of our own would come second there. The program
 * makes its calls itself, so the driver sees the true caller.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output_file.h"
#include "recorder.h"

static const char usage[] =
    "Usage: nvsim record [OPTIONS] -- PROGRAM [ARGUMENTS]\n"
    "\n"
    "Runs PROGRAM and writes what it asks of NVIDIA's driver, and what it gets, to a file that\n"
    "nvsim replay answers from and nvsim distil makes a machine of.\n"
    "\n"
    "Options:\n"
    "  -o, --output FILE  the record; default: nvsim-record.txt\n"
    "      --force        even where that file exists\n"
    "      --scrub        replace UUIDs and serial numbers by others, the same everywhere\n"
    "\n"
    "The exit status is PROGRAM's, 128 + signal when a signal killed it; 2: wrong use, 3: the\n"
    "system does not let programs be watched, 126 and 127: PROGRAM cannot be started.\n";

struct record_options {
	struct output_file file;
	bool scrub;
	char **argv;
};

static volatile sig_atomic_t watched_child;

uint64_t recorder_now_ms(void)
{
	return monotonic_ns() / 1000000;
}

int recorder_copy(void *ctx, void *dst, uint64_t addr, size_t size)
{
	const pid_t *tid = ctx;
	if (size == 0)
		return 0;
	return task_copy(*tid, dst, addr, size, false) == (ssize_t)size ? 0 : -EFAULT;
}

static struct watched_thread *find_thread(struct recorder *recorder, pid_t tid)
{
	struct watched_thread *thread = recorder->threads;
	while (thread && thread->tid != tid)
		thread = thread->next;
	return thread;
}

static pid_t process_of(pid_t tid)
{
	struct request of_thread = {.tid = tid};
	return task_caller(&of_thread)->tgid;
}

static struct watched_thread *add_thread(struct recorder *recorder, pid_t tid)
{
	struct watched_thread *thread = calloc(1, sizeof *thread);
	if (!thread)
		return NULL;
	thread->tid = tid;
	thread->tgid = process_of(tid);
	thread->next = recorder->threads;
	recorder->threads = thread;
	return thread;
}

static void drop_thread(struct recorder *recorder, pid_t tid)
{
	struct watched_thread **at = &recorder->threads;
	while (*at && (*at)->tid != tid)
		at = &(*at)->next;
	struct watched_thread *gone = *at;
	if (!gone)
		return;
	*at = gone->next;
	record_ioctl_drop(gone);
	free(gone);
}

/* Calls of another architecture have other numbers: they are let pass. */
static void at_call(struct recorder *recorder, struct watched_thread *thread)
{
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, thread->tid, sizeof info, &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
		thread->in_call = info.arch == NATIVE_ARCH;
		thread->nr = info.entry.nr;
		for (unsigned i = 0; i < 6; i++)
			thread->args[i] = info.entry.args[i];
		if (thread->in_call)
			record_call_begin(recorder, thread);
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT && thread->in_call) {
		thread->in_call = false;
		record_call_end(recorder, thread, info.exit.rval);
	}
}

/* A thread that executes becomes the process: what it had begun is over. */
static void at_exec(struct recorder *recorder, pid_t tid)
{
	unsigned long former = 0;
	struct watched_thread *thread = find_thread(recorder, tid);
	if (ptrace(PTRACE_GETEVENTMSG, tid, 0, &former) == 0 && (pid_t)former != tid)
		drop_thread(recorder, (pid_t)former);
	if (!thread)
		return;
	record_ioctl_drop(thread);
	thread->in_call = false;
	record_pages_unmap(recorder, tid, 0);
}

static bool stops_group(int signal_number)
{
	return signal_number == SIGSTOP || signal_number == SIGTSTP || signal_number == SIGTTIN ||
	       signal_number == SIGTTOU;
}

/* Returns the request to go on with; *signal_number is delivered. */
static int at_stop(struct recorder *recorder, struct watched_thread *thread, int status,
		   int *ret_signal)
{
	int event = status >> 16, number = WSTOPSIG(status);
	*ret_signal = 0;
	if (number == (SIGTRAP | 0x80))
		at_call(recorder, thread);
	else if (event == PTRACE_EVENT_STOP)
		return stops_group(number) ? PTRACE_LISTEN : PTRACE_SYSCALL;
	else if (event == PTRACE_EVENT_EXEC)
		at_exec(recorder, thread->tid);
	else if (event == PTRACE_EVENT_EXIT && thread->tid == thread->tgid)
		record_pages_unmap(recorder, thread->tgid, 0);
	else if (event == 0)
		*ret_signal = number;
	return PTRACE_SYSCALL;
}

static void at_end(struct recorder *recorder, pid_t tid, int status)
{
	drop_thread(recorder, tid);
	if (tid != recorder->child)
		return;
	recorder->child_gone = true;
	recorder->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Until the program ended; what it left in the background goes on unwatched. */
static void watch(struct recorder *recorder)
{
	int status, signal_number;
	while (!recorder->child_gone) {
		pid_t tid = waitpid(-1, &status, __WALL);
		if (tid < 0 && errno != EINTR)
			break;
		if (tid <= 0)
			continue;
		if (!WIFSTOPPED(status)) {
			at_end(recorder, tid, status);
			continue;
		}
		struct watched_thread *thread = find_thread(recorder, tid);
		if (!thread)
			thread = add_thread(recorder, tid);
		if (!thread)
			continue;
		int request = at_stop(recorder, thread, status, &signal_number);
		/* Fails when it was killed meanwhile: then its end comes next. */
		ptrace(request, tid, 0, signal_number);
	}
}

static _Noreturn void child_main(char **argv, int gate)
{
	char go;
	if (read(gate, &go, 1) != 1)
		_exit(EXIT_UNSUPPORTED);
	execvp(argv[0], argv);
	int error = errno;
	dprintf(STDERR_FILENO, "nvsim: %s: %s\n", argv[0], strerror(error));
	_exit(error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE);
}

static void pass_on(int signal_number)
{
	if (watched_child > 0)
		kill((pid_t)watched_child, signal_number);
}

/* What the terminal sends reaches the program by itself. */
static void handle_signals(void)
{
	struct sigaction pass = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigaction(SIGTERM, &pass, NULL);
	sigaction(SIGHUP, &pass, NULL);
	sigaction(SIGUSR1, &pass, NULL);
	sigaction(SIGUSR2, &pass, NULL);
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGQUIT, &ignore, NULL);
}

static int start(struct recorder *recorder, char **argv)
{
	const unsigned long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
				      PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
				      PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT;
	int gate[2];
	if (pipe2(gate, O_CLOEXEC) < 0)
		return -errno;
	recorder->child = fork();
	if (recorder->child == 0) {
		close(gate[1]);
		child_main(argv, gate[0]);
	}
	close(gate[0]);
	int rc = recorder->child < 0 ? -errno : 0;
	watched_child = recorder->child;
	if (rc == 0 && ptrace(PTRACE_SEIZE, recorder->child, 0, options) < 0)
		rc = -errno;
	if (rc == 0 && ptrace(PTRACE_INTERRUPT, recorder->child, 0, 0) < 0)
		rc = -errno;
	if (rc == 0) {
		handle_signals();
		rc = write(gate[1], "!", 1) == 1 ? 0 : -EPIPE;
	}
	close(gate[1]);
	return rc;
}

static void read_word(const char *path, char *dst, size_t size)
{
	FILE *file = fopen(path, "re");
	dst[0] = '\0';
	if (!file)
		return;
	if (!fgets(dst, (int)size, file))
		dst[0] = '\0';
	fclose(file);
	dst[strcspn(dst, "\n")] = '\0';
}

/* Without the file the version is learnt when the program asks for it. */
static void learn_system(struct record *record)
{
	char text[64];
	struct utsname system;
	record->release = rm_release_count - 1;
	read_word("/sys/module/nvidia/version", text, sizeof text);
	record_set_driver(record, text);
	if (uname(&system) == 0)
		snprintf(record->architecture, sizeof record->architecture, "%.15s",
			 system.machine);
}

static void free_recorder(struct recorder *recorder)
{
	while (recorder->threads)
		drop_thread(recorder, recorder->threads->tid);
	while (recorder->pages)
		record_pages_unmap(recorder, recorder->pages->tgid, 0);
	record_objects_free(&recorder->objects);
	record_free(recorder->record);
}

/* The whole record comes under its name at once. */
static int save(const struct recorder *recorder, const char *output, const char *partial)
{
	char temporary[PATH_MAX];
	int n = snprintf(temporary, sizeof temporary, "%s.new", output);
	FILE *file = n < (int)sizeof temporary ? fopen(temporary, "we") : NULL;
	if (!file)
		return -errno;
	record_write(file, recorder->record);
	bool written = !ferror(file);
	if (fclose(file) != 0 || !written || rename(temporary, output) < 0) {
		int error = errno ? errno : EIO;
		unlink(temporary);
		return -error;
	}
	unlink(partial);
	return 0;
}

static int finish(struct recorder *recorder, const struct record_options *options,
		  const char *partial)
{
	if (options->scrub)
		record_scrub(recorder->record);
	int rc = save(recorder, options->file.output, partial);
	if (rc == 0)
		return recorder->status;
	fprintf(stderr, "nvsim: %s: %s; what was seen is in %s\n", options->file.output,
		strerror(-rc), partial);
	return EXIT_FAILURE;
}

static int record_program(struct recorder *recorder, const struct record_options *options,
			  const char *partial)
{
	learn_system(recorder->record);
	/* A scrubbed record leaves nothing that was not scrubbed. */
	if (!options->scrub) {
		recorder->journal = fopen(partial, "we");
		if (!recorder->journal) {
			fprintf(stderr, "nvsim: %s: %s\n", partial, strerror(errno));
			return EXIT_USAGE;
		}
		setlinebuf(recorder->journal);
		record_write_head(recorder->journal, recorder->record);
	}
	int rc = start(recorder, options->argv);
	if (rc == 0)
		watch(recorder);
	else
		fprintf(stderr, "nvsim: the program cannot be watched: %s\n", strerror(-rc));
	if (recorder->journal)
		fclose(recorder->journal);
	recorder->journal = NULL;
	if (rc == 0)
		return finish(recorder, options, partial);
	unlink(partial);
	return EXIT_UNSUPPORTED;
}

static int record_to(const struct record_options *options)
{
	char partial[PATH_MAX];
	struct recorder recorder = {.record = record_new()};
	int n = snprintf(partial, sizeof partial, "%s.partial", options->file.output);
	if (!recorder.record || n >= (int)sizeof partial) {
		free_recorder(&recorder);
		fprintf(stderr, "nvsim: the name of the record is too long\n");
		return EXIT_USAGE;
	}
	int status = record_program(&recorder, options, partial);
	free_recorder(&recorder);
	return status;
}

int command_record(int argc, char **argv)
{
	enum { OPTION_SCRUB = 256, OPTION_FORCE };
	static const struct option known[] = {{"output", required_argument, NULL, 'o'},
					      {"force", no_argument, NULL, OPTION_FORCE},
					      {"scrub", no_argument, NULL, OPTION_SCRUB},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	struct record_options options = {
	    .file = {.command = "record", .output = "nvsim-record.txt"}};
	int option;
	while ((option = getopt_long(argc, argv, "+o:h", known, NULL)) != -1)
		switch (option) {
		case 'o':
			options.file.output = optarg;
			break;
		case OPTION_FORCE:
			options.file.force = true;
			break;
		case OPTION_SCRUB:
			options.scrub = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		default:
			return EXIT_USAGE;
		}
	if (optind >= argc) {
		fprintf(stderr, "nvsim: record needs a program; see nvsim record --help\n");
		return EXIT_USAGE;
	}
	options.argv = argv + optind;
	return output_file_is_free(&options.file) ? record_to(&options) : EXIT_USAGE;
}
