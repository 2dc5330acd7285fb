/* SPDX-License-Identifier: MIT */
#include "send_all.h"

#include <errno.h>
#include <sys/socket.h>

int send_all(int fd, const void *data, size_t n)
{
	const char *next = data;

	while (n > 0) {
		ssize_t taken = send(fd, next, n, MSG_NOSIGNAL);

		if (taken < 0 && errno == EINTR)
			continue;
		if (taken < 0)
			return -1;
		next += taken;
		n -= (size_t)taken;
	}
	return 0;
}
