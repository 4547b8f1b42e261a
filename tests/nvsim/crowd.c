/* SPDX-License-Identifier: MIT */
/*
 * Runs under nvsim: opens as many nodes as it is told to, all at once, and closes them. The
 * module's reference count, which the driver keeps, must follow. Prints each failed check; exits 1
 * if any.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CARD_INFO = 200, CARDS_SIZE = 32 * 72, SPARE = 64, NO_ROOM = 77 };

static int failures;

static void check(const char *what, long got, long wanted)
{
	if (got != wanted) {
		printf("%s: got %ld, wanted %ld\n", what, got, wanted);
		failures++;
	}
}

static int open_node(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror(path);
		exit(1);
	}
	return fd;
}

static long answer_of(int fd)
{
	static unsigned char cards[CARDS_SIZE];
	return ioctl(fd, _IOC(_IOC_READ | _IOC_WRITE, 'F', CARD_INFO, sizeof cards), cards);
}

/* What is opened below /proc brings the machine's files up to date, a node's open the closes. */
static long references(void)
{
	char text[32] = "";
	int own = open_node("/dev/nvidiactl");
	int fd = open("/proc/driver/nvidia/version", O_RDONLY);
	close(fd);
	fd = open("/sys/module/nvidia/refcnt", O_RDONLY);
	check("reference count", read(fd, text, sizeof text - 1) > 0, 1);
	close(fd);
	close(own);
	return strtol(text, NULL, 10);
}

int main(int argc, char **argv)
{
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_max < (rlim_t)count + SPARE)
		return NO_ROOM;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	int *fds = calloc((size_t)count + 1, sizeof *fds);
	long before = references();
	for (long i = 0; i < count; i++)
		fds[i] = open_node(i % 2 ? "/dev/nvidia0" : "/dev/nvidiactl");
	check("references of all", references() - before, count);
	check("the first", answer_of(fds[0]), 0);
	check("the last", answer_of(fds[count - 2]), 0);
	for (long i = 0; i < count; i += 2)
		close(fds[i]);
	check("references of half", references() - before, count / 2);
	for (long i = 1; i < count; i += 2)
		close(fds[i]);
	check("references of none", references(), before);
	return failures != 0;
}
