/* SPDX-License-Identifier: MIT */

#include "patience.h"

#include "addresses.h"
#include "nvsmi.h"
#include "settings.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A deadline is this many looks without progress: stopped and continued, nobody misses all of them.
 */
#define LOOKS 8
#define SUBJECTS (PATIENCE_NAMES + 1)
/* Each child but the last gives up one subject; the driver only once. */
#define CHILDREN_MAX (SUBJECTS + 1)

enum phase {
	PHASE_ASKING,
	PHASE_RESTING,
	PHASE_CONDEMNED, /* given up: it must not print any more */
};

/* One child's: one that is given up may still run for a moment. */
struct attempt {
	atomic_uint progress;
	atomic_uint subject;
	atomic_int phase;
};

struct page {
	atomic_uint blocks;
	atomic_uint gpus;
	atomic_bool committed;
	atomic_bool hung[SUBJECTS];
	char addresses[NVSMI_GPUS][ADDRESS_SIZE];
	struct attempt attempts[CHILDREN_MAX];
};

static struct page alone; /* without a deadline */
static struct page *page = &alone;
static struct attempt *mine = &alone.attempts[0];
static unsigned int blocks_before;

_Static_assert(PATIENCE_DRIVER >= NVSMI_GPUS, "subjects are GPUs first");

/* ---- the child ---- */

void patience_ask(unsigned int subject)
{
	atomic_store_explicit(&mine->subject, subject < SUBJECTS ? subject : PATIENCE_DRIVER,
			      memory_order_relaxed);
	atomic_store_explicit(&mine->progress,
			      atomic_load_explicit(&mine->progress, memory_order_relaxed) + 1,
			      memory_order_release);
}

bool patience_is_hung(unsigned int subject)
{
	return subject < SUBJECTS && atomic_load(&page->hung[subject]);
}

void patience_rest(void)
{
	int expected = PHASE_ASKING;

	if (!atomic_compare_exchange_strong(&mine->phase, &expected, PHASE_RESTING) &&
	    expected == PHASE_CONDEMNED) {
		for (;;)
			pause();
	}
}

void patience_go_on(void)
{
	patience_ask(PATIENCE_DRIVER);
	atomic_store(&mine->phase, PHASE_ASKING);
}

void patience_sleep(unsigned int ms)
{
	struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	patience_rest();
	nanosleep(&pause, NULL);
	patience_go_on();
}

void patience_wrote_block(void)
{
	atomic_fetch_add(&page->blocks, 1);
}

unsigned int patience_blocks(void)
{
	return blocks_before;
}

void patience_commit(void)
{
	atomic_store(&page->committed, true);
}

void patience_keep_count(unsigned int count)
{
	atomic_store(&page->gpus, count);
}

void patience_keep_address(unsigned int index, const char *address)
{
	if (index < NVSMI_GPUS)
		snprintf(page->addresses[index], sizeof(page->addresses[index]), "%s", address);
}

const char *patience_address(unsigned int index)
{
	return index < NVSMI_GPUS && *page->addresses[index] ? page->addresses[index] : NULL;
}

/* ---- the parent ---- */

static _Noreturn void end_as(int status)
{
	if (!WIFSIGNALED(status))
		_exit(WEXITSTATUS(status));
	/* Whoever waits for this process sees what ended the child; one core is enough. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	_exit(128 + WTERMSIG(status));
}

/* Before Linux 5.3 there is no descriptor of a process: its end is looked for. */
static void look_for_end(pid_t child, int ms, int *ret_status)
{
	struct timespec step = {.tv_nsec = 5000000};

	for (; ms > 0; ms -= 5) {
		if (waitpid(child, ret_status, WNOHANG) == child)
			end_as(*ret_status);
		nanosleep(&step, NULL);
	}
}

/* Returns when that time has passed; at the child's end there is none. */
static void wait_a_while(pid_t child, int descriptor, int ms)
{
	struct pollfd end = {.fd = descriptor, .events = POLLIN};
	int status;

	if (descriptor < 0)
		look_for_end(child, ms, &status);
	else if (poll(&end, 1, ms) > 0 && waitpid(child, &status, 0) == child)
		end_as(status);
}

/* A library that opens all GPUs when it starts has the time of each. */
static unsigned int patient_looks(unsigned int subject)
{
	unsigned int gpus;

	if (subject != PATIENCE_DRIVER || !library_opens_gpus)
		return LOOKS;
	gpus = addresses_count();
	return LOOKS * (gpus ? gpus : 1);
}

/* Returns when the child makes no progress any more. */
static void watch(pid_t child, const struct attempt *attempt, int descriptor)
{
	unsigned int seen = atomic_load(&attempt->progress);
	unsigned int looks = 0;
	int ms = (int)(settings.timeout_ms / LOOKS);

	for (;;) {
		wait_a_while(child, descriptor, ms ? ms : 1);
		unsigned int now = atomic_load_explicit(&attempt->progress, memory_order_acquire);

		looks = now == seen && atomic_load(&attempt->phase) == PHASE_ASKING ? looks + 1 : 0;
		seen = now;
		if (looks >= LOOKS && looks >= patient_looks(atomic_load(&attempt->subject)) &&
		    !atomic_load(&page->committed))
			return;
	}
}

static void tell_of_gpu(unsigned int index)
{
	char found[ADDRESS_SIZE];
	const char *address = patience_address(index);

	if (!address && address_at(index, atomic_load(&page->gpus), found))
		address = found;
	fprintf(
	    stderr,
	    "nvsmi: GPU %u%s%s%s gives no answer (waited %g s) and is left out. The kernel's log "
	    "(dmesg) may say why; a reset of the GPU or a reboot may help. --timeout=0 waits "
	    "for ever.\n",
	    index, address ? " (" : "", address ? address : "", address ? ")" : "",
	    settings.timeout_ms / 1000.0);
}

static _Noreturn void give_up(void)
{
	fprintf(stderr,
		"nvsmi: the NVIDIA driver gives no answer (waited %g s). The kernel's log (dmesg) "
		"may say why; a reboot may help. --timeout=0 waits for ever.\n",
		settings.timeout_ms / 1000.0);
	_exit(NVML_ERROR_TIMEOUT);
}

/* A child that hangs in the kernel does not die at once, and nobody waits for that. */
static void leave_out(pid_t child, unsigned int subject)
{
	kill(child, SIGKILL);
	if (subject == PATIENCE_DRIVER)
		give_up();
	if (subject < NVSMI_GPUS)
		tell_of_gpu(subject);
	atomic_store(&page->hung[subject], true);
}

/* Until the child ends, or hangs. */
static void see_to_the_end(pid_t child, struct attempt *attempt)
{
	int descriptor = (int)syscall(SYS_pidfd_open, child, 0);
	int asking;

	do {
		watch(child, attempt, descriptor);
		asking = PHASE_ASKING;
	} while (!atomic_compare_exchange_strong(&attempt->phase, &asking, PHASE_CONDEMNED));
	leave_out(child, atomic_load(&attempt->subject));
	if (descriptor >= 0)
		close(descriptor);
}

static bool share_page(void)
{
	void *shared =
	    mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		return false;
	page = shared;
	return true;
}

void patience_start(void)
{
	pid_t child;

	patience_ask(PATIENCE_DRIVER);
	if (settings.timeout_ms == 0 || page != &alone || !share_page())
		return;
	for (unsigned int i = 0; i < CHILDREN_MAX; i++) {
		mine = &page->attempts[i];
		patience_ask(PATIENCE_DRIVER);
		blocks_before = atomic_load(&page->blocks);
		child = fork();
		if (child < 0)
			return;
		if (child == 0) {
			/* Whoever ends the tool ends what asks for it. */
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			return;
		}
		see_to_the_end(child, mine);
	}
	give_up();
}
