/* SPDX-License-Identifier: MIT */
/*
 * The launcher: does for one socket what systemd does for a socket unit. With a path as its argument it listens there, and
 * starts this program anew, without the argument, whenever somebody waits and no server runs. You need not change it.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_FD 3

/* A socket that waits for clients at `path`; -1 when that can't be. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0)
		return -1;
	return fd;
}

/* In the child: the socket becomes descriptor 3, the variables say so, and the server takes this process over. */
static void become_server(int listener)
{
	char pid[20];

	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	if (dup2(listener, FIRST_FD) < 0 || setenv("LISTEN_PID", pid, 1) < 0 || setenv("LISTEN_FDS", "1", 1) < 0)
		_exit(1);
	execl("/proc/self/exe", "server", (char *)NULL);
	perror("activate: exec");
	_exit(1);
}

int main(int argc, char **argv)
{
	int listener, status;

	if (argc < 2)
		return serve();
	listener = listen_at(argv[1]);
	while (listener >= 0) {
		struct pollfd knock = { .fd = listener, .events = POLLIN };
		pid_t server = poll(&knock, 1, -1) < 0 ? -1 : fork();

		if (server < 0)
			break;
		if (server == 0)
			become_server(listener);
		waitpid(server, &status, 0); /* while it runs, it accepts; then the socket is ours again */
	}
	perror("activate");
	return 1;
}
