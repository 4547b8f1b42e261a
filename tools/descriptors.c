/* SPDX-License-Identifier: MIT */

#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STREAMS (STDERR_FILENO + 1)

void descriptors_hold(void)
{
	struct pollfd streams[STREAMS] = {{.fd = 0}, {.fd = 1}, {.fd = 2}};

	if (poll(streams, STREAMS, 0) <= 0)
		return;
	/* The lowest number that is free is the next of them. O_PATH is neither read nor written.
	 */
	for (int i = 0; i < STREAMS; i++) {
		if (streams[i].revents & POLLNVAL && open("/", O_PATH | O_CLOEXEC) < 0)
			return;
	}
}

bool descriptors_written(const char *program)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	fprintf(stderr, "%s: the output cannot be written: %s\n", program, strerror(errno));
	return false;
}
