/* SPDX-License-Identifier: MIT */
/*
 * How what runs for ever is told to end: signals are held back while something is printed, and let
 * in during the wait alone, so that nothing is left half written.
 */
#ifndef NVSMI_STOP_H
#define NVSMI_STOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NS_PER_S 1000000000u

/* Nanoseconds of a clock that never jumps. */
uint64_t stop_now(void);

/*
 * From now on SIGINT is noted; for what holds a whole screen also SIGTERM, SIGHUP, SIGTSTP and a
 * new window size. A line printer leaves those alone, lest a reader that stands still keeps it.
 */
void stop_catch(bool screen);

/* Writes all of it, with signals let in. False: an error, or the end was asked for. */
bool stop_write(int fd, const char *bytes, size_t size);

/*
 * Waits until a time of stop_now or until something happens; on keys, a descriptor, also for input.
 * True if it was input.
 */
bool stop_wait(uint64_t until_ns, int keys);

/* The signal that asked for the end; 0: none. */
int stop_signal(void);
/* True once after the window changed, and after SIGTSTP. */
bool stop_take_resize(void);
bool stop_take_pause(void);

/* Stops this process as SIGTSTP would have, until it is told to go on. */
void stop_pause(void);

/* The exit status of what was ended: 0 after SIGINT; otherwise the signal does what it does. */
int stop_status(void);

#endif
