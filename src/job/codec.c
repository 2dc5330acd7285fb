/* SPDX-License-Identifier: MIT */
#include "job/codec.h"

#include <string.h>

static void put_number(struct codec_writer *writer, uint64_t value, size_t width)
{
	char bytes[8];

	if (writer->error < 0)
		return;
	for (size_t i = 0; i < width; i++)
		bytes[i] = (char)(value >> (8 * i) & 0xff);
	writer->error = buffer_append(writer->bytes, bytes, width);
}

void codec_put_u8(struct codec_writer *writer, uint8_t value)
{
	put_number(writer, value, 1);
}

void codec_put_u32(struct codec_writer *writer, uint32_t value)
{
	put_number(writer, value, 4);
}

void codec_put_u64(struct codec_writer *writer, uint64_t value)
{
	put_number(writer, value, 8);
}

void codec_put_bytes(struct codec_writer *writer, const void *data, size_t len)
{
	if (len > UINT32_MAX && writer->error == 0)
		writer->error = -E2BIG;
	codec_put_u32(writer, (uint32_t)len);
	if (writer->error == 0 && len > 0)
		writer->error = buffer_append(writer->bytes, data, len);
}

void codec_put_string(struct codec_writer *writer, const char *string)
{
	codec_put_bytes(writer, string, string ? strlen(string) : 0);
}

void codec_put_list(struct codec_writer *writer, const struct strlist *list)
{
	codec_put_u32(writer, (uint32_t)list->count);
	for (size_t i = 0; i < list->count; i++)
		codec_put_string(writer, list->items[i]);
}

void codec_fail(struct codec_reader *reader, int error)
{
	if (reader->error == 0)
		reader->error = error;
}

/* The next len bytes, or NULL after an error. */
static const char *take(struct codec_reader *reader, size_t len)
{
	const char *bytes = reader->at;

	if (reader->left < len)
		codec_fail(reader, -EBADMSG);
	if (reader->error < 0)
		return NULL;
	reader->at += len;
	reader->left -= len;
	return bytes;
}

static uint64_t get_number(struct codec_reader *reader, size_t width)
{
	const char *bytes = take(reader, width);
	uint64_t value = 0;

	for (size_t i = 0; bytes && i < width; i++)
		value |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
	return value;
}

uint8_t codec_get_u8(struct codec_reader *reader)
{
	return (uint8_t)get_number(reader, 1);
}

uint32_t codec_get_u32(struct codec_reader *reader)
{
	return (uint32_t)get_number(reader, 4);
}

uint64_t codec_get_u64(struct codec_reader *reader)
{
	return get_number(reader, 8);
}

uint32_t codec_get_bounded(struct codec_reader *reader, uint32_t max)
{
	uint32_t value = codec_get_u32(reader);

	if (value <= max)
		return value;
	codec_fail(reader, -EBADMSG);
	return 0;
}

bool codec_get_bool(struct codec_reader *reader)
{
	uint8_t value = codec_get_u8(reader);

	if (value > 1)
		codec_fail(reader, -EBADMSG);
	return value == 1;
}

const char *codec_view_bytes(struct codec_reader *reader, size_t max, size_t *ret_len)
{
	size_t len = codec_get_u32(reader);
	const char *bytes;

	if (len > max)
		codec_fail(reader, -EBADMSG);
	bytes = take(reader, len);
	if (bytes)
		*ret_len = len;
	return bytes;
}

char *codec_get_bytes(struct codec_reader *reader, size_t max, size_t *ret_len)
{
	size_t len = 0;
	const char *bytes = codec_view_bytes(reader, max, &len); /* a length that lies costs nothing */
	char *copy;

	if (!bytes)
		return NULL;
	copy = malloc(len + 1);
	if (!copy) {
		codec_fail(reader, -ENOMEM);
		return NULL;
	}
	memcpy(copy, bytes, len);
	copy[len] = '\0';
	*ret_len = len;
	return copy;
}

char *codec_get_string(struct codec_reader *reader, size_t max)
{
	size_t len;
	char *string = codec_get_bytes(reader, max, &len);

	if (!string || strlen(string) == len)
		return string;
	codec_fail(reader, -EBADMSG);
	free(string);
	return NULL;
}

void codec_get_list(
	struct codec_reader *reader, size_t max_items, size_t max_bytes, struct strlist *list)
{
	uint32_t count = codec_get_bounded(reader, (uint32_t)max_items);

	for (uint32_t i = 0; i < count && reader->error == 0; i++) {
		_cleanup_free_ char *item = codec_get_string(reader, max_bytes);
		int r = item ? strlist_add(list, item) : 0;

		if (r < 0)
			codec_fail(reader, r);
	}
}

int codec_finish(const struct codec_reader *reader)
{
	if (reader->error < 0)
		return reader->error;
	return reader->left == 0 ? 0 : -EBADMSG;
}
