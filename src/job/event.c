/* SPDX-License-Identifier: MIT */
#include "job/job.h"

#include "job/codec.h"

#include <string.h>

#define EVENT_SIGNAL_MAX 64

void job_event_done(struct job_event *event)
{
	free(event->stdout_text);
	free(event->stderr_text);
	*event = (struct job_event){ 0 };
}

static int check_event(const struct job_event *event)
{
	if ((unsigned)event->type > JOB_EVENT_ALIVE || (unsigned)event->verdict >= VERDICT_COUNT)
		return -EINVAL;
	if (event->exit_status < -1 || event->exit_status > 255)
		return -EINVAL;
	if (event->signal < 0 || event->signal > EVENT_SIGNAL_MAX)
		return -EINVAL;
	if (event->stdout_len > JOB_STDOUT_KEPT || event->stderr_len > JOB_STDERR_KEPT)
		return -E2BIG;
	if (!memchr(event->detail, '\0', sizeof(event->detail)))
		return -E2BIG;
	return 0;
}

static void put_event(struct codec_writer *writer, const struct job_event *event)
{
	codec_put_u8(writer, (uint8_t)event->type);
	codec_put_u64(writer, event->job_id);
	codec_put_u32(writer, event->index);
	codec_put_u8(writer, (uint8_t)event->verdict);
	codec_put_u32(writer, (uint32_t)(event->exit_status + 1));
	codec_put_u32(writer, (uint32_t)event->signal);
	codec_put_u64(writer, event->wall_us);
	codec_put_u64(writer, event->cpu_us);
	codec_put_u64(writer, event->memory_bytes);
	codec_put_u64(writer, event->stdout_total);
	codec_put_bytes(writer, event->stdout_text, event->stdout_len);
	codec_put_bytes(writer, event->stderr_text, event->stderr_len);
	codec_put_string(writer, event->detail);
}

int job_event_encode(const struct job_event *event, struct buffer *ret_bytes)
{
	struct codec_writer writer = { .bytes = ret_bytes };
	int r;

	r = check_event(event);
	if (r < 0)
		return r;
	r = buffer_reserve(
		ret_bytes, event->stdout_len + event->stderr_len + sizeof(struct job_event));
	if (r < 0)
		return r;
	put_event(&writer, event);
	return writer.error;
}

static void get_detail(struct codec_reader *reader, struct job_event *event)
{
	_cleanup_free_ char *detail = codec_get_string(reader, JOB_DETAIL_MAX - 1);

	if (detail)
		memcpy(event->detail, detail, strlen(detail) + 1);
}

static void get_event(struct codec_reader *reader, struct job_event *event)
{
	event->type = (enum job_event_type)codec_get_u8(reader);
	event->job_id = codec_get_u64(reader);
	event->index = codec_get_u32(reader);
	event->verdict = (enum verdict)codec_get_u8(reader);
	event->exit_status = (int)codec_get_bounded(reader, 256) - 1;
	event->signal = (int)codec_get_bounded(reader, EVENT_SIGNAL_MAX);
	event->wall_us = codec_get_u64(reader);
	event->cpu_us = codec_get_u64(reader);
	event->memory_bytes = codec_get_u64(reader);
	event->stdout_total = codec_get_u64(reader);
	event->stdout_text = codec_get_bytes(reader, JOB_STDOUT_KEPT, &event->stdout_len);
	event->stderr_text = codec_get_bytes(reader, JOB_STDERR_KEPT, &event->stderr_len);
	get_detail(reader, event);
}

int job_event_decode(const char *bytes, size_t len, struct job_event *ret_event)
{
	struct codec_reader reader = { .at = bytes, .left = len };
	_cleanup_(job_event_done) struct job_event event = { 0 };
	int r;

	get_event(&reader, &event);
	r = codec_finish(&reader);
	if (r < 0)
		return r;
	if (check_event(&event) < 0)
		return -EBADMSG;
	*ret_event = event;
	event = (struct job_event){ 0 };
	return 0;
}
