/* SPDX-License-Identifier: MIT */
#include "core/lib.h"

#include "core/guard.h"
#include "entry_impl.h"
#include "rm/rm.h"

#define INIT_FLAG_FORCE_INIT 4u

struct lib lib = {.lock = PTHREAD_MUTEX_INITIALIZER,
		  .first_use = PTHREAD_MUTEX_INITIALIZER,
		  .events_lock = PTHREAD_MUTEX_INITIALIZER,
		  .waiters_left = PTHREAD_COND_INITIALIZER};

void lib_begin_first_use(void)
{
	pthread_mutex_lock(&lib.first_use);
}

void lib_end_first_use(void)
{
	pthread_mutex_unlock(&lib.first_use);
}

/* Turned away before it is counted: callers in a hurry must not hold off a shutdown for ever. */
bool lib_enter(void)
{
	if (!atomic_load_explicit(&lib.ready, memory_order_relaxed))
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

/*
 * The parent's descriptors stay the parent's: a child of fork starts as if it had
 * never initialised, and its own nvmlInit opens its own.
 */
static void child_after_fork(void)
{
	pthread_mutex_init(&lib.lock, NULL);
	pthread_mutex_init(&lib.first_use, NULL);
	atomic_store(&lib.ready, false);
	atomic_store(&lib.in_flight, 0);
	lib.init_count = 0;
	event_sets_forget();
	rm_forget();
	forget_gpus();
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
	else if (flags & INIT_FLAG_FORCE_INIT)
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

nvmlReturn_t impl_Shutdown(void)
{
	pthread_mutex_lock(&lib.lock);
	if (lib.init_count > 0 && --lib.init_count == 0) {
		drain_queries();
		event_sets_close_all();
		rm_close();
		forget_gpus();
	}
	pthread_mutex_unlock(&lib.lock);
	return NVML_SUCCESS;
}
