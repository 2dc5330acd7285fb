/* SPDX-License-Identifier: MIT */
/* Stands between the program and the C library: writes into the file $TRACE what is synced, of
   which size, and what is renamed, in order. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int fsync(int fd);
int fdatasync(int fd);
int rename(const char *from, const char *to);
int renameat(int from_fd, const char *from, int to_fd, const char *to);

static void tell(const char *verb, const char *what)
{
	char line[600];
	const char *path = getenv("TRACE");
	int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

	if (fd < 0)
		return;
	snprintf(line, sizeof(line), "%s %s\n", verb, what);
	(void)!write(fd, line, strlen(line));
	close(fd);
}

static void tell_sync(int fd)
{
	struct stat status;
	char file[40];

	if (fstat(fd, &status) < 0)
		return;
	snprintf(file, sizeof(file), "file %lld", (long long)status.st_size);
	tell("sync", S_ISDIR(status.st_mode) ? "folder" : file);
}

int fsync(int fd)
{
	tell_sync(fd);
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	tell_sync(fd);
	return (int)syscall(SYS_fdatasync, fd);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	tell("rename", to);
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
}

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}
