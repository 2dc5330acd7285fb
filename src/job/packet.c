/* SPDX-License-Identifier: MIT */
#include "job/packet.h"

#include "base/cleanup.h"

#include <string.h>
#include <sys/socket.h>

#define FDS_SEEN_MAX 8 /* room to see, and close, descriptors that nobody should have sent */

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(FDS_SEEN_MAX * sizeof(int))];
};

static int socket_error(int error)
{
	if (error == EWOULDBLOCK || error == ENOBUFS)
		return -EAGAIN;
	if (error == ECONNRESET)
		return -EPIPE;
	return -error;
}

static void attach(struct msghdr *message, union control *control, const int *fds, size_t n_fds)
{
	struct cmsghdr *header = &control->align;

	message->msg_control = control;
	message->msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
	memcpy(CMSG_DATA(header), fds, n_fds * sizeof(int));
}

int packet_send(int fd, const void *data, size_t len, const int *fds, size_t n_fds, bool wait)
{
	struct iovec part = { .iov_len = len };

	memcpy(&part.iov_base, &data,
		sizeof(data)); /* sendmsg() doesn't write; iovec has no const */
	return packet_send_parts(fd, &part, 1, fds, n_fds, wait);
}

int packet_send_parts(
	int fd, struct iovec *parts, size_t n_parts, const int *fds, size_t n_fds, bool wait)
{
	union control control = { 0 };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = n_parts };

	if (n_fds > PACKET_FDS_MAX)
		return -EINVAL;
	if (n_fds > 0)
		attach(&message, &control, fds, n_fds);
	for (;;) {
		if (sendmsg(fd, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT)) >= 0)
			return 0;
		if (errno != EINTR)
			return socket_error(errno);
	}
}

/* Copies out at most FDS_SEEN_MAX descriptors (the kernel drops what doesn't fit and says
 * MSG_CTRUNC). Their number. */
static size_t take_fds(struct msghdr *message, int fds[static FDS_SEEN_MAX])
{
	size_t total = 0;

	for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header;
		header = CMSG_NXTHDR(message, header)) {
		size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count && total < FDS_SEEN_MAX; i++, total++)
			memcpy(&fds[total], CMSG_DATA(header) + i * sizeof(int), sizeof(int));
	}
	return total;
}

static void close_all(const int *fds, size_t n_fds)
{
	for (size_t i = 0; i < n_fds; i++)
		(void)close(fds[i]);
}

ssize_t packet_receive(
	int fd, void *data, size_t size, int *ret_fds, size_t max_fds, size_t *ret_n_fds, bool wait)
{
	struct iovec part = { .iov_base = data, .iov_len = size };

	return packet_receive_parts(fd, &part, 1, ret_fds, max_fds, ret_n_fds, wait);
}

ssize_t packet_receive_parts(int fd, struct iovec *parts, size_t n_parts, int *ret_fds,
	size_t max_fds, size_t *ret_n_fds, bool wait)
{
	union control control;
	struct msghdr message = { .msg_iov = parts,
		.msg_iovlen = n_parts,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	int fds[FDS_SEEN_MAX];
	size_t n_fds;
	ssize_t n;

	do
		n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == ECONNRESET ? 0 : socket_error(errno);
	n_fds = take_fds(&message, fds);
	if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ||
		(n_fds != 0 && n_fds != max_fds)) {
		close_all(fds, n_fds);
		return -EBADMSG;
	}
	if (n_fds > 0)
		memcpy(ret_fds, fds, n_fds * sizeof(int));
	*ret_n_fds = n_fds;
	return n;
}
