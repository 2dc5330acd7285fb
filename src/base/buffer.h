/* SPDX-License-Identifier: MIT */
/* The one buffer of the project: a growable array of bytes. Zero-initialised ({ 0 }) is empty. */
#pragma once

#include "base/cleanup.h"

#include <stdarg.h>
#include <stddef.h>

struct buffer {
	char *data; /* owned; NULL while nothing was appended, afterwards data[len] is NUL */
	size_t len; /* bytes in use */
	size_t allocated;
};

void buffer_done(struct buffer *buffer);  /* frees, leaves it empty and usable; NULL is fine */
void buffer_clear(struct buffer *buffer); /* len = 0, keeps the memory */

/* Drops what is behind the first `len` bytes. */
void buffer_truncate(struct buffer *buffer, size_t len);

/* Room for `extra` more bytes and the NUL. 0 or -ENOMEM (also on overflow of size_t). */
int buffer_reserve(struct buffer *buffer, size_t extra);

/* All of these: 0 or -ENOMEM; on failure the content is unchanged. What is appended must not lie in
 * the buffer itself. */
int buffer_append(struct buffer *buffer, const void *data, size_t len);
int buffer_append_char(struct buffer *buffer, char c);
int buffer_append_string(struct buffer *buffer, const char *string);
int buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int buffer_vprintf(struct buffer *buffer, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Drops the first `len` bytes (at most buffer->len). */
void buffer_consume(struct buffer *buffer, size_t len);

/* The bytes as a heap string of the caller's; the buffer is empty then. NULL on no memory. */
char *buffer_steal(struct buffer *buffer);

#define _cleanup_buffer_ _cleanup_(buffer_done)
