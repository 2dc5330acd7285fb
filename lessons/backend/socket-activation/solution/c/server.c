/* SPDX-License-Identifier: MIT */
/*
 * A server that is started when somebody knocks: its listening socket is descriptor 3.
 *
 * It accepts one client after the other, and only when it will serve it. So whenever the process ends, nobody was accepted in
 * vain: who waits, waits in the kernel's queue, and is the next process's first client.
 */
#include "server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_FD 3
#define IDLE_MS	 300

static bool is_handed_to_me(void)
{
	const char *count = getenv("LISTEN_FDS");
	const char *pid = getenv("LISTEN_PID");

	return count != NULL && strcmp(count, "1") == 0 && pid != NULL && atol(pid) == getpid() &&
	       fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC) == 0;
}

static void say(FILE *client, const char *reply)
{
	dprintf(fileno(client), "%s\n", reply); /* one that has gone is seen at the next read */
}

/* Returns false when the process is to end. */
static bool talk(FILE *client, int *n_requests)
{
	char line[100], reply[32];

	while (fgets(line, sizeof(line), client) != NULL && strchr(line, '\n') != NULL) {
		++*n_requests;
		line[strcspn(line, "\n")] = '\0';
		snprintf(reply, sizeof(reply), "+%d", *n_requests);
		if (strcmp(line, "CRASH") == 0)
			abort();
		if (strcmp(line, "PING") == 0)
			say(client, "+PONG");
		else if (strcmp(line, "COUNT") == 0)
			say(client, reply);
		else
			say(client, strcmp(line, "EXIT") == 0 ? "+OK" : "-ERR unknown verb");
		if (strcmp(line, "EXIT") == 0)
			return false;
	}
	return true;
}

int serve(void)
{
	struct pollfd knock = { .fd = FIRST_FD, .events = POLLIN };
	int n_requests = 0;
	bool is_wanted = true;

	if (!is_handed_to_me()) {
		fputs("server: no socket was handed to me\n", stderr);
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	while (is_wanted && poll(&knock, 1, IDLE_MS) > 0) {
		int fd = accept(FIRST_FD, NULL, NULL);
		FILE *client = fd < 0 ? NULL : fdopen(fd, "r");

		if (client == NULL)
			return 1;
		is_wanted = talk(client, &n_requests);
		fclose(client);
	}
	return 0;
}
