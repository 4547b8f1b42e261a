/* SPDX-License-Identifier: MIT */
/* The calls that are handed over. docs/nvsim.md says why each is here. */
#include <sys/syscall.h>

#include "nvsim.h"

/* Newer than the headers this may be built with; the same on every architecture. */
enum { NUMBER_GETXATTRAT = 464, NUMBER_LISTXATTRAT = 465 };

const struct watched_call watched_calls[] = {
#ifdef SYS_open
    {SYS_open, CALL_OPEN, -1, 0, -1, 1},
    {SYS_stat, CALL_STAT, -1, 0, 1, -1},
    {SYS_lstat, CALL_LSTAT, -1, 0, 1, -1},
    {SYS_access, CALL_ACCESS, -1, 0, 1, -1},
    {SYS_readlink, CALL_READLINK, -1, 0, 1, 2},
#endif
    {SYS_openat, CALL_OPEN, 0, 1, -1, 2},
    {SYS_openat2, CALL_OPENAT2, 0, 1, 2, 3},
    {SYS_newfstatat, CALL_STAT, 0, 1, 2, 3},
    {SYS_fstat, CALL_FSTAT, 0, -1, 1, -1},
    {SYS_statx, CALL_STATX, 0, 1, 4, 2},
    {SYS_faccessat, CALL_ACCESS, 0, 1, 2, -1},
    {SYS_faccessat2, CALL_ACCESS, 0, 1, 2, 3},
    {SYS_readlinkat, CALL_READLINK, 0, 1, 2, 3},
    {SYS_getxattr, CALL_GETXATTR, -1, 0, 2, 3},
    {SYS_lgetxattr, CALL_GETXATTR, -1, 0, 2, 3},
    {SYS_listxattr, CALL_LISTXATTR, -1, 0, 1, 2},
    {SYS_llistxattr, CALL_LISTXATTR, -1, 0, 1, 2},
    {NUMBER_GETXATTRAT, CALL_GETXATTR, 0, 1, -1, -1},
    {NUMBER_LISTXATTRAT, CALL_LISTXATTR, 0, 1, -1, -1},
    {SYS_ioctl, CALL_IOCTL, -1, -1, -1, -1},
    {SYS_mmap, CALL_MMAP, -1, -1, -1, -1},
};
const unsigned watched_calls_count = sizeof watched_calls / sizeof watched_calls[0];

const struct watched_call *find_watched_call(int number)
{
	for (unsigned i = 0; i < watched_calls_count; i++)
		if (watched_calls[i].number == number)
			return &watched_calls[i];
	return NULL;
}
