/* SPDX-License-Identifier: MIT */
#include "daemon/listing.h"

#include "proto/reply.h"

#include <inttypes.h>
#include <stdio.h>

static int join(const struct strlist *list, struct buffer *words)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < list->count; i++)
		r = buffer_printf(words, "%s%s", i > 0 ? " " : "", list->items[i]);
	return r;
}

static int add_row(struct listing *listing, const struct lesson *lesson, struct listing_row *row)
{
	_cleanup_buffer_ struct buffer languages = { 0 };
	struct reply reply = REPLY_INIT(&listing->text, true);
	char minutes[16];
	int r = join(&lesson->languages, &languages);

	(void)snprintf(minutes, sizeof(minutes), "%" PRIu32, lesson->minutes);
	*row = (struct listing_row){ .at = listing->text.len,
		.n_steps = (uint32_t)lesson->n_steps,
		.points = lesson_points(lesson) };
	if (r >= 0)
		r = reply_row(&reply,
			(const char *const[]){ lesson->id, lesson->title,
				lesson_level_name(lesson->level), minutes, languages.data },
			5);
	row->len = listing->text.len - row->at - 1; /* without the line's end */
	return r;
}

struct listing *listing_new(const struct catalog *catalog)
{
	_cleanup_(listing_freep) struct listing *listing = calloc(1, sizeof(*listing));
	int r = 0;

	if (!listing)
		return NULL;
	listing->rows = calloc(catalog->n_lessons + 1, sizeof(*listing->rows));
	if (!listing->rows)
		return NULL;
	for (size_t i = 0; r >= 0 && i < catalog->n_lessons; i++)
		r = add_row(listing, catalog->lessons[i], &listing->rows[i]);
	return r < 0 ? NULL : TAKE_PTR(listing);
}

void listing_free(struct listing *listing)
{
	if (!listing)
		return;
	buffer_done(&listing->text);
	free(listing->rows);
	free(listing);
}
