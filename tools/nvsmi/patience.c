/* SPDX-License-Identifier: MIT */

#include "patience.h"

#include "addresses.h"
#include "nvsmi.h"
#include "settings.h"
#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
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
	atomic_uint question;
	atomic_bool beside[NVSMI_GPUS]; /* asked at the same time, no answer yet */
	atomic_int phase;
};

struct page {
	atomic_uint blocks;
	atomic_ulong rows;
	atomic_uint question; /* that hung last */
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
static unsigned long rows_before, rows_next;
static sigset_t unheld;

_Static_assert(PATIENCE_DRIVER >= NVSMI_GPUS, "subjects are GPUs first");

/* ---- the child ---- */

/* Of a thread whose waiter says who is asked. */
static _Thread_local bool silent;

static void make_progress(void)
{
	atomic_fetch_add_explicit(&mine->progress, 1, memory_order_release);
}

/*
 * In a library of others one thread may hold up the next: there nobody is to blame but the one who
 * is waited for.
 */
static void set_beside(unsigned int gpu, bool asked)
{
	silent = true;
	if (gpu < NVSMI_GPUS && !library_opens_gpus)
		atomic_store(&mine->beside[gpu], asked);
	make_progress();
}

void patience_begin_beside(unsigned int gpu)
{
	set_beside(gpu, true);
}

void patience_end_beside(unsigned int gpu)
{
	set_beside(gpu, false);
}

void patience_ask(unsigned int subject)
{
	if (!silent)
		atomic_store_explicit(&mine->subject,
				      subject < SUBJECTS ? subject : PATIENCE_DRIVER,
				      memory_order_relaxed);
	make_progress();
}

void patience_note_question(unsigned int question)
{
	if (!silent)
		atomic_store_explicit(&mine->question, question, memory_order_relaxed);
}

unsigned int patience_question(void)
{
	return atomic_load(&page->question);
}

bool patience_has_hung(void)
{
	return mine != &page->attempts[0];
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
	atomic_store(&page->rows, rows_next);
	atomic_fetch_add(&page->blocks, 1);
}

unsigned int patience_blocks(void)
{
	return blocks_before;
}

void patience_set_rows(unsigned long rows)
{
	rows_next = rows;
}

unsigned long patience_rows(void)
{
	return rows_before;
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
	if (index < NVSMI_GPUS && !address[strspn(address, "0123456789ABCDEFabcdef:.")])
		snprintf(page->addresses[index], sizeof(page->addresses[index]), "%s", address);
}

const char *patience_address(unsigned int index)
{
	return index < NVSMI_GPUS && *page->addresses[index] ? page->addresses[index] : NULL;
}

/* ---- the parent ---- */

/* How long a child may take to end as it was told to: it may have a terminal to put in order. */
#define ENDING_MS 1000

struct watcher {
	pid_t child;
	int signals; /* descriptor of those that are held; negative: none */
};

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

/* Each once; while there is a screen, nothing. */
static void tell_of_gpus(void)
{
	static bool told[NVSMI_GPUS];

	for (unsigned int i = 0; !terminal_is_entered() && i < NVSMI_GPUS; i++) {
		if (!told[i] && atomic_load(&page->hung[i]))
			tell_of_gpu(i);
		told[i] = atomic_load(&page->hung[i]);
	}
}

/* Whatever the children left undone. */
static void put_in_order(void)
{
	terminal_leave();
	tell_of_gpus();
}

static _Noreturn void end_by(int number)
{
	sigset_t all;

	put_in_order();
	/* Whoever waits for this process sees what ended the child; one core is enough. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
	signal(number, SIG_DFL);
	raise(number);
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	_exit(128 + number);
}

static _Noreturn void end_as(int status)
{
	if (WIFSIGNALED(status))
		end_by(WTERMSIG(status));
	put_in_order();
	_exit(WEXITSTATUS(status));
}

static bool has_ended(const struct watcher *watcher, int *ret_status)
{
	return waitpid(watcher->child, ret_status, WNOHANG) == watcher->child;
}

/*
 * What came and would end this process, or 0 after that time. Does not return at the child's end,
 * which is a signal too, and looked for where signals have no descriptor.
 */
static int wait_for_signal(const struct watcher *watcher, int ms)
{
	struct pollfd ready = {.fd = watcher->signals, .events = POLLIN};
	struct signalfd_siginfo came;
	int status;

	poll(&ready, 1, watcher->signals < 0 && ms > 10 ? 10 : ms);
	if ((watcher->signals < 0 || ready.revents) && has_ended(watcher, &status))
		end_as(status);
	if (ready.revents && read(watcher->signals, &came, sizeof(came)) == sizeof(came) &&
	    came.ssi_signo != SIGCHLD)
		return (int)came.ssi_signo;
	return 0;
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* The child ends as it would alone; one that hangs cannot. */
static _Noreturn void end_both(const struct watcher *watcher, int number)
{
	uint64_t until = now_ms() + ENDING_MS;
	uint64_t now;

	kill(watcher->child, number);
	while ((now = now_ms()) < until)
		wait_for_signal(watcher, (int)(until - now));
	kill(watcher->child, SIGKILL);
	end_by(number);
}

/* Whether the child ended, or stopped before that time. */
static bool stops_in_time(const struct watcher *watcher)
{
	uint64_t until = now_ms() + ENDING_MS;
	int status;

	while (now_ms() < until) {
		if (waitpid(watcher->child, &status, WUNTRACED | WNOHANG) != watcher->child)
			poll(NULL, 0, 10);
		else if (WIFSTOPPED(status))
			return true;
		else
			end_as(status);
	}
	return false;
}

/*
 * The child gives the screen back and stops, and so does this process, for whoever waits for it.
 * If the child hangs, the screen is given back for it.
 */
static void stop_both(const struct watcher *watcher)
{
	bool hangs;

	kill(watcher->child, SIGTSTP);
	hangs = !stops_in_time(watcher);
	if (hangs) {
		kill(watcher->child, SIGSTOP);
		terminal_leave();
	}
	raise(SIGSTOP);
	if (hangs)
		terminal_enter();
	kill(watcher->child, SIGCONT);
}

static bool is_ignored(int number)
{
	struct sigaction action;

	return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/* Returns when that time has passed; at the child's end there is none. */
static void wait_a_while(const struct watcher *watcher, int ms)
{
	uint64_t until = now_ms() + (uint64_t)ms;
	uint64_t now = until - (uint64_t)ms;

	for (; now < until; now = now_ms()) {
		int number = wait_for_signal(watcher, (int)(until - now));

		if (!number || is_ignored(number))
			continue;
		if (number != SIGTSTP)
			end_both(watcher, number);
		stop_both(watcher);
	}
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
static void watch(const struct watcher *watcher, const struct attempt *attempt)
{
	unsigned int seen = atomic_load(&attempt->progress);
	unsigned int looks = 0;
	int ms = (int)(settings.timeout_ms / LOOKS);

	for (;;) {
		wait_a_while(watcher, ms ? ms : 1);
		unsigned int now = atomic_load_explicit(&attempt->progress, memory_order_acquire);

		looks = now == seen && atomic_load(&attempt->phase) == PHASE_ASKING ? looks + 1 : 0;
		seen = now;
		if (looks >= LOOKS && looks >= patient_looks(atomic_load(&attempt->subject)) &&
		    !atomic_load(&page->committed))
			return;
	}
}

static _Noreturn void give_up(void)
{
	put_in_order();
	fprintf(stderr,
		"nvsmi: the NVIDIA driver gives no answer (waited %g s). The kernel's log (dmesg) "
		"may say why; a reboot may help. --timeout=0 waits for ever.\n",
		settings.timeout_ms / 1000.0);
	_exit(NVML_ERROR_TIMEOUT);
}

/* All GPUs that were asked side by side and owe an answer: for as long as nobody got one. */
static bool leave_out_beside(struct attempt *attempt)
{
	bool any = false;

	for (unsigned int i = 0; i < NVSMI_GPUS; i++) {
		if (!atomic_load(&attempt->beside[i]))
			continue;
		atomic_store(&page->hung[i], true);
		any = true;
	}
	return any;
}

/* A child that hangs in the kernel does not die at once, and nobody waits for that. */
static void leave_out(pid_t child, struct attempt *attempt)
{
	unsigned int subject = atomic_load(&attempt->subject);

	kill(child, SIGKILL);
	atomic_store(&page->question, atomic_load(&attempt->question));
	if (!leave_out_beside(attempt)) {
		if (subject == PATIENCE_DRIVER)
			give_up();
		atomic_store(&page->hung[subject], true);
	}
	tell_of_gpus();
}

/*
 * The terminal sends these to the child too, but others to the tool alone. Held before there is a
 * child, for that one may print before this process goes on.
 */
static void hold_signals(sigset_t *ret_held)
{
	sigemptyset(ret_held);
	sigaddset(ret_held, SIGCHLD);
	sigaddset(ret_held, SIGINT);
	sigaddset(ret_held, SIGTERM);
	sigaddset(ret_held, SIGHUP);
	sigaddset(ret_held, SIGQUIT);
	if (terminal_is_shared())
		sigaddset(ret_held, SIGTSTP);
	sigprocmask(SIG_BLOCK, ret_held, &unheld);
}

static void let_signals_go(void)
{
	sigprocmask(SIG_SETMASK, &unheld, NULL);
}

/* A descriptor of the held ones; negative: there is none, and they end this process. */
static int open_signals(const sigset_t *held)
{
	int descriptor = signalfd(-1, held, SFD_CLOEXEC | SFD_NONBLOCK);

	if (descriptor < 0)
		let_signals_go();
	return descriptor;
}

/* Until the child ends, or hangs. */
static void see_to_the_end(pid_t child, struct attempt *attempt, const sigset_t *held)
{
	struct watcher watcher = {.child = child, .signals = open_signals(held)};
	int asking;

	do {
		watch(&watcher, attempt);
		asking = PHASE_ASKING;
	} while (!atomic_compare_exchange_strong(&attempt->phase, &asking, PHASE_CONDEMNED));
	leave_out(child, attempt);
	if (watcher.signals >= 0)
		close(watcher.signals);
	/* The next child has them as the first. */
	let_signals_go();
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
	sigset_t held;
	pid_t child;

	patience_ask(PATIENCE_DRIVER);
	if (settings.timeout_ms == 0 || page != &alone || !share_page())
		return;
	/* Where a caller had it ignored, nobody could wait for a child. */
	signal(SIGCHLD, SIG_DFL);
	for (unsigned int i = 0; i < CHILDREN_MAX; i++) {
		mine = &page->attempts[i];
		patience_ask(PATIENCE_DRIVER);
		blocks_before = atomic_load(&page->blocks);
		rows_before = rows_next = atomic_load(&page->rows);
		hold_signals(&held);
		child = fork();
		if (child <= 0)
			let_signals_go();
		if (child < 0)
			return;
		if (child == 0) {
			/* Whoever ends the tool ends what asks for it. */
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			return;
		}
		see_to_the_end(child, mine, &held);
	}
	give_up();
}
