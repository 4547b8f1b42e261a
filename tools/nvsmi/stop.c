/* SPDX-License-Identifier: MIT */

#include "stop.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#define NS_PER_S 1000000000u

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

void stop_catch(bool keys)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		hold(ends[i], &held);
	if (keys) {
		hold(SIGWINCH, &held);
		hold(SIGTSTP, &held);
	}
	sigprocmask(SIG_BLOCK, &held, &outside);
}

bool stop_wait(uint64_t until_ns, int keys)
{
	struct pollfd input = {.fd = keys, .events = POLLIN};
	uint64_t now = stop_now();
	uint64_t left = until_ns > now ? until_ns - now : 0;
	const struct timespec pause = {.tv_sec = (time_t)(left / NS_PER_S),
				       .tv_nsec = (long)(left % NS_PER_S)};

	return ppoll(&input, keys >= 0, &pause, &outside) > 0;
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
	raise(SIGSTOP);
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
