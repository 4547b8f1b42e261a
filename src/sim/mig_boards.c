/* SPDX-License-Identifier: MIT */
/*
 * GPU instance profiles of boards, as nvidia-smi mig -lgip and -lgipp list them
 * (recordings of each board; memory sizes are those of its MIG devices).
 */
#include "sim/mig.h"

#include <string.h>

#define AT(first) (1u << (first))
#define EACH_OF_SEVEN 0x7fu
#define EACH_OF_FOUR 0x0fu

static const struct sim_mig_board
    boards[] =
	{
	    {.name = "a100-40gb",
	     .slices = 8,
	     .profiles =
		 {
		     /* name, memory, compute, media, slices, count, SMs, CE, DEC, ENC, JPEG, OFA,
			MiB */
		     {"1g.5gb", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, false, 1, 7, 14, 1, 0, 0, 0, 0,
		      4864, EACH_OF_SEVEN},
		     {"1g.5gb+me", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, true, 1, 1, 14, 1, 1, 0, 1,
		      1, 4864, EACH_OF_SEVEN},
		     {"1g.10gb", SIM_MEM_QUARTER, SIM_COMPUTE_MINI_QUARTER, false, 1, 4, 14, 1, 1,
		      0, 0, 0, 9856, AT(0) | AT(2) | AT(4) | AT(6)},
		     {"2g.10gb", SIM_MEM_QUARTER, SIM_COMPUTE_QUARTER, false, 2, 3, 28, 2, 1, 0, 0,
		      0, 9856, AT(0) | AT(2) | AT(4)},
		     {"3g.20gb", SIM_MEM_HALF, SIM_COMPUTE_MINI_HALF, false, 3, 2, 42, 3, 2, 0,
		      0, 0, 19968, AT(0) | AT(4)},
		     {"4g.20gb", SIM_MEM_HALF, SIM_COMPUTE_HALF, false, 4, 1, 56, 4, 2, 0,
		      0, 0, 19968, AT(0)},
		     {"7g.40gb", SIM_MEM_FULL, SIM_COMPUTE_FULL, false, 7, 1, 98, 7, 5, 0,
		      1, 1, 40192, AT(0)},
		 }},
	    {.name = "a100-80gb",
	     .slices = 8,
	     .profiles =
		 {
		     {"1g.10gb", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, false, 1, 7, 14, 1, 0, 0, 0, 0,
		      9728, EACH_OF_SEVEN},
		     {"1g.10gb+me", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, true, 1, 1, 14, 1, 1, 0, 1,
		      1, 9728, EACH_OF_SEVEN},
		     {"1g.20gb", SIM_MEM_QUARTER, SIM_COMPUTE_MINI_QUARTER, false, 1, 4, 14, 1, 1,
		      0, 0, 0, 19968, AT(0) | AT(2) | AT(4) | AT(6), true},
		     {"2g.20gb", SIM_MEM_QUARTER, SIM_COMPUTE_QUARTER, false, 2, 3, 28, 2, 1, 0, 0,
		      0, 19968, AT(0) | AT(2) | AT(4)},
		     {"3g.40gb", SIM_MEM_HALF, SIM_COMPUTE_MINI_HALF, false, 3, 2, 42, 3, 2, 0, 0,
		      0, 40192, AT(0) | AT(4)},
		     {"4g.40gb", SIM_MEM_HALF, SIM_COMPUTE_HALF, false, 4, 1, 56, 4, 2, 0, 0, 0,
		      40192, AT(0)},
		     {"7g.80gb", SIM_MEM_FULL, SIM_COMPUTE_FULL, false, 7, 1, 98, 7, 5, 0, 1, 1,
		      80896, AT(0)},
		 }},
	    {.name = "a30",
	     .slices = 4,
	     .profiles =
		 {
		     {"1g.6gb", SIM_MEM_QUARTER, SIM_COMPUTE_QUARTER, false, 1, 4, 14, 1, 1, 0, 0,
		      0, 5952, EACH_OF_FOUR},
		     {"1g.6gb+me", SIM_MEM_QUARTER, SIM_COMPUTE_QUARTER, true, 1, 1, 14, 1, 1, 0, 1,
		      1, 5952, EACH_OF_FOUR},
		     {"2g.12gb", SIM_MEM_HALF, SIM_COMPUTE_HALF, false, 2, 2, 28, 2, 2, 0, 0, 0,
		      11968, AT(0) | AT(2)},
		     {"2g.12gb+me", SIM_MEM_HALF, SIM_COMPUTE_HALF, true, 2, 1, 28, 2, 2, 0, 1, 1,
		      11968, AT(0) | AT(2)},
		     {"4g.24gb", SIM_MEM_FULL, SIM_COMPUTE_FULL, false, 4, 1, 56, 4, 4, 0, 1, 1,
		      24000, AT(0)},
		 }},
	    {.name = "h100-80gb",
	     .slices = 8,
	     .aligned = true,
	     .bar1_kept_mib = 512,
	     .profiles =
		 {
		     {"1g.10gb", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, false, 1, 7, 16, 1, 1, 0, 1, 0,
		      9984, EACH_OF_SEVEN},
		     {"1g.10gb+me", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, true, 1, 1, 16, 1, 1, 0, 1,
		      1, 9984, EACH_OF_SEVEN},
		     {"1g.20gb", SIM_MEM_QUARTER, SIM_COMPUTE_MINI_QUARTER, false, 1, 4, 26, 1, 1,
		      0, 1, 0, 20096, AT(0) | AT(2) | AT(4) | AT(6)},
		     {"2g.20gb", SIM_MEM_QUARTER, SIM_COMPUTE_QUARTER, false, 2, 3, 32, 2, 2, 0, 2,
		      0, 20096, AT(0) | AT(2) | AT(4)},
		     {"3g.40gb", SIM_MEM_HALF, SIM_COMPUTE_MINI_HALF, false, 3, 2, 60, 3, 3, 0, 3,
		      0, 40448, AT(0) | AT(4)},
		     {"4g.40gb", SIM_MEM_HALF, SIM_COMPUTE_HALF, false, 4, 1, 64, 4, 4, 0, 4, 0,
		      40448, AT(0)},
		     {"7g.80gb", SIM_MEM_FULL, SIM_COMPUTE_FULL, false, 7, 1, 132, 8, 7, 0, 7, 1,
		      81152, AT(0)},
		 }},
	    {.name = "h100-nvl",
	     .slices = 8,
	     .aligned = true,
	     .bar1_kept_mib = 512,
	     .profiles =
		 {
		     {"1g.12gb", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, false, 1, 7, 16, 1, 1, 0, 1, 0,
		      11008, EACH_OF_SEVEN},
		     {"1g.12gb+me", SIM_MEM_EIGHTH, SIM_COMPUTE_EIGHTH, true, 1, 1, 16, 1, 1, 0, 1,
		      1, 11008, EACH_OF_SEVEN},
		     {"1g.24gb", SIM_MEM_QUARTER, SIM_COMPUTE_MINI_QUARTER, false, 1, 4, 26, 1, 1,
		      0, 1, 0, 22144, AT(0) | AT(2) | AT(4) | AT(6)},
		     {"2g.24gb", SIM_MEM_QUARTER, SIM_COMPUTE_QUARTER, false, 2, 3, 32, 2, 2, 0, 2,
		      0, 22144, AT(0) | AT(2) | AT(4)},
		     {"3g.47gb", SIM_MEM_HALF, SIM_COMPUTE_MINI_HALF, false, 3, 2, 60, 3, 3, 0, 3,
		      0, 47488, AT(0) | AT(4)},
		     {"4g.47gb", SIM_MEM_HALF, SIM_COMPUTE_HALF, false, 4, 1, 64, 4, 4, 0, 4, 0,
		      47488, AT(0)},
		     {"7g.94gb", SIM_MEM_FULL, SIM_COMPUTE_FULL, false, 7, 1, 132, 8, 7, 0, 7, 1,
		      95360, AT(0)},
		 }},
};

const struct sim_mig_board *sim_mig_board_find(const char *name)
{
	for (size_t i = 0; name && i < sizeof(boards) / sizeof(boards[0]); i++)
		if (strcmp(boards[i].name, name) == 0)
			return &boards[i];
	return NULL;
}
