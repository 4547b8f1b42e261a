/* SPDX-License-Identifier: MIT */
/* nvsim ctl: finds a running machine and sends it lines. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "nvsim.h"
#include "sim/change.h"

enum { MACHINES_MAX = 64 };

static const char usage[] =
    "Usage: nvsim ctl [--pid PID | --socket PATH] [WORD ...]\n"
    "       nvsim ctl help\n"
    "\n"
    "Changes a machine that nvsim run simulates. The words make one line; without any, lines are\n"
    "read from standard input. The machine is that of the socket or the nvsim of this process id,\n"
    "else $NVSIM_CONTROL, else the only one of this user.\n"
    "The exit status is 0, 1 when a line was refused or no machine runs, 2 for wrong use.\n"
    "\n";

/* A machine that answers: a socket, and whose. */
struct found {
	int fd;
	pid_t pid;
	char path[PATH_MAX];
};

static int connect_to(const char *path)
{
	struct sockaddr_un address;
	int folder;
	int rc = control_address(path, &address, &folder);
	if (rc < 0)
		return rc;
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
		rc = -errno;
		close(fd);
		fd = -1;
	}
	if (folder >= 0)
		close(folder);
	return fd < 0 ? (rc < 0 ? rc : -errno) : fd;
}

/* 0 when it is not this user's. */
static pid_t pid_behind(int fd)
{
	struct ucred who = {.pid = 0};
	socklen_t size = sizeof who;
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size);
	return who.uid == geteuid() ? who.pid : 0;
}

enum { ANSWER_SIZE = 1 + SIM_CHANGE_TEXT + 1 };

/* 0 or -errno; the answer then is empty. */
static int ask(int fd, const char *line, char ret_answer[ANSWER_SIZE])
{
	ret_answer[0] = '\0';
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0)
		return -errno;
	ssize_t size = recv(fd, ret_answer, ANSWER_SIZE - 1, 0);
	if (size <= 0)
		return size < 0 ? -errno : -ECONNRESET;
	ret_answer[size] = '\0';
	return 0;
}

/* 0, 1 when it was refused, or -errno. */
static int send_line(int fd, const char *line, FILE *out)
{
	char answer[ANSWER_SIZE];
	int rc = ask(fd, line, answer);
	if (rc < 0)
		return rc;
	if (answer[0] == '0')
		fputs(answer + 1, out);
	else
		fprintf(stderr, "nvsim: %s\n", answer + 1);
	return answer[0] != '0';
}

static void look_in(const char *folder, struct found *list, unsigned *count)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		struct found *found = &list[*count];
		if (strncmp(entry->d_name, "nvsim-", 6) != 0 || *count == MACHINES_MAX)
			continue;
		int n = snprintf(found->path, sizeof found->path, "%s/%s/control", folder,
				 entry->d_name);
		found->fd = n < (int)sizeof found->path ? connect_to(found->path) : -1;
		if (found->fd < 0)
			continue;
		found->pid = pid_behind(found->fd);
		if (found->pid == 0)
			close(found->fd);
		else
			(*count)++;
	}
	closedir(dir);
}

static unsigned find_all(struct found *list)
{
	const char *own = getenv("TMPDIR");
	unsigned count = 0;
	if (own && strcmp(own, "/tmp") != 0 && strcmp(own, "/dev/shm") != 0)
		look_in(own, list, &count);
	look_in("/dev/shm", list, &count);
	look_in("/tmp", list, &count);
	return count;
}

/* The first line of show says which machine it is. */
static void describe(const struct found *found)
{
	char answer[ANSWER_SIZE];
	ask(found->fd, "show", answer);
	answer[strcspn(answer, "\n")] = '\0';
	fprintf(stderr, "  --pid %d  %s\n", (int)found->pid, answer[0] ? answer + 1 : "");
}

static int choose(struct found *list, unsigned count, pid_t pid)
{
	int chosen = -1;
	if (count == 0 || (pid == 0 && count > 1)) {
		fprintf(stderr, count ? "nvsim: several machines run, which one?\n"
				      : "nvsim: no machine runs\n");
		for (unsigned i = 0; i < count; i++)
			describe(&list[i]);
	} else if (pid == 0) {
		chosen = list[0].fd;
	}
	for (unsigned i = 0; i < count && pid; i++)
		if (list[i].pid == pid)
			chosen = list[i].fd;
	if (pid && chosen < 0)
		fprintf(stderr, "nvsim: process %d runs no machine\n", (int)pid);
	for (unsigned i = 0; i < count; i++)
		if (list[i].fd != chosen)
			close(list[i].fd);
	return chosen;
}

/* A descriptor, or minus the exit status after saying why not. */
static int find_machine(const char *path, pid_t pid)
{
	if (!path && !pid)
		path = getenv("NVSIM_CONTROL");
	if (path) {
		int fd = connect_to(path);
		if (fd < 0)
			fprintf(stderr, "nvsim: %s: %s\n", path, strerror(-fd));
		return fd < 0 ? -EXIT_FAILURE : fd;
	}
	struct found *list = calloc(MACHINES_MAX, sizeof *list);
	if (!list)
		return -EXIT_FAILURE;
	unsigned count = find_all(list);
	int fd = choose(list, count, pid);
	free(list);
	return fd >= 0 ? fd : count > 1 && !pid ? -EXIT_USAGE : -EXIT_FAILURE;
}

/* A word with blanks, as the shell gave it, stays one; a line given as one word is itself. */
static int join(int count, char **words, char *line, size_t size)
{
	size_t used = 0;
	line[0] = '\0';
	for (int i = 0; i < count; i++) {
		const char *quote = count > 1 && strpbrk(words[i], " \t#") ? "\"" : "";
		int n = snprintf(line + used, size - used, "%s%s%s%s", i ? " " : "", quote,
				 words[i], quote);
		if (n < 0 || (size_t)n >= size - used)
			return -ENAMETOOLONG;
		used += (size_t)n;
	}
	return 0;
}

static bool is_empty(const char *line)
{
	line += strspn(line, " \t\r\n");
	return *line == '\0' || *line == '#';
}

/* Stops at the first line that was refused. */
static int send_lines(int fd, FILE *from)
{
	char line[SIM_CHANGE_LINE + 2];
	int rc = 0;
	while (rc == 0 && fgets(line, sizeof line, from))
		if (!is_empty(line))
			rc = send_line(fd, line, stdout);
	return rc;
}

static int print_help(void)
{
	const char *arguments, *help, *word;
	fputs(usage, stdout);
	for (unsigned i = 0; (word = sim_change_help(i, &arguments, &help)) != NULL; i++)
		printf("%s%s%s\n    %s\n", word, arguments[0] ? " " : "", arguments, help);
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int run(const char *path, pid_t pid, int count, char **words)
{
	char line[SIM_CHANGE_LINE];
	if (join(count, words, line, sizeof line) < 0 || (count > 0 && is_empty(line))) {
		fprintf(stderr, "nvsim: the line is empty or too long\n");
		return EXIT_USAGE;
	}
	int fd = find_machine(path, pid);
	if (fd < 0)
		return -fd;
	int rc = count > 0 ? send_line(fd, line, stdout) : send_lines(fd, stdin);
	if (rc < 0)
		fprintf(stderr, "nvsim: the machine does not answer: %s\n", strerror(-rc));
	close(fd);
	return rc == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int command_ctl(int argc, char **argv)
{
	static const struct option known[] = {{"pid", required_argument, NULL, 'p'},
					      {"socket", required_argument, NULL, 's'},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	const char *path = NULL;
	char *end = "";
	long pid = 0;
	int option;
	while ((option = getopt_long(argc, argv, "+p:s:h", known, NULL)) != -1)
		switch (option) {
		case 'p':
			pid = strtol(optarg, &end, 10);
			if (*end || pid <= 0)
				return fprintf(stderr, "nvsim: --pid takes a process id\n"),
				       EXIT_USAGE;
			break;
		case 's':
			path = optarg;
			break;
		case 'h':
			return print_help();
		default:
			return EXIT_USAGE;
		}
	if (path && pid) {
		fprintf(stderr, "nvsim: --pid or --socket, not both\n");
		return EXIT_USAGE;
	}
	if (optind + 1 == argc && strcmp(argv[optind], "help") == 0)
		return print_help();
	return run(path, (pid_t)pid, argc - optind, argv + optind);
}
