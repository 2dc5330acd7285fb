/* SPDX-License-Identifier: MIT */
/* md4c hands out pieces of the text where they stand: that is where the line numbers come from. */
#include "daemon/verify_page.h"

#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <md4c.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	struct page page;
	const char *text;
	size_t len;
	unsigned line; /* of the last piece of text */
	size_t at;     /* where its line was counted up to */
	struct buffer heading, code;
	bool in_heading, in_code;
	size_t open_link; /* its number, from 1; 0: none, or its line is known */
	int error;
};

static struct page_heading *last_heading(struct reader *reader)
{
	return &reader->page.headings[reader->page.n_headings - 1];
}

/* Pieces come in the order of the text, but for some of tables. */
static void note_line(struct reader *reader, const char *piece)
{
	size_t offset;

	if (piece < reader->text || piece >= reader->text + reader->len)
		return; /* a constant of md4c's */
	offset = (size_t)(piece - reader->text);
	if (offset < reader->at) {
		reader->at = 0;
		reader->line = 1;
	}
	for (; reader->at < offset; reader->at++)
		reader->line += reader->text[reader->at] == '\n';
}

static int add_heading(struct reader *reader, unsigned level)
{
	struct page *page = &reader->page;
	struct page_heading *headings;

	if (page->n_headings >= PAGE_HEADINGS_MAX)
		return -E2BIG;
	headings = reallocarray(page->headings, page->n_headings + 1, sizeof(*headings));
	if (!headings)
		return -ENOMEM;
	page->headings = headings;
	headings[page->n_headings++] = (struct page_heading){ .level = level, .line = 1 };
	return 0;
}

static int add_link(struct reader *reader, const MD_ATTRIBUTE *href)
{
	struct page *page = &reader->page;
	struct page_link *links;

	if (page->n_links >= PAGE_LINKS_MAX)
		return -E2BIG;
	links = reallocarray(page->links, page->n_links + 1, sizeof(*links));
	if (!links)
		return -ENOMEM;
	page->links = links;
	links[page->n_links] =
		(struct page_link){ .target = strndup(href->text ? href->text : "", href->size),
			.line = reader->line };
	if (!links[page->n_links++].target)
		return -ENOMEM;
	reader->open_link = page->n_links;
	return 0;
}

static int fail(struct reader *reader, int r)
{
	if (r < 0)
		reader->error = r;
	return r < 0 ? 1 : 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct reader *reader = userdata;
	int r = 0;

	if (type == MD_BLOCK_H) {
		r = add_heading(reader, ((const MD_BLOCK_H_DETAIL *)detail)->level);
		reader->in_heading = true;
		buffer_clear(&reader->heading);
	} else if (type == MD_BLOCK_CODE) {
		last_heading(reader)->has_code = true;
		reader->in_code = true;
		buffer_clear(&reader->code);
	} else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
		last_heading(reader)->has_list = true;
	} else if (type == MD_BLOCK_P) {
		last_heading(reader)->has_prose = true;
	}
	return fail(reader, r);
}

static void measure_code(struct reader *reader)
{
	struct page_heading *heading = last_heading(reader);
	const char *at = reader->code.data, *end = at ? at + reader->code.len : NULL;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((newline ? newline : end) - at);
		size_t columns = text_width(at, len);

		if (columns > heading->code_columns) {
			heading->code_columns = columns;
			heading->wide_line = reader->line;
		}
		at += len + 1;
	}
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct reader *reader = userdata;

	(void)detail;
	if (type == MD_BLOCK_H) {
		reader->in_heading = false;
		last_heading(reader)->text =
			strdup(reader->heading.data ? reader->heading.data : "");
		if (!last_heading(reader)->text)
			return fail(reader, -ENOMEM);
	} else if (type == MD_BLOCK_CODE) {
		reader->in_code = false;
		measure_code(reader);
	}
	return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct reader *reader = userdata;

	if (type == MD_SPAN_A)
		return fail(reader, add_link(reader, &((const MD_SPAN_A_DETAIL *)detail)->href));
	if (type == MD_SPAN_IMG)
		return fail(reader, add_link(reader, &((const MD_SPAN_IMG_DETAIL *)detail)->src));
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	(void)type;
	(void)detail;
	(void)userdata;
	return 0;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata)
{
	struct reader *reader = userdata;
	int r = 0;

	(void)type;
	note_line(reader, text);
	if (reader->open_link > 0)
		reader->page.links[reader->open_link - 1].line = reader->line;
	reader->open_link = 0;
	if (reader->in_heading) {
		if (reader->heading.len == 0)
			last_heading(reader)->line = reader->line;
		r = buffer_append(&reader->heading, text, size);
	} else if (reader->in_code) {
		r = buffer_append(&reader->code, text, size);
	}
	return fail(reader, r);
}

int page_read(const char *text, size_t len, struct page *ret_page)
{
	static const MD_PARSER parser = { .flags = MD_DIALECT_GITHUB,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = take_text };
	struct reader reader = { .text = text, .len = len, .line = 1 };
	int r = add_heading(&reader, 0);

	if (r >= 0) {
		reader.page.headings[0].text = strdup("");
		r = reader.page.headings[0].text ? 0 : -ENOMEM;
	}
	if (r >= 0 && md_parse(text, (MD_SIZE)len, &parser, &reader) != 0)
		r = reader.error < 0 ? reader.error : -ENOMEM;
	buffer_done(&reader.heading);
	buffer_done(&reader.code);
	if (r < 0)
		page_done(&reader.page);
	else
		*ret_page = reader.page;
	return r;
}

void page_done(struct page *page)
{
	for (size_t i = 0; i < page->n_headings; i++)
		free(page->headings[i].text);
	for (size_t i = 0; i < page->n_links; i++)
		free(page->links[i].target);
	free(page->headings);
	free(page->links);
	*page = (struct page){ 0 };
}

static bool is_named(const char *heading, const char *anchor)
{
	for (; *heading; heading++) {
		unsigned char c = (unsigned char)*heading;

		if (c < 128 && !isalnum(c) && c != ' ' && c != '-' && c != '_')
			continue;
		if (*anchor++ != (c == ' ' ? '-' : (char)tolower(c)))
			return false;
	}
	return *anchor == '\0';
}

bool page_has_anchor(const struct page *page, const char *anchor)
{
	for (size_t i = 1; i < page->n_headings; i++) {
		if (is_named(page->headings[i].text, anchor))
			return true;
	}
	return false;
}
