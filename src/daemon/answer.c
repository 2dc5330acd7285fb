/* SPDX-License-Identifier: MIT */
#include "daemon/answer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void answer_init(struct answer *answer, const struct reply *like)
{
	*answer = (struct answer){ 0 };
	answer->reply = (struct reply)REPLY_INIT(&answer->bytes, like->lf_only);
}

void answer_done(struct answer *answer)
{
	buffer_done(&answer->bytes);
}

static void count(struct answer *answer, int r)
{
	if (r >= 0)
		answer->count++;
}

void answer_field(struct answer *answer, const char *key, const char *value)
{
	count(answer, reply_field(&answer->reply, key, value));
}

void answer_fieldf(struct answer *answer, const char *key, const char *format, ...)
{
	_cleanup_buffer_ struct buffer value = { 0 };
	va_list args;
	int r;

	va_start(args, format);
	r = buffer_vprintf(&value, format, args);
	va_end(args);
	if (r < 0 && !answer->reply.error)
		answer->reply.error = r;
	if (r >= 0)
		answer_field(answer, key, value.data);
}

void answer_number(struct answer *answer, const char *key, int64_t number)
{
	count(answer, reply_field_number(&answer->reply, key, number));
}

const char *answer_format_time(int64_t us, char buffer[static ANSWER_TIME_MAX])
{
	time_t seconds = (time_t)(us / 1000000);
	struct tm broken;

	buffer[0] = '\0';
	if (us > 0 && gmtime_r(&seconds, &broken))
		(void)strftime(buffer, ANSWER_TIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &broken);
	return buffer;
}

void answer_time(struct answer *answer, const char *key, int64_t us)
{
	char buffer[ANSWER_TIME_MAX];

	answer_field(answer, key, answer_format_time(us, buffer));
}

void answer_fields(struct answer *answer, const char *key, const struct strlist *values)
{
	for (size_t i = 0; i < values->count; i++)
		answer_field(answer, key, values->items[i]);
}

static void add_line(struct answer *answer, const char *key, const char *line, size_t len)
{
	if (len > 0 && line[len - 1] == '\r')
		len--;
	count(answer, reply_field_bytes(&answer->reply, key, line, len));
}

void answer_lines(struct answer *answer, const char *key, const char *text, size_t len, size_t max)
{
	const char *end = text ? text + len : NULL;

	for (size_t n = 0; text < end; n++) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		if (n == max) {
			answer_field(answer, key, "...");
			return;
		}
		add_line(answer, key, text, (size_t)(line_end - text));
		text = newline ? newline + 1 : end;
	}
}

void answer_row(struct answer *answer, const char *const *cells, size_t n_cells)
{
	count(answer, reply_row(&answer->reply, cells, n_cells));
}

void answer_row_on(struct answer *answer, const char *begin, size_t len, const char *const *cells,
	size_t n_cells)
{
	count(answer, reply_row_on(&answer->reply, begin, len, cells, n_cells));
}

void answer_send(struct answer *answer, struct reply *reply)
{
	int r = answer->reply.error;

	if (r >= 0)
		r = reply_array(reply, answer->count);
	if (r >= 0 && answer->bytes.len > 0)
		r = buffer_append(reply->out, answer->bytes.data, answer->bytes.len);
	if (r < 0 && !reply->error)
		reply->error = r;
}
