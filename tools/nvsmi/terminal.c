/* SPDX-License-Identifier: MIT */

#include "terminal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

/* Another screen, no cursor, no new line at the right edge; and back. */
static const char ENTER[] = "\033[?1049h\033[?25l\033[?7l";
static const char LEAVE[] = "\033[0m\033[?7h\033[?25h\033[?1049l";

struct state {
	struct termios before;
	bool has_before;
	atomic_bool entered;
};

static struct state alone;
static struct state *state = &alone;
static bool has_keys = true; /* until they end */

bool terminal_is_able(void)
{
	const char *name = getenv("TERM");

	return name && *name && strcmp(name, "dumb") != 0 && isatty(STDOUT_FILENO);
}

bool terminal_has_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return !no || !*no;
}

/* Also after a signal that ends all other writing. */
static void write_all(const char *next, size_t left)
{
	while (left) {
		ssize_t written = write(STDOUT_FILENO, next, left);

		if (written <= 0)
			break;
		next += written;
		left -= (size_t)written;
	}
}

void terminal_share(void)
{
	void *shared =
	    mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared != MAP_FAILED)
		state = shared;
}

bool terminal_is_shared(void)
{
	return state != &alone;
}

bool terminal_is_entered(void)
{
	return atomic_load(&state->entered);
}

void terminal_enter(void)
{
	struct termios quiet;

	if (terminal_is_entered())
		return;
	state->has_before = tcgetattr(STDIN_FILENO, &state->before) == 0;
	atomic_store(&state->entered, true);
	if (state->has_before) {
		quiet = state->before;
		quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		quiet.c_cc[VMIN] = 1;
		quiet.c_cc[VTIME] = 0;
		tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	}
	write_all(ENTER, sizeof(ENTER) - 1);
}

void terminal_leave(void)
{
	if (!terminal_is_entered())
		return;
	write_all(LEAVE, sizeof(LEAVE) - 1);
	if (state->has_before)
		tcsetattr(STDIN_FILENO, TCSANOW, &state->before);
	atomic_store(&state->entered, false);
}

void terminal_size(unsigned int *ret_rows, unsigned int *ret_columns)
{
	struct winsize size;
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;

	*ret_rows = known && size.ws_row ? size.ws_row : 24;
	*ret_columns = known && size.ws_col ? size.ws_col : 80;
}

int terminal_keys(void)
{
	return state->has_before && has_keys ? STDIN_FILENO : -1;
}

bool terminal_read_quit(void)
{
	char keys[64];
	ssize_t count = read(STDIN_FILENO, keys, sizeof(keys));

	has_keys = count > 0;
	for (ssize_t i = 0; i < count; i++) {
		if (keys[i] == 'q' || keys[i] == 'Q')
			return true;
	}
	return false;
}
