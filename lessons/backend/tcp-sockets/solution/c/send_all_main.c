/* SPDX-License-Identifier: MIT */
/* Sends a word through a pair of sockets and shows what came. The check puts its tests in this file's place. */
#include "send_all.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	char text[100] = "";
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 || send_all(ends[0], "hello", 5) < 0 ||
		read(ends[1], text, sizeof(text) - 1) < 0) {
		perror("send_all");
		return 1;
	}
	printf("came: %s\n", text);
	return 0;
}
