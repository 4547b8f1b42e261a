/* SPDX-License-Identifier: MIT */
#include "fwd/fwd.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "entry_impl.h"

#define NOTE_NAME "OpenNVML"
#define NOTE_TYPE 1u

enum state { UNTRIED, OFF, READY };

static struct {
	pthread_mutex_t lock; /* loading */
	_Atomic enum state state;
	void *library; /* once loaded it stays: nobody knows what it would leave behind */
	_Atomic(void *) functions[FWD_COUNT];
	nvmlReturn_t (*shutdown)(void);
	nvmlReturn_t (*handle_by_uuid)(const char *uuid, nvmlDevice_t *device);
} vendor = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* How a copy of this library is known, wherever it lies and however it is called. */
struct note {
	uint32_t name_size;
	uint32_t desc_size;
	uint32_t type;
	char name[12];
};

__attribute__((section(".note.opennvml"), used, aligned(4))) static const struct note our_note = {
    .name_size = sizeof(NOTE_NAME), .type = NOTE_TYPE, .name = NOTE_NAME};

/* Where distributions, containers and WSL keep it. */
static const char *const folders[] = {
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/lib64",
    "/lib",
    "/usr/lib/x86_64-linux-gnu/nvidia/current",
    "/usr/lib/aarch64-linux-gnu/nvidia/current",
    "/usr/lib64/nvidia",
    "/usr/lib/nvidia",
    "/usr/local/nvidia/lib64",
    "/run/opengl-driver/lib",
    "/usr/lib/wsl/lib",
};

static bool notes_hold_ours(const uint8_t *at, size_t size)
{
	while (size >= offsetof(struct note, name)) {
		struct note note = {0};
		memcpy(&note, at, offsetof(struct note, name));
		size_t name = ((size_t)note.name_size + 3) & ~(size_t)3;
		size_t whole = offsetof(struct note, name) + name +
			       (((size_t)note.desc_size + 3) & ~(size_t)3);
		if (whole > size)
			return false;
		if (note.type == our_note.type && note.name_size == our_note.name_size &&
		    memcmp(at + offsetof(struct note, name), NOTE_NAME, sizeof(NOTE_NAME)) == 0)
			return true;
		at += whole;
		size -= whole;
	}
	return false;
}

struct search {
	uintptr_t address;
	bool ours;
};

static int look_at_module(struct dl_phdr_info *module, size_t size, void *context)
{
	struct search *search = context;
	bool inside = false, ours = false;

	(void)size;
	for (unsigned i = 0; i < module->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &module->dlpi_phdr[i];
		uintptr_t start = module->dlpi_addr + part->p_vaddr;
		if (part->p_type == PT_LOAD)
			inside |= search->address - start < part->p_memsz;
		if (part->p_type == PT_NOTE)
			ours |= notes_hold_ours((const uint8_t *)start, part->p_memsz);
	}
	if (inside)
		search->ours = ours;
	return inside;
}

/* Whether a function lies in a copy of this library; asking that would only ask in a circle. */
static bool is_open_nvml(const void *function)
{
	struct search search = {.address = (uintptr_t)function};

	dl_iterate_phdr(look_at_module, &search);
	return search.ours;
}

/*
 * The vendor's names must not resolve to ours, which the program may have put in front of
 * all libraries. Sanitizers refuse the flag; musl binds so by itself for what is hidden.
 */
static int load_flags(void)
{
#if defined(RTLD_DEEPBIND) && !defined(__SANITIZE_ADDRESS__)
	return RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#else
	return RTLD_NOW | RTLD_LOCAL;
#endif
}

static void *load(const char *path)
{
	void *library = dlopen(path, load_flags());
	const void *start = library != NULL ? dlsym(library, "nvmlInit_v2") : NULL;

	if (start != NULL && !is_open_nvml(start))
		return library;
	if (library != NULL) {
		log_line(LOG_VENDOR, "%s: %s", path, start != NULL ? "this library" : "no NVML");
		dlclose(library);
	}
	return NULL;
}

static void *load_somewhere(void)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		char path[128];
		snprintf(path, sizeof(path), "%s/libnvidia-ml.so.1", folders[i]);
		void *library = load(path);
		if (library != NULL)
			return library;
	}
	return NULL;
}

/* A set-uid program must not load what its user names. */
static void *load_chosen(void)
{
	const char *chosen = secure_getenv("OPENNVML_VENDOR");
	void *library = NULL;

	if (chosen == NULL || chosen[0] == '\0')
		return NULL;
	if (strcmp(chosen, "auto") == 0)
		library = load_somewhere();
	else if (strchr(chosen, '/') != NULL)
		library = load(chosen);
	if (library == NULL)
		log_line(LOG_VENDOR, "%s: no library of the vendor", chosen);
	return library;
}

/* Leaves READY or OFF, until the next shutdown. */
static enum state start(void)
{
	nvmlReturn_t (*init)(void);
	nvmlReturn_t result;

	if (vendor.library == NULL)
		vendor.library = load_chosen();
	if (vendor.library == NULL)
		return OFF;
	init = dlsym(vendor.library, "nvmlInit_v2");
	vendor.shutdown = dlsym(vendor.library, "nvmlShutdown");
	vendor.handle_by_uuid = dlsym(vendor.library, "nvmlDeviceGetHandleByUUID");
	if (vendor.shutdown == NULL || vendor.handle_by_uuid == NULL)
		return OFF;
	result = init();
	if (result == NVML_SUCCESS)
		return READY;
	log_line(LOG_VENDOR, "the vendor's library does not start: %d", (int)result);
	return OFF;
}

static bool is_ready(void)
{
	enum state state = atomic_load_explicit(&vendor.state, memory_order_acquire);

	if (state == UNTRIED) {
		pthread_mutex_lock(&vendor.lock);
		state = atomic_load_explicit(&vendor.state, memory_order_relaxed);
		if (state == UNTRIED) {
			state = start();
			atomic_store_explicit(&vendor.state, state, memory_order_release);
		}
		pthread_mutex_unlock(&vendor.lock);
	}
	return state == READY;
}

void *fwd_function(enum fwd_function function)
{
	if (!is_ready())
		return NULL;
	void *known = atomic_load_explicit(&vendor.functions[function], memory_order_relaxed);
	if (known == NULL) {
		known = dlsym(vendor.library, fwd_names[function]);
		atomic_store_explicit(&vendor.functions[function], known, memory_order_relaxed);
	}
	return known;
}

bool fwd_device(struct gpu *gpu, nvmlDevice_t *ret_device)
{
	char uuid[NVML_DEVICE_UUID_V2_BUFFER_SIZE];

	return impl_DeviceGetUUID(gpu, uuid, sizeof(uuid)) == NVML_SUCCESS &&
	       vendor.handle_by_uuid(uuid, ret_device) == NVML_SUCCESS;
}

nvmlReturn_t fwd_result(nvmlReturn_t result)
{
	switch (result) {
	case NVML_ERROR_UNINITIALIZED:
	case NVML_ERROR_DRIVER_NOT_LOADED:
	case NVML_ERROR_LIBRARY_NOT_FOUND:
	case NVML_ERROR_FUNCTION_NOT_FOUND:
	case NVML_ERROR_LIB_RM_VERSION_MISMATCH:
		return NVML_ERROR_NOT_SUPPORTED;
	default:
		return result;
	}
}

void fwd_close(void)
{
	if (atomic_load(&vendor.state) == READY)
		vendor.shutdown();
	atomic_store(&vendor.state, UNTRIED);
}

void fwd_forget(void)
{
	pthread_mutex_init(&vendor.lock, NULL);
	atomic_store(&vendor.state, UNTRIED);
}
