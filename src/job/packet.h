/* SPDX-License-Identifier: MIT */
/* One packet of a SOCK_SEQPACKET pair, with file descriptors. Received descriptors are
 * close-on-exec; surplus ones are closed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#define PACKET_FDS_MAX 4

/* 0, -EAGAIN (full, only without `wait`), -EPIPE, -errno. Never raises SIGPIPE. */
int packet_send(int fd, const void *data, size_t len, const int *fds, size_t n_fds, bool wait);

/*
 * Bytes received, 0 when the peer is gone, -EAGAIN (nothing now, only without `wait`), -EBADMSG
 * (the packet is longer than size, or does not carry exactly 0 or max_fds descriptors: the kinds of
 * packet are told apart by that), -errno. *ret_n_fds is 0 or max_fds.
 */
ssize_t packet_receive(int fd, void *data, size_t size, int *ret_fds, size_t max_fds,
	size_t *ret_n_fds, bool wait);

/* The same with the bytes in several places. */
int packet_send_parts(int fd, struct iovec *parts, size_t n_parts, const int *fds, size_t n_fds,
	bool wait);
ssize_t packet_receive_parts(int fd, struct iovec *parts, size_t n_parts, int *ret_fds,
	size_t max_fds, size_t *ret_n_fds, bool wait);
