/* SPDX-License-Identifier: MIT */
/*
 * Fixed-width little-endian numbers and length-prefixed bytes, for the two encodings of job/.
 * Private to this layer.
 *
 * Both sides are sticky: after the first failure every further call does nothing, so that a row of
 * calls is checked once at its end. A writer's error is -ENOMEM; a reader's is -EBADMSG (bytes that
 * can't be) or -ENOMEM.
 */
#pragma once

#include "base/buffer.h"
#include "base/strlist.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct codec_writer {
	struct buffer *bytes; /* borrowed */
	int error;	      /* 0 or -errno */
};

void codec_put_u8(struct codec_writer *writer, uint8_t value);
void codec_put_u32(struct codec_writer *writer, uint32_t value);
void codec_put_u64(struct codec_writer *writer, uint64_t value);
/* At most UINT32_MAX bytes; the callers' own limits are far below. */
void codec_put_bytes(struct codec_writer *writer, const void *data, size_t len);
void codec_put_string(struct codec_writer *writer, const char *string); /* NULL is written as "" */
void codec_put_list(struct codec_writer *writer, const struct strlist *list);

struct codec_reader {
	const char *at;
	size_t left;
	int error;
};

uint8_t codec_get_u8(struct codec_reader *reader);
uint32_t codec_get_u32(struct codec_reader *reader);
uint64_t codec_get_u64(struct codec_reader *reader);
bool codec_get_bool(struct codec_reader *reader); /* 0 or 1, else -EBADMSG */
/* A number that counts or names things: more than max is -EBADMSG and reads as 0. */
uint32_t codec_get_bounded(struct codec_reader *reader, uint32_t max);
/* Of the encoding itself, without a NUL behind; NULL after an error. */
const char *codec_view_bytes(struct codec_reader *reader, size_t max, size_t *ret_len);
/* A heap copy with a NUL behind it, owned by the caller; NULL after an error. */
char *codec_get_bytes(struct codec_reader *reader, size_t max, size_t *ret_len);
char *codec_get_string(struct codec_reader *reader, size_t max); /* no NUL inside */
void codec_get_list(
	struct codec_reader *reader, size_t max_items, size_t max_bytes, struct strlist *list);
/* 0 when all was read and nothing is left over, else the error. */
int codec_finish(const struct codec_reader *reader);
void codec_fail(struct codec_reader *reader, int error); /* keeps the first error */
