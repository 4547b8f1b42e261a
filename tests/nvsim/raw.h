/* SPDX-License-Identifier: MIT */
/* Raw calls of the driver by programs under nvsim, and checks that are counted. */
#ifndef OPENNVML_NVSIM_RAW_H
#define OPENNVML_NVSIM_RAW_H

#include <errno.h>
#include <stdint.h>

enum {
	OLD_DRIVER_STATUS = 28,
	RM_FREE = 0x29,
	RM_CONTROL = 0x2A,
	RM_ALLOC = 0x2B,
	RM_MAP = 0x4E,
	CLASS_ROOT = 0x41,
	CLASS_DEVICE = 0x80,
	CLASS_SUBDEVICE = 0x2080,
	CLASS_OS_EVENT = 0x79,
	CLASS_SHARED_DATA = 0xde,
	STATUS_NOT_FOUND = 0x57,
	SHARED_DATA_SIZE = 320, /* 550.54 and later */
	PARAMS_ROOM = 512,
};

extern int failures;
void check_at(const char *file, int line, const char *what, long long got, long long wanted);

#define CHECK(got, wanted) check_at(__FILE__, __LINE__, #got, (long long)(got), (long long)(wanted))
#define FAILS(call, error) check_at(__FILE__, __LINE__, #call, (call) < 0 ? errno : 0, error)

long escape(int fd, unsigned number, void *data, unsigned size);
unsigned get32(const unsigned char *at);
void put32(unsigned char *at, unsigned value);
void put_pointer(unsigned char *at, const void *value);
/* Statuses of RM calls, except rm_root, which is the client's handle. */
unsigned rm_root(int fd);
unsigned rm_alloc(int fd, unsigned root, unsigned parent, unsigned handle, unsigned class,
		  void *params, unsigned size);
unsigned rm_device(int fd, unsigned root, unsigned handle, unsigned instance);
unsigned rm_free(int fd, unsigned root, unsigned parent, unsigned handle);
/* Ends the program when it fails. */
int open_node(const char *path, int flags);

#endif
