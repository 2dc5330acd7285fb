/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* struct ucred */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	struct ucred peer;
	socklen_t size = sizeof(peer);

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 ||
	    getsockopt(ends[0], SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		return 1;
	printf("the other end has my user id: %s\n", peer.uid == getuid() ? "yes" : "no");
	printf("the other end has my group id: %s\n", peer.gid == getgid() ? "yes" : "no");
	printf("the other end is my process: %s\n", peer.pid == getpid() ? "yes" : "no");
	return 0;
}
