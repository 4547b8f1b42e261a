/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target on files and on all files of folders; without any, on the empty input. */
#include <dirent.h>
#include <stdio.h>

#include "fuzz.h"

#define INPUT_MAX (1u << 20)

static unsigned ran;

static int run_file(const char *path)
{
	uint8_t *data = malloc(INPUT_MAX);
	FILE *file = fopen(path, "rb");

	if (!file || !data) {
		perror(path);
		return 1;
	}
	size_t size = fread(data, 1, INPUT_MAX, file);
	fclose(file);
	/* Exactly as long as the input, so that a checker sees a read behind it. */
	uint8_t *exact = malloc(size ? size : 1);
	if (exact) {
		memcpy(exact, data, size);
		LLVMFuzzerTestOneInput(exact, size);
		ran++;
	}
	free(exact);
	free(data);
	return 0;
}

static int run_folder(const char *path, DIR *folder)
{
	struct dirent *entry;
	char name[4096];
	int failed = 0;

	while ((entry = readdir(folder))) {
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			failed |= run_file(name);
	}
	closedir(folder);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;

	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++) {
		DIR *folder = opendir(argv[i]);
		failed |= folder ? run_folder(argv[i], folder) : run_file(argv[i]);
	}
	printf("%u inputs\n", ran);
	return failed;
}
