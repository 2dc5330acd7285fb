/* SPDX-License-Identifier: MIT */
/* Buffers of pipes or of socket pairs (role), also of those whose descriptors are in flight. Stops
 * at four times the limit. */
#include "attack.h"

#include <sys/socket.h>

#define ENOUGH (4L * LIMIT_MEMORY)

static char block[64 * 1024];

static size_t fill(int fd)
{
	size_t got = 0;
	ssize_t n;

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (got < ENOUGH && (n = write(fd, block, sizeof(block))) > 0)
		got += (size_t)n;
	return got;
}

/* Sends an end of a full pair through `carrier`, so that it needs no place in our table. */
static bool send_away(int carrier, int fd)
{
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr header;
	} control = { 0 };
	struct iovec byte = { .iov_base = block, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };

	control.header = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS
	};
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	return sendmsg(carrier, &message, MSG_DONTWAIT) >= 0;
}

int main(int argc, char **argv)
{
	int carrier[2], size = 64 * MEBI;
	size_t got = 0;

	begin(argc, argv);
	memset(block, 1, sizeof(block));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, carrier) < 0)
		return finish();
	for (int i = 0; i < 2000 && got < ENOUGH; i++) {
		int pair[2];

		if (is("pipes") ? pipe(pair) : socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
			break;
		setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
		fcntl(pair[1], F_SETPIPE_SZ, MEBI);
		got += fill(pair[1]);
		if (send_away(carrier[0], pair[0]))
			close(pair[0]);
		close(pair[1]);
	}
	if (got >= 2L * LIMIT_MEMORY)
		escaped("%zu MiB in %s, the limit is %d", got / MEBI, host.role,
			LIMIT_MEMORY / MEBI);
	return finish();
}
