/* SPDX-License-Identifier: MIT */
/*
 * md4c calls back for every block and span. Text gathers as marked text (wrap.h) in `text` until
 * its leaf block ends; then the block is written at its place. The place is what the open quotes
 * and list items put before a line. Blank lines are owed (`gap`) rather than written, so that none
 * is written twice or at the end.
 */
#include "ctl/markdown.h"

#include "base/text.h"
#include "ctl/markdown_parts.h"

#include <stdio.h>
#include <string.h>

#define MARGIN	    2 /* columns before prose, where there is room */
#define CODE_INDENT 2
#define HREF_MAX    1024

enum container_kind {
	CONTAINER_QUOTE,
	CONTAINER_LIST,
	CONTAINER_ITEM,
};

struct container {
	enum container_kind kind;
	bool is_tight; /* LIST */
	bool is_ordered;
	unsigned number; /* LIST: of the next item */
	bool is_pending; /* ITEM: its marker was not written yet */
	char marker[24]; /* ITEM */
	size_t width;	 /* ITEM: of the marker and the space behind it */
};

struct renderer {
	struct buffer *out;
	const struct term *term;
	struct buffer text;
	struct container stack[MARKDOWN_DEPTH];
	size_t depth; /* may be more than MARKDOWN_DEPTH */
	unsigned gap; /* blank lines that are owed before the next block */
	unsigned style;
	unsigned images;   /* open ones */
	size_t link_begin; /* in text */
	char href[HREF_MAX];
	struct markdown_table table;
	bool in_code, in_table;
	int error;
};

static void fail(struct renderer *renderer, int r)
{
	if (r < 0 && renderer->error >= 0)
		renderer->error = r;
}

static struct container *top(struct renderer *renderer)
{
	return renderer->depth > 0 && renderer->depth <= MARKDOWN_DEPTH
		       ? &renderer->stack[renderer->depth - 1]
		       : NULL;
}

static void push(struct renderer *renderer, struct container container)
{
	if (renderer->depth < MARKDOWN_DEPTH)
		renderer->stack[renderer->depth] = container;
	renderer->depth++;
}

/* ---- where a block stands */

static void place_done(struct markdown_place *place)
{
	buffer_done(&place->first);
	buffer_done(&place->rest);
}

static void put_prefix(struct renderer *renderer, struct markdown_place *place, const char *first,
	const char *rest, size_t width)
{
	fail(renderer, buffer_append_string(&place->first, first));
	fail(renderer, buffer_append_string(&place->rest, rest));
	place->first_width += width;
	place->rest_width += width;
}

static void put_item(
	struct renderer *renderer, struct markdown_place *place, struct container *item)
{
	char spaces[sizeof(item->marker) + 8];

	(void)snprintf(spaces, sizeof(spaces), "%*s", (int)item->width, "");
	put_prefix(renderer, place, item->is_pending ? item->marker : spaces, spaces, item->width);
	item->is_pending = false;
}

static void place_init(struct renderer *renderer, struct markdown_place *place, size_t indent)
{
	size_t depth = renderer->depth < MARKDOWN_DEPTH ? renderer->depth : MARKDOWN_DEPTH;
	char bar[64];

	*place = (struct markdown_place){ .columns = renderer->term->columns };
	if (renderer->term->columns >= MARKDOWN_ROOMY)
		put_prefix(renderer, place, "  ", "  ", MARGIN);
	(void)snprintf(bar, sizeof(bar), "%s%s%s ", term_style(renderer->term, STYLE_DIM),
		term_glyph(renderer->term, GLYPH_BAR), term_style(renderer->term, STYLE_OFF));
	for (size_t i = 0; i < depth; i++) {
		if (renderer->stack[i].kind == CONTAINER_QUOTE)
			put_prefix(renderer, place, bar, bar, 2);
		else if (renderer->stack[i].kind == CONTAINER_ITEM)
			put_item(renderer, place, &renderer->stack[i]);
	}
	for (size_t i = 0; i < indent; i++)
		put_prefix(renderer, place, " ", " ", 1);
}

/* Writes the blank lines that are owed; inside of a quote they have its bar. */
static void put_gap(struct renderer *renderer)
{
	bool in_quote = renderer->depth > 0 && renderer->stack[0].kind == CONTAINER_QUOTE;

	for (; renderer->gap > 0 && renderer->out->len > 0; renderer->gap--) {
		if (in_quote) {
			fail(renderer,
				term_pad(renderer->out,
					renderer->term->columns >= MARKDOWN_ROOMY ? MARGIN : 0));
			fail(renderer, term_styled(renderer->out, renderer->term, STYLE_DIM,
					       term_glyph(renderer->term, GLYPH_BAR)));
		}
		fail(renderer, buffer_append_char(renderer->out, '\n'));
	}
	renderer->gap = 0;
}

static size_t measure(const struct renderer *renderer)
{
	return renderer->term->columns < WRAP_MEASURE ? renderer->term->columns : WRAP_MEASURE;
}

/* ---- leaf blocks */

/* What has gathered, as a paragraph. In a tight list md4c sends an item's text without one. */
static void flush_text(struct renderer *renderer)
{
	_cleanup_(place_done) struct markdown_place place = { 0 };
	struct wrap wrap;

	if (renderer->text.len == 0 || renderer->in_table)
		return;
	put_gap(renderer);
	place_init(renderer, &place, 0);
	wrap = (struct wrap){ .columns = measure(renderer),
		.first = place.first.data ? place.first.data : "",
		.rest = place.rest.data ? place.rest.data : "",
		.first_width = place.first_width,
		.rest_width = place.rest_width };
	fail(renderer, wrap_append(renderer->out, renderer->term, &wrap, renderer->text.data,
			       renderer->text.len));
	buffer_clear(&renderer->text);
	renderer->gap = 1;
}

static void put_rule_under(struct renderer *renderer, enum glyph glyph, size_t width)
{
	fail(renderer, buffer_append_string(renderer->out, term_style(renderer->term, STYLE_DIM)));
	fail(renderer, term_repeat(renderer->out, renderer->term, glyph, width));
	fail(renderer, buffer_printf(renderer->out, "%s\n", term_style(renderer->term, STYLE_OFF)));
}

static void put_heading(struct renderer *renderer, unsigned level)
{
	struct wrap wrap = { .columns = measure(renderer), .first = "", .rest = "" };
	size_t width =
		wrap_width(renderer->text.data ? renderer->text.data : "", renderer->text.len);

	if (renderer->depth > 0) { /* within a list or quote it is a line in bold */
		flush_text(renderer);
		return;
	}
	if (level == 2 && renderer->gap > 0)
		renderer->gap = 2;
	put_gap(renderer);
	if (renderer->text.len > 0)
		fail(renderer, wrap_append(renderer->out, renderer->term, &wrap,
				       renderer->text.data, renderer->text.len));
	buffer_clear(&renderer->text);
	if (level <= 2)
		put_rule_under(renderer, level == 1 ? GLYPH_DOUBLE_RULE : GLYPH_RULE,
			width < wrap.columns ? width : wrap.columns);
	/* Below a small heading the indent tells it from the text; without an indent an empty line
	 * does. */
	renderer->gap = level <= 2 || renderer->term->columns < MARKDOWN_ROOMY;
}

static void put_rule(struct renderer *renderer)
{
	_cleanup_(place_done) struct markdown_place place = { 0 };

	put_gap(renderer);
	place_init(renderer, &place, 0);
	fail(renderer, buffer_append(renderer->out, place.first.data ? place.first.data : "",
			       place.first.len));
	put_rule_under(renderer, GLYPH_RULE,
		measure(renderer) > place.first_width + WRAP_LEAST
			? measure(renderer) - place.first_width
			: WRAP_LEAST);
	renderer->gap = 1;
}

static void put_code(struct renderer *renderer)
{
	_cleanup_(place_done) struct markdown_place place = { 0 };

	put_gap(renderer);
	place_init(renderer, &place, CODE_INDENT);
	fail(renderer, markdown_code_render(renderer->out, renderer->term, &place,
			       renderer->text.data ? renderer->text.data : "", renderer->text.len));
	buffer_clear(&renderer->text);
	renderer->gap = 1;
}

static void put_table(struct renderer *renderer)
{
	_cleanup_(place_done) struct markdown_place place = { 0 };

	put_gap(renderer);
	place_init(renderer, &place, 0);
	if (renderer->table.columns > 0)
		fail(renderer, markdown_table_render(
				       renderer->out, renderer->term, &place, &renderer->table));
	strlist_done(&renderer->table.cells);
	renderer->table = (struct markdown_table){ 0 };
	renderer->in_table = false;
	renderer->gap = 1;
}

/* ---- md4c's callbacks */

static void enter_item(struct renderer *renderer, const MD_BLOCK_LI_DETAIL *detail)
{
	struct container *list = top(renderer);
	struct container item = { .kind = CONTAINER_ITEM, .is_pending = true };
	const char *bullet = term_glyph(renderer->term, GLYPH_BULLET);

	if (detail->is_task)
		bullet = detail->task_mark == ' ' ? "[ ]" : "[x]";
	if (list && list->is_ordered)
		(void)snprintf(item.marker, sizeof(item.marker), "%u. ", list->number++);
	else
		(void)snprintf(item.marker, sizeof(item.marker), "%s ", bullet);
	item.width = text_width(item.marker, strlen(item.marker));
	put_gap(renderer);
	push(renderer, item);
}

static void leave_item(struct renderer *renderer)
{
	const struct container *list;

	flush_text(renderer);
	renderer->depth--;
	list = top(renderer);
	renderer->gap = list && list->is_tight ? 0 : 1;
}

static void enter_list(struct renderer *renderer, bool is_ordered, unsigned start, bool is_tight)
{
	const struct container *outer = renderer->depth > 1 && renderer->depth <= MARKDOWN_DEPTH
						? &renderer->stack[renderer->depth - 2]
						: NULL;

	flush_text(renderer);
	if (outer && outer->kind == CONTAINER_LIST && outer->is_tight)
		renderer->gap = 0;
	put_gap(renderer);
	push(renderer, (struct container){ .kind = CONTAINER_LIST,
			       .is_ordered = is_ordered,
			       .number = start,
			       .is_tight = is_tight });
}

static void enter_table(struct renderer *renderer, const MD_BLOCK_TABLE_DETAIL *detail)
{
	renderer->in_table = true;
	renderer->table.columns = detail->col_count < MARKDOWN_TABLE_COLUMNS_MAX
					  ? detail->col_count
					  : MARKDOWN_TABLE_COLUMNS_MAX;
	renderer->table.header_cells = renderer->table.columns;
}

static void leave_cell(struct renderer *renderer, const MD_BLOCK_TD_DETAIL *detail)
{
	struct markdown_table *table = &renderer->table;

	if (table->columns > 0) {
		table->aligns[table->cells.count % table->columns] = detail->align;
		fail(renderer,
			strlist_add(&table->cells, renderer->text.data ? renderer->text.data : ""));
	}
	buffer_clear(&renderer->text);
}

static void set_style(struct renderer *renderer, unsigned style, bool is_on)
{
	renderer->style = is_on ? renderer->style | style : renderer->style & ~style;
	fail(renderer, wrap_mark(&renderer->text, renderer->style));
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct renderer *renderer = userdata;

	if (type != MD_BLOCK_TD && type != MD_BLOCK_TH && type != MD_BLOCK_TR)
		flush_text(renderer);
	if (type == MD_BLOCK_QUOTE) {
		put_gap(renderer);
		push(renderer, (struct container){ .kind = CONTAINER_QUOTE });
	} else if (type == MD_BLOCK_UL)
		enter_list(renderer, false, 0, ((const MD_BLOCK_UL_DETAIL *)detail)->is_tight != 0);
	else if (type == MD_BLOCK_OL)
		enter_list(renderer, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start,
			((const MD_BLOCK_OL_DETAIL *)detail)->is_tight != 0);
	else if (type == MD_BLOCK_LI)
		enter_item(renderer, detail);
	else if (type == MD_BLOCK_H)
		set_style(renderer, WRAP_BOLD, true);
	else if (type == MD_BLOCK_TABLE)
		enter_table(renderer, detail);
	else if (type == MD_BLOCK_TH)
		set_style(renderer, WRAP_BOLD, true);
	renderer->in_code = type == MD_BLOCK_CODE;
	return renderer->error;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct renderer *renderer = userdata;

	if (type == MD_BLOCK_P)
		flush_text(renderer);
	else if (type == MD_BLOCK_H) {
		set_style(renderer, WRAP_BOLD, false);
		put_heading(renderer, ((const MD_BLOCK_H_DETAIL *)detail)->level);
	} else if (type == MD_BLOCK_HR)
		put_rule(renderer);
	else if (type == MD_BLOCK_CODE)
		put_code(renderer);
	else if (type == MD_BLOCK_LI)
		leave_item(renderer);
	else if (type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
		renderer->depth--;
		renderer->gap = 1;
	} else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
		if (type == MD_BLOCK_TH)
			set_style(renderer, WRAP_BOLD, false);
		leave_cell(renderer, detail);
	} else if (type == MD_BLOCK_TABLE)
		put_table(renderer);
	renderer->in_code = false;
	return renderer->error;
}

static unsigned style_of(MD_SPANTYPE type)
{
	static const unsigned styles[] = {
		[MD_SPAN_EM] = WRAP_ITALIC,
		[MD_SPAN_STRONG] = WRAP_BOLD,
		[MD_SPAN_A] = WRAP_UNDERLINE,
		[MD_SPAN_CODE] = WRAP_CODE,
		[MD_SPAN_DEL] = WRAP_STRIKE,
	};

	return (size_t)type < ARRAY_SIZE(styles) ? styles[type] : 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct renderer *renderer = userdata;
	const MD_SPAN_A_DETAIL *link = detail;

	if (type == MD_SPAN_IMG && renderer->images++ == 0)
		fail(renderer, buffer_append_string(&renderer->text, "[image: "));
	if (type == MD_SPAN_A) {
		(void)snprintf(renderer->href, sizeof(renderer->href), "%.*s", (int)link->href.size,
			link->href.text ? link->href.text : "");
		set_style(renderer, WRAP_UNDERLINE, true);
		renderer->link_begin = renderer->text.len;
		return renderer->error;
	}
	if (style_of(type))
		set_style(renderer, style_of(type), true);
	if (type == MD_SPAN_CODE && !renderer->term->has_colour)
		fail(renderer, buffer_append_char(&renderer->text, '`'));
	return renderer->error;
}

/* The address behind the link's text, where it leads out of the lesson and is not the text itself.
 */
static void put_href(struct renderer *renderer)
{
	const char *text = renderer->text.data ? renderer->text.data + renderer->link_begin : "";

	if (!strstr(renderer->href, "://") || strcmp(text, renderer->href) == 0)
		return;
	set_style(renderer, WRAP_UNDERLINE, false);
	fail(renderer, buffer_printf(&renderer->text, " (%s)", renderer->href));
}

static int leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct renderer *renderer = userdata;

	(void)detail;
	if (type == MD_SPAN_IMG && --renderer->images == 0)
		fail(renderer, buffer_append_char(&renderer->text, ']'));
	if (type == MD_SPAN_A)
		put_href(renderer);
	if (type == MD_SPAN_CODE && !renderer->term->has_colour)
		fail(renderer, buffer_append_char(&renderer->text, '`'));
	if (style_of(type))
		set_style(renderer, style_of(type), false);
	return renderer->error;
}

static int text(MD_TEXTTYPE type, const MD_CHAR *bytes, MD_SIZE size, void *userdata)
{
	struct renderer *renderer = userdata;

	if (type == MD_TEXT_BR)
		fail(renderer, buffer_append_char(&renderer->text, '\n'));
	else if (type == MD_TEXT_SOFTBR)
		fail(renderer, buffer_append_char(&renderer->text, ' '));
	else if (type == MD_TEXT_NULLCHAR)
		fail(renderer, buffer_append_string(&renderer->text, "\357\277\275"));
	else if (type == MD_TEXT_ENTITY)
		fail(renderer, markdown_entity_append(&renderer->text, bytes, size));
	else
		fail(renderer, buffer_append(&renderer->text, bytes, size));
	return renderer->error;
}

int markdown_clean(struct buffer *out, const char *bytes, size_t len)
{
	_cleanup_buffer_ struct buffer lines = { 0 };
	int r = buffer_reserve(out, 0);

	for (size_t i = 0; i < len && r >= 0; i++)
		if (bytes[i] != '\r' || i + 1 == len || bytes[i + 1] != '\n')
			r = buffer_append_char(&lines, bytes[i]);
	return r < 0 ? r : text_sanitize(out, lines.data ? lines.data : "", lines.len);
}

int markdown_render(struct buffer *out, const struct term *term, const char *bytes, size_t len)
{
	static const MD_PARSER parser = {
		.flags = MARKDOWN_FLAGS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = text,
	};
	_cleanup_buffer_ struct buffer clean = { 0 };
	struct renderer renderer = { .out = out, .term = term };
	int r;

	r = markdown_clean(&clean, bytes, len);
	if (r < 0)
		return r;
	r = md_parse(clean.data ? clean.data : "", (MD_SIZE)clean.len, &parser, &renderer);
	buffer_done(&renderer.text);
	strlist_done(&renderer.table.cells);
	return renderer.error < 0 ? renderer.error : r != 0 ? -ENOMEM : 0;
}
