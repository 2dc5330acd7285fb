/* SPDX-License-Identifier: MIT */
#include "send_all.h"

#include <sys/socket.h>

int send_all(int fd, const void *data, size_t n)
{
	/* to do: it may take a part only, be interrupted, or meet a client that has gone */
	return send(fd, data, n, 0) < 0 ? -1 : 0;
}
