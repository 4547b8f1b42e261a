/* SPDX-License-Identifier: MIT */
/*
 * Calls every function in every way that api-semantics.tsv recorded and compares
 * the answer. Without a driver only the cases outside an initialisation run.
 *
 *   conformance [--mutate] EXCEPTIONS
 *
 * --mutate includes functions that change the machine; only for simulated ones.
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include "conformance.h"
#include "nvml.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SKIP_STATUS = 77, MAX_EXCEPTIONS = 400 };

enum outcome { EQUAL, DIFFERENT, TOUCHED, SKIPPED_FIRST };

enum reason {
	NOT_RECORDED,
	NO_DATA_IN_RECORDING,
	NOT_BUILT,
	NEWER_VERSION,
	NO_HANDLE,
	OTHER_LENGTH,
	WOULD_CHANGE,
	LIFECYCLE,
	OTHER_STATE,
	EXCEPTION,
	REASON_COUNT
};

static const char *const reason_text[REASON_COUNT] = {
    "no answer recorded",
    "the recording's driver lacked data",
    "function not built yet, and the case is past its guards",
    "struct version newer than the recorded library",
    "needs a handle that cannot be had here",
    "the list has another length here",
    "would change the machine",
    "initialisation itself, covered apart",
    "needs an initialisation that fails, or one that succeeds",
    "listed exception",
};

struct exception {
	const char *function;
	const char *text;
	int rc;
};

static struct exception exceptions[MAX_EXCEPTIONS];
static unsigned int exception_count;
static char *exception_text; /* what exceptions point into */
static unsigned int compared, equal, different, touched;
static unsigned int skipped[REASON_COUNT];
static bool may_mutate;
static const char *current_function = "", *current_case = "";

static void on_crash(int number)
{
	static const char text[] = "crashed in ";
	(void)number;
	if (write(1, text, sizeof(text) - 1) < 0 ||
	    write(1, current_function, strlen(current_function)) < 0 || write(1, " | ", 3) < 0 ||
	    write(1, current_case, strlen(current_case)) < 0 || write(1, "\n", 1) < 0)
		_exit(2);
	_exit(1);
}

static char *read_all(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size = 0, capacity = 1u << 20;
	char *text = file != NULL ? malloc(capacity) : NULL;

	if (text != NULL)
		size = fread(text, 1, capacity - 1, file);
	if (text != NULL)
		text[size] = '\0';
	if (file != NULL)
		fclose(file);
	return text;
}

/* Cuts the next line off and splits it at tabs; missing columns are "". */
static bool next_line(char **text, const char **columns, unsigned int count)
{
	char *line = *text;
	char *end;

	if (line == NULL || *line == '\0')
		return false;
	end = strchr(line, '\n');
	*text = end != NULL ? end + 1 : NULL;
	if (end != NULL)
		*end = '\0';
	for (unsigned int i = 0; i < count; i++) {
		columns[i] = line != NULL ? line : "";
		line = line != NULL ? strchr(line, '\t') : NULL;
		if (line != NULL)
			*line++ = '\0';
	}
	return true;
}

static void read_exceptions(const char *path)
{
	char *text = exception_text = read_all(path);
	const char *columns[4];

	while (next_line(&text, columns, 4) && exception_count < MAX_EXCEPTIONS) {
		if (columns[0][0] == '#' || columns[0][0] == '\0')
			continue;
		exceptions[exception_count++] =
		    (struct exception){columns[0], columns[1], atoi(columns[2])};
	}
}

static bool excepted(const struct row *row, int rc)
{
	for (unsigned int i = 0; i < exception_count; i++) {
		const struct exception *e = &exceptions[i];

		if (strcmp(e->function, row->function) == 0 && e->rc == rc &&
		    (strcmp(e->text, "*") == 0 || strcmp(e->text, row->text) == 0))
			return true;
	}
	return false;
}

static const struct conf_function *find_function(const char *name)
{
	for (const struct conf_function *f = conf_functions; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static void complain(const struct row *row, const char *what, int expected, int got)
{
	printf("%s | %s: %s, expected %d, got %d\n", row->function, row->text, what, expected, got);
}

/* Number of entries of a list: after the call in the recording, -1 when it does not say. */
static long recorded_length(const struct row *row)
{
	const char *after = strstr(row->note, "after: ");
	const char *equals = after != NULL ? strchr(after, '=') : NULL;

	return equals != NULL ? atol(equals + 1) : -1;
}

/* The same here, from a call with room for all; -1 when the function has no list. */
static long present_length(const struct conf_function *function, const struct world *world)
{
	struct call call;
	long length = -1;

	call_prepare(&call, function, world, false);
	for (unsigned int i = 0; i < function->arg_count; i++) {
		if (function->args[i].kind == CONF_COUNT &&
		    call_set_number(&call, function->args[i].name, CONF_CAPACITY) &&
		    function->call(call.values) == NVML_SUCCESS)
			length = *(unsigned int *)call.values[i].pointer;
	}
	call_release(&call);
	return length;
}

static bool other_length(const struct row *row, const struct call *call, const struct world *world)
{
	long here = call->guarded ? -1 : present_length(call->function, world);

	return here >= 0 && here != recorded_length(row);
}

/* Why a differing answer is no failure; REASON_COUNT when it is one. */
static enum reason excuse(const struct row *row, const struct call *call, const struct world *world,
			  int expected, int got)
{
	if (excepted(row, got))
		return EXCEPTION;
	if (call->newer_version)
		return NEWER_VERSION;
	if (!call->guarded && !call->function->done && got == NVML_ERROR_NOT_SUPPORTED)
		return NOT_BUILT;
	if (!call->guarded &&
	    (expected == NVML_ERROR_NOT_SUPPORTED || expected == NVML_ERROR_UNKNOWN))
		return NO_DATA_IN_RECORDING;
	if (other_length(row, call, world))
		return OTHER_LENGTH;
	return REASON_COUNT;
}

static void judge(const struct row *row, struct call *call, const struct world *world, int expected)
{
	int got = call_make(call);
	const char *output = got != NVML_SUCCESS ? call_touched(call, row->note, got) : NULL;
	enum reason reason =
	    got != expected ? excuse(row, call, world, expected, got) : REASON_COUNT;

	if (output != NULL && reason != EXCEPTION && !other_length(row, call, world)) {
		touched++;
		printf("%s changed: ", output);
		complain(row, "output changed", expected, got);
	}
	if (reason != REASON_COUNT) {
		skipped[reason]++;
		return;
	}
	compared++;
	if (got == expected) {
		equal++;
	} else {
		different++;
		complain(row, "answer", expected, got);
	}
}

/* A handle that is not a GPU is refused, whatever the recorded library made of it. */
static int safe_expectation(const struct row *row, int expected)
{
	bool wild = strstr(row->text, "=foreign") != NULL || strstr(row->text, "=0x1") != NULL;
	bool handle = strstr(row->text, "evice") != NULL || strstr(row->text, "=foreign") != NULL;

	return wild && handle && row->text[strlen(row->text) - 1] != 'L'
		   ? NVML_ERROR_INVALID_ARGUMENT
		   : expected;
}

static void run_plain(const struct row *row, const struct conf_function *function,
		      const struct world *world, const char *text)
{
	struct call call;
	int expected = row_expected(row);

	call_prepare(&call, function, world, strcmp(text, "ok") == 0);
	if (expected == CONF_NO_EXPECTATION)
		skipped[NOT_RECORDED]++;
	else if (!call_modify(&call, text))
		different++, complain(row, "case cannot be read", expected, -1);
	else if (call.no_handle && !call.guarded)
		skipped[NO_HANDLE]++;
	else
		judge(row, &call, world, safe_expectation(row, expected));
	call_release(&call);
}

/*
 * A huge count with a small buffer has no defined answer, a long time-out would only
 * wait, and which processes exist is no matter of the library.
 */
static bool out_of_reach(const char *name, unsigned long long value)
{
	if (strcmp(name, "pid") == 0)
		return value != 0 && value != 0xffffffffu;
	if (strcmp(name, "timeoutms") == 0)
		return value > 10;
	return strcmp(name, "valuesCount") == 0 && value > CONF_CAPACITY && value < 0x80000000u;
}

static void run_scan(const struct row *row, const struct conf_function *function,
		     const struct world *world)
{
	const char *name = strrchr(row->text, ' ') + 1;
	unsigned long long value;

	for (unsigned int i = 0; row_scan_value(row, i, &value); i++) {
		struct call call;
		int expected = row_expected_at(row, value);

		call_prepare(&call, function, world, false);
		if (expected == CONF_NO_EXPECTATION || out_of_reach(name, value) ||
		    !call_set_number(&call, name, value))
			skipped[NOT_RECORDED]++;
		else if (call.no_handle)
			skipped[NO_HANDLE]++;
		else
			judge(row, &call, world, expected);
		call_release(&call);
	}
}

static void run_outside(const struct row *row, const struct conf_function *function,
			const struct world *world)
{
	struct call call;

	call_prepare(&call, function, world, false);
	if (strstr(row->text, "all NULL or 0") != NULL)
		call_clear(&call);
	call.guarded = true;
	judge(row, &call, world, row_expected(row));
	call_release(&call);
}

static bool is_lifecycle(const char *name)
{
	return strncmp(name, "nvmlInit", 8) == 0 || strcmp(name, "nvmlShutdown") == 0;
}

static void run_row(const struct row *row, const struct world *world)
{
	const struct conf_function *function = find_function(row->function);
	const char *colon = strstr(row->text, ": ");

	current_function = row->function;
	current_case = row->text;
	if (function == NULL || is_lifecycle(row->function))
		skipped[LIFECYCLE]++;
	else if (colon == NULL && strchr(row->text, '/') != NULL)
		run_outside(row, function, world);
	else if (function->mutates && !may_mutate)
		skipped[WOULD_CHANGE]++;
	else if (strstr(row->text, "scan ") != NULL)
		run_scan(row, function, world);
	else
		run_plain(row, function, world, colon + 2);
}

static void run_phase(const struct row *rows, const char *phase, const struct world *world)
{
	for (; rows->function != NULL; rows++)
		if (strncmp(rows->text, phase, strlen(phase)) == 0)
			run_row(rows, world);
}

static void skip_phase(const struct row *rows, const char *phase)
{
	for (; rows->function != NULL; rows++)
		skipped[OTHER_STATE] += strncmp(rows->text, phase, strlen(phase)) == 0;
}

static struct row *read_rows(char *text)
{
	size_t capacity = 8192, count = 0;
	struct row *rows = calloc(capacity, sizeof(*rows));
	const char *c[6];

	next_line(&text, c, 6);
	while (rows != NULL && count + 1 < capacity && next_line(&text, c, 6))
		rows[count++] = (struct row){c[0], c[1], {c[2], c[3], c[4]}, c[5]};
	return rows;
}

static void check(bool condition, const char *what)
{
	compared++;
	if (condition) {
		equal++;
		return;
	}
	different++;
	printf("life cycle: %s\n", what);
}

static void check_outside(void)
{
	char version[80];

	check(nvmlShutdown() == NVML_SUCCESS, "shutdown without initialisation succeeds");
	check(nvmlSystemGetNVMLVersion(version, sizeof(version)) == NVML_SUCCESS,
	      "version needs no initialisation");
	check(nvmlSystemGetNVMLVersion(NULL, 80) == NVML_ERROR_INVALID_ARGUMENT,
	      "version into NULL is refused");
	check(nvmlSystemGetNVMLVersion(version, 1) == NVML_ERROR_INSUFFICIENT_SIZE,
	      "version needs room");
	check(strcmp(nvmlErrorString(NVML_ERROR_NO_DATA), "No data") == 0, "error string");
	check(strcmp(nvmlErrorString((nvmlReturn_t)-1), "Unknown Error") == 0,
	      "unknown error string");
}

static void check_counting(void)
{
	unsigned int count;

	check(nvmlInit_v2() == NVML_SUCCESS, "second initialisation");
	check(nvmlShutdown() == NVML_SUCCESS, "first shutdown of two");
	check(nvmlDeviceGetCount_v2(&count) == NVML_SUCCESS, "still initialised after it");
}

static void make_world(struct world *world)
{
	nvmlDevice_t device = NULL;
	nvmlEventSet_t set = NULL;
	nvmlGpmSample_t sample = NULL;

	memset(world, 0, sizeof(*world));
	if (nvmlDeviceGetHandleByIndex_v2(0, &device) == NVML_SUCCESS) {
		world->device = device;
		nvmlDeviceGetUUID(device, world->uuid, sizeof(world->uuid));
	}
	if (nvmlEventSetCreate(&set) == NVML_SUCCESS)
		world->event_set = set;
	if (nvmlGpmSampleAlloc(&sample) == NVML_SUCCESS)
		world->gpm_sample = sample;
}

static void run_initialised(const struct row *rows, struct world *world)
{
	skip_phase(rows, "after failed init/");
	check_counting();
	make_world(world);
	run_phase(rows, "initialised: ", world);
	run_phase(rows, "scan ", world);
	nvmlShutdown();
	check(nvmlShutdown() == NVML_SUCCESS, "one shutdown too many");
	run_phase(rows, "after shutdown", world);
}

static void run_uninitialised(const struct row *rows, const struct world *world)
{
	run_phase(rows, "after failed init/", world);
	check(nvmlShutdown() == NVML_SUCCESS, "shutdown after a failed initialisation");
	skip_phase(rows, "initialised: ");
	skip_phase(rows, "scan ");
	skip_phase(rows, "after shutdown");
}

static void run_all(const struct row *rows)
{
	static unsigned long long memory[64];
	struct world world = {.device = memory, .event_set = memory, .gpm_sample = memory};

	check_outside();
	run_phase(rows, "before init/", &world);
	if (nvmlInit_v2() == NVML_SUCCESS)
		run_initialised(rows, &world);
	else
		run_uninitialised(rows, &world);
}

static void report(void)
{
	for (unsigned int i = 0; i < REASON_COUNT; i++)
		if (skipped[i] != 0)
			printf("skipped %u: %s\n", skipped[i], reason_text[i]);
	printf("conformance: %u compared, %u equal, %u different, %u outputs touched\n", compared,
	       equal, different, touched);
}

int main(int argc, char **argv)
{
	const char *folder = getenv("OPENNVML_FACTS");
	char path[1024];
	struct row *rows;
	char *text;

	snprintf(path, sizeof(path), "%s/nvml/api-semantics.tsv",
		 folder != NULL ? folder : "../shared/facts");
	text = read_all(path);
	if (text == NULL) {
		printf("skipped: no recorded facts in %s\n", path);
		return SKIP_STATUS;
	}
	signal(SIGSEGV, on_crash);
	signal(SIGBUS, on_crash);
	may_mutate = argc > 1 && strcmp(argv[1], "--mutate") == 0;
	if (argc > 1)
		read_exceptions(argv[argc - 1]);
	rows = read_rows(text);
	run_all(rows);
	report();
	free(rows);
	free(text);
	free(exception_text);
	return different + touched != 0;
}
