/* SPDX-License-Identifier: MIT */
/*
 * A reply that goes on after its handler returned. The job's side owns the stream and writes; the
 * session's side may go away at any time: then writes are no-ops, and `gone` was called.
 */
#pragma once

#include "base/cleanup.h"
#include "proto/reply.h"

#include <stdbool.h>
#include <stdint.h>

struct stream {
	struct reply
		reply; /* where elements are written; out is NULL when nobody listens any more */
	uint32_t announced; /* elements of the array, once stream_announce() was called */
	uint32_t written;   /* of them */

	const char *when_cut; /* borrowed; what a client is told when the daemon ends before the
				 stream does, instead of the usual */

	/* The session's. */
	void *listener;
	void (*wrote)(struct stream *stream);
	void (*ended)(struct stream *stream);

	/* The job's. */
	void *userdata;
	void (*gone)(void *userdata);
};

struct stream *stream_new(const struct reply *reply); /* NULL on no memory */
/* The job's side has said all: tells the session and frees. NULL is fine. */
void stream_end(struct stream *stream);
DEFINE_CLEANUP_FREE(struct stream *, stream_end)

static inline bool stream_is_heard(const struct stream *stream)
{
	return stream && stream->reply.out;
}
void stream_announce(struct stream *stream, uint32_t elements);
void stream_wrote(
	struct stream *stream, uint32_t elements); /* after so many were written to stream->reply */
void stream_detach(struct stream *stream);	   /* the session's side goes */
