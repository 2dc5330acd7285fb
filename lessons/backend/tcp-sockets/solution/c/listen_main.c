/* SPDX-License-Identifier: MIT */
/* Listens on a port and waits for one client. The check puts its tests in this file's place. */
#include "listen.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	int fd = listen_on(argc > 1 ? (uint16_t)atoi(argv[1]) : 8080);

	if (fd < 0) {
		perror("not listening");
		return 1;
	}
	puts("listening");
	fflush(stdout);
	return accept(fd, NULL, NULL) < 0;
}
