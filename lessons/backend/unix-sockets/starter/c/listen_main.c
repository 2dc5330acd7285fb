/* SPDX-License-Identifier: MIT */
/* Listens at a path and waits for one client. The check puts its tests in this file's place. */
#include "listen.h"

#include <stdio.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	int fd = argc > 1 ? listen_at(argv[1]) : -1;

	if (fd < 0) {
		puts("not listening");
		return 1;
	}
	puts("listening");
	fflush(stdout);
	return accept(fd, NULL, NULL) < 0;
}
