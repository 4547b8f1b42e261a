/* SPDX-License-Identifier: MIT */

#include "stop.h"

#include "patience.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t asked;
static volatile sig_atomic_t resized;
static volatile sig_atomic_t paused;
static sigset_t outside; /* what was let in before */

static void note(int number)
{
	if (number == SIGWINCH)
		resized = 1;
	else if (number == SIGTSTP)
		paused = 1;
	else
		asked = number;
}

uint64_t stop_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static void hold(int number, sigset_t *held)
{
	const struct sigaction action = {.sa_handler = note};
	struct sigaction before;

	/* nohup and a shell's background jobs ignore some: let them. */
	if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN)
		return;
	sigaction(number, &action, NULL);
	sigaddset(held, number);
}

void stop_catch(bool screen)
{
	static const int more[] = {SIGTERM, SIGHUP, SIGWINCH, SIGTSTP};
	sigset_t held;

	sigemptyset(&held);
	hold(SIGINT, &held);
	for (size_t i = 0; screen && i < sizeof(more) / sizeof(more[0]); i++)
		hold(more[i], &held);
	sigprocmask(SIG_BLOCK, &held, &outside);
}

bool stop_write(int fd, const char *bytes, size_t size)
{
	sigset_t held;
	bool good = true;

	patience_rest();
	sigprocmask(SIG_SETMASK, &outside, &held);
	while (good && size && !asked) {
		ssize_t written = write(fd, bytes, size);

		if (written > 0) {
			bytes += written;
			size -= (size_t)written;
		} else {
			good = written < 0 && errno == EINTR;
		}
	}
	sigprocmask(SIG_SETMASK, &held, NULL);
	patience_go_on();
	return good && !size;
}

bool stop_wait(uint64_t until_ns, int keys)
{
	struct pollfd input = {.fd = keys, .events = POLLIN};
	uint64_t now = stop_now();
	uint64_t left = until_ns > now ? until_ns - now : 0;
	const struct timespec pause = {.tv_sec = (time_t)(left / NS_PER_S),
				       .tv_nsec = (long)(left % NS_PER_S)};

	patience_rest();
	bool pressed = ppoll(&input, keys >= 0, &pause, &outside) > 0;
	patience_go_on();
	return pressed;
}

int stop_signal(void)
{
	return asked;
}

static bool take(volatile sig_atomic_t *flag)
{
	bool was = *flag;

	*flag = 0;
	return was;
}

bool stop_take_resize(void)
{
	return take(&resized);
}

bool stop_take_pause(void)
{
	return take(&paused);
}

void stop_pause(void)
{
	patience_rest();
	raise(SIGSTOP);
	patience_go_on();
}

int stop_status(void)
{
	sigset_t only;

	if (asked == 0 || asked == SIGINT)
		return 0;
	signal(asked, SIG_DFL);
	sigemptyset(&only);
	sigaddset(&only, asked);
	raise(asked);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	return 0;
}
