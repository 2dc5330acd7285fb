/* SPDX-License-Identifier: MIT */
/* A server that is started when somebody knocks: its listening socket is descriptor 3. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int serve(void)
{
	char line[100];
	/* to do: was it handed to me? serve a client until it hangs up, then the next; return when nobody comes */
	int client = accept(3, NULL, NULL);

	if (client < 0) {
		perror("server");
		return 1;
	}
	while (read(client, line, sizeof(line)) > 0)
		(void)!write(client, "+PONG\n", 6);
	close(client);
	return 0;
}
