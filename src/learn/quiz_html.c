/* SPDX-License-Identifier: MIT */
/*
 * [html] in a quiz, for readers of a terminal: the words of it. No more than Moodle's editor writes
 * is known here; what is not known is left out (tags) or left as it is (entities). What comes out
 * is no longer than what went in.
 */
#include "base/parse.h"
#include "base/text.h"
#include "learn/quiz_parts.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *name, *text;
} entities[] = { { "lt", "<" }, { "gt", ">" }, { "amp", "&" }, { "quot", "\"" }, { "apos", "'" },
	{ "nbsp", " " }, { "rarr", "→" }, { "larr", "←" }, { "hellip", "…" }, { "ndash", "–" },
	{ "mdash", "—" }, { "times", "×" } };

static const char *const blocks[] = { "br", "p", "div", "li", "ul", "ol", "pre", "tr", "table",
	"h1", "h2", "h3", "h4", "blockquote" };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

struct html {
	const char *at;
	struct buffer text;
	bool is_pre;
};

static int put_space(struct html *html)
{
	const struct buffer *text = &html->text;

	if (text->len == 0 || is_space(text->data[text->len - 1]))
		return 0;
	return buffer_append_char(&html->text, ' ');
}

static int put_line_end(struct html *html)
{
	while (html->text.len > 0 && html->text.data[html->text.len - 1] == ' ')
		buffer_truncate(&html->text, html->text.len - 1);
	if (html->text.len == 0 || html->text.data[html->text.len - 1] == '\n')
		return 0;
	return buffer_append_char(&html->text, '\n');
}

/* "<" that begins no tag is a character. */
static int put_tag(struct html *html)
{
	const char *name = html->at + 1, *end;
	bool closes = *name == '/';
	size_t len;

	if (strncmp(html->at, "<!--", 4) == 0) {
		end = strstr(html->at, "-->");
		html->at = end ? end + 3 : html->at + strlen(html->at);
		return 0;
	}
	name += closes;
	len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
	end = len > 0 ? strchr(name, '>') : NULL;
	if (!end) {
		html->at++;
		return buffer_append_char(&html->text, '<');
	}
	html->at = end + 1;
	if (len == 3 && strncasecmp(name, "pre", 3) == 0)
		html->is_pre = !closes;
	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++)
		if (strlen(blocks[i]) == len && strncasecmp(name, blocks[i], len) == 0)
			return put_line_end(html);
	return 0;
}

/* As UTF-8; 0 for what may not stand in a text. */
static size_t encode(unsigned point, char bytes[static 4])
{
	if (point < 0x20 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ||
		text_is_control(point))
		return 0;
	if (point < 0x80) {
		bytes[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		bytes[0] = (char)(0xc0 | point >> 6);
		bytes[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		bytes[0] = (char)(0xe0 | point >> 12);
		bytes[1] = (char)(0x80 | (point >> 6 & 0x3f));
		bytes[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	bytes[0] = (char)(0xf0 | point >> 18);
	bytes[1] = (char)(0x80 | (point >> 12 & 0x3f));
	bytes[2] = (char)(0x80 | (point >> 6 & 0x3f));
	bytes[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

static int put_entity(struct html *html)
{
	const char *name = html->at + 1;
	size_t len = strcspn(name, "; \t\n&<");
	uint64_t point;
	char bytes[4];

	if (name[len] == ';' && *name == '#' &&
		parse_u64_n(name + 1, len - 1, 0x10ffff, &point) == 0 &&
		encode((unsigned)point, bytes) > 0) {
		html->at = name + len + 1;
		return buffer_append(&html->text, bytes, encode((unsigned)point, bytes));
	}
	for (size_t i = 0; name[len] == ';' && i < ARRAY_SIZE(entities); i++)
		if (strlen(entities[i].name) == len && strncmp(name, entities[i].name, len) == 0) {
			html->at = name + len + 1;
			return buffer_append_string(&html->text, entities[i].text);
		}
	html->at++;
	return buffer_append_char(&html->text, '&');
}

char *quiz_html_to_text(const char *source)
{
	_cleanup_(buffer_done) struct buffer text = { 0 };
	struct html html = { .at = source };
	int r = 0;

	while (r == 0 && *html.at) {
		if (*html.at == '<')
			r = put_tag(&html);
		else if (*html.at == '&')
			r = put_entity(&html);
		else if (is_space(*html.at) && !html.is_pre)
			r = (html.at++, put_space(&html));
		else
			r = buffer_append_char(&html.text, *html.at++);
	}
	text = html.text;
	while (text.len > 0 && is_space(text.data[text.len - 1]))
		buffer_truncate(&text, text.len - 1);
	if (r < 0)
		return NULL;
	return text.data ? buffer_steal(&text) : strdup("");
}
