/* SPDX-License-Identifier: MIT */
/* What the made-up vendor's library counts, in the program that loads it. */
#ifndef OPENNVML_TESTS_FAKE_H
#define OPENNVML_TESTS_FAKE_H

struct fake_counts {
	unsigned inits, inits_with_flags, shutdowns;
	unsigned lookups; /* handles by UUID */
	unsigned answers; /* of functions that have no published source */
	unsigned sets;
	unsigned others; /* of functions that this library answers itself */
	char uuid[96];   /* looked up last */
	const void *structure;
	int init_result;
	int result; /* of the answers */
};

extern struct fake_counts fake_counts;

#endif
