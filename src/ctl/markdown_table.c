/* SPDX-License-Identifier: MIT */
/* A table that fits: columns as wide as their cells, else the widest are narrowed and wrapped, else
 * one record under the other. */
#include "ctl/markdown_parts.h"

#include <string.h>

#define GAP	   2
#define COLUMN_MIN 8 /* narrower than this, cells are no longer read as columns */

struct grid {
	const struct markdown_table *table;
	const struct markdown_place *place;
	const struct term *term;
	size_t widths[MARKDOWN_TABLE_COLUMNS_MAX];
	size_t room;
	bool used_first;
};

static size_t total_of(const struct grid *grid)
{
	size_t total = (grid->table->columns - 1) * GAP;

	for (size_t i = 0; i < grid->table->columns; i++)
		total += grid->widths[i];
	return total;
}

static void measure(struct grid *grid)
{
	for (size_t i = 0; i < grid->table->cells.count; i++) {
		const char *cell = grid->table->cells.items[i];
		size_t *width = &grid->widths[i % grid->table->columns];
		size_t needed = wrap_width(cell, strlen(cell));

		*width = needed > *width ? needed : *width;
	}
}

/* Takes columns from the widest until it fits. False: it can't. */
static bool narrow(struct grid *grid)
{
	while (total_of(grid) > grid->room) {
		size_t widest = 0;

		for (size_t i = 1; i < grid->table->columns; i++)
			if (grid->widths[i] > grid->widths[widest])
				widest = i;
		if (grid->widths[widest] <= COLUMN_MIN)
			return false;
		grid->widths[widest]--;
	}
	return true;
}

static int put_prefix(struct buffer *out, struct grid *grid)
{
	const struct buffer *prefix = grid->used_first ? &grid->place->rest : &grid->place->first;

	grid->used_first = true;
	return buffer_append(out, prefix->data ? prefix->data : "", prefix->len);
}

/* The cell's lines, wrapped into its column. */
static int wrap_cell(struct strlist *lines, const struct grid *grid, const char *cell, size_t width)
{
	const struct wrap wrap = { .columns = width, .first = "", .rest = "" };
	_cleanup_buffer_ struct buffer text = { 0 };
	const char *line;
	int r;

	r = wrap_append(&text, grid->term, &wrap, cell, strlen(cell));
	for (line = text.data; r >= 0 && line && *line;) {
		size_t len = strcspn(line, "\n");

		r = strlist_add_n(lines, line, len);
		line += len + (line[len] == '\n');
	}
	return r;
}

static int put_aligned(
	struct buffer *out, const char *line, size_t width, MD_ALIGN align, bool is_last)
{
	size_t used = wrap_width(line, strlen(line)), spare = width > used ? width - used : 0,
	       before = 0;
	int r;

	if (align == MD_ALIGN_RIGHT)
		before = spare;
	else if (align == MD_ALIGN_CENTER)
		before = spare / 2;
	r = term_pad(out, before);
	if (r >= 0)
		r = buffer_append_string(out, line);
	if (r >= 0 && !is_last)
		r = term_pad(out, spare - before + GAP);
	return r;
}

/* The wrapped cells of one row. */
struct line_sets {
	struct strlist cells[MARKDOWN_TABLE_COLUMNS_MAX];
};

static void line_sets_done(struct line_sets *sets)
{
	for (size_t i = 0; i < MARKDOWN_TABLE_COLUMNS_MAX; i++)
		strlist_done(&sets->cells[i]);
}

static int put_row(struct buffer *out, struct grid *grid, size_t row)
{
	size_t columns = grid->table->columns, height = 1;
	_cleanup_(line_sets_done) struct line_sets sets = { 0 };
	struct strlist *lines = sets.cells;
	int r = 0;

	for (size_t i = 0; i < columns && r >= 0; i++) {
		r = wrap_cell(&lines[i], grid, grid->table->cells.items[row * columns + i],
			grid->widths[i]);
		height = lines[i].count > height ? lines[i].count : height;
	}
	for (size_t line = 0; line < height && r >= 0; line++) {
		r = put_prefix(out, grid);
		for (size_t i = 0; i < columns && r >= 0; i++)
			r = put_aligned(out, line < lines[i].count ? lines[i].items[line] : "",
				grid->widths[i], grid->table->aligns[i], i + 1 == columns);
		while (out->len > 0 && out->data[out->len - 1] == ' ')
			buffer_truncate(out, out->len - 1);
		if (r >= 0)
			r = buffer_append_char(out, '\n');
	}
	return r;
}

static int put_rule(struct buffer *out, struct grid *grid)
{
	int r;

	r = put_prefix(out, grid);
	if (r >= 0)
		r = buffer_append_string(out, term_style(grid->term, STYLE_DIM));
	for (size_t i = 0; i < grid->table->columns && r >= 0; i++) {
		r = i > 0 ? term_pad(out, GAP) : 0;
		if (r >= 0)
			r = term_repeat(out, grid->term, GLYPH_RULE, grid->widths[i]);
	}
	return r < 0 ? r : buffer_printf(out, "%s\n", term_style(grid->term, STYLE_OFF));
}

/* "Heading: cell" for every cell, the records apart by an empty line. */
static int put_record(struct buffer *out, struct grid *grid, size_t row)
{
	size_t columns = grid->table->columns;
	int r = 0;

	for (size_t i = 0; i < columns && r >= 0; i++) {
		_cleanup_buffer_ struct buffer text = { 0 };
		struct wrap wrap = { .columns = grid->place->columns,
			.first = "",
			.rest = "",
			.first_width = grid->place->rest_width,
			.rest_width = grid->place->rest_width };

		r = buffer_printf(&text, "%s: %s", grid->table->cells.items[i],
			grid->table->cells.items[row * columns + i]);
		if (grid->place->rest.data)
			wrap.first = wrap.rest = grid->place->rest.data;
		if (r >= 0 && !grid->used_first && grid->place->first.data)
			wrap.first = grid->place->first.data;
		grid->used_first = true;
		if (r >= 0)
			r = wrap_append(out, grid->term, &wrap, text.data, text.len);
	}
	return r;
}

int markdown_table_render(struct buffer *out, const struct term *term,
	const struct markdown_place *place, const struct markdown_table *table)
{
	struct grid grid = { .table = table, .place = place, .term = term };
	size_t rows = table->cells.count / table->columns;
	bool has_columns;
	int r = 0;

	grid.room = place->columns > place->rest_width + WRAP_LEAST
			    ? place->columns - place->rest_width
			    : WRAP_LEAST;
	measure(&grid);
	has_columns = narrow(&grid);
	for (size_t row = has_columns ? 0 : 1; row < rows && r >= 0; row++) {
		if (!has_columns && row > 1)
			r = buffer_append_char(out, '\n');
		if (r >= 0)
			r = has_columns ? put_row(out, &grid, row) : put_record(out, &grid, row);
		if (r >= 0 && has_columns && row == 0)
			r = put_rule(out, &grid);
	}
	return r;
}
