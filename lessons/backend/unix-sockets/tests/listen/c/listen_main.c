/* SPDX-License-Identifier: MIT */
/*
 * Tests listen_at() and reports in TAP: the plan, then a line a test, "ok" or "not ok".
 *
 * The calls are ours: they take the place of the C library's, play a file system of one path, and keep count.
 */
#include "listen.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define FD_FIRST 1000
#define FDS_MAX	 16

enum place { NOTHING, DEAD, ALIVE, PLAIN_FILE, OURS };

static struct world {
	char path[200];
	enum place place;
	bool is_open[FDS_MAX];
	int n_fds, n_unlinked, n_bound, bound_fd, listening_fd;
	bool is_wrong; /* another path, family or type than asked for */
} world;

static int n_tests, n_failed;

static int fail_with(int error)
{
	errno = error;
	return -1;
}

static bool is_ours(int fd)
{
	return fd >= FD_FIRST && fd < FD_FIRST + world.n_fds && world.is_open[fd - FD_FIRST];
}

static bool is_address(const struct sockaddr *address, socklen_t size)
{
	const struct sockaddr_un *name = (const void *)address;
	size_t length = strlen(world.path);
	bool is_right = address->sa_family == AF_UNIX && size >= offsetof(struct sockaddr_un, sun_path) + length &&
			length < sizeof(name->sun_path) && strncmp(name->sun_path, world.path, sizeof(name->sun_path)) == 0;

	world.is_wrong |= !is_right;
	return is_right;
}

int socket(int domain, int type, int protocol)
{
	(void)protocol;
	world.is_wrong |= domain != AF_UNIX || (type & 0xf) != SOCK_STREAM;
	if (world.n_fds == FDS_MAX)
		return fail_with(EMFILE);
	world.is_open[world.n_fds] = true;
	return FD_FIRST + world.n_fds++;
}

int close(int fd)
{
	if (!is_ours(fd))
		return fail_with(EBADF);
	world.is_open[fd - FD_FIRST] = false;
	return 0;
}

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
	world.n_bound++;
	if (!is_ours(fd))
		return fail_with(EBADF);
	if (!is_address(address, size))
		return fail_with(EINVAL);
	if (world.place != NOTHING)
		return fail_with(EADDRINUSE);
	world.place = OURS;
	world.bound_fd = fd;
	return 0;
}

int listen(int fd, int backlog)
{
	(void)backlog;
	if (!is_ours(fd) || fd != world.bound_fd)
		return fail_with(EINVAL);
	world.listening_fd = fd;
	return 0;
}

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
	if (!is_ours(fd))
		return fail_with(EBADF);
	if (!is_address(address, size))
		return fail_with(EINVAL);
	if (world.place == NOTHING)
		return fail_with(ENOENT);
	return world.place == ALIVE ? 0 : fail_with(ECONNREFUSED);
}

int unlink(const char *path)
{
	if (strcmp(path, world.path) != 0 || world.place == NOTHING)
		return fail_with(ENOENT);
	world.n_unlinked++;
	world.place = NOTHING;
	return 0;
}

int lstat(const char *path, struct stat *status)
{
	if (strcmp(path, world.path) != 0 || world.place == NOTHING)
		return fail_with(ENOENT);
	memset(status, 0, sizeof(*status));
	status->st_mode = 0600 | (world.place == PLAIN_FILE ? S_IFREG : S_IFSOCK);
	return 0;
}

int stat(const char *path, struct stat *status)
{
	return lstat(path, status);
}

static int n_open(void)
{
	int n = 0;

	for (int i = 0; i < world.n_fds; i++)
		n += world.is_open[i];
	return n;
}

static void report(bool is_good, const char *name, const char *what)
{
	printf("%sok %d - %s: %s\n", is_good ? "" : "not ", ++n_tests, name, what);
	n_failed += !is_good;
	fflush(stdout);
}

static void test(const char *name, const char *path, enum place place, bool is_possible)
{
	bool is_listening;
	int fd;

	world = (struct world){ .place = place, .bound_fd = -1, .listening_fd = -1 };
	snprintf(world.path, sizeof(world.path), "%s", path);
	fd = listen_at(path);
	is_listening = fd >= 0 && fd == world.listening_fd && is_ours(fd) && !world.is_wrong;
	report(is_possible ? is_listening : fd < 0, name, is_possible ? "listens" : "fails");
	report(world.n_unlinked == (place == DEAD), name, place == DEAD ? "the old file is removed once" : "nothing is removed");
	report(n_open() == is_possible, name, is_possible ? "one socket is left open" : "nothing is left open");
}

int main(void)
{
	char fits[108] = "/run/", too_long[109] = "/run/";

	memset(fits + 5, 'x', sizeof(fits) - 6);
	memset(too_long + 5, 'x', sizeof(too_long) - 6);
	puts("1..19");
	test("a new path", "/run/demo", NOTHING, true);
	test("a dead server", "/run/demo", DEAD, true);
	test("a living server", "/run/demo", ALIVE, false);
	test("a plain file", "/run/demo", PLAIN_FILE, false);
	test("a path of 107 bytes", fits, NOTHING, true);
	test("a path of 108 bytes", too_long, NOTHING, false);
	report(world.n_bound == 0, "a path of 108 bytes", "bind is not called");
	return n_failed == 0 ? 0 : 1;
}
