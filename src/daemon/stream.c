/* SPDX-License-Identifier: MIT */
#include "daemon/stream.h"

struct stream *stream_new(const struct reply *reply)
{
	struct stream *stream = calloc(1, sizeof(*stream));

	if (stream)
		stream->reply = *reply;
	return stream;
}

void stream_end(struct stream *stream)
{
	if (!stream)
		return;
	stream->gone = NULL;
	if (stream->ended)
		stream->ended(stream);
	free(stream);
}

void stream_announce(struct stream *stream, uint32_t elements)
{
	if (!stream_is_heard(stream))
		return;
	stream->announced = elements;
	(void)reply_array(&stream->reply, elements);
}

void stream_wrote(struct stream *stream, uint32_t elements)
{
	if (!stream_is_heard(stream))
		return;
	stream->written += elements;
	if (stream->wrote)
		stream->wrote(stream);
}

void stream_detach(struct stream *stream)
{
	stream->reply.out = NULL;
	stream->listener = NULL;
	stream->wrote = NULL;
	stream->ended = NULL;
	if (stream->gone)
		stream->gone(stream->userdata);
}
