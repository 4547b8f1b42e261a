/* SPDX-License-Identifier: MIT */
/*
 * nvsmi, whole, over the library that says anything (../golden/hostile.h): a line with that one's
 * seed, then the words of the command line between newlines or NULs, argv[0] first. Each runs in a
 * process of its own that begins where this one stands. No crash, no hang, nothing that a terminal
 * would obey.
 */
#include "../golden/hostile.h"
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX 24
#define CPU_SECONDS 8
#define WALL_SECONDS 15
#define OUTPUT_MAX (32l << 20)
/* Loops without an end come round so often. */
#define SLEEPS_MAX 2

/* ---- instead of the C library's: who sleeps is awake again, and in the end done ---- */

static unsigned int sleeps;

static void sleep_on(void)
{
	if (++sleeps > SLEEPS_MAX)
		exit(0);
}

int nanosleep(const struct timespec *wanted, struct timespec *ret_left)
{
	(void)wanted;
	(void)ret_left;
	sleep_on();
	return 0;
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *wanted, const sigset_t *mask)
{
	(void)fds;
	(void)count;
	(void)wanted;
	(void)mask;
	sleep_on();
	return 0;
}

/* ---- sanitizers: nvsmi frees nothing that it needs to its end; a report is an exit status ---- */

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

__attribute__((visibility("default"))) const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

__attribute__((visibility("default"))) const char *__ubsan_default_options(void)
{
	return "halt_on_error=1:print_stacktrace=1";
}

/* ---- what libFuzzer counts: the processes' counts come back to it ---- */

extern unsigned char counters_begin[] __asm__("__start___sancov_cntrs") __attribute__((weak));
extern unsigned char counters_end[] __asm__("__stop___sancov_cntrs") __attribute__((weak));

static unsigned char *counted;

static size_t counter_count(void)
{
	return (size_t)(counters_end - counters_begin);
}

/*
 * Whatever nvsmi's exit status is; and before libFuzzer complains that a target ended. nvsmi may be
 * two processes, of which one has the counts and the other one that status.
 */
static void end_run(void)
{
	for (size_t i = 0; i < counter_count(); i++) {
		if (counters_begin[i] > counted[i])
			counted[i] = counters_begin[i];
	}
	fflush(NULL);
	_exit(0);
}

static void take_counts(void)
{
	for (size_t i = 0; i < counter_count(); i++)
		counters_begin[i] = counted[i];
	memset(counted, 0, counter_count());
}

/* ---- one run ---- */

struct run {
	uint64_t seed;
	int count;
	char *words[WORDS_MAX + 1];
	int output;
	int errors;
};

/* Where runs take place: it is gone, so that -f can make no file in it. */
static int folder;

/* True if a file elsewhere is named. */
static int is_unsafe(const char *word)
{
	const char *path = strchr(word, '/');

	return path && strcmp(path, "/dev/null") != 0;
}

/* False: not to be run. */
static int read_run(char *text, size_t size, struct run *run)
{
	size_t at = 0;

	text[strcspn(text, "\n")] = '\0';
	run->seed = strtoull(text, NULL, 10);
	for (at = strlen(text) + 1; at < size && run->count < WORDS_MAX;
	     at += strlen(text + at) + 1) {
		text[at + strcspn(text + at, "\n")] = '\0';
		run->words[run->count++] = text + at;
		if (is_unsafe(text + at))
			return 0;
	}
	return run->count > 0;
}

static void limit(int resource, rlim_t most)
{
	setrlimit(resource, &(struct rlimit){most, most});
}

static _Noreturn void be_nvsmi(struct run *run)
{
	/* libFuzzer has its own ideas of them. */
	signal(SIGALRM, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_FSIZE, OUTPUT_MAX);
	limit(RLIMIT_CORE, 0);
	alarm(WALL_SECONDS);
	fuzz_check(fchdir(folder) == 0);
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(run->output, STDOUT_FILENO);
	dup2(run->errors, STDERR_FILENO);
	hostile_begin(run->seed);
	atexit(end_run);
	exit(nvsmi_main(run->count, run->words));
}

/* Ends of lines, TABs and the underline of a matrix's head are nvsmi's own. */
static int has_control(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		size_t left = size - i;

		if (left >= 4 &&
		    (!memcmp(bytes + i, "\033[4m", 4) || !memcmp(bytes + i, "\033[0m", 4)))
			i += 3;
		else if ((bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\t') ||
			 bytes[i] == 0x7f)
			return 1;
		else if (bytes[i] == 0xc2 && left > 1 && bytes[i + 1] >= 0x80 &&
			 bytes[i + 1] < 0xa0)
			return 1;
	}
	return 0;
}

/* What it printed there; empty: nothing. */
static unsigned char *printed(int fd, size_t *ret_size)
{
	off_t size = lseek(fd, 0, SEEK_END);
	unsigned char *bytes = calloc(1, (size_t)size + 1);

	fuzz_check(bytes && pread(fd, bytes, (size_t)size, 0) == size);
	*ret_size = (size_t)size;
	return bytes;
}

static void check(const struct run *run, int status)
{
	size_t output_size, errors_size;
	unsigned char *output = printed(run->output, &output_size);
	unsigned char *errors = printed(run->errors, &errors_size);
	int holds = WIFEXITED(status) &&
		    (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == NVML_ERROR_TIMEOUT) &&
		    !has_control(output, output_size) && !has_control(errors, errors_size);

	if (!holds)
		fprintf(stderr, "status %x\n%s\n%.2000s\n", (unsigned int)status, errors, output);
	fuzz_check(holds);
	free(output);
	free(errors);
}

static void run_once(struct run *run)
{
	int status = -1;
	pid_t child;

	fflush(NULL);
	run->output = memfd_create("output", MFD_CLOEXEC);
	run->errors = memfd_create("errors", MFD_CLOEXEC);
	child = fork();
	fuzz_check(child >= 0 && run->output >= 0 && run->errors >= 0);
	if (child == 0)
		be_nvsmi(run);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	check(run, status);
	take_counts();
	close(run->output);
	close(run->errors);
}

static void prepare(void)
{
	char name[] = "/tmp/fuzz-nvsmi-XXXXXX";

	fuzz_check(mkdtemp(name) && (folder = open(name, O_RDONLY | O_CLOEXEC)) >= 0 &&
		   rmdir(name) == 0);
	counted = mmap(NULL, counter_count() + 1, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fuzz_check(counted != MAP_FAILED);
	setenv("TZ", "UTC", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = {0};
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (!counted)
		prepare();
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	if (read_run(text, size, &run))
		run_once(&run);
	free(text);
	return 0;
}
