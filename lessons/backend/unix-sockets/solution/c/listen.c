/* SPDX-License-Identifier: MIT */
#include "listen.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket file to which nobody listens. When in doubt, it is alive. */
static bool is_dead(const struct sockaddr_un *address)
{
	struct stat status;
	bool is_refused;
	int fd;

	if (lstat(address->sun_path, &status) < 0 || !S_ISSOCK(status.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0)
		return false;
	is_refused = connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 && errno == ECONNREFUSED;
	close(fd);
	return is_refused;
}

static bool bind_at(int fd, const struct sockaddr_un *address)
{
	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0)
		return true;
	if (errno != EADDRINUSE || !is_dead(address) || unlink(address->sun_path) < 0)
		return false;
	return bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
}

int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0)
		return -1;
	if (!bind_at(fd, &address) || listen(fd, 16) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}
