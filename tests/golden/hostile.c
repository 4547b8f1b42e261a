/* SPDX-License-Identifier: MIT */
/*
 * nvsmi, whole, over the library of hostile_nvml.c: each command line in a process of its own that
 * begins where this one stands, so thousands take seconds. hostile FIRST COUNT [MISSING] < command
 * lines, one a line, words separated by TAB. With MISSING each function that a line looks up is
 * absent once, else seeds go from FIRST on. Each run is told on standard output: a line of numbers,
 * the output, the errors. hostile.py judges them.
 */

#include "../../tools/nvsmi/nvsmi.h"
#include "hostile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINES_MAX 256
#define WORDS_MAX 16
#define CPU_SECONDS 4
#define WALL_SECONDS 30
#define OUTPUT_MAX (64l << 20)

/* Of the last run, by who ran. */
struct notes {
	bool asked[1024];
	bool begun;
};

static struct notes *notes;

/* ---- runs ---- */

struct run {
	uint64_t seed;
	size_t line;
	int output;
	int errors;
};

static char *lines[LINES_MAX];
static size_t line_count;

static void limit(int resource, rlim_t most)
{
	setrlimit(resource, &(struct rlimit){most, most});
}

static void note_begun(void)
{
	notes->begun = notes->begun || hostile_has_begun();
}

static _Noreturn void be_nvsmi(const struct run *run)
{
	char line[1024];
	char *words[WORDS_MAX + 1];
	int count = 0;

	snprintf(line, sizeof(line), "%s", lines[run->line]);
	for (char *word = strtok(line, "\t"); word && count < WORDS_MAX; word = strtok(NULL, "\t"))
		words[count++] = word;
	words[count] = NULL;
	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_FSIZE, OUTPUT_MAX);
	limit(RLIMIT_CORE, 0);
	alarm(WALL_SECONDS);
	dup2(run->output, STDOUT_FILENO);
	dup2(run->errors, STDERR_FILENO);
	hostile_begin(run->seed);
	atexit(note_begun);
	exit(nvsmi_main(count, words));
}

static void copy(int from, off_t size)
{
	char *bytes = size ? mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, from, 0) : NULL;

	if (size)
		fwrite(bytes, 1, (size_t)size, stdout);
	if (size)
		munmap(bytes, (size_t)size);
}

static void run_line(uint64_t seed, size_t line)
{
	struct run run = {seed, line, memfd_create("output", 0), memfd_create("errors", 0)};
	int status = -1;
	pid_t child;

	memset(notes, 0, sizeof(*notes));
	fflush(stdout);
	child = fork();
	if (child == 0)
		be_nvsmi(&run);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	off_t output = lseek(run.output, 0, SEEK_END);
	off_t errors = lseek(run.errors, 0, SEEK_END);
	printf("%llu %zu %d %d %ld %ld %s\n", (unsigned long long)seed, line, status, notes->begun,
	       (long)output, (long)errors,
	       hostile_missing == HOSTILE_NONE ? "-" : hostile_functions[hostile_missing].name);
	copy(run.output, output);
	copy(run.errors, errors);
	close(run.output);
	close(run.errors);
}

/* Each function is absent in so many of the command lines that ask for it. */
static void run_without(unsigned int times)
{
	static unsigned int absent[1024];
	static struct notes asked;

	for (size_t line = 0; line < line_count; line++) {
		hostile_missing = HOSTILE_NONE;
		run_line(0, line);
		asked = *notes;
		for (size_t i = 0; i < hostile_function_count; i++) {
			hostile_missing = i;
			if (asked.asked[i] && absent[i]++ < times)
				run_line(0, line);
		}
	}
}

static void read_lines(void)
{
	char line[1024];

	while (line_count < LINES_MAX && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		lines[line_count++] = strdup(line);
	}
}

int main(int argc, char **argv)
{
	if (argc < 3 || hostile_function_count > sizeof(notes->asked))
		return 2;
	notes =
	    mmap(NULL, sizeof(*notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	hostile_asked = notes->asked;
	read_lines();
	uint64_t first = strtoull(argv[1], NULL, 10);
	uint64_t count = strtoull(argv[2], NULL, 10);
	if (argc > 3) {
		run_without((unsigned int)count);
		return 0;
	}
	for (uint64_t seed = first; seed < first + count; seed++) {
		for (size_t line = 0; line < line_count; line++)
			run_line(seed * LINES_MAX + line, line);
	}
	return 0;
}
