/* SPDX-License-Identifier: MIT */
#include "core/lib.h"

#include "core/guard.h"
#include "entry_impl.h"
#include "fwd/fwd.h"
#include "rm/rm.h"

#define INIT_FLAG_FORCE_INIT 4u

struct lib lib = {.lock = PTHREAD_MUTEX_INITIALIZER,
		  .first_use = PTHREAD_MUTEX_INITIALIZER,
		  .gpu_first_use = {[0 ... GPU_MAX - 1] = PTHREAD_MUTEX_INITIALIZER},
		  .events_lock = PTHREAD_MUTEX_INITIALIZER,
		  .waiters_left = PTHREAD_COND_INITIALIZER};

static pthread_mutex_t *first_use_of(const struct gpu *gpu)
{
	if (gpu == NULL)
		return &lib.first_use;
	return &lib.gpu_first_use[(gpu->parent ? gpu->parent : gpu) - lib.gpus];
}

void lib_begin_first_use(const struct gpu *gpu)
{
	pthread_mutex_lock(first_use_of(gpu));
}

void lib_end_first_use(const struct gpu *gpu)
{
	pthread_mutex_unlock(first_use_of(gpu));
}

bool lib_in_first_use(const struct gpu *gpu)
{
	if (pthread_mutex_trylock(first_use_of(gpu)) != 0)
		return true;
	pthread_mutex_unlock(first_use_of(gpu));
	return false;
}

/* With the lock held. */
static nvmlReturn_t resume(void)
{
	if (!atomic_load(&lib.forked))
		return NVML_SUCCESS;
	nvmlReturn_t result = rm_reopen();
	if (result == NVML_SUCCESS) {
		atomic_store(&lib.forked, false);
		atomic_store_explicit(&lib.ready, true, memory_order_seq_cst);
	}
	return result;
}

/* The first call in a child of fork opens the driver; where it cannot, nothing is initialised. */
static bool resume_after_fork(void)
{
	if (!atomic_load(&lib.forked))
		return atomic_load(&lib.ready);
	pthread_mutex_lock(&lib.lock);
	nvmlReturn_t result = resume();
	pthread_mutex_unlock(&lib.lock);
	return result == NVML_SUCCESS && atomic_load(&lib.ready);
}

/* Turned away before it is counted: callers in a hurry must not hold off a shutdown for ever. */
bool lib_enter(void)
{
	if (!atomic_load_explicit(&lib.ready, memory_order_relaxed) && !resume_after_fork())
		return false;
	atomic_fetch_add_explicit(&lib.in_flight, 1, memory_order_seq_cst);
	if (atomic_load_explicit(&lib.ready, memory_order_seq_cst))
		return true;
	lib_leave();
	return false;
}

void lib_leave(void)
{
	atomic_fetch_sub_explicit(&lib.in_flight, 1, memory_order_release);
}

/* After this no query runs and none starts until ready is set again. */
static void drain_queries(void)
{
	atomic_store_explicit(&lib.ready, false, memory_order_seq_cst);
	event_sets_interrupt();
	while (atomic_load_explicit(&lib.in_flight, memory_order_seq_cst) != 0)
		lib.port->sleep_us(lib.port, 50);
}

static void forget_gpus(void)
{
	lib.gpu_count = 0;
	mig_forget_all();
	for (unsigned i = 0; i < GPU_MAX; i++) {
		lib.gpus[i].present = false;
		atomic_store_explicit(&lib.gpus[i].fetched, false, memory_order_release);
	}
}

static void renew_locks(void)
{
	pthread_mutex_init(&lib.lock, NULL);
	pthread_mutex_init(&lib.first_use, NULL);
	for (unsigned i = 0; i < GPU_MAX; i++)
		pthread_mutex_init(&lib.gpu_first_use[i], NULL);
	pthread_mutex_init(&lib.events_lock, NULL);
	pthread_cond_init(&lib.waiters_left, NULL);
}

/*
 * Runs in the child of a fork, where the forking thread is alone and the others may have held
 * any lock. What was initialised stays so, handles included, but with a client of the child's
 * own: the parent's is closed here and opened anew at first use. When another thread was
 * just starting or stopping the library, nothing can be trusted: the child is not initialised.
 */
static void child_after_fork(void)
{
	bool ready = atomic_load(&lib.ready);
	bool stays = lib.init_count > 0 && (ready || atomic_load(&lib.forked));

	renew_locks();
	atomic_store(&lib.ready, false);
	atomic_store(&lib.in_flight, 0);
	event_sets_forget(ready && stays);
	fwd_forget();
	rm_forget(ready && stays);
	atomic_store(&lib.forked, stays);
	if (!stays) {
		lib.init_count = 0;
		forget_gpus();
	}
}

static void watch_forks(void)
{
	if (!lib.fork_handled)
		lib.fork_handled = pthread_atfork(NULL, NULL, child_after_fork) == 0;
}

static nvmlReturn_t first_init(unsigned flags)
{
	lib.port = port_default();
	watch_forks();

	nvmlReturn_t result = rm_open();
	if (result != NVML_SUCCESS)
		return result;

	result = rm_discover();
	if (result == NVML_SUCCESS && rm_card_count() == 0 && !(flags & NVML_INIT_FLAG_NO_GPUS))
		result = NVML_ERROR_GPU_NOT_FOUND;
	if (result != NVML_SUCCESS) {
		rm_close();
		return result;
	}
	lib.no_attach = (flags & NVML_INIT_FLAG_NO_ATTACH) != 0;
	atomic_store_explicit(&lib.ready, true, memory_order_seq_cst);
	return NVML_SUCCESS;
}

static nvmlReturn_t init_with_flags(unsigned flags)
{
	nvmlReturn_t result = NVML_SUCCESS;

	pthread_mutex_lock(&lib.lock);
	if (lib.init_count == 0)
		result = first_init(flags);
	else
		result = resume();
	if (result == NVML_SUCCESS && lib.init_count > 0 && (flags & INIT_FLAG_FORCE_INIT))
		lib.no_attach = false;
	if (result == NVML_SUCCESS)
		lib.init_count++;
	pthread_mutex_unlock(&lib.lock);
	return result;
}

nvmlReturn_t impl_InitWithFlags(unsigned int flags)
{
	return init_with_flags(flags);
}

nvmlReturn_t impl_Init_v2(void)
{
	return init_with_flags(0);
}

/* The first version of nvmlInit also attached every GPU, and failed when one would not. */
nvmlReturn_t impl_Init(void)
{
	nvmlReturn_t result = init_with_flags(0);

	for (unsigned i = 0; result == NVML_SUCCESS && i < lib.gpu_count; i++) {
		result = rm_gpu_use(lib.order[i]);
		if (result == NVML_ERROR_NO_PERMISSION)
			result = NVML_SUCCESS;
		if (result != NVML_SUCCESS)
			impl_Shutdown();
	}
	return result;
}

/* A child of fork that never used the library has nothing open. */
static void stop(void)
{
	if (!atomic_exchange(&lib.forked, false)) {
		drain_queries();
		event_sets_close_all();
		fwd_close();
		rm_close();
	}
	forget_gpus();
}

nvmlReturn_t impl_Shutdown(void)
{
	pthread_mutex_lock(&lib.lock);
	if (lib.init_count > 0 && --lib.init_count == 0)
		stop();
	pthread_mutex_unlock(&lib.lock);
	return NVML_SUCCESS;
}

/* Whether nobody is inside, and nobody will be any more. */
static bool turn_all_away(void)
{
	atomic_store_explicit(&lib.ready, false, memory_order_seq_cst);
	if (atomic_load_explicit(&lib.in_flight, memory_order_seq_cst) == 0)
		return true;
	atomic_store_explicit(&lib.ready, true, memory_order_seq_cst);
	return false;
}

/* Other threads may still be inside: then nothing is touched. */
void lib_unload(void)
{
	if (pthread_mutex_trylock(&lib.lock) != 0)
		return;
	if (lib.init_count > 0 && atomic_load(&lib.ready) && turn_all_away()) {
		lib.init_count = 0;
		event_sets_forget(true);
		rm_forget(true);
		forget_gpus();
	}
	pthread_mutex_unlock(&lib.lock);
}
