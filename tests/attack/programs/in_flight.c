/* SPDX-License-Identifier: MIT */
/*
 * leave: puts descriptors with locks, and both ends of a pair of sockets, into that pair's own queue, where they
 * outlive every process. look: nothing of what a case gets is locked.
 */
#include "attack.h"

#include <sys/file.h>
#include <sys/socket.h>

static const char *const places[] = { "/proc/self/fd/1", "/proc/self/fd/2", "/scratch", "/tmp", "/usr/bin/env" };

#define PLACES (sizeof(places) / sizeof(places[0]))

static void put(int to, const int *fds, size_t count)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE((PLACES + 2) * sizeof(int))] = { 0 };
	char byte = 'x';
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(header), fds, count * sizeof(int));
	fails("a message with descriptors", sendmsg(to, &message, MSG_DONTWAIT));
}

int main(int argc, char **argv)
{
	int fds[PLACES + 2];
	bool held[PLACES];

	for (size_t i = 0; i < PLACES; i++) {
		fds[i] = open(places[i], O_RDONLY);
		held[i] = fds[i] >= 0 && flock(fds[i], LOCK_EX | LOCK_NB) < 0;
	}
	begin(argc, argv);
	if (is("leave")) {
		socketpair(AF_UNIX, SOCK_DGRAM, 0, fds + PLACES);
		put(fds[PLACES], fds, PLACES + 2);
		return finish();
	}
	for (size_t i = 0; i < PLACES; i++)
		if (held[i])
			escaped("a lock on %s outlived its case", places[i]);
	return finish();
}
