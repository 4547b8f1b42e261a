/* SPDX-License-Identifier: MIT */
#include "fault_port.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rm/abi.h"
#include "rm/escape.h"

static struct fault_port *self(struct port *port)
{
	return (struct fault_port *)port;
}

uint64_t fault_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

/* Counts a call of that kind; true when it is the one to fail. */
static bool strikes(struct fault_port *fault, enum fault_call kind)
{
	if (!(fault->kinds & kind) || fault->at == 0)
		return false;
	fault->seen++;
	if (fault->seen != fault->at && !(fault->all_after && fault->seen > fault->at))
		return false;
	fault->fired++;
	fault->fired_kind = kind;
	return true;
}

static int fault_open(struct port *port, const char *path, int flags)
{
	struct fault_port *fault = self(port);

	if (strikes(fault, FAULT_OPEN))
		return -fault->error;
	return fault->inner->open(fault->inner, path, flags);
}

static int fault_close(struct port *port, int fd)
{
	return self(port)->inner->close(self(port)->inner, fd);
}

/* Where the status lies in the escape's argument; 0 when it has none. */
static size_t status_offset(const struct fault_port *fault, unsigned long request)
{
	switch (rm_request_number(request)) {
	case NV_ESC_RM_CONTROL:
		return offsetof(struct rm_nvos54, status);
	case NV_ESC_RM_ALLOC:
		return rm_nvos21_status_offset(fault->release);
	case NV_ESC_RM_MAP_MEMORY:
		return offsetof(struct rm_nvos33, status);
	case NV_ESC_RM_FREE:
		return offsetof(struct rm_nvos00, status);
	default:
		return 0;
	}
}

bool fault_set_status(const struct fault_port *fault, unsigned long request, void *arg,
		      uint32_t status)
{
	size_t offset = status_offset(fault, request);

	if (offset == 0)
		return false;
	memcpy((char *)arg + offset, &status, sizeof(status));
	return true;
}

/* A refused escape did nothing: the driver below never sees it. */
static int fault_ioctl(struct port *port, int fd, unsigned long request, void *arg)
{
	struct fault_port *fault = self(port);
	int result;

	if (strikes(fault, FAULT_IOCTL))
		return -fault->error;
	if (status_offset(fault, request) != 0 && strikes(fault, FAULT_STATUS)) {
		fault_set_status(fault, request, arg, fault->status);
		return 0;
	}
	if (fault->escape && fault->escape(fault, request, arg, &result))
		return result;
	result = fault->inner->ioctl(fault->inner, fd, request, arg);
	if (result >= 0 && fault->reply)
		fault->reply(fault, request, arg);
	return result;
}

/* Shows a copy of exactly this size, so that a checker sees a read behind it. */
static int show_page(struct fault_port *fault, size_t size, const void **addr)
{
	for (unsigned i = 0; i < FAULT_PAGES_MAX; i++) {
		struct fault_shown *page = &fault->pages[i];
		if (page->shown)
			continue;
		page->shown = malloc(size);
		if (!page->shown)
			return -ENOMEM;
		page->below = *addr;
		page->size = size;
		fault->page(fault, page->shown, size);
		*addr = page->shown;
		return 0;
	}
	return -ENOMEM;
}

static int fault_map(struct port *port, int fd, size_t size, const void **ret_addr)
{
	struct fault_port *fault = self(port);
	int result;

	if (strikes(fault, FAULT_MAP))
		return -fault->error;
	result = fault->inner->map(fault->inner, fd, size, ret_addr);
	if (result < 0)
		return result;
	fault->mapped++;
	return fault->page ? show_page(fault, size, ret_addr) : result;
}

static int fault_unmap(struct port *port, const void *addr, size_t size)
{
	struct fault_port *fault = self(port);
	int result;

	for (unsigned i = 0; i < FAULT_PAGES_MAX; i++) {
		struct fault_shown *page = &fault->pages[i];
		if (!page->shown || page->shown != addr)
			continue;
		addr = page->below;
		free(page->shown);
		page->shown = NULL;
		break;
	}
	result = fault->inner->unmap(fault->inner, addr, size);
	if (result >= 0)
		fault->mapped--;
	return result;
}

void fault_port_refill(struct fault_port *fault)
{
	for (unsigned i = 0; i < FAULT_PAGES_MAX; i++)
		if (fault->pages[i].shown)
			fault->page(fault, fault->pages[i].shown, fault->pages[i].size);
}

static int fault_poll(struct port *port, struct port_poll *set, unsigned count, int timeout_ms)
{
	if (strikes(self(port), FAULT_POLL))
		return -self(port)->error;
	return self(port)->inner->poll(self(port)->inner, set, count, timeout_ms);
}

static int fault_waker(struct port *port)
{
	if (strikes(self(port), FAULT_WAKER))
		return -self(port)->error;
	return self(port)->inner->waker(self(port)->inner);
}

static int fault_wake(struct port *port, int fd)
{
	return self(port)->inner->wake(self(port)->inner, fd);
}

static int fault_read_file(struct port *port, const char *path, char *buf, size_t size)
{
	struct fault_port *fault = self(port);

	if (strikes(fault, FAULT_READ_FILE))
		return -fault->error;
	return fault->inner->read_file(fault->inner, path, buf, size);
}

static int fault_list_dir(struct port *port, const char *path, port_visit visit, void *ctx)
{
	return self(port)->inner->list_dir(self(port)->inner, path, visit, ctx);
}

static int fault_access(struct port *port, const char *path, int mode)
{
	struct fault_port *fault = self(port);

	if (strikes(fault, FAULT_ACCESS))
		return -fault->error;
	return fault->inner->access(fault->inner, path, mode);
}

static int fault_readlink(struct port *port, const char *path, char *buf, size_t size)
{
	return self(port)->inner->readlink(self(port)->inner, path, buf, size);
}

static uint64_t fault_now_us(struct port *port)
{
	return self(port)->inner->now_us(self(port)->inner);
}

static uint64_t fault_monotonic_ns(struct port *port)
{
	return self(port)->inner->monotonic_ns(self(port)->inner);
}

static void fault_sleep_us(struct port *port, uint32_t us)
{
	self(port)->sleeps++;
	self(port)->inner->sleep_us(self(port)->inner, us);
}

static int fault_is_root(struct port *port)
{
	return self(port)->inner->is_root(self(port)->inner);
}

static void fault_log(struct port *port, const char *line)
{
	struct fault_port *fault = self(port);

	snprintf(fault->log[fault->log_lines++ % 8], sizeof(fault->log[0]), "%s", line);
}

void fault_port_init(struct fault_port *fault, struct port *inner, const char *driver)
{
	struct rm_version version = {0};
	enum rm_version_match match;

	memset(fault, 0, sizeof(*fault));
	fault->port = (struct port){
	    .open = fault_open,
	    .close = fault_close,
	    .ioctl = fault_ioctl,
	    .map = fault_map,
	    .unmap = fault_unmap,
	    .poll = fault_poll,
	    .waker = fault_waker,
	    .wake = fault_wake,
	    .read_file = fault_read_file,
	    .list_dir = fault_list_dir,
	    .access = fault_access,
	    .readlink = fault_readlink,
	    .now_us = fault_now_us,
	    .monotonic_ns = fault_monotonic_ns,
	    .sleep_us = fault_sleep_us,
	    .is_root = fault_is_root,
	    .log = fault_log,
	};
	fault->inner = inner;
	rm_version_parse(driver, &version);
	fault->release = rm_release_resolve(version, &match);
}

void fault_port_arm(struct fault_port *fault, unsigned kinds, unsigned at, int error,
		    uint32_t status)
{
	fault->kinds = kinds;
	fault->at = at;
	fault->error = error;
	fault->status = status;
	fault->seen = 0;
	fault->fired = 0;
}
