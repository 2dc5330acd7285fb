/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	const int patience[] = { 100, 200, 10000 }; /* milliseconds */
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	for (int i = 0; i < 3; i++) {
		struct pollfd server = { .fd = ends[0], .events = POLLIN };
		char reply[10];

		if (i == 2 && write(ends[1], "+PONG", 5) < 0) /* the server, at last */
			return 1;
		if (poll(&server, 1, patience[i]) == 0) {
			printf("try %d: no reply within %d ms\n", i + 1, patience[i]);
			continue;
		}
		printf("try %d: %.*s\n", i + 1, (int)read(ends[0], reply, sizeof(reply)), reply);
	}
	return 0;
}
