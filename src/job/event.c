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
	if ((event->stdout_len > 0 && !event->stdout_text) || (event->stderr_len > 0 && !event->stderr_text))
		return -EINVAL;
	r = buffer_reserve(
		ret_bytes, event->stdout_len + event->stderr_len + sizeof(struct job_event));
	if (r < 0)
		return r;
	put_event(&writer, event);
	return writer.error;
}

static void get_detail(struct codec_reader *reader, struct job_event *event)
{
	size_t len = 0;
	const char *detail = codec_view_bytes(reader, JOB_DETAIL_MAX - 1, &len);

	if (!detail)
		return;
	if (memchr(detail, '\0', len))
		codec_fail(reader, -EBADMSG);
	memcpy(event->detail, detail, len);
	event->detail[len] = '\0';
}

static void get_event(struct codec_reader *reader, struct job_event *event, struct job_event_texts *texts)
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
	texts->out = codec_view_bytes(reader, JOB_STDOUT_KEPT, &event->stdout_len);
	texts->err = codec_view_bytes(reader, JOB_STDERR_KEPT, &event->stderr_len);
	get_detail(reader, event);
}

int job_event_view(
	const char *bytes, size_t len, struct job_event *ret_event, struct job_event_texts *ret_texts)
{
	struct codec_reader reader = { .at = bytes, .left = len };
	struct job_event event = { 0 };
	struct job_event_texts texts = { 0 };
	int r;

	get_event(&reader, &event, &texts);
	r = codec_finish(&reader);
	if (r < 0)
		return r;
	if (check_event(&event) < 0)
		return -EBADMSG;
	*ret_event = event;
	*ret_texts = texts;
	return 0;
}

static char *copy_text(const char *text, size_t len)
{
	char *copy = malloc(len + 1);

	if (copy) {
		memcpy(copy, text, len);
		copy[len] = '\0';
	}
	return copy;
}

int job_event_decode(const char *bytes, size_t len, struct job_event *ret_event)
{
	_cleanup_(job_event_done) struct job_event event = { 0 };
	struct job_event_texts texts;
	int r = job_event_view(bytes, len, &event, &texts);

	if (r < 0)
		return r;
	event.stdout_text = copy_text(texts.out, event.stdout_len);
	event.stderr_text = copy_text(texts.err, event.stderr_len);
	if (!event.stdout_text || !event.stderr_text)
		return -ENOMEM;
	*ret_event = event;
	event = (struct job_event){ 0 };
	return 0;
}
