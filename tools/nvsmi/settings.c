/* SPDX-License-Identifier: MIT */

#include "settings.h"

#include "arguments.h"
#include "nvsmi.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/*
 * A GPU that nobody holds is started by whoever asks: seconds, on boards with much memory and many
 * links more. Giving one up too soon is worse than waiting.
 */
#define TIMEOUT_MS 30000
#define TIMEOUT_MAX_S 86400
#define OLDEST_BRANCH 352U
#define NEWEST_BRANCH 610U

enum setting_id { SETTING_COMPAT, SETTING_TIMEOUT, SETTING_NO_WAKE };

struct settings settings = {.native = true};

const struct argument settings_options[] = {
    {"--compat", NULL, SETTING_COMPAT, TAKES_VALUE},
    {"--timeout", NULL, SETTING_TIMEOUT, TAKES_VALUE},
    {"--no-wake", NULL, SETTING_NO_WAKE, TAKES_NOTHING},
    {NULL, NULL, 0, TAKES_NOTHING},
};

static const char NVIDIAS_NAME[] = "nvidia-smi";

const char *settings_name(void)
{
	return settings.native ? "nvsmi" : NVIDIAS_NAME;
}

static bool is_nvidias_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *name = slash ? slash + 1 : path;

	return name && !strcmp(name, NVIDIAS_NAME);
}

/* "535", or "535.161.07": layouts of all branches with a recording are known. */
static int set_compat(const char *text)
{
	char *end;
	unsigned long branch = strtoul(text, &end, 10);
	unsigned long minor = UINT_MAX;

	if (*end == '.')
		minor = strtoul(end + 1, &end, 10);
	if (end[strspn(end, ".0123456789")] == '\0' && branch >= OLDEST_BRANCH &&
	    branch <= NEWEST_BRANCH && (minor < 1000 || minor == UINT_MAX)) {
		settings.compat = (unsigned int)branch;
		settings.compat_minor = (unsigned int)minor;
		return 0;
	}
	complain("nvsmi: --compat=%s: must be a branch from %u to %u, or a release of one\n", text,
		 OLDEST_BRANCH, NEWEST_BRANCH);
	return EXIT_ARGUMENT;
}

static int set_timeout(const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0 && seconds <= TIMEOUT_MAX_S)) {
		complain("nvsmi: --timeout=%s: must be seconds, or 0 for none\n", text);
		return EXIT_ARGUMENT;
	}
	settings.timeout_ms = (unsigned int)(seconds * 1000);
	/* Less than what can be told apart is still a deadline. */
	if (seconds > 0 && !settings.timeout_ms)
		settings.timeout_ms = 1;
	return 0;
}

static int apply(int id, const char *value)
{
	if (id == SETTING_COMPAT)
		return set_compat(value);
	if (id == SETTING_TIMEOUT)
		return set_timeout(value);
	settings.no_wake = true;
	return 0;
}

/* True if the next argument is one of these; ret_status as of settings_take. */
static bool take(struct arguments *arguments, int *ret_status)
{
	int first = arguments->next;

	arguments_next(arguments);
	if (arguments->id == ARGUMENTS_UNKNOWN) {
		arguments->next = first + 1;
		return false;
	}
	*ret_status = arguments->id == ARGUMENTS_BARE ? arguments_refuse_bare(arguments->name)
						      : apply(arguments->id, arguments->value);
	return true;
}

/* The loader is called with the command line as it came. */
static char **copy_arguments(int argc, char **argv)
{
	char **copy = malloc(((size_t)argc + 1) * sizeof(*copy));

	if (!copy)
		return argv;
	memcpy(copy, argv, ((size_t)argc + 1) * sizeof(*copy));
	return copy;
}

/* "nvsmi --complete" stands in front of the command line, its name included. */
static void take_completing(int *argc, char **argv)
{
	settings.completing = settings.native && *argc > 3 && !strcmp(argv[1], "--complete");
	if (!settings.completing)
		return;
	*argc -= 2;
	memmove(argv, argv + 2, ((size_t)*argc + 1) * sizeof(*argv));
	settings.native = !is_nvidias_name(argv[0]);
}

/* What is typed as a completion is asked for stays. */
static int take_own(int *argc, char **argv)
{
	struct arguments arguments =
	    arguments_of(settings_options, *argc - settings.completing, argv);
	bool completing = settings.completing;
	int kept = 1;
	int status = 0;

	settings.completing = false;
	while (arguments.next < arguments.argc && !status) {
		int next = arguments.next;

		if (!take(&arguments, &status))
			argv[kept++] = argv[next];
	}
	settings.completing = completing;
	if (completing)
		argv[kept++] = argv[*argc - 1];
	*argc = kept;
	argv[kept] = NULL;
	return status;
}

int settings_take(int *argc, char **argv)
{
	settings.argv = copy_arguments(*argc, argv);
	settings.native = !is_nvidias_name(argv[0]);
	take_completing(argc, argv);
	settings.timeout_ms = settings.native ? TIMEOUT_MS : 0;
	return settings.native ? take_own(argc, argv) : 0;
}
