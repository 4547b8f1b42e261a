/* SPDX-License-Identifier: MIT */
#include "sim/embedded.h"

/* For libcyaml in a shared library: it says nothing there, its messages are taken by a function. */
FILE *embedded_stderr;
