/* SPDX-License-Identifier: MIT */
#include "ctl/table.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>

#define GAP	   1  /* spaces between columns */
#define SHRINK_MIN 16 /* a column that may shrink keeps so many columns */

void table_done(struct table *table)
{
	strlist_done(&table->cells);
	buffer_done(&table->styles);
}

int table_add(struct table *table, const char *text, enum style style)
{
	_cleanup_buffer_ struct buffer clean = { 0 };
	int r;

	r = text_sanitize(&clean, *text ? text : "-", strlen(*text ? text : "-"));
	for (size_t i = 0; r >= 0 && i < clean.len; i++)
		if (clean.data[i] == '\t' || clean.data[i] == '\n')
			clean.data[i] = ' ';
	if (r >= 0)
		r = buffer_append_char(&table->styles, (char)style);
	if (r >= 0)
		r = strlist_add(&table->cells, clean.data);
	return r;
}

struct plan {
	size_t *widths; /* SIZE_MAX: left out */
	size_t n;
};

static size_t total_of(const struct plan *plan)
{
	size_t total = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (plan->widths[i] != SIZE_MAX)
			total += plan->widths[i] + (total > 0 ? GAP : 0);
	return total;
}

static void measure(const struct table *table, const struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		plan->widths[i] =
			text_width(table->columns[i].heading, strlen(table->columns[i].heading));
	for (size_t i = 0; i < table->cells.count; i++) {
		size_t width = text_width(table->cells.items[i], strlen(table->cells.items[i]));

		if (width > plan->widths[i % plan->n])
			plan->widths[i % plan->n] = width;
	}
}

static bool leave_one_out(const struct table *table, const struct plan *plan)
{
	size_t victim = SIZE_MAX;
	unsigned weight = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (plan->widths[i] != SIZE_MAX && table->columns[i].weight > weight) {
			victim = i;
			weight = table->columns[i].weight;
		}
	if (victim == SIZE_MAX)
		return false;
	plan->widths[victim] = SIZE_MAX;
	return true;
}

/* How narrow the columns can get without one being left out. */
static size_t least_of(const struct table *table, const struct plan *plan)
{
	size_t least = total_of(plan);

	for (size_t i = 0; i < plan->n; i++)
		if (table->columns[i].may_shrink && plan->widths[i] != SIZE_MAX &&
			plan->widths[i] > SHRINK_MIN)
			least -= plan->widths[i] - SHRINK_MIN;
	return least;
}

static void fit(const struct table *table, const struct plan *plan, struct table_layout *layout)
{
	while (least_of(table, plan) > layout->columns && leave_one_out(table, plan))
		layout->was_cut = true;
	for (size_t i = plan->n; i-- > 0;) {
		size_t total = total_of(plan), over;

		if (total <= layout->columns)
			return;
		if (!table->columns[i].may_shrink || plan->widths[i] == SIZE_MAX ||
			plan->widths[i] <= SHRINK_MIN)
			continue;
		over = total - layout->columns;
		plan->widths[i] -=
			over < plan->widths[i] - SHRINK_MIN ? over : plan->widths[i] - SHRINK_MIN;
		layout->was_cut = true;
	}
}

static int put_cut(struct buffer *out, const struct term *term, const char *text, size_t width,
	size_t *ret_used)
{
	size_t len = strlen(text), mark;
	int r;

	*ret_used = text_width(text, len);
	if (*ret_used <= width)
		return buffer_append(out, text, len);
	mark = term->has_utf8 ? 1 : 3;
	len = text_fit(text, len, width > mark ? width - mark : 0);
	r = buffer_append(out, text, len);
	*ret_used = text_width(text, len) + mark;
	return r < 0 ? r : buffer_append_string(out, term_glyph(term, GLYPH_ELLIPSIS));
}

struct cell {
	const char *text;
	enum style style;
	size_t width;
	bool is_right, is_last;
};

static int put_cell(struct buffer *out, const struct term *term, const struct cell *cell)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	size_t used;
	int r;

	r = put_cut(&text, term, cell->text, cell->width, &used);
	if (r >= 0 && cell->is_right)
		r = term_pad(out, cell->width - used);
	if (r >= 0)
		r = cell->style == STYLE_OFF ? buffer_append(out, text.data, text.len)
					     : term_styled(out, term, cell->style, text.data);
	if (r >= 0 && !cell->is_right && !cell->is_last)
		r = term_pad(out, cell->width - used);
	return r;
}

static int put_row(struct buffer *out, const struct term *term, const struct table *table,
	const struct plan *plan, size_t row)
{
	bool is_header = row == SIZE_MAX;
	size_t last = plan->n;
	int r = 0;

	while (last > 0 && plan->widths[last - 1] == SIZE_MAX)
		last--;
	for (size_t i = 0; i < last && r >= 0; i++) {
		struct cell cell = {
			.text = is_header ? table->columns[i].heading
					  : table->cells.items[row * plan->n + i],
			.style = is_header ? STYLE_BOLD
					   : (enum style)table->styles.data[row * plan->n + i],
			.width = plan->widths[i],
			.is_right = table->columns[i].is_right,
			.is_last = i + 1 == last,
		};

		if (cell.width == SIZE_MAX)
			continue;
		r = put_cell(out, term, &cell);
		if (r >= 0)
			r = buffer_append_char(out, cell.is_last ? '\n' : ' ');
	}
	return r;
}

int table_render(struct buffer *out, const struct term *term, const struct table *table,
	struct table_layout *layout)
{
	_cleanup_free_ size_t *widths = calloc(table->n_columns, sizeof(size_t));
	struct plan plan = { .widths = widths, .n = table->n_columns };
	size_t rows = table->cells.count / table->n_columns;
	int r = 0;

	if (!widths)
		return -ENOMEM;
	layout->was_cut = false;
	measure(table, &plan);
	fit(table, &plan, layout);
	if (layout->has_header)
		r = put_row(out, term, table, &plan, SIZE_MAX);
	for (size_t row = 0; row < rows && r >= 0; row++)
		r = put_row(out, term, table, &plan, row);
	return r;
}
