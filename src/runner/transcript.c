/* SPDX-License-Identifier: MIT */
#include "runner/transcript.h"

#include <string.h>

static const char left_out[] = "... (more was said than is kept)\n";

void transcript_done(struct transcript *transcript)
{
	buffer_done(&transcript->text);
	*transcript = (struct transcript){ 0 };
}

static void put(struct transcript *transcript, const char *bytes, size_t len)
{
	size_t room = TRANSCRIPT_MAX - transcript->text.len;

	if (transcript->is_full)
		return;
	if (len > room || buffer_append(&transcript->text, bytes, len) < 0) {
		(void)buffer_append(&transcript->text, bytes, len < room ? len : room);
		transcript->is_full = true;
	}
}

static void end_line(struct transcript *transcript)
{
	if (transcript->is_open)
		put(transcript, "\n", 1);
	transcript->is_open = false;
}

/* A piece of one line; ends it when it has its end. */
static void add_piece(struct transcript *transcript, bool by_program, const char *bytes, size_t len)
{
	if (transcript->is_open && transcript->by_program != by_program)
		end_line(transcript);
	if (!transcript->is_open)
		put(transcript, by_program ? "> " : "< ", 2);
	put(transcript, bytes, len);
	transcript->by_program = by_program;
	transcript->is_open = bytes[len - 1] != '\n';
}

void transcript_add(struct transcript *transcript, bool by_program, const char *bytes, size_t len)
{
	while (len > 0 && !transcript->is_full) {
		const char *newline = memchr(bytes, '\n', len);
		size_t piece = newline ? (size_t)(newline - bytes) + 1 : len;

		add_piece(transcript, by_program, bytes, piece);
		bytes += piece;
		len -= piece;
	}
}

void transcript_finish(struct transcript *transcript)
{
	struct buffer *text = &transcript->text;

	if (text->len > 0 && text->data[text->len - 1] != '\n')
		(void)buffer_append_char(text, '\n');
	if (transcript->is_full)
		(void)buffer_append_string(text, left_out);
	transcript->is_open = false;
}
