/* SPDX-License-Identifier: MIT */
/*
 * A job on its way between two processes, behind a header in one packet: as bytes when it is small,
 * else in a memfd that is sealed before it is sent, so that the reader can map it without fear of
 * SIGBUS or of bytes that change under the decoder.
 */
#pragma once

#include "job/job.h"

/* Nearly every job of a lesson; well below the smallest socket buffer (net.core.wmem_default). */
#define PARCEL_BYTES_MAX (48 * 1024)

struct parcel {
	struct buffer bytes; /* of a small job; empty: there is none, or it is in fd */
	int fd;		     /* owned; -1: none */
};

#define PARCEL_NONE ((struct parcel){ .fd = -1 })

void parcel_done(struct parcel *parcel);
bool parcel_is_empty(const struct parcel *parcel);

/* As job_encode(), or -errno. */
int parcel_pack(const struct job *job, struct parcel *ret_parcel);
/* 0, -EBADMSG (also: empty, or not sealed), -ENOMEM, -errno. */
int parcel_unpack(const struct parcel *parcel, struct job **ret_job);

/* The parcel may be empty. 0 or as packet_send(). */
int parcel_send(
	int fd, const void *header, size_t header_len, const struct parcel *parcel, bool wait);
/* 1: a header and what came with it; otherwise as packet_receive(); -ENOMEM. */
int parcel_receive(
	int fd, void *ret_header, size_t header_len, struct parcel *ret_parcel, bool wait);
