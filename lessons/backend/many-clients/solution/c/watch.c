/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

static void answer(struct pollfd *client, int number)
{
	char request[100];
	ssize_t n = read(client->fd, request, sizeof(request) - 1);

	if (n > 0)
		printf("client %d: %.*s -> +PONG\n", number, (int)n, request);
}

int main(void)
{
	int first[2], second[2];

	if (pipe(first) < 0 || pipe(second) < 0 || write(second[1], "PING", 4) < 0)
		return 1;
	struct pollfd clients[] = {
		{ .fd = first[0], .events = POLLIN },
		{ .fd = second[0], .events = POLLIN },
	};
	for (int n_answered = 0; n_answered < 2;) {
		if (poll(clients, 2, -1) < 0) /* waits for whichever is first */
			return 1;
		for (int i = 0; i < 2; i++) {
			if (clients[i].revents == 0)
				continue; /* it has said nothing */
			answer(&clients[i], i + 1);
			n_answered++;
			if (i == 1 && write(first[1], "PING", 4) < 0)
				return 1;
		}
	}
	return 0;
}
