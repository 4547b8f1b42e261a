/* SPDX-License-Identifier: MIT */
/*
 * A workload that lives in the file system: writes, lists, stats, reads and removes small files
 * in a folder below the named one. Prints the seconds.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILES = 2000, SIZE = 65536 };

static char content[SIZE];

static void write_files(void)
{
	char name[32];
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "f%d", i);
		int fd = open(name, O_WRONLY | O_CREAT, 0644);
		if (fd < 0 || write(fd, content, SIZE) != SIZE)
			exit(1);
		close(fd);
	}
}

static int visit_files(int remove_them)
{
	struct stat st;
	int seen = 0;
	DIR *dir = opendir(".");
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		if (entry->d_name[0] == '.' || stat(entry->d_name, &st) < 0)
			continue;
		int fd = open(entry->d_name, O_RDONLY);
		seen += read(fd, content, SIZE) == SIZE;
		close(fd);
		if (remove_them)
			unlink(entry->d_name);
	}
	closedir(dir);
	return seen;
}

int main(int argc, char **argv)
{
	struct timespec begin, end;
	char folder[PATH_MAX];
	int rounds = argc > 2 ? atoi(argv[2]) : 1, seen = 0;
	snprintf(folder, sizeof folder, "%s/fsbench-XXXXXX", argc > 1 ? argv[1] : "/tmp");
	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (int i = 0; i < rounds; i++) {
		write_files();
		seen += visit_files(0);
		seen += visit_files(1);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	rmdir(folder);
	printf("%.3f\n",
	       (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
	return seen != 2 * FILES * rounds;
}
