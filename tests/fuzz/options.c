/* SPDX-License-Identifier: MIT */
/* nvsmi's command line: words between NULs, or newlines. */
#include "../../tools/nvsmi/nvsmi.h"
#include "fuzz.h"

#define WORDS_MAX 32

static int split(char *text, size_t size, char **words)
{
	int count = 1;

	words[0] = (char *)"nvsmi";
	for (size_t at = 0; at < size && count < WORDS_MAX; at += strlen(text + at) + 1) {
		text[at + strcspn(text + at, "\n")] = '\0';
		words[count++] = text + at;
	}
	words[count] = NULL;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A branch that is known needs no library to ask. */
	static struct machine machine = {.branch = 590};
	static bool quiet;
	char *words[WORDS_MAX + 1];
	struct options options;
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (!quiet)
		quiet = out_to_file("/dev/null") == 0;
	fuzz_check(quiet);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	int count = split(text, size, words);
	if (options_parse(count, words, &options) == 0) {
		fuzz_check(options.loop_ms <= 1000000000u);
		csv_check(&machine, &options);
	}
	out_flush();
	free(text);
	return 0;
}
