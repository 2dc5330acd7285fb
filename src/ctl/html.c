/* SPDX-License-Identifier: MIT */
/*
 * md4c-html writes the body. What it writes has '<' and '"' only in tags of its own (raw HTML is
 * switched off), so the tags that need more than it gives are found by their text: tables and code
 * get a box to scroll in, headings an id, links a check.
 */
#include "ctl/html.h"

#include "base/cleanup.h"
#include "ctl/html_page.h"
#include "ctl/markdown.h"

#include <ctype.h>
#include <md4c-html.h>
#include <string.h>
#include <strings.h>

struct sink {
	struct buffer body;
	int error;
};

static void take(const MD_CHAR *bytes, MD_SIZE size, void *userdata)
{
	struct sink *sink = userdata;

	if (sink->error >= 0)
		sink->error = buffer_append(&sink->body, bytes, size);
}

static bool begins(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The text of a heading as an id: letters and digits, '-' for the rest; tags and entities left out.
 */
static int put_slug(struct buffer *out, const char *text, const char *end)
{
	bool is_gap = false, is_empty = true;
	int r = 0;

	while (text < end && r >= 0) {
		if (*text == '<')
			text += strcspn(text, ">");
		else if (*text == '&')
			text += strcspn(text, ";");
		else if (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80) {
			r = is_gap && !is_empty ? buffer_append_char(out, '-') : 0;
			if (r >= 0)
				r = buffer_append_char(out, (char)tolower((unsigned char)*text));
			is_gap = is_empty = false;
		} else
			is_gap = true;
		text++;
	}
	return r;
}

/* At "<h2>": writes it with an id, so that a link can lead there. */
static int put_heading(struct buffer *out, const char *tag)
{
	const char *end = strstr(tag, "</h");
	int r;

	r = buffer_printf(out, "<h%c id=\"", tag[2]);
	if (r >= 0)
		r = put_slug(out, tag + 4, end ? end : tag + 4);
	return r < 0 ? r : buffer_append_string(out, "\">");
}

static bool is_allowed(const char *href)
{
	static const char *const schemes[] = { "http:", "https:", "mailto:" };
	size_t len = strcspn(href, "\"/?#:");

	for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
		if (strncasecmp(href, schemes[i], strlen(schemes[i])) == 0)
			return true;
	/* Without a scheme it stays where the page is. An entity could hide a ':' from us, not from
	 * the browser. */
	return href[len] != ':' && !memchr(href, '&', len);
}

static const struct {
	const char *tag, *instead;
} tags[] = {
	{ "<table>", "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		     "aria-label=\"Table\"><table>" },
	{ "</table>", "</table></div>" },
	{ "<pre>", "<pre tabindex=\"0\">" },
};

/* A picture is its description: the page loads nothing, not even from the lesson's folder. */
static ssize_t put_image(struct buffer *out, const char *tag)
{
	const char *alt = strstr(tag, " alt=\""), *end = tag + strcspn(tag, ">");
	int r;

	r = buffer_append_string(out, "<em>[image: ");
	if (r >= 0 && alt && alt < end)
		r = buffer_append(out, alt + 6, strcspn(alt + 6, "\">"));
	if (r >= 0)
		r = buffer_append_string(out, "]</em>");
	return r < 0 ? r : end - tag + (*end == '>');
}

/* Writes the tag at `at` in our form; returns the bytes of it that were dealt with, or -ENOMEM. */
static ssize_t put_tag(struct buffer *out, const char *at)
{
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		if (begins(at, tags[i].tag)) {
			r = buffer_append_string(out, tags[i].instead);
			return r < 0 ? r : (ssize_t)strlen(tags[i].tag);
		}
	if (at[1] == 'h' && isdigit((unsigned char)at[2]) && at[3] == '>') {
		r = put_heading(out, at);
		return r < 0 ? r : 4;
	}
	if (begins(at, "<a href=\"") && !is_allowed(at + 9)) {
		r = buffer_append_string(out, "<a title=\"");
		return r < 0 ? r : 9;
	}
	if (begins(at, "<img "))
		return put_image(out, at);
	r = buffer_append_char(out, '<');
	return r < 0 ? r : 1;
}

static int put_body(struct buffer *out, const char *body)
{
	while (*body) {
		size_t plain = strcspn(body, "<");
		ssize_t used;
		int r;

		r = buffer_append(out, body, plain);
		if (r < 0)
			return r;
		body += plain;
		if (!*body)
			return 0;
		used = put_tag(out, body);
		if (used < 0)
			return (int)used;
		body += used;
	}
	return 0;
}

/* The first heading's text without its tags, which is escaped already. */
static int put_title(struct buffer *out, const char *body)
{
	const char *at = strstr(body, "<h1>"), *end = at ? strstr(at, "</h1>") : NULL;
	int r = 0;

	if (!at || !end)
		return buffer_append_string(out, "Lesson");
	for (at += 4; at < end && r >= 0; at++) {
		if (*at == '<')
			at += strcspn(at, ">");
		else
			r = buffer_append_char(out, *at);
	}
	return r;
}

int html_render(struct buffer *out, const char *text, size_t len)
{
	_cleanup_buffer_ struct buffer clean = { 0 };
	struct sink sink = { 0 };
	int r;

	r = markdown_clean(&clean, text, len);
	if (r < 0)
		return r;
	r = md_html(
		clean.data ? clean.data : "", (MD_SIZE)clean.len, take, &sink, MARKDOWN_FLAGS, 0);
	_cleanup_buffer_ struct buffer body = sink.body;
	if (r != 0 || sink.error < 0)
		return -ENOMEM;
	r = buffer_append_string(out, html_page_before_title);
	if (r >= 0)
		r = put_title(out, body.data ? body.data : "");
	if (r >= 0)
		r = buffer_append_string(out, html_page_before_body);
	if (r >= 0)
		r = put_body(out, body.data ? body.data : "");
	return r < 0 ? r : buffer_append_string(out, html_page_after_body);
}
