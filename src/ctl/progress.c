/* SPDX-License-Identifier: MIT */
#include "ctl/progress.h"

#include "base/file.h"
#include "base/text.h"

#include <string.h>

#define BAR_MAX 30
#define BAR_MIN 5

void progress_init(struct progress *progress, const struct term *term, bool is_on)
{
	const char *name = getenv("TERM");

	*progress = (struct progress){ .term = term };
	progress->is_on = is_on && term->is_terminal && name && strcmp(name, "dumb") != 0;
}

int progress_format(
	struct buffer *out, const struct term *term, size_t done, size_t total, const char *label)
{
	size_t bar, full, fits, spare;
	int r;

	done = done < total ? done : total;
	spare = term->columns > 24 ? term->columns - 24 : 0; /* for the numbers and the label */
	bar = spare > BAR_MAX ? BAR_MAX : spare < BAR_MIN ? BAR_MIN : spare;
	full = total > 0 ? bar * done / total : 0;
	r = term_repeat(out, term, GLYPH_FULL_BLOCK, full);
	if (r >= 0)
		r = term_repeat(out, term, GLYPH_EMPTY_BLOCK, bar - full);
	if (r >= 0)
		r = buffer_printf(out, " %zu/%zu ", done, total);
	fits = text_width(out->data ? out->data : "", out->len);
	fits = term->columns > fits + 1 ? term->columns - fits - 1
					: 0; /* a full last column would scroll */
	return r < 0 ? r : buffer_append(out, label, text_fit(label, strlen(label), fits));
}

void progress_draw(struct progress *progress, size_t done, size_t total, const char *label)
{
	_cleanup_buffer_ struct buffer bar = { 0 }, line = { 0 };

	if (!progress->is_on || progress_format(&bar, progress->term, done, total, label) < 0 ||
		buffer_printf(&line, "\r\033[K%s", bar.data) < 0)
		return;
	(void)file_write_all(STDERR_FILENO, line.data, line.len); /* one write: no flicker */
	progress->is_drawn = true;
}

void progress_clear(struct progress *progress)
{
	if (!progress->is_drawn)
		return;
	(void)file_write_all(STDERR_FILENO, "\r\033[K", 4);
	progress->is_drawn = false;
}
