/* SPDX-License-Identifier: MIT */
/* Starting the program under the filter, its signals, and its end. */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nvsim.h"
#include "sim/change.h"
#include "sim/machine_driver.h"

const struct driver simulated_driver = {
    .open = sim_open,
    .open_capability = sim_open_capability,
    .close = sim_close,
    .ioctl = sim_ioctl,
    .access = sim_access,
    .wait_ns = sim_wait_ns,
    .mappable = sim_mappable,
    .file_minor = sim_file_minor,
    .poll = sim_poll,
    .tick = sim_tick,
    .walk_files = sim_walk_files,
    .files_state = sim_files_state,
    .write_file = sim_write_file,
    .change = sim_change,
};

static const int handled[] = {SIGCHLD, SIGTERM, SIGHUP,  SIGINT, SIGQUIT,
			      SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP};
enum { HANDLED = sizeof handled / sizeof handled[0] };

/* One byte for the error, with the listener on success. */
static void send_listener(int sock, int result)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec part = {.iov_base = &result, .iov_len = sizeof result};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	if (result >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof control;
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.header), &result, sizeof result);
	}
	sendmsg(sock, &message, MSG_NOSIGNAL);
}

static int receive_listener(int sock)
{
	int result = -EPIPE;
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec part = {.iov_base = &result, .iov_len = sizeof result};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof control};
	if (recvmsg(sock, &message, MSG_CMSG_CLOEXEC) != sizeof result || result < 0)
		return result < 0 ? result : -EPIPE;
	if (message.msg_controllen < CMSG_LEN(sizeof(int)))
		return -EPIPE;
	memcpy(&result, CMSG_DATA(&control.header), sizeof result);
	return result;
}

static _Noreturn void child_main(const struct run_options *options, int sock, pid_t parent,
				 const sigset_t *signals)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	int listener = filter_install();
	send_listener(sock, listener);
	if (listener < 0)
		_exit(EXIT_UNSUPPORTED);
	close(listener);
	close(sock);
	sigprocmask(SIG_SETMASK, signals, NULL);
	execvp(options->argv[0], options->argv);
	int error = errno;
	dprintf(STDERR_FILENO, "nvsim: %s: %s\n", options->argv[0], strerror(error));
	_exit(error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE);
}

static int explain_listener(int error)
{
	if (error == -EBUSY)
		fprintf(stderr, "nvsim: another supervisor already watches this process (nvsim "
				"inside nvsim?)\n");
	else
		fprintf(stderr,
			"nvsim: the kernel refuses to watch the program (%s); "
			"needed: Linux 5.14 with seccomp user notification\n",
			strerror(-error));
	return EXIT_UNSUPPORTED;
}

static int start_program(struct supervisor *sv, const struct run_options *options)
{
	int pair[2];
	sigset_t mine, before;
	sigemptyset(&mine);
	for (unsigned i = 0; i < HANDLED; i++)
		sigaddset(&mine, handled[i]);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigprocmask(SIG_BLOCK, &mine, &before);
	sv->signals = signalfd(-1, &mine, SFD_CLOEXEC | SFD_NONBLOCK);
	pid_t parent = getpid();
	sv->child = fork();
	if (sv->child == 0)
		child_main(options, pair[1], parent, &before);
	close(pair[1]);
	sv->listener = sv->child < 0 ? -errno : receive_listener(pair[0]);
	close(pair[0]);
	return sv->listener < 0 ? sv->listener : 0;
}

/* Every simulated open holds a descriptor of ours. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* As subreaper we also see the ends of orphans; only the program's end counts. */
static void collect_children(struct supervisor *sv)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
		if (pid != sv->child)
			continue;
		if (WIFSTOPPED(status)) {
			/* The shell waits for our stop, not the program's. */
			if (WSTOPSIG(status) != SIGSTOP) {
				raise(SIGSTOP);
				kill(sv->child, SIGCONT);
			}
			continue;
		}
		sv->child_gone = true;
		sv->status = exit_status(status);
	}
	if (pid < 0 && errno == ECHILD && !sv->child_gone) {
		sv->child_gone = true;
		sv->status = EXIT_FAILURE;
	}
}

/* What the terminal sends reaches the program by itself. */
void run_signals(struct supervisor *sv)
{
	struct signalfd_siginfo info;
	while (read(sv->signals, &info, sizeof info) == sizeof info)
		if (info.ssi_signo != SIGCHLD && info.ssi_code <= 0 && !sv->child_gone)
			kill(sv->child, (int)info.ssi_signo);
	collect_children(sv);
}

void run_log(void *file, const char *line)
{
	fprintf(file, "%s\n", line);
	fflush(file);
}

static int sizes(struct supervisor *sv)
{
	struct seccomp_notif_sizes known;
	if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &known) < 0)
		return -errno;
	sv->notif_size = known.seccomp_notif > sizeof(struct seccomp_notif)
			     ? known.seccomp_notif
			     : sizeof(struct seccomp_notif);
	sv->response_size = known.seccomp_notif_resp > sizeof(struct seccomp_notif_resp)
				? known.seccomp_notif_resp
				: sizeof(struct seccomp_notif_resp);
	return 0;
}

/* Of the callers nothing else tells: memory, folders, descriptors, users. */
bool run_has_proc(void)
{
	char name[64];
	snprintf(name, sizeof name, "/proc/%d/status", (int)getpid());
	bool has = access("/proc/self/fd", F_OK) == 0 && access(name, R_OK) == 0;
	if (!has)
		fprintf(stderr, "nvsim: /proc is not mounted, or of another pid namespace\n");
	return has;
}

static int supervise(struct supervisor *sv, const struct run_options *options)
{
	int rc = sizes(sv);
	if (rc < 0)
		return explain_listener(rc);
	sv->shadow.view = options->view;
	rc = shadow_build(&sv->shadow, sv->sim);
	if (rc >= 0)
		rc = library_show(&sv->shadow, options);
	if (rc < 0) {
		fprintf(stderr, "nvsim: cannot make %s: %s\n",
			sv->shadow.error ? sv->shadow.error : "the simulated files", strerror(-rc));
		return EXIT_FAILURE;
	}
	if (view_check(&sv->shadow) < 0)
		return EXIT_USAGE;
	rc = control_open(sv, options->control);
	if (rc < 0) {
		fprintf(stderr, "nvsim: %s: %s\n", sv->control.path, strerror(-rc));
		return EXIT_USAGE;
	}
	if (sv->control.listener >= 0)
		setenv("NVSIM_CONTROL", sv->control.path, 1);
	rc = start_program(sv, options);
	if (rc < 0)
		return explain_listener(rc);
	signal(SIGPIPE, SIG_IGN);
	raise_descriptor_limit();
	return notify_loop(sv);
}

int run_on(struct sim *sim, const struct driver *driver, const char *machine,
	   const struct run_options *options)
{
	struct supervisor sv = {.sim = sim,
				.driver = driver,
				.listener = -1,
				.signals = -1,
				.shadow = {.driver = driver, .root_fd = -1, .library = -1},
				.files = {.driver = driver, .closes = -1},
				.control = {.listener = -1}};
	setenv("NVSIM_MACHINE", machine, 1);
	int status = supervise(&sv, options);
	files_close_all(&sv);
	control_close(&sv);
	shadow_remove(&sv.shadow);
	free(sv.notif);
	free(sv.response);
	return status;
}

static int run_machine(struct machine *machine, const struct run_options *options, FILE *log)
{
	const char *error = NULL;
	struct sim *sim = sim_new(machine, options->driver, &error);
	if (!sim) {
		fprintf(stderr, "nvsim: %s\n", error ? error : "the machine cannot be simulated");
		return EXIT_USAGE;
	}
	if (log)
		sim_set_log(sim, run_log, log);
	int status = run_on(sim, &simulated_driver, machine->name, options);
	sim_free(sim);
	return status;
}

/* A machine that its driver serves, or one that at least could be. */
static bool check_driver(const struct machine *machine, const char *driver)
{
	char *refusal = machine_driver_refusal(machine, driver);
	char *warning = refusal ? NULL : machine_driver_warning(machine, driver);
	if (refusal)
		fprintf(stderr, "nvsim: found %s\n", refusal);
	if (warning)
		fprintf(stderr, "nvsim: warning: %s\n", warning);
	bool fits = !refusal;
	free(refusal);
	free(warning);
	return fits;
}

static int load_and_run(const char *path, const struct run_options *options, FILE *log)
{
	struct machine *machine = machines_load(path);
	if (!machine)
		return EXIT_USAGE;
	int status = EXIT_USAGE;
	if (check_driver(machine, options->driver))
		status = run_machine(machine, options, log);
	machine_free(machine);
	return status;
}

int run_program(const struct run_options *options)
{
	FILE *log = NULL;
	if (!run_has_proc())
		return EXIT_UNSUPPORTED;
	char *path = machines_find(options->machine);
	if (!path)
		return EXIT_USAGE;
	if (options->log && !(log = fopen(options->log, "we"))) {
		fprintf(stderr, "nvsim: %s: %s\n", options->log, strerror(errno));
		free(path);
		return EXIT_USAGE;
	}
	int status = library_use(options) < 0 ? EXIT_USAGE : load_and_run(path, options, log);
	free(path);
	if (log)
		fclose(log);
	return status;
}
