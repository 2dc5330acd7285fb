/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	const char *count = getenv("LISTEN_FDS");
	const char *pid = getenv("LISTEN_PID");

	if (count == NULL || pid == NULL) {
		puts("nobody has handed me a socket");
		return 0;
	}
	printf("%s handed over, and for me: %s\n", count, atol(pid) == getpid() ? "yes" : "no");
	return 0;
}
