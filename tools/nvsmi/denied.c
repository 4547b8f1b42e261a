/* SPDX-License-Identifier: MIT */

#include "denied.h"

#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Minor numbers of GPUs end here (NV_MAX_DEVICES). */
#define MINORS 32

struct denied {
	char path[32];
	int error;
};

/* Opens nothing. */
static bool is_denied(unsigned int minor, struct denied *ret_denied)
{
	snprintf(ret_denied->path, sizeof(ret_denied->path), "/dev/nvidia%u", minor);
	ret_denied->error = access(ret_denied->path, R_OK | W_OK) == 0 ? 0 : errno;
	return ret_denied->error == EACCES || ret_denied->error == EPERM;
}

static bool find_denied(struct denied *ret_denied)
{
	for (unsigned int minor = 0; minor < MINORS; minor++) {
		if (is_denied(minor, ret_denied))
			return true;
	}
	return false;
}

bool denied_all(const struct machine *machine)
{
	struct denied denied;

	return machine->count == 0 && find_denied(&denied);
}

static void tell(const struct denied *denied)
{
	complain(
	    "nvsmi: %s may not be opened (%s), so its GPU is left out; nvsmi doctor says more.\n",
	    denied->path, strerror(denied->error));
}

static void tell_of_none(void)
{
	struct denied denied;

	if (find_denied(&denied))
		tell(&denied);
	else
		complain("nvsmi: there is no GPU that can be used here; nvsmi doctor looks for the "
			 "reason.\n");
}

/* Those of the GPUs that are shown, as bits; 0 where one is not known. */
static uint32_t shown_minors(const struct machine *machine)
{
	uint32_t shown = 0;

	for (unsigned int i = 0; i < machine->gpu_count; i++) {
		int64_t minor = gpu_number(machine->gpus[i], VALUE_MINOR, -1);

		if (minor < 0 || minor >= MINORS)
			return 0;
		shown |= UINT32_C(1) << minor;
	}
	return shown;
}

/* A device cgroup (EPERM) leaves GPUs out on purpose, as a batch system does. */
static void tell_of_gaps(uint32_t shown)
{
	struct denied denied;

	for (unsigned int minor = 0; minor < MINORS && shown >> minor; minor++) {
		if (!(shown >> minor & 1) && is_denied(minor, &denied) && denied.error == EACCES)
			tell(&denied);
	}
}

void denied_tell(const struct machine *machine)
{
	static bool told;

	if (told || !settings.native)
		return;
	told = true;
	if (machine->count == 0)
		tell_of_none();
	else if (machine->gpu_count == machine->count)
		tell_of_gaps(shown_minors(machine));
}
