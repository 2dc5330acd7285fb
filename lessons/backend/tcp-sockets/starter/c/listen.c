/* SPDX-License-Identifier: MIT */
#include "listen.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int listen_on(uint16_t port)
{
	/* to do: which bytes are in the wrong order, who may connect, and what about a restart? */
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = INADDR_ANY };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 16) < 0)
		return -1;
	return fd;
}
