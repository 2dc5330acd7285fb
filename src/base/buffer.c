/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
	FIRST_ALLOCATION = 64,
};

void buffer_done(struct buffer *buffer)
{
	if (!buffer)
		return;
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}

void buffer_clear(struct buffer *buffer)
{
	buffer_truncate(buffer, 0);
}

void buffer_truncate(struct buffer *buffer, size_t len)
{
	if (len >= buffer->len)
		return;
	buffer->len = len;
	buffer->data[len] = '\0';
}

int buffer_reserve(struct buffer *buffer, size_t extra)
{
	size_t needed, size;
	char *data;

	if (__builtin_add_overflow(buffer->len, extra, &needed) || needed > SIZE_MAX / 2 - 1)
		return -ENOMEM;
	needed++;
	if (needed <= buffer->allocated)
		return 0;
	/* Doubling keeps the appending of n bytes at O(n), however small the pieces are. */
	size = buffer->allocated ? buffer->allocated : FIRST_ALLOCATION;
	while (size < needed)
		size *= 2;
	data = realloc(buffer->data, size);
	if (!data)
		return -ENOMEM;
	buffer->data = data;
	buffer->allocated = size;
	buffer->data[buffer->len] = '\0';
	return 0;
}

int buffer_append(struct buffer *buffer, const void *data, size_t len)
{
	int r = buffer_reserve(buffer, len);

	if (r < 0)
		return r;
	if (len > 0)
		memcpy(buffer->data + buffer->len, data, len);
	buffer->len += len;
	buffer->data[buffer->len] = '\0';
	return 0;
}

int buffer_append_char(struct buffer *buffer, char c)
{
	return buffer_append(buffer, &c, 1);
}

int buffer_append_string(struct buffer *buffer, const char *string)
{
	return buffer_append(buffer, string, strlen(string));
}

int buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	int r;

	va_start(args, format);
	r = buffer_vprintf(buffer, format, args);
	va_end(args);
	return r;
}

int buffer_vprintf(struct buffer *buffer, const char *format, va_list args)
{
	va_list again;
	int len, r;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		return -ENOMEM;
	r = buffer_reserve(buffer, (size_t)len);
	if (r < 0)
		return r;
	(void)vsnprintf(buffer->data + buffer->len, (size_t)len + 1, format, args);
	buffer->len += (size_t)len;
	return 0;
}

void buffer_consume(struct buffer *buffer, size_t len)
{
	if (!buffer->data)
		return;
	if (len > buffer->len)
		len = buffer->len;
	buffer->len -= len;
	memmove(buffer->data, buffer->data + len, buffer->len + 1);
}

char *buffer_steal(struct buffer *buffer)
{
	char *data;

	if (buffer_reserve(buffer, 0) < 0)
		return NULL;
	data = buffer->data;
	*buffer = (struct buffer){ 0 };
	return data;
}
