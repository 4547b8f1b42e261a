/* SPDX-License-Identifier: MIT */
/* A library that forwards nothing. */
#include "fwd/fwd.h"

void fwd_close(void)
{
}

void fwd_forget(void)
{
}
